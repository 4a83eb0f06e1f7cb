//! A policy on one page: who does what by when, as text and as a picture of its clocks.
//!
//! Knows the order in which clocks usually run. Must not know any case: the day on the picture is nobody's.

mod picture;

use std::fmt::Write as _;

use domain::calendar::Term;
use domain::policy::{ClockKind, ClockRule, EmbargoStart, Force, Origin, Policy};
use domain::words::Line;

pub use picture::picture;

use crate::policy_facts::{force, how, matter, owner, score, slot, window};
use crate::words;

/// The page as text.
///
/// ```
/// let page = documents::policy_explained::page(&domain::policy::solo());
/// assert!(page.contains("Fix ready"), "{page}");
/// ```
#[must_use]
pub fn page(policy: &Policy) -> String {
    let name = policy.project.name.reveal();
    let mut out = format!("How {name} responds to a vulnerability (policy version {})\n", policy.version.reveal());
    let contact: Vec<&str> = policy.project.contact.iter().map(Line::reveal).collect();
    let told = if contact.is_empty() { "the report form of the desk".to_owned() } else { words::listed(&contact) };
    let _ = writeln!(out, "\nReports go to   {told}");
    let _ = writeln!(out, "Who responds    {}", who(policy));
    let since = match policy.embargo.starts {
        EmbargoStart::Receipt => "the report",
        EmbargoStart::FixReady => "the day the fix is ready",
    };
    let _ = writeln!(
        out,
        "Secrecy         {} from {since}, at most {}{}",
        words::term(policy.embargo.default),
        words::term(policy.embargo.maximum),
        marked(&policy.embargo.origin)
    );
    if let Some(recommended) = &policy.release_slot {
        let _ = writeln!(out, "Release         best at {}", slot(recommended));
    }
    if !policy.duties.is_empty() {
        let duties: Vec<&str> = policy.duties.iter().map(|duty| duty.name.reveal()).collect();
        let round = policy.rotation.as_ref();
        let round = round.map_or_else(String::new, |rotation| format!("; shifts of {}", words::term(rotation.every)));
        let _ = writeln!(out, "Duties          {}{round}", words::listed(&duties));
    }
    clocks(&mut out, policy);
    decisions(&mut out, policy);
    demands(&mut out, policy);
    out
}

fn who(policy: &Policy) -> String {
    let body = &policy.body;
    if policy.is_sole() {
        return format!("the {}, alone", body.name.reveal());
    }
    format!("the {}, {} to {} members", body.name.reveal(), body.members_min, body.members_max)
}

fn clocks(out: &mut String, policy: &Policy) {
    if !policy.project.lifecycle.promises() {
        out.push_str("\nThe project is archived: nothing is promised.\n");
        return;
    }
    let clocks = ClockKind::ALL.into_iter().filter_map(|kind| Some(row(policy, kind, policy.clocks.get(&kind)?)));
    let owed: Vec<[String; 4]> = clocks.chain(tracks(policy)).chain(notices(policy)).collect();
    if owed.is_empty() {
        out.push_str("\nNo dates are set.\n");
        return;
    }
    out.push_str("\nWho does what by when\n");
    let wide = |column: usize| owed.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths = [0, 1, 2].map(|column| wide(column).unwrap_or_default());
    for [what, actor, when, how] in &owed {
        let [first, second, third] = widths;
        let _ = writeln!(out, "  {what:first$}  {actor:second$}  {when:third$}  {how}");
    }
}

fn row(policy: &Policy, kind: ClockKind, rule: &ClockRule) -> [String; 4] {
    let mut strictly = format!("{}{}", force(rule.force), marked(&rule.origin));
    if rule.promised {
        strictly.push_str(", promised to the reporter");
    }
    if !rule.warn_before.is_empty() {
        let warned: Vec<String> = rule.warn_before.iter().map(|term| words::term(*term)).collect();
        let _ = write!(strictly, "; reminded {} before", words::listed(&warned));
    }
    let keeper = rule.owner.map_or_else(|| actor(policy, kind), |keeper| owner(policy, keeper).to_owned());
    [words::clock(kind).to_owned(), keeper, window(kind, rule), strictly]
}

