//! Answers as plain text, for a reader of eighty columns.
//!
//! Knows what an answer holds and its order on the screen; the words of the process are `documents`'. What it returns is made
//! harmless by `screen` before anybody sees it.

use std::fmt::Write as _;

use documents::advisory::Advisory;
use documents::words;
use domain::policy::Policy;
use serde_json::Value;

use crate::answer::{indented, is, known, list, moment, said, text};
use crate::screen;

/// The receipt, once.
pub(crate) fn receipt(answer: &Value) -> String {
    format!(
        "Thank you. Your report has arrived.\n\n  Your receipt: {}\n\nIt is shown once and opens your report's page at {}\n(or here: sluice sign-in RECEIPT, then sluice my-report). Keep it where you keep passwords.\n",
        text(answer, "receipt"),
        text(answer, "url"),
    )
}

/// The one-time link of somebody invited.
pub(crate) fn invitation(answer: &Value) -> String {
    format!("{}\n\nThe link works once, for three days. Their account: {}\n", text(answer, "link"), text(answer, "id"))
}

/// Who the caller is.
pub(crate) fn me(answer: &Value) -> String {
    let (role, name, id) = (text(answer, "role"), text(answer, "name"), text(answer, "id"));
    match (name, id) {
        ("", _) if text(answer, "case").is_empty() => format!("{role}\n"),
        ("", _) => format!("{role} of {}\n", text(answer, "case")),
        (name, id) => format!("{name}, {role} ({id})\n"),
    }
}

/// Where the caller is signed in.
pub(crate) fn sessions(answer: &Value) -> String {
    let mut out = String::new();
    for session in list(answer, "sessions") {
        let this = if is(session, "this") { ", this one" } else { "" };
        let (id, used, began) = (text(session, "id"), moment(session, "used_at"), moment(session, "began_at"));
        let ends = moment(session, "ends_at");
        let _ = writeln!(out, "{id}  used {used}{this}\n    begun {began}; ends {ends} if nobody uses it");
    }
    out
}

/// The caller's passkeys.
pub(crate) fn passkeys(answer: &Value) -> String {
    let mut out = String::new();
    for key in list(answer, "passkeys") {
        let (id, name, made) = (text(key, "id"), screen::line(text(key, "name")), moment(key, "made_at"));
        let used = if text(key, "used_at").is_empty() { "never".to_owned() } else { moment(key, "used_at") };
        let _ = writeln!(out, "{id}  {name}\n    added {made}; last used {used}");
    }
    if out.is_empty() { "You have none. Add one in a browser, under /passkeys.\n".to_owned() } else { out }
}

/// Everybody with an account.
pub(crate) fn people(answer: &Value) -> String {
    let mut people: Vec<&Value> = list(answer, "people").collect();
    people.sort_by_key(|person| text(person, "name"));
    let mut out = String::new();
    for person in people {
        let seat = match (is(person, "committee"), text(person, "office")) {
            (true, _) => ", committee".to_owned(),
            (false, "none" | "") => String::new(),
            (false, office) => format!(", {office}"),
        };
        let name = screen::line(text(person, "name"));
        let organisation = screen::line(text(person, "organisation"));
        let _ = writeln!(out, "{}  {name} ({organisation}{seat})", text(person, "id"));
    }
    if out.is_empty() { "Nobody has an account.\n".to_owned() } else { out }
}

/// What opens the desk in somebody's name.
pub(crate) fn openings(answer: &Value) -> String {
    let (name, ended) = (screen::line(text(answer, "name")), moment(answer, "removed_at"));
    let mut out = match (is(answer, "shut"), text(answer, "removed_at")) {
        (true, _) => format!("{name}'s account ended {ended}; nothing opens the desk in its name.\n"),
        (false, "") => format!("{name}'s account is open.\n"),
        (false, _) => format!("{name}'s account ended {ended}, and not all is gone:\n"),
    };
    let kinds = [
        ("sessions", "sessions"),
        ("links", "one-time links"),
        ("passkeys", "passkeys"),
        ("passwords", "passwords"),
        ("providers", "links with an identity provider"),
        ("tokens", "tokens"),
        ("cases", "open cases"),
    ];
    for (field, words) in kinds {
        let count = answer.get(field).and_then(Value::as_u64).unwrap_or_default();
        let _ = writeln!(out, "{count:>4}  {words}");
    }
    out
}

