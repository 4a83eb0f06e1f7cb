//! A case on one picture: its milestones and what is owed as stations along one line, with the embargo as the bed it runs in.
//!
//! Stations stand at even distances, so that an hour at the beginning and a quarter of a year at the end can both be read; how
//! long each stretch took is written on it. Drawn from what its reader may know.

use askama::Template;
use documents::words;
use domain::Timestamp;
use domain::case::clock::{Clock, ClockKind, ClockState};
use domain::case::event::{Event, Recorded};
use domain::case::index::Phase;
use domain::case::state::{Embargo, Publication, ReleaseDay};
use domain::case::view::CaseView;
use domain::people::Part;

use super::when;

const WIDTH: f64 = 1000.0;
/// Half the width of a label at either end.
const MARGIN: f64 = 58.0;
/// How wide a letter of a small label is, roughly.
const LETTER: f64 = 6.4;
/// With more stations than this, labels go above and below in turn.
const ROW_MAX: usize = 8;

/// A station as it is drawn.
struct Station {
    at: Timestamp,
    x: f64,
    class: &'static str,
    title: &'static str,
    when: String,
    /// How it stands: due, late, kept late.
    said: String,
    below: bool,
}

/// The stretch between two stations.
struct Stretch {
    from: f64,
    to: f64,
    middle: f64,
    class: &'static str,
    took: String,
}

#[derive(Template)]
#[template(path = "_picture.svg", escape = "html")]
struct Picture {
    stations: Vec<Station>,
    stretches: Vec<Stretch>,
    bed: Option<(f64, f64)>,
    now: Option<f64>,
    told: String,
    in_turn: bool,
    axis: u8,
    height: u8,
}

/// The picture.
pub(crate) fn picture(view: &CaseView, now: Timestamp) -> String {
    let over = matches!(view.phase, Phase::Closed | Phase::Declined);
    let mut stations = milestones(view);
    stations.extend(view.clocks.iter().filter_map(|clock| owed(clock, now)));
    stations.extend(agreed(view, now));
    if !over {
        stations.push(Station::new(now, "now", "Now", String::new()));
    }
    stations.sort_by_key(|station| station.at);
    place(&mut stations);
    let told = told(&stations);
    let bed = bed(view, &stations, now);
    let stretches = stretches(&stations, now);
    let in_turn = stations.len() > ROW_MAX;
    let at_now = stations.iter().find(|station| station.class == "now").map(|station| station.x);
    stations.retain(|station| station.class != "now");
    // Rendering into a string fails only when a value's own printing does, and none of these can.
    let (axis, height) = if in_turn { (80, 156) } else { (64, 122) };
    Picture { stations, stretches, bed, now: at_now, told, in_turn, axis, height }.render().unwrap_or_default()
}

impl Station {
    fn new(at: Timestamp, class: &'static str, title: &'static str, said: String) -> Self {
        let when = at.strftime("%-d %b %H:%M").to_string();
        Self { at, x: 0.0, class, title, when, said, below: false }
    }
}

/// What has happened, the first of each kind.
fn milestones(view: &CaseView) -> Vec<Station> {
    let mut found: Vec<Station> = Vec::new();
    for recorded in &view.log {
        let Some((title, at)) = milestone(recorded) else { continue };
        if found.iter().all(|known| known.title != title) {
            found.push(Station::new(at, "done", title, kept_late(view, &recorded.event)));
        }
    }
    found
}

/// How late a promise was kept by what happened; nothing when it was kept in time.
fn kept_late(view: &CaseView, event: &Event) -> String {
    let kind = if matches!(event, Event::ReportAcknowledged) {
        ClockKind::Acknowledge
    } else if matches!(event, Event::FixerJoined { part: Part::Fixer, .. }) {
        ClockKind::FixTeam
    } else if matches!(event, Event::FixReady { .. }) {
        ClockKind::FixDevelopment
    } else if matches!(event, Event::AdvisoryPublished) {
        ClockKind::Release
    } else if matches!(event, Event::RetrospectiveSent) {
        ClockKind::Retrospective
    } else {
        return String::new();
    };
    let clock = view.clocks.iter().find(|clock| clock.kind == kind && !clock.asap);
    match clock.map(|clock| (clock.state, clock.due)) {
        Some((ClockState::Met { at }, due)) if at > due => {
            when::span(at.duration_since(due)).map(|span| format!("{span} late")).unwrap_or_default()
        }
        Some((ClockState::Met { .. } | ClockState::Late | ClockState::Running, _)) | None => String::new(),
    }
}

