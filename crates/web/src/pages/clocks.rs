//! What is owed, as tiles: what, by when, and how it stands.
//!
//! Knows clocks as they were computed; must not compute any.

use documents::words;
use domain::Timestamp;
use domain::case::clock::{Clock, ClockKind, ClockState};
use jiff::SignedDuration;

use super::when;

/// What is due within this is due soon.
const SOON: SignedDuration = SignedDuration::from_hours(48);

/// A clock as it is drawn.
pub(crate) struct Tile {
    pub(crate) what: &'static str,
    pub(crate) class: &'static str,
    pub(crate) said: String,
    pub(crate) iso: String,
    pub(crate) at: String,
}

/// The tiles: late first, then what runs, then what was met.
pub(crate) fn tiles(clocks: &[Clock], now: Timestamp) -> Vec<Tile> {
    let mut clocks: Vec<&Clock> = clocks.iter().collect();
    clocks.sort_by_key(|clock| {
        let rank = match clock.state {
            ClockState::Late => 0,
            ClockState::Running => 1,
            ClockState::Met { .. } => 2,
        };
        (rank, clock.due)
    });
    clocks.into_iter().map(|clock| tile(clock, now)).collect()
}

fn tile(clock: &Clock, now: Timestamp) -> Tile {
    let left = clock.due.duration_since(now);
    let (class, said) = match clock.state {
        ClockState::Met { at } => ("met", met(at, clock.due, clock.asap)),
        ClockState::Late => {
            ("late", when::span(left).map_or_else(|| "just late".to_owned(), |span| format!("late by {span}")))
        }
        ClockState::Running if clock.asap => ("late", "as soon as possible".to_owned()),
        ClockState::Running if clock.kind == ClockKind::Embargo => {
            (if left <= SOON { "soon" } else { "running" }, when::near(clock.due, now))
        }
        ClockState::Running => {
            (if left <= SOON { "soon" } else { "running" }, format!("due {}", when::near(clock.due, now)))
        }
    };
    let (at, label) = match (clock.state, clock.asap) {
        (ClockState::Met { at }, _) => (at, "on "),
        (ClockState::Running | ClockState::Late, true) => (clock.due, "since "),
        (ClockState::Running | ClockState::Late, false) if clock.kind == ClockKind::Embargo => (clock.due, "on "),
        (ClockState::Running | ClockState::Late, false) => (clock.due, "by "),
    };
    Tile {
        what: words::clock(clock.kind),
        class,
        said,
        iso: when::iso(at),
        at: format!("{label}{}", when::short(at, now)),
    }
}

fn met(at: Timestamp, due: Timestamp, asap: bool) -> String {
    match when::span(at.duration_since(due)) {
        Some(span) if at > due && !asap => format!("✓ done, {span} late"),
        Some(_) | None => "✓ done in time".to_owned(),
    }
}
