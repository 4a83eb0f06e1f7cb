//! What of a log a reader outside may be told, once the advisory is out (PR-84).
//!
//! Written out event by event, so that a new one is told to nobody before somebody has decided. Left out: letters and
//! messages; what concerns one person alone; what another project may not have said yet; and the desk's own reminders.

use domain::case::event::{Event, Recorded};
use domain::people::Part;
use domain::policy::BodyKind;

use crate::words::{self, Names};

/// The story, one line per event, without names.
pub(super) fn story(log: &[Recorded], kind: BodyKind) -> Vec<String> {
    let first_draft =
        log.iter().find(|entry| matches!(entry.event, Event::AdvisoryDrafted { .. })).map(|entry| entry.seq);
    log.iter()
        .filter_map(|entry| {
            let words = match told(&entry.event) {
                Told::Whole => words::event_in(entry, &Names::new(), kind),
                Told::As(words) => words.to_owned(),
                Told::First if first_draft == Some(entry.seq) => words::event_in(entry, &Names::new(), kind),
                Told::First | Told::Not => return None,
            };
            Some(format!("{} – {words}", entry.at.strftime("%Y-%m-%d %H:%M")))
        })
        .collect()
}

enum Told {
    /// As the desk says it.
    Whole,
    /// In these words only.
    As(&'static str),
    /// The first of its kind; edits are no story.
    First,
    /// Not at all.
    Not,
}

#[expect(clippy::too_many_lines, reason = "one table: an event, what the public is told")]
const fn told(event: &Event) -> Told {
    match event {
        Event::CaseOpened { .. }
        | Event::ReportReceived { .. }
        | Event::ReportAcknowledged
        | Event::DisclosureNoted { .. }
        | Event::AttackNoted { .. }
        | Event::ReportAssessed { .. }
        | Event::ReportValidated
        | Event::ReportAccepted
        | Event::ReportDeclined { .. }
        | Event::ReportDeferred { .. }
        | Event::FixerInvited { .. }
        | Event::FixerJoined {
            part: Part::Guest | Part::Observer | Part::ReleaseManager | Part::Distributor | Part::Witness,
            ..
        }
        | Event::OutsiderSupported { .. }
        | Event::OutsiderApproved { .. }
        | Event::EmbargoProposed { .. }
        | Event::EmbargoAgreed { .. }
        | Event::EmbargoRevisionProposed { .. }
        | Event::EmbargoRevised { .. }
        | Event::EmbargoEnded { .. }
        | Event::AdvisoryOpened { .. }
        | Event::MitigationStated { .. }
        | Event::SeverityScored { .. }
        | Event::SeverityDecided { .. }
        | Event::CveRequested { .. }
        | Event::CveAssigned { .. }
        | Event::CveWaived { .. }
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
        | Event::AdvisoryWithdrawn { .. }
        | Event::Announced { .. }
        | Event::RetrospectiveSent
        | Event::CaseClosed { .. }
        | Event::DeadlineMissed { .. } => Told::Whole,

        Event::AdvisoryDrafted { .. } => Told::First,

        Event::CoordinatorNamed { .. } => Told::As("A coordinator was named."),
        Event::UpstreamNamed { .. } => Told::As("The case was found to hang on another project."),
        Event::FixerJoined { part: Part::Fixer, .. } => {
            Told::As("An engineer accepted the terms and joined the fix team.")
        }
        Event::ReporterInvited => Told::As("The reporter was asked to review."),
        Event::ForkNoted { .. } => Told::As("Work moved to a private fork."),
        Event::FixProposed { .. } => Told::As("A fix was proposed."),
        Event::EmbargoRejected | Event::EmbargoRevisionRejected => Told::As("No agreement was reached on that date."),

        Event::ReporterNamed { .. }
        | Event::MessageSent { .. }
        | Event::ThreatNoted { .. }
        | Event::PrivateHandlingAsked
        | Event::PrivateHandlingAnswered { .. }
        | Event::InvitationDeclined { .. }
        | Event::FixerRemoved { .. }
        | Event::AccessAsked { .. }
        | Event::AccessGiven { .. }
        | Event::AccessEnded { .. }
        | Event::RetrospectiveDrafted { .. }
        | Event::FeedbackGiven { .. }
        | Event::RuleSetAside { .. }
        | Event::PolicyChanged { .. }
        | Event::GlassAsked { .. }
        | Event::GlassBroken { .. }
        | Event::ReminderDue { .. }
        | Event::LetterSent { .. }
        | Event::LetterHeld { .. } => Told::Not,
    }
}
