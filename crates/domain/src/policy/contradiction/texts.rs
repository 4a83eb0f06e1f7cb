//! Words that somebody else wrote, or nobody: the preset's examples, placeholders, addresses that a page has scrambled.

use serde_json::Value;

use super::super::file::Policy;
use super::super::presets::Preset;
use super::Contradiction;

pub(super) fn find(policy: &Policy, found: &mut Vec<Contradiction>) {
    let examples = examples();
    for (path, value) in texts(policy) {
        if is_scrambled(&value) {
            found.push(Contradiction::Scrambled { path });
        } else if is_placeholder(&value) {
            found.push(Contradiction::Placeholder { path, value });
        } else if examples.iter().any(|(example, said)| *example == path && *said == value) {
            found.push(Contradiction::LeftFromPreset { path, value });
        }
    }
}

/// Every text of a policy, with its key, in the order of the keys' names.
fn texts(policy: &Policy) -> Vec<(String, String)> {
    let mut all = Vec::new();
    // A policy is kept as JSON in every case's log; what cannot be written there has no text.
    walk(String::new(), serde_json::to_value(policy).unwrap_or_default(), &mut all);
    all
}

fn walk(path: String, value: Value, all: &mut Vec<(String, String)>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::String(text) => all.push((path, text)),
        Value::Array(items) => {
            for (nth, item) in items.into_iter().enumerate() {
                walk(below(&nth.to_string()), item, all);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                walk(below(&key), field, all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What stands in a preset for a project to fill in.
fn examples() -> Vec<(String, String)> {
    let policy = Preset::Committee.policy();
    let project = &policy.project;
    let mut all = vec![
        ("project.name".to_owned(), project.name.reveal().to_owned()),
        ("project.organisation".to_owned(), project.organisation.reveal().to_owned()),
        ("project.repository".to_owned(), project.repository.reveal().to_owned()),
    ];
    for (nth, contact) in project.contact.iter().enumerate() {
        all.push((format!("project.contact.{nth}"), contact.reveal().to_owned()));
    }
    for (nth, channel) in policy.channels.iter().enumerate() {
        all.push((format!("channels.{nth}.address"), channel.address.reveal().to_owned()));
    }
    all
}

pub(super) fn is_scrambled(value: &str) -> bool {
    let value = value.to_lowercase();
    ["[email protected]", "[email\u{a0}protected]", "[email&#160;protected]", "cdn-cgi/l/email-protection"]
        .iter()
        .any(|mark| value.contains(mark))
}

fn is_placeholder(value: &str) -> bool {
    let count = |c: char| value.matches(c).count();
    let named = |open: &str, close: &str| value.contains(open) || value.contains(close);
    count('<') != count('>')
        || named("{{", "}}")
        || named("${", "$VERSION")
        || value.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "TODO" | "TBD" | "FIXME" | "XXX"))
        || (value.contains('<') && value.contains('>') && !value.contains('@'))
}
