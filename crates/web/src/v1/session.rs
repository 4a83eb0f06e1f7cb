//! Sessions: begun with a one-time code or a receipt, ended by asking.
//!
//! A code that is not good is one answer, whatever it lacks.

use api::responses::{CallerRole, Done, Me, SessionAnswer};
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use desk::{Caller, Desk, Fault};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::problem::{Problem, failed};
use crate::session::Session;

/// A one-time sign-in code or a receipt.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    /// As it was printed or shown.
    code: String,
}

/// Begins a session.
pub(super) async fn create(State(app): State<App>, body: Bytes) -> Result<Json<SessionAnswer>, Problem> {
    let Code { code } = input::json(&body).map_err(Problem::Input)?;
    let desk = app.desk.clone();
    // A one-time code is used up by the first step: the second must follow, even when the caller has hung up.
    let token = app.to_the_end(async move { begin(&desk, &code).await }).await.map_err(failed(&app))?;
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

/// Who the caller is.
pub(super) async fn me(session: Session) -> Json<Me> {
    let nobody = Me { role: CallerRole::Stranger, id: None, name: None, case: None };
    Json(match session.caller {
        Caller::Stranger => nobody,
        Caller::Operator => Me { role: CallerRole::Operator, ..nobody },
        Caller::Reporter(case) => Me { role: CallerRole::Reporter, case: Some(case), ..nobody },
        Caller::Person { id, name, committee } => {
            let role = if committee { CallerRole::Committee } else { CallerRole::Person };
            Me { role, id: Some(id), name: Some(name), case: None }
        }
    })
}
