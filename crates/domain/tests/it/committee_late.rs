//! Ballots at their edges: whose end passed while nobody looked, which another body takes over, which somebody leaves meanwhile.

use domain::committee::audience::Place;
use domain::committee::command::Command;
use domain::committee::decide::Refusal;
use domain::committee::facts::By;
use domain::committee::view;
use domain::policy::Ballot as Kind;
use domain::voting::Choice::{Abstain, No, Yes};

use crate::committee_story::{Told, id, member, nominate, nominee, voting};
use crate::people::{line, prose};
use crate::story::moment;

const NOON: &str = "2026-11-02 12:00";
const FEW: &str = "method = \"majority\"\nwindow = \"P5D\"\nelectors = \"the steering committee\"\nelectors_below = 2";

fn aside(ballot: u64) -> Command {
    Command::StandAside { ballot, reason: prose("We are related.") }
}

fn down() -> Command {
    Command::StepDown { successor: None, reason: None }
}

fn removal() -> Command {
    Command::ProposeRemoval { person: id('b'), reason: prose("Nobody has heard of them.") }
}

fn closed(carried: bool, at: &str) -> (bool, String) {
    (carried, at.to_owned())
}

/// Nothing was heard of `b` since 1 November, and of the others on the 29th; it is 1 December, a minute past noon.
fn silent(count: u8) -> Told {
    let mut told = Told::of(count);
    for at in ["2026-11-15 09:00", "2026-11-29 09:00"] {
        for letter in ('a'..).take(usize::from(count)).filter(|letter| *letter != 'b') {
            told.ask(at, member(letter), Command::AnswerPing).unwrap();
        }
    }
    told.tick("2026-11-16 12:00");
    told.tick("2026-12-01 12:01");
    told
}

#[test]
fn who_leaves_after_the_end_changes_nothing_of_a_ballot_that_was_over_then() {
    let mut told = Told::under(voting(Kind::Admission, "method = \"majority\"\nwindow = \"P5D\""), 3);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    told.say("2026-11-04 12:00", 'c', ballot, Yes).unwrap();
    // Without the one who leaves it would be one to one; but it was two to one when it was over.
    let kinds = told.ask("2026-11-08 09:00", member('c'), down()).unwrap();
    assert!(kinds.starts_with(&["member_left", "ballot_closed", "member_seated"]), "{kinds:?}");
    assert_eq!(told.ended(ballot), Some(closed(true, "2026-11-07T12:00:00Z")));
}

#[test]
fn who_leaves_after_the_end_does_not_hand_a_ballot_that_was_over_to_the_other_body_a5() {
    let mut told = Told::under(voting(Kind::Admission, FEW), 2);
    let ballot = told.nominated(NOON, member('a'));
    assert_eq!(told.stands(ballot, "2026-11-07 12:00"), "carried 2026-11-07T12:00:00Z");
    // Nobody has noted that yet when the other one leaves a day later.
    told.ask("2026-11-08 09:00", member('b'), down()).unwrap();
    assert_eq!(told.ended(ballot), Some(closed(true, "2026-11-07T12:00:00Z")));
    assert!(told.members().contains('z'));
}

#[test]
fn a_removal_that_the_clock_has_carried_stays_carried_whoever_leaves_afterwards_pr26() {
    let mut told = silent(4);
    told.ask("2026-12-01 13:00", member('a'), removal()).unwrap();
    let ballot = told.last_ballot().number;
    told.say("2026-12-02 13:00", 'c', ballot, Yes).unwrap();
    assert_eq!(told.stands(ballot, "2026-12-06 13:00"), "carried 2026-12-06T13:00:00Z", "two of three are two thirds");
    let ended = |letter| Command::NoteAccountEnded { person: id(letter) };
    let mut noted = Told { policy: told.policy.clone(), log: told.log.clone() };
    noted.tick("2026-12-06 13:00");
    assert_eq!(noted.members(), "acd");
    // The desk was down from the end on; the first that it hears is that two accounts have ended.
    for letter in ['d', 'c'] {
        told.ask("2026-12-07 13:00", By::Clock, ended(letter)).unwrap();
    }
    assert_eq!((told.ended(ballot), told.members()), (Some(closed(true, "2026-12-06T13:00:00Z")), "a".to_owned()));
}

