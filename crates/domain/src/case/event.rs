//! Everything that can have happened to a case.
//!
//! Past tense, never edited, never removed. Adding one does not compile until its audience, its effect on state and its
//! consequences are decided. Every shape ever written stays readable (`tests/corpus`).

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::facts::{
    Artefact, Assessment, Channel, CheckRun, Circle, Closing, CveId, DeclineReason, Disclosure, Draft, EmbargoEnd, Fix,
    Mitigation, MoveFactor, Release, Reporter, Side, Standing, Upstream,
};
use crate::ids::{BlobId, CommitId, PersonId};
use crate::people::{Actor, Part, Role};
use crate::policy::{ClockKind, Policy, Rule};
use crate::severity::{CvssVector, Rating, Score};
use crate::words::{Line, Prose};

/// An event with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Counted from 1, without gaps.
    pub seq: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub event: Event,
}

/// Everything that can have happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "field names are those of the facts they carry")]
pub enum Event {
    // intake
    CaseOpened {
        policy: Arc<Policy>,
    },
    ReportReceived {
        title: Line,
        body: BlobId,
        channel: Channel,
        disclosure: Disclosure,
    },
    ReporterNamed {
        reporter: Reporter,
    },
    ReportAcknowledged,
    MessageSent {
        to: Circle,
        body: BlobId,
    },
    DisclosureNoted {
        place: Line,
        exploit: bool,
    },
    AttackNoted {
        evidence: Prose,
    },
    ThreatNoted {
        publishes_at: Option<Timestamp>,
    },
    PrivateHandlingAsked,
    PrivateHandlingAnswered {
        agrees: bool,
    },

    // triage
    ReportAssessed {
        assessment: Assessment,
    },
    ReportValidated,
    ReportAccepted,
    ReportDeclined {
        reason: DeclineReason,
        note: Prose,
    },
    ReportDeferred {
        note: Prose,
    },
    CoordinatorNamed {
        person: PersonId,
    },
    UpstreamNamed {
        upstream: Upstream,
    },

    // people
    FixerInvited {
        person: PersonId,
        standing: Standing,
        #[serde(default, skip_serializing_if = "Part::is_fixer")]
        part: Part,
    },
    OutsiderSupported {
        person: PersonId,
    },
    OutsiderApproved {
        person: PersonId,
    },
    FixerJoined {
        person: PersonId,
        #[serde(default, skip_serializing_if = "Part::is_fixer")]
        part: Part,
    },
    InvitationDeclined {
        person: PersonId,
    },
    FixerRemoved {
        person: PersonId,
    },
    AccessAsked {
        person: PersonId,
        reason: Prose,
        /// From when they may see it unless somebody stops it; where nobody else has a say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unless_stopped: Option<Timestamp>,
    },
    AccessGiven {
        person: PersonId,
        from: Timestamp,
        until: Timestamp,
    },
    AccessEnded {
        person: PersonId,
    },
    ReporterInvited,

    // embargo
    EmbargoProposed {
        until: Timestamp,
        from: Role,
    },
    EmbargoRejected,
    EmbargoAgreed {
        until: Timestamp,
    },
    EmbargoRevisionProposed {
        until: Timestamp,
        from: Role,
    },
    EmbargoRevisionRejected,
    EmbargoRevised {
        until: Timestamp,
    },
    EmbargoEnded {
        because: EmbargoEnd,
        note: Option<Prose>,
    },

    // fix
    AdvisoryOpened {
        reference: Option<Line>,
    },
    AdvisoryDrafted {
        draft: Box<Draft>,
    },
    MitigationStated {
        mitigation: Mitigation,
    },
    SeverityScored {
        vector: CvssVector,
        score: Score,
    },
    SeverityDecided {
        rating: Rating,
        reason: Option<Prose>,
    },
    CveRequested {
        route: Line,
    },
    CveAssigned {
        id: CveId,
    },
    CveWaived {
        reason: Prose,
    },
    ForkNoted {
        location: Line,
    },
    FixProposed {
        fix: Fix,
    },
    ChecksNoted {
        run: CheckRun,
    },
    FixReady {
        commit: CommitId,
    },

    // release
    CommunicationPlanned {
        plan: Prose,
    },
    ReleaseDayProposed {
        at: Timestamp,
        side: Side,
    },
    ReleaseDayAgreed {
        at: Timestamp,
    },
    ReleaseDayMoved {
        at: Timestamp,
        factor: MoveFactor,
        note: Prose,
    },
    FixApproved {
        commit: CommitId,
    },
    FixMerged {
        commit: CommitId,
    },
    ReleaseNoted {
        release: Release,
    },
    ArtefactChecked {
        artefact: Artefact,
    },

    // publication
    AdvisoryPublished,
    AdvisoryWithdrawn {
        reason: Prose,
    },
    Announced {
        channel: Line,
        receipt: Line,
    },

    // afterwards
    RetrospectiveDrafted {
        text: BlobId,
    },
    RetrospectiveSent,
    FeedbackGiven {
        text: BlobId,
    },
    CaseClosed {
        closing: Closing,
        note: Option<Prose>,
    },