/// Who has seen a case.
pub(crate) fn readers(answer: &Value) -> String {
    let mut out = String::new();
    for one in list(answer, "readers") {
        let name = match text(one, "name") {
            "" => "The reporter".to_owned(),
            name => screen::line(name),
        };
        let entries = one.get("entries").and_then(Value::as_u64).unwrap_or_default();
        let (first, last, place) = (moment(one, "first_at"), moment(one, "last_at"), text(one, "place"));
        let _ = writeln!(out, "{name} ({place}): first {first}, last {last}, {entries} entries");
    }
    if out.is_empty() { "Nobody has opened it yet.\n".to_owned() } else { out }
}

/// Whom the project's repository names.
pub(crate) fn candidates(answer: &Value) -> String {
    let mut out = String::new();
    for one in list(answer, "candidates") {
        let account = match (text(one, "person"), is(one, "takes_part")) {
            ("", _) => "has no account".to_owned(),
            (id, true) => format!("{} ({id}), asked already", screen::line(text(one, "name"))),
            (id, false) => format!("{} ({id})", screen::line(text(one, "name"))),
        };
        let _ = writeln!(out, "{}: {account}", screen::line(text(one, "owner")));
    }
    if out.is_empty() { "The repository names nobody, or the desk was not told where it is.\n".to_owned() } else { out }
}

/// The caller's tokens.
pub(crate) fn tokens(answer: &Value) -> String {
    let mut out = String::new();
    for token in list(answer, "tokens") {
        let scopes: Vec<&str> = list(token, "scopes").filter_map(Value::as_str).collect();
        let used = match text(token, "used_at") {
            "" => "never used".to_owned(),
            _ => format!("used {}", moment(token, "used_at")),
        };
        let (id, name, ends) = (text(token, "id"), screen::line(text(token, "name")), moment(token, "expires_at"));
        let _ = writeln!(out, "{id}  {name} ({}): {used}, ends {ends}", scopes.join(", "));
    }
    if out.is_empty() { "You have no tokens.\n".to_owned() } else { out }
}

/// A token that was just made.
pub(crate) fn token_made(answer: &Value) -> String {
    format!("{}\nIt is shown only now; SLUICE_TOKEN is where a terminal looks for it.\n", text(answer, "token"))
}

/// Who has passkeys, and whose are being recovered.
pub(crate) fn recoveries(answer: &Value) -> String {
    let mut out = String::new();
    for person in list(answer, "people") {
        let standing = match (text(person, "begun_at"), text(person, "ends_at")) {
            ("", _) => "has passkeys".to_owned(),
            (_, "") => format!("asked for since {}, waits for approval", moment(person, "begun_at")),
            (_, _) => format!("approved, from {} on a one-time link is enough", moment(person, "ends_at")),
        };
        let _ = writeln!(out, "{}  {}: {standing}", text(person, "id"), screen::line(text(person, "name")));
    }
    if out.is_empty() { "Nobody has a passkey.\n".to_owned() } else { out }
}

/// A page of the board.
pub(crate) fn board(answer: &Value) -> String {
    let mut out = String::new();
    for case in list(answer, "cases") {
        let rating = said(case, "rating", words::rating);
        let rating = if rating.is_empty() { String::new() } else { format!(", {rating}") };
        let owed = match said(case, "owed", words::clock).as_str() {
            "" => "nothing is owed".to_owned(),
            owed if is(case, "asap") => format!("{owed} as soon as possible, since {}", moment(case, "due")),
            owed => format!("{owed} {} {}", if is(case, "late") { "LATE since" } else { "by" }, moment(case, "due")),
        };
        let coordinator = match text(case, "coordinator_name") {
            "" => String::new(),
            name => format!("; {} coordinates", screen::line(name)),
        };
        let (title, phase) = (screen::line(text(case, "title")), said(case, "phase", words::phase));
        let _ = writeln!(out, "{title}\n  {phase}{rating}; {owed}{coordinator}\n  {}\n", text(case, "id"));
    }
    if out.is_empty() {
        out.push_str("No cases.\n");
    }
    for case in list(answer, "invitations").filter_map(Value::as_str) {
        let _ = writeln!(out, "You are invited to a case. Read its terms: sluice invitation {case}");
    }
    match text(answer, "next") {
        "" => {}
        next => {
            let _ = writeln!(out, "More: sluice board --after {next}");
        }
    }
    out
}

