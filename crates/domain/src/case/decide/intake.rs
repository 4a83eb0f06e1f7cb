//! Intake: a report arrives, is answered, and the world may know already.
//!
//! PR-12, PR-28 to PR-33, PR-37, PR-56. Knows modes and promises; the words of the answer are in `documents`.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::command::Command;
use super::super::event::Event;
use super::super::facts::{Circle, Disclosure, EmbargoEnd, Reporter};
use super::super::state::Embargo;
use super::{Decision, Question, Refusal, Verb};
use crate::ids::BlobId;
use crate::people::Role;
use crate::policy::Policy;
use crate::words::{Line, Prose};

/// The first events of a log. A private report starts the policy's embargo at once: our default counts as our offer, and
/// submitting to us accepts it; a reporter who names an earlier date gets the earlier date, and our default becomes the
/// proposed revision (shortest wins).
pub(super) fn open(policy: &Arc<Policy>, command: &Command, now: Timestamp) -> Decision {
    let Command::SubmitReport { title, body, channel, disclosure, reporter, publishes_at } = command else {
        return Err(Refusal::NothingOpen);
    };
    if let Some(at) = publishes_at.filter(|at| *at <= now && *disclosure == Disclosure::Private) {
        return Err(Refusal::InThePast { at });
    }
    let received =
        Event::ReportReceived { title: title.clone(), body: *body, channel: *channel, disclosure: *disclosure };
    let mut events = vec![Event::CaseOpened { policy: Arc::clone(policy) }, received];
    if *reporter != Reporter::default() {
        events.push(Event::ReporterNamed { reporter: reporter.clone() });
    }
    if *disclosure == Disclosure::Private {
        let default = policy.calendar.after(now, policy.embargo.default);
        match publishes_at {
            Some(theirs) if *theirs < default => {
                events.push(Event::ThreatNoted { publishes_at: Some(*theirs) });
                events.push(Event::EmbargoAgreed { until: *theirs });
                events.push(Event::EmbargoRevisionProposed { until: default, from: Role::Committee });
            }
            Some(_) | None => events.push(Event::EmbargoAgreed { until: default }),
        }
    }
    Ok(events)
}

impl Question<'_> {
    pub(super) fn note_disclosure(&self, place: &Line, exploit: bool) -> Vec<Event> {
        let noted = Event::DisclosureNoted { place: place.clone(), exploit };
        [noted].into_iter().chain(self.end_embargo(EmbargoEnd::Public)).collect()
    }

    pub(super) fn note_attack(&self, evidence: &Prose) -> Vec<Event> {
        let noted = Event::AttackNoted { evidence: evidence.clone() };
        let ended =
            if self.case.policy.embargo.kept_under_attack { vec![] } else { self.end_embargo(EmbargoEnd::Attacks) };
        [noted].into_iter().chain(ended).collect()
    }

    pub(super) fn note_threat(&self, publishes_at: Option<Timestamp>) -> Decision {
        match publishes_at {
            Some(at) if at <= self.now => Err(Refusal::InThePast { at }),
            Some(_) | None => Ok(vec![Event::ThreatNoted { publishes_at }]),
        }
    }

    /// Secrecy is pointless once the flaw is public or used: a running embargo ends, a proposal falls (Vultron EMB-16).
    pub(super) fn end_embargo(&self, because: EmbargoEnd) -> Vec<Event> {
        match self.case.embargo {
            Embargo::Active { .. } | Embargo::Revise { .. } => vec![Event::EmbargoEnded { because, note: None }],
            Embargo::Proposed { .. } => vec![Event::EmbargoRejected],
            Embargo::None | Embargo::Exited { .. } => vec![],
        }
    }

    pub(super) fn message(&self, to: Circle, body: BlobId) -> Decision {
        let allowed = match (self.actor.role, to) {
            (Role::Committee, _) | (Role::Reporter, Circle::Reporter) => true,
            (Role::FixTeam | Role::Guest | Role::ReleaseManager, Circle::Fixers) => true,
            (Role::FixTeam | Role::Guest | Role::ReleaseManager, Circle::Committee | Circle::Reporter)
            | (Role::Reporter, Circle::Committee | Circle::Fixers)
            | (Role::Observer | Role::Distributor | Role::Witness | Role::Clock | Role::World, _) => false,
        };
        if allowed {
            Ok(vec![Event::MessageSent { to, body }])
        } else {
            Err(Refusal::NotYours { verb: Verb::SendMessage })
        }
    }
}
