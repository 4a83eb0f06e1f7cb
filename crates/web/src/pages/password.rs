//! One's own password with its authenticator app: whether there is one, setting it, removing it.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{NewSecret, PASSWORD_LENGTH, PasswordOutcome};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::frame::{Frame, Here};
use super::when::When;
use crate::app::App;
use crate::session::Session;
use crate::sorry;
use crate::v1::passwords::wrong;

#[derive(Template)]
#[template(path = "password.html")]
struct Password {
    frame: Frame,
    since: Option<When>,
    offered: NewSecret,
    /// The address, to be photographed.
    picture: Option<String>,
    wrong: Option<String>,
    shortest: usize,
    longest: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    password: String,
    offer: String,
    code: String,
}

/// `GET /password`.
pub(crate) async fn show(State(app): State<App>, session: Session) -> Answer {
    drawn(&app, &session, StatusCode::OK, None).await
}

async fn drawn(app: &App, session: &Session, status: StatusCode, wrong: Option<String>) -> Answer {
    let since = app.desk.password_since(&session.caller).await.map_err(failed(app))?;
    let offered = app.desk.offer_secret(&session.caller).await.map_err(failed(app))?;
    let (Some(since), Some(offered)) = (since, offered) else { return Ok(sorry::not_found()) };
    let shown = Password {
        frame: Frame::new(&app.desk, &session.caller, Here::Sessions),
        since: since.map(|at| When::new(at, app.desk.now())),
        picture: picture(&offered.address),
        offered,
        wrong,
        shortest: *PASSWORD_LENGTH.start(),
        longest: *PASSWORD_LENGTH.end(),
    };
    Ok(page(status, &shown))
}

/// A QR code as a picture on the page itself: the secret goes to nobody who draws it.
fn picture(address: &str) -> Option<String> {
    let code = QrCode::new(address.as_bytes()).ok()?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build();
    // Within a page there is no XML declaration.
    drawn.find("<svg").and_then(|at| drawn.get(at..)).map(str::to_owned)
}

/// `POST /password`: sets it.
pub(crate) async fn set(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let New { password, offer, code } = match api::input::form(&body) {
        Ok(new) => new,
        Err(bad) => {
            let said = format!("{}: {}", bad.field.unwrap_or_default(), bad.message);
            return drawn(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, Some(said)).await;
        }
    };
    match app.desk.set_password(&session.caller, &password, &offer, &code).await.map_err(failed(&app))? {
        PasswordOutcome::Done => Ok(see_other("/password")),
        PasswordOutcome::NotFound => Ok(sorry::not_found()),
        outcome @ (PasswordOutcome::Length | PasswordOutcome::Guessable | PasswordOutcome::Code) => {
            drawn(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, wrong(outcome).map(|bad| bad.message)).await
        }
    }
}

/// `POST /password/removal`: forgets it.
pub(crate) async fn remove(State(app): State<App>, session: Session) -> Answer {
    let done = app.desk.drop_password(&session.caller).await.map_err(failed(&app))?;
    Ok(if done { see_other("/password") } else { sorry::not_found() })
}
