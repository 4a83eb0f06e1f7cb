//! The two policies this house began with, as they were found, and the one it has now.
//!
//! Knows where the texts lie when they are there. Says so and passes where they are not.

use std::path::Path;

use expect_test::{Expect, expect};
use lint::{Context, Report, security_md};

/// A text of the source folder, found beside one of the folders above this one.
fn source(name: &str) -> Option<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.ancestors().map(|folder| folder.join("shared/texts").join(name)).find(|path| path.exists());
    if found.is_none() {
        println!("SKIPPED: the source text {name} is not on this machine");
    }
    found.map(|path| std::fs::read_to_string(path).unwrap())
}

fn context(repository: Option<&str>) -> Context {
    Context { file: None, repository: repository.map(str::to_owned), today: jiff::civil::date(2026, 11, 23) }
}

fn check(report: &Report, expected: &Expect) {
    let line = |finding: &lint::Finding| format!("line {}: {}\n", finding.line, finding.rule.id());
    expected.assert_eq(&report.findings.iter().map(line).collect::<String>());
    assert!(report.fails());
}

#[test]
fn a_committees_policy_copied_into_another_repository_is_seen_for_what_it_is() {
    let Some(text) = source("003_2d128504f0b4a920.txt") else { return };
    let given = security_md(&text, &context(Some("github.com/samswag/Youtube_To_Spotify")));
    check(
        &given,
        &expect![[r#"
            line 1: page-copied
            line 9: foreign-name
            line 21: roster-empty
            line 28: acknowledgement-time-missing
            line 30: contact-missing
            line 55: vote-by-one
            line 92: foreign-link
            line 92: placeholder-unfilled
            line 121: channels-empty
            line 122: chat-unreachable
            line 126: placeholder-unbalanced
            line 127: address-scrambled
            line 171: address-scrambled
            line 172: address-scrambled
        "#]],
    );
    assert_eq!(given, security_md(&text, &context(None)), "a copied page says itself where it stood");
}

#[test]
fn a_policy_whose_project_was_archived_and_whose_contact_is_lost_is_seen_for_what_it_is() {
    let Some(text) = source("000_1f5bad483e38e56d.txt") else { return };
    check(
        &security_md(&text, &context(Some("github.com/ckotzbauer/k8spolicy"))),
        &expect![[r#"
            line 1: page-copied
            line 2: archived-promises
            line 14: contact-missing
            line 14: acknowledgement-time-missing
            line 50: placeholder-unfilled
        "#]],
    );
}

#[test]
fn our_own_policy_has_nothing_worse_than_an_address_that_is_an_example() {
    let text = include_str!("../../../../SECURITY.md");
    let report = security_md(text, &context(Some("github.com/sluice/sluice")));
    assert!(!report.fails(), "{}", report.text());
    assert!(report.findings.iter().all(|finding| finding.rule == lint::RuleId::ContactReserved), "{}", report.text());
}
