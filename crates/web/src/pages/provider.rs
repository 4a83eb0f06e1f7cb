//! Signing in with an identity provider, and one's own link with it.
//!
//! The browser goes there and comes back with a secret of ours in a cookie of its own; nothing else is kept meanwhile.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::{Back, Brought};
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::door;
use super::frame::{Frame, Here};
use super::passkeys::first_page;
use super::when::When;
use crate::app::App;
use crate::session::{Session, begun, browser_secret, sent_away};
use crate::sorry;

#[derive(Template)]
#[template(path = "provider.html")]
struct Provider {
    frame: Frame,
    name: String,
    since: Option<When>,
}

/// What the provider sends along.
#[derive(Deserialize)]
pub(crate) struct Along {
    state: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    iss: Option<String>,
}

/// `GET /sign-in/provider`: to the provider.
pub(crate) async fn ask(State(app): State<App>) -> Answer {
    let browser = app.desk.provider_secret();
    Ok(sent(&app, app.desk.ask_provider(&browser).await, &browser))
}

/// `GET /provider/ask`: to the provider, to link the account.
///
/// Only from a page of ours: another site that sent a browser here could have signed it in there as somebody else before.
pub(crate) async fn ask_to_link(State(app): State<App>, session: Session, headers: HeaderMap) -> Answer {
    if headers.get("sec-fetch-site").is_none_or(|site| site != "same-origin") {
        let next = "Open /provider here, and follow the link on that page.";
        return Ok(sorry::sorry(StatusCode::FORBIDDEN, "An account is linked from its own page.", next));
    }
    let browser = app.desk.provider_secret();
    Ok(sent(&app, app.desk.ask_provider_to_link(&session.caller, session.shown(), &browser).await, &browser))
}

fn sent(app: &App, address: Result<Option<String>, desk::ports::ProviderTrouble>, browser: &str) -> Response {
    match address {
        Ok(Some(address)) => sent_away(see_other(&address), browser, &app.config),
        Ok(None) => sorry::not_found(),
        Err(trouble) => {
            tracing::warn!(%trouble, "nobody could be sent to the identity provider");
            away()
        }
    }
}

/// `GET /sign-in/provider/back`: from the provider.
pub(crate) async fn back(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Query(along): Query<Along>,
) -> Answer {
    let browser = browser_secret(&headers, &app.config).unwrap_or_default();
    let (Some(code), false) = (along.code, browser.is_empty()) else { return Ok(door::refused(&app, &session)) };
    let (desk, caller, token) = (app.desk.clone(), session.caller.clone(), session.shown().to_owned());
    let coming = async move {
        let brought = Brought { browser: &browser, state: &along.state, code: &code, issuer: along.iss.as_deref() };
        desk.back_from_provider(&caller, &token, brought).await
    };
    // The code and the state are used up by it: what follows is done even when the browser has hung up.
    match app.to_the_end(coming).await.map_err(failed(&app))? {
        Back::SignedIn(token) => {
            let caller = app.desk.caller(&token).await.map_err(failed(&app))?;
            let first = first_page(&app, &caller).await.map_err(failed(&app))?;
            Ok(begun(first, &token, &app.config))
        }
        Back::Linked => Ok(see_other("/provider")),
        Back::Taken => Ok(sorry::sorry(
            StatusCode::CONFLICT,
            "Another account here is linked with the same account there.",
            "Sign in there as somebody else, or end the other link first.",
        )),
        Back::NotGood => Ok(door::refused(&app, &session)),
        Back::Away => Ok(away()),
    }
}

fn away() -> Response {
    let next = "Try again in a moment, or come in another way: with a passkey, or a one-time link.";
    sorry::sorry(StatusCode::BAD_GATEWAY, "The identity provider does not answer as it should.", next)
}

/// `GET /provider`: whether one's account is linked.
pub(crate) async fn show(State(app): State<App>, session: Session) -> Answer {
    let link = app.desk.provider_link(&session.caller).await.map_err(failed(&app))?;
    let (Some(since), Some(name)) = (link, app.desk.provider_name()) else { return Ok(sorry::not_found()) };
    let shown = Provider {
        frame: Frame::new(&app.desk, &session.caller, Here::Sessions),
        name: name.to_owned(),
        since: since.map(|at| When::new(at, app.desk.now())),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// `POST /provider/removal`: ends the link.
pub(crate) async fn remove(State(app): State<App>, session: Session) -> Answer {
    let ended = app.desk.unlink_provider(&session.caller).await.map_err(failed(&app))?;
    Ok(if ended { see_other("/provider") } else { sorry::not_found() })
}
