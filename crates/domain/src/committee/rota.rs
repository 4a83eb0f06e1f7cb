//! Shifts that go round among the members.
//!
//! A shift is the policy's term, counted on the calendar from the first one, so that it changes at the same hour whatever the
//! clocks do. Knows order, swaps and acceptance; finding a moment's shift costs one step for each shift since the first.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::calendar::Calendar;
use crate::ids::PersonId;
use crate::policy::Rotation;

/// As many shifts are counted; a rota that is older is set again.
const SHIFTS_MAX: u32 = 5_000;

/// A rota as it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct Rota {
    pub order: Vec<PersonId>,
    /// The rota that this one follows, until it begins.
    pub before: Option<Box<Self>>,
    /// The number of the first shift.
    pub first: u32,
    /// By how many turns the order has moved on, since members left it.
    pub turned: usize,
    /// When the first shift begins.
    pub from: Timestamp,
    pub rotation: Rotation,
    pub calendar: Calendar,
    /// Shifts that somebody offered to another.
    pub offered: BTreeMap<u32, PersonId>,
    /// Shifts that somebody took: a swap, or a hand-over accepted.
    pub taken: BTreeMap<u32, PersonId>,
    /// The last shift whose beginning was noted.
    pub begun: Option<u32>,
}

/// One shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Which, counted from nought.
    pub number: u32,
    /// Whose, by the order and the swaps.
    pub person: PersonId,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

impl Rota {
    pub(super) fn new(
        order: Vec<PersonId>,
        (from, first): (Timestamp, u32),
        rotation: Rotation,
        calendar: Calendar,
    ) -> Self {
        let (offered, taken) = (BTreeMap::new(), BTreeMap::new());
        Self { order, before: None, first, turned: 0, from, rotation, calendar, offered, taken, begun: None }
    }

    /// The same after another, as of when it was set: its shifts go on until this one begins, with what was agreed about them.
    pub(super) fn after(self, before: Option<Self>, at: Timestamp) -> Self {
        let Some(mut before) = before.filter(|_| self.first > 0) else { return self };
        let first = self.first;
        let (mut offered, mut taken) = (std::mem::take(&mut before.offered), std::mem::take(&mut before.taken));
        offered.retain(|number, _| *number < first);
        taken.retain(|number, _| *number < first);
        let begun = before.begun.filter(|number| *number < first);
        // What would never begin is as if it had not been set.
        while before.from >= self.from {
            let Some(earlier) = before.before.take() else { break };
            before = *earlier;
        }
        // What was before that is over by then.
        before.before = before.before.filter(|_| at < before.from);
        Self { offered, taken, begun, before: Some(Box::new(before)), ..self }
    }

    /// The number that the first shift of a rota has which begins at a moment, after the shifts of this one.
    #[must_use]
    pub fn number_at(&self, from: Timestamp) -> u32 {
        self.shifts().take_while(|shift| shift.from < from).last().map_or(0, |shift| shift.number + 1)
    }

    /// Shifts from the first on.
    #[must_use]
    pub fn shifts(&self) -> Box<dyn Iterator<Item = Shift> + '_> {
        let before = self.before.iter().flat_map(|before| before.shifts());
        let before = before.take_while(|shift| shift.from < self.from && shift.number < self.first);
        let before = before.map(|shift| Shift { until: shift.until.min(self.from), ..shift });
        let mut from = self.from;
        let own = (self.first..SHIFTS_MAX).map_while(move |number| {
            let until = self.calendar.after(from, self.rotation.every);
            let shift = Shift { number, person: self.turn(number)?, from, until };
            from = until;
            (until > shift.from).then_some(shift)
        });
        let agreed = |shift: Shift| Shift { person: *self.taken.get(&shift.number).unwrap_or(&shift.person), ..shift };
        Box::new(before.chain(own).map(agreed))
    }

    /// The shift of a moment; `None` before the first.
    #[must_use]
    pub fn shift_at(&self, at: Timestamp) -> Option<Shift> {
        self.shifts().take_while(|shift| shift.from <= at).find(|shift| at < shift.until)
    }

    /// Whose a shift of this rota is, by the order.
    fn turn(&self, number: u32) -> Option<PersonId> {
        let number = usize::try_from(number - self.first).ok()?;
        self.order.get((number + self.turned).checked_rem(self.order.len())?).copied()
    }

    /// Whether somebody said that they have a shift.
    #[must_use]
    pub fn is_accepted(&self, shift: &Shift) -> bool {
        !self.rotation.handover_accepted || self.taken.get(&shift.number) == Some(&shift.person)
    }

    /// Without somebody who left at a moment: the shift of that moment stays whose it is, and theirs goes to whoever comes next.
    /// Where nobody is left in it, what was before it goes on; `None` when nobody is left there either.
    pub(super) fn without(mut self, person: PersonId, at: Timestamp) -> Option<Self> {
        self.offered.retain(|_, other| *other != person);
        self.taken.retain(|_, other| *other != person);
        let before = self.before.take().filter(|_| at < self.from).and_then(|before| before.without(person, at));
        if self.order.iter().all(|other| *other == person) {
            let Self { offered, taken, begun, .. } = self;
            return before.map(|before| Self { offered, taken, begun, ..before });
        }
        let shift = self.shift_at(at).and_then(|shift| shift.number.checked_sub(self.first));
        let number = shift.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        let turn = (number + self.turned).checked_rem(self.order.len())?;
        let order: Vec<PersonId> = self.order.iter().copied().filter(|other| *other != person).collect();
        let next = self.order.iter().cycle().skip(turn).take(self.order.len()).find(|other| **other != person)?;
        let place = order.iter().position(|other| other == next)?;
        let turned = (place + order.len()).saturating_sub(number.checked_rem(order.len())?);
        Some(Self { order, before: before.map(Box::new), turned, ..self })
    }
}
