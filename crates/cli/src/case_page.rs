//! A case as one page of plain text: where it stands, what is owed, what still stands before the next step, the
//! conversation, what has happened, and what can be done now, or not and why.
//!
//! Knows the order of the page; what is on it is what the desk lets this caller know.

use std::fmt::Write as _;

use documents::words;
use domain::case::facts::Circle;
use serde_json::Value;

use crate::answer::{indented, is, known, lines, list, moment, said, text};
use crate::screen::{self, section};

/// The page of a case.
pub(crate) fn case(case: &Value) -> String {
    let mut out = format!("{}\n{}\n", screen::line(text(case, "title")), text(case, "id"));
    let work = case.get("work").unwrap_or(&Value::Null);
    section(&mut out, "Where it stands", &standing(case, work));
    section(&mut out, "Owed", &clocks(case));
    let step = work.get("next_step").unwrap_or(&Value::Null);
    section(&mut out, &format!("Before you can {}", text(step, "step")), &needs(step));
    section(&mut out, "The report", &indented(text(case, "body"), "  "));
    section(&mut out, "Conversation", &conversation(case));
    section(&mut out, "Who works on it", &participants(work));
    section(&mut out, "What has happened", &log(case));
    section(&mut out, "How long it took", &lines(work, "spans_in_words"));
    section(&mut out, "Letters that could not be sent", &lines(work, "held"));
    section(&mut out, &format!("What you can do: sluice do {} …", text(case, "id")), &allowed(case));
    section(&mut out, "Not now", &refused(case));
    out
}

fn standing(case: &Value, work: &Value) -> String {
    let mut out = format!("  {}. Received {}.\n", screen::line(text(case, "standing")), moment(case, "received_at"));
    let facts = [severity(case, work), cve(work), embargo(case), release_day(case), publication(case)];
    for fact in facts.into_iter().flatten() {
        let _ = writeln!(out, "  {fact}");
    }
    for (name, field) in [("Private fork", "fork"), ("Fix", "fix_commit")] {
        if !text(work, field).is_empty() {
            let _ = writeln!(out, "  {name}: {}", screen::line(text(work, field)));
        }
    }
    out
}

fn severity(case: &Value, work: &Value) -> Option<String> {
    let rating = Some(said(case, "rating", words::rating)).filter(|rating| !rating.is_empty())?;
    Some(match (text(work, "score"), text(work, "vector")) {
        ("", _) => format!("Severity: {rating}."),
        (score, vector) => format!("Severity: {rating}, {score} ({vector})."),
    })
}

fn cve(work: &Value) -> Option<String> {
    let cve = work.get("cve")?;
    let ids: Vec<&str> = list(cve, "ids").filter_map(Value::as_str).collect();
    match text(cve, "state") {
        "requested" => Some("A CVE number is asked for.".to_owned()),
        "assigned" => Some(format!("{}.", ids.join(", "))),
        "waived" => Some("It goes without a CVE number.".to_owned()),
        _ => None,
    }
}

fn embargo(case: &Value) -> Option<String> {
    let embargo = case.get("embargo")?;
    let until = moment(embargo, "until");
    match text(embargo, "state") {
        "proposed" => Some(format!("An embargo until {until} is proposed.")),
        "active" => Some(format!("The embargo runs until {until}.")),
        "revise" => Some(format!("The embargo runs until {until}; {} is proposed.", moment(embargo, "proposed"))),
        "exited" => Some(format!("The embargo ended on {}.", moment(embargo, "ended_at"))),
        _ => None,
    }
}

fn release_day(case: &Value) -> Option<String> {
    let day = case.get("release_day")?;
    match text(day, "state") {
        "proposed" => Some(format!("A release day is proposed: {}.", moment(day, "at"))),
        "agreed" => Some(format!("The release day is agreed: {}.", moment(day, "at"))),
        _ => None,
    }
}

