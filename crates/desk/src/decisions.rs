//! Decisions that count: held until whoever asks confirms them with a passkey, kept with what proves it, and looked at again
//! before anything leaves the house.
//!
//! The challenge of the passkey is the digest of the decision's own text: what was confirmed is what is done. Knows texts and
//! proofs; what may be decided is the case's to say.

use domain::Timestamp;
use domain::case::command::{Ask, Command};
use domain::case::decide::{Refusal, Verb};
use domain::case::event::{Event, Recorded};
use domain::ids::{CaseId, ConfirmationId, PersonId};
use domain::words::Prose;
use jiff::SignedDuration;
use passkeys::{Assertion, Passkey};
use serde::{Deserialize, Serialize};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::passkeys::Verified;
use crate::rule::PasskeyRule;

/// How long a decision waits for its confirmation.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

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
        let proof = Proof { text, answer: answer.to_owned() };
        let proof = serde_json::to_vec(&proof).map_err(|_| Fault::Unfolded)?;
        Ok(Some(Confirmed { decision, proof }))
    }

    async fn waiting(&self, caller: &Caller, id: ConfirmationId) -> Result<Option<(Decision, String)>, Fault> {
        let Some(text) = self.inner.store.confirmation(id, self.now()).await? else { return Ok(None) };
        let text = String::from_utf8(text).map_err(|_| Fault::Unfolded)?;
        let decision: Decision = serde_json::from_str(&text).map_err(|_| Fault::Unfolded)?;
        Ok((caller.person() == Some(decision.by)).then_some((decision, text)))
    }

    /// Why what a case says of its publication may not leave the house: nobody confirmed it. `None` when somebody did, or
    /// when this desk lets people decide without a passkey and they had none. Jobs ask before they act, so that a log to
    /// which somebody added an entry publishes nothing.
    pub(crate) async fn unproved(
        &self,
        case: CaseId,
        log: &[Recorded],
        withdrawn: bool,
    ) -> Result<Option<String>, Fault> {
        let wanted = |event: &Event| {
            if withdrawn {
                matches!(event, Event::AdvisoryWithdrawn { .. })
            } else {
                matches!(event, Event::AdvisoryPublished)
            }
        };
        let Some(entry) = log.iter().rev().find(|entry| wanted(&entry.event)) else { return Ok(None) };
        let Some(by) = entry.by.person else { return Ok(None) };
        let verb = if withdrawn { Verb::Withdraw } else { Verb::Publish };
        // One decision may make several entries; its proof lies with the first of them.
        let together = |other: &&Recorded| other.seq <= entry.seq && (other.at, other.by) == (entry.at, entry.by);
        let mut proof = None;
        for entry in log.iter().rev().filter(|other| other.seq <= entry.seq).take_while(together) {
            proof = proof.or(self.inner.store.decision(case, entry.seq, by).await?);
        }
        match proof {
            Some(proof) if self.stands(case, by, verb, &proof).await? => Ok(None),
            Some(_) => Ok(Some("what should prove this decision does not".to_owned())),
            None if self.inner.site.is_none() || self.inner.passkey_rule == PasskeyRule::Offered => Ok(None),
            None => Ok(Some("nobody confirmed this decision with a passkey".to_owned())),
        }
    }

    /// Whether a kept proof is good: the text is about this, and a passkey of whoever decided signed it.
    async fn stands(&self, case: CaseId, by: PersonId, verb: Verb, proof: &[u8]) -> Result<bool, Fault> {
        let Ok(Proof { text, answer }) = serde_json::from_slice(proof) else { return Ok(false) };
        let Ok(decision) = serde_json::from_str::<Decision>(&text) else { return Ok(false) };
        if (decision.case, decision.by, Verb::of(&decision.command)) != (case, by, verb) {
            return Ok(false);
        }
        let (Some(site), Ok(answer)) = (self.inner.site.as_ref(), Assertion::read(&answer)) else { return Ok(false) };
        let store = &self.inner.store;
        let kept = store.passkey(store.passkey_id(answer.key())).await?.filter(|kept| kept.person == by);
        let passkey = kept.and_then(|kept| serde_json::from_slice::<Passkey>(&kept.key).ok());
        Ok(passkey.is_some_and(|passkey| site.verify(challenge(text.as_bytes()), &passkey, &answer).is_ok()))
    }
}

/// What a passkey signs: the digest of the decision's text.
fn challenge(text: &[u8]) -> [u8; 32] {
    vault::digest("decision", text)
}
