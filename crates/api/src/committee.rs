//! What can be asked of the committee: one body per request, as JSON and as a form, and the command each stands for.
//!
//! Whoever is to join may be an account or somebody who has none yet; which it is the desk finds out.

// tidy: long-file: one table of bodies, a request a row.

use domain::calendar::Term;
use domain::committee::command::Command;
use domain::committee::decide::Verb;
use domain::committee::facts::Number;
use domain::ids::PersonId;
use domain::voting::Choice;
use domain::words::{Line, Prose, bounded};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use crate::input::{self, BadInput};
use crate::strict::MailAddress;

/// What somebody wants of the committee, parsed.
#[derive(Debug)]
pub enum CommitteeWish {
    /// Complete.
    Command(Command),
    /// Nominate somebody.
    Nominate {
        /// Whom.
        who: Who,
        /// The expression of interest that it answers.
        interest: Option<Number>,
        /// Why.
        reason: Prose,
    },
    /// Step down, perhaps proposing who follows.
    StepDown {
        /// Who follows.
        successor: Option<Who>,
        /// Why, or why them.
        reason: Option<Prose>,
    },
    /// Give every open case of one's own to another.
    HandOver {
        /// Before which absence.
        leave: Number,
        /// To whom.
        to: PersonId,
    },
    /// Name a deputy.
    NameDeputy {
        /// For which absence.
        leave: Number,
        /// Whom.
        who: Who,
    },
    /// Shifts in this order, by addresses or ids of members.
    SetRotation {
        /// The order.
        order: Vec<String>,
        /// From which date on.
        from: Date,
    },
}

/// Somebody who may come: an account, or somebody who has none yet.
#[derive(Debug)]
pub enum Who {
    /// An account.
    Account(PersonId),
    /// Somebody new.
    New {
        /// As others see them.
        name: Line,
        /// Where letters go.
        address: Line,
        /// For whom they work.
        organisation: Option<Line>,
    },
}

/// In which encoding a body comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A program's.
    Json,
    /// A browser's.
    Form,
}

/// A counted thing: a number, or digits as a form sends them.
#[derive(Clone, Copy, Debug)]
pub struct Counted(u64);

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(u64),
            Digits(String),
        }
        let wrong = || serde::de::Error::custom("a whole number is expected");
        match Either::deserialize(deserializer).map_err(|_| wrong())? {
            Either::Number(number) => Ok(Self(number)),
            Either::Digits(text) => text.trim().parse().map(Self).map_err(|_| wrong()),
        }
    }
}

/// What somebody says of themselves: anybody may write one, so it is shorter than what those write who are known.
#[derive(Debug)]
struct Statement(Prose);

impl Statement {
    const CHARS_MAX: usize = 4_000;
}

impl<'de> Deserialize<'de> for Statement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Prose::deserialize(deserializer)?;
        bounded(text.reveal(), Self::CHARS_MAX).map_err(serde::de::Error::custom)?;
        Ok(Self(text))
    }
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Deserialize, ToSchema)]
            #[serde(deny_unknown_fields)]
            struct $name {
                $($(#[$field_doc])* $field: $type),*
            }
        )*
    };
}

