//! What one person cannot bring about alone: a seat for another, more time without end, a leave that nobody granted; and that one
//! person is one person, under whatever id.

use domain::committee::command::{Command, Successor};
use domain::committee::cover;
use domain::committee::decide::Refusal;
use domain::committee::facts::{By, Leaving, Nominee, Number, Question, Seating, Sign};
use domain::policy::{Ballot as Kind, Policy, Vote, committee};
use domain::voting::Choice::{No, Yes};

use crate::committee_story::{Told, id, member, nominate, nominee};
use crate::people::{line, prose};
use crate::story::moment;

const NOON: &str = "2026-11-02 12:00";

fn voting(vote: &str) -> Policy {
    let mut policy = committee();
    let vote: Vote = toml::from_str(vote).unwrap();
    policy.votes.insert(Kind::Admission, vote);
    policy
}

fn plan(from: &str, until: &str) -> Command {
    Command::PlanLeave { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

/// A leave of six weeks, of which somebody asks another to stand in.
fn asked(told: &mut Told, by: char, deputy: Nominee, from: &str) -> Result<Number, Refusal> {
    let until = from.parse::<jiff::civil::Date>().unwrap() + jiff::Span::new().days(45);
    told.ask(NOON, member(by), plan(from, &until.to_string())).unwrap();
    let leave = *told.committee().leaves.keys().next_back().unwrap();
    told.ask(NOON, member(by), Command::NameDeputy { leave, deputy }).map(|_| leave)
}

/// The same, and nobody objects until it closes.
fn stood_in_for(told: &mut Told, by: char, deputy: Nominee) -> Number {
    let leave = asked(told, by, deputy, "2026-12-01").unwrap();
    told.tick("2026-11-07 12:00");
    told.tick("2026-12-01 00:00");
    leave
}

fn under_another_id(letter: char) -> Nominee {
    Nominee { person: id('Z'), ..nominee(letter) }
}

#[test]
fn a_deputy_is_put_to_the_members_and_one_objection_is_heard_pr24() {
    let mut told = Told::of(4);
    let leave = asked(&mut told, 'a', nominee('z'), "2026-11-02").unwrap();
    told.tick("2026-11-07 11:59");
    assert_eq!(told.members(), "abcd", "the absence has begun, and nobody was let in by one word");
    let ballot = told.last_ballot().number;
    assert!(matches!(told.last_ballot().question, Question::Deputy { leave: of, .. } if of == leave));
    for letter in ['b', 'c'] {
        told.say("2026-11-07 11:59", letter, ballot, No).unwrap();
    }
    told.tick("2026-11-12 11:59");
    assert_eq!((told.ended(ballot).map(|(carried, _)| carried), told.members()), (Some(false), "abcd".to_owned()));
    assert_eq!(told.committee().leaves[&leave].deputy, None);
    // Another may be proposed, and comes as soon as nobody has objected, in the middle of the absence.
    told.ask("2026-11-12 12:00", member('a'), Command::NameDeputy { leave, deputy: nominee('y') }).unwrap();
    told.tick("2026-11-17 12:00");
    assert_eq!(told.members(), "abcdy");
}

#[test]
fn whoever_stands_in_has_nobody_stand_in_for_them_nor_proposes_who_follows() {
    let mut told = Told::of(3);
    stood_in_for(&mut told, 'a', nominee('z'));
    assert_eq!(told.members(), "abcz");
    told.ask("2026-12-01 12:00", member('z'), plan("2026-12-02", "2027-01-10")).unwrap();
    let theirs = *told.committee().leaves.keys().next_back().unwrap();
    let name = Command::NameDeputy { leave: theirs, deputy: nominee('y') };
    assert_eq!(told.ask("2026-12-01 12:00", member('z'), name), Err(Refusal::DeputiesNameNone));
    let successor = Some(Successor { nominee: nominee('y'), contributor: Some(true) });
    let leave = Command::StepDown { successor, reason: None };
    assert_eq!(told.ask("2026-12-01 12:00", member('z'), leave), Err(Refusal::DeputiesNameNone));
}

#[test]
fn a_deputy_who_steps_down_gives_back_the_seat_alone_and_the_word_goes_back_to_whom_they_stood_in_for() {
    let mut told = Told::of(3);
    let leave = stood_in_for(&mut told, 'a', nominee('z'));
    told.ask("2026-12-05 12:00", member('z'), Command::StepDown { successor: None, reason: None }).unwrap();
    let former = told.committee().former.remove(0);
    assert_eq!((former.why, former.to_do.len()), (Leaving::DeputyEnded { leave }, 0));
    told.tick("2026-12-06 00:00");
    assert_eq!(told.members(), "abc", "and is not seated again");
    told.nominated("2026-12-06 12:00", member('b'));
    assert!(told.last_ballot().electorate.contains(&id('a')));
}

#[test]
fn two_deputies_whose_time_is_over_at_once_do_not_both_go_where_nobody_else_could_answer() {
    let mut told = Told::of(2);
    asked(&mut told, 'a', nominee('y'), "2026-12-01").unwrap();
    asked(&mut told, 'b', nominee('z'), "2026-12-01").unwrap();
    told.tick("2026-11-07 12:00");
    told.tick("2026-12-01 00:00");
    assert_eq!(told.members(), "abyz");
    for letter in ['a', 'b'] {
        told.ask("2026-12-10 12:00", By::Clock, Command::NoteAccountEnded { person: id(letter) }).unwrap();
    }
    told.tick("2026-12-10 12:00");
    assert_eq!(told.members().len(), 1, "one stays until somebody follows: {}", told.members());
    let last = told.members().chars().next().unwrap();
    assert!(told.ask("2026-12-10 13:00", member(last), Command::AnswerPing).is_ok(), "and can act");
}

#[test]
fn one_address_is_one_person_whether_as_a_member_a_deputy_or_a_nominee() {
    let mut told = Told::of(3);
    asked(&mut told, 'a', nominee('z'), "2026-12-01").unwrap();
    // While it is being decided: neither another absence nor a nomination takes them in twice.
    assert_eq!(asked(&mut told, 'b', under_another_id('z'), "2026-12-01"), Err(Refusal::BallotOpen));
    assert_eq!(told.ask(NOON, member('c'), nominate('z')), Err(Refusal::BallotOpen));
    // When it is decided, and before they come.
    told.tick("2026-11-07 12:00");
    let leave = *told.committee().leaves.keys().next_back().unwrap();
    let twin = Command::NameDeputy { leave, deputy: under_another_id('z') };
    assert_eq!(told.ask("2026-11-08 12:00", member('b'), twin.clone()), Err(Refusal::StandsIn));
    // And when they have come.
    told.tick("2026-12-01 00:00");
    assert_eq!(told.ask("2026-12-02 12:00", member('b'), twin), Err(Refusal::AlreadyMember));
    let same = Command::NameDeputy { leave, deputy: nominee('z') };
    assert_eq!(told.ask("2026-12-02 12:00", member('b'), same), Err(Refusal::AlreadyMember), "not for two at a time");
}

#[test]
fn a_deputy_who_is_chosen_for_good_stays_when_the_absence_is_over_pr18() {
    let mut told = Told::of(3);
    let leave = stood_in_for(&mut told, 'a', nominee('z'));
    told.ask("2026-12-02 12:00", member('b'), nominate('z')).unwrap();
    let ballot = told.last_ballot().number;
    assert!(!told.last_ballot().electorate.contains(&id('z')), "nobody has a word about themselves");
    told.tick("2026-12-07 12:00");
    let seat = told.committee().seats[&id('z')].clone();
    assert_eq!((seat.how, seat.since), (Seating::Ballot { ballot }, moment("2026-12-01 00:00")));
    told.ask("2026-12-08 12:00", member('a'), Command::EndLeave { leave }).unwrap();
    told.tick("2026-12-08 12:00");
    assert_eq!(told.members(), "abcz");
}

#[test]
fn whoever_named_a_deputy_who_came_by_another_way_keeps_their_own_word() {
    let mut told = Told::of(3);
    asked(&mut told, 'a', nominee('z'), "2026-12-01").unwrap();
    told.tick("2026-11-07 12:00");
    let seat = Command::NoteSeat { person: id('z'), name: line("z"), organisation: None };
    told.ask("2026-11-20 12:00", By::Operator, seat).unwrap();
    told.tick("2026-12-01 00:00");
    told.ask("2026-12-02 12:00", member('b'), nominate('y')).unwrap();
    let electorate: Vec<_> = told.last_ballot().electorate.into_iter().collect();
    assert_eq!(electorate, ['a', 'b', 'c', 'z'].map(id));
}

#[test]
fn a_seat_goes_to_the_account_that_somebody_has_by_then_with_all_that_hangs_on_it() {
    let mut told = Told::of(3);
    let leave = stood_in_for(&mut told, 'a', nominee('z'));
    let duties = |told: &Told, letter| told.committee().duties.values().filter(|holder| **holder == id(letter)).count();
    let theirs = duties(&told, 'z');
    told.ask("2026-12-01 00:00", By::Clock, Command::NoteSeatMoved { person: id('z'), to: id('q') }).unwrap();
    assert_eq!((told.members(), duties(&told, 'q')), ("abcq".to_owned(), theirs));
    assert!(theirs > 0, "there was something to move");
    told.ask("2026-12-02 12:00", member('a'), Command::EndLeave { leave }).unwrap();
    told.tick("2026-12-02 12:00");
    assert_eq!(told.members(), "abc", "they are the deputy still, and go when the absence is over");
    // Whoever is a member already does not become two.
    let mut twice = Told::of(3);
    stood_in_for(&mut twice, 'a', nominee('z'));
    twice.ask("2026-12-01 00:00", By::Clock, Command::NoteSeatMoved { person: id('z'), to: id('b') }).unwrap();
    assert_eq!(twice.members(), "abc");
}

#[test]
fn a_link_is_owed_from_the_moment_of_the_seat_until_one_has_left_or_they_were_heard_of() {
    let owed = |told: &Told| told.committee().seats[&id('z')].owed_since;
    for command in [Command::NoteWayIn { person: id('z') }, Command::NoteSign { person: id('z'), sign: Sign::Heard }] {
        let mut told = Told::of(3);
        told.nominated(NOON, member('a'));
        told.tick("2026-11-07 12:00");
        assert_eq!(owed(&told), Some(moment("2026-11-07 12:00")));
        told.ask("2026-11-07 13:00", By::Clock, command).unwrap();
        assert_eq!(owed(&told), None);
    }
    assert!(Told::of(2).committee().seats.values().all(|seat| seat.owed_since.is_none()), "the operator gives a link");
}

#[test]
fn a_long_absence_whose_ballot_is_taken_back_is_none_pr24() {
    let mut told = Told::of(3);
    told.ask(NOON, member('a'), plan("2026-12-01", "2027-06-30")).unwrap();
    let (leave, ballot) = (*told.committee().leaves.keys().next().unwrap(), told.last_ballot().number);
    told.ask("2026-11-03 12:00", member('a'), Command::Withdraw { ballot, reason: prose("I stay.") }).unwrap();
    assert_eq!(told.committee().leaves[&leave].granted, Some(false));
    assert!(told.committee().is_there(id('a'), moment("2027-01-10 12:00")));
    assert!(told.ask("2026-11-03 13:00", member('a'), plan("2026-12-01", "2026-12-20")).is_ok(), "other days");
}

#[test]
fn whom_a_ballot_is_about_and_who_stood_aside_leave_it_open_no_longer() {
    let mut told = Told::of(4);
    let ballot = told.nominated(NOON, member('a'));
    told.ask(NOON, member('b'), Command::StandAside { ballot, reason: prose("We are related.") }).unwrap();
    let extend = Command::Extend { ballot, by: "P1D".parse().unwrap(), reason: prose("A holiday.") };
    assert_eq!(told.ask(NOON, member('b'), extend.clone()), Err(Refusal::NotAnElector));
    // What has no end is open anyway.
    let mut endless = Told::under(voting("method = \"approval\"\napprovals = 3"), 4);
    let ballot = endless.nominated(NOON, member('a'));
    let extend = Command::Extend { ballot, by: "P1D".parse().unwrap(), reason: prose("A holiday.") };
    assert_eq!(endless.ask(NOON, member('b'), extend), Err(Refusal::LongEnough));
}

#[test]
fn a_ballot_never_closes_before_the_last_word_that_was_heard_in_it() {
    // An objection begins a window; two stand aside in it, and the other body has one of its own from then on.
    let vote = "method = \"lazy_consensus\"\nwindow = \"P5D\"\nfallback = \"majority\"\nelectors_below = 2";
    let mut told = Told::under(voting(vote), 3);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-06 12:00", 'b', ballot, No).unwrap();
    let aside = |by| (by, Command::StandAside { ballot, reason: prose("We are related.") });
    for ((by, command), at) in [aside('b'), aside('c')].into_iter().zip(["2026-11-08 12:00", "2026-11-08 13:00"]) {
        told.ask(at, member(by), command).unwrap();
    }
    assert_eq!(told.stands(ballot, "2026-11-08 13:00"), "open until 2026-11-13T13:00:00Z");
    let yes = Command::NoteElectors { ballot, carried: true, evidence: prose("Minutes.") };
    told.ask("2026-11-13 12:59", By::Operator, yes).unwrap();
    assert_eq!(told.ended(ballot), Some((true, "2026-11-13T12:59:00Z".to_owned())));
}

#[test]
fn of_a_secret_ballot_that_was_taken_back_no_count_is_ever_shown() {
    let vote = "method = \"majority\"\nwindow = \"P5D\"\nsecret = true";
    let (mut back, mut counted) = (Told::under(voting(vote), 4), Told::under(voting(vote), 4));
    let ballot = back.nominated(NOON, member('a'));
    back.say(NOON, 'b', ballot, No).unwrap();
    back.ask(NOON, member('a'), Command::Withdraw { ballot, reason: prose("Too early.") }).unwrap();
    assert_eq!(back.ballot(ballot).counted_at(moment("2026-11-20 12:00")), None);
    let ballot = counted.nominated(NOON, member('a'));
    counted.say(NOON, 'b', ballot, Yes).unwrap();
    assert_eq!(counted.ballot(ballot).counted_at(moment("2026-11-03 12:00")), None);
    let counted = counted.ballot(ballot).counted_at(moment("2026-11-20 12:00"));
    assert_eq!(counted, Some(moment("2026-11-07 12:00")), "as it was at its end, whenever it is looked at");
}

#[test]
fn only_what_somebody_took_on_is_theirs_and_not_what_came_of_their_word() {
    let mut told = Told::of(2);
    let has = |told: &Told, letter| told.committee().duties.values().filter(|holder| **holder == id(letter)).count();
    assert_eq!((has(&told, 'a'), has(&told, 'b')), (2, 2));
    // Ben goes; his duties come to Ana by his own word, and by hers when she says something next.
    told.ask(NOON, member('b'), Command::StepDown { successor: None, reason: None }).unwrap();
    told.ask(NOON, member('a'), Command::AnswerPing).unwrap();
    assert_eq!((has(&told, 'a'), told.committee().taken.len()), (4, 0));
    told.seat('c', None);
    assert_eq!((has(&told, 'a'), has(&told, 'c')), (2, 2), "so they are shared again");
}

/// Weeks from Monday 2 November 2026 of `a`, `b`, `c`.
fn weekly() -> Told {
    let mut policy: Policy = committee();
    policy.rotation = Some(toml::from_str("every = \"P7D\"\nchanges_at = \"12:00:00\"").unwrap());
    let mut told = Told::under(policy, 4);
    let order = ['a', 'b', 'c'].map(id).to_vec();
    told.ask("2026-11-01 12:00", member('a'), Command::SetRotation { order, from: "2026-11-02".parse().unwrap() })
        .unwrap();
    told
}

fn on_call(told: &Told, at: &str) -> Option<char> {
    cover::on_call(&told.committee(), moment(at)).map(|on_call| char::from(on_call.person.as_bytes()[0]))
}

#[test]
fn a_rotation_that_begins_later_lets_the_running_one_go_on_with_what_was_agreed_pr11() {
    let mut told = weekly();
    told.ask("2026-11-03 12:00", member('b'), Command::OfferShift { shift: 1, to: id('c') }).unwrap();
    told.ask("2026-11-03 12:00", member('c'), Command::TakeShift { shift: 1 }).unwrap();
    let order = ['d', 'b'].map(id).to_vec();
    let from = "2026-11-18".parse().unwrap();
    told.ask("2026-11-04 12:00", member('d'), Command::SetRotation { order, from }).unwrap();
    for (at, who) in [
        ("2026-11-04 12:00", 'a'),
        ("2026-11-10 12:00", 'c'),
        ("2026-11-16 12:00", 'c'),
        ("2026-11-18 11:59", 'c'),
        ("2026-11-18 12:00", 'd'),
        ("2026-11-25 12:00", 'b'),
    ] {
        assert_eq!(on_call(&told, at), Some(who), "{at}");
    }
    // Each shift has a number of its own, before and after.
    let rota = told.committee().rota.unwrap();
    let numbers: Vec<u32> = rota.shifts().take(6).map(|shift| shift.number).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
    let joined = rota.shifts().zip(rota.shifts().skip(1)).take(6).all(|(one, next)| one.until == next.from);
    assert!(joined, "no moment is nobody's");
    // Whoever leaves, leaves both.
    told.ask("2026-11-05 12:00", member('b'), Command::StepDown { successor: None, reason: None }).unwrap();
    assert_eq!((on_call(&told, "2026-11-10 12:00"), on_call(&told, "2026-11-25 12:00")), (Some('c'), Some('d')));
}

#[test]
fn the_running_week_stays_whose_it_is_when_two_leave_at_once_and_no_rota_is_left_when_all_have() {
    let mut told = weekly();
    assert_eq!(on_call(&told, "2026-11-10 12:00"), Some('b'));
    for letter in ['a', 'c'] {
        told.ask("2026-11-10 12:00", member(letter), Command::StepDown { successor: None, reason: None }).unwrap();
    }
    assert_eq!(on_call(&told, "2026-11-10 12:00"), Some('b'));
    told.ask("2026-11-10 13:00", member('b'), Command::StepDown { successor: None, reason: None }).unwrap();
    assert_eq!(told.committee().rota, None, "there is none, and the page says so");
}

#[test]
fn a_deputy_who_came_for_good_and_leaves_is_not_let_in_again_by_the_absence_that_still_runs_pr26() {
    for removed in [true, false] {
        let mut told = Told::of(4);
        stood_in_for(&mut told, 'a', nominee('z'));
        told.ask("2026-12-01 12:00", member('b'), nominate('z')).unwrap();
        told.tick("2026-12-06 12:00");
        assert!(matches!(told.committee().seats[&id('z')].how, Seating::Ballot { .. }));
        if removed {
            told.ask("2026-12-10 12:00", By::Clock, Command::NoteAccountEnded { person: id('z') }).unwrap();
        } else {
            told.ask("2026-12-10 12:00", member('z'), Command::StepDown { successor: None, reason: None }).unwrap();
        }
        told.tick("2026-12-10 12:00");
        told.tick("2026-12-11 12:00");
        assert_eq!(told.members(), "abcd", "removed: {removed}");
    }
}

#[test]
fn whoever_is_on_call_by_a_new_order_is_told_though_the_shift_before_it_had_begun_that_day() {
    let mut told = weekly();
    assert_eq!(told.tick("2026-11-09 12:00"), ["shift_begun"]);
    let order = ['d', 'a'].map(id).to_vec();
    let from = "2026-11-09".parse().unwrap();
    told.ask("2026-11-09 13:00", member('a'), Command::SetRotation { order, from }).unwrap();
    assert_eq!(on_call(&told, "2026-11-09 13:00"), Some('d'));
    assert_eq!(told.tick("2026-11-09 13:00"), ["shift_begun"], "another has it now");
    assert_eq!(told.tick("2026-11-09 13:01"), [""; 0]);
}

#[test]
fn whoever_leaves_a_rota_that_is_to_come_and_was_theirs_alone_leaves_the_running_one_as_it_is() {
    let mut told = weekly();
    let from = "2026-12-07".parse().unwrap();
    told.ask("2026-11-03 12:00", member('a'), Command::SetRotation { order: vec![id('d')], from }).unwrap();
    told.ask("2026-11-03 12:00", member('b'), Command::OfferShift { shift: 1, to: id('c') }).unwrap();
    told.ask("2026-11-03 12:00", member('c'), Command::TakeShift { shift: 1 }).unwrap();
    told.ask("2026-11-04 12:00", member('d'), Command::StepDown { successor: None, reason: None }).unwrap();
    for (at, who) in [("2026-11-04 13:00", 'a'), ("2026-11-10 12:00", 'c'), ("2026-12-14 13:00", 'a')] {
        assert_eq!(on_call(&told, at), Some(who), "{at}");
    }
}
