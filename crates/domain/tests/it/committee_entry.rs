//! The doors of the committee: who may ask what, who is seen from where, and what somebody outside learns.

use domain::committee::audience::Place;
use domain::committee::command::Command;
use domain::committee::decide::{self, Refusal, Verb};
use domain::committee::facts::{By, Sign, Warning};
use domain::committee::view;
use domain::ids::CaseId;
use domain::policy::{Nominator, solo};
use domain::voting::Choice;

use crate::committee_story::{Told, id, member, nominate, nominee};
use crate::people::{line, prose};
use crate::story::moment;

const NINE: &str = "2026-11-02 09:00";

/// One of each that people ask, in the order in which they are listed.
fn asked() -> Vec<Command> {
    let (duty, reason) = (line("triage"), prose("so it is"));
    vec![
        interest("ines@elsewhere.example"),
        Command::CloseInterest { interest: 1, note: reason.clone() },
        nominate('z'),
        Command::ProposeRemoval { person: id('b'), reason: reason.clone() },
        Command::Suspend { person: id('b'), reason: reason.clone() },
        Command::Resume { person: id('b'), note: reason.clone() },
        Command::StepDown { successor: None, reason: None },
        Command::FinishLeaving { person: id('b'), item: 0, proof: reason.clone() },
        Command::FinishTask { task: 1, note: reason.clone() },
        Command::Vote { ballot: 1, choice: Choice::Yes, reason: None },
        Command::StandAside { ballot: 1, reason: reason.clone() },
        Command::NoteElectors { ballot: 1, carried: true, evidence: reason.clone() },
        Command::Extend { ballot: 1, by: "P1D".parse().unwrap(), reason: reason.clone() },
        Command::Withdraw { ballot: 1, reason },
        Command::PlanLeave { from: "2026-12-01".parse().unwrap(), until: "2026-12-02".parse().unwrap() },
        Command::CoverLeave { leave: 1, duty: duty.clone() },
        Command::NameDeputy { leave: 1, deputy: nominee('z') },
        Command::HandOver { leave: 1, to: id('b'), cases: 1 },
        Command::EndLeave { leave: 1 },
        Command::TakeDuty { duty },
        Command::AnswerPing,
        Command::Ping { person: id('b') },
        Command::SetRotation { order: vec![id('a')], from: "2026-12-01".parse().unwrap() },
        Command::OfferShift { shift: 0, to: id('b') },
        Command::TakeShift { shift: 0 },
    ]
}

/// One of each that the desk notes by itself.
fn noted() -> Vec<Command> {
    vec![
        Command::NoteSeat { person: id('n'), name: line("n"), organisation: None },
        Command::NoteEmployer { person: id('a'), organisation: Some(line("Contoso")) },
        Command::NoteAccountEnded { person: id('n') },
        Command::NoteAccessCut { person: id('n'), ways_in: 0, cases: 0 },
        Command::NoteSign { person: id('a'), sign: Sign::Duty },
        Command::NoteNudge { person: id('a'), case: CaseId::from_bytes([1; 16]), idle_since: moment(NINE) },
        Command::NoteHandOver { leave: 1, cases: 1 },
        Command::NoteTime,
    ]
}

fn interest(address: &str) -> Command {
    let (name, address) = (line("Ines"), line(address));
    Command::ExpressInterest { name, address, organisation: None, statement: prose("I would like to.") }
}

#[test]
fn what_members_decide_is_asked_by_members_and_what_the_desk_notes_by_the_desk() {
    let told = Told::of(3);
    let everybody = [
        ("a member", member('a')),
        ("a maintainer", By::Maintainer(id('m'))),
        ("an account", By::Account(id('m'))),
        ("an auditor", By::Auditor(id('u'))),
        ("the operator", By::Operator),
        ("anybody", By::Anybody),
        ("the clock", By::Clock),
        ("who is no member", member('x')),
    ];
    for (who, by) in everybody {
        let may = |command: &Command| {
            let decision = decide::decide(&told.committee(), &told.policy, command, by, moment(NINE));
            !matches!(decision, Err(Refusal::NotYours { verb }) if verb == Verb::of(command))
        };
        for command in asked() {
            let verb = Verb::of(&command);
            let others: &[&str] = match verb.noun() {
                "interest" => &["a maintainer", "an account", "an auditor", "anybody"],
                "nomination" => &["a member", "a maintainer", "an account", "an auditor", "the operator"],
                "other-body" => &["the operator"],
                _ => &["a member"],
            };
            assert_eq!(may(&command), others.contains(&who), "{who}: {verb:?}");
        }
        for command in noted() {
            assert_eq!(may(&command), ["the operator", "the clock"].contains(&who), "{who}: {:?}", Verb::of(&command));
        }
    }
}

