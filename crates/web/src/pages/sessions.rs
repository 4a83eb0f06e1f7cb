//! Where one is signed in, and ending what is forgotten or lost. Everybody sees their own.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use desk::Ending;

use super::answer::{Answer, failed, page, see_other};
use super::frame::{Frame, Here};
use super::when::When;
use crate::app::App;
use crate::path::SessionPath;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "sessions.html")]
struct Sessions {
    frame: Frame,
    open: Vec<Open>,
    /// Whether the reader has an account, and so passkeys and terminals.
    person: bool,
    /// Whether passwords are taken here.
    passwords: bool,
    /// What people call the identity provider, where there is one.
    provider: Option<String>,
    /// A code for a terminal, just made.
    code: Option<String>,
}

/// A session that is not over.
struct Open {
    id: String,
    began: When,
    used: When,
    ends: When,
    this: bool,
}

/// `GET /sessions`: the list.
pub(crate) async fn list(State(app): State<App>, session: Session) -> Answer {
    drawn(&app, &session, None).await
}

/// `POST /sessions/terminal`: a code with which a terminal signs in; shown once.
pub(crate) async fn terminal(State(app): State<App>, session: Session) -> Answer {
    let code = app.desk.terminal_code(&session.caller).await.map_err(failed(&app))?;
    if code.is_none() { Ok(sorry::not_found()) } else { drawn(&app, &session, code).await }
}

async fn drawn(app: &App, session: &Session, code: Option<String>) -> Answer {
    let found = app.desk.sessions(&session.caller, session.shown()).await.map_err(failed(app))?;
    let Some(found) = found else { return Ok(sorry::not_found()) };
    let now = app.desk.now();
    let open = |(open, this): (desk::OpenSession, bool)| Open {
        id: open.id.to_string(),
        began: When::new(open.began_at, now),
        used: When::new(open.used_at, now),
        ends: When::new(open.ends_at, now),
        this,
    };
    let frame = Frame::new(&app.desk, &session.caller, Here::Sessions);
    let person = session.caller.person().is_some();
    let (passwords, provider) = (app.desk.takes_passwords(), app.desk.provider_name().map(str::to_owned));
    Ok(page(
        StatusCode::OK,
        &Sessions { frame, open: found.into_iter().map(open).collect(), person, passwords, provider, code },
    ))
}

/// `POST /sessions/{session}/end`: ends one of them.
pub(crate) async fn end_one(State(app): State<App>, session: Session, SessionPath(id): SessionPath) -> Answer {
    ended(&app, &session, Ending::One(id)).await
}

/// `POST /sessions/others/end`: ends all but this one.
pub(crate) async fn end_others(State(app): State<App>, session: Session) -> Answer {
    ended(&app, &session, Ending::Others).await
}

async fn ended(app: &App, session: &Session, ending: Ending) -> Answer {
    let done = app.desk.end_own_sessions(&session.caller, session.shown(), ending).await.map_err(failed(app))?;
    Ok(if done { see_other("/sessions") } else { sorry::not_found() })
}
