//! The store's own stories, on SQLite and on a PostgreSQL that the tests start for themselves.
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story stops where it goes wrong, and says what it left out"
)]

mod contention;
mod damage;
mod full;
mod harness;
mod keys;
mod schema;
mod story;
mod wall;
