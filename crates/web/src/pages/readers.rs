//! Who has seen a case, and how much of it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use desk::Reader;

use super::answer::{Answer, failed, page};
use super::frame::{Frame, Here};
use super::when::When;
use crate::app::App;
use crate::path::CasePath;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "readers.html")]
struct Readers {
    frame: Frame,
    case: String,
    listed: Vec<Row>,
}

struct Row {
    name: String,
    place: String,
    first: When,
    last: When,
    version: u64,
}

/// `GET /cases/{case}/readers`.
pub(crate) async fn list(State(app): State<App>, session: Session, CasePath(case): CasePath) -> Answer {
    let Some(found) = app.desk.readers(&session.caller, case).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let now = app.desk.now();
    let row = |Reader { name, seen }: Reader| Row {
        name: name.unwrap_or_else(|| "The reporter".to_owned()),
        place: seen.place,
        first: When::new(seen.first_at, now),
        last: When::new(seen.last_at, now),
        version: seen.version,
    };
    let frame = Frame::new(&app.desk, &session.caller, Here::Case);
    let listed = found.into_iter().map(row).collect();
    Ok(page(StatusCode::OK, &Readers { frame, case: case.to_string(), listed }))
}
