//! Changes of the policy as plain text.
//!
//! Knows what an answer holds and its order on the screen.

use std::fmt::Write as _;

use serde_json::Value;

use crate::answer::{indented, list, moment, text};
use crate::screen;

/// Every proposal, a line or two each.
pub(crate) fn list_of(answer: &Value) -> String {
    let mut out = String::new();
    for proposal in list(answer, "proposals") {
        let by = by(proposal);
        let changes = match list(proposal, "differences").count() {
            1 => "1 change".to_owned(),
            count => format!("{count} changes"),
        };
        let standing = text(proposal, "standing");
        let _ = writeln!(out, "{} by {by}: {changes}. {standing}.\n  {}", moment(proposal, "at"), text(proposal, "id"));
    }
    if out.is_empty() { "Nothing was proposed yet.\n".to_owned() } else { out }
}

/// One proposal.
pub(crate) fn one(answer: &Value) -> String {
    let mut out = format!("{}. Proposed {} by {}.\n\n", text(answer, "standing"), moment(answer, "at"), by(answer));
    let _ = writeln!(out, "Why:\n{}", indented(text(answer, "reason"), "  "));
    out.push_str(&differences(answer));
    let _ = writeln!(out, "\nThe vote: {}", text(answer, "vote"));
    for said in list(answer, "said") {
        let reason = text(said, "reason");
        let reason = if reason.is_empty() { String::new() } else { format!(": {}", screen::line(reason)) };
        let _ = writeln!(out, "  {} {}{reason}", screen::line(text(said, "name")), text(said, "choice"));
    }
    let _ = writeln!(out, "\nTo say what you think: sluice proposal say {} yes|no|abstain", text(answer, "id"));
    out
}

/// What a look at a policy found.
pub(crate) fn look(answer: &Value) -> String {
    let mut out = String::new();
    for finding in list(answer, "findings") {
        let line = finding.get("line").and_then(Value::as_u64).unwrap_or_default();
        let (severity, what, mend) = (text(finding, "severity"), text(finding, "what"), text(finding, "mend"));
        let _ = writeln!(out, "line {line}, {severity}: {} {}", screen::line(what), screen::line(mend));
    }
    if out.is_empty() {
        out.push_str("Nothing is wrong with it.\n");
    }
    out.push_str(&differences(answer));
    out
}

/// A proposal was made.
pub(crate) fn made(answer: &Value) -> String {
    let id = text(answer, "id");
    format!("Proposed. Where it stands: sluice proposal read {id}\n")
}

fn differences(answer: &Value) -> String {
    let mut out = String::from("\nWhat it changes:\n");
    let said: Vec<&str> = list(answer, "differences").filter_map(Value::as_str).collect();
    for difference in &said {
        let _ = writeln!(out, "  {}", screen::line(difference));
    }
    if said.is_empty() { "\nIt changes nothing that can be said in words.\n".to_owned() } else { out }
}

fn by(proposal: &Value) -> String {
    match text(proposal, "by") {
        "" => "the operator's file".to_owned(),
        name => screen::line(name),
    }
}