#[test]
fn one_who_answers_alone_is_asked_for_nothing_and_the_desk_goes_on_noting() {
    assert_eq!(asked().iter().map(Verb::of).collect::<Vec<_>>(), Verb::ASKED, "one of each");
    for command in asked() {
        let by = match Verb::of(&command).noun() {
            "interest" => By::Anybody,
            "other-body" => By::Operator,
            _ => member('a'),
        };
        let mut told = Told::under(solo(), 1);
        assert_eq!(told.ask(NINE, by, command.clone()), Err(Refusal::Alone), "{:?}", Verb::of(&command));
    }
    for command in noted() {
        let mut told = Told::under(solo(), 1);
        assert!(told.ask(NINE, By::Clock, command.clone()).is_ok(), "{:?}", Verb::of(&command));
    }
    let mut told = Told::under(solo(), 1);
    for at in ["2026-11-16 12:00", "2026-12-02 12:00", "2027-12-02 12:00"] {
        assert_eq!(told.tick(at), [""; 0]);
    }
    assert!(told.committee().duties.values().all(|holder| *holder == id('a')));
}

#[test]
fn one_address_is_heard_once_however_it_is_written_until_it_is_answered_pr14() {
    let mut told = Told::of(2);
    told.ask(NINE, By::Anybody, interest("ines@elsewhere.example")).unwrap();
    assert_eq!(told.ask(NINE, By::Anybody, interest("Ines@Elsewhere.EXAMPLE")).unwrap(), [""; 0]);
    let number = *told.committee().interests.keys().next().unwrap();
    let close = Command::CloseInterest { interest: number, note: prose("We met, and they are nominated.") };
    told.ask("2026-11-03 09:00", member('a'), close.clone()).unwrap();
    assert_eq!(told.ask("2026-11-03 09:01", member('b'), close), Err(Refusal::AlreadyDone));
    let again = told.ask("2026-11-04 09:00", By::Account(id('i')), interest("ines@elsewhere.example")).unwrap();
    assert_eq!(again, ["interest_expressed"]);
    for number in 1..200 {
        told.ask("2026-11-05 09:00", By::Anybody, interest(&format!("{number}@elsewhere.example"))).unwrap();
    }
    let flood = told.ask("2026-11-05 09:00", By::Anybody, interest("one-more@elsewhere.example"));
    assert_eq!(flood, Err(Refusal::InterestShut), "two hundred wait");
    let later = told.ask("2027-02-05 09:00", By::Anybody, interest("one-more@elsewhere.example"));
    assert!(later.is_ok(), "and not for ever");
}

#[test]
fn a_body_above_nominates_where_the_policy_says_so_and_has_no_vote_pr15() {
    for (by, may) in [
        (By::Operator, true),
        (By::Auditor(id('u')), false),
        (member('a'), false),
        (By::Maintainer(id('m')), false),
        (By::Account(id('m')), false),
    ] {
        let mut told = Told::of(3);
        told.policy.membership.as_mut().unwrap().nominators = vec![Nominator::Electors];
        let asked = told.ask(NINE, by, nominate('z'));
        let refused = Err(Refusal::NominatorsOnly { nominators: vec![Nominator::Electors] });
        assert_eq!(asked, if may { Ok(vec!["ballot_opened"]) } else { refused }, "{by:?}");
    }
}

