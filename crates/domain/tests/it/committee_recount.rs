//! A ballot is recounted minute by minute from the policy's prose, and held against what the committee says of it at every
//! moment.

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use domain::calendar::Term;
use domain::committee::ballot::{Ballot, Elected};
use domain::committee::facts::{By, Question};
use domain::policy::{Method, Vote, committee};
use domain::voting::{Choice, Outcome, Said};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::committee_story::{id, nominee};
use crate::people::prose;
use crate::story::moment;

/// What happens, at a minute after the ballot was opened.
#[derive(Clone, Copy, Debug)]
enum Act {
    Say(char, Choice),
    Aside(char),
    Other(bool),
    Extend(i64),
}

/// The protocol of a ballot: what was heard so far, and nothing that follows from it.
struct Minutes {
    vote: Vote,
    members: Vec<char>,
    heard: Vec<(i64, Act)>,
}

impl Minutes {
    fn is_aside(&self, who: char) -> bool {
        self.heard.iter().any(|(_, act)| matches!(act, Act::Aside(one) if *one == who))
    }

    fn left(&self) -> Vec<char> {
        self.members.iter().copied().filter(|who| !self.is_aside(*who)).collect()
    }

    fn word(&self, who: char) -> Option<Choice> {
        let mut last = None;
        for (_, act) in &self.heard {
            if let Act::Say(one, choice) = act
                && *one == who
            {
                last = Some(*choice);
            }
        }
        last
    }

    fn hands(&self, choice: Choice) -> usize {
        self.left().into_iter().filter(|who| self.word(*who) == Some(choice)).count()
    }

    fn is_for_others(&self) -> bool {
        self.vote.electors_below.is_some_and(|below| self.left().len() < usize::from(below))
    }

    fn others(&self) -> Option<bool> {
        self.heard.iter().find_map(|(_, act)| if let Act::Other(carried) = act { Some(*carried) } else { None })
    }

    fn first_objection(&self) -> Option<i64> {
        self.heard.iter().find(|(_, act)| matches!(act, Act::Say(_, Choice::No))).map(|(minute, _)| *minute)
    }

    /// From when the other body is asked: from the moment at which too few were left.
    fn asked_at(&self) -> Option<i64> {
        let left_then = |count: usize| self.members.len() - count;
        let is_few = |left: usize| self.vote.electors_below.is_some_and(|below| left < usize::from(below));
        let aside = self.heard.iter().filter(|(_, act)| matches!(act, Act::Aside(_)));
        let moments: Vec<i64> = [0].into_iter().chain(aside.map(|(minute, _)| *minute)).collect();
        moments.iter().enumerate().find(|(count, _)| is_few(left_then(*count))).map(|(_, minute)| *minute)
    }

    /// The window of the policy; for lazy consensus anew from the first objection, for the other body from when it is asked;
    /// later when it was extended.
    fn end(&self) -> Option<i64> {
        let window = self.vote.window.map(|window| match window {
            Term::Calendar(term) => i64::from(term.parts().2),
            Term::Business(_) => unreachable!("not generated"),
        })?;
        let lazy = self.vote.method == Method::LazyConsensus;
        let objection = self.first_objection().filter(|_| lazy);
        let end = self.asked_at().or(objection).unwrap_or(0) + window;
        let extended =
            self.heard.iter().filter_map(|(_, act)| if let Act::Extend(to) = act { Some(*to) } else { None });
        extended.chain([end]).max()
    }

    fn may(&self, act: Act) -> bool {
        match act {
            Act::Say(who, _) => self.left().contains(&who) && !self.is_for_others(),
            Act::Aside(who) => self.left().contains(&who),
            Act::Other(_) => (self.is_for_others() || self.vote.method == Method::TwoBodies) && self.others().is_none(),
            Act::Extend(_) => true,
        }
    }

    /// What the last word decides at once.
    fn at_once(&self) -> Option<bool> {
        if self.is_for_others() {
            return self.others();
        }
        let (yes, no, left) = (self.hands(Choice::Yes), self.hands(Choice::No), self.left().len());
        if self.vote.method == Method::TwoBodies {
            return match self.others() {
                Some(true) if yes == 0 || no > 0 => None,
                other => other,
            };
        }
        let nothing_to_fall_back_on = self.vote.method == Method::LazyConsensus && self.vote.fallback.is_none();
        let wanted = match self.vote.method {
            Method::Sole => Some(1),
            Method::Approval => Some(usize::from(self.vote.approvals.unwrap_or(1))),
            Method::LazyConsensus | Method::Majority | Method::SuperMajority | Method::TwoBodies | Method::Electors => {
                None
            }
        };
        if left > 0 && yes == left {
            Some(true)
        } else if no > 0 && (self.vote.veto || nothing_to_fall_back_on) {
            Some(false)
        } else {
            wanted.filter(|wanted| yes >= *wanted).map(|_| true)
        }
    }

