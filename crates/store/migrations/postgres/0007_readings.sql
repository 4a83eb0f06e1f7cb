-- Who has opened which case: one row for each of them, sealed; the case and the person are the place.
CREATE TABLE reading (
    place BYTEA NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);
