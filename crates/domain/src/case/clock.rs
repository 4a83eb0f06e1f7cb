//! What is owed, by whom, by when; and when to wake up next.
//!
//! Every clock of a case is one variant here. Knows policy, case and `now`; an undefined anchor is a clock that has not
//! started, never a guess. Dates do not move because somebody looks.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::facts::Circle;
use super::state::{Case, MISSED, Mode, ReleaseDay, ReportState};
use crate::calendar::Term;
use crate::people::Role;
use crate::policy::{Anchor, CaseMode, ClockRule, Force, Origin, Pace, Policy};

pub use crate::policy::ClockKind;

/// One clock at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub kind: ClockKind,
    /// When it began.
    pub anchor: Timestamp,
    /// Not before; information, except for the retrospective.
    pub not_before: Option<Timestamp>,
    /// Due then. For a clock in a hurry: the moment the hurry began.
    pub due: Timestamp,
    /// Where it stands.
    pub state: ClockState,
    /// As soon as possible: no reminders, sorted first (PR-37).
    pub asap: bool,
    /// When to remind, soonest last.
    pub warnings: Vec<Timestamp>,
    /// What a miss means.
    pub force: Force,
    /// Where the rule comes from.
    pub origin: Origin,
    /// Whether the reporter was promised it and sees it.
    pub promised: bool,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Time is left.
    Running,
    /// The time has passed and it is still owed.
    Late,
    /// Done at that time, in time or not.
    Met {
        /// When.
        at: Timestamp,
    },
}

/// The clocks of a case that have started and still matter, or were met.
#[must_use]
pub fn clocks(case: &Case, now: Timestamp) -> Vec<Clock> {
    ClockKind::ALL.into_iter().filter_map(|kind| clock(case, kind, now)).collect()
}

/// One clock of a case; `None` while it has not started, or when it no longer applies.
#[must_use]
pub fn clock(case: &Case, kind: ClockKind, now: Timestamp) -> Option<Clock> {
    let met = met_at(case, kind);
    if met.is_none() && is_dropped(case, kind) {
        return None;
    }
    let policy = &case.policy;
    let mut clock = match kind {
        ClockKind::Threat => fixed(case, kind, case.threat.filter(|threat| threat.agrees != Some(true))?.publishes_at?),
        ClockKind::Embargo => fixed(case, kind, case.embargo.running_until()?),
        ClockKind::Acknowledge
        | ClockKind::Assess
        | ClockKind::Update
        | ClockKind::FixTeam
        | ClockKind::FixDevelopment
        | ClockKind::Release
        | ClockKind::PublishGap
        | ClockKind::Retrospective => {
            let rule = promises(policy)?.get(&kind)?;
            ruled(case, kind, rule.from.map_or_else(|| anchor(case, kind), |from| happened(case, from))?, rule)
        }
    };
    if met.is_none() {
        modify(case, &mut clock);
    }
    clock.state = match met {
        Some(at) => ClockState::Met { at },
        None if now > clock.due && !clock.asap => ClockState::Late,
        None => ClockState::Running,
    };
    Some(clock)
}

/// The earliest moment at which noting the time would record something; `None` when the case can sleep.
#[must_use]
pub fn next_wakeup(case: &Case) -> Option<Timestamp> {
    let embargo = case.embargo.running_until();
    let notes = clocks(case, Timestamp::MIN)
        .into_iter()
        .filter(is_noticed)
        .flat_map(|clock| pending(case, &clock))
        .map(|(at, _)| at);
    let parts = case
        .fix_team
        .values()
        .flat_map(|part| part.span.map(|(_, until)| until).into_iter().chain(part.unless_stopped));
    notes.chain(embargo).chain(parts).min()
}

/// What time alone has brought about by `now`: per clock the last reminder that is due, or the miss.
#[must_use]
pub fn due_notes(case: &Case, now: Timestamp) -> Vec<(ClockKind, Timestamp, u8)> {
    clocks(case, now)
        .into_iter()
        .filter(is_noticed)
        .filter_map(|clock| {
            let (_, step) = pending(case, &clock).into_iter().rfind(|(at, _)| *at <= now)?;
            Some((clock.kind, clock.due, step))
        })
        .collect()
}

