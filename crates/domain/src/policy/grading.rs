//! How severity is measured, who has the last word, and what follows from it.
//!
//! PR-47, PR-61, PR-62. Knows scores as limits; the arithmetic of CVSS is in `formats`.

use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::calendar::Term;
use crate::severity::Rating;
use crate::words::Line;

/// How severity is measured (PR-47, PR-62).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// By which scheme.
    pub scheme: Scheme,
    /// Own levels, for a scheme that has them: name and meaning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// Who has the last word, by name (PR-62).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_say: Option<Line>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// A scheme of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// CVSS, whichever version the vector names.
    Cvss,
    /// The project's own levels, without a score.
    Levels,
    /// None: each flaw is judged by itself.
    None,
}

/// A level of the project's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name.
    pub name: Line,
    /// What belongs there.
    pub means: Line,
    /// The rating of the field that it comes closest to; what scanners are told.
    pub rating: Rating,
}

/// What is done otherwise from some severity on. The severest track that a case reaches is the one that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Its name.
    pub name: Line,
    /// From this score on, in tenths: 70 is 7.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_tenths: Option<u8>,
    /// From this rating on, where no score is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_rating: Option<Rating>,
    /// Whether the fix may be made in public.
    #[serde(default, skip_serializing_if = "is_no")]
    pub fixed_in_public: bool,
    /// Whether it comes out with the next planned release, not with one of its own.
    #[serde(default, skip_serializing_if = "is_no")]
    pub next_release: bool,
    /// How long before the release its day is announced, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_before: Option<Term>,
    /// The time for the fix, instead of the clock's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix_within: Option<Term>,
    /// The time for the release, instead of the clock's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_within: Option<Term>,
    /// What else, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

impl Track {
    /// Whether a case of this score, or of this rating where there is no score, is severe enough for it.
    #[must_use]
    pub fn holds(&self, tenths: Option<u8>, rating: Option<Rating>) -> bool {
        match (self.from_tenths, tenths) {
            (Some(from), Some(tenths)) => tenths >= from,
            (Some(_), None) | (None, _) => {
                self.from_rating.is_some_and(|from| rating.is_some_and(|rating| rating >= from))
            }
        }
    }
}
