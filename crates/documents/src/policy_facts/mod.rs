//! Every section of a policy in sentences, each with what it is about: what the public page prints, what a change is compared
//! by, and what somebody is asked to confirm.
//!
//! Every section is taken apart by name, so that a new one does not compile until it can be said. Must not know any case.

mod dates;
mod demands;
mod fact;
mod fixing;
mod members;
mod phrase;
mod reporting;
mod telling;
mod votes;

use domain::policy::Policy;

pub use fact::{Fact, Section};
pub use votes::held;

pub(crate) use dates::{owner, window};
pub(crate) use fact::force;
pub(crate) use phrase::{score, slot};
pub(crate) use votes::{how, matter};

/// All that a policy says, in the order in which people read it. No two have the same subject.
///
/// ```
/// let facts = documents::policy_facts::facts(&domain::policy::committee());
/// let ready = facts.iter().find(|fact| fact.subject == "Fix ready").unwrap();
/// assert_eq!(ready.value, "within 7 days");
/// ```
#[must_use]
pub fn facts(policy: &Policy) -> Vec<Fact> {
    let Policy {
        version,
        project,
        body,
        calendar,
        release_slot,
        slow_below_tenths,
        embargo,
        clocks,
        rules,
        channels,
        check_command,
        lineage,
        goal,
        membership,
        votes,
        duties,
        rotation,
        need_to_know,
        modes: _,
        adjustments,
        severity,
        tracks,
        distributors,
        escalation,
        identifiers,
        release,
        credit,
        reward,
        scope,
        retrospective,
        templates,
    } = policy;
    let mut all = vec![Fact::kept(Section::Purpose, "Version", version.reveal())];
    all.extend(goal.as_ref().map(reporting::goal));
    all.extend(reporting::project(project));
    all.extend(escalation.iter().map(|one| reporting::escalation(one, project.lifecycle)));
    all.extend(credit.iter().flat_map(reporting::credit));
    all.extend(reward.iter().map(reporting::reward));
    all.extend(scope.iter().flat_map(reporting::scope));
    all.extend(dates::modes(policy));
    all.extend(clocks.iter().flat_map(|(kind, rule)| dates::clock(policy, *kind, rule)));
    all.extend(adjustments.iter().map(|one| dates::adjustment(policy, one)));
    all.extend(slow_below_tenths.map(|limit| dates::slow(policy, limit)));
    all.extend(dates::calendar(calendar));
    all.extend(members::body(body));
    all.extend(membership.iter().flat_map(|membership| members::membership(body, membership)));
    all.extend(duties.iter().map(members::duty));
    all.extend(rotation.iter().flat_map(|rotation| members::rotation(rotation, calendar)));
    all.extend(votes.iter().flat_map(|(ballot, vote)| votes::vote(policy, *ballot, vote)));
    all.extend(need_to_know.iter().flat_map(dates::need_to_know));
    all.extend(dates::embargo(embargo));
    all.extend(severity.iter().flat_map(fixing::severity));
    all.extend(tracks.iter().flat_map(fixing::track));
    all.extend(identifiers.iter().flat_map(fixing::identifiers));
    all.extend(rules.iter().map(|(rule, setting)| demands::rule(policy, *rule, setting)));
    all.extend(release_slot.as_ref().map(|recommended| fixing::slot(policy, recommended)));
    all.extend(release.iter().flat_map(|release| fixing::release(policy, release)));
    all.extend(distributors.iter().flat_map(telling::distributors));
    all.extend(channels.iter().flat_map(|channel| telling::channel(policy, channel)));
    all.extend(templates.iter().flat_map(|templates| telling::templates(templates, project)));
    all.extend(check_command.as_ref().map(telling::check_command));
    all.extend(retrospective.iter().flat_map(telling::retrospective));
    all.extend(lineage.iter().map(|one| Fact::kept(Section::Credit, "Learned from", one.reveal())));
    told_apart(all)
}

/// What the source left open and nobody has confirmed, each by its name.
///
/// ```
/// let open = documents::policy_facts::assumed(&domain::policy::solo());
/// assert!(open.contains(&"First answer: within 3 days".to_owned()), "{open:#?}");
/// ```
#[must_use]
pub fn assumed(policy: &Policy) -> Vec<String> {
    let open = facts(policy).into_iter().filter(|fact| fact.assumed);
    open.map(|fact| format!("{}: {}", fact.subject, fact.value)).collect()
}

/// Two of one subject are told apart by a number.
fn told_apart(all: Vec<Fact>) -> Vec<Fact> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let numbered = all.into_iter().map(|mut fact| {
        let count = seen.entry(fact.subject.clone()).or_default();
        *count += 1;
        if *count > 1 {
            fact.subject = format!("{} ({count})", fact.subject);
        }
        fact
    });
    numbered.collect()
}
