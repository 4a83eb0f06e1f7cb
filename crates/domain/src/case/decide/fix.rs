//! The fix: where work happens, what is proposed, checked, approved and called ready.
//!
//! PR-53 to PR-55, PR-57, PR-67.

use super::super::event::Event;
use super::super::facts::{CheckRun, Fix};
use super::{Decision, Question, Refusal};
use crate::ids::CommitId;
use crate::policy::{Force, Rule};
use crate::words::Line;

impl Question<'_> {
    pub(super) fn note_fork(&self, location: &Line) -> Decision {
        let same = self.case.fork.as_ref() == Some(location);
        if same { Err(Refusal::AlreadyDone) } else { Ok(vec![Event::ForkNoted { location: location.clone() }]) }
    }

    pub(super) fn note_checks(&self, run: &CheckRun) -> Decision {
        self.is_the_fix(&run.commit)?;
        Ok(vec![Event::ChecksNoted { run: run.clone() }])
    }

    /// A later proposal replaces an earlier one, and takes its approval away.
    pub(super) fn propose_fix(&self, fix: &Fix) -> Decision {
        if self.case.merged.is_some() || self.case.fix.as_ref() == Some(fix) {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::FixProposed { fix: fix.clone() }])
    }

    pub(super) fn declare_ready(&self, commit: &CommitId) -> Decision {
        self.is_the_fix(commit)?;
        let same = self.case.ready.as_ref().is_some_and(|(ready, _)| ready == commit);
        if same { Err(Refusal::AlreadyDone) } else { Ok(vec![Event::FixReady { commit: commit.clone() }]) }
    }

    /// Nobody approves what they wrote or proposed where there is somebody else to do it (PR-67).
    pub(super) fn approve_fix(&self, commit: &CommitId) -> Decision {
        self.is_the_fix(commit)?;
        let own = self.actor.person.is_some_and(|person| self.case.fix_proposers.contains(&person));
        let mut events = match self.case.policy.force(Rule::ApprovalByAnother) {
            Some(Force::Must) if own => return Err(Refusal::NeedsAnother),
            Some(Force::Should) if own => self.with_reason(&[Rule::ApprovalByAnother])?,
            Some(Force::Must | Force::Should | Force::May | Force::Info) | None => vec![],
        };
        if self.case.approved.as_ref().is_some_and(|(approved, _)| approved == commit) {
            return Err(Refusal::AlreadyDone);
        }
        events.push(Event::FixApproved { commit: commit.clone() });
        Ok(events)
    }

    pub(super) fn is_the_fix(&self, commit: &CommitId) -> Result<(), Refusal> {
        if self.case.fix.as_ref().is_some_and(|fix| fix.commit == *commit) { Ok(()) } else { Err(Refusal::OtherCommit) }
    }
}