/// Whose clock it is.
fn actor(policy: &Policy, kind: ClockKind) -> String {
    let body = policy.body.name.reveal();
    match kind {
        _ if policy.is_sole() => body.to_owned(),
        ClockKind::FixDevelopment => "fix team".to_owned(),
        ClockKind::Release => format!("{body}, fix team"),
        ClockKind::Acknowledge
        | ClockKind::Assess
        | ClockKind::Update
        | ClockKind::FixTeam
        | ClockKind::Threat
        | ClockKind::Embargo
        | ClockKind::PublishGap
        | ClockKind::Retrospective => body.to_owned(),
    }
}

/// What is due otherwise from some severity on.
fn tracks(policy: &Policy) -> impl Iterator<Item = [String; 4]> {
    policy.tracks.iter().flat_map(move |track| {
        let strictly =
            format!("{}{}; on the track “{}”", force(track.force), marked(&track.origin), track.name.reveal());
        let within = |kind: ClockKind, term: Option<Term>| {
            Some([
                words::clock(kind).to_owned(),
                actor(policy, kind),
                format!("within {} of the report", words::term(term?)),
                strictly.clone(),
            ])
        };
        let announced = track.announced_before.map(|term| {
            let when = format!("{} before the release", words::term(term));
            ["Day of the release announced".to_owned(), policy.body.name.reveal().to_owned(), when, strictly.clone()]
        });
        let fix = within(ClockKind::FixDevelopment, track.fix_within);
        [fix, within(ClockKind::Release, track.release_within), announced].into_iter().flatten().collect::<Vec<_>>()
    })
}

/// Who is told ahead of the release.
fn notices(policy: &Policy) -> impl Iterator<Item = [String; 4]> {
    policy.distributors.iter().filter(|list| !list.notices.is_empty()).map(|list| {
        let when: Vec<String> = list.notices.iter().map(|term| words::term(*term)).collect();
        let from =
            list.from_tenths.map_or_else(String::new, |tenths| format!("; from a score of {} on", score(tenths)));
        [
            format!("{} told", words::capital(list.name.reveal())),
            policy.body.name.reveal().to_owned(),
            format!("{} before the release", words::listed(&when)),
            format!("{}{}{from}", force(list.force), marked(&list.origin)),
        ]
    })
}

/// What several decide, and how; one person alone decides everything.
fn decisions(out: &mut String, policy: &Policy) {
    if policy.is_sole() || policy.votes.is_empty() {
        return;
    }
    out.push_str("\nHow it is decided\n");
    for (ballot, vote) in &policy.votes {
        let strictly = format!("{}{}", force(vote.force), marked(&vote.origin));
        let _ = writeln!(out, "  {}: {} ({strictly})", matter(*ballot), how(policy, *ballot, vote));
    }
}

fn demands(out: &mut String, policy: &Policy) {
    for (strictness, title) in [
        (Force::Must, "Nothing goes on before"),
        (Force::Should, "Without it, a written reason is asked for"),
        (Force::May, "Shown, and stops nothing"),
    ] {
        let those = policy.rules.iter().filter(|(_, setting)| setting.force == strictness);
        let those: Vec<_> = those.collect();
        if !those.is_empty() {
            let _ = writeln!(out, "\n{title}");
        }
        for (rule, setting) in those {
            let _ = writeln!(out, "  {}{} [{}]", words::rule(*rule), marked(&setting.origin), rule.source());
        }
    }
}

fn marked(origin: &Origin) -> &'static str {
    match origin {
        Origin::Assumed => ", assumed",
        Origin::Own | Origin::Text(_) => "",
    }
}
