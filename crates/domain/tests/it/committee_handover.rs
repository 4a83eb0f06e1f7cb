//! Open cases of whoever will be away: asked for before they go, given to whoever is there (PR-23).

use domain::committee::clock;
use domain::committee::command::Command;
use domain::committee::decide::Refusal;
use domain::committee::effect::{Letter, Recipient, react};
use domain::committee::event::Event;
use domain::committee::facts::{By, Number};
use domain::voting::Choice::No;

use crate::committee_story::{Told, id, member, nominee};
use crate::story::moment;

fn plan(from: &str, until: &str) -> Command {
    Command::PlanLeave { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

/// Plans, and gives the leave's number.
fn planned(told: &mut Told, at: &str, letter: char, (from, until): (&str, &str)) -> Number {
    told.ask(at, member(letter), plan(from, until)).unwrap();
    *told.committee().leaves.keys().next_back().unwrap()
}

/// Whether the desk, which finds so many cases, has to ask for them.
fn asked(told: &mut Told, at: &str, leave: Number, cases: u64) -> bool {
    let known = &told.committee().leaves[&leave];
    let due = clock::hand_over_due(&told.policy, known, moment(at)).is_some();
    let noted = told.ask(at, By::Clock, Command::NoteHandOver { leave, cases }).unwrap();
    assert_eq!(due && cases > 0, noted.contains(&"hand_over_asked"), "{at}: {noted:?}");
    due && cases > 0
}

#[test]
fn whoever_will_be_away_for_two_weeks_is_asked_for_their_cases_a_week_and_a_day_before_pr23() {
    let mut told = Told::of(3);
    let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-14"));
    let days = [
        ("2026-11-23 23:59", 3, false),
        ("2026-11-24 00:00", 0, false),
        ("2026-11-24 00:01", 3, true),
        ("2026-11-25 09:00", 3, false),
        ("2026-11-30 00:00", 1, true),
        ("2026-11-30 09:00", 1, false),
        ("2026-12-01 00:00", 1, false),
    ];
    for (at, cases, due) in days {
        assert_eq!(asked(&mut told, at, leave, cases), due, "{at}");
    }
    let asked: Vec<_> = told.log.iter().filter(|entry| matches!(entry.event, Event::HandOverAsked { .. })).collect();
    for entry in asked {
        let wishes = react(&told.committee(), entry);
        let to: Vec<_> = wishes.iter().map(|wish| (&wish.to, &wish.letter)).collect();
        assert_eq!(to, [(&Recipient::Person(id('a')), &Letter::HandOver)], "nobody else is told");
    }
}

#[test]
fn a_shorter_absence_one_called_off_and_one_that_was_not_granted_ask_for_no_case_pr23() {
    let mut told = Told::of(3);
    let short = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-13"));
    let off = planned(&mut told, "2026-11-02 09:00", 'b', ("2026-12-01", "2026-12-20"));
    let long = planned(&mut told, "2026-11-02 09:00", 'c', ("2026-12-01", "2027-06-01"));
    let ballot = told.last_ballot().number;
    told.ask("2026-11-03 09:00", member('b'), Command::EndLeave { leave: off }).unwrap();
    for letter in ['a', 'b'] {
        told.say("2026-11-03 09:00", letter, ballot, No).unwrap();
    }
    told.tick("2026-11-20 09:00");
    assert_eq!(told.committee().leaves[&long].granted, Some(false));
    for leave in [short, off, long] {
        assert!(!asked(&mut told, "2026-11-30 12:00", leave, 2), "{leave}");
    }
}

#[test]
fn one_planned_for_tomorrow_is_asked_about_at_once_pr23() {
    let mut told = Told::of(2);
    let leave = planned(&mut told, "2026-11-30 09:00", 'a', ("2026-12-01", "2026-12-14"));
    assert!(asked(&mut told, "2026-11-30 09:00", leave, 1));
    assert!(!asked(&mut told, "2026-11-30 20:00", leave, 1));
}

#[test]
fn cases_go_to_somebody_who_is_there_to_the_end_and_by_whoever_goes_pr23() {
    let mut told = Told::of(4);
    let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-20"));
    let short = planned(&mut told, "2026-11-02 09:00", 'a', ("2027-02-01", "2027-02-02"));
    // One goes and is back in time, another goes for a day in the middle.
    planned(&mut told, "2026-11-02 09:00", 'b', ("2026-11-08", "2026-11-10"));
    planned(&mut told, "2026-11-02 09:00", 'c', ("2026-12-20", "2026-12-20"));
    let give = |to, cases| Command::HandOver { leave, to: id(to), cases };
    let mut ask = |at, by, command| told.ask(at, member(by), command);
    assert_eq!(ask("2026-11-05 09:00", 'b', give('d', 2)), Err(Refusal::NotForThem), "it is not theirs");
    assert_eq!(ask("2026-11-05 09:00", 'a', give('a', 2)), Err(Refusal::NotForThem));
    assert_eq!(ask("2026-11-05 09:00", 'a', give('x', 2)), Err(Refusal::NoSuch));
    assert_eq!(ask("2026-11-05 09:00", 'a', give('b', 2)), Err(Refusal::TheyAreAway), "before it begins");
    assert_eq!(ask("2026-11-09 09:00", 'a', give('b', 2)), Err(Refusal::TheyAreAway), "now");
    assert_eq!(ask("2026-11-11 09:00", 'a', give('c', 2)), Err(Refusal::TheyAreAway), "on the last day");
    assert_eq!(ask("2026-11-11 09:00", 'a', give('d', 0)), Err(Refusal::NothingToHandOver));
    let kept = Command::HandOver { leave: short, to: id('d'), cases: 1 };
    assert_eq!(ask("2026-11-11 09:00", 'a', kept), Err(Refusal::KeepsCases));
    assert_eq!(ask("2026-11-11 09:00", 'a', give('b', 2)), Ok(vec!["cases_handed_over"]));
    assert_eq!(ask("2026-11-30 23:59", 'a', give('d', 1)), Ok(vec!["cases_handed_over"]));
    assert_eq!(ask("2026-12-01 00:00", 'a', give('d', 1)), Err(Refusal::Over), "now the desk gives them on");
}

#[test]
fn nobody_hands_over_to_a_deputy_whose_seat_ends_before_they_are_back_pr23_pr24() {
    for (back, taken) in [("2026-12-19", false), ("2026-12-20", true)] {
        let mut told = Told::of(3);
        let leave = planned(&mut told, "2026-11-02 09:00", 'a', ("2026-12-01", "2026-12-20"));
        let other = planned(&mut told, "2026-11-02 09:00", 'b', ("2026-11-10", back));
        told.ask("2026-11-02 10:00", member('b'), Command::NameDeputy { leave: other, deputy: nominee('z') }).unwrap();
        told.tick("2026-11-10 00:00");
        assert!(told.committee().is_member(id('z')));
        let given = told.ask("2026-11-20 09:00", member('a'), Command::HandOver { leave, to: id('z'), cases: 1 });
        assert_eq!(given.is_ok(), taken, "{given:?}");
    }
}
