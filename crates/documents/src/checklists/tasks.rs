//! What there is to do in a case under a policy, in order: from the report to the agreed day.
//!
//! Knows which parts of a policy ask for a task. What comes after the agreed day is in `outward`.

use domain::policy::{Ballot, ClockKind, Group, Owner, Policy, Rule};
use domain::words::Line;

use super::outward::outward;
use super::task::{Hand, Task, asked, due};
use crate::policy_facts::how;
use crate::words;

/// All tasks of all roles, in order.
pub(super) fn tasks(policy: &Policy) -> Vec<Task> {
    let mut all = reporting(policy);
    all.extend(deciding(policy));
    all.extend(inviting(policy));
    all.extend(advisory(policy));
    all.extend(fixing(policy));
    all.extend(agreeing(policy));
    all.extend(outward(policy));
    all
}

/// Whose task a clock is: its owner's where the policy names one.
fn keeper(policy: &Policy, kind: ClockKind, usual: Hand) -> Hand {
    let owner = policy.clocks.get(&kind).and_then(|rule| rule.owner);
    owner.map_or(usual, |owner| match owner {
        Owner::Committee | Owner::OnCall => Hand::Committee,
        Owner::Coordinator => Hand::Coordinator,
        Owner::FixTeam => Hand::FixTeam,
    })
}

fn reporting(policy: &Policy) -> Vec<Task> {
    let reporter = |what: &str| Task::new(Hand::Reporter, what);
    let contact: Vec<&str> = policy.project.contact.iter().map(Line::reveal).collect();
    let told = if contact.is_empty() { String::new() } else { format!(", or write to {}", contact.join(" or ")) };
    let mut all = vec![
        reporter(&format!("Tell us privately: use the form of the desk{told}")),
        reporter("Say what an attacker gains, in which version, and how it can be shown"),
        reporter("Keep the receipt code: it opens your page"),
        reporter("If you mean to publish on a day of your own, tell us the day"),
    ];
    for (kind, what) in [
        (ClockKind::Acknowledge, "Expect a first answer"),
        (ClockKind::Assess, "Expect to learn whether we accept the report"),
        (ClockKind::Update, "Expect to hear from us again"),
    ] {
        all.extend(due(policy, kind).map(|when| reporter(what).by(Some(when))));
    }
    if policy.project.lifecycle.promises() {
        all.extend(policy.escalation.iter().map(|step| {
            let to = step.to.reveal().trim_end_matches('.');
            reporter(&format!("If you hear nothing for {}, turn to {to}", words::term(step.after)))
        }));
    }
    let secret = words::term(policy.embargo.default);
    all.push(reporter(&format!(
        "Tell nobody else until the release, at most for {secret}; if that does not suit you, propose another end"
    )));
    if policy.may_know(Group::PrivateReporter) && policy.rules.contains_key(&Rule::PrivateReporterOnly) {
        all.push(reporter("If we ask you to help with the review: accept the terms first, or say no"));
    }
    if policy.credit.as_ref().is_none_or(|credit| credit.named) {
        all.push(reporter("Say by which name we are to thank you, if by any"));
    }
    all
}

fn deciding(policy: &Policy) -> Vec<Task> {
    let mut all = vec![
        Task::new(keeper(policy, ClockKind::Acknowledge, Hand::Committee), "Send the reporter a first answer")
            .by(due(policy, ClockKind::Acknowledge)),
    ];
    if !policy.is_sole() {
        all.push(Task::new(Hand::Committee, "Name the coordinator of the case"));
    }
    all.extend(asked(
        policy,
        Rule::AssessmentFirst,
        Hand::Committee,
        "Find out what an attacker gains, whether it can be shown again, and whose code it is",
    ));
    all.push(
        Task::new(
            keeper(policy, ClockKind::Assess, Hand::Committee),
            "Accept the report, decline it or put it off, and tell the reporter why",
        )
        .by(due(policy, ClockKind::Assess)),
    );
    all.push(Task::new(
        Hand::Committee,
        "If it is public, attacked, or somebody means to publish: note it, and everything is due at once",
    ));
    all
}