    // the desk itself
    RuleSetAside {
        rule: Rule,
        reason: Prose,
    },
    PolicyChanged {
        policy: Arc<Policy>,
        reason: Prose,
    },
    GlassAsked {
        rule: Rule,
        reason: Prose,
    },
    GlassBroken {
        rule: Rule,
        reason: Prose,
    },
    ReminderDue {
        clock: ClockKind,
        due: Timestamp,
        step: u8,
    },
    DeadlineMissed {
        clock: ClockKind,
        due: Timestamp,
    },
    LetterSent {
        effect: String,
        receipt: Line,
    },
    LetterHeld {
        effect: String,
        problem: Line,
    },
}

impl Event {
    /// The kind, as the log's header carries it in the clear: it says nothing of the content.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one table: an event, its kind")]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::CaseOpened { .. } => "case_opened",
            Self::ReportReceived { .. } => "report_received",
            Self::ReporterNamed { .. } => "reporter_named",
            Self::ReportAcknowledged => "report_acknowledged",
            Self::MessageSent { .. } => "message_sent",
            Self::DisclosureNoted { .. } => "disclosure_noted",
            Self::AttackNoted { .. } => "attack_noted",
            Self::ThreatNoted { .. } => "threat_noted",
            Self::PrivateHandlingAsked => "private_handling_asked",
            Self::PrivateHandlingAnswered { .. } => "private_handling_answered",
            Self::ReportAssessed { .. } => "report_assessed",
            Self::ReportValidated => "report_validated",
            Self::ReportAccepted => "report_accepted",
            Self::ReportDeclined { .. } => "report_declined",
            Self::ReportDeferred { .. } => "report_deferred",
            Self::CoordinatorNamed { .. } => "coordinator_named",
            Self::UpstreamNamed { .. } => "upstream_named",
            Self::FixerInvited { .. } => "fixer_invited",
            Self::OutsiderSupported { .. } => "outsider_supported",
            Self::OutsiderApproved { .. } => "outsider_approved",
            Self::FixerJoined { .. } => "fixer_joined",
            Self::InvitationDeclined { .. } => "invitation_declined",
            Self::FixerRemoved { .. } => "fixer_removed",
            Self::AccessAsked { .. } => "access_asked",
            Self::AccessGiven { .. } => "access_given",
            Self::AccessEnded { .. } => "access_ended",
            Self::ReporterInvited => "reporter_invited",
            Self::EmbargoProposed { .. } => "embargo_proposed",
            Self::EmbargoRejected => "embargo_rejected",
            Self::EmbargoAgreed { .. } => "embargo_agreed",
            Self::EmbargoRevisionProposed { .. } => "embargo_revision_proposed",
            Self::EmbargoRevisionRejected => "embargo_revision_rejected",
            Self::EmbargoRevised { .. } => "embargo_revised",
            Self::EmbargoEnded { .. } => "embargo_ended",
            Self::AdvisoryOpened { .. } => "advisory_opened",
            Self::AdvisoryDrafted { .. } => "advisory_drafted",
            Self::MitigationStated { .. } => "mitigation_stated",
            Self::SeverityScored { .. } => "severity_scored",
            Self::SeverityDecided { .. } => "severity_decided",
            Self::CveRequested { .. } => "cve_requested",
            Self::CveAssigned { .. } => "cve_assigned",
            Self::CveWaived { .. } => "cve_waived",
            Self::ForkNoted { .. } => "fork_noted",
            Self::FixProposed { .. } => "fix_proposed",
            Self::ChecksNoted { .. } => "checks_noted",
            Self::FixReady { .. } => "fix_ready",
            Self::CommunicationPlanned { .. } => "communication_planned",
            Self::ReleaseDayProposed { .. } => "release_day_proposed",
            Self::ReleaseDayAgreed { .. } => "release_day_agreed",
            Self::ReleaseDayMoved { .. } => "release_day_moved",
            Self::FixApproved { .. } => "fix_approved",
            Self::FixMerged { .. } => "fix_merged",
            Self::ReleaseNoted { .. } => "release_noted",
            Self::ArtefactChecked { .. } => "artefact_checked",
            Self::AdvisoryPublished => "advisory_published",
            Self::AdvisoryWithdrawn { .. } => "advisory_withdrawn",
            Self::Announced { .. } => "announced",
            Self::RetrospectiveDrafted { .. } => "retrospective_drafted",
            Self::RetrospectiveSent => "retrospective_sent",
            Self::FeedbackGiven { .. } => "feedback_given",
            Self::CaseClosed { .. } => "case_closed",
            Self::RuleSetAside { .. } => "rule_set_aside",
            Self::PolicyChanged { .. } => "policy_changed",
            Self::GlassAsked { .. } => "glass_asked",
            Self::GlassBroken { .. } => "glass_broken",
            Self::ReminderDue { .. } => "reminder_due",
            Self::DeadlineMissed { .. } => "deadline_missed",
            Self::LetterSent { .. } => "letter_sent",
            Self::LetterHeld { .. } => "letter_held",
        }
    }
}
