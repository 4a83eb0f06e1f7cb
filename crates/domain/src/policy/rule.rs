//! The demands a step can make, each with the rule of the process it stands for.
//!
//! Knows names and rule ids; the words for people are in `documents`, the checks in `case::gate` and `case::decide`.

use serde::{Deserialize, Serialize};

/// A demand that a policy may make, with a force of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The three questions of triage are answered before a decision (PR-07).
    AssessmentFirst,
    /// Only code owners join without further ado (PR-48).
    CodeOwnersOnly,
    /// An outsider joins after recorded approval (PR-49).
    OutsiderApproval,
    /// Only a reporter who used a private channel joins the fix (PR-51).
    PrivateReporterOnly,
    /// The advisory names affected versions before a CVE is asked for (PR-45, PR-52).
    AffectedFirst,
    /// Severity is scored or decided before release (PR-47, PR-62).
    SeverityDecided,
    /// CVE numbers are settled, one way or the other, before release (PR-52, PR-70).
    CveSettled,
    /// Work happens in a private fork (PR-53, PR-54).
    WorkInFork,
    /// Checks ran on the commit that is called ready (PR-55).
    ChecksRun,
    /// No release day before the fix is ready (PR-57, PR-58, PR-65).
    ReadyFirst,
    /// Fix team and committee both agree to the release day (PR-58).
    BothAgree,
    /// The release day is in the recommended slot (PR-59).
    RecommendedSlot,
    /// A communication plan exists before release day (PR-64).
    CommunicationPlan,
    /// Somebody other than the author approves the fix (PR-67).
    ApprovalByAnother,
    /// The fix is merged on release day, not before (PR-68).
    MergeOnReleaseDay,
    /// Every artefact is built, signed, available and functional (PR-69).
    ArtefactsChecked,
    /// Every required field of the announcement is filled (PR-70, PR-80).
    AnnouncementComplete,
    /// Mitigation is written, or marked as none (PR-71, PR-79).
    MitigationStated,
    /// At least one channel is named (PR-73).
    ChannelNamed,
    /// Publication waits for the upstream project's date (PR-39).
    UpstreamFirst,
    /// The retrospective waits for its first day (PR-82).
    RetrospectiveNotBefore,
    /// A retrospective is sent before the case closes (PR-82, PR-84).
    RetrospectiveSent,
}

impl Rule {
    /// The rule of the process it carries out, as tests and refusals cite it.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::AssessmentFirst => "PR-07",
            Self::CodeOwnersOnly => "PR-48",
            Self::OutsiderApproval => "PR-49",
            Self::PrivateReporterOnly => "PR-51",
            Self::AffectedFirst => "PR-45",
            Self::SeverityDecided => "PR-47",
            Self::CveSettled => "PR-52",
            Self::WorkInFork => "PR-54",
            Self::ChecksRun => "PR-55",
            Self::ReadyFirst | Self::BothAgree => "PR-58",
            Self::RecommendedSlot => "PR-59",
            Self::CommunicationPlan => "PR-64",
            Self::ApprovalByAnother => "PR-67",
            Self::MergeOnReleaseDay => "PR-68",
            Self::ArtefactsChecked => "PR-69",
            Self::AnnouncementComplete => "PR-70",
            Self::MitigationStated => "PR-71",
            Self::ChannelNamed => "PR-73",
            Self::UpstreamFirst => "PR-39",
            Self::RetrospectiveNotBefore | Self::RetrospectiveSent => "PR-82",
        }
    }
}