/// A clock that still runs, as the station it runs to.
fn owed(clock: &Clock, now: Timestamp) -> Option<Station> {
    let title = match clock.kind {
        ClockKind::Threat => "Others publish",
        ClockKind::Embargo => "Embargo ends",
        ClockKind::Release => "Release",
        ClockKind::PublishGap => "Advisory",
        ClockKind::FixTeam => "Fix team",
        ClockKind::Update => "Next news",
        ClockKind::Assess => "Decision",
        ClockKind::Acknowledge | ClockKind::FixDevelopment | ClockKind::Retrospective => words::clock(clock.kind),
    };
    let left = when::span(clock.due.duration_since(now));
    let (class, said) = match clock.state {
        ClockState::Met { .. } => return None,
        ClockState::Running if clock.asap => return None,
        ClockState::Late => ("late", left.map_or_else(|| "late".to_owned(), |span| format!("late by {span}"))),
        ClockState::Running => ("due", when::near(clock.due, now)),
    };
    Some(Station::new(clock.due, class, title, said))
}

/// The agreed release day, until it is there.
fn agreed(view: &CaseView, now: Timestamp) -> Option<Station> {
    let ReleaseDay::Agreed { at, .. } = view.release_day else { return None };
    let open = view.publication == Publication::Unpublished && at > now;
    open.then(|| Station::new(at, "due", "Release day", when::near(at, now)))
}

