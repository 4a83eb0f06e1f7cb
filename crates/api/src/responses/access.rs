//! What opens the desk, as its holder sees it: sessions, passkeys, tokens, and passkeys that were lost.

use domain::Timestamp;
use domain::case::index::Phase;
use domain::ids::{CaseId, PasskeyId, PersonId, SessionId, TokenId};
use serde::Serialize;
use utoipa::ToSchema;

/// Where the caller is signed in, the last used first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sessions {
    /// Each session that is not over.
    pub sessions: Vec<SessionRow>,
}

/// One session of the caller's.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionRow {
    /// What it is called here; it opens nothing.
    #[schema(value_type = String)]
    pub id: SessionId,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub began_at: Timestamp,
    /// When it was used last, to the minute.
    #[schema(value_type = String, format = DateTime)]
    pub used_at: Timestamp,
    /// When it ends if nobody uses it.
    #[schema(value_type = String, format = DateTime)]
    pub ends_at: Timestamp,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// The caller's passkeys.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passkeys {
    /// Each, the oldest first.
    pub passkeys: Vec<PasskeyRow>,
}

/// One passkey of the caller's.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyRow {
    /// What it is called here; it proves nothing.
    #[schema(value_type = String)]
    pub id: PasskeyId,
    /// What its holder calls it.
    pub name: String,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// When it was last used.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used_at: Option<Timestamp>,
}

/// The tokens with which programs act for the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// The newest first.
    pub tokens: Vec<TokenRow>,
}

/// A token, as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenRow {
    /// What ends it.
    #[schema(value_type = String)]
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// What it is for: `read_cases`, `act_on_cases`, `read_people`, `policy`, `committee`.
    pub scopes: Vec<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When it was used last, to the minute; absent when it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used_at: Option<Timestamp>,
}

/// A token was made.
#[derive(Serialize, ToSchema)]
pub struct TokenMade {
    /// The token itself: shown once, and kept nowhere.
    pub token: String,
}

/// Everybody who has passkeys.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recoveries {
    /// By name.
    pub people: Vec<RecoveryRow>,
}

/// Somebody who has passkeys, and how far it is that they are let in again without.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryRow {
    /// Who.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// As others see them.
    pub name: String,
    /// When it was asked for; absent when it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub begun_at: Option<Timestamp>,
    /// How many members have still to approve it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<usize>,
    /// From when on a one-time link lets them in without a passkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
}

/// Whether the caller has a password.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordAnswer {
    /// Since when; `null` when they have none.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
}

/// A secret for an authenticator app, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordSecret {
    /// As it is typed into an app (base32).
    pub secret: String,
    /// The address an app takes it from (`otpauth://`).
    pub address: String,
    /// To be sent back with the password and a code, within half an hour.
    pub offer: String,
}

/// What opens the desk in somebody's name, looked at now.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningsAnswer {
    /// Who.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// As others see them.
    pub name: String,
    /// When the account ended; `null` when it did not.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub removed_at: Option<Timestamp>,
    /// When it was looked at.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether the account has ended and nothing opens the desk in its name any more.
    pub shut: bool,
    /// Sessions that are not over.
    pub sessions: u64,
    /// One-time links that were not used.
    pub links: u64,
    /// Passkeys.
    pub passkeys: u64,
    /// Passwords: one, or none.
    pub passwords: u64,
    /// Links with an identity provider: one, or none.
    pub providers: u64,
    /// Tokens that are not over.
    pub tokens: u64,
    /// Open cases they have a part in or are invited to; counted for members alone.
    pub cases: u64,
}

/// The caller's link with the identity provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderAnswer {
    /// What people call the provider.
    pub name: String,
    /// Since when the account is linked; `null` when it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
}

/// The reports that are kept with the caller's account.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnReports {
    /// The first kept first.
    pub reports: Vec<OwnReportRow>,
}

/// A report of the caller's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnReportRow {
    /// Its case, which the caller reads as its reporter.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// As it was titled.
    pub title: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub phase: Phase,
}
