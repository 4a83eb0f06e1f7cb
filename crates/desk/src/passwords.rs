//! Passwords with an authenticator app: a fallback for those without passkeys, where the operator allows it.
//!
//! Both are needed, and neither is ever enough alone. Whoever signs in so has shown no passkey: what counts waits for one all the
//! same. An unknown address, a wrong password and a wrong code are one answer, and take as long (T-20). Guessing is slowed and
//! nobody is locked out: links and passkeys go on working.

use std::collections::BTreeSet;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use domain::Timestamp;
use domain::ids::PersonId;
use jiff::SignedDuration;
use store::{KeptPassword, Person, Who};
use vault::{is_password, password_hash, row_mac, totp_address, totp_step, verify_row};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;
use crate::seats::has_seat;

/// The fewest signs of a password, and the most.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 15..=128;
/// So many different signs it has at least.
const SIGNS_MIN: usize = 6;
/// How long an offered secret can be taken.
const OFFER: SignedDuration = SignedDuration::from_mins(30);
/// After this a code is not good any more, whatever clock made it.
const STEP_OVER: SignedDuration = SignedDuration::from_mins(5);
/// Beginnings of what people type when they have to type something long.
const WORN: [&str; 12] = [
    "password", "passwort", "letmein", "iloveyou", "qwerty", "qwertz", "azerty", "abcdef", "123456", "987654",
    "changeme", "welcome",
];

/// A secret for an authenticator app, to be taken in by setting a password with a code of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSecret {
    /// As it is typed into an app.
    pub secret: String,
    /// The address an app takes it from.
    pub address: String,
    /// The same secret, so that it comes back as it was offered, to whom, and in time.
    pub offer: String,
}

/// What came of setting a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordOutcome {
    /// It is set.
    Done,
    /// Nobody can, here or as this caller.
    NotFound,
    /// It is too short or too long.
    Length,
    /// It is easily guessed: worn, of few signs, or made of the names of the account or the project.
    Guessable,
    /// The code is not one of the secret that was offered, or the offer is over.
    Code,
}

impl Desk {
    /// Whether people may sign in with a password here.
    #[must_use]
    pub fn takes_passwords(&self) -> bool {
        self.inner.passwords
    }

