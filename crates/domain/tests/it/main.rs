//! The domain's stories, properties and corpus, in one binary.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

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
