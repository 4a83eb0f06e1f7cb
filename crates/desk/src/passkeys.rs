//! Passkeys: registering, listing and removing one's own, signing in with one, and whether somebody has just shown one.
//!
//! A challenge is a nonce, a time and a stamp over both, what it is for and who asked: nothing is kept until it is answered,
//! and then only that it was. Whose key answers is looked up here; whether the answer is good is for `passkeys` to say.

use domain::Timestamp;
use domain::ids::{PasskeyId, PersonId};
use domain::words::Line;
use jiff::SignedDuration;
use passkeys::{Assertion, Passkey, Used};
use store::{KeptPasskey, Who};
use vault::{SessionToken, row_mac};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::rule::PasskeyRule;
use crate::seats::has_seat;

/// How long a challenge can be answered.
const CHALLENGE: SignedDuration = SignedDuration::from_mins(5);
/// How long somebody who showed a passkey is taken for verified.
pub(crate) const FRESH: SignedDuration = SignedDuration::from_mins(5);
/// More passkeys than this nobody needs.
const KEYS_MAX: usize = 12;

/// What came of a wish about one's own passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOutcome {
    /// Done.
    Done,
    /// The answer is not good, came too late, or was used before.
    NotGood,
    /// Whoever has a passkey shows it before they change anything about passkeys.
    NotFresh,
    /// The last passkey stays, or there are enough.
    Enough,
    /// No such thing for this caller.
    NotFound,
}

/// Whether somebody may do what only a verified person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// They have just shown a passkey, or nothing asks them for one.
    Yes,
    /// They have a passkey and are to show it.
    NotFresh,
    /// They have none and need one.
    NoPasskey,
}

impl Desk {
    /// Whether browsers offer passkeys at this desk's address.
    #[must_use]
    pub fn takes_passkeys(&self) -> bool {
        self.inner.site.is_some()
    }

    /// What a browser is asked so that somebody signs in with a passkey; `None` where there are none.
    #[must_use]
    pub fn ask_to_sign_in(&self) -> Option<String> {
        let site = self.inner.site.as_ref()?;
        site.ask_to_prove(&[], self.challenge("sign in", &[])).ok()
    }

