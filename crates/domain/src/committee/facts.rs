//! Facts about a committee: who acts, who is nominated, what is asked of a ballot, what silence looks like.
//!
//! Knows values only. What opens a thing numbers it: a ballot, a leave, a task is named by its event's place in the log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::words::{Line, Prose};

/// The place of the event that opened a ballot, a leave, a task or an interest.
pub type Number = u64;

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A member, or a deputy while they are one.
    Member(PersonId),
    /// Somebody whom the project's repository names as answering for its code (PR-15).
    Maintainer(PersonId),
    /// Somebody else with an account.
    Account(PersonId),
    /// An auditor, who notes what another body has decided.
    Auditor(PersonId),
    /// The terminal of the installation.
    Operator,
    /// Anybody, unknown to the desk.
    Anybody,
    /// The desk's clock.
    Clock,
}

impl By {
    /// The account, where there is one.
    #[must_use]
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Member(person) | Self::Maintainer(person) | Self::Account(person) | Self::Auditor(person) => {
                Some(person)
            }
            Self::Operator | Self::Anybody | Self::Clock => None,
        }
    }
}

/// Somebody who may come onto the committee. The id is their account's, or the one that it will have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nominee {
    /// Who.
    pub person: PersonId,
    /// As others see them.
    pub name: Line,
    /// Where letters go.
    pub address: Line,
    /// For whom they work; nobody's, when they work for themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Line>,
}

impl Nominee {
    /// Whether letters for another go where theirs go: one address is one person.
    #[must_use]
    pub fn shares_address(&self, other: &Self) -> bool {
        self.address.reveal().eq_ignore_ascii_case(other.address.reveal())
    }
}

/// How somebody came to a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seating {
    /// Among the first, from the body that the policy names (PR-06).
    Bootstrap {
        /// That body.
        body: Line,
    },
    /// By the operator.
    Operator,
    /// By a ballot of the members (PR-18, PR-19).
    Ballot {
        /// Which.
        ballot: Number,
    },
    /// In place of somebody who is away, and for as long (PR-24).
    Deputy {
        /// Which absence.
        leave: Number,
    },
}

/// Why somebody is no member any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// Stepped down (PR-20).
    SteppedDown,
    /// Removed by a ballot (PR-26).
    Removed {
        /// Which.
        ballot: Number,
    },
    /// Their account was ended.
    AccountEnded,
    /// Whom they stood in for is back.
    DeputyEnded {
        /// Which absence is over.
        leave: Number,
    },
}

/// What a ballot is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Whether somebody joins (PR-18).
    Admission {
        /// Who.
        nominee: Nominee,
        /// The expression of interest that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        interest: Option<Number>,
        /// The member who stepped down and proposed them (PR-21).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_place_of: Option<PersonId>,
    },
    /// Whether somebody is removed (PR-25, PR-26).
    Removal {
        /// Who.
        person: PersonId,
        /// What the desk knows of their silence.
        evidence: Evidence,
    },
    /// Whether somebody may be away for longer than a deputy may stand in (PR-24).
    LongLeave {
        /// The absence.
        leave: Number,
        /// Whose.
        person: PersonId,
    },
    /// Whether somebody stands in for a member who is away (PR-24).
    Deputy {
        /// The absence.
        leave: Number,
        /// Who.
        nominee: Nominee,
    },
}

impl Question {
    /// Whom it is about, who does not vote on it.
    #[must_use]
    pub const fn subject(&self) -> PersonId {
        match self {
            Self::Admission { nominee, .. } | Self::Deputy { nominee, .. } => nominee.person,
            Self::Removal { person, .. } | Self::LongLeave { person, .. } => *person,
        }
    }
}

/// Both conditions of a removal, as the desk saw them (PR-25): no leave was communicated, and one of the two others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// When anything was last heard of them.
    pub last_heard: Timestamp,
    /// When they last did a duty.
    pub last_duty: Timestamp,
    /// When they were asked whether they are there, since then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinged_at: Option<Timestamp>,
    /// When they were first reminded of work that lay idle, since they last did a duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nudged_at: Option<Timestamp>,
    /// Whether they are away with a leave that was communicated.
    pub on_leave: bool,
    /// Whether they have been out of reach for longer than the policy allows.
    pub unreachable: bool,
    /// Whether their duties have been left undone for longer than that.
    pub duties_undone: bool,
}

impl Evidence {
    /// Whether removal may be proposed.
    #[must_use]
    pub const fn suffices(&self) -> bool {
        !self.on_leave && (self.unreachable || self.duties_undone)
    }
}

/// What shows that somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Did something here, or said that they are there.
    Heard,
    /// Did something in a case: a duty.
    Duty,
}

/// Something that the committee owes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// After a change of employers too many seats are one organisation's: grow the team, or mentor somebody who follows (PR-17).
    Diversity {
        /// Whose employer changed.
        person: PersonId,
        /// Which organisation has too many seats.
        organisation: Line,
    },
}

/// What is wrong with the roster as it stands, with the numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Fewer members than wished for (PR-13).
    TooFew {
        /// How many there are.
        members: u16,
        /// How many there should be at least.
        least: u16,
    },
    /// More members than wished for (PR-13).
    TooMany {
        /// How many there are.
        members: u16,
        /// How many there should be at most.
        most: u16,
    },
    /// One organisation has too many seats (PR-16, ambiguity A4).
    OneSided {
        /// Which.
        organisation: Line,
        /// How many seats are its.
        seats: u16,
        /// How many are all the others'.
        others: u16,
        /// What the policy allows, as it writes it.
        allowed: Line,
    },
}

/// What became of a step of somebody's leaving (ambiguity A6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// What shows it.
    pub proof: Prose,
    /// When.
    pub at: Timestamp,
    /// Who noted it.
    pub by: By,
}
