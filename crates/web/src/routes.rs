//! Every route there is. The router, the description of the API and the tests are made from this one list; what is not in it
//! does not exist.
//!
//! Knows addresses; what is done there is `v1`'s and `pages`' to say.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::{Uri, header};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::app::App;
use crate::openapi::describe;
use crate::problem::{Asked, Problem, Troubled};
use crate::registry::{self, Unregistered};
use crate::route::{Right, Route};
use crate::{headers, pages, v1};

/// Every route.
pub(crate) fn all() -> Vec<Route> {
    let mut routes = v1::routes();
    routes.push(Route::get("/api/v1/openapi.json", Right::ReadPublic, description).about("This description."));
    routes.extend(pages::routes());
    routes
}

/// The description of the API: `OpenAPI` 3.1, as JSON, the same bytes from the same program.
#[must_use]
pub fn openapi() -> String {
    describe(&all())
}

/// Every right and every route, as a page in Markdown.
#[must_use]
pub fn rights() -> String {
    crate::rights::page(&all())
}

/// The name of the right that a route asks for; `None` when there is no such route. `{noun}` at the end stands for each thing that
/// can be asked of a case.
#[must_use]
pub fn right_of(method: &str, route: &str) -> Option<String> {
    if let Some(before) = route.strip_suffix("/{noun}") {
        let each = |known: &Route| {
            let asked = matches!(known.right, Right::AskOfCase(_));
            asked && known.method.as_str() == method && known.path.starts_with(before)
        };
        return all().iter().any(each).then(|| "AskOfCase …".to_owned());
    }
    let routes = all();
    let found = routes.iter().find(|known| known.method.as_str() == method && known.path == route)?;
    Some(crate::rights::name(found.right))
}

/// The doors of a desk: every route behind its guard, and one answer for everything else.
///
/// # Errors
/// When a route and its right do not fit: such a desk does not start.
pub fn router(app: App) -> Result<Router, Unregistered> {
    let routes = all();
    registry::check(&routes)?;
    let mut doors = Router::new();
    for route in routes {
        let path = route.path.clone();
        doors = doors.route(&path, route.guarded(&app));
    }
    let doors = doors.fallback(nothing).method_not_allowed_fallback(nothing).with_state(app.clone());
    // Our own address is trusted by name: a reverse proxy may call us by another.
    let own = CsrfLayer::new().add_trusted_origin(app.desk.base_url()).unwrap_or_else(|_no_origin| CsrfLayer::new());
    // Around the whole, so that it has the last word on every header.
    Ok(Router::new()
        .fallback_service(doors)
        .layer(own.with_rejection_response(cross_site))
        .layer(middleware::from_fn_with_state(app, headers::set)))
}

async fn description() -> Response {
    // The same for as long as the program runs.
    static TEXT: LazyLock<String> = LazyLock::new(openapi);
    let kept = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=60")];
    (kept, TEXT.as_str()).into_response()
}

/// What is not there; the same for a path that nobody knows and a method that a path does not take.
async fn nothing(uri: Uri) -> Response {
    Troubled { asked: Asked::of(&uri), problem: Problem::NotFound }.into_response()
}

/// Only browsers send what gives another site away, so the answer is a page.
fn cross_site(_why: ProtectionError) -> axum::http::Response<Body> {
    Problem::CrossSite.page()
}
