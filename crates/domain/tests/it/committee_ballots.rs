//! Ballots: by every kind of vote, at every boundary, for committees of one, two, four and seven.

use domain::committee::audience::Place;
use domain::committee::command::Command;
use domain::committee::decide::{Refusal, Verb};
use domain::committee::facts::By;
use domain::committee::view;
use domain::policy::Ballot as Kind;
use domain::voting::Choice::{Abstain, No, Yes};

use crate::committee_story::{Told, id, member, nominate, voting};
use crate::people::prose;
use crate::story::moment;

const NOON: &str = "2026-11-02 12:00";

#[test]
fn silence_is_consent_when_the_window_is_over_and_not_a_second_before_pr18() {
    for count in [2, 4, 7] {
        let mut told = Told::of(count);
        let ballot = told.nominated(NOON, member('a'));
        assert_eq!(told.tick("2026-11-07 11:59"), [""; 0], "{count}");
        assert_eq!(told.stands(ballot, "2026-11-07 11:59"), "open until 2026-11-07T12:00:00Z");
        assert_eq!(told.tick("2026-11-07 12:00")[..2], ["ballot_closed", "member_seated"], "{count}");
        assert!(told.members().ends_with('z'));
    }
}

#[test]
fn when_everybody_has_said_yes_nobody_is_waited_for() {
    let mut told = Told::of(4);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-02 13:00", 'b', ballot, Yes).unwrap();
    told.say("2026-11-02 14:00", 'c', ballot, Yes).unwrap();
    let kinds = told.say("2026-11-02 15:00", 'd', ballot, Yes).unwrap();
    assert_eq!(kinds, ["voted", "ballot_closed", "member_seated", "roster_warned"]);
    assert_eq!(told.ended(ballot), Some((true, "2026-11-02T15:00:00Z".to_owned())));
}

#[test]
fn an_objection_in_the_last_second_counts_and_begins_a_window_of_its_own_pr19() {
    let mut told = Told::of(4);
    let ballot = told.nominated(NOON, member('a'));
    let last = "2026-11-07T11:59:59Z".parse().unwrap();
    let no = |reason| Command::Vote { ballot, choice: No, reason };
    assert_eq!(told.at(last, member('b'), &no(None)), Err(Refusal::ReasonNeeded));
    told.at(last, member('b'), &no(Some(prose("too early")))).unwrap();
    assert_eq!(told.stands(ballot, "2026-11-08 12:00"), "open until 2026-11-12T11:59:59Z");
    told.say("2026-11-08 12:00", 'c', ballot, Yes).unwrap();
    told.tick("2026-11-12 12:00");
    assert_eq!(told.ended(ballot), Some((true, "2026-11-12T11:59:59Z".to_owned())), "two for it, one against it");
}

#[test]
fn an_objection_at_the_end_is_too_late_even_when_nobody_has_noted_the_end() {
    let mut told = Told::of(4);
    let ballot = told.nominated(NOON, member('a'));
    assert_eq!(told.say("2026-11-07 12:00", 'b', ballot, No), Err(Refusal::Over));
    // The server was down for a week: it closed when it closed, with the result it had then.
    told.tick("2026-11-14 08:00");
    assert_eq!(told.ended(ballot), Some((true, "2026-11-07T12:00:00Z".to_owned())));
}

#[test]
fn an_objection_that_is_taken_back_does_not_make_silence_consent_again() {
    let mut told = Told::of(4);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    told.say("2026-11-04 12:00", 'b', ballot, Abstain).unwrap();
    told.say("2026-11-04 13:00", 'a', ballot, Abstain).unwrap();
    told.tick("2026-11-08 12:00");
    assert_eq!(told.ended(ballot), Some((false, "2026-11-08T12:00:00Z".to_owned())), "nobody is for it");
}

