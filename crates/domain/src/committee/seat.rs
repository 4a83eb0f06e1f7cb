//! What is kept of a member, of a former one, of somebody who would like to be one, and of a task.

use jiff::Timestamp;

use super::facts::{Evidence, Handed, Leaving, Number, Seating, Task};
use crate::ids::PersonId;
use crate::words::{Line, Prose};

/// A member's seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub person: PersonId,
    /// As others saw them when they came.
    pub name: Line,
    /// For whom they work now.
    pub organisation: Option<Line>,
    /// For whom they worked, and since when, the first first.
    pub affiliations: Vec<(Timestamp, Option<Line>)>,
    /// Since when they are a member.
    pub since: Timestamp,
    /// How they came.
    pub how: Seating,
    /// When anything was last heard of them.
    pub last_heard: Timestamp,
    /// When they last did a duty.
    pub last_duty: Timestamp,
    /// When they were asked whether they are there, and have not answered.
    pub pinged_at: Option<Timestamp>,
    /// When they were first reminded of idle work since they last did a duty.
    pub nudged_at: Option<Timestamp>,
    /// Since when a link is owed to them that lets them in; whoever is heard of is in.
    pub owed_since: Option<Timestamp>,
    /// Since when their access is suspended.
    pub suspended_at: Option<Timestamp>,
    /// What their silence came to, once the others were told.
    pub silence: Option<Evidence>,
}

/// Somebody who was a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The seat as they left it.
    pub seat: Seat,
    /// When.
    pub left_at: Timestamp,
    /// Why.
    pub why: Leaving,
    /// What they give back, step by step, and what became of each step.
    pub to_do: Vec<(Line, Option<Handed>)>,
    /// When every access was cut, and how many ways in and open cases were left then.
    pub access_cut: Option<(Timestamp, u64, u64)>,
    /// Whether they stay named.
    pub emeritus: bool,
}

/// Somebody who would like to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interest {
    /// As others see them.
    pub name: Line,
    /// Where letters go.
    pub address: Line,
    /// For whom they work.
    pub organisation: Option<Line>,
    /// What they say of themselves.
    pub statement: Prose,
    /// When.
    pub at: Timestamp,
    /// What was decided about it, if it was put away.
    pub closed: Option<Prose>,
}

/// A task that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What it is.
    pub task: Task,
    /// By when.
    pub due: Option<Timestamp>,
    /// Since when.
    pub at: Timestamp,
    /// Whether it is done, and what was done if somebody said.
    pub done: Option<(Timestamp, Option<Prose>)>,
}

impl Seat {
    /// Whether somebody has it in place of another, and for as long as they are away.
    #[must_use]
    pub const fn is_deputys(&self) -> bool {
        self.stands_in_during().is_some()
    }

    /// Who has it in place of another, and during which absence.
    #[must_use]
    pub const fn stands_in_during(&self) -> Option<(PersonId, Number)> {
        match self.how {
            Seating::Deputy { leave } => Some((self.person, leave)),
            Seating::Ballot { .. } | Seating::Bootstrap { .. } | Seating::Operator => None,
        }
    }

    /// A seat as it is given.
    pub(super) fn given(
        person: PersonId,
        name: &Line,
        organisation: Option<&Line>,
        how: &Seating,
        at: Timestamp,
    ) -> Self {
        Self {
            person,
            name: name.clone(),
            organisation: organisation.cloned(),
            affiliations: vec![(at, organisation.cloned())],
            since: at,
            how: how.clone(),
            last_heard: at,
            last_duty: at,
            pinged_at: None,
            nudged_at: None,
            owed_since: matches!(how, Seating::Ballot { .. } | Seating::Deputy { .. }).then_some(at),
            suspended_at: None,
            silence: None,
        }
    }
}
