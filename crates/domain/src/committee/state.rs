//! Where a committee stands: the fold of its log.
//!
//! Knows how each event changes the state; decides nothing and cannot fail. Folding a part of the log gives the committee as
//! it was then: who was on it on any day in the past is asked here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::ballot::{Ballot, Elected, End};
use super::event::{Event, Recorded};
use super::facts::{By, Handed, Leaving, Number, Question, Sign, Warning};
use super::leave::Leave;
use super::rota::Rota;
pub use super::seat::{Former, Interest, Open, Seat};
use crate::ids::{CaseId, PersonId};
use crate::voting::Said;
use crate::words::Line;

/// Where a committee stands. Full knowledge: never shown but through [`super::view::open`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct Committee {
    pub version: u64,
    pub seats: BTreeMap<PersonId, Seat>,
    pub former: Vec<Former>,
    /// Who has each duty.
    pub duties: BTreeMap<Line, PersonId>,
    /// Duties that somebody took on; the others were shared out.
    pub taken: BTreeSet<Line>,
    pub interests: BTreeMap<Number, Interest>,
    pub ballots: BTreeMap<Number, Ballot>,
    pub leaves: BTreeMap<Number, Leave>,
    pub tasks: BTreeMap<Number, Open>,
    pub rota: Option<Rota>,
    /// What was last warned about.
    pub warned: Vec<Warning>,
    /// Since when a case lay idle, when its coordinator was last reminded of it.
    pub nudged: BTreeMap<CaseId, Timestamp>,
}

impl Committee {
    /// Folds a log.
    #[must_use]
    pub fn fold(log: &[Recorded]) -> Self {
        let mut committee = Self::default();
        for entry in log {
            committee.evolve(entry);
        }
        committee
    }

    /// The committee as it was at a moment in the past.
    #[must_use]
    pub fn at(log: &[Recorded], moment: Timestamp) -> Self {
        let mut committee = Self::default();
        for entry in log.iter().take_while(|entry| entry.at <= moment) {
            committee.evolve(entry);
        }
        committee
    }

    /// Whether somebody has a seat.
    #[must_use]
    pub fn is_member(&self, person: PersonId) -> bool {
        self.seats.contains_key(&person)
    }

    /// The leave that somebody is on at a moment.
    #[must_use]
    pub fn leave_of(&self, person: PersonId, at: Timestamp) -> Option<&Leave> {
        self.leaves.values().find(|leave| leave.person == person && leave.is_during(at))
    }

    /// Members who are there at a moment.
    pub fn present(&self, at: Timestamp) -> impl Iterator<Item = &Seat> {
        self.seats.values().filter(move |seat| self.is_there(seat.person, at))
    }

    /// Whether a member is there at a moment: neither away nor suspended.
    #[must_use]
    pub fn is_there(&self, person: PersonId, at: Timestamp) -> bool {
        let seat = self.seats.get(&person).filter(|seat| seat.suspended_at.is_none());
        seat.is_some() && self.leave_of(person, at).is_none()
    }

