//! Whoever has an office and no part in a case sees it only by somebody else's word, for hours, and everybody in it is told.

use domain::case::audience::{Place, place};
use domain::case::command::Command;
use domain::case::facts::{DeclineReason, Standing};
use domain::case::view::Sealed;
use domain::people::{Actor, Part, Viewer};
use domain::policy::{committee, solo};
use expect_test::expect;

use crate::people::{CLOCK, GIL, OTTO, REPORTER, ana, assessment, ben, prose, report};
use crate::story::{Story, moment, row};

fn otto() -> Actor {
    Actor::with(Part::Witness, OTTO)
}

fn asks(second_key: bool) -> Command {
    Command::AskToSee { reason: prose("The audit."), second_key }
}

fn sees(story: &Story, at: &str) -> Option<Place> {
    place(&story.case(), Viewer::Person(OTTO), moment(at))
}

#[test]
fn a_member_lets_somebody_see_a_case_for_four_hours_after_they_agree_to_the_terms() {
    let lets = || Command::LetSee { person: OTTO };
    let approves = Command::ApproveOutsider { person: OTTO };
    let story = Story::new(committee()).tell([
        row("2026-11-02 09:00", REPORTER, report()),
        row("2026-11-02 09:30", ana(), lets()),
        row("2026-11-02 10:00", otto(), asks(true)),
        row("2026-11-02 10:01", otto(), asks(true)),
        row("2026-11-02 10:02", otto(), Command::JoinFixTeam),
        row("2026-11-02 10:03", otto(), lets()),
        row("2026-11-02 10:04", ben(), approves),
        row("2026-11-02 10:10", ana(), lets()),
        row("2026-11-02 10:11", ana(), lets()),
    ]);
    assert_eq!(sees(&story, "2026-11-02 10:12"), None, "the terms first (PR-41)");
    let story = story.tell([row("2026-11-02 10:15", otto(), Command::JoinFixTeam)]);
    assert_eq!(sees(&story, "2026-11-02 10:15"), Some(Place::Part(Part::Witness)));
    assert_eq!(sees(&story, "2026-11-02 14:09"), Some(Place::Part(Part::Witness)));
    assert_eq!(sees(&story, "2026-11-02 14:10"), None, "to the minute, whether the clock has noted it or not");
    let row_of = domain::case::index::row(&story.case());
    assert!(row_of.wakeup.is_some_and(|at| at <= moment("2026-11-02 14:10")), "the clock is woken for it");
    story
        .tell([
            row("2026-11-02 14:10", CLOCK, Command::NoteTime),
            row("2026-11-02 14:11", otto(), Command::JoinFixTeam),
            row("2026-11-02 14:12", otto(), asks(false)),
            row("2026-11-02 14:13", ben(), Command::RemoveFixer { person: OTTO }),
            row("2026-11-02 14:14", ben(), lets()),
        ])
        .check(expect![[r#"
            2026-11-02 09:00 reporter - CaseOpened
            2026-11-02 09:00 reporter - ReportReceived { title: …, body: 040g2081040g2081040g208104, channel: Form, disclosure: Private }
                               > letter to Committee: ReportArrived
            2026-11-02 09:00 reporter - ReporterNamed { reporter: Reporter { name: Some(…), address: Some(…), credit: Named } }
            2026-11-02 09:00 reporter - EmbargoAgreed { until: 2027-01-31T09:00:00Z }
            2026-11-02 09:30 committee k6 ! NothingOpen
            2026-11-02 10:00 witness 0g - AccessAsked { person: 0g2081040g2081040g2081040g, reason: …, unless_stopped: None }
                               > letter to Committee: News
            2026-11-02 10:01 witness 0g ! AlreadyDone
            2026-11-02 10:02 witness 0g ! NothingOpen
            2026-11-02 10:03 witness 0g ! NotYours { verb: LetSee }
            2026-11-02 10:04 committee ma ! NothingOpen
            2026-11-02 10:10 committee k6 - AccessGiven { person: 0g2081040g2081040g2081040g, from: 2026-11-02T10:10:00Z, until: 2026-11-02T14:10:00Z }
                               > letter to Person(0g2081040g2081040g2081040g): Invitation
                               > letter to Committee: News
                               > letter to FixTeam: News
                               > letter to Reporter: News
            2026-11-02 10:11 committee k6 ! NothingOpen
            2026-11-02 10:15 witness 0g - FixerJoined { person: 0g2081040g2081040g2081040g, part: Witness }
            2026-11-02 14:10 clock - AccessEnded { person: 0g2081040g2081040g2081040g }
            2026-11-02 14:11 witness 0g ! NothingOpen
            2026-11-02 14:12 witness 0g - AccessAsked { person: 0g2081040g2081040g2081040g, reason: …, unless_stopped: None }
                               > letter to Committee: News
            2026-11-02 14:13 committee ma - FixerRemoved { person: 0g2081040g2081040g2081040g }
            2026-11-02 14:14 committee ma ! NothingOpen
        "#]]);
}

#[test]
fn a_witness_reads_what_an_observer_reads_and_asks_nothing() {
    let invited = |part| Command::InviteFixer { person: OTTO, standing: Standing::CodeOwner, part };
    let begun = || {
        let open = domain::policy::Policy { need_to_know: None, ..committee() };
        Story::new(open).tell([
            row("2026-11-02 09:00", REPORTER, report()),
            row("2026-11-02 09:10", ana(), assessment()),
            row("2026-11-02 09:20", ana(), Command::Accept),
        ])
    };
    let witness = begun().tell([
        row("2026-11-02 10:00", otto(), asks(false)),
        row("2026-11-02 10:10", ana(), Command::LetSee { person: OTTO }),
        row("2026-11-02 10:20", otto(), Command::JoinFixTeam),
    ]);
    let observer = begun().tell([
        row("2026-11-02 10:00", ana(), invited(Part::Observer)),
        row("2026-11-02 10:20", Actor::with(Part::Observer, OTTO), Command::JoinFixTeam),
    ]);
    let now = moment("2026-11-02 11:00");
    let seen = |story: &Story| {
        let view = Sealed::new(story.case(), story.log().to_vec()).open(Viewer::Person(OTTO), now).unwrap();
        let entries: Vec<&str> = view.log.iter().map(|entry| entry.event.kind()).take(3).collect();
        format!("{entries:?} {} {} {}", view.body.is_some(), view.reporter.is_some(), view.conversation.len())
    };
    assert_eq!(seen(&witness), seen(&observer));
    let view = Sealed::new(witness.case(), witness.log().to_vec()).open(Viewer::Person(OTTO), now).unwrap();
    assert!(view.offers.iter().all(|offer| offer.refusal.is_some()), "{:?}", view.offers);
    begun().forget().tell([row("2026-11-02 10:00", ana(), invited(Part::Witness))]).check(expect![[r#"
        2026-11-02 10:00 committee k6 ! NotYours { verb: InviteFixer }
    "#]]);
}

#[test]
fn where_one_maintainer_is_all_there_is_a_second_key_and_a_day_stand_for_the_second_person() {
    let begun = || Story::new(solo()).tell([row("2026-11-02 09:00", REPORTER, report())]).forget();
    let story = begun().tell([
        row("2026-11-02 10:00", otto(), asks(true)),
        row("2026-11-02 10:05", otto(), Command::JoinFixTeam),
        row("2026-11-03 09:59", CLOCK, Command::NoteTime),
        row("2026-11-03 09:59", otto(), Command::JoinFixTeam),
    ]);
    let waits = domain::case::index::row(&story.case());
    assert_eq!(waits.invited, [], "until then it is as if nobody had asked");
    assert!(waits.wakeup.is_some_and(|at| at <= moment("2026-11-03 10:00")), "the clock is woken for it");
    let story = story.tell([
        row("2026-11-03 10:00", CLOCK, Command::NoteTime),
        row("2026-11-03 10:30", otto(), Command::JoinFixTeam),
    ]);
    assert_eq!(sees(&story, "2026-11-03 10:30"), Some(Place::Part(Part::Witness)));
    assert_eq!(sees(&story, "2026-11-03 14:00"), None);
    story.check(expect![[r#"
        2026-11-02 10:00 witness 0g - AccessAsked { person: 0g2081040g2081040g2081040g, reason: …, unless_stopped: Some(2026-11-03T10:00:00Z) }
                           > letter to Committee: News
        2026-11-02 10:05 witness 0g ! NothingOpen
        2026-11-03 09:59 clock . nothing
        2026-11-03 09:59 witness 0g ! NothingOpen
        2026-11-03 10:00 clock - AccessGiven { person: 0g2081040g2081040g2081040g, from: 2026-11-03T10:00:00Z, until: 2026-11-03T14:00:00Z }
                           > letter to Person(0g2081040g2081040g2081040g): Invitation
                           > letter to Committee: News
                           > letter to FixTeam: News
                           > letter to Reporter: News
        2026-11-03 10:30 witness 0g - FixerJoined { person: 0g2081040g2081040g2081040g, part: Witness }
    "#]]);
    begun()
        .tell([
            row("2026-11-02 10:00", otto(), asks(false)),
            row("2026-11-02 10:30", ana(), Command::RemoveFixer { person: OTTO }),
            row("2026-11-02 11:00", otto(), asks(true)),
            row("2026-11-02 12:00", ana(), Command::RemoveFixer { person: OTTO }),
            row("2026-11-03 12:00", CLOCK, Command::NoteTime),
            row("2026-11-03 12:00", otto(), Command::JoinFixTeam),
        ])
        .check(expect![[r#"
            2026-11-02 10:00 witness 0g - AccessAsked { person: 0g2081040g2081040g2081040g, reason: …, unless_stopped: None }
                               > letter to Committee: News
            2026-11-02 10:30 committee k6 - FixerRemoved { person: 0g2081040g2081040g2081040g }
            2026-11-02 11:00 witness 0g - AccessAsked { person: 0g2081040g2081040g2081040g, reason: …, unless_stopped: Some(2026-11-03T11:00:00Z) }
                               > letter to Committee: News
            2026-11-02 12:00 committee k6 - FixerRemoved { person: 0g2081040g2081040g2081040g }
            2026-11-03 12:00 clock . nothing
            2026-11-03 12:00 witness 0g ! NothingOpen
        "#]]);
}

#[test]
fn what_somebody_sees_ends_with_the_case_and_a_closed_case_is_shown_to_nobody_new() {
    let declined = Command::Decline { reason: DeclineReason::NotAVulnerability, note: prose("It is none.") };
    let story = Story::new(committee())
        .tell([
            row("2026-11-02 09:00", REPORTER, report()),
            row("2026-11-02 10:00", otto(), asks(false)),
            row("2026-11-02 10:10", ana(), Command::LetSee { person: OTTO }),
            row("2026-11-02 10:20", otto(), Command::JoinFixTeam),
            row("2026-11-02 10:30", ana(), declined),
            row("2026-11-02 10:35", ana(), Command::EndEmbargo { reason: prose("Nothing to keep.") }),
            row("2026-11-02 10:40", ana(), Command::Close { note: None }),
        ])
        .forget();
    assert_eq!(sees(&story, "2026-11-02 10:41"), None);
    let gil = Actor::with(Part::Witness, GIL);
    story.tell([row("2026-11-02 11:00", gil, asks(true))]).check(expect![[r#"
        2026-11-02 11:00 witness ct ! NotYours { verb: AskToSee }
    "#]]);
}
