//! What somebody says in a vote, and what came of it.

use domain::Timestamp;
use domain::proposal::{End, ProposalRefusal};
use domain::voting::{Choice, Outcome};

use super::refusal::Sentence;
use super::time::instant;

/// What somebody says in a vote.
#[must_use]
pub const fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "for it",
        Choice::No => "against it",
        Choice::Abstain => "abstains",
    }
}

/// How a proposal stands.
#[must_use]
pub fn standing(outcome: Outcome, end: Option<(Timestamp, End)>) -> String {
    match (end, outcome) {
        (Some((at, End::Adopted)), _) => format!("In force since {}", instant(at)),
        (Some((_, End::Rejected)), _) | (None, Outcome::Lost { .. }) => "Not carried".to_owned(),
        (Some((at, End::TakenBack)), _) => format!("Taken back {}", instant(at)),
        (None, Outcome::Open { closes_at: Some(at) }) => format!("Open until {}", instant(at)),
        (None, Outcome::Open { closes_at: None }) => "Open until enough have said yes".to_owned(),
        (None, Outcome::Carried { .. }) => "Carried; it comes into force within a minute".to_owned(),
    }
}

/// Why nothing is decided just now, whatever it is.
pub(super) const CLOCK_LEAPT: (&str, &str) = (
    "The clock of the desk's machine has leapt, or the desk was away for long: nothing is decided until it has gone on steadily for a minute.",
    "Try again in a minute.",
);

/// Why a word on a proposal is not taken.
#[must_use]
pub fn proposal_refusal(refusal: ProposalRefusal) -> Sentence {
    let (what, what_to_do) = match refusal {
        ProposalRefusal::Over => ("This vote is over.", "Propose it anew, if it should be looked at again."),
        ProposalRefusal::NotAnElector => {
            ("Those who were members when it was proposed vote on it.", "You have a say in the next one.")
        }
        ProposalRefusal::NotYours => ("Only whoever proposed it can take it back.", "Say that you are against it."),
        ProposalRefusal::SaidAlready => ("That is what you have said already.", "Nothing needs to be done."),
        ProposalRefusal::ReasonNeeded => {
            ("An objection says why.", "Write the reason; whoever proposed it can answer it.")
        }
        ProposalRefusal::AnotherOpen => (
            "Another change is being voted on; each is compared with what is in force, so there is one at a time.",
            "Wait for its end, or ask whoever proposed it to take it back.",
        ),
        ProposalRefusal::ClockLeapt => CLOCK_LEAPT,
        ProposalRefusal::NothingChanges => {
            ("This says what the policy in force says already.", "Change something first.")
        }
    };
    Sentence { what: what.to_owned(), what_to_do: what_to_do.to_owned() }
}
