//! Words on a ballot: for and against, standing aside, another body's decision, more time, taking it back.
//!
//! PR-18, PR-19, PR-26, ambiguity A5.

use super::super::ballot::Ballot;
use super::super::event::Event;
use super::super::facts::{By, Number};
use super::{Decision, Question, Refusal};
use crate::calendar::Term;
use crate::ids::PersonId;
use crate::policy::Method;
use crate::voting::Choice;
use crate::words::Prose;

impl Question<'_> {
    pub(super) fn vote(&self, number: Number, choice: Choice, reason: Option<&Prose>) -> Decision {
        let ballot = self.open_ballot(number)?;
        let by = self.elector(ballot)?;
        if ballot.method(self.now) == Method::Electors {
            return Err(Refusal::ElectorsDecide { body: ballot.vote.electors.clone() });
        }
        if choice == Choice::No && reason.is_none() {
            return Err(Refusal::ReasonNeeded);
        }
        if ballot.word_of(by).is_some_and(|(said, _)| said.choice == choice) {
            return Err(Refusal::SaidAlready);
        }
        Ok(vec![Event::Voted { ballot: number, choice, reason: reason.cloned() }])
    }

    /// For a conflict of interest: what they said before counts no more, and they say nothing after it.
    pub(super) fn stand_aside(&self, number: Number, reason: &Prose) -> Decision {
        let ballot = self.open_ballot(number)?;
        self.elector(ballot)?;
        Ok(vec![Event::StoodAside { ballot: number, reason: reason.clone() }])
    }

    fn elector(&self, ballot: &Ballot) -> Result<PersonId, Refusal> {
        let by = self.member()?;
        let may = ballot.electorate.contains(&by) && !ballot.aside.contains_key(&by);
        may.then_some(by).ok_or(Refusal::NotAnElector)
    }

    /// Noted by the operator, so that no member decides alone about another in another's name.
    pub(super) fn note_electors(&self, number: Number, carried: bool, evidence: &Prose) -> Decision {
        let ballot = self.open_ballot(number)?;
        match ballot.method(self.now) {
            Method::Electors | Method::TwoBodies => {}
            Method::Sole | Method::Approval | Method::LazyConsensus | Method::Majority | Method::SuperMajority => {
                return Err(Refusal::NotForElectors);
            }
        }
        if ballot.electors.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::ElectorsDecided { ballot: number, carried, evidence: evidence.clone() }])
    }

    /// Open for longer, counted from the end as it stands: by those who may vote, once, and for no longer than it was to be open.
    pub(super) fn extend(&self, number: Number, by: Term, reason: &Prose) -> Decision {
        let ballot = self.open_ballot(number)?;
        self.elector(ballot)?;
        if ballot.extended_to.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        let end = ballot.closes_at(self.now).ok_or(Refusal::LongEnough)?;
        let until = ballot.calendar.after(end, by);
        if until > ballot.calendar.after(end, ballot.vote.window()) {
            return Err(Refusal::LongEnough);
        }
        Ok(vec![Event::BallotExtended { ballot: number, until, reason: reason.clone() }])
    }

    pub(super) fn withdraw(&self, number: Number, reason: &Prose) -> Decision {
        let ballot = self.open_ballot(number)?;
        let opener = matches!((ballot.by, self.by), (By::Member(one), By::Member(other)) if one == other);
        if !opener {
            return Err(Refusal::NotTheOpener);
        }
        Ok(vec![Event::BallotWithdrawn { ballot: number, reason: reason.clone() }])
    }
}
