//! Whatever is asked in whatever order: what was so on a day is what the log says of that day, and the clock misses nothing.

use domain::Timestamp;
use domain::committee::ballot::End;
use domain::committee::clock;
use domain::committee::command::{Command, Successor};
use domain::committee::facts::{By, Sign};
use domain::committee::state::Committee;
use domain::ids::{CaseId, PersonId};
use domain::policy::{Policy, committee};
use domain::voting::Choice;
use jiff::{SignedDuration, Span};
use proptest::prelude::*;

use crate::committee_story::{Told, id, member, nominee};
use crate::people::{line, prose};
use crate::story::moment;

/// One thing that is tried: what, by whom, about whom, how long after the last.
type Try = (u8, char, char, u16);

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let letter = || (b'a'..b'h').prop_map(char::from);
    proptest::collection::vec((any::<u8>(), letter(), letter(), 1..300_u16), 1..40)
}

fn policy() -> Policy {
    let mut policy = committee();
    policy.calendar = toml::from_str("zone = \"Europe/Berlin\"").unwrap();
    policy.rotation = Some(toml::from_str("every = \"P7D\"\nhandover_accepted = true").unwrap());
    policy
}

/// A command about what there is.
fn command((choice, by, other, hours): Try, told: &Told, now: Timestamp) -> (By, Command) {
    let committee = told.committee();
    let last = |number: Option<&u64>| number.copied().unwrap_or(1);
    let (ballot, leave) = (last(committee.ballots.keys().next_back()), last(committee.leaves.keys().next_back()));
    let today = told.policy.calendar.date(now);
    let day = |count: u16| today + Span::new().days(i64::from(count));
    let (person, reason) = (id(other), prose("so it is"));
    let duty = told.policy.duties[usize::from(hours) % told.policy.duties.len()].name.clone();
    let shift = u32::from(hours % 12);
    // A deputy of their own for each absence.
    let stand_in = nominee(char::from(b'A' + u8::try_from(leave % 26).unwrap()));
    let command = match choice % 29 {
        0 => Command::Nominate { nominee: nominee(other), interest: None, reason },
        1 => Command::StepDown { successor: None, reason: Some(reason) },
        2 => Command::StepDown {
            successor: Some(Successor { nominee: nominee(other), contributor: Some(true) }),
            reason: None,
        },
        3 | 4 => Command::PlanLeave { from: day(hours % 20), until: day(hours) },
        5 | 6 => Command::NameDeputy { leave, deputy: stand_in },
        7 => Command::EndLeave { leave },
        8 => Command::CoverLeave { leave, duty },
        9 => Command::Vote { ballot, choice: Choice::Yes, reason: None },
        10 => Command::Vote { ballot, choice: Choice::No, reason: Some(reason) },
        11 => Command::Vote { ballot, choice: Choice::Abstain, reason: None },
        12 => Command::StandAside { ballot, reason },
        13 => Command::Extend { ballot, by: "P2D".parse().unwrap(), reason },
        14 => Command::Withdraw { ballot, reason },
        15 => Command::ProposeRemoval { person, reason },
        16 => Command::Ping { person },
        17 => Command::AnswerPing,
        18 => Command::TakeDuty { duty },
        19 => Command::SetRotation { order: committee.seats.keys().copied().collect(), from: day(hours % 3) },
        20 => Command::OfferShift { shift, to: person },
        21 => Command::TakeShift { shift },
        22 => return (By::Operator, Command::NoteElectors { ballot, carried: hours % 2 == 0, evidence: reason }),
        23 => return (By::Clock, Command::NoteSeat { person, name: line("new"), organisation: None }),
        24 => return (By::Clock, Command::NoteSign { person, sign: Sign::Duty }),
        25 => {
            let case = CaseId::from_bytes([choice; 16]);
            return (By::Clock, Command::NoteNudge { person, case, idle_since: now });
        }
        26 => return (By::Clock, Command::NoteHandOver { leave, cases: u64::from(hours) }),
        27 => Command::HandOver { leave, to: person, cases: u64::from(hours) },
        _ => return (By::Clock, Command::NoteEmployer { person, organisation: Some(line("Contoso")) }),
    };
    (member(by), command)
}

fn holds_duties(committee: &Committee, policy: &Policy) -> bool {
    let is_member = |person: &PersonId| committee.is_member(*person);
    policy.duties.iter().all(|duty| committee.duties.get(&duty.name).is_some_and(is_member))
}

