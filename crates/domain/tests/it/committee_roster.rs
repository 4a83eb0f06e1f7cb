//! Who is on the committee: how they come and go, how many, from how many organisations, and what each does.

use domain::committee::audience::Place;
use domain::committee::command::{Command, Successor};
use domain::committee::decide::{Refusal, Verb};
use domain::committee::facts::{By, Leaving, Seating, Task, Warning};
use domain::committee::state::Committee;
use domain::committee::view;
use domain::policy::{Nominator, committee, solo};

use crate::committee_story::{Told, id, member, nominate, nominee};
use crate::people::{line, prose};
use crate::story::moment;

fn warnings(told: &Told) -> Vec<Warning> {
    told.committee().warned
}

#[test]
fn the_first_come_from_the_named_body_and_later_ones_by_the_operator_or_a_ballot_pr06() {
    let mut told = Told::of(1);
    let body = line("the technical steering committee");
    assert_eq!(told.committee().seats[&id('a')].how, Seating::Bootstrap { body });
    told.ask("2026-11-02 09:00", member('a'), nominate('z')).unwrap();
    // Alone, whoever nominates is everybody: nobody is waited for.
    assert_eq!(told.members(), "az");
    assert_eq!(told.committee().seats[&id('z')].how, Seating::Ballot { ballot: told.last_ballot().number });
    told.seat('c', None);
    assert_eq!(told.committee().seats[&id('c')].how, Seating::Operator);
}

#[test]
fn too_few_and_too_many_are_warned_about_with_the_numbers_and_never_in_silence_pr13() {
    let mut told = Told::of(1);
    assert_eq!(warnings(&told), [Warning::TooFew { members: 1, least: 2 }]);
    told.seat('b', Some("b Ltd"));
    assert_eq!(warnings(&told), []);
    for letter in ['c', 'd'] {
        told.seat(letter, None);
        assert_eq!(warnings(&told), []);
    }
    for (letter, members) in [('e', 5), ('f', 6), ('g', 7)] {
        told.seat(letter, None);
        assert_eq!(warnings(&told), [Warning::TooMany { members, most: 4 }]);
    }
    assert_eq!(Told::under(solo(), 1).committee().warned, [], "one maintainer is enough for one maintainer");
}

#[test]
fn two_to_one_is_what_one_organisation_may_have_pr16_a4() {
    for (north, others, allowed) in
        [(2, 0, false), (1, 1, true), (2, 1, true), (2, 2, true), (3, 1, false), (4, 2, true), (5, 2, false)]
    {
        let mut told = Told::of(0);
        for letter in ('a'..).take(north) {
            told.seat(letter, Some(if letter == 'a' { "Northwind" } else { "NORTHWIND" }));
        }
        for letter in ('m'..).take(others) {
            told.seat(letter, Some(&format!("{letter} Ltd")));
        }
        let sided = warnings(&told).into_iter().find(|warning| matches!(warning, Warning::OneSided { .. }));
        let number = |count: usize| u16::try_from(count).unwrap();
        let (seats, others) = (number(north), number(others));
        let expected = Warning::OneSided { organisation: line("Northwind"), seats, others, allowed: line("2:1") };
        assert_eq!(sided, (!allowed).then_some(expected), "{north}:{others}");
    }
    let mut told = Told::of(0);
    for letter in ['a', 'b', 'c'] {
        told.seat(letter, None);
    }
    assert_eq!(warnings(&told), [], "whoever works for nobody is nobody's");
}

