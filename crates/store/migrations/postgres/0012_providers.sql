-- Which account somebody signs in to with an identity provider: found by the provider's name for them under our key, sealed.
CREATE TABLE provider_link (
    subject BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL UNIQUE,
    sealed BYTEA NOT NULL
);
ALTER TABLE provider_link ENABLE ROW LEVEL SECURITY;
