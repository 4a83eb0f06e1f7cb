//! Reading a case, and asking something of it: parse, ask the desk, show what came of it.
//!
//! The one place where a case's pages are chosen, by the place of the reader in it. Every right is the desk's to say.

use api::BadInput;
use api::bodies::{self, Encoding};
use askama::Template;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use desk::{Caller, Outcome};
use documents::words;
use domain::case::audience::Place;
use domain::case::decide::{Refusal, Verb};
use domain::ids::CaseId;

use super::actions::Attempt;
use super::answer::{Answer, failed, page, see_other};
use super::asked::Asked;
use super::form::Typed;
use super::frame::{Frame, Here};
use super::{case, reporter};
use crate::app::App;
use crate::path::CasePath;
use crate::session::Session;
use crate::sorry;

/// `GET /cases/{case}`.
pub(crate) async fn show(
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
    Query(asked): Query<Asked>,
) -> Answer {
    draw(&app, &session, case, StatusCode::OK, &asked, None).await
}

/// `POST /cases/{case}/…`: asks something of the case.
pub(crate) async fn ask(
    verb: Verb,
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
    body: Bytes,
) -> Answer {
    put(&app, &session, case, verb, &body).await
}

/// `GET /my-report`: the reporter's own page.
pub(crate) async fn mine(State(app): State<App>, session: Session, Query(asked): Query<Asked>) -> Answer {
    let Caller::Reporter(mine) = session.caller else { return Ok(sorry::not_found()) };
    draw(&app, &session, mine, StatusCode::OK, &asked, None).await
}

/// `POST /my-report/…`: asks something of the reporter's own case.
pub(crate) async fn ask_mine(verb: Verb, State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let Caller::Reporter(mine) = session.caller else { return Ok(sorry::not_found()) };
    put(&app, &session, mine, verb, &body).await
}

/// Asks something of a case, and shows what came of it.
async fn put(app: &App, session: &Session, case: CaseId, verb: Verb, body: &[u8]) -> Answer {
    let asked = Asked::default();
    let request = match bodies::parse(verb, body, Encoding::Form) {
        None => return Ok(sorry::not_found()),
        Some(Ok(request)) => request,
        Some(Err(wrong)) => {
            let sentence =
                words::Sentence { what: words::capital(&wrong.message) + ".", what_to_do: MENDED.to_owned() };
            let attempt = Attempt { verb, typed: Typed::read(body, Some(wrong)), refused: Some(sentence) };
            return draw(app, session, case, StatusCode::UNPROCESSABLE_ENTITY, &asked, Some(&attempt)).await;
        }
    };
    let outcome = app.desk.ask(&session.caller, case, request).await.map_err(failed(app))?;
    match outcome {
        Outcome::Done(()) => Ok(see_other(&after(verb, case, &session.caller))),
        Outcome::NotFound => Ok(sorry::not_found()),
        Outcome::Refused(Refusal::Unconfirmed { confirmation }) => Ok(see_other(&format!("/confirm/{confirmation}"))),
        Outcome::Refused(refusal) => {
            let attempt = refused(verb, body, &refusal);
            draw(app, session, case, StatusCode::CONFLICT, &asked, Some(&attempt)).await
        }
    }
}

/// Said above the form that holds a field which cannot be taken.
const MENDED: &str = "The field is marked below, with what you typed. Mend it and send the form again.";

/// What was refused, with what was typed; where a reason is asked for, the field for it says so.
fn refused(verb: Verb, body: &[u8], refusal: &Refusal) -> Attempt {
    let sentence = words::refusal_of(verb, refusal);
    let reason = matches!(refusal, Refusal::ReasonNeeded { .. });
    let wrong = reason.then(|| BadInput::of("reason", &sentence.what_to_do));
    Attempt { verb, typed: Typed::read(body, wrong), refused: Some(sentence) }
}

/// Where somebody sees what they did.
fn after(verb: Verb, case: CaseId, caller: &Caller) -> String {
    match (verb, caller) {
        (_, Caller::Reporter(_)) => format!("/my-report?done={}", verb.noun()),
        (Verb::DeclineInvitation, _) => "/board".to_owned(),
        (Verb::SendMessage, _) => format!("/cases/{case}?done={}#talk", verb.noun()),
        _ => format!("/cases/{case}?done={}", verb.noun()),
    }
}

/// The page for whatever place the reader has in the case.
async fn draw(
    app: &App,
    session: &Session,
    id: CaseId,
    status: StatusCode,
    asked: &Asked,
    attempt: Option<&Attempt>,
) -> Answer {
    let Some(opened) = app.desk.open(&session.caller, id).await.map_err(failed(app))? else {
        return Ok(sorry::not_found());
    };
    match opened.view.place {
        Place::Reporter => Ok(reporter::draw(app, session, &opened, status, asked, attempt)),
        Place::Committee | Place::Part(_) => Ok(case::draw(app, session, &opened, status, asked, attempt)),
    }
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage<'a> {
    frame: Frame,
    case: String,
    project: &'a str,
    terms: &'a str,
}

/// `GET /cases/{case}/invitation`: the terms, before anything else (PR-41).
pub(crate) async fn invitation(State(app): State<App>, session: Session, CasePath(case): CasePath) -> Answer {
    let Some(invitation) = app.desk.invitation(&session.caller, case).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let drawn = InvitationPage {
        frame: Frame::new(&app.desk, &session.caller, Here::Elsewhere),
        case: case.to_string(),
        project: invitation.policy.project.name.reveal(),
        terms: invitation.policy.embargo.terms.reveal(),
    };
    Ok(page(StatusCode::OK, &drawn))
}
