//! The kinds of commands, as a list: for the table of rights, for offers, and for the doors' nouns.
//!
//! Knows names and the step each takes; decides only what the case alone tells.

use serde::{Deserialize, Serialize};

use super::super::command::Command;
use super::super::gate::Step;
use super::super::state::{Case, Consent, CveNumber, Embargo, Publication, ReportState};
use super::Refusal;
use crate::people::{Actor, Part, Role};
use crate::policy::Carries;

macro_rules! verbs {
    ($($verb:ident $noun:literal $pattern:pat,)*) => {
        /// A kind of command.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "named as the commands are")]
        pub enum Verb { $($verb,)* }

        impl Verb {
            /// Every verb.
            pub const ALL: [Self; [$(Self::$verb),*].len()] = [$(Self::$verb),*];

            /// The verb of a command.
            #[must_use]
            pub const fn of(command: &Command) -> Self {
                match command { $($pattern => Self::$verb,)* }
            }

            /// The noun under which the doors take it: `POST …/acknowledgement`.
            #[must_use]
            pub const fn noun(self) -> &'static str {
                match self { $(Self::$verb => $noun,)* }
            }
        }
    };
}

verbs! {
    SubmitReport "reports" Command::SubmitReport { .. },
    Acknowledge "acknowledgement" Command::Acknowledge,
    SendMessage "messages" Command::SendMessage { .. },
    Assess "assessment" Command::Assess(_),
    Accept "acceptance" Command::Accept,
    Decline "declination" Command::Decline { .. },
    Defer "deferral" Command::Defer { .. },
    NameCoordinator "coordinator" Command::NameCoordinator { .. },
    NoteDisclosure "disclosure" Command::NoteDisclosure { .. },
    NoteAttack "attack" Command::NoteAttack { .. },
    NoteThreat "threat" Command::NoteThreat { .. },
    AskPrivateHandling "private-handling-request" Command::AskPrivateHandling,
    AnswerPrivateHandling "private-handling-answer" Command::AnswerPrivateHandling { .. },
    NameUpstream "upstream" Command::NameUpstream(_),
    InviteFixer "invitation" Command::InviteFixer { .. },
    ApproveOutsider "outsider-approval" Command::ApproveOutsider { .. },
    JoinFixTeam "membership" Command::JoinFixTeam,
    DeclineInvitation "invitation-refusal" Command::DeclineInvitation,
    RemoveFixer "removal" Command::RemoveFixer { .. },
    AskToSee "access-request" Command::AskToSee { .. },
    LetSee "access" Command::LetSee { .. },
    InviteReporter "reporter-invitation" Command::InviteReporter,
    ProposeEmbargo "embargo-proposal" Command::ProposeEmbargo { .. },
    AcceptEmbargo "embargo-acceptance" Command::AcceptEmbargo,
    RejectEmbargo "embargo-rejection" Command::RejectEmbargo,
    EndEmbargo "embargo-end" Command::EndEmbargo { .. },
    OpenAdvisory "advisory" Command::OpenAdvisory { .. },
    DraftAdvisory "draft" Command::DraftAdvisory(_),
    StateMitigation "mitigation" Command::StateMitigation { .. },
    ScoreSeverity "score" Command::ScoreSeverity { .. },
    DecideSeverity "severity" Command::DecideSeverity { .. },
    RequestCve "cve-request" Command::RequestCve { .. },
    AssignCve "cve" Command::AssignCve { .. },
    WaiveCve "cve-waiver" Command::WaiveCve { .. },
    NoteFork "fork" Command::NoteFork { .. },
    ProposeFix "fix" Command::ProposeFix(_),
    NoteChecks "checks" Command::NoteChecks(_),
    DeclareReady "readiness" Command::DeclareReady { .. },
    PlanCommunication "communication-plan" Command::PlanCommunication { .. },
    AgreeReleaseDay "release-day" Command::AgreeReleaseDay { .. },
    MoveReleaseDay "release-day-move" Command::MoveReleaseDay { .. },
    ApproveFix "approval" Command::ApproveFix { .. },
    MergeFix "merge" Command::MergeFix { .. },
    NoteRelease "release" Command::NoteRelease(_),
    CheckArtefact "artefact" Command::CheckArtefact(_),
    Publish "publication" Command::Publish,
    Withdraw "withdrawal" Command::Withdraw { .. },
    DraftRetrospective "retrospective" Command::DraftRetrospective { .. },
    SendRetrospective "retrospective-sending" Command::SendRetrospective,
    GiveFeedback "feedback" Command::GiveFeedback { .. },
    Close "closure" Command::Close { .. },
    MoveToPolicy "policy" Command::MoveToPolicy { .. },
    BreakGlass "broken-glass" Command::BreakGlass { .. },
    NoteTime "time" Command::NoteTime,
    NoteLetterSent "letter-sent" Command::NoteLetterSent { .. },
    NoteLetterHeld "letter-held" Command::NoteLetterHeld { .. },
    NoteAnnounced "announced" Command::NoteAnnounced { .. },
}

