//! The case as a story: its spans, computed from the log.
//!
//! Knows which two moments each span joins; an absent moment is an absent span, never a guess. The retrospective and the
//! picture of a case are drawn from it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::event::{Event, Recorded};
use crate::people::Part;

/// How long things took (PR-03, PR-82 to PR-84).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spans {
    /// From receipt to the first answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_to_acknowledged: Option<SignedDuration>,
    /// From receipt to the decision on the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_to_decided: Option<SignedDuration>,
    /// From receipt to the first engineer at work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_to_fix_team: Option<SignedDuration>,
    /// From receipt to a fix that is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_to_ready: Option<SignedDuration>,
    /// From receipt to publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_to_published: Option<SignedDuration>,
    /// How long the fix was readable before a release carried it (ambiguity A9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix_public_before_release: Option<SignedDuration>,
    /// How long the fix was readable before users were told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix_public_before_publication: Option<SignedDuration>,
    /// How long users were exposed to public knowledge without a release: from the first public sign to the release (PR-03).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<SignedDuration>,
}

/// The spans of a log.
#[must_use]
pub fn spans(log: &[Recorded]) -> Spans {
    let first =
        |wanted: fn(&Event) -> bool| log.iter().find(|recorded| wanted(&recorded.event)).map(|recorded| recorded.at);
    let received = first(|event| matches!(event, Event::ReportReceived { .. }));
    let merged = first(|event| matches!(event, Event::FixMerged { .. }));
    let released = log.iter().find_map(|recorded| {
        if let Event::ReleaseNoted { release } = &recorded.event { Some(release.at) } else { None }
    });
    let published = first(|event| matches!(event, Event::AdvisoryPublished));
    let known = first(|event| matches!(event, Event::DisclosureNoted { .. } | Event::AttackNoted { .. })).or(merged);
    let decided = first(|event| {
        matches!(event, Event::ReportAccepted | Event::ReportDeclined { .. } | Event::ReportDeferred { .. })
    });
    Spans {
        received_to_acknowledged: between(received, first(|event| matches!(event, Event::ReportAcknowledged))),
        received_to_decided: between(received, decided),
        received_to_fix_team: between(
            received,
            first(|event| matches!(event, Event::FixerJoined { part: Part::Fixer, .. })),
        ),
        received_to_ready: between(received, first(|event| matches!(event, Event::FixReady { .. }))),
        received_to_published: between(received, published),
        fix_public_before_release: between(merged, released),
        fix_public_before_publication: between(merged, published),
        exposure: between(known, released),
    }
}

fn between(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<SignedDuration> {
    let span = to?.duration_since(from?);
    // What came before its beginning is no span.
    (!span.is_negative()).then_some(span)
}
