-- What somebody looks after who is not on the committee: 0 nothing, 1 accounts (steward), 2 that the rules are kept (auditor).
ALTER TABLE person ADD COLUMN office BIGINT NOT NULL DEFAULT 0;

-- The office of whoever is asked for; nothing for nobody.
CREATE FUNCTION wall_office() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS
    $$ SELECT COALESCE((SELECT office FROM person WHERE person_id = wall_person()), 0) $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION wall_office() SET search_path = %I, pg_temp', current_schema());
END $$;

-- Stewards and auditors see who has an account; auditors, besides, how the policy came to be and who has opened what.
CREATE POLICY office ON person FOR SELECT USING ((SELECT wall_office()) IN (1, 2));
CREATE POLICY office ON proposal_event FOR SELECT USING ((SELECT wall_office()) = 2);

-- A steward writes accounts that neither sit on the committee nor have an office, before and after.
CREATE POLICY tended ON person FOR INSERT WITH CHECK ((SELECT wall_office()) = 1 AND committee = 0 AND office = 0);
CREATE POLICY tended_before ON person FOR UPDATE
    USING ((SELECT wall_office()) = 1 AND committee = 0 AND office = 0)
    WITH CHECK ((SELECT wall_office()) = 1 AND committee = 0 AND office = 0);
