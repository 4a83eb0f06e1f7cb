//! A row of the registry: an address, the right it takes, what it reads and answers, and its handler.
//!
//! Knows shapes of routes; must not know any of them.

use std::any::Any;
use std::borrow::Cow;

use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use desk::Fault;
pub(crate) use desk::Right;
use domain::case::decide::Verb;
use domain::committee::decide as committee;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use crate::app::App;
use crate::body::Reads;
use crate::guard::{Guard, guard};
pub(crate) use crate::limits::Limited;
use crate::problem::{Asked, Problem, Troubled};

/// A route.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) right: Right,
    pub(crate) reads: Reads,
    pub(crate) limited: Option<Limited>,
    /// What it is for, in one line.
    pub(crate) about: Cow<'static, str>,
    /// The body it takes.
    pub(crate) takes: Option<Shape>,
    /// The body it answers with.
    pub(crate) gives: Option<Shape>,
    /// The status of its happy answer.
    pub(crate) status: u16,
    handler: MethodRouter<App>,
}

/// A body, as the description of the API names it.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// A type of `api` or `v1`.
    Type(fn() -> Described),
    /// What a command takes.
    Verb(Verb),
    /// What a request to the committee takes.
    Committee(committee::Verb),
}

/// A schema with its name, and those it refers to.
pub(crate) struct Described {
    pub(crate) name: String,
    pub(crate) schema: RefOr<Schema>,
    pub(crate) others: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    /// The shape of a type.
    pub(crate) const fn of<T: ToSchema>() -> Self {
        Self::Type(|| {
            let mut others = Vec::new();
            T::schemas(&mut others);
            Described { name: T::name().into_owned(), schema: T::schema(), others }
        })
    }
}

impl Route {
    /// A page, or something else that is read.
    pub(crate) fn get<H, T>(path: impl Into<Cow<'static, str>>, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(Method::GET, path.into(), right, Reads::Nothing, on(MethodFilter::GET, handler))
    }

    /// Something asked: with a form by people, with JSON by programs.
    pub(crate) fn post<H, T>(path: impl Into<Cow<'static, str>>, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let path = path.into();
        let reads = if path.starts_with("/api/") { Reads::Json } else { Reads::Form };
        Self::new(Method::POST, path, right, reads, on(MethodFilter::POST, handler))
    }

    /// Something ended.
    pub(crate) fn delete<H, T>(path: impl Into<Cow<'static, str>>, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(Method::DELETE, path.into(), right, Reads::Nothing, on(MethodFilter::DELETE, handler))
    }

    fn new(method: Method, path: Cow<'static, str>, right: Right, reads: Reads, handler: MethodRouter<App>) -> Self {
        let about = Cow::Borrowed("");
        Self { method, path, right, reads, limited: None, about, takes: None, gives: None, status: 200, handler }
    }

    /// What it is for, in one line.
    pub(crate) fn about(mut self, about: impl Into<Cow<'static, str>>) -> Self {
        self.about = about.into();
        self
    }

    /// How often one network may call it.
    pub(crate) const fn limited(mut self, what: Limited) -> Self {
        self.limited = Some(what);
        self
    }

    /// The body it takes.
    pub(crate) const fn takes(mut self, shape: Shape) -> Self {
        self.takes = Some(shape);
        self
    }

    /// The status and the body of its happy answer.
    pub(crate) const fn gives(mut self, status: u16, shape: Shape) -> Self {
        self.status = status;
        self.gives = Some(shape);
        self
    }

    /// Whether programs call it, and the description of the API names it.
    pub(crate) fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// The handler behind its guard.
    pub(crate) fn guarded(self, app: &App) -> MethodRouter<App> {
        let asked = if self.is_api() { Asked::Program } else { Asked::Person };
        let Self { path, right, limited, reads, .. } = self;
        let guarding = Guard { app: app.clone(), path, right, limited, reads };
        let panicked = Panicked { app: app.clone(), asked };
        self.handler
            .route_layer(middleware::from_fn_with_state(guarding, guard))
            .route_layer(CatchPanicLayer::custom(move |_why: Box<dyn Any + Send>| panicked.answer()))
    }
}

/// A panic is our mistake; the person sees a fault like any other, the process log has the rest.
#[derive(Clone)]
struct Panicked {
    app: App,
    asked: Asked,
}

impl Panicked {
    fn answer(&self) -> Response {
        let problem = Problem::fault(&self.app, &Fault::Unfolded);
        Troubled { asked: self.asked, problem }.into_response()
    }
}
