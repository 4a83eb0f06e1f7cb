//! Everything that can have happened to a committee.
//!
//! Past tense, never edited, never removed. Adding one does not compile until its audience, its effect on state and its
//! consequences are decided. Every shape ever written stays readable (`tests/corpus`).

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::facts::{By, Evidence, Leaving, Nominee, Number, Question, Seating, Sign, Task, Warning};
use crate::calendar::Calendar;
use crate::ids::{CaseId, PersonId};
use crate::policy::{Rotation, Vote};
use crate::voting::Choice;
use crate::words::{Line, Prose};

/// An event with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Counted from 1, without gaps.
    pub seq: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: By,
    /// What happened.
    pub event: Event,
}

/// Everything that can have happened to a committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "field names are those of the facts they carry")]
pub enum Event {
    // people
    MemberSeated {
        person: PersonId,
        name: Line,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<Line>,
        how: Seating,
    },
    EmployerChanged {
        person: PersonId,
        organisation: Option<Line>,
    },
    MemberLeft {
        person: PersonId,
        why: Leaving,
        /// What is given back, step by step, by the policy of that day.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        to_do: Vec<Line>,
        /// Whether they stay named as a former member.
        #[serde(default)]
        emeritus: bool,
    },
    AccessSuspended {
        person: PersonId,
        evidence: Evidence,
        reason: Prose,
    },
    AccessResumed {
        person: PersonId,
        note: Prose,
    },
    AccessCut {
        person: PersonId,
        /// Sessions, links, passkeys, passwords, tokens and links with a provider that are left.
        ways_in: u64,
        /// Open cases that name them still.
        cases: u64,
    },
    /// A link left that lets in whoever was given a seat, or whose access was suspended.
    WayInSent {
        person: PersonId,
    },
    /// Whoever was chosen had an account of their own by the time they came: it has the seat.
    SeatMoved {
        person: PersonId,
        to: PersonId,
    },
    LeavingDone {
        person: PersonId,
        item: u16,
        proof: Prose,
    },
    RosterWarned {
        warnings: Vec<Warning>,
    },
    TaskOpened {
        task: Task,
        due: Option<Timestamp>,
    },
    TaskDone {
        task: Number,
        /// What was done; nothing when it settled itself.
        note: Option<Prose>,
    },
    InterestExpressed {
        name: Line,
        address: Line,
        organisation: Option<Line>,
        statement: Prose,
    },
    InterestClosed {
        interest: Number,
        note: Prose,
    },

    // ballots
    BallotOpened {
        question: Question,
        reason: Option<Prose>,
        electorate: BTreeSet<PersonId>,
        vote: Box<Vote>,
        calendar: Box<Calendar>,
    },
    Voted {
        ballot: Number,
        choice: Choice,
        reason: Option<Prose>,
    },
    StoodAside {
        ballot: Number,
        reason: Prose,
    },
    ElectorsDecided {
        ballot: Number,
        carried: bool,
        evidence: Prose,
    },
    BallotExtended {
        ballot: Number,
        until: Timestamp,
        reason: Prose,
    },
    BallotWithdrawn {
        ballot: Number,
        reason: Prose,
    },
    BallotClosed {
        ballot: Number,
        carried: bool,
        /// When it closed: by the clock, whenever that was noted.
        closed_at: Timestamp,
    },

    // leave
    LeavePlanned {
        person: PersonId,
        /// The first day and the last.
        from: Date,
        until: Date,
        /// The same as instants, in the policy's zone of that day.
        begins: Timestamp,
        ends: Timestamp,
    },
    LeaveCovered {
        leave: Number,
        duty: Line,
    },
    DeputyNamed {
        leave: Number,
        deputy: Nominee,
    },
    LeaveWarned {
        leave: Number,
        /// Duties that nobody covers.
        open: Vec<Line>,
        step: u8,
    },
    /// Whoever will be away is asked to hand their open cases over.
    HandOverAsked {
        leave: Number,
        /// How many there are.
        cases: u64,
        step: u8,
    },
    CasesHandedOver {
        leave: Number,
        to: PersonId,
        cases: u64,
    },
    LeaveEnded {
        leave: Number,
    },

    // duties
    DutyAssigned {
        duty: Line,
        person: PersonId,
        /// Whether it was shared out by the desk, whoever's decision brought that about.
        #[serde(default, skip_serializing_if = "is_false")]
        shared: bool,
    },
    SignOfLife {
        person: PersonId,
        sign: Sign,
    },
    Pinged {
        person: PersonId,
    },
    SilenceNoted {
        person: PersonId,
        evidence: Evidence,
    },
    Nudged {
        person: PersonId,
        case: CaseId,
        idle_since: Timestamp,
    },
    RotationSet {
        order: Vec<PersonId>,
        /// When the first shift begins.
        from: Timestamp,
        /// Its number: those before it go on as they were set before.
        #[serde(default, skip_serializing_if = "is_nought")]
        first: u32,
        rotation: Box<Rotation>,
        calendar: Box<Calendar>,
    },
    ShiftBegun {
        shift: u32,
        person: PersonId,
    },
    ShiftOffered {
        shift: u32,
        to: PersonId,
    },
    ShiftTaken {
        shift: u32,
    },
}

impl Event {
    /// The kind, as the log's header carries it in the clear: it says nothing of the content.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::MemberSeated { .. } => "member_seated",
            Self::EmployerChanged { .. } => "employer_changed",
            Self::MemberLeft { .. } => "member_left",
            Self::AccessSuspended { .. } => "access_suspended",
            Self::AccessResumed { .. } => "access_resumed",
            Self::AccessCut { .. } => "access_cut",
            Self::WayInSent { .. } => "way_in_sent",
            Self::SeatMoved { .. } => "seat_moved",
            Self::LeavingDone { .. } => "leaving_done",
            Self::RosterWarned { .. } => "roster_warned",
            Self::TaskOpened { .. } => "task_opened",
            Self::TaskDone { .. } => "task_done",
            Self::InterestExpressed { .. } => "interest_expressed",
            Self::InterestClosed { .. } => "interest_closed",
            Self::BallotOpened { .. } => "ballot_opened",
            Self::Voted { .. } => "voted",
            Self::StoodAside { .. } => "stood_aside",
            Self::ElectorsDecided { .. } => "electors_decided",
            Self::BallotExtended { .. } => "ballot_extended",
            Self::BallotWithdrawn { .. } => "ballot_withdrawn",
            Self::BallotClosed { .. } => "ballot_closed",
            Self::LeavePlanned { .. } => "leave_planned",
            Self::LeaveCovered { .. } => "leave_covered",
            Self::DeputyNamed { .. } => "deputy_named",
            Self::LeaveWarned { .. } => "leave_warned",
            Self::HandOverAsked { .. } => "hand_over_asked",
            Self::CasesHandedOver { .. } => "cases_handed_over",
            Self::LeaveEnded { .. } => "leave_ended",
            Self::DutyAssigned { .. } => "duty_assigned",
            Self::SignOfLife { .. } => "sign_of_life",
            Self::Pinged { .. } => "pinged",
            Self::SilenceNoted { .. } => "silence_noted",
            Self::Nudged { .. } => "nudged",
            Self::RotationSet { .. } => "rotation_set",
            Self::ShiftBegun { .. } => "shift_begun",
            Self::ShiftOffered { .. } => "shift_offered",
            Self::ShiftTaken { .. } => "shift_taken",
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}
