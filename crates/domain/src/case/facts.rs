//! The facts that commands carry and events keep: small closed values.
//!
//! Knows the field's words for them; must not know who may say or read them.

pub use formats::cve_id::CveId;
pub use formats::cwe::CweId;
pub use formats::range::AffectedRange;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{CommitId, PersonId};
use crate::policy::ArtefactCheck;
pub use crate::policy::MoveFactor;
use crate::words::{Line, Prose};

/// How a report reached us (PR-12, PR-29).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The private form of this desk.
    Form,
    /// Private mail.
    Mail,
    /// A member wrote it down.
    Member,
    /// Seen in public.
    Public,
}

/// Whether the world already knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// Told to us alone.
    Private,
    /// Readable by anyone (PR-29).
    Public,
}

/// Who told us. Known to the committee; never to the fix team or the public without consent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// As they wish to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Where letters go; the receipt page works without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// Whether the advisory may thank them by name.
    #[serde(default)]
    pub credit: CreditWish,
}

/// Whether the advisory may thank the reporter by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditWish {
    /// Not by name.
    #[default]
    Anonymous,
    /// By the name given.
    Named,
}

/// The three mandatory answers of triage (PR-07), and whether anyone is being attacked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// What an attacker gains.
    pub impact: Prose,
    /// Whether it can be replicated.
    pub replicated: Replicated,
    /// Whose code it is.
    pub origin: CodeOrigin,
    /// Reliable evidence of exploitation, in the assessor's judgement at that time.
    pub exploited: Exploited,
}

/// Whether the flaw could be shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replicated {
    /// Yes.
    Yes,
    /// Tried, and no.
    No,
    /// Not tried, or not clear.
    Unclear,
}

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeOrigin {
    /// This project's.
    Ours,
    /// Another project's, which we depend on.
    Upstream,
    /// Not clear yet.
    Unclear,
}

/// Whether reliable evidence of exploitation exists (EU 2024/2847 Article 14 counts from that moment).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exploited {
    /// No evidence.
    NoEvidence,
    /// Reliable evidence.
    Evidence,
}

/// Why a report is declined (RM invalid).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// Works as documented.
    NotAVulnerability,
    /// Could not be shown, and the reporter has no more to add.
    NotReplicable,
    /// Told before.
    Duplicate,
    /// Another project's, and they have been told.
    NotOurs,
    /// No longer supported.
    Unsupported,
    /// No content worth an answer.
    Spam,
}

/// Who reads a message of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circle {
    /// The committee alone.
    Committee,
    /// Committee and fix team.
    Fixers,
    /// Committee and reporter.
    Reporter,
}

/// How an invited person stands to the code (PR-48, PR-49).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Named in the project's code owners or maintainers.
    CodeOwner,
    /// Anybody else; joins after recorded approval.
    Outsider,
}

/// Another project whose flaw or timeline it is (PR-38).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upstream {
    /// Its name.
    pub project: Line,
    /// When they publish, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publishes_at: Option<Timestamp>,
}

/// The published statement in the making (PR-45): what is known so far, replaced whole by every edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// One line that names the flaw.
    pub title: Line,
    /// What it is and what it allows, for the reader who decides whether to care.
    pub summary: Prose,
    /// Everything a reader needs to understand it (PR-81).
    pub details: Prose,
    /// Version facts (PR-45).
    #[serde(default)]
    pub affected: Vec<AffectedRange>,
    /// Kinds of weakness.
    #[serde(default)]
    pub weaknesses: Vec<CweId>,
    /// Features, extensions or configuration that make it likely (PR-78).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposure: Option<Prose>,
    /// What users can do before upgrading (PR-71, PR-79).
    #[serde(default)]
    pub mitigation: Mitigation,
    /// How to upgrade (PR-80).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Prose>,
    /// What users run to see their version (PR-78); the policy's command when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_command: Option<Line>,
    /// Identifiers of other databases: GHSA, RUSTSEC …
    #[serde(default)]
    pub aliases: Vec<Line>,
}

/// What users can do before upgrading (PR-71).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mitigation {
    /// Nobody has said.
    #[default]
    Unstated,
    /// There is none; the block is dropped from the announcement.
    None,
    /// This.
    Steps(Prose),
}

/// Software that carries the fix (PR-70).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// As users write it.
    pub version: Line,
    /// Its tag in the repository.
    pub tag: Line,
    /// Where it is announced or listed.
    pub url: Line,
    /// When the tag was made.
    pub at: Timestamp,
}

/// One binary, image or archive, with its four checks (PR-69).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "the rule has four independent checks")]
pub struct Artefact {
    /// File or image name.
    pub name: Line,
    /// Where users get it.
    pub url: Line,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: Line,
    /// Built from the tag.
    pub built: bool,
    /// Its signature verifies.
    pub signed: bool,
    /// Anybody can fetch it.
    pub available: bool,
    /// It runs.
    pub functional: bool,
}

impl Artefact {
    /// Whether all four checks passed.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.built && self.signed && self.available && self.functional
    }

    /// Whether one of the checks passed.
    #[must_use]
    pub const fn passed(&self, check: ArtefactCheck) -> bool {
        match check {
            ArtefactCheck::Built => self.built,
            ArtefactCheck::Signed => self.signed,
            ArtefactCheck::Available => self.available,
            ArtefactCheck::Functional => self.functional,
        }
    }
}

/// A run of the project's own checks on a commit (PR-55; a forge runs none in a private fork).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRun {
    /// What was checked.
    pub commit: CommitId,
    /// With which tool.
    pub tool: Line,
    /// Whether it passed.
    pub passed: bool,
}

/// A fix somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// The commit that holds it.
    pub commit: CommitId,
    /// Who wrote it; nobody approves their own (PR-67).
    pub author: PersonId,
}

/// Why a case closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// Everything the process asks for is done.
    Done,
    /// The report was declined.
    Declined,
    /// Given up, with a reason in the log.
    Abandoned,
}

/// Which of the two bodies agrees to a release day (PR-58).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The response committee.
    Committee,
    /// The fix team.
    FixTeam,
}

/// Why an embargo ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmbargoEnd {
    /// Its time came.
    Expired,
    /// The flaw became public.
    Public,
    /// Someone is attacking.
    Attacks,
    /// The committee ended it.
    Decided,
    /// The advisory is out.
    Published,
}