/// What this desk has published.
pub(crate) fn advisories(answer: &Value) -> String {
    let mut out = String::new();
    for advisory in list(answer, "advisories") {
        let title = screen::line(text(advisory, "title"));
        let withdrawn = if text(advisory, "withdrawn_at").is_empty() { "" } else { " (withdrawn)" };
        let _ = writeln!(out, "{}  {title}{withdrawn}\n  {}", moment(advisory, "published_at"), text(advisory, "slug"));
    }
    if out.is_empty() {
        out.push_str("This desk has published no advisory.\n");
    }
    match text(answer, "next") {
        "" => {}
        next => {
            let _ = writeln!(out, "More: sluice advisories --after {next}");
        }
    }
    out
}

/// What an invited person is asked to agree to.
pub(crate) fn terms(answer: &Value) -> String {
    format!(
        "{} asks for your help with a case. Before you can see it, you agree to this:\n\n{}\nTo agree: sluice do CASE membership\nTo decline: sluice do CASE invitation-refusal\n",
        screen::line(text(answer, "project")),
        indented(text(answer, "terms"), "  "),
    )
}

/// One advisory.
pub(crate) fn advisory(answer: &Value) -> String {
    let Ok(advisory) = serde_json::from_value::<Advisory>(answer.clone()) else { return outline(answer, "") };
    let mut out = format!("{}\n{}\n\n", screen::line(&advisory.title), advisory.id());
    let mut row = |name: &str, words: String| {
        if !words.is_empty() {
            let _ = writeln!(out, "{name:<11}{words}");
        }
    };
    let joined = |words: Vec<String>| words.join(", ");
    row("Published", words::instant(advisory.published_at));
    row("Withdrawn", advisory.withdrawn_at.map(words::instant).unwrap_or_default());
    row("Also", joined(advisory.aliases.clone()));
    row("Severity", advisory.rating.map(|rating| words::rating(rating).to_owned()).unwrap_or_default());
    row("Vector", advisory.vector.as_ref().map(ToString::to_string).unwrap_or_default());
    row("Affected", joined(advisory.affected.iter().map(ToString::to_string).collect()));
    row("Fixed in", advisory.versions());
    row("Weakness", joined(advisory.weaknesses.iter().map(ToString::to_string).collect()));
    row("Credit", advisory.credit.clone().unwrap_or_default());
    let sections = [
        ("", Some(&advisory.summary)),
        ("Am I vulnerable?", advisory.exposure.as_ref()),
        ("What can I do before upgrading?", advisory.mitigation.as_ref()),
        ("How do I upgrade?", Some(&advisory.upgrade)),
        ("Details", Some(&advisory.details)),
    ];
    for (title, words) in sections {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            let _ = writeln!(out, "\n{}{words}", if title.is_empty() { String::new() } else { format!("{title}\n") });
        }
    }
    out
}

/// The policy in force.
pub(crate) fn policy(answer: &Value) -> String {
    match serde_json::from_value::<Policy>(answer.clone()) {
        Ok(policy) => documents::policy_page::security_md(&policy),
        Err(_newer) => known::<String>(answer, "markdown").unwrap_or_else(|| outline(answer, "")),
    }
}

/// Anything, as an outline: what this program does not know by name is shown all the same.
fn outline(value: &Value, by: &str) -> String {
    let deeper = format!("{by}  ");
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => format!("{by}{truth}\n"),
        Value::Number(number) => format!("{by}{number}\n"),
        Value::String(text) => indented(text, by),
        Value::Array(entries) => entries.iter().map(|entry| outline(entry, &deeper)).collect(),
        Value::Object(fields) => {
            let mut out = String::new();
            for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
                let _ = write!(out, "{by}{name}\n{}", outline(value, &deeper));
            }
            out
        }
    }
}
