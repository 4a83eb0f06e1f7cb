//! What an address says beside its path: which form somebody came for, and what was just done. And how far a case has come.
//!
//! Knows nouns. What cannot be read counts as not said.

use domain::case::decide::Verb;
use domain::case::index::Phase;
use serde::Deserialize;

/// Which form somebody came for, and what was just done.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    r#do: Option<String>,
    #[serde(default)]
    done: Option<String>,
    #[serde(default)]
    letter: Option<String>,
}

impl Asked {
    /// The form somebody came for.
    pub(crate) fn wanted(&self) -> Option<Verb> {
        verb(self.r#do.as_deref()?)
    }

    /// Whether a letter about an account was just sent.
    pub(crate) fn letter_sent(&self) -> bool {
        self.letter.as_deref() == Some("sent")
    }

    /// What was just done.
    pub(crate) fn done(&self) -> Option<Verb> {
        verb(self.done.as_deref()?)
    }
}

/// What people may ask, by its noun.
pub(crate) fn verb(noun: &str) -> Option<Verb> {
    Verb::ALL.into_iter().find(|verb| verb.noun() == noun && verb.is_asked_by_people())
}

/// The six stages of a case, reached or not; none for a case that left the way.
pub(crate) fn stages(phase: Phase) -> Option<[bool; 6]> {
    let reached = match phase {
        Phase::New => 1,
        Phase::Triage => 2,
        Phase::Fixing => 3,
        Phase::Scheduling => 4,
        Phase::Releasing => 5,
        Phase::Published => 6,
        Phase::Deferred | Phase::Declined | Phase::Closed => return None,
    };
    Some(std::array::from_fn(|stage| stage < reached))
}
