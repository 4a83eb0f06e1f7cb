//! The clocks of a case, by name, and what a policy says of each: what is owed, from when, by when, by whom.
//!
//! Knows the list; when each starts, stops and is due is in `case::clock`.

use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin};
use crate::calendar::Term;

/// The clocks of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// From receipt to the first answer (ambiguity A10).
    Acknowledge,
    /// From receipt to the decision that the reporter learns (promise to the reporter).
    Assess,
    /// From the last word to the reporter to the next, again and again until publication (promise to the reporter).
    Update,
    /// From receipt to the first engineer at work (PR-40, PR-41).
    FixTeam,
    /// From receipt to a fix that is ready (PR-43).
    FixDevelopment,
    /// From receipt to publication (PR-66).
    Release,
    /// The date somebody else means to publish (PR-31).
    Threat,
    /// The end of secrecy.
    Embargo,
    /// From the fix being readable to publication (PR-68, ambiguity A9).
    PublishGap,
    /// From publication to the retrospective (PR-82).
    Retrospective,
}

impl ClockKind {
    /// Every clock, in the order in which they usually run.
    pub const ALL: [Self; 10] = [
        Self::Acknowledge,
        Self::Assess,
        Self::Update,
        Self::FixTeam,
        Self::FixDevelopment,
        Self::Release,
        Self::Threat,
        Self::Embargo,
        Self::PublishGap,
        Self::Retrospective,
    ];
}

/// What is owed by when: a deadline or a window, anchored by the kind of the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// What it counts from, when not from what the clock's kind counts from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Anchor>,
    /// Not before this long after the anchor; information, except for the retrospective (ambiguity A3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Term>,
    /// Due this long after the anchor.
    pub within: Term,
    /// How long before the due time to remind, longest first.
    #[serde(default)]
    pub warn_before: Vec<Term>,
    /// What a miss means.
    pub force: Force,
    /// Where the rule comes from.
    pub origin: Origin,
    /// Who keeps it, when not who usually does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// Whether the reporter is promised it and sees it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub promised: bool,
}

/// What a clock counts from. One that has not happened yet is a clock that has not started, never a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The report arrived (ambiguity A1).
    Receipt,
    /// The reporter was answered.
    Acknowledgement,
    /// The report was taken on, or not.
    Decision,
    /// The fix is ready.
    FixReady,
    /// The fix is merged and readable.
    Merge,
    /// The release is out and announced.
    Publication,
}

/// Who keeps a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// All members; whoever comes first.
    Committee,
    /// Who drives the case.
    Coordinator,
    /// The engineers of the case.
    FixTeam,
    /// Who has the duty this week.
    OnCall,
}
