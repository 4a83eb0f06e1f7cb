-- Passwords with their authenticators' secrets, sealed: one for an account.
CREATE TABLE password (
    person_id BLOB NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
