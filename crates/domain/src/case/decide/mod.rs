//! Yes or no: who may ask what, and what follows from it.
//!
//! `decide` returns events or a refusal, and touches nothing: `now` and the actor are arguments. One table says who may ask
//! what; each phase has a file of its own.

mod advisory;
mod behind;
mod embargo;
mod fix;
mod glass;
mod intake;
mod people;
mod policy;
mod publication;
mod refusal;
mod release;
mod retrospective;
mod time;
mod triage;
mod verb;

use jiff::Timestamp;

pub use behind::behind;
pub use refusal::Refusal;
pub use verb::Verb;

use super::command::{Ask, Command};
use super::event::{Event, Recorded};
use super::gate::{self, Item, Need, Step};
use super::state::{Case, ReportState};
use crate::people::{Actor, Part, Role};
use crate::policy::{Force, Policy, Rule};
use crate::words::Prose;
use std::sync::Arc;

/// Events, or why not.
pub type Decision = Result<Vec<Event>, Refusal>;

/// Something a viewer may do now, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub verb: Verb,
    /// Why not now; `None` when it is allowed.
    pub refusal: Option<Refusal>,
}

/// Opens a case with a report (PR-12, PR-29): the first events of a log.
///
/// # Errors
/// A refusal when the command is not a report.
pub fn open(policy: &Arc<Policy>, command: &Command, now: Timestamp) -> Decision {
    intake::open(policy, command, now)
}

/// Decides what an actor asks of a case at a moment.
///
/// # Errors
/// The refusal, as a value for people.
pub fn decide(case: &Case, ask: &Ask, actor: Actor, now: Timestamp) -> Decision {
    let verb = Verb::of(&ask.command);
    if !may_ask(actor.role, verb) {
        return Err(Refusal::NotYours { verb });
    }
    open_for(case, verb, actor)?;
    let desk = Question { case, actor, now, reason: ask.reason.as_ref() };
    let mut events = desk.set_aside(verb)?;
    events.extend(desk.answer(&ask.command)?);
    Ok(events)
}

/// What an actor may ask now, and what not, with the reason: every verb of their role.
#[must_use]
pub fn offers(case: &Case, actor: Actor, now: Timestamp) -> Vec<Offer> {
    let question = Question { case, actor, now, reason: None };
    Verb::ALL
        .into_iter()
        .filter(|verb| may_ask(actor.role, *verb) && verb.is_asked_by_people())
        .map(|verb| {
            let refusal = open_for(case, verb, actor).and_then(|()| question.standing(verb)).err();
            Offer { verb, refusal }
        })
        .collect()
}

/// Who may ask what: the one table.
#[must_use]
pub const fn may_ask(role: Role, verb: Verb) -> bool {
    match verb {
        Verb::SubmitReport => matches!(role, Role::Reporter | Role::Committee),
        Verb::SendMessage => {
            matches!(role, Role::Reporter | Role::Committee | Role::FixTeam | Role::Guest | Role::ReleaseManager)
        }
        Verb::NoteDisclosure | Verb::NoteThreat => matches!(role, Role::Reporter | Role::Committee),
        Verb::AnswerPrivateHandling => matches!(role, Role::Reporter | Role::Committee),
        Verb::AcceptEmbargo | Verb::RejectEmbargo | Verb::ProposeEmbargo => {
            matches!(role, Role::Reporter | Role::Committee)
        }
        Verb::Acknowledge
        | Verb::BreakGlass
        | Verb::MoveToPolicy
        | Verb::NoteAttack
        | Verb::AskPrivateHandling
        | Verb::Assess
        | Verb::Accept
        | Verb::Decline
        | Verb::Defer
        | Verb::NameUpstream
        | Verb::InviteFixer
        | Verb::ApproveOutsider
        | Verb::RemoveFixer
        | Verb::LetSee
        | Verb::InviteReporter
        | Verb::EndEmbargo
        | Verb::OpenAdvisory
        | Verb::DecideSeverity
        | Verb::RequestCve
        | Verb::AssignCve
        | Verb::WaiveCve
        | Verb::MergeFix
        | Verb::Publish
        | Verb::Withdraw
        | Verb::DraftRetrospective
        | Verb::SendRetrospective
        | Verb::Close => matches!(role, Role::Committee),
        // A report that nobody looks after is given to somebody by the desk itself (PR-04).
        Verb::NameCoordinator => matches!(role, Role::Committee | Role::Clock),
        Verb::AskToSee => matches!(role, Role::Witness),
        Verb::JoinFixTeam | Verb::DeclineInvitation => role.is_part() || matches!(role, Role::Committee),
        // Who makes the releases notes them; merging and publishing stay with the committee (PR-68).
        Verb::PlanCommunication | Verb::NoteRelease | Verb::CheckArtefact => {
            matches!(role, Role::Committee | Role::ReleaseManager)
        }
        Verb::DraftAdvisory
        | Verb::ScoreSeverity
        | Verb::NoteFork
        | Verb::DeclareReady
        | Verb::AgreeReleaseDay
        | Verb::MoveReleaseDay
        | Verb::ApproveFix => matches!(role, Role::Committee | Role::FixTeam),
        Verb::ProposeFix => matches!(role, Role::Committee | Role::FixTeam | Role::Guest),
        Verb::NoteChecks => matches!(role, Role::Committee | Role::FixTeam | Role::Guest | Role::ReleaseManager),
        Verb::StateMitigation => matches!(role, Role::Committee | Role::FixTeam | Role::ReleaseManager),
        Verb::GiveFeedback => {
            matches!(role, Role::Committee | Role::FixTeam | Role::Guest | Role::Observer | Role::ReleaseManager)
        }
        Verb::NoteTime => matches!(role, Role::Clock),
        Verb::NoteLetterSent | Verb::NoteLetterHeld | Verb::NoteAnnounced => matches!(role, Role::World),
    }
}

