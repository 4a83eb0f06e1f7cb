//! Who may know of what: one answer per kind of event.
//!
//! Knows viewers and kinds, never content. Rights are computed from the case at the moment of reading.

use jiff::Timestamp;

use super::event::Event;
use super::facts::Circle;
use super::state::Case;
use crate::people::{Part, Viewer};

/// Who may know of an event, beside the committee, who may know of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The committee alone.
    Committee,
    /// And the fix team.
    Fixers,
    /// And the reporter.
    Reporter,
    /// Everybody who takes part, but for those who are only told ahead.
    Participants,
    /// And those who are told ahead: what comes, and when.
    Everybody,
}

/// A viewer's place in one case; `None` is a stranger, to whom the case does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A committee member.
    Committee,
    /// With a part in it, terms accepted (PR-41).
    Part(Part),
    /// Holds the receipt.
    Reporter,
}

/// The viewer's place in the case at this moment.
#[must_use]
pub fn place(case: &Case, viewer: Viewer, now: Timestamp) -> Option<Place> {
    match viewer {
        Viewer::Committee(_) => Some(Place::Committee),
        // Rights to a case end with the case (PR-42).
        Viewer::Person(person) => case.part_at(person, now).filter(|_| case.closed.is_none()).map(Place::Part),
        Viewer::Reporter => Some(Place::Reporter),
    }
}

/// Whether somebody in that place may know of something for that audience.
#[must_use]
pub const fn includes(audience: Audience, place: Place) -> bool {
    match (audience, place) {
        (_, Place::Committee) | (Audience::Everybody, _) => true,
        (_, Place::Part(Part::Distributor)) => false,
        (Audience::Participants, _) => true,
        (Audience::Fixers, Place::Part(_)) | (Audience::Reporter, Place::Reporter) => true,
        (Audience::Committee | Audience::Reporter, Place::Part(_))
        | (Audience::Committee | Audience::Fixers, Place::Reporter) => false,
    }
}

/// Who may know of an event.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table: an event, who may know")]
pub const fn audience(event: &Event) -> Audience {
    match event {
        Event::CaseOpened { .. }
        | Event::EmbargoAgreed { .. }
        | Event::EmbargoRevised { .. }
        | Event::ReleaseDayAgreed { .. }
        | Event::AdvisoryPublished
        | Event::AdvisoryWithdrawn { .. }
        | Event::Announced { .. }
        | Event::ReleaseNoted { .. }
        | Event::RetrospectiveSent
        | Event::PolicyChanged { .. } => Audience::Everybody,

        Event::ReportReceived { .. }
        | Event::ReportAccepted
        | Event::ReportValidated
        | Event::EmbargoProposed { .. }
        | Event::EmbargoRejected
        | Event::EmbargoRevisionProposed { .. }
        | Event::EmbargoRevisionRejected
        | Event::AccessGiven { .. }
        | Event::AccessEnded { .. }
        | Event::FixMerged { .. } => Audience::Participants,

        Event::ReporterNamed { .. }
        | Event::ReportAcknowledged
        | Event::ReportDeclined { .. }
        | Event::ReportDeferred { .. }
        | Event::PrivateHandlingAsked
        | Event::PrivateHandlingAnswered { .. }
        | Event::ReporterInvited => Audience::Reporter,

        Event::MessageSent { to, .. } => match to {
            Circle::Committee => Audience::Committee,
            Circle::Fixers => Audience::Fixers,
            Circle::Reporter => Audience::Reporter,
        },

        Event::DisclosureNoted { .. }
        | Event::AttackNoted { .. }
        | Event::ReportAssessed { .. }
        | Event::CoordinatorNamed { .. }
        | Event::UpstreamNamed { .. }
        | Event::FixerInvited { .. }
        | Event::OutsiderSupported { .. }
        | Event::OutsiderApproved { .. }
        | Event::FixerJoined { .. }
        | Event::FixerRemoved { .. }
        | Event::EmbargoEnded { .. }
        | Event::AdvisoryOpened { .. }
        | Event::AdvisoryDrafted { .. }
        | Event::MitigationStated { .. }
        | Event::SeverityScored { .. }
        | Event::SeverityDecided { .. }
        | Event::CveRequested { .. }
        | Event::CveAssigned { .. }
        | Event::CveWaived { .. }
        | Event::ForkNoted { .. }
        | Event::FixReady { .. }
        | Event::FixProposed { .. }
        | Event::ChecksNoted { .. }
        | Event::CommunicationPlanned { .. }
        | Event::ReleaseDayProposed { .. }
        | Event::ReleaseDayMoved { .. }
        | Event::FixApproved { .. }
        | Event::ArtefactChecked { .. }
        | Event::RetrospectiveDrafted { .. } => Audience::Fixers,

        Event::InvitationDeclined { .. }
        | Event::AccessAsked { .. }
        | Event::ThreatNoted { .. }
        | Event::FeedbackGiven { .. }
        | Event::CaseClosed { .. }
        | Event::RuleSetAside { .. }
        | Event::GlassAsked { .. }
        | Event::GlassBroken { .. }
        | Event::ReminderDue { .. }
        | Event::DeadlineMissed { .. }
        | Event::LetterSent { .. }
        | Event::LetterHeld { .. } => Audience::Committee,
    }
}
