//! What follows from a decision by itself: a ballot that is over is closed, with what it decided; a duty without a holder gets
//! one; a roster out of shape is warned about, with the numbers.
//!
//! PR-11, PR-13, PR-16 to PR-18, PR-26. Everything here follows from the state after the decision and from the time.

use jiff::Timestamp;

use super::super::ballot::Ballot;
use super::super::event::Event;
use super::super::facts::{By, Leaving, Nominee, Number, Question as About, Seating, Task, Warning};
use super::super::state::{Committee, Seat};
use super::super::{cover, roster};
use super::leaving::left;
use super::record;
use crate::ids::PersonId;
use crate::policy::Policy;
use crate::voting::Outcome;
use crate::words::Line;

/// The events, and what follows from them.
pub(super) fn up(committee: &Committee, policy: &Policy, events: Vec<Event>, by: By, now: Timestamp) -> Vec<Event> {
    let mut after = After { committee: committee.clone(), policy, by, now, events: Vec::new() };
    for event in events {
        after.add(event);
    }
    after.close_ballots();
    after.assign_duties();
    after.share_duties();
    after.look_at_roster(committee);
    after.events
}

/// The committee after what was decided so far.
struct After<'a> {
    committee: Committee,
    policy: &'a Policy,
    by: By,
    now: Timestamp,
    events: Vec<Event>,
}

impl After<'_> {
    fn add(&mut self, event: Event) {
        for entry in record(vec![event.clone()], self.committee.version, self.now, self.by) {
            self.committee.evolve(&entry);
        }
        self.events.push(event);
    }

    /// Ballots that are over by the votes and the clock, the one that was over first first, whenever that is noticed.
    fn close_ballots(&mut self) {
        while let Some((closed_at, carried, ballot)) = self.over() {
            self.add(Event::BallotClosed { ballot: ballot.number, carried, closed_at });
            if carried {
                self.carry_out(&ballot);
            }
        }
    }

    fn over(&self) -> Option<(Timestamp, bool, Ballot)> {
        let open = self.committee.ballots.values().filter(|ballot| ballot.end.is_none());
        let over = open.filter_map(|ballot| match ballot.standing(self.now) {
            Outcome::Open { .. } => None,
            Outcome::Carried { at } => Some((at, true, ballot)),
            Outcome::Lost { at } => Some((at, false, ballot)),
        });
        over.min_by_key(|(at, _, ballot)| (*at, ballot.number))
            .map(|(at, carried, ballot)| (at, carried, ballot.clone()))
    }

    fn carry_out(&mut self, ballot: &Ballot) {
        match &ballot.question {
            About::Admission { nominee, .. } if self.is_outside(nominee) => {
                self.add(seated(nominee, Seating::Ballot { ballot: ballot.number }));
            }
            About::Deputy { leave, nominee } if self.lacks_deputy(*leave) && self.is_outside(nominee) => {
                self.add(Event::DeputyNamed { leave: *leave, deputy: nominee.clone() });
            }
            About::Removal { person, .. } if self.committee.is_member(*person) => {
                self.add(left(self.policy, *person, Leaving::Removed { ballot: ballot.number }));
            }
            About::Admission { .. } | About::Removal { .. } | About::LongLeave { .. } | About::Deputy { .. } => {}
        }
    }

    /// Whether somebody is no member, or one only for as long as another is away.
    fn is_outside(&self, nominee: &Nominee) -> bool {
        self.committee.seats.get(&nominee.person).is_none_or(Seat::is_deputys)
    }

    fn lacks_deputy(&self, leave: Number) -> bool {
        let leave = self.committee.leaves.get(&leave);
        leave.is_some_and(|leave| leave.is_ahead(self.now) && leave.deputy.is_none())
    }

    /// No duty is ever without a holder while there is a member (PR-11).
    fn assign_duties(&mut self) {
        for duty in &self.policy.duties {
            if self.committee.duties.contains_key(&duty.name) {
                continue;
            }
            let anybody = self.committee.seats.values().min_by_key(|seat| (seat.since, seat.person));
            let holder = cover::stand_in(&self.committee, self.now).or_else(|| anybody.map(|seat| seat.person));
            if let Some(person) = holder {
                self.add(Event::DutyAssigned { duty: duty.name.clone(), person, shared: true });
            }
        }
    }

    /// Duties are shared (PR-11): what nobody has taken on goes from whoever has most to whoever has least, until they are even.
    fn share_duties(&mut self) {
        while let Some((duty, person)) = self.uneven() {
            self.add(Event::DutyAssigned { duty, person, shared: true });
        }
    }

    /// The next duty to go to another, and to whom.
    fn uneven(&self) -> Option<(Line, PersonId)> {
        let Committee { duties, taken, .. } = &self.committee;
        let load = |person: PersonId| duties.values().filter(|holder| **holder == person).count();
        let least = cover::stand_in(&self.committee, self.now)?;
        let shared = self.policy.duties.iter().filter(|duty| !taken.contains(&duty.name));
        let held = shared.filter_map(|duty| Some((duty.name.clone(), *duties.get(&duty.name)?)));
        let (duty, most) = held.max_by_key(|(_, holder)| load(*holder))?;
        (load(most) > load(least) + 1).then_some((duty, least))
    }

    /// Warned about with the numbers; a change of employers that makes it one-sided opens a task (PR-17), and one that is even
    /// again ends it.
    fn look_at_roster(&mut self, before: &Committee) {
        let warnings = roster::warnings(&self.committee, self.policy);
        if warnings != self.committee.warned {
            self.add(Event::RosterWarned { warnings: warnings.clone() });
        }
        let sided = |organisation: &Line| {
            let is = |warning: &Warning| matches!(warning, Warning::OneSided { organisation: one, .. } if one.reveal().to_lowercase() == organisation.reveal().to_lowercase());
            warnings.iter().any(is)
        };
        let open = self.committee.tasks.iter().filter(|(_, open)| open.done.is_none());
        let settled: Vec<u64> = open
            .filter(|(_, open)| {
                let Task::Diversity { organisation, .. } = &open.task;
                !sided(organisation)
            })
            .map(|(task, _)| *task)
            .collect();
        for task in settled {
            self.add(Event::TaskDone { task, note: None });
        }
        let changed = self.committee.seats.values().filter(|seat| has_changed(before, seat));
        let tasks: Vec<Task> = changed
            .filter_map(|seat| Some((seat.person, seat.organisation.clone()?)))
            .filter(|(_, organisation)| sided(organisation))
            .map(|(person, organisation)| Task::Diversity { person, organisation })
            .collect();
        let allowed = self.policy.membership.as_ref().and_then(|membership| membership.over_limit_for);
        let due = allowed.map(|term| self.policy.calendar.after(self.now, term));
        for task in tasks {
            self.add(Event::TaskOpened { task, due });
        }
    }
}

/// Whether a member works for another organisation than before.
fn has_changed(before: &Committee, seat: &Seat) -> bool {
    before.seats.get(&seat.person).is_some_and(|was| was.organisation != seat.organisation)
}

/// Somebody comes.
pub(super) fn seated(nominee: &Nominee, how: Seating) -> Event {
    let Nominee { person, name, organisation, .. } = nominee;
    Event::MemberSeated { person: *person, name: name.clone(), organisation: organisation.clone(), how }
}
