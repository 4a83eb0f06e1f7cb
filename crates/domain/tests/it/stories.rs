//! Whole processes in milliseconds: each table is a promise of the source texts.

use domain::Timestamp;
use domain::calendar::Blackout;
use domain::case::clock::{self, ClockKind, ClockState};
use domain::case::command::{Ask, Command};
use domain::case::facts::{Circle, DeclineReason, Mitigation, MoveFactor, Standing, Upstream};
use domain::case::gate::{self, Step};
use domain::case::view::Sealed;
use domain::people::{Part, Viewer};
use domain::policy::{Policy, Rule, committee, solo};
use domain::severity::Rating;
use expect_test::expect;

use crate::people::{
    ANA, BEN, CLOCK, FAY, OTTO, REPORTER, ana, artefact, assessment, because, ben, blob, commit, draft, fay, fix, line,
    otto, prose, public_report, release, report,
};
use crate::story::{Row, Story, moment, row};

fn told(policy: Policy, rows: Vec<Row>) -> Story {
    Story::new(policy).tell(rows)
}

fn vector() -> Command {
    Command::ScoreSeverity { vector: "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N".parse().unwrap() }
}

fn day(text: &str) -> Command {
    Command::AgreeReleaseDay { at: moment(text) }
}

/// A committee case up to a fix team at work: received Monday 2 November 2026.
fn accepted() -> Story {
    told(
        committee(),
        vec![
            row("2026-11-02 09:00", REPORTER, report()),
            row("2026-11-02 10:00", ana(), Command::Acknowledge),
            row("2026-11-02 11:00", ana(), assessment()),
            row("2026-11-02 12:00", ana(), Command::Accept),
            row("2026-11-02 12:10", ana(), Command::OpenAdvisory { reference: None }),
            row(
                "2026-11-02 12:20",
                ana(),
                Command::InviteFixer { person: FAY, standing: Standing::CodeOwner, part: Part::Fixer },
            ),
            row("2026-11-02 13:00", fay(), Command::JoinFixTeam),
        ],
    )
}

/// The same, up to a fix that is ready, with everything written for the announcement.
fn ready() -> Story {
    accepted().tell([
        row("2026-11-03 09:00", fay(), Command::NoteFork { location: line("private fork 1") }),
        row("2026-11-03 10:00", fay(), draft(Mitigation::None)),
        row("2026-11-03 10:10", ana(), vector()),
        row("2026-11-03 10:20", ana(), Command::RequestCve { route: line("forge") }),
        row("2026-11-04 10:20", ana(), Command::AssignCve { id: "CVE-2026-10001".parse().unwrap() }),
        row("2026-11-05 09:00", fay(), fix('a', FAY)),
        row("2026-11-05 10:00", fay(), Command::DeclareReady { commit: commit('a') }),
        row(
            "2026-11-05 11:00",
            ana(),
            Command::PlanCommunication { plan: prose("Mail to the list at 16:00 UTC, then chat") },
        ),
    ])
}

/// The same, merged on release day, Tuesday 10 November, with sound artefacts.
fn merged() -> Story {
    ready().tell([
        row("2026-11-05 12:00", fay(), day("2026-11-10 16:00")),
        row("2026-11-05 12:30", ben(), day("2026-11-10 16:00")),
        row("2026-11-10 09:00", ben(), Command::ApproveFix { commit: commit('a') }),
        row("2026-11-10 10:00", ana(), Command::MergeFix { commit: commit('a') }),
        row("2026-11-10 14:00", ana(), release("2026-11-10T13:50:00Z")),
        row("2026-11-10 14:30", ana(), artefact(true)),
    ])
}

