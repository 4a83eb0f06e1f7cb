//! What still stands before the next step, as a list a person can read.
//!
//! The same list decides the step: an unmet `must` refuses it, an unmet `should` asks for a reason. Knows needs as values;
//! the words for them are in `documents`.

use jiff::Timestamp;

use super::facts::{Artefact, Mitigation};
use super::state::{Case, CveNumber, Mode, Publication, ReleaseDay, ReportState};
use crate::ids::PersonId;
use crate::policy::{Carries, Force, Rule};

/// The steps that have conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Take the report on.
    Accept,
    /// Say that the fix is ready.
    Ready,
    /// Agree the release day.
    ReleaseDay,
    /// Merge the fix.
    Merge,
    /// Publish and announce.
    Publish,
    /// Send the retrospective.
    Retrospective,
    /// Close the case.
    Close,
}

/// One thing a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A rule of the policy.
    Rule(Rule),
    /// The report is accepted.
    Accepted,
    /// A fix was proposed.
    FixProposed,
    /// The release day is agreed.
    ReleaseDayAgreed,
    /// The agreed moment has come, and the embargo is over.
    MomentCome {
        /// When it comes.
        at: Timestamp,
    },
    /// The fix is merged and readable.
    FixMerged,
    /// A release carries the fix.
    ReleaseNoted,
    /// A field of the announcement is filled (PR-70).
    Field(Field),
    /// The advisory is published.
    Published,
    /// The retrospective is written.
    RetrospectiveWritten,
    /// No embargo runs.
    NoEmbargo,
}

/// A required field of the announcement (PR-70 to PR-81).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "named as the announcement names them")]
pub enum Field {
    Draft,
    Affected,
    CheckCommand,
    Upgrade,
}

/// A need, whether it is met, and how strictly it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is needed.
    pub need: Need,
    /// Whether it is so.
    pub met: bool,
    /// How strictly it holds.
    pub force: Force,
}

/// The step the case comes to next; `None` when it is over.
#[must_use]
pub fn next_step(case: &Case) -> Option<Step> {
    match case.report {
        ReportState::Received | ReportState::Valid => return Some(Step::Accept),
        ReportState::Invalid | ReportState::Deferred => return Some(Step::Close),
        ReportState::Closed => return None,
        ReportState::Accepted => {}
    }
    Some(if case.publication != Publication::Unpublished {
        let owed = case.policy.rules.contains_key(&Rule::RetrospectiveSent) && case.retrospective_sent_at.is_none();
        if owed { Step::Retrospective } else { Step::Close }
    } else if case.merged.is_some() {
        Step::Publish
    } else if case.agreed_day().is_some() {
        Step::Merge
    } else if case.ready.is_some() {
        Step::ReleaseDay
    } else {
        Step::Ready
    })
}

/// Everything a step needs, met or not, in the order in which people do it.
#[must_use]
pub fn needs(case: &Case, step: Step, now: Timestamp) -> Vec<Item> {
    let gate = Gate { case, now };
    match step {
        Step::Accept => gate.list(&[Need::Rule(Rule::AssessmentFirst)]),
        Step::Ready => {
            gate.list(&[Need::Accepted, Need::FixProposed, Need::Rule(Rule::WorkInFork), Need::Rule(Rule::ChecksRun)])
        }
        Step::ReleaseDay => gate.list(&[Need::Accepted, Need::Rule(Rule::ReadyFirst)]),
        Step::Merge => gate.list(&[
            Need::ReleaseDayAgreed,
            Need::FixProposed,
            // Of the commit that is merged: what was ready and checked before it says nothing of it.
            Need::Rule(Rule::ReadyFirst),
            Need::Rule(Rule::ChecksRun),
            Need::Rule(Rule::ApprovalByAnother),
            Need::Rule(Rule::MergeOnReleaseDay),
        ]),
        Step::Publish => gate.publication(),
        Step::Retrospective => {
            gate.list(&[Need::Published, Need::RetrospectiveWritten, Need::Rule(Rule::RetrospectiveNotBefore)])
        }
        Step::Close => gate.closure(),
    }
}

struct Gate<'a> {
    case: &'a Case,
    now: Timestamp,
}

