//! Who responds, who is told, how they vote: what no set of people could fulfil.

use super::super::body::BodyKind;
use super::super::channel::Carries;
use super::super::file::Policy;
use super::super::grading::Scheme;
use super::super::knowledge::Group;
use super::super::project::Lifecycle;
use super::super::rule::Rule;
use super::super::strength::Force;
use super::super::vote::{Ballot, Method, Vote};
use super::Contradiction;
use super::texts::is_scrambled;

pub(super) fn find(policy: &Policy, found: &mut Vec<Contradiction>) {
    contacts(policy, found);
    body(policy, found);
    membership(policy, found);
    for (ballot, vote) in &policy.votes {
        self::vote(policy, *ballot, vote, found);
    }
    if policy.need_to_know.is_some() && !policy.may_know(Group::Committee) {
        found.push(Contradiction::CommitteeNotTold);
    }
    if policy.severity.as_ref().is_some_and(|grading| grading.scheme == Scheme::Levels && grading.levels.is_empty()) {
        found.push(Contradiction::LevelsMissing);
    }
}

fn contacts(policy: &Policy, found: &mut Vec<Contradiction>) {
    let contact = &policy.project.contact;
    if contact.is_empty() && policy.project.lifecycle.promises() {
        found.push(Contradiction::NoContact);
    }
    for (nth, line) in contact.iter().enumerate() {
        let line = line.reveal();
        let is_link = ["https://", "mailto:", "tel:"].iter().any(|scheme| line.starts_with(scheme));
        let is_address = line.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
        if !is_link && (!is_address || line.contains(char::is_whitespace)) && !is_scrambled(line) {
            found.push(Contradiction::NotAContact { nth });
        }
    }
    if policy.project.lifecycle == Lifecycle::HandedOver && policy.project.handed_over_to.is_none() {
        found.push(Contradiction::HandedOverToNobody);
    }
    let goes = |carries| policy.channels.iter().any(|channel| channel.carries == carries);
    let asked = |rule| policy.force(rule) >= Some(Force::Should);
    if asked(Rule::ChannelNamed) && !goes(Carries::Announcements) {
        found.push(Contradiction::NoChannel { carries: Carries::Announcements });
    }
    if asked(Rule::RetrospectiveSent) && !goes(Carries::Retrospectives) {
        found.push(Contradiction::NoChannel { carries: Carries::Retrospectives });
    }
}

fn body(policy: &Policy, found: &mut Vec<Contradiction>) {
    let body = &policy.body;
    if body.members_min == 0 || body.members_min > body.members_max {
        found.push(Contradiction::MembersImpossible);
    }
    if body.kind != BodyKind::Sole {
        return;
    }
    if body.members_max > 1 {
        found.push(Contradiction::SoleOfSeveral);
    }
    for rule in [Rule::BothAgree, Rule::ApprovalByAnother, Rule::OutsiderApproval] {
        if policy.force(rule) == Some(Force::Must) {
            found.push(Contradiction::SecondPersonOfOne { rule });
        }
    }
}

fn membership(policy: &Policy, found: &mut Vec<Contradiction>) {
    let Some(membership) = policy.membership.as_ref().filter(|_| !policy.is_sole()) else { return };
    // Most diverse is one member for each organisation.
    let most = usize::from(policy.body.members_max);
    if membership.diversity.is_some_and(|diversity| !diversity.allows(1, most)) {
        found.push(Contradiction::DiversityImpossible);
    }
}

/// What the method of a vote needs, and whether it ever leaves one person to decide about another.
fn vote(policy: &Policy, ballot: Ballot, vote: &Vote, found: &mut Vec<Contradiction>) {
    let missing = [
        (vote.method.takes_time() && vote.window.is_none(), "window"),
        (vote.method == Method::SuperMajority && vote.share.is_none(), "share"),
        (vote.method == Method::Approval && vote.approvals.is_none(), "approvals"),
        (vote.method == Method::LazyConsensus && vote.fallback.is_none(), "fallback"),
        ((vote.method == Method::Electors || vote.electors_below.is_some()) && vote.electors.is_none(), "electors"),
    ];
    let lacks = missing.into_iter().filter(|(lacks, _)| *lacks);
    found.extend(lacks.map(|(_, missing)| Contradiction::VoteIncomplete { ballot, missing }));
    if vote.share.is_some_and(|share| !share.is_majority()) {
        found.push(Contradiction::ShareImpossible { ballot });
    }
    // Whom a removal is about does not vote on it; with the fewest members that leaves this many.
    let electorate = usize::from(policy.body.members_min).saturating_sub(1);
    let by_members = vote.electors_below.is_none_or(|below| electorate >= usize::from(below));
    let by_one = by_members && vote.enough(electorate).is_some_and(|enough| enough < 2);
    if ballot == Ballot::Removal && !policy.is_sole() && by_one {
        found.push(Contradiction::VoteOfOne { ballot });
    }
}
