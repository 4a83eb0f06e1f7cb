//! A vote that runs: who may vote, what they said so far, and how it stands at a moment.
//!
//! Knows what a policy demands of a vote (`policy::Vote`) and counts by it; must not know what is decided, nor who asked. How
//! it stands follows from the votes and the time alone: a vote whose end passed while nobody looked ended then, as it stood.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Term};
use crate::ids::PersonId;
use crate::policy::{Method, Vote};

/// How long a vote is open when the policy does not say (ambiguity A5).
const WINDOW: Term = Term::days(5);

/// What somebody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// For it.
    Yes,
    /// Against it.
    No,
    /// Neither; counts for the quorum.
    Abstain,
}

/// One person's word at one moment; their last one before the end counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: PersonId,
    /// What.
    pub choice: Choice,
    /// When.
    pub at: Timestamp,
}

/// A vote that was opened.
#[derive(Clone, Debug)]
pub struct Poll<'a> {
    /// How it is held.
    pub vote: &'a Vote,
    /// The calendar that its window is counted in.
    pub calendar: &'a Calendar,
    /// Who may vote.
    pub electorate: &'a BTreeSet<PersonId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// What was said, in order of time. Who may not vote is not counted.
    pub said: &'a [Said],
}

/// How a vote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on; until then, if its end is known.
    Open {
        /// The end.
        closes_at: Option<Timestamp>,
    },
    /// It was carried.
    Carried {
        /// When.
        at: Timestamp,
    },
    /// It was not.
    Lost {
        /// When.
        at: Timestamp,
    },
}

impl Poll<'_> {
    /// How it stands at a moment.
    #[must_use]
    pub fn result(&self, now: Timestamp) -> Outcome {
        let method = self.method();
        let mut counted = Vec::new();
        // Each word may end it; what is said after the end is not heard.
        for said in self.said.iter().filter(|said| self.electorate.contains(&said.by) && said.at <= now) {
            if self.end(method, &counted).is_some_and(|end| said.at >= end) {
                break;
            }
            counted.push(*said);
            if let Some(over) = self.ended_by(method, &counted, said.at) {
                return over;
            }
        }
        match self.end(method, &counted) {
            Some(end) if now >= end => self.counted(method, &counted, end),
            end => Outcome::Open { closes_at: end },
        }
    }

    /// Who decides: with too few who may vote, the other body that the policy names (ambiguity A5).
    #[must_use]
    pub fn method(&self) -> Method {
        let few = self.vote.electors_below.is_some_and(|below| self.electorate.len() < usize::from(below));
        if few { Method::Electors } else { self.vote.method }
    }

    /// When it ends by the clock. An objection begins the fallback, with a window of its own (PR-19).
    fn end(&self, method: Method, said: &[Said]) -> Option<Timestamp> {
        let window = self.vote.window.unwrap_or(WINDOW);
        let from = match method {
            Method::LazyConsensus => objection(said).unwrap_or(self.opened_at),
            Method::Majority | Method::SuperMajority => self.opened_at,
            Method::Sole | Method::Approval | Method::TwoBodies | Method::Electors => {
                return self.vote.window.map(|window| self.calendar.after(self.opened_at, window));
            }
        };
        Some(self.calendar.after(from, window))
    }

    /// Whether the last word said ends it before its time.
    fn ended_by(&self, method: Method, said: &[Said], at: Timestamp) -> Option<Outcome> {
        let tally = Tally::of(said);
        // Everybody agrees: there is nobody left to wait for.
        if tally.yes == self.electorate.len() {
            return Some(Outcome::Carried { at });
        }
        if tally.no > 0 && (self.vote.veto || (method == Method::LazyConsensus && self.vote.fallback.is_none())) {
            return Some(Outcome::Lost { at });
        }
        let enough = match method {
            Method::Sole | Method::Electors => Some(1),
            Method::Approval => Some(usize::from(self.vote.approvals.unwrap_or(1))),
            Method::TwoBodies => Some(2),
            Method::LazyConsensus | Method::Majority | Method::SuperMajority => None,
        };
        enough.is_some_and(|enough| tally.yes >= enough).then_some(Outcome::Carried { at })
    }

    /// The result at the end.
    fn counted(&self, method: Method, said: &[Said], at: Timestamp) -> Outcome {
        let tally = Tally::of(said);
        let quorate = self.vote.quorum.is_none_or(|quorum| tally.all() >= usize::from(quorum));
        let carried = match method {
            Method::LazyConsensus if tally.no == 0 && objection(said).is_none() => true,
            Method::LazyConsensus => quorate && self.has_enough(self.vote.fallback.unwrap_or(Method::Majority), tally),
            Method::Majority
            | Method::SuperMajority
            | Method::Sole
            | Method::Approval
            | Method::TwoBodies
            | Method::Electors => quorate && self.has_enough(method, tally),
        };
        if carried { Outcome::Carried { at } } else { Outcome::Lost { at } }
    }

    fn has_enough(&self, method: Method, tally: Tally) -> bool {
        let whole = if self.vote.of_all { self.electorate.len() } else { tally.yes + tally.no };
        match method {
            Method::Majority | Method::LazyConsensus => tally.yes * 2 > whole,
            Method::SuperMajority => {
                tally.yes > 0
                    && self.vote.share.map_or(tally.yes * 3 >= whole * 2, |share| tally.yes >= share.of(whole))
            }
            Method::Sole | Method::Electors => tally.yes >= 1,
            Method::Approval => tally.yes >= usize::from(self.vote.approvals.unwrap_or(1)),
            Method::TwoBodies => tally.yes >= 2,
        }
    }
}

/// When the first objection was made; taken back or not, it has ended the silence.
fn objection(said: &[Said]) -> Option<Timestamp> {
    said.iter().find(|said| said.choice == Choice::No).map(|said| said.at)
}

/// The votes, each person's last.
#[derive(Clone, Copy, Default)]
struct Tally {
    yes: usize,
    no: usize,
    abstain: usize,
}

impl Tally {
    fn of(said: &[Said]) -> Self {
        let last: BTreeMap<PersonId, Choice> = said.iter().map(|said| (said.by, said.choice)).collect();
        last.values().fold(Self::default(), |tally, choice| match choice {
            Choice::Yes => Self { yes: tally.yes + 1, ..tally },
            Choice::No => Self { no: tally.no + 1, ..tally },
            Choice::Abstain => Self { abstain: tally.abstain + 1, ..tally },
        })
    }

    const fn all(self) -> usize {
        self.yes + self.no + self.abstain
    }
}
