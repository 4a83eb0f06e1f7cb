//! The JSON the desk speaks: request and response types, and how a request body becomes a command.
//!
//! Knows field names, shapes and their errors. Must not decide anything, nor know HTTP, storage or pages.

pub mod bodies;
pub mod committee;
pub mod input;
mod office;
pub mod responses;
pub mod strict;

pub use bodies::{Request, TextOf, Wanted};
pub use input::BadInput;
pub use office::OfficeChoice;