    /// What happened.
    #[expect(clippy::too_many_lines, reason = "one table: an event, what it changes")]
    pub fn evolve(&mut self, entry: &Recorded) {
        let (seq, at) = (entry.seq, entry.at);
        self.version = seq;
        match &entry.event {
            Event::MemberSeated { person, name, organisation, how } => {
                let seat = self.seats.entry(*person);
                // A deputy who is chosen for good stays where they are.
                let seat = seat.and_modify(|seat| seat.how.clone_from(how));
                seat.or_insert_with(|| Seat::given(*person, name, organisation.as_ref(), how, at));
            }
            Event::EmployerChanged { person, organisation } => {
                if let Some(seat) = self.seats.get_mut(person) {
                    seat.organisation.clone_from(organisation);
                    seat.affiliations.push((at, organisation.clone()));
                }
            }
            Event::MemberLeft { person, why, to_do, emeritus } => self.leave(*person, *why, to_do, *emeritus, at),
            Event::WayInSent { person } => {
                if let Some(seat) = self.seats.get_mut(person) {
                    seat.owed_since = None;
                }
            }
            Event::SeatMoved { person, to } => self.move_seat(*person, *to),
            Event::AccessSuspended { person, .. } => {
                if let Some(seat) = self.seats.get_mut(person) {
                    seat.suspended_at = Some(at);
                }
                self.counts_no_more(*person, at);
            }
            Event::AccessResumed { person, .. } => {
                // Somebody has heard of them.
                self.sign(*person, Sign::Duty, at);
                if let Some(seat) = self.seats.get_mut(person) {
                    seat.suspended_at = None;
                    seat.owed_since = Some(at);
                }
            }
            Event::AccessCut { person, ways_in, cases } => {
                let last = self.former.iter_mut().rev().find(|former| former.seat.person == *person);
                if let Some(former) = last {
                    former.access_cut = Some((at, *ways_in, *cases));
                }
            }
            Event::LeavingDone { person, item, proof } => {
                let handed = Handed { proof: proof.clone(), at, by: entry.by };
                let last = self.former.iter_mut().rev().find(|former| former.seat.person == *person);
                if let Some((_, done)) = last.and_then(|former| former.to_do.get_mut(usize::from(*item))) {
                    *done = Some(handed);
                }
            }
            Event::RosterWarned { warnings } => self.warned.clone_from(warnings),
            Event::TaskOpened { task, due } => {
                self.tasks.insert(seq, Open { task: task.clone(), due: *due, at, done: None });
            }
            Event::TaskDone { task, note } => {
                if let Some(open) = self.tasks.get_mut(task) {
                    open.done = Some((at, note.clone()));
                }
            }
            Event::InterestExpressed { name, address, organisation, statement } => {
                let (name, address, organisation) = (name.clone(), address.clone(), organisation.clone());
                let statement = statement.clone();
                self.interests.insert(seq, Interest { name, address, organisation, statement, at, closed: None });
            }
            Event::InterestClosed { interest, note } => {
                if let Some(interest) = self.interests.get_mut(interest) {
                    interest.closed = Some(note.clone());
                }
            }
            Event::BallotOpened { question, reason, electorate, vote, calendar } => {
                let ballot = Ballot {
                    number: seq,
                    question: question.clone(),
                    reason: reason.clone(),
                    by: entry.by,
                    opened_at: at,
                    electorate: electorate.clone(),
                    vote: vote.as_ref().clone(),
                    calendar: calendar.as_ref().clone(),
                    said: Vec::new(),
                    aside: BTreeMap::new(),
                    conflicts: BTreeMap::new(),
                    electors: None,
                    extended_to: None,
                    end: None,
                };
                self.ballots.insert(seq, ballot);
            }
            Event::Voted { ballot, choice, reason } => {
                if let (Some(ballot), Some(by)) = (self.ballots.get_mut(ballot), entry.by.person()) {
                    ballot.said.push((Said { by, choice: *choice, at }, reason.clone()));
                }
            }
            Event::StoodAside { ballot, reason } => {
                if let (Some(ballot), Some(by)) = (self.ballots.get_mut(ballot), entry.by.person()) {
                    ballot.aside.entry(by).or_insert(at);
                    ballot.conflicts.insert(by, reason.clone());
                }
            }
            Event::ElectorsDecided { ballot, carried, evidence } => {
                if let Some(ballot) = self.ballots.get_mut(ballot) {
                    let (carried, evidence) = (*carried, evidence.clone());
                    ballot.electors = Some(Elected { carried, evidence, at, by: entry.by });
                }
            }
            Event::BallotExtended { ballot, until, .. } => {
                if let Some(ballot) = self.ballots.get_mut(ballot) {
                    ballot.extended_to = ballot.extended_to.max(Some(*until));
                }
            }
            Event::BallotWithdrawn { ballot, reason } => {
                self.end_ballot(*ballot, End::Withdrawn { at, reason: reason.clone() });
            }
            Event::BallotClosed { ballot, carried, closed_at } => {
                self.end_ballot(*ballot, End::Closed { carried: *carried, at: *closed_at });
            }
            Event::LeavePlanned { person, from, until, begins, ends } => {
                let leave = Leave::planned(*person, (*from, *until), (*begins, *ends), at);
                self.leaves.insert(seq, leave);
            }
            Event::LeaveCovered { leave, duty } => {
                if let Some(by) = entry.by.person() {
                    self.change_leave(*leave, |leave| leave.covered.extend([(duty.clone(), by)]));
                }
            }
            Event::DeputyNamed { leave, deputy } => {
                self.change_leave(*leave, |leave| leave.deputy = Some(deputy.clone()));
            }
            Event::LeaveWarned { leave, step, .. } => {
                self.change_leave(*leave, |leave| leave.warned = Some(*step));
            }
            Event::HandOverAsked { leave, step, .. } => {
                self.change_leave(*leave, |leave| leave.asked = Some(*step));
            }
            Event::CasesHandedOver { .. } => {}
            Event::LeaveEnded { leave } => {
                self.change_leave(*leave, |leave| leave.ended_at = Some(at));
            }
            Event::DutyAssigned { duty, person, shared } => {
                self.duties.insert(duty.clone(), *person);
                if entry.by.person() == Some(*person) && !shared {
                    self.taken.insert(duty.clone())
                } else {
                    self.taken.remove(duty)
                };
            }
            Event::SignOfLife { person, sign } => self.sign(*person, *sign, at),
            Event::Pinged { person } => {
                if let Some(seat) = self.seats.get_mut(person) {
                    seat.pinged_at.get_or_insert(at);
                }
            }
            Event::SilenceNoted { person, evidence } => {
                if let Some(seat) = self.seats.get_mut(person) {
                    seat.silence = Some(evidence.clone());
                }
            }
            Event::Nudged { person, case, idle_since } => {
                self.nudged.insert(*case, *idle_since);
                if let Some(seat) = self.seats.get_mut(person) {
                    seat.nudged_at.get_or_insert(at);
                }
            }
            Event::RotationSet { order, from, first, rotation, calendar } => {
                let (rotation, calendar) = (rotation.as_ref().clone(), calendar.as_ref().clone());
                let rota = Rota::new(order.clone(), (*from, *first), rotation, calendar);
                self.rota = Some(rota.after(self.rota.take(), at));
            }
            Event::ShiftBegun { shift, .. } => {
                if let Some(rota) = &mut self.rota {
                    rota.begun = Some(*shift);
                }
            }
            Event::ShiftOffered { shift, to } => {
                if let Some(rota) = &mut self.rota {
                    rota.offered.insert(*shift, *to);
                }
            }
            Event::ShiftTaken { shift } => {
                if let (Some(rota), Some(by)) = (&mut self.rota, entry.by.person()) {
                    rota.taken.insert(*shift, by);
                }
            }
        }
        // Whoever does anything here is there.
        self.heard(entry.by, at);
    }

