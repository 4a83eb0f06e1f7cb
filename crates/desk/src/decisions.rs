//! Decisions that count: held until whoever asks confirms them with a passkey, kept with what proves it, and looked at again
//! before anything leaves the house.
//!
//! The challenge of the passkey is the digest of the decision's own text: what was confirmed is what is done. Knows texts and
//! proofs; what may be decided is the case's to say.

use domain::Timestamp;
use domain::case::command::{Ask, Command};
use domain::case::decide::{Refusal, Verb, behind};
use domain::case::effect::{Effect, Recipient};
use domain::case::event::{Event, Recorded};
use domain::ids::{CaseId, ConfirmationId, PersonId};
use domain::people::{Actor, Role};
use domain::words::Prose;
use jiff::SignedDuration;
use passkeys::{Assertion, Passkey};
use serde::{Deserialize, Serialize};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::gate::Working;
use crate::job::Job;
use crate::passkeys::Verified;
use crate::rule::PasskeyRule;

/// How long a decision waits for its confirmation.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

/// The setting that remembers since when members need passkeys.
const PROOFS_SINCE: &str = "proofs-since";

/// What somebody decided, word by word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Decision {
    /// About which case.
    pub(crate) case: CaseId,
    /// Who.
    pub(crate) by: PersonId,
    at: Timestamp,
    /// Two decisions of the same words are two decisions.
    nonce: ConfirmationId,
    command: Command,
    reason: Option<Prose>,
}

impl Decision {
    /// What is asked of the case.
    pub(crate) fn ask(&self) -> Ask {
        Ask { command: self.command.clone(), reason: self.reason.clone() }
    }
}

/// A decision with the answer of the passkey that confirmed it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Proof {
    /// The text that was confirmed, as it was.
    text: String,
    /// What the passkey answered.
    answer: String,
    /// The passkey, as it was: its holder may remove it later, and what they decided with it stays decided.
    #[serde(default)]
    key: Option<Passkey>,
}

/// Whether something that is asked of a case counts, and whether it is confirmed.
pub(crate) enum Weight {
    /// It needs no confirmation, or not from this caller.
    Light,
    /// It is confirmed.
    Proved(PersonId, Vec<u8>),
    /// It waits to be confirmed by whoever asks.
    Waits(PersonId),
    /// Whoever asks cannot confirm anything.
    NoPasskey,
}

/// A decision that was confirmed, on its way to the case.
pub(crate) struct Confirmed {
    pub(crate) decision: Decision,
    pub(crate) proof: Vec<u8>,
}

impl Desk {
    /// How much weight something has that a caller asks of a case.
    pub(crate) async fn weight(&self, caller: &Caller, command: &Command) -> Result<Weight, Fault> {
        let Caller::Person { id, .. } = caller else { return Ok(Weight::Light) };
        if !Verb::of(command).is_signed() {
            return Ok(Weight::Light);
        }
        // Having shown a passkey lately is not enough: each decision is confirmed by itself.
        let never = caller.unverified();
        Ok(match self.verified(&never).await? {
            Verified::Yes => Weight::Light,
            Verified::NotFresh => Weight::Waits(*id),
            Verified::NoPasskey => Weight::NoPasskey,
        })
    }

    /// Puts a decision aside until it is confirmed; the refusal that says where.
    pub(crate) async fn put_aside(&self, case: CaseId, by: PersonId, ask: &Ask) -> Result<Refusal, Fault> {
        let (id, now) = (ConfirmationId::from_bytes(self.id16()), self.now());
        let decision =
            Decision { case, by, at: now, nonce: id, command: ask.command.clone(), reason: ask.reason.clone() };
        let text = serde_json::to_vec(&decision).map_err(|_| Fault::Unfolded)?;
        let until = now.checked_add(PATIENCE).unwrap_or(Timestamp::MAX);
        self.inner.store.put_confirmation(id, now, until, &text).await?;
        Ok(Refusal::Unconfirmed { confirmation: id })
    }

    /// A decision of the caller that waits to be confirmed, and what the browser is asked for it; `None` when there is none,
    /// or not any more, or not theirs.
    pub(crate) async fn held(&self, caller: &Caller, id: ConfirmationId) -> Result<Option<(Decision, String)>, Fault> {
        let (Some(site), Some((decision, text))) = (self.inner.site.as_ref(), self.waiting(caller, id).await?) else {
            return Ok(None);
        };
        let known = self.keys_of(decision.by).await?;
        Ok(site.ask_to_prove(&known, challenge(text.as_bytes())).ok().map(|options| (decision, options)))
    }

    /// The decision, if the answer confirms it; it does not wait any more then, and of many answers at once one has it.
    pub(crate) async fn confirmed(
        &self,
        caller: &Caller,
        id: ConfirmationId,
        answer: &str,
    ) -> Result<Option<Confirmed>, Fault> {
        let Some((decision, text)) = self.waiting(caller, id).await? else { return Ok(None) };
        let Ok(read) = Assertion::read(answer) else { return Ok(None) };
        let store = &self.inner.store;
        let kept = store.passkey(store.passkey_id(read.key())).await?.filter(|kept| kept.person == decision.by);
        let Some(kept) = kept else { return Ok(None) };
        let Some(used) = self.judged(&kept, challenge(text.as_bytes()), &read) else { return Ok(None) };
        if !store.take_confirmation(id).await? {
            return Ok(None);
        }
        self.note_use(&kept, &used).await?;
        let key = serde_json::from_slice(&kept.key).ok();
        let proof = Proof { text, answer: answer.to_owned(), key };
        let proof = serde_json::to_vec(&proof).map_err(|_| Fault::Unfolded)?;
        Ok(Some(Confirmed { decision, proof }))
    }