/// What is owed next: what is in a hurry, else the running clock that is due first.
#[must_use]
pub fn next_due(case: &Case) -> Option<Clock> {
    let owed = clocks(case, Timestamp::MIN).into_iter().filter(|clock| !matches!(clock.state, ClockState::Met { .. }));
    owed.min_by_key(|clock| (!clock.asap, clock.due, clock.kind))
}

/// A clock that reminds: it runs, it is not in a hurry, and its end is not an event of its own.
fn is_noticed(clock: &Clock) -> bool {
    !clock.asap && clock.kind != ClockKind::Embargo && !matches!(clock.state, ClockState::Met { .. })
}

/// Reminders and the miss that are not yet noted, in order of time.
fn pending(case: &Case, clock: &Clock) -> Vec<(Timestamp, u8)> {
    let last = case
        .noted
        .iter()
        .filter(|(kind, due, _)| (*kind, *due) == (clock.kind, clock.due))
        .map(|(_, _, step)| *step)
        .max();
    // One millisecond after the due time it is late; at the due time it is not.
    let missed = clock.due.checked_add(jiff::SignedDuration::from_millis(1)).unwrap_or(clock.due);
    let steps = clock.warnings.iter().copied().zip(0..MISSED).chain([(missed, MISSED)]);
    steps.filter(|(_, step)| last.is_none_or(|last| *step > last)).collect()
}

/// What the policy promises; a project that answers no more promises nothing (PR-88).
fn promises(policy: &Policy) -> Option<&BTreeMap<ClockKind, ClockRule>> {
    policy.project.lifecycle.promises().then_some(&policy.clocks)
}

fn anchor(case: &Case, kind: ClockKind) -> Option<Timestamp> {
    match kind {
        ClockKind::Update => last_word(case),
        ClockKind::Acknowledge
        | ClockKind::Assess
        | ClockKind::FixTeam
        | ClockKind::FixDevelopment
        | ClockKind::Release
        | ClockKind::Threat
        | ClockKind::Embargo => Some(case.received_at),
        ClockKind::PublishGap => case.merged.as_ref().map(|(_, at)| *at),
        ClockKind::Retrospective => case.published_at(),
    }
}

/// When what a policy counts from has happened; `None` when it has not.
fn happened(case: &Case, anchor: Anchor) -> Option<Timestamp> {
    match anchor {
        Anchor::Receipt => Some(case.received_at),
        Anchor::Acknowledgement => case.acknowledged_at,
        Anchor::Decision => case.decided_at,
        Anchor::FixReady => case.ready.as_ref().map(|(_, at)| *at),
        Anchor::Merge => case.merged.as_ref().map(|(_, at)| *at),
        Anchor::Publication => case.published_at(),
    }
}

fn met_at(case: &Case, kind: ClockKind) -> Option<Timestamp> {
    match kind {
        ClockKind::Acknowledge => first_answer(case),
        ClockKind::FixTeam => case.fix_team_at,
        ClockKind::FixDevelopment => case.ready.as_ref().map(|(_, at)| *at),
        ClockKind::Release | ClockKind::PublishGap | ClockKind::Threat => case.published_at(),
        ClockKind::Assess => case.decided_at,
        // It is met again and again: each word begins it anew.
        ClockKind::Embargo | ClockKind::Update => None,
        ClockKind::Retrospective => case.retrospective_sent_at,
    }
}

/// The first answer to the reporter: said to be one, or simply written.
fn first_answer(case: &Case) -> Option<Timestamp> {
    answers(case).chain(case.acknowledged_at).min()
}

/// When the reporter last heard from those who respond; an answer that was never given begins no clock of its own.
fn last_word(case: &Case) -> Option<Timestamp> {
    answers(case).chain(case.acknowledged_at).chain(case.decided_at).max()
}

