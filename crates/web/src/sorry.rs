//! The pages of unhappy answers: nothing there, or something that could not be done.
//!
//! Not found is one constant: the same bytes whether a thing is hidden, gone, or never was. Knows words it is given; must not
//! know who asked, nor for what.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

const NOT_FOUND: &str = include_str!("../templates/not_found.html");

#[derive(Template)]
#[template(path = "sorry.html")]
struct Sorry<'a> {
    title: &'a str,
    what: &'a str,
    what_to_do: &'a str,
}

/// There is no such page, or not for this reader.
pub(crate) fn not_found() -> Response {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_FOUND).into_response()
}

/// It could not be done: what happened, and what to do next.
pub(crate) fn sorry(status: StatusCode, what: &str, what_to_do: &str) -> Response {
    // Behind a bad gateway it is somebody else's.
    let ours = status.is_server_error() && status != StatusCode::BAD_GATEWAY;
    let title = if ours { "Something of ours failed" } else { "This was not done" };
    let html = Sorry { title, what, what_to_do }.render().unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}