fn place(stations: &mut [Station]) {
    let gap = gap(stations.len());
    let in_turn = stations.len() > ROW_MAX;
    let mut x = MARGIN;
    for (nth, station) in stations.iter_mut().enumerate() {
        station.x = x;
        station.below = in_turn && nth % 2 == 1;
        x += gap;
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful of stations")]
fn gap(stations: usize) -> f64 {
    (WIDTH - 2.0 * MARGIN) / (stations.max(2) - 1) as f64
}

/// The line between the stations: what has passed, and what is to come. A stretch that is over says how long it took.
fn stretches(stations: &[Station], now: Timestamp) -> Vec<Stretch> {
    let room = gap(stations.len()) - 22.0;
    let mut stretches = Vec::new();
    for (one, next) in stations.iter().zip(stations.iter().skip(1)) {
        let passed = next.at <= now;
        let told = passed && next.class == "done" && one.class == "done";
        let took = if told { took(next.at.duration_since(one.at), room) } else { String::new() };
        let class = match (passed, one.class) {
            (true, "late") => "overdue",
            (true, _) => "passed",
            (false, _) => "to-come",
        };
        stretches.push(Stretch { from: one.x, to: next.x, middle: f64::midpoint(one.x, next.x), class, took });
    }
    stretches
}

/// As exactly as there is room for.
#[expect(clippy::cast_precision_loss, reason = "a handful of letters")]
fn took(span: jiff::SignedDuration, room: f64) -> String {
    let exact = words::duration(span);
    let coarse = when::span(span).unwrap_or_default();
    let fits = |text: &str| text.len() as f64 * LETTER < room;
    if coarse.is_empty() {
        coarse
    } else if fits(&exact) {
        exact
    } else if fits(&coarse) {
        coarse
    } else {
        String::new()
    }
}

/// Where the embargo lies: from the report to its end, or to where it was ended.
fn bed(view: &CaseView, stations: &[Station], now: Timestamp) -> Option<(f64, f64)> {
    let until = match view.embargo {
        Embargo::None | Embargo::Proposed { .. } => return None,
        Embargo::Active { until } | Embargo::Revise { until, .. } => until,
        Embargo::Exited { at, .. } => at,
    };
    let from = stations.first()?.x;
    let to = stations.iter().take_while(|station| station.at <= until.max(now.min(until))).last()?.x;
    (to > from).then_some((from, to))
}

/// The picture for those who hear it.
fn told(stations: &[Station]) -> String {
    let mut told = String::new();
    for station in stations {
        if station.class == "now" {
            continue;
        }
        if !told.is_empty() {
            told.push(' ');
        }
        told.push_str(station.title);
        told.push_str(", ");
        told.push_str(&when::date(station.at));
        if !station.said.is_empty() {
            told.push_str(", ");
            told.push_str(&station.said);
        }
        told.push('.');
    }
    told
}

/// The moments that carry the story. A release counts from its tag, not from when somebody wrote it down.
#[expect(clippy::too_many_lines, reason = "one table: an event, its milestone")]
const fn milestone(recorded: &Recorded) -> Option<(&'static str, Timestamp)> {
    let at = recorded.at;
    Some(match &recorded.event {
        Event::ReportReceived { .. } => ("Report", at),
        Event::ReportAcknowledged => ("Answered", at),
        Event::ReportAccepted => ("Accepted", at),
        Event::ReportDeclined { .. } => ("Declined", at),
        Event::ReportDeferred { .. } => ("Put off", at),
        Event::FixerJoined { part: Part::Fixer, .. } => ("Fix team", at),
        Event::FixReady { .. } => ("Fix ready", at),
        Event::ReleaseDayAgreed { .. } => ("Day agreed", at),
        Event::FixMerged { .. } => ("Merged", at),
        Event::ReleaseNoted { release } => ("Released", release.at),
        Event::DisclosureNoted { .. } => ("Public", at),
        Event::AttackNoted { .. } => ("Attacked", at),
        Event::AdvisoryPublished => ("Published", at),
        Event::AdvisoryWithdrawn { .. } => ("Withdrawn", at),
        Event::RetrospectiveSent => ("Retrospective", at),
        Event::CaseClosed { .. } => ("Closed", at),
        Event::CaseOpened { .. }
        | Event::ReporterNamed { .. }
        | Event::MessageSent { .. }
        | Event::ThreatNoted { .. }
        | Event::PrivateHandlingAsked
        | Event::PrivateHandlingAnswered { .. }
        | Event::ReportAssessed { .. }
        | Event::ReportValidated
        | Event::CoordinatorNamed { .. }
        | Event::UpstreamNamed { .. }
        | Event::FixerInvited { .. }
        | Event::FixerJoined { .. }
        | Event::OutsiderSupported { .. }
        | Event::OutsiderApproved { .. }
        | Event::InvitationDeclined { .. }
        | Event::FixerRemoved { .. }
        | Event::AccessAsked { .. }
        | Event::AccessGiven { .. }
        | Event::AccessEnded { .. }
        | Event::ReporterInvited
        | Event::EmbargoProposed { .. }
        | Event::EmbargoRejected
        | Event::EmbargoAgreed { .. }
        | Event::EmbargoRevisionProposed { .. }
        | Event::EmbargoRevisionRejected
        | Event::EmbargoRevised { .. }
        | Event::EmbargoEnded { .. }
        | Event::AdvisoryOpened { .. }
        | Event::AdvisoryDrafted { .. }
        | Event::MitigationStated { .. }
        | Event::SeverityScored { .. }
        | Event::SeverityDecided { .. }
        | Event::CveRequested { .. }
        | Event::CveAssigned { .. }
        | Event::CveWaived { .. }
        | Event::ForkNoted { .. }
        | Event::FixProposed { .. }
        | Event::ChecksNoted { .. }
        | Event::CommunicationPlanned { .. }
        | Event::ReleaseDayProposed { .. }
        | Event::ReleaseDayMoved { .. }
        | Event::FixApproved { .. }
        | Event::ArtefactChecked { .. }
        | Event::Announced { .. }
        | Event::RetrospectiveDrafted { .. }
        | Event::FeedbackGiven { .. }
        | Event::RuleSetAside { .. }
        | Event::PolicyChanged { .. }
        | Event::GlassAsked { .. }
        | Event::GlassBroken { .. }
        | Event::ReminderDue { .. }
        | Event::DeadlineMissed { .. }
        | Event::LetterSent { .. }
        | Event::LetterHeld { .. } => return None,
    })
}
