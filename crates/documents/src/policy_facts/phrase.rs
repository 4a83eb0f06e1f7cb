//! Parts of sentences that several sections need.
//!
//! Must not know any section.

use domain::calendar::{Blackout, Slot};
use domain::words::Line;

use crate::words;

/// `from 2026-12-24 to 2027-01-03`.
pub(super) fn blackout(blackout: &Blackout) -> String {
    let Blackout { from, to } = blackout;
    format!("from {from} to {to}")
}

/// `16:00 UTC on Monday and Tuesday`.
pub(crate) fn slot(slot: &Slot) -> String {
    let Slot { at, zone, weekdays } = slot;
    let days: Vec<&str> = weekdays.iter().map(|day| words::weekday(*day)).collect();
    format!("{} {} on {}", at.strftime("%H:%M"), zone.as_str(), words::listed(&days))
}

/// `7.0`.
pub(crate) fn score(tenths: u8) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `one`, `one or other`.
pub(super) fn either(reasons: &[&str]) -> String {
    match reasons.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "any reason".to_owned(),
    }
}

/// Lines of a file, joined, each without a full stop of its own.
pub(super) fn joined(lines: &[Line], between: &str) -> String {
    lines.iter().map(plain).collect::<Vec<_>>().join(between)
}

/// A line of the file inside a sentence of ours: the full stop is ours.
pub(super) fn plain(line: &Line) -> &str {
    line.reveal().trim_end_matches('.')
}
