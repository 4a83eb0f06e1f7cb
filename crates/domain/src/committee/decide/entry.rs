//! Coming onto the committee: interest, nomination, and proposing that somebody leave it.
//!
//! PR-14, PR-15, PR-18, PR-21, PR-25.

use super::super::event::Event;
use super::super::facts::{By, Nominee, Number, Question as About};
use super::super::{ballot, silence};
use super::{Decision, Question, Refusal};
use crate::calendar::Term;
use crate::ids::PersonId;
use crate::policy::Nominator;
use crate::voting::Choice;
use crate::words::{Line, Prose};
use std::collections::BTreeSet;

/// As many expressions of interest wait at a time; more is nobody's wish to join.
const INTERESTS_MAX: usize = 200;
/// One that nobody has answered for so long keeps nobody else waiting.
const INTEREST_WAITS: Term = Term::days(90);

impl Question<'_> {
    /// Kept for the members alone. A second one from the same address changes nothing, and says nothing of the first.
    pub(super) fn express_interest(
        &self,
        name: &Line,
        address: &Line,
        organisation: Option<&Line>,
        statement: &Prose,
    ) -> Decision {
        if !self.policy.membership.as_ref().is_some_and(|membership| membership.interest_open) {
            return Err(Refusal::InterestShut);
        }
        let fresh = |at| self.now < self.policy.calendar.after(at, INTEREST_WAITS);
        let interests = self.committee.interests.values();
        let mut waiting = interests.filter(|interest| interest.closed.is_none() && fresh(interest.at));
        if waiting.clone().count() >= INTERESTS_MAX {
            return Err(Refusal::InterestShut);
        }
        if waiting.any(|interest| interest.address.reveal().eq_ignore_ascii_case(address.reveal())) {
            return Ok(vec![]);
        }
        let (name, address, organisation) = (name.clone(), address.clone(), organisation.cloned());
        Ok(vec![Event::InterestExpressed { name, address, organisation, statement: statement.clone() }])
    }

    pub(super) fn close_interest(&self, interest: Number, note: &Prose) -> Decision {
        match self.committee.interests.get(&interest) {
            None => Err(Refusal::NoSuch),
            Some(known) if known.closed.is_some() => Err(Refusal::AlreadyDone),
            Some(_) => Ok(vec![Event::InterestClosed { interest, note: note.clone() }]),
        }
    }

    pub(super) fn nominate(&self, nominee: &Nominee, interest: Option<Number>, reason: &Prose) -> Decision {
        let nominators = self.policy.membership.as_ref().map_or(&[][..], |membership| &membership.nominators);
        let allows = |nominator| nominators.contains(&nominator) || nominators.contains(&Nominator::Anybody);
        let may = match self.by {
            // Where the policy names nobody, the members do.
            By::Member(_) => nominators.is_empty() || allows(Nominator::Member),
            By::Maintainer(_) => allows(Nominator::Maintainer),
            By::Operator => allows(Nominator::Electors),
            By::Auditor(_) | By::Account(_) | By::Anybody | By::Clock => nominators.contains(&Nominator::Anybody),
        };
        if !may {
            return Err(Refusal::NominatorsOnly { nominators: nominators.to_vec() });
        }
        if interest.is_some_and(|number| !self.committee.interests.contains_key(&number)) {
            return Err(Refusal::NoSuch);
        }
        self.may_come(nominee)?;
        let question = About::Admission { nominee: nominee.clone(), interest, in_place_of: None };
        Ok(self.open_about(question, Some(reason.clone()), 0))
    }

    /// Nobody comes twice: neither who is a member for good, nor whom a ballot is open about, nor one address under two ids.
    pub(super) fn may_come(&self, nominee: &Nominee) -> Result<(), Refusal> {
        let committee = self.committee;
        if committee.seats.get(&nominee.person).is_some_and(|seat| !seat.is_deputys()) {
            return Err(Refusal::AlreadyMember);
        }
        let is_twin = |person: PersonId, other: &Nominee| person != nominee.person && other.shares_address(nominee);
        let mut seated = committee.seats.values().filter_map(|seat| Some((seat.person, committee.chosen_for(seat)?)));
        if seated.any(|(person, other)| is_twin(person, other)) {
            return Err(Refusal::AlreadyMember);
        }
        let ahead = committee.leaves.values().filter(|leave| leave.is_ahead(self.now));
        if ahead.filter_map(|leave| leave.deputy.as_ref()).any(|deputy| is_twin(deputy.person, deputy)) {
            return Err(Refusal::StandsIn);
        }
        let mut asked = self.ballots_open().filter_map(|ballot| match &ballot.question {
            About::Admission { nominee, .. } | About::Deputy { nominee, .. } => Some(nominee),
            About::Removal { .. } | About::LongLeave { .. } => None,
        });
        let same = |other: &Nominee| other.person == nominee.person || other.shares_address(nominee);
        if asked.any(same) { Err(Refusal::BallotOpen) } else { Ok(()) }
    }

    /// Only when both conditions hold; what the desk knows goes into the ballot, not what somebody says.
    pub(super) fn propose_removal(&self, person: PersonId, reason: &Prose) -> Decision {
        let seat = self.committee.seats.get(&person).ok_or(Refusal::NoSuch)?;
        if self.by.person() == Some(person) {
            return Err(Refusal::NotForThem);
        }
        let evidence = silence::evidence(self.committee, self.policy, seat, self.now);
        let evidence = evidence.filter(super::super::facts::Evidence::suffices).ok_or(Refusal::NotSilent)?;
        let about = |question: &About| matches!(question, About::Removal { person: other, .. } if *other == person);
        if self.ballots_open().any(|ballot| about(&ballot.question)) {
            return Err(Refusal::BallotOpen);
        }
        Ok(self.open_about(About::Removal { person, evidence }, Some(reason.clone()), 0))
    }

    /// For the time being, on the same evidence as a removal; nobody alone about the only other one.
    pub(super) fn suspend(&self, person: PersonId, reason: &Prose) -> Decision {
        let seat = self.committee.seats.get(&person).ok_or(Refusal::NoSuch)?;
        if self.by.person() == Some(person) {
            return Err(Refusal::NotForThem);
        }
        if seat.suspended_at.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        if self.committee.seats.values().filter(|seat| seat.suspended_at.is_none()).count() < 3 {
            return Err(Refusal::ElectorsDecide { body: None });
        }
        let evidence = silence::evidence(self.committee, self.policy, seat, self.now);
        let evidence = evidence.filter(super::super::facts::Evidence::suffices).ok_or(Refusal::NotSilent)?;
        Ok(vec![Event::AccessSuspended { person, evidence, reason: reason.clone() }])
    }

    pub(super) fn resume(&self, person: PersonId, note: &Prose) -> Decision {
        let seat = self.committee.seats.get(&person).ok_or(Refusal::NoSuch)?;
        if seat.suspended_at.is_none() {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::AccessResumed { person, note: note.clone() }])
    }

    /// Opens a ballot, `after` so many other events of the same decision. Whoever opens it and may vote is for it.
    pub(super) fn open_about(&self, question: About, reason: Option<Prose>, after: u64) -> Vec<Event> {
        let electorate = self.electorate(question.subject());
        let ballot = self.committee.version + after + 1;
        let is_for = self.by.person().is_some_and(|person| electorate.contains(&person));
        let voted = is_for.then_some(Event::Voted { ballot, choice: Choice::Yes, reason: None });
        std::iter::once(self.opened(question, reason, electorate)).chain(voted).collect()
    }

    /// The same for whoever leaves with this decision, and has no vote on who follows.
    pub(super) fn open_leaving(&self, question: About, reason: Option<Prose>, leaver: PersonId) -> Event {
        let mut electorate = self.electorate(question.subject());
        electorate.remove(&leaver);
        self.opened(question, reason, electorate)
    }

    fn opened(&self, question: About, reason: Option<Prose>, electorate: BTreeSet<PersonId>) -> Event {
        let vote = Box::new(ballot::vote_for(self.policy, &question));
        Event::BallotOpened { question, reason, electorate, vote, calendar: Box::new(self.policy.calendar.clone()) }
    }

    /// Who may vote: one word for each seat, and nobody about themselves.
    fn electorate(&self, subject: PersonId) -> BTreeSet<PersonId> {
        let mut voters = self.committee.voters(self.now);
        voters.remove(&subject);
        voters
    }
}
