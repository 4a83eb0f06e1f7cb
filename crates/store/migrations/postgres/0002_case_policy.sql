-- The policies that cases were opened under, each kept once: an event names the stamp of its text.
CREATE TABLE case_policy (
    stamp BYTEA NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);