bodies! {
    /// Say that you would like to join; the members read it, nobody else does.
    NewInterest {
        /// As others see you.
        #[schema(value_type = String, max_length = 200)]
        name: Line,
        /// Where the members write.
        #[schema(value_type = String)]
        address: MailAddress,
        /// For whom you work, if for somebody.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        organisation: Option<Line>,
        /// What you have done here, and why you would like to.
        #[schema(value_type = String, max_length = 4_000)]
        statement: Statement,
    }
    /// Put an expression of interest away, with what was decided about it.
    InterestClosing {
        /// Its number.
        #[schema(value_type = u64)]
        interest: Counted,
        /// What was decided.
        #[schema(value_type = String)]
        note: Prose,
    }
    /// Nominate somebody: an account, or somebody who has none yet.
    Nomination {
        /// Their account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        person: Option<PersonId>,
        /// As others see them, without an account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        name: Option<Line>,
        /// Where letters go, without an account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        address: Option<MailAddress>,
        /// For whom they work, without an account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        organisation: Option<Line>,
        /// The expression of interest that it answers.
        #[serde(default)]
        #[schema(value_type = Option<u64>)]
        interest: Option<Counted>,
        /// Why.
        #[schema(value_type = String)]
        reason: Prose,
    }
    /// Propose that somebody be removed who is silent.
    Removal {
        /// Whom.
        #[schema(value_type = String)]
        person: PersonId,
        /// Why; what the desk knows is added by itself.
        #[schema(value_type = String)]
        reason: Prose,
    }
    /// Suspend the access of somebody who is silent.
    Suspension {
        /// Whose.
        #[schema(value_type = String)]
        person: PersonId,
        /// Why; what the desk knows is added by itself.
        #[schema(value_type = String)]
        reason: Prose,
    }
    /// Let somebody in again whose access was suspended.
    SuspensionEnd {
        /// Whom.
        #[schema(value_type = String)]
        person: PersonId,
        /// How they were heard of.
        #[schema(value_type = String)]
        note: Prose,
    }
    /// Leave the committee, and perhaps propose who follows.
    SteppingDown {
        /// The account of who follows.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        person: Option<PersonId>,
        /// As others see who follows, without an account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        name: Option<Line>,
        /// Where letters go to who follows.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        address: Option<MailAddress>,
        /// For whom they work.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        organisation: Option<Line>,
        /// Why, if you wish to say.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        reason: Option<Prose>,
        /// `leave`: every access ends at once.
        #[schema(value_type = String, example = "leave")]
        sure: Sure,
    }
    /// Note that a step of somebody's leaving is done.
    LeavingStep {
        /// Who left.
        #[schema(value_type = String)]
        person: PersonId,
        /// Which step, from 1.
        #[schema(value_type = u64)]
        step: Counted,
        /// What shows it.
        #[schema(value_type = String)]
        proof: Prose,
    }
    /// Note what was done about a task.
    TaskDone {
        /// Its number.
        #[schema(value_type = u64)]
        task: Counted,
        /// What was done.
        #[schema(value_type = String)]
        note: Prose,
    }
    /// Say what you think in a ballot; your last word before the end counts.
    BallotWord {
        /// Its number.
        #[schema(value_type = u64)]
        ballot: Counted,
        /// `yes`, `no` or `abstain`.
        #[schema(value_type = String, example = "yes")]
        choice: Choice,
        /// Why; an objection needs it.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        reason: Option<Prose>,
    }
    /// Something about a ballot that needs a reason.
    BallotReason {
        /// Its number.
        #[schema(value_type = u64)]
        ballot: Counted,
        /// Why.
        #[schema(value_type = String)]
        reason: Prose,
    }
    /// What the other body decided, noted by the operator.
    OtherBody {
        /// The ballot.
        #[schema(value_type = u64)]
        ballot: Counted,
        /// `yes` or `no`.
        #[schema(value_type = String, example = "yes")]
        choice: YesNo,
        /// What shows it: minutes, a message.
        #[schema(value_type = String)]
        evidence: Prose,
    }
    /// Leave a ballot open for longer.
    Extension {
        /// Its number.
        #[schema(value_type = u64)]
        ballot: Counted,
        /// By how much, as `P2D`.
        #[schema(value_type = String, example = "P2D")]
        by: Term,
        /// Why.
        #[schema(value_type = String)]
        reason: Prose,
    }
    /// Say that you will be away; both days are included.
    Absence {
        /// The first day.
        #[schema(value_type = String, format = Date)]
        from: Date,
        /// The last day.
        #[schema(value_type = String, format = Date)]
        until: Date,
    }
    /// Take over a duty for as long as somebody is away.
    Cover {
        /// The absence's number.
        #[schema(value_type = u64)]
        leave: Counted,
        /// Which duty.
        #[schema(value_type = String)]
        duty: Line,
    }
    /// Name who stands in for you: an account, or somebody who has none yet.
    Deputy {
        /// The absence's number.
        #[schema(value_type = u64)]
        leave: Counted,
        /// Their account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        person: Option<PersonId>,
        /// As others see them, without an account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        name: Option<Line>,
        /// Where letters go, without an account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        address: Option<MailAddress>,
        /// For whom they work, without an account.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        organisation: Option<Line>,
    }
    /// Hand your open cases over before you go.
    HandingOver {
        /// The absence's number.
        #[schema(value_type = u64)]
        leave: Counted,
        /// To whom.
        #[schema(value_type = String)]
        person: PersonId,
    }
    /// Be back earlier, or do not go.
    AbsenceEnd {
        /// The absence's number.
        #[schema(value_type = u64)]
        leave: Counted,
    }
    /// Take a duty on.
    DutyTaken {
        /// Which.
        #[schema(value_type = String)]
        duty: Line,
    }
    /// Say that you are there.
    Here {}
    /// Ask a member whether they are there.
    PingOf {
        /// Whom.
        #[schema(value_type = String)]
        person: PersonId,
    }
    /// Say in which order shifts go round.
    RotationOrder {
        /// Members by address or id, in order, with commas or line breaks between them.
        order: String,
        /// From which date on.
        #[schema(value_type = String, format = Date)]
        from: Date,
    }
    /// Offer your shift to another.
    ShiftOffer {
        /// Which shift, from 1.
        #[schema(value_type = u64)]
        shift: Counted,
        /// To whom.
        #[schema(value_type = String)]
        person: PersonId,
    }
    /// Take a shift that is offered to you, or accept your own.
    ShiftTaken {
        /// Which shift, from 1.
        #[schema(value_type = u64)]
        shift: Counted,
    }
}

