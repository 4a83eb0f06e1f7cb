//! Signing in with a one-time link, and out.
//!
//! Opening the link changes nothing: robots that look at links do not use them up. The button does.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Answer, failed, page, see_other};
use super::frame::{Frame, Here};
use super::report::Code;
use crate::app::App;
use crate::session::{Session, begun, ended};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    frame: Frame,
    code: Option<String>,
    /// A code was tried, and is not good.
    failed: bool,
}

/// `GET /sign-in/{code}`: the button.
pub(crate) async fn button(State(app): State<App>, session: Session, Path(code): Path<String>) -> Response {
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    page(StatusCode::OK, &SignIn { frame, code: Some(code), failed: false })
}

/// `GET /sign-in`: a field for those who have the link somewhere else.
pub(crate) async fn field(State(app): State<App>, session: Session) -> Response {
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    page(StatusCode::OK, &SignIn { frame, code: None, failed: false })
}

/// `POST /sign-in`: uses the link up, once.
pub(crate) async fn sign_in(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let code: Option<Code> = api::input::form(&body).ok();
    // The code is used up by the first step: the session must follow, even when the browser has hung up.
    let token = if let Some(Code { code }) = code {
        let desk = app.desk.clone();
        // A whole link or its code: the code is what follows the last stroke.
        let code = code.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        app.to_the_end(async move { desk.sign_in(&code).await }).await.map_err(failed(&app))?
    } else {
        None
    };
    if let Some(token) = token {
        return Ok(begun(see_other("/board"), &token, &app.config));
    }
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &SignIn { frame, code: None, failed: true }))
}

/// `POST /sign-out`: ends the session.
pub(crate) async fn sign_out(State(app): State<App>, session: Session) -> Answer {
    if let Some(token) = &session.token {
        app.desk.sign_out(token).await.map_err(failed(&app))?;
    }
    Ok(ended(see_other("/"), &app.config))
}