#[test]
fn a_tie_carries_nothing_and_everybody_abstaining_only_where_silence_would() {
    let mut tie = Told::of(2);
    let ballot = tie.nominated(NOON, member('a'));
    tie.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    tie.tick("2026-11-08 12:00");
    assert_eq!(tie.ended(ballot).map(|(carried, _)| carried), Some(false));

    let mut silent = Told::of(4);
    let ballot = silent.nominated(NOON, member('a'));
    for letter in ['a', 'b', 'c', 'd'] {
        silent.say("2026-11-03 12:00", letter, ballot, Abstain).unwrap();
    }
    silent.tick("2026-11-07 12:00");
    assert_eq!(silent.ended(ballot).map(|(carried, _)| carried), Some(true), "nobody objected");

    let mut majority = Told::under(voting(Kind::Admission, "method = \"majority\"\nwindow = \"P5D\""), 4);
    let ballot = majority.nominated(NOON, member('a'));
    for letter in ['a', 'b', 'c', 'd'] {
        majority.say("2026-11-03 12:00", letter, ballot, Abstain).unwrap();
    }
    majority.tick("2026-11-07 12:00");
    assert_eq!(majority.ended(ballot).map(|(carried, _)| carried), Some(false), "nobody is for it");
}

#[test]
fn one_s_last_word_counts_and_the_same_word_twice_is_no_word() {
    let mut told = Told::under(voting(Kind::Admission, "method = \"majority\"\nwindow = \"P5D\""), 4);
    let ballot = told.nominated(NOON, member('a'));
    assert_eq!(told.say("2026-11-03 12:00", 'a', ballot, Yes), Err(Refusal::SaidAlready));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    told.say("2026-11-04 12:00", 'b', ballot, Yes).unwrap();
    told.say("2026-11-05 12:00", 'a', ballot, No).unwrap();
    told.say("2026-11-06 12:00", 'a', ballot, Yes).unwrap();
    let tally = told.ballot(ballot).tally(moment("2026-11-06 12:00"));
    assert_eq!((tally.yes, tally.no, tally.abstain, tally.electorate), (2, 0, 0, 4));
}

#[test]
fn who_stands_aside_counts_no_more_and_says_nothing_after_it() {
    let mut told = Told::of(4);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    let aside = Command::StandAside { ballot, reason: prose("We share a house.") };
    told.ask("2026-11-03 13:00", member('b'), aside.clone()).unwrap();
    assert_eq!(told.say("2026-11-03 14:00", 'b', ballot, Yes), Err(Refusal::NotAnElector));
    assert_eq!(told.ask("2026-11-03 14:00", member('b'), aside), Err(Refusal::NotAnElector));
    let tally = told.ballot(ballot).tally(moment("2026-11-03 14:00"));
    assert_eq!((tally.yes, tally.no, tally.electorate), (1, 0, 3));
    // The objection has ended the silence all the same: one for it, nobody against it.
    told.tick("2026-11-08 12:00");
    assert_eq!(told.ended(ballot), Some((true, "2026-11-08T12:00:00Z".to_owned())));
}

#[test]
fn where_everybody_stands_aside_nobody_has_consented() {
    let mut told = Told::of(2);
    let ballot = told.nominated(NOON, member('a'));
    for letter in ['a', 'b'] {
        let aside = Command::StandAside { ballot, reason: prose("We are related.") };
        told.ask("2026-11-03 12:00", member(letter), aside).unwrap();
    }
    told.tick("2026-11-07 12:00");
    assert_eq!(told.ended(ballot).map(|(carried, _)| carried), Some(false));
}

#[test]
fn a_quorum_a_veto_approvals_and_one_person_s_word() {
    let cases = [
        ("method = \"majority\"\nwindow = \"P5D\"\nquorum = 3", vec![('b', Yes)], false),
        ("method = \"majority\"\nwindow = \"P5D\"\nquorum = 3", vec![('b', Yes), ('c', Abstain)], true),
        ("method = \"majority\"\nwindow = \"P5D\"\nveto = true", vec![('b', Yes), ('c', No)], false),
        ("method = \"approval\"\napprovals = 2\nwindow = \"P5D\"", vec![('b', Yes)], true),
        ("method = \"approval\"\napprovals = 3\nwindow = \"P5D\"", vec![('b', Yes)], false),
        ("method = \"sole\"\nwindow = \"P5D\"", vec![], true),
        ("method = \"super_majority\"\nshare = \"2/3\"\nwindow = \"P5D\"", vec![('b', Yes), ('c', No)], true),
        (
            "method = \"super_majority\"\nshare = \"2/3\"\nof_all = true\nwindow = \"P5D\"",
            vec![('b', Yes), ('c', No)],
            false,
        ),
    ];
    for (vote, said, carried) in cases {
        let mut told = Told::under(voting(Kind::Admission, vote), 4);
        let ballot = told.nominated(NOON, member('a'));
        for (letter, choice) in said {
            told.say("2026-11-03 12:00", letter, ballot, choice).unwrap();
        }
        told.tick("2026-11-07 12:00");
        assert_eq!(told.ended(ballot).map(|(carried, _)| carried), Some(carried), "{vote}");
    }
}

