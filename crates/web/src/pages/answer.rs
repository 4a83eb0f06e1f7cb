//! How a page, a way on, or a fault becomes an answer.
//!
//! Must not know what is on the page.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use desk::Fault;

use crate::app::App;
use crate::headers::Scripted;
use crate::problem::{Asked, Problem, Troubled};

/// What a handler of pages answers.
pub(crate) type Answer = Result<Response, Troubled>;

/// A page as an answer.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    let mut html = String::with_capacity(32 * 1024);
    // Rendering into a string fails only when a value's own printing does, and none of these can.
    match template.render_into(&mut html) {
        Ok(()) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A page with our one script, which passkeys need.
pub(crate) fn scripted(status: StatusCode, template: &impl Template) -> Response {
    let mut response = page(status, template);
    response.extensions_mut().insert(Scripted);
    response
}

/// After a change: to the page that shows it.
pub(crate) fn see_other(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// A fault on its way to a page: logged, and named.
pub(crate) fn failed(app: &App) -> impl Fn(Fault) -> Troubled {
    |fault| Troubled { asked: Asked::Person, problem: Problem::fault(app, &fault) }
}
