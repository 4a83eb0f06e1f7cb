//! The policy file: what a project promises and demands, as data.
//!
//! Knows the typed sections of one TOML file. It sets parameters of a process whose stages are fixed; it is not a workflow
//! language. Must not know any case.

mod clock_kind;
mod contradiction;
mod place;
mod presets;
mod rule;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use clock_kind::ClockKind;
pub use contradiction::{Contradiction, contradictions};
pub use place::place_of;
pub use presets::{Preset, committee, solo};
pub use rule::Rule;

use crate::calendar::{Calendar, Slot, Term};
use crate::words::{Line, Prose};

/// A project's response policy. Embedded in the log when a case opens, so that an old case is judged by the promise made then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The version adopters and readers cite.
    pub version: Line,
    /// Whose policy it is.
    pub project: Project,
    /// Who responds.
    pub body: Body,
    /// Working days, for dates.
    pub calendar: Calendar,
    /// The recommended hour of a release (PR-59); none when any time serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_slot: Option<Slot>,
    /// Below this score a release may be slowed (PR-61), in tenths: 40 is 4.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_below_tenths: Option<u8>,
    /// How long secrecy lasts when nobody says otherwise, and at most.
    pub embargo: EmbargoTerms,
    /// What is owed by when.
    pub clocks: BTreeMap<ClockKind, ClockRule>,
    /// What a step demands, and how strictly. A rule that is absent is not demanded.
    pub rules: BTreeMap<Rule, RuleSetting>,
    /// Where announcements go (PR-73).
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// What users run to see their version (PR-78).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_command: Option<Line>,
    /// The processes this one learned from (PR-86).
    #[serde(default)]
    pub lineage: Vec<Line>,
}

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
}

/// The standing response group (PR-04, PR-13). A solo maintainer is a committee of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its name in letters.
    pub name: Line,
    /// One person or several.
    pub kind: BodyKind,
    /// Fewest members wished for.
    pub members_min: u8,
    /// Most members wished for.
    pub members_max: u8,
}

/// One person or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// One maintainer; what needs a second person is not asked for.
    Sole,
    /// Several members who decide together.
    Committee,
}

/// Agreed secrecy (the texts leave it open: ambiguity A11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbargoTerms {
    /// From receipt of a private report, unless something else is agreed.
    pub default: Term,
    /// Never longer than this from receipt.
    pub maximum: Term,
    /// What a participant agrees to before the first read (PR-41).
    pub terms: Prose,
    /// Where the section comes from.
    pub origin: Origin,
}

/// What is owed by when: a deadline or a window, anchored by the kind of the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Not before this long after the anchor; information, except for the retrospective (ambiguity A3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Term>,
    /// Due this long after the anchor.
    pub within: Term,
    /// How long before the due time to remind, longest first.
    #[serde(default)]
    pub warn_before: Vec<Term>,
    /// What a miss means.
    pub force: Force,
    /// Where the rule comes from.
    pub origin: Origin,
    /// Whether the reporter is promised it and sees it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub promised: bool,
}

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
}

/// Why a text is not a policy: the place and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct BadPolicy {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Policy {
    /// Parses a policy file. Unknown keys are errors.
    ///
    /// # Errors
    /// [`BadPolicy`] with the first place that is wrong.
    pub fn parse(text: &str) -> Result<Self, BadPolicy> {
        toml::from_str(text).map_err(|error| {
            let (line, column) = place::line_and_column(text, error.span().map_or(0, |span| span.start));
            BadPolicy { line, column, message: place::helped(error.message()) }
        })
    }

    /// How strictly a rule holds here; `None` when the policy does not demand it.
    #[must_use]
    pub fn force(&self, rule: Rule) -> Option<Force> {
        self.rules.get(&rule).map(|setting| setting.force)
    }

    /// Whether an instant is a good one for a release: in the recommended slot (PR-59), on no holiday and in no blackout.
    #[must_use]
    pub fn recommends(&self, at: Timestamp) -> bool {
        self.calendar.is_free(at) && self.release_slot.as_ref().is_none_or(|slot| slot.holds(at))
    }

    /// The first recommended slot at or after an instant; `None` when the policy recommends none.
    #[must_use]
    pub fn next_slot(&self, from: Timestamp) -> Option<Timestamp> {
        self.release_slot.as_ref()?.next(from, &self.calendar)
    }

    /// Whether one person decides everything.
    #[must_use]
    pub fn is_sole(&self) -> bool {
        self.body.kind == BodyKind::Sole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let text = Preset::Solo.text().replacen("version = ", "versoin = ", 1);
        let error = Policy::parse(&text).unwrap_err();
        assert_eq!(error.message, "`versoin` is no key here; did you mean `version`?");
        assert!(error.line > 1, "{error}");
    }

    #[test]
    fn a_policy_survives_the_log() {
        for policy in [committee(), solo()] {
            let json = serde_json::to_string(&policy).unwrap();
            assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
        }
    }
}
