//! People: who is brought into the fix team, on whose word, and when their part ends.
//!
//! PR-40 to PR-42, PR-48 to PR-51. Whoever looks after accounts or rules, and not after cases, sees one only when they say why
//! and a member lets them: for hours, and everybody in the case is told.

use jiff::{SignedDuration, Timestamp};

use super::super::event::Event;
use super::super::facts::{Disclosure, Standing};
use super::super::state::Consent;
use super::{Decision, Question, Refusal, Verb};
use crate::ids::PersonId;
use crate::people::Part;
use crate::policy::{Ballot, Force, Group, Method, Rule};
use crate::words::Prose;

/// How long a witness sees a case.
const SEEN_FOR: SignedDuration = SignedDuration::from_hours(4);
/// How long it can be stopped where nobody else has a say.
const ALONE: SignedDuration = SignedDuration::from_hours(24);

impl Question<'_> {
    pub(super) fn invite(&self, person: PersonId, standing: Standing, part: Part) -> Decision {
        // Nobody is invited to be one: they ask.
        if part == Part::Witness {
            return Err(Refusal::NotYours { verb: Verb::InviteFixer });
        }
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
        if part.part == Part::Witness {
            return Err(Refusal::NothingOpen);
        }
        // Whoever invites does not approve (PR-49).
        if part.invited_by.is_some() && part.invited_by == self.actor.person {
            return Err(Refusal::NeedsAnother);
        }
        // As many members as the policy asks for; whoever invites is none of them.
        let vote = self.case.policy.votes.get(&Ballot::Outsider).filter(|vote| vote.method == Method::Approval);
        let needed = vote.and_then(|vote| vote.approvals).map_or(1, usize::from);
        if self.actor.person.is_some_and(|member| part.supported_by.contains(&member)) {
            return Err(Refusal::AlreadyDone);
        }
        if part.supported_by.len() + 1 < needed {
            return Ok(vec![Event::OutsiderSupported { person }]);
        }
        Ok(vec![Event::OutsiderApproved { person }])
    }

    pub(super) fn join(&self) -> Decision {
        let person = self.oneself()?;
        let part = self.case.fix_team.get(&person).ok_or(Refusal::NoSuchParticipant)?;
        let joined = Event::FixerJoined { person, part: part.part };
        let open = part.span.is_none_or(|(from, until)| from <= self.now && self.now < until);
        if part.approved && open { Ok(vec![joined]) } else { Err(Refusal::NothingOpen) }
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

    /// Where one maintainer is all there is, a second key of whoever asks and a day in which it can be stopped stand for the
    /// second person.
    pub(super) fn ask_to_see(&self, reason: &Prose, second_key: bool) -> Decision {
        let person = self.oneself()?;
        if self.case.fix_team.get(&person).is_some_and(|part| part.consent != Consent::Declined) {
            return Err(Refusal::AlreadyDone);
        }
        let alone = second_key && self.case.policy.is_sole();
        let unless_stopped = alone.then(|| later(self.now, ALONE));
        Ok(vec![Event::AccessAsked { person, reason: reason.clone(), unless_stopped }])
    }

    pub(super) fn let_see(&self, person: PersonId) -> Decision {
        let waits = self.case.fix_team.get(&person).filter(|part| part.part == Part::Witness);
        match waits.ok_or(Refusal::NoSuchParticipant)? {
            part if part.approved => Err(Refusal::AlreadyDone),
            _waits if self.actor.person == Some(person) => Err(Refusal::NeedsAnother),
            _waits => Ok(vec![seen_from(person, self.now)]),
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

/// Somebody is let in from then on.
pub(super) fn seen_from(person: PersonId, from: Timestamp) -> Event {
    Event::AccessGiven { person, from, until: later(from, SEEN_FOR) }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