#[test]
fn where_two_bodies_decide_who_stands_aside_is_no_longer_against_it() {
    let vote = "method = \"two_bodies\"\nelectors = \"the steering committee\"\nwindow = \"P5D\"";
    let mut told = Told::under(voting(Kind::Admission, vote), 3);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    let yes = Command::NoteElectors { ballot, carried: true, evidence: prose("Minutes.") };
    told.ask("2026-11-04 12:00", By::Operator, yes).unwrap();
    assert_eq!(told.ended(ballot), None, "one of the members is against it");
    told.ask("2026-11-05 12:00", member('b'), aside(ballot)).unwrap();
    told.tick("2026-11-07 12:00");
    assert_eq!(told.ended(ballot), Some(closed(true, "2026-11-05T12:00:00Z")), "both say the same since then");
}

#[test]
fn in_a_body_of_three_the_other_body_decides_when_one_of_two_stands_aside_pr26_a5() {
    let mut told = silent(3);
    told.ask("2026-12-01 13:00", member('a'), removal()).unwrap();
    let ballot = told.last_ballot().number;
    let note = |carried| Command::NoteElectors { ballot, carried, evidence: prose("Minutes of 3 December.") };
    assert_eq!(told.ask("2026-12-01 14:00", By::Operator, note(true)), Err(Refusal::NotForElectors));
    told.ask("2026-12-02 13:00", member('c'), aside(ballot)).unwrap();
    assert_eq!(told.ended(ballot), None, "the one yes that was said before is not everybody's");
    let body = Some(line("the technical steering committee"));
    assert_eq!(told.say("2026-12-02 14:00", 'a', ballot, No), Err(Refusal::ElectorsDecide { body }));
    told.ask("2026-12-03 09:00", By::Operator, note(true)).unwrap();
    assert_eq!((told.ended(ballot), told.members()), (Some(closed(true, "2026-12-03T09:00:00Z")), "ac".to_owned()));
}

#[test]
fn what_the_other_body_says_too_late_is_refused_and_its_silence_lets_nobody_in_a5() {
    let mut told = Told::under(voting(Kind::Admission, FEW), 1);
    told.ask(NOON, member('a'), nominate('z')).unwrap();
    let ballot = told.last_ballot().number;
    assert_eq!(told.ended(ballot), None, "nobody decides alone where the policy asks another body");
    let note = Command::NoteElectors { ballot, carried: true, evidence: prose("Minutes.") };
    assert_eq!(told.ask("2026-11-07 12:00", By::Operator, note), Err(Refusal::Over));
    told.tick("2026-11-07 12:00");
    assert_eq!((told.ended(ballot), told.members()), (Some(closed(false, "2026-11-07T12:00:00Z")), "a".to_owned()));
}

#[test]
fn an_objection_in_a_committee_of_seven_is_decided_by_the_majority_of_votes_cast_pr19() {
    for (against, carried) in [(vec!['b'], true), (vec!['b', 'c', 'd'], true), (vec!['b', 'c', 'd', 'e'], false)] {
        let mut told = Told::of(7);
        let ballot = told.nominated(NOON, member('a'));
        for letter in &against {
            told.say("2026-11-03 12:00", *letter, ballot, No).unwrap();
        }
        for letter in ['e', 'f', 'g'].into_iter().filter(|letter| !against.contains(letter)) {
            told.say("2026-11-04 12:00", letter, ballot, Yes).unwrap();
        }
        assert_eq!(told.tick("2026-11-08 11:59"), [""; 0], "the majority has a window of its own");
        told.tick("2026-11-08 12:00");
        assert_eq!(told.ended(ballot).map(|(carried, _)| carried), Some(carried), "{against:?}");
    }
    let mut abstained = Told::of(4);
    let ballot = abstained.nominated(NOON, member('a'));
    abstained.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    for letter in ['a', 'b', 'c', 'd'] {
        abstained.say("2026-11-04 12:00", letter, ballot, Abstain).unwrap();
    }
    abstained.tick("2026-11-08 12:00");
    assert_eq!(
        abstained.ended(ballot),
        Some(closed(false, "2026-11-08T12:00:00Z")),
        "nobody is for it after an objection"
    );
}

