//! The reporter's own page: where the report stands, what was promised and by when, the embargo, messages both ways.
//!
//! Knows what the desk lets a reporter know. People are called by their role here.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use desk::CasePage;
use documents::words::{self, Names};
use domain::case::decide::Verb;
use domain::case::facts::{Draft, Mitigation};
use domain::case::index::Phase;
use domain::case::state::{Embargo, Mode, ReleaseDay};

use super::actions::{Actions, Attempt};
use super::answer::page;
use super::asked::{self, Asked};
use super::clocks::{self, Tile};
use super::facts::{self, LocalTime};
use super::fields::Kind;
use super::form::Form;
use super::frame::{Frame, Here};
use super::picture;
use super::story::{self, Entry};
use super::talk::{self, Word};
use super::when::When;
use crate::app::App;
use crate::session::Session;

#[derive(Template)]
#[template(path = "reporter.html")]
struct Page<'a> {
    frame: &'a Frame,
    base: String,
    account: Account,
    title: &'a str,
    phase: Phase,
    phase_word: &'static str,
    stages: Option<[bool; 6]>,
    received: When,
    asap: bool,
    archived: bool,
    done: Option<&'static str>,
    refused: Option<(&'static str, words::Sentence)>,
    picture: String,
    clocks: Vec<Tile>,
    /// Whom to turn to when no answer comes: after how long, and to whom.
    turns: Vec<(String, &'a str)>,
    embargo: Option<String>,
    terms: &'a str,
    embargo_forms: Vec<Form<'a>>,
    release_day: Option<When>,
    local_times: Vec<LocalTime>,
    asked_to_wait: Option<Form<'a>>,
    talk: Vec<Word<'a>>,
    message: Option<Form<'a>>,
    forms: Vec<Form<'a>>,
    body: &'a str,
    draft: Option<&'a Draft>,
    log: Vec<Entry>,
}

/// How the reader stands to an account that keeps the report.
enum Account {
    /// They read it with one.
    There,
    /// They have the receipt, and may turn it into one.
    Offered,
    /// They just did.
    LetterSent,
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
    let frame = Frame::new(&app.desk, &session.caller, Here::MyReport);
    let receipt = session.caller.person().is_none();
    let actions = Actions { page: opened, me: None, wanted: asked.wanted(), attempt };
    let agreed = match view.release_day {
        ReleaseDay::Agreed { at, .. } => Some(When::new(at, now)),
        ReleaseDay::Open | ReleaseDay::Proposed { .. } => None,
    };
    let drawn = Page {
        frame: &frame,
        // Whose account keeps the receipt asks at the case itself.
        base: if receipt { "/my-report".to_owned() } else { format!("/cases/{}", view.id) },
        account: match (receipt, asked.letter_sent()) {
            (false, _) => Account::There,
            (true, false) => Account::Offered,
            (true, true) => Account::LetterSent,
        },
        title: view.title.reveal(),
        phase: view.phase,
        phase_word: words::phase(view.phase),
        stages: asked::stages(view.phase),
        received: When::new(view.received_at, now),
        asap: matches!(view.mode, Mode::Asap { .. }),
        archived: !view.policy.project.lifecycle.promises(),
        done: asked.done().map(|verb| words::verb(verb).0),
        refused: attempt.and_then(|attempt| Some((words::verb(attempt.verb).0, attempt.refused.clone()?))),
        picture: picture::picture(view, now),
        clocks: clocks::tiles(&view.clocks, now),
        turns: view.policy.escalation.iter().map(|turn| (words::term(turn.after), turn.to.reveal())).collect(),
        embargo: (view.embargo != Embargo::None).then(|| facts::embargo(view.embargo, now)),
        terms: view.policy.embargo.terms.reveal(),
        embargo_forms: actions.forms(&[Verb::AcceptEmbargo, Verb::RejectEmbargo, Verb::ProposeEmbargo]),
        release_day: agreed,
        local_times: facts::local_times(view),
        asked_to_wait: actions.forms(&[Verb::AnswerPrivateHandling]).into_iter().next(),
        talk: talk::words(opened, &Names::new(), None),
        message: actions.message(),
        forms: actions.forms(&[Verb::NoteThreat, Verb::NoteDisclosure]),
        body: view.body.and_then(|body| opened.texts.get(&body)).map_or("This text is no longer kept.", |text| text),
        draft: view.draft.as_deref(),
        log: story::entries(&view.log, &Names::new()),
    };
    page(status, &drawn)
}
