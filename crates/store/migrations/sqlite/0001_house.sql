-- Times are unix milliseconds, ids sixteen bytes. What says anything about a case is sealed; what is in the clear is what
-- lists sort by and what the worker needs to find its work.

CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;

CREATE TABLE instance (
    id BLOB NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Cases are numbered in the order in which they were opened, so that the rows of new cases lie together at the end of
-- each table. The numbers say where rows lie and nothing else; they never leave this house.
CREATE TABLE case_number (next INTEGER NOT NULL) STRICT;
INSERT INTO case_number (next) VALUES (1);

-- The end of each case's log: how long it is, its last link, the case's key (wrapped), the receipt's digest.
CREATE TABLE case_head (
    case_no INTEGER NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    hash BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    receipt BLOB,
    mac BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_head_receipt ON case_head (receipt) WHERE receipt IS NOT NULL;

CREATE TABLE event (
    case_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    link BLOB NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (case_no, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    case_no INTEGER NOT NULL,
    blob_id BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_no, blob_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_index (
    case_no INTEGER NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    wakeup_at INTEGER,
    coordinator BLOB,
    card BLOB NOT NULL
) STRICT;
CREATE INDEX case_index_due ON case_index (is_open, due_at, case_id);
CREATE INDEX case_index_coordinator ON case_index (coordinator, is_open, due_at, case_id) WHERE coordinator IS NOT NULL;
CREATE INDEX case_index_wakeup ON case_index (wakeup_at, case_id) WHERE wakeup_at IS NOT NULL;

-- Who finds which case in their list: `reads` is 1 for the fix team, 0 for the invited.
CREATE TABLE case_person (
    case_no INTEGER NOT NULL,
    person_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    reads INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (case_no, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_person_due ON case_person (person_id, reads, is_open, due_at, case_id);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    case_no INTEGER NOT NULL,
    key TEXT NOT NULL,
    barrier INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    payload BLOB NOT NULL,
    problem BLOB,
    finished_at INTEGER,
    finished_mac BLOB,
    UNIQUE (case_no, key)
) STRICT;
CREATE INDEX outbox_due ON outbox (run_at, id) WHERE finished_at IS NULL;

CREATE TABLE person (
    person_id BLOB NOT NULL PRIMARY KEY,
    committee INTEGER NOT NULL,
    removed_at INTEGER,
    card BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE code (
    digest BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    digest BLOB NOT NULL PRIMARY KEY,
    person_id BLOB,
    case_id BLOB,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    idle_ms INTEGER NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE advisory (
    case_id BLOB NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    published_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    document BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;
CREATE INDEX advisory_published ON advisory (published_at, case_id);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    at_ms INTEGER NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;
