//! Duties and weeks on call when people come, go, fall silent and are suspended.

use domain::committee::clock;
use domain::committee::command::Command;
use domain::committee::cover;
use domain::committee::decide::Refusal;
use domain::committee::facts::By;
use domain::policy::{Duty, committee};
use domain::voting::Choice::{No, Yes};

use crate::committee_story::{Told, id, member};
use crate::people::{line, prose};
use crate::story::moment;

fn plan(from: &str, until: &str) -> Command {
    Command::PlanLeave { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

fn down() -> Command {
    Command::StepDown { successor: None, reason: None }
}

/// Each duty has a holder, who is a member.
fn held(told: &Told) -> bool {
    let committee = told.committee();
    let holder = |duty: &Duty| committee.duties.get(&duty.name).copied();
    told.policy.duties.iter().all(|duty| holder(duty).is_some_and(|person| committee.is_member(person)))
}

#[test]
fn every_duty_has_a_holder_after_every_change_in_bodies_of_one_two_four_and_seven_pr11() {
    for count in [1, 2, 4, 7] {
        let mut told = Told::of(count);
        assert!(held(&told), "{count} at the beginning");
        told.nominated("2026-11-02 09:00", member('a'));
        told.tick("2026-11-07 09:00");
        assert!(held(&told) && told.members().ends_with('z'), "{count} and one more");
        told.ask("2026-11-08 09:00", member('z'), Command::TakeDuty { duty: line("triage") }).ok();
        told.ask("2026-11-08 10:00", By::Clock, Command::NoteAccountEnded { person: id('z') }).unwrap();
        assert!(held(&told) && !told.members().contains('z'), "{count} when an account is ended");
        for letter in ('a'..).take(usize::from(count) - 1) {
            told.ask("2026-11-09 09:00", member(letter), down()).unwrap();
            assert!(held(&told), "{count} without {letter}");
        }
        let last = member(char::from(b'a' + count - 1));
        assert_eq!(told.ask("2026-11-10 09:00", last, down()), Err(Refusal::LastMember), "{count}");
    }
}

#[test]
fn a_duty_that_somebody_took_on_stays_theirs_when_others_come_and_the_rest_is_shared_pr11() {
    let mut told = Told::of(1);
    for duty in ["triage", "release"] {
        told.ask("2026-11-02 09:00", member('a'), Command::TakeDuty { duty: line(duty) }).unwrap();
    }
    let again = told.ask("2026-11-02 10:00", member('a'), Command::TakeDuty { duty: line("triage") });
    assert_eq!(again, Err(Refusal::AlreadyDone));
    told.seat('b', None);
    told.seat('c', None);
    let duties = told.committee().duties;
    let of = |duty: &str| duties[&line(duty)];
    assert_eq!((of("triage"), of("release")), (id('a'), id('a')));
    assert!(of("infrastructure") != id('a') && of("disclosure") != id('a'));
    assert_ne!(of("infrastructure"), of("disclosure"), "two others, one each");
    told.ask("2026-11-03 09:00", member('b'), Command::TakeDuty { duty: line("triage") }).unwrap();
    assert_eq!(told.committee().duties[&line("triage")], id('b'), "who takes a duty on has it");
}

/// Nothing was heard since 1 November of those who are not named; it is 1 December, a minute past noon.
fn heard_of(count: u8, there: &[char]) -> Told {
    let mut told = Told::of(count);
    for at in ["2026-11-15 09:00", "2026-11-29 09:00"] {
        for letter in there {
            told.ask(at, member(*letter), Command::AnswerPing).unwrap();
        }
    }
    told.tick("2026-11-16 12:00");
    told.tick("2026-12-01 12:01");
    told
}

fn suspend(letter: char) -> Command {
    Command::Suspend { person: id(letter), reason: prose("Nobody has heard of them.") }
}

fn removal() -> Command {
    Command::ProposeRemoval { person: id('b'), reason: prose("Nobody has heard of them.") }
}

#[test]
fn one_member_alone_does_not_suspend_one_after_another_until_nobody_else_is_left_s09() {
    let mut told = heard_of(3, &['a']);
    told.ask("2026-12-01 13:00", member('a'), suspend('b')).unwrap();
    let second = told.ask("2026-12-01 13:01", member('a'), suspend('c'));
    assert!(matches!(second, Err(Refusal::ElectorsDecide { .. })), "alone about the only other one: {second:?}");
}

#[test]
fn whoever_steps_down_leaves_somebody_behind_who_can_act_s09() {
    let mut told = heard_of(3, &['a', 'c']);
    told.ask("2026-12-01 13:00", member('a'), suspend('b')).unwrap();
    told.ask("2026-12-02 13:00", member('c'), down()).unwrap();
    let last = told.ask("2026-12-03 13:00", member('a'), down());
    assert_eq!(last, Err(Refusal::LastMember), "who is left is suspended, and nobody could let them in again");
}

#[test]
fn whoever_is_suspended_keeps_their_seat_and_others_do_their_duties_and_vote_s09() {
    let mut told = heard_of(3, &['a', 'c']);
    told.ask("2026-12-01 13:00", member('a'), suspend('b')).unwrap();
    let committee = told.committee();
    for duty in committee.duties.keys() {
        let acting = cover::acting(&committee, duty, moment("2026-12-01 14:00"));
        assert!(acting.is_some_and(|acting| acting != id('b')), "{duty:?}");
    }
    let asked = told.nominated("2026-12-01 15:00", member('a'));
    let electorate: Vec<_> = told.ballot(asked).electorate.into_iter().collect();
    assert_eq!((electorate, told.members()), (vec![id('a'), id('c')], "abc".to_owned()));
}

#[test]
fn a_removal_takes_two_thirds_of_all_who_may_vote_pr25_pr26() {
    // Four less the one whom it is about: two of three. Seven less one: four of six.
    for (count, others, enough) in [(4, vec!['a', 'c', 'd'], 2), (7, vec!['a', 'c', 'd', 'e', 'f', 'g'], 4)] {
        for (yes, carried) in [(enough - 1, false), (enough, true)] {
            let mut told = heard_of(count, &others);
            told.ask("2026-12-01 13:00", member('a'), removal()).unwrap();
            assert_eq!(told.ask("2026-12-01 13:01", member('c'), removal()), Err(Refusal::BallotOpen));
            let ballot = told.last_ballot().number;
            assert_eq!(told.say("2026-12-01 14:00", 'b', ballot, No), Err(Refusal::NotAnElector));
            for letter in others.iter().skip(1).take(yes - 1) {
                told.say("2026-12-02 13:00", *letter, ballot, Yes).unwrap();
            }
            assert!(!told.tick("2026-12-06 12:59").contains(&"ballot_closed"), "nothing before the end");
            told.tick("2026-12-06 13:00");
            assert_eq!(told.ended(ballot).map(|(carried, _)| carried), Some(carried), "{yes} of {}", count - 1);
            assert_eq!(told.members().contains('b'), !carried);
        }
    }
}

#[test]
fn a_month_of_silence_is_a_month_of_the_calendar_and_the_clock_removes_nobody_pr25() {
    let mut told = Told::of(3);
    told.tick("2026-11-16 12:00");
    assert_eq!(told.ask("2026-12-01 12:00", member('a'), removal()), Err(Refusal::NotSilent), "a month and no more");
    assert_eq!(told.ask("2026-12-01 12:00", member('b'), removal()), Err(Refusal::NotForThem));
    let mut later = Told { policy: told.policy.clone(), log: told.log.clone() };
    assert!(later.at("2026-12-01T12:00:00.001Z".parse().unwrap(), member('a'), &removal()).is_ok());
    for at in ["2026-12-02 12:00", "2027-06-01 12:00", "2028-06-01 12:00"] {
        told.tick(at);
    }
    assert_eq!(told.members(), "abc", "nobody is removed by the clock");
}

/// Weeks from Monday 2 November 2026, nine o'clock, in the order of the members.
fn weekly(count: u8, accepted: bool) -> Told {
    let mut policy = committee();
    let rotation = format!("every = \"P7D\"\nchanges_at = \"09:00:00\"\nhandover_accepted = {accepted}");
    policy.rotation = Some(toml::from_str(&rotation).unwrap());
    let mut told = Told::under(policy, count);
    let order = ('a'..).take(usize::from(count)).map(id).collect();
    let set = Command::SetRotation { order, from: "2026-11-02".parse().unwrap() };
    told.ask("2026-11-01 13:00", member('a'), set).unwrap();
    told
}

fn on_call(told: &Told, at: &str) -> Option<char> {
    cover::on_call(&told.committee(), moment(at)).map(|on_call| char::from(on_call.person.as_bytes()[0]))
}

#[test]
fn a_week_that_has_begun_stays_whose_it_is_when_another_leaves() {
    let mut told = weekly(3, false);
    told.tick("2026-11-30 09:00");
    assert_eq!(on_call(&told, "2026-12-01 09:00"), Some('b'), "the fifth week");
    told.ask("2026-12-01 10:00", member('c'), down()).unwrap();
    assert_eq!(on_call(&told, "2026-12-01 11:00"), Some('b'), "nobody told anybody else to take it");
}

#[test]
fn whoever_is_on_call_and_leaves_is_followed_by_a_member_at_once() {
    let mut told = weekly(3, true);
    told.ask("2026-11-02 09:00", member('a'), Command::TakeShift { shift: 0 }).unwrap();
    told.ask("2026-11-03 09:00", member('a'), down()).unwrap();
    let next = on_call(&told, "2026-11-03 10:00");
    assert!(next.is_some_and(|letter| told.members().contains(letter)), "{next:?}");
}

#[test]
fn a_shift_is_handed_over_by_acceptance_alone_and_an_offer_is_for_one_other_member() {
    let mut told = weekly(3, true);
    told.ask("2026-11-02 09:00", member('a'), Command::TakeShift { shift: 0 }).unwrap();
    let offer = |to| Command::OfferShift { shift: 1, to };
    assert_eq!(told.ask("2026-11-03 09:00", member('b'), offer(id('b'))), Err(Refusal::NotForThem));
    assert_eq!(told.ask("2026-11-03 09:00", member('b'), offer(id('x'))), Err(Refusal::NotForThem));
    told.ask("2026-11-03 09:00", member('b'), offer(id('c'))).unwrap();
    assert_eq!(told.ask("2026-11-03 10:00", member('b'), offer(id('c'))), Err(Refusal::AlreadyDone));
    assert_eq!(on_call(&told, "2026-11-09 09:00"), Some('a'), "neither has accepted it");
    told.ask("2026-11-09 10:00", member('c'), Command::TakeShift { shift: 1 }).unwrap();
    assert_eq!(on_call(&told, "2026-11-09 10:00"), Some('c'));
    let take = |shift| Command::TakeShift { shift };
    assert_eq!(told.ask("2026-11-09 11:00", member('b'), take(1)), Err(Refusal::NotYourShift), "it is given away");
    assert_eq!(told.ask("2026-11-09 11:00", member('c'), take(1)), Err(Refusal::AlreadyDone));
    assert_eq!(told.ask("2026-11-09 11:00", member('c'), take(0)), Err(Refusal::Over));
    assert_eq!(told.ask("2026-11-09 11:00", member('c'), take(9_999)), Err(Refusal::NoSuch));
}

#[test]
fn when_everybody_is_away_a_duty_is_still_its_holder_s_and_nobody_is_on_call_pr11() {
    let mut told = weekly(2, false);
    for letter in ['a', 'b'] {
        told.ask("2026-11-02 10:00", member(letter), plan("2026-11-10", "2026-11-12")).unwrap();
    }
    assert_eq!(on_call(&told, "2026-11-11 09:00"), None);
    let committee = told.committee();
    for (duty, holder) in &committee.duties {
        assert_eq!(cover::acting(&committee, duty, moment("2026-11-11 09:00")), Some(*holder), "{duty:?}");
    }
}

#[test]
fn a_ping_is_for_another_who_is_there_and_once_until_it_is_answered_pr22() {
    let mut told = Told::of(3);
    let ping = |letter| Command::Ping { person: id(letter) };
    assert_eq!(told.ask("2026-11-02 09:00", member('a'), ping('a')), Err(Refusal::NotForThem));
    assert_eq!(told.ask("2026-11-02 09:00", member('a'), ping('x')), Err(Refusal::NoSuch));
    told.ask("2026-11-02 09:00", member('a'), ping('b')).unwrap();
    assert_eq!(told.ask("2026-11-02 10:00", member('c'), ping('b')), Err(Refusal::AlreadyDone));
    told.ask("2026-11-02 11:00", member('b'), Command::AnswerPing).unwrap();
    assert!(told.ask("2026-11-02 12:00", member('c'), ping('b')).is_ok());
    told.ask("2026-11-02 13:00", member('c'), plan("2026-11-02", "2026-11-05")).unwrap();
    assert_eq!(told.ask("2026-11-03 12:00", member('a'), ping('c')), Err(Refusal::NotForThem), "they said so");
    assert!(told.ask("2026-11-06 12:00", member('a'), ping('c')).is_ok(), "and are back");
}

#[test]
fn an_order_that_is_set_again_and_again_for_the_same_day_is_kept_once_pr11() {
    let mut told = weekly(3, true);
    let set = |from: &str| Command::SetRotation { order: vec![id('a'), id('b')], from: from.parse().unwrap() };
    for _ in 0..50 {
        told.ask("2026-11-03 09:00", member('a'), set("2026-12-07")).unwrap();
    }
    let rota = told.committee().rota.unwrap();
    assert_eq!(format!("{rota:?}").matches("changes_at").count(), 2, "the one that runs, and the one to come");
    let shifts: Vec<_> = rota.shifts().take(6).collect();
    assert_eq!(shifts.iter().map(|shift| shift.number).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert!(shifts.windows(2).all(|pair| pair[0].until == pair[1].from), "none is lost between them");
    assert_eq!(told.ask("2026-11-03 09:00", member('a'), set("2029-01-01")), Err(Refusal::BadDates), "too far");
}

#[test]
fn of_two_orders_that_are_both_to_come_the_first_shift_is_waited_for_pr11() {
    let mut told = Told::under(weekly(3, true).policy, 3);
    let set = |from: &str| Command::SetRotation { order: vec![id('b')], from: from.parse().unwrap() };
    told.ask("2026-11-02 09:00", member('a'), set("2026-11-17")).unwrap();
    told.ask("2026-11-02 09:00", member('a'), set("2026-11-18")).unwrap();
    let wakeup = clock::next_wakeup(&told.committee(), &told.policy, moment("2026-11-16 22:00"));
    assert!(wakeup.is_some_and(|at| at <= moment("2026-11-17 09:00")), "{wakeup:?}");
    assert!(told.tick("2026-11-17 09:00").contains(&"shift_begun"));
}
