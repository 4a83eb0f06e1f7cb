//! What those who report may expect: whom else to turn to, thanks, money or none, what counts as a vulnerability.
//!
//! Ambiguity A10. Knows promises; whether they were kept is in the case.

use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::calendar::Term;
use crate::words::Line;

/// Whom a reporter who gets no answer may turn to, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// After so long without an answer.
    pub after: Term,
    /// To whom: an address, a link, a name.
    pub to: Line,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// How reporters are thanked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// Whether those who wish it are named in the advisory.
    pub named: bool,
    /// A page of thanks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Line>,
    /// How long after publication the report itself is published, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports_published_after: Option<Term>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// Money for a report, or a plain no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reward {
    /// Whether there is any.
    pub paid: bool,
    /// Where its rules are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<Line>,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// What the policy is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// What it covers: repositories, packages, services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Line>,
    /// What is not a vulnerability here, one line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<Line>,
    /// Where the threat model is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threat_model: Option<Line>,
    /// Where to go with what is not covered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Line>,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// What the retrospective holds, and who reads it (PR-82 to PR-85).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetrospectiveRules {
    /// What it says, one line each.
    pub sections: Vec<Line>,
    /// Whether only the body and the fix team read it.
    #[serde(default, skip_serializing_if = "is_no")]
    pub internal: bool,
    /// Whether everybody who took part is asked for their own word (PR-85).
    #[serde(default, skip_serializing_if = "is_no")]
    pub feedback_asked: bool,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// How announcements are worded (PR-72, PR-75 to PR-81).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// The subject of an announcement; `{project}` and `{version}` are filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Line>,
    /// How it greets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeting: Option<Line>,
    /// Who signs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Line>,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}
