//! The log as a story, the latest first, by days.
//!
//! Knows the entries its reader may know. The words for each are in `documents`.

use documents::words::{self, Names};
use domain::case::event::{Event, Recorded};

use super::talk::capital;
use super::when;

/// An entry as it is drawn.
pub(crate) struct Entry {
    /// The day above it, when it is the first of its day.
    pub(crate) day: Option<String>,
    pub(crate) iso: String,
    pub(crate) hour: String,
    pub(crate) text: String,
    pub(crate) class: &'static str,
    /// How often the very same happened within the minute.
    pub(crate) times: u32,
}

/// The entries, the latest first.
pub(crate) fn entries(log: &[Recorded], names: &Names) -> Vec<Entry> {
    let mut before = None;
    let mut entries: Vec<Entry> = Vec::with_capacity(log.len());
    for recorded in log.iter().rev() {
        let today = recorded.at.as_second().div_euclid(86_400);
        let day = (before != Some(today)).then(|| when::day(recorded.at));
        before = Some(today);
        let entry = Entry {
            day,
            iso: when::iso(recorded.at),
            hour: when::hour(recorded.at),
            text: capital(&words::event(recorded, names)),
            class: class(&recorded.event),
            times: 1,
        };
        match entries.last_mut() {
            Some(last) if entry.day.is_none() && last.iso == entry.iso && last.text == entry.text => last.times += 1,
            Some(_) | None => entries.push(entry),
        }
    }
    entries
}

/// What the desk did by itself is quiet; what went wrong is not.
const fn class(event: &Event) -> &'static str {
    match event {
        Event::ReminderDue { .. } | Event::LetterSent { .. } | Event::MessageSent { .. } => "quiet",
        Event::DeadlineMissed { .. }
        | Event::LetterHeld { .. }
        | Event::DisclosureNoted { .. }
        | Event::AttackNoted { .. }
        | Event::ThreatNoted { .. }
        | Event::RuleSetAside { .. }
        | Event::AccessAsked { .. }
        | Event::AccessGiven { .. }
        | Event::GlassAsked { .. }
        | Event::GlassBroken { .. }
        | Event::AdvisoryWithdrawn { .. } => "grave",
        Event::CaseOpened { .. }
        | Event::PolicyChanged { .. }
        | Event::ReportReceived { .. }
        | Event::ReporterNamed { .. }
        | Event::ReportAcknowledged
        | Event::PrivateHandlingAsked
        | Event::PrivateHandlingAnswered { .. }
        | Event::ReportAssessed { .. }
        | Event::ReportValidated
        | Event::ReportAccepted
        | Event::ReportDeclined { .. }
        | Event::ReportDeferred { .. }
        | Event::CoordinatorNamed { .. }
        | Event::UpstreamNamed { .. }
        | Event::FixerInvited { .. }
        | Event::OutsiderSupported { .. }
        | Event::OutsiderApproved { .. }
        | Event::FixerJoined { .. }
        | Event::InvitationDeclined { .. }
        | Event::FixerRemoved { .. }
        | Event::AccessEnded { .. }
        | Event::ReporterInvited
        | Event::EmbargoProposed { .. }
        | Event::EmbargoRejected
        | Event::EmbargoAgreed { .. }
        | Event::EmbargoRevisionProposed { .. }
        | Event::EmbargoRevisionRejected
        | Event::EmbargoRevised { .. }
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
        | Event::ReleaseDayProposed { .. }
        | Event::ReleaseDayAgreed { .. }
        | Event::ReleaseDayMoved { .. }
        | Event::FixApproved { .. }
        | Event::FixMerged { .. }
        | Event::ReleaseNoted { .. }
        | Event::ArtefactChecked { .. }
        | Event::AdvisoryPublished
        | Event::Announced { .. }
        | Event::RetrospectiveDrafted { .. }
        | Event::RetrospectiveSent
        | Event::FeedbackGiven { .. }
        | Event::CaseClosed { .. } => "",
    }
}