fn inviting(policy: &Policy) -> Vec<Task> {
    let mut all = Vec::new();
    if !policy.is_sole() {
        let only = if policy.rules.contains_key(&Rule::CodeOwnersOnly) { " among the code owners" } else { "" };
        let what = format!("Find the engineers{only} who know the affected code, and invite them");
        let when = due(policy, ClockKind::FixTeam);
        all.push(Task::new(keeper(policy, ClockKind::FixTeam, Hand::Coordinator), what).by(when));
        let terms = policy.need_to_know.as_ref().filter(|known| known.agree_first).map(|known| known.force);
        all.push(Task::new(Hand::FixTeam, "Accept the terms before you read anything").held(terms));
    }
    all.extend(policy.force(Rule::OutsiderApproval).map(|strictness| {
        let vote = policy.votes.get(&Ballot::Outsider).map(|vote| how(policy, Ballot::Outsider, vote));
        Task::new(Hand::Committee, "Decide on each outsider who is to join").by(vote).held(Some(strictness))
    }));
    all
}

fn advisory(policy: &Policy) -> Vec<Task> {
    let coordinator = |what: &str| Task::new(Hand::Coordinator, what);
    let mut all = vec![
        coordinator("Open the advisory in the repository concerned, and a private fork to work in"),
        coordinator("Write down in it all that is known, and keep it up to date"),
    ];
    all.extend(asked(
        policy,
        Rule::AffectedFirst,
        Hand::Coordinator,
        "Name the affected versions before asking for a CVE number",
    ));
    let from = policy
        .identifiers
        .as_ref()
        .map_or_else(String::new, |numbers| format!(" from {}", numbers.cna.reveal().trim_end_matches('.')));
    let number = format!("Ask for a CVE number{from}, or write down why there is none");
    all.extend(asked(policy, Rule::CveSettled, Hand::Coordinator, &number));
    all.extend(asked(policy, Rule::SeverityDecided, Hand::Committee, "Score the severity, and settle it"));
    all.extend(due(policy, ClockKind::Update).map(|when| {
        Task::new(
            keeper(policy, ClockKind::Update, Hand::Coordinator),
            "Tell the reporter how it goes, again and again",
        )
        .by(Some(when))
    }));
    all.extend(asked(
        policy,
        Rule::UpstreamFirst,
        Hand::Coordinator,
        "If the fix hangs on another project: agree with it on a date, and do not go first",
    ));
    all
}

fn fixing(policy: &Policy) -> Vec<Task> {
    let fixer = |what: &str| Task::new(Hand::FixTeam, what);
    let mut all = vec![
        fixer("Write the fix in the private fork, and speak of it only in the case")
            .held(policy.force(Rule::WorkInFork)),
    ];
    let branches = policy.release.as_ref().map(|release| {
        let named: Vec<&str> = release.branches.iter().map(|branch| branch.name.reveal()).collect();
        match (named.is_empty(), release.latest_branches) {
            (false, _) => Some(words::listed(&named)),
            (true, Some(count)) if count > 1 => Some(format!("the {count} latest")),
            (true, _) => None,
        }
    });
    all.extend(branches.flatten().map(|branches| fixer(&format!("Prepare it for each supported branch: {branches}"))));
    if policy.release.as_ref().is_some_and(|release| release.silent_commits) {
        all.push(fixer("Let no public commit say what it mends"));
    }
    all.extend(asked(policy, Rule::ChecksRun, Hand::FixTeam, "Run the project's checks on the fix"));
    let ready =
        Task::new(keeper(policy, ClockKind::FixDevelopment, Hand::FixTeam), "Say in the case that the fix is ready");
    all.push(ready.by(due(policy, ClockKind::FixDevelopment)));
    let tracks = policy.tracks.iter().filter_map(|track| {
        let within = words::term(track.fix_within?);
        Some(fixer(&format!("On the track “{}”: have it ready within {within}", track.name.reveal())))
    });
    all.extend(tracks);
    all
}

fn agreeing(policy: &Policy) -> Vec<Task> {
    let slot = policy.release_slot.as_ref().map(|slot| format!("best at {}", crate::policy_facts::slot(slot)));
    let strictness = policy.force(Rule::BothAgree);
    let what = if policy.is_sole() { "Set the day of the release" } else { "Agree on the day of the release" };
    let committee = Task::new(Hand::Committee, what).by(slot).held(strictness);
    let team = strictness.map(|_| Task::new(Hand::FixTeam, "Agree to the day of the release").held(strictness));
    std::iter::once(committee).chain(team.filter(|_| !policy.is_sole())).collect()
}
