//! What the desk finds and notes: accounts that sit on the committee or do not any more, employers, signs of life.
//!
//! PR-06, PR-16, PR-17, PR-22.

use jiff::Timestamp;

use super::super::clock;
use super::super::event::Event;
use super::super::facts::{Leaving, Number, Seating, Sign};
use super::Question;
use super::leaving::left;
use crate::ids::{CaseId, PersonId};
use crate::words::Line;

impl Question<'_> {
    /// An account with a seat that the roster does not know: the operator gave it, among the first from the body that the policy
    /// names (PR-06).
    pub(super) fn note_seat(&self, person: PersonId, name: &Line, organisation: Option<&Line>) -> Vec<Event> {
        if self.committee.is_member(person) {
            return vec![];
        }
        let body = self.policy.membership.as_ref().and_then(|membership| membership.bootstrap.clone());
        let how = match body.filter(|_| self.committee.ballots.is_empty() && self.committee.former.is_empty()) {
            Some(body) => Seating::Bootstrap { body },
            None => Seating::Operator,
        };
        vec![Event::MemberSeated { person, name: name.clone(), organisation: organisation.cloned(), how }]
    }

    pub(super) fn note_employer(&self, person: PersonId, organisation: Option<&Line>) -> Vec<Event> {
        let changed = self.committee.seats.get(&person).filter(|seat| seat.organisation.as_ref() != organisation);
        changed.map(|_| Event::EmployerChanged { person, organisation: organisation.cloned() }).into_iter().collect()
    }

    pub(super) fn note_way_in(&self, person: PersonId) -> Vec<Event> {
        let owed = self.committee.seats.get(&person).is_some_and(|seat| seat.owed_since.is_some());
        owed.then_some(Event::WayInSent { person }).into_iter().collect()
    }

    /// The account that they have by now gets the seat, unless it has one: nobody has two.
    pub(super) fn note_seat_moved(&self, person: PersonId, to: PersonId) -> Vec<Event> {
        match (self.committee.is_member(person), self.committee.is_member(to)) {
            (false, _) => vec![],
            (true, true) => vec![left(self.policy, person, Leaving::AccountEnded)],
            (true, false) => vec![Event::SeatMoved { person, to }],
        }
    }

    pub(super) fn note_account_ended(&self, person: PersonId) -> Vec<Event> {
        let seated = self.committee.is_member(person);
        seated.then(|| left(self.policy, person, Leaving::AccountEnded)).into_iter().collect()
    }

    /// Once for each time that somebody left.
    pub(super) fn note_access_cut(&self, person: PersonId, ways_in: u64, cases: u64) -> Vec<Event> {
        let last = self.committee.former.iter().rev().find(|former| former.seat.person == person);
        let new = last.is_some_and(|former| former.access_cut.is_none());
        new.then_some(Event::AccessCut { person, ways_in, cases }).into_iter().collect()
    }

    pub(super) fn note_sign(&self, person: PersonId, sign: Sign) -> Vec<Event> {
        let seated = self.committee.is_member(person);
        seated.then_some(Event::SignOfLife { person, sign }).into_iter().collect()
    }

    /// Once for each stretch in which a case lies idle.
    pub(super) fn note_nudge(&self, person: PersonId, case: CaseId, idle_since: Timestamp) -> Vec<Event> {
        let new = self.committee.is_member(person) && self.committee.nudged.get(&case) != Some(&idle_since);
        new.then_some(Event::Nudged { person, case, idle_since }).into_iter().collect()
    }

    /// Once at each of the moments at which it is asked.
    pub(super) fn note_hand_over(&self, leave: Number, cases: u64) -> Vec<Event> {
        let known = self.committee.leaves.get(&leave).filter(|_| cases > 0);
        let due = known.and_then(|known| clock::hand_over_due(self.policy, known, self.now));
        due.map(|step| Event::HandOverAsked { leave, cases, step }).into_iter().collect()
    }
}
