//! A case on one picture: its milestones and clocks along a line of time, as inline SVG.
//!
//! Built from what a viewer may know. Uses classes and `currentColor`, so that light and dark work; no scripts, no fonts.

use std::fmt::Write as _;

use domain::Timestamp;
use domain::case::clock::{Clock, ClockState};
use domain::case::view::CaseView;

use crate::words;

const WIDTH: f64 = 1000.0;
const LEFT: f64 = 20.0;
const LANE: f64 = 40.0;

/// The picture.
#[must_use]
pub fn picture(view: &CaseView, now: Timestamp) -> String {
    let marks = milestones(view);
    let clocks: Vec<&Clock> =
        view.clocks.iter().filter(|clock| !matches!(clock.state, ClockState::Met { .. })).collect();
    let begin = view.received_at;
    let end = marks
        .iter()
        .map(|(at, _)| *at)
        .chain(clocks.iter().map(|clock| clock.due.min(horizon(now))))
        .chain([now])
        .max()
        .unwrap_or(now);
    let scale = Scale::new(begin, end);
    let lanes = Lanes::place(&marks, &scale);
    let top = 36.0 + LANE * lanes.count();
    #[expect(clippy::cast_precision_loss, reason = "a handful of clocks")]
    let height = top + 30.0 + LANE * clocks.len() as f64;
    let mut svg = format!(
        "<svg class=\"picture\" font-size=\"15\" fill=\"currentColor\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"picture-title picture-desc\" xmlns=\"http://www.w3.org/2000/svg\">\
         <title id=\"picture-title\">Where the case stands</title><desc id=\"picture-desc\">{}</desc>",
        escaped(&described(view, &marks, &clocks))
    );
    let _ = write!(
        svg,
        "<line class=\"axis\" stroke=\"currentColor\" stroke-opacity=\"0.35\" stroke-width=\"2\" x1=\"{LEFT}\" y1=\"{top}\" x2=\"{}\" y2=\"{top}\"/>",
        WIDTH - LEFT
    );
    for ((at, label), lane) in marks.iter().zip(&lanes.of) {
        mark(&mut svg, scale.x(*at), top, top - LANE * (lane + 1.0), label, *at);
    }
    for (nth, clock) in clocks.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of clocks")]
        owed(&mut svg, &scale, clock, top + 40.0 + LANE * nth as f64, now);
    }
    let x = scale.x(now);
    let _ = write!(
        svg,
        "<line class=\"now\" stroke=\"currentColor\" stroke-opacity=\"0.5\" stroke-dasharray=\"4 4\" x1=\"{x:.1}\" y1=\"12\" x2=\"{x:.1}\" y2=\"{height}\"/><text class=\"now\" font-size=\"12\" x=\"{:.1}\" y=\"12\" text-anchor=\"{}\">now</text></svg>",
        x,
        anchor(x)
    );
    svg
}

/// Clocks further away than this are drawn at the edge.
fn horizon(now: Timestamp) -> Timestamp {
    now.checked_add(jiff::SignedDuration::from_hours(24 * 30)).unwrap_or(now)
}

struct Scale {
    begin: f64,
    span: f64,
}

impl Scale {
    #[expect(clippy::cast_precision_loss, reason = "a place on a picture")]
    fn new(begin: Timestamp, end: Timestamp) -> Self {
        let (begin, end) = (begin.as_second() as f64, end.as_second() as f64);
        Self { begin, span: (end - begin).max(3_600.0) }
    }

    #[expect(clippy::cast_precision_loss, reason = "a place on a picture")]
    fn x(&self, at: Timestamp) -> f64 {
        let share = ((at.as_second() as f64 - self.begin) / self.span).clamp(0.0, 1.0);
        LEFT + share * (WIDTH - 2.0 * LEFT)
    }
}

/// Labels that would touch are stacked.
struct Lanes {
    of: Vec<f64>,
}

impl Lanes {
    fn place(marks: &[(Timestamp, String)], scale: &Scale) -> Self {
        let mut ends: Vec<f64> = Vec::new();
        let mut of = Vec::new();
        for (at, label) in marks {
            #[expect(clippy::cast_precision_loss, reason = "a label's width, roughly")]
            let width = label.chars().count().max(11) as f64 * 8.0 + 12.0;
            let x = scale.x(*at);
            let from = match anchor(x) {
                "start" => x,
                "end" => x - width,
                _ => x - width / 2.0,
            };
            let lane = ends.iter().position(|end| *end < from).unwrap_or(ends.len());
            match ends.get_mut(lane) {
                Some(end) => *end = from + width,
                None => ends.push(from + width),
            }
            #[expect(clippy::cast_precision_loss, reason = "a handful of lanes")]
            of.push(lane as f64);
        }
        Self { of }
    }

