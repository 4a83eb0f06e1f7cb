//! The row a list needs: a pure function of the folded case, replaced whole with every append.
//!
//! Knows just what lists sort, filter and show; the store seals the title and can rebuild every row from the log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clock::{self, ClockKind};
use super::state::{Case, Consent, ReportState};
use crate::ids::{CaseId, PersonId};
use crate::severity::Rating;
use crate::words::Line;

/// Where a case stands, in one word for people; computed from the three axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has answered yet.
    New,
    /// Being assessed.
    Triage,
    /// A fix is being written.
    Fixing,
    /// The fix is ready; a day is being agreed.
    Scheduling,
    /// The day is agreed, or the fix is merged.
    Releasing,
    /// The advisory is out; the retrospective is owed.
    Published,
    /// Put off.
    Deferred,
    /// Not ours or no vulnerability.
    Declined,
    /// Over.
    Closed,
}

/// The row. The store seals it as it is written here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct IndexRow {
    pub case: CaseId,
    pub version: u64,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
    pub phase: Phase,
    pub rating: Option<Rating>,
    /// What is owed next; lists sort by it.
    pub next_due: Option<(Timestamp, ClockKind)>,
    /// It is owed as soon as possible, since that moment: never late, and before everything else (PR-37).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asap: bool,
    /// When the clock must look again.
    pub wakeup: Option<Timestamp>,
    pub coordinator: Option<PersonId>,
    /// Who has a part in it, and may read.
    pub readers: Vec<PersonId>,
    /// Invited, and not yet answered.
    pub invited: Vec<PersonId>,
    /// Sealed by the store.
    pub title: Line,
}

/// The row of a case.
#[must_use]
pub fn row(case: &Case) -> IndexRow {
    let next = clock::next_due(case);
    IndexRow {
        case: case.id,
        version: case.version,
        opened_at: case.opened_at,
        updated_at: case.updated_at,
        phase: phase(case),
        rating: rating(case),
        next_due: next.as_ref().map(|clock| (clock.due, clock.kind)),
        asap: next.is_some_and(|clock| clock.asap),
        wakeup: clock::next_wakeup(case),
        coordinator: case.coordinator,
        readers: case.fix_team.keys().copied().filter(|person| case.part(*person).is_some()).collect(),
        invited: case
            .fix_team
            .iter()
            .filter(|(_, part)| part.approved && matches!(part.consent, Consent::Invited | Consent::Lapsed))
            .map(|(person, _)| *person)
            .collect(),
        title: case.title.clone(),
    }
}

/// The decided rating, or the score's own band.
#[must_use]
pub fn rating(case: &Case) -> Option<Rating> {
    case.rating()
}

/// The phase of a case.
#[must_use]
pub fn phase(case: &Case) -> Phase {
    match case.report {
        ReportState::Closed => Phase::Closed,
        ReportState::Invalid => Phase::Declined,
        ReportState::Deferred => Phase::Deferred,
        ReportState::Received if case.acknowledged_at.is_none() => Phase::New,
        ReportState::Received | ReportState::Valid => Phase::Triage,
        ReportState::Accepted if case.published_at().is_some() => Phase::Published,
        ReportState::Accepted if case.merged.is_some() || case.agreed_day().is_some() => Phase::Releasing,
        ReportState::Accepted if case.ready.is_some() => Phase::Scheduling,
        ReportState::Accepted => Phase::Fixing,
    }
}
