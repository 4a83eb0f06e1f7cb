//! Tokens with which programs act for the caller: made, listed, ended. No token reaches this.

use api::responses::{Done, TokenMade, TokenRow, Tokens};
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::right::Scope;
use desk::{KeptToken, TOKEN_DAYS_MAX, TokenOutcome, WantedToken};
use domain::words::Line;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::path::TokenPath;
use crate::problem::{Problem, failed};
use crate::route::{Right, Route, Shape};
use crate::session::Session;

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// What you call it.
    #[schema(value_type = String, max_length = 200)]
    name: Line,
    /// What it is for: `read_cases`, `act_on_cases`, `read_people`, `policy`, `committee`.
    #[schema(value_type = Vec<String>, example = json!(["read_cases"]))]
    #[serde(default)]
    scopes: Vec<Scope>,
    /// How many days it lasts, 90 at most.
    #[serde(default = "month")]
    days: u16,
}

const fn month() -> u16 {
    30
}

impl From<NewToken> for WantedToken {
    fn from(new: NewToken) -> Self {
        Self { name: new.name, scopes: new.scopes, days: new.days }
    }
}

/// The routes of tokens.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/tokens", Right::OwnTokens, list)
            .about("The tokens with which programs act for the caller.")
            .gives(200, Shape::of::<Tokens>()),
        Route::post("/api/v1/tokens", Right::MakeToken, create)
            .about("Make one; it is shown once.")
            .takes(Shape::of::<NewToken>())
            .gives(201, Shape::of::<TokenMade>()),
        Route::delete("/api/v1/tokens/{token}", Right::OwnTokens, end)
            .about("End one of them.")
            .gives(200, Shape::of::<Done>()),
    ]
}

async fn list(State(app): State<App>, session: Session) -> Result<Json<Tokens>, Problem> {
    let kept = app.desk.tokens(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let row = |kept: KeptToken| {
        let KeptToken { id, person: _, name, scopes, made_at, expires_at, seen_at } = kept;
        TokenRow { id, name, scopes, made_at, expires_at, used_at: seen_at }
    };
    Ok(Json(Tokens { tokens: kept.into_iter().map(row).collect() }))
}

async fn create(
    State(app): State<App>,
    session: Session,
    body: Bytes,
) -> Result<(StatusCode, Json<TokenMade>), Problem> {
    let new: NewToken = input::json(&body).map_err(Problem::Input)?;
    let made = app.desk.make_token(&session.caller, new.into()).await.map_err(failed(&app))?;
    match made {
        TokenOutcome::Made(token) => Ok((StatusCode::CREATED, Json(TokenMade { token }))),
        TokenOutcome::NotFound => Err(Problem::NotFound),
        TokenOutcome::Unfit => Err(Problem::Input(unfit())),
        TokenOutcome::Enough => Err(Problem::Input(BadInput::of("name", ENOUGH))),
    }
}

/// Said when somebody has as many tokens as anybody needs.
pub(crate) const ENOUGH: &str = "you have fifty tokens already; end one you do not use";

/// What is wrong with a token for nothing, or for ever.
pub(crate) fn unfit() -> BadInput {
    BadInput::of("scopes", format!("a token is for something, and lasts from 1 to {TOKEN_DAYS_MAX} days"))
}

async fn end(State(app): State<App>, session: Session, TokenPath(id): TokenPath) -> Result<Json<Done>, Problem> {
    let done = app.desk.end_own_token(&session.caller, id).await.map_err(failed(&app))?;
    if done { Ok(Json(Done { done })) } else { Err(Problem::NotFound) }
}
