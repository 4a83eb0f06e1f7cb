//! People: who is brought into the fix team, on whose word, and when their part ends.
//!
//! PR-40 to PR-42, PR-48 to PR-51.

use super::super::event::Event;
use super::super::facts::{Disclosure, Standing};
use super::super::state::Consent;
use super::{Decision, Question, Refusal};
use crate::ids::PersonId;
use crate::people::Part;
use crate::policy::{Force, Group, Rule};

impl Question<'_> {
    pub(super) fn invite(&self, person: PersonId, standing: Standing, part: Part) -> Decision {
        let there = self.case.fix_team.get(&person).is_some_and(|part| part.consent != Consent::Declined);
        if there {
            return Err(Refusal::AlreadyDone);
        }
        let policy = &self.case.policy;
        let owners_only =
            policy.force(Rule::CodeOwnersOnly) == Some(Force::Must) && policy.force(Rule::OutsiderApproval).is_none();
        let group = match (part, standing) {
            (Part::Distributor, _) => Group::Distributors,
            (_, Standing::Outsider) => Group::Guests,
            (_, Standing::CodeOwner) => Group::FixTeam,
        };
        if group != Group::FixTeam && !policy.may_know(group) {
            return Err(Refusal::NotInGroup { group });
        }
        if part.is_fixer() && standing == Standing::Outsider && owners_only {
            return Err(Refusal::NotACodeOwner);
        }
        let mut events = vec![Event::FixerInvited { person, standing, part }];
        // Where nobody demands approval, or there is nobody else to give it, the invitation is the approval.
        if standing == Standing::Outsider && (policy.is_sole() || policy.force(Rule::OutsiderApproval).is_none()) {
            events.push(Event::OutsiderApproved { person });
        }
        Ok(events)
    }

    pub(super) fn approve_outsider(&self, person: PersonId) -> Decision {
        let part = self.case.fix_team.get(&person).ok_or(Refusal::NoSuchParticipant)?;
        if part.approved {
            return Err(Refusal::AlreadyDone);
        }
        // Whoever invites does not approve (PR-49).
        if part.invited_by.is_some() && part.invited_by == self.actor.person {
            return Err(Refusal::NeedsAnother);
        }
        Ok(vec![Event::OutsiderApproved { person }])
    }

    pub(super) fn join(&self) -> Decision {
        let person = self.oneself()?;
        let part = self.case.fix_team.get(&person).ok_or(Refusal::NoSuchParticipant)?;
        let joined = Event::FixerJoined { person, part: part.part };
        if part.approved { Ok(vec![joined]) } else { Err(Refusal::NothingOpen) }
    }

    pub(super) fn decline_invitation(&self) -> Decision {
        Ok(vec![Event::InvitationDeclined { person: self.oneself()? }])
    }

    pub(super) fn remove(&self, person: PersonId) -> Decision {
        if self.case.fix_team.contains_key(&person) {
            Ok(vec![Event::FixerRemoved { person }])
        } else {
            Err(Refusal::NoSuchParticipant)
        }
    }

    fn oneself(&self) -> Result<PersonId, Refusal> {
        self.actor.person.ok_or(Refusal::NoSuchParticipant)
    }

    pub(super) fn invite_reporter(&self) -> Decision {
        let demanded = self.case.policy.force(Rule::PrivateReporterOnly) == Some(Force::Must);
        if !self.case.policy.may_know(Group::PrivateReporter) {
            return Err(Refusal::NotInGroup { group: Group::PrivateReporter });
        }
        if demanded && self.case.disclosure == Disclosure::Public {
            return Err(Refusal::PublicReporter);
        }
        Ok(vec![Event::ReporterInvited])
    }
}
