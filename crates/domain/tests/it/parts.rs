//! The parts that somebody may have in a case: what each reads, what each asks, and how each ends.

use std::fmt::Write as _;

use domain::case::command::Command;
use domain::case::decide::{self, Verb};
use domain::case::facts::{Circle, Standing};
use domain::case::view::Sealed;
use domain::ids::PersonId;
use domain::people::{Actor, Part, Viewer};
use domain::policy::{Policy, committee};
use expect_test::expect;

use crate::people::{
    ANA, DIX, FAY, GIL, OLA, OTTO, REPORTER, RUE, ana, assessment, ben, blob, commit, draft, fay, fix, report,
};
use crate::story::{Row, Story, row};

const PEOPLE: [(PersonId, Part); 5] = [
    (FAY, Part::Fixer),
    (GIL, Part::Guest),
    (OLA, Part::Observer),
    (RUE, Part::ReleaseManager),
    (DIX, Part::Distributor),
];

fn told(policy: Policy, begun: Vec<Row>) -> Story {
    Story::new(policy).tell(begun)
}

/// A case at work, whose policy lets everybody be told, with somebody in every part.
fn at_work() -> Story {
    let open = Policy { need_to_know: None, ..committee() };
    let invited = PEOPLE.map(|(person, part)| {
        row("2026-11-02 12:10", ana(), Command::InviteFixer { person, standing: Standing::CodeOwner, part })
    });
    let joined = PEOPLE.map(|(person, part)| row("2026-11-02 12:20", Actor::with(part, person), Command::JoinFixTeam));
    let work = [
        row("2026-11-02 12:30", ana(), Command::NameCoordinator { person: ANA }),
        row("2026-11-02 12:30", ana(), Command::OpenAdvisory { reference: None }),
        row("2026-11-02 12:40", ana(), draft(domain::case::facts::Mitigation::Unstated)),
        row("2026-11-02 12:50", fay(), fix('b', FAY)),
        row("2026-11-02 12:55", fay(), Command::SendMessage { to: Circle::Fixers, body: blob(7) }),
    ];
    let begun = vec![
        row("2026-11-02 09:00", REPORTER, report()),
        row("2026-11-02 11:00", ana(), assessment()),
        row("2026-11-02 12:00", ana(), Command::Accept),
    ];
    told(open, begun).forget().tell(invited).tell(joined).tell(work)
}