    fn at_the_end(&self) -> bool {
        let (yes, no) = (self.hands(Choice::Yes), self.hands(Choice::No));
        let left = self.left().len();
        if left == 0 || self.is_for_others() || self.vote.method == Method::TwoBodies {
            return false;
        }
        if self.vote.method == Method::LazyConsensus && self.first_objection().is_none() {
            return true;
        }
        if yes + no + self.hands(Choice::Abstain) < usize::from(self.vote.quorum.unwrap_or(0)) {
            return false;
        }
        let whole = if self.vote.of_all { left } else { yes + no };
        let by = if self.vote.method == Method::LazyConsensus { self.vote.fallback } else { Some(self.vote.method) };
        match by.unwrap_or(Method::Majority) {
            Method::SuperMajority => {
                let (part, parts) = self.vote.share.unwrap().parts();
                yes > 0 && yes * usize::from(parts) >= whole * usize::from(part)
            }
            Method::Majority | Method::LazyConsensus => 2 * yes > whole,
            // Enough of them would have ended it before.
            Method::Sole | Method::Approval | Method::TwoBodies | Method::Electors => false,
        }
    }

    /// Goes through the minutes until one; how it is over by then, if it is.
    fn walk(&mut self, acts: &[(i64, Act)], until: i64) -> Option<(bool, i64)> {
        for minute in 0..=until {
            if self.end().is_some_and(|end| end <= minute) {
                return Some((self.at_the_end(), minute));
            }
            for (_, act) in acts.iter().filter(|(at, _)| *at == minute) {
                let act = match *act {
                    Act::Extend(by) => Act::Extend(self.end().unwrap_or(minute) + by),
                    other @ (Act::Say(..) | Act::Aside(_) | Act::Other(_)) => other,
                };
                if self.may(act) {
                    self.heard.push((minute, act));
                    if let Some(carried) = self.at_once() {
                        return Some((carried, minute));
                    }
                }
            }
        }
        None
    }
}

fn opened() -> Timestamp {
    moment("2026-11-02 12:00")
}

fn after(minutes: i64) -> Timestamp {
    opened() + SignedDuration::from_mins(minutes)
}

/// The ballot as the fold has it: what was heard, and besides it every late or foreign word, which must not count.
fn folded(minutes: &Minutes, acts: &[(i64, Act)], over: Option<(bool, i64)>) -> Ballot {
    let mut ballot = Ballot {
        number: 1,
        question: Question::Admission { nominee: nominee('z'), interest: None, in_place_of: None },
        reason: None,
        by: By::Operator,
        opened_at: opened(),
        electorate: minutes.members.iter().copied().map(id).collect(),
        vote: minutes.vote.clone(),
        calendar: committee().calendar,
        said: Vec::new(),
        aside: BTreeMap::new(),
        conflicts: BTreeMap::new(),
        electors: None,
        extended_to: None,
        end: None,
    };
    for (minute, act) in &minutes.heard {
        match *act {
            Act::Say(..) => {}
            Act::Aside(who) => drop(ballot.aside.insert(id(who), after(*minute))),
            Act::Other(carried) => {
                ballot.electors =
                    Some(Elected { carried, evidence: prose("minutes"), at: after(*minute), by: By::Operator });
            }
            Act::Extend(to) => ballot.extended_to = ballot.extended_to.max(Some(after(to))),
        }
    }
    for (minute, act) in acts {
        let Act::Say(who, choice) = *act else { continue };
        let late = over.is_some_and(|(_, end)| *minute > end);
        if late || minutes.left().contains(&who) || !minutes.members.contains(&who) || minutes.is_aside(who) {
            ballot.said.push((Said { by: id(who), choice, at: after(*minute) }, None));
        }
    }
    ballot
}

