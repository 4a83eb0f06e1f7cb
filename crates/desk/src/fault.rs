//! The ways an answer can come out: done, refused, not found, or a fault of the machine.
//!
//! A refusal is a value for people. A fault is ours: the person sees "not your fault" and an id, the process log the same id.

use domain::case::decide::Refusal;

/// What became of something that was asked.
#[derive(Debug)]
pub enum Outcome<T = (), R = Refusal> {
    /// Done.
    Done(T),
    /// The rules say no, in a value that `documents` puts into words.
    Refused(R),
    /// There is no such thing, or not for this caller; the two are the same.
    NotFound,
}

/// The machine failed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Keeping or reading failed.
    #[error(transparent)]
    Store(#[from] store::Fault),
    /// Something was in the log that cannot be.
    #[error("the log of a case does not fold")]
    Unfolded,
    /// Others changed the case again and again while we decided.
    #[error("the case kept changing; please try again")]
    Busy,
}