/// Four members, two of them of one organisation; on the last day of the year it hires a third, and writes its name so.
fn hired(written: &str) -> Told {
    let mut told = Told::of(0);
    told.policy.membership.as_mut().unwrap().over_limit_for = Some("P1M".parse().unwrap());
    for (letter, organisation) in [('a', "Northwind"), ('b', "Northwind"), ('c', "Contoso"), ('d', "Fabrikam")] {
        told.seat(letter, Some(organisation));
    }
    let hired = Command::NoteEmployer { person: id('c'), organisation: Some(line(written)) };
    told.ask("2026-12-31 09:00", By::Clock, hired).unwrap();
    let sided = told.committee().warned;
    assert!(matches!(&sided[..], [Warning::OneSided { seats: 3, others: 1, .. }]), "{sided:?}");
    told
}

#[test]
fn an_organisation_is_the_same_however_its_name_is_written_pr17() {
    assert_eq!(hired("northwind").committee().tasks.len(), hired("Northwind").committee().tasks.len());
}

#[test]
fn a_task_has_a_day_where_the_policy_gives_one_and_is_done_once_pr17() {
    let mut told = hired("Northwind");
    let (number, open) = told.committee().tasks.pop_first().unwrap();
    assert_eq!(open.due, Some(moment("2027-01-31 09:00")));
    let done = Command::FinishTask { task: number, note: prose("Two are being mentored.") };
    told.ask("2027-01-05 09:00", member('a'), done.clone()).unwrap();
    assert_eq!(told.ask("2027-01-05 10:00", member('b'), done), Err(Refusal::AlreadyDone));
    // Somebody new makes it three to two: the warning goes, the task is not done twice.
    let kinds = told.ask("2027-01-06 09:00", By::Operator, noted().remove(0)).unwrap();
    assert!(kinds.starts_with(&["member_seated"]) && !kinds.contains(&"task_done"), "{kinds:?}");
    assert!(matches!(&told.committee().warned[..], [Warning::TooMany { members: 5, most: 4 }]));
}

#[test]
fn coming_as_third_of_three_is_warned_about_and_is_no_change_of_employers_pr16_pr17() {
    let mut told = Told::of(0);
    told.seat('a', Some("Northwind"));
    told.seat('b', Some("Northwind"));
    assert!(matches!(&told.committee().warned[..], [Warning::OneSided { seats: 2, others: 0, .. }]));
    assert!(told.committee().tasks.is_empty());
    let free = Command::NoteEmployer { person: id('b'), organisation: None };
    told.ask(NINE, By::Clock, free).unwrap();
    assert!(told.committee().warned.is_empty(), "whoever works for nobody is nobody's");
}

#[test]
fn former_members_stay_named_outside_only_where_the_policy_honours_them_a6() {
    for emeritus in [false, true] {
        let mut told = Told::of(3);
        told.policy.membership.as_mut().unwrap().emeritus = emeritus;
        told.ask(NINE, member('a'), Command::StepDown { successor: None, reason: None }).unwrap();
        for (place, sees) in [(Place::Outside, emeritus), (Place::Auditor, true), (Place::Member, true)] {
            let view = view::open(&told.committee(), &told.log, &told.policy, (place, None), moment(NINE));
            assert_eq!(view.former.len(), usize::from(sees), "{place:?}");
        }
    }
}

#[test]
fn from_outside_a_member_who_is_silent_looks_like_any_other_pr22() {
    let seen = |told: &Told, place| {
        let committee = told.committee();
        let view = view::open(&committee, &told.log, &told.policy, (place, None), moment("2026-12-03 09:00"));
        let kinds: Vec<_> = view.log.iter().map(|entry| entry.event.kind()).collect();
        assert!(!kinds.iter().any(|kind| ["pinged", "silence_noted", "leave_planned"].contains(kind)), "{kinds:?}");
        assert!(view.silences.is_empty() && view.leaves.is_empty() && view.shifts.is_empty() && view.on_call.is_none());
        view.seats.iter().map(|seat| (seat.pinged_at, seat.silence.clone(), seat.nudged_at)).collect::<Vec<_>>()
    };
    let mut told = Told::of(3);
    told.tick("2026-11-16 12:00");
    told.tick("2026-12-01 12:01");
    assert!(told.committee().seats[&id('b')].silence.is_some());
    for place in [Place::Outside, Place::Auditor] {
        assert_eq!(seen(&told, place), vec![(None, None, None); 3], "{place:?} learns what is the members' alone");
    }
}
