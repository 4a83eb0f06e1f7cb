//! The desk with fakes that behave: retries, conflicts, bounces, and a crash between append and delivery.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod access;
mod committee;
mod committee_kept;
mod delivery;
mod handover;
mod held;
mod offices;
mod openings;
mod owners;
mod passkeys;
mod passwords;
mod policies;
mod provider;
mod publishing;
mod races;
mod readers;
mod reading;
mod recovery;
mod scene;
mod tokens;
