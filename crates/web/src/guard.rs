//! Before any handler: how often, who, and the body. One guard per route, made from its row of the registry.
//!
//! Whoever may not call a route is answered as if there were none. Rights to a case are not here: the case decides.

use std::borrow::Cow;
use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use desk::{Caller, Verified};

use crate::app::App;
use crate::body::{self, Reads};
use crate::limits::{self, Limited};
use crate::problem::{Asked, Problem, Troubled};
use crate::server::Peer;
use crate::session::Session;

/// Who may call a route. For whom a case exists is the case's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anybody.
    Anybody,
    /// Whoever holds a receipt.
    Reporter,
    /// Whoever has an account.
    Person,
    /// Whoever holds a receipt or has an account; the case says whether it exists for them.
    Participant,
    /// Whoever is on the committee.
    Committee,
    /// Whoever is on the committee, and the operator.
    Inviter,
}

impl Who {
    /// Whether this caller may.
    pub(crate) const fn admits(self, caller: &Caller) -> bool {
        match (self, caller) {
            (Self::Anybody, _) => true,
            (Self::Reporter | Self::Participant, Caller::Reporter(_)) => true,
            (Self::Person | Self::Participant, Caller::Person { .. }) => true,
            (Self::Committee | Self::Inviter, Caller::Person { committee, .. }) => *committee,
            (Self::Inviter, Caller::Operator) => true,
            (Self::Reporter, Caller::Stranger | Caller::Person { .. } | Caller::Operator)
            | (Self::Person | Self::Committee, Caller::Stranger | Caller::Reporter(_) | Caller::Operator)
            | (Self::Participant, Caller::Stranger | Caller::Operator)
            | (Self::Inviter, Caller::Stranger | Caller::Reporter(_)) => false,
        }
    }
}

/// What a route asks of its callers.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) app: App,
    /// The address as the registry has it: the only one that is logged, for the real one may hold a code.
    pub(crate) path: Cow<'static, str>,
    pub(crate) who: Who,
    pub(crate) limited: Option<Limited>,
    pub(crate) fresh: bool,
    pub(crate) reads: Reads,
}

/// Lets a request through to its handler, or answers it.
pub(crate) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (asked, method) = (Asked::of(request.uri()), request.method().clone());
    let answered = match guard.admitted(request).await {
        Ok(request) => in_our_words(asked, next.run(request).await),
        Err(problem) => Troubled { asked, problem }.into_response(),
    };
    tracing::debug!(%method, path = %guard.path, status = answered.status().as_u16(), "answered");
    answered
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
        let read = Session::read(app, request.headers()).await;
        let session = read.map_err(|fault| Problem::fault(app, &fault))?;
        if !self.who.admits(&session.caller) {
            return Err(Problem::NotFound);
        }
        if self.fresh {
            match app.desk.verified(&session.caller).await.map_err(|fault| Problem::fault(app, &fault))? {
                Verified::Yes => {}
                Verified::NotFresh => return Err(Problem::NotFresh),
                Verified::NoPasskey => return Err(Problem::NoPasskey),
            }
        }
        request.extensions_mut().insert(session);
        body::arrived(app, request, self.reads).await
    }
}
