//! When the committee has to look at the clock: ballots that close, absences that begin and end, silence, shifts.
//!
//! Pure functions of the fold, the policy and the time; noting what is due is `decide`'s.

use jiff::Timestamp;

use super::cover::gaps;
use super::leave::{Asks, Leave};
use super::silence;
use super::state::Committee;
use crate::calendar::Term;
use crate::ids::PersonId;
use crate::policy::Policy;
use crate::voting::Outcome;
use crate::words::Line;

/// How long before an absence the others are warned of what nobody covers, and when it begins; and whoever goes is asked for
/// their cases, until it begins.
const STEPS: [Option<Term>; 3] = [Some(Term::days(7)), Some(Term::days(1)), None];

/// A gap that is to be warned about now.
pub(super) struct Warned {
    /// Duties that nobody covers.
    pub(super) open: Vec<Line>,
    /// Which warning it is.
    pub(super) step: u8,
}

/// The earliest moment at which noting the time would record something; `None` when the committee can sleep.
#[must_use]
pub fn next_wakeup(committee: &Committee, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    let ballots = committee.ballots.values().filter(|ballot| ballot.end.is_none());
    let closing = ballots.filter_map(|ballot| match ballot.standing(now) {
        Outcome::Open { closes_at } => closes_at,
        Outcome::Carried { at } | Outcome::Lost { at } => Some(at),
    });
    let leaves = committee.leaves.values().filter(|leave| leave.is_ahead(now));
    let leaves = leaves.flat_map(|leave| {
        let warnings = warning_moments(policy, leave).filter(|(_, step)| leave.warned.is_none_or(|last| *step > last));
        warnings.map(|(at, _)| at).chain([leave.begins, leave.back_at()])
    });
    let ahead = leaves.filter(|at| *at > now);
    let seats = committee.seats.values().filter(|seat| !policy.is_sole() && seat.suspended_at.is_none());
    let silent = seats.flat_map(|seat| {
        let ping = silence::ping_due(committee, policy, seat, now).filter(|_| seat.pinged_at.is_none());
        let told = silence::silence_due(committee, policy, seat, now).filter(|_| seat.silence.is_none());
        ping.into_iter().chain(told)
    });
    let shift = committee.rota.as_ref().and_then(|rota| match rota.shift_at(now) {
        Some(shift) => Some(shift.until),
        None => rota.shifts().next().map(|first| first.from).filter(|from| *from > now),
    });
    closing.chain(ahead).chain(silent).chain(shift).min()
}

/// The warning that is due about an absence, if nobody has covered it by then.
pub(super) fn gap_due(committee: &Committee, policy: &Policy, leave: &Leave, now: Timestamp) -> Option<Warned> {
    if !leave.is_ahead(now) {
        return None;
    }
    let (_, step) = warning_moments(policy, leave).filter(|(at, _)| *at <= now).last()?;
    let open = gaps(committee, leave);
    (leave.warned.is_none_or(|last| step > last) && !open.is_empty()).then_some(Warned { open, step })
}

/// Which time it is that whoever will be away is asked to hand their open cases over, when that is due. Once the absence has begun
/// nobody is asked any more: the desk gives on what is left.
#[must_use]
pub fn hand_over_due(policy: &Policy, leave: &Leave, now: Timestamp) -> Option<u8> {
    let (_, step) = warning_moments(policy, leave).filter(|(at, _)| *at <= now).last()?;
    (leave.is_to_come(now) && leave.asked.is_none_or(|last| step > last)).then_some(step)
}

/// Whether somebody will soon be away for so long that they are asked to hand their cases over.
#[must_use]
pub fn goes_soon(committee: &Committee, policy: &Policy, person: PersonId, now: Timestamp) -> bool {
    let ahead = |leave: &&Leave| leave.person == person && leave.is_to_come(now);
    let is_close = |leave: &Leave| warning_moments(policy, leave).any(|(at, _)| at <= now);
    committee.leaves.values().filter(ahead).any(is_close)
}

/// Whether something about somebody's absence came about after one moment and by another: it was planned, is close, began, is
/// over.
#[must_use]
pub fn is_news_of(policy: &Policy, leave: &Leave, after: Timestamp, by: Timestamp) -> bool {
    let moments = warning_moments(policy, leave).map(|(at, _)| at);
    moments.chain([leave.planned_at, leave.begins, leave.back_at()]).any(|at| after < at && at <= by)
}

fn warning_moments(policy: &Policy, leave: &Leave) -> impl Iterator<Item = (Timestamp, u8)> {
    let asked = leave.asks(policy) != Asks::Nothing;
    let at = move |term: Option<Term>| term.map_or(leave.begins, |term| policy.calendar.before(leave.begins, term));
    STEPS.into_iter().zip(0..).filter(move |_| asked).map(move |(term, step)| (at(term), step))
}