/// Every ballot that is closed was closed after it was opened, after everything that was heard in it, and not in the future.
fn closed_in_time(committee: &Committee, now: Timestamp, answered: bool) -> bool {
    committee.ballots.values().all(|ballot| {
        let heard = ballot.said.iter().map(|(said, _)| said.at).chain([ballot.opened_at]).max();
        match &ballot.end {
            Some(End::Closed { at, .. }) => Some(*at) >= heard && *at <= now,
            Some(End::Withdrawn { at, .. }) => Some(*at) >= heard && *at <= now,
            // Whatever is done brings to light what was over before; a refusal does nothing.
            None => !answered || ballot.is_open(now),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn the_committee_of_every_past_moment_is_the_one_that_was_live_then(tries in tries()) {
        let mut told = Told::under(policy(), 4);
        let mut now = moment("2026-11-02 09:00");
        let mut lived = vec![];
        for tried in tries {
            now += SignedDuration::from_hours(i64::from(tried.3));
            let (by, command) = command(tried, &told, now);
            let before = told.log.len();
            let answer = told.at(now, by, &command);
            prop_assert!(answer.is_ok() || told.log.len() == before, "a refusal leaves no trace");
            let committee = told.committee();
            prop_assert!(told.log.iter().zip(1..).all(|(entry, seq)| entry.seq == seq), "numbers without gaps");
            prop_assert_eq!(committee.version, told.log.len() as u64);
            prop_assert!(holds_duties(&committee, &told.policy), "after {:?}", command);
            prop_assert!(closed_in_time(&committee, now, answer.is_ok()), "after {:?}: {:?}", command, &committee.ballots);
            lived.push((now, committee));
        }
        for (then, live) in lived {
            prop_assert_eq!(&Committee::at(&told.log, then), &live);
            let instant_before = then - SignedDuration::from_nanos(1);
            prop_assert!(Committee::at(&told.log, instant_before).version <= live.version);
        }
    }

    #[test]
    fn until_the_moment_that_the_clock_was_set_to_there_is_nothing_to_note(tries in tries(), part in 0.0..1.0_f64) {
        let mut told = Told::under(policy(), 4);
        let mut now = moment("2026-11-02 09:00");
        for tried in tries {
            now += SignedDuration::from_hours(i64::from(tried.3));
            let (by, command) = command(tried, &told, now);
            drop(told.at(now, by, &command));
            told.at(now, By::Clock, &Command::NoteTime).unwrap();
            let committee = told.committee();
            let wakeup = clock::next_wakeup(&committee, &told.policy, now).unwrap_or(now + SignedDuration::from_hours(900 * 24));
            prop_assert!(wakeup > now, "after {:?}", command);
            let meanwhile = now + wakeup.duration_since(now).mul_f64(part).min(wakeup.duration_since(now) - SignedDuration::from_millis(1));
            let mut asleep = Told { policy: told.policy.clone(), log: told.log.clone() };
            let missed = asleep.at(meanwhile, By::Clock, &Command::NoteTime).unwrap();
            prop_assert_eq!(missed, [""; 0], "at {} and not at {}, after {:?} at {}", meanwhile, wakeup, command, now);
        }
    }
}

#[test]
fn who_could_read_cases_on_a_day_is_asked_of_the_log_whatever_came_later() {
    let mut told = Told::of(2);
    told.ask(
        "2026-12-01 09:00",
        member('a'),
        Command::PlanLeave { from: "2027-02-01".parse().unwrap(), until: "2027-03-31".parse().unwrap() },
    )
    .unwrap();
    let leave = *told.committee().leaves.keys().next().unwrap();
    told.ask("2026-12-01 10:00", member('a'), Command::NameDeputy { leave, deputy: nominee('z') }).unwrap();
    told.tick("2027-02-01 00:00");
    told.ask("2027-03-01 09:00", By::Clock, Command::NoteAccountEnded { person: id('b') }).unwrap();
    told.tick("2027-04-01 00:00");
    told.ask(
        "2027-04-02 09:00",
        By::Operator,
        Command::NoteSeat { person: id('c'), name: line("c"), organisation: None },
    )
    .unwrap();
    for (at, then) in [
        ("2026-11-01 11:59", ""),
        ("2027-01-31 23:59", "ab"),
        ("2027-02-01 00:00", "abz"),
        ("2027-03-01 08:59", "abz"),
        ("2027-03-03 12:00", "az"),
        ("2027-04-01 00:00", "a"),
        ("2027-04-02 09:00", "ac"),
    ] {
        let known = Committee::at(&told.log, moment(at));
        let letters: String = known.seats.keys().map(|person| char::from(person.as_bytes()[0])).collect();
        assert_eq!(letters, then, "{at}");
    }
}
