//! Stories from the terminal: the whole program, as its users start it, in a temporary directory.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail, waits for real processes with a real clock, and says when it is skipped"
)]

mod browser;
mod crash;
mod demo;
mod disk;
mod house;
mod policy;
mod rendered;
mod signed;
mod simulation;
mod stories;
mod tampering;
