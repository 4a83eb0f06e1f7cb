//! A policy for people: SECURITY.md, and the same as the public policy page.
//!
//! Every figure comes from the policy; what its source left open is marked as assumed.

use std::fmt::Write as _;

use domain::policy::{BodyKind, Carries, ClockKind, Force, Lifecycle, Origin, Policy, Rule};
use domain::words::Line;

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
        reporting(policy),
        who(policy),
        embargo(policy),
        promised(policy),
        demanded(policy),
        release(policy),
        announcement(policy),
    ];
    if !policy.lineage.is_empty() {
        let lineage: Vec<&str> = policy.lineage.iter().map(Line::reveal).collect();
        blocks.push(Block {
            title: "Credit",
            lines: vec![format!("This process learned from {}.", lineage.join(" and "))],
            items: vec![],
        });
    }
    blocks
}

fn reporting(policy: &Policy) -> Block {
    let name = policy.project.name.reveal();
    let mut lines = vec![match policy.project.lifecycle {
        Lifecycle::Active => {
            format!("Tell us privately of any suspected vulnerability in {name}. Please do not open a public report.")
        }
        Lifecycle::Maintenance => format!("{name} gets fixes only. Tell us privately of any suspected vulnerability."),
        Lifecycle::Archived => format!(
            "{name} is archived. Reports are read when somebody finds the time; nothing below is promised any more."
        ),
    }];
    lines.push("If a vulnerability is public already, tell us at once: everything then happens as soon as possible. If you mean to publish before there is a fix, tell us when; we will ask you to wait, and hurry if you will not.".to_owned());
    let items = policy
        .project
        .contact
        .iter()
        .map(|contact| format!("Write to {}, or use the form of our security desk.", contact.reveal()))
        .collect();
    Block { title: "Reporting a vulnerability", lines, items }
}

fn who(policy: &Policy) -> Block {
    let body = &policy.body;
    let lines = match body.kind {
        BodyKind::Sole => vec!["One maintainer assesses reports, writes or finds the fix, handles what is said in public, and makes the release.".to_owned()],
        BodyKind::Committee => vec![
            format!("The {} organises the whole response. It should have {} to {} members, from more than one organisation.", body.name.reveal(), body.members_min, body.members_max),
            "Its members share four duties: assessing reports, setting up the advisory and the private fork, handling what is said in public, and making the release.".to_owned(),
            "Engineers who know the code are brought in for each case; they are the fix team. They accept the terms below before they read anything.".to_owned(),
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
                "A private report is kept secret for {} from its receipt unless another end is agreed, and never for longer than {}{}. The release day ends it.",
                words::term(embargo.default),
                words::term(embargo.maximum),
                marked(&embargo.origin)
            ),
            format!("The terms: {}", embargo.terms.reveal().replace('\n', " ")),
        ],
        items: vec![],
    }
}

fn promised(policy: &Policy) -> Block {
    let items = ClockKind::ALL.into_iter().filter_map(|kind| {
        let rule = policy.clocks.get(&kind)?;
        let from = match kind {
            ClockKind::Acknowledge
            | ClockKind::FixTeam
            | ClockKind::FixDevelopment
            | ClockKind::Release
            | ClockKind::Threat
            | ClockKind::Embargo => "the report",
            ClockKind::PublishGap => "the merge of the fix",
            ClockKind::Retrospective => "the release",
        };
        let earliest =
            rule.not_before.map_or_else(String::new, |term| format!("not before {} and ", words::term(term)));
        let promise = if rule.promised { "; reporters see this promise" } else { "" };
        Some(format!(
            "{}: {earliest}within {} of {from} ({}{}){promise}.",
            words::clock(kind),
            words::term(rule.within),
            force(rule.force),
            marked(&rule.origin)
        ))
    });
    Block {
        title: "Timelines",
        lines: vec!["They assume a private report. When a vulnerability is public, everything is as soon as possible; when it hangs on another project's date, that date leads.".to_owned()],
        items: items.collect(),
    }
}

fn demanded(policy: &Policy) -> Block {
    let items = policy.rules.iter().map(|(rule, setting)| {
        format!("{} ({}{}).", capital(words::rule(*rule)), force(setting.force), marked(&setting.origin))
    });
    Block { title: "What each step needs", lines: vec!["Severity is scored with CVSS; those who respond have the last word on it. Decisions are discussed in the advisory, never in public.".to_owned()], items: items.collect() }
}

fn release(policy: &Policy) -> Block {
    let mut lines = Vec::new();
    if let Some(slot) = &policy.release_slot {
        let days: Vec<String> = slot.weekdays.iter().map(|day| format!("{day:?}")).collect();
        lines.push(format!("Recommended: {} {} on {}. That is morning on the Pacific coast, early evening in Europe, late evening in Asia.", slot.at.strftime("%H:%M"), slot.zone.as_str(), days.join(", ")));
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

fn announcement(policy: &Policy) -> Block {
    let of = |carries: Carries| {
        policy
            .channels
            .iter()
            .filter(move |channel| channel.carries == carries)
            .map(|channel| format!("{}: {}", channel.name.reveal(), channel.address.reveal()))
    };
    let mut items: Vec<String> = of(Carries::Announcements).collect();
    items.extend(
        of(Carries::Retrospectives)
            .map(|channel| format!("Retrospectives, blameless, a few days after each release: {channel}")),
    );
    Block {
        title: "Announcements",
        lines: vec!["An announcement names the release, the CVE numbers with their severity, how to tell whether you are vulnerable, what you can do before upgrading, how to upgrade, and where the binaries are. Published advisories stay listed.".to_owned()],
        items,
    }
}

const fn force(force: Force) -> &'static str {
    match force {
        Force::Info => "for information",
        Force::May => "may",
        Force::Should => "should",
        Force::Must => "must",
    }
}

fn marked(origin: &Origin) -> &'static str {
    match origin {
        Origin::Assumed => ", assumed",
        Origin::Own | Origin::Text(_) => "",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text inside markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
