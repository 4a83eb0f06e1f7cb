//! Absences at their edges: called off, planned late, one after another, of somebody who leaves or whose deputy does.

use domain::committee::command::Command;
use domain::committee::cover;
use domain::committee::decide::Refusal;
use domain::committee::facts::{By, Leaving, Number};
use domain::committee::leave::{self, Asks};
use domain::policy::committee;
use domain::voting::Choice::{No, Yes};

use crate::committee_story::{Told, id, member, nominee};
use crate::people::{line, prose};
use crate::story::moment;

fn plan(from: &str, until: &str) -> Command {
    Command::PlanLeave { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

/// Plans, and gives the leave's number.
fn planned(told: &mut Told, at: &str, letter: char, (from, until): (&str, &str)) -> Number {
    told.ask(at, member(letter), plan(from, until)).unwrap();
    *told.committee().leaves.keys().next_back().unwrap()
}

fn deputy(leave: Number, letter: char) -> Command {
    Command::NameDeputy { leave, deputy: nominee(letter) }
}

/// Proposes a deputy, to whom nobody objects.
fn named(told: &mut Told, at: &str, (leave, by, letter): (Number, char, char)) {
    told.ask(at, member(by), deputy(leave, letter)).unwrap();
    let number = told.last_ballot().number;
    for other in told.members().chars().filter(|other| *other != by) {
        told.say(at, other, number, Yes).unwrap();
    }
    assert!(told.committee().leaves[&leave].deputy.is_some());
}

/// What nobody covers of a leave.
fn open(told: &Told, leave: Number) -> Vec<String> {
    let committee = told.committee();
    cover::gaps(&committee, &committee.leaves[&leave]).iter().map(|duty| duty.reveal().to_owned()).collect()
}

#[test]
fn days_of_leave_are_days_of_the_zone_over_a_change_of_the_clocks_pr23() {
    let mut policy = committee();
    policy.calendar = toml::from_str("zone = \"Europe/Berlin\"").unwrap();
    // Over the end of summer time fourteen days have an hour more, over its beginning an hour less; thirteen are thirteen.
    for (from, until, asks) in [
        ("2026-10-19", "2026-10-31", Asks::Nothing),
        ("2026-10-19", "2026-11-01", Asks::Cover),
        ("2027-03-22", "2027-04-03", Asks::Nothing),
        ("2027-03-22", "2027-04-04", Asks::Cover),
        ("2026-10-01", "2026-10-30", Asks::Cover),
        ("2026-10-01", "2026-10-31", Asks::Deputy),
        ("2026-10-01", "2026-12-31", Asks::Deputy),
        ("2026-10-01", "2027-01-01", Asks::Decision),
    ] {
        let (begins, ends) = leave::instants(&policy.calendar, from.parse().unwrap(), until.parse().unwrap());
        assert_eq!(leave::asks(&policy, begins, ends), asks, "{from} to {until}");
    }
    let (begins, ends) =
        leave::instants(&policy.calendar, "2026-10-25".parse().unwrap(), "2026-10-25".parse().unwrap());
    assert_eq!((begins, ends), (moment("2026-10-24 22:00"), moment("2026-10-25 23:00")), "a day of 25 hours");
}

#[test]
fn a_leave_that_was_called_off_is_in_the_way_of_no_other() {
    let mut told = Told::of(3);
    let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-10"));
    told.ask("2026-11-20 09:00", member('a'), Command::EndLeave { leave }).unwrap();
    assert_eq!(told.ask("2026-11-20 09:01", member('a'), Command::EndLeave { leave }), Err(Refusal::Over));
    let anew = told.ask("2026-11-20 10:00", member('a'), plan("2026-11-20", "2026-12-05"));
    assert!(anew.is_ok(), "they go today, and earlier than was planned: {anew:?}");
}

#[test]
fn who_called_their_own_leave_off_is_there_to_cover_another_s_pr23() {
    let mut told = Told::of(2);
    let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-11-10", "2026-12-10"));
    let own = planned(&mut told, "2026-11-02 10:00", 'b', ("2026-12-01", "2026-12-05"));
    let theirs = open(&told, leave);
    let cover = |duty: &str| Command::CoverLeave { leave, duty: line(duty) };
    assert_eq!(told.ask("2026-11-12 09:00", member('b'), cover(&theirs[0])), Err(Refusal::AwayThen));
    told.ask("2026-11-20 09:00", member('b'), Command::EndLeave { leave: own }).unwrap();
    for duty in &theirs {
        told.ask("2026-11-20 10:00", member('b'), cover(duty)).unwrap();
    }
    assert_eq!(open(&told, leave), [""; 0], "the only other leave was called off before it began");
}

#[test]
fn who_covers_and_leaves_or_goes_away_covers_no_more_pr23() {
    for gone in [false, true] {
        let mut told = Told::of(3);
        let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-20"));
        let theirs = open(&told, leave);
        for duty in &theirs {
            told.ask("2026-11-02 10:00", member('b'), Command::CoverLeave { leave, duty: line(duty) }).unwrap();
        }
        assert_eq!(open(&told, leave), [""; 0]);
        let command =
            if gone { Command::StepDown { successor: None, reason: None } } else { plan("2026-12-20", "2026-12-21") };
        told.ask("2026-11-03 09:00", member('b'), command).unwrap();
        assert_eq!(open(&told, leave).len(), if gone { 2 } else { theirs.len() }, "gone: {gone}");
    }
}

#[test]
fn a_gap_is_warned_about_once_for_each_step_however_late_the_leave_was_planned_pr23() {
    let mut told = Told::of(3);
    told.ask("2026-11-02 09:00", member('a'), plan("2026-11-05", "2026-11-20")).unwrap();
    assert_eq!(told.tick("2026-11-02 09:00"), ["leave_warned"], "less than a week is left");
    assert_eq!(told.tick("2026-11-03 23:59"), [""; 0]);
    assert_eq!(told.tick("2026-11-04 00:00"), ["leave_warned"], "a day before");
    assert_eq!(told.tick("2026-11-05 00:00"), ["leave_warned"], "when it begins");
    assert_eq!(told.tick("2026-11-06 00:00"), [""; 0], "and no more");
    let mut short = Told::of(3);
    short.ask("2026-11-02 09:00", member('a'), plan("2026-11-05", "2026-11-17")).unwrap();
    assert_eq!(short.tick("2026-11-05 00:00"), [""; 0], "thirteen days ask for nothing");
}

#[test]
fn one_deputy_stands_in_for_two_one_after_the_other_and_is_never_forgotten_pr24() {
    let mut told = Told::of(4);
    let first = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-31"));
    let second = planned(&mut told, "2026-11-02 09:00", 'b', ("2027-01-01", "2027-02-10"));
    named(&mut told, "2026-11-02 10:00", (first, 'a', 'z'));
    named(&mut told, "2026-11-02 10:00", (second, 'b', 'z'));
    told.tick("2026-12-01 00:00");
    assert_eq!(told.members(), "abcdz");
    told.tick("2027-01-01 00:00");
    let again = told.tick("2027-01-01 00:00");
    assert_eq!((told.members(), again), ("abcdz".to_owned(), vec![]), "noted at once, and not by being asked twice");
    told.tick("2027-02-11 00:00");
    assert_eq!(told.members(), "abcd");
}

#[test]
fn a_deputy_whose_time_is_over_says_nothing_more_even_when_nobody_has_noted_it_pr24() {
    let mut told = Told::of(3);
    let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2027-01-15"));
    named(&mut told, "2026-11-02 10:00", (leave, 'a', 'z'));
    told.tick("2026-12-01 00:00");
    assert!(told.ask("2027-01-15 23:59", member('z'), Command::AnswerPing).is_ok());
    let late = told.ask("2027-01-16 00:00", member('z'), Command::TakeDuty { duty: line("triage") });
    assert!(late.is_err(), "the seat was theirs until the last moment of the absence, and no longer: {late:?}");
}

#[test]
fn a_deputy_gives_back_the_seat_alone_and_is_not_seated_again_once_their_account_ended_pr24() {
    let mut told = Told::of(3);
    let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2027-01-15"));
    named(&mut told, "2026-11-02 10:00", (leave, 'a', 'z'));
    told.tick("2026-12-01 00:00");
    told.ask("2026-12-05 09:00", By::Clock, Command::NoteAccountEnded { person: id('z') }).unwrap();
    told.tick("2026-12-06 00:00");
    assert_eq!((told.members(), told.committee().former[0].why), ("abc".to_owned(), Leaving::AccountEnded));
    let mut whole = Told::of(3);
    let leave = planned(&mut whole, "2026-11-02 09:00", 'a', ("2026-12-01", "2027-01-15"));
    named(&mut whole, "2026-11-02 10:00", (leave, 'a', 'z'));
    whole.tick("2026-12-01 00:00");
    whole.tick("2027-01-16 00:00");
    let former = &whole.committee().former[0];
    assert_eq!((former.why, former.to_do.len(), former.emeritus), (Leaving::DeputyEnded { leave }, 0, false));
}

#[test]
fn who_leaves_for_good_needs_no_deputy_any_more_and_one_alone_is_not_left_to_the_deputy_pr20_pr24() {
    let mut told = Told::of(2);
    let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2027-01-15"));
    named(&mut told, "2026-11-02 10:00", (leave, 'a', 'z'));
    told.tick("2026-12-01 00:00");
    let mut other = Told { policy: told.policy.clone(), log: told.log.clone() };
    other.ask("2026-12-05 09:00", member('b'), Command::StepDown { successor: None, reason: None }).unwrap();
    let last = other.ask("2026-12-06 09:00", member('a'), Command::StepDown { successor: None, reason: None });
    assert_eq!(last, Err(Refusal::LastMember), "a deputy's seat ends with the absence");
    told.ask("2026-12-05 09:00", member('a'), Command::StepDown { successor: None, reason: None }).unwrap();
    told.tick("2026-12-05 09:00");
    assert_eq!(told.members(), "b");
}

#[test]
fn a_long_absence_that_begins_before_it_is_decided_ends_when_it_is_not_granted_pr24() {
    let mut told = Told::of(3);
    told.ask("2026-11-02 09:00", member('a'), plan("2026-11-03", "2027-06-30")).unwrap();
    let (leave, ballot) = (*told.committee().leaves.keys().next().unwrap(), told.last_ballot());
    assert!(!ballot.electorate.contains(&id('a')) && ballot.said.is_empty(), "nobody grants it to themselves");
    let away = |told: &Told, at: &str| told.committee().leave_of(id('a'), moment(at)).is_some();
    assert!(away(&told, "2026-11-05 09:00"));
    for letter in ['b', 'c'] {
        told.say("2026-11-05 10:00", letter, ballot.number, No).unwrap();
    }
    told.tick("2026-11-10 10:00");
    assert!(!away(&told, "2026-11-10 10:01"));
    assert_eq!(told.ask("2026-11-10 11:00", member('a'), Command::EndLeave { leave }), Err(Refusal::Over));
    assert!(
        told.ask("2026-11-10 12:00", member('a'), plan("2026-11-11", "2026-12-20")).is_ok(),
        "a shorter one is theirs"
    );
}

#[test]
fn a_gap_that_opens_when_a_deputy_goes_is_warned_about_with_it_and_not_at_the_next_look_pr23() {
    let mut told = Told::of(3);
    let first = planned(&mut told, "2026-11-02 09:00", 'b', ("2026-12-01", "2027-01-15"));
    named(&mut told, "2026-11-02 10:00", (first, 'b', 'z'));
    told.tick("2026-12-01 00:00");
    let second = planned(&mut told, "2026-12-02 09:00", 'a', ("2027-01-18", "2027-02-05"));
    for duty in open(&told, second) {
        told.ask("2026-12-02 10:00", member('c'), Command::CoverLeave { leave: second, duty: line(&duty) }).unwrap();
    }
    let before = told.tick("2027-01-15 23:59");
    assert!(!before.contains(&"leave_warned"), "everything is covered: {before:?}");
    // The deputy's duty falls to somebody who is away in two days.
    assert_eq!(told.tick("2027-01-16 00:00"), ["member_left", "duty_assigned", "leave_warned"]);
}

/// Z stands in for A through the winter, and is named for B after it.
fn named_twice() -> (Told, Number, Number) {
    let mut told = Told::of(4);
    let first = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2027-02-28"));
    let second = planned(&mut told, "2026-11-02 09:00", 'b', ("2027-03-10", "2027-04-20"));
    named(&mut told, "2026-11-02 10:00", (first, 'a', 'z'));
    named(&mut told, "2026-11-02 10:00", (second, 'b', 'z'));
    told.tick("2026-12-01 00:00");
    assert_eq!(told.members(), "abcdz");
    (told, first, second)
}

/// The members remove Z, who is silent; the ballot is open for a while.
fn asked_to_remove(told: &mut Told, at: &str) -> Number {
    told.tick("2027-01-31 00:00");
    told.tick(at);
    told.ask(at, member('c'), Command::ProposeRemoval { person: id('z'), reason: prose("Silent.") }).unwrap();
    told.last_ballot().number
}

#[test]
fn a_deputy_who_gives_the_seat_back_while_they_are_removed_comes_back_by_no_other_absence_pr26() {
    for stays in [true, false] {
        let (mut told, _, second) = named_twice();
        let ballot = asked_to_remove(&mut told, "2027-02-20 00:00");
        if !stays {
            told.ask("2027-02-21 09:00", member('z'), Command::StepDown { successor: None, reason: None }).unwrap();
            assert!(told.committee().leaves[&second].deputy.is_some(), "as yet they may come back");
        }
        for letter in ['a', 'b', 'c', 'd'] {
            drop(told.say("2027-02-22 09:00", letter, ballot, Yes));
        }
        told.tick("2027-02-27 00:00");
        assert!(told.ended(ballot).is_some_and(|(carried, _)| carried), "{:?}", told.ended(ballot));
        told.tick("2027-03-10 00:00");
        assert_eq!((told.members(), &told.committee().leaves[&second].deputy), ("abcd".to_owned(), &None), "{stays}");
    }
}

#[test]
fn a_deputy_whose_access_is_suspended_comes_back_by_no_other_absence_s09() {
    let (mut told, _, second) = named_twice();
    told.tick("2027-01-31 00:00");
    told.tick("2027-02-20 00:00");
    told.ask("2027-02-20 00:00", member('c'), Command::Suspend { person: id('z'), reason: prose("Silent.") }).unwrap();
    told.tick("2027-03-10 00:00");
    assert_eq!((told.members(), &told.committee().leaves[&second].deputy), ("abcd".to_owned(), &None));
}

#[test]
fn when_a_deputy_is_gone_in_the_middle_another_is_named_and_comes_pr24() {
    for ended in [true, false] {
        let (mut told, first, _) = named_twice();
        if ended {
            told.ask("2026-12-05 09:00", By::Clock, Command::NoteAccountEnded { person: id('z') }).unwrap();
        } else {
            told.ask("2026-12-05 09:00", member('z'), Command::StepDown { successor: None, reason: None }).unwrap();
        }
        told.tick("2026-12-05 10:00");
        assert_eq!(told.members(), "abcd", "nobody is seated again by the absence that they left");
        named(&mut told, "2026-12-06 09:00", (first, 'a', 'y'));
        told.tick("2026-12-06 10:00");
        assert_eq!(told.members(), "abcdy", "{ended}");
    }
}

#[test]
fn who_comes_while_another_ballot_about_them_is_open_stands_in_for_both_one_after_the_other_pr24() {
    let mut told = Told::of(4);
    let first = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-31"));
    let second = planned(&mut told, "2026-11-02 09:00", 'b', ("2027-01-01", "2027-02-10"));
    named(&mut told, "2026-11-02 10:00", (first, 'a', 'z'));
    told.ask("2026-11-28 10:00", member('b'), deputy(second, 'z')).unwrap();
    told.tick("2026-12-01 00:00");
    assert_eq!((told.members(), &told.committee().leaves[&second].deputy), ("abcdz".to_owned(), &None));
    told.tick("2026-12-20 00:00");
    assert!(told.committee().leaves[&second].deputy.is_some());
    told.tick("2027-01-01 00:00");
    assert_eq!(told.members(), "abcdz");
    told.tick("2027-02-11 00:00");
    assert_eq!(told.members(), "abcd");
}
