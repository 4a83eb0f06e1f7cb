//! The advisory: opened, drafted, scored, numbered.
//!
//! PR-44 to PR-47, PR-52, PR-62, PR-63, PR-71.

use super::super::event::Event;
use super::super::facts::{CveId, Draft, Mitigation};
use super::super::state::CveNumber;
use super::{Decision, Question, Refusal};
use crate::policy::{Force, Rule};
use crate::severity::{CvssVector, Rating};
use crate::words::Prose;

impl Question<'_> {
    pub(super) fn draft(&self, draft: &Draft) -> Decision {
        let same = self.case.draft.as_deref() == Some(draft);
        if same {
            Err(Refusal::AlreadyDone)
        } else {
            Ok(vec![Event::AdvisoryDrafted { draft: Box::new(draft.clone()) }])
        }
    }

    pub(super) fn state_mitigation(&self, mitigation: &Mitigation) -> Decision {
        let drafted = self.case.draft.is_some();
        if drafted {
            Ok(vec![Event::MitigationStated { mitigation: mitigation.clone() }])
        } else {
            Err(Refusal::NothingOpen)
        }
    }

    pub(super) fn score(&self, vector: &CvssVector) -> Decision {
        let same = self.case.vector.as_ref().is_some_and(|(scored, _)| scored == vector);
        if same {
            Err(Refusal::AlreadyDone)
        } else {
            Ok(vec![Event::SeverityScored { vector: vector.clone(), score: vector.score() }])
        }
    }

    /// The committee has the final say; when it differs from the score's own band it says why (PR-62).
    pub(super) fn decide_severity(&self, rating: Rating, reason: Option<&Prose>) -> Decision {
        let differs = self.case.vector.as_ref().is_none_or(|(_, score)| score.rating() != rating);
        if differs && reason.is_none() {
            return Err(Refusal::ReasonNeeded { rules: vec![Rule::SeverityDecided] });
        }
        Ok(vec![Event::SeverityDecided { rating, reason: reason.cloned() }])
    }

    pub(super) fn request_cve(&self, route: &crate::words::Line) -> Decision {
        if matches!(self.case.cve, CveNumber::Requested { .. }) {
            return Err(Refusal::AlreadyDone);
        }
        let named = self.case.draft.as_ref().is_some_and(|draft| !draft.affected.is_empty());
        let mut events = match self.case.policy.force(Rule::AffectedFirst) {
            Some(Force::Must) if !named => {
                let missing = vec![super::Need::Rule(Rule::AffectedFirst)];
                return Err(Refusal::NotYet { step: super::Step::Publish, missing });
            }
            Some(Force::Should) if !named => self.with_reason(&[Rule::AffectedFirst])?,
            Some(Force::Must | Force::Should | Force::May | Force::Info) | None => vec![],
        };
        events.push(Event::CveRequested { route: route.clone() });
        Ok(events)
    }

    pub(super) fn assign_cve(&self, id: &CveId) -> Decision {
        match &self.case.cve {
            CveNumber::Assigned { ids } if ids.contains(id) => Err(Refusal::AlreadyDone),
            CveNumber::None | CveNumber::Requested { .. } | CveNumber::Assigned { .. } | CveNumber::Waived { .. } => {
                Ok(vec![Event::CveAssigned { id: id.clone() }])
            }
        }
    }
}
