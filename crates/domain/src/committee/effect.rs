//! What follows in the world when something has happened in the committee: letters.
//!
//! Wishes, not deeds: the desk sends them, each once. A letter says that there is something to see and where; only what is said
//! to somebody outside says more.

use jiff::Timestamp;

use super::event::{Event, Recorded};
use super::facts::{Leaving, Number, Seating};
use super::state::Committee;
use crate::ids::PersonId;
use crate::voting::Choice;
use crate::words::Line;

/// A letter that is wished for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// To whom.
    pub to: Recipient,
    /// About what.
    pub letter: Letter,
}

/// Who gets a letter; resolved to addresses, and looked at again, when it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Every member.
    Members,
    /// Every member but one.
    MembersBut(PersonId),
    /// One account.
    Person(PersonId),
    /// An address that somebody gave.
    Address(Line),
}

/// What a letter is about; decides its sentence and its link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the letters are")]
pub enum Letter {
    InterestArrived,
    InterestThanked,
    BallotOpened { ballot: Number },
    BallotContested { ballot: Number },
    BallotExtended { ballot: Number },
    BallotWithdrawn { ballot: Number },
    BallotClosed { ballot: Number, carried: bool },
    Seated,
    MemberLeft,
    SteppedDown,
    RosterWarned,
    TaskOpened,
    LeavePlanned,
    LeaveGap,
    HandOver,
    DeputyNamed,
    Ping,
    Silence,
    Suspended,
    DutyAssigned,
    ShiftBegins { to_accept: bool },
    ShiftOffered,
    Nudge,
}

/// What follows from one event; `committee` is the committee after it.
#[must_use]
pub fn react(committee: &Committee, entry: &Recorded) -> Vec<Wish> {
    let wish = |to, letter| Wish { to, letter };
    let others = |letter| match entry.by.person() {
        Some(person) => wish(Recipient::MembersBut(person), letter),
        None => wish(Recipient::Members, letter),
    };
    match &entry.event {
        Event::InterestExpressed { address, .. } => vec![
            wish(Recipient::Members, Letter::InterestArrived),
            wish(Recipient::Address(address.clone()), Letter::InterestThanked),
        ],
        Event::BallotOpened { .. } => vec![wish(Recipient::Members, Letter::BallotOpened { ballot: entry.seq })],
        Event::Voted { ballot, .. } => {
            let contested = wish(Recipient::Members, Letter::BallotContested { ballot: *ballot });
            is_first_objection(committee, *ballot, entry.at).then_some(contested).into_iter().collect()
        }
        Event::BallotExtended { ballot, .. } => vec![others(Letter::BallotExtended { ballot: *ballot })],
        Event::BallotWithdrawn { ballot, .. } => vec![others(Letter::BallotWithdrawn { ballot: *ballot })],
        Event::BallotClosed { ballot, carried, .. } => {
            vec![wish(Recipient::Members, Letter::BallotClosed { ballot: *ballot, carried: *carried })]
        }
        Event::MemberSeated { person, how: Seating::Ballot { .. } | Seating::Deputy { .. }, .. } => {
            vec![wish(Recipient::Person(*person), Letter::Seated)]
        }
        Event::SeatMoved { to, .. } => vec![wish(Recipient::Person(*to), Letter::Seated)],
        // Whoever is put there by the operator has a letter of their own, and so have the others.
        Event::MemberSeated { how: Seating::Bootstrap { .. } | Seating::Operator, .. } => vec![],
        Event::MemberLeft { why: Leaving::SteppedDown, .. } => vec![wish(Recipient::Members, Letter::SteppedDown)],
        Event::MemberLeft { .. } => vec![wish(Recipient::Members, Letter::MemberLeft)],
        Event::RosterWarned { warnings } if warnings.is_empty() => vec![],
        Event::RosterWarned { .. } => vec![wish(Recipient::Members, Letter::RosterWarned)],
        Event::TaskOpened { .. } => vec![wish(Recipient::Members, Letter::TaskOpened)],
        Event::LeavePlanned { person, .. } => vec![wish(Recipient::MembersBut(*person), Letter::LeavePlanned)],
        Event::DeputyNamed { leave, .. } => of_leave(committee, *leave, Recipient::MembersBut, Letter::DeputyNamed),
        Event::LeaveWarned { .. } => vec![wish(Recipient::Members, Letter::LeaveGap)],
        Event::HandOverAsked { leave, .. } => of_leave(committee, *leave, Recipient::Person, Letter::HandOver),
        // Whoever has just come finds their duties on the page that they are led to.
        Event::DutyAssigned { person, shared, .. }
            if (entry.by.person() == Some(*person) && !shared)
                || committee.seats.get(person).is_some_and(|seat| seat.since == entry.at) =>
        {
            vec![]
        }
        Event::DutyAssigned { person, .. } => vec![wish(Recipient::Person(*person), Letter::DutyAssigned)],
        Event::Pinged { person } => vec![wish(Recipient::Person(*person), Letter::Ping)],
        Event::AccessSuspended { person, .. } => vec![wish(Recipient::MembersBut(*person), Letter::Suspended)],
        Event::SilenceNoted { person, .. } => vec![wish(Recipient::MembersBut(*person), Letter::Silence)],
        Event::Nudged { person, .. } => vec![wish(Recipient::Person(*person), Letter::Nudge)],
        Event::ShiftBegun { person, shift } => {
            let rota = committee.rota.as_ref();
            let accepted = rota.is_some_and(|rota| !rota.rotation.handover_accepted || rota.taken.contains_key(shift));
            vec![wish(Recipient::Person(*person), Letter::ShiftBegins { to_accept: !accepted })]
        }
        Event::ShiftOffered { to, .. } => vec![wish(Recipient::Person(*to), Letter::ShiftOffered)],
        Event::EmployerChanged { .. }
        | Event::LeavingDone { .. }
        | Event::WayInSent { .. }
        | Event::AccessCut { .. }
        | Event::AccessResumed { .. }
        | Event::TaskDone { .. }
        | Event::InterestClosed { .. }
        | Event::StoodAside { .. }
        | Event::ElectorsDecided { .. }
        | Event::LeaveCovered { .. }
        // Each case writes to whoever has it now.
        | Event::CasesHandedOver { .. }
        | Event::LeaveEnded { .. }
        | Event::SignOfLife { .. }
        | Event::RotationSet { .. }
        | Event::ShiftTaken { .. } => vec![],
    }
}

/// To whoever will be away, or to everybody else.
fn of_leave(committee: &Committee, leave: Number, to: fn(PersonId) -> Recipient, letter: Letter) -> Vec<Wish> {
    committee.leaves.get(&leave).map(|leave| Wish { to: to(leave.person), letter }).into_iter().collect()
}

/// Whether an objection was made at this moment, and none before it: the first alone changes how a ballot is decided.
fn is_first_objection(committee: &Committee, ballot: Number, at: Timestamp) -> bool {
    let contested = committee.ballots.get(&ballot).filter(|known| known.is_contested());
    let said = contested.into_iter().flat_map(|known| &known.said);
    said.filter(|(said, _)| said.choice == Choice::No).map(|(said, _)| said.at).min() == Some(at)
}
