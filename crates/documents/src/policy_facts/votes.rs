//! How several decide: each vote in a sentence.
//!
//! Knows methods and their limits. Must not know a ballot that runs.

use std::fmt::Write as _;

use domain::policy::{Ballot, Method, Policy, Rule, Vote};

use super::fact::{Fact, Section};
use super::phrase::plain;
use crate::words;

/// PR-18, PR-19, PR-26, PR-49, PR-58.
pub(super) fn vote(policy: &Policy, ballot: Ballot, vote: &Vote) -> Vec<Fact> {
    let Vote {
        method: _,
        window: _,
        approvals: _,
        share: _,
        of_all: _,
        quorum: _,
        fallback: _,
        veto,
        secret,
        electors: _,
        electors_below: _,
        force,
        origin,
    } = vote;
    let (section, subject, matter) = about(ballot);
    let decided = how(policy, ballot, vote);
    let asked = match ballot {
        Ballot::ReleaseDay => policy.force(Rule::BothAgree),
        Ballot::Outsider => policy.force(Rule::OutsiderApproval),
        Ballot::Severity => policy.force(Rule::SeverityDecided),
        Ballot::Admission | Ballot::Removal | Ballot::PolicyChange | Ballot::EmbargoExtension => None,
    };
    let sentence =
        if policy.is_sole() { format!("The maintainer decides {matter}") } else { format!("{subject}: {decided}") };
    let decided = Fact::said(section, subject, &decided, sentence).strict(*force).from(origin);
    let mut all = vec![decided.carrying(asked).at(rank(ballot))];
    if *veto {
        let sentence = "There one no is enough to end it".to_owned();
        all.push(Fact::said(section, &format!("{subject}, veto"), "one no ends it", sentence));
    }
    if *secret {
        let sentence = "There only the result is shown".to_owned();
        all.push(Fact::said(section, &format!("{subject}, secrecy"), "only the result is shown", sentence));
    }
    all
}

/// Where under its heading.
const fn rank(ballot: Ballot) -> u8 {
    match ballot {
        Ballot::Admission | Ballot::Outsider => 20,
        Ballot::Removal => 40,
        Ballot::ReleaseDay => 10,
        Ballot::PolicyChange | Ballot::Severity | Ballot::EmbargoExtension => 15,
    }
}

/// Where it stands, its name, and its name within a sentence.
const fn about(ballot: Ballot) -> (Section, &'static str, &'static str) {
    match ballot {
        Ballot::Admission => (Section::Responders, "Taking in a new member", "who joins"),
        Ballot::Removal => (Section::Responders, "Removing a member", "who goes"),
        Ballot::PolicyChange => (Section::Purpose, "Changing this policy", "on changes of this policy"),
        Ballot::Outsider => (Section::Fix, "Letting an outsider into a case", "which outsider joins a case"),
        Ballot::ReleaseDay => (Section::Release, "The day of a release", "on the day of the release"),
        Ballot::Severity => (Section::Severity, "The severity of a flaw", "on the severity"),
        Ballot::EmbargoExtension => (Section::Secrecy, "A longer embargo", "whether an embargo goes on for longer"),
    }
}

/// What is decided, as the head of a sentence.
pub(crate) const fn matter(ballot: Ballot) -> &'static str {
    about(ballot).1
}

/// How a vote is held, in a sentence.
#[must_use]
pub fn held(policy: &Policy, ballot: Ballot, vote: &Vote) -> String {
    format!("{}.", words::capital(&how(policy, ballot, vote)))
}

/// How it is decided: `nobody objects for 5 days; if somebody does, a majority of the votes`.
pub(crate) fn how(policy: &Policy, ballot: Ballot, vote: &Vote) -> String {
    let voters = match (&vote.electors, vote.electors_below) {
        (Some(electors), None) => plain(electors).to_owned(),
        (Some(_), Some(_)) | (None, _) => "the members".to_owned(),
    };
    let mut said = method(policy, vote, vote.method, &voters);
    let window = vote.window.map(words::term);
    if let Some(window) = &window {
        let open = " within ";
        said.push_str(open);
        said.push_str(window);
    }
    if let Some(fallback) = vote.fallback.filter(|_| vote.method == Method::LazyConsensus) {
        said.push_str("; then ");
        said.push_str(&method(policy, vote, fallback, &voters));
    }
    if ballot == Ballot::Removal && !policy.is_sole() {
        said.push_str("; whom it is about does not vote");
    }
    if let Some(quorum) = vote.quorum {
        let _ = write!(said, "; at least {quorum} take part");
    }
    if let (Some(electors), Some(below)) = (&vote.electors, vote.electors_below) {
        let few = format!("; where fewer than {below} may vote, it goes to {} instead", plain(electors));
        said.push_str(&few);
    }
    said
}

fn method(policy: &Policy, vote: &Vote, method: Method, voters: &str) -> String {
    let whole = if vote.of_all {
        format!("all {} who may vote", voters.trim_start_matches("the "))
    } else {
        "the votes".to_owned()
    };
    match method {
        Method::Sole if policy.is_sole() => format!("the {} decides", policy.body.name.reveal()),
        Method::Sole => "one of the members decides".to_owned(),
        Method::Approval => match vote.approvals {
            Some(1) => format!("somebody else of {voters} has said yes before"),
            None => format!("some of {voters} have said yes before"),
            Some(count) => format!("{count} of {voters} have said yes before"),
        },
        Method::LazyConsensus => format!("it is decided unless one of {voters} objects"),
        Method::Majority if vote.of_all => format!("a majority of {whole} decides"),
        Method::Majority => "the majority of the votes decides".to_owned(),
        Method::SuperMajority => {
            let share = vote.share.map_or_else(|| "a share".to_owned(), |share| share.to_string());
            format!("{share} of {whole} say yes")
        }
        Method::TwoBodies => "members and fix team agree on it".to_owned(),
        Method::Electors => vote
            .electors
            .as_ref()
            .map_or_else(|| "another body decides".to_owned(), |electors| format!("it goes to {}", plain(electors))),
    }
}
