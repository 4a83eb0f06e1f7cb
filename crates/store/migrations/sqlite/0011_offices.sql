-- What somebody looks after who is not on the committee: 0 nothing, 1 accounts (steward), 2 that the rules are kept (auditor).
ALTER TABLE person ADD COLUMN office INTEGER NOT NULL DEFAULT 0;
