//! What can be asked of the committee, by name, and the one table of who may.

use super::super::command::Command;
use super::super::facts::By;

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "named as the commands are")]
pub enum Verb {
    ExpressInterest,
    CloseInterest,
    Nominate,
    ProposeRemoval,
    Suspend,
    Resume,
    StepDown,
    FinishLeaving,
    FinishTask,
    Vote,
    StandAside,
    NoteElectors,
    Extend,
    Withdraw,
    PlanLeave,
    CoverLeave,
    NameDeputy,
    HandOver,
    EndLeave,
    TakeDuty,
    AnswerPing,
    Ping,
    SetRotation,
    OfferShift,
    TakeShift,
    /// What the desk notes by itself.
    Note,
}

impl Verb {
    /// What a command asks.
    #[must_use]
    pub const fn of(command: &Command) -> Self {
        match command {
            Command::ExpressInterest { .. } => Self::ExpressInterest,
            Command::CloseInterest { .. } => Self::CloseInterest,
            Command::Nominate { .. } => Self::Nominate,
            Command::ProposeRemoval { .. } => Self::ProposeRemoval,
            Command::Suspend { .. } => Self::Suspend,
            Command::Resume { .. } => Self::Resume,
            Command::StepDown { .. } => Self::StepDown,
            Command::FinishLeaving { .. } => Self::FinishLeaving,
            Command::FinishTask { .. } => Self::FinishTask,
            Command::Vote { .. } => Self::Vote,
            Command::StandAside { .. } => Self::StandAside,
            Command::NoteElectors { .. } => Self::NoteElectors,
            Command::Extend { .. } => Self::Extend,
            Command::Withdraw { .. } => Self::Withdraw,
            Command::PlanLeave { .. } => Self::PlanLeave,
            Command::CoverLeave { .. } => Self::CoverLeave,
            Command::NameDeputy { .. } => Self::NameDeputy,
            Command::HandOver { .. } => Self::HandOver,
            Command::EndLeave { .. } => Self::EndLeave,
            Command::TakeDuty { .. } => Self::TakeDuty,
            Command::AnswerPing => Self::AnswerPing,
            Command::Ping { .. } => Self::Ping,
            Command::SetRotation { .. } => Self::SetRotation,
            Command::OfferShift { .. } => Self::OfferShift,
            Command::TakeShift { .. } => Self::TakeShift,
            Command::NoteSeat { .. }
            | Command::NoteEmployer { .. }
            | Command::NoteAccountEnded { .. }
            | Command::NoteWayIn { .. }
            | Command::NoteSeatMoved { .. }
            | Command::NoteAccessCut { .. }
            | Command::NoteSign { .. }
            | Command::NoteNudge { .. }
            | Command::NoteHandOver { .. }
            | Command::NoteTime => Self::Note,
        }
    }

    /// What people ask, in the order in which it is shown.
    pub const ASKED: [Self; 25] = [
        Self::ExpressInterest,
        Self::CloseInterest,
        Self::Nominate,
        Self::ProposeRemoval,
        Self::Suspend,
        Self::Resume,
        Self::StepDown,
        Self::FinishLeaving,
        Self::FinishTask,
        Self::Vote,
        Self::StandAside,
        Self::NoteElectors,
        Self::Extend,
        Self::Withdraw,
        Self::PlanLeave,
        Self::CoverLeave,
        Self::NameDeputy,
        Self::HandOver,
        Self::EndLeave,
        Self::TakeDuty,
        Self::AnswerPing,
        Self::Ping,
        Self::SetRotation,
        Self::OfferShift,
        Self::TakeShift,
    ];

    /// Its name in addresses and on the terminal; nothing for what the desk notes by itself.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::ExpressInterest => "interest",
            Self::CloseInterest => "interest-answer",
            Self::Nominate => "nomination",
            Self::ProposeRemoval => "removal",
            Self::Suspend => "suspension",
            Self::Resume => "suspension-end",
            Self::StepDown => "stepping-down",
            Self::FinishLeaving => "leaving-step",
            Self::FinishTask => "task",
            Self::Vote => "vote",
            Self::StandAside => "standing-aside",
            Self::NoteElectors => "other-body",
            Self::Extend => "extension",
            Self::Withdraw => "withdrawal",
            Self::PlanLeave => "leave",
            Self::CoverLeave => "cover",
            Self::NameDeputy => "deputy",
            Self::HandOver => "hand-over",
            Self::EndLeave => "leave-end",
            Self::TakeDuty => "duty",
            Self::AnswerPing => "here",
            Self::Ping => "ping",
            Self::SetRotation => "rotation",
            Self::OfferShift => "shift-offer",
            Self::TakeShift => "shift",
            Self::Note => "",
        }
    }
}

/// Who may ask what: the one table. Whether somebody else may nominate is the policy's to say.
#[must_use]
pub(super) const fn may_ask(by: By, verb: Verb) -> bool {
    match verb {
        Verb::ExpressInterest => matches!(by, By::Anybody | By::Account(_) | By::Maintainer(_) | By::Auditor(_)),
        Verb::Nominate => {
            matches!(by, By::Member(_) | By::Maintainer(_) | By::Account(_) | By::Auditor(_) | By::Operator)
        }
        // A member may make an account and give it an office: none of those speaks for another body.
        Verb::NoteElectors => matches!(by, By::Operator),
        Verb::CloseInterest
        | Verb::FinishLeaving
        | Verb::ProposeRemoval
        | Verb::Suspend
        | Verb::Resume
        | Verb::StepDown
        | Verb::FinishTask
        | Verb::Vote
        | Verb::StandAside
        | Verb::Extend
        | Verb::Withdraw
        | Verb::PlanLeave
        | Verb::CoverLeave
        | Verb::NameDeputy
        | Verb::HandOver
        | Verb::EndLeave
        | Verb::TakeDuty
        | Verb::AnswerPing
        | Verb::Ping
        | Verb::SetRotation
        | Verb::OfferShift
        | Verb::TakeShift => matches!(by, By::Member(_)),
        Verb::Note => matches!(by, By::Clock | By::Operator),
    }
}
