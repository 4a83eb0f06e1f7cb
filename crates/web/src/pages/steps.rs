//! What still stands before the next step, with the way to each thing that can be done about it now.
//!
//! Knows which request brings about which need; whether it may be asked is in the offers it is given.

use documents::words;
use domain::case::decide::Verb;
use domain::case::gate::{Field, Item, Need, Step};
use domain::policy::{Force, Rule};

use super::talk::capital;

/// The next step.
pub(crate) struct Next {
    pub(crate) step: &'static str,
    pub(crate) items: Vec<Check>,
    /// The request that takes it, when it may be asked now.
    pub(crate) take: Option<Way>,
}

/// A thing the step needs.
pub(crate) struct Check {
    pub(crate) text: String,
    pub(crate) met: bool,
    pub(crate) must: bool,
    pub(crate) force: &'static str,
    pub(crate) way: Option<Way>,
}

/// The way to a form.
pub(crate) struct Way {
    pub(crate) noun: &'static str,
    pub(crate) label: &'static str,
}

impl Way {
    fn to(verb: Verb) -> Self {
        Self { noun: verb.noun(), label: words::verb(verb).0 }
    }
}

/// The next step as a list to tick off.
pub(crate) fn next(step: Step, items: &[Item], may: impl Fn(Verb) -> bool) -> Next {
    let way = |verbs: &[Verb]| verbs.iter().copied().find(|verb| may(*verb)).map(Way::to);
    let check = |item: &Item| Check {
        text: capital(&words::need(&item.need)),
        met: item.met,
        must: item.force == Force::Must,
        force: force(item),
        way: if item.met { None } else { way(brings(item.need)) },
    };
    let items: Vec<Check> = items.iter().map(check).collect();
    Next { step: words::step(step), items, take: way(&[takes(step)]) }
}

const fn force(item: &Item) -> &'static str {
    match (item.met, item.force) {
        (true, _) | (false, Force::Must) => "",
        (false, Force::Should) => "should; without it, a reason is asked for",
        (false, Force::May | Force::Info) => "may; nothing waits for it",
    }
}

/// The request that takes a step.
pub(crate) const fn takes(step: Step) -> Verb {
    match step {
        Step::Accept => Verb::Accept,
        Step::Ready => Verb::DeclareReady,
        Step::ReleaseDay => Verb::AgreeReleaseDay,
        Step::Merge => Verb::MergeFix,
        Step::Publish => Verb::Publish,
        Step::Retrospective => Verb::SendRetrospective,
        Step::Close => Verb::Close,
    }
}

/// What can be asked to bring a need about, the likeliest first.
const fn brings(need: Need) -> &'static [Verb] {
    match need {
        Need::Rule(rule) => rules(rule),
        Need::Accepted => &[Verb::Accept],
        Need::FixProposed => &[Verb::ProposeFix],
        Need::ReleaseDayAgreed => &[Verb::AgreeReleaseDay],
        Need::FixMerged => &[Verb::MergeFix],
        Need::ReleaseNoted => &[Verb::NoteRelease],
        Need::Field(Field::Draft | Field::Affected | Field::CheckCommand | Field::Upgrade) => {
            &[Verb::DraftAdvisory, Verb::OpenAdvisory]
        }
        Need::Published => &[Verb::Publish],
        Need::RetrospectiveWritten => &[Verb::DraftRetrospective],
        Need::NoEmbargo => &[Verb::EndEmbargo],
        Need::MomentCome { .. } => &[],
    }
}

const fn rules(rule: Rule) -> &'static [Verb] {
    match rule {
        Rule::AssessmentFirst => &[Verb::Assess],
        Rule::AffectedFirst | Rule::AnnouncementComplete => &[Verb::DraftAdvisory, Verb::OpenAdvisory],
        Rule::SeverityDecided => &[Verb::ScoreSeverity, Verb::OpenAdvisory],
        Rule::CveSettled => &[Verb::AssignCve, Verb::RequestCve, Verb::OpenAdvisory],
        Rule::WorkInFork => &[Verb::NoteFork],
        Rule::ChecksRun => &[Verb::NoteChecks],
        Rule::ReadyFirst => &[Verb::DeclareReady],
        Rule::BothAgree | Rule::RecommendedSlot => &[Verb::AgreeReleaseDay],
        Rule::CommunicationPlan => &[Verb::PlanCommunication],
        Rule::ApprovalByAnother => &[Verb::ApproveFix],
        Rule::ArtefactsChecked => &[Verb::CheckArtefact],
        Rule::MitigationStated => &[Verb::StateMitigation, Verb::OpenAdvisory],
        Rule::RetrospectiveSent => &[Verb::SendRetrospective],
        Rule::CodeOwnersOnly
        | Rule::OutsiderApproval
        | Rule::PrivateReporterOnly
        | Rule::MergeOnReleaseDay
        | Rule::ChannelNamed
        | Rule::UpstreamFirst
        | Rule::RetrospectiveNotBefore => &[],
    }
}
