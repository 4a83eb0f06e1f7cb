//! How strictly a rule holds, and where it comes from: what every rule of a policy carries.
//!
//! Knows the four forces and the origins. Must not know any rule.

use serde::{Deserialize, Serialize};

/// How strictly a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// Shown, never asked for.
    Info,
    /// Suggested.
    May,
    /// Asks for a written reason when not met (PR-34: the texts' timelines are suggestions).
    Should,
    /// Blocks.
    Must,
}

/// A demand of a step: how strict, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSetting {
    /// How strictly it holds.
    pub force: Force,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a rule comes from: a line of a source text (`003:L85`), the project itself (`own`), or nobody said it and we
/// assumed it (`assumed`), which is shown wherever the rule is rendered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Origin {
    /// The source left it open; a default was taken.
    Assumed,
    /// The project wrote it.
    Own,
    /// Cited from a text.
    Text(String),
}

impl From<String> for Origin {
    fn from(text: String) -> Self {
        match text.as_str() {
            "assumed" => Self::Assumed,
            "own" => Self::Own,
            _ => Self::Text(text),
        }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Assumed => "assumed".to_owned(),
            Origin::Own => "own".to_owned(),
            Origin::Text(text) => text,
        }
    }
}

/// What the project itself wrote, when a section does not say where it comes from.
pub(super) const fn own() -> Origin {
    Origin::Own
}

/// A suggestion that asks for a reason, when a section does not say how strictly it holds (PR-34).
pub(super) const fn should() -> Force {
    Force::Should
}

/// Whether the file need not say it.
pub(super) fn is_own(origin: &Origin) -> bool {
    *origin == Origin::Own
}

/// Whether the file need not say it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
pub(super) fn is_should(force: &Force) -> bool {
    *force == Force::Should
}

/// Whether the file need not say it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
pub(super) fn is_no(answer: &bool) -> bool {
    !*answer
}
