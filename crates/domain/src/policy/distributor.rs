//! Those who ship the software and are told ahead: who, how long before, on which terms.
//!
//! Knows a list's rules; who is on it lives elsewhere, and nobody outside reads it.

use serde::{Deserialize, Serialize};

use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::calendar::Term;
use crate::words::{Line, Prose};

/// A list of distributors who learn of a flaw before the world does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distributors {
    /// Its name.
    pub name: Line,
    /// Its address, where that is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// How long before the release they are told; the first notice first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Term>,
    /// The longest secrecy that the list takes on, from the first notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Term>,
    /// From this score on, in tenths; below, nobody is told ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_tenths: Option<u8>,
    /// What a member must be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Line>,
    /// Where to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Line>,
    /// Whether a member must vouch for a new one.
    #[serde(default, skip_serializing_if = "is_no")]
    pub vouched: bool,
    /// How many addresses one member has, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u8>,
    /// How often membership is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_every: Option<Term>,
    /// What a member agrees to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Prose>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}
