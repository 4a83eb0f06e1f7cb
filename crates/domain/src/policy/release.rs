//! What a release is: the branches that get the fix, what its files are checked for, where its numbers come from.
//!
//! PR-52, PR-69, ambiguities A9 and A12. Knows demands; what was built and checked is in the case.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::calendar::Term;
use crate::words::Line;

/// What a release is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseRules {
    /// How many of the latest branches get the fix (ambiguity A12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_branches: Option<u8>,
    /// For how long a branch gets fixes after its first release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supported_for: Option<Term>,
    /// Branches by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<Branch>,
    /// What every file of a release is checked for (PR-69); all four when nothing is said.
    #[serde(default = "ArtefactCheck::all", skip_serializing_if = "ArtefactCheck::are_all")]
    pub checks: Vec<ArtefactCheck>,
    /// Whether nothing in a public commit says that it mends a vulnerability, until the announcement.
    #[serde(default, skip_serializing_if = "is_no")]
    pub silent_commits: bool,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// A branch that gets fixes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Its name, as `1.x`.
    pub name: Line,
    /// The last day on which it gets one; open when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What a file of a release is checked for (PR-69).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtefactCheck {
    /// It was built.
    Built,
    /// Its signature is good.
    Signed,
    /// Anybody can fetch it.
    Available,
    /// It runs.
    Functional,
}

impl ArtefactCheck {
    /// The four of PR-69.
    #[must_use]
    pub fn all() -> Vec<Self> {
        vec![Self::Built, Self::Signed, Self::Available, Self::Functional]
    }

    fn are_all(checks: &Vec<Self>) -> bool {
        *checks == Self::all()
    }
}

/// Where CVE numbers come from (PR-52).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifiers {
    /// The numbering authority: the forge's, one's own, another's.
    pub cna: Line,
    /// Whether an incomplete fix gets a number of its own.
    #[serde(default, skip_serializing_if = "is_no")]
    pub new_for_incomplete_fix: bool,
    /// How long after publication the number's record is public, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_within: Option<Term>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}
