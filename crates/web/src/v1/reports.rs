//! Reports: taken in from anybody, and shown to whoever holds the receipt.
//!
//! The receipt's code stands in the answer once, and nowhere else.

use api::bodies::NewReport;
use api::responses::{CaseAnswer, Receipt};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{Caller, Outcome};

use super::cases::shown;
use crate::app::App;
use crate::problem::{Problem, failed};
use crate::session::Session;

/// Takes in a report; answered when it is durable.
pub(super) async fn create(State(app): State<App>, body: Bytes) -> Result<(StatusCode, Json<Receipt>), Problem> {
    let report = NewReport::from_json(&body).map_err(Problem::Input)?;
    match app.desk.receive(report).await.map_err(failed(&app))? {
        Outcome::Done(received) => {
            let url = format!("{}/receipt", app.desk.base_url());
            Ok((StatusCode::CREATED, Json(Receipt { receipt: received.receipt, url })))
        }
        Outcome::Refused(refusal) => Err(Problem::Refused(refusal)),
        Outcome::NotFound => Err(Problem::NotFound),
    }
}

/// The reporter's own case.
pub(super) async fn mine(State(app): State<App>, session: Session) -> Result<Json<CaseAnswer>, Problem> {
    let Caller::Reporter(case) = session.caller else { return Err(Problem::NotFound) };
    shown(&app, &session.caller, case).await
}