/// What was written to the reporter, and when.
fn answers(case: &Case) -> impl Iterator<Item = Timestamp> {
    let said =
        case.conversation.iter().filter(|message| message.to == Circle::Reporter && message.by.role != Role::Reporter);
    said.map(|message| message.at)
}

/// A declined or deferred report owes no fix; a closed case owes nothing; after publication everybody knows.
fn is_dropped(case: &Case, kind: ClockKind) -> bool {
    if kind == ClockKind::Update && case.published_at().is_some() {
        return true;
    }
    match case.report {
        ReportState::Closed => true,
        ReportState::Invalid | ReportState::Deferred => {
            !matches!(kind, ClockKind::Acknowledge | ClockKind::Embargo | ClockKind::Threat)
        }
        ReportState::Received | ReportState::Valid | ReportState::Accepted => false,
    }
}

fn ruled(case: &Case, kind: ClockKind, anchor: Timestamp, rule: &ClockRule) -> Clock {
    let calendar = &case.policy.calendar;
    let due = calendar.after(anchor, tracked(case, kind).unwrap_or(rule.within));
    Clock {
        kind,
        anchor,
        not_before: rule.not_before.map(|term| calendar.after(anchor, term)),
        due,
        state: ClockState::Running,
        asap: false,
        warnings: rule.warn_before.iter().map(|term| calendar.before(due, *term)).collect(),
        force: rule.force,
        origin: rule.origin.clone(),
        promised: rule.promised,
    }
}

/// The time that the case's track gives, where it gives one.
fn tracked(case: &Case, kind: ClockKind) -> Option<Term> {
    let track = case.policy.track(case.vector.as_ref().map(|(_, score)| score.tenths()), case.rating())?;
    match kind {
        ClockKind::FixDevelopment => track.fix_within,
        ClockKind::Release => track.release_within,
        ClockKind::Acknowledge
        | ClockKind::Assess
        | ClockKind::Update
        | ClockKind::FixTeam
        | ClockKind::Threat
        | ClockKind::Embargo
        | ClockKind::PublishGap
        | ClockKind::Retrospective => None,
    }
}

fn fixed(case: &Case, kind: ClockKind, due: Timestamp) -> Clock {
    Clock {
        kind,
        anchor: case.received_at,
        not_before: None,
        due,
        state: ClockState::Running,
        asap: false,
        warnings: vec![case.policy.calendar.before(due, Term::days(1))],
        force: Force::Should,
        origin: Origin::Own,
        promised: kind == ClockKind::Embargo,
    }
}

/// The three modifiers: in a hurry (PR-37), on an upstream project's date (PR-38), slowed with a recorded reason (PR-61).
fn modify(case: &Case, clock: &mut Clock) {
    let kind = clock.kind;
    let driven =
        matches!(kind, ClockKind::FixTeam | ClockKind::FixDevelopment | ClockKind::Release | ClockKind::PublishGap);
    if let (Mode::Asap { since }, true) = (case.mode, driven) {
        clock.not_before = None;
        clock.due = since.max(clock.anchor);
        clock.asap = true;
        clock.warnings.clear();
        return;
    }
    let moved = match case.release_day {
        ReleaseDay::Agreed { at, moved: true } => Some(at),
        ReleaseDay::Open | ReleaseDay::Proposed { .. } | ReleaseDay::Agreed { .. } => None,
    };
    let rebased = case.policy.pace(CaseMode::Upstream) == Pace::Rebased;
    let upstream = case.upstream.as_ref().filter(|_| rebased).and_then(|upstream| upstream.publishes_at);
    if let (ClockKind::Release, Some(date)) = (kind, upstream.or(moved)) {
        let shift = date.duration_since(clock.due);
        clock.due = date;
        clock.warnings = clock.warnings.iter().map(|at| at.checked_add(shift).unwrap_or(*at)).collect();
        if upstream.is_some() {
            clock.not_before = Some(date);
        }
    }
}
