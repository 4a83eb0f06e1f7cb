//! What anybody may read: advisories, the policy, and whether the desk answers.
//!
//! Knows what was put out, never a case.

use api::BadInput;
use api::responses::Advisories;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse as _, Response};
use domain::policy::Policy;

use crate::app::App;
use crate::path::Slug;
use crate::problem::{Problem, failed};

/// What is public may be kept for a minute.
const PUBLIC: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=60");
const JSON: (HeaderName, &str) = (header::CONTENT_TYPE, "application/json");

pub(super) async fn health() -> &'static str {
    "ok"
}

pub(super) async fn list(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let after = match query.as_deref().filter(|query| !query.is_empty()) {
        None => None,
        Some(query) => {
            let place = query.strip_prefix("after=").and_then(|place| place.parse().ok());
            let bad = || BadInput::of("after", "the place where this list left off is expected, and nothing else");
            Some(place.ok_or_else(|| Problem::Input(bad()))?)
        }
    };
    let page = app.desk.advisories(after).await.map_err(failed(&app))?;
    let advisories = page.advisories.iter().filter_map(|advisory| serde_json::to_value(advisory).ok()).collect();
    let next = page.next.map(|next| next.to_string());
    Ok(([PUBLIC], Json(Advisories { advisories, next })).into_response())
}

pub(super) async fn show(State(app): State<App>, Slug(slug): Slug) -> Result<Response, Problem> {
    let advisory = app.desk.advisory(&slug).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    Ok(([PUBLIC], Json(advisory)).into_response())
}

pub(super) async fn osv(State(app): State<App>, Slug(slug): Slug) -> Result<Response, Problem> {
    let advisory = app.desk.advisory(&slug).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    // An advisory that the format cannot hold has no record in it.
    let record = documents::osv::json(&advisory).map_err(|_| Problem::NotFound)?;
    Ok(([PUBLIC, JSON], record).into_response())
}

pub(super) async fn policy(State(app): State<App>) -> Json<Policy> {
    Json(Policy::clone(&app.desk.policy()))
}
