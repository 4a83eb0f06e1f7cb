//! Asking to see a case without a part in it. The answer tells nothing of any case.

use api::responses::Done;
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use desk::AccessOutcome;
use domain::ids::CaseId;
use domain::words::Prose;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::problem::{Problem, failed};
use crate::route::{Right, Route, Shape};
use crate::session::Session;

/// Said where one maintainer is all there is.
pub(crate) const SECOND_KEY: &str =
    "there is no second person here: show two different passkeys of yours within five minutes, then ask again";

/// A case that somebody asks to see.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessRequest {
    /// Its id, as somebody who knows of it has told it.
    #[schema(value_type = String)]
    pub(crate) case: CaseId,
    /// Why. The committee reads it.
    #[schema(value_type = String)]
    pub(crate) reason: Prose,
}

/// The route of asking to see a case.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/access-requests", Right::AskToSee, create)
            .about("Ask to see a case. The same answer whether there is such a case or not; a member decides.")
            .takes(Shape::of::<AccessRequest>())
            .gives(200, Shape::of::<Done>()),
    ]
}

async fn create(State(app): State<App>, session: Session, body: Bytes) -> Result<Json<Done>, Problem> {
    let AccessRequest { case, reason } = input::json(&body).map_err(Problem::Input)?;
    match app.desk.ask_to_see(&session.caller, case, reason).await.map_err(failed(&app))? {
        AccessOutcome::Asked => Ok(Json(Done { done: true })),
        AccessOutcome::SecondKey => Err(Problem::Input(BadInput::whole(SECOND_KEY))),
        AccessOutcome::NotFound => Err(Problem::NotFound),
    }
}