/// Whether the case is open for a verb at all: a stranger has no part, nobody another than theirs, a closed case takes little.
fn open_for(case: &Case, verb: Verb, actor: Actor) -> Result<(), Refusal> {
    let joins = matches!(verb, Verb::JoinFixTeam | Verb::DeclineInvitation | Verb::AskToSee);
    let part = actor.person.and_then(|person| case.part(person));
    if actor.role.is_part() && !joins && part.map(Part::role) != Some(actor.role) {
        return Err(Refusal::NotYours { verb });
    }
    let late = matches!(
        verb,
        Verb::SendMessage
            | Verb::GiveFeedback
            | Verb::Withdraw
            | Verb::NoteTime
            | Verb::NoteLetterSent
            | Verb::NoteLetterHeld
            | Verb::NoteAnnounced
    );
    // Rights to a case end with the case (PR-42).
    if case.report == ReportState::Closed && actor.role.is_part() {
        return Err(Refusal::NotYours { verb });
    }
    if case.report == ReportState::Closed && !late { Err(Refusal::CaseClosed) } else { Ok(()) }
}

/// One question put to the rules: the case, who asks, when, and the reason they gave.
struct Question<'a> {
    case: &'a Case,
    actor: Actor,
    now: Timestamp,
    reason: Option<&'a Prose>,
}

