//! Nothing in a policy can change without a word: every key of every policy we have, changed one at a time.
//!
//! Knows the file only as TOML's keys and values, so that a section added tomorrow is tested too.

use std::collections::BTreeSet;
use std::path::Path;

use documents::policy_diff::differences;
use documents::policy_facts::facts;
use domain::policy::{Policy, Preset};
use serde_json::{Value, json};

/// What no example has.
const REST: &str = r#"
version = "1"

[project]
name = "Rest"
organisation = "rest"
repository = "https://git.example/rest/rest"
lifecycle = "handed_over"
handed_over_to = "the others"
last_fixed = "2.1"
contact = ["security@rest.example"]

[body]
name = "responders"
kind = "committee"
members_min = 3
members_max = 5

[membership]
bootstrap = "the board"
seat_lasts = "P12M"
emeritus = true
onboarding = ["a key"]

[votes.removal]
method = "approval"
approvals = 2
quorum = 3
veto = true
secret = true

[votes.severity]
method = "majority"
of_all = true
window = "P1D"

[rotation]
every = "P7D"
changes_at = "09:00:00"
business_hours = true
handover_accepted = true
nudges = { critical = "P1D" }

[need_to_know]
groups = ["committee", "upstream"]
agree_first = true

[modes.private]
pace = "as_planned"

[modes.exploited]
pace = "asap"
holding_statement = true
note = "we say what to switch off"

[[adjustments]]
clock = "release"
by = "coordinator"
reasons = ["severity"]
ceiling = "P90D"

[calendar]
zone = "Europe/Berlin"
weekdays = ["mon", "tue"]
holidays = ["2026-12-25"]
blackouts = [{ from = "2026-12-24", to = "2027-01-03" }]

[embargo]
default = "P7D"
maximum = "P14D"
starts = "fix_ready"
kept_under_attack = true
terms = "Speak to nobody."
breach = ["ask who knows"]
origin = "own"

[severity]
scheme = "levels"
levels = [{ name = "bad", means = "data is lost", rating = "high" }]
final_say = "the lead"

[[tracks]]
name = "worst"
from_tenths = 90
from_rating = "critical"
fixed_in_public = true
next_release = true
announced_before = "P7D"
fix_within = "P3D"
release_within = "P5D"
note = "all hands"

[[distributors]]
name = "the list"
address = "list@rest.example"
notices = ["P7D", "P1D"]
maximum = "P14D"
from_tenths = 70
criteria = ["ships it"]
application = "https://rest.example/apply"
vouched = true
seats = 2
reviewed_every = "P12M"
terms = "Tell nobody."

[[escalation]]
after = "P14D"
to = "the board"

[clocks.fix_development]
from = "decision"
not_before = "P1D"
within = "P7D"
warn_before = ["P1D"]
force = "should"
origin = "own"
owner = "coordinator"
promised = true

[identifiers]
cna = "our own"
new_for_incomplete_fix = true
record_within = "PT24H"

[release]
latest_branches = 2
supported_for = "P12M"
branches = [{ name = "1.x", until = "2027-01-01" }]
checks = ["built", "signed"]
silent_commits = true

[credit]
named = true
page = "https://rest.example/thanks"
reports_published_after = "P1M"

[reward]
paid = true
program = "https://rest.example/money"

[scope]
covers = ["the server"]
excludes = ["a full disk"]
threat_model = "https://rest.example/threats"
elsewhere = "the forum"

[retrospective]
sections = ["what happened"]
internal = true
feedback_asked = true

[templates]
subject = "Release of {project} {version}"
greeting = "Hello,"
signature = "the responders"

[[channels]]
name = "news"
address = "news@rest.example"
subject_prefix = "[security]"

[rules]
ready_first = { force = "must", origin = "own" }
"#;

