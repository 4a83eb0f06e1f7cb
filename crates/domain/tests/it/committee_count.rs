//! Every ballot is counted a second time: by a naive count, written from the policy's prose and from nothing else, and compared
//! word by word and at every moment with what the committee makes of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use domain::calendar::Term;
use domain::committee::command::Command;
use domain::committee::decide;
use domain::committee::facts::By;
use domain::policy::{Ballot as Kind, Method, Policy, Vote, committee};
use domain::voting::{Choice, Outcome};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::committee_story::{Told, id, member, nominate, nominee};
use crate::people::{line, prose};
use crate::story::moment;

/// Minutes since the ballot was opened.
type Minute = i64;

/// What somebody tries.
#[derive(Clone, Copy, Debug)]
enum Try {
    Say(char, Choice),
    StandAside(char),
    OtherBody(bool),
    Extend(char, u16),
}

/// Somebody with paper and pencil, who has read the policy.
struct Clerk {
    vote: Vote,
    /// Who may still vote.
    left: BTreeSet<char>,
    /// The last word of each, of those as well who stood aside later.
    words: BTreeMap<char, Choice>,
    objected: Option<Minute>,
    /// Since when the other body is asked.
    asked: Option<Minute>,
    extended: Option<Minute>,
    closed: Option<(bool, Minute)>,
}

const FIVE_DAYS: Minute = 5 * 24 * 60;

impl Clerk {
    fn new(vote: Vote, members: impl Iterator<Item = char>) -> Self {
        let (left, words) = (members.collect(), BTreeMap::new());
        let mut clerk = Self { vote, left, words, objected: None, asked: None, extended: None, closed: None };
        clerk.ask_others(0);
        clerk
    }

    fn window(&self) -> Minute {
        self.vote.window.map_or(FIVE_DAYS, |window| match window {
            Term::Calendar(term) => Minute::from(term.parts().2),
            Term::Business(_) => unreachable!("not generated"),
        })
    }

    fn ask_others(&mut self, now: Minute) {
        self.asked = self.asked.or(self.is_for_others().then_some(now));
    }

    /// With too few who may vote, the other body decides.
    fn is_for_others(&self) -> bool {
        self.vote.electors_below.is_some_and(|below| self.left.len() < usize::from(below))
    }

    fn end(&self) -> Option<Minute> {
        let by_rule = if let Some(asked) = self.asked {
            // The other body has the whole window, from when it is asked.
            Some(asked + self.window())
        } else {
            match self.vote.method {
                // Silence is waited for; an objection begins the wait anew, for the votes.
                Method::LazyConsensus => Some(self.objected.unwrap_or(0) + self.window()),
                Method::Majority | Method::SuperMajority => Some(self.window()),
                Method::Sole | Method::Approval | Method::TwoBodies | Method::Electors => {
                    self.vote.window.map(|_| self.window())
                }
            }
        };
        by_rule.map(|end| if self.extended > Some(end) { self.extended.unwrap() } else { end })
    }

    fn count(&self, choice: Choice) -> usize {
        self.left.iter().filter(|letter| self.words.get(letter) == Some(&choice)).count()
    }

    /// The clock is looked at before anything is heard.
    fn look_at_clock(&mut self, now: Minute) {
        if self.closed.is_none() && self.end().is_some_and(|end| end <= now) {
            self.closed = Some((self.carried_at_the_end(), self.end().unwrap()));
        }
    }

    fn carried_at_the_end(&self) -> bool {
        if self.is_for_others() || self.left.is_empty() {
            return false;
        }
        let (yes, no, abstain) = (self.count(Choice::Yes), self.count(Choice::No), self.count(Choice::Abstain));
        if self.vote.method == Method::LazyConsensus && self.objected.is_none() {
            return true;
        }
        if self.vote.quorum.is_some_and(|quorum| yes + no + abstain < usize::from(quorum)) {
            return false;
        }
        let whole = if self.vote.of_all { self.left.len() } else { yes + no };
        let rule = match self.vote.method {
            Method::LazyConsensus => self.vote.fallback.unwrap_or(Method::Majority),
            other @ (Method::Sole
            | Method::Approval
            | Method::Majority
            | Method::SuperMajority
            | Method::TwoBodies
            | Method::Electors) => other,
        };
        match rule {
            Method::Majority | Method::LazyConsensus => yes > whole - yes.min(whole),
            Method::SuperMajority => {
                let (part, parts) = self.vote.share.map_or((2, 3), domain::policy::Ratio::parts);
                yes > 0 && yes * usize::from(parts) >= whole * usize::from(part)
            }
            Method::Sole => yes > 0,
            Method::Approval => yes >= usize::from(self.vote.approvals.unwrap_or(1)),
            Method::TwoBodies | Method::Electors => unreachable!("not generated"),
        }
    }

