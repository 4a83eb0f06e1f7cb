-- Receipts kept with accounts, sealed; the person and the case are the place.
CREATE TABLE held_receipt (
    place BYTEA NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);
ALTER TABLE held_receipt ENABLE ROW LEVEL SECURITY;