fn votes() -> impl Strategy<Value = Vote> {
    let few = prop_oneof![3 => Just(String::new()), 1 => (1..5_u8).prop_map(|n| format!("electors_below = {n}\n"))];
    let fallback = proptest::option::of(prop_oneof![Just("majority"), Just("super_majority")]);
    let lazy = (fallback, any::<bool>(), few.clone()).prop_map(|(fallback, veto, few)| {
        let fallback = fallback.map_or(String::new(), |by| format!("fallback = \"{by}\"\n"));
        format!("method = \"lazy_consensus\"\nveto = {veto}\n{few}{fallback}")
    });
    let counted = (prop_oneof![Just("majority"), Just("super_majority")], few.clone(), proptest::bool::weighted(0.2))
        .prop_map(|(by, few, veto)| format!("method = \"{by}\"\nveto = {veto}\n{few}"));
    let some = (prop_oneof![Just("sole"), Just("approval")], 1..5_u8, few)
        .prop_map(|(by, approvals, few)| format!("method = \"{by}\"\napprovals = {approvals}\n{few}"));
    let two = Just("method = \"two_bodies\"\n".to_owned());
    let method = prop_oneof![3 => lazy, 3 => counted, 2 => some, 2 => two];
    let rest = (10..70_u8, prop_oneof![Just("2/3"), Just("3/4"), Just("3/5"), Just("1/1")], any::<bool>(), 0..6_u8);
    (method, rest).prop_map(|(method, (window, share, of_all, quorum))| {
        let quorum = if quorum > 0 { format!("quorum = {quorum}\n") } else { String::new() };
        let text = format!("{method}window = \"PT{window}M\"\nshare = \"{share}\"\nof_all = {of_all}\n{quorum}");
        toml::from_str(&text).unwrap()
    })
}

/// Words at even minutes, several in one of them; steps aside at odd ones, so that nobody does two things at once.
fn acts() -> impl Strategy<Value = Vec<(i64, Act)>> {
    let who = || prop_oneof![b'a'..b'd', b'a'..b'k'].prop_map(char::from);
    let choice = prop_oneof![4 => Just(Choice::Yes), 2 => Just(Choice::No), 1 => Just(Choice::Abstain)];
    let one = prop_oneof![
        10 => (who(), choice, 0..50_i64).prop_map(|(who, choice, at)| (2 * at, Act::Say(who, choice))),
        3 => (who(), 0..50_i64).prop_map(|(who, at)| (2 * at + 1, Act::Aside(who))),
        2 => (any::<bool>(), 0..50_i64).prop_map(|(carried, at)| (2 * at + 1, Act::Other(carried))),
        1 => (1..30_i64, 0..50_i64).prop_map(|(by, at)| (2 * at + 1, Act::Extend(by))),
    ];
    proptest::collection::vec(one, 0..20).prop_map(|mut acts| {
        acts.sort_by_key(|(at, _)| *at);
        // Nor do two step aside in one moment: which of them was first is not kept, and the one who is left may have said yes.
        let mut aside = BTreeSet::new();
        acts.retain(|(at, act)| !matches!(act, Act::Aside(_)) || aside.insert(*at));
        acts
    })
}

fn shown(outcome: Outcome) -> Option<(bool, i64)> {
    match outcome {
        Outcome::Open { .. } => None,
        Outcome::Carried { at } => Some((true, at.duration_since(opened()).as_mins())),
        Outcome::Lost { at } => Some((false, at.duration_since(opened()).as_mins())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn at_every_minute_a_ballot_stands_as_its_minutes_say(count in prop_oneof![1..=3_u8, 1..=8_u8], vote in votes(), acts in acts()) {
        // Who stands aside where two bodies decide is told in `committee_late`; and there each thing has a minute of its own.
        let two = vote.method == Method::TwoBodies;
        let mut acts: Vec<_> = acts.into_iter().filter(|(_, act)| !(two && matches!(act, Act::Aside(_)))).collect();
        if two {
            acts.dedup_by_key(|(at, _)| *at);
        }
        let new = || Minutes { vote: vote.clone(), members: ('a'..).take(usize::from(count)).collect(), heard: vec![] };
        let mut whole = new();
        let over = whole.walk(&acts, 400);
        let ballot = folded(&whole, &acts, over);
        let marks = acts.iter().map(|(at, _)| *at).chain(over.map(|(_, at)| at)).chain([399]);
        let minutes: BTreeSet<i64> = marks.flat_map(|at| [at - 1, at, at + 1]).filter(|at| (0..=400).contains(at)).collect();
        for until in minutes {
            let known = new().walk(&acts, until);
            prop_assert_eq!(shown(ballot.standing(after(until))), known, "after {} minutes of {:?}", until, &acts);
        }
    }
}
