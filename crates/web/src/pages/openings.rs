//! What opens the desk in somebody's name: the report after an account has ended, and before.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;

use super::answer::{Answer, failed, page};
use super::frame::{Frame, Here};
use super::when;
use crate::app::App;
use crate::path::PersonPath;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "openings.html")]
struct Page {
    frame: Frame,
    name: String,
    ended: Option<String>,
    day: String,
    hour: String,
    shut: bool,
    counts: [(&'static str, u64); 6],
    cases: u64,
}

/// `GET /people/{person}/openings`.
pub(crate) async fn show(State(app): State<App>, session: Session, PersonPath(id): PersonPath) -> Answer {
    let Some(report) = app.desk.openings(&session.caller, id).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let found = report.openings;
    let shown = Page {
        frame: Frame::new(&app.desk, &session.caller, Here::People),
        ended: report.person.removed_at.map(when::date),
        day: when::day(report.at),
        hour: when::hour(report.at),
        shut: report.is_shut(),
        counts: [
            ("Sessions", found.sessions),
            ("One-time links", found.links),
            ("Passkeys", found.passkeys),
            ("Passwords", found.passwords),
            ("Links with an identity provider", found.providers),
            ("Tokens", found.tokens),
        ],
        cases: found.cases,
        name: report.person.name,
    };
    Ok(page(StatusCode::OK, &shown))
}
