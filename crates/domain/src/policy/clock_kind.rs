//! The clocks of a case, by name: what a policy can promise and a case can owe.
//!
//! Knows the list; when each starts, stops and is due is in `case::clock`.

use serde::{Deserialize, Serialize};

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
