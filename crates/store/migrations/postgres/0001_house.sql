-- Times are unix milliseconds, ids sixteen bytes. What says anything about a case is sealed; what is in the clear is what
-- lists sort by and what the worker needs to find its work.

CREATE TABLE schema_version (version BIGINT NOT NULL);

CREATE TABLE instance (
    id BYTEA NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    mac BYTEA NOT NULL
);

-- Cases are numbered in the order in which they were opened, so that the rows of new cases lie together at the end of
-- each table. The numbers say where rows lie and nothing else; they never leave this house.
CREATE TABLE case_number (next BIGINT NOT NULL);
INSERT INTO case_number (next) VALUES (1);

-- The end of each case's log: how long it is, its last link, the case's key (wrapped), the receipt's digest.
CREATE TABLE case_head (
    case_no BIGINT NOT NULL PRIMARY KEY,
    case_id BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    wrapped_key BYTEA NOT NULL,
    receipt BYTEA,
    mac BYTEA NOT NULL
);
CREATE UNIQUE INDEX case_head_receipt ON case_head (receipt) WHERE receipt IS NOT NULL;

CREATE TABLE event (
    case_no BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    link BYTEA NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (case_no, seq)
);

CREATE TABLE blob (
    case_no BIGINT NOT NULL,
    blob_id BYTEA NOT NULL,
    wrapped_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (case_no, blob_id)
);

CREATE TABLE case_index (
    case_no BIGINT NOT NULL PRIMARY KEY,
    case_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    is_open BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    wakeup_at BIGINT,
    coordinator BYTEA,
    card BYTEA NOT NULL
);
CREATE INDEX case_index_due ON case_index (is_open, due_at, case_id);
CREATE INDEX case_index_coordinator ON case_index (coordinator, is_open, due_at, case_id) WHERE coordinator IS NOT NULL;
CREATE INDEX case_index_wakeup ON case_index (wakeup_at, case_id) WHERE wakeup_at IS NOT NULL;

-- Who finds which case in their list: `reads` is 1 for the fix team, 0 for the invited.
CREATE TABLE case_person (
    case_no BIGINT NOT NULL,
    person_id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    reads BIGINT NOT NULL,
    is_open BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (case_no, person_id)
);
CREATE INDEX case_person_due ON case_person (person_id, reads, is_open, due_at, case_id);

CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_no BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    barrier BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    payload BYTEA NOT NULL,
    problem BYTEA,
    finished_at BIGINT,
    finished_mac BYTEA,
    UNIQUE (case_no, key)
);
CREATE INDEX outbox_due ON outbox (run_at, id) WHERE finished_at IS NULL;

CREATE TABLE person (
    person_id BYTEA NOT NULL PRIMARY KEY,
    committee BIGINT NOT NULL,
    removed_at BIGINT,
    card BYTEA NOT NULL,
    mac BYTEA NOT NULL
);

CREATE TABLE code (
    digest BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    mac BYTEA NOT NULL
);

CREATE TABLE session (
    digest BYTEA NOT NULL PRIMARY KEY,
    person_id BYTEA,
    case_id BYTEA,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    idle_ms BIGINT NOT NULL,
    mac BYTEA NOT NULL
);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE advisory (
    case_id BYTEA NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL UNIQUE,
    published_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    document BYTEA NOT NULL,
    mac BYTEA NOT NULL
);
CREATE INDEX advisory_published ON advisory (published_at, case_id);

CREATE TABLE setting (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);

CREATE TABLE policy (
    at_ms BIGINT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);

-- Sealed bytes do not compress, and most fit into a page: do not try, and do not move them out of the row.
ALTER TABLE event ALTER COLUMN payload SET STORAGE EXTERNAL;
ALTER TABLE event SET (toast_tuple_target = 8160);
ALTER TABLE blob ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE blob SET (toast_tuple_target = 8160);
ALTER TABLE case_index ALTER COLUMN card SET STORAGE EXTERNAL;
ALTER TABLE outbox ALTER COLUMN payload SET STORAGE EXTERNAL;
