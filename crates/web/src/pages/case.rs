//! The page of a case for those who work on it: where it stands, what is owed, what stands before the next step, what can be
//! done, what was said, what happened.
//!
//! Knows what the desk lets its reader know, and draws it. Must not know who that is beyond their place in the case.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CasePage, Person};
use documents::{blame, words};
use domain::case::audience::Place;
use domain::case::facts::{Artefact, Draft, Mitigation};
use domain::case::index::Phase;
use domain::case::state::Mode;
use domain::ids::PersonId;
use domain::words::Prose;

use super::actions::{Actions, Attempt, Denied, Group};
use super::answer::page;
use super::asked::{self, Asked};
use super::clocks::{self, Tile};
use super::facts::{self, Fact, LocalTime, Participant};
use super::fields::Kind;
use super::form::Form;
use super::frame::{Frame, Here};
use super::picture;
use super::steps::{self, Next};
use super::story::{self, Entry};
use super::talk::{self, Word};
use super::when::When;
use crate::app::App;
use crate::session::Session;

#[derive(Template)]
#[template(path = "case.html")]
struct Page<'a> {
    frame: &'a Frame,
    base: String,
    title: &'a str,
    phase: &'static str,
    stages: Option<[bool; 6]>,
    rating: Option<&'static str>,
    received: When,
    coordinator: Option<String>,
    asap: bool,
    done: Option<&'static str>,
    refused: Option<(&'static str, words::Sentence)>,
    held: Vec<&'a str>,
    picture: String,
    clocks: Vec<Tile>,
    next: Option<Next>,
    groups: Vec<Group<'a>>,
    denied: Vec<Denied>,
    /// Whether the reader works on it, and is not only told ahead.
    works: bool,
    body: &'a str,
    draft: Option<&'a Draft>,
    artefacts: &'a [Artefact],
    plan: Option<&'a str>,
    retrospective: Option<&'a str>,
    hints: Vec<blame::Finding>,
    spans: Vec<String>,
    talk: Vec<Word<'a>>,
    message: Option<Form<'a>>,
    facts: Vec<Fact>,
    local_times: Vec<LocalTime>,
    participants: Vec<Participant>,
    /// Whether the reader is on the committee, and asks people in.
    committee: bool,
    log: Vec<Entry>,
}

/// The page.
pub(crate) fn draw(
    app: &App,
    session: &Session,
    opened: &CasePage,
    status: StatusCode,
    asked: &Asked,
    attempt: Option<&Attempt>,
) -> Response {
    let (view, now) = (&opened.view, opened.now);
    let frame = Frame::new(&app.desk, &session.caller, Here::Case);
    let me = session.caller.person();
    let names = names(&opened.people);
    let actions = Actions { page: opened, me, wanted: asked.wanted(), attempt };
    let work = view.work.as_ref();
    let retrospective =
        work.and_then(|work| work.retrospective).and_then(|id| opened.texts.get(&id)).map(AsRef::as_ref);
    let over = matches!(view.phase, Phase::Published | Phase::Closed);
    let drawn = Page {
        frame: &frame,
        base: format!("/cases/{}", view.id),
        title: view.title.reveal(),
        phase: words::phase(view.phase),
        stages: asked::stages(view.phase),
        rating: view.rating.map(words::rating),
        received: When::new(view.received_at, now),
        coordinator: work.and_then(|work| work.coordinator).and_then(|id| names.get(&id)).cloned(),
        asap: matches!(view.mode, Mode::Asap { .. }) && !over,
        done: asked.done().map(|verb| words::verb(verb).0),
        refused: attempt.and_then(|attempt| Some((words::verb(attempt.verb).0, attempt.refused.clone()?))),
        held: work.map(|work| work.held.iter().map(|(_, problem)| problem.reveal()).collect()).unwrap_or_default(),
        picture: picture::picture(view, now),
        clocks: clocks::tiles(&view.clocks, now),
        next: work
            .and_then(|work| work.next_step.as_ref())
            .map(|(step, items)| steps::next(*step, items, |verb| actions.may(verb))),
        groups: actions.groups(),
        denied: actions.denied(),
        works: work.is_some(),
        body: view.body.and_then(|body| opened.texts.get(&body)).map_or("This text is no longer kept.", |text| text),
        draft: view.draft.as_deref(),
        artefacts: work.map(|work| work.artefacts.as_slice()).unwrap_or_default(),
        plan: work.and_then(|work| work.plan.as_ref()).map(Prose::reveal),
        retrospective,
        hints: retrospective.map(|text| blame::blame(text, &names)).unwrap_or_default(),
        spans: work.filter(|_| over).map(|work| words::spans(&work.spans)).unwrap_or_default(),
        talk: talk::words(opened, &names, me),
        message: actions.message(),
        facts: facts::facts(opened),
        local_times: facts::local_times(view),
        participants: facts::participants(view, &opened.people),
        committee: view.place == Place::Committee,
        log: story::entries(&view.log, &names),
    };
    page(status, &drawn)
}

/// The names of accounts.
fn names(people: &BTreeMap<PersonId, Person>) -> words::Names {
    people.iter().map(|(id, person)| (*id, person.name.clone())).collect()
}
