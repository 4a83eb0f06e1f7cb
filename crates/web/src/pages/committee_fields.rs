//! The fields of every form of the committee: one table, a request a row.
//!
//! Knows names as `api` reads them, labels and hints. Must not know whether anything may be asked.

use std::borrow::Cow;

use desk::{CommitteePage, Person};
use documents::words;
use domain::committee::decide::Verb;
use domain::committee::view::LeaveView;
use domain::ids::PersonId;

use super::fields::{Field, Kind, field};
use super::form::{Choice, Form, Input};

const BALLOT: Field = field("ballot", "Ballot", "", Kind::Hidden);
const LEAVE: Field = field("leave", "Absence", "", Kind::Hidden);
const REASON: Field = field("reason", "Why", "The others read it.", Kind::Text(3));
const NAME: Field = field("name", "Name, without an account", "As others see them.", Kind::Line).optional();
const ADDRESS: Field =
    field("address", "Mail address, without an account", "Where their link goes.", Kind::Address).optional();
const ORGANISATION: Field =
    field("organisation", "Organisation", "For whom they work; the balance is counted by it.", Kind::Line).optional();
const ACCOUNT: Field =
    field("person", "Their account", "Or, for somebody who has none yet, a name and an address below.", Kind::Choice)
        .optional();

/// The fields of a request.
#[expect(clippy::too_many_lines, reason = "one table: a request, its fields")]
pub(crate) const fn of(verb: Verb) -> &'static [Field] {
    match verb {
        Verb::ExpressInterest => {
            const {
                &[
                    field("name", "Your name", "As you wish to be called.", Kind::Line),
                    field("address", "Your mail address", "Where the members write to you.", Kind::Address),
                    field("organisation", "Organisation", "For whom you work, if for somebody.", Kind::Line).optional(),
                    field(
                        "statement",
                        "About you",
                        "What you have done for the project, and why you would like to, in 4 000 characters at most. Only the members read it.",
                        Kind::Text(6),
                    ),
                ]
            }
        }
        Verb::CloseInterest => {
            const {
                &[
                    field("interest", "Interest", "", Kind::Hidden),
                    field("note", "What was decided", "For the log; you write to them yourself.", Kind::Text(2)),
                ]
            }
        }
        Verb::Nominate => {
            const {
                &[
                    field("interest", "Interest", "", Kind::Hidden).optional(),
                    ACCOUNT,
                    NAME,
                    ADDRESS,
                    ORGANISATION,
                    REASON,
                ]
            }
        }
        Verb::ProposeRemoval => const { &[field("person", "Member", "", Kind::Hidden), REASON] },
        Verb::Suspend => const { &[field("person", "Member", "", Kind::Hidden), REASON] },
        Verb::Resume => {
            const {
                &[
                    field("person", "Member", "", Kind::Hidden),
                    field("note", "How they were heard of", "The others read it.", Kind::Line),
                ]
            }
        }
        Verb::StepDown => {
            const {
                &[
                    field(
                        "person",
                        "Who could follow",
                        "An active contributor with an account, if you know one. The members decide.",
                        Kind::Choice,
                    )
                    .optional(),
                    NAME,
                    ADDRESS,
                    ORGANISATION,
                    field("reason", "A word to the others", "Why, or why them.", Kind::Text(3)).optional(),
                    field("sure", "Write leave", "Every access of yours ends at once.", Kind::Code),
                ]
            }
        }
        Verb::FinishLeaving => {
            const {
                &[
                    field("person", "Who left", "", Kind::Hidden),
                    field("step", "Step", "", Kind::Hidden),
                    field("proof", "What shows it", "", Kind::Line),
                ]
            }
        }
        Verb::FinishTask => {
            const { &[field("task", "Task", "", Kind::Hidden), field("note", "What was done", "", Kind::Text(2))] }
        }
        Verb::Vote => {
            const {
                &[
                    BALLOT,
                    field("choice", "What do you think?", "Your last word before the end counts.", Kind::Choice).of(&[
                        ("yes", "For it"),
                        ("no", "Against it"),
                        ("abstain", "I abstain"),
                    ]),
                    field("reason", "Why", "Needed when you are against it.", Kind::Text(3)).optional(),
                ]
            }
        }
        Verb::StandAside | Verb::Withdraw => const { &[BALLOT, REASON] },
        Verb::NoteElectors => {
            const {
                &[
                    BALLOT,
                    field("choice", "What did the other body decide?", "", Kind::Choice)
                        .of(&[("yes", "It is for it"), ("no", "It is against it")]),
                    field("evidence", "What shows it", "Minutes, a message; the members read it.", Kind::Text(3)),
                ]
            }
        }
        Verb::Extend => {
            const { &[BALLOT, field("by", "By how much", "Written like P2D for two days.", Kind::Code), REASON] }
        }
        Verb::PlanLeave => {
            const { &[field("from", "First day away", "", Kind::Date), field("until", "Last day away", "", Kind::Date)] }
        }
        Verb::CoverLeave => const { &[LEAVE, field("duty", "Duty", "", Kind::Hidden)] },
        Verb::NameDeputy => const { &[LEAVE, ACCOUNT, NAME, ADDRESS, ORGANISATION] },
        Verb::HandOver => {
            const { &[LEAVE, field("person", "To whom", "Who is there until the end of it.", Kind::Choice)] }
        }
        Verb::EndLeave => const { &[LEAVE] },
        Verb::TakeDuty => const { &[field("duty", "Duty", "", Kind::Hidden)] },
        Verb::AnswerPing => const { &[] },
        Verb::Ping => const { &[field("person", "Member", "", Kind::Hidden)] },
        Verb::SetRotation => {
            const {
                &[
                    field("from", "From", "", Kind::Date),
                    field("order", "In this order", "Members by their addresses, one a line.", Kind::Text(5)),
                ]
            }
        }
        Verb::OfferShift => {
            const { &[field("shift", "Shift", "", Kind::Hidden), field("person", "To whom", "", Kind::Choice)] }
        }
        Verb::TakeShift => const { &[field("shift", "Shift", "", Kind::Hidden)] },
        Verb::Note => const { &[] },
    }
}

