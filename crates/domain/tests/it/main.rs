//! The domain's stories, properties and corpus, in one binary.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod committee_alone;
mod committee_away;
mod committee_ballots;
mod committee_count;
mod committee_duties;
mod committee_entry;
mod committee_handover;
mod committee_history;
mod committee_late;
mod committee_leave;
mod committee_recount;
mod committee_roster;
mod committee_story;
mod corpus;
mod examples;
mod obeyed;
mod parts;
mod people;
mod policies;
mod policy_files;
mod properties;
mod proposals;
mod stories;
mod story;
mod witness;
