//! What a policy says of a case is what the case does: each section, once kept and once refused.

use domain::case::clock::{self, ClockKind};
use domain::case::command::Command;
use domain::case::facts::{Artefact, MoveFactor, Standing};
use domain::case::gate::{self, Need, Step};
use domain::case::state::Embargo;
use domain::policy::{Policy, Preset, Rule};
use expect_test::expect;

use domain::people::Part;

use crate::people::{FAY, OTTO, REPORTER, ana, artefact, assessment, commit, fay, fix, line, prose, report};
use crate::story::{Row, Story, moment, row};

/// The committee's preset, with a part of the file said differently.
fn changed(from: &str, to: &str) -> Policy {
    let text = Preset::Committee.text();
    assert!(text.contains(from), "`{from}` is not in the preset");
    Policy::parse(&text.replacen(from, to, 1)).unwrap()
}

fn with(added: &str) -> Policy {
    changed("[identifiers]", &format!("{added}\n[identifiers]"))
}

/// Received on Monday 2 November 2026, at work the same day.
fn accepted(policy: Policy) -> Story {
    Story::new(policy).tell([
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
    ])
}

fn score(vector: &str) -> Command {
    Command::ScoreSeverity { vector: vector.parse().unwrap() }
}

fn due(story: &Story, kind: ClockKind) -> String {
    clock::clock(&story.case(), kind, moment("2026-11-02 13:00"))
        .map_or("not started".into(), |clock| clock.due.to_string())
}