    fn change_leave(&mut self, number: Number, change: impl FnOnce(&mut Leave)) {
        if let Some(leave) = self.leaves.get_mut(&number) {
            change(leave);
        }
    }

    fn heard(&mut self, by: By, at: Timestamp) {
        if let By::Member(person) = by {
            self.sign(person, Sign::Heard, at);
        }
    }

    fn sign(&mut self, person: PersonId, sign: Sign, at: Timestamp) {
        let Some(seat) = self.seats.get_mut(&person) else { return };
        seat.last_heard = seat.last_heard.max(at);
        (seat.pinged_at, seat.owed_since) = (None, None);
        if sign == Sign::Duty {
            seat.last_duty = seat.last_duty.max(at);
            seat.nudged_at = None;
        }
        // Whoever leaves duties undone has to do one, and not only to be heard of.
        if seat.silence.as_ref().is_some_and(|evidence| !evidence.duties_undone || sign == Sign::Duty) {
            seat.silence = None;
        }
    }

    /// A seat is given up: whoever had it counts in no ballot that is open, and has no duty.
    fn leave(&mut self, person: PersonId, why: Leaving, to_do: &[Line], emeritus: bool, at: Timestamp) {
        let Some(seat) = self.seats.remove(&person) else { return };
        let to_do = to_do.iter().map(|item| (item.clone(), None)).collect();
        let may_return = matches!(why, Leaving::DeputyEnded { .. }) && seat.suspended_at.is_none();
        self.former.push(Former { seat, left_at: at, why, to_do, access_cut: None, emeritus });
        self.duties.retain(|_, holder| *holder != person);
        self.taken.retain(|duty| self.duties.contains_key(duty));
        self.counts_no_more(person, at);
        for (number, leave) in &mut self.leaves {
            leave.covered.retain(|_, cover| *cover != person);
            if leave.person == person && leave.ended_at.is_none() {
                leave.ended_at = Some(at);
            }
            // Whoever gave the seat back as a deputy alone may stand in another time; nobody else comes back by an absence.
            if !may_return || why == (Leaving::DeputyEnded { leave: *number }) {
                leave.deputy.take_if(|deputy| deputy.person == person);
            }
        }
        self.rota = self.rota.take().and_then(|rota| rota.without(person, at));
    }

