-- The committee's log: sealed and chained like a case's, one for the desk.
CREATE TABLE committee_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    hash BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

CREATE TABLE committee_event (
    seq INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    link BLOB NOT NULL,
    payload BLOB NOT NULL
) STRICT;
