//! A ballot of the committee: who may vote, what was said, how it stands and how the result follows.
//!
//! Counting is `voting`'s. Knows besides what a committee's ballot has more: another body that decides where one person would
//! decide about another (ambiguity A5), and agreement of two bodies. Decides nothing: how it stands follows from its words and
//! the time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::facts::{By, Number, Question};
use crate::calendar::Calendar;
use crate::ids::PersonId;
use crate::policy::{Ballot as Kind, Force, Method, Origin, Policy, Vote};
use crate::voting::{Choice, Outcome, Poll, Said, Tally};
use crate::words::Prose;

/// A ballot that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Which: the place of the event that opened it.
    pub number: Number,
    /// What it is about.
    pub question: Question,
    /// Why, in the words of whoever opened it.
    pub reason: Option<Prose>,
    /// Who opened it.
    pub by: By,
    /// When.
    pub opened_at: Timestamp,
    /// Who may vote.
    pub electorate: BTreeSet<PersonId>,
    /// How it is held: what the policy of that day demanded.
    pub vote: Vote,
    /// The calendar its window is counted in.
    pub calendar: Calendar,
    /// Every word, with its reason, in order of time.
    pub said: Vec<(Said, Option<Prose>)>,
    /// Who stood aside or left meanwhile, and when.
    pub aside: BTreeMap<PersonId, Timestamp>,
    /// Why they stood aside.
    pub conflicts: BTreeMap<PersonId, Prose>,
    /// What the other body decided, and what shows it.
    pub electors: Option<Elected>,
    /// Until when it was extended.
    pub extended_to: Option<Timestamp>,
    /// How it ended, once that is noted.
    pub end: Option<End>,
}

/// What another body decided, as somebody noted it who has no vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elected {
    /// Whether it is for it.
    pub carried: bool,
    /// What shows it.
    pub evidence: Prose,
    /// When it was noted.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
}

/// How a ballot ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// By the votes and the clock.
    Closed {
        /// Whether it was carried.
        carried: bool,
        /// When it closed.
        at: Timestamp,
    },
    /// It was taken back.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// Why.
        reason: Prose,
    },
}

