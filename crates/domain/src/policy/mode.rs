//! What changes when a case is not the ordinary, private one.
//!
//! PR-29 to PR-39. Knows the five modes; which one a case is in follows from what happened to it.

use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::words::Line;

/// What a case may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseMode {
    /// Told privately, known to few (PR-35).
    Private,
    /// Known to the world (PR-37).
    Public,
    /// Somebody means to publish, and will not wait (PR-32).
    Threatened,
    /// It hangs on another project's date (PR-38).
    Upstream,
    /// It is used in attacks.
    Exploited,
}

impl CaseMode {
    /// All of them, as a policy lists them.
    pub const ALL: [Self; 5] = [Self::Private, Self::Public, Self::Threatened, Self::Upstream, Self::Exploited];

    /// How its clocks run when the policy does not say.
    #[must_use]
    pub const fn usual_pace(self) -> Pace {
        match self {
            Self::Private => Pace::AsPlanned,
            Self::Public | Self::Threatened | Self::Exploited => Pace::Asap,
            Self::Upstream => Pace::Rebased,
        }
    }
}

/// What a policy says of a mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModeRule {
    /// How the clocks run.
    pub pace: Pace,
    /// Whether something is said in public before there is a fix.
    #[serde(default, skip_serializing_if = "is_no")]
    pub holding_statement: bool,
    /// What else is done, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// How the clocks of a case run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// By the policy's terms.
    AsPlanned,
    /// As soon as possible: no first day, no recommended hour (PR-37).
    Asap,
    /// On another project's date; we do not go first (PR-38, PR-39).
    Rebased,
}