#[test]
fn a_change_of_employers_that_makes_four_three_to_one_opens_a_task_that_settles_itself_pr17() {
    let mut told = Told::of(0);
    for (letter, organisation) in [('a', "Northwind"), ('b', "Northwind"), ('c', "Contoso"), ('d', "Fabrikam")] {
        told.seat(letter, Some(organisation));
    }
    assert_eq!(warnings(&told), []);
    let hired = |by: &str| Command::NoteEmployer { person: id('c'), organisation: Some(line(by)) };
    let kinds = told.ask("2026-12-01 09:00", By::Clock, hired("Northwind")).unwrap();
    assert_eq!(kinds, ["employer_changed", "roster_warned", "task_opened"]);
    let tasks = told.committee().tasks;
    let task = tasks.values().next().unwrap();
    assert_eq!(task.task, Task::Diversity { person: id('c'), organisation: line("Northwind") });
    assert_eq!(told.ask("2026-12-02 09:00", By::Clock, hired("Northwind")).unwrap(), [""; 0], "nothing has changed");
    let kinds = told.ask("2027-01-05 09:00", By::Clock, hired("Tailspin")).unwrap();
    assert_eq!(kinds, ["employer_changed", "roster_warned", "task_done"]);
    let history = &told.committee().seats[&id('c')].affiliations;
    let history: Vec<String> =
        history.iter().map(|(at, of)| format!("{at} {}", of.as_ref().unwrap().reveal())).collect();
    assert_eq!(
        history,
        ["2026-11-01T12:00:00Z Contoso", "2026-12-01T09:00:00Z Northwind", "2027-01-05T09:00:00Z Tailspin"]
    );
}

#[test]
fn no_duty_is_ever_without_somebody_who_is_there_pr11() {
    let mut told = Told::of(1);
    let holders = |told: &Told| -> String {
        told.committee().duties.values().map(|person| char::from(person.as_bytes()[0])).collect()
    };
    assert_eq!(holders(&told), "aaaa");
    for (letter, shared) in [('b', "baba"), ('c', "baca"), ('d', "bdca")] {
        told.seat(letter, None);
        assert_eq!(holders(&told), shared, "disclosure, infrastructure, release, triage");
    }
    told.ask("2026-11-03 09:00", member('a'), Command::StepDown { successor: None, reason: None }).unwrap();
    // Each goes to whoever has least, of several to who has been there for longest.
    assert_eq!(holders(&told), "bdcb");
    assert_eq!(
        told.ask("2026-11-03 10:00", member('d'), Command::TakeDuty { duty: line("tea") }),
        Err(Refusal::NoSuch)
    );
}

#[test]
fn interest_is_for_the_members_and_a_second_one_says_nothing_of_the_first_pr14() {
    let mut told = Told::of(2);
    let interest = Command::ExpressInterest {
        name: line("Ines"),
        address: line("ines@elsewhere.example"),
        organisation: None,
        statement: prose("I would like to."),
    };
    assert_eq!(told.ask("2026-11-02 09:00", By::Anybody, interest.clone()).unwrap(), ["interest_expressed"]);
    assert_eq!(told.ask("2026-11-02 09:01", By::Anybody, interest.clone()).unwrap(), [""; 0]);
    let (committee, now) = (told.committee(), moment("2026-11-02 10:00"));
    for (place, sees) in [(Place::Member, 1), (Place::Auditor, 0), (Place::Outside, 0)] {
        let view = view::open(&committee, &told.log, &told.policy, (place, Some(id('a'))), now);
        assert_eq!(view.interests.len(), sees, "{place:?}");
        let named = view.log.iter().filter(|entry| entry.event.kind() == "interest_expressed").count();
        assert_eq!(named, sees, "{place:?}");
    }
    told.policy.membership.as_mut().unwrap().interest_open = false;
    assert_eq!(told.ask("2026-11-03 09:00", By::Anybody, interest), Err(Refusal::InterestShut));
}

