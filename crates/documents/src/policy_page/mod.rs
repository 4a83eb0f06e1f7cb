//! A policy for people: SECURITY.md, and the same as the public policy page.
//!
//! Every figure comes from the policy; what its source left open is marked as assumed.

mod stages;

use std::fmt::Write as _;

use domain::calendar::{Blackout, Slot};
use domain::policy::{BodyKind, Carries, ClockKind, Force, Lifecycle, Origin, Policy, Rule};
use domain::words::Line;

pub(crate) use stages::window;

use crate::markup::escaped;
use crate::words;

/// A block of the document: a heading with its paragraphs and list items.
struct Block {
    title: &'static str,
    lines: Vec<String>,
    items: Vec<String>,
}

/// The policy as a `SECURITY.md`.
#[must_use]
pub fn security_md(policy: &Policy) -> String {
    let mut out =
        format!("# Security policy of {}\n\nVersion {}.\n", policy.project.name.reveal(), policy.version.reveal());
    for block in blocks(policy) {
        let _ = write!(out, "\n## {}\n", block.title);
        for line in block.lines {
            let _ = write!(out, "\n{line}\n");
        }
        if !block.items.is_empty() {
            out.push('\n');
        }
        for item in block.items {
            let _ = writeln!(out, "* {item}");
        }
    }
    out
}

/// The policy as HTML, for the public page.
#[must_use]
pub fn policy_html(policy: &Policy) -> String {
    let mut out = String::new();
    for block in blocks(policy) {
        let _ = write!(out, "<section><h2>{}</h2>", escaped(block.title));
        for line in block.lines {
            let _ = write!(out, "<p>{}</p>", escaped(&line));
        }
        if !block.items.is_empty() {
            out.push_str("<ul>");
            for item in block.items {
                let _ = write!(out, "<li>{}</li>", escaped(&item));
            }
            out.push_str("</ul>");
        }
        out.push_str("</section>");
    }
    out
}

fn blocks(policy: &Policy) -> Vec<Block> {
    let mut blocks = vec![
        purpose(policy),
        reporting(policy),
        public_already(),
        stages::stages(policy),
        who(policy),
        embargo(policy),
        promised(policy),
        demanded(policy),
        release(policy),
        announcement(policy),
    ];
    blocks.extend(retrospective(policy));
    blocks.extend(lineage(policy));
    blocks
}

/// PR-01 to PR-03.
fn purpose(policy: &Policy) -> Block {
    let mut lines = vec![format!(
        "This is how {} deals with vulnerabilities: quickly, and in private for as long as that protects users. What counts is the time in which users can be harmed by a flaw that somebody knows of, whether the world does or a few; we want it short.",
        policy.project.name.reveal()
    )];
    if has_assumed(policy) {
        lines.push(
            "Where it says “assumed”, the texts we learned from left the matter open and we took a default.".to_owned(),
        );
    }
    Block { title: "What this is for", lines, items: vec![] }
}

fn has_assumed(policy: &Policy) -> bool {
    let clocks = policy.clocks.values().map(|rule| &rule.origin);
    let rules = policy.rules.values().map(|rule| &rule.origin);
    clocks.chain(rules).chain([&policy.embargo.origin]).any(|origin| *origin == Origin::Assumed)
}

/// PR-12, PR-28, PR-88.
fn reporting(policy: &Policy) -> Block {
    let name = policy.project.name.reveal();
    let mut lines = vec![match policy.project.lifecycle {
        Lifecycle::Active => {
            format!("Tell us privately of any suspected vulnerability in {name}. Please do not open a public report.")
        }
        Lifecycle::Maintenance => format!("{name} gets fixes only. Tell us privately of any suspected vulnerability."),
        Lifecycle::HandedOver => format!(
            "{name} is in other hands now: {}. Report there; we promise nothing any more.",
            policy.project.handed_over_to.as_ref().map_or("we do not know whose", Line::reveal)
        ),
        Lifecycle::Archived => format!(
            "{name} is archived. Reports are read when somebody finds the time; nothing below is promised any more."
        ),
    }];
    let contact: Vec<&str> = policy.project.contact.iter().map(Line::reveal).collect();
    lines.push(if contact.is_empty() {
        "Use the report form of our security desk.".to_owned()
    } else {
        format!("Use the report form of our security desk, or write to {}.", contact.join(" or "))
    });
    lines.push("Say what an attacker gains, in which version, and how it can be shown. You need no account, and no name: the form gives you a receipt code that opens a page of your own, with where your report stands, what we promised, and messages both ways. We thank you by name in the advisory only if you wish it.".to_owned());
    Block { title: "Reporting a vulnerability", lines, items: vec![] }
}

