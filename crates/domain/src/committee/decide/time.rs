//! What time alone brings about: deputies who come and go, gaps that are warned about, silence, shifts that begin.
//!
//! PR-22 to PR-25. Ballots that the clock closes are closed in `follow`, after every decision.

use std::collections::BTreeSet;

use super::super::clock::{self, Warned};
use super::super::event::Event;
use super::super::facts::{Evidence, Leaving, Seating};
use super::super::silence;
use super::Question;
use super::follow::seated;
use super::leaving::left;

impl Question<'_> {
    pub(super) fn note_time(&self) -> Vec<Event> {
        let mut events = self.deputies();
        events.extend(self.gaps());
        if !self.policy.is_sole() {
            events.extend(self.silences());
        }
        events.extend(self.shifts());
        events
    }

    /// A deputy has the seat from the first moment of the absence to its last, and no longer, unless nobody else is left.
    fn deputies(&self) -> Vec<Event> {
        let named = || {
            let leaves = self.committee.leaves.iter();
            leaves.filter_map(|(number, leave)| Some((*number, leave, leave.deputy.as_ref()?)))
        };
        let gone = self.committee.deputies_over(self.now);
        let ended = gone.iter().filter_map(|person| self.committee.seats.get(person)?.stands_in_during());
        let mut events: Vec<Event> =
            ended.map(|(person, leave)| left(self.policy, person, Leaving::DeputyEnded { leave })).collect();
        // Who stood in for one may stand in for the next at once.
        let mut fresh = BTreeSet::new();
        for (leave, known, deputy) in named() {
            let how = Seating::Deputy { leave };
            let seat = self.committee.seats.get(&deputy.person);
            let is_suspended = seat.is_some_and(|seat| seat.suspended_at.is_some());
            let seated_now = seat.is_some() && (!gone.contains(&deputy.person) || is_suspended);
            if known.is_during(self.now) && !seated_now && fresh.insert(deputy.person) {
                events.push(seated(deputy, how));
            }
        }
        events
    }

    fn gaps(&self) -> Vec<Event> {
        let leaves = self.committee.leaves.iter();
        let due = leaves.filter_map(|(number, leave)| {
            let Warned { open, step } = clock::gap_due(self.committee, self.policy, leave, self.now)?;
            Some(Event::LeaveWarned { leave: *number, open, step })
        });
        due.collect()
    }

    /// First the member is asked, then the others are told; nothing else follows by itself.
    fn silences(&self) -> Vec<Event> {
        let mut events = Vec::new();
        for seat in self.committee.seats.values().filter(|seat| seat.suspended_at.is_none()) {
            let person = seat.person;
            let ping = silence::ping_due(self.committee, self.policy, seat, self.now);
            if seat.pinged_at.is_none() && ping.is_some_and(|due| due <= self.now) {
                events.push(Event::Pinged { person });
            }
            let evidence = silence::evidence(self.committee, self.policy, seat, self.now).filter(Evidence::suffices);
            if let Some(evidence) = evidence.filter(|_| seat.silence.is_none()) {
                events.push(Event::SilenceNoted { person, evidence });
            }
        }
        events
    }

    fn shifts(&self) -> Option<Event> {
        let rota = self.committee.rota.as_ref()?;
        let shift = rota.shift_at(self.now).filter(|shift| rota.begun != Some(shift.number))?;
        Some(Event::ShiftBegun { shift: shift.number, person: shift.person })
    }
}
