//! Recovery: somebody has lost every passkey of theirs, and is let in again by two people and a day's wait.
//!
//! The operator begins it, another member approves it, and a day passes in which it can be stopped; everybody on the committee
//! is told. Any passkey of theirs that is used meanwhile stops it: then nothing was lost. Mail alone lets nobody in. It is
//! carried out when they next come with a one-time link.

use domain::Timestamp;
use domain::ids::PersonId;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;

/// How long a recovery waits.
const WAIT: SignedDuration = SignedDuration::from_hours(24);

/// A recovery on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// When the operator began it.
    pub begun_at: Timestamp,
    /// The member who approved it.
    pub approved_by: Option<PersonId>,
}

impl Recovery {
    /// When it can be carried out.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.begun_at.checked_add(WAIT).unwrap_or(Timestamp::MAX)
    }
}

impl Desk {
    /// Begins the recovery of somebody who has passkeys; the operator alone may. Whether there is such a person.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn begin_recovery(&self, caller: &Caller, id: PersonId) -> Result<bool, Fault> {
        let person = self.inner.store.person(id).await?.filter(|person| person.removed_at.is_none());
        if *caller != Caller::Operator || person.is_none() || self.inner.store.passkeys_of(id).await?.is_empty() {
            return Ok(false);
        }
        if self.recovery(id).await?.is_none() {
            self.put_recovery(id, Some(Recovery { begun_at: self.now(), approved_by: None })).await?;
            self.tell_of_recovery(id, "is asked for; it waits for a member's approval and a day to pass").await;
        }
        Ok(true)
    }

    /// Approves the recovery of somebody else. Whether there was one that waited for it.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn approve_recovery(&self, caller: &Caller, id: PersonId) -> Result<bool, Fault> {
        let Caller::Person { id: member, committee: true, .. } = caller else { return Ok(false) };
        let Some(recovery) = self.recovery(id).await?.filter(|_| *member != id) else { return Ok(false) };
        self.put_recovery(id, Some(Recovery { approved_by: Some(*member), ..recovery })).await?;
        Ok(true)
    }

    /// Stops a recovery: any member may, and whoever it is about. Whether there was one.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn stop_recovery(&self, caller: &Caller, id: PersonId) -> Result<bool, Fault> {
        let Caller::Person { id: own, committee, .. } = caller else { return Ok(false) };
        if !(*committee || *own == id) || self.recovery(id).await?.is_none() {
            return Ok(false);
        }
        self.put_recovery(id, None).await?;
        self.tell_of_recovery(id, "was stopped").await;
        Ok(true)
    }

    /// The recovery of somebody, if one is on its way. For the committee's page; it says nothing to others.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn recovery_of(&self, caller: &Caller, id: PersonId) -> Result<Option<Recovery>, Fault> {
        match caller {
            Caller::Person { committee: true, .. } => self.recovery(id).await,
            Caller::Person { .. } | Caller::Operator | Caller::Reporter(_) | Caller::Stranger => Ok(None),
        }
    }

    /// A passkey of theirs was used: nothing is lost.
    pub(crate) async fn not_lost(&self, id: PersonId) -> Result<(), Fault> {
        if self.recovery(id).await?.is_some() {
            self.put_recovery(id, None).await?;
            self.tell_of_recovery(id, "was stopped: a passkey of theirs was used").await;
        }
        Ok(())
    }

    /// Somebody came with a one-time link: their passkeys are forgotten if their recovery has gone its way.
    pub(crate) async fn recover(&self, id: PersonId) -> Result<(), Fault> {
        let Some(recovery) = self.recovery(id).await? else { return Ok(()) };
        let others = self.inner.store.committee().await?.iter().any(|member| member.id != id);
        let approved = recovery.approved_by.is_some() || !others;
        if approved && self.now() >= recovery.ends_at() {
            self.put_recovery(id, None).await?;
            self.inner.store.forget_passkeys(id).await?;
            self.tell_of_recovery(id, "was carried out: they have no passkeys any more, and add new ones").await;
        }
        Ok(())
    }

    async fn recovery(&self, id: PersonId) -> Result<Option<Recovery>, Fault> {
        let kept = self.inner.store.setting(&name(id)).await?.filter(|kept| !kept.is_empty());
        kept.map(|kept| serde_json::from_slice(&kept).map_err(|_| Fault::Unfolded)).transpose()
    }

    async fn put_recovery(&self, id: PersonId, recovery: Option<Recovery>) -> Result<(), Fault> {
        let text = recovery.map(|recovery| serde_json::to_vec(&recovery)).transpose().map_err(|_| Fault::Unfolded)?;
        Ok(self.inner.store.put_setting(&name(id), &text.unwrap_or_default()).await?)
    }

    /// A letter to the person and to every member.
    async fn tell_of_recovery(&self, id: PersonId, what: &str) {
        let (Ok(Some(person)), Ok(mut told)) = (self.inner.store.person(id).await, self.inner.store.committee().await)
        else {
            return;
        };
        if !person.committee {
            told.push(person.clone());
        }
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/people", self.inner.base_url);
        for reader in told {
            let letter = documents::letter::recovery_letter(&project, &person.name, what, &link);
            let key = format!("recovery/{id}/{}/{}", self.now().as_millisecond(), reader.id);
            let mail = self.mail(&key, &reader.address, letter.subject, letter.body);
            if let Err(trouble) = self.inner.mailer.send(&mail).await {
                tracing::warn!(%trouble, "a letter about a recovery did not leave");
            }
        }
    }
}

fn name(id: PersonId) -> String {
    format!("recovery/{id}")
}
