//! The retrospective, drafted from the log (PR-82 to PR-85): who was involved, what happened when, what was promised and
//! kept, and room for critique. Blameless: roles, not names.
//!
//! Knows what a reader outside may be told of a log (`public`). Must not send anything: what people still have to write is
//! left as a mark that no letter leaves with.

mod public;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::case::clock::{Clock, ClockState};
use domain::case::event::{Event, Recorded};
use domain::case::timeline;
use domain::case::view::CaseView;
use domain::people::Role;
use domain::policy::BodyKind;

use crate::words::{self, Names};

/// What nobody but the people who were there can answer.
const INTRODUCED: &str = "TODO: link the change that introduced the flaw, and say what made it pass unseen; or write that it is \
                          not relevant, and why.";
const CRITIQUE: &str = "\
TODO: write what you think of it, and delete these questions.

* What went well, and should stay?
* What took longer than it needed, and what stood in its way?
* Where were we lucky?
* What was unclear to users, or to the reporter?
* What will change, who looks after it, and by when?";

/// A first draft in Markdown. An empty critique asks for one: such a draft cannot be sent before its questions are answered.
#[must_use]
pub fn draft(view: &CaseView, critique: &str) -> String {
    let kind = view.policy.body.kind;
    let project = view.policy.project.name.reveal();
    let mut out =
        format!("# Retrospective: {}\n\n{project}, as recorded by the desk. All times are UTC.\n", name(view));
    section(&mut out, "Who was involved", &involved(&view.log, kind));
    section(&mut out, "How long it took", &words::spans(&timeline::spans(&view.log)));
    section(&mut out, "What was promised", &promises(&view.clocks));
    section(&mut out, "Rules set aside", &set_aside(&view.log, kind));
    section(&mut out, "Timeline", &public::story(&view.log, kind));
    let (introduced, critique) =
        if critique.trim().is_empty() { (INTRODUCED, CRITIQUE) } else { ("Not stated.", critique.trim()) };
    let _ = write!(
        out,
        "\n## What introduced the flaw\n\n{introduced}\n\n## Critique of the response and of the release\n\n{critique}\n\n\
         Everybody who took part is asked for their own view too: that is how the next time goes better.\n"
    );
    out
}

/// What the published advisory is called; the report's own title is the reporter's, and may never have been public.
fn name(view: &CaseView) -> String {
    let ids: Vec<&str> = view.draft.iter().flat_map(|draft| &draft.aliases).map(domain::words::Line::reveal).collect();
    let cves: Vec<String> = view.log.iter().filter_map(|entry| cve(&entry.event)).collect();
    let title = view.draft.as_ref().map_or("a case that was not published", |draft| draft.title.reveal());
    match cves.first().map(String::as_str).or_else(|| ids.first().copied()) {
        Some(id) => format!("{id}, {title}"),
        None => title.to_owned(),
    }
}

fn cve(event: &Event) -> Option<String> {
    if let Event::CveAssigned { id } = event { Some(id.to_string()) } else { None }
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
fn involved(log: &[Recorded], kind: BodyKind) -> Vec<String> {
    let count = |role: Role| {
        let entries = log.iter().filter(|entry| entry.by.role == role);
        entries.filter_map(|entry| entry.by.person).collect::<BTreeSet<_>>().len()
    };
    let mut lines = vec!["The reporter".to_owned()];
    match (kind, count(Role::Committee)) {
        (_, 0) => {}
        (BodyKind::Sole, _) => lines.push("The maintainer".to_owned()),
        (BodyKind::Committee, 1) => lines.push("One member of the committee".to_owned()),
        (BodyKind::Committee, people) => lines.push(format!("{people} members of the committee")),
    }
    match count(Role::FixTeam) {
        0 => {}
        1 => lines.push("One member of the fix team".to_owned()),
        people => lines.push(format!("{people} members of the fix team")),
    }
    lines
}

/// Which promises were kept or missed, and by how much.
fn promises(clocks: &[Clock]) -> Vec<String> {
    let kept = clocks.iter().filter_map(|clock| {
        let (name, due) = (words::clock(clock.kind), words::instant(clock.due));
        Some(match clock.state {
            ClockState::Met { at } if clock.asap => {
                format!("{name}: as soon as possible, done after {}.", words::duration(at.duration_since(clock.due)))
            }
            ClockState::Met { at } if at <= clock.due => {
                format!("{name}: kept, {} before it was due ({due}).", words::duration(clock.due.duration_since(at)))
            }
            ClockState::Met { at } => {
                format!("{name}: missed by {} (due {due}).", words::duration(at.duration_since(clock.due)))
            }
            ClockState::Late => format!("{name}: missed, and not done when this was written (due {due})."),
            ClockState::Running => return None,
        })
    });
    kept.collect()
}

/// Every rule that was set aside or gone past, with the reason that was given.
fn set_aside(log: &[Recorded], kind: BodyKind) -> Vec<String> {
    let is_aside = |event: &Event| {
        matches!(event, Event::RuleSetAside { .. } | Event::GlassAsked { .. } | Event::GlassBroken { .. })
    };
    let aside = log.iter().filter(|entry| is_aside(&entry.event));
    aside.map(|entry| words::event_in(entry, &Names::new(), kind)).collect()
}
