//! Who does what by when, to tick off.

use documents::checklists::{Hand, checklist, html, markdown};
use domain::policy::{Policy, committee, solo};
use expect_test::{Expect, expect};

fn check(policy: &Policy, hand: Hand, expected: &Expect) {
    let lines: Vec<String> = checklist(policy, hand).iter().map(documents::checklists::Task::line).collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

fn example(name: &str) -> Policy {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies").join(name);
    Policy::parse(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn a_reporter_knows_what_to_do_and_what_to_expect() {
    check(
        &committee(),
        Hand::Reporter,
        &expect![[r#"
        Tell us privately: use the form of the desk, or write to security@example.org.
        Say what an attacker gains, in which version, and how it can be shown.
        Keep the receipt code: it opens your page.
        If you mean to publish on a day of your own, tell us the day.
        Expect a first answer: within 24 hours of the report.
        Tell nobody else until the release, at most for 90 days; if that does not suit you, propose another end.
        If we ask you to help with the review: accept the terms first, or say no.
        Say by which name we are to thank you, if by any.
    "#]],
    );
}

#[test]
fn the_fix_team_accepts_the_terms_first_and_agrees_to_the_day_last() {
    check(
        &committee(),
        Hand::FixTeam,
        &expect![[r#"
        Accept the terms before you read anything (must).
        Write the fix in the private fork, and speak of it only in the case.
        Run the project's checks on the fix (may).
        Say in the case that the fix is ready: within 7 days of the report.
        Agree to the day of the release (must).
        On the day: approve the fix, nobody their own (must).
        Give your own view of how it went, if you like.
    "#]],
    );
}

#[test]
fn distributors_are_told_in_the_order_of_their_notices() {
    check(
        &example("kubernetes.toml"),
        Hand::Disclosure,
        &expect![[r#"
        Plan who will be told what, where and when.
        Write the announcement: release, CVE numbers, severity, who is affected, how to upgrade.
        Tell distributors-announce: 28 days before the release.
        Tell distributors-announce: 7 days before the release.
        Tell distributors-announce: 24 hours before the release.
        Look whether a part of the announcement is missing (must).
        Publish the advisory and send the announcement to kubernetes-announce (kubernetes-announce@googlegroups.com) and oss-security (oss-security@lists.openwall.com) (must).
        Once the announcement can be read there, post a link to it in the announcements channel of the chat (https://kubernetes.slack.com).
    "#]],
    );
}

#[test]
fn one_maintainer_has_one_list_with_every_task() {
    assert_eq!(Hand::of(&solo()), [Hand::Reporter, Hand::Committee]);
    check(
        &solo(),
        Hand::Committee,
        &expect![[r#"
        Send the reporter a first answer: within 3 days of the report.
        Find out what an attacker gains, whether it can be shown again, and whose code it is (must).
        Accept the report, decline it or put it off, and tell the reporter why.
        If it is public, attacked, or somebody means to publish: note it, and everything is due at once.
        Open the advisory in the repository concerned, and a private fork to work in.
        Write down in it all that is known, and keep it up to date.
        Name the affected versions before asking for a CVE number (must).
        Ask for a CVE number from the forge's numbering authority, or write down why there is none (must).
        Score the severity, and settle it (must).
        If the fix hangs on another project: agree with it on a date, and do not go first (must).
        Write the fix in the private fork, and speak of it only in the case.
        Say in the case that the fix is ready: within 14 days of the report.
        Set the day of the release.
        Write the announcement: release, CVE numbers, severity, who is affected, how to upgrade.
        Say in it what helps before an upgrade, or that nothing does.
        On the day, not before: merge the fix into the main branch.
        Make the release that carries the fix: within 21 days of the report.
        Check every file of the release: it is built, its signature is good, all can fetch it and it runs (must).
        Look whether a part of the announcement is missing (must).
        Publish the advisory and send the announcement to announcements (announce@example.org): within 24 hours of the merge of the fix.
        Close the case.
    "#]],
    );
}

#[test]
fn a_project_that_promises_nothing_has_no_dates_in_its_lists() {
    let mut policy = committee();
    policy.project.lifecycle = domain::policy::Lifecycle::Archived;
    let lists = markdown(&policy, &Hand::of(&policy));
    assert!(!lists.contains("within 24 hours") && lists.contains("Tell us privately"), "{lists}");
}

#[test]
fn a_list_is_boxes_in_both_forms_and_nothing_in_it_becomes_markup() {
    let mut policy = committee();
    policy.project.name = domain::words::Line::new("<b>Lantern").unwrap();
    let hands = Hand::of(&policy);
    let (text, page) = (markdown(&policy, &hands), html(&policy, &hands));
    assert_eq!(text.matches("- [ ] ").count(), page.matches("<input type=\"checkbox\">").count());
    assert!(text.matches("\n## ").count() == 6 && !page.contains("<b>"), "{page}");
}
