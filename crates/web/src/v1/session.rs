//! Sessions: begun with a one-time code or a receipt, ended by asking.
//!
//! A code that is not good is one answer, whatever it lacks.

use api::responses::{CallerRole, Done, Me, SessionAnswer, SessionRow, Sessions};
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use desk::{Caller, Desk, Ending, Fault};
use domain::people::Office;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::path::SessionPath;
use crate::problem::{Problem, failed};
use crate::route::{Limited, Right, Route, Shape};
use crate::session::Session;

/// The routes of sessions.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/session", Right::SignIn, create)
            .limited(Limited::Codes)
            .about("Begin a session with a one-time code or a receipt.")
            .takes(Shape::of::<Code>())
            .gives(200, Shape::of::<SessionAnswer>()),
        Route::delete("/api/v1/session", Right::SignOut, end).about("End the session.").gives(200, Shape::of::<Done>()),
        Route::get("/api/v1/me", Right::WhoAmI, me).about("Who the caller is.").gives(200, Shape::of::<Me>()),
        Route::get("/api/v1/sessions", Right::OwnSessions, list)
            .about("Where the caller is signed in.")
            .gives(200, Shape::of::<Sessions>()),
        Route::delete("/api/v1/sessions", Right::OwnSessions, end_others)
            .about("End all of the caller's sessions but this one.")
            .gives(200, Shape::of::<Done>()),
        Route::delete("/api/v1/sessions/{session}", Right::OwnSessions, end_one)
            .about("End one of the caller's sessions.")
            .gives(200, Shape::of::<Done>()),
    ]
}

/// A one-time sign-in code or a receipt.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    /// As it was printed or shown.
    pub(super) code: String,
}

/// Begins a session.
pub(super) async fn create(State(app): State<App>, body: Bytes) -> Result<Json<SessionAnswer>, Problem> {
    let Code { code } = input::json(&body).map_err(Problem::Input)?;
    let token = begin(&app.desk, &code).await.map_err(failed(&app))?;
    let bad = || BadInput::of("code", "this code is not good: mistyped, used before, or run out");
    token.map(|token| Json(SessionAnswer { token })).ok_or_else(|| Problem::Input(bad()))
}

async fn begin(desk: &Desk, code: &str) -> Result<Option<String>, Fault> {
    match desk.sign_in(code).await? {
        Some(token) => Ok(Some(token)),
        None => desk.open_receipt(code).await,
    }
}

/// Ends the session.
pub(super) async fn end(State(app): State<App>, session: Session) -> Result<Json<Done>, Problem> {
    if let Some(token) = session.token {
        app.desk.sign_out(&token).await.map_err(failed(&app))?;
    }
    Ok(Json(Done { done: true }))
}

/// Where the caller is signed in.
pub(super) async fn list(State(app): State<App>, session: Session) -> Result<Json<Sessions>, Problem> {
    let open = app.desk.sessions(&session.caller, session.shown()).await.map_err(failed(&app))?;
    let row = |(open, this): (desk::OpenSession, bool)| {
        let desk::OpenSession { id, began_at, used_at, ends_at } = open;
        SessionRow { id, began_at, used_at, ends_at, this }
    };
    let sessions = open.ok_or(Problem::NotFound)?.into_iter().map(row).collect();
    Ok(Json(Sessions { sessions }))
}

/// Ends one of the caller's sessions.
pub(super) async fn end_one(
    State(app): State<App>,
    session: Session,
    SessionPath(id): SessionPath,
) -> Result<Json<Done>, Problem> {
    ended(&app, &session, Ending::One(id)).await
}

/// Ends all of the caller's sessions but this one.
pub(super) async fn end_others(State(app): State<App>, session: Session) -> Result<Json<Done>, Problem> {
    ended(&app, &session, Ending::Others).await
}

async fn ended(app: &App, session: &Session, ending: Ending) -> Result<Json<Done>, Problem> {
    let done = app.desk.end_own_sessions(&session.caller, session.shown(), ending).await.map_err(failed(app))?;
    if done { Ok(Json(Done { done })) } else { Err(Problem::NotFound) }
}

/// Who the caller is.
pub(super) async fn me(session: Session) -> Json<Me> {
    let nobody = Me { role: CallerRole::Stranger, id: None, name: None, case: None };
    Json(match session.caller {
        Caller::Stranger => nobody,
        Caller::Operator => Me { role: CallerRole::Operator, ..nobody },
        Caller::Reporter(case) => Me { role: CallerRole::Reporter, case: Some(case), ..nobody },
        Caller::Person { id, name, committee, office, .. } => {
            let role = match (committee, office) {
                (true, _) => CallerRole::Committee,
                (false, None) => CallerRole::Person,
                (false, Some(Office::Steward)) => CallerRole::Steward,
                (false, Some(Office::Auditor)) => CallerRole::Auditor,
            };
            Me { role, id: Some(id), name: Some(name), case: None }
        }
    })
}
