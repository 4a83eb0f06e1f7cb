//! What stands in an address, parsed. What cannot be parsed is not found: an address says nothing about what exists.
//!
//! Knows the names of the parts that routes have.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use domain::committee::facts::Number;
use domain::ids::{CaseId, ConfirmationId, PasskeyId, PersonId, ProposalId, SessionId, TokenId};

use crate::app::App;
use crate::problem::{Asked, Problem, Troubled};

/// The case that an address names.
#[derive(Clone, Copy)]
pub(crate) struct CasePath(pub(crate) CaseId);

/// The proposal that an address names.
#[derive(Clone, Copy)]
pub(crate) struct ProposalPath(pub(crate) ProposalId);

/// The person that an address names.
#[derive(Clone, Copy)]
pub(crate) struct PersonPath(pub(crate) PersonId);

/// The session that an address names.
#[derive(Clone, Copy)]
pub(crate) struct SessionPath(pub(crate) SessionId);

/// The passkey that an address names.
#[derive(Clone, Copy)]
pub(crate) struct PasskeyPath(pub(crate) PasskeyId);

/// The token that an address names, as it is called in its owner's list.
#[derive(Clone, Copy)]
pub(crate) struct TokenPath(pub(crate) TokenId);

/// The waiting decision that an address names.
#[derive(Clone, Copy)]
pub(crate) struct ConfirmationPath(pub(crate) ConfirmationId);

/// The ballot that an address names.
#[derive(Clone, Copy)]
pub(crate) struct BallotPath(pub(crate) Number);

/// The part of an address that names an advisory.
pub(crate) struct Slug(pub(crate) String);

impl FromRequestParts<App> for CasePath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "case").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for ProposalPath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "proposal").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for PersonPath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "person").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for SessionPath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "session").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for PasskeyPath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "passkey").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for TokenPath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "token").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for ConfirmationPath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "confirmation").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for BallotPath {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        let text = part(parts, app, "ballot").await;
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(|| nothing(parts))
    }
}

impl FromRequestParts<App> for Slug {
    type Rejection = Troubled;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Troubled> {
        part(parts, app, "slug").await.map(Self).ok_or_else(|| nothing(parts))
    }
}

/// A part by its name; `None` also when the address is not UTF-8.
async fn part(parts: &mut Parts, app: &App, name: &str) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, app).await.ok()?;
    params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

fn nothing(parts: &Parts) -> Troubled {
    Troubled { asked: Asked::of(&parts.uri), problem: Problem::NotFound }
}