#[test]
fn members_and_maintainers_nominate_and_nobody_else_unless_the_policy_says_so_pr15() {
    let asked = |nominators: Vec<Nominator>, by: By| {
        let mut told = Told::of(3);
        told.policy.membership.as_mut().unwrap().nominators = nominators;
        told.ask("2026-11-02 09:00", by, nominate('z')).is_ok()
    };
    let text = vec![Nominator::Member, Nominator::Maintainer];
    for (by, may) in [
        (member('a'), true),
        (By::Maintainer(id('m')), true),
        (By::Account(id('m')), false),
        (By::Auditor(id('u')), false),
        (By::Operator, false),
    ] {
        assert_eq!(asked(text.clone(), by), may, "{by:?}");
    }
    assert!(asked(vec![Nominator::Anybody], By::Account(id('m'))));
    assert!(!asked(vec![Nominator::Maintainer], member('a')));
    assert!(asked(vec![], member('a')), "where the policy names nobody, the members do");
    let mut told = Told::of(3);
    assert_eq!(
        told.ask("2026-11-02 09:00", By::Anybody, nominate('z')),
        Err(Refusal::NotYours { verb: Verb::Nominate })
    );
    assert_eq!(told.ask("2026-11-02 09:00", member('a'), nominate('b')), Err(Refusal::AlreadyMember));
    told.nominated("2026-11-02 09:00", member('a'));
    assert_eq!(told.ask("2026-11-02 10:00", member('b'), nominate('z')), Err(Refusal::BallotOpen));
}

#[test]
fn a_member_steps_down_at_any_time_and_proposes_who_follows_without_a_vote_on_it_pr20_pr21() {
    let mut told = Told::of(3);
    let down = |contributor| {
        let successor = Some(Successor { nominee: nominee('z'), contributor });
        Command::StepDown { successor, reason: Some(prose("They review everything.")) }
    };
    assert_eq!(told.ask("2026-11-02 09:00", member('a'), down(Some(false))), Err(Refusal::NotAContributor));
    let kinds = told.ask("2026-11-02 09:00", member('a'), down(Some(true))).unwrap();
    assert_eq!(kinds[..2], ["member_left", "ballot_opened"]);
    assert_eq!(told.members(), "bc");
    let ballot = told.last_ballot();
    assert_eq!(ballot.electorate.into_iter().collect::<Vec<_>>(), [id('b'), id('c')]);
    let former = &told.committee().former[0];
    assert_eq!((former.why, former.to_do.len()), (Leaving::SteppedDown, 4));
    let again = told.ask("2026-11-02 10:00", member('a'), Command::AnswerPing);
    assert_eq!(again, Err(Refusal::NotYours { verb: Verb::AnswerPing }));
    told.tick("2026-11-07 09:00");
    assert_eq!(told.members(), "bcz");
    let mut one = Told::of(1);
    let alone = one.ask("2026-11-02 09:00", member('a'), Command::StepDown { successor: None, reason: None });
    assert_eq!(alone, Err(Refusal::LastMember));
}

#[test]
fn what_a_leaver_gives_back_is_noted_step_by_step_with_what_shows_it_a6() {
    let mut told = Told::of(3);
    told.ask("2026-11-02 09:00", member('a'), Command::StepDown { successor: None, reason: None }).unwrap();
    let step = |item| Command::FinishLeaving { person: id('a'), item, proof: prose("The list has two addresses.") };
    assert_eq!(told.ask("2026-11-02 10:00", member('b'), step(1)).unwrap(), ["leaving_done"]);
    assert_eq!(told.ask("2026-11-02 10:01", member('c'), step(1)), Err(Refusal::AlreadyDone));
    assert_eq!(told.ask("2026-11-02 10:01", member('c'), step(9)), Err(Refusal::NoSuch));
    let cut = Command::NoteAccessCut { person: id('a'), ways_in: 0, cases: 2 };
    assert_eq!(told.ask("2026-11-02 10:02", By::Clock, cut.clone()).unwrap(), ["access_cut"]);
    assert_eq!(told.ask("2026-11-02 10:03", By::Clock, cut).unwrap(), [""; 0]);
    let done: Vec<bool> = told.committee().former[0].to_do.iter().map(|(_, done)| done.is_some()).collect();
    assert_eq!(done, [false, true, false, false]);
}

