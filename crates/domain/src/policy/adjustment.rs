//! Who may move which clock, for which reasons, and how far.
//!
//! PR-36, PR-61. Knows the permission; whether a move was made is in the case.

use serde::{Deserialize, Serialize};

use super::clock_kind::{ClockKind, Owner};
use super::strength::{Force, Origin, is_own, is_should, own, should};
use crate::calendar::Term;

/// Who may move a clock, and why (PR-36).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Which clock.
    pub clock: ClockKind,
    /// Who; what the fix team may, the committee may too.
    #[serde(default = "committee")]
    pub by: Owner,
    /// For which of these reasons.
    pub reasons: Vec<MoveFactor>,
    /// Never to later than this from the clock's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Term>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

const fn committee() -> Owner {
    Owner::Committee
}

/// A reason for which a date moves (PR-36, PR-61).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveFactor {
    /// Worse or better than thought.
    Severity,
    /// The fix takes longer, or is done sooner.
    DevelopmentTime,
    /// Building, signing, testing, packaging.
    ReleaseWork,
    /// Holidays or few hands; only for low severity (PR-61).
    Availability,
}
