//! Who may know of a case while it is secret.
//!
//! PR-27, PR-48 to PR-51, ambiguity A7. Knows groups; who is in one is decided by the case.

use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};

/// Who may know of a case while it is secret (ambiguity A7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedToKnow {
    /// Those who may be told.
    pub groups: Vec<Group>,
    /// Whether they agree to the terms before they read anything (PR-41).
    #[serde(default, skip_serializing_if = "is_no")]
    pub agree_first: bool,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// A group that may be told of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// The members of the body.
    Committee,
    /// Code owners brought in for the case (PR-42, PR-48).
    FixTeam,
    /// Outsiders approved for the case (PR-49).
    Guests,
    /// A reporter who told us privately (PR-50, PR-51).
    PrivateReporter,
    /// Those who ship the software, told ahead.
    Distributors,
    /// The project whose code it is (PR-38).
    Upstream,
    /// A co-ordinating body such as a CERT.
    Coordinators,
}
