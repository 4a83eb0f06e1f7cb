//! The doors, asked as browsers ask them: what people see, who sees what, and what becomes of what they send.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

mod forms;
mod pages;
mod people;
mod proposals;
mod scan;
mod scene;
