//! The committee in the running desk: read by those who may, asked by those who may, decided by the policy in force.
//!
//! Load, decide, append; again when others were faster. Who may ask what is `domain`'s table and the table of rights; how it is
//! carried out, seats and letters, is in `keeping`.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::committee::{CommitteeWish, Who};
use documents::words::Names;
use domain::Timestamp;
use domain::committee::audience::Place;
use domain::committee::command::{Command, Successor};
use domain::committee::decide::{self, Refusal, Verb};
use domain::committee::event::Recorded;
use domain::committee::facts::{By, Nominee};
use domain::committee::state::{Committee, Seat};
use domain::committee::view::{self, CommitteeView};
use domain::ids::PersonId;
use domain::people::Office;
use domain::policy::Policy;
use domain::words::Line;
use store::{AppendError, CommitteeLog, Person, Store};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::right::Right;

/// How often a decision is taken again when others changed the committee meanwhile.
const TRIES_MAX: usize = 8;

/// The committee as its reader may know it.
pub struct CommitteePage {
    /// What they may know.
    pub view: CommitteeView,
    /// The names of accounts, for whom the view names.
    pub names: Names,
    /// Among whom a member may choose; nobody for others.
    pub everybody: Vec<Person>,
    /// The policy in force.
    pub policy: Arc<Policy>,
    /// As of when.
    pub now: Timestamp,
}

/// Who was on the committee at a moment.
pub struct RosterThen {
    /// When.
    pub at: Timestamp,
    /// Their seats as they were.
    pub seats: Vec<Seat>,
    /// Their names.
    pub names: Names,
}

impl Right {
    /// The right to ask this of the committee.
    #[must_use]
    pub const fn of_committee(verb: Verb) -> Self {
        match verb {
            Verb::ExpressInterest => Self::ExpressInterest,
            Verb::Nominate => Self::Nominate,
            Verb::NoteElectors => Self::NoteElectors,
            Verb::ProposeRemoval
            | Verb::Suspend
            | Verb::Resume
            | Verb::StepDown
            | Verb::Vote
            | Verb::StandAside
            | Verb::Extend
            | Verb::Withdraw
            | Verb::NameDeputy => Self::DecideInCommittee,
            Verb::CloseInterest
            | Verb::FinishLeaving
            | Verb::FinishTask
            | Verb::PlanLeave
            | Verb::CoverLeave
            | Verb::HandOver
            | Verb::EndLeave
            | Verb::TakeDuty
            | Verb::AnswerPing
            | Verb::Ping
            | Verb::SetRotation
            | Verb::OfferShift
            | Verb::TakeShift
            | Verb::Note => Self::ServeOnCommittee,
        }
    }
}

