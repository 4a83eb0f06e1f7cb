//! What has to be done in every case, by whom, and who has it this week.
//!
//! PR-07 to PR-11. Knows duties and shifts; who has one now lives elsewhere.

use std::collections::BTreeMap;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::calendar::Term;
use crate::severity::Rating;
use crate::words::Line;

/// Something that has to be done in every case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its name, as `triage`.
    pub name: Line,
    /// What is done.
    pub does: Line,
    /// Whether it goes round with the rotation.
    #[serde(default, skip_serializing_if = "is_no")]
    pub rotates: bool,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// Shifts that go round among the members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// How long a shift is.
    pub every: Term,
    /// The wall-clock time at which shifts change, in the policy's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes_at: Option<Time>,
    /// Whether only business hours are on call.
    #[serde(default, skip_serializing_if = "is_no")]
    pub business_hours: bool,
    /// Whether a hand-over counts only once the next one has accepted it.
    #[serde(default, skip_serializing_if = "is_no")]
    pub handover_accepted: bool,
    /// How long a case may lie idle before its people are nudged, by severity.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub nudges: BTreeMap<Rating, Term>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}
