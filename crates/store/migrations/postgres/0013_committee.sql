-- The committee's log: sealed and chained like a case's, one for the desk.
CREATE TABLE committee_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    wrapped_key BYTEA NOT NULL,
    mac BYTEA NOT NULL
);

CREATE TABLE committee_event (
    seq BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    link BYTEA NOT NULL,
    payload BYTEA NOT NULL
);

-- Members and auditors see it; members add to it.
ALTER TABLE committee_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE committee_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON committee_head FOR SELECT USING ((SELECT wall_sits()) OR (SELECT wall_office()) = 2);
CREATE POLICY seen ON committee_event FOR SELECT USING ((SELECT wall_sits()) OR (SELECT wall_office()) = 2);
CREATE POLICY added ON committee_event FOR INSERT WITH CHECK (wall_sits());

-- A log is only added to, by anybody.
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON committee_event EXECUTE FUNCTION wall_keeps();
