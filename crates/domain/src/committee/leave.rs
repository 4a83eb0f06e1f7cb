//! An absence: how long it is, and what that asks for.
//!
//! PR-23, PR-24. Days are days of the policy's zone, both ends included. Must not know the committee.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::facts::Nominee;
use crate::calendar::Calendar;
use crate::ids::PersonId;
use crate::policy::Policy;
use crate::words::Line;

/// An absence that was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct Leave {
    pub person: PersonId,
    /// The first day and the last.
    pub from: Date,
    pub until: Date,
    /// The same as instants; at the second they are back.
    pub begins: Timestamp,
    pub ends: Timestamp,
    pub planned_at: Timestamp,
    /// Who does each duty meanwhile.
    pub covered: BTreeMap<Line, PersonId>,
    pub deputy: Option<Nominee>,
    /// What was decided about a long one.
    pub granted: Option<bool>,
    /// How far its gaps were warned about.
    pub warned: Option<u8>,
    /// How far they were asked to hand their open cases over.
    pub asked: Option<u8>,
    /// When it was over before its end, or was called off.
    pub ended_at: Option<Timestamp>,
}

/// What the length of an absence asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing: it is short, or the policy says nothing of leave.
    Nothing,
    /// Somebody else has the duties meanwhile (PR-23).
    Cover,
    /// The same, and a deputy may be named (PR-24).
    Deputy,
    /// The same, and the members decide whether it may be.
    Decision,
}

impl Leave {
    pub(super) const fn planned(
        person: PersonId,
        (from, until): (Date, Date),
        (begins, ends): (Timestamp, Timestamp),
        planned_at: Timestamp,
    ) -> Self {
        Self {
            person,
            from,
            until,
            begins,
            ends,
            planned_at,
            covered: BTreeMap::new(),
            deputy: None,
            granted: None,
            warned: None,
            asked: None,
            ended_at: None,
        }
    }

    /// When they are back, as it stands.
    #[must_use]
    pub fn back_at(&self) -> Timestamp {
        self.ended_at.map_or(self.ends, |ended| self.ends.min(ended))
    }

    /// Whether they are away at a moment. A long absence that the members did not grant is none.
    #[must_use]
    pub fn is_during(&self, at: Timestamp) -> bool {
        self.begins <= at && at < self.back_at() && self.granted != Some(false)
    }

    /// Whether it is still to come or running.
    #[must_use]
    pub fn is_ahead(&self, at: Timestamp) -> bool {
        at < self.back_at() && self.granted != Some(false)
    }

    /// Whether it has not begun, and nobody has called it off.
    #[must_use]
    pub fn is_to_come(&self, at: Timestamp) -> bool {
        at < self.begins && self.is_ahead(at)
    }

    /// What its length asks for.
    #[must_use]
    pub fn asks(&self, policy: &Policy) -> Asks {
        asks(policy, self.begins, self.ends)
    }

    /// Whether they are away at any time in a stretch.
    #[must_use]
    pub fn overlaps(&self, begins: Timestamp, ends: Timestamp) -> bool {
        self.begins.max(begins) < self.back_at().min(ends) && self.granted != Some(false)
    }
}

/// What an absence of this length asks for.
#[must_use]
pub fn asks(policy: &Policy, begins: Timestamp, ends: Timestamp) -> Asks {
    let Some(rules) = policy.membership.as_ref().and_then(|membership| membership.leave.as_ref()) else {
        return Asks::Nothing;
    };
    let lasts = |term| ends >= policy.calendar.after(begins, term);
    if rules.deputy_until.is_some_and(|term| ends > policy.calendar.after(begins, term)) {
        Asks::Decision
    } else if rules.deputy_from.is_some_and(lasts) {
        Asks::Deputy
    } else if lasts(rules.covered_from) {
        Asks::Cover
    } else {
        Asks::Nothing
    }
}

/// The instants of a leave: from the beginning of its first day to the end of its last.
#[must_use]
pub fn instants(calendar: &Calendar, from: Date, until: Date) -> (Timestamp, Timestamp) {
    (calendar.begin_of(from), calendar.begin_of(until.tomorrow().unwrap_or(until)))
}
