-- Who has opened which case: one row for each of them, sealed; the case and the person are the place.
CREATE TABLE reading (
    place BLOB NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