/// PR-29 to PR-32, PR-37.
fn public_already() -> Block {
    Block {
        title: "When it is public, or about to be",
        lines: vec![
            "If a vulnerability is public already, tell us at once, whoever you are. The embargo ends, no date below keeps us back, and everything happens as soon as possible.".to_owned(),
            "If you mean to publish before there is a fix, tell us when. We will ask you to wait, and hurry if you will not.".to_owned(),
        ],
        items: vec![],
    }
}

/// PR-04 to PR-11, PR-40 to PR-51.
fn who(policy: &Policy) -> Block {
    let body = &policy.body;
    let lines = match body.kind {
        BodyKind::Sole => vec!["One maintainer assesses reports, writes or finds the fix, handles what is said in public, and makes the release.".to_owned()],
        BodyKind::Committee => vec![
            format!("The {} organises the whole response. It should have {} to {} members, from more than one organisation.", body.name.reveal(), body.members_min, body.members_max),
            "Its members share four duties: assessing reports, setting up the advisory and the private fork, handling what is said in public, and making the release.".to_owned(),
            "Engineers who know the code are brought in for each case; they are the fix team. They accept the terms of the embargo before they read anything, and their access ends with the case. A reporter who told us privately may be asked to review.".to_owned(),
        ],
    };
    Block { title: "Who responds", lines, items: vec![] }
}

fn embargo(policy: &Policy) -> Block {
    let embargo = &policy.embargo;
    Block {
        title: "Embargo",
        lines: vec![
            format!(
                "A private report is kept secret for {} from its receipt unless another end is agreed, and never for longer than {}{}. The release ends it; so does the flaw becoming public.",
                words::term(embargo.default),
                words::term(embargo.maximum),
                marked(&embargo.origin)
            ),
            format!("The terms: {}", embargo.terms.reveal().replace('\n', " ")),
            "Severity and handling are discussed in the case, never in public repositories, chats or issues."
                .to_owned(),
        ],
        items: vec![],
    }
}

/// PR-34 to PR-39, and each clock.
fn promised(policy: &Policy) -> Block {
    let title = "Timelines";
    if !policy.project.lifecycle.promises() {
        let line = "None: this project promises nothing any more.".to_owned();
        return Block { title, lines: vec![line], items: vec![] };
    }
    let items = ClockKind::ALL.into_iter().filter_map(|kind| {
        let rule = policy.clocks.get(&kind)?;
        let promise = if rule.promised { "; reporters are promised it and see it" } else { "" };
        Some(format!(
            "{}: {} ({}{}){promise}.",
            words::clock(kind),
            stages::window(kind, rule),
            force(rule.force),
            marked(&rule.origin)
        ))
    });
    Block {
        title,
        lines: vec!["They are what we aim at, and assume a private report; severity, the work on the fix and the work on the release may move them, with a recorded reason. When a vulnerability is public, everything is as soon as possible; when it hangs on another project's date, that date leads and we do not go first. What is late stays visible as late.".to_owned()],
        items: items.collect(),
    }
}

fn demanded(policy: &Policy) -> Block {
    let items = policy.rules.iter().map(|(rule, setting)| {
        format!("{} ({}{}).", words::capital(words::rule(*rule)), force(setting.force), marked(&setting.origin))
    });
    Block {
        title: "What each step needs",
        lines: vec![
            format!(
                "“Must” stops the step; in an emergency {} may go past it with a written reason, except where it guards who may know. “Should” asks for a written reason, which is recorded. “May” is shown and stops nothing.",
                if policy.is_sole() { "the maintainer, after an hour of thought," } else { "two of us together" }
            ),
            "Severity is scored with CVSS; those who respond have the last word on it.".to_owned(),
        ],
        items: items.collect(),
    }
}

