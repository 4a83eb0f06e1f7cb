//! What a verification looked at and found.

use crate::fault::Fault;

/// What was looked at and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Cases looked at.
    pub cases: u64,
    /// Events opened.
    pub events: u64,
    /// Blobs opened.
    pub blobs: u64,
    /// What is not as it was written.
    pub problems: Vec<Problem>,
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where: a case and event, a case's list row, a table and row, the file.
    pub place: String,
    /// In which way.
    pub what: String,
}

impl Verification {
    /// Whether everything is as it was written.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn note(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.problems.push(Problem { place: place.into(), what: what.into() });
    }

    /// Notes what a check says; false when it says no.
    pub(super) fn check<T>(&mut self, result: Result<T, Fault>) -> Result<Option<T>, Fault> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Fault::Damaged { place, what }) => {
                self.note(place, what);
                Ok(None)
            }
            Err(fault @ (Fault::Database(_) | Fault::Full | Fault::Misfit(_) | Fault::Walled | Fault::Closed)) => {
                Err(fault)
            }
        }
    }
}
