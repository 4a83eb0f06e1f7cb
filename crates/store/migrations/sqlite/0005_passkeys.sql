-- Passkeys: the public halves of people's keys, sealed with their names. The id is made from the key's own name.
CREATE TABLE passkey (
    passkey_id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_person ON passkey (person_id);

-- Challenges that were answered: each is good once. What is over is swept out.
CREATE TABLE used_challenge (
    digest BLOB NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What somebody asked for and is still to confirm with a passkey.
CREATE TABLE confirmation (
    confirmation_id BLOB NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Decisions that were confirmed, with what proves it: the case, the event's number and the person are the place.
CREATE TABLE decision (
    place BLOB NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- When a session's holder last proved with a passkey who they are.
ALTER TABLE session ADD COLUMN verified_at INTEGER;