    fn count(&self) -> f64 {
        self.of.iter().copied().fold(0.0, f64::max) + 1.0
    }
}

fn anchor(x: f64) -> &'static str {
    if x < WIDTH * 0.12 {
        "start"
    } else if x > WIDTH * 0.88 {
        "end"
    } else {
        "middle"
    }
}

fn mark(svg: &mut String, x: f64, axis: f64, y: f64, label: &str, at: Timestamp) {
    let side = anchor(x);
    let _ = write!(
        svg,
        "<line class=\"stem\" stroke=\"currentColor\" stroke-opacity=\"0.2\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{axis}\"/><circle class=\"done\" cx=\"{x:.1}\" cy=\"{axis}\" r=\"6\"/>\
         <text class=\"label\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{side}\">{}</text><text class=\"when\" font-size=\"11\" fill-opacity=\"0.7\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{side}\">{}</text>",
        y + 18.0,
        escaped(label),
        y + 14.0,
        at.strftime("%-d %b %H:%M")
    );
}

fn owed(svg: &mut String, scale: &Scale, clock: &Clock, y: f64, now: Timestamp) {
    let late = clock.state == ClockState::Late || clock.asap;
    let class = if late { "late" } else { "due" };
    let (from, to) = (scale.x(clock.anchor), scale.x(clock.due.max(clock.anchor)));
    let to = if late { scale.x(now) } else { to };
    let words = if clock.asap {
        format!("{}: as soon as possible", words::clock(clock.kind))
    } else if late {
        format!("{}: late by {}", words::clock(clock.kind), words::duration(now.duration_since(clock.due)))
    } else {
        format!("{}: due in {}", words::clock(clock.kind), words::duration(clock.due.duration_since(now)))
    };
    let _ = write!(
        svg,
        "<line class=\"{class}\" stroke=\"currentColor\" stroke-width=\"4\" stroke-linecap=\"round\" stroke-opacity=\"0.45\" x1=\"{from:.1}\" y1=\"{y}\" x2=\"{to:.1}\" y2=\"{y}\"/><circle class=\"{class}\" cx=\"{to:.1}\" cy=\"{y}\" r=\"5\"/>\
         <text class=\"label {class}\" font-size=\"13\" x=\"{LEFT}\" y=\"{:.1}\">{}</text>",
        y - 8.0,
        escaped(&words)
    );
}

/// The events that carry the story, with their labels; the first of each kind is drawn.
const MILESTONES: [(&str, &str); 13] = [
    ("report_received", "Report"),
    ("report_acknowledged", "Answered"),
    ("report_accepted", "Accepted"),
    ("report_declined", "Declined"),
    ("fixer_joined", "Fix team"),
    ("fix_ready", "Fix ready"),
    ("release_day_agreed", "Day agreed"),
    ("fix_merged", "Merged"),
    ("release_noted", "Released"),
    ("disclosure_noted", "Public"),
    ("advisory_published", "Published"),
    ("retrospective_sent", "Retrospective"),
    ("case_closed", "Closed"),
];

/// The moments that carry the story.
fn milestones(view: &CaseView) -> Vec<(Timestamp, String)> {
    let mut marks: Vec<(Timestamp, String)> = Vec::new();
    for entry in &view.log {
        let kind = entry.event.kind();
        let Some((_, label)) = MILESTONES.iter().find(|(name, _)| *name == kind) else { continue };
        if !marks.iter().any(|(_, known)| known == label) {
            marks.push((entry.at, (*label).to_owned()));
        }
    }
    marks
}

fn described(view: &CaseView, marks: &[(Timestamp, String)], clocks: &[&Clock]) -> String {
    let mut text = format!("{}.", words::phase(view.phase));
    for (at, label) in marks {
        let _ = write!(text, " {label} on {}.", words::instant(*at));
    }
    for clock in clocks {
        let _ = write!(text, " {} is due by {}.", words::clock(clock.kind), words::instant(clock.due));
    }
    text
}

/// Text inside markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
