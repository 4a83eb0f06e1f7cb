-- Tokens with which programs act for people: a digest in each one's place, and when it ends and was used last.
CREATE TABLE api_token (
    digest BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    seen_at INTEGER,
    card BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX api_token_person ON api_token (person_id);
