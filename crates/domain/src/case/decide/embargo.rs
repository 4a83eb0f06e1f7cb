//! The embargo: proposed, agreed, revised, rejected, ended.
//!
//! The field's embargo machine (Vultron EM): at most one active embargo, an unambiguous end, none while the flaw is public.

use jiff::Timestamp;

use super::super::event::Event;
use super::super::facts::EmbargoEnd;
use super::super::state::Embargo;
use super::{Decision, Question, Refusal};
use crate::people::Role;
use crate::policy::EmbargoStart;
use crate::words::Prose;

impl Question<'_> {
    /// Agrees to the other side's proposal; nobody agrees to their own.
    pub(super) fn accept_embargo(&self) -> Decision {
        match self.case.embargo {
            Embargo::Proposed { from, .. } | Embargo::Revise { from, .. } if from == self.actor.role => {
                Err(Refusal::NeedsAnother)
            }
            Embargo::Proposed { until, .. } => Ok(vec![Event::EmbargoAgreed { until }]),
            Embargo::Revise { proposed, .. } => Ok(vec![Event::EmbargoRevised { until: proposed }]),
            Embargo::None | Embargo::Active { .. } | Embargo::Exited { .. } => Err(Refusal::NothingOpen),
        }
    }

    /// Refuses it; an embargo that runs goes on with its old terms.
    pub(super) fn reject_embargo(&self) -> Decision {
        match self.case.embargo {
            Embargo::Proposed { .. } => Ok(vec![Event::EmbargoRejected]),
            Embargo::Revise { .. } => Ok(vec![Event::EmbargoRevisionRejected]),
            Embargo::None | Embargo::Active { .. } | Embargo::Exited { .. } => Err(Refusal::NothingOpen),
        }
    }

    /// Ends secrecy by decision.
    pub(super) fn end_by_decision(reason: &Prose) -> Vec<Event> {
        vec![Event::EmbargoEnded { because: EmbargoEnd::Decided, note: Some(reason.clone()) }]
    }

    pub(super) fn propose_embargo(&self, until: Timestamp) -> Decision {
        self.within_embargo_limits(until)?;
        Ok(vec![match self.case.embargo {
            // A proposal replaces a proposal.
            Embargo::None | Embargo::Proposed { .. } => Event::EmbargoProposed { until, from: self.actor.role },
            Embargo::Active { until: now } | Embargo::Revise { until: now, .. } if now == until => {
                return Err(Refusal::AlreadyDone);
            }
            Embargo::Active { .. } | Embargo::Revise { .. } => {
                Event::EmbargoRevisionProposed { until, from: self.actor.role }
            }
            Embargo::Exited { .. } if self.actor.role == Role::Reporter => return Err(Refusal::NothingOpen),
            Embargo::Exited { .. } => return Err(Refusal::PublicAlready),
        }])
    }

    /// An end in the future, within the policy's maximum.
    pub(super) fn within_embargo_limits(&self, until: Timestamp) -> Result<(), Refusal> {
        if until <= self.now {
            return Err(Refusal::InThePast { at: until });
        }
        let policy = &self.case.policy;
        let from = match policy.embargo.starts {
            EmbargoStart::Receipt => self.case.received_at,
            // Until the fix is ready there is nothing to count from.
            EmbargoStart::FixReady => self.case.ready.as_ref().map_or(self.now, |(_, at)| *at),
        };
        let latest = policy.calendar.after(from, policy.embargo.maximum);
        if until > latest { Err(Refusal::BeyondMaximum { latest }) } else { Ok(()) }
    }
}