/// PR-58 to PR-61, PR-66 to PR-69.
fn release(policy: &Policy) -> Block {
    let mut lines = Vec::new();
    if let Some(recommended) = &policy.release_slot {
        let afternoon = recommended.zone.as_str() == "UTC" && recommended.at == jiff::civil::time(16, 0, 0, 0);
        let seen = if afternoon {
            " That is morning on the Pacific coast, early evening in Europe, late evening in Asia."
        } else {
            ""
        };
        lines.push(format!("Recommended: {}.{seen}", slot(recommended)));
    }
    let dark: Vec<String> = policy.calendar.blackouts.iter().map(blackout).collect();
    if !dark.is_empty() {
        lines.push(format!("No release, unless it cannot wait: {}.", words::listed(&dark)));
    }
    if policy.rules.contains_key(&Rule::BothAgree) {
        lines.push("The fix team says when the fix is ready; then fix team and committee agree on a day.".to_owned());
    }
    if let Some(limit) = policy.slow_below_tenths {
        lines.push(format!(
            "Below a score of {}.{} a release may wait for holidays or free hands, with a recorded reason.",
            limit / 10,
            limit % 10
        ));
    }
    lines.push("On that day the fix is approved and merged, and every artefact is built, signed, publicly available and functional before anybody is told.".to_owned());
    Block { title: "Release day", lines, items: vec![] }
}

/// PR-70 to PR-81, PR-87.
fn announcement(policy: &Policy) -> Block {
    let mut lines = vec!["An announcement names the release and where its binaries are, the CVE numbers with their severity, how to tell whether you are vulnerable, what you can do before upgrading, and how to upgrade. Every published advisory stays listed on the desk, for people and for scanners.".to_owned()];
    if let Some(command) = &policy.check_command {
        lines.push(format!("Your version: run `{}`.", command.reveal()));
    }
    Block { title: "Announcements", lines, items: channels(policy, Carries::Announcements) }
}

/// PR-82 to PR-85.
fn retrospective(policy: &Policy) -> Option<Block> {
    let rule = policy.clocks.get(&ClockKind::Retrospective)?;
    Some(Block {
        title: "Retrospective",
        lines: vec![format!(
            "{} we publish who was involved by role, what happened when, what introduced the flaw, which promises were kept, and what we think of it. It blames nobody.",
            words::capital(&stages::window(ClockKind::Retrospective, rule))
        )],
        items: channels(policy, Carries::Retrospectives),
    })
}

/// PR-86.
fn lineage(policy: &Policy) -> Option<Block> {
    let lineage: Vec<&str> = policy.lineage.iter().map(Line::reveal).collect();
    let line = format!("This process learned from {}.", words::listed(&lineage));
    (!lineage.is_empty()).then(|| Block { title: "Credit", lines: vec![line], items: vec![] })
}

fn channels(policy: &Policy, carries: Carries) -> Vec<String> {
    let channels = policy.channels.iter().filter(|channel| channel.carries == carries);
    channels.map(|channel| format!("{}: {}", channel.name.reveal(), channel.address.reveal())).collect()
}

/// `from 2026-12-24 to 2027-01-03`.
pub(crate) fn blackout(blackout: &Blackout) -> String {
    format!("from {} to {}", blackout.from, blackout.to)
}

/// `16:00 UTC on Monday and Tuesday`.
pub(crate) fn slot(slot: &Slot) -> String {
    let days: Vec<&str> = slot.weekdays.iter().map(|day| words::weekday(*day)).collect();
    format!("{} {} on {}", slot.at.strftime("%H:%M"), slot.zone.as_str(), words::listed(&days))
}

pub(crate) const fn force(force: Force) -> &'static str {
    match force {
        Force::Info => "for information",
        Force::May => "may",
        Force::Should => "should",
        Force::Must => "must",
    }
}

pub(crate) fn marked(origin: &Origin) -> &'static str {
    match origin {
        Origin::Assumed => ", assumed",
        Origin::Own | Origin::Text(_) => "",
    }
}