impl Ballot {
    /// How it stands at a moment, whether or not that was noted.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Outcome {
        // What was over before so many stood aside that the other body is asked is over.
        if let Some((before, since)) = self.before_electors().filter(|(_, since)| *since <= now) {
            let stood = before.standing(since);
            if !matches!(stood, Outcome::Open { .. }) {
                return stood;
            }
        }
        let said = self.words();
        let poll = self.poll(&said);
        match self.method(now) {
            Method::Electors => self.by_electors(now),
            Method::TwoBodies => self.by_two_bodies(now),
            Method::Sole | Method::Approval | Method::LazyConsensus | Method::Majority | Method::SuperMajority => {
                poll.result(now)
            }
        }
    }

    /// Whether words still count.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.end.is_none() && matches!(self.standing(now), Outcome::Open { .. })
    }

    /// When it closes by the clock, as it stands; `None` when it is over, or has no end.
    #[must_use]
    pub fn closes_at(&self, now: Timestamp) -> Option<Timestamp> {
        match self.standing(now) {
            Outcome::Open { closes_at } if self.end.is_none() => closes_at,
            Outcome::Open { .. } | Outcome::Carried { .. } | Outcome::Lost { .. } => None,
        }
    }

    /// By whom it is decided at a moment.
    #[must_use]
    pub fn method(&self, now: Timestamp) -> Method {
        self.poll(&[]).method(now)
    }

    /// The count at a moment.
    #[must_use]
    pub fn tally(&self, now: Timestamp) -> Tally {
        self.poll(&self.words()).tally(now)
    }

    /// As of when its count may be shown: of a secret ballot only once it was counted, and never of one that was taken back.
    #[must_use]
    pub fn counted_at(&self, now: Timestamp) -> Option<Timestamp> {
        match (&self.end, self.standing(now)) {
            (Some(End::Withdrawn { .. }), _) | (None, Outcome::Open { .. }) if self.vote.secret => None,
            (Some(End::Withdrawn { at, .. } | End::Closed { at, .. }), _) => Some(*at),
            (None, Outcome::Carried { at } | Outcome::Lost { at }) => Some(at),
            (None, Outcome::Open { .. }) => Some(now),
        }
    }

    /// Whether an objection has turned lazy consensus into its fallback (PR-19).
    #[must_use]
    pub fn is_contested(&self) -> bool {
        self.vote.method == Method::LazyConsensus
            && self.said.iter().any(|(said, _)| said.choice == Choice::No && self.electorate.contains(&said.by))
    }

    /// Those who may still vote.
    pub fn electors(&self) -> impl Iterator<Item = PersonId> {
        self.electorate.iter().copied().filter(|person| !self.aside.contains_key(person))
    }

    /// Somebody's last word.
    #[must_use]
    pub fn word_of(&self, person: PersonId) -> Option<&(Said, Option<Prose>)> {
        self.said.iter().rev().find(|(said, _)| said.by == person)
    }

    fn words(&self) -> Vec<Said> {
        self.said.iter().map(|(said, _)| *said).collect()
    }

    fn poll<'a>(&'a self, said: &'a [Said]) -> Poll<'a> {
        Poll {
            vote: &self.vote,
            calendar: &self.calendar,
            electorate: &self.electorate,
            opened_at: self.opened_at,
            said,
            aside: &self.aside,
            extended_to: self.extended_to,
        }
    }

    /// Another body decides: what it decided while it was asked, or nothing, which carries nothing.
    fn by_electors(&self, now: Timestamp) -> Outcome {
        let end = self.asked_until();
        match &self.electors {
            Some(Elected { carried, at, .. }) if *at <= now && *at < end => decided(*carried, *at),
            Some(_) | None => unheard(end, now),
        }
    }

    /// Both bodies say the same: the other one, and one member with none against it.
    fn by_two_bodies(&self, now: Timestamp) -> Outcome {
        let end = self.asked_until();
        let heard = |at: Timestamp| at <= now && at < end;
        let tally_at = |at| self.tally(at);
        let moments = self
            .said
            .iter()
            .map(|(said, _)| said.at)
            .chain(self.electors.iter().map(|elected| elected.at))
            .chain(self.aside.values().copied());
        let mut moments: Vec<Timestamp> = moments.filter(|at| heard(*at)).collect();
        moments.sort_unstable();
        for at in moments {
            let elected = self.electors.as_ref().filter(|elected| elected.at <= at);
            match elected {
                Some(Elected { carried: false, .. }) => return decided(false, at),
                Some(_) if tally_at(at).yes > 0 && tally_at(at).no == 0 => return decided(true, at),
                Some(_) | None => {}
            }
        }
        unheard(end, now)
    }

    /// The ballot as it was before others stood aside and the other body was asked, and when that was.
    fn before_electors(&self) -> Option<(Self, Timestamp)> {
        let since = self.too_few_since()?;
        let mut before = self.clone();
        before.said.retain(|(said, _)| said.at < since);
        before.aside.retain(|_, at| *at < since);
        before.electors = before.electors.filter(|elected| elected.at < since);
        (before.method(since) != Method::Electors).then_some((before, since))
    }

    /// Since when so many have stood aside that the other body decides.
    fn too_few_since(&self) -> Option<Timestamp> {
        let mut moments: Vec<Timestamp> = self.aside.values().copied().collect();
        moments.sort_unstable();
        let asked = moments.into_iter().find(|at| self.method(*at) == Method::Electors)?;
        (self.method(self.opened_at) != Method::Electors).then_some(asked)
    }

    /// Until when the other body is asked: for the ballot's window, from when it is asked.
    fn asked_until(&self) -> Timestamp {
        let end = self.calendar.after(self.too_few_since().unwrap_or(self.opened_at), self.vote.window());
        self.extended_to.map_or(end, |extended| end.max(extended))
    }
}

const fn decided(carried: bool, at: Timestamp) -> Outcome {
    if carried { Outcome::Carried { at } } else { Outcome::Lost { at } }
}

fn unheard(end: Timestamp, now: Timestamp) -> Outcome {
    if now >= end { Outcome::Lost { at: end } } else { Outcome::Open { closes_at: Some(end) } }
}

/// How a question is voted on: as the policy says, or as follows from the text that says nothing (ambiguity A5). For a long
/// absence, and for who stands in, no text has a vote: it is decided as it is decided who comes.
#[must_use]
pub fn vote_for(policy: &Policy, question: &Question) -> Vote {
    let (kind, method, share, electors_below) = match question {
        Question::Admission { .. } | Question::LongLeave { .. } | Question::Deputy { .. } => {
            (Kind::Admission, Method::LazyConsensus, None, None)
        }
        Question::Removal { .. } => (Kind::Removal, Method::SuperMajority, "2/3".parse().ok(), Some(2)),
    };
    policy.votes.get(&kind).cloned().unwrap_or_else(|| Vote {
        method,
        window: None,
        approvals: None,
        share,
        of_all: kind == Kind::Removal,
        quorum: None,
        fallback: (method == Method::LazyConsensus).then_some(Method::Majority),
        veto: false,
        secret: false,
        electors: None,
        electors_below,
        force: Force::Should,
        origin: Origin::Assumed,
    })
}
