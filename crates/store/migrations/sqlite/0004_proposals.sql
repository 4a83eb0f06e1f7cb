-- Proposals to change the policy, one row for each thing that happened to one: its id and the event's number are the place.
CREATE TABLE proposal_event (
    place BLOB NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
