//! The ports: what cannot run inside a test. Each is small, each has one fake beside it that behaves.
//!
//! Time, ids and mail today; forges, numbering authorities and publication targets come with the features that call them.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::Timestamp;

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

/// A mailer that keeps what it is given, and can be told to be away or to refuse an address.
#[derive(Debug, Default)]
pub struct KeptMail {
    sent: Mutex<Vec<Mail>>,
    away: AtomicU64,
    refused: Mutex<Vec<String>>,
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

    fn take(&self, mail: &Mail) -> Result<String, MailTrouble> {
        let was_away = self.away.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if was_away {
            return Err(MailTrouble::Later("the server is away".to_owned()));
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
