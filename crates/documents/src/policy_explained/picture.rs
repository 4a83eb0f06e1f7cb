//! The clocks of a policy on one line, as SVG that stands alone.
//!
//! Stations stand at even distances, so that an hour and a quarter of a year can both be read; the term is written at each.

use std::fmt::Write as _;

use domain::Timestamp;
use domain::calendar::Term;
use domain::policy::{Anchor, ClockKind, Policy};

use crate::markup::escaped;
use crate::words;

/// At least so wide; more stations make it wider.
const WIDTH: usize = 1000;
/// Half of what a letter takes: labels stand above and below by turns, so that each has the room of two steps.
const HALF_LETTER: usize = 4;
const MARGIN: usize = 110;
const LINE: usize = 120;
const HEIGHT: usize = 230;

/// What stands on the line: where it counts from, its name, its term.
struct Station {
    name: String,
    term: String,
    hollow: bool,
}

/// The picture.
///
/// ```
/// let picture = documents::policy_explained::picture(&domain::policy::committee());
/// assert!(picture.starts_with("<svg") && picture.contains("Retrospective"));
/// ```
#[must_use]
pub fn picture(policy: &Policy) -> String {
    let stations = stations(policy);
    let title = format!("The clocks of {}", policy.project.name.reveal());
    let told: Vec<String> =
        stations.iter().map(|station| format!("{} {}", station.name, station.term).trim().to_owned()).collect();
    let labels = stations.iter().map(|station| station.name.chars().count().max(station.term.chars().count()));
    let step = labels.max().unwrap_or_default() * HALF_LETTER;
    let span = (WIDTH - 2 * MARGIN).max(stations.len().saturating_sub(1) * step);
    let width = span + 2 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {HEIGHT}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"14\">\n\
         <title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"{width}\" height=\"{HEIGHT}\" fill=\"#fbfaf7\"/>\n",
        escaped(&title),
        escaped(&told.join("; "))
    );
    let at = |nth: usize| MARGIN + span * nth / stations.len().saturating_sub(1).max(1);
    bed(&mut out, policy, at(stations.iter().position(|station| station.name == EMBARGO).unwrap_or_default()));
    let _ = writeln!(
        out,
        "<line x1=\"{MARGIN}\" y1=\"{LINE}\" x2=\"{}\" y2=\"{LINE}\" stroke=\"#37474f\" stroke-width=\"3\"/>",
        at(stations.len().saturating_sub(1))
    );
    for (nth, station) in stations.iter().enumerate() {
        draw(&mut out, station, at(nth), nth % 2 == 1);
    }
    out.push_str("</svg>\n");
    out
}

const EMBARGO: &str = "Secrecy ends";

/// The secrecy as a bed under the line.
fn bed(out: &mut String, policy: &Policy, end: usize) {
    if end > MARGIN {
        let (top, width) = (LINE - 14, end - MARGIN);
        let _ = writeln!(
            out,
            "<rect x=\"{MARGIN}\" y=\"{top}\" width=\"{width}\" height=\"28\" rx=\"14\" fill=\"#cfe3ee\"><title>Embargo, {} unless another end is agreed</title></rect>",
            escaped(&words::term(policy.embargo.default))
        );
    }
}

fn draw(out: &mut String, station: &Station, x: usize, below: bool) {
    let fill = if station.hollow { "#fbfaf7" } else { "#1f5f8b" };
    let (name_at, term_at) = if below { (LINE + 40, LINE + 60) } else { (LINE - 50, LINE - 30) };
    let _ = writeln!(
        out,
        "<circle cx=\"{x}\" cy=\"{LINE}\" r=\"8\" fill=\"{fill}\" stroke=\"#1f5f8b\" stroke-width=\"3\"/>\n\
         <text x=\"{x}\" y=\"{name_at}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"#22303a\">{}</text>\n\
         <text x=\"{x}\" y=\"{term_at}\" text-anchor=\"middle\" fill=\"#4a5a66\">{}</text>",
        escaped(&station.name),
        escaped(&station.term)
    );
}

/// The report, what counts from it in order of its end, who is told ahead right before the release, and at the end what counts
/// from the merge and the release.
fn stations(policy: &Policy) -> Vec<Station> {
    let mut counted: Vec<(Timestamp, Station)> = Vec::new();
    let mut count = |kind: ClockKind, within: Term, track: &str| {
        let term = format!("≤ {}{track}", words::term(within));
        let station = Station { name: words::clock(kind).to_owned(), term, hollow: false };
        counted.push((policy.calendar.after(Timestamp::UNIX_EPOCH, within), station));
    };
    for kind in
        [ClockKind::Acknowledge, ClockKind::Assess, ClockKind::FixTeam, ClockKind::FixDevelopment, ClockKind::Release]
    {
        // What counts from something else than the report has no place between those that do.
        let rule = policy.clocks.get(&kind).filter(|rule| rule.from.is_none_or(|from| from == Anchor::Receipt));
        if let Some(rule) = rule {
            count(kind, rule.within, "");
        }
    }
    for track in &policy.tracks {
        let name = format!(", {}", track.name.reveal());
        if let Some(within) = track.fix_within {
            count(ClockKind::FixDevelopment, within, &name);
        }
        if let Some(within) = track.release_within {
            count(ClockKind::Release, within, &name);
        }
    }
    let secret = Station { name: EMBARGO.to_owned(), term: words::term(policy.embargo.default), hollow: true };
    counted.push((policy.calendar.after(Timestamp::UNIX_EPOCH, policy.embargo.default), secret));
    counted.sort_by_key(|(at, _)| *at);
    let mut all = vec![Station { name: "Report".to_owned(), term: String::new(), hollow: true }];
    all.extend(counted.into_iter().map(|(_, station)| station));
    let release = all.iter().rposition(|station| station.name == words::clock(ClockKind::Release));
    let before = release.unwrap_or(all.len());
    all.splice(before..before, ahead(policy));
    for (kind, anchor) in [(ClockKind::PublishGap, "after the merge"), (ClockKind::Retrospective, "after the release")]
    {
        if let Some(rule) = policy.clocks.get(&kind) {
            let term = format!("≤ {} {anchor}", words::term(rule.within));
            all.push(Station { name: words::clock(kind).to_owned(), term, hollow: false });
        }
    }
    all
}

/// What is told before the release, the earliest first.
fn ahead(policy: &Policy) -> Vec<Station> {
    let told = policy.distributors.iter().flat_map(|list| &list.notices).map(|term| ("Distributors told", *term));
    let days = policy.tracks.iter().filter_map(|track| Some(("Day announced", track.announced_before?)));
    let mut all: Vec<(&str, Term)> = told.chain(days).collect();
    all.sort_by_key(|(_, term)| std::cmp::Reverse(policy.calendar.after(Timestamp::UNIX_EPOCH, *term)));
    all.dedup();
    let before = |(name, term): (&str, Term)| Station {
        name: name.to_owned(),
        term: format!("{} before", words::term(term)),
        hollow: true,
    };
    all.into_iter().map(before).collect()
}
