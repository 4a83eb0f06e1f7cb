//! A change of the policy, from the proposal to its end: by every kind of vote, at every boundary.

use std::collections::BTreeSet;

use domain::ids::PersonId;
use domain::policy::{Ballot, Policy, Vote, committee, solo};
use domain::proposal::{End, Proposal, ProposalEvent, ProposalRecord, ProposalRefusal, propose};
use domain::voting::{Choice, Outcome};

use crate::people::{ANA, BEN, FAY, OTTO, prose};
use crate::story::moment;

const FOUR: [PersonId; 4] = [ANA, BEN, FAY, OTTO];

/// The committee's preset, whose way of changing itself is this.
fn changed_by(vote: &str) -> Policy {
    let mut policy = committee();
    let vote: Vote = toml::from_str(vote).unwrap();
    policy.votes.insert(Ballot::PolicyChange, vote);
    policy
}

/// Proposed by Ana at noon on Monday 2 November 2026; then what is said, as (moment, who, what).
fn told(policy: &Policy, members: &[PersonId], said: &[(&str, PersonId, Choice)]) -> Proposal {
    let electorate: BTreeSet<PersonId> = members.iter().copied().collect();
    let opening = propose(policy, "version = \"2\"".to_owned(), prose("why"), Some(ANA), electorate);
    let mut log: Vec<ProposalRecord> = Vec::new();
    let mut add = |at: &str, event: ProposalEvent| {
        log.push(ProposalRecord { seq: log.len() as u64 + 1, at: moment(at), event });
        Proposal::fold(&log).unwrap()
    };
    let mut proposal = None;
    for event in opening {
        proposal = Some(add("2026-11-02 12:00", event));
    }
    let mut proposal = proposal.unwrap();
    for (at, by, choice) in said {
        let reason = (*choice == Choice::No).then(|| prose("too short"));
        let event = proposal.say(*by, *choice, reason, moment(at)).unwrap();
        proposal = add(at, event);
    }
    proposal
}

fn ended(proposal: &Proposal, at: &str) -> String {
    match proposal.standing(moment(at)) {
        Outcome::Open { closes_at } => format!("open until {}", closes_at.map_or("?".to_owned(), |at| at.to_string())),
        Outcome::Carried { at } => format!("carried {at}"),
        Outcome::Lost { at } => format!("lost {at}"),
    }
}

#[test]
fn one_maintainer_decides_alone_and_at_once() {
    assert_eq!(ended(&told(&solo(), &[ANA], &[]), "2026-11-02 12:00"), "carried 2026-11-02T12:00:00Z");
}

#[test]
fn silence_is_consent_once_the_window_is_over_and_not_a_second_before_pr18() {
    let proposal = told(&committee(), &FOUR, &[]);
    assert_eq!(ended(&proposal, "2026-11-07 11:59"), "open until 2026-11-07T12:00:00Z");
    assert_eq!(ended(&proposal, "2026-11-07 12:00"), "carried 2026-11-07T12:00:00Z");
    assert_eq!(ended(&proposal, "2027-01-01 00:00"), "carried 2026-11-07T12:00:00Z", "looked at late, it ended then");
}

#[test]
fn when_everybody_agrees_there_is_nobody_left_to_wait_for() {
    let said = [("2026-11-02 13:00", BEN, Choice::Yes)];
    assert_eq!(ended(&told(&committee(), &[ANA, BEN], &said), "2026-11-02 13:00"), "carried 2026-11-02T13:00:00Z");
}

#[test]
fn one_objection_even_in_the_last_minute_begins_the_majority_vote_pr19() {
    let objection = [("2026-11-07 11:59", BEN, Choice::No)];
    let proposal = told(&committee(), &FOUR, &objection);
    assert_eq!(ended(&proposal, "2026-11-07 12:00"), "open until 2026-11-12T11:59:00Z");
    assert_eq!(ended(&proposal, "2026-11-12 11:59"), "lost 2026-11-12T11:59:00Z", "one to one is no majority");
    let more = [objection[0], ("2026-11-08 09:00", FAY, Choice::Yes)];
    assert_eq!(ended(&told(&committee(), &FOUR, &more), "2026-11-12 11:59"), "carried 2026-11-12T11:59:00Z");
    let taken_back = [objection[0], ("2026-11-08 09:00", BEN, Choice::Abstain)];
    assert_eq!(ended(&told(&committee(), &FOUR, &taken_back), "2026-11-12 11:59"), "carried 2026-11-12T11:59:00Z");
}

