//! Duties and shifts: taken on, offered, accepted; and being asked whether one is there.
//!
//! PR-11, PR-22.

use jiff::civil::{Date, Time};

use super::super::event::Event;
use super::super::facts::Sign;
use super::super::rota::{Rota, Shift};
use super::leaves::LONGEST;
use super::{Decision, Question, Refusal};
use crate::ids::PersonId;
use crate::words::Line;
use std::collections::BTreeSet;

/// When shifts change where the policy does not say.
const MORNING: Time = Time::constant(9, 0, 0, 0);

impl Question<'_> {
    pub(super) fn take_duty(&self, duty: &Line) -> Decision {
        let by = self.member()?;
        if !self.policy.duties.iter().any(|known| known.name == *duty) {
            return Err(Refusal::NoSuch);
        }
        if self.committee.duties.get(duty) == Some(&by) && self.committee.taken.contains(duty) {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::DutyAssigned { duty: duty.clone(), person: by, shared: false }])
    }

    pub(super) fn answer_ping(&self) -> Decision {
        Ok(vec![Event::SignOfLife { person: self.member()?, sign: Sign::Heard }])
    }

    pub(super) fn ping(&self, person: PersonId) -> Decision {
        let by = self.member()?;
        let seat = self.committee.seats.get(&person).ok_or(Refusal::NoSuch)?;
        if by == person || self.committee.leave_of(person, self.now).is_some() {
            return Err(Refusal::NotForThem);
        }
        if seat.pinged_at.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::Pinged { person }])
    }

    /// Shifts in this order from a date on; until then they go round as before.
    pub(super) fn set_rotation(&self, order: &[PersonId], from: Date) -> Decision {
        let rotation = self.policy.rotation.as_ref().ok_or(Refusal::NoRotation)?;
        let calendar = &self.policy.calendar;
        let distinct: BTreeSet<&PersonId> = order.iter().collect();
        let members = order.iter().all(|person| self.committee.is_member(*person));
        if order.is_empty() || distinct.len() != order.len() || !members {
            return Err(Refusal::BadOrder);
        }
        let today = calendar.date(self.now);
        let from = calendar.instant(from, rotation.changes_at.unwrap_or(MORNING));
        if calendar.date(from) < today || from > calendar.after(self.now, LONGEST) {
            return Err(Refusal::BadDates);
        }
        let (rotation, calendar) = (Box::new(rotation.clone()), Box::new(calendar.clone()));
        let first = self.committee.rota.as_ref().map_or(0, |rota| rota.number_at(from));
        Ok(vec![Event::RotationSet { order: order.to_vec(), from, first, rotation, calendar }])
    }

    pub(super) fn offer_shift(&self, number: u32, to: PersonId) -> Decision {
        let by = self.member()?;
        let (rota, shift) = self.shift(number)?;
        if shift.person != by {
            return Err(Refusal::NotYourShift);
        }
        if to == by || !self.committee.is_member(to) {
            return Err(Refusal::NotForThem);
        }
        if rota.offered.get(&number) == Some(&to) {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::ShiftOffered { shift: number, to }])
    }

    /// Taken by whom it was offered to, or accepted by whose it is.
    pub(super) fn take_shift(&self, number: u32) -> Decision {
        let by = self.member()?;
        let (rota, shift) = self.shift(number)?;
        if rota.taken.get(&number) == Some(&by) {
            return Err(Refusal::AlreadyDone);
        }
        if shift.person != by && rota.offered.get(&number) != Some(&by) {
            return Err(Refusal::NotYourShift);
        }
        Ok(vec![Event::ShiftTaken { shift: number }])
    }

    /// A shift that is not over.
    fn shift(&self, number: u32) -> Result<(&Rota, Shift), Refusal> {
        let rota = self.committee.rota.as_ref().ok_or(Refusal::NoRotation)?;
        let shift = rota.shifts().find(|shift| shift.number == number).ok_or(Refusal::NoSuch)?;
        if shift.until > self.now { Ok((rota, shift)) } else { Err(Refusal::Over) }
    }
}