#[test]
fn two_bodies_carry_what_both_say_and_one_against_it_is_enough() {
    let vote = "method = \"two_bodies\"\nelectors = \"the steering committee\"\nwindow = \"P5D\"";
    let body = |ballot, carried| Command::NoteElectors { ballot, carried, evidence: prose("Minutes.") };
    let mut both = Told::under(voting(Kind::Admission, vote), 4);
    let ballot = both.nominated(NOON, member('a'));
    assert_eq!(
        both.ask("2026-11-03 12:00", By::Operator, body(ballot, true)).unwrap()[..2],
        ["electors_decided", "ballot_closed"]
    );
    assert_eq!(both.ended(ballot), Some((true, "2026-11-03T12:00:00Z".to_owned())));
    let mut against = Told::under(voting(Kind::Admission, vote), 4);
    let ballot = against.nominated(NOON, member('a'));
    against.ask("2026-11-03 12:00", By::Operator, body(ballot, false)).unwrap();
    assert_eq!(against.ended(ballot).map(|(carried, _)| carried), Some(false));
    let mut unheard = Told::under(voting(Kind::Admission, vote), 4);
    let ballot = unheard.nominated(NOON, member('a'));
    unheard.tick("2026-11-07 12:00");
    assert_eq!(unheard.ended(ballot).map(|(carried, _)| carried), Some(false));
    // A policy that says nothing of time means five days, and not for ever.
    let mut endless = Told::under(voting(Kind::Admission, "method = \"two_bodies\""), 4);
    let ballot = endless.nominated(NOON, member('a'));
    assert_eq!(endless.stands(ballot, NOON), "open until 2026-11-07T12:00:00Z");
}

#[test]
fn where_standing_aside_leaves_one_to_decide_about_another_the_other_body_decides_a5() {
    let vote = "method = \"majority\"\nwindow = \"P5D\"\nelectors = \"the steering committee\"\nelectors_below = 2";
    let mut told = Told::under(voting(Kind::Admission, vote), 2);
    let ballot = told.nominated(NOON, member('a'));
    let note = Command::NoteElectors { ballot, carried: false, evidence: prose("Minutes.") };
    assert_eq!(told.ask("2026-11-03 12:00", By::Operator, note.clone()), Err(Refusal::NotForElectors));
    let aside = Command::StandAside { ballot, reason: prose("We are related.") };
    told.ask("2026-11-03 13:00", member('b'), aside).unwrap();
    assert!(matches!(told.say("2026-11-03 14:00", 'a', ballot, Abstain), Err(Refusal::ElectorsDecide { .. })));
    let by_member = told.ask("2026-11-03 14:00", member('a'), note.clone());
    assert_eq!(by_member, Err(Refusal::NotYours { verb: Verb::NoteElectors }));
    told.ask("2026-11-03 15:00", By::Operator, note).unwrap();
    assert_eq!(told.ended(ballot), Some((false, "2026-11-03T15:00:00Z".to_owned())));
}

