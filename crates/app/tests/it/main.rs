//! Stories from the terminal: the whole program, as its users start it, in a temporary directory.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod browser;
mod crash;
mod demo;
mod disk;
mod house;
mod simulation;
mod stories;
mod tampering;
