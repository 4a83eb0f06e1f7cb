//! Reporting, and the receipt that is the reporter's way back.
//!
//! The promises and the embargo's terms are shown before anything is sent (PR-28). The receipt's code is shown once, in the
//! answer itself; no address ever holds it.

use std::borrow::Cow;

use api::BadInput;
use api::bodies::NewReport;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Outcome;
use documents::words;
use domain::policy::{ClockKind, Policy};
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::entry_fields;
use super::fields::Kind;
use super::form::{Input, Typed, retype};
use super::frame::{Frame, Here};
use super::when;
use crate::app::App;
use crate::session::{Session, begun};
use crate::sorry;

/// A promise to a reporter, as it would run from now.
struct Promise {
    what: &'static str,
    within: String,
    /// The day; none for what is promised again and again.
    by: Option<String>,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    archived: bool,
    /// Who answers now, when somebody else does.
    handed_over_to: Option<String>,
    /// The last version that got fixes, when none do any more (PR-88).
    last_fixed: Option<String>,
    /// What is not a vulnerability here, a line each.
    excludes: Vec<String>,
    contact: Vec<String>,
    promises: Vec<Promise>,
    embargo_within: String,
    embargo_by: String,
    terms: String,
    inputs: Vec<Input<'static>>,
    wrong: Option<String>,
    refused: Option<words::Sentence>,
}

impl ReportPage {
    fn new(app: &App, session: &Session) -> Self {
        let frame = Frame::new(&app.desk, &session.caller, Here::Report);
        let (policy, now) = (frame.policy(), app.desk.now());
        let said = |at| (when::span(domain::Timestamp::duration_since(at, now)).unwrap_or_default(), when::date(at));
        let text = |line: &Line| line.reveal().to_owned();
        let (embargo_within, embargo_by) = said(policy.calendar.after(now, policy.embargo.default));
        Self {
            archived: !policy.project.lifecycle.promises(),
            handed_over_to: policy.project.handed_over_to.as_ref().map(text),
            last_fixed: policy.project.last_fixed.as_ref().map(text),
            excludes: policy.scope.iter().flat_map(|scope| &scope.excludes).map(text).collect(),
            contact: policy.project.contact.iter().map(text).collect(),
            promises: promises(policy, said, now),
            embargo_within,
            embargo_by,
            terms: policy.embargo.terms.reveal().to_owned(),
            inputs: entry_fields::REPORT.iter().map(|field| Input::new("report", field, Cow::Borrowed(""))).collect(),
            wrong: None,
            refused: None,
            frame,
        }
    }

    fn typed(mut self, body: &[u8], wrong: Option<BadInput>) -> Self {
        self.wrong = retype(&mut self.inputs, &Typed::read(body, wrong));
        self
    }
}

/// What a reporter would be promised now; an archived project promises nothing (PR-88).
fn promises(
    policy: &Policy,
    said: impl Fn(domain::Timestamp) -> (String, String),
    now: domain::Timestamp,
) -> Vec<Promise> {
    let promised = policy.clocks.iter().filter(|(_, rule)| rule.promised);
    promised
        .filter(|_| policy.project.lifecycle.promises())
        .map(|(kind, rule)| {
            let (within, by) = said(policy.calendar.after(now, rule.within));
            Promise { what: words::clock(*kind), within, by: (*kind != ClockKind::Update).then_some(by) }
        })
        .collect()
}

/// `GET /report`: the form.
pub(crate) async fn form(State(app): State<App>, session: Session) -> Response {
    page(StatusCode::OK, &ReportPage::new(&app, &session))
}

#[derive(Template)]
#[template(path = "received.html")]
struct Received {
    frame: Frame,
    code: String,
}

/// `POST /report`: takes the report in; answers with the receipt.
pub(crate) async fn receive(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let report = match NewReport::from_form(&body) {
        Ok(report) => report,
        Err(wrong) => {
            let form = ReportPage::new(&app, &session).typed(&body, Some(wrong));
            return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &form));
        }
    };
    let outcome = app.desk.receive(report).await.map_err(failed(&app))?;
    Ok(match outcome {
        Outcome::Done(received) => {
            let frame = Frame::new(&app.desk, &session.caller, Here::Report);
            page(StatusCode::CREATED, &Received { frame, code: received.receipt })
        }
        Outcome::Refused(refusal) => {
            let mut form = ReportPage::new(&app, &session).typed(&body, None);
            form.refused = Some(words::refusal(&refusal));
            page(StatusCode::CONFLICT, &form)
        }
        Outcome::NotFound => sorry::not_found(),
    })
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    frame: Frame,
    wrong: bool,
}

/// `GET /receipt`: where the code is entered.
pub(crate) async fn receipt(State(app): State<App>, session: Session) -> Response {
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    page(StatusCode::OK, &ReceiptPage { frame, wrong: false })
}

/// A code that somebody types or brings along.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    pub(crate) code: String,
}

/// `POST /receipt`: opens the reporter's page.
pub(crate) async fn open(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let code: Option<Code> = api::input::form(&body).ok();
    let token = if let Some(Code { code }) = code {
        app.desk.open_receipt(code.trim()).await.map_err(failed(&app))?
    } else {
        None
    };
    if let Some(token) = token {
        return Ok(begun(see_other("/my-report"), &token, &app.config));
    }
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &ReceiptPage { frame, wrong: true }))
}
