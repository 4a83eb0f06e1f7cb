//! Signing in with a one-time link, a passkey or a password, and out; `provider` has the way by an identity provider.
//!
//! Opening the link changes nothing: robots that look at links do not use them up. The button does.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, page, scripted, see_other};
use super::frame::{Frame, Here};
use super::passkeys::{Ceremony, first_page};
use super::report::Code;
use crate::app::App;
use crate::session::{Session, begun, ended};
use crate::sorry;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    frame: Frame,
    code: Option<String>,
    /// A code or a passkey was tried, and is not good.
    failed: bool,
    /// To sign in with a passkey; `None` where there are none.
    passkey: Option<Ceremony>,
    /// Whether passwords are taken here.
    passwords: bool,
    /// What people call the identity provider, where there is one.
    provider: Option<String>,
    /// In how many seconds another password can be tried for the address.
    wait: Option<u64>,
}

impl SignIn {
    /// The page for whoever has no link, or one that is not good.
    fn new(app: &App, session: &Session, failed: bool) -> Self {
        let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
        let passkey = app.desk.ask_to_sign_in().map(Ceremony::new);
        let (passwords, provider) = (app.desk.takes_passwords(), app.desk.provider_name().map(str::to_owned));
        Self { frame, code: None, failed, passkey, passwords, provider, wait: None }
    }
}

/// `GET /sign-in/{code}`: the button.
pub(crate) async fn button(State(app): State<App>, session: Session, Path(code): Path<String>) -> Response {
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    page(
        StatusCode::OK,
        &SignIn { frame, code: Some(code), failed: false, passkey: None, passwords: false, provider: None, wait: None },
    )
}

/// `GET /sign-in`: a field for those who have the link somewhere else.
pub(crate) async fn field(State(app): State<App>, session: Session) -> Response {
    scripted(StatusCode::OK, &SignIn::new(&app, &session, false))
}

/// A sign-in that came to nothing, whatever it lacked.
pub(crate) fn refused(app: &App, session: &Session) -> Response {
    scripted(StatusCode::UNPROCESSABLE_ENTITY, &SignIn::new(app, session, true))
}

/// `POST /sign-in`: uses the link up, once.
pub(crate) async fn sign_in(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let code: Option<Code> = api::input::form(&body).ok();
    let token = if let Some(Code { code }) = code {
        // A whole link or its code: the code is what follows the last stroke.
        let code = code.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        app.desk.sign_in(&code).await.map_err(failed(&app))?
    } else {
        None
    };
    if let Some(token) = token {
        let caller = app.desk.caller(&token).await.map_err(failed(&app))?;
        let first = first_page(&app, &caller).await.map_err(failed(&app))?;
        return Ok(begun(first, &token, &app.config));
    }
    Ok(refused(&app, &session))
}

/// What a passkey answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    answer: String,
}

/// `POST /sign-in/passkey`: signs in with one.
pub(crate) async fn with_passkey(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let Ok(Shown { answer }) = api::input::form(&body) else { return Ok(refused(&app, &session)) };
    let token = app.desk.sign_in_with_passkey(&answer).await.map_err(failed(&app))?;
    Ok(match token {
        Some(token) => begun(see_other("/board"), &token, &app.config),
        None => refused(&app, &session),
    })
}

/// A password with a code of an authenticator app.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    address: Line,
    password: String,
    code: String,
}

/// `POST /sign-in/password`: signs in with both.
pub(crate) async fn with_password(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    if !app.desk.takes_passwords() {
        return Ok(sorry::not_found());
    }
    let Ok(Typed { address, password, code }) = api::input::form(&body) else { return Ok(refused(&app, &session)) };
    if let Err(seconds) = app.limits.take_password(address.reveal()) {
        let shown = SignIn { wait: Some(seconds), ..SignIn::new(&app, &session, true) };
        return Ok(scripted(StatusCode::TOO_MANY_REQUESTS, &shown));
    }
    let Some(token) = app.desk.sign_in_with_password(address.reveal(), &password, &code).await.map_err(failed(&app))?
    else {
        return Ok(refused(&app, &session));
    };
    let caller = app.desk.caller(&token).await.map_err(failed(&app))?;
    let first = first_page(&app, &caller).await.map_err(failed(&app))?;
    Ok(begun(first, &token, &app.config))
}

/// `POST /sign-out`: ends the session.
pub(crate) async fn sign_out(State(app): State<App>, session: Session) -> Answer {
    if let Some(token) = &session.token {
        app.desk.sign_out(token).await.map_err(failed(&app))?;
    }
    Ok(ended(see_other("/"), &app.config))
}
