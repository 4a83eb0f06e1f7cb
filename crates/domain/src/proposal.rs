//! A change of the policy that somebody proposes: put to the vote that the policy in force demands, carried or not.
//!
//! Knows who may vote, what they said and how it ends. The new policy is a text here; whether it can be kept is looked at
//! before it is proposed. Must not know any case.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::ids::PersonId;
use crate::policy::{Ballot, Force, Method, Origin, Policy, Vote};
use crate::voting::{Choice, Outcome, Poll, Said};
use crate::words::Prose;

/// Nobody stands aside when the rules themselves are decided.
static NOBODY: BTreeMap<PersonId, Timestamp> = BTreeMap::new();

/// What happened to a proposal. Never edited, never removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "field names are those of the facts they carry")]
pub enum ProposalEvent {
    /// Put to the vote: by a member, or by the operator's file.
    Proposed {
        text: String,
        reason: Prose,
        by: Option<PersonId>,
        electorate: BTreeSet<PersonId>,
        vote: Box<Vote>,
        calendar: Box<Calendar>,
    },
    /// Somebody said what they think.
    Voted { by: PersonId, choice: Choice, reason: Option<Prose> },
    /// Whoever proposed it took it back.
    TakenBack { by: PersonId },
    /// It came into force.
    Adopted,
    /// The vote did not carry it.
    Rejected,
}

/// An event with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRecord {
    /// Counted from 1, without gaps.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: ProposalEvent,
}

/// Where a proposal stands: the fold of its events.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The number of its last event.
    pub version: u64,
    /// The new policy, as a file.
    pub text: String,
    /// Why.
    pub reason: Prose,
    /// Who proposed it; `None` when the operator's file did.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// Who may vote.
    pub electorate: BTreeSet<PersonId>,
    /// How it is held: what the policy in force demanded then.
    pub vote: Vote,
    /// Every word, with its reason, in order of time.
    pub said: Vec<(Said, Option<Prose>)>,
    /// How it ended, once that is noted.
    pub end: Option<(Timestamp, End)>,
    calendar: Calendar,
}

/// How a proposal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is in force, or was.
    Adopted,
    /// The vote did not carry it.
    Rejected,
    /// Whoever proposed it took it back.
    TakenBack,
}

/// Why a word on a proposal is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalRefusal {
    /// It is over.
    Over,
    /// Only those who were members when it was proposed vote on it.
    NotAnElector,
    /// Only whoever proposed it takes it back.
    NotYours,
    /// That is what they said already.
    SaidAlready,
    /// An objection says why.
    ReasonNeeded,
    /// Another one is being voted on; one at a time, so that each is compared with what is in force.
    AnotherOpen,
    /// It says what the policy in force says.
    NothingChanges,
    /// The machine's clock has leapt, and what it brings about is not believed yet.
    ClockLeapt,
}

impl Proposal {
    /// Folds a log; `None` when it does not begin with a proposal.
    #[must_use]
    pub fn fold(log: &[ProposalRecord]) -> Option<Self> {
        let (first, rest) = log.split_first()?;
        let ProposalEvent::Proposed { text, reason, by, electorate, vote, calendar } = first.event.clone() else {
            return None;
        };
        let (vote, calendar) = (*vote, *calendar);
        let (said, end, at) = (Vec::new(), None, first.at);
        let mut proposal = Self { version: first.seq, text, reason, by, at, electorate, vote, said, end, calendar };
        for record in rest {
            proposal.version = record.seq;
            proposal.end = match record.event.clone() {
                ProposalEvent::Proposed { .. } => proposal.end,
                ProposalEvent::Voted { by, choice, reason } => {
                    proposal.said.push((Said { by, choice, at: record.at }, reason));
                    proposal.end
                }
                ProposalEvent::TakenBack { .. } => Some((record.at, End::TakenBack)),
                ProposalEvent::Adopted => Some((record.at, End::Adopted)),
                ProposalEvent::Rejected => Some((record.at, End::Rejected)),
            };
        }
        Some(proposal)
    }