/// The form of a request, with what stands in it at first.
pub(crate) fn form(verb: Verb, people: &[Choice], values: &[(&str, String)]) -> Form<'static> {
    let (label, help) = words::committee_verb(verb);
    let input = |field: &Field| {
        let value = values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
        let mut input = Input::new(verb.noun(), field, Cow::Owned(value.unwrap_or_default()));
        if let Some(value) =
            values.iter().find(|(name, _)| matches!(*name, "ballot" | "leave" | "shift" | "interest" | "task"))
        {
            // Several of the same kind on one page have names of their own.
            input.id = format!("{}-{}", input.id, value.1);
        }
        if field.name == "person" && field.kind == Kind::Choice {
            input.options = Cow::Owned(people.to_vec());
        }
        input
    };
    Form { noun: verb.noun(), label, help, inputs: of(verb).iter().map(input).collect(), open: false, wrong: None }
}

/// Accounts that could come onto the committee.
pub(crate) fn candidates(page: &CommitteePage) -> Vec<Choice> {
    let members: Vec<PersonId> = page.view.seats.iter().map(|seat| seat.person).collect();
    let could =
        |person: &&Person| person.removed_at.is_none() && !members.contains(&person.id) && !person.name.is_empty();
    page.everybody.iter().filter(could).map(choice).collect()
}

/// Members but the reader.
pub(crate) fn other_members(page: &CommitteePage) -> Vec<Choice> {
    let is = |person: &&Person| {
        Some(person.id) != page.view.me && page.view.seats.iter().any(|seat| seat.person == person.id)
    };
    page.everybody.iter().filter(is).map(choice).collect()
}

/// Members who are there until the end of an absence.
pub(crate) fn takers(view: &LeaveView, found: &CommitteePage) -> Vec<Choice> {
    let takes = |choice: &Choice| view.takers.iter().flatten().any(|taker| taker.to_string() == choice.value);
    other_members(found).into_iter().filter(takes).collect()
}

fn choice(person: &Person) -> Choice {
    Choice { value: Cow::Owned(person.id.to_string()), label: Cow::Owned(person.name.clone()) }
}
