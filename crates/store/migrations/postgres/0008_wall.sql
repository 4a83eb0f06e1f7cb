-- The wall: whoever is asked for sees their rows and no others, whatever the program believes about them. The user who owns
-- these tables is the house itself and stands in front of it. What is asked on somebody's behalf is asked as a role that owns
-- nothing (made when the store is opened: `wall_role.rs`), with who it is in settings of the connection. Nothing set is nobody.
-- Who it is; nobody without an account, or whose account has ended. Asked as the house, for accounts are behind the wall too.
CREATE FUNCTION wall_person() RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS
    $$ SELECT person_id FROM person
       WHERE person_id = decode(NULLIF(current_setting('sluice.person', true), ''), 'hex') AND removed_at IS NULL $$;

-- Whether that person sits on the committee.
CREATE FUNCTION wall_sits() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS
    $$ SELECT EXISTS (SELECT 1 FROM person WHERE person_id = wall_person() AND committee = 1) $$;

-- The number of the case whose receipt is held.
CREATE FUNCTION wall_receipt() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS
    $$ SELECT case_no FROM case_head WHERE case_id = decode(NULLIF(current_setting('sluice.receipt', true), ''), 'hex') $$;

-- What runs as the house looks nowhere but here.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['wall_person', 'wall_sits', 'wall_receipt'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;

-- Shut unless something below opens it.
ALTER TABLE advisory ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE blob ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE code ENABLE ROW LEVEL SECURITY;
ALTER TABLE confirmation ENABLE ROW LEVEL SECURITY;
ALTER TABLE decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE instance ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposal_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE schema_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE used_challenge ENABLE ROW LEVEL SECURITY;

CREATE POLICY seen ON advisory FOR SELECT USING (true);
CREATE POLICY seen ON case_policy FOR SELECT USING (true);

-- Members, whoever takes part in the case until it is closed, whoever holds its receipt.
CREATE POLICY seen ON event FOR SELECT USING ((SELECT wall_sits()) OR case_no = (SELECT wall_receipt()) OR EXISTS (
    SELECT 1 FROM case_person p WHERE p.case_no = event.case_no AND p.person_id = (SELECT wall_person()) AND p.reads = 1 AND p.is_open = 1));
CREATE POLICY seen ON blob FOR SELECT USING ((SELECT wall_sits()) OR case_no = (SELECT wall_receipt()) OR EXISTS (
    SELECT 1 FROM case_person p WHERE p.case_no = blob.case_no AND p.person_id = (SELECT wall_person()) AND p.reads = 1 AND p.is_open = 1));
CREATE POLICY seen ON case_head FOR SELECT USING ((SELECT wall_sits()) OR case_no = (SELECT wall_receipt()) OR EXISTS (
    SELECT 1 FROM case_person p WHERE p.case_no = case_head.case_no AND p.person_id = (SELECT wall_person()) AND p.reads = 1 AND p.is_open = 1));
CREATE POLICY seen ON case_index FOR SELECT USING ((SELECT wall_sits()) OR case_no = (SELECT wall_receipt()) OR EXISTS (
    SELECT 1 FROM case_person p WHERE p.case_no = case_index.case_no AND p.person_id = (SELECT wall_person()) AND p.reads = 1 AND p.is_open = 1));

-- Everybody their own; members, and for accounts the operator, everybody's.
CREATE POLICY seen ON case_person FOR SELECT USING (person_id = (SELECT wall_person()) OR (SELECT wall_sits()));
CREATE POLICY seen ON person FOR SELECT USING (
    person_id = (SELECT wall_person()) OR current_setting('sluice.operator', true) = 'yes' OR (SELECT wall_sits()));
CREATE POLICY seen ON proposal_event FOR SELECT USING ((SELECT wall_sits()));
CREATE POLICY seen ON reading FOR SELECT USING ((SELECT wall_sits()));

-- Whoever adds to a log is what they say they are to the case.
CREATE POLICY added ON event FOR INSERT WITH CHECK (CASE current_setting('sluice.claim', true)
    WHEN 'committee' THEN wall_sits()
    WHEN 'part' THEN EXISTS (
        SELECT 1 FROM case_person p WHERE p.case_no = event.case_no AND p.person_id = (SELECT wall_person()) AND p.is_open = 1
        AND (p.reads = 1 OR event.kind IN ('fixer_joined', 'invitation_declined')))
    WHEN 'reporter' THEN case_no = wall_receipt()
    ELSE false END);
CREATE POLICY added ON person FOR INSERT WITH CHECK (current_setting('sluice.operator', true) = 'yes' OR wall_sits());
CREATE POLICY changed ON person FOR UPDATE USING (current_setting('sluice.operator', true) = 'yes' OR wall_sits());
CREATE POLICY added ON proposal_event FOR INSERT WITH CHECK (wall_sits());

-- A log is only added to, by anybody.
CREATE FUNCTION wall_keeps() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE insufficient_privilege USING MESSAGE = 'a log is only added to'; END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event EXECUTE FUNCTION wall_keeps();
