//! A vote that runs: who may vote, what they said so far, and how it stands at a moment.
//!
//! Knows what a policy demands of a vote (`policy::Vote`) and counts by it; must not know what is decided, nor who asked. How
//! it stands follows from the votes and the time alone: a vote whose end passed while nobody looked ended then, as it stood.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::ids::PersonId;
use crate::policy::{Method, Vote};

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
    /// Who stood aside, and when: from then on they are none of those who may vote, and what they said counts no more.
    pub aside: &'a BTreeMap<PersonId, Timestamp>,
    /// Until when it was extended, while it was open.
    pub extended_to: Option<Timestamp>,
}

/// The votes, each person's last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// For it.
    pub yes: usize,
    /// Against it.
    pub no: usize,
    /// Neither.
    pub abstain: usize,
    /// Those who may vote, without those who stood aside.
    pub electorate: usize,
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
        let mut heard = Heard::default();
        // Each word may end it; what is said after the end is not heard.
        for word in self.words().into_iter().filter(|word| word.at() <= now) {
            if self.end(&heard).is_some_and(|end| word.at() >= end) {
                break;
            }
            match word {
                Word::Said(said) if heard.aside.contains(&said.by) => {}
                Word::Said(said) => heard.said.push(said),
                Word::StoodAside(person, _) => drop(heard.aside.insert(person)),
            }
            if let Some(over) = self.ended_by(&heard, word.at()) {
                return over;
            }
        }
        match self.end(&heard) {
            Some(end) if now >= end => self.counted(&heard, end),
            end => Outcome::Open { closes_at: end },
        }
    }

    /// Who decides at a moment: with too few who may vote, the other body that the policy names (ambiguity A5).
    #[must_use]
    pub fn method(&self, now: Timestamp) -> Method {
        let aside = self.aside.iter().filter(|(_, at)| **at <= now).map(|(person, _)| *person).collect();
        self.method_without(&aside)
    }

    /// What was said until a moment, whether or not it was over before: each person's last word, without those who stood aside.
    #[must_use]
    pub fn tally(&self, now: Timestamp) -> Tally {
        let mut heard = Heard::default();
        for word in self.words().into_iter().filter(|word| word.at() <= now) {
            match word {
                Word::Said(said) => heard.said.push(said),
                Word::StoodAside(person, _) => drop(heard.aside.insert(person)),
            }
        }
        self.count(&heard)
    }

    /// Words and steps aside of those who may vote, in order of time.
    fn words(&self) -> Vec<Word> {
        let said = self.said.iter().copied().map(Word::Said);
        let aside = self.aside.iter().map(|(person, at)| Word::StoodAside(*person, *at));
        let mut words: Vec<Word> = said.chain(aside).filter(|word| self.electorate.contains(&word.by())).collect();
        words.sort_by_key(Word::at);
        words
    }

    fn method_without(&self, aside: &BTreeSet<PersonId>) -> Method {
        let left = self.electorate.difference(aside).count();
        let few = self.vote.electors_below.is_some_and(|below| left < usize::from(below));
        if few { Method::Electors } else { self.vote.method }
    }

    /// When it ends by the clock. An objection begins the fallback, with a window of its own (PR-19).
    fn end(&self, heard: &Heard) -> Option<Timestamp> {
        let window = self.vote.window();
        let end = match self.method_without(&heard.aside) {
            Method::LazyConsensus => {
                Some(self.calendar.after(objection(&heard.said).unwrap_or(self.opened_at), window))
            }
            Method::Majority | Method::SuperMajority => Some(self.calendar.after(self.opened_at, window)),
            Method::Sole | Method::Approval | Method::TwoBodies | Method::Electors => {
                self.vote.window.map(|window| self.calendar.after(self.opened_at, window))
            }
        };
        end.map(|end| self.extended_to.map_or(end, |extended| end.max(extended)))
    }

    /// Whether the last word said ends it before its time.
    fn ended_by(&self, heard: &Heard, at: Timestamp) -> Option<Outcome> {
        let (method, tally) = (self.method_without(&heard.aside), self.count(heard));
        // Everybody agrees: there is nobody left to wait for.
        if tally.yes > 0 && tally.yes == tally.electorate {
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
    fn counted(&self, heard: &Heard, at: Timestamp) -> Outcome {
        let (method, tally) = (self.method_without(&heard.aside), self.count(heard));
        let quorate = self.vote.quorum.is_none_or(|quorum| tally.heard() >= usize::from(quorum));
        let carried = match method {
            Method::LazyConsensus if objection(&heard.said).is_none() => true,
            Method::LazyConsensus => quorate && self.has_enough(self.vote.fallback.unwrap_or(Method::Majority), tally),
            Method::Majority
            | Method::SuperMajority
            | Method::Sole
            | Method::Approval
            | Method::TwoBodies
            | Method::Electors => quorate && self.has_enough(method, tally),
        };
        // Where everybody stood aside nobody has consented.
        if carried && tally.electorate > 0 { Outcome::Carried { at } } else { Outcome::Lost { at } }
    }

    fn count(&self, heard: &Heard) -> Tally {
        let electorate = self.electorate.difference(&heard.aside).count();
        let last: BTreeMap<PersonId, Choice> = heard.said.iter().map(|said| (said.by, said.choice)).collect();
        let theirs = last.into_iter().filter(|(person, _)| !heard.aside.contains(person));
        theirs.fold(Tally { electorate, ..Tally::default() }, |tally, (_, choice)| match choice {
            Choice::Yes => Tally { yes: tally.yes + 1, ..tally },
            Choice::No => Tally { no: tally.no + 1, ..tally },
            Choice::Abstain => Tally { abstain: tally.abstain + 1, ..tally },
        })
    }

    fn has_enough(&self, method: Method, tally: Tally) -> bool {
        let whole = if self.vote.of_all { tally.electorate } else { tally.yes + tally.no };
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

impl Tally {
    /// How many took part, abstaining or not.
    #[must_use]
    pub const fn heard(self) -> usize {
        self.yes + self.no + self.abstain
    }
}

/// Something that bears on a vote, at its moment.
#[derive(Clone, Copy)]
enum Word {
    Said(Said),
    StoodAside(PersonId, Timestamp),
}

impl Word {
    const fn at(&self) -> Timestamp {
        match self {
            Self::Said(said) => said.at,
            Self::StoodAside(_, at) => *at,
        }
    }

    const fn by(&self) -> PersonId {
        match self {
            Self::Said(said) => said.by,
            Self::StoodAside(person, _) => *person,
        }
    }
}

/// What was heard so far.
#[derive(Default)]
struct Heard {
    said: Vec<Said>,
    aside: BTreeSet<PersonId>,
}