#[test]
fn one_person_is_a_committee_of_one_and_is_asked_for_nothing() {
    let mut told = Told::under(solo(), 1);
    for command in [nominate('z'), Command::AnswerPing, Command::TakeDuty { duty: line("triage") }] {
        assert_eq!(told.ask("2026-11-02 09:00", member('a'), command), Err(Refusal::Alone));
    }
    assert_eq!(told.tick("2027-11-02 09:00"), [""; 0], "nobody asks a solo maintainer whether they are there");
    assert_eq!(told.committee().duties.len(), 4);
}

#[test]
fn the_roster_of_every_day_in_the_past_is_what_it_was_on_that_day() {
    let mut told = Told::of(2);
    let mut lived = vec![("2026-11-01 12:00".to_owned(), told.members())];
    let mut live = |told: &Told, at: &str| lived.push((at.to_owned(), told.members()));
    told.nominated("2027-01-10 09:00", member('a'));
    live(&told, "2027-01-10 09:00");
    told.tick("2027-01-15 09:00");
    live(&told, "2027-01-15 09:00");
    told.ask("2027-03-03 12:00", member('b'), Command::StepDown { successor: None, reason: None }).unwrap();
    live(&told, "2027-03-03 12:00");
    told.ask("2027-03-04 12:00", By::Clock, Command::NoteAccountEnded { person: id('z') }).unwrap();
    live(&told, "2027-03-04 12:00");
    let members = |at: &str| -> String {
        Committee::at(&told.log, moment(at)).seats.keys().map(|person| char::from(person.as_bytes()[0])).collect()
    };
    for (at, then) in &lived {
        assert_eq!(members(at), *then, "{at}");
    }
    assert_eq!(members("2027-03-03 11:59"), "abz", "who could read cases on the morning of 3 March");
    assert_eq!(members("2027-03-03 12:00"), "az");
    assert_eq!(members("2026-10-01 12:00"), "");
    assert_eq!(committee().duties.len(), told.committee().duties.len());
}

#[test]
fn as_many_members_let_an_outsider_in_as_the_policy_asks_for_and_whoever_invites_is_none_of_them_pr49() {
    use domain::case::command::Command as Ask;
    use domain::case::decide::Refusal as No;
    use domain::case::facts::Standing;
    use domain::people::{Actor, Part};

    let mut policy =
        crate::committee_story::voting(domain::policy::Ballot::Outsider, "method = \"approval\"\napprovals = 2");
    policy.votes.remove(&domain::policy::Ballot::Removal);
    let (ann, bea, cal) = (Actor::committee(id('a')), Actor::committee(id('b')), Actor::committee(id('c')));
    let approve = || Ask::ApproveOutsider { person: id('o') };
    let ask = |log: &mut Vec<_>, by: Actor, command: Ask| {
        let case = domain::case::state::Case::fold(crate::story::CASE, log).unwrap();
        let now = moment("2026-11-02 12:00");
        let events = domain::case::decide::decide(&case, &command.into(), by, now)?;
        let kinds: Vec<_> = events.iter().map(domain::case::event::Event::kind).collect();
        log.extend(domain::case::decide::record(events, case.version, now, by));
        Ok::<_, No>(kinds)
    };
    let opened =
        domain::case::decide::open(&std::sync::Arc::new(policy), &crate::people::report(), moment("2026-11-02 09:00"));
    let mut log = domain::case::decide::record(opened.unwrap(), 0, moment("2026-11-02 09:00"), Actor::REPORTER);
    for command in [crate::people::assessment(), Ask::Accept] {
        ask(&mut log, ann, command).unwrap();
    }
    let invite = Ask::InviteFixer { person: id('o'), standing: Standing::Outsider, part: Part::Fixer };
    assert_eq!(ask(&mut log, ann, invite).unwrap(), ["fixer_invited"]);
    assert_eq!(ask(&mut log, ann, approve()), Err(No::NeedsAnother));
    assert_eq!(ask(&mut log, bea, approve()).unwrap(), ["outsider_supported"]);
    assert_eq!(ask(&mut log, bea, approve()), Err(No::AlreadyDone));
    assert_eq!(ask(&mut log, cal, approve()).unwrap(), ["outsider_approved"]);
}
