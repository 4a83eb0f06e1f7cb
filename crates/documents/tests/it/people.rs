//! The policy as people read it, and the words for spans.

use documents::policy_page::{policy_html, security_md};
use documents::words::{duration, spans};
use domain::case::timeline::Spans;
use domain::policy::{Preset, committee, solo};
use jiff::SignedDuration;

#[test]
fn the_presets_render_with_their_figures_and_mark_what_was_assumed() {
    let text = security_md(&committee());
    for part in [
        "2 to 4 members",
        "within 7 days",
        "within 21 days",
        "16:00 UTC on Monday, Tuesday, Wednesday and Thursday",
        "score is below 4.0",
        "90 days from its receipt",
        "assumed",
        "learned from",
    ] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
    let text = security_md(&solo());
    assert!(text.contains("within 14 days") && !text.contains("fix team and committee"), "{text}");
    assert!(!policy_html(&Preset::Solo.policy()).contains("<script"));
}

#[test]
fn an_archived_project_promises_nothing_pr88() {
    let mut policy = committee();
    policy.project.lifecycle = domain::policy::Lifecycle::Archived;
    let text = security_md(&policy);
    assert!(text.contains("promises nothing any more") && text.contains("security@example.org"), "{text}");
    assert!(!text.contains("within") && !text.contains("days") && !text.contains("as soon as possible"), "{text}");
    policy.project.lifecycle = domain::policy::Lifecycle::HandedOver;
    policy.project.handed_over_to = Some(domain::words::Line::new("the Beacon team").unwrap());
    let text = security_md(&policy);
    assert!(text.contains("in other hands now: the Beacon team") && !text.contains("security@example.org"), "{text}");
}

#[test]
fn another_hour_is_not_called_the_pacific_morning_pr60() {
    let mut policy = committee();
    policy.release_slot.as_mut().unwrap().at = jiff::civil::time(9, 0, 0, 0);
    let text = security_md(&policy);
    assert!(text.contains("09:00 UTC") && !text.contains("Pacific"), "{text}");
}

#[test]
fn what_a_policy_says_does_not_become_markup() {
    let mut policy = committee();
    policy.project.name = domain::words::Line::new("<img src=x onerror='a()'>").unwrap();
    policy.embargo.terms = domain::words::Prose::new("</p><script>").unwrap();
    let html = policy_html(&policy);
    assert!(
        !html.contains("<img") && !html.contains("<script") && html.contains("&lt;img src=x onerror=&#39;a()&#39;&gt;"),
        "{html}"
    );
}

#[test]
fn our_own_security_policy_is_rendered_from_our_own_policy_file() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let policy = std::fs::read_to_string(root.join("policy.toml")).unwrap();
    let policy = domain::policy::Policy::parse(&policy).unwrap();
    assert_eq!(domain::policy::contradictions(&policy), []);
    let written = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    assert_eq!(
        written.trim(),
        security_md(&policy).trim(),
        "run `cargo run -- policy render policy.toml > SECURITY.md`"
    );
}

#[test]
fn the_gap_between_merge_and_release_is_said_to_the_minute() {
    let gap = Spans { fix_public_before_release: Some(SignedDuration::from_secs(26_242)), ..Spans::default() };
    assert_eq!(spans(&gap), ["The fix was readable in public for 7 h 17 min before a release carried it."]);
}

#[test]
fn spans_are_said_in_the_two_largest_units() {
    let table = [
        (42, "42 s"),
        (60, "1 min"),
        (3_600, "1 h"),
        (3_660, "1 h 1 min"),
        (86_400, "1 day"),
        (90_000, "1 day 1 h"),
        (259_200, "3 days"),
        (270_000, "3 days 3 h"),
    ];
    for (seconds, words) in table {
        assert_eq!(duration(SignedDuration::from_secs(seconds)), words);
    }
}