    /// Whoever was given a seat under one id, and has not come in yet, has it under another.
    fn move_seat(&mut self, person: PersonId, to: PersonId) {
        let Some(seat) = self.seats.remove(&person) else { return };
        self.seats.insert(to, Seat { person: to, ..seat });
        for holder in self.duties.values_mut().filter(|holder| **holder == person) {
            *holder = to;
        }
        for ballot in self.ballots.values_mut() {
            if ballot.end.is_none() && ballot.electorate.remove(&person) {
                ballot.electorate.insert(to);
            }
        }
        let deputies = self.leaves.values_mut().filter_map(|leave| leave.deputy.as_mut());
        for deputy in deputies.filter(|deputy| deputy.person == person) {
            deputy.person = to;
        }
    }

    /// In ballots that are open, from now on.
    fn counts_no_more(&mut self, person: PersonId, at: Timestamp) {
        for ballot in self.ballots.values_mut().filter(|ballot| ballot.end.is_none()) {
            if ballot.electorate.contains(&person) {
                ballot.aside.entry(person).or_insert(at);
            }
        }
    }

    fn end_ballot(&mut self, number: Number, end: End) {
        let Some(ballot) = self.ballots.get_mut(&number) else { return };
        if let Question::LongLeave { leave, .. } = &ballot.question
            && let Some(leave) = self.leaves.get_mut(leave)
        {
            // What was taken back was granted by nobody.
            leave.granted = Some(matches!(&end, End::Closed { carried: true, .. }));
        }
        let removed = match &ballot.question {
            Question::Removal { person, .. } => {
                Some(*person).filter(|_| matches!(end, End::Closed { carried: true, .. }))
            }
            Question::Admission { .. } | Question::LongLeave { .. } | Question::Deputy { .. } => None,
        };
        ballot.end = Some(end);
        // Whoever gave a deputy's seat back before they were removed comes back by no other absence.
        for leave in self.leaves.values_mut() {
            leave.deputy.take_if(|deputy| Some(deputy.person) == removed);
        }
    }

    /// Everybody who has or had a seat.
    #[must_use]
    pub fn everybody(&self) -> BTreeSet<PersonId> {
        self.seats.keys().copied().chain(self.former.iter().map(|former| former.seat.person)).collect()
    }
}
