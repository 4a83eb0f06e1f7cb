//! Private forks: one bare git repository per case, each with objects of its own.
//!
//! Knows git. It must not know what a case is about, who may read it, or HTTP: a fork is a directory and what is done to it.
//! Two forks never share objects, and none shares them with a public repository: what is shared can be read by its id.

mod fork;
mod git;
mod name;
mod project;

pub use fork::{Fork, Forks};
pub use git::Fault;
pub use name::{Name, NotAName};
pub use project::Project;
