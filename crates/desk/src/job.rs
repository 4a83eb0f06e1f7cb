//! The desk's own work as a list: on whose behalf each job acts, with what, and which decisions it looks at again.
//!
//! A job is wished for when something happens and done later, so what it acts on may have been forged or taken back since.
//! Knows kinds of jobs; how they are done is `delivery`'s and `time`'s.

use domain::case::decide::Verb;
use domain::case::effect::{Effect, Letter};
use domain::people::Role;

use crate::right::Object;

/// A kind of work that the desk does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Note in a case what became due or late.
    NoteTime,
    /// Count votes whose time has come, and put in force what was carried.
    SettleProposals,
    /// Write to somebody that there is something to read.
    WriteLetter,
    /// Write to somebody that they are invited.
    Invite,
    /// Put an advisory on the public pages.
    PublishAdvisory,
    /// Mark it withdrawn there.
    WithdrawAdvisory,
    /// Send the announcement to a channel.
    Announce,
    /// Send the retrospective to a channel.
    SendRetrospective,
}

/// What must have been decided, and confirmed, before an advisory leaves the house.
const LEAVING: &[Verb] = &[
    Verb::Publish,
    Verb::EndEmbargo,
    Verb::AcceptEmbargo,
    Verb::NameUpstream,
    Verb::AgreeReleaseDay,
    Verb::MoveReleaseDay,
    Verb::BreakGlass,
];

impl Job {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::NoteTime,
        Self::SettleProposals,
        Self::WriteLetter,
        Self::Invite,
        Self::PublishAdvisory,
        Self::WithdrawAdvisory,
        Self::Announce,
        Self::SendRetrospective,
    ];

    /// The job that performs a wish.
    #[must_use]
    pub const fn of(effect: &Effect) -> Self {
        match effect {
            Effect::SendLetter { letter: Letter::Invitation, .. } => Self::Invite,
            Effect::SendLetter { .. } => Self::WriteLetter,
            Effect::PublishAdvisory => Self::PublishAdvisory,
            Effect::WithdrawAdvisory => Self::WithdrawAdvisory,
            Effect::Announce { .. } => Self::Announce,
            Effect::SendRetrospective { .. } => Self::SendRetrospective,
        }
    }

    /// As whom it tells a case what became of it.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::NoteTime | Self::SettleProposals => Role::Clock,
            Self::WriteLetter
            | Self::Invite
            | Self::PublishAdvisory
            | Self::WithdrawAdvisory
            | Self::Announce
            | Self::SendRetrospective => Role::World,
        }
    }

    /// With what it works.
    #[must_use]
    pub const fn object(self) -> Object {
        match self {
            Self::SettleProposals => Object::Proposal,
            Self::NoteTime
            | Self::WriteLetter
            | Self::Invite
            | Self::PublishAdvisory
            | Self::WithdrawAdvisory
            | Self::Announce
            | Self::SendRetrospective => Object::Case,
        }
    }

    /// The decisions whose proof it looks at again before it acts.
    #[must_use]
    pub const fn looks_at(self) -> &'static [Verb] {
        match self {
            Self::NoteTime | Self::SettleProposals | Self::WriteLetter | Self::SendRetrospective => &[],
            Self::Invite => &[Verb::InviteFixer, Verb::ApproveOutsider, Verb::LetSee],
            Self::PublishAdvisory | Self::Announce => LEAVING,
            Self::WithdrawAdvisory => &[Verb::Withdraw],
        }
    }
}
