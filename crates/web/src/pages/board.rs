//! The board: what is owed, by whom, the most urgent first.
//!
//! Knows rows in the order they come and cuts them into bands by urgency. Must not know what anybody may see.

use std::borrow::Cow;
use std::fmt::Write as _;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use desk::{Board, BoardQuery, Caller, Filter, OwnReport};
use documents::words;
use domain::Timestamp;
use domain::case::index::IndexRow;
use domain::policy::ClockKind;
use jiff::SignedDuration;
use serde::Deserialize;

use super::answer::{Answer, failed, page};
use super::asked;
use super::frame::{Frame, Here};
use super::when::{self, When};
use crate::app::App;
use crate::session::Session;
use crate::sorry;

/// What is due within this is due soon.
const SOON: SignedDuration = SignedDuration::from_hours(48);

/// What somebody asks the board for. What cannot be read counts as not said.
#[derive(Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    filter: Cow<'static, str>,
    #[serde(default)]
    mine: Cow<'static, str>,
    #[serde(default)]
    after: Cow<'static, str>,
}

impl Wanted {
    fn filter(&self) -> Filter {
        match self.filter.as_ref() {
            "closed" => Filter::Closed,
            "all" => Filter::All,
            _ => Filter::Open,
        }
    }

    fn is_mine(&self) -> bool {
        self.mine == "true"
    }
}

/// How urgent a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Band {
    AtOnce,
    Late,
    Soon,
    Later,
    Idle,
}

impl Band {
    fn of(row: &IndexRow, now: Timestamp) -> Self {
        match row.next_due {
            None => Self::Idle,
            Some(_) if row.asap => Self::AtOnce,
            Some((due, _)) if due < now => Self::Late,
            Some((due, _)) if due.duration_since(now) <= SOON => Self::Soon,
            Some(_) => Self::Later,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::AtOnce => "As soon as possible",
            Self::Late => "Late",
            Self::Soon => "Due within two days",
            Self::Later => "Due later",
            Self::Idle => "Nothing owed",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::AtOnce | Self::Late => "late",
            Self::Soon => "soon",
            Self::Later | Self::Idle => "calm",
        }
    }
}

/// A row as it is drawn.
struct Row {
    /// The heading above it, when it is the first of its band.
    begins: Option<Band>,
    band: Band,
    id: String,
    title: String,
    phase: &'static str,
    stages: Option<[bool; 6]>,
    rating: Option<&'static str>,
    owed: Option<&'static str>,
    due: Option<When>,
    said: String,
    coordinator: Option<String>,
}

struct Tab {
    label: &'static str,
    href: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    frame: Frame,
    summary: String,
    tabs: Vec<Tab>,
    mine: Tab,
    rows: Vec<Row>,
    invitations: Vec<String>,
    /// The reader's own reports: id, title, where it stands.
    reports: Vec<(String, String, &'static str)>,
    /// Whether there is a form to add one: for those who are no members.
    adds: bool,
    /// A change of the policy is being voted on, and the reader is a member.
    voting: bool,
    next: Option<String>,
    first: bool,
}

/// `GET /board`.
pub(crate) async fn show(State(app): State<App>, session: Session, Query(wanted): Query<Wanted>) -> Answer {
    let after = wanted.after.parse().ok();
    let query = BoardQuery { filter: wanted.filter(), mine: wanted.is_mine(), after };
    let Some(board) = app.desk.board(&session.caller, query).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let own = app.desk.own_reports(&session.caller).await.map_err(failed(&app))?.unwrap_or_default();
    let frame = Frame::new(&app.desk, &session.caller, Here::Board);
    let rows = rows(&board);
    let next = board.next.map(|cursor| address(wanted.filter(), wanted.is_mine(), &cursor.to_string()));
    let drawn = BoardPage {
        frame,
        summary: summary(&rows, next.is_some()),
        tabs: tabs(&wanted),
        mine: Tab { label: "Only mine", href: address(wanted.filter(), !wanted.is_mine(), ""), here: wanted.is_mine() },
        rows,
        invitations: board.invitations.iter().map(ToString::to_string).collect(),
        reports: own.iter().map(report).collect(),
        adds: matches!(session.caller, Caller::Person { committee: false, .. }),
        voting: app.desk.is_voting() && matches!(session.caller, Caller::Person { committee: true, .. }),
        next,
        first: after.is_none(),
    };
    Ok(page(StatusCode::OK, &drawn))
}

fn report(own: &OwnReport) -> (String, String, &'static str) {
    (own.case.to_string(), own.title.reveal().to_owned(), words::phase(own.phase))
}

fn rows(board: &Board) -> Vec<Row> {
    let mut before = None;
    let mut rows = Vec::with_capacity(board.rows.len());
    for row in &board.rows {
        let band = Band::of(row, board.now);
        let begins = (before != Some(band)).then_some(band);
        before = Some(band);
        let coordinator = row.coordinator.and_then(|id| board.people.get(&id)).map(|person| person.name.clone());
        rows.push(Row {
            begins,
            band,
            id: row.case.to_string(),
            title: row.title.reveal().to_owned(),
            phase: words::phase(row.phase),
            stages: asked::stages(row.phase),
            rating: row.rating.map(words::rating),
            owed: row.next_due.map(|(_, kind)| words::clock(kind)),
            due: row.next_due.map(|(due, _)| When::new(due, board.now)),
            said: row.next_due.map(|(due, kind)| said(due, kind, row.asap, board.now)).unwrap_or_default(),
            coordinator,
        });
    }
    rows
}

/// `late by 6 h`, `in 3 days`, `for 2 days`.
fn said(due: Timestamp, kind: ClockKind, asap: bool, now: Timestamp) -> String {
    let late = due < now && kind != ClockKind::Embargo;
    match when::span(due.duration_since(now)) {
        Some(span) if asap => format!("for {span}"),
        None if asap => "now".to_owned(),
        Some(span) if late => format!("late by {span}"),
        None if late => "just late".to_owned(),
        Some(_) | None => when::near(due, now),
    }
}

/// What a page of the board says at a glance. Only what it shows is counted.
fn summary(rows: &[Row], more: bool) -> String {
    let count = |band| rows.iter().filter(|row| row.band == band).count();
    let (hurry, late, soon) = (count(Band::AtOnce), count(Band::Late), count(Band::Soon));
    let mut text = match late {
        0 => "Nothing is late".to_owned(),
        1 => "One case is late".to_owned(),
        late => format!("{late} cases are late"),
    };
    match hurry {
        0 => {}
        1 => text.push_str(", one is to be done as soon as possible"),
        hurry => {
            let _ = write!(text, ", {hurry} are to be done as soon as possible");
        }
    }
    match soon {
        0 => {}
        1 => text.push_str(", one is due within two days"),
        soon => {
            let _ = write!(text, ", {soon} are due within two days");
        }
    }
    text.push_str(if more { " on this page." } else { "." });
    text
}

fn tabs(wanted: &Wanted) -> Vec<Tab> {
    let tabs = [("Open", Filter::Open), ("Closed", Filter::Closed), ("All", Filter::All)];
    let tab =
        |(label, filter)| Tab { label, href: address(filter, wanted.is_mine(), ""), here: wanted.filter() == filter };
    tabs.map(tab).into()
}

fn address(filter: Filter, mine: bool, after: &str) -> String {
    let filter = match filter {
        Filter::Open => "open",
        Filter::Closed => "closed",
        Filter::All => "all",
    };
    let mut address = format!("/board?filter={filter}");
    if mine {
        address.push_str("&mine=true");
    }
    if !after.is_empty() {
        let _ = write!(address, "&after={after}");
    }
    address
}
