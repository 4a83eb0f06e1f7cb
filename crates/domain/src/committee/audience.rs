//! Who may know of what in the committee.
//!
//! Members of everything but whose hand a secret vote was; those whom the desk lets look whether rules are kept, of how it was
//! decided; everybody else of who is on it (OSPS GV-01.01) and nothing more.

use super::event::Event;

/// Who may know of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: who is on the committee, and for whom they work.
    Everybody,
    /// Members, and auditors.
    Audited,
    /// Members.
    Members,
}

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A member.
    Member,
    /// An auditor.
    Auditor,
    /// Anybody else.
    Outside,
}

/// Who may know of an event.
#[must_use]
pub const fn audience(event: &Event) -> Audience {
    match event {
        Event::MemberSeated { .. }
        | Event::SeatMoved { .. }
        | Event::EmployerChanged { .. }
        | Event::MemberLeft { .. } => Audience::Everybody,
        Event::RosterWarned { .. }
        | Event::TaskOpened { .. }
        | Event::TaskDone { .. }
        | Event::LeavingDone { .. }
        | Event::AccessCut { .. }
        | Event::AccessResumed { .. }
        | Event::AccessSuspended { .. }
        | Event::BallotOpened { .. }
        | Event::Voted { .. }
        | Event::StoodAside { .. }
        | Event::ElectorsDecided { .. }
        | Event::BallotExtended { .. }
        | Event::BallotWithdrawn { .. }
        | Event::BallotClosed { .. }
        | Event::DeputyNamed { .. }
        | Event::DutyAssigned { .. } => Audience::Audited,
        Event::InterestExpressed { .. }
        | Event::InterestClosed { .. }
        | Event::LeavePlanned { .. }
        | Event::LeaveCovered { .. }
        | Event::WayInSent { .. }
        | Event::LeaveWarned { .. }
        | Event::HandOverAsked { .. }
        | Event::CasesHandedOver { .. }
        | Event::LeaveEnded { .. }
        | Event::SignOfLife { .. }
        | Event::Pinged { .. }
        | Event::SilenceNoted { .. }
        | Event::Nudged { .. }
        | Event::RotationSet { .. }
        | Event::ShiftBegun { .. }
        | Event::ShiftOffered { .. }
        | Event::ShiftTaken { .. } => Audience::Members,
    }
}

/// Whether whoever stands there may know of it.
#[must_use]
pub const fn includes(audience: Audience, place: Place) -> bool {
    match (audience, place) {
        (Audience::Everybody, _) | (_, Place::Member) | (Audience::Audited, Place::Auditor) => true,
        (Audience::Audited, Place::Outside) | (Audience::Members, Place::Auditor | Place::Outside) => false,
    }
}