impl Verb {
    /// Whether it counts so much that people confirm it with a passkey, and the proof is kept: publishing, what becomes of an
    /// embargo, letting people in or out, going past a rule, other rules.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        matches!(
            self,
            Self::InviteFixer
                | Self::ApproveOutsider
                | Self::RemoveFixer
                | Self::LetSee
                | Self::InviteReporter
                | Self::ProposeEmbargo
                | Self::AcceptEmbargo
                | Self::RejectEmbargo
                | Self::EndEmbargo
                | Self::NameUpstream
                | Self::AgreeReleaseDay
                | Self::MoveReleaseDay
                | Self::Publish
                | Self::Withdraw
                | Self::BreakGlass
                | Self::MoveToPolicy
        )
    }

    /// The step it takes, if the step has conditions.
    #[must_use]
    pub const fn step(self) -> Option<Step> {
        match self {
            Self::Accept => Some(Step::Accept),
            Self::DeclareReady => Some(Step::Ready),
            Self::AgreeReleaseDay => Some(Step::ReleaseDay),
            Self::MergeFix => Some(Step::Merge),
            Self::Publish => Some(Step::Publish),
            Self::SendRetrospective => Some(Step::Retrospective),
            Self::Close => Some(Step::Close),
            Self::SubmitReport
            | Self::Acknowledge
            | Self::SendMessage
            | Self::Assess
            | Self::Decline
            | Self::Defer
            | Self::NameCoordinator
            | Self::NoteDisclosure
            | Self::NoteAttack
            | Self::NoteThreat
            | Self::MoveToPolicy
            | Self::AskPrivateHandling
            | Self::AnswerPrivateHandling
            | Self::NameUpstream
            | Self::InviteFixer
            | Self::ApproveOutsider
            | Self::JoinFixTeam
            | Self::DeclineInvitation
            | Self::RemoveFixer
            | Self::AskToSee
            | Self::LetSee
            | Self::InviteReporter
            | Self::ProposeEmbargo
            | Self::AcceptEmbargo
            | Self::RejectEmbargo
            | Self::EndEmbargo
            | Self::OpenAdvisory
            | Self::DraftAdvisory
            | Self::StateMitigation
            | Self::ScoreSeverity
            | Self::DecideSeverity
            | Self::RequestCve
            | Self::AssignCve
            | Self::WaiveCve
            | Self::NoteFork
            | Self::ProposeFix
            | Self::NoteChecks
            | Self::PlanCommunication
            | Self::MoveReleaseDay
            | Self::ApproveFix
            | Self::NoteRelease
            | Self::CheckArtefact
            | Self::Withdraw
            | Self::DraftRetrospective
            | Self::GiveFeedback
            | Self::BreakGlass
            | Self::NoteTime
            | Self::NoteLetterSent
            | Self::NoteLetterHeld
            | Self::NoteAnnounced => None,
        }
    }

    /// Whether people ask it of a case that is open to them; the rest is the desk's own, or opens the case.
    #[must_use]
    pub const fn is_asked_by_people(self) -> bool {
        !matches!(
            self,
            Self::SubmitReport
                | Self::AskToSee
                | Self::NoteTime
                | Self::NoteLetterSent
                | Self::NoteLetterHeld
                | Self::NoteAnnounced
        )
    }
}

