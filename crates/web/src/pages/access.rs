//! Asking to see a case: for whoever has an office. The page tells nothing of any case.

use std::borrow::Cow;

use api::BadInput;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::AccessOutcome;

use super::answer::{Answer, failed, page};
use super::entry_fields;
use super::fields::Kind;
use super::form::{Input, Typed, retype};
use super::frame::{Frame, Here};
use crate::app::App;
use crate::session::Session;
use crate::sorry;
use crate::v1::access::{AccessRequest, SECOND_KEY};

#[derive(Template)]
#[template(path = "access.html")]
struct Access {
    frame: Frame,
    inputs: Vec<Input<'static>>,
    wrong: Option<String>,
    /// Whether two passkeys stand for a second person.
    alone: bool,
    asked: bool,
}

impl Access {
    fn new(app: &App, session: &Session) -> Self {
        let frame = Frame::new(&app.desk, &session.caller, Here::People);
        let input = |field| Input::new("access", field, Cow::Borrowed(""));
        let alone = frame.policy().is_sole();
        Self { frame, inputs: entry_fields::ACCESS.iter().map(input).collect(), wrong: None, alone, asked: false }
    }
}

/// `GET /access`: the form.
pub(crate) async fn form(State(app): State<App>, session: Session) -> Answer {
    if !app.desk.asks_to_see(&session.caller).await.map_err(failed(&app))? {
        return Ok(sorry::not_found());
    }
    Ok(page(StatusCode::OK, &Access::new(&app, &session)))
}

/// `POST /access`: asks.
pub(crate) async fn ask(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let mut shown = Access::new(&app, &session);
    let mut again = |wrong| {
        shown.wrong = retype(&mut shown.inputs, &Typed::read(&body, Some(wrong)));
        Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
    };
    let AccessRequest { case, reason } = match api::input::form(&body) {
        Ok(request) => request,
        Err(wrong) => return again(wrong),
    };
    match app.desk.ask_to_see(&session.caller, case, reason).await.map_err(failed(&app))? {
        AccessOutcome::SecondKey => again(BadInput::whole(SECOND_KEY)),
        AccessOutcome::NotFound => Ok(sorry::not_found()),
        AccessOutcome::Asked => Ok(page(StatusCode::OK, &Access { asked: true, ..Access::new(&app, &session) })),
    }
}
