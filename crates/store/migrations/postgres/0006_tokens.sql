-- Tokens with which programs act for people: a digest in each one's place, and when it ends and was used last.
CREATE TABLE api_token (
    digest BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    seen_at BIGINT,
    card BYTEA NOT NULL,
    mac BYTEA NOT NULL
);
CREATE INDEX api_token_person ON api_token (person_id);
