//! What may be typed about the committee, each with the fields of what it asks.
//!
//! Knows words and options; the fields are named as the API names them, and what they mean is the desk's.

use clap::{Args, Subcommand};
use domain::ids::PersonId;
use serde::Serialize;

use crate::show::Show;

/// What can be read of the committee and asked of it.
#[derive(Subcommand)]
pub enum CommitteeCommand {
    /// Who is on it, what is open, who is away and on call, and what you can type about it.
    #[command(name = "show")]
    Page {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Who answers reports, for everybody; with --at, who did at a moment, for those inside.
    Roster {
        /// A date (2026-03-03, its end is meant) or a moment (2026-03-03T12:00:00Z).
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Every ballot, the last first.
    Ballots {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// One ballot: what it is about, how it stands and why, and what was said.
    Ballot {
        /// Its number, as `sluice committee ballots` shows it.
        ballot: u64,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// What has happened, the first first.
    Log {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Say that you would like to join, as anybody may; the members read it, nobody else does.
    Interest(Interest),
    /// Put an expression of interest away, with what was decided about it.
    AnswerInterest(AnswerInterest),
    /// Nominate somebody; a ballot decides.
    Nominate(Nominate),
    /// Propose that a silent member be removed; nothing happens without the ballot.
    Remove(Remove),
    /// Suspend the access of a silent member until they are heard of; the seat stays.
    Suspend(Suspend),
    /// Let somebody in again whose access was suspended; they get a link.
    Resume(Resume),
    /// Leave the committee: every access ends at once. You may propose who follows.
    StepDown(StepDown),
    /// Note that a step of somebody's leaving is done.
    LeavingStep(LeavingStep),
    /// Note what was done about a task.
    Task(TaskDone),
    /// Say what you think in a ballot; your last word before the end counts.
    Vote(Vote),
    /// Take no part in a ballot, for a conflict of interest.
    StandAside(BallotReason),
    /// Note what another body decided. For the operator, at the terminal of the desk.
    OtherBody(OtherBody),
    /// Leave a ballot open for longer.
    Extend(Extend),
    /// Take back a ballot that you opened.
    Withdraw(BallotReason),
    /// Say that you will be away; both days are included.
    Leave(Leave),
    /// Do somebody's duty for as long as they are away.
    Cover(Cover),
    /// Name who stands in while you are away.
    Deputy(Deputy),
    /// Give every open case of yours to another before you go.
    HandOver(HandOver),
    /// Be back earlier, or do not go.
    Back(Back),
    /// Take a duty on.
    Duty(Duty),
    /// Say that you are there, when you were asked.
    Here {
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// Ask a member whether they are there.
    Ping(Ping),
    /// Say in which order shifts go round.
    Rotation(Rotation),
    /// Offer your shift to another; it is theirs once they take it.
    OfferShift(OfferShift),
    /// Take a shift that is offered to you, or accept your own.
    TakeShift(TakeShift),
}

/// Somebody: an account, or a name and an address for somebody who has none yet.
#[derive(Args, Serialize)]
pub(crate) struct Whom {
    /// The id of their account, as `sluice member list` shows it.
    #[arg(long, value_name = "ID", conflicts_with_all = ["name", "address", "organisation"])]
    pub(crate) person: Option<PersonId>,
    /// Without an account: as others see them.
    #[arg(long, requires = "address")]
    pub(crate) name: Option<String>,
    /// Without an account: where letters go.
    #[arg(long, requires = "name")]
    pub(crate) address: Option<String>,
    /// Without an account: for whom they work, if for somebody.
    #[arg(long, requires = "name")]
    pub(crate) organisation: Option<String>,
}

/// The fields of each request, with how its answer is shown.
macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Args, Serialize)]
            pub struct $name {
                $($(#[$attribute])* pub(crate) $field: $type,)*
                /// How to show the answer.
                #[command(flatten)]
                #[serde(skip)]
                pub(crate) show: Show,
            }
        )*
    };
}

requests! {
    /// That somebody would like to join.
    Interest {
        /// As others see you.
        #[arg(long)]
        name: String,
        /// Where the members write.
        #[arg(long)]
        address: String,
        /// For whom you work, if for somebody.
        #[arg(long)]
        organisation: Option<String>,
        /// What you have done here, and why you would like to.
        #[arg(long)]
        statement: String,
    }
    /// What was decided about an expression of interest.
    AnswerInterest {
        /// Its number, as `sluice committee show` shows it.
        interest: u64,
        /// What was decided.
        #[arg(long)]
        note: String,
    }
    /// A nomination.
    Nominate {
        /// Whom.
        #[command(flatten)]
        #[serde(flatten)]
        whom: Whom,
        /// The number of the expression of interest that it answers.
        #[arg(long, value_name = "NUMBER")]
        interest: Option<u64>,
        /// Why.
        #[arg(long)]
        reason: String,
    }
    /// The removal of a silent member.
    Remove {
        /// Their id, as `sluice committee show` shows it.
        person: PersonId,
        /// Why; what the desk knows is added by itself.
        #[arg(long)]
        reason: String,
    }
    /// The suspension of a silent member.
    Suspend {
        /// Their id, as `sluice committee show` shows it.
        person: PersonId,
        /// Why; what the desk knows is added by itself.
        #[arg(long)]
        reason: String,
    }
    /// The end of a suspension.
    Resume {
        /// Their id, as `sluice committee show` shows it.
        person: PersonId,
        /// How they were heard of.
        #[arg(long)]
        note: String,
    }
    /// That somebody leaves.
    StepDown {
        /// You are sure: every access ends at once.
        #[arg(long)]
        #[serde(skip)]
        yes: bool,
        /// Who follows, if you propose somebody.
        #[command(flatten)]
        #[serde(flatten)]
        whom: Whom,
        /// Why, or why them.
        #[arg(long)]
        reason: Option<String>,
    }
    /// A step of somebody's leaving.
    LeavingStep {
        /// The id of who left, as `sluice committee show` shows it.
        person: PersonId,
        /// Which step, from 1.
        step: u64,
        /// What shows that it is done.
        #[arg(long)]
        proof: String,
    }
    /// What was done about a task.
    TaskDone {
        /// Its number, as `sluice committee show` shows it.
        task: u64,
        /// What was done.
        #[arg(long)]
        note: String,
    }
    /// A word in a ballot.
    Vote {
        /// Its number, as `sluice committee ballots` shows it.
        ballot: u64,
        /// What you think of it.
        #[arg(value_parser = ["yes", "no", "abstain"])]
        choice: String,
        /// Why; an objection needs it.
        #[arg(long)]
        reason: Option<String>,
    }
    /// Something about a ballot that needs a reason.
    BallotReason {
        /// Its number, as `sluice committee ballots` shows it.
        ballot: u64,
        /// Why.
        #[arg(long)]
        reason: String,
    }
    /// What another body decided.
    OtherBody {
        /// The number of the ballot, as `sluice committee ballots` shows it.
        ballot: u64,
        /// What it decided.
        #[arg(value_parser = ["yes", "no"])]
        choice: String,
        /// What shows it: minutes, a message.
        #[arg(long)]
        evidence: String,
    }
    /// A later end of a ballot.
    Extend {
        /// Its number, as `sluice committee ballots` shows it.
        ballot: u64,
        /// By how much: P2D is two days.
        #[arg(long, value_name = "TERM")]
        by: String,
        /// Why.
        #[arg(long)]
        reason: String,
    }
    /// An absence.
    Leave {
        /// The first day: 2026-03-03.
        from: String,
        /// The last day: 2026-03-10.
        until: String,
    }
    /// A duty of somebody who is away.
    Cover {
        /// The absence's number, as `sluice committee show` shows it.
        leave: u64,
        /// Which duty.
        duty: String,
    }
    /// Who stands in.
    Deputy {
        /// The absence's number, as `sluice committee show` shows it.
        leave: u64,
        /// Whom.
        #[command(flatten)]
        #[serde(flatten)]
        whom: Whom,
    }
    /// One's open cases, for another.
    HandOver {
        /// The absence's number, as `sluice committee show` shows it.
        leave: u64,
        /// To whom: their id.
        person: PersonId,
    }
    /// The end of an absence.
    Back {
        /// The absence's number, as `sluice committee show` shows it.
        leave: u64,
    }
    /// A duty.
    Duty {
        /// Which, as `sluice committee show` shows it.
        duty: String,
    }
    /// A question to a member.
    Ping {
        /// Their id, as `sluice committee show` shows it.
        person: PersonId,
    }
    /// The order of shifts.
    Rotation {
        /// From which day on: 2026-03-03.
        #[arg(long, value_name = "DATE")]
        from: String,
        /// Members in order, by address or id.
        #[arg(required = true, value_name = "MEMBER")]
        #[serde(rename = "order", serialize_with = "joined")]
        members: Vec<String>,
    }
    /// A shift for another.
    OfferShift {
        /// Which shift, as `sluice committee show` shows it.
        shift: u64,
        /// To whom: their id.
        person: PersonId,
    }
    /// A shift.
    TakeShift {
        /// Which shift, as `sluice committee show` shows it.
        shift: u64,
    }
}

fn joined<S: serde::Serializer>(members: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&members.join(", "))
}

impl CommitteeCommand {
    /// Whether the installation's operator may ask it with their own token, when nobody is signed in.
    #[must_use]
    pub const fn is_for_operators(&self) -> bool {
        match self {
            // No member may.
            Self::OtherBody(_) => true,
            Self::Page { .. }
            | Self::Roster { .. }
            | Self::Ballots { .. }
            | Self::Ballot { .. }
            | Self::Log { .. }
            | Self::Interest(_)
            | Self::AnswerInterest(_)
            | Self::Nominate(_)
            | Self::Remove(_)
            | Self::Suspend(_)
            | Self::Resume(_)
            | Self::StepDown(_)
            | Self::LeavingStep(_)
            | Self::Task(_)
            | Self::Vote(_)
            | Self::StandAside(_)
            | Self::Extend(_)
            | Self::Withdraw(_)
            | Self::Leave(_)
            | Self::Cover(_)
            | Self::Deputy(_)
            | Self::HandOver(_)
            | Self::Back(_)
            | Self::Duty(_)
            | Self::Here { .. }
            | Self::Ping(_)
            | Self::Rotation(_)
            | Self::OfferShift(_)
            | Self::TakeShift(_) => false,
        }
    }
}
