//! Whose policy it is, and whether they still answer.
//!
//! PR-12, PR-88. Knows names and addresses; must not know who works there.

use serde::{Deserialize, Serialize};

use crate::words::Line;

/// The project a policy speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// As people say it.
    pub name: Line,
    /// The organisation or owner on the forge.
    pub organisation: Line,
    /// Where the code lives.
    pub repository: Line,
    /// Whether the project still answers (PR-88).
    #[serde(default)]
    pub lifecycle: Lifecycle,
    /// Who answers now, for a project that was handed over: a name and where to report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over_to: Option<Line>,
    /// The last version that got fixes, for a project that no longer makes any (PR-88).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_fixed: Option<Line>,
    /// Private contact addresses (PR-12), in order of preference.
    #[serde(default)]
    pub contact: Vec<Line>,
}

/// Whether a project still answers (PR-88).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lifecycle {
    /// Releases and answers.
    #[default]
    Active,
    /// Answers, releases fixes only.
    Maintenance,
    /// Read-only; promises nothing.
    Archived,
    /// Somebody else answers now; `handed_over_to` says who.
    HandedOver,
}

impl Lifecycle {
    /// Whether the project promises anything to those who report (PR-88).
    #[must_use]
    pub const fn promises(self) -> bool {
        match self {
            Self::Active | Self::Maintenance => true,
            Self::Archived | Self::HandedOver => false,
        }
    }
}
