//! Reports kept with the caller's account: listed, added by a receipt, and a receipt that becomes an account.

use api::responses::{Done, OwnReportRow, OwnReports};
use api::strict::MailAddress;
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use desk::{KeepOutcome, OwnReport};
use domain::words::Line;
use serde::Deserialize;
use utoipa::ToSchema;

use super::session::Code;
use crate::app::App;
use crate::problem::{Problem, failed};
use crate::route::{Limited, Right, Route, Shape};
use crate::session::Session;

/// Said when a report is kept with an account already.
pub(crate) const KEPT: &str = "this report is kept with an account already: sign in with it, or go on with the receipt";

/// An account to be made of a receipt.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportAccount {
    /// As the reporter wants to be called.
    #[schema(value_type = String, max_length = 200)]
    name: Line,
    /// Where the letter goes that lets them in.
    #[schema(value_type = String, max_length = 200)]
    address: MailAddress,
}

/// The routes of one's own reports.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/my-report/account", Right::KeepReport, keep)
            .limited(Limited::Codes)
            .about("Turn the caller's receipt into an account; a letter to the address lets them in.")
            .takes(Shape::of::<ReportAccount>())
            .gives(200, Shape::of::<Done>()),
        Route::get("/api/v1/my-reports", Right::OwnReports, list)
            .about("The reports that are kept with the caller's account.")
            .gives(200, Shape::of::<OwnReports>()),
        Route::post("/api/v1/my-reports", Right::OwnReports, add)
            .limited(Limited::Codes)
            .about("Keep a report with the caller's account, by its receipt.")
            .takes(Shape::of::<Code>())
            .gives(200, Shape::of::<Done>()),
    ]
}

async fn keep(State(app): State<App>, session: Session, body: Bytes) -> Result<Json<Done>, Problem> {
    let ReportAccount { name, address } = input::json(&body).map_err(Problem::Input)?;
    match app.desk.keep_report(&session.caller, &name, &address.0).await.map_err(failed(&app))? {
        KeepOutcome::LetterSent => Ok(Json(Done { done: true })),
        KeepOutcome::Kept => Err(Problem::Input(BadInput::whole(KEPT))),
        KeepOutcome::Wait => Err(Problem::TooMany { seconds: 60 }),
        KeepOutcome::NotFound => Err(Problem::NotFound),
    }
}

async fn list(State(app): State<App>, session: Session) -> Result<Json<OwnReports>, Problem> {
    let own = app.desk.own_reports(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let row =
        |OwnReport { case, title, phase }: OwnReport| OwnReportRow { case, title: title.reveal().to_owned(), phase };
    Ok(Json(OwnReports { reports: own.into_iter().map(row).collect() }))
}

async fn add(State(app): State<App>, session: Session, body: Bytes) -> Result<Json<Done>, Problem> {
    let Code { code } = input::json(&body).map_err(Problem::Input)?;
    let good = app.desk.hold_report(&session.caller, code.trim()).await.map_err(failed(&app))?;
    if good {
        Ok(Json(Done { done: true }))
    } else {
        Err(Problem::Input(BadInput::of("code", "this is not a receipt of a report here")))
    }
}