    /// How its vote stands.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Outcome {
        self.poll(&self.said.iter().map(|(said, _)| *said).collect::<Vec<_>>()).result(now)
    }

    /// Who decides it, when it is not those who may vote: the policy's other body, of which a member notes the decision.
    #[must_use]
    pub fn is_for_electors(&self) -> bool {
        self.poll(&[]).method(self.at) == Method::Electors
    }

    fn poll<'a>(&'a self, said: &'a [Said]) -> Poll<'a> {
        Poll {
            vote: &self.vote,
            calendar: &self.calendar,
            electorate: &self.electorate,
            opened_at: self.at,
            said,
            aside: &NOBODY,
            extended_to: None,
        }
    }

    /// Somebody's word.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn say(
        &self,
        by: PersonId,
        choice: Choice,
        reason: Option<Prose>,
        now: Timestamp,
    ) -> Result<ProposalEvent, ProposalRefusal> {
        self.still_open(now)?;
        if !self.electorate.contains(&by) {
            return Err(ProposalRefusal::NotAnElector);
        }
        if choice == Choice::No && reason.is_none() {
            return Err(ProposalRefusal::ReasonNeeded);
        }
        let last = self.said.iter().rev().find(|(said, _)| said.by == by);
        if last.is_some_and(|(said, _)| said.choice == choice) {
            return Err(ProposalRefusal::SaidAlready);
        }
        Ok(ProposalEvent::Voted { by, choice, reason })
    }

    /// Taken back by whoever proposed it.
    ///
    /// # Errors
    /// Why not.
    pub fn take_back(&self, by: PersonId, now: Timestamp) -> Result<ProposalEvent, ProposalRefusal> {
        self.still_open(now)?;
        if self.by == Some(by) { Ok(ProposalEvent::TakenBack { by }) } else { Err(ProposalRefusal::NotYours) }
    }

    /// What the time and the votes have brought about and nobody has noted yet, with the moment from which it holds.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Option<ProposalEvent> {
        match self.standing(now) {
            Outcome::Open { .. } => None,
            Outcome::Carried { .. } => self.end.is_none().then_some(ProposalEvent::Adopted),
            Outcome::Lost { .. } => self.end.is_none().then_some(ProposalEvent::Rejected),
        }
    }

    fn still_open(&self, now: Timestamp) -> Result<(), ProposalRefusal> {
        let open = self.end.is_none() && matches!(self.standing(now), Outcome::Open { .. });
        if open { Ok(()) } else { Err(ProposalRefusal::Over) }
    }
}

/// Opens a proposal: the vote is the one that the policy in force demands, or one that follows from its kind (ambiguity A5).
/// Whoever proposes is for it.
#[must_use]
pub fn propose(
    in_force: &Policy,
    text: String,
    reason: Prose,
    by: Option<PersonId>,
    electorate: BTreeSet<PersonId>,
) -> Vec<ProposalEvent> {
    let vote = Box::new(in_force.votes.get(&Ballot::PolicyChange).cloned().unwrap_or_else(|| assumed(in_force)));
    let yes = by.filter(|person| electorate.contains(person));
    let proposed =
        ProposalEvent::Proposed { text, reason, by, electorate, vote, calendar: Box::new(in_force.calendar.clone()) };
    let yes = yes.map(|by| ProposalEvent::Voted { by, choice: Choice::Yes, reason: None });
    [proposed].into_iter().chain(yes).collect()
}

/// The vote of a policy that does not say how it is changed.
fn assumed(policy: &Policy) -> Vote {
    let method = if policy.is_sole() { Method::Sole } else { Method::LazyConsensus };
    Vote {
        method,
        window: None,
        approvals: None,
        share: None,
        of_all: false,
        quorum: None,
        fallback: (method == Method::LazyConsensus).then_some(Method::Majority),
        veto: false,
        secret: false,
        electors: None,
        electors_below: None,
        force: Force::Should,
        origin: Origin::Assumed,
    }
}
