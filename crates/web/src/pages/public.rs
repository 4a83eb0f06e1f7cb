//! What anybody may read: the first page, advisories, the policy, security.txt.
//!
//! Knows what was put out, never a case.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use desk::PolicyVersion;
use documents::advisory::Advisory;
use documents::{machine_contact, page as advisory_page, policy_diff, policy_page, words};
use domain::Timestamp;
use jiff::ToSpan as _;
use serde::Deserialize;

use super::answer::{Answer, failed, page};
use super::frame::{Frame, Here};
use super::when;
use crate::app::App;
use crate::path::Slug;
use crate::session::Session;
use crate::sorry;

/// How many advisories the first page shows.
const LATEST: usize = 5;
/// For how long a security.txt holds; RFC 9116 asks for less than a year.
const SECURITY_TXT_DAYS: i64 = 180;

/// An advisory in a list.
struct Entry {
    slug: String,
    title: String,
    id: String,
    rating: Option<&'static str>,
    day: String,
    fixed_in: String,
    withdrawn: bool,
}

impl Entry {
    fn of(advisory: &Advisory) -> Self {
        Self {
            slug: advisory.slug.clone(),
            title: advisory.title.clone(),
            id: advisory.id(),
            rating: advisory.rating.map(words::rating),
            day: when::day(advisory.published_at),
            fixed_in: advisory.versions(),
            withdrawn: advisory.withdrawn_at.is_some(),
        }
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    archived: bool,
    latest: Vec<Entry>,
}

/// `GET /`: what this desk is for.
pub(crate) async fn home(State(app): State<App>, session: Session) -> Answer {
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    let published = app.desk.advisories(None).await.map_err(failed(&app))?;
    let latest = published.advisories.iter().take(LATEST).map(Entry::of).collect();
    let archived = !frame.policy().project.lifecycle.promises();
    Ok(page(StatusCode::OK, &Home { frame, archived, latest }))
}

/// Which page of a list.
#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "advisories.html")]
struct Advisories {
    frame: Frame,
    entries: Vec<Entry>,
    next: Option<String>,
    first: bool,
}

/// `GET /advisories`: everything published, newest first (PR-87).
pub(crate) async fn advisories(State(app): State<App>, session: Session, Query(query): Query<After>) -> Answer {
    let after = query.after.as_deref().and_then(|text| text.parse().ok());
    let frame = Frame::new(&app.desk, &session.caller, Here::Advisories);
    let published = app.desk.advisories(after).await.map_err(failed(&app))?;
    let entries = published.advisories.iter().map(Entry::of).collect();
    let next = published.next.map(|cursor| cursor.to_string());
    Ok(page(StatusCode::OK, &Advisories { frame, entries, next, first: after.is_none() }))
}

#[derive(Template)]
#[template(path = "advisory.html")]
struct AdvisoryPage {
    frame: Frame,
    title: String,
    slug: String,
    article: String,
}

/// `GET /advisories/{slug}`: one advisory.
pub(crate) async fn advisory(State(app): State<App>, session: Session, Slug(slug): Slug) -> Answer {
    let Some(advisory) = app.desk.advisory(&slug).await.map_err(failed(&app))? else { return Ok(sorry::not_found()) };
    let frame = Frame::new(&app.desk, &session.caller, Here::Advisories);
    let article = advisory_page::fragment(&advisory);
    Ok(page(StatusCode::OK, &AdvisoryPage { frame, title: advisory.title, slug: advisory.slug, article }))
}

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage {
    frame: Frame,
    version: String,
    since: Option<String>,
    text: String,
    changes: Vec<Change>,
}

/// How one policy differed from the one before it.
struct Change {
    day: String,
    version: String,
    differences: Vec<String>,
}

/// `GET /policy`: the policy in force, since when, and what came before it.
pub(crate) async fn policy(State(app): State<App>, session: Session) -> Answer {
    let frame = Frame::new(&app.desk, &session.caller, Here::Policy);
    let kept = app.desk.policies().await.map_err(failed(&app))?;
    let text = policy_page::policy_html(frame.policy());
    let version = frame.policy().version.reveal().to_owned();
    let since = kept.first().map(|last| when::date(last.since));
    Ok(page(StatusCode::OK, &PolicyPage { frame, version, since, text, changes: changes(&kept) }))
}

/// `GET /policy.toml`: the policy in force, as the file that says it.
pub(crate) async fn policy_file(State(app): State<App>) -> Answer {
    let text = app.desk.policy_text().await.map_err(failed(&app))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Each change, the last first. A version that cannot be read any more is passed over.
fn changes(kept: &[PolicyVersion]) -> Vec<Change> {
    let change = |pair: &[PolicyVersion]| {
        let [new, old] = pair else { return None };
        let (after, before) = (new.policy.as_ref()?, old.policy.as_ref()?);
        Some(Change {
            day: when::date(new.since),
            version: after.version.reveal().to_owned(),
            differences: policy_diff::differences(before, after),
        })
    };
    kept.windows(2).filter_map(change).collect()
}

/// `GET /.well-known/security.txt`: where to report, for machines (RFC 9116).
pub(crate) async fn security_txt(State(app): State<App>) -> Response {
    match machine_contact::security_txt(&app.desk.policy(), app.desk.base_url(), expiry(app.desk.now())) {
        Ok(file) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], file.to_string()).into_response(),
        // There is no way to reach the project that the format knows.
        Err(_) => sorry::not_found(),
    }
}

/// Whole days, so that the file does not differ with every answer.
fn expiry(now: Timestamp) -> Timestamp {
    let until = now.checked_add((SECURITY_TXT_DAYS * 24).hours()).unwrap_or(now);
    let day = until.as_second().div_euclid(86_400) * 86_400;
    Timestamp::from_second(day).unwrap_or(until)
}
