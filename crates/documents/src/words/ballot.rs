//! Votes and what came of them, in words.

use domain::Timestamp;
use domain::policy::{Method, Vote};
use domain::proposal::{End, ProposalRefusal};
use domain::voting::{Choice, Outcome};

use super::refusal::Sentence;
use super::time::{instant, term};

/// What somebody says in a vote.
#[must_use]
pub const fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "for it",
        Choice::No => "against it",
        Choice::Abstain => "abstains",
    }
}

/// How a vote is held, in a sentence.
#[must_use]
pub fn vote(vote: &Vote) -> String {
    let window = vote.window.map_or_else(|| "5 days".to_owned(), term);
    let fallback = match vote.fallback {
        Some(fallback) => {
            format!("an objection begins a vote by {}, open for another {window}", method(fallback, vote))
        }
        None => "an objection ends it".to_owned(),
    };
    let held = match vote.method {
        Method::LazyConsensus => format!("Silence is consent after {window}; {fallback}."),
        Method::Majority | Method::SuperMajority => {
            let of = if vote.of_all { "all members" } else { "the votes" };
            format!("By {} of {of}, open for {window}.", method(vote.method, vote))
        }
        Method::Approval => format!("Carried as soon as {} members are for it.", vote.approvals.unwrap_or(1)),
        Method::Sole => "One member decides.".to_owned(),
        Method::TwoBodies => "Committee and fix team both have to be for it.".to_owned(),
        Method::Electors => "Another body decides.".to_owned(),
    };
    let veto = if vote.veto { " One who is against it is enough to end it." } else { "" };
    format!("{held}{veto}")
}

fn method(method: Method, vote: &Vote) -> String {
    match method {
        Method::Majority => "a majority".to_owned(),
        Method::SuperMajority => {
            vote.share.map_or_else(|| "a super-majority".to_owned(), |share| format!("{share} of the votes"))
        }
        Method::LazyConsensus => "lazy consensus".to_owned(),
        Method::Approval => "an approval".to_owned(),
        Method::Sole => "one member's decision".to_owned(),
        Method::TwoBodies => "an agreement of both bodies".to_owned(),
        Method::Electors => "another body's decision".to_owned(),
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
        ProposalRefusal::NothingChanges => {
            ("This says what the policy in force says already.", "Change something first.")
        }
    };
    Sentence { what: what.to_owned(), what_to_do: what_to_do.to_owned() }
}
