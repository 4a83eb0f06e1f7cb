//! How a decision of several is made: by whom, how many, within which time.
//!
//! PR-18, PR-19, PR-26, PR-49, PR-58, ambiguity A5. Knows what a policy demands of a ballot; a ballot that runs is counted
//! elsewhere.

use serde::{Deserialize, Serialize};

use super::ratio::Share;
use super::strength::{Force, Origin, is_no, is_own, is_should, own, should};
use crate::calendar::Term;
use crate::words::Line;

/// How long a vote is open when the policy does not say (ambiguity A5).
const WINDOW: Term = Term::days(5);

/// What is decided by a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ballot {
    /// Somebody joins the body (PR-18).
    Admission,
    /// Somebody is removed from it (PR-26).
    Removal,
    /// Another policy takes the place of this one.
    PolicyChange,
    /// An outsider may join a case (PR-49).
    Outsider,
    /// The day of a release (PR-58).
    ReleaseDay,
    /// How severe a flaw is (PR-62).
    Severity,
    /// Secrecy goes on for longer.
    EmbargoExtension,
}

impl Ballot {
    /// All of them, as a policy lists them.
    pub const ALL: [Self; 7] = [
        Self::Admission,
        Self::Removal,
        Self::PolicyChange,
        Self::Outsider,
        Self::ReleaseDay,
        Self::Severity,
        Self::EmbargoExtension,
    ];

    /// Whether it is about one person, who does not vote on it.
    #[must_use]
    pub const fn is_about_somebody(self) -> bool {
        matches!(self, Self::Admission | Self::Removal | Self::Outsider)
    }
}

/// How a vote is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// How it is decided.
    pub method: Method,
    /// How long it is open. A vote that is open for ever decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Term>,
    /// How many say yes, for an approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approvals: Option<u8>,
    /// Which share of the votes, for a super-majority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// Whether shares are of all who may vote, not of those who did.
    #[serde(default, skip_serializing_if = "is_no")]
    pub of_all: bool,
    /// How many must take part, abstaining or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<u8>,
    /// What an objection turns lazy consensus into (PR-19).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Method>,
    /// Whether one no is enough to end it.
    #[serde(default, skip_serializing_if = "is_no")]
    pub veto: bool,
    /// Whether only the result is shown.
    #[serde(default, skip_serializing_if = "is_no")]
    pub secret: bool,
    /// Who decides when it is not the body: another body, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electors: Option<Line>,
    /// With fewer who may vote than this, the electors decide instead, so that nobody decides alone about another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electors_below: Option<u8>,
    /// How strictly it holds.
    #[serde(default = "should", skip_serializing_if = "is_should")]
    pub force: Force,
    /// Where it comes from.
    #[serde(default = "own", skip_serializing_if = "is_own")]
    pub origin: Origin,
}

/// How a vote is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// One person says so.
    Sole,
    /// A number of members say yes.
    Approval,
    /// Silence is consent; one objection turns it into the fallback.
    LazyConsensus,
    /// More yes than no.
    Majority,
    /// A share of the votes that is more than the half.
    SuperMajority,
    /// Committee and fix team both say the same.
    TwoBodies,
    /// Another body says so.
    Electors,
}

impl Method {
    /// Whether it ends by the clock.
    #[must_use]
    pub const fn takes_time(self) -> bool {
        matches!(self, Self::LazyConsensus | Self::Majority | Self::SuperMajority)
    }
}

impl Vote {
    /// How long it is open, where it ends by the clock.
    #[must_use]
    pub fn window(&self) -> Term {
        self.window.unwrap_or(WINDOW)
    }

    /// How many yes are enough when so many may vote and all of them do; `None` when the vote does not say.
    #[must_use]
    pub fn enough(&self, electorate: usize) -> Option<usize> {
        self.enough_by(self.method, electorate)
    }

    fn enough_by(&self, method: Method, electorate: usize) -> Option<usize> {
        match method {
            Method::Sole => Some(1),
            Method::Approval => self.approvals.map(usize::from),
            // Whoever objects calls for the fallback; without one, the objection itself decides.
            Method::LazyConsensus => match self.fallback {
                Some(Method::LazyConsensus) | None => Some(electorate),
                Some(fallback) => self.enough_by(fallback, electorate),
            },
            Method::Majority => Some(electorate / 2 + 1),
            Method::SuperMajority => self.share.map(|share| share.of(electorate)),
            Method::TwoBodies => Some(2),
            Method::Electors => None,
        }
    }
}
