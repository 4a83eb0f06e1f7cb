//! Away, silent and on call: what absence asks for, what silence comes to, whose week it is.

use domain::committee::command::Command;
use domain::committee::cover;
use domain::committee::decide::Refusal;
use domain::committee::facts::{By, Leaving, Sign};
use domain::committee::leave::{self, Asks};
use domain::ids::CaseId;
use domain::policy::{Policy, committee};
use domain::voting::Choice::{No, Yes};

use crate::committee_story::{Told, id, member, nominee};
use crate::people::{line, prose};
use crate::story::moment;

fn plan(from: &str, until: &str) -> Command {
    Command::PlanLeave { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

#[test]
fn two_weeks_ask_for_cover_a_month_allows_a_deputy_and_more_than_three_need_a_decision_pr23_pr24() {
    let policy = committee();
    for (until, asks) in [
        ("2027-01-13", Asks::Nothing),
        ("2027-01-14", Asks::Cover),
        ("2027-01-30", Asks::Cover),
        ("2027-01-31", Asks::Deputy),
        ("2027-03-31", Asks::Deputy),
        ("2027-04-01", Asks::Decision),
    ] {
        let (from, until) = ("2027-01-01".parse().unwrap(), until.parse().unwrap());
        let (begins, ends) = leave::instants(&policy.calendar, from, until);
        assert_eq!(leave::asks(&policy, begins, ends), asks, "{until}");
    }
}

#[test]
fn a_leave_lies_ahead_ends_after_it_begins_and_does_not_overlap_another() {
    let mut told = Told::of(3);
    for (from, until) in [("2026-11-01", "2026-12-01"), ("2026-12-02", "2026-12-01"), ("2026-12-01", "2029-01-01")] {
        assert_eq!(
            told.ask("2026-11-02 09:00", member('a'), plan(from, until)),
            Err(Refusal::BadDates),
            "{from} {until}"
        );
    }
    told.ask("2026-11-02 09:00", member('a'), plan("2026-12-01", "2026-12-10")).unwrap();
    let again = told.ask("2026-11-02 09:00", member('a'), plan("2026-12-10", "2026-12-20"));
    assert_eq!(again, Err(Refusal::LeaveOverlaps));
    assert!(told.ask("2026-11-02 09:00", member('a'), plan("2026-12-11", "2026-12-20")).is_ok());
}

#[test]
fn what_nobody_covers_is_warned_about_a_week_before_a_day_before_and_when_it_begins_pr23() {
    let mut told = Told::of(3);
    for duty in ["triage", "infrastructure", "disclosure", "release"] {
        told.ask("2026-11-02 09:00", member('a'), Command::TakeDuty { duty: line(duty) }).ok();
    }
    told.ask("2026-11-02 09:00", member('a'), plan("2026-12-01", "2026-12-20")).unwrap();
    let leave = *told.committee().leaves.keys().next().unwrap();
    assert_eq!(told.tick("2026-11-16 12:00"), ["pinged", "pinged"], "the others, of whom nothing is heard");
    assert_eq!(told.tick("2026-11-17 12:00"), ["pinged"], "and who planned it a day later");
    assert_eq!(told.tick("2026-11-23 23:59"), [""; 0]);
    assert_eq!(told.tick("2026-11-24 00:00"), ["leave_warned"]);
    assert_eq!(told.tick("2026-11-24 00:01"), [""; 0], "once");
    let cover = |duty: &str| Command::CoverLeave { leave, duty: line(duty) };
    assert_eq!(told.ask("2026-11-25 09:00", member('a'), cover("triage")), Err(Refusal::NotForThem));
    told.ask("2026-11-25 09:00", member('c'), plan("2026-12-19", "2026-12-25")).unwrap();
    assert_eq!(told.ask("2026-11-25 09:00", member('c'), cover("triage")), Err(Refusal::AwayThen));
    for duty in ["triage", "release", "disclosure"] {
        told.ask("2026-11-25 09:00", member('b'), cover(duty)).unwrap();
    }
    let open = || cover::gaps(&told.committee(), &told.committee().leaves[&leave]);
    assert_eq!(open().iter().map(domain::words::Line::reveal).collect::<Vec<_>>(), ["infrastructure"]);
    assert_eq!(told.tick("2026-11-30 00:00"), ["leave_warned"]);
    told.ask("2026-11-30 09:00", member('b'), cover("infrastructure")).unwrap();
    assert_eq!(told.tick("2026-12-01 00:00"), [""; 0], "nothing is left open");
    let acting = |at: &str| cover::acting(&told.committee(), &line("triage"), moment(at));
    assert_eq!(acting("2026-11-30 23:59"), Some(id('a')));
    assert_eq!(acting("2026-12-01 00:00"), Some(id('b')));
    assert_eq!(acting("2026-12-21 00:00"), Some(id('a')));
}

#[test]
fn what_nobody_covers_is_done_by_somebody_who_is_there_all_the_same_pr11() {
    let mut told = Told::of(3);
    told.ask("2026-11-02 09:00", member('a'), plan("2026-12-01", "2026-12-05")).unwrap();
    let acting = |told: &Told| cover::acting(&told.committee(), &line("triage"), moment("2026-12-02 09:00"));
    assert_eq!(acting(&told), Some(id('b')));
    told.ask("2026-11-02 09:00", member('b'), plan("2026-12-01", "2026-12-05")).unwrap();
    assert_eq!(acting(&told), Some(id('c')));
}

#[test]
fn a_deputy_has_the_seat_from_the_first_moment_to_the_last_and_a_vote_in_place_of_whom_they_stand_in_for_pr24() {
    let mut told = Told::of(3);
    told.ask("2026-11-02 09:00", member('a'), plan("2026-12-01", "2027-01-15")).unwrap();
    let leave = *told.committee().leaves.keys().next().unwrap();
    let name = Command::NameDeputy { leave, deputy: nominee('d') };
    assert_eq!(told.ask("2026-11-02 10:00", member('b'), name.clone()), Err(Refusal::NotForThem));
    told.ask("2026-11-02 10:00", member('a'), name.clone()).unwrap();
    assert_eq!(told.ask("2026-11-02 11:00", member('a'), name.clone()), Err(Refusal::BallotOpen));
    assert_eq!(told.tick("2026-11-07 10:00")[..2], ["ballot_closed", "deputy_named"], "nobody has objected");
    assert_eq!(told.ask("2026-11-07 11:00", member('a'), name), Err(Refusal::AlreadyDone));
    told.tick("2026-11-30 23:59");
    assert_eq!(told.members(), "abc");
    told.tick("2026-12-01 00:00");
    assert_eq!(told.members(), "abcd");
    told.nominated("2026-12-02 12:00", member('b'));
    let electorate: Vec<_> = told.last_ballot().electorate.into_iter().collect();
    assert_eq!(electorate, [id('b'), id('c'), id('d')], "one word for each seat");
    told.tick("2027-01-15 23:59");
    assert!(told.members().contains('d'));
    told.tick("2027-01-16 00:00");
    assert!(!told.members().contains('d'));
    assert_eq!(told.committee().former[0].why, Leaving::DeputyEnded { leave });
    // A short absence has none.
    let mut short = Told::of(3);
    short.ask("2026-11-02 09:00", member('a'), plan("2026-12-01", "2026-12-20")).unwrap();
    let leave = *short.committee().leaves.keys().next().unwrap();
    let name = Command::NameDeputy { leave, deputy: nominee('d') };
    assert_eq!(short.ask("2026-11-02 10:00", member('a'), name), Err(Refusal::NoDeputy));
}

#[test]
fn whoever_comes_back_early_takes_the_seat_back_from_the_deputy() {
    let mut told = Told::of(3);
    told.ask("2026-11-02 09:00", member('a'), plan("2026-12-01", "2027-01-15")).unwrap();
    let leave = *told.committee().leaves.keys().next().unwrap();
    told.ask("2026-11-02 10:00", member('a'), Command::NameDeputy { leave, deputy: nominee('d') }).unwrap();
    told.tick("2026-12-01 00:00");
    told.ask("2026-12-10 09:00", member('a'), Command::EndLeave { leave }).unwrap();
    told.tick("2026-12-10 09:00");
    assert_eq!(told.members(), "abc");
}

#[test]
fn a_longer_absence_is_put_to_the_members_and_is_none_when_they_do_not_grant_it_pr24() {
    for (word, granted) in [(Yes, true), (No, false)] {
        let mut told = Told::of(3);
        let kinds = told.ask("2026-11-02 09:00", member('a'), plan("2026-12-01", "2027-06-30")).unwrap();
        assert_eq!(kinds, ["leave_planned", "ballot_opened"]);
        let (leave, ballot) = (*told.committee().leaves.keys().next().unwrap(), told.last_ballot().number);
        let name = Command::NameDeputy { leave, deputy: nominee('d') };
        assert_eq!(told.ask("2026-11-02 10:00", member('a'), name.clone()), Err(Refusal::NotGranted));
        told.say("2026-11-03 09:00", 'b', ballot, word).unwrap();
        told.say("2026-11-03 10:00", 'c', ballot, word).unwrap();
        told.tick("2026-11-08 09:00");
        let known = &told.committee().leaves[&leave];
        assert_eq!((known.granted, known.is_during(moment("2027-01-01 09:00"))), (Some(granted), granted));
        assert_eq!(told.ask("2026-11-09 10:00", member('a'), name).is_ok(), granted);
    }
}

/// Nothing was heard of `b` since 1 November; the others say that they are there.
fn silent() -> Told {
    let mut told = Told::of(3);
    for at in ["2026-11-15 09:00", "2026-11-29 09:00"] {
        for letter in ['a', 'c'] {
            told.ask(at, member(letter), Command::AnswerPing).unwrap();
        }
    }
    told
}

fn removal() -> Command {
    Command::ProposeRemoval { person: id('b'), reason: prose("Nobody has heard of them.") }
}

#[test]
fn a_silent_member_is_asked_first_then_the_others_are_told_and_nothing_follows_without_a_ballot_pr22_pr25() {
    let mut told = silent();
    assert_eq!(told.tick("2026-11-15 23:59"), [""; 0]);
    assert_eq!(told.tick("2026-11-16 12:00"), ["pinged"], "half-way to a month");
    assert_eq!(told.ask("2026-12-01 12:00", member('a'), removal()), Err(Refusal::NotSilent), "a month, and no more");
    assert_eq!(told.tick("2026-12-01 12:01"), ["silence_noted"]);
    assert_eq!(told.tick("2026-12-20 12:00").iter().filter(|kind| **kind == "member_left").count(), 0);
    let kinds = told.ask("2026-12-20 13:00", member('a'), removal()).unwrap();
    assert_eq!(kinds, ["ballot_opened", "voted"]);
    let ballot = told.last_ballot();
    assert_eq!(ballot.electorate.iter().copied().collect::<Vec<_>>(), [id('a'), id('c')]);
    // Two thirds of all who may vote: of two, both.
    told.tick("2026-12-25 13:00");
    assert_eq!(told.ended(ballot.number).map(|(carried, _)| carried), Some(false));
    assert_eq!(told.members(), "abc");
    told.ask("2026-12-26 13:00", member('a'), removal()).unwrap();
    let kinds = told.say("2026-12-26 14:00", 'c', told.last_ballot().number, Yes).unwrap();
    assert_eq!(kinds[..3], ["voted", "ballot_closed", "member_left"]);
    assert_eq!(told.members(), "ac");
}

#[test]
fn a_desk_that_was_down_for_months_asks_first_and_waits_before_it_tells_the_others_pr25() {
    let mut told = Told::of(3);
    assert_eq!(told.tick("2027-02-01 12:00"), ["pinged", "pinged", "pinged"]);
    assert_eq!(told.tick("2027-02-01 12:01"), [""; 0], "nobody had time to answer");
    told.ask("2027-02-02 12:00", member('a'), Command::AnswerPing).unwrap();
    assert_eq!(told.ask("2027-02-02 12:01", member('a'), removal()), Err(Refusal::NotSilent));
    told.tick("2027-02-20 12:00");
    assert!(told.ask("2027-02-20 12:01", member('a'), removal()).is_ok());
}

#[test]
fn one_word_ends_the_silence_and_a_leave_that_was_communicated_is_none_pr25() {
    let mut told = silent();
    told.tick("2026-11-16 12:00");
    told.ask("2026-11-30 09:00", member('b'), Command::AnswerPing).unwrap();
    told.tick("2026-12-10 12:00");
    assert_eq!(told.ask("2026-12-10 13:00", member('a'), removal()), Err(Refusal::NotSilent));

    let mut away = silent();
    away.ask("2026-11-05 09:00", member('b'), plan("2026-11-20", "2027-01-20")).unwrap();
    for at in ["2026-12-20 12:00", "2027-01-20 12:00", "2027-02-06 12:00"] {
        away.tick(at);
        assert_eq!(away.ask(at, member('a'), removal()), Err(Refusal::NotSilent), "{at}");
    }
    away.tick("2027-02-22 12:00");
    assert!(away.ask("2027-02-22 13:00", member('a'), removal()).is_ok(), "a month after they should have been back");
}

#[test]
fn the_access_of_a_silent_member_is_suspended_by_a_decision_and_comes_back_by_one_s09() {
    let mut told = silent();
    let suspend = || Command::Suspend { person: id('b'), reason: prose("Nobody has heard of them.") };
    assert_eq!(told.ask("2026-11-20 12:00", member('a'), suspend()), Err(Refusal::NotSilent));
    told.tick("2026-11-16 12:00");
    told.tick("2026-12-01 12:01");
    assert!(told.committee().seats[&id('b')].silence.is_some());
    let ballot = told.nominated("2026-12-01 13:00", member('a'));
    told.ask("2026-12-01 14:00", member('a'), suspend()).unwrap();
    assert_eq!(told.ask("2026-12-01 14:01", member('c'), suspend()), Err(Refusal::AlreadyDone));
    assert_eq!(told.members(), "abc", "the seat stays");
    let vote = told.say("2026-12-01 15:00", 'b', ballot, No);
    assert!(matches!(vote, Err(Refusal::NotYours { .. })), "suspended is as good as no member: {vote:?}");
    let tally = told.ballot(ballot).tally(moment("2026-12-01 15:00"));
    assert_eq!(tally.electorate, 2);
    assert!(!told.committee().present(moment("2026-12-01 15:00")).any(|seat| seat.person == id('b')));
    assert_eq!(
        told.tick("2026-12-20 12:00").iter().filter(|kind| **kind == "pinged").count(),
        2,
        "the others, not them"
    );
    let resume = || Command::Resume { person: id('b'), note: prose("They called.") };
    told.ask("2026-12-21 12:00", member('c'), resume()).unwrap();
    assert_eq!(told.ask("2026-12-21 12:01", member('c'), resume()), Err(Refusal::AlreadyDone));
    assert_eq!(told.ask("2026-12-21 12:02", member('b'), Command::AnswerPing).unwrap(), ["sign_of_life"]);

    let mut two = Told::of(2);
    two.ask("2026-11-15 09:00", member('a'), Command::AnswerPing).unwrap();
    two.tick("2026-11-16 12:00");
    two.tick("2026-12-01 12:01");
    let alone = two.ask("2026-12-01 13:00", member('a'), suspend());
    assert!(matches!(alone, Err(Refusal::ElectorsDecide { .. })), "nobody alone about the only other one");
}

#[test]
fn who_is_heard_of_but_leaves_the_work_undone_for_a_month_is_no_less_silent_pr25() {
    let mut told = silent();
    let case = CaseId::from_bytes([1; 16]);
    let nudge = Command::NoteNudge { person: id('b'), case, idle_since: moment("2026-11-01 12:00") };
    assert_eq!(told.ask("2026-11-10 12:00", By::Clock, nudge.clone()).unwrap(), ["nudged"]);
    assert_eq!(told.ask("2026-11-11 12:00", By::Clock, nudge).unwrap(), [""; 0], "once for each stretch");
    for at in ["2026-11-12 12:00", "2026-11-25 12:00", "2026-12-08 12:00"] {
        told.ask(at, member('b'), Command::AnswerPing).unwrap();
    }
    assert_eq!(told.ask("2026-12-10 12:00", member('a'), removal()), Err(Refusal::NotSilent));
    told.tick("2026-12-10 12:01");
    assert!(told.committee().seats[&id('b')].silence.as_ref().is_some_and(|evidence| evidence.duties_undone));
    let mut worked = Told { policy: told.policy.clone(), log: told.log.clone() };
    worked.ask("2026-12-10 13:00", By::Clock, Command::NoteSign { person: id('b'), sign: Sign::Duty }).unwrap();
    assert_eq!(worked.ask("2026-12-10 14:00", member('a'), removal()), Err(Refusal::NotSilent));
    assert!(told.ask("2026-12-10 14:00", member('a'), removal()).is_ok());
}

#[test]
fn in_a_body_of_two_nobody_removes_the_other_alone_pr26_a5() {
    let mut told = Told::of(2);
    told.ask("2026-11-15 09:00", member('a'), Command::AnswerPing).unwrap();
    told.tick("2026-11-16 12:00");
    told.tick("2026-12-01 12:01");
    told.ask("2026-12-02 09:00", member('a'), removal()).unwrap();
    let ballot = told.last_ballot().number;
    assert_eq!(
        told.stands(ballot, "2026-12-02 09:00"),
        "open until 2026-12-07T09:00:00Z",
        "one yes is not everybody's"
    );
    assert!(matches!(told.say("2026-12-02 10:00", 'a', ballot, No), Err(Refusal::ElectorsDecide { .. })));
    let decided = Command::NoteElectors { ballot, carried: true, evidence: prose("Minutes of 3 December.") };
    let by_auditor = told.ask("2026-12-03 09:00", By::Auditor(id('u')), decided.clone());
    assert!(matches!(by_auditor, Err(Refusal::NotYours { .. })), "whoever has an office has it from a member");
    let kinds = told.ask("2026-12-03 09:00", By::Operator, decided).unwrap();
    assert_eq!(kinds[..3], ["electors_decided", "ballot_closed", "member_left"]);
}

/// Weeks from Monday 19 October 2026, nine o'clock in Berlin, over the end of summer time.
fn weekly(accepted: bool) -> Told {
    let mut policy: Policy = committee();
    policy.calendar = toml::from_str("zone = \"Europe/Berlin\"").unwrap();
    let rotation = format!("every = \"P7D\"\nchanges_at = \"09:00:00\"\nhandover_accepted = {accepted}");
    policy.rotation = Some(toml::from_str(&rotation).unwrap());
    let mut told = Told::under(policy, 3);
    let order = vec![id('a'), id('b'), id('c')];
    told.log.clear();
    for letter in ['a', 'b', 'c'] {
        let seat = Command::NoteSeat { person: id(letter), name: line(&letter.to_string()), organisation: None };
        told.ask("2026-10-01 12:00", By::Operator, seat).unwrap();
    }
    told.ask("2026-10-12 12:00", member('a'), Command::SetRotation { order, from: "2026-10-19".parse().unwrap() })
        .unwrap();
    told
}

fn on_call(told: &Told, at: &str) -> Option<char> {
    cover::on_call(&told.committee(), moment(at)).map(|on_call| char::from(on_call.person.as_bytes()[0]))
}

#[test]
fn a_week_on_call_changes_at_the_same_hour_on_the_wall_whatever_the_clocks_do() {
    let mut told = weekly(false);
    for (at, who) in [
        ("2026-10-19 06:59", None),
        ("2026-10-19 07:00", Some('a')),
        ("2026-10-26 07:59", Some('a')),
        ("2026-10-26 08:00", Some('b')),
        ("2026-11-02 08:00", Some('c')),
        ("2026-11-09 08:00", Some('a')),
    ] {
        assert_eq!(on_call(&told, at), who, "{at}");
    }
    assert_eq!(told.tick("2026-10-26 08:00").iter().filter(|kind| **kind == "shift_begun").count(), 1);
    let bad = Command::SetRotation { order: vec![id('a'), id('a')], from: "2026-12-01".parse().unwrap() };
    assert_eq!(told.ask("2026-11-01 09:00", member('a'), bad), Err(Refusal::BadOrder));
    let mut none = Told::of(2);
    let set = Command::SetRotation { order: vec![id('a')], from: "2026-12-01".parse().unwrap() };
    assert_eq!(none.ask("2026-11-02 09:00", member('a'), set), Err(Refusal::NoRotation));
}

#[test]
fn a_shift_is_swapped_when_the_other_takes_it_and_not_before() {
    let mut told = weekly(false);
    let offer = |to| Command::OfferShift { shift: 1, to };
    assert_eq!(told.ask("2026-10-20 09:00", member('a'), offer(id('c'))), Err(Refusal::NotYourShift));
    told.ask("2026-10-20 09:00", member('b'), offer(id('c'))).unwrap();
    assert_eq!(on_call(&told, "2026-10-27 09:00"), Some('b'));
    assert_eq!(told.ask("2026-10-20 10:00", member('a'), Command::TakeShift { shift: 1 }), Err(Refusal::NotYourShift));
    told.ask("2026-10-20 10:00", member('c'), Command::TakeShift { shift: 1 }).unwrap();
    assert_eq!(on_call(&told, "2026-10-27 09:00"), Some('c'));
    assert_eq!(
        told.ask("2026-11-10 10:00", member('c'), Command::OfferShift { shift: 1, to: id('a') }),
        Err(Refusal::Over)
    );
}

#[test]
fn a_hand_over_counts_once_it_is_accepted_and_somebody_away_is_stood_in_for() {
    let mut told = weekly(true);
    told.ask("2026-10-19 08:00", member('a'), Command::TakeShift { shift: 0 }).unwrap();
    assert_eq!(on_call(&told, "2026-10-27 09:00"), Some('a'), "the next one has not accepted it");
    told.ask("2026-10-27 10:00", member('b'), Command::TakeShift { shift: 1 }).unwrap();
    assert_eq!(on_call(&told, "2026-10-27 11:00"), Some('b'));
    told.ask("2026-10-27 12:00", member('b'), plan("2026-10-28", "2026-10-30")).unwrap();
    assert_eq!(on_call(&told, "2026-10-29 11:00"), Some('c'));
    assert_eq!(on_call(&told, "2026-10-31 11:00"), Some('b'));
}
