//! Recovery: somebody has lost every passkey of theirs, and is let in again by two people and a day's wait.
//!
//! A member or the operator begins it, two members other than whoever lost them approve it, and then a day passes in which it
//! can be stopped; everybody on the committee is told of each step. Any passkey of theirs that is used meanwhile stops it: then
//! nothing was lost. Mail alone lets nobody in. It is carried out when they next come with a one-time link.

use std::collections::BTreeSet;

use domain::Timestamp;
use domain::ids::PersonId;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::Person;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;

/// How long a recovery waits once it is approved.
const WAIT: SignedDuration = SignedDuration::from_hours(24);
/// How many others approve it, where there are so many.
const APPROVALS: usize = 2;
/// How long it can be carried out once it has waited; then it is over.
const CARRIED_OUT_WITHIN: SignedDuration = SignedDuration::from_hours(72);

/// A recovery on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// When it was begun.
    pub begun_at: Timestamp,
    /// Who approved it, and when; the first first.
    pub approvals: Vec<(PersonId, Timestamp)>,
    /// How many more have to.
    pub missing: usize,
    /// When it can be carried out; unknown while somebody has still to approve it.
    pub ends_at: Option<Timestamp>,
}

/// What can be done about a recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryStep {
    /// Say that somebody has lost every passkey.
    Begin,
    /// Say that it is really them.
    Approve,
    /// Stop it.
    Stop,
}

/// Somebody who has passkeys, and the recovery of them if one is on its way.
pub struct Recoverable {
    /// Who.
    pub person: Person,
    /// The recovery.
    pub recovery: Option<Recovery>,
}

/// A beginning, as it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Begun {
    at: Timestamp,
    /// When the operator gave their word.
    operator_at: Option<Timestamp>,
    /// The others who were members then. Nobody else approves it: whoever removes them, or adds some, makes it no easier.
    others: BTreeSet<PersonId>,
}

/// An approval, as it is kept: of one beginning, and of no later one.
#[derive(Serialize, Deserialize)]
struct Approval {
    of: Timestamp,
    at: Timestamp,
}

