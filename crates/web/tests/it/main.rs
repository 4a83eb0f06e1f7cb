//! The doors, asked as browsers and programs ask them.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod pages;
mod scene;
