//! Being away: planned, covered, stood in for, over.
//!
//! PR-23, PR-24.

use jiff::civil::Date;

use super::super::cover;
use super::super::event::Event;
use super::super::facts::{Nominee, Number, Question as About};
use super::super::leave::{self, Asks};
use super::super::state::Seat;
use super::{Decision, Question, Refusal};
use crate::calendar::Term;
use crate::ids::PersonId;
use crate::words::Line;

/// Nobody plans further.
pub(super) const LONGEST: Term = Term::days(731);

impl Question<'_> {
    /// A leave of one's own. One that is longer than a deputy may stand in opens a ballot (PR-24).
    pub(super) fn plan_leave(&self, from: Date, until: Date) -> Decision {
        let person = self.member()?;
        let today = self.policy.calendar.date(self.now);
        let (begins, ends) = leave::instants(&self.policy.calendar, from, until);
        if from < today || until < from || ends > self.policy.calendar.after(begins, LONGEST) {
            return Err(Refusal::BadDates);
        }
        if cover::is_away_between(self.committee, person, begins, ends) {
            return Err(Refusal::LeaveOverlaps);
        }
        let mut events = vec![Event::LeavePlanned { person, from, until, begins, ends }];
        if leave::asks(self.policy, begins, ends) == Asks::Decision {
            let leave = self.committee.version + 1;
            events.extend(self.open_about(About::LongLeave { leave, person }, None, 1));
        }
        Ok(events)
    }

    /// Whoever covers says so: a duty is handed over when somebody takes it.
    pub(super) fn cover_leave(&self, number: Number, duty: &Line) -> Decision {
        let (by, leave) = (self.member()?, self.leave_ahead(number)?);
        if leave.person == by {
            return Err(Refusal::NotForThem);
        }
        if self.committee.duties.get(duty) != Some(&leave.person) {
            return Err(Refusal::NoSuch);
        }
        if leave.covered.get(duty) == Some(&by) {
            return Err(Refusal::AlreadyDone);
        }
        if cover::is_away_between(self.committee, by, leave.begins.max(self.now), leave.back_at()) {
            return Err(Refusal::AwayThen);
        }
        Ok(vec![Event::LeaveCovered { leave: number, duty: duty.clone() }])
    }

    /// Put to the ballot by which members come: a deputy sees what every member sees, and no single one gives that away.
    pub(super) fn name_deputy(&self, number: Number, deputy: &Nominee) -> Decision {
        let (by, leave) = (self.member()?, self.leave_ahead(number)?);
        if leave.person != by {
            return Err(Refusal::NotForThem);
        }
        if self.committee.seats.get(&by).is_some_and(Seat::is_deputys) {
            return Err(Refusal::DeputiesNameNone);
        }
        match leave.asks(self.policy) {
            Asks::Nothing | Asks::Cover => return Err(Refusal::NoDeputy),
            Asks::Decision if leave.granted != Some(true) => return Err(Refusal::NotGranted),
            Asks::Deputy | Asks::Decision => {}
        }
        if leave.deputy.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        let asked = |question: &About| matches!(question, About::Deputy { leave, .. } if *leave == number);
        if self.ballots_open().any(|ballot| asked(&ballot.question)) {
            return Err(Refusal::BallotOpen);
        }
        if self.committee.is_member(deputy.person) {
            return Err(Refusal::AlreadyMember);
        }
        self.may_come(deputy)?;
        Ok(self.open_about(About::Deputy { leave: number, nominee: deputy.clone() }, None, 0))
    }

    /// Before it begins, to somebody who is there until its end: whoever goes away next would have to hand them over again.
    pub(super) fn hand_over(&self, number: Number, to: PersonId, cases: u64) -> Decision {
        let (by, leave) = (self.member()?, self.leave_ahead(number)?);
        if leave.person != by || to == by {
            return Err(Refusal::NotForThem);
        }
        if leave.asks(self.policy) == Asks::Nothing {
            return Err(Refusal::KeepsCases);
        }
        if !leave.is_to_come(self.now) {
            return Err(Refusal::Over);
        }
        if !self.committee.is_member(to) {
            return Err(Refusal::NoSuch);
        }
        if !cover::can_take(self.committee, leave, to, self.now) {
            return Err(Refusal::TheyAreAway);
        }
        if cases == 0 {
            return Err(Refusal::NothingToHandOver);
        }
        Ok(vec![Event::CasesHandedOver { leave: number, to, cases }])
    }

    pub(super) fn end_leave(&self, number: Number) -> Decision {
        let (by, leave) = (self.member()?, self.leave_ahead(number)?);
        if leave.person != by {
            return Err(Refusal::NotForThem);
        }
        Ok(vec![Event::LeaveEnded { leave: number }])
    }
}
