//! A case's timeline as JSON: what happened, what was owed, how long things took.
//!
//! Built from what a viewer may know; deterministic.

use domain::Timestamp;
use domain::case::clock::ClockState;
use domain::case::timeline;
use domain::case::view::CaseView;
use serde_json::{Value, json};

use crate::words::{self, Names};

/// The timeline of a case as this viewer may know it.
#[must_use]
pub fn timeline_json(view: &CaseView, names: &Names, now: Timestamp) -> Value {
    let kind = view.policy.body.kind;
    let events: Vec<Value> = view
        .log
        .iter()
        .map(|entry| json!({ "seq": entry.seq, "at": entry.at, "kind": entry.event.kind(), "by": words::role_in(entry.by.role, kind), "words": words::event_in(entry, names, kind) }))
        .collect();
    let clocks: Vec<Value> = view
        .clocks
        .iter()
        .map(|clock| {
            let (state, met_at) = match clock.state {
                ClockState::Running => ("running", None),
                ClockState::Late => ("late", None),
                ClockState::Met { at } if at > clock.due && !clock.asap => ("met late", Some(at)),
                ClockState::Met { at } => ("met", Some(at)),
            };
            json!({ "clock": clock.kind, "name": words::clock(clock.kind), "from": clock.anchor, "due": clock.due, "state": state, "met_at": met_at, "words": words::clock_state(clock, now) })
        })
        .collect();
    let spans = timeline::spans(&view.log);
    json!({
        "project": view.policy.project.name.reveal(), "as_of": now, "phase": words::phase(view.phase), "title": view.title.reveal(),
        "events": events, "clocks": clocks, "spans": spans, "spans_in_words": words::spans(&spans),
    })
}
