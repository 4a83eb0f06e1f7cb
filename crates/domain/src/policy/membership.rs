//! Who belongs to the body: how they come, what keeps them, how they go.
//!
//! PR-06, PR-11, PR-13 to PR-26, ambiguities A4 and A6. Knows rules; the roster itself lives elsewhere.

use serde::{Deserialize, Serialize};

use super::ratio::Proportion;
use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::calendar::Term;
use crate::words::Line;

/// How people come to a body and go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The body that the first members come from (PR-06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bootstrap: Option<Line>,
    /// Seats of one organisation to those of all others, at most (PR-16).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diversity: Option<Proportion>,
    /// For how long a change of employers may leave more than that (PR-17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_limit_for: Option<Term>,
    /// Whether anybody may say that they would like to join (PR-14).
    #[serde(default, skip_serializing_if = "is_no")]
    pub interest_open: bool,
    /// Who may nominate (PR-15).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nominators: Vec<Nominator>,
    /// How long a member serves before the seat is decided again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat_lasts: Option<Term>,
    /// Whether a member who steps down may propose who follows (PR-21).
    #[serde(default, skip_serializing_if = "is_no")]
    pub successor_proposed: bool,
    /// Absences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave: Option<Leave>,
    /// After how long out of reach, or without doing the duties, and without a word, removal may be proposed (PR-25).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive_after: Option<Term>,
    /// What a new member is given, step by step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub onboarding: Vec<Line>,
    /// What a leaving member gives back, step by step (ambiguity A6).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offboarding: Vec<Line>,
    /// Whether former members stay named, without any right.
    #[serde(default, skip_serializing_if = "is_no")]
    pub emeritus: bool,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// Who may nominate a new member (PR-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nominator {
    /// A member of the body.
    Member,
    /// A maintainer of the project.
    Maintainer,
    /// A body that stands above this one.
    Electors,
    /// Anybody, themselves included.
    Anybody,
}

/// What an absence asks for (PR-23, PR-24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// From this length on, somebody else must have the duties.
    pub covered_from: Term,
    /// From this length on, a deputy may be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_from: Option<Term>,
    /// Up to this length; longer needs a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_until: Option<Term>,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}
