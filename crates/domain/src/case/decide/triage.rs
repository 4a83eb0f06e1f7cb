//! Triage: the three questions, the decision on the report, who drives it, and whose flaw it is.
//!
//! PR-04, PR-07, PR-38, PR-39.

use super::super::event::Event;
use super::super::facts::{Assessment, Exploited, Upstream};
use super::super::state::{Embargo, ReportState};
use super::{Decision, Question, Refusal};
use crate::ids::PersonId;

impl Question<'_> {
    /// The answers, each time they change; evidence of attacks counts from the moment it is recorded.
    pub(super) fn assess(&self, assessment: &Assessment) -> Vec<Event> {
        let mut events = vec![Event::ReportAssessed { assessment: assessment.clone() }];
        if assessment.exploited == Exploited::Evidence && !self.case.world.attacks {
            events.extend(self.note_attack(&assessment.impact));
        }
        events
    }

    /// Valid, then decided; nothing goes from received to accepted without being valid (Vultron RM).
    pub(super) fn decide_report(&self, decided: Event) -> Vec<Event> {
        let valid = (self.case.report == ReportState::Received).then_some(Event::ReportValidated);
        self.answered(valid.into_iter().chain([decided]).collect())
    }

    pub(super) fn name_coordinator(&self, person: PersonId) -> Decision {
        if self.case.coordinator == Some(person) {
            Err(Refusal::AlreadyDone)
        } else {
            Ok(vec![Event::CoordinatorNamed { person }])
        }
    }

    /// A decision answers the reporter too, if nothing else has.
    pub(super) fn answered(&self, events: Vec<Event>) -> Vec<Event> {
        let first = self.case.acknowledged_at.is_none().then_some(Event::ReportAcknowledged);
        first.into_iter().chain(events).collect()
    }

    /// Their date becomes our date: a running embargo is revised to it, as long as it is within our maximum (PR-39).
    pub(super) fn upstream(&self, upstream: &Upstream) -> Decision {
        if self.case.upstream.as_ref() == Some(upstream) {
            return Err(Refusal::AlreadyDone);
        }
        let named = Event::UpstreamNamed { upstream: upstream.clone() };
        let Some(date) = upstream.publishes_at else { return Ok(vec![named]) };
        if date <= self.now {
            return Err(Refusal::InThePast { at: date });
        }
        let revised = match self.case.embargo {
            Embargo::Active { until } | Embargo::Revise { until, .. } if until != date => {
                Some(Event::EmbargoRevised { until: date })
            }
            Embargo::None
            | Embargo::Proposed { .. }
            | Embargo::Active { .. }
            | Embargo::Revise { .. }
            | Embargo::Exited { .. } => None,
        };
        Ok([named].into_iter().chain(revised).collect())
    }
}
