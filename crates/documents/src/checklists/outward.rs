//! What there is to do from the plan for the public to the look back.
//!
//! Knows release, announcement and retrospective as tasks. What comes before is in `tasks`.

use domain::policy::{ArtefactCheck, Carries, CaseMode, ClockKind, Force, Policy, Rule};

use super::task::{Hand, Task, asked, due};
use crate::words;

/// The tasks of telling, releasing and looking back, in order.
pub(super) fn outward(policy: &Policy) -> Vec<Task> {
    let mut all = planning(policy);
    all.extend(ahead(policy));
    all.extend(releasing(policy));
    all.extend(announcing(policy));
    all.extend(looking_back(policy));
    all
}

fn planning(policy: &Policy) -> Vec<Task> {
    let mut all = Vec::new();
    if policy.modes.get(&CaseMode::Public).is_some_and(|mode| mode.holding_statement) {
        all.push(Task::new(
            Hand::Disclosure,
            "If it is public already: tell users what is known, before there is a fix",
        ));
    }
    all.extend(asked(policy, Rule::CommunicationPlan, Hand::Disclosure, "Plan who will be told what, where and when"));
    all.push(Task::new(
        Hand::Disclosure,
        "Write the announcement: release, CVE numbers, severity, who is affected, how to upgrade",
    ));
    let help = "Say in it what helps before an upgrade, or that nothing does";
    all.extend(asked(policy, Rule::MitigationStated, Hand::Disclosure, help));
    all
}

/// Notices ahead of the release, the earliest first.
fn ahead(policy: &Policy) -> Vec<Task> {
    let mut all = Vec::new();
    for track in &policy.tracks {
        all.extend(track.announced_before.map(|term| {
            let what = format!("On the track “{}”: announce the day of the release", track.name.reveal());
            Task::new(Hand::Disclosure, what).by(Some(format!("{} before it", words::term(term))))
        }));
    }
    for list in &policy.distributors {
        let from = list
            .from_tenths
            .map_or_else(String::new, |tenths| format!(", from a score of {}.{} on", tenths / 10, tenths % 10));
        all.extend(list.notices.iter().map(|term| {
            let what = format!("Tell {}", list.name.reveal());
            let when = format!("{} before the release{from}", words::term(*term));
            Task::new(Hand::Disclosure, what).by(Some(when)).held(Some(list.force))
        }));
    }
    all
}

fn releasing(policy: &Policy) -> Vec<Task> {
    let mut all = Vec::new();
    all.extend(asked(policy, Rule::ApprovalByAnother, Hand::FixTeam, "On the day: approve the fix, nobody their own"));
    let merge = Task::new(Hand::Release, "On the day, not before: merge the fix into the main branch");
    all.push(merge.held(policy.force(Rule::MergeOnReleaseDay)));
    let release = Task::new(Hand::Release, "Make the release that carries the fix");
    all.push(release.by(due(policy, ClockKind::Release)));
    let checks: Vec<&str> = policy.artefact_checks().into_iter().map(check).collect();
    let strictness: Option<Force> =
        policy.force(Rule::ArtefactsChecked).max(policy.release.as_ref().map(|release| release.force));
    if !checks.is_empty() {
        let what = format!("Check every file of the release: {}", words::listed(&checks));
        all.push(Task::new(Hand::Release, what).held(strictness));
    }
    all
}

const fn check(check: ArtefactCheck) -> &'static str {
    match check {
        ArtefactCheck::Built => "it is built",
        ArtefactCheck::Signed => "its signature is good",
        ArtefactCheck::Available => "all can fetch it",
        ArtefactCheck::Functional => "it runs",
    }
}

fn announcing(policy: &Policy) -> Vec<Task> {
    let mut all = Vec::new();
    let complete = "Look whether a part of the announcement is missing";
    all.extend(asked(policy, Rule::AnnouncementComplete, Hand::Disclosure, complete));
    let places = channels(policy, Carries::Announcements);
    let to = if places.is_empty() { String::new() } else { format!(" to {}", words::listed(&places)) };
    let what = format!("Publish the advisory and send the announcement{to}");
    let when = due(policy, ClockKind::PublishGap).or_else(|| due(policy, ClockKind::Release));
    all.push(Task::new(Hand::Disclosure, what).by(when).held(policy.force(Rule::ChannelNamed)));
    let rooms = channels(policy, Carries::Links);
    if !rooms.is_empty() {
        let what = format!("Once the announcement can be read there, post a link to it in {}", words::listed(&rooms));
        all.push(Task::new(Hand::Disclosure, what));
    }
    let record = policy.identifiers.as_ref().and_then(|numbers| numbers.record_within);
    all.extend(record.map(|term| {
        let when = format!("within {} of the advisory", words::term(term));
        Task::new(Hand::Disclosure, "See to it that the record of the CVE number is public").by(Some(when))
    }));
    all
}

fn looking_back(policy: &Policy) -> Vec<Task> {
    let mut all = Vec::new();
    if policy.clocks.contains_key(&ClockKind::Retrospective) || policy.retrospective.is_some() {
        let places = channels(policy, Carries::Retrospectives);
        let to = if places.is_empty() { String::new() } else { format!(" to {}", words::listed(&places)) };
        let what = format!("Write the retrospective without blame, and send it{to}");
        let when = due(policy, ClockKind::Retrospective);
        all.push(Task::new(Hand::Coordinator, what).by(when).held(policy.force(Rule::RetrospectiveSent)));
    }
    if policy.retrospective.as_ref().is_some_and(|rules| rules.feedback_asked) {
        let what = "Give your own view of how it went, if you like";
        all.extend([Hand::Committee, Hand::FixTeam].map(|hand| Task::new(hand, what)));
    }
    let ends = if policy.is_sole() { "Close the case" } else { "Close the case; the fix team's access ends with it" };
    all.push(Task::new(Hand::Coordinator, ends));
    all
}

fn channels(policy: &Policy, carried: Carries) -> Vec<String> {
    let those = policy.channels.iter().filter(|channel| channel.carries == carried);
    those.map(|channel| format!("{} ({})", channel.name.reveal(), channel.address.reveal())).collect()
}