fn policies() -> Vec<(String, Policy)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut all = vec![
        ("committee".to_owned(), Preset::Committee.policy()),
        ("solo".to_owned(), Preset::Solo.policy()),
        ("rest".to_owned(), Policy::parse(REST).unwrap()),
    ];
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let policy = Policy::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        all.push((path.display().to_string(), policy));
    }
    assert!(all.len() >= 12, "two presets, the rest, nine examples");
    all
}

/// Every place of a value, as JSON pointers; where something comes from is no matter for readers of a change.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields.iter().filter(|(key, _)| *key != "origin") {
                places(inner, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (nth, inner) in items.iter().enumerate() {
                places(inner, &format!("{at}/{nth}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.push(at.to_owned());
}

/// What might stand there instead; some of it the policy will not take.
fn instead(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(yes) => vec![json!(!yes)],
        Value::Number(number) => vec![json!(number.as_u64().unwrap() + 1)],
        Value::String(text) => {
            let words = [
                "P11D",
                "must",
                "may",
                "asap",
                "as_planned",
                "fix_team",
                "on_call",
                "sole",
                "committee",
                "electors",
                "low",
                "medium",
                "receipt",
                "merge",
                "links",
                "announcements",
                "guests",
                "availability",
                "release",
                "signed",
                "runs",
                "none",
                "cvss",
                "member",
                "anybody",
                "archived",
                "active",
                "2027-05-05",
                "13:00:00",
                "Asia/Tokyo",
                "wed",
                "3/4",
                "3:1",
                "two_bodies",
                "approval",
                "acknowledge",
                "functional",
            ];
            let other = json!(format!("{text} otherwise"));
            std::iter::once(other).chain(words.into_iter().map(|word| json!(word))).collect()
        }
        Value::Array(items) => vec![json!([]), json!(items.iter().skip(1).collect::<Vec<_>>())],
        Value::Object(_) | Value::Null => vec![],
    }
}

fn without(whole: &Value, place: &str) -> Option<Value> {
    let (parent, key) = place.rsplit_once('/')?;
    let mut changed = whole.clone();
    changed.pointer_mut(parent)?.as_object_mut()?.remove(key)?;
    Some(changed)
}

#[test]
fn nothing_in_a_policy_can_change_without_a_word() {
    let (mut tried, mut unsaid) = (0, BTreeSet::new());
    for (name, policy) in policies() {
        let whole = serde_json::to_value(&policy).unwrap();
        let mut found = Vec::new();
        places(&whole, "", &mut found);
        for place in found {
            let put = instead(whole.pointer(&place).unwrap()).into_iter().map(|other| {
                let mut changed = whole.clone();
                *changed.pointer_mut(&place).unwrap() = other;
                changed
            });
            let changes = put.chain(without(&whole, &place)).filter_map(|changed| serde_json::from_value(changed).ok());
            for changed in changes.filter(|changed| *changed != policy).take(3) {
                tried += 1;
                if differences(&policy, &changed).is_empty() || differences(&changed, &policy).is_empty() {
                    unsaid.insert(format!("{name}: {place}"));
                }
            }
        }
    }
    // One person alone is one person, and moves every date, whatever the file says.
    let meaningless = ["solo: /adjustments/0/by", "solo: /body/members_max", "solo: /body/members_min"];
    assert_eq!(unsaid, meaningless.map(str::to_owned).into(), "changes without a word");
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn no_two_facts_of_a_policy_are_about_the_same_and_none_is_half_a_sentence() {
    for (name, policy) in policies() {
        let facts = facts(&policy);
        let subjects: BTreeSet<&str> = facts.iter().map(|fact| fact.subject.as_str()).collect();
        assert_eq!(subjects.len(), facts.len(), "{name}");
        for fact in facts {
            assert!(!fact.value.is_empty() && !fact.subject.is_empty(), "{name}: {fact:?}");
            if let Some(printed) = fact.printed() {
                assert!(
                    printed.ends_with('.') && !printed.contains("..") && !printed.contains("  "),
                    "{name}: {printed}"
                );
                assert!(printed.starts_with(|c: char| !c.is_lowercase()), "{name}: {printed}");
            }
        }
    }
}