#[test]
fn a_private_report_starts_the_clocks_and_the_embargo_pr12_pr28() {
    told(committee(), vec![row("2026-11-02 09:00", REPORTER, report())]).check(expect![[r#"
        2026-11-02 09:00 reporter - CaseOpened
        2026-11-02 09:00 reporter - ReportReceived { title: …, body: 040g2081040g2081040g208104, channel: Form, disclosure: Private }
                           > letter to Committee: ReportArrived
        2026-11-02 09:00 reporter - ReporterNamed { reporter: Reporter { name: Some(…), address: Some(…), credit: Named } }
        2026-11-02 09:00 reporter - EmbargoAgreed { until: 2027-01-31T09:00:00Z }
    "#]]);
}

#[test]
fn the_first_answer_reaches_the_reporter_once() {
    told(committee(), vec![row("2026-11-02 09:00", REPORTER, report())])
        .forget()
        .tell([
            row("2026-11-02 10:00", ana(), Command::Acknowledge),
            row("2026-11-02 10:01", ben(), Command::Acknowledge),
        ])
        .check(expect![[r#"
            2026-11-02 10:00 committee k6 - ReportAcknowledged
                               > letter to Reporter: Acknowledgement
            2026-11-02 10:01 committee ma ! AlreadyDone
        "#]]);
}

#[test]
fn triage_answers_three_questions_before_a_report_is_accepted_pr07() {
    told(committee(), vec![row("2026-11-02 09:00", REPORTER, report())])
        .forget()
        .tell([
            row("2026-11-02 10:00", ana(), Command::Accept),
            row("2026-11-02 11:00", ana(), assessment()),
            row("2026-11-02 12:00", ana(), Command::Accept),
        ])
        .check(expect![[r#"
            2026-11-02 10:00 committee k6 ! NotYet { step: Accept, missing: [Rule(AssessmentFirst)] }
            2026-11-02 11:00 committee k6 - ReportAssessed { assessment: Assessment { impact: …, replicated: Yes, origin: Ours, exploited: NoEvidence } }
            2026-11-02 12:00 committee k6 - ReportAcknowledged
                               > letter to Reporter: Acknowledgement
            2026-11-02 12:00 committee k6 - ReportValidated
            2026-11-02 12:00 committee k6 - ReportAccepted
                               > letter to Reporter: News
        "#]]);
}

#[test]
fn a_declined_report_owes_no_fix_and_can_be_closed() {
    let note = || prose("Works as documented");
    let story = told(committee(), vec![row("2026-11-02 09:00", REPORTER, report())])
        .forget()
        .tell([
            row("2026-11-02 10:00", ana(), Command::Decline { reason: DeclineReason::NotAVulnerability, note: note() }),
            row("2026-11-02 10:05", ana(), Command::Close { note: None }),
            row("2026-11-02 10:10", ana(), Command::EndEmbargo { reason: note() }),
            row("2026-11-02 10:15", ana(), Command::Close { note: None }),
            row("2026-11-02 10:20", ana(), Command::Accept),
        ])
        .check(expect![[r#"
            2026-11-02 10:00 committee k6 - ReportAcknowledged
                               > letter to Reporter: Acknowledgement
            2026-11-02 10:00 committee k6 - ReportDeclined { reason: NotAVulnerability, note: … }
                               > letter to Reporter: News
            2026-11-02 10:05 committee k6 ! NotYet { step: Close, missing: [NoEmbargo] }
            2026-11-02 10:10 committee k6 - EmbargoEnded { because: Decided, note: Some(…) }
            2026-11-02 10:15 committee k6 - CaseClosed { closing: Declined, note: None }
            2026-11-02 10:20 committee k6 ! CaseClosed
        "#]]);
    assert_eq!(clock::next_wakeup(&story.case()), None, "a closed case sleeps");
}

#[test]
fn the_fix_team_is_asked_in_by_rule_pr40_to_pr42_pr48_pr49() {
    told(
        committee(),
        vec![row("2026-11-02 09:00", REPORTER, report()), row("2026-11-02 11:00", ana(), assessment()), row("2026-11-02 12:00", ana(), Command::Accept)],
    )
    .forget()
    .tell([
        row("2026-11-02 12:00", ana(), Command::InviteFixer { person: OTTO, standing: Standing::Outsider, part: Part::Fixer }),
        row("2026-11-02 12:01", otto(), Command::JoinFixTeam),
        row("2026-11-02 12:02", ana(), Command::ApproveOutsider { person: OTTO }),
        row("2026-11-02 12:03", ben(), Command::ApproveOutsider { person: OTTO }),
        row("2026-11-02 12:04", otto(), Command::JoinFixTeam),
        row("2026-11-02 12:05", fay(), Command::JoinFixTeam),
        row("2026-11-02 12:06", otto(), fix('b', OTTO)),
        row("2026-11-02 12:07", ana(), Command::RemoveFixer { person: OTTO }),
        row("2026-11-02 12:08", otto(), fix('c', OTTO)),
    ])
    .check(expect![[r#"
        2026-11-02 12:00 committee k6 - FixerInvited { person: 0g2081040g2081040g2081040g, standing: Outsider, part: Fixer }
                           > letter to Committee: News
        2026-11-02 12:01 fix team 0g ! NothingOpen
        2026-11-02 12:02 committee k6 ! NeedsAnother
        2026-11-02 12:03 committee ma - OutsiderApproved { person: 0g2081040g2081040g2081040g }
                           > letter to Person(0g2081040g2081040g2081040g): Invitation
        2026-11-02 12:04 fix team 0g - FixerJoined { person: 0g2081040g2081040g2081040g, part: Fixer }
        2026-11-02 12:05 fix team uf ! NothingOpen
        2026-11-02 12:06 fix team 0g - FixProposed { fix: Fix { commit: CommitId("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"), author: 0g2081040g2081040g2081040g } }
        2026-11-02 12:07 committee k6 - FixerRemoved { person: 0g2081040g2081040g2081040g }
        2026-11-02 12:08 fix team 0g ! NotYours { verb: ProposeFix }
    "#]]);
}

#[test]
fn the_reporter_joins_only_from_a_private_channel_pr50_pr51() {
    let rows = |submit| {
        vec![
            row("2026-11-02 09:00", REPORTER, submit),
            row("2026-11-02 11:00", ana(), assessment()),
            row("2026-11-02 12:00", ana(), Command::Accept),
        ]
    };
    told(committee(), rows(report())).forget().tell([row("2026-11-02 13:00", ana(), Command::InviteReporter)]).check(
        expect![[r#"
        2026-11-02 13:00 committee k6 - ReporterInvited
                           > letter to Reporter: News
    "#]],
    );
    told(committee(), rows(public_report()))
        .forget()
        .tell([row("2026-11-02 13:00", ana(), Command::InviteReporter)])
        .check(expect![[r#"
        2026-11-02 13:00 committee k6 ! PublicReporter
    "#]]);
}

#[test]
fn a_cve_is_asked_for_once_affected_versions_are_written_pr45_pr52() {
    accepted()
        .forget()
        .tell([
            row("2026-11-03 09:00", ana(), Command::RequestCve { route: line("forge") }),
            row("2026-11-03 10:00", fay(), draft(Mitigation::Unstated)),
            row("2026-11-03 11:00", ana(), Command::RequestCve { route: line("forge") }),
            row("2026-11-03 12:00", ana(), Command::AssignCve { id: "CVE-2026-10001".parse().unwrap() }),
        ])
        .check(expect![[r#"
            2026-11-03 09:00 committee k6 ! NotYet { step: Publish, missing: [Rule(AffectedFirst)] }
            2026-11-03 10:00 fix team uf - AdvisoryDrafted { draft: Draft { title: …, summary: …, details: …, affected: [AffectedRange { package: "example.org/tool", ecosystem: "Go", introduced: "0", fixed: Some("1.12.0"), last_affected: None }], weaknesses: [], exposure: None, mitigation: Unstated, upgrade: Some(…), check_command: Some(…), aliases: [] } }
            2026-11-03 11:00 committee k6 - CveRequested { route: … }
            2026-11-03 12:00 committee k6 - CveAssigned { id: CVE-2026-10001 }
        "#]]);
}

#[test]
fn severity_is_the_committee_s_decision_and_the_vector_stays_beside_it_pr47_pr62() {
    let story = accepted().forget().tell([
        row("2026-11-03 09:00", fay(), vector()),
        row("2026-11-03 10:00", fay(), Command::DecideSeverity { rating: Rating::High, reason: None }),
        row("2026-11-03 11:00", ana(), Command::DecideSeverity { rating: Rating::High, reason: None }),
        row(
            "2026-11-03 12:00",
            ana(),
            Command::DecideSeverity { rating: Rating::High, reason: Some(prose("Signing keys of everybody")) },
        ),
    ]);
    let case = story.check(expect![[r#"
        2026-11-03 09:00 fix team uf - SeverityScored { vector: CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N, score: 5.5 }
        2026-11-03 10:00 fix team uf ! NotYours { verb: DecideSeverity }
        2026-11-03 11:00 committee k6 ! ReasonNeeded { rules: [SeverityDecided] }
        2026-11-03 12:00 committee k6 - SeverityDecided { rating: High, reason: Some(…) }
    "#]]).case();
    assert_eq!((case.vector.unwrap().1.to_string(), case.severity.unwrap().rating), ("5.5".to_owned(), Rating::High));
}

#[test]
fn no_day_before_the_fix_is_ready_and_both_bodies_agree_pr57_pr58_pr65() {
    accepted()
        .tell([
            row("2026-11-03 09:00", fay(), Command::NoteFork { location: line("fork") }),
            row("2026-11-03 09:05", fay(), fix('a', FAY)),
        ])
        .forget()
        .tell([
            row("2026-11-05 09:00", ana(), day("2026-11-10 16:00")),
            row("2026-11-05 10:00", fay(), Command::DeclareReady { commit: commit('b') }),
            row("2026-11-05 10:00", fay(), Command::DeclareReady { commit: commit('a') }),
            row("2026-11-05 11:00", ana(), day("2026-11-10 16:00")),
            row("2026-11-05 11:30", ben(), day("2026-11-10 16:00")),
            row("2026-11-05 12:00", fay(), day("2026-11-10 16:00")),
        ])
        .check(expect![[r#"
            2026-11-05 09:00 committee k6 ! NotYet { step: ReleaseDay, missing: [Rule(ReadyFirst)] }
            2026-11-05 10:00 fix team uf ! OtherCommit
            2026-11-05 10:00 fix team uf - FixReady { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }
                               > letter to Committee: News
            2026-11-05 11:00 committee k6 - ReleaseDayProposed { at: 2026-11-10T16:00:00Z, side: Committee }
            2026-11-05 11:30 committee ma ! AlreadyDone
            2026-11-05 12:00 fix team uf - ReleaseDayProposed { at: 2026-11-10T16:00:00Z, side: FixTeam }
            2026-11-05 12:00 fix team uf - ReleaseDayAgreed { at: 2026-11-10T16:00:00Z }
            2026-11-05 12:00 fix team uf - EmbargoRevised { until: 2026-11-10T16:00:00Z }
                               > letter to Reporter: News
                               > letter to FixTeam: News
        "#]]);
}

#[test]
fn a_friday_or_another_hour_asks_for_a_reason_pr59() {
    ready()
        .forget()
        .tell([
            row("2026-11-05 12:00", ana(), day("2026-11-13 16:00")),
            row("2026-11-05 12:00", ana(), day("2026-11-10 09:00")),
            Row("2026-11-05 12:00", ana(), because("The distributors asked for it", day("2026-11-13 16:00"))),
            row("2026-11-05 12:00", ana(), day("2026-11-04 16:00")),
            row("2026-11-05 12:00", ana(), day("2027-11-04 16:00")),
        ])
        .check(expect![[r#"
            2026-11-05 12:00 committee k6 ! ReasonNeeded { rules: [RecommendedSlot] }
            2026-11-05 12:00 committee k6 ! ReasonNeeded { rules: [RecommendedSlot] }
            2026-11-05 12:00 committee k6 - RuleSetAside { rule: RecommendedSlot, reason: … }
            2026-11-05 12:00 committee k6 - ReleaseDayProposed { at: 2026-11-13T16:00:00Z, side: Committee }
            2026-11-05 12:00 committee k6 ! InThePast { at: 2026-11-04T16:00:00Z }
            2026-11-05 12:00 committee k6 ! BeyondMaximum { latest: 2027-01-31T09:00:00Z }
        "#]]);
}

#[test]
fn only_a_low_severity_is_slowed_and_only_with_a_factor_pr36_pr61() {
    let moved =
        |factor| Command::MoveReleaseDay { at: moment("2026-11-26 16:00"), factor, note: prose("Thanksgiving") };
    let story = ready()
        .tell([
            row("2026-11-05 12:00", fay(), day("2026-11-10 16:00")),
            row("2026-11-05 12:30", ben(), day("2026-11-10 16:00")),
        ])
        .forget()
        .tell([
            row("2026-11-06 09:00", fay(), moved(MoveFactor::Availability)),
            row(
                "2026-11-06 10:00",
                ana(),
                Command::DecideSeverity { rating: Rating::Low, reason: Some(prose("Local only")) },
            ),
            row("2026-11-06 11:00", fay(), moved(MoveFactor::Availability)),
        ])
        .check(expect![[r#"
            2026-11-06 09:00 fix team uf ! TooSevereToSlow
            2026-11-06 10:00 committee k6 - SeverityDecided { rating: Low, reason: Some(…) }
            2026-11-06 11:00 fix team uf - ReleaseDayMoved { at: 2026-11-26T16:00:00Z, factor: Availability, note: … }
            2026-11-06 11:00 fix team uf - EmbargoRevised { until: 2026-11-26T16:00:00Z }
                               > letter to Reporter: News
                               > letter to FixTeam: News
        "#]]);
    let clock = clock::clock(&story.case(), ClockKind::Release, moment("2026-11-25 09:00")).unwrap();
    assert_eq!(
        (clock.due, clock.state),
        (moment("2026-11-26 16:00"), ClockState::Running),
        "a moved date moves the clock and keeps it"
    );
}

#[test]
fn nobody_approves_their_own_fix_and_nothing_merges_before_the_day_pr67_pr68() {
    ready()
        .tell([
            row("2026-11-05 12:00", fay(), day("2026-11-10 16:00")),
            row("2026-11-05 12:30", ben(), day("2026-11-10 16:00")),
        ])
        .forget()
        .tell([
            row("2026-11-10 09:00", fay(), Command::ApproveFix { commit: commit('a') }),
            row("2026-11-10 09:01", ana(), Command::MergeFix { commit: commit('a') }),
            row("2026-11-10 09:02", ben(), Command::ApproveFix { commit: commit('a') }),
            row("2026-11-09 23:59", ana(), Command::MergeFix { commit: commit('a') }),
            row("2026-11-10 09:03", fay(), Command::MergeFix { commit: commit('a') }),
            row("2026-11-10 09:04", ana(), Command::MergeFix { commit: commit('a') }),
        ])
        .check(expect![[r#"
            2026-11-10 09:00 fix team uf ! NeedsAnother
            2026-11-10 09:01 committee k6 ! NotYet { step: Merge, missing: [Rule(ApprovalByAnother)] }
            2026-11-10 09:02 committee ma - FixApproved { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }
            2026-11-09 23:59 committee k6 ! NotYet { step: Merge, missing: [Rule(MergeOnReleaseDay)] }
            2026-11-10 09:03 fix team uf ! NotYours { verb: MergeFix }
            2026-11-10 09:04 committee k6 - FixMerged { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }
        "#]]);
}

#[test]
fn another_author_s_name_makes_nobody_another_pr67() {
    let story = ready().tell([
        row("2026-11-05 12:00", fay(), day("2026-11-10 16:00")),
        row("2026-11-05 12:30", ben(), day("2026-11-10 16:00")),
        // Ana proposes the very commit again, in Ben's name, and approves it.
        row("2026-11-06 09:00", ana(), fix('a', BEN)),
        row("2026-11-06 09:10", ana(), Command::ApproveFix { commit: commit('a') }),
        row("2026-11-06 09:20", ben(), Command::ApproveFix { commit: commit('a') }),
    ]);
    assert_eq!(story.case().approved, None, "who wrote it, who is said to have, and who proposed it: none is another");
}

#[test]
fn what_was_ready_before_says_nothing_of_the_commit_that_is_merged_pr57_pr68() {
    let story = ready().tell([
        row("2026-11-05 12:00", fay(), day("2026-11-10 16:00")),
        row("2026-11-05 12:30", ben(), day("2026-11-10 16:00")),
        row("2026-11-06 09:00", fay(), fix('b', FAY)),
        row("2026-11-10 09:00", ben(), Command::ApproveFix { commit: commit('b') }),
        row("2026-11-10 10:00", ana(), Command::MergeFix { commit: commit('b') }),
    ]);
    assert!(story.case().merged.is_none());
    let story = story.tell([
        row("2026-11-10 11:00", fay(), Command::DeclareReady { commit: commit('b') }),
        row("2026-11-10 11:10", ana(), Command::MergeFix { commit: commit('b') }),
    ]);
    assert!(story.case().merged.is_some());
}

#[test]
fn what_is_published_is_corrected_by_the_committee_alone_and_goes_out_again() {
    let corrected = || draft(Mitigation::Steps(prose("Switch the cache off")));
    let story = merged().tell([row("2026-11-10 16:00", ana(), Command::Publish)]).forget();
    story
        .tell([row("2026-11-11 09:00", fay(), corrected()), row("2026-11-11 09:10", ana(), corrected())])
        .check(expect![[r#"
            2026-11-11 09:00 fix team uf ! NotYours { verb: DraftAdvisory }
            2026-11-11 09:10 committee k6 - AdvisoryDrafted { draft: Draft { title: …, summary: …, details: …, affected: [AffectedRange { package: "example.org/tool", ecosystem: "Go", introduced: "0", fixed: Some("1.12.0"), last_affected: None }], weaknesses: [], exposure: None, mitigation: Steps(…), upgrade: Some(…), check_command: Some(…), aliases: [] } }
                               > PublishAdvisory
        "#]]);
}

#[test]
fn nothing_is_published_before_its_moment_nor_with_an_unsound_artefact_pr69_pr70() {
    merged()
        .forget()
        .tell([
            row("2026-11-10 15:59", ana(), Command::Publish),
            row("2026-11-10 15:59", ana(), artefact(false)),
            row("2026-11-10 16:00", ana(), Command::Publish),
            row("2026-11-10 16:01", ana(), artefact(true)),
            row("2026-11-10 16:02", ana(), Command::Publish),
            row("2026-11-10 16:03", ben(), Command::Publish),
        ])
        .check(expect![[r#"
            2026-11-10 15:59 committee k6 ! NotYet { step: Publish, missing: [MomentCome { at: 2026-11-10T16:00:00Z }] }
            2026-11-10 15:59 committee k6 - ArtefactChecked { artefact: Artefact { name: …, url: …, sha256: …, built: true, signed: true, available: true, functional: false } }
            2026-11-10 16:00 committee k6 ! NotYet { step: Publish, missing: [Rule(ArtefactsChecked)] }
            2026-11-10 16:01 committee k6 - ArtefactChecked { artefact: Artefact { name: …, url: …, sha256: …, built: true, signed: true, available: true, functional: true } }
            2026-11-10 16:02 committee k6 - EmbargoEnded { because: Published, note: None }
            2026-11-10 16:02 committee k6 - AdvisoryPublished
                               > PublishAdvisory
                               > Announce { channel: … }
                               > letter to Reporter: News
                               > letter to FixTeam: News
            2026-11-10 16:03 committee ma ! AlreadyDone
        "#]]);
}

#[test]
fn a_missing_field_of_the_announcement_blocks_and_a_missing_mitigation_asks_why_pr70_pr71() {
    let bare = |story: Story| {
        story.tell([
            row("2026-11-05 12:00", fay(), day("2026-11-10 16:00")),
            row("2026-11-05 12:30", ben(), day("2026-11-10 16:00")),
            row("2026-11-10 09:00", ben(), Command::ApproveFix { commit: commit('a') }),
            row("2026-11-10 10:00", ana(), Command::MergeFix { commit: commit('a') }),
            row("2026-11-10 14:00", ana(), release("2026-11-10T13:50:00Z")),
            row("2026-11-10 14:30", ana(), artefact(true)),
        ])
    };
    let undrafted = accepted().tell([
        row("2026-11-03 09:00", fay(), Command::NoteFork { location: line("fork") }),
        row("2026-11-05 09:00", fay(), fix('a', FAY)),
        row("2026-11-05 10:00", fay(), Command::DeclareReady { commit: commit('a') }),
    ]);
    bare(undrafted)
        .forget()
        .tell([
            row("2026-11-10 16:00", ana(), Command::Publish),
            row("2026-11-10 16:01", ana(), draft(Mitigation::Unstated)),
            row("2026-11-10 16:02", ana(), vector()),
            row("2026-11-10 16:03", ana(), Command::WaiveCve { reason: prose("No number for this one") }),
            row("2026-11-10 16:04", ana(), Command::Publish),
            Row("2026-11-10 16:05", ana(), because("Nobody had time; the list is told by hand", Command::Publish)),
        ])
        .check(expect![[r#"
            2026-11-10 16:00 committee k6 ! NotYet { step: Publish, missing: [Rule(SeverityDecided), Rule(CveSettled), Field(Draft), Field(Affected), Field(CheckCommand), Field(Upgrade)] }
            2026-11-10 16:01 committee k6 - AdvisoryDrafted { draft: Draft { title: …, summary: …, details: …, affected: [AffectedRange { package: "example.org/tool", ecosystem: "Go", introduced: "0", fixed: Some("1.12.0"), last_affected: None }], weaknesses: [], exposure: None, mitigation: Unstated, upgrade: Some(…), check_command: Some(…), aliases: [] } }
            2026-11-10 16:02 committee k6 - SeverityScored { vector: CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N, score: 5.5 }
            2026-11-10 16:03 committee k6 - CveWaived { reason: … }
            2026-11-10 16:04 committee k6 ! ReasonNeeded { rules: [MitigationStated, CommunicationPlan] }
            2026-11-10 16:05 committee k6 - RuleSetAside { rule: MitigationStated, reason: … }
            2026-11-10 16:05 committee k6 - RuleSetAside { rule: CommunicationPlan, reason: … }
            2026-11-10 16:05 committee k6 - EmbargoEnded { because: Published, note: None }
            2026-11-10 16:05 committee k6 - AdvisoryPublished
                               > PublishAdvisory
                               > Announce { channel: … }
                               > letter to Reporter: News
                               > letter to FixTeam: News
        "#]]);
}

#[test]
fn the_retrospective_waits_a_day_and_the_case_closes_after_it_pr82_to_pr85() {
    merged()
        .tell([row("2026-11-10 16:00", ana(), Command::Publish)])
        .forget()
        .tell([
            row("2026-11-10 17:00", ana(), Command::Close { note: None }),
            row("2026-11-10 17:00", ana(), Command::DraftRetrospective { text: blob(9) }),
            row("2026-11-10 18:00", ana(), Command::SendRetrospective),
            row("2026-11-11 16:00", ana(), Command::SendRetrospective),
            row("2026-11-11 16:30", fay(), Command::GiveFeedback { text: blob(10) }),
            row("2026-11-11 17:00", ana(), Command::Close { note: None }),
            row("2026-11-11 17:30", fay(), Command::SendMessage { to: Circle::Fixers, body: blob(11) }),
        ])
        .check(expect![[r#"
            2026-11-10 17:00 committee k6 ! ReasonNeeded { rules: [RetrospectiveSent] }
            2026-11-10 17:00 committee k6 - RetrospectiveDrafted { text: 144gi289144gi289144gi28914 }
            2026-11-10 18:00 committee k6 ! ReasonNeeded { rules: [RetrospectiveNotBefore] }
            2026-11-11 16:00 committee k6 - RetrospectiveSent
                               > SendRetrospective { channel: … }
            2026-11-11 16:30 fix team uf - FeedbackGiven { text: 1850k2ga1850k2ga1850k2ga18 }
            2026-11-11 17:00 committee k6 - CaseClosed { closing: Done, note: None }
            2026-11-11 17:30 fix team uf ! NotYours { verb: SendMessage }
        "#]]);
}

#[test]
fn public_knowledge_ends_the_embargo_and_hurries_every_clock_pr29_pr37() {
    let story = accepted()
        .forget()
        .tell([
            row("2026-11-04 08:00", REPORTER, Command::NoteDisclosure { place: line("a blog"), exploit: true }),
            row("2026-11-04 09:00", ana(), Command::ProposeEmbargo { until: moment("2026-12-01 16:00") }),
            row("2026-11-04 10:00", CLOCK, Command::NoteTime),
        ])
        .check(expect![[r#"
            2026-11-04 08:00 reporter - DisclosureNoted { place: …, exploit: true }
                               > letter to Committee: News
            2026-11-04 08:00 reporter - EmbargoEnded { because: Public, note: None }
            2026-11-04 09:00 committee k6 ! PublicAlready
            2026-11-04 10:00 clock . nothing
        "#]]);
    let case = story.case();
    assert_eq!(case.world.letters(), "VfdPXa");
    for kind in [ClockKind::FixDevelopment, ClockKind::Release] {
        let clock = clock::clock(&case, kind, moment("2026-11-04 12:00")).unwrap();
        assert_eq!((clock.due, clock.not_before, clock.asap), (moment("2026-11-04 08:00"), None, true), "{kind:?}");
    }
}

#[test]
fn in_a_hurry_any_hour_serves_and_no_embargo_holds_publication_back_pr32_pr37() {
    ready()
        .tell([row("2026-11-06 08:00", ana(), Command::NoteDisclosure { place: line("a blog"), exploit: false })])
        .forget()
        .tell([
            row("2026-11-06 09:00", fay(), day("2026-11-06 12:00")),
            row("2026-11-06 09:01", ana(), day("2026-11-06 12:00")),
            row("2026-11-06 09:30", ben(), Command::ApproveFix { commit: commit('a') }),
            row("2026-11-06 10:00", ana(), Command::MergeFix { commit: commit('a') }),
            row("2026-11-06 11:00", ana(), release("2026-11-06T10:50:00Z")),
            row("2026-11-06 11:30", ana(), artefact(true)),
            row("2026-11-06 12:00", ana(), Command::Publish),
        ])
        .check(expect![[r#"
            2026-11-06 09:00 fix team uf - ReleaseDayProposed { at: 2026-11-06T12:00:00Z, side: FixTeam }
            2026-11-06 09:01 committee k6 - ReleaseDayProposed { at: 2026-11-06T12:00:00Z, side: Committee }
            2026-11-06 09:01 committee k6 - ReleaseDayAgreed { at: 2026-11-06T12:00:00Z }
                               > letter to Reporter: News
                               > letter to FixTeam: News
            2026-11-06 09:30 committee ma - FixApproved { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }
            2026-11-06 10:00 committee k6 - FixMerged { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }
            2026-11-06 11:00 committee k6 - ReleaseNoted { release: Release { version: …, tag: …, url: …, at: 2026-11-06T10:50:00Z } }
            2026-11-06 11:30 committee k6 - ArtefactChecked { artefact: Artefact { name: …, url: …, sha256: …, built: true, signed: true, available: true, functional: true } }
            2026-11-06 12:00 committee k6 - AdvisoryPublished
                               > PublishAdvisory
                               > Announce { channel: … }
                               > letter to Reporter: News
                               > letter to FixTeam: News
        "#]]);
}

#[test]
fn a_threat_to_publish_is_asked_about_and_a_refusal_hurries_the_case_pr31_pr32() {
    let story = accepted()
        .forget()
        .tell([
            row("2026-11-03 08:00", ana(), Command::AskPrivateHandling),
            row("2026-11-03 09:00", REPORTER, Command::NoteThreat { publishes_at: Some(moment("2026-11-09 12:00")) }),
            row("2026-11-03 10:00", ana(), Command::AskPrivateHandling),
            row("2026-11-03 11:00", REPORTER, Command::AnswerPrivateHandling { agrees: false }),
        ])
        .check(expect![[r#"
            2026-11-03 08:00 committee k6 ! NothingOpen
            2026-11-03 09:00 reporter - ThreatNoted { publishes_at: Some(2026-11-09T12:00:00Z) }
                               > letter to Committee: News
            2026-11-03 10:00 committee k6 - PrivateHandlingAsked
                               > letter to Reporter: News
            2026-11-03 11:00 reporter - PrivateHandlingAnswered { agrees: false }
        "#]]);
    let case = story.case();
    let threat = clock::clock(&case, ClockKind::Threat, moment("2026-11-03 12:00")).unwrap();
    assert_eq!(threat.due, moment("2026-11-09 12:00"), "their date is a clock");
    assert!(clock::clock(&case, ClockKind::Release, moment("2026-11-03 12:00")).unwrap().asap);
}

#[test]
fn the_upstream_project_s_date_holds_our_publication_and_moves_our_clock_pr38_pr39() {
    let upstream =
        |at: Option<&str>| Command::NameUpstream(Upstream { project: line("libfoo"), publishes_at: at.map(moment) });
    let story = ready()
        .forget()
        .tell([
            row("2026-11-05 12:00", ana(), upstream(None)),
            row("2026-11-05 12:01", ana(), day("2026-11-10 16:00")),
            row("2026-11-05 12:02", ana(), upstream(Some("2026-12-01 16:00"))),
            row("2026-11-05 12:03", ana(), day("2026-11-10 16:00")),
            row("2026-11-05 12:04", ana(), day("2026-12-01 16:00")),
        ])
        .check(expect![[r#"
            2026-11-05 12:00 committee k6 - UpstreamNamed { upstream: Upstream { project: …, publishes_at: None } }
                               > letter to Committee: News
                               > letter to FixTeam: News
            2026-11-05 12:01 committee k6 ! BeforeUpstream { date: None }
            2026-11-05 12:02 committee k6 - UpstreamNamed { upstream: Upstream { project: …, publishes_at: Some(2026-12-01T16:00:00Z) } }
                               > letter to Committee: News
                               > letter to FixTeam: News
            2026-11-05 12:02 committee k6 - EmbargoRevised { until: 2026-12-01T16:00:00Z }
                               > letter to Reporter: News
                               > letter to FixTeam: News
            2026-11-05 12:03 committee k6 ! BeforeUpstream { date: Some(2026-12-01T16:00:00Z) }
            2026-11-05 12:04 committee k6 - ReleaseDayProposed { at: 2026-12-01T16:00:00Z, side: Committee }
        "#]]);
    let clock = clock::clock(&story.case(), ClockKind::Release, moment("2026-11-06 12:00")).unwrap();
    assert_eq!((clock.due, clock.not_before), (moment("2026-12-01 16:00"), Some(moment("2026-12-01 16:00"))));
}

#[test]
fn the_shorter_of_two_embargoes_holds_and_the_longer_is_a_proposal() {
    let Command::SubmitReport { title, body, channel, disclosure, reporter, .. } = report() else { unreachable!() };
    let submit = |at| Command::SubmitReport { title, body, channel, disclosure, reporter, publishes_at: Some(at) };
    told(committee(), vec![row("2026-11-02 09:00", REPORTER, submit(moment("2026-11-20 09:00")))])
        .tell([
            row("2026-11-02 10:00", REPORTER, Command::AcceptEmbargo),
            row("2026-11-02 11:00", ana(), Command::ProposeEmbargo { until: moment("2027-03-01 00:00") }),
            row("2026-11-02 11:00", ana(), Command::ProposeEmbargo { until: moment("2026-11-01 00:00") }),
            row("2026-11-02 11:00", ana(), Command::ProposeEmbargo { until: moment("2026-12-01 00:00") }),
            row("2026-11-02 11:30", REPORTER, Command::RejectEmbargo),
        ])
        .check(expect![[r#"
            2026-11-02 09:00 reporter - CaseOpened
            2026-11-02 09:00 reporter - ReportReceived { title: …, body: 040g2081040g2081040g208104, channel: Form, disclosure: Private }
                               > letter to Committee: ReportArrived
            2026-11-02 09:00 reporter - ReporterNamed { reporter: Reporter { name: Some(…), address: Some(…), credit: Named } }
            2026-11-02 09:00 reporter - ThreatNoted { publishes_at: Some(2026-11-20T09:00:00Z) }
                               > letter to Committee: News
            2026-11-02 09:00 reporter - EmbargoAgreed { until: 2026-11-20T09:00:00Z }
            2026-11-02 09:00 reporter - EmbargoRevisionProposed { until: 2027-01-31T09:00:00Z, from: Committee }
            2026-11-02 10:00 reporter - EmbargoRevised { until: 2027-01-31T09:00:00Z }
                               > letter to Reporter: News
                               > letter to FixTeam: News
            2026-11-02 11:00 committee k6 ! BeyondMaximum { latest: 2027-01-31T09:00:00Z }
            2026-11-02 11:00 committee k6 ! InThePast { at: 2026-11-01T00:00:00Z }
            2026-11-02 11:00 committee k6 - EmbargoRevisionProposed { until: 2026-12-01T00:00:00Z, from: Committee }
            2026-11-02 11:30 reporter - EmbargoRevisionRejected
        "#]]);
}

#[test]
fn an_embargo_that_grows_must_be_agreed_to_again_before_anything_is_read() {
    let story = accepted().tell([
        row("2026-11-03 09:00", ana(), Command::ProposeEmbargo { until: moment("2026-11-20 09:00") }),
        row("2026-11-03 09:05", ben(), Command::AcceptEmbargo),
        row("2026-11-03 09:10", REPORTER, Command::AcceptEmbargo),
    ]);
    assert!(story.case().part(FAY).is_some(), "a shorter embargo needs no new consent");
    let story = story.tell([
        row("2026-11-04 09:00", ana(), Command::ProposeEmbargo { until: moment("2026-12-20 09:00") }),
        row("2026-11-04 09:10", REPORTER, Command::AcceptEmbargo),
    ]);
    assert!(story.case().part(FAY).is_none());
    let sealed = Sealed::new(story.case(), story.log().to_vec());
    assert!(sealed.clone().open(Viewer::Person(FAY), moment("2026-11-04 10:00")).is_none());
    assert!(sealed.invitation(FAY).is_some(), "they see the terms again");
    let story = story.tell([row("2026-11-04 11:00", fay(), Command::JoinFixTeam)]);
    assert!(story.case().part(FAY).is_some());
}

#[test]
fn lateness_is_in_the_log_once_and_reminders_come_before_it() {
    let late = |story: Story, times: &[&'static str]| {
        story.tell(times.iter().map(|at| row(at, CLOCK, Command::NoteTime)).collect::<Vec<_>>())
    };
    let story = told(committee(), vec![row("2026-11-02 09:00", REPORTER, report())]).forget();
    late(
        story,
        &[
            "2026-11-02 20:59",
            "2026-11-02 21:00",
            "2026-11-02 21:00",
            "2026-11-03 09:00",
            "2026-11-03 09:01",
            "2026-11-03 12:00",
            "2026-11-07 10:00",
        ],
    )
    .check(expect![[r#"
        2026-11-02 20:59 clock . nothing
        2026-11-02 21:00 clock - ReminderDue { clock: Acknowledge, due: 2026-11-03T09:00:00Z, step: 0 }
                           > letter to Coordinator: Reminder { clock: Acknowledge }
        2026-11-02 21:00 clock - ReminderDue { clock: FixTeam, due: 2026-11-03T09:00:00Z, step: 0 }
                           > letter to Coordinator: Reminder { clock: FixTeam }
        2026-11-02 21:00 clock . nothing
        2026-11-03 09:00 clock - ReminderDue { clock: Acknowledge, due: 2026-11-03T09:00:00Z, step: 1 }
                           > letter to Coordinator: Reminder { clock: Acknowledge }
        2026-11-03 09:00 clock - ReminderDue { clock: FixTeam, due: 2026-11-03T09:00:00Z, step: 1 }
                           > letter to Coordinator: Reminder { clock: FixTeam }
        2026-11-03 09:01 clock - DeadlineMissed { clock: Acknowledge, due: 2026-11-03T09:00:00Z }
                           > letter to Committee: Missed { clock: Acknowledge }
        2026-11-03 09:01 clock - DeadlineMissed { clock: FixTeam, due: 2026-11-03T09:00:00Z }
                           > letter to Committee: Missed { clock: FixTeam }
        2026-11-03 12:00 clock . nothing
        2026-11-07 10:00 clock - ReminderDue { clock: FixDevelopment, due: 2026-11-09T09:00:00Z, step: 0 }
                           > letter to Coordinator: Reminder { clock: FixDevelopment }
    "#]]);
}

#[test]
fn the_clock_wakes_exactly_when_there_is_something_to_note() {
    let mut story = told(committee(), vec![row("2026-11-02 09:00", REPORTER, report())]);
    let mut woken = Vec::new();
    while let Some(at) = clock::next_wakeup(&story.case()) {
        let before = story.log().len();
        let stamp: &'static str = Box::leak(at.strftime("%Y-%m-%d %H:%M").to_string().into_boxed_str());
        // One millisecond past a due time is past its minute; the minute after is the first at which it is noted.
        let minute = if at.as_millisecond() % 60_000 == 0 {
            stamp
        } else {
            Box::leak(format!("{}1", &stamp[..15]).into_boxed_str())
        };
        story = story.tell([row(minute, CLOCK, Command::NoteTime)]);
        assert!(story.log().len() > before, "woken at {at} for nothing");
        woken.push(minute);
    }
    expect![[r#"
        2026-11-02 21:00
        2026-11-03 05:00
        2026-11-03 09:01
        2026-11-07 09:00
        2026-11-08 09:00
        2026-11-09 09:01
        2026-11-16 09:00
        2026-11-21 09:00
        2026-11-23 09:01
        2027-01-31 09:00"#]]
    .assert_eq(&woken.join("\n"));
}

#[test]
fn an_archived_project_takes_reports_and_promises_nothing_pr88() {
    let mut policy = solo();
    policy.project.lifecycle = domain::policy::Lifecycle::Archived;
    let story = told(policy, vec![row("2026-11-02 09:00", REPORTER, report())]);
    let clocks = clock::clocks(&story.case(), moment("2026-11-03 09:00"));
    assert_eq!(clocks.into_iter().map(|clock| clock.kind).collect::<Vec<_>>(), [ClockKind::Embargo]);
}

#[test]
fn a_solo_maintainer_does_the_whole_process_without_a_second_person_pr11() {
    let story = told(
        solo(),
        vec![
            row("2026-11-02 09:00", REPORTER, report()),
            row("2026-11-02 10:00", ana(), assessment()),
            row("2026-11-02 10:05", ana(), Command::Accept),
            row("2026-11-02 10:10", ana(), Command::OpenAdvisory { reference: None }),
            row("2026-11-02 10:20", ana(), draft(Mitigation::None)),
            row("2026-11-02 10:30", ana(), vector()),
            row("2026-11-02 10:40", ana(), Command::WaiveCve { reason: prose("RUSTSEC numbers it") }),
            row("2026-11-02 11:00", ana(), fix('a', ANA)),
            row("2026-11-02 11:10", ana(), Command::DeclareReady { commit: commit('a') }),
            row("2026-11-02 11:20", ana(), day("2026-11-06 09:00")),
            row("2026-11-06 08:00", ana(), Command::MergeFix { commit: commit('a') }),
            row("2026-11-06 08:30", ana(), release("2026-11-06T08:20:00Z")),
            row("2026-11-06 08:40", ana(), artefact(true)),
            row("2026-11-06 09:00", ana(), Command::Publish),
            row("2026-11-06 09:10", ana(), Command::Close { note: None }),
        ],
    );
    story.check(expect![[r#"
        2026-11-02 09:00 reporter - CaseOpened
        2026-11-02 09:00 reporter - ReportReceived { title: …, body: 040g2081040g2081040g208104, channel: Form, disclosure: Private }
                           > letter to Committee: ReportArrived
        2026-11-02 09:00 reporter - ReporterNamed { reporter: Reporter { name: Some(…), address: Some(…), credit: Named } }
        2026-11-02 09:00 reporter - EmbargoAgreed { until: 2027-01-31T09:00:00Z }
        2026-11-02 10:00 committee k6 - ReportAssessed { assessment: Assessment { impact: …, replicated: Yes, origin: Ours, exploited: NoEvidence } }
        2026-11-02 10:05 committee k6 - ReportAcknowledged
                           > letter to Reporter: Acknowledgement
        2026-11-02 10:05 committee k6 - ReportValidated
        2026-11-02 10:05 committee k6 - ReportAccepted
                           > letter to Reporter: News
        2026-11-02 10:10 committee k6 - AdvisoryOpened { reference: None }
        2026-11-02 10:20 committee k6 - AdvisoryDrafted { draft: Draft { title: …, summary: …, details: …, affected: [AffectedRange { package: "example.org/tool", ecosystem: "Go", introduced: "0", fixed: Some("1.12.0"), last_affected: None }], weaknesses: [], exposure: None, mitigation: None, upgrade: Some(…), check_command: Some(…), aliases: [] } }
        2026-11-02 10:30 committee k6 - SeverityScored { vector: CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N, score: 5.5 }
        2026-11-02 10:40 committee k6 - CveWaived { reason: … }
        2026-11-02 11:00 committee k6 - FixProposed { fix: Fix { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), author: k6gq38d1k6gq38d1k6gq38d1k4 } }
        2026-11-02 11:10 committee k6 - FixReady { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }
                           > letter to Committee: News
        2026-11-02 11:20 committee k6 - ReleaseDayProposed { at: 2026-11-06T09:00:00Z, side: Committee }
        2026-11-02 11:20 committee k6 - ReleaseDayAgreed { at: 2026-11-06T09:00:00Z }
        2026-11-02 11:20 committee k6 - EmbargoRevised { until: 2026-11-06T09:00:00Z }
                           > letter to Reporter: News
                           > letter to FixTeam: News
        2026-11-06 08:00 committee k6 - FixMerged { commit: CommitId("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }
        2026-11-06 08:30 committee k6 - ReleaseNoted { release: Release { version: …, tag: …, url: …, at: 2026-11-06T08:20:00Z } }
        2026-11-06 08:40 committee k6 - ArtefactChecked { artefact: Artefact { name: …, url: …, sha256: …, built: true, signed: true, available: true, functional: true } }
        2026-11-06 09:00 committee k6 - EmbargoEnded { because: Published, note: None }
        2026-11-06 09:00 committee k6 - AdvisoryPublished
                           > PublishAdvisory
                           > Announce { channel: … }
                           > letter to Reporter: News
                           > letter to FixTeam: News
        2026-11-06 09:10 committee k6 - CaseClosed { closing: Done, note: None }
    "#]]);
}

#[test]
fn the_list_of_what_still_stands_is_the_gate_that_decides() {
    let story = ready();
    let items = |case: &domain::case::state::Case, now: &str| {
        let step = gate::next_step(case).unwrap();
        let lines = gate::needs(case, step, moment(now))
            .into_iter()
            .map(|item| format!("{} {:?} ({:?})", if item.met { "x" } else { " " }, item.need, item.force));
        format!("{step:?}\n{}", lines.collect::<Vec<_>>().join("\n"))
    };
    expect![[r#"
        ReleaseDay
        x Accepted (Must)
        x Rule(ReadyFirst) (Must)"#]]
    .assert_eq(&items(&story.case(), "2026-11-05 12:00"));
    let story = merged();
    expect![[r#"
        Publish
        x Accepted (Must)
        x Rule(SeverityDecided) (Must)
        x Rule(CveSettled) (Must)
        x Field(Draft) (Must)
        x Field(Affected) (Must)
        x Field(CheckCommand) (Must)
        x Field(Upgrade) (Must)
        x Rule(MitigationStated) (Should)
        x Rule(CommunicationPlan) (Should)
        x Rule(ChannelNamed) (Must)
        x FixMerged (Must)
        x ReleaseNoted (Must)
        x Rule(ArtefactsChecked) (Must)
          MomentCome { at: 2026-11-10T16:00:00Z } (Must)"#]]
    .assert_eq(&items(&story.case(), "2026-11-10 15:00"));
    assert_eq!(gate::next_step(&story.case()), Some(Step::Publish));
}

#[test]
fn each_viewer_sees_their_part_and_a_stranger_nothing() {
    let story = merged();
    let now = moment("2026-11-10 15:00");
    let open = |viewer| Sealed::new(story.case(), story.log().to_vec()).open(viewer, now);
    let kinds = |viewer| open(viewer).unwrap().log.iter().map(|entry| entry.event.kind()).collect::<Vec<_>>().join(" ");
    assert!(open(Viewer::Person(OTTO)).is_none());
    assert_eq!(open(Viewer::Committee(BEN)).unwrap().log.len(), story.log().len());
    expect!["case_opened report_received reporter_named embargo_agreed report_acknowledged report_validated report_accepted release_day_agreed embargo_revised fix_merged release_noted"].assert_eq(&kinds(Viewer::Reporter));
    expect!["case_opened report_received embargo_agreed report_assessed report_validated report_accepted advisory_opened fixer_invited fixer_joined fork_noted advisory_drafted severity_scored cve_requested cve_assigned fix_proposed fix_ready communication_planned release_day_proposed release_day_proposed release_day_agreed embargo_revised fix_approved fix_merged release_noted artefact_checked"].assert_eq(&kinds(Viewer::Person(FAY)));
    let reporter = open(Viewer::Reporter).unwrap();
    assert!(reporter.work.is_none() && reporter.draft.is_none() && reporter.rating.is_none());
    assert!(open(Viewer::Person(FAY)).unwrap().reporter.is_none(), "the fix team does not learn who reported");
    assert_eq!(
        reporter.clocks.iter().map(|clock| clock.kind).collect::<Vec<_>>(),
        [ClockKind::Acknowledge, ClockKind::Release, ClockKind::Embargo]
    );
}

#[test]
fn offers_are_what_decide_would_say() {
    let story = ready();
    let now: Timestamp = moment("2026-11-05 12:00");
    let offers = domain::case::decide::offers(&story.case(), ana(), now);
    let lines = offers.iter().map(|offer| match &offer.refusal {
        None => offer.verb.noun().to_owned(),
        Some(why) => format!("{} ! {why:?}", offer.verb.noun()),
    });
    expect![[r#"
        acknowledgement ! AlreadyDone
        messages
        assessment
        acceptance ! AlreadyDecided
        declination ! AlreadyDecided
        deferral
        coordinator
        disclosure
        attack
        threat
        private-handling-request ! NothingOpen
        private-handling-answer ! NothingOpen
        upstream
        invitation
        outsider-approval ! NothingOpen
        membership ! NothingOpen
        invitation-refusal ! NothingOpen
        removal
        access ! NothingOpen
        reporter-invitation
        embargo-proposal
        embargo-acceptance ! NothingOpen
        embargo-rejection ! NothingOpen
        embargo-end
        advisory ! AlreadyDone
        draft
        mitigation
        score
        severity
        cve-request ! AlreadyDone
        cve
        cve-waiver ! AlreadyDone
        fork
        fix
        checks
        readiness
        communication-plan
        release-day
        release-day-move ! NothingOpen
        approval
        merge ! NotYet { step: Merge, missing: [ReleaseDayAgreed, Rule(ApprovalByAnother), Rule(MergeOnReleaseDay)] }
        release ! NothingOpen
        artefact ! NothingOpen
        publication ! NotYet { step: Publish, missing: [FixMerged, ReleaseNoted, Rule(ArtefactsChecked), MomentCome { at: 2027-01-31T09:00:00Z }] }
        withdrawal ! NothingOpen
        retrospective ! NothingOpen
        retrospective-sending ! NotYet { step: Retrospective, missing: [Published, RetrospectiveWritten] }
        feedback
        closure ! NotYet { step: Close, missing: [NoEmbargo] }
        policy
        broken-glass"#]].assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    let refused = domain::case::decide::decide(&story.case(), &Ask::from(Command::Publish), ana(), now).unwrap_err();
    let offered =
        offers.into_iter().find(|offer| offer.verb == domain::case::decide::Verb::Publish).unwrap().refusal.unwrap();
    assert_eq!(refused, offered);
}

/// A committee that promises a decision within a week and news at least every five days.
fn talkative() -> Policy {
    let promises = "[clocks.assess]\nwithin = \"P7D\"\nforce = \"should\"\norigin = \"own\"\npromised = true\n\n\
                    [clocks.update]\nwithin = \"P5D\"\nwarn_before = [\"P1D\"]\nforce = \"should\"\norigin = \"own\"\npromised = true\n";
    Policy::parse(&format!("{}\n{promises}", domain::policy::Preset::Committee.text())).unwrap()
}

#[test]
fn the_reporter_is_promised_a_decision_and_news_until_the_release() {
    let due = |story: &Story, kind, at| {
        let clock = clock::clock(&story.case(), kind, moment(at))?;
        let seen = Sealed::new(story.case(), story.log().to_vec()).open(Viewer::Reporter, moment(at)).unwrap();
        assert!(seen.clocks.iter().any(|seen| seen.kind == kind), "the reporter sees {kind:?}");
        Some((clock.due, clock.state))
    };
    let story = told(talkative(), vec![row("2026-11-02 09:00", REPORTER, report())]);
    assert_eq!(due(&story, ClockKind::Update, "2026-11-02 09:00"), None, "there was no word yet");
    let decided_by = moment("2026-11-09 09:00");
    assert_eq!(due(&story, ClockKind::Assess, "2026-11-09 09:00"), Some((decided_by, ClockState::Running)));
    let late = decided_by.checked_add(jiff::SignedDuration::from_millis(1)).unwrap();
    assert_eq!(clock::clock(&story.case(), ClockKind::Assess, late).unwrap().state, ClockState::Late);

    let story = story.tell([
        row("2026-11-03 09:00", ana(), Command::Acknowledge),
        row("2026-11-03 10:00", ana(), assessment()),
        row("2026-11-04 09:00", ana(), Command::Accept),
    ]);
    let (_, state) = due(&story, ClockKind::Assess, "2026-11-05 09:00").unwrap();
    assert_eq!(state, ClockState::Met { at: moment("2026-11-04 09:00") });
    let (by, _) = due(&story, ClockKind::Update, "2026-11-05 09:00").unwrap();
    assert_eq!(by, moment("2026-11-09 09:00"), "five days after the decision");

    // What the reporter says, and what the committee says among itself, is no news to the reporter.
    let story = story.forget().tell([
        row("2026-11-05 09:00", REPORTER, Command::SendMessage { to: Circle::Reporter, body: blob(7) }),
        row("2026-11-05 10:00", ana(), Command::SendMessage { to: Circle::Committee, body: blob(8) }),
        row("2026-11-08 09:00", CLOCK, Command::NoteTime),
        row("2026-11-09 10:00", CLOCK, Command::NoteTime),
        row("2026-11-10 09:00", ana(), Command::SendMessage { to: Circle::Reporter, body: blob(9) }),
        row("2026-11-10 09:01", CLOCK, Command::NoteTime),
    ]);
    let (by, state) = due(&story, ClockKind::Update, "2026-11-10 10:00").unwrap();
    assert_eq!((by, state), (moment("2026-11-15 09:00"), ClockState::Running), "each word begins it anew");
    story.check(expect![[r#"
        2026-11-05 09:00 reporter - MessageSent { to: Reporter, body: 0s3ge1o70s3ge1o70s3ge1o70s }
                           > letter to Coordinator: News
        2026-11-05 10:00 committee k6 - MessageSent { to: Committee, body: 1040g2081040g2081040g20810 }
        2026-11-08 09:00 clock - ReminderDue { clock: Update, due: 2026-11-09T09:00:00Z, step: 0 }
                           > letter to Coordinator: Reminder { clock: Update }
        2026-11-08 09:00 clock - DeadlineMissed { clock: FixTeam, due: 2026-11-03T09:00:00Z }
                           > letter to Committee: Missed { clock: FixTeam }
        2026-11-08 09:00 clock - ReminderDue { clock: FixDevelopment, due: 2026-11-09T09:00:00Z, step: 1 }
                           > letter to Coordinator: Reminder { clock: FixDevelopment }
        2026-11-09 10:00 clock - DeadlineMissed { clock: Update, due: 2026-11-09T09:00:00Z }
                           > letter to Committee: Missed { clock: Update }
        2026-11-09 10:00 clock - DeadlineMissed { clock: FixDevelopment, due: 2026-11-09T09:00:00Z }
                           > letter to Committee: Missed { clock: FixDevelopment }
        2026-11-10 09:00 committee k6 - MessageSent { to: Reporter, body: 144gi289144gi289144gi28914 }
                           > letter to Reporter: News
        2026-11-10 09:01 clock . nothing
    "#]]);
}

#[test]
fn a_release_day_in_a_blackout_needs_a_reason_and_is_not_proposed_pr59() {
    let mut policy = committee();
    policy.calendar.holidays = vec!["2026-11-10".parse().unwrap()];
    policy.calendar.blackouts =
        vec![Blackout { from: "2026-11-11".parse().unwrap(), to: "2026-11-15".parse().unwrap() }];
    assert_eq!(policy.next_slot(moment("2026-11-10 09:00")), Some(moment("2026-11-16 16:00")));
    for day in ["2026-11-10 16:00", "2026-11-12 16:00", "2026-11-16 15:00"] {
        assert!(!policy.recommends(moment(day)), "{day}");
    }
    let opening = |at| {
        told(
            policy.clone(),
            vec![
                row("2026-11-02 09:00", REPORTER, report()),
                row("2026-11-02 10:00", ana(), Command::Acknowledge),
                row("2026-11-02 11:00", ana(), assessment()),
                row("2026-11-02 12:00", ana(), Command::Accept),
                row("2026-11-02 12:10", ana(), Command::OpenAdvisory { reference: None }),
                row(
                    "2026-11-02 12:20",
                    ana(),
                    Command::InviteFixer { person: FAY, standing: Standing::CodeOwner, part: Part::Fixer },
                ),
                row("2026-11-02 13:00", fay(), Command::JoinFixTeam),
                row("2026-11-03 09:00", fay(), Command::NoteFork { location: line("private fork 1") }),
                row("2026-11-05 09:00", fay(), fix('a', FAY)),
                row("2026-11-05 10:00", fay(), Command::DeclareReady { commit: commit('a') }),
            ],
        )
        .forget()
        .tell([row("2026-11-06 09:00", ana(), day(at))])
    };
    opening("2026-11-12 16:00").check(expect![[r#"
        2026-11-06 09:00 committee k6 ! ReasonNeeded { rules: [RecommendedSlot] }
    "#]]);
    opening("2026-11-16 16:00").check(expect![[r#"
        2026-11-06 09:00 committee k6 - ReleaseDayProposed { at: 2026-11-16T16:00:00Z, side: Committee }
    "#]]);
}

fn glass(rule: Rule, reason: &str) -> Command {
    Command::BreakGlass { rule, reason: prose(reason) }
}

#[test]
fn a_rule_that_blocks_is_gone_past_by_two_in_the_open() {
    merged()
        .forget()
        .tell([
            row("2026-11-10 15:59", ana(), artefact(false)),
            row("2026-11-10 16:00", ana(), Command::Publish),
            row("2026-11-10 16:01", fay(), glass(Rule::ArtefactsChecked, "The mirror is down")),
            row("2026-11-10 16:02", ana(), glass(Rule::OutsiderApproval, "We need help")),
            row("2026-11-10 16:03", ana(), glass(Rule::WorkInFork, "It is in the open already")),
            row("2026-11-10 16:04", ana(), glass(Rule::ArtefactsChecked, "The mirror is down and attacks go on")),
            row("2026-11-10 16:05", ana(), Command::Publish),
            row("2026-11-10 16:06", ana(), glass(Rule::ArtefactsChecked, "I mean it")),
            row("2026-11-10 16:07", ben(), glass(Rule::ArtefactsChecked, "I have seen the attacks")),
            row("2026-11-10 16:08", ben(), glass(Rule::ArtefactsChecked, "Again")),
            row("2026-11-10 16:09", ana(), Command::Publish),
        ])
        .check(expect![[r#"
            2026-11-10 15:59 committee k6 - ArtefactChecked { artefact: Artefact { name: …, url: …, sha256: …, built: true, signed: true, available: true, functional: false } }
            2026-11-10 16:00 committee k6 ! NotYet { step: Publish, missing: [Rule(ArtefactsChecked)] }
            2026-11-10 16:01 fix team uf ! NotYours { verb: BreakGlass }
            2026-11-10 16:02 committee k6 ! NoGlass { rule: OutsiderApproval }
            2026-11-10 16:03 committee k6 ! NoGlass { rule: WorkInFork }
            2026-11-10 16:04 committee k6 - GlassAsked { rule: ArtefactsChecked, reason: … }
                               > letter to Committee: News
            2026-11-10 16:05 committee k6 ! NotYet { step: Publish, missing: [Rule(ArtefactsChecked)] }
            2026-11-10 16:06 committee k6 ! NeedsAnother
            2026-11-10 16:07 committee ma - GlassBroken { rule: ArtefactsChecked, reason: … }
                               > letter to Committee: News
            2026-11-10 16:08 committee ma ! AlreadyDone
            2026-11-10 16:09 committee k6 - EmbargoEnded { because: Published, note: None }
            2026-11-10 16:09 committee k6 - AdvisoryPublished
                               > PublishAdvisory
                               > Announce { channel: … }
                               > letter to Reporter: News
                               > letter to FixTeam: News
        "#]]);
}

#[test]
fn one_maintainer_who_has_nobody_to_ask_thinks_it_over_for_an_hour() {
    told(
        solo(),
        vec![
            row("2026-11-02 09:00", REPORTER, report()),
            row("2026-11-02 10:00", ana(), assessment()),
            row("2026-11-02 10:01", ana(), Command::Accept),
            row("2026-11-02 10:02", ana(), Command::OpenAdvisory { reference: None }),
        ],
    )
    .forget()
    .tell([
        row("2026-11-02 11:00", ana(), day("2026-11-03 12:00")),
        row("2026-11-02 11:01", ana(), glass(Rule::ReadyFirst, "The day is another's to choose")),
        row("2026-11-02 11:02", ana(), glass(Rule::ReadyFirst, "It still is")),
        row("2026-11-02 12:01", ana(), glass(Rule::ReadyFirst, "It still is")),
        row("2026-11-02 12:02", ana(), day("2026-11-03 12:00")),
    ])
    .check(expect![[r#"
        2026-11-02 11:00 committee k6 ! NotYet { step: ReleaseDay, missing: [Rule(ReadyFirst)] }
        2026-11-02 11:01 committee k6 - GlassAsked { rule: ReadyFirst, reason: … }
                           > letter to Committee: News
        2026-11-02 11:02 committee k6 ! TooSoon { from: 2026-11-02T12:01:00Z }
        2026-11-02 12:01 committee k6 - GlassBroken { rule: ReadyFirst, reason: … }
                           > letter to Committee: News
        2026-11-02 12:02 committee k6 - ReleaseDayProposed { at: 2026-11-03T12:00:00Z, side: Committee }
        2026-11-02 12:02 committee k6 - ReleaseDayAgreed { at: 2026-11-03T12:00:00Z }
        2026-11-02 12:02 committee k6 - EmbargoRevised { until: 2026-11-03T12:00:00Z }
                           > letter to Reporter: News
                           > letter to FixTeam: News
    "#]]);
}
