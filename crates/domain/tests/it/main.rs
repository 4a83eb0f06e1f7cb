//! The domain's stories, properties and corpus, in one binary.

mod corpus;
mod people;
mod properties;
mod stories;
mod story;
