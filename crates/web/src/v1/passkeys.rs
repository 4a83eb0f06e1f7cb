//! Passkeys of the caller: which there are, and removing one. They are made and shown in a browser alone.

use api::responses::{Done, PasskeyRow, Passkeys};
use axum::Json;
use axum::extract::State;
use desk::{KeptPasskey, KeyOutcome};

use crate::app::App;
use crate::path::PasskeyPath;
use crate::problem::{Problem, failed};
use crate::route::{Right, Route, Shape};
use crate::session::Session;

/// The routes of passkeys.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/passkeys", Right::OwnPasskeys, list)
            .about("The caller's passkeys.")
            .gives(200, Shape::of::<Passkeys>()),
        Route::delete("/api/v1/passkeys/{passkey}", Right::DropPasskey, remove)
            .about("Remove one of the caller's passkeys; the last one stays.")
            .gives(200, Shape::of::<Done>()),
    ]
}

async fn list(State(app): State<App>, session: Session) -> Result<Json<Passkeys>, Problem> {
    let kept = app.desk.passkeys(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let row = |kept: KeptPasskey| {
        let KeptPasskey { id, name, made_at, used_at, .. } = kept;
        PasskeyRow { id, name, made_at, used_at }
    };
    Ok(Json(Passkeys { passkeys: kept.into_iter().map(row).collect() }))
}

async fn remove(State(app): State<App>, session: Session, PasskeyPath(id): PasskeyPath) -> Result<Json<Done>, Problem> {
    match app.desk.remove_passkey(&session.caller, id).await.map_err(failed(&app))? {
        KeyOutcome::Done => Ok(Json(Done { done: true })),
        KeyOutcome::NotFresh => Err(Problem::NotFresh),
        KeyOutcome::Enough => Err(Problem::LastPasskey),
        KeyOutcome::NotFound | KeyOutcome::NotGood => Err(Problem::NotFound),
    }
}
