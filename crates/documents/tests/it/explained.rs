//! A policy on one page, and its clocks as a picture.

use documents::policy_explained::{page, picture};
use domain::policy::{Policy, committee, solo};
use expect_test::expect;

fn example(name: &str) -> Policy {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies").join(name);
    Policy::parse(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn the_page_says_who_does_what_by_when_and_how_it_is_decided() {
    expect![[r#"
        How Example responds to a vulnerability (policy version 1)

        Reports go to   security@example.org
        Who responds    the Security Response Committee, 2 to 4 members
        Secrecy         90 days from the report, at most 90 days, assumed
        Release         best at 16:00 UTC on Monday, Tuesday, Wednesday and Thursday
        Duties          triage, infrastructure, disclosure and release

        Who does what by when
          First answer              Security Response Committee            within 24 hours of the report                      should, assumed, promised to the reporter; reminded 12 hours and 4 hours before
          Fix team at work          Security Response Committee            within 24 hours of the report                      should; reminded 12 hours and 4 hours before
          Fix ready                 fix team                               within 7 days of the report                        should; reminded 2 days and 1 day before
          Release and advisory      Security Response Committee, fix team  within 21 days of the report                       should, promised to the reporter; reminded 7 days and 2 days before
          Advisory after the merge  Security Response Committee            within 24 hours of the merge of the fix            should, assumed; reminded 12 hours before
          Retrospective             Security Response Committee            not before 1 day and within 3 days of the release  should; reminded 1 day before

        How it is decided
          Taking in a new member: it is decided unless one of the members objects within 5 days; then the majority of the votes decides (should)
          Removing a member: 2/3 of all members who may vote say yes within 5 days; whom it is about does not vote; where fewer than 2 may vote, it goes to the technical steering committee instead (may)
          Changing this policy: it is decided unless one of the members objects within 5 days; then the majority of the votes decides (should, assumed)
          Letting an outsider into a case: somebody else of the members has said yes before (must)
          The day of a release: members and fix team agree on it (must)

        Nothing goes on before
          impact, replication and origin are assessed [PR-07]
          only code owners join [PR-48]
          an outsider joins after somebody else approved [PR-49]
          only a reporter who told us privately joins the fix [PR-51]
          the affected versions are written down [PR-45]
          the severity is scored or decided [PR-47]
          a CVE number is assigned, or there is a reason for none [PR-52]
          the fix is ready [PR-58]
          committee and fix team agree on the day [PR-58]
          somebody other than the author approved the fix [PR-67]
          the release day has come [PR-68]
          every artefact is built, signed, available and functional [PR-69]
          the announcement is complete [PR-70]
          the policy names a channel for announcements [PR-73]
          the upstream project's date has come [PR-39]

        Without it, a written reason is asked for
          the work happens in a private fork [PR-54]
          the day is in the recommended slot [PR-59]
          there is a communication plan [PR-64]
          mitigation is described, or stated as none [PR-71]
          the first day for a retrospective has come [PR-82]
          the retrospective is sent [PR-82]

        Shown, and stops nothing
          the project's checks passed on the fix [PR-55]
    "#]].assert_eq(&page(&committee()));
}

#[test]
fn whoever_is_told_ahead_stands_among_those_who_are_due_something() {
    let page = page(&example("kubernetes.toml"));
    let paragraph = page.split("\n\n").find(|part| part.starts_with("Who does what by when")).unwrap();
    expect![[r#"
        Who does what by when
          First answer                whoever is on duty           within 3 business days of the report               should, promised to the reporter; reminded 1 day before
          Fix team at work            Security Response Committee  within 24 hours of the report                      should; reminded 12 hours before
          Fix ready                   fix team                     within 7 days of the report                        should; reminded 2 days and 1 day before
          Retrospective               Security Response Committee  not before 1 day and within 3 days of the release  should; reminded 1 day before
          Distributors-announce told  Security Response Committee  28 days, 7 days and 24 hours before the release    should
    "#]].assert_eq(&format!("{paragraph}\n"));
}

#[test]
fn one_page_is_one_page() {
    for policy in [committee(), solo(), example("kubernetes.toml"), example("envoy.toml"), example("sigstore.toml")] {
        let lines = page(&policy).lines().count();
        assert!(lines <= 66, "{} takes {lines} lines", policy.project.name.reveal());
    }
    assert!(!page(&solo()).contains("How it is decided"), "one person decides everything");
}

#[test]
fn the_picture_shows_notices_before_the_release_and_what_a_track_asks_for() {
    let picture_of = |policy: &Policy| {
        let picture = picture(policy);
        let (_, rest) = picture.split_once("<desc>").unwrap();
        rest.split_once("</desc>").unwrap().0.replace("; ", "\n")
    };
    let mut policy = example("kubernetes.toml");
    policy.clocks = committee().clocks;
    policy.tracks.truncate(1);
    policy.tracks[0].release_within = Some("P14D".parse().unwrap());
    policy.tracks[0].announced_before = Some("P7D".parse().unwrap());
    expect![[r#"
        Report
        First answer ≤ 24 hours
        Fix team at work ≤ 24 hours
        Fix ready ≤ 7 days
        Release and advisory ≤ 14 days, with the next patch release
        Distributors told 28 days before
        Distributors told 7 days before
        Day announced 7 days before
        Distributors told 24 hours before
        Release and advisory ≤ 21 days
        Secrecy ends 90 days
        Advisory after the merge ≤ 24 hours after the merge
        Retrospective ≤ 3 days after the release"#]]
    .assert_eq(&picture_of(&policy));
    let wide = picture(&policy);
    assert!(wide.contains("viewBox=\"0 0 2044 230\""), "{wide}");
}
