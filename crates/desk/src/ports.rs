//! The ports: what cannot run inside a test. Each is small, each has one fake beside it that behaves.
//!
//! Time, ids, mail and identity providers today; forges, numbering authorities and publication targets come with the features
//! that call them.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use domain::Timestamp;
use store::Subject;

/// Tells the time, in whole milliseconds.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes unguessable bytes.
pub trait Ids: Send + Sync {
    /// Fills the bytes; never the same twice.
    fn fill(&self, bytes: &mut [u8]);
}

/// A mail about to leave: one recipient, plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The one recipient.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// The same for every try of the same letter, so that a repeated delivery can be recognised.
    pub message_id: String,
    /// When it was written.
    pub at: Timestamp,
}

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailTrouble {
    /// Worth another try: the server is away or busy.
    #[error("try again: {0}")]
    Later(String),
    /// No try will help: the address or the text is refused.
    #[error("refused: {0}")]
    Never(String),
}

/// What sending gives: the server's receipt, or the trouble.
pub type Sent<'a> = Pin<Box<dyn Future<Output = Result<String, MailTrouble>> + Send + 'a>>;

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Sends one mail; repeating it is harmless, for the message id is the same.
    fn send<'a>(&'a self, mail: &'a Mail) -> Sent<'a>;
}

/// What one browser is sent to a provider with, and what must come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderAsk {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the identity token.
    pub nonce: String,
    /// Shown when the code is exchanged; the provider has seen its digest only (RFC 7636).
    pub verifier: String,
}

/// Why a provider did not say who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderTrouble {
    /// It cannot be reached, or speaks otherwise than it should.
    #[error("the identity provider cannot be asked: {0}")]
    Away(String),
    /// It does not say that it is them.
    #[error("the identity provider does not say so: {0}")]
    No(String),
}

/// What asking a provider gives.
pub type ProviderAnswer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderTrouble>> + Send + 'a>>;

/// Says who somebody is who has an account there (OpenID Connect).
pub trait Provider: Send + Sync {
    /// What people call it.
    fn name(&self) -> &str;
    /// Its address.
    fn issuer(&self) -> &str;
    /// Where a browser goes to sign in there.
    fn address<'a>(&'a self, ask: &'a ProviderAsk) -> ProviderAnswer<'a, String>;
    /// Who it is that came back with a code.
    fn subject<'a>(&'a self, code: &'a str, ask: &'a ProviderAsk) -> ProviderAnswer<'a, Subject>;
}

/// A provider where everybody is who they say: its code for somebody is their name there, good once, and only for the browser
/// that asked, as a real one's is.
#[derive(Debug, Default)]
pub struct TrustingProvider {
    asked: Mutex<Vec<ProviderAsk>>,
}

impl Provider for TrustingProvider {
    fn name(&self) -> &'static str {
        "Trusting"
    }

    fn issuer(&self) -> &'static str {
        "https://id.example"
    }

    fn address<'a>(&'a self, ask: &'a ProviderAsk) -> ProviderAnswer<'a, String> {
        locked(&self.asked).push(ask.clone());
        let address = format!("{}/authorize?state={}", self.issuer(), ask.state);
        Box::pin(async move { Ok(address) })
    }

    fn subject<'a>(&'a self, code: &'a str, ask: &'a ProviderAsk) -> ProviderAnswer<'a, Subject> {
        let mut asked = locked(&self.asked);
        let known = asked.iter().position(|known| known == ask).map(|place| asked.swap_remove(place));
        let (issuer, subject) = (self.issuer().to_owned(), code.to_owned());
        Box::pin(async move {
            known.ok_or_else(|| ProviderTrouble::No("nobody asked".to_owned()))?;
            Ok(Subject { issuer, subject })
        })
    }
}

/// A clock that stands still until it is stepped.
#[derive(Debug)]
pub struct StepClock(AtomicI64);

impl StepClock {
    /// A clock that shows this moment.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_millisecond()))
    }

    /// Steps to a moment; a clock never goes back.
    pub fn step_to(&self, now: Timestamp) {
        self.0.fetch_max(now.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for StepClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

/// Ids counted from one: different each time, the same in every run.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        for (nth, byte) in bytes.iter_mut().enumerate() {
            // Spread the count over all bytes, so that no two ids share a prefix by accident.
            *byte = (count.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(u32::try_from(nth * 7 % 64).unwrap_or(0))
                & 0xFF) as u8
                ^ u8::try_from(nth).unwrap_or(0);
        }
        if let Some(end) = bytes.last_chunk_mut::<8>() {
            *end = count.to_be_bytes();
        }
    }
}

/// A mailer that keeps what it is given, and can be told to be away, or to refuse or put off an address.
#[derive(Debug, Default)]
pub struct KeptMail {
    sent: Mutex<Vec<Mail>>,
    away: AtomicU64,
    refused: Mutex<Vec<String>>,
    deferred: Mutex<Vec<String>>,
}

impl KeptMail {
    /// Everything sent so far, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<Mail> {
        self.sent.lock().map(|sent| sent.clone()).unwrap_or_default()
    }

    /// The next so many sends fail as if the server were away.
    pub fn be_away(&self, times: u64) {
        self.away.store(times, Ordering::SeqCst);
    }

    /// Sends to this address are refused from now on.
    pub fn refuse(&self, address: &str) {
        if let Ok(mut refused) = self.refused.lock() {
            refused.push(address.to_owned());
        }
    }

    /// Sends to this address are taken again from now on.
    pub fn accept(&self, address: &str) {
        for kept in [&self.refused, &self.deferred] {
            if let Ok(mut kept) = kept.lock() {
                kept.retain(|known| known != address);
            }
        }
    }

    /// Sends to this address are put off from now on, as by a server that does not know us yet.
    pub fn defer(&self, address: &str) {
        if let Ok(mut deferred) = self.deferred.lock() {
            deferred.push(address.to_owned());
        }
    }

    fn take(&self, mail: &Mail) -> Result<String, MailTrouble> {
        let was_away = self.away.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if was_away {
            return Err(MailTrouble::Later("the server is away".to_owned()));
        }
        if self.deferred.lock().is_ok_and(|deferred| deferred.contains(&mail.to)) {
            return Err(MailTrouble::Later("come again".to_owned()));
        }
        if self.refused.lock().is_ok_and(|refused| refused.contains(&mail.to)) {
            return Err(MailTrouble::Never("no such mailbox".to_owned()));
        }
        let mut sent = self.sent.lock().map_err(|_| MailTrouble::Later("poisoned".to_owned()))?;
        if !sent.iter().any(|known| known.message_id == mail.message_id) {
            sent.push(mail.clone());
        }
        Ok(format!("kept {}", mail.message_id))
    }
}

impl Mailer for KeptMail {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sent<'a> {
        let result = self.take(mail);
        Box::pin(async move { result })
    }
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    match kept.lock() {
        Ok(kept) => kept,
        Err(poisoned) => poisoned.into_inner(),
    }
}
