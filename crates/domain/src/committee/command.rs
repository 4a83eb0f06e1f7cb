//! Everything anyone may ask of the committee.
//!
//! Parsed values only; who may ask what is the table in `decide::mod`.

use jiff::Timestamp;
use jiff::civil::Date;

use super::facts::{Nominee, Number, Sign};
use crate::calendar::Term;
use crate::ids::{CaseId, PersonId};
use crate::voting::Choice;
use crate::words::{Line, Prose};

/// Everything anyone may ask of the committee.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "field names are those of the facts they carry")]
pub enum Command {
    // people
    /// Say that one would like to join (PR-14).
    ExpressInterest { name: Line, address: Line, organisation: Option<Line>, statement: Prose },
    /// Put an expression of interest away, with what was decided about it.
    CloseInterest { interest: Number, note: Prose },
    /// Nominate somebody (PR-15): put to the ballot by which members come.
    Nominate { nominee: Nominee, interest: Option<Number>, reason: Prose },
    /// Propose that somebody be removed (PR-25).
    ProposeRemoval { person: PersonId, reason: Prose },
    /// Suspend the access of somebody who is silent, until they are heard of.
    Suspend { person: PersonId, reason: Prose },
    /// Let somebody in again whose access was suspended.
    Resume { person: PersonId, note: Prose },
    /// Leave the committee (PR-20), perhaps proposing who follows (PR-21).
    StepDown { successor: Option<Successor>, reason: Option<Prose> },
    /// Note that a step of somebody's leaving is done, and what shows it (ambiguity A6).
    FinishLeaving { person: PersonId, item: u16, proof: Prose },
    /// Note what was done about a task.
    FinishTask { task: Number, note: Prose },

    // ballots
    /// Say what one thinks; one's last word before the end counts.
    Vote { ballot: Number, choice: Choice, reason: Option<Prose> },
    /// Stand aside for a conflict of interest.
    StandAside { ballot: Number, reason: Prose },
    /// Note what the other body has decided, which the policy asks.
    NoteElectors { ballot: Number, carried: bool, evidence: Prose },
    /// Leave it open for longer: once, and for no longer than it was to be open.
    Extend { ballot: Number, by: Term, reason: Prose },
    /// Take it back, by whoever opened it.
    Withdraw { ballot: Number, reason: Prose },

    // leave
    /// Say that one will be away; both days are included (PR-23).
    PlanLeave { from: Date, until: Date },
    /// Take over a duty for as long as somebody is away.
    CoverLeave { leave: Number, duty: Line },
    /// Propose who stands in for oneself (PR-24): put to the ballot by which members come.
    NameDeputy { leave: Number, deputy: Nominee },
    /// Give so many open cases of one's own to another before one goes (PR-23).
    HandOver { leave: Number, to: PersonId, cases: u64 },
    /// Be back earlier, or not go.
    EndLeave { leave: Number },

    // duties
    /// Take a duty on.
    TakeDuty { duty: Line },
    /// Say that one is there.
    AnswerPing,
    /// Ask a member whether they are there.
    Ping { person: PersonId },
    /// Say in which order shifts go round, from a date on.
    SetRotation { order: Vec<PersonId>, from: Date },
    /// Offer one's shift to another.
    OfferShift { shift: u32, to: PersonId },
    /// Take a shift that is offered, or the one that begins.
    TakeShift { shift: u32 },

    // the desk itself
    /// An account sits on the committee that is not on the roster.
    NoteSeat { person: PersonId, name: Line, organisation: Option<Line> },
    /// A member works for another organisation.
    NoteEmployer { person: PersonId, organisation: Option<Line> },
    /// A link left that lets in whoever was given a seat.
    NoteWayIn { person: PersonId },
    /// Whoever was chosen has an account under another id.
    NoteSeatMoved { person: PersonId, to: PersonId },
    /// A member's account was ended.
    NoteAccountEnded { person: PersonId },
    /// Every access of somebody who left was cut; so many ways in are left, and so many open cases name them still.
    NoteAccessCut { person: PersonId, ways_in: u64, cases: u64 },
    /// A member did something.
    NoteSign { person: PersonId, sign: Sign },
    /// A member was reminded of a case that lay idle since then.
    NoteNudge { person: PersonId, case: CaseId, idle_since: Timestamp },
    /// So many open cases are still with somebody who will be away.
    NoteHandOver { leave: Number, cases: u64 },
    /// Time has passed.
    NoteTime,
}

/// Who is proposed by a member who steps down (PR-21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Who.
    pub nominee: Nominee,
    /// Whether the project's repository names them, by another's word than the leaver's; `None` when it says nothing, and the
    /// leaver is believed.
    pub contributor: Option<bool>,
}
