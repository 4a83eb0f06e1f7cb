//! A case as one page of plain text: where it stands, what is owed, what still stands before the next step, the
//! conversation, what has happened, and what can be done now.
//!
//! Knows the order of the page; what is on it is what the desk lets this caller know.

use std::fmt::Write as _;

use documents::words::{self, Names};
use domain::Timestamp;
use domain::case::clock::ClockState;
use domain::case::decide::Verb;
use domain::case::event::Recorded;
use domain::case::facts::Circle;
use domain::case::state::{Embargo, Publication};
use domain::case::timeline::Spans;
use serde_json::Value;

use crate::answer::{indented, known, list, moment, said, text};
use crate::screen;

/// The page of a case.
pub(crate) fn case(case: &Value, names: &Names) -> String {
    let mut out = format!("{}\n{}\n", screen::line(text(case, "title")), text(case, "id"));
    section(&mut out, "Where it stands", &standing(case));
    section(&mut out, "Owed", &clocks(case));
    let step = case.get("next_step").unwrap_or(&Value::Null);
    section(&mut out, &format!("Before you can {}", text(step, "step")), &needs(step));
    section(&mut out, "The report", &indented(text(case, "body"), "  "));
    section(&mut out, "Conversation", &conversation(case));
    section(&mut out, "What has happened", &log(case, names));
    section(&mut out, "How long it took", &spans(case));
    section(&mut out, &format!("What you can do: sluice do {} …", text(case, "id")), &actions(case));
    out
}

/// A section, unless there is nothing in it.
fn section(out: &mut String, title: &str, lines: &str) {
    if !lines.trim().is_empty() {
        let _ = write!(out, "\n{title}\n{lines}");
    }
}

fn standing(case: &Value) -> String {
    let rating = said(case, "rating", words::rating);
    let rating = if rating.is_empty() { String::new() } else { format!(", severity {rating}") };
    let mut out =
        format!("  {}{rating}. Received {}.\n", said(case, "phase", words::phase), moment(case, "received_at"));
    for line in [embargo(case), release_day(case), publication(case)].into_iter().flatten() {
        let _ = writeln!(out, "  {line}");
    }
    out
}

fn embargo(case: &Value) -> Option<String> {
    let at = words::instant;
    match known::<Embargo>(case, "embargo")? {
        Embargo::None => None,
        Embargo::Proposed { until, .. } => Some(format!("An embargo until {} is proposed.", at(until))),
        Embargo::Active { until } => Some(format!("The embargo runs until {}.", at(until))),
        Embargo::Revise { until, proposed, .. } => {
            Some(format!("The embargo runs until {}; {} is proposed.", at(until), at(proposed)))
        }
        Embargo::Exited { at: ended, .. } => Some(format!("The embargo ended on {}.", at(ended))),
    }
}

fn release_day(case: &Value) -> Option<String> {
    let day = case.get("release_day")?;
    let at = words::instant(known::<Timestamp>(day, "at")?);
    match text(day, "state") {
        "agreed" => Some(format!("The release day is agreed: {at}.")),
        _ => Some(format!("A release day is proposed: {at}.")),
    }
}

fn publication(case: &Value) -> Option<String> {
    match known::<Publication>(case, "publication")? {
        Publication::Unpublished => None,
        Publication::Published { at } => Some(format!("Published {}.", words::instant(at))),
        Publication::Withdrawn { at, published_at } => {
            Some(format!("Published {}, withdrawn {}.", words::instant(published_at), words::instant(at)))
        }
    }
}

fn clocks(case: &Value) -> String {
    let mut out = String::new();
    for clock in list(case, "clocks") {
        let (what, due) = (said(clock, "clock", words::clock), moment(clock, "due"));
        let by = if clock.get("asap").is_some_and(|yes| yes == true) {
            "as soon as possible".to_owned()
        } else {
            format!("by {due}")
        };
        let _ = match known::<ClockState>(clock, "state") {
            Some(ClockState::Met { at }) => writeln!(out, "  done     {what}, {}", words::instant(at)),
            Some(ClockState::Late) => writeln!(out, "  LATE     {what}, {by}"),
            Some(ClockState::Running) | None => writeln!(out, "  to come  {what}, {by}"),
        };
    }
    out
}

fn needs(step: &Value) -> String {
    let mut out = String::new();
    for need in list(step, "needs") {
        let is = |field: &str| need.get(field).is_some_and(|yes| yes == true);
        let (mark, set_aside) = match (is("met"), is("must")) {
            (true, _) => ("[x]", ""),
            (false, true) => ("[ ]", ""),
            (false, false) => ("[ ]", " (or give a reason)"),
        };
        let _ = writeln!(out, "  {mark} {}{set_aside}", text(need, "need"));
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
        let _ = writeln!(out, "  {}  {}, to {to}:", moment(message, "at"), said(message, "by", words::role));
        out.push_str(&indented(text(message, "text"), "    "));
    }
    out
}

fn log(case: &Value, names: &Names) -> String {
    let mut out = String::new();
    for entry in list(case, "log") {
        let what = serde_json::from_value::<Recorded>(entry.clone()).map_or_else(
            |_newer| text(entry.get("event").unwrap_or(&Value::Null), "kind").to_owned(),
            |known| words::event(&known, names),
        );
        let _ = writeln!(out, "  {}  {}", moment(entry, "at"), screen::line(&what));
    }
    out
}

fn spans(case: &Value) -> String {
    let spans = known::<Spans>(case, "spans").unwrap_or_default();
    indented(&words::spans(&spans).join("\n"), "  ")
}

fn actions(case: &Value) -> String {
    let mut out = String::new();
    for noun in list(case, "allowed").filter_map(Value::as_str) {
        let label = Verb::ALL.into_iter().find(|verb| verb.noun() == noun).map_or("", |verb| words::verb(verb).0);
        let _ = writeln!(out, "  {noun:<26}{label}");
    }
    out
}