    async fn waiting(&self, caller: &Caller, id: ConfirmationId) -> Result<Option<(Decision, String)>, Fault> {
        let Some(text) = self.inner.store.confirmation(id, self.now()).await? else { return Ok(None) };
        let text = String::from_utf8(text).map_err(|_| Fault::Unfolded)?;
        let decision: Decision = serde_json::from_str(&text).map_err(|_| Fault::Unfolded)?;
        Ok((caller.person() == Some(decision.by)).then_some((decision, text)))
    }

    /// Why a job may not act on what a case says: nobody confirmed a decision that it looks at. `None` when all that counts is
    /// confirmed, or when this desk lets people decide without a passkey and they had none. Jobs ask before they act, so that a
    /// log to which somebody added an entry publishes nothing and lets nobody in.
    pub(crate) async fn unproved(&self, job: Job, about: &Effect, work: &Working) -> Result<Option<String>, Fault> {
        let counts = |entry: &&Recorded| {
            behind(&entry.event).iter().any(|verb| job.looks_at().contains(verb)) && concerns(about, &entry.event)
        };
        for entry in work.log().iter().filter(counts) {
            if let Some(problem) = self.unproved_entry(work, entry).await? {
                return Ok(Some(problem));
            }
        }
        Ok(None)
    }

    async fn unproved_entry(&self, work: &Working, entry: &Recorded) -> Result<Option<String>, Fault> {
        let Actor { role: Role::Committee, person: Some(by) } = entry.by else { return Ok(None) };
        // One decision may make several entries; its proof lies with the first of them.
        let together = |other: &&Recorded| (other.at, other.by) == (entry.at, entry.by);
        let mut proof = None;
        for before in work.log().iter().rev().filter(|other| other.seq <= entry.seq).take_while(together) {
            proof = proof.or(self.inner.store.decision(work.case().id, before.seq, by).await?);
        }
        match proof {
            Some(proof) if self.stands(work.case().id, by, behind(&entry.event), &proof).await? => Ok(None),
            Some(_) => Ok(Some("what should prove a decision does not".to_owned())),
            None if self.needed_proof(entry).await? => {
                Ok(Some("nobody confirmed a decision with a passkey".to_owned()))
            }
            None => Ok(None),
        }
    }

    /// Whether an entry of a member needed a proof when it was written. What leaves the house always does where members need
    /// passkeys; what was decided before they did stays decided.
    async fn needed_proof(&self, entry: &Recorded) -> Result<bool, Fault> {
        if !self.needs_proofs() {
            return Ok(false);
        }
        let leaves = matches!(entry.event, Event::AdvisoryPublished | Event::AdvisoryWithdrawn { .. });
        Ok(leaves || entry.at >= self.proofs_since().await?)
    }

    /// Whether members need passkeys here.
    fn needs_proofs(&self) -> bool {
        self.inner.site.is_some() && self.inner.passkey_rule == PasskeyRule::Required
    }

    /// Remembers since when members need passkeys, before any job acts.
    pub(crate) async fn note_proofs(&self) -> Result<(), Fault> {
        if self.needs_proofs() { self.proofs_since().await.map(drop) } else { Ok(()) }
    }

    /// Since when members need passkeys here.
    async fn proofs_since(&self) -> Result<Timestamp, Fault> {
        let kept = self.inner.store.setting(PROOFS_SINCE).await?;
        let known = kept.and_then(|kept| Timestamp::from_millisecond(i64::from_be_bytes(kept.try_into().ok()?)).ok());
        if let Some(since) = known {
            return Ok(since);
        }
        let now = self.now();
        self.inner.store.put_setting(PROOFS_SINCE, &now.as_millisecond().to_be_bytes()).await?;
        Ok(now)
    }

    /// Whether a kept proof is good: the text is about one of these, and a passkey of whoever decided signed it.
    async fn stands(&self, case: CaseId, by: PersonId, verbs: &[Verb], proof: &[u8]) -> Result<bool, Fault> {
        let Ok(Proof { text, answer, key }) = serde_json::from_slice(proof) else { return Ok(false) };
        let Ok(decision) = serde_json::from_str::<Decision>(&text) else { return Ok(false) };
        if (decision.case, decision.by) != (case, by) || !verbs.contains(&Verb::of(&decision.command)) {
            return Ok(false);
        }
        let (Some(site), Ok(answer)) = (self.inner.site.as_ref(), Assertion::read(&answer)) else { return Ok(false) };
        let store = &self.inner.store;
        let kept = store.passkey(store.passkey_id(answer.key())).await?.filter(|kept| kept.person == by);
        let passkey = kept.and_then(|kept| serde_json::from_slice::<Passkey>(&kept.key).ok());
        Ok(passkey.or(key).is_some_and(|passkey| site.verify(challenge(text.as_bytes()), &passkey, &answer).is_ok()))
    }
}

/// Whether an entry is about what a job does: an invitation is to one person.
fn concerns(about: &Effect, event: &Event) -> bool {
    let Effect::SendLetter { to: Recipient::Person(invited), .. } = about else { return true };
    matches!(event, Event::FixerInvited { person, .. } | Event::OutsiderApproved { person } | Event::AccessGiven { person, .. }
        if person == invited)
}

/// What a passkey signs: the digest of the decision's text.
fn challenge(text: &[u8]) -> [u8; 32] {
    vault::digest("decision", text)
}
