-- Receipts kept with accounts, sealed; the person and the case are the place.
CREATE TABLE held_receipt (
    place BLOB NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
