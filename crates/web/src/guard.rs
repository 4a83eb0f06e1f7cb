//! Before any handler: how often, who, and the body. One guard per route, made from its row of the registry.
//!
//! Whoever has not the right that a route names is answered as if there were none. For whom a case exists is the desk's to say.

use std::borrow::Cow;
use std::net::IpAddr;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use desk::right::{Reach, StepUp};
use desk::{Caller, Right, Verified};

use crate::app::App;
use crate::body::{self, Reads};
use crate::limits::{self, Limited};
use crate::problem::{Asked, Problem, Troubled};
use crate::server::Peer;
use crate::session::{Session, forget_password};

/// What a route asks of its callers.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) app: App,
    /// The address as the registry has it: the only one that is logged, for the real one may hold a code.
    pub(crate) path: Cow<'static, str>,
    pub(crate) right: Right,
    pub(crate) limited: Option<Limited>,
    pub(crate) reads: Reads,
}

/// Lets a request through to its handler, or answers it.
pub(crate) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (asked, method) = (Asked::of(request.uri()), request.method().clone());
    let answered = match guard.admitted(request).await {
        Ok(request) if method.is_safe() => in_our_words(asked, next.run(request).await),
        // What was begun is done, with all its letters, even when the caller has hung up.
        Ok(request) => in_our_words(asked, guard.app.to_the_end(next.run(request)).await),
        Err(problem) => Troubled { asked, problem }.into_response(),
    };
    let answered = if guard.path.ends_with(".ics") { challenged(answered) } else { answered };
    tracing::debug!(%method, path = %guard.path, status = answered.status().as_u16(), "answered");
    answered
}

/// A calendar program shows its token only when it is asked for one: whoever may not read the calendar is asked, the same
/// whether there is one or not.
fn challenged(mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_FOUND {
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        let ask = HeaderValue::from_static("Basic realm=\"calendar\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
    }
    response
}

/// An address or a query that could not be read is answered by the framework in plain text; here it is not found.
fn in_our_words(asked: Asked, response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if response.status().is_client_error() && kind.starts_with(b"text/plain") {
        return Troubled { asked, problem: Problem::NotFound }.into_response();
    }
    response
}

impl Guard {
    async fn admitted(&self, mut request: Request) -> Result<Request, Problem> {
        let app = &self.app;
        if let Some(limited) = self.limited {
            let peer: Option<IpAddr> = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
            let network = limits::network(peer, request.headers(), &app.config.trusted_proxies);
            let taken = app.limits.take(limited, network, app.desk.now());
            taken.map_err(|seconds| Problem::TooMany { seconds })?;
        }
        if !self.path.ends_with(".ics") {
            forget_password(request.headers_mut());
        }
        let read = Session::read(app, request.headers()).await;
        let mut session = read.map_err(|fault| Problem::fault(app, &fault))?;
        // Tokens are for programs: on a page their holder is nobody.
        let of_a_program = session.caller == Caller::Operator || session.scopes.is_some();
        if of_a_program && Asked::of(request.uri()) == Asked::Person {
            session = Session::nobody();
        }
        if !self.right.is_held_by(&session.caller) {
            return Err(Problem::NotFound);
        }
        self.within(&session).await?;
        if self.right.rule().step_up == StepUp::Fresh {
            match app.desk.verified(&session.caller).await.map_err(|fault| Problem::fault(app, &fault))? {
                Verified::Yes => {}
                Verified::NotFresh => return Err(Problem::NotFresh),
                Verified::NoPasskey => return Err(Problem::NoPasskey),
            }
        }
        request.extensions_mut().insert(session.clone());
        // Codes are shown to sign in; in any other text they have no business. Of signing out nobody reads the text.
        let shown = matches!(self.right, Right::SignIn | Right::SignOut | Right::OwnReports);
        let (parts, bytes) = body::arrived(app, request, self.reads).await?;
        self.still(&session, &parts.headers).await?;
        let bytes = if shown { bytes } else { body::without_secrets(app, bytes).await? };
        Ok(Request::from_parts(parts, Body::from(bytes)))
    }

    /// A body may take its time, and rights end meanwhile: whoever is somebody else by now than when they came is nobody.
    async fn still(&self, session: &Session, headers: &HeaderMap) -> Result<(), Problem> {
        if self.reads == Reads::Nothing || session.token.is_none() {
            return Ok(());
        }
        let read = Session::read(&self.app, headers).await;
        let now = read.map_err(|fault| Problem::fault(&self.app, &fault))?;
        if now.caller == session.caller && now.scopes == session.scopes { Ok(()) } else { Err(Problem::NotFound) }
    }

    /// Whether a token that was shown reaches as far as this. What counts it only prepares: where its owner has no passkey to
    /// confirm it with, a token does not do it in their place.
    async fn within(&self, session: &Session) -> Result<(), Problem> {
        let Some(scopes) = &session.scopes else { return Ok(()) };
        if !self.right.is_within(scopes) {
            return Err(Problem::OutOfScope { scope: self.right.reach() });
        }
        if self.right.rule().step_up == StepUp::None {
            return Ok(());
        }
        let app = &self.app;
        match app.desk.verified(&session.caller).await.map_err(|fault| Problem::fault(app, &fault))? {
            Verified::Yes => Err(Problem::OutOfScope { scope: Reach::None }),
            Verified::NotFresh | Verified::NoPasskey => Ok(()),
        }
    }
}
