//! Where something is told in public.
//!
//! PR-73, PR-74, PR-84. Knows addresses and what goes there; how a letter gets there is the postman's business.

use serde::{Deserialize, Serialize};

use crate::words::Line;

/// A public place that announcements go to (PR-73, PR-74).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// How people call it.
    pub name: Line,
    /// Its mail address.
    pub address: Line,
    /// What it carries.
    #[serde(default)]
    pub carries: Carries,
    /// What a subject line begins with there, as `[security]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_prefix: Option<Line>,
}

/// What a channel carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carries {
    /// Announcements on release day (PR-73).
    #[default]
    Announcements,
    /// Retrospectives (PR-84).
    Retrospectives,
    /// A link to the announcement, once it is out (PR-74): a chat room, which nothing is mailed to.
    Links,
}
