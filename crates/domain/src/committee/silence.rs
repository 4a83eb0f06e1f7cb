//! Silence: what the desk knows of a member who is not heard of, held against the policy's two conditions.
//!
//! PR-22, PR-25. A leave that was communicated stops the time. Must not know what follows from it: nothing ever does by itself.

use jiff::Timestamp;

use super::facts::Evidence;
use super::state::{Committee, Seat};
use crate::calendar::Term;
use crate::policy::Policy;

/// What is known of a member's silence at a moment; `None` when the policy says nothing of it.
#[must_use]
pub fn evidence(committee: &Committee, policy: &Policy, seat: &Seat, now: Timestamp) -> Option<Evidence> {
    let allowed = policy.membership.as_ref()?.inactive_after?;
    let (heard, duty) = (since(committee, seat, seat.last_heard, now), since(committee, seat, seat.last_duty, now));
    let over = |from: Timestamp| now > policy.calendar.after(from, allowed);
    Some(Evidence {
        last_heard: seat.last_heard,
        last_duty: seat.last_duty,
        pinged_at: seat.pinged_at,
        nudged_at: seat.nudged_at,
        on_leave: committee.leave_of(seat.person, now).is_some(),
        unreachable: seat.pinged_at.is_some_and(|pinged| now >= answer_due(policy, allowed, pinged)) && over(heard),
        duties_undone: seat.nudged_at.is_some_and(|nudged| over(since(committee, seat, nudged, now))) && over(duty),
    })
}

/// When a member is asked whether they are there: half-way to what the policy allows.
#[must_use]
pub fn ping_due(committee: &Committee, policy: &Policy, seat: &Seat, now: Timestamp) -> Option<Timestamp> {
    let allowed = policy.membership.as_ref()?.inactive_after?;
    let heard = since(committee, seat, seat.last_heard, now);
    Some(answer_due(policy, allowed, heard))
}

/// Half of what the policy allows after a moment: when somebody is asked, and how long they have to answer.
fn answer_due(policy: &Policy, allowed: Term, from: Timestamp) -> Timestamp {
    let half = policy.calendar.after(from, allowed).duration_since(from) / 2;
    from.checked_add(half).unwrap_or(Timestamp::MAX)
}

/// When the others are told: a moment after what the policy allows.
#[must_use]
pub fn silence_due(committee: &Committee, policy: &Policy, seat: &Seat, now: Timestamp) -> Option<Timestamp> {
    let allowed = policy.membership.as_ref()?.inactive_after?;
    let after = |from| policy.calendar.after(from, allowed);
    let unreachable = seat
        .pinged_at
        .map(|pinged| after(since(committee, seat, seat.last_heard, now)).max(answer_due(policy, allowed, pinged)));
    let undone = seat.nudged_at.map(|nudged| {
        after(since(committee, seat, nudged, now)).max(after(since(committee, seat, seat.last_duty, now)))
    });
    let due = unreachable.into_iter().chain(undone).min()?;
    due.checked_add(jiff::SignedDuration::from_millis(1)).ok()
}

/// From when silence counts: from the moment itself, or from the end of a leave that lay after it.
fn since(committee: &Committee, seat: &Seat, from: Timestamp, now: Timestamp) -> Timestamp {
    let away = committee.leaves.values().filter(|leave| leave.person == seat.person && leave.granted != Some(false));
    let ends = away.filter(|leave| leave.back_at() > from && leave.begins <= now).map(super::leave::Leave::back_at);
    ends.chain([from]).max().unwrap_or(from)
}
