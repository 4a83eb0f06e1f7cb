//! The retrospective, drafted from the log (PR-82 to PR-85): who was involved, what happened when, what was promised and
//! kept, and room for critique. Blameless: roles, not names.

use std::fmt::Write as _;

use domain::case::clock::ClockState;
use domain::case::event::{Event, Recorded};
use domain::case::timeline;
use domain::case::view::CaseView;
use domain::people::Role;

use crate::words::{self, Names};

/// A first draft in Markdown. The critique is for people to write.
#[must_use]
pub fn draft(view: &CaseView, critique: &str) -> String {
    let mut out = format!(
        "# Retrospective: {}\n\n{}, as recorded by the desk.\n",
        view.title.reveal(),
        view.policy.project.name.reveal()
    );
    section(&mut out, "Who was involved", &involved(&view.log));
    section(&mut out, "How long it took", &words::spans(&timeline::spans(&view.log)));
    section(&mut out, "What was promised", &promises(view));
    section(&mut out, "Rules set aside", &set_aside(&view.log));
    section(&mut out, "Timeline", &story(&view.log));
    let _ = write!(
        out,
        "\n## What introduced the flaw\n\nNot relevant, or not known.\n\n## Critique of the response and of the release\n\n{critique}\n"
    );
    let lineage: Vec<&str> = view.policy.lineage.iter().map(domain::words::Line::reveal).collect();
    if !lineage.is_empty() {
        let _ = write!(out, "\nThis process learned from {}.\n", lineage.join(" and "));
    }
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    let _ = write!(out, "\n## {title}\n\n");
    if lines.is_empty() {
        out.push_str("None.\n");
    }
    for line in lines {
        let _ = writeln!(out, "* {line}");
    }
}

/// Roles and how many, never names (PR-83).
fn involved(log: &[Recorded]) -> Vec<String> {
    let count = |role: Role| {
        let people: std::collections::BTreeSet<_> =
            log.iter().filter(|entry| entry.by.role == role).filter_map(|entry| entry.by.person).collect();
        people.len()
    };
    let mut lines = vec!["The reporter".to_owned()];
    for (role, one, many) in [
        (Role::Committee, "One member of the committee", "members of the committee"),
        (Role::FixTeam, "One member of the fix team", "members of the fix team"),
    ] {
        match count(role) {
            0 => {}
            1 => lines.push(one.to_owned()),
            people => lines.push(format!("{people} {many}")),
        }
    }
    lines
}

fn promises(view: &CaseView) -> Vec<String> {
    let kept = view.clocks.iter().filter_map(|clock| {
        let name = words::clock(clock.kind);
        match clock.state {
            ClockState::Met { at } if at <= clock.due => {
                Some(format!("{name}: kept, with {} to spare.", words::duration(clock.due.duration_since(at))))
            }
            ClockState::Met { at } => Some(format!("{name}: {} late.", words::duration(at.duration_since(clock.due)))),
            ClockState::Late => Some(format!("{name}: not done; due by {}.", words::instant(clock.due))),
            ClockState::Running => None,
        }
    });
    kept.collect()
}

fn set_aside(log: &[Recorded]) -> Vec<String> {
    let aside = log.iter().filter(|entry| matches!(entry.event, Event::RuleSetAside { .. }));
    aside.map(|entry| words::event(entry, &Names::new())).collect()
}

/// What a reader outside may know: no letters, no messages, no reminders.
fn story(log: &[Recorded]) -> Vec<String> {
    let told = log.iter().filter(|entry| {
        !matches!(
            entry.event,
            Event::LetterSent { .. }
                | Event::LetterHeld { .. }
                | Event::MessageSent { .. }
                | Event::ReminderDue { .. }
                | Event::ReporterNamed { .. }
                | Event::FeedbackGiven { .. }
                | Event::ForkNoted { .. }
        )
    });
    told.map(|entry| format!("{} – {}", words::instant(entry.at), words::event(entry, &Names::new()))).collect()
}
