-- Passkeys: the public halves of people's keys, sealed with their names. The id is made from the key's own name.
CREATE TABLE passkey (
    passkey_id BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX passkey_person ON passkey (person_id);

-- Challenges that were answered: each is good once. What is over is swept out.
CREATE TABLE used_challenge (
    digest BYTEA NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- What somebody asked for and is still to confirm with a passkey.
CREATE TABLE confirmation (
    confirmation_id BYTEA NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

-- Decisions that were confirmed, with what proves it: the case, the event's number and the person are the place.
CREATE TABLE decision (
    place BYTEA NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);

-- When a session's holder last proved with a passkey who they are.
ALTER TABLE session ADD COLUMN verified_at BIGINT;
