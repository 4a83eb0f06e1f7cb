//! A policy for people: SECURITY.md, and the same as the public policy page.
//!
//! What the policy says is in `policy_facts`; here is what every case has in common, and how it looks. What the source left
//! open is marked as assumed.

use std::fmt::Write as _;

use domain::policy::{BodyKind, Lifecycle, Policy, Rule};
use domain::words::Line;

use crate::markup::escaped;
use crate::policy_facts::{Fact, Section, facts};
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

/// Every section that has something to say.
fn blocks(policy: &Policy) -> Vec<Block> {
    if !policy.project.lifecycle.promises() {
        return over(policy);
    }
    let facts = facts(policy);
    let blocks = Section::ALL.into_iter().map(|section| {
        let said = Fact::of(&facts, section).into_iter().filter_map(Fact::printed);
        let items = usual(policy, section).into_iter().chain(said).collect();
        Block { title: section.title(), lines: opening(policy, section, &facts), items }
    });
    blocks.filter(|block| !block.lines.is_empty() || !block.items.is_empty()).collect()
}

/// All that is left to say of a project that promises nothing (PR-88): how it was done there helps nobody now.
fn over(policy: &Policy) -> Vec<Block> {
    let block = |section: Section, lines: Vec<String>| Block { title: section.title(), lines, items: vec![] };
    let mut blocks = vec![
        block(Section::Reporting, reporting(policy)),
        block(Section::Timelines, vec!["None: this project promises nothing any more.".to_owned()]),
        block(Section::Announcements, vec![LISTED.to_owned()]),
    ];
    blocks.extend((!policy.lineage.is_empty()).then(|| block(Section::Credit, credit(policy))));
    blocks
}

/// PR-87.
const LISTED: &str =
    "Every advisory that was published stays on a public list of the desk, for people and for scanners.";

/// What a section begins with: the same in every policy, or said of the whole.
fn opening(policy: &Policy, section: Section, facts: &[Fact]) -> Vec<String> {
    match section {
        Section::Purpose => purpose(policy, facts),
        Section::Reporting => reporting(policy),
        Section::Report => vec![
            "For each vulnerability we see to three things: that it is fixed, that a release carries the fix, and that users learn of it.".to_owned(),
        ],
        Section::Timelines => timelines(policy),
        Section::Responders => responders(policy),
        Section::Secrecy => vec![
            "All that is said of a case, its severity and how it is handled, is said inside it: never in chats, in public repositories or in issues that others can read.".to_owned(),
        ],
        Section::Fix => fix(policy),
        Section::Announcements => announcements(),
        Section::Retrospective => retrospective(facts),
        Section::Credit => credit(policy),
        Section::Scope
        | Section::Public
        | Section::Severity
        | Section::Release
        | Section::Versions
        | Section::Ahead => vec![],
    }
}

/// PR-01, PR-02, PR-34: how this is to be read.
fn purpose(policy: &Policy, facts: &[Fact]) -> Vec<String> {
    let mut lines = vec![format!(
        "This is how {} deals with vulnerabilities: quickly, and in private where that protects users.",
        policy.project.name.reveal()
    )];
    let past = match policy.body.kind {
        BodyKind::Sole => "the maintainer may go past it after an hour of thought",
        BodyKind::Committee => "two of us together may go past it",
    };
    let mut read = format!(
        "What is marked “must” holds a step up; in an emergency {past}, with a written reason, except where it guards who may know. What is marked “may” holds nothing up. For all else that is not kept, the reason is written down."
    );
    if facts.iter().any(|fact| fact.assumed) {
        read.push_str(" Where it says “assumed”, those we learned from left the matter open, and we chose.");
    }
    lines.push(read);
    lines
}

