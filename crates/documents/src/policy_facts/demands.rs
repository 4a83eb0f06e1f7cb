//! What a step demands, each rule with its sentence under the heading of its step.
//!
//! Knows the rules and which sections say them too. Must not know a case.

use domain::policy::{Ballot, Carries, CaseMode, ClockKind, Pace, Policy, Rule, RuleSetting};

use super::fact::{Fact, Section};
use crate::words;

/// The rule as a fact. Where a section says it better, it has no sentence of its own.
pub(super) fn rule(policy: &Policy, rule: Rule, setting: &RuleSetting) -> Fact {
    let RuleSetting { force, origin } = setting;
    let (section, sentence) = sentence(policy, rule);
    let sentence = if said_elsewhere(policy, rule) { String::new() } else { sentence.to_owned() };
    let subject = words::capital(words::rule(rule));
    Fact::said(section, &subject, "demanded", sentence).strict(*force).from(origin).at(rank(rule))
}

/// Where under its heading.
const fn rank(rule: Rule) -> u8 {
    match rule {
        Rule::ReadyFirst | Rule::CommunicationPlan => 0,
        Rule::AssessmentFirst | Rule::CodeOwnersOnly | Rule::AnnouncementComplete | Rule::BothAgree => 10,
        Rule::OutsiderApproval | Rule::RecommendedSlot | Rule::MitigationStated | Rule::SeverityDecided => 20,
        Rule::PrivateReporterOnly | Rule::ApprovalByAnother | Rule::ChannelNamed => 30,
        Rule::AffectedFirst | Rule::MergeOnReleaseDay => 40,
        Rule::CveSettled | Rule::ArtefactsChecked | Rule::UpstreamFirst => 50,
        Rule::WorkInFork | Rule::RetrospectiveNotBefore => 60,
        Rule::ChecksRun | Rule::RetrospectiveSent => 70,
    }
}

/// Whether a section carries the rule's sentence, with the stricter force of both.
fn said_elsewhere(policy: &Policy, rule: Rule) -> bool {
    match rule {
        Rule::OutsiderApproval => policy.votes.contains_key(&Ballot::Outsider),
        Rule::BothAgree => policy.votes.contains_key(&Ballot::ReleaseDay),
        Rule::RecommendedSlot => policy.release_slot.is_some(),
        Rule::ArtefactsChecked => policy.release.is_some(),
        Rule::UpstreamFirst => policy.pace(CaseMode::Upstream) == Pace::Rebased,
        Rule::ChannelNamed => policy.channels.iter().any(|channel| channel.carries == Carries::Announcements),
        Rule::RetrospectiveNotBefore => policy.clocks.contains_key(&ClockKind::Retrospective),
        Rule::AssessmentFirst
        | Rule::CodeOwnersOnly
        | Rule::PrivateReporterOnly
        | Rule::AffectedFirst
        | Rule::SeverityDecided
        | Rule::CveSettled
        | Rule::WorkInFork
        | Rule::ChecksRun
        | Rule::ReadyFirst
        | Rule::CommunicationPlan
        | Rule::ApprovalByAnother
        | Rule::MergeOnReleaseDay
        | Rule::AnnouncementComplete
        | Rule::MitigationStated
        | Rule::RetrospectiveSent => false,
    }
}

fn sentence(policy: &Policy, rule: Rule) -> (Section, &'static str) {
    let sole = policy.is_sole();
    match rule {
        Rule::AssessmentFirst => (
            Section::Report,
            "Before we decide on it we find out what an attacker gains, whether it can be shown again, and whether the code is ours or another project's",
        ),
        Rule::CodeOwnersOnly => (Section::Fix, "Only code owners join the fix team without further ado"),
        Rule::OutsiderApproval => {
            (Section::Fix, "Anybody else joins once somebody other than the inviter has approved")
        }
        Rule::PrivateReporterOnly => {
            (Section::Fix, "You may be asked to help with the review, provided that you told us privately")
        }
        Rule::AffectedFirst => {
            (Section::Fix, "The advisory names the affected versions before a CVE number is asked for")
        }
        Rule::SeverityDecided => (Section::Severity, "It is settled before the release"),
        Rule::CveSettled => {
            (Section::Fix, "A CVE number is asked for; by the release there is one, or a reason for none")
        }
        Rule::WorkInFork if sole => (Section::Fix, "All work on the fix stays in a private fork"),
        Rule::WorkInFork => (Section::Fix, "The fix team does all its work in a private fork"),
        Rule::ChecksRun => {
            (Section::Fix, "The project's checks are run on the fix, on one's own machine where the forge runs none")
        }
        Rule::ReadyFirst if sole => (Section::Release, "A day is chosen once the work is done"),
        Rule::ReadyFirst => {
            (Section::Release, "The fix team says in the case when its work is done; no day is chosen before")
        }
        Rule::BothAgree => (Section::Release, "Members and fix team agree on the day"),
        Rule::RecommendedSlot => (Section::Release, "The day is one that this policy recommends"),
        Rule::CommunicationPlan => (
            Section::Announcements,
            "While the fix is written, the committee plans who will be told what, where and when",
        ),
        Rule::ApprovalByAnother => {
            (Section::Release, "On the day the fix team approves the fix in the private fork, and nobody their own")
        }
        Rule::MergeOnReleaseDay if sole => (
            Section::Release,
            "On the day, and not before, the maintainer approves the changes in the private fork and merges them into the main branch",
        ),
        Rule::MergeOnReleaseDay => {
            (Section::Release, "Then the committee merges it into the main branch, and not before")
        }
        Rule::ArtefactsChecked => (
            Section::Release,
            "Before anybody is told, every file of the release is built, has a good signature, can be fetched by all, and runs",
        ),
        Rule::AnnouncementComplete => (Section::Announcements, "It is not sent while a part of it is missing"),
        Rule::MitigationStated => {
            (Section::Announcements, "It says what helps before an upgrade, or that nothing does")
        }
        Rule::ChannelNamed => (Section::Announcements, "There is at least one channel that it is sent to"),
        Rule::UpstreamFirst => (Section::Public, "Where another project's date leads, we do not publish before it"),
        Rule::RetrospectiveNotBefore => (Section::Retrospective, "It waits for its first day"),
        Rule::RetrospectiveSent => (Section::Retrospective, "A case is closed once its retrospective is sent"),
    }
}
