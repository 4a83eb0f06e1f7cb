//! The policy file as a whole: every section with its key, parsed and written.
//!
//! Knows which sections there are; what each says is its own module's. Must not know any case.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::adjustment::Adjustment;
use super::body::{Body, BodyKind};
use super::channel::Channel;
use super::clock_kind::{ClockKind, ClockRule};
use super::distributor::Distributors;
use super::duty::{Duty, Rotation};
use super::embargo::EmbargoTerms;
use super::grading::{Grading, Track};
use super::knowledge::{Group, NeedToKnow};
use super::membership::Membership;
use super::mode::{CaseMode, ModeRule, Pace};
use super::place::{helped, line_and_column};
use super::project::Project;
use super::release::{ArtefactCheck, Identifiers, ReleaseRules};
use super::reporters::{Credit, Escalation, RetrospectiveRules, Reward, Scope, Templates};
use super::rule::Rule;
use super::strength::{Force, RuleSetting};
use super::vote::{Ballot, Vote};
use crate::calendar::{Calendar, Slot};
use crate::severity::Rating;
use crate::words::Line;

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
    /// What it is all for, in a sentence (PR-03).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Line>,
    /// How people come to the body and go (PR-13 to PR-26).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub membership: Option<Membership>,
    /// How decisions of several are made.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub votes: BTreeMap<Ballot, Vote>,
    /// What has to be done in every case (PR-07 to PR-11).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// Who has them this week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotation: Option<Rotation>,
    /// Who may know of a case while it is secret (PR-27).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_to_know: Option<NeedToKnow>,
    /// What changes when a case is not the ordinary one (PR-29 to PR-39).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub modes: BTreeMap<CaseMode, ModeRule>,
    /// Who may move which clock (PR-36, PR-61).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// How severity is measured (PR-47, PR-62).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Grading>,
    /// What is done otherwise from some severity on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tracks: Vec<Track>,
    /// Those who are told ahead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distributors: Vec<Distributors>,
    /// Whom a reporter may turn to who gets no answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalation: Vec<Escalation>,
    /// Where CVE numbers come from (PR-52).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifiers: Option<Identifiers>,
    /// What a release is (PR-69).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseRules>,
    /// How reporters are thanked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// Money for a report, or a plain no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reward: Option<Reward>,
    /// What it is about, and what is not a vulnerability here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// What the retrospective holds (PR-82 to PR-85).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrospective: Option<RetrospectiveRules>,
    /// How announcements are worded (PR-72).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub templates: Option<Templates>,
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
            let (line, column) = line_and_column(text, error.span().map_or(0, |span| span.start));
            BadPolicy { line, column, message: helped(error.message()) }
        })
    }

    /// The policy as a file: parsing it gives this very policy again.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // Every section is a table of strings, numbers and lists; TOML has a place for each.
        toml::to_string_pretty(self).unwrap_or_default()
    }

    /// How the clocks of a case in this mode run.
    #[must_use]
    pub fn pace(&self, mode: CaseMode) -> Pace {
        self.modes.get(&mode).map_or_else(|| mode.usual_pace(), |rule| rule.pace)
    }

    /// The severest track that a case of this score or rating reaches; the last named wins among equals.
    #[must_use]
    pub fn track(&self, tenths: Option<u8>, rating: Option<Rating>) -> Option<&Track> {
        let reached = self.tracks.iter().filter(|track| track.holds(tenths, rating));
        reached.max_by_key(|track| (track.from_tenths, track.from_rating))
    }

    /// Whether somebody of this group may be told of a secret case (ambiguity A7); a policy that names no groups leaves it to
    /// the rules of each step.
    #[must_use]
    pub fn may_know(&self, group: Group) -> bool {
        self.need_to_know.as_ref().is_none_or(|known| known.groups.contains(&group))
    }

    /// What every file of a release is checked for (PR-69).
    #[must_use]
    pub fn artefact_checks(&self) -> Vec<ArtefactCheck> {
        self.release.as_ref().map_or_else(ArtefactCheck::all, |release| release.checks.clone())
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
