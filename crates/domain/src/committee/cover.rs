//! Who does what at a moment: duties with whoever covers them, and who is on call.
//!
//! PR-11, PR-23, PR-24. Nothing is ever left undone for want of a name.

use jiff::Timestamp;

use super::leave::Leave;
use super::rota::Shift;
use super::state::{Committee, Seat};
use crate::ids::PersonId;
use crate::words::Line;

/// Who is on call at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnCall {
    /// Who.
    pub person: PersonId,
    /// The shift.
    pub shift: Shift,
    /// Whether the shift was accepted, where the policy asks it: until it is, whoever had the last one is on call.
    pub accepted: bool,
}

/// The duties of whoever is away that nobody has who is there for the whole of it.
#[must_use]
pub fn gaps(committee: &Committee, leave: &Leave) -> Vec<Line> {
    let stays = |person: &PersonId| {
        let own = committee.leaves.values().filter(|other| other.person == *person);
        committee.is_member(*person) && !own.into_iter().any(|other| other.overlaps(leave.begins, leave.back_at()))
    };
    let theirs = committee.duties.iter().filter(|(_, holder)| **holder == leave.person);
    theirs.filter(|(duty, _)| !leave.covered.get(*duty).is_some_and(stays)).map(|(duty, _)| duty.clone()).collect()
}

/// Whether somebody can take on what whoever will be away looks after: they are there from now until the end of it, and do not
/// have their seat in place of somebody who is back before.
#[must_use]
pub fn can_take(committee: &Committee, leave: &Leave, person: PersonId, now: Timestamp) -> bool {
    let away = is_away_between(committee, person, now, leave.back_at());
    let other = committee.seats.get(&person).and_then(Seat::stands_in_during);
    let other = other.and_then(|(_, other)| committee.leaves.get(&other));
    let stays = other.is_none_or(|other| other.back_at() >= leave.back_at());
    person != leave.person && committee.is_there(person, now) && !away && stays
}

/// Whether somebody is away at any time in a stretch.
#[must_use]
pub fn is_away_between(committee: &Committee, person: PersonId, begins: Timestamp, ends: Timestamp) -> bool {
    committee.leaves.values().any(|leave| leave.person == person && leave.overlaps(begins, ends))
}

/// Who does a duty at a moment: its holder, whoever covers for them, or somebody who is there. Nothing is ever left undone for
/// want of a name (PR-11).
#[must_use]
pub fn acting(committee: &Committee, duty: &Line, at: Timestamp) -> Option<PersonId> {
    let holder = *committee.duties.get(duty)?;
    let Some(leave) = committee.leave_of(holder, at) else {
        let there = committee.is_there(holder, at);
        return if there { Some(holder) } else { stand_in(committee, at).or(Some(holder)) };
    };
    let there = |person: &PersonId| committee.is_there(*person, at);
    let covers = leave.covered.get(duty).copied().filter(there).or_else(|| stands_in_for(committee, leave, at));
    covers.or_else(|| stand_in(committee, at)).or(Some(holder))
}

/// Who does what somebody who is away has no time for: their deputy, or whoever covers a duty of theirs; nobody when none of
/// them is there.
#[must_use]
pub fn stands_in_for(committee: &Committee, leave: &Leave, at: Timestamp) -> Option<PersonId> {
    let deputy = leave.deputy.as_ref().map(|deputy| deputy.person);
    let mut those = deputy.into_iter().chain(leave.covered.values().copied());
    those.find(|person| committee.is_there(*person, at))
}

/// Whoever is there with the fewest duties; of several the one who has been a member for longest.
#[must_use]
pub fn stand_in(committee: &Committee, at: Timestamp) -> Option<PersonId> {
    let load = |person: PersonId| committee.duties.values().filter(|holder| **holder == person).count();
    committee.present(at).min_by_key(|seat| (load(seat.person), seat.since, seat.person)).map(|seat| seat.person)
}

/// Who is on call at a moment. A shift that is not accepted yet is still the last one's; somebody who is away is stood in for by
/// whoever comes next and is there.
#[must_use]
pub fn on_call(committee: &Committee, at: Timestamp) -> Option<OnCall> {
    let rota = committee.rota.as_ref()?;
    let shift = rota.shift_at(at)?;
    let there = |person: &PersonId| committee.is_there(*person, at);
    let accepted = rota.is_accepted(&shift);
    let kept = (0..=shift.number).rev().find_map(|number| rota.taken.get(&number).copied());
    let person = if accepted { shift.person } else { kept.filter(there).unwrap_or(shift.person) };
    let turn = rota.order.iter().position(|other| *other == person).unwrap_or(0);
    let next = rota.order.iter().cycle().skip(turn + 1).take(rota.order.len());
    let person = if there(&person) { person } else { next.copied().find(there)? };
    Some(OnCall { person, shift, accepted })
}