impl Desk {
    /// Everybody whose passkeys could be recovered, by name; `None` for callers who have no say in it.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn recoveries(&self, caller: &Caller) -> Result<Option<Vec<Recoverable>>, Fault> {
        if !self.admits(caller, Right::ReadPeople).await? {
            return Ok(None);
        }
        let mut all = Vec::new();
        for person in self.seen_by(caller).everybody().await?.into_iter().filter(|person| person.removed_at.is_none()) {
            if !self.inner.store.passkeys_of(person.id).await?.is_empty() {
                let recovery = self.recovery(person.id).await?;
                all.push(Recoverable { person, recovery });
            }
        }
        Ok(Some(all))
    }

    /// Takes a step of somebody's recovery. Whether there was such a step for this caller to take: nobody approves their own,
    /// and the operator approves none.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn recover_passkeys(&self, caller: &Caller, id: PersonId, step: RecoveryStep) -> Result<bool, Fault> {
        if !self.admits(caller, Right::Recover).await? {
            return Ok(false);
        }
        match step {
            RecoveryStep::Begin => self.begin_recovery(caller, id).await,
            RecoveryStep::Approve => self.approve_recovery(caller, id).await,
            RecoveryStep::Stop => self.stop_recovery(id).await,
        }
    }

    async fn begin_recovery(&self, caller: &Caller, id: PersonId) -> Result<bool, Fault> {
        let person = self.seen_by(caller).person(id).await?.filter(|person| person.removed_at.is_none());
        if person.is_none() || self.inner.store.passkeys_of(id).await?.is_empty() {
            return Ok(false);
        }
        let (now, by_operator) = (self.now(), *caller == Caller::Operator);
        let on_its_way = self.recovery(id).await?.is_some();
        match self.begun(id).await?.filter(|_| on_its_way) {
            Some(begun) if begun.operator_at.is_some() || !by_operator => {}
            // The operator joins in: their word may be needed where there are few members, and the day counts from it.
            Some(begun) => {
                self.keep(&place(id), &Begun { operator_at: Some(now), ..begun }).await?;
                self.tell_of_recovery(id, "was approved by the operator").await;
            }
            None => {
                let others = self.others(id).await?.into_iter().map(|other| other.id).collect();
                let operator_at = by_operator.then_some(now);
                self.keep(&place(id), &Begun { at: now, operator_at, others }).await?;
                self.tell_of_recovery(id, "is asked for; it waits for approval, and then a day").await;
            }
        }
        Ok(true)
    }

    async fn approve_recovery(&self, caller: &Caller, id: PersonId) -> Result<bool, Fault> {
        let Some(member) = caller.person().filter(|member| *member != id) else { return Ok(false) };
        let (Some(begun), Some(before)) = (self.begun(id).await?, self.recovery(id).await?) else { return Ok(false) };
        if !begun.others.contains(&member) {
            return Ok(false);
        }
        // Each approval has a place of its own: of many at once none is lost, and one person counts once.
        if before.approvals.iter().all(|(by, _)| *by != member) {
            self.keep(&place_of(id, member), &Approval { of: begun.at, at: self.now() }).await?;
            self.tell_of_recovery(id, "was approved by a member").await;
        }
        Ok(true)
    }

    async fn stop_recovery(&self, id: PersonId) -> Result<bool, Fault> {
        if self.recovery(id).await?.is_none() {
            return Ok(false);
        }
        self.forget_recovery(id).await?;
        self.tell_of_recovery(id, "was stopped").await;
        Ok(true)
    }

    /// A passkey of theirs was used: nothing is lost.
    pub(crate) async fn not_lost(&self, id: PersonId) -> Result<(), Fault> {
        if self.recovery(id).await?.is_some() {
            self.forget_recovery(id).await?;
            self.tell_of_recovery(id, "was stopped: a passkey of theirs was used").await;
        }
        Ok(())
    }

    /// Somebody came with a one-time link: their passkeys are forgotten if their recovery has gone its way.
    pub(crate) async fn recover(&self, id: PersonId) -> Result<(), Fault> {
        let ends_at = self.recovery(id).await?.and_then(|recovery| recovery.ends_at);
        if ends_at.is_some_and(|ends_at| self.now() >= ends_at) {
            // Whoever has a device of theirs is out too: without passkeys their sessions would ask for none.
            self.inner.store.forget_ways_in(id).await?;
            self.forget_recovery(id).await?;
            self.tell_of_recovery(id, "was carried out: they have no passkeys, no password and no link with a provider any more, and add new ones").await;
        }
        Ok(())
    }

    /// The recovery of somebody, if one is on its way.
    async fn recovery(&self, id: PersonId) -> Result<Option<Recovery>, Fault> {
        let Some(begun) = self.begun(id).await? else { return Ok(None) };
        let could = begun.others.len();
        let mut others = self.others(id).await?;
        others.retain(|other| begun.others.contains(&other.id));
        let mut approvals = Vec::new();
        for member in others {
            let kept: Option<Approval> = self.kept(&place_of(id, member.id)).await?;
            approvals.extend(kept.filter(|approval| approval.of == begun.at).map(|approval| (member.id, approval.at)));
        }
        approvals.sort_by_key(|(_, at)| *at);
        // Where fewer than two others are there to approve it, the operator's word stands for one of them; one maintainer has
        // nobody but the operator.
        let operator = begun.operator_at.filter(|_| could < APPROVALS);
        let needed = if could == 0 { 1 } else { APPROVALS };
        let mut words: Vec<Timestamp> = approvals.iter().map(|(_, at)| *at).chain(operator).collect();
        words.sort_unstable();
        // The day counts from the last word that was needed.
        let ends_at = words.get(needed - 1).map(|last| last.checked_add(WAIT).unwrap_or(Timestamp::MAX));
        let over = ends_at.is_some_and(|ends_at| self.now().duration_since(ends_at) >= CARRIED_OUT_WITHIN);
        let missing = needed.saturating_sub(words.len());
        Ok((!over).then_some(Recovery { begun_at: begun.at, approvals, missing, ends_at }))
    }

    /// The members other than whoever it is about.
    async fn others(&self, id: PersonId) -> Result<Vec<Person>, Fault> {
        let members = self.members_in_reach().await?;
        Ok(members.into_iter().filter(|member| member.id != id).collect())
    }

    /// The beginning, if there is one that this program can read: one that an older program kept otherwise is none any more.
    async fn begun(&self, id: PersonId) -> Result<Option<Begun>, Fault> {
        let kept = self.inner.store.setting(&place(id)).await?;
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()))
    }

    async fn forget_recovery(&self, id: PersonId) -> Result<(), Fault> {
        Ok(self.inner.store.put_setting(&place(id), &[]).await?)
    }

    async fn kept<T: for<'a> Deserialize<'a>>(&self, place: &str) -> Result<Option<T>, Fault> {
        let kept = self.inner.store.setting(place).await?.filter(|kept| !kept.is_empty());
        kept.map(|kept| serde_json::from_slice(&kept).map_err(|_| Fault::Unfolded)).transpose()
    }

    async fn keep(&self, place: &str, what: &impl Serialize) -> Result<(), Fault> {
        let text = serde_json::to_vec(what).map_err(|_| Fault::Unfolded)?;
        Ok(self.inner.store.put_setting(place, &text).await?)
    }

    /// A letter to the person and to every member.
    async fn tell_of_recovery(&self, id: PersonId, what: &str) {
        let (Ok(Some(person)), Ok(mut told)) = (self.inner.store.person(id).await, self.members_in_reach().await)
        else {
            return;
        };
        if !person.committee {
            told.push(person.clone());
        }
        let project = self.policy().project.name.reveal().to_owned();
        for reader in told {
            let page = if reader.committee { "recoveries" } else { "passkeys" };
            let link = format!("{}/{page}", self.inner.base_url);
            let letter = documents::letter::recovery_letter(&project, &person.name, what, &link);
            let key = format!("recovery/{id}/{what}/{}/{}", self.now().as_millisecond(), reader.id);
            self.send_once(&key, &reader.address, letter).await;
        }
    }
}

fn place(id: PersonId) -> String {
    format!("recovery/{id}")
}

fn place_of(id: PersonId, member: PersonId) -> String {
    format!("recovery/{id}/{member}")
}