    /// What one word may end at once.
    fn look_at_words(&mut self, now: Minute) {
        if self.closed.is_some() || self.is_for_others() {
            return;
        }
        let (yes, no) = (self.count(Choice::Yes), self.count(Choice::No));
        let lazy_without = self.vote.method == Method::LazyConsensus && self.vote.fallback.is_none();
        let enough = match self.vote.method {
            Method::Sole => yes >= 1,
            Method::Approval => yes >= usize::from(self.vote.approvals.unwrap_or(1)),
            Method::LazyConsensus | Method::Majority | Method::SuperMajority => false,
            Method::TwoBodies | Method::Electors => unreachable!("not generated"),
        };
        if !self.left.is_empty() && yes == self.left.len() {
            self.closed = Some((true, now));
        } else if no > 0 && (self.vote.veto || lazy_without) {
            self.closed = Some((false, now));
        } else if enough {
            self.closed = Some((true, now));
        }
    }

    /// Whether it is taken.
    fn hears(&mut self, tried: Try, now: Minute) -> bool {
        self.look_at_clock(now);
        if self.closed.is_some() {
            return false;
        }
        let taken = match tried {
            Try::Say(letter, choice) => {
                let new = self.words.get(&letter) != Some(&choice);
                let may = self.left.contains(&letter) && !self.is_for_others() && new;
                if may {
                    self.words.insert(letter, choice);
                    self.objected = self.objected.or((choice == Choice::No).then_some(now));
                }
                may
            }
            Try::StandAside(letter) => {
                let there = self.left.remove(&letter);
                self.ask_others(now);
                there
            }
            Try::OtherBody(carried) => {
                let asked = self.is_for_others();
                if asked {
                    self.closed = Some((carried, now));
                }
                asked
            }
            Try::Extend(letter, minutes) => {
                // Once, by somebody who may vote, for no longer than it was to be open.
                let first = self.extended.is_none() && self.left.contains(&letter);
                let end = self.end().filter(|_| first && i64::from(minutes) <= self.window());
                self.extended = self.extended.or(end.map(|end| end + i64::from(minutes)));
                end.is_some()
            }
        };
        if taken {
            self.look_at_words(now);
        }
        taken
    }
}

fn votes() -> impl Strategy<Value = Vote> {
    let methods =
        prop_oneof![Just("lazy_consensus"), Just("majority"), Just("super_majority"), Just("approval"), Just("sole"),];
    let fallback = proptest::option::of(prop_oneof![Just("majority"), Just("super_majority")]);
    let share = proptest::option::of(prop_oneof![Just("2/3"), Just("3/4"), Just("1/1")]);
    let numbers = (proptest::option::of(1..6_u8), proptest::option::of(0..6_u8), proptest::option::of(0..4_u8));
    let rest = (any::<bool>(), proptest::bool::weighted(0.15), proptest::option::weighted(0.9, 10..200_u16));
    (methods, fallback, share, numbers, rest).prop_map(|(method, fallback, share, numbers, rest)| {
        let ((approvals, quorum, below), (of_all, veto, window)) = (numbers, rest);
        let mut text = format!("method = \"{method}\"\nof_all = {of_all}\nveto = {veto}\n");
        let mut say = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                text.push_str(&[key, " = ", &value, "\n"].concat());
            }
        };
        say("window", window.map(|minutes| format!("\"PT{minutes}M\"")));
        say("fallback", fallback.map(|method| format!("\"{method}\"")));
        say("share", share.map(|share| format!("\"{share}\"")));
        say("approvals", approvals.map(|count| count.to_string()));
        say("quorum", quorum.map(|count| count.to_string()));
        say("electors_below", below.map(|count| count.to_string()));
        toml::from_str(&text).unwrap()
    })
}

fn tries() -> impl Strategy<Value = Vec<(u8, Try)>> {
    let who = (b'a'..b'j').prop_map(char::from);
    let choice = prop_oneof![3 => Just(Choice::Yes), 2 => Just(Choice::No), 1 => Just(Choice::Abstain)];
    let one = prop_oneof![
        8 => (who.clone(), choice).prop_map(|(who, choice)| Try::Say(who, choice)),
        2 => who.clone().prop_map(Try::StandAside),
        1 => any::<bool>().prop_map(Try::OtherBody),
        1 => (who, 1..90_u16).prop_map(|(who, minutes)| Try::Extend(who, minutes)),
    ];
    proptest::collection::vec((1..40_u8, one), 0..24)
}

fn command(tried: Try, ballot: u64) -> (By, Command) {
    match tried {
        Try::Say(who, choice) => (member(who), Command::Vote { ballot, choice, reason: Some(prose("so it is")) }),
        Try::StandAside(who) => (member(who), Command::StandAside { ballot, reason: prose("we are related") }),
        Try::OtherBody(carried) => {
            (By::Operator, Command::NoteElectors { ballot, carried, evidence: prose("minutes") })
        }
        Try::Extend(who, minutes) => {
            let by = format!("PT{minutes}M").parse().unwrap();
            (member(who), Command::Extend { ballot, by, reason: prose("a holiday") })
        }
    }
}

