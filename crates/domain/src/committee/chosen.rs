//! Seats that were voted on: as whom somebody was chosen, whose word counts while somebody stands in, whose time is over.
//!
//! PR-18, PR-24. Follows from the ballots and the absences of the fold; what comes of it is `decide`'s.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::facts::{Nominee, Question, Seating};
use super::leave::Leave;
use super::state::{Committee, Seat};
use crate::ids::PersonId;

impl Committee {
    /// As whom the members chose somebody for a seat; `None` where the operator gave it.
    #[must_use]
    pub fn chosen_for(&self, seat: &Seat) -> Option<&Nominee> {
        match &seat.how {
            Seating::Ballot { ballot } => match &self.ballots.get(ballot)?.question {
                Question::Admission { nominee, .. } => Some(nominee),
                Question::Removal { .. } | Question::LongLeave { .. } | Question::Deputy { .. } => None,
            },
            Seating::Deputy { leave } => self.leaves.get(leave)?.deputy.as_ref(),
            Seating::Bootstrap { .. } | Seating::Operator => None,
        }
    }

    /// Under which id somebody is to stand in who has the address of a nominee.
    #[must_use]
    pub fn named_as(&self, nominee: &Nominee) -> Option<PersonId> {
        let mut named = self.leaves.values().filter_map(|leave| leave.deputy.as_ref());
        named.find(|deputy| deputy.shares_address(nominee)).map(|deputy| deputy.person)
    }

    /// One word for each seat: every member whose access is not suspended, less those for whom a deputy is there.
    #[must_use]
    pub fn voters(&self, at: Timestamp) -> BTreeSet<PersonId> {
        let able = || self.seats.values().filter(|seat| seat.suspended_at.is_none());
        let away = able().filter_map(|seat| self.stood_in_by(seat)).filter(|leave| leave.is_during(at));
        let away: BTreeSet<PersonId> = away.map(|leave| leave.person).collect();
        able().map(|seat| seat.person).filter(|person| !away.contains(person)).collect()
    }

    /// Deputies whose time is over, noted or not. Nobody is one who would leave none behind that could answer.
    #[must_use]
    pub(super) fn deputies_over(&self, at: Timestamp) -> BTreeSet<PersonId> {
        let able = self.seats.values().filter(|seat| seat.suspended_at.is_none());
        let mut stay: BTreeSet<PersonId> = able.map(|seat| seat.person).collect();
        let over = self.seats.values().filter(|seat| self.stood_in_by(seat).is_some_and(|leave| !leave.is_during(at)));
        over.map(|seat| seat.person)
            .filter(|person| {
                let others = stay.iter().any(|other| other != person);
                others && {
                    stay.remove(person);
                    true
                }
            })
            .collect()
    }

    /// The absence in which a deputy has their seat.
    fn stood_in_by(&self, seat: &Seat) -> Option<&Leave> {
        self.leaves.get(&seat.stands_in_during()?.1)
    }
}
