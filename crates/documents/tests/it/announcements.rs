//! Announcements, block by block (PR-70 to PR-81).

use documents::advisory::Advisory;
use documents::announcement::{Unfit, announcement};
use domain::policy::{Filling, Policy, Preset};
use expect_test::expect;

use crate::facts::{ammonia, cosign};

/// A preset with everything filled in that a project has to.
fn filled(preset: Preset) -> Policy {
    Policy::parse(&preset.filled(&Filling {
        name: "Lantern",
        organisation: "lantern",
        repository: "https://git.lantern.test/lantern",
        contact: "security@lantern.test",
        announce: "announce@lantern.test",
        chat: None,
    }))
    .unwrap()
}

#[test]
fn a_committee_announces_one_cve_in_the_structure_of_the_text_pr75_to_pr81() {
    let written = announcement(&cosign(), &filled(Preset::Committee)).unwrap();
    expect![[r#"
        Subject: Security release of sigstore/cosign 1.12.0 is now available

        Hello cosign community,

        The Security Response Committee and maintainers of sigstore/cosign announce the availability of sigstore/cosign 1.12.0.

        This addresses the following CVE(s):

        * CVE-2022-36056 (CVSS score 5.5): A signature that was never logged can verify.

        Upgrading to 1.12.0 is encouraged to fix these issues.

        **Am I vulnerable?**

        Run `cosign version`. These versions are vulnerable:

        * github.com/sigstore/cosign: every version, up to and including 1.11.1

        **How do I mitigate the vulnerability?**

        Verify with the extracted signature.

        **How do I upgrade?**

        Install 1.12.0 or later.

        1.12.0: https://git.example/v1.12.0

        Checked artefacts, with their SHA-256:

        https://git.example/cosign-1.12.0.tar
          abababababababababababababababababababababababababababababababab

        **Vulnerability details**

        CVE-2022-36056, GHSA-8gw7-4j42-w388
        Severity: medium, CVSS 3.1 5.5 (CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N)

        The log entry is not compared with the signature.

        **Thanks**

        We thank Rita for reporting this to us.
    "#]].assert_eq(&format!("Subject: {}\n\n{}", written.subject, written.body));
}

#[test]
fn a_maintainer_announces_three_branches_without_cve_score_or_mitigation_pr76_pr79() {
    let written = announcement(&ammonia(), &filled(Preset::Solo)).unwrap();
    assert!(!written.body.contains("mitigate"), "the block is dropped when there is none");
    expect![[r#"
        Subject: Security release of rust-ammonia/ammonia 3.3.1, 4.0.1 and 4.1.2 are now available

        Hello ammonia community,

        The maintainer of rust-ammonia/ammonia announces the availability of rust-ammonia/ammonia 3.3.1, 4.0.1 and 4.1.2.

        This addresses the following CVE(s):

        * RUSTSEC-2025-0071 (severity medium, not scored): Cleaned text can turn into script again.

        Upgrading to 3.3.1, 4.0.1 and 4.1.2 is encouraged to fix these issues.

        **Am I vulnerable?**

        Run `cargo tree --package ammonia`. These versions are vulnerable:

        * ammonia: every version, before 3.3.1
        * ammonia: 4.0.0 and later, before 4.0.1
        * ammonia: 4.1.0 and later, before 4.1.2

        Only when svg or math is allowed together with a raw-text tag.

        **How do I upgrade?**

        Update to 3.3.1, 4.0.1 or 4.1.2.

        3.3.1: https://git.example/v3.3.1
        4.0.1: https://git.example/v4.0.1
        4.1.2: https://git.example/v4.1.2

        **Vulnerability details**

        RUSTSEC-2025-0071, GHSA-mm7x-qfjj-5g2c
        Severity: medium

        Removing a tag left text that a browser parses as markup.
    "#]].assert_eq(&format!("Subject: {}\n\n{}", written.subject, written.body));
}

#[test]
fn every_empty_required_block_and_every_leftover_is_named_pr70() {
    let mut advisory = cosign();
    advisory.upgrade = String::new();
    advisory.check_command = String::new();
    advisory.summary = "Fixed in $VERSION <!-- ask Ana -->".to_owned();
    let Unfit(problems) = announcement(&advisory, &filled(Preset::Committee)).unwrap_err();
    expect![[r#"
        the command that shows the version is empty
        how to upgrade is empty
        an HTML comment is left
        the placeholder $VERSION is left"#]]
    .assert_eq(&problems.join("\n"));
}

#[test]
fn no_announcement_leaves_without_a_severity_or_with_facts_scanners_cannot_read_pr70() {
    let unscored = Advisory { rating: None, score: None, vector: None, ..cosign() };
    assert_eq!(
        announcement(&unscored, &filled(Preset::Committee)),
        Err(Unfit(vec!["the severity is empty".to_owned()]))
    );
    let unreadable = Advisory { cves: vec![], aliases: vec!["GHSA-8gw7-4j42-w388".to_owned(); 2], ..cosign() };
    let Unfit(problems) = announcement(&unreadable, &filled(Preset::Committee)).unwrap_err();
    assert_eq!(problems, ["scanners could not read it: `GHSA-8gw7-4j42-w388` names the record twice"]);
}

#[test]
fn the_rating_that_was_decided_is_told_beside_the_score_pr62_pr70() {
    let decided = Advisory { rating: Some(domain::severity::Rating::High), ..cosign() };
    let body = announcement(&decided, &filled(Preset::Committee)).unwrap().body;
    assert!(
        body.contains("* CVE-2022-36056 (CVSS score 5.5): ") && body.contains("Severity: high, CVSS 3.1 5.5 ("),
        "{body}"
    );
}

#[test]
fn a_summary_of_several_lines_stays_one_item_of_the_list_pr76() {
    let several = Advisory { summary: "One.\n\nTwo.\n* three".to_owned(), ..cosign() };
    let body = announcement(&several, &filled(Preset::Committee)).unwrap().body;
    assert!(body.contains("* CVE-2022-36056 (CVSS score 5.5): One. Two. * three\n"), "{body}");
}