/// What the case alone tells about a verb, whatever the command carries. The phases' files ask it first.
#[expect(clippy::too_many_lines, reason = "one table: a verb, its condition")]
pub(super) fn precheck(case: &Case, verb: Verb, actor: Actor) -> Result<(), Refusal> {
    let accepted = case.report == ReportState::Accepted;
    let undecided = matches!(case.report, ReportState::Received | ReportState::Valid);
    let ok = |holds: bool, refusal: Refusal| if holds { Ok(()) } else { Err(refusal) };
    match verb {
        Verb::Acknowledge => ok(case.acknowledged_at.is_none(), Refusal::AlreadyDone),
        Verb::Accept => ok(undecided || case.report == ReportState::Deferred, Refusal::AlreadyDecided),
        Verb::Decline => ok(undecided, Refusal::AlreadyDecided),
        Verb::Defer => {
            ok(undecided || (accepted && case.publication == Publication::Unpublished), Refusal::AlreadyDecided)
        }
        Verb::Assess => ok(case.publication == Publication::Unpublished, Refusal::AlreadyDone),
        Verb::NoteDisclosure => ok(!(case.world.public && case.world.exploit), Refusal::AlreadyDone),
        Verb::NoteAttack => ok(!case.world.attacks, Refusal::AlreadyDone),
        Verb::AskPrivateHandling => ok(case.threat.is_some_and(|threat| !threat.asked), Refusal::NothingOpen),
        Verb::AnswerPrivateHandling => {
            ok(case.threat.is_some_and(|threat| threat.asked && threat.agrees.is_none()), Refusal::NothingOpen)
        }
        Verb::InviteReporter => ok(!case.reporter_invited, Refusal::AlreadyDone),
        Verb::ApproveOutsider => {
            ok(case.fix_team.values().any(|part| !part.approved && part.part != Part::Witness), Refusal::NothingOpen)
        }
        Verb::LetSee => {
            ok(case.fix_team.values().any(|part| !part.approved && part.part == Part::Witness), Refusal::NothingOpen)
        }
        Verb::RemoveFixer => ok(!case.fix_team.is_empty(), Refusal::NothingOpen),
        Verb::JoinFixTeam | Verb::DeclineInvitation => {
            let part = actor.person.and_then(|person| case.fix_team.get(&person));
            ok(
                part.is_some_and(|part| matches!(part.consent, Consent::Invited | Consent::Lapsed)),
                Refusal::NothingOpen,
            )
        }
        Verb::ProposeEmbargo => ok(case.world.may_embargo(), Refusal::PublicAlready),
        Verb::AcceptEmbargo | Verb::RejectEmbargo => {
            ok(matches!(case.embargo, Embargo::Proposed { .. } | Embargo::Revise { .. }), Refusal::NothingOpen)
        }
        Verb::EndEmbargo => ok(case.embargo.running_until().is_some(), Refusal::NothingOpen),
        Verb::OpenAdvisory => ok(accepted, Refusal::NotAccepted)
            .and_then(|()| ok(case.advisory_opened_at.is_none(), Refusal::AlreadyDone)),
        // What is published is corrected by the committee, and goes out again.
        Verb::DraftAdvisory | Verb::ScoreSeverity | Verb::DecideSeverity | Verb::StateMitigation => {
            let may = case.publication == Publication::Unpublished || actor.role == Role::Committee;
            ok(case.advisory_opened_at.is_some(), Refusal::NoAdvisory)
                .and_then(|()| ok(may, Refusal::NotYours { verb }))
        }
        Verb::BreakGlass => ok(accepted, Refusal::NotAccepted),
        Verb::RequestCve | Verb::WaiveCve => {
            ok(case.advisory_opened_at.is_some(), Refusal::NoAdvisory).and_then(|()| {
                ok(!matches!(case.cve, CveNumber::Assigned { .. } | CveNumber::Waived { .. }), Refusal::AlreadyDone)
            })
        }
        Verb::AssignCve => ok(case.advisory_opened_at.is_some(), Refusal::NoAdvisory),
        Verb::InviteFixer | Verb::NoteFork | Verb::PlanCommunication => ok(accepted, Refusal::NotAccepted),
        Verb::ProposeFix => {
            ok(accepted, Refusal::NotAccepted).and_then(|()| ok(case.merged.is_none(), Refusal::AlreadyDone))
        }
        Verb::ApproveFix | Verb::DeclareReady if case.merged.is_some() => Err(Refusal::AlreadyDone),
        Verb::NoteChecks | Verb::ApproveFix | Verb::DeclareReady => ok(case.fix.is_some(), Refusal::NothingOpen),
        Verb::AgreeReleaseDay => ok(case.agreed_day().is_none(), Refusal::AlreadyDone),
        Verb::MoveReleaseDay => {
            ok(case.agreed_day().is_some() && case.publication == Publication::Unpublished, Refusal::NothingOpen)
        }
        Verb::MergeFix => ok(case.merged.is_none(), Refusal::AlreadyDone),
        Verb::NoteRelease | Verb::CheckArtefact => ok(case.merged.is_some(), Refusal::NothingOpen),
        Verb::Publish => ok(case.publication == Publication::Unpublished, Refusal::AlreadyDone),
        Verb::Withdraw => ok(case.published_at().is_some(), Refusal::NothingOpen),
        Verb::DraftRetrospective => ok(case.publication != Publication::Unpublished, Refusal::NothingOpen),
        Verb::SendRetrospective => {
            let somewhere = case.policy.channels.iter().any(|channel| channel.carries == Carries::Retrospectives);
            ok(case.retrospective_sent_at.is_none(), Refusal::AlreadyDone)
                .and_then(|()| ok(somewhere, Refusal::NowhereToSend))
        }
        Verb::Close => {
            ok(!undecided && (!accepted || case.publication != Publication::Unpublished), Refusal::NothingOpen)
        }
        Verb::SubmitReport
        | Verb::AskToSee
        | Verb::SendMessage
        | Verb::NoteThreat
        | Verb::MoveToPolicy
        | Verb::NameCoordinator
        | Verb::NameUpstream
        | Verb::GiveFeedback
        | Verb::NoteTime
        | Verb::NoteLetterSent
        | Verb::NoteLetterHeld
        | Verb::NoteAnnounced => Ok(()),
    }
}
