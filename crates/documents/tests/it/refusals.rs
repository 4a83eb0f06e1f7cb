//! The words for events, refusals and clocks.

use documents::words::{Names, clock_meaning, clock_state, event, need, refusal, verb};
use domain::case::clock::{Clock, ClockKind, ClockState};
use domain::case::decide::{Refusal, Verb};
use domain::case::event::Recorded;
use domain::case::gate::{Need, Step};
use domain::policy::{Force, Origin, Rule};
use domain::words::Line;
use expect_test::expect;

use crate::story::at;

#[test]
fn every_refusal_says_what_and_what_to_do_next() {
    let date = at("2022-09-14T16:00:00Z");
    let refusals = [
        Refusal::NotYours { verb: Verb::Publish },
        Refusal::NotYet { step: Step::Publish, missing: vec![Need::FixMerged, Need::Rule(Rule::ArtefactsChecked)] },
        Refusal::ReasonNeeded { rules: vec![Rule::RecommendedSlot] },
        Refusal::CaseClosed,
        Refusal::AlreadyDone,
        Refusal::NothingOpen,
        Refusal::NotAccepted,
        Refusal::AlreadyDecided,
        Refusal::NoAdvisory,
        Refusal::PublicAlready,
        Refusal::InThePast { at: date },
        Refusal::BeyondMaximum { latest: date },
        Refusal::BeforeUpstream { date: Some(date) },
        Refusal::BeforeUpstream { date: None },
        Refusal::NotACodeOwner,
        Refusal::NeedsAnother,
        Refusal::PublicReporter,
        Refusal::OtherCommit,
        Refusal::TooSevereToSlow,
        Refusal::NoSuchParticipant,
        Refusal::UnfitAnnouncement { problems: vec![Line::new("how to upgrade is empty").unwrap()] },
    ];
    let said: Vec<String> = refusals
        .iter()
        .map(|one| {
            let sentence = refusal(one);
            format!("{} {}", sentence.what, sentence.what_to_do)
        })
        .collect();
    expect![[r#"
        “Publish and announce” is for somebody else to do. Ask the coordinator of the case.
        Not yet: to publish it is still needed that the fix is merged and every artefact is built, signed, available and functional (PR-69). See what still stands, and do that first.
        The policy asks that the day is in the recommended slot (PR-59). Write a reason to go on all the same; it is recorded.
        The case is closed. A message can still be written.
        This is so already. Nothing needs to be done.
        There is nothing open that this would answer. Look at where the case stands.
        The report has not been accepted. Assess and accept it first.
        The report is decided already. The log says when and by whom.
        No advisory is open yet. Open it first.
        The flaw is public, so there is nothing left to keep secret. Publish as soon as you can.
        2022-09-14 16:00 UTC has passed. Choose a moment to come.
        The policy ends every embargo by 2022-09-14 16:00 UTC. Choose that moment or an earlier one.
        The upstream project publishes on 2022-09-14 16:00 UTC; we do not go first (PR-39). Choose that moment or a later one.
        The upstream project has not said when it publishes (PR-39). Ask them, and note their date.
        Only code owners join here (PR-48). Invite somebody named in the code owners' file.
        This takes somebody else: nobody approves their own (PR-49, PR-67). Ask another member.
        The report came by a public channel, so the reporter does not join the fix (PR-51). Thank them, and go on without.
        This is not the commit that was proposed. Use the proposed commit, or propose this one.
        Only a low severity is slowed for holidays or few hands (PR-61). Choose another factor, or decide the severity first.
        That person has no part in this case. Choose one of the participants.
        The announcement is not fit to be sent: how to upgrade is empty. Mend the draft, then publish."#]].assert_eq(&said.join("\n"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn every_kind_of_event_has_one_line_that_begins_with_a_capital() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/corpus/events.jsonl");
    let corpus = std::fs::read_to_string(corpus).unwrap();
    let mut lines = std::collections::BTreeMap::new();
    for line in corpus.lines() {
        let recorded: Recorded = serde_json::from_str(line).unwrap();
        let said = event(&recorded, &Names::new());
        assert!(said.starts_with(|c: char| !c.is_lowercase()) && !said.contains('\n'), "{said}");
        assert!(
            said.ends_with(['.', '?'])
                || said.contains("set aside")
                || said.contains("policy in force")
                || said.contains("rule that blocks")
                || said.contains("blocks no more"),
            "{said}"
        );
        lines.entry(recorded.event.kind()).or_insert(said);
    }
    let table: Vec<String> = lines.into_iter().map(|(kind, said)| format!("{kind}: {said}")).collect();
    expect![[r#"
        access_asked: Somebody asked to see the case: The quarter's audit.
        access_ended: Somebody sees the case no longer.
        access_given: Somebody may see the case from 2026-11-02 13:10 UTC until 2026-11-02 17:10 UTC.
        advisory_drafted: The committee wrote a draft of the advisory.
        advisory_opened: The committee opened the advisory.
        advisory_published: The advisory was published.
        advisory_withdrawn: The advisory was withdrawn.
        announced: Announced to announcements.
        artefact_checked: The artefact tool-linux-amd64 was checked: sound.
        attack_noted: The committee noted evidence of attacks.
        case_closed: The case was closed.
        case_opened: The case was opened under version 1 of the policy of Example.
        checks_noted: The checks failed: act.
        communication_planned: The committee planned the communication.
        coordinator_named: Somebody coordinates the case.
        cve_assigned: CVE-2026-10001 was assigned.
        cve_requested: The committee asked for a CVE number: forge.
        cve_waived: The committee decided to go without a CVE number.
        deadline_missed: Missed: first answer was due by 2026-11-03 09:00 UTC.
        disclosure_noted: The committee noted that the flaw is public: a blog.
        embargo_agreed: The embargo runs until 2027-01-31 09:00 UTC.
        embargo_ended: The embargo ended: the flaw is being attacked.
        embargo_proposed: An embargo until 2026-11-11 16:00 UTC was proposed.
        embargo_rejected: The proposed embargo was refused.
        embargo_revised: The embargo now runs until 2026-11-03 09:00 UTC.
        embargo_revision_proposed: Another end of the embargo was proposed: 2026-12-31 21:00 UTC.
        embargo_revision_rejected: The proposed revision was refused; the embargo runs as it was.
        feedback_given: Feedback was given.
        fix_approved: The committee approved the fix.
        fix_merged: The fix was merged; from then on anyone could read it.
        fix_proposed: The committee proposed a fix by somebody.
        fix_ready: The committee called the fix ready.
        fixer_invited: The committee invited somebody, an outsider.
        fixer_joined: Somebody accepted the terms and joined the fix team.
        fixer_removed: Somebody's part in the case ended.
        fork_noted: The committee noted the private fork.
        glass_asked: The committee asked to go past a rule that blocks (the work happens in a private fork, PR-54): we must
        glass_broken: The committee confirmed, and the rule blocks no more (the work happens in a private fork, PR-54): we must
        invitation_declined: Somebody declined the invitation.
        letter_held: A letter is held: no key.
        letter_sent: A letter left.
        message_sent: The committee wrote to the fix team.
        mitigation_stated: The committee stated that there is no mitigation.
        outsider_approved: The committee approved somebody.
        outsider_supported: The committee is for letting somebody in.
        policy_changed: The committee put the case under the policy in force, version 1: because
        private_handling_answered: Private handling was refused; everything is as soon as possible.
        private_handling_asked: The committee asked for private handling.
        release_day_agreed: The release day is agreed: 2026-12-18 09:00 UTC.
        release_day_moved: The committee moved the release day to 2026-11-11 16:00 UTC, for release work.
        release_day_proposed: The committee said 2026-12-18 09:00 UTC for the release.
        release_noted: Release 1.12.0 was tagged at 2026-11-10 13:50 UTC.
        reminder_due: Reminder: first answer is due by 2026-11-03 09:00 UTC.
        report_accepted: The committee accepted the report.
        report_acknowledged: The committee sent the first answer.
        report_assessed: The committee assessed the report: it can be replicated.
        report_declined: The committee declined the report: it was told before.
        report_deferred: The committee put the report off.
        report_received: The report was received.
        report_validated: The report is valid.
        reporter_invited: The committee invited the reporter to review.
        reporter_named: The reporter gave a name or an address.
        retrospective_drafted: The committee wrote the retrospective.
        retrospective_sent: The retrospective was sent.
        rule_set_aside: A rule was set aside (the work happens in a private fork, PR-54): we must
        severity_decided: The committee decided the severity: high.
        severity_scored: The committee scored the severity 5.5: CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N.
        threat_noted: Publication by others is announced for 2026-12-12 09:00 UTC.
        upstream_named: It hangs on libfoo, which publishes on 2026-11-03 09:00 UTC."#]]
    .assert_eq(&table.join("\n"));
}

#[test]
fn a_clock_says_where_it_stands() {
    let clock = |state, asap| Clock {
        kind: ClockKind::Release,
        anchor: at("2022-09-01T16:00:00Z"),
        not_before: None,
        due: at("2022-09-14T16:00:00Z"),
        state,
        asap,
        warnings: vec![],
        force: Force::Should,
        origin: Origin::Own,
        promised: true,
    };
    let table = [
        (clock(ClockState::Running, false), "2022-09-11T14:00:00Z"),
        (clock(ClockState::Running, true), "2022-09-15T16:00:00Z"),
        (clock(ClockState::Late, false), "2022-09-14T16:30:00Z"),
        (clock(ClockState::Met { at: at("2022-09-14T15:00:00Z") }, false), "2022-09-20T00:00:00Z"),
        (clock(ClockState::Met { at: at("2022-09-14T18:00:00Z") }, false), "2022-09-20T00:00:00Z"),
    ];
    let said: Vec<String> = table.iter().map(|(clock, now)| clock_state(clock, at(now))).collect();
    expect![[r#"
        due in 3 days 2 h, by 2022-09-14 16:00 UTC
        as soon as possible, since 2022-09-14 16:00 UTC
        late by 30 min, was due by 2022-09-14 16:00 UTC
        done on 2022-09-14 15:00 UTC, in time
        done on 2022-09-14 18:00 UTC, 2 h after it was due"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn every_verb_rule_and_clock_has_words_of_its_own() {
    let mut labels: Vec<&str> = Verb::ALL.into_iter().map(|one| verb(one).0).collect();
    labels.sort_unstable();
    assert!(labels.array_windows().all(|[one, next]| one != next), "{labels:?}");
    assert!(ClockKind::ALL.into_iter().all(|kind| clock_meaning(kind).ends_with('.')));
    assert!(need(&Need::MomentCome { at: at("2022-09-14T16:00:00Z") }).ends_with("2022-09-14 16:00 UTC"));
}
