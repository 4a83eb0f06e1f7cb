-- What holds back the later jobs of its case: few rows, asked for with every job that is taken in hand.
CREATE INDEX outbox_barrier ON outbox (case_no, id) WHERE barrier = 1 AND finished_at IS NULL;