    /// Since when the caller has a password, if they have one; `None` where nobody has.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn password_since(&self, caller: &Caller) -> Result<Option<Option<Timestamp>>, Fault> {
        let Some(person) = self.with_password(caller, Right::OwnPassword) else { return Ok(None) };
        Ok(Some(self.inner.store.password_of(person).await?.map(|kept| kept.made_at)))
    }

    /// Offers a secret for the caller's authenticator app. Nothing is kept of it yet.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn offer_secret(&self, caller: &Caller) -> Result<Option<NewSecret>, Fault> {
        let Some(person) = self.with_password(caller, Right::OwnPassword) else { return Ok(None) };
        let Some(account) = self.inner.store.person(person).await? else { return Ok(None) };
        let secret = self.code_bytes();
        let until = self.now().checked_add(OFFER).unwrap_or(Timestamp::MAX).as_millisecond();
        let project = self.policy().project.name.reveal().to_owned();
        let shown = BASE32_NOPAD.encode(&secret);
        let stamp = HEXLOWER.encode(&self.offered(person, &secret, until));
        Ok(Some(NewSecret {
            address: totp_address(secret, &project, &account.address).unwrap_or_default(),
            offer: format!("{shown}.{until}.{stamp}"),
            secret: shown,
        }))
    }

    /// Sets the caller's password, with the app that proves itself by a code.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn set_password(
        &self,
        caller: &Caller,
        password: &str,
        offer: &str,
        code: &str,
    ) -> Result<PasswordOutcome, Fault> {
        let Some(person) = self.with_password(caller, Right::SetPassword) else { return Ok(PasswordOutcome::NotFound) };
        let Some(account) = self.inner.store.person(person).await? else { return Ok(PasswordOutcome::NotFound) };
        if !PASSWORD_LENGTH.contains(&password.chars().count()) {
            return Ok(PasswordOutcome::Length);
        }
        if is_guessable(password, &account, self.policy().project.name.reveal()) {
            return Ok(PasswordOutcome::Guessable);
        }
        let Some(secret) = self.taken(person, offer) else { return Ok(PasswordOutcome::Code) };
        if !self.first_code(person, secret, code).await? {
            return Ok(PasswordOutcome::Code);
        }
        let (salt, typed) = (self.id16(), password.to_owned());
        let hash = self.hashing(move || password_hash(&typed, salt)).await?.ok_or(Fault::Busy)?;
        self.inner.store.put_password(person, &KeptPassword { hash, secret, made_at: self.now() }).await?;
        self.tell_of_password(&account, "A password was set for your account.").await;
        Ok(PasswordOutcome::Done)
    }

    /// Forgets the caller's password. Whether there was one.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn drop_password(&self, caller: &Caller) -> Result<bool, Fault> {
        let Some(person) = self.with_password(caller, Right::SetPassword) else { return Ok(false) };
        let dropped = self.inner.store.forget_password(person).await?;
        if let (true, Some(account)) = (dropped, self.inner.store.person(person).await?) {
            self.tell_of_password(&account, "The password of your account was removed.").await;
        }
        Ok(dropped)
    }

    /// Signs in with a password and a code of the authenticator app. The session's token, or `None` when something of it is not
    /// good. It takes as long, whatever that is; the addresses of all accounts are looked through.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn sign_in_with_password(
        &self,
        address: &str,
        password: &str,
        code: &str,
    ) -> Result<Option<String>, Fault> {
        if !self.takes_passwords() || password.chars().count() > *PASSWORD_LENGTH.end() {
            return Ok(None);
        }
        let everybody = self.inner.store.everybody().await?;
        let is_theirs = |person: &&Person| person.removed_at.is_none() && person.address.eq_ignore_ascii_case(address);
        let account = everybody.iter().find(is_theirs);
        let kept = self.inner.store.password_of(account.map_or(NOBODY, |account| account.id)).await?;
        let (typed, hash) = (password.to_owned(), kept.as_ref().map(|kept| kept.hash.clone()));
        let good = self.hashing(move || is_password(&typed, hash.as_deref())).await?;
        let (Some(account), Some(kept)) = (account.filter(|_| good), kept) else { return Ok(None) };
        if !self.first_code(account.id, kept.secret, code).await? {
            return Ok(None);
        }
        self.begin(Who::Person(account.id), has_seat(account), None).await.map(Some)
    }

    /// The person, if people have passwords here and the caller has the right.
    fn with_password(&self, caller: &Caller, right: Right) -> Option<PersonId> {
        caller.person().filter(|_| self.takes_passwords() && right.is_held_by(caller))
    }

    /// Whether a code is good and was not used before: of many at once one is the first.
    async fn first_code(&self, person: PersonId, secret: [u8; 20], code: &str) -> Result<bool, Fault> {
        let now = self.now();
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let Some(step) = totp_step(secret, code, seconds) else { return Ok(false) };
        let used = [b"totp".as_slice(), person.as_bytes(), &step.to_be_bytes()].concat();
        let until = now.checked_add(STEP_OVER).unwrap_or(Timestamp::MAX);
        Ok(self.inner.store.use_challenge(&used, until, now).await?)
    }

    /// The secret of an offer that was made to this person and is not over.
    fn taken(&self, person: PersonId, offer: &str) -> Option<[u8; 20]> {
        let mut parts = offer.split('.');
        let (secret, until, stamp) = (parts.next()?, parts.next()?, parts.next()?);
        let secret: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).ok()?.try_into().ok()?;
        let until: i64 = until.parse().ok()?;
        let stamp = HEXLOWER.decode(stamp.as_bytes()).ok()?;
        let columns = [person.as_bytes().as_slice(), &secret, &until.to_be_bytes()];
        let ours = verify_row(self.inner.store.mac_key(), "totp offer", &columns, &stamp);
        (ours && parts.next().is_none() && self.now().as_millisecond() < until).then_some(secret)
    }

    fn offered(&self, person: PersonId, secret: &[u8; 20], until: i64) -> [u8; 32] {
        row_mac(self.inner.store.mac_key(), "totp offer", &[person.as_bytes(), secret, &until.to_be_bytes()])
    }

    /// Work that takes memory and tens of milliseconds: beside the others' requests, and never more than a few at once.
    async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let _turn = self.inner.hashing.acquire().await.map_err(|_| Fault::Busy)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Fault::Busy)
    }

    async fn tell_of_password(&self, person: &Person, what: &str) {
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/password", self.inner.base_url);
        let letter = documents::letter::secret_letter(&project, what, &link);
        let key = format!("password/{}/{}", person.id, self.now().as_millisecond());
        self.send_once(&key, &person.address, letter).await;
    }
}

/// Has no account and no password.
const NOBODY: PersonId = PersonId::from_bytes([0; 16]);

/// Whether somebody who knows the account and the project would try it early.
fn is_guessable(password: &str, account: &Person, project: &str) -> bool {
    let typed = password.to_lowercase();
    let signs: BTreeSet<char> = typed.chars().collect();
    let address = account.address.split('@').next().unwrap_or_default();
    let names = account.name.split_whitespace().chain([address, project]).map(str::to_lowercase);
    let left = names.filter(|name| name.chars().count() > 2).fold(typed.clone(), |left, name| left.replace(&name, ""));
    let worn = WORN.iter().any(|worn| typed.starts_with(worn));
    signs.len() < SIGNS_MIN || worn || left.chars().count() < PASSWORD_LENGTH.start() / 2
}

#[cfg(test)]
mod tests {
    use store::SaidBy;

    use super::*;

    #[test]
    fn what_anybody_would_try_is_no_password() {
        let account = Person {
            id: NOBODY,
            name: "Ana Lopez".to_owned(),
            address: "ana.lopez@desk.example".to_owned(),
            organisation: String::new(),
            handle: None,
            said_by: SaidBy::default(),
            committee: false,
            office: None,
            removed_at: None,
        };
        for guess in [
            "passwordpassword1",
            "aaaaaaaaaaaaaaaa",
            "Ana Lopez Lantern",
            "lanternlantern12",
            "abababababababab",
            "Qwertyuiop12345",
        ] {
            assert!(is_guessable(guess, &account, "Lantern"), "{guess}");
        }
        for fine in ["correct horse battery", "violet kettle umbrella", "lantern on the far hill"] {
            assert!(!is_guessable(fine, &account, "Lantern"), "{fine}");
        }
    }
}