impl Gate<'_> {
    fn list(&self, needs: &[Need]) -> Vec<Item> {
        needs.iter().filter_map(|need| self.item(*need)).collect()
    }

    fn publication(&self) -> Vec<Item> {
        let mut needs = vec![
            Need::Accepted,
            Need::Rule(Rule::SeverityDecided),
            Need::Rule(Rule::CveSettled),
            Need::Field(Field::Draft),
            Need::Field(Field::Affected),
            Need::Field(Field::CheckCommand),
            Need::Field(Field::Upgrade),
            Need::Rule(Rule::MitigationStated),
            Need::Rule(Rule::CommunicationPlan),
            Need::Rule(Rule::ChannelNamed),
            Need::FixMerged,
            Need::ReleaseNoted,
            Need::Rule(Rule::ArtefactsChecked),
        ];
        if self.case.upstream.is_some() {
            needs.push(Need::Rule(Rule::UpstreamFirst));
        }
        if let Some(at) = self.case.agreed_day().max(self.case.embargo.running_until()) {
            needs.push(Need::MomentCome { at });
        } else if self.case.mode == Mode::Private {
            needs.push(Need::ReleaseDayAgreed);
        }
        self.list(&needs)
    }

    fn closure(&self) -> Vec<Item> {
        let published = self.case.publication != Publication::Unpublished;
        if published {
            self.list(&[Need::NoEmbargo, Need::Rule(Rule::RetrospectiveSent)])
        } else {
            self.list(&[Need::NoEmbargo])
        }
    }

    /// A need as an item; `None` when the policy does not demand it.
    fn item(&self, need: Need) -> Option<Item> {
        let force = match need {
            Need::Rule(rule) => self.case.policy.force(rule)?,
            Need::Field(_) => self.case.policy.force(Rule::AnnouncementComplete)?,
            Need::Accepted
            | Need::FixProposed
            | Need::ReleaseDayAgreed
            | Need::MomentCome { .. }
            | Need::FixMerged
            | Need::ReleaseNoted
            | Need::Published
            | Need::RetrospectiveWritten
            | Need::NoEmbargo => Force::Must,
        };
        Some(Item { need, met: self.is_met(need), force })
    }

    fn is_met(&self, need: Need) -> bool {
        let case = self.case;
        match need {
            Need::Rule(rule) => case.broken.contains(&rule) || self.holds(rule),
            Need::Accepted => case.report == ReportState::Accepted,
            Need::FixProposed => case.fix.is_some(),
            Need::ReleaseDayAgreed => case.agreed_day().is_some(),
            Need::MomentCome { at } => self.now >= at,
            Need::FixMerged => case.merged.is_some(),
            Need::ReleaseNoted => !case.releases.is_empty(),
            Need::Field(field) => self.is_filled(field),
            Need::Published => case.published_at().is_some(),
            Need::RetrospectiveWritten => case.retrospective.is_some(),
            Need::NoEmbargo => case.embargo.running_until().is_none(),
        }
    }

    fn is_filled(&self, field: Field) -> bool {
        let Some(draft) = &self.case.draft else { return false };
        match field {
            Field::Draft => true,
            Field::Affected => !draft.affected.is_empty(),
            Field::CheckCommand => draft.check_command.is_some() || self.case.policy.check_command.is_some(),
            Field::Upgrade => draft.upgrade.is_some(),
        }
    }

    /// Whether a rule's demand is met by the case as it stands. Rules about one command alone are checked where it is decided.
    fn holds(&self, rule: Rule) -> bool {
        let case = self.case;
        match rule {
            Rule::AssessmentFirst => case.assessment.is_some(),
            Rule::AffectedFirst => self.is_filled(Field::Affected),
            Rule::SeverityDecided => case.vector.is_some() || case.severity.is_some(),
            Rule::CveSettled => matches!(case.cve, CveNumber::Assigned { .. } | CveNumber::Waived { .. }),
            Rule::WorkInFork => case.fork.is_some(),
            Rule::ChecksRun => case
                .fix
                .as_ref()
                .is_some_and(|fix| case.checks.iter().any(|run| run.passed && run.commit == fix.commit)),
            Rule::ReadyFirst => case.is_ready(),
            Rule::BothAgree => matches!(case.release_day, ReleaseDay::Agreed { .. }),
            Rule::CommunicationPlan => case.plan.is_some(),
            Rule::ApprovalByAnother => case.fix.as_ref().is_some_and(|fix| {
                let another = |by: &Option<PersonId>| by.is_none_or(|by| !case.fix_proposers.contains(&by));
                case.approved.as_ref().is_some_and(|(commit, by)| *commit == fix.commit && another(by))
            }),
            Rule::MergeOnReleaseDay => case.agreed_day().is_some_and(|day| {
                let calendar = &case.policy.calendar;
                calendar.date(self.now) >= calendar.date(day)
            }),
            Rule::ArtefactsChecked => {
                let checks = case.policy.artefact_checks();
                let is_sound = |artefact: &Artefact| checks.iter().all(|check| artefact.passed(*check));
                !case.artefacts.is_empty() && case.artefacts.values().all(is_sound)
            }
            Rule::AnnouncementComplete => [Field::Draft, Field::Affected, Field::CheckCommand, Field::Upgrade]
                .into_iter()
                .all(|field| self.is_filled(field)),
            Rule::MitigationStated => case.draft.as_ref().is_some_and(|draft| draft.mitigation != Mitigation::Unstated),
            Rule::ChannelNamed => case.policy.channels.iter().any(|channel| channel.carries == Carries::Announcements),
            Rule::UpstreamFirst => {
                case.upstream.as_ref().and_then(|upstream| upstream.publishes_at).is_some_and(|at| self.now >= at)
            }
            Rule::RetrospectiveNotBefore => super::clock::clock(case, super::clock::ClockKind::Retrospective, self.now)
                .and_then(|clock| clock.not_before)
                .is_none_or(|at| self.now >= at),
            Rule::RetrospectiveSent => case.retrospective_sent_at.is_some(),
            Rule::CodeOwnersOnly | Rule::OutsiderApproval | Rule::PrivateReporterOnly | Rule::RecommendedSlot => true,
        }
    }
}