/// PR-12, PR-28, PR-88.
fn reporting(policy: &Policy) -> Vec<String> {
    let project = &policy.project;
    let name = project.name.reveal();
    let last = project
        .last_fixed
        .as_ref()
        .map_or_else(String::new, |version| format!(" The last version that got fixes is {}.", version.reveal()));
    let mut lines = vec![match project.lifecycle {
        Lifecycle::Active => format!(
            "Please tell us privately of any suspected vulnerability in {name}, and give us time to fix it before others hear of it."
        ),
        Lifecycle::Maintenance => format!(
            "{name} gets fixes only. Please tell us privately of any suspected vulnerability, and give us time to fix it before others hear of it.{last}"
        ),
        Lifecycle::HandedOver => format!(
            "{name} is in other hands now: {}. Report there; we promise nothing any more.{last}",
            project.handed_over_to.as_ref().map_or("we do not know whose", Line::reveal)
        ),
        Lifecycle::Archived => format!(
            "The project {name} is archived. Reports are read when somebody finds the time; nothing on this page is promised any more.{last}"
        ),
    }];
    if project.lifecycle == Lifecycle::HandedOver {
        return lines;
    }
    let contact: Vec<&str> = project.contact.iter().map(Line::reveal).collect();
    lines.push(if contact.is_empty() {
        "Use the report form of our security desk.".to_owned()
    } else {
        format!("Use the report form of our security desk, or write to {}.", contact.join(" or "))
    });
    let page = "You need no account, and no name: the form gives you a receipt code that opens a page of your own, with where your report stands, what we promised, and messages both ways.";
    let page = if project.lifecycle.promises() { format!(" {page}") } else { String::new() };
    lines.push(format!("Say what an attacker gains, in which version, and how it can be shown.{page}"));
    lines
}

/// PR-34, PR-35, PR-36.
fn timelines(policy: &Policy) -> Vec<String> {
    let mut line = "The times on this page are what we aim at. They assume that a report reached us privately, and what is late stays visible as late.".to_owned();
    if policy.adjustments.is_empty() {
        line.push_str(" Whoever drives the case may move them, and writes down why: how severe it is, how long the fix takes, what the release needs.");
    }
    vec![line]
}

/// PR-04, PR-05, PR-11.
fn responders(policy: &Policy) -> Vec<String> {
    let mut line = match policy.body.kind {
        BodyKind::Sole => "One maintainer does all that is to be done.".to_owned(),
        BodyKind::Committee => format!(
            "The {} organises the whole response, what is said within as much as what is said to the public, and asks those who maintain the affected code for their help.",
            policy.body.name.reveal()
        ),
    };
    if policy.duties.is_empty() {
        line.push_str(" There are four duties in every case: assessing the report, setting up the advisory and the private fork, handling what is said in public, and making the release.");
    } else if !policy.is_sole() {
        line.push_str(" The members share the duties of each case.");
    }
    vec![line]
}

/// PR-44 to PR-46, PR-53.
fn fix(policy: &Policy) -> Vec<String> {
    let fork = if policy.rules.contains_key(&Rule::WorkInFork) {
        ""
    } else {
        " The work is done in a private fork made for it."
    };
    vec![format!(
        "An advisory is opened in the repository concerned. It holds all that is known, the affected versions and the CVE number among it, and is kept up to date as more comes to light.{fork}"
    )]
}

/// PR-65, PR-70 to PR-72, PR-76 to PR-81, PR-87.
fn announcements() -> Vec<String> {
    vec![
        "Users hear of dates only once there is a fix, or something else that helps, so that what they hear is true. The announcement is meant to be acted on. It names the new release, its CVE numbers, severity and impact, and where the files are. For each number it has a line with the score and what it is about, and the details further down.".to_owned(),
        "It advises to upgrade, and to which version. It answers these questions: am I affected, by version and by the features or settings that matter; what can I do until I upgrade, where there is anything; how do I upgrade.".to_owned(),
        LISTED.to_owned(),
    ]
}

/// PR-83.
fn retrospective(facts: &[Fact]) -> Vec<String> {
    let any = facts.iter().any(|fact| fact.section == Section::Retrospective && !fact.sentence.is_empty());
    any.then(|| "After the release we write down what can be learned. It blames nobody.".to_owned())
        .into_iter()
        .collect()
}

/// PR-86.
fn credit(policy: &Policy) -> Vec<String> {
    let lineage: Vec<&str> = policy.lineage.iter().map(Line::reveal).collect();
    let line = format!("This process learned from {}.", words::listed(&lineage));
    (!lineage.is_empty()).then_some(line).into_iter().collect()
}

/// What is usual where the policy says nothing of it.
fn usual(policy: &Policy, section: Section) -> Option<String> {
    let usual = "Severity is scored with CVSS; those who respond have the last word on it.";
    let severity = (section == Section::Severity && policy.severity.is_none()).then_some(usual);
    let thanks = "We thank you by name in the advisory, if you wish it.";
    let thanks = (section == Section::Reporting && policy.credit.is_none()).then_some(thanks);
    severity.or(thanks).map(str::to_owned)
}
