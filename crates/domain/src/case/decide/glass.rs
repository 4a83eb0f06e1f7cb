//! Breaking the glass: going past a rule that blocks, in an emergency, in the open.
//!
//! One asks with a reason, another confirms with theirs; both stay in the log. A sole maintainer, who has nobody to ask,
//! asks again an hour later.

use jiff::SignedDuration;

use super::{Decision, Question, Refusal};
use crate::case::event::Event;
use crate::policy::{Force, Rule};
use crate::words::Prose;

/// How long a sole maintainer thinks it over.
const THOUGHT_OVER: SignedDuration = SignedDuration::from_hours(1);

/// Whether a rule may be gone past at all. Those about who may know may not: nothing said can be taken back.
const fn is_glass(rule: Rule) -> bool {
    match rule {
        Rule::CodeOwnersOnly | Rule::OutsiderApproval | Rule::PrivateReporterOnly | Rule::RecommendedSlot => false,
        Rule::AssessmentFirst
        | Rule::AffectedFirst
        | Rule::SeverityDecided
        | Rule::CveSettled
        | Rule::WorkInFork
        | Rule::ChecksRun
        | Rule::ReadyFirst
        | Rule::BothAgree
        | Rule::CommunicationPlan
        | Rule::ApprovalByAnother
        | Rule::MergeOnReleaseDay
        | Rule::ArtefactsChecked
        | Rule::AnnouncementComplete
        | Rule::MitigationStated
        | Rule::ChannelNamed
        | Rule::UpstreamFirst
        | Rule::RetrospectiveNotBefore
        | Rule::RetrospectiveSent => true,
    }
}

impl Question<'_> {
    /// Asks, or confirms what another asked.
    pub(super) fn break_glass(&self, rule: Rule, reason: &Prose) -> Decision {
        if !is_glass(rule) || self.case.policy.force(rule) != Some(Force::Must) {
            return Err(Refusal::NoGlass { rule });
        }
        if self.case.broken.contains(&rule) {
            return Err(Refusal::AlreadyDone);
        }
        let broken = vec![Event::GlassBroken { rule, reason: reason.clone() }];
        match self.case.glass.get(&rule) {
            None => Ok(vec![Event::GlassAsked { rule, reason: reason.clone() }]),
            Some((by, _)) if *by != self.actor.person => Ok(broken),
            Some((_, at)) if self.case.policy.is_sole() => {
                let from = at.checked_add(THOUGHT_OVER).unwrap_or(*at);
                if self.now < from { Err(Refusal::TooSoon { from }) } else { Ok(broken) }
            }
            Some(_) => Err(Refusal::NeedsAnother),
        }
    }
}
