//! Tokens with which programs act for their owner: the list, the form, and ending one. Everybody sees their own.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::right::Scope;
use desk::{KeptToken, TokenOutcome, WantedToken};
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::frame::{Frame, Here};
use super::when::When;
use crate::app::App;
use crate::path::TokenPath;
use crate::session::Session;
use crate::sorry;
use crate::v1::tokens::{ENOUGH, unfit};

#[derive(Template)]
#[template(path = "tokens.html")]
struct Tokens {
    frame: Frame,
    kept: Vec<Row>,
    scopes: [(&'static str, &'static str); 5],
    wrong: Option<String>,
    /// One that was just made.
    made: Option<String>,
}

struct Row {
    id: String,
    name: String,
    scopes: String,
    used: Option<When>,
    ends: When,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    name: Line,
    #[serde(default)]
    scopes: Vec<Scope>,
    days: u16,
}

const fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::ReadCases => "read the board and the cases that you read",
        Scope::ActOnCases => "ask of a case what you may ask; what counts waits for your passkey",
        Scope::ReadPeople => "see who has an account",
        Scope::Policy => "read proposals to change the policy, and look at what one would change",
        Scope::Committee => "see the committee's ballots, who is away and who is on call",
    }
}

/// `GET /tokens`: the list and the form.
pub(crate) async fn list(State(app): State<App>, session: Session) -> Answer {
    drawn(&app, &session, StatusCode::OK, None, None).await
}

async fn drawn(
    app: &App,
    session: &Session,
    status: StatusCode,
    wrong: Option<String>,
    made: Option<String>,
) -> Answer {
    let Some(kept) = app.desk.tokens(&session.caller).await.map_err(failed(app))? else {
        return Ok(sorry::not_found());
    };
    let now = app.desk.now();
    let row = |kept: KeptToken| Row {
        id: kept.id.to_string(),
        name: kept.name,
        scopes: kept.scopes.join(", "),
        used: kept.seen_at.map(|at| When::new(at, now)),
        ends: When::new(kept.expires_at, now),
    };
    let scopes = Scope::ALL.map(|scope| (scope.name(), meaning(scope)));
    let frame = Frame::new(&app.desk, &session.caller, Here::Sessions);
    let shown = Tokens { frame, kept: kept.into_iter().map(row).collect(), scopes, wrong, made };
    Ok(page(status, &shown))
}

/// `POST /tokens`: makes one; it is shown once.
pub(crate) async fn make(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let New { name, scopes, days } = match api::input::form(&body) {
        Ok(new) => new,
        Err(wrong) => {
            let wrong = format!("{}: {}", wrong.field.unwrap_or_default(), wrong.message);
            return drawn(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, Some(wrong), None).await;
        }
    };
    let wanted = WantedToken { name, scopes, days };
    let made = app.desk.make_token(&session.caller, wanted).await.map_err(failed(&app))?;
    let wrong = match made {
        TokenOutcome::Made(token) => return drawn(&app, &session, StatusCode::CREATED, None, Some(token)).await,
        TokenOutcome::NotFound => return Ok(sorry::not_found()),
        TokenOutcome::Unfit => unfit().message,
        TokenOutcome::Enough => ENOUGH.to_owned(),
    };
    drawn(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, Some(wrong), None).await
}

/// `POST /tokens/{token}/end`: ends one of them.
pub(crate) async fn end(State(app): State<App>, session: Session, TokenPath(id): TokenPath) -> Answer {
    let done = app.desk.end_own_token(&session.caller, id).await.map_err(failed(&app))?;
    Ok(if done { see_other("/tokens") } else { sorry::not_found() })
}
