-- Passwords with their authenticators' secrets, sealed: one for an account. Behind the wall they are nobody's.
CREATE TABLE password (
    person_id BYTEA NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);
ALTER TABLE password ENABLE ROW LEVEL SECURITY;
