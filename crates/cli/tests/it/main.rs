//! The terminal against something that answers: what is asked, what is printed, how it ends.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod commands;
mod desk;
mod troubles;