fn publication(case: &Value) -> Option<String> {
    let publication = case.get("publication")?;
    let published = moment(publication, "published_at");
    match text(publication, "state") {
        "published" => Some(format!("Published {published}.")),
        "withdrawn" => Some(format!("Published {published}, withdrawn {}.", moment(publication, "withdrawn_at"))),
        _ => None,
    }
}

fn clocks(case: &Value) -> String {
    let mut out = String::new();
    for clock in list(case, "clocks") {
        let (what, due) = (screen::line(text(clock, "name")), moment(clock, "due"));
        let by = if is(clock, "asap") { "as soon as possible".to_owned() } else { format!("by {due}") };
        let _ = match text(clock, "state") {
            "met" => writeln!(out, "  done     {what}, {}", moment(clock, "met_at")),
            "late" => writeln!(out, "  LATE     {what}, {by}"),
            _ => writeln!(out, "  to come  {what}, {by}"),
        };
    }
    out
}

fn needs(step: &Value) -> String {
    let mut out = String::new();
    for need in list(step, "needs") {
        let mark = if is(need, "met") { "[x]" } else { "[ ]" };
        let set_aside = if is(need, "met") || is(need, "must") { "" } else { " (or give a reason)" };
        let _ = writeln!(out, "  {mark} {}{set_aside}", screen::line(text(need, "need")));
    }
    out
}

fn conversation(case: &Value) -> String {
    let mut out = String::new();
    for message in list(case, "conversation") {
        let to = match known::<Circle>(message, "to") {
            Some(Circle::Committee) => "the committee",
            Some(Circle::Fixers) => "the fix team",
            Some(Circle::Reporter) => "the reporter and the committee",
            None => text(message, "to"),
        };
        let by = match text(message, "name") {
            "" => said(message, "by", words::role),
            name => screen::line(name),
        };
        let _ = writeln!(out, "  {}  {by}, to {to}:", moment(message, "at"));
        out.push_str(&indented(text(message, "text"), "    "));
    }
    out
}

fn participants(work: &Value) -> String {
    let mut out = String::new();
    for one in list(work, "participants") {
        let consent = match text(one, "consent") {
            "signatory" => "agreed to the terms",
            "invited" => "invited",
            "lapsed" => "asked again, the terms have changed",
            "declined" => "declined",
            other => other,
        };
        let outsider = if text(one, "standing") == "outsider" { ", an outsider" } else { "" };
        let waits = if is(one, "approved") { "" } else { ", not yet approved" };
        let _ = writeln!(out, "  {}{outsider}: {consent}{waits}", screen::line(text(one, "name")));
    }
    out
}

/// The log; what happened several times in the same minute is one line.
fn log(case: &Value) -> String {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for entry in list(case, "log") {
        let line = format!("  {}  {}", moment(entry, "at"), screen::line(text(entry, "words")));
        match lines.last_mut() {
            Some((last, times)) if *last == line => *times += 1,
            _ => lines.push((line, 1)),
        }
    }
    let mut out = String::new();
    for (line, times) in lines {
        let _ = if times > 1 { writeln!(out, "{line} ({times} times)") } else { writeln!(out, "{line}") };
    }
    out
}

fn allowed(case: &Value) -> String {
    let mut out = String::new();
    for offer in list(case, "offers").filter(|offer| offer.get("refusal").is_none()) {
        let _ = writeln!(out, "  {:<26}{}", text(offer, "noun"), screen::line(text(offer, "title")));
    }
    out
}

/// What cannot be asked now: each reason once, with what it stands against.
fn refused(case: &Value) -> String {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for offer in list(case, "offers") {
        let Some(refusal) = offer.get("refusal") else { continue };
        let (reason, noun) = (screen::line(text(refusal, "message")), text(offer, "noun"));
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, nouns)) => nouns.push(noun),
            None => reasons.push((reason, vec![noun])),
        }
    }
    let mut out = String::new();
    for (reason, nouns) in reasons {
        let _ = writeln!(out, "  {}\n      {reason}", nouns.join(", "));
    }
    out
}