#[test]
fn a_severer_track_has_its_own_deadlines_and_a_lower_one_the_clock_s() {
    let policy =
        with("[[tracks]]\nname = \"grave\"\nfrom_tenths = 70\nfix_within = \"P2D\"\nrelease_within = \"P5D\"\n");
    let told = |vector: &str| {
        let story = accepted(policy.clone()).tell([row("2026-11-02 14:00", ana(), score(vector))]);
        (due(&story, ClockKind::FixDevelopment), due(&story, ClockKind::Release))
    };
    let usual = ("2026-11-09T09:00:00Z".to_owned(), "2026-11-23T09:00:00Z".to_owned());
    assert_eq!(told("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N"), usual, "5.5 is not grave");
    let grave = ("2026-11-04T09:00:00Z".to_owned(), "2026-11-07T09:00:00Z".to_owned());
    assert_eq!(told("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), grave, "9.8 is");
}

#[test]
fn a_clock_counts_from_what_the_policy_says_and_has_not_started_before_it() {
    let policy = changed("[clocks.release]\n", "[clocks.release]\nfrom = \"fix_ready\"\n");
    let story = accepted(policy);
    assert_eq!(due(&story, ClockKind::Release), "not started");
    let story = story.tell([
        row("2026-11-03 09:00", fay(), Command::NoteFork { location: line("private fork 1") }),
        row("2026-11-05 09:00", fay(), fix('a', FAY)),
        row("2026-11-05 10:00", fay(), Command::DeclareReady { commit: commit('a') }),
    ]);
    assert_eq!(due(&story, ClockKind::Release), "2026-11-26T10:00:00Z");
}

#[test]
fn a_mode_that_is_not_in_a_hurry_keeps_its_clocks_and_its_embargo_ends_all_the_same_pr37() {
    let policy = changed("[modes.public]\npace = \"asap\"", "[modes.public]\npace = \"as_planned\"");
    let noted = Command::NoteDisclosure { place: line("a blog"), exploit: false };
    let story = accepted(policy).forget().tell([row("2026-11-03 09:00", ana(), noted)]);
    assert_eq!(due(&story, ClockKind::Release), "2026-11-23T09:00:00Z");
    assert_eq!(story.case().embargo.running_until(), None);
}

#[test]
fn attacks_end_the_embargo_unless_the_policy_keeps_it() {
    let seen = || row("2026-11-03 09:00", ana(), Command::NoteAttack { evidence: prose("a honeypot") });
    let ended = accepted(changed("[embargo]", "[embargo]")).tell([seen()]);
    assert_eq!(ended.case().embargo.running_until(), None);
    let kept = accepted(changed("[embargo]", "[embargo]\nkept_under_attack = true")).tell([seen()]);
    assert!(kept.case().embargo.running_until().is_some());
}

#[test]
fn an_embargo_that_counts_from_the_fix_has_no_limit_before_it() {
    let late = || row("2026-12-20 09:00", ana(), Command::ProposeEmbargo { until: moment("2027-02-10 16:00") });
    let on_the_table = |policy: Policy| {
        let story = accepted(policy).tell([late()]);
        matches!(story.case().embargo, Embargo::Revise { .. })
    };
    assert!(!on_the_table(changed("[embargo]", "[embargo]")), "ninety days from the report are over by then");
    assert!(on_the_table(changed("maximum = \"P90D\"", "maximum = \"P90D\"\nstarts = \"fix_ready\"")));
}

#[test]
fn a_day_moves_for_the_reasons_the_policy_names_by_those_it_names_up_to_its_ceiling_pr36_pr61() {
    let policy = changed(
        "reasons = [\"severity\", \"development_time\", \"release_work\"]",
        "reasons = [\"release_work\"]\nceiling = \"P40D\"",
    );
    let policy =
        Policy::parse(&policy.to_toml().replacen("by = \"fix_team\"", "by = \"fix_team\"\nceiling = \"P40D\"", 1))
            .unwrap();
    let move_to = |at: &str, factor| Command::MoveReleaseDay { at: moment(at), factor, note: prose("why") };
    let rows: Vec<Row> = vec![
        row("2026-11-06 09:00", ana(), move_to("2026-11-30 16:00", MoveFactor::DevelopmentTime)),
        row("2026-11-06 09:10", fay(), move_to("2026-11-30 16:00", MoveFactor::ReleaseWork)),
        row("2026-11-06 09:20", ana(), move_to("2026-12-15 16:00", MoveFactor::ReleaseWork)),
        row("2026-11-06 09:30", ana(), move_to("2026-12-10 16:00", MoveFactor::ReleaseWork)),
    ];
    agreed(policy).forget().tell(rows).check(expect![[r#"
        2026-11-06 09:00 committee k6 ! ReasonNotAllowed { allowed: [ReleaseWork, Availability] }
        2026-11-06 09:10 fix team uf ! NotYours { verb: MoveReleaseDay }
        2026-11-06 09:20 committee k6 ! BeyondMaximum { latest: 2026-12-12T09:00:00Z }
        2026-11-06 09:30 committee k6 - ReleaseDayMoved { at: 2026-12-10T16:00:00Z, factor: ReleaseWork, note: … }
        2026-11-06 09:30 committee k6 - EmbargoRevised { until: 2026-12-10T16:00:00Z }
                           > letter to Reporter: News
                           > letter to FixTeam: News
    "#]]);
}

/// A case whose day is agreed: Tuesday 24 November.
fn agreed(policy: Policy) -> Story {
    let day = || Command::AgreeReleaseDay { at: moment("2026-11-24 16:00") };
    accepted(policy).tell([
        row("2026-11-03 09:00", fay(), Command::NoteFork { location: line("private fork 1") }),
        row("2026-11-05 09:00", fay(), fix('a', FAY)),
        row("2026-11-05 10:00", fay(), Command::DeclareReady { commit: commit('a') }),
        row("2026-11-05 11:00", fay(), day()),
        row("2026-11-05 12:00", ana(), day()),
    ])
}

#[test]
fn whoever_is_in_no_group_of_the_policy_is_not_let_in_pr49_pr50() {
    let policy = changed(
        "groups = [\"committee\", \"fix_team\", \"guests\", \"private_reporter\"]",
        "groups = [\"committee\", \"fix_team\"]",
    );
    let outsider = Command::InviteFixer { person: OTTO, standing: Standing::Outsider, part: Part::Fixer };
    accepted(policy)
        .forget()
        .tell([row("2026-11-02 14:00", ana(), outsider), row("2026-11-02 14:10", ana(), Command::InviteReporter)])
        .check(expect![[r#"
            2026-11-02 14:00 committee k6 ! NotInGroup { group: Guests }
            2026-11-02 14:10 committee k6 ! NotInGroup { group: PrivateReporter }
        "#]]);
}

#[test]
fn an_artefact_is_sound_once_it_passed_what_the_policy_checks_pr69() {
    let met = |policy: Policy| {
        let Command::CheckArtefact(sound) = artefact(true) else { unreachable!() };
        let unsigned = Command::CheckArtefact(Artefact { signed: false, ..sound });
        let story = agreed(policy).tell([
            row("2026-11-24 09:00", ana(), Command::ApproveFix { commit: commit('a') }),
            row("2026-11-24 10:00", ana(), Command::MergeFix { commit: commit('a') }),
            row("2026-11-24 15:00", ana(), unsigned),
        ]);
        let needs = gate::needs(&story.case(), Step::Publish, moment("2026-11-24 15:10"));
        needs.iter().find(|item| item.need == Need::Rule(Rule::ArtefactsChecked)).unwrap().met
    };
    assert!(!met(changed("[embargo]", "[embargo]")));
    assert!(met(changed(
        "checks = [\"built\", \"signed\", \"available\", \"functional\"]",
        "checks = [\"built\", \"available\", \"functional\"]"
    )));
}

#[test]
fn an_open_case_keeps_its_policy_until_somebody_decides_otherwise_and_new_terms_are_agreed_to_anew() {
    let new = changed("within = \"P21D\"", "within = \"P14D\"");
    let new = Policy::parse(&new.to_toml().replace("speak of this case only here", "speak of this only here")).unwrap();
    let story = accepted(changed("[embargo]", "[embargo]")).forget();
    assert_eq!(due(&story, ClockKind::Release), "2026-11-23T09:00:00Z");
    let to =
        |policy: &Policy| Command::MoveToPolicy { policy: policy.clone().into(), reason: prose("the old one is gone") };
    let story = story.tell([
        row("2026-11-03 09:00", fay(), to(&new)),
        row("2026-11-03 09:10", ana(), to(&new)),
        row("2026-11-03 09:20", ana(), to(&new)),
    ]);
    assert_eq!(due(&story, ClockKind::Release), "2026-11-16T09:00:00Z");
    assert!(story.case().part(FAY).is_none(), "other terms, so the old consent does not hold");
}