impl Desk {
    /// The committee, for members and auditors; `None` for everybody else, and where one person answers alone.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn committee(&self, caller: &Caller) -> Result<Option<CommitteePage>, Fault> {
        if self.policy().is_sole() || !self.admits(caller, Right::ReadCommittee).await? {
            return Ok(None);
        }
        self.keep_if_due().await?;
        let place = match caller {
            Caller::Person { committee: true, .. } => Place::Member,
            Caller::Person { .. } | Caller::Stranger | Caller::Reporter(_) | Caller::Operator => Place::Auditor,
        };
        let store = self.seen_by(caller);
        let Some(log) = store.committee_log().await? else { return Ok(None) };
        let everybody = store.everybody().await?;
        Ok(Some(self.page(&log.records, place, caller.person(), everybody)))
    }

    /// Who is on the committee, for everybody (OSPS GV-01.01); `None` where one person answers alone.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn roster(&self) -> Result<Option<CommitteePage>, Fault> {
        if self.policy().is_sole() {
            return Ok(None);
        }
        self.keep_if_due().await?;
        let Some(log) = self.inner.store.committee_log().await? else { return Ok(None) };
        let committee = Committee::fold(&log.records);
        let former = committee.former.iter().map(|former| former.seat.person);
        let named: Vec<PersonId> = committee.seats.keys().copied().chain(former).collect();
        let accounts = self.inner.store.people(&named).await?;
        Ok(Some(self.page(&log.records, Place::Outside, None, accounts)))
    }

    /// Who was on the committee at a moment, and so could read every case, for members and auditors.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn roster_at(&self, caller: &Caller, at: Timestamp) -> Result<Option<RosterThen>, Fault> {
        if self.policy().is_sole() || !self.admits(caller, Right::ReadCommittee).await? {
            return Ok(None);
        }
        self.keep_if_due().await?;
        let Some(log) = self.seen_by(caller).committee_log().await? else { return Ok(None) };
        let then = Committee::at(&log.records, at);
        let names = names(&then, &self.seen_by(caller).everybody().await?);
        Ok(Some(RosterThen { at, seats: then.seats.into_values().collect(), names }))
    }

    fn page(&self, log: &[Recorded], place: Place, me: Option<PersonId>, everybody: Vec<Person>) -> CommitteePage {
        let (committee, policy, now) = (Committee::fold(log), self.policy(), self.now());
        let view = view::open(&committee, log, &policy, (place, me), now);
        let names = names(&committee, &everybody);
        let everybody = if place == Place::Member { everybody } else { Vec::new() };
        CommitteePage { view, names, everybody, policy, now }
    }

    /// Asks something of the committee on somebody's behalf.
    ///
    /// # Errors
    /// A fault of the machine. What the rules refuse, and what does not exist for the caller, are outcomes.
    pub async fn ask_committee(
        &self,
        caller: &Caller,
        verb: Verb,
        wish: CommitteeWish,
    ) -> Result<Outcome<(), Refusal>, Fault> {
        if self.policy().is_sole() || !self.admits(caller, Right::of_committee(verb)).await? {
            return Ok(Outcome::NotFound);
        }
        self.keep_if_due().await?;
        let by = self.acting_as(caller).await?;
        // One hands over at a time, so that nothing is counted twice.
        let turn = self.inner.keeping.handing.lock();
        let _turn = if verb == Verb::HandOver { Some(turn.await) } else { None };
        let command = match self.complete((caller, by), wish).await? {
            Ok(command) => command,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        let store = match by {
            By::Member(_) => self.seen_by(caller),
            // The desk writes it for whoever has no seat; the rules have looked at who it is.
            By::Maintainer(_) | By::Account(_) | By::Auditor(_) | By::Operator | By::Anybody | By::Clock => {
                self.inner.store.clone()
            }
        };
        let outcome = match self.tell_committee(&store, by, &command).await? {
            // Whoever is nobody here learns nothing, not even that it is for others.
            Outcome::Refused(Refusal::NotYours { .. }) if by == By::Anybody => Outcome::NotFound,
            // That somebody is being voted on is the members' alone: a second nomination is answered as the first was.
            Outcome::Refused(Refusal::BallotOpen | Refusal::StandsIn)
                if !matches!(by, By::Member(_) | By::Operator) =>
            {
                Outcome::Done(())
            }
            outcome @ (Outcome::Done(()) | Outcome::Refused(_) | Outcome::NotFound) => outcome,
        };
        if let (Command::HandOver { to, .. }, Outcome::Done(())) = (&command, &outcome) {
            self.give_own_cases(caller, *to).await?;
        }
        if matches!(outcome, Outcome::Done(()))
            && let Err(fault) = self.keep_committee().await
        {
            // It is decided and kept; what follows from it comes at the next look.
            tracing::error!(%fault, "the committee is looked at again");
        }
        Ok(outcome)
    }

    /// Load, decide, append; again when others were faster.
    pub(crate) async fn tell_committee(
        &self,
        store: &Store,
        by: By,
        command: &Command,
    ) -> Result<Outcome<(), Refusal>, Fault> {
        for _ in 0..TRIES_MAX {
            let log = self.inner.store.committee_log().await?;
            // Whatever is written now would be written for good, and close ballots, by a clock that is not believed.
            if !self.believes_clock() {
                return Ok(Outcome::Refused(Refusal::ClockLeapt));
            }
            let records = log.as_ref().map_or(&[][..], |log| &log.records);
            let (committee, now) = (Committee::fold(records), self.now());
            let events = match decide::decide(&committee, &self.policy(), command, by, now) {
                Ok(events) if events.is_empty() => return Ok(Outcome::Done(())),
                Ok(events) => events,
                Err(refusal) => return Ok(Outcome::Refused(refusal)),
            };
            // Time does not go back within a log, even when the machine's clock does.
            let written = records.last().map_or(now, |last| now.max(last.at));
            let fresh = decide::record(events, committee.version, written, by);
            match store.append_committee(log.as_ref().map(|log: &CommitteeLog| &log.head), &fresh).await {
                Ok(()) => return Ok(Outcome::Done(())),
                Err(AppendError::Conflict) => {}
                Err(AppendError::Fault(store::Fault::Walled)) => return Ok(Outcome::NotFound),
                Err(AppendError::Fault(fault)) => return Err(fault.into()),
            }
        }
        Err(Fault::Busy)
    }

    /// As whom a caller acts in the committee.
    async fn acting_as(&self, caller: &Caller) -> Result<By, Fault> {
        Ok(match caller {
            Caller::Person { id, committee: true, .. } => By::Member(*id),
            Caller::Person { id, office: Some(Office::Auditor), .. } => By::Auditor(*id),
            Caller::Person { id, .. } if self.is_maintainer(*id, caller).await? == Some(true) => By::Maintainer(*id),
            Caller::Person { id, .. } => By::Account(*id),
            Caller::Operator => By::Operator,
            Caller::Stranger | Caller::Reporter(_) => By::Anybody,
        })
    }

    /// The command that a wish stands for: whoever is to join has an account, or gets an id for one.
    async fn complete(
        &self,
        (caller, by): (&Caller, By),
        wish: CommitteeWish,
    ) -> Result<Result<Command, Refusal>, Fault> {
        Ok(Ok(match wish {
            CommitteeWish::Command(command) => command,
            CommitteeWish::Nominate { who, interest, reason } => match self.nominee(who).await? {
                // Who would like to join only members know.
                Some(nominee) if !matches!(by, By::Member(_)) => Command::Nominate { nominee, interest: None, reason },
                Some(nominee) => Command::Nominate { nominee, interest, reason },
                None => return Ok(Err(Refusal::NoSuch)),
            },
            CommitteeWish::HandOver { leave, to } => {
                Command::HandOver { leave, to, cases: self.cases_of(caller).await? }
            }
            CommitteeWish::NameDeputy { leave, who } => match self.nominee(who).await? {
                Some(deputy) => Command::NameDeputy { leave, deputy },
                None => return Ok(Err(Refusal::NoSuch)),
            },
            CommitteeWish::StepDown { successor: None, reason } => Command::StepDown { successor: None, reason },
            CommitteeWish::StepDown { successor: Some(who), reason } => {
                let Some(nominee) = self.nominee(who).await? else { return Ok(Err(Refusal::NoSuch)) };
                let contributor = self.is_maintainer(nominee.person, caller).await?;
                Command::StepDown { successor: Some(Successor { nominee, contributor }), reason }
            }
            CommitteeWish::SetRotation { order, from } => match self.in_order(&order).await? {
                Some(order) => Command::SetRotation { order, from },
                None => return Ok(Err(Refusal::BadOrder)),
            },
        }))
    }

    async fn nominee(&self, who: Who) -> Result<Option<Nominee>, Fault> {
        let everybody = self.inner.store.everybody().await?;
        let mut open = everybody.iter().filter(|person| person.removed_at.is_none());
        let (name, address, organisation) = match who {
            Who::Account(id) => return Ok(open.find(|person| person.id == id).and_then(nominee)),
            Who::New { name, address, organisation } => (name, address, organisation),
        };
        if let Some(known) = open.find(|person| person.address.eq_ignore_ascii_case(address.reveal())) {
            return Ok(nominee(known));
        }
        let new = Nominee { person: PersonId::from_bytes(self.id16()), name, address, organisation };
        // Whoever is to stand in for somebody has an id already, though no account; not one that was closed.
        let named = self.roster_now().await?.named_as(&new);
        let named = named.filter(|id| everybody.iter().all(|person| person.id != *id));
        Ok(Some(Nominee { person: named.unwrap_or(new.person), ..new }))
    }

    /// Members by address or id; `None` when one of them is nobody's.
    async fn in_order(&self, order: &[String]) -> Result<Option<Vec<PersonId>>, Fault> {
        let members = self.inner.store.committee().await?;
        let found = |text: &String| {
            let is = |member: &&Person| member.address.eq_ignore_ascii_case(text) || member.id.to_string() == *text;
            members.iter().find(is).map(|member| member.id)
        };
        Ok(order.iter().map(found).collect())
    }
}

/// An account as somebody who may come. One that was made by keeping a report has no name: its address stands for it.
fn nominee(person: &Person) -> Option<Nominee> {
    let address = Line::new(&person.address).ok()?;
    let name = Line::new(&person.name).unwrap_or_else(|_| address.clone());
    Some(Nominee { person: person.id, name, address, organisation: organisation(person) })
}

/// For whom somebody works, if for anybody.
pub(crate) fn organisation(person: &Person) -> Option<Line> {
    Line::new(&person.organisation).ok()
}

/// The names of everybody: as their accounts have them, or as they had them when they came.
fn names(committee: &Committee, everybody: &[Person]) -> BTreeMap<PersonId, String> {
    let seats = committee.seats.values().chain(committee.former.iter().map(|former| &former.seat));
    let mut names: Names = seats.map(|seat| (seat.person, seat.name.reveal().to_owned())).collect();
    names.extend(
        everybody.iter().filter(|person| !person.name.is_empty()).map(|person| (person.id, person.name.clone())),
    );
    names
}