fn minutes(opened: Timestamp, at: Timestamp) -> Minute {
    at.duration_since(opened).as_mins()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn the_committee_counts_as_a_clerk_does(count in 1..9_u8, vote in votes(), tries in tries()) {
        let mut policy: Policy = committee();
        policy.votes.insert(Kind::Admission, vote.clone());
        let mut told = Told::under(policy, count);
        let opened = moment("2026-11-02 12:00");
        let mut clerk = Clerk::new(vote, ('a'..).take(usize::from(count)));
        told.at(opened, member('a'), &nominate('z')).unwrap();
        let ballot = told.log.iter().rev().find(|entry| entry.event.kind() == "ballot_opened").unwrap().seq;
        // Whoever nominates is for it, where the members decide.
        clerk.words.insert('a', Choice::Yes);
        clerk.look_at_words(0);
        let mut now = opened;
        for (pause, tried) in tries {
            now += SignedDuration::from_mins(i64::from(pause));
            let (by, command) = command(tried, ballot);
            let may_ask = by.person().is_none_or(|person| told.committee().is_member(person) && person != id('z'));
            let taken = told.at(now, by, &command).is_ok();
            prop_assert_eq!(taken, may_ask && clerk.hears(tried, minutes(opened, now)), "{:?} at {}", tried, minutes(opened, now));
        }
        let known = told.ballot(ballot);
        for later in [0, 1, 60, 300, 10_000] {
            let at = now + SignedDuration::from_mins(later);
            clerk.look_at_clock(minutes(opened, at));
            let standing = match known.standing(at) {
                Outcome::Open { .. } => None,
                Outcome::Carried { at } => Some((true, minutes(opened, at))),
                Outcome::Lost { at } => Some((false, minutes(opened, at))),
            };
            prop_assert_eq!(standing, clerk.closed, "{} minutes later", later);
        }
    }

    #[test]
    fn whatever_is_asked_every_duty_has_a_member_and_time_is_noted_once(asks in proptest::collection::vec((any::<u8>(), b'a'..b'g', 1..400_u16), 1..40)) {
        let mut told = Told::of(3);
        let mut now = moment("2026-11-02 09:00");
        for (choice, letter, hours) in asks {
            now += SignedDuration::from_hours(i64::from(hours));
            let (by, command) = anything(choice, char::from(letter), &told, now);
            drop(told.at(now, by, &command));
            told.at(now, By::Clock, &Command::NoteTime).unwrap();
            prop_assert_eq!(told.at(now, By::Clock, &Command::NoteTime).unwrap(), [""; 0], "noted twice at {}", now);
            let committee = told.committee();
            for duty in &told.policy.duties {
                let holder = committee.duties.get(&duty.name);
                prop_assert!(holder.is_some_and(|holder| committee.is_member(*holder)), "{} at {now}", duty.name.reveal());
            }
            let wakeup = domain::committee::clock::next_wakeup(&committee, &told.policy, now);
            prop_assert!(wakeup.is_none_or(|at| at > now), "it wants to be woken at {wakeup:?}, and it is {now}");
            let numbered = told.log.iter().zip(1..).all(|(entry, seq)| entry.seq == seq);
            prop_assert!(numbered && committee.version == told.log.len() as u64);
            prop_assert!(!committee.seats.is_empty(), "somebody is always left");
        }
    }
}

fn anything(choice: u8, letter: char, told: &Told, now: Timestamp) -> (By, Command) {
    let by = member(letter);
    let committee = told.committee();
    let ballot = committee.ballots.keys().next_back().copied().unwrap_or(1);
    let leave = committee.leaves.keys().next_back().copied().unwrap_or(1);
    let today = told.policy.calendar.date(now);
    let days = |count: i64| jiff::Span::new().days(count);
    let command = match choice % 12 {
        0 => Command::Nominate { nominee: nominee('f'), interest: None, reason: prose("they help") },
        1 => Command::StepDown { successor: None, reason: None },
        2 => Command::PlanLeave { from: today + days(2), until: today + days(i64::from(choice)) },
        3 => Command::NameDeputy { leave, deputy: nominee('e') },
        4 => Command::EndLeave { leave },
        5 => Command::Vote { ballot, choice: Choice::Yes, reason: None },
        6 => Command::Vote { ballot, choice: Choice::No, reason: Some(prose("too early")) },
        7 => Command::StandAside { ballot, reason: prose("we are related") },
        8 => Command::ProposeRemoval { person: id('b'), reason: prose("nobody has heard of them") },
        9 => return (By::Operator, Command::NoteElectors { ballot, carried: true, evidence: prose("minutes") }),
        10 => Command::TakeDuty { duty: line("triage") },
        _ => return (By::Operator, Command::NoteSeat { person: id(letter), name: line("new"), organisation: None }),
    };
    (by, command)
}

#[test]
fn the_clerk_would_notice() {
    // A count that is wrong by one vote is another count: the property compares something.
    let vote: Vote = toml::from_str("method = \"majority\"\nwindow = \"PT60M\"").unwrap();
    let mut clerk = Clerk::new(vote, ['a', 'b', 'c'].into_iter());
    assert!(clerk.hears(Try::Say('a', Choice::Yes), 1) && clerk.hears(Try::Say('b', Choice::No), 2));
    clerk.look_at_clock(60);
    assert_eq!(clerk.closed, Some((false, 60)));
    assert!(decide::record(Vec::new(), 0, moment("2026-11-02 09:00"), By::Clock).is_empty());
}