#[test]
fn every_kind_of_vote_is_counted_at_its_boundary() {
    use Choice::{Abstain, No, Yes};
    let late = "2026-12-01 00:00";
    for (vote, said, expected) in [
        ("method = \"majority\"\nwindow = \"P5D\"", vec![], "carried"),
        ("method = \"majority\"\nwindow = \"P5D\"", vec![(BEN, No)], "lost"),
        ("method = \"majority\"\nwindow = \"P5D\"", vec![(BEN, No), (FAY, Abstain), (OTTO, Yes)], "carried"),
        ("method = \"majority\"\nwindow = \"P5D\"\nof_all = true", vec![(BEN, Yes)], "lost"),
        ("method = \"majority\"\nwindow = \"P5D\"\nof_all = true", vec![(BEN, Yes), (FAY, Yes)], "carried"),
        ("method = \"majority\"\nwindow = \"P5D\"\nquorum = 3", vec![(BEN, Yes)], "lost"),
        ("method = \"majority\"\nwindow = \"P5D\"\nquorum = 3", vec![(BEN, Yes), (FAY, Abstain)], "carried"),
        ("method = \"super_majority\"\nshare = \"2/3\"\nwindow = \"P5D\"", vec![(BEN, Yes), (FAY, No)], "carried"),
        ("method = \"super_majority\"\nshare = \"3/4\"\nwindow = \"P5D\"", vec![(BEN, Yes), (FAY, No)], "lost"),
        (
            "method = \"super_majority\"\nshare = \"2/3\"\nwindow = \"P5D\"",
            vec![(ANA, Abstain), (BEN, Abstain)],
            "lost",
        ),
        ("method = \"approval\"\napprovals = 2", vec![(BEN, No)], "open"),
        ("method = \"approval\"\napprovals = 2", vec![(BEN, Yes)], "carried"),
        ("method = \"approval\"\napprovals = 2\nwindow = \"P5D\"", vec![(BEN, No)], "lost"),
        (
            "method = \"lazy_consensus\"\nwindow = \"P5D\"\nfallback = \"majority\"\nveto = true",
            vec![(BEN, No)],
            "lost",
        ),
        ("method = \"lazy_consensus\"\nwindow = \"P5D\"", vec![(BEN, No)], "lost"),
    ] {
        let said: Vec<_> = said.into_iter().map(|(by, choice)| ("2026-11-03 09:00", by, choice)).collect();
        let result = ended(&told(&changed_by(vote), &FOUR, &said), late);
        assert!(result.starts_with(expected), "{vote} {said:?}: {result}");
    }
}

#[test]
fn too_few_to_decide_leave_it_to_another_body_ambiguity_a5() {
    let vote = "method = \"approval\"\napprovals = 2\nelectors = \"the steering committee\"\nelectors_below = 3";
    assert!(told(&changed_by(vote), &[ANA, BEN], &[]).is_for_electors());
    assert!(!told(&changed_by(vote), &FOUR, &[]).is_for_electors());
}

#[test]
fn a_window_of_days_is_counted_over_a_change_of_the_clocks() {
    let mut policy = committee();
    policy.calendar.zone = "Europe/Berlin".to_owned().try_into().unwrap();
    let opening = propose(&policy, String::new(), prose("why"), Some(ANA), FOUR.into_iter().collect());
    // Thursday 22 October 2026, noon in Berlin; the clocks go back on the 25th.
    let log: Vec<ProposalRecord> = opening
        .into_iter()
        .zip(1..)
        .map(|(event, seq)| ProposalRecord { seq, at: moment("2026-10-22 10:00"), event })
        .collect();
    assert_eq!(ended(&Proposal::fold(&log).unwrap(), "2026-10-23 00:00"), "open until 2026-10-27T11:00:00Z");
}

#[test]
fn whoever_may_not_is_told_why() {
    let proposal = told(&committee(), &[ANA, BEN], &[]);
    let now = moment("2026-11-03 09:00");
    assert_eq!(proposal.say(OTTO, Choice::Yes, None, now), Err(ProposalRefusal::NotAnElector));
    assert_eq!(proposal.say(BEN, Choice::No, None, now), Err(ProposalRefusal::ReasonNeeded));
    assert_eq!(proposal.say(ANA, Choice::Yes, None, now), Err(ProposalRefusal::SaidAlready));
    assert_eq!(proposal.take_back(BEN, now), Err(ProposalRefusal::NotYours));
    assert_eq!(proposal.say(BEN, Choice::Yes, None, moment("2026-11-07 12:00")), Err(ProposalRefusal::Over));
    assert_eq!(proposal.take_back(ANA, now), Ok(ProposalEvent::TakenBack { by: ANA }));
}

#[test]
fn what_is_due_is_noted_once() {
    let proposal = told(&committee(), &FOUR, &[]);
    assert_eq!(proposal.due(moment("2026-11-07 11:59")), None);
    assert_eq!(proposal.due(moment("2026-11-07 12:00")), Some(ProposalEvent::Adopted));
    let mut noted = proposal;
    noted.end = Some((moment("2026-11-07 12:00"), End::Adopted));
    assert_eq!(noted.due(moment("2026-11-07 12:00")), None);
}
