//! The caller's own password with its authenticator app, and signing in with both. No token reaches it.

use api::responses::{Done, PasswordAnswer, PasswordSecret, SessionAnswer};
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use desk::{NewSecret, PASSWORD_LENGTH, PasswordOutcome};
use domain::words::Line;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::problem::{Problem, failed};
use crate::route::{Limited, Right, Route, Shape};
use crate::session::Session;

/// A password with a code of the authenticator app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordSignIn {
    /// The account's mail address.
    #[schema(value_type = String, max_length = 200)]
    address: Line,
    /// Its password.
    password: String,
    /// The code that the app shows now.
    code: String,
}

/// A password to be set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// 15 to 128 characters.
    #[schema(min_length = 15, max_length = 128)]
    password: String,
    /// The offer that came with the secret.
    offer: String,
    /// A code that the app made of the secret.
    code: String,
}

/// The routes of passwords.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/session/password", Right::SignIn, sign_in)
            .limited(Limited::Codes)
            .about("Begin a session with a password and a code of an authenticator app.")
            .takes(Shape::of::<PasswordSignIn>())
            .gives(200, Shape::of::<SessionAnswer>()),
        Route::get("/api/v1/password", Right::OwnPassword, show)
            .about("Whether the caller has a password.")
            .gives(200, Shape::of::<PasswordAnswer>()),
        Route::post("/api/v1/password/secret", Right::OwnPassword, offer)
            .about("A secret for the caller's authenticator app; nothing is kept of it yet.")
            .gives(200, Shape::of::<PasswordSecret>()),
        Route::post("/api/v1/password", Right::SetPassword, set)
            .about("Set the caller's password, with the app that proves itself by a code.")
            .takes(Shape::of::<NewPassword>())
            .gives(200, Shape::of::<Done>()),
        Route::delete("/api/v1/password", Right::SetPassword, remove)
            .about("Remove the caller's password.")
            .gives(200, Shape::of::<Done>()),
    ]
}

async fn sign_in(State(app): State<App>, body: Bytes) -> Result<Json<SessionAnswer>, Problem> {
    if !app.desk.takes_passwords() {
        return Err(Problem::NotFound);
    }
    let PasswordSignIn { address, password, code } = input::json(&body).map_err(Problem::Input)?;
    app.limits.take_password(address.reveal()).map_err(|seconds| Problem::TooMany { seconds })?;
    let token = app.desk.sign_in_with_password(address.reveal(), &password, &code).await.map_err(failed(&app))?;
    let bad = || BadInput::of("password", "address, password and code do not belong together, or the code was used");
    token.map(|token| Json(SessionAnswer { token })).ok_or_else(|| Problem::Input(bad()))
}

async fn show(State(app): State<App>, session: Session) -> Result<Json<PasswordAnswer>, Problem> {
    let since = app.desk.password_since(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    Ok(Json(PasswordAnswer { since }))
}

async fn offer(State(app): State<App>, session: Session) -> Result<Json<PasswordSecret>, Problem> {
    let offered = app.desk.offer_secret(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let NewSecret { secret, address, offer } = offered;
    Ok(Json(PasswordSecret { secret, address, offer }))
}

async fn set(State(app): State<App>, session: Session, body: Bytes) -> Result<Json<Done>, Problem> {
    let NewPassword { password, offer, code } = input::json(&body).map_err(Problem::Input)?;
    let outcome = app.desk.set_password(&session.caller, &password, &offer, &code).await.map_err(failed(&app))?;
    match (outcome, wrong(outcome)) {
        (PasswordOutcome::Done, _) => Ok(Json(Done { done: true })),
        (_, Some(bad)) => Err(Problem::Input(bad)),
        (_, None) => Err(Problem::NotFound),
    }
}

async fn remove(State(app): State<App>, session: Session) -> Result<Json<Done>, Problem> {
    let done = app.desk.drop_password(&session.caller).await.map_err(failed(&app))?;
    if done { Ok(Json(Done { done })) } else { Err(Problem::NotFound) }
}

/// What is wrong with a password that was not set.
pub(crate) fn wrong(outcome: PasswordOutcome) -> Option<BadInput> {
    let (field, what) = match outcome {
        PasswordOutcome::Done | PasswordOutcome::NotFound => return None,
        PasswordOutcome::Length => {
            let (least, most) = (PASSWORD_LENGTH.start(), PASSWORD_LENGTH.end());
            ("password", format!("a password has {least} to {most} characters; a few words do it"))
        }
        PasswordOutcome::Guessable => (
            "password",
            "this one is guessed early: it begins as many do, has few different characters, or is made of names; take words that do not belong together".to_owned(),
        ),
        PasswordOutcome::Code => (
            "code",
            "the code is not one of this secret, was used already, or the secret was offered more than half an hour ago; take the one shown now".to_owned(),
        ),
    };
    Some(BadInput::of(field, what))
}
