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
    pub(super) fn new(order: Vec<PersonId>, from: Timestamp, rotation: Rotation, calendar: Calendar) -> Self {
        let (offered, taken) = (BTreeMap::new(), BTreeMap::new());
        Self { order, turned: 0, from, rotation, calendar, offered, taken, begun: None }
    }

    /// Shifts from the first on.
    pub fn shifts(&self) -> impl Iterator<Item = Shift> {
        let mut from = self.from;
        (0..SHIFTS_MAX).map_while(move |number| {
            let until = self.calendar.after(from, self.rotation.every);
            let person = self.whose(number)?;
            let shift = Shift { number, person, from, until };
            from = until;
            (until > shift.from).then_some(shift)
        })
    }

    /// The shift of a moment; `None` before the first.
    #[must_use]
    pub fn shift_at(&self, at: Timestamp) -> Option<Shift> {
        self.shifts().take_while(|shift| shift.from <= at).find(|shift| at < shift.until)
    }

    /// Whose a shift is, by the order, or by a swap.
    fn whose(&self, number: u32) -> Option<PersonId> {
        let turn = (usize::try_from(number).ok()? + self.turned).checked_rem(self.order.len())?;
        self.taken.get(&number).or_else(|| self.order.get(turn)).copied()
    }

    /// Whether somebody said that they have a shift.
    #[must_use]
    pub fn is_accepted(&self, shift: &Shift) -> bool {
        !self.rotation.handover_accepted || self.taken.get(&shift.number) == Some(&shift.person)
    }

    /// Somebody left at a moment: the shift of that moment stays whose it is, and theirs goes to whoever comes next.
    pub(super) fn forget(&mut self, person: PersonId, at: Timestamp) {
        let number = self.shift_at(at).and_then(|shift| usize::try_from(shift.number).ok()).unwrap_or(0);
        let turn = (number + self.turned).checked_rem(self.order.len()).unwrap_or(0);
        let next = self.order.iter().cycle().skip(turn).take(self.order.len()).find(|other| **other != person).copied();
        self.order.retain(|other| *other != person);
        let place = self.order.iter().position(|other| Some(*other) == next).unwrap_or(0);
        let now = number.checked_rem(self.order.len()).unwrap_or(0);
        self.turned = (place + self.order.len()).saturating_sub(now);
        self.offered.retain(|_, other| *other != person);
        self.taken.retain(|_, other| *other != person);
    }
}
