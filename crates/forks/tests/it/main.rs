//! Forks, made and asked by a real git.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod forks;
mod project;
