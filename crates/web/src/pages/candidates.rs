//! Whom the project's repository names, for whoever asks people into a fix team (PR-40).
//!
//! Knows how a candidate is shown; whether somebody is a code owner is the desk's to say.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use desk::Candidate;
use serde::Deserialize;

use super::answer::{Answer, failed, page};
use super::frame::{Frame, Here};
use crate::app::App;
use crate::path::CasePath;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "candidates.html")]
struct Candidates {
    frame: Frame,
    case: String,
    path: String,
    listed: Vec<Row>,
}

struct Row {
    owner: String,
    name: String,
    /// The account, when they have one and are not asked already.
    person: Option<String>,
    takes_part: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    #[serde(default)]
    path: String,
}

/// `GET /cases/{case}/candidates`.
pub(crate) async fn list(
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let path = wanted.path.trim();
    let asked = Some(path).filter(|path| !path.is_empty());
    let Some(found) = app.desk.candidates(&session.caller, case, asked).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let row = |candidate: Candidate| {
        let Candidate { owner, account, takes_part } = candidate;
        let (person, name) = account.map_or((None, String::new()), |(id, name)| (Some(id.to_string()), name));
        Row { owner: owner.to_string(), name, person: person.filter(|_| !takes_part), takes_part }
    };
    let frame = Frame::new(&app.desk, &session.caller, Here::Case);
    let listed = found.into_iter().map(row).collect();
    Ok(page(StatusCode::OK, &Candidates { frame, case: case.to_string(), path: path.to_owned(), listed }))
}