/// The word with which somebody leaves.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sure {
    Leave,
}

/// For it, or against it.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    Yes,
    No,
}

/// The body of a request, parsed. Whoever has none is told what is missing by name.
///
/// # Errors
/// Names the field that is wrong.
#[expect(
    clippy::too_many_lines,
    clippy::cognitive_complexity,
    reason = "one table: a request, its body and its command"
)]
pub fn parse(verb: Verb, body: &[u8], spelling: Spelling) -> Result<CommitteeWish, BadInput> {
    let command = match verb {
        Verb::ExpressInterest => {
            let NewInterest { name, address, organisation, statement } = read(body, spelling)?;
            Command::ExpressInterest { name, address: address.0, organisation, statement: statement.0 }
        }
        Verb::CloseInterest => {
            let InterestClosing { interest, note } = read(body, spelling)?;
            Command::CloseInterest { interest: interest.0, note }
        }
        Verb::Nominate => {
            let Nomination { person, name, address, organisation, interest, reason } = read(body, spelling)?;
            let who = who(person, name, address, organisation)?.ok_or_else(nobody)?;
            return Ok(CommitteeWish::Nominate { who, interest: interest.map(|number| number.0), reason });
        }
        Verb::ProposeRemoval => {
            let Removal { person, reason } = read(body, spelling)?;
            Command::ProposeRemoval { person, reason }
        }
        Verb::Suspend => {
            let Suspension { person, reason } = read(body, spelling)?;
            Command::Suspend { person, reason }
        }
        Verb::Resume => {
            let SuspensionEnd { person, note } = read(body, spelling)?;
            Command::Resume { person, note }
        }
        Verb::StepDown => {
            let SteppingDown { person, name, address, organisation, reason, sure: Sure::Leave } = read(body, spelling)?;
            return Ok(CommitteeWish::StepDown { successor: who(person, name, address, organisation)?, reason });
        }
        Verb::FinishLeaving => {
            let LeavingStep { person, step, proof } = read(body, spelling)?;
            let item = from_one(step).and_then(|item| u16::try_from(item).ok()).ok_or_else(|| no_such("step"))?;
            Command::FinishLeaving { person, item, proof }
        }
        Verb::FinishTask => {
            let TaskDone { task, note } = read(body, spelling)?;
            Command::FinishTask { task: task.0, note }
        }
        Verb::Vote => {
            let BallotWord { ballot, choice, reason } = read(body, spelling)?;
            Command::Vote { ballot: ballot.0, choice, reason }
        }
        Verb::StandAside => {
            let BallotReason { ballot, reason } = read(body, spelling)?;
            Command::StandAside { ballot: ballot.0, reason }
        }
        Verb::NoteElectors => {
            let OtherBody { ballot, choice, evidence } = read(body, spelling)?;
            Command::NoteElectors { ballot: ballot.0, carried: choice == YesNo::Yes, evidence }
        }
        Verb::Extend => {
            let Extension { ballot, by, reason } = read(body, spelling)?;
            Command::Extend { ballot: ballot.0, by, reason }
        }
        Verb::Withdraw => {
            let BallotReason { ballot, reason } = read(body, spelling)?;
            Command::Withdraw { ballot: ballot.0, reason }
        }
        Verb::PlanLeave => {
            let Absence { from, until } = read(body, spelling)?;
            Command::PlanLeave { from, until }
        }
        Verb::CoverLeave => {
            let Cover { leave, duty } = read(body, spelling)?;
            Command::CoverLeave { leave: leave.0, duty }
        }
        Verb::NameDeputy => {
            let Deputy { leave, person, name, address, organisation } = read(body, spelling)?;
            let who = who(person, name, address, organisation)?.ok_or_else(nobody)?;
            return Ok(CommitteeWish::NameDeputy { leave: leave.0, who });
        }
        Verb::HandOver => {
            let HandingOver { leave, person } = read(body, spelling)?;
            return Ok(CommitteeWish::HandOver { leave: leave.0, to: person });
        }
        Verb::EndLeave => {
            let AbsenceEnd { leave } = read(body, spelling)?;
            Command::EndLeave { leave: leave.0 }
        }
        Verb::TakeDuty => {
            let DutyTaken { duty } = read(body, spelling)?;
            Command::TakeDuty { duty }
        }
        Verb::AnswerPing => {
            let Here {} = read(body, spelling)?;
            Command::AnswerPing
        }
        Verb::Ping => {
            let PingOf { person } = read(body, spelling)?;
            Command::Ping { person }
        }
        Verb::SetRotation => {
            let RotationOrder { order, from } = read(body, spelling)?;
            let order = order.split([',', '\n', '\r', ' ']).map(str::trim).filter(|one| !one.is_empty());
            return Ok(CommitteeWish::SetRotation { order: order.map(str::to_owned).collect(), from });
        }
        Verb::OfferShift => {
            let ShiftOffer { shift, person } = read(body, spelling)?;
            Command::OfferShift { shift: shift_number(shift)?, to: person }
        }
        Verb::TakeShift => {
            let ShiftTaken { shift } = read(body, spelling)?;
            Command::TakeShift { shift: shift_number(shift)? }
        }
        Verb::Note => return Err(BadInput::whole("the desk notes this by itself")),
    };
    Ok(CommitteeWish::Command(command))
}