#[test]
fn a_ballot_is_left_open_for_longer_and_taken_back_by_whoever_opened_it() {
    let mut told = Told::of(4);
    let ballot = told.nominated(NOON, member('a'));
    let extend = Command::Extend { ballot, by: "P2D".parse().unwrap(), reason: prose("A holiday.") };
    let long = Command::Extend { ballot, by: "P6D".parse().unwrap(), reason: prose("No hurry.") };
    assert_eq!(told.ask("2026-11-07 10:00", member('b'), long), Err(Refusal::LongEnough));
    told.ask("2026-11-07 11:00", member('b'), extend.clone()).unwrap();
    assert_eq!(told.ask("2026-11-07 11:30", member('c'), extend), Err(Refusal::AlreadyDone), "not for ever");
    assert_eq!(told.tick("2026-11-07 12:00"), [""; 0]);
    told.say("2026-11-08 12:00", 'c', ballot, Abstain).unwrap();
    assert_eq!(told.stands(ballot, "2026-11-08 12:00"), "open until 2026-11-09T12:00:00Z");
    let back = Command::Withdraw { ballot, reason: prose("They changed their mind.") };
    assert_eq!(told.ask("2026-11-08 13:00", member('b'), back.clone()), Err(Refusal::NotTheOpener));
    told.ask("2026-11-08 13:00", member('a'), back).unwrap();
    told.tick("2026-11-09 13:00");
    assert_eq!((told.ended(ballot), told.members()), (None, "abcd".to_owned()), "nothing comes of it");
    assert_eq!(told.say("2026-11-08 14:00", 'b', ballot, Yes), Err(Refusal::Over));
    assert!(told.ask("2026-11-08 15:00", member('a'), nominate('z')).is_ok(), "it can be asked anew");
}

#[test]
fn five_days_are_five_days_of_the_zone_over_a_change_of_the_clocks() {
    let mut policy = domain::policy::committee();
    policy.calendar = toml::from_str("zone = \"Europe/Berlin\"").unwrap();
    for (opened, closes) in [("2026-10-22 10:00", "2026-10-27T11:00:00Z"), ("2027-03-25 10:00", "2027-03-30T09:00:00Z")]
    {
        let mut told = Told::under(policy.clone(), 4);
        let ballot = told.nominated(opened, member('a'));
        assert_eq!(told.stands(ballot, opened), format!("open until {closes}"), "the same hour on the wall");
    }
}

#[test]
fn a_secret_ballot_shows_nobody_s_hand_but_one_s_own_and_the_count_when_it_is_over() {
    let mut told = Told::under(voting(Kind::Admission, "method = \"majority\"\nwindow = \"P5D\"\nsecret = true"), 4);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    let seen = |told: &Told, by: char, at: &str| {
        view::open(&told.committee(), &told.log, &told.policy, (Place::Member, Some(id(by))), moment(at))
    };
    let view = seen(&told, 'c', "2026-11-04 12:00");
    let shown = view.ballots.first().unwrap();
    assert!(shown.electorate.iter().all(|elector| elector.said.is_none()) && shown.tally.is_none());
    assert_eq!(view.log.iter().filter(|entry| entry.event.kind() == "voted").count(), 0);
    let own = seen(&told, 'b', "2026-11-04 12:00");
    assert_eq!(own.ballots[0].electorate.iter().filter(|elector| elector.said.is_some()).count(), 1);
    assert_eq!(own.log.iter().filter(|entry| entry.event.kind() == "voted").count(), 1);
    told.tick("2026-11-07 12:00");
    let over = seen(&told, 'c', "2026-11-08 12:00");
    assert_eq!(over.ballots[0].tally.map(|tally| (tally.yes, tally.no)), Some((1, 1)));
    assert!(over.ballots[0].electorate.iter().all(|elector| elector.said.is_none()));
}

#[test]
fn whoever_leaves_counts_in_no_ballot_that_is_open() {
    let mut told = Told::under(voting(Kind::Admission, "method = \"majority\"\nwindow = \"P5D\""), 4);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    told.say("2026-11-03 12:00", 'c', ballot, No).unwrap();
    for letter in ['b', 'c'] {
        told.ask("2026-11-04 12:00", member(letter), Command::StepDown { successor: None, reason: None }).unwrap();
    }
    let tally = told.ballot(ballot).tally(moment("2026-11-05 12:00"));
    assert_eq!((tally.yes, tally.no, tally.electorate), (1, 0, 2));
    told.tick("2026-11-07 12:00");
    assert_eq!(told.ended(ballot).map(|(carried, _)| carried), Some(true));
}

#[test]
fn who_came_later_has_no_vote_on_what_was_open_before() {
    let mut told = Told::of(3);
    let ballot = told.nominated(NOON, member('a'));
    told.seat('d', None);
    assert_eq!(told.say("2026-11-03 12:00", 'd', ballot, No), Err(Refusal::NotAnElector));
}
