//! Two policies and what lies between them.

use documents::policy_diff::differences;
use documents::{insights, machine_contact};
use domain::policy::{Policy, Preset};
use expect_test::{Expect, expect};

fn check(changes: &[(&str, &str)], expected: &Expect) {
    let old = Preset::Committee.text();
    let new = changes.iter().fold(old.to_owned(), |text, (before, after)| {
        assert!(text.contains(before), "{before}");
        text.replacen(before, after, 1)
    });
    let said = differences(&Policy::parse(old).unwrap(), &Policy::parse(&new).unwrap());
    expected.assert_eq(&(said.join("\n") + "\n"));
}

#[test]
fn a_value_is_told_with_the_one_before_and_a_force_with_its_direction() {
    check(
        &[
            ("diversity = \"2:1\"", "diversity = \"1:1\""),
            ("method = \"lazy_consensus\"\nwindow = \"P5D\"", "method = \"lazy_consensus\"\nwindow = \"P7D\""),
            ("checks_run = { force = \"may\"", "checks_run = { force = \"must\""),
            ("paid = false", "paid = true"),
        ],
        &expect![[r#"
            Reward: paid instead of none.
            Seats of one organisation: at most 1:1 to all others instead of at most 2:1 to all others.
            Taking in a new member: “it is decided unless one of the members objects within 7 days; then the majority of the votes decides” instead of “it is decided unless one of the members objects within 5 days; then the majority of the votes decides”.
            The project's checks passed on the fix: stricter, “must” instead of “may”.
        "#]],
    );
}

#[test]
fn what_is_new_and_what_is_gone_is_told_by_its_name() {
    check(
        &[
            ("[templates]", "[[distributors]]\nname = \"packagers\"\nnotices = [\"P7D\"]\n\n[templates]"),
            ("work_in_fork = { force = \"should\", origin = \"003:L99\" }\n", ""),
            ("[reward]\npaid = false\norigin = \"assumed\"\n", ""),
        ],
        &expect![[r#"
            Packagers, told: is new, 7 days before the release (should).
            Reward: is gone; it was none.
            The work happens in a private fork: is gone; it was demanded (should).
        "#]],
    );
}

#[test]
fn who_wrote_it_is_no_difference() {
    let text = Preset::Committee.text();
    let confirmed = Policy::parse(&text.replace("origin = \"assumed\"", "origin = \"own\"")).unwrap();
    let old = Policy::parse(text).unwrap();
    assert!(confirmed != old && differences(&old, &confirmed).is_empty());
}

#[test]
fn machines_learn_of_a_reward_and_of_the_page_of_thanks() {
    let text = Preset::Solo.text().replace("paid = false", "paid = true");
    let policy =
        Policy::parse(&text.replace("named = true", "named = true\npage = \"https://example.org/thanks\"")).unwrap();
    let file = insights::security_insights(&policy, jiff::civil::date(2026, 11, 2)).unwrap();
    assert!(file.contains("bug-bounty-available: true"), "{file}");
    let until = "2027-05-01T00:00:00Z".parse().unwrap();
    let contact = machine_contact::security_txt(&policy, "https://desk.example", until).unwrap().to_string();
    assert!(contact.contains("Acknowledgments: https://example.org/thanks\n"), "{contact}");
}
