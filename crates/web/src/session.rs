//! Who calls: read from the `Authorization` header, or from the one cookie.
//!
//! Knows how a token travels; what it stands for is the desk's to say. A token that is none of ours makes a stranger.

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use axum::response::Response;
use desk::right::Scope;
use desk::{Caller, Fault};
use vault::{ApiToken, OperatorToken};

use crate::app::{App, Config};
use crate::problem::{Asked, Problem, Troubled};

/// How long a browser keeps the cookie; the session itself may end earlier.
const COOKIE_SECONDS: u32 = 14 * 24 * 3600;

/// Who calls, and with which token.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) caller: Caller,
    /// What came in the header or the cookie; never logged.
    pub(crate) token: Option<String>,
    /// What the token is for, when a program shows one that acts for somebody; everything otherwise.
    pub(crate) scopes: Option<Vec<Scope>>,
}

impl Session {
    /// Nobody we know.
    pub(crate) const fn nobody() -> Self {
        Self { caller: Caller::Stranger, token: None, scopes: None }
    }

    /// The token that was shown; empty when there was none.
    pub(crate) fn shown(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// Reads who calls.
    pub(crate) async fn read(app: &App, headers: &HeaderMap) -> Result<Self, Fault> {
        let Some(token) = token(&app.config, headers) else {
            return Ok(Self::nobody());
        };
        // A token is no cookie: what acts for somebody says so in each request.
        if bearer(headers).is_some()
            && let Some((caller, scopes)) = app.desk.acting(&token).await?
        {
            return Ok(Self { caller, token: Some(token), scopes: Some(scopes) });
        }
        let caller = match OperatorToken::parse(&token) {
            Ok(operator) if app.is_operators(&operator) => Caller::Operator,
            Ok(_) => Caller::Stranger,
            Err(_) => app.desk.caller(&token).await?,
        };
        Ok(Self { caller, token: Some(token), scopes: None })
    }
}

impl FromRequestParts<App> for Session {
    type Rejection = Troubled;

    /// The guard of each route has read it already; elsewhere it is read here.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        if let Some(session) = parts.extensions.get::<Self>() {
            return Ok(session.clone());
        }
        Self::read(app, &parts.headers)
            .await
            .map_err(|fault| Troubled { asked: Asked::of(&parts.uri), problem: Problem::fault(app, &fault) })
    }
}

/// An answer that keeps a session in the browser.
pub(crate) fn begun(response: Response, token: &str, config: &Config) -> Response {
    with(response, &written(config, name(config), token, COOKIE_SECONDS))
}

/// How long a browser that went to the identity provider may take to come back, in seconds.
const AWAY_SECONDS: u32 = 600;

/// An answer that sends the browser away with a secret, by which it is known when it comes back.
pub(crate) fn sent_away(response: Response, secret: &str, config: &Config) -> Response {
    with(response, &written(config, away_name(config), secret, AWAY_SECONDS))
}

/// The secret with which a browser was sent away.
pub(crate) fn browser_secret(headers: &HeaderMap, config: &Config) -> Option<String> {
    cookie(headers, away_name(config))
}

const fn away_name(config: &Config) -> &'static str {
    if config.secure_cookies { "__Host-sluice-away" } else { "sluice-away" }
}

/// An answer that makes the browser forget its session.
pub(crate) fn ended(response: Response, config: &Config) -> Response {
    with(response, &written(config, name(config), "", 0))
}

fn with(mut response: Response, cookie: &str) -> Response {
    // A token is letters, digits and dashes: it always fits into a header.
    if let Ok(mut value) = HeaderValue::try_from(cookie) {
        value.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// `__Host-` makes a browser refuse the cookie from anywhere but this very host, over HTTPS.
const fn name(config: &Config) -> &'static str {
    if config.secure_cookies { "__Host-sluice" } else { "sluice" }
}

fn written(config: &Config, name: &str, value: &str, seconds: u32) -> String {
    let secure = if config.secure_cookies { "; Secure" } else { "" };
    // Lax, not Strict: a letter's link to a case is followed from a mail program. Changes need the same site besides.
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

fn token(config: &Config, headers: &HeaderMap) -> Option<String> {
    bearer(headers).or_else(|| cookie(headers, name(config)))
}

/// A name and a password are asked for by the calendar alone: shown anywhere else, they are nothing.
pub(crate) fn forget_password(headers: &mut HeaderMap) {
    let shown = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
    if shown.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"basic")) {
        headers.remove(header::AUTHORIZATION);
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("basic") {
        return api_token_as_password(token.trim());
    }
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// What calendar programs can send: a token as the password beside any name (RFC 7617). Nothing else comes that way: no session
/// and not the operator, so that what a browser may send by itself opens nothing.
fn api_token_as_password(credentials: &str) -> Option<String> {
    let bytes = data_encoding::BASE64.decode(credentials.as_bytes()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (_name, password) = text.split_once(':')?;
    ApiToken::parse(password).is_ok().then(|| password.to_owned())
}

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, token)| token.to_owned())
}