#[test]
fn each_part_reads_what_it_is_for() {
    let story = at_work();
    let sealed = Sealed::new(story.case(), story.log().to_vec());
    let now = "2026-11-02T13:00:00Z".parse().unwrap();
    let mut table = String::new();
    for (person, part) in PEOPLE {
        let view = sealed.open(Viewer::Person(person), now).unwrap();
        let kinds: std::collections::BTreeSet<&str> = view.log.iter().map(|entry| entry.event.kind()).collect();
        let may: Vec<&str> = view.offers.iter().map(|offer| offer.verb.noun()).collect();
        writeln!(
            table,
            "{part:?}: report {}, work {}, draft {}, reporter {}, words {}, names {}\n  reads {}\n  may ask {}",
            view.body.is_some(),
            view.work.is_some(),
            view.draft.is_some(),
            view.reporter.is_some(),
            view.conversation.len(),
            view.log.iter().any(|entry| entry.by.person.is_some()),
            kinds.into_iter().collect::<Vec<_>>().join(" "),
            may.join(" "),
        )
        .unwrap();
    }
    expect![[r#"
        Fixer: report true, work true, draft true, reporter false, words 1, names true
          reads advisory_drafted advisory_opened case_opened coordinator_named embargo_agreed fix_proposed fixer_invited fixer_joined message_sent report_accepted report_assessed report_received report_validated
          may ask messages membership invitation-refusal draft mitigation score fork fix checks readiness release-day release-day-move approval feedback
        Guest: report true, work true, draft true, reporter false, words 1, names true
          reads advisory_drafted advisory_opened case_opened coordinator_named embargo_agreed fix_proposed fixer_invited fixer_joined message_sent report_accepted report_assessed report_received report_validated
          may ask messages membership invitation-refusal fix checks feedback
        Observer: report true, work true, draft true, reporter false, words 1, names true
          reads advisory_drafted advisory_opened case_opened coordinator_named embargo_agreed fix_proposed fixer_invited fixer_joined message_sent report_accepted report_assessed report_received report_validated
          may ask membership invitation-refusal feedback
        ReleaseManager: report true, work true, draft true, reporter false, words 1, names true
          reads advisory_drafted advisory_opened case_opened coordinator_named embargo_agreed fix_proposed fixer_invited fixer_joined message_sent report_accepted report_assessed report_received report_validated
          may ask messages membership invitation-refusal mitigation checks communication-plan release artefact feedback
        Distributor: report false, work false, draft true, reporter false, words 0, names false
          reads case_opened embargo_agreed
          may ask membership invitation-refusal
    "#]].assert_eq(&table);
}

#[test]
fn nobody_acts_in_another_part_than_theirs() {
    let story = at_work();
    let now = "2026-11-02T13:00:00Z".parse().unwrap();
    for (person, part) in PEOPLE {
        for other in Part::ALL.into_iter().filter(|other| *other != part) {
            for offer in decide::offers(&story.case(), Actor::with(other, person), now) {
                let answers = matches!(offer.verb, Verb::JoinFixTeam | Verb::DeclineInvitation);
                assert!(offer.refusal.is_some() || answers, "{part:?} as {other:?}: {:?}", offer.verb);
            }
        }
    }
}

#[test]
fn a_part_ends_by_removal_and_is_changed_only_by_a_new_invitation() {
    let guest = Command::InviteFixer { person: OLA, standing: Standing::CodeOwner, part: Part::Guest };
    at_work()
        .forget()
        .tell([
            row("2026-11-02 13:00", ana(), guest.clone()),
            row("2026-11-02 13:01", ana(), Command::RemoveFixer { person: OLA }),
            row("2026-11-02 13:02", ana(), guest),
            row("2026-11-02 13:03", Actor::with(Part::Observer, OLA), Command::GiveFeedback { text: blob(9) }),
            row("2026-11-02 13:04", Actor::with(Part::Guest, OLA), Command::JoinFixTeam),
            row("2026-11-02 13:05", Actor::with(Part::Guest, OLA), fix('c', OLA)),
            row("2026-11-02 13:06", Actor::with(Part::Guest, OLA), Command::DeclareReady { commit: commit('c') }),
        ])
        .check(expect![[r#"
            2026-11-02 13:00 committee k6 ! AlreadyDone
            2026-11-02 13:01 committee k6 - FixerRemoved { person: dtnmurrfdtnmurrfdtnmurrfds }
            2026-11-02 13:02 committee k6 - FixerInvited { person: dtnmurrfdtnmurrfdtnmurrfds, standing: CodeOwner, part: Guest }
                               > letter to Person(dtnmurrfdtnmurrfdtnmurrfds): Invitation
            2026-11-02 13:03 observer dt ! NotYours { verb: GiveFeedback }
            2026-11-02 13:04 guest dt - FixerJoined { person: dtnmurrfdtnmurrfdtnmurrfds, part: Guest }
            2026-11-02 13:05 guest dt - FixProposed { fix: Fix { commit: CommitId("cccccccccccccccccccccccccccccccccccccccc"), author: dtnmurrfdtnmurrfdtnmurrfds } }
            2026-11-02 13:06 guest dt ! NotYours { verb: DeclareReady }
        "#]]);
}

#[test]
fn an_outsider_in_any_part_waits_for_another_member_and_distributors_for_a_policy_that_tells_them_pr49_a7() {
    let asks = |part| Command::InviteFixer { person: OTTO, standing: Standing::Outsider, part };
    at_work()
        .forget()
        .tell([
            row("2026-11-02 13:00", ana(), asks(Part::Distributor)),
            row("2026-11-02 13:01", Actor::with(Part::Distributor, OTTO), Command::JoinFixTeam),
            row("2026-11-02 13:02", ana(), Command::ApproveOutsider { person: OTTO }),
            row("2026-11-02 13:03", ben(), Command::ApproveOutsider { person: OTTO }),
            row("2026-11-02 13:04", Actor::with(Part::Distributor, OTTO), Command::JoinFixTeam),
        ])
        .check(expect![[r#"
            2026-11-02 13:00 committee k6 - FixerInvited { person: 0g2081040g2081040g2081040g, standing: Outsider, part: Distributor }
                               > letter to Committee: News
            2026-11-02 13:01 distributor 0g ! NothingOpen
            2026-11-02 13:02 committee k6 ! NeedsAnother
            2026-11-02 13:03 committee ma - OutsiderApproved { person: 0g2081040g2081040g2081040g }
                               > letter to Person(0g2081040g2081040g2081040g): Invitation
            2026-11-02 13:04 distributor 0g - FixerJoined { person: 0g2081040g2081040g2081040g, part: Distributor }
        "#]]);
    let begun = vec![
        row("2026-11-02 09:00", REPORTER, report()),
        row("2026-11-02 11:00", ana(), assessment()),
        row("2026-11-02 12:00", ana(), Command::Accept),
    ];
    told(committee(), begun)
        .forget()
        .tell([
            row("2026-11-02 13:00", ana(), asks(Part::Distributor)),
            row("2026-11-02 13:00", ana(), asks(Part::Guest)),
        ])
        .check(expect![[r#"
            2026-11-02 13:00 committee k6 ! NotInGroup { group: Distributors }
            2026-11-02 13:00 committee k6 - FixerInvited { person: 0g2081040g2081040g2081040g, standing: Outsider, part: Guest }
                               > letter to Committee: News
        "#]]);
}