    /// Signs in with a passkey. The session's token, or `None` when the answer is not good, whatever it lacks.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn sign_in_with_passkey(&self, answer: &str) -> Result<Option<String>, Fault> {
        let Ok(answer) = Assertion::read(answer) else { return Ok(None) };
        let challenge = answer.challenge();
        let Some(until) = self.until("sign in", &[], &challenge) else { return Ok(None) };
        let Some(kept) = self.inner.store.passkey(self.inner.store.passkey_id(answer.key())).await? else {
            return Ok(None);
        };
        let Some(used) = self.judged(&kept, challenge, &answer) else { return Ok(None) };
        if !self.first_use(&challenge, until).await? {
            return Ok(None);
        }
        self.note_use(&kept, &used).await?;
        let account = self.inner.store.person(kept.person).await?.filter(|person| person.removed_at.is_none());
        match account {
            Some(person) => self.begin(Who::Person(person.id), has_seat(&person), Some(self.now())).await.map(Some),
            None => Ok(None),
        }
    }

    /// What a browser is asked so that it makes a passkey for the caller; `None` for callers without an account, and where
    /// there are no passkeys.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn ask_to_register(&self, caller: &Caller, token: &str) -> Result<Option<String>, Fault> {
        let (Some(site), Caller::Person { id, name, .. }) = (self.inner.site.as_ref(), caller) else { return Ok(None) };
        let known = self.keys_of(*id).await?;
        let challenge = self.challenge("register", &registering(*id, token));
        Ok(site.ask_to_register(*id.as_bytes(), name, &known, challenge).ok().map(|asked| asked.options))
    }

    /// Keeps the passkey that a browser made for the caller. Its holder is told by a letter: a key they did not make is a
    /// stranger's.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn register_passkey(
        &self,
        caller: &Caller,
        token: &str,
        label: &Line,
        answer: &str,
    ) -> Result<KeyOutcome, Fault> {
        let (Some(site), Caller::Person { id, name, .. }) = (self.inner.site.as_ref(), caller) else {
            return Ok(KeyOutcome::NotFound);
        };
        if self.verified(caller).await? == Verified::NotFresh {
            return Ok(KeyOutcome::NotFresh);
        }
        let known = self.keys_of(*id).await?;
        if known.len() >= KEYS_MAX {
            return Ok(KeyOutcome::Enough);
        }
        let Ok(challenge) = site.challenge_of_registration(answer) else { return Ok(KeyOutcome::NotGood) };
        let Some(until) = self.until("register", &registering(*id, token), &challenge) else {
            return Ok(KeyOutcome::NotGood);
        };
        let made = site
            .ask_to_register(*id.as_bytes(), name, &known, challenge)
            .and_then(|asked| site.register(&asked.state, answer));
        let made = match made {
            Ok(made) => made,
            Err(why) => {
                tracing::info!(%why, "a passkey was not registered");
                return Ok(KeyOutcome::NotGood);
            }
        };
        if !self.first_use(&challenge, until).await? {
            return Ok(KeyOutcome::NotGood);
        }
        let store = &self.inner.store;
        let kept = KeptPasskey {
            id: store.passkey_id(made.id()),
            person: *id,
            name: label.reveal().to_owned(),
            made_at: self.now(),
            used_at: None,
            key: serde_json::to_vec(&made).map_err(|_| Fault::Unfolded)?,
        };
        if !store.add_passkey(&kept).await? {
            return Ok(KeyOutcome::NotGood);
        }
        self.tell_of_passkey(*id, &kept, "was added").await;
        Ok(KeyOutcome::Done)
    }

    /// The caller's passkeys, the oldest first; `None` for callers without an account.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn passkeys(&self, caller: &Caller) -> Result<Option<Vec<KeptPasskey>>, Fault> {
        let Some(person) = caller.person() else { return Ok(None) };
        Ok(Some(self.inner.store.passkeys_of(person).await?))
    }

    /// Removes one of the caller's passkeys. The last one stays: without it nothing could be confirmed any more.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn remove_passkey(&self, caller: &Caller, id: PasskeyId) -> Result<KeyOutcome, Fault> {
        let Some(person) = caller.person() else { return Ok(KeyOutcome::NotFound) };
        let kept = self.inner.store.passkeys_of(person).await?;
        let Some(known) = kept.iter().find(|known| known.id == id) else { return Ok(KeyOutcome::NotFound) };
        if self.verified(caller).await? != Verified::Yes {
            return Ok(KeyOutcome::NotFresh);
        }
        if !self.inner.store.remove_passkey(person, id).await? {
            return Ok(KeyOutcome::Enough);
        }
        self.tell_of_passkey(person, known, "was removed").await;
        Ok(KeyOutcome::Done)
    }

    /// What a browser is asked so that the caller shows one of their passkeys; `None` when they have none.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn ask_to_verify(&self, caller: &Caller, token: &str) -> Result<Option<String>, Fault> {
        let (Some(site), Some(person)) = (self.inner.site.as_ref(), caller.person()) else { return Ok(None) };
        let known = self.keys_of(person).await?;
        if known.is_empty() {
            return Ok(None);
        }
        Ok(site.ask_to_prove(&known, self.challenge("verify", &registering(person, token))).ok())
    }

    /// The caller has shown a passkey: their session has another token from now on, which is the answer; `None` when what they
    /// showed is not good.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn verify(&self, caller: &Caller, token: &str, answer: &str) -> Result<Option<String>, Fault> {
        let Some(person) = caller.person() else { return Ok(None) };
        let (Ok(answer), Ok(old)) = (Assertion::read(answer), SessionToken::parse(token)) else { return Ok(None) };
        let challenge = answer.challenge();
        let Some(until) = self.until("verify", &registering(person, token), &challenge) else { return Ok(None) };
        let store = &self.inner.store;
        let kept = store.passkey(store.passkey_id(answer.key())).await?.filter(|kept| kept.person == person);
        let Some(kept) = kept else { return Ok(None) };
        let Some(used) = self.judged(&kept, challenge, &answer) else { return Ok(None) };
        if !self.first_use(&challenge, until).await? {
            return Ok(None);
        }
        self.note_use(&kept, &used).await?;
        let next = SessionToken::from_bytes(self.code_bytes());
        let (before, after) = (old.digest(store.mac_key()), next.digest(store.mac_key()));
        let replaced = store.replace_session(before, after, self.now()).await?;
        Ok(replaced.then(|| next.to_text().to_string()))
    }

    /// Whether the caller may do what only a verified person does.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn verified(&self, caller: &Caller) -> Result<Verified, Fault> {
        let Caller::Person { id, committee, office, verified_at, .. } = caller else { return Ok(Verified::Yes) };
        if self.inner.site.is_none() {
            return Ok(Verified::Yes);
        }
        let now = self.now();
        if verified_at.is_some_and(|at| now.duration_since(at) <= FRESH) {
            return Ok(Verified::Yes);
        }
        Ok(match self.inner.store.passkeys_of(*id).await?.is_empty() {
            false => Verified::NotFresh,
            true if (*committee || office.is_some()) && self.inner.passkey_rule == PasskeyRule::Required => {
                Verified::NoPasskey
            }
            true => Verified::Yes,
        })
    }

    /// The key's use, if the answer was made by it for this challenge.
    pub(crate) fn judged(&self, kept: &KeptPasskey, challenge: [u8; 32], answer: &Assertion) -> Option<Used> {
        let site = self.inner.site.as_ref()?;
        let passkey: Passkey = serde_json::from_slice(&kept.key).ok()?;
        if answer.holder().is_some_and(|holder| holder != kept.person.as_bytes()) {
            return None;
        }
        site.verify(challenge, &passkey, answer)
            .inspect_err(|why| tracing::info!(%why, passkey = %kept.id, "a passkey's answer was not taken"))
            .ok()
    }

    /// Notes that a key was used, and what it counts.
    pub(crate) async fn note_use(&self, kept: &KeptPasskey, used: &Used) -> Result<(), Fault> {
        self.not_lost(kept.person).await?;
        if used.went_back {
            tracing::warn!(passkey = %kept.id, "a passkey counted backwards: somebody may have a copy of it");
            self.tell_of_passkey(kept.person, kept, "may have been copied").await;
        }
        let key = serde_json::to_vec(&used.passkey).map_err(|_| Fault::Unfolded)?;
        self.inner.store.put_passkey(&KeptPasskey { used_at: Some(self.now()), key, ..kept.clone() }).await?;
        Ok(())
    }

    /// The keys of a person, as `passkeys` reads them.
    pub(crate) async fn keys_of(&self, person: PersonId) -> Result<Vec<Passkey>, Fault> {
        let kept = self.inner.store.passkeys_of(person).await?;
        Ok(kept.iter().filter_map(|kept| serde_json::from_slice(&kept.key).ok()).collect())
    }

    /// Eight bytes that nobody can guess, when it ends, and a stamp over both, the purpose and who asked.
    pub(crate) fn challenge(&self, purpose: &str, asker: &[u8]) -> [u8; 32] {
        let mut nonce = [0; 8];
        self.inner.ids.fill(&mut nonce);
        let until = self.now().checked_add(CHALLENGE).unwrap_or(Timestamp::MAX).as_millisecond();
        self.stamped(purpose, asker, nonce, until)
    }

    fn stamped(&self, purpose: &str, asker: &[u8], nonce: [u8; 8], until: i64) -> [u8; 32] {
        let until = until.to_be_bytes();
        let stamp = row_mac(self.inner.store.mac_key(), "challenge", &[purpose.as_bytes(), asker, &nonce, &until]);
        let mut challenge = [0; 32];
        let bytes = nonce.into_iter().chain(until).chain(stamp);
        challenge.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        challenge
    }

    /// Until when a challenge can be answered, if it is ours, for this purpose and this asker, and not over.
    pub(crate) fn until(&self, purpose: &str, asker: &[u8], challenge: &[u8; 32]) -> Option<Timestamp> {
        let (nonce, rest) = challenge.split_first_chunk::<8>()?;
        let until = i64::from_be_bytes(*rest.first_chunk::<8>()?);
        if self.stamped(purpose, asker, *nonce, until) != *challenge {
            return None;
        }
        Timestamp::from_millisecond(until).ok().filter(|until| self.now() < *until)
    }

    pub(crate) async fn first_use(&self, challenge: &[u8; 32], until: Timestamp) -> Result<bool, Fault> {
        Ok(self.inner.store.use_challenge(challenge, until, self.now()).await?)
    }

    async fn tell_of_passkey(&self, person: PersonId, kept: &KeptPasskey, what: &str) {
        let Ok(Some(person)) = self.inner.store.person(person).await else { return };
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/passkeys", self.inner.base_url);
        let letter = documents::letter::passkey_letter(&project, what, &kept.name, &link);
        let key = format!("passkey/{}/{what}/{}", kept.id, self.now().as_millisecond());
        self.send_once(&key, &person.address, letter).await;
    }
}

/// Who registers or verifies, and in which session: an answer given in another is not good.
fn registering(person: PersonId, token: &str) -> Vec<u8> {
    person.as_bytes().iter().copied().chain(token.bytes()).collect()
}
