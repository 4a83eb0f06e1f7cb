//! A ballot's record: who could vote, what was said, and how the result follows, so that anybody can check it by hand.

use domain::committee::ballot::{Elected, End};
use domain::committee::view::BallotView;
use domain::policy::Method;
use domain::voting::{Outcome, Tally};

use crate::words::{self, Names};

/// How the result follows, one step a line.
#[must_use]
pub fn steps(ballot: &BallotView, names: &Names) -> Vec<String> {
    let mut steps = vec![who(ballot), rule(ballot)];
    steps.extend(ballot.contested.then(|| {
        "Somebody objected: silence is no consent any more, and the votes are counted when a window that began with the objection is over.".to_owned()
    }));
    steps.extend(ballot.extended_to.map(|until| format!("It was left open until {}.", words::instant(until))));
    steps.extend(asked(ballot));
    steps.extend(ballot.electors.as_ref().map(|elected| electors(elected, names)));
    steps.extend(ballot.tally.map(|tally| count(ballot, tally)));
    steps.push(format!("{}.", words::ballot_standing(ballot.standing, ballot.end.as_ref())));
    steps
}

fn who(ballot: &BallotView) -> String {
    let aside = ballot.electorate.iter().filter(|elector| elector.aside.is_some()).count();
    let all = ballot.electorate.len();
    match aside {
        0 => format!("{} may vote.", counted(all, "member")),
        aside => format!("{} could vote; {aside} stood aside or left, so {} may.", counted(all, "member"), all - aside),
    }
}

/// The rule by which it is decided as it stands.
fn rule(ballot: &BallotView) -> String {
    let vote = &ballot.vote;
    let whole = if vote.of_all { "of all who may vote" } else { "of the votes for and against" };
    let method = if ballot.contested { vote.fallback.unwrap_or(Method::Majority) } else { ballot.method };
    let method = if ballot.method == Method::Electors { Method::Electors } else { method };
    let rule = match method {
        Method::Sole => "One yes carries it.".to_owned(),
        Method::Approval => format!("{} yes carry it.", vote.approvals.unwrap_or(1)),
        Method::LazyConsensus => "Silence is consent: it is carried when nobody objects until it closes.".to_owned(),
        Method::Majority => format!("It is carried by more than half {whole}."),
        Method::SuperMajority => {
            let share = vote.share.map_or_else(|| "2/3".to_owned(), |share| share.to_string());
            format!("It is carried by at least {share} {whole}.")
        }
        Method::TwoBodies => "It is carried when the members and another body both say yes.".to_owned(),
        Method::Electors => {
            let body = vote.electors.as_ref().map_or("another body", |body| body.reveal());
            format!("Too few may vote for one person not to decide about another: {body} decides.")
        }
    };
    let quorum = vote.quorum.map_or_else(String::new, |quorum| format!(" At least {quorum} have to take part."));
    let veto = if vote.veto { " One no is enough against it." } else { "" };
    format!("{rule}{quorum}{veto}")
}

/// How the other body's word comes into the record, while it is waited for.
fn asked(ballot: &BallotView) -> Option<String> {
    let asks = matches!(ballot.method, Method::Electors | Method::TwoBodies);
    let waits = ballot.electors.is_none() && matches!((&ballot.end, ballot.standing), (None, Outcome::Open { .. }));
    let number = ballot.number;
    (asks && waits).then(|| {
        format!("The operator notes what the other body decided: sluice committee other-body {number} yes|no --evidence TEXT.")
    })
}

fn electors(elected: &Elected, names: &Names) -> String {
    let what = if elected.carried { "for it" } else { "against it" };
    let (at, by) = (words::instant(elected.at), words::actor(names, elected.by));
    format!("The other body is {what}; noted {at} by {by}.")
}

fn count(ballot: &BallotView, tally: Tally) -> String {
    let Tally { yes, no, abstain, electorate } = tally;
    let silent = electorate.saturating_sub(tally.heard());
    let so_far = match (&ballot.end, ballot.standing) {
        (None, Outcome::Open { .. }) => " so far",
        (Some(End::Closed { .. } | End::Withdrawn { .. }), _)
        | (None, Outcome::Carried { .. } | Outcome::Lost { .. }) => "",
    };
    format!("Counted{so_far}: {yes} for it, {no} against it, {abstain} abstain, {silent} silent.")
}

fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