impl Question<'_> {
    fn answer(&self, command: &Command) -> Decision {
        verb::precheck(self.case, Verb::of(command), self.actor)?;
        Ok(match command {
            Command::SubmitReport { .. } => return Err(Refusal::AlreadyDone),
            Command::Acknowledge => vec![Event::ReportAcknowledged],
            Command::SendMessage { to, body } => return self.message(*to, *body),
            Command::NoteDisclosure { place, exploit } => self.note_disclosure(place, *exploit),
            Command::NoteAttack { evidence } => self.note_attack(evidence),
            Command::NoteThreat { publishes_at } => return self.note_threat(*publishes_at),
            Command::AskPrivateHandling => vec![Event::PrivateHandlingAsked],
            Command::AnswerPrivateHandling { agrees } => vec![Event::PrivateHandlingAnswered { agrees: *agrees }],

            Command::Assess(assessment) => self.assess(assessment),
            Command::Accept => self.decide_report(Event::ReportAccepted),
            Command::Decline { reason, note } => {
                self.answered(vec![Event::ReportDeclined { reason: *reason, note: note.clone() }])
            }
            Command::Defer { note } => self.decide_report(Event::ReportDeferred { note: note.clone() }),
            Command::NameCoordinator { person } => return self.name_coordinator(*person),
            Command::NameUpstream(upstream) => return self.upstream(upstream),

            Command::InviteFixer { person, standing, part } => return self.invite(*person, *standing, *part),
            Command::ApproveOutsider { person } => return self.approve_outsider(*person),
            Command::JoinFixTeam => return self.join(),
            Command::DeclineInvitation => return self.decline_invitation(),
            Command::RemoveFixer { person } => return self.remove(*person),
            Command::AskToSee { reason, second_key } => return self.ask_to_see(reason, *second_key),
            Command::LetSee { person } => return self.let_see(*person),
            Command::InviteReporter => return self.invite_reporter(),

            Command::ProposeEmbargo { until } => return self.propose_embargo(*until),
            Command::AcceptEmbargo => return self.accept_embargo(),
            Command::RejectEmbargo => return self.reject_embargo(),
            Command::EndEmbargo { reason } => Self::end_by_decision(reason),

            Command::OpenAdvisory { reference } => vec![Event::AdvisoryOpened { reference: reference.clone() }],
            Command::DraftAdvisory(draft) => return self.draft(draft),
            Command::StateMitigation { mitigation } => return self.state_mitigation(mitigation),
            Command::ScoreSeverity { vector } => return self.score(vector),
            Command::DecideSeverity { rating, reason } => return self.decide_severity(*rating, reason.as_ref()),
            Command::RequestCve { route } => return self.request_cve(route),
            Command::AssignCve { id } => return self.assign_cve(id),
            Command::WaiveCve { reason } => vec![Event::CveWaived { reason: reason.clone() }],

            Command::NoteFork { location } => return self.note_fork(location),
            Command::ProposeFix(fix) => return self.propose_fix(fix),
            Command::NoteChecks(run) => return self.note_checks(run),
            Command::DeclareReady { commit } => return self.declare_ready(commit),
            Command::ApproveFix { commit } => return self.approve_fix(commit),

            Command::PlanCommunication { plan } => vec![Event::CommunicationPlanned { plan: plan.clone() }],
            Command::AgreeReleaseDay { at } => return self.agree_day(*at),
            Command::MoveReleaseDay { at, factor, note } => return self.move_day(*at, *factor, note),
            Command::MergeFix { commit } => return self.merge(commit),
            Command::NoteRelease(release) => return self.note_release(release),
            Command::CheckArtefact(artefact) => return self.check_artefact(artefact),

            Command::Publish => self.publish(),
            Command::Withdraw { reason } => vec![Event::AdvisoryWithdrawn { reason: reason.clone() }],
            Command::DraftRetrospective { text } => vec![Event::RetrospectiveDrafted { text: *text }],
            Command::SendRetrospective => vec![Event::RetrospectiveSent],
            Command::GiveFeedback { text } => vec![Event::FeedbackGiven { text: *text }],
            Command::Close { note } => self.close(note.as_ref()),

            Command::MoveToPolicy { policy, reason } => return self.move_to_policy(policy, reason),
            Command::BreakGlass { rule, reason } => self.break_glass(*rule, reason)?,

            Command::NoteTime => self.note_time(),
            Command::NoteLetterSent { effect, receipt } => {
                vec![Event::LetterSent { effect: effect.clone(), receipt: receipt.clone() }]
            }
            Command::NoteLetterHeld { effect, problem } => self.note_letter_held(effect, problem),
            Command::NoteAnnounced { channel, receipt } => self.note_announced(channel, receipt),
        })
    }

    /// Unmet needs of the step that a verb takes: a `must` refuses, a `should` is set aside with the reason given.
    fn set_aside(&self, verb: Verb) -> Decision {
        let unmet = self.unmet(verb);
        refuse_musts(verb, &unmet)?;
        let rules: Vec<Rule> =
            unmet.iter().filter(|item| item.force == Force::Should).map(|item| rule_of(item.need)).collect();
        self.with_reason(&rules)
    }

    /// Records that rules are set aside; refused without a reason.
    fn with_reason(&self, rules: &[Rule]) -> Decision {
        match self.reason {
            None if rules.is_empty() => Ok(vec![]),
            None => Err(Refusal::ReasonNeeded { rules: rules.to_vec() }),
            Some(reason) => {
                Ok(rules.iter().map(|rule| Event::RuleSetAside { rule: *rule, reason: reason.clone() }).collect())
            }
        }
    }

    /// Whether a verb could be asked now, as far as the case alone tells; a missing reason is not a hindrance.
    fn standing(&self, verb: Verb) -> Result<(), Refusal> {
        refuse_musts(verb, &self.unmet(verb))?;
        verb::precheck(self.case, verb, self.actor)
    }

    fn unmet(&self, verb: Verb) -> Vec<Item> {
        let items = verb.step().map(|step| gate::needs(self.case, step, self.now)).unwrap_or_default();
        items.into_iter().filter(|item| !item.met).collect()
    }
}

fn refuse_musts(verb: Verb, unmet: &[Item]) -> Result<(), Refusal> {
    let missing: Vec<Need> = unmet.iter().filter(|item| item.force == Force::Must).map(|item| item.need).collect();
    match verb.step() {
        Some(step) if !missing.is_empty() => Err(Refusal::NotYet { step, missing }),
        Some(
            Step::Accept
            | Step::Ready
            | Step::ReleaseDay
            | Step::Merge
            | Step::Publish
            | Step::Retrospective
            | Step::Close,
        )
        | None => Ok(()),
    }
}

/// The rule under which an unmet need is set aside.
const fn rule_of(need: Need) -> Rule {
    match need {
        Need::Rule(rule) => rule,
        Need::Field(_)
        | Need::Accepted
        | Need::FixProposed
        | Need::ReleaseDayAgreed
        | Need::MomentCome { .. }
        | Need::FixMerged
        | Need::ReleaseNoted
        | Need::Published
        | Need::RetrospectiveWritten
        | Need::NoEmbargo => Rule::AnnouncementComplete,
    }
}

/// A log's next entries from decided events.
#[must_use]
pub fn record(events: Vec<Event>, after: u64, at: Timestamp, by: Actor) -> Vec<Recorded> {
    (after + 1..).zip(events).map(|(seq, event)| Recorded { seq, at, by, event }).collect()
}
