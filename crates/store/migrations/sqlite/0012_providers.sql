-- Which account somebody signs in to with an identity provider: found by the provider's name for them under our key, sealed.
CREATE TABLE provider_link (
    subject BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL UNIQUE,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
