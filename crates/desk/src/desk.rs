//! The desk itself: what it is made of, and the policy in force.
//!
//! Cheap to clone; every door holds one.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, RwLock};

use domain::Timestamp;
use domain::case::effect::{self, Wish};
use domain::case::event::Recorded;
use domain::case::state::Case;
use domain::ids::CaseId;
use domain::policy::Policy;
use passkeys::Site;
use store::{Store, Verification};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use vault::OperatorToken;

use crate::browsing::Browsing;
use crate::committee_memory::{Keeping, locked};
use crate::fault::Fault;
use crate::known_owners::KnownOwners;
use crate::ports::{Clock, Ids, Mailer, Provider};
use crate::recent::Recent;
use crate::rule::PasskeyRule;

/// So many passwords are hashed at once, at 19 MiB each.
const HASHING_MAX: usize = 2;

/// What a desk is made of.
pub struct Setup {
    /// Where everything is kept.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Unguessable bytes.
    pub ids: Arc<dyn Ids>,
    /// Mail out.
    pub mailer: Arc<dyn Mailer>,
    /// The policy in force for new cases.
    pub policy: Arc<Policy>,
    /// How people reach this desk: scheme and host, no slash at the end. Links in letters begin with it.
    pub base_url: String,
    /// Whether members need passkeys.
    pub passkey_rule: PasskeyRule,
    /// Whether people may sign in with a password and an authenticator app.
    pub passwords: bool,
    /// The identity provider that people may sign in with, if there is one.
    pub provider: Option<Arc<dyn Provider>>,
}

/// The desk.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) mailer: Arc<dyn Mailer>,
    pub(crate) policy: RwLock<Arc<Policy>>,
    pub(crate) base_url: String,
    /// Where browsers offer passkeys; `None` when they do not at this address.
    pub(crate) site: Option<Site>,
    pub(crate) passkey_rule: PasskeyRule,
    pub(crate) passwords: bool,
    pub(crate) provider: Option<Arc<dyn Provider>>,
    /// Turns for what takes much memory.
    pub(crate) hashing: Semaphore,
    pub(crate) recent: Recent,
    /// Who opened which cases lately.
    pub(crate) browsing: Browsing,
    /// What the project's repository says of who answers for its code.
    pub(crate) owners: RwLock<Option<Arc<KnownOwners>>>,
    /// What is known of the keeping of the committee.
    pub(crate) keeping: Keeping,
    /// Whether a proposal is known to be open.
    pub(crate) voting: AtomicBool,
    /// Whether it is known that none is: nobody asks the store then.
    pub(crate) idle: AtomicBool,
}

impl Desk {
    /// A desk made of these parts.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let Setup { store, clock, ids, mailer, policy, base_url, passkey_rule, passwords, provider } = setup;
        let site = Site::at(&base_url, policy.project.name.reveal()).ok();
        Self {
            inner: Arc::new(Inner {
                store,
                clock,
                ids,
                mailer,
                policy: RwLock::new(policy),
                base_url,
                site,
                passkey_rule,
                passwords,
                provider,
                hashing: Semaphore::new(HASHING_MAX),
                recent: Recent::default(),
                browsing: Browsing::default(),
                owners: RwLock::new(None),
                keeping: Keeping::default(),
                voting: AtomicBool::new(false),
                idle: AtomicBool::new(false),
            }),
        }
    }

    /// Whether what the machine's clock says may be acted upon. Where no desk runs that watches it, it may.
    pub(crate) fn believes_clock(&self) -> bool {
        let mut watch = locked(&self.inner.keeping.watch);
        watch.as_mut().is_none_or(|watch| watch.believes(self.now(), Instant::now()))
    }

    /// Now, by the desk's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The policy in force for new cases; an open case has its own.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        match self.inner.policy.read() {
            Ok(policy) => Arc::clone(&policy),
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }

    /// Puts another policy in force for new cases; open cases keep theirs.
    pub fn adopt(&self, policy: Arc<Policy>) {
        match self.inner.policy.write() {
            Ok(mut held) => *held = policy,
            Err(poisoned) => *poisoned.into_inner() = policy,
        }
    }

    /// How people reach this desk.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// Looks at everything that is kept, for the operator; says places, never contents.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn verify_all(&self) -> Result<Verification, Fault> {
        Ok(self.inner.store.verify().await?)
    }

    /// When a case wants to look at the clock next.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn next_wakeup(&self) -> Result<Option<Timestamp>, Fault> {
        Ok(self.inner.store.next_wakeup().await?)
    }

    /// The digest of a token, as this desk keeps it of the operator's.
    #[must_use]
    pub fn digest_of(&self, token: &OperatorToken) -> [u8; 32] {
        token.digest(self.inner.store.mac_key())
    }

    pub(crate) fn id16(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.inner.ids.fill(&mut bytes);
        bytes
    }

    pub(crate) fn code_bytes(&self) -> [u8; 20] {
        let mut bytes = [0; 20];
        self.inner.ids.fill(&mut bytes);
        bytes
    }
}

/// Folds a log and, from `after` on, collects what follows in the world from each new entry.
pub(crate) fn consequences(id: CaseId, log: &[Recorded], after: u64) -> Result<(Case, Vec<Wish>), Fault> {
    // The first two entries make the case: opened, received. What follows from them is asked once both are there.
    let (begin, rest) = log.split_at_checked(2).ok_or(Fault::Unfolded)?;
    let mut case = Case::fold(id, begin).ok_or(Fault::Unfolded)?;
    let mut wishes: Vec<Wish> =
        begin.iter().filter(|entry| entry.seq > after).flat_map(|entry| effect::react(&case, entry)).collect();
    for entry in rest {
        case.evolve(entry);
        if entry.seq > after {
            wishes.extend(effect::react(&case, entry));
        }
    }
    Ok((case, wishes))
}