/// The body of each request, with its schema, for the description of the API.
#[must_use]
pub fn schema(verb: Verb) -> Option<(String, RefOr<Schema>)> {
    match verb {
        Verb::ExpressInterest => Some(of::<NewInterest>()),
        Verb::CloseInterest => Some(of::<InterestClosing>()),
        Verb::Nominate => Some(of::<Nomination>()),
        Verb::ProposeRemoval => Some(of::<Removal>()),
        Verb::Suspend => Some(of::<Suspension>()),
        Verb::Resume => Some(of::<SuspensionEnd>()),
        Verb::StepDown => Some(of::<SteppingDown>()),
        Verb::FinishLeaving => Some(of::<LeavingStep>()),
        Verb::FinishTask => Some(of::<TaskDone>()),
        Verb::Vote => Some(of::<BallotWord>()),
        Verb::StandAside | Verb::Withdraw => Some(of::<BallotReason>()),
        Verb::NoteElectors => Some(of::<OtherBody>()),
        Verb::Extend => Some(of::<Extension>()),
        Verb::PlanLeave => Some(of::<Absence>()),
        Verb::CoverLeave => Some(of::<Cover>()),
        Verb::NameDeputy => Some(of::<Deputy>()),
        Verb::HandOver => Some(of::<HandingOver>()),
        Verb::EndLeave => Some(of::<AbsenceEnd>()),
        Verb::TakeDuty => Some(of::<DutyTaken>()),
        Verb::AnswerPing => Some(of::<Here>()),
        Verb::Ping => Some(of::<PingOf>()),
        Verb::SetRotation => Some(of::<RotationOrder>()),
        Verb::OfferShift => Some(of::<ShiftOffer>()),
        Verb::TakeShift => Some(of::<ShiftTaken>()),
        Verb::Note => None,
    }
}

fn of<T: ToSchema>() -> (String, RefOr<Schema>) {
    (T::name().into_owned(), T::schema())
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8], spelling: Spelling) -> Result<T, BadInput> {
    match spelling {
        Spelling::Json => input::json(body),
        Spelling::Form => input::form(body),
    }
}

/// An account, or a name and an address; nobody when nothing is given.
fn who(
    person: Option<PersonId>,
    name: Option<Line>,
    address: Option<MailAddress>,
    organisation: Option<Line>,
) -> Result<Option<Who>, BadInput> {
    match (person, name, address) {
        (Some(person), None, None) => Ok(Some(Who::Account(person))),
        (Some(_), _, _) => Err(BadInput::of("person", "choose an account, or write a name and an address; not both")),
        (None, Some(name), Some(address)) => Ok(Some(Who::New { name, address: address.0, organisation })),
        (None, None, None) if organisation.is_some() => {
            Err(BadInput::of("name", "an organisation alone is nobody: write a name and an address too"))
        }
        (None, None, None) => Ok(None),
        (None, Some(_), None) => Err(BadInput::of("address", "this is needed for somebody who has no account yet")),
        (None, None, Some(_)) => Err(BadInput::of("name", "this is needed for somebody who has no account yet")),
    }
}

fn nobody() -> BadInput {
    BadInput::of("person", "choose an account, or write a name and an address")
}

fn from_one(number: Counted) -> Option<u64> {
    number.0.checked_sub(1)
}

fn shift_number(number: Counted) -> Result<u32, BadInput> {
    from_one(number).and_then(|shift| u32::try_from(shift).ok()).ok_or_else(|| no_such("shift"))
}

fn no_such(field: &str) -> BadInput {
    BadInput::of(field, "these are counted from 1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_would_like_to_join_says_so_in_four_thousand_characters() {
        let asked = |length: usize| {
            let statement = "x".repeat(length);
            let body = serde_json::json!({ "name": "Ines", "address": "ines@x.example", "statement": statement });
            parse(Verb::ExpressInterest, body.to_string().as_bytes(), Spelling::Json)
        };
        assert!(asked(4_000).is_ok());
        let wrong = asked(4_001).map(drop).unwrap_err();
        assert!(wrong.message.contains("4000"), "{}", wrong.message);
    }
}
