//! Which decisions stand behind an event: for whoever looks again at what proves them.
//!
//! Knows events and verbs; what proves a decision is the desk's.

use super::super::event::Event;
use super::super::facts::EmbargoEnd;
use super::Verb;

/// The decisions that people confirm with a passkey, one of which must stand behind an event; none where nobody confirms.
#[must_use]
pub const fn behind(event: &Event) -> &'static [Verb] {
    match event {
        Event::FixerInvited { .. } => &[Verb::InviteFixer],
        Event::OutsiderSupported { .. } => &[Verb::ApproveOutsider],
        Event::OutsiderApproved { .. } => &[Verb::ApproveOutsider, Verb::InviteFixer],
        Event::FixerRemoved { .. } => &[Verb::RemoveFixer],
        Event::AccessGiven { .. } => &[Verb::LetSee],
        Event::ReporterInvited => &[Verb::InviteReporter],
        Event::EmbargoProposed { .. } | Event::EmbargoRevisionProposed { .. } => &[Verb::ProposeEmbargo],
        Event::EmbargoRejected | Event::EmbargoRevisionRejected => &[Verb::RejectEmbargo],
        Event::EmbargoAgreed { .. } => &[Verb::AcceptEmbargo],
        Event::EmbargoRevised { .. } => {
            &[Verb::AcceptEmbargo, Verb::NameUpstream, Verb::AgreeReleaseDay, Verb::MoveReleaseDay]
        }
        Event::ReleaseDayProposed { .. } | Event::ReleaseDayAgreed { .. } => &[Verb::AgreeReleaseDay],
        Event::ReleaseDayMoved { .. } => &[Verb::MoveReleaseDay],
        Event::AdvisoryPublished => &[Verb::Publish],
        Event::AdvisoryWithdrawn { .. } => &[Verb::Withdraw],
        Event::GlassAsked { .. } | Event::GlassBroken { .. } => &[Verb::BreakGlass],
        Event::PolicyChanged { .. } => &[Verb::MoveToPolicy],
        Event::EmbargoEnded { because: EmbargoEnd::Decided, .. } => &[Verb::EndEmbargo],
        Event::CaseOpened { .. }
        | Event::ReportReceived { .. }
        | Event::ReporterNamed { .. }
        | Event::ReportAcknowledged
        | Event::MessageSent { .. }
        | Event::DisclosureNoted { .. }
        | Event::AttackNoted { .. }
        | Event::ThreatNoted { .. }
        | Event::PrivateHandlingAsked
        | Event::PrivateHandlingAnswered { .. }
        | Event::ReportAssessed { .. }
        | Event::ReportValidated
        | Event::ReportAccepted
        | Event::ReportDeclined { .. }
        | Event::ReportDeferred { .. }
        | Event::CoordinatorNamed { .. }
        | Event::UpstreamNamed { .. }
        | Event::FixerJoined { .. }
        | Event::AccessAsked { .. }
        | Event::AccessEnded { .. }
        | Event::InvitationDeclined { .. }
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
        | Event::FixProposed { .. }
        | Event::ChecksNoted { .. }
        | Event::FixReady { .. }
        | Event::CommunicationPlanned { .. }
        | Event::FixApproved { .. }
        | Event::FixMerged { .. }
        | Event::ReleaseNoted { .. }
        | Event::ArtefactChecked { .. }
        | Event::Announced { .. }
        | Event::RetrospectiveDrafted { .. }
        | Event::RetrospectiveSent
        | Event::FeedbackGiven { .. }
        | Event::CaseClosed { .. }
        | Event::RuleSetAside { .. }
        | Event::ReminderDue { .. }
        | Event::DeadlineMissed { .. }
        | Event::LetterSent { .. }
        | Event::LetterHeld { .. } => &[],
    }
}
