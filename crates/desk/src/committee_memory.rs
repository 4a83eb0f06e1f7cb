//! What one process keeps in mind of the committee between two looks at it. All of it may be lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicI64;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Timestamp;
use domain::ids::{CaseId, PersonId};

use crate::watch::Watch;

/// What is known of the keeping in this process.
#[derive(Default)]
pub(crate) struct Keeping {
    /// When to look next, in milliseconds; at once at the beginning.
    pub(crate) due: AtomicI64,
    /// When to look at the open cases next, in milliseconds.
    pub(crate) cases_due: AtomicI64,
    /// Cases that came in since the last look at all of them.
    pub(crate) fresh: Mutex<Vec<CaseId>>,
    /// Something came in.
    pub(crate) came_in: tokio::sync::Notify,
    /// How many open cases each member looked after by then, and was given since.
    pub(crate) load: Mutex<BTreeMap<PersonId, usize>>,
    /// When it was looked at last, in milliseconds.
    pub(crate) looked: AtomicI64,
    /// The clock, watched while the desk runs: what it brings about cannot be taken back.
    pub(crate) watch: Mutex<Option<Watch>>,
    /// Letters that left, or are not tried any more, beyond the mark: of which event, which of its wishes, to whom.
    pub(crate) sent: Mutex<BTreeSet<(u64, usize, String)>>,
    /// Since when a link is owed that was tried, and when it is tried again.
    pub(crate) links: Mutex<BTreeMap<PersonId, (Timestamp, Timestamp)>>,
    /// There may be something to write.
    pub(crate) letters: tokio::sync::Notify,
    /// One writes at a time.
    pub(crate) writing: tokio::sync::Mutex<()>,
    /// When it was last noted that somebody is there, and that they did a duty.
    pub(crate) signs: Mutex<BTreeMap<(PersonId, bool), Timestamp>>,
    /// One hands over at a time.
    pub(crate) handing: tokio::sync::Mutex<()>,
    /// One keeps at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
}

/// What a lock holds; somebody who panicked with it left it whole.
pub(crate) fn locked<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
