//! Leaving the committee, and what is handed over when somebody has left.
//!
//! PR-17, PR-20, PR-21, ambiguity A6.

use super::super::command::Successor;
use super::super::event::Event;
use super::super::facts::{Leaving, Number, Question as About};
use super::super::state::Seat;
use super::{Decision, Question, Refusal};
use crate::ids::PersonId;
use crate::policy::Policy;
use crate::words::Prose;

impl Question<'_> {
    /// At any time, by oneself. Who follows is only proposed: the members decide.
    pub(super) fn step_down(&self, successor: Option<&Successor>, reason: Option<&Prose>) -> Decision {
        let person = self.member()?;
        // A deputy's seat ends with the absence: they do not stay in place of everybody.
        let stays = |seat: &Seat| seat.person != person && seat.suspended_at.is_none() && !seat.is_deputys();
        if !self.committee.seats.values().any(stays) {
            return Err(Refusal::LastMember);
        }
        let stood_in = self.committee.seats.get(&person).and_then(Seat::stands_in_during);
        // Whoever stood in gives back the seat, and keeps the account that they had.
        let why = stood_in.map_or(Leaving::SteppedDown, |(_, leave)| Leaving::DeputyEnded { leave });
        let mut events = vec![left(self.policy, person, why)];
        if let Some(Successor { nominee, contributor }) = successor {
            if stood_in.is_some() {
                return Err(Refusal::DeputiesNameNone);
            }
            if *contributor == Some(false) {
                return Err(Refusal::NotAContributor);
            }
            if nominee.person == person {
                return Err(Refusal::NotForThem);
            }
            self.may_come(nominee)?;
            let question = About::Admission { nominee: nominee.clone(), interest: None, in_place_of: Some(person) };
            events.push(self.open_leaving(question, reason.cloned(), person));
        }
        Ok(events)
    }

    pub(super) fn finish_leaving(&self, person: PersonId, item: u16, proof: &Prose) -> Decision {
        let last = self.committee.former.iter().rev().find(|former| former.seat.person == person);
        let step = last.and_then(|former| former.to_do.get(usize::from(item))).ok_or(Refusal::NoSuch)?;
        if step.1.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::LeavingDone { person, item, proof: proof.clone() }])
    }

    pub(super) fn finish_task(&self, task: Number, note: &Prose) -> Decision {
        match self.committee.tasks.get(&task) {
            None => Err(Refusal::NoSuch),
            Some(open) if open.done.is_some() => Err(Refusal::AlreadyDone),
            Some(_) => Ok(vec![Event::TaskDone { task, note: Some(note.clone()) }]),
        }
    }
}

/// Somebody leaves: with what the policy of this day asks them to give back. A deputy gives back the seat alone.
pub(super) fn left(policy: &Policy, person: PersonId, why: Leaving) -> Event {
    let is_deputy = matches!(why, Leaving::DeputyEnded { .. });
    let rules = policy.membership.as_ref().filter(|_| !is_deputy);
    Event::MemberLeft {
        person,
        why,
        to_do: rules.map(|rules| rules.offboarding.clone()).unwrap_or_default(),
        emeritus: rules.is_some_and(|rules| rules.emeritus),
    }
}