#[test]
fn what_a_maintainer_opened_no_member_takes_back() {
    let mut told = Told::of(4);
    told.ask(NOON, By::Maintainer(id('m')), nominate('z')).unwrap();
    let ballot = told.last_ballot();
    assert!(ballot.said.is_empty(), "a maintainer nominates and has no vote");
    let back = Command::Withdraw { ballot: ballot.number, reason: prose("no") };
    assert_eq!(told.ask("2026-11-03 12:00", member('a'), back), Err(Refusal::NotTheOpener));
}

#[test]
fn a_hand_in_a_secret_ballot_is_no_auditor_s_to_see_and_standing_aside_is_no_hand() {
    let mut told = Told::under(voting(Kind::Admission, "method = \"majority\"\nwindow = \"P5D\"\nsecret = true"), 4);
    let ballot = told.nominated(NOON, member('a'));
    told.say("2026-11-03 12:00", 'b', ballot, No).unwrap();
    told.say("2026-11-04 12:00", 'b', ballot, Yes).unwrap();
    told.ask("2026-11-04 13:00", member('c'), aside(ballot)).unwrap();
    for (at, over) in [("2026-11-05 12:00", false), ("2026-11-09 12:00", true)] {
        told.tick(at);
        let seen = |by| view::open(&told.committee(), &told.log, &told.policy, by, moment(at));
        let hands = |view: &view::CommitteeView| view.log.iter().filter(|one| one.event.kind() == "voted").count();
        for by in [(Place::Auditor, Some(id('u'))), (Place::Auditor, None), (Place::Member, Some(id('d')))] {
            let view = seen(by);
            assert_eq!(hands(&view), 0, "{by:?} at {at}");
            let shown = &view.ballots[0];
            assert!(shown.electorate.iter().all(|elector| elector.said.is_none()), "{by:?} at {at}");
            assert_eq!(shown.electorate.iter().filter(|elector| elector.aside.is_some()).count(), 1);
            assert_eq!(shown.tally.is_some(), over, "{by:?} at {at}");
        }
        let own = seen((Place::Member, Some(id('b'))));
        assert_eq!(hands(&own), 2, "both of one's own words");
        let word = own.ballots[0].electorate.iter().find_map(|elector| elector.said.as_ref());
        assert_eq!(word.map(|(choice, _, _)| *choice), Some(Yes), "the last one");
        let outside = seen((Place::Outside, Some(id('b'))));
        assert!(outside.ballots.is_empty() && hands(&outside) == 0);
    }
}

#[test]
fn somebody_is_asked_about_once_at_a_time_by_name_or_by_address_pr18() {
    let mut told = Told::of(4);
    told.nominated(NOON, member('a'));
    let mut same = nominee('y');
    same.address = line("Z@ELSEWHERE.example");
    let again = Command::Nominate { nominee: same, interest: None, reason: prose("they know the parser") };
    assert_eq!(told.ask("2026-11-03 12:00", member('b'), again.clone()), Err(Refusal::BallotOpen));
    told.say("2026-11-03 12:00", 'c', told.last_ballot().number, No).unwrap();
    assert_eq!(told.ask("2026-11-08 11:59", member('b'), again.clone()), Err(Refusal::BallotOpen));
    assert!(told.ask("2026-11-08 12:00", member('b'), again).is_ok(), "it was lost, and can be asked anew");
    let unknown = Command::Nominate { nominee: nominee('x'), interest: Some(99), reason: prose("they wrote") };
    assert_eq!(told.ask("2026-11-08 12:01", member('b'), unknown), Err(Refusal::NoSuch));
}
