//! The page of lost passkeys: who has some, and letting somebody in again who has lost them all.
//!
//! Knows how a recovery is shown; what a step needs is the desk's to say.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{Recoverable, Recovery, RecoveryStep};
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::frame::{Frame, Here};
use super::when::When;
use crate::app::App;
use crate::path::PersonPath;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "recoveries.html")]
struct Recoveries {
    frame: Frame,
    people: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    own: bool,
    recovery: Option<Shown>,
}

struct Shown {
    begun: When,
    approvals: usize,
    missing: usize,
    ends: Option<When>,
    /// Whether the reader approved it.
    approved: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    step: RecoveryStep,
}

/// `GET /recoveries`.
pub(crate) async fn list(State(app): State<App>, session: Session) -> Answer {
    let Some(people) = app.desk.recoveries(&session.caller).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let (me, now) = (session.caller.person(), app.desk.now());
    let shown = |recovery: Recovery| Shown {
        begun: When::new(recovery.begun_at, now),
        approvals: recovery.approvals.len(),
        missing: recovery.missing,
        ends: recovery.ends_at.map(|at| When::new(at, now)),
        approved: recovery.approvals.iter().any(|(by, _)| Some(*by) == me),
    };
    let row = |Recoverable { person, recovery }: Recoverable| Row {
        id: person.id.to_string(),
        own: me == Some(person.id),
        name: person.name,
        recovery: recovery.map(shown),
    };
    let frame = Frame::new(&app.desk, &session.caller, Here::People);
    Ok(page(StatusCode::OK, &Recoveries { frame, people: people.into_iter().map(row).collect() }))
}

/// `POST /people/{person}/recovery`: begins, approves or stops one.
pub(crate) async fn step(State(app): State<App>, session: Session, PersonPath(id): PersonPath, body: Bytes) -> Answer {
    let Ok(Step { step }) = api::input::form(&body) else { return Ok(sorry::not_found()) };
    let done = app.desk.recover_passkeys(&session.caller, id, step).await.map_err(failed(&app))?;
    Ok(if done { see_other("/recoveries") } else { sorry::not_found() })
}
