//! Who opens case after case: counted in memory, so that somebody is told while it goes on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard};

use domain::Timestamp;
use domain::ids::{CaseId, PersonId};
use jiff::SignedDuration;
use quick_cache::sync::Cache;

/// Which cases each person opened lately, in this process: what is counted is forgotten with it.
pub(crate) struct Browsing {
    opened: Mutex<BTreeMap<PersonId, Lately>>,
    /// What was noted last of a reader and a case, so that reading on asks the store nothing.
    noted: Cache<(Option<PersonId>, CaseId), (Timestamp, u64)>,
}

/// So many readers of cases are kept in mind.
const NOTED: usize = 4096;

impl Default for Browsing {
    fn default() -> Self {
        Self { opened: Mutex::default(), noted: Cache::new(NOTED) }
    }
}

#[derive(Default)]
struct Lately {
    cases: VecDeque<(CaseId, Timestamp)>,
    told_at: Option<Timestamp>,
}

/// So many different cases within an hour nobody opens who works on them.
const CASES_MAX: usize = 40;
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// How often a reading of the same log is noted.
pub(crate) const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

impl Browsing {
    /// Whether this very log was noted as read by them within the while.
    pub(crate) fn is_noted(&self, person: Option<PersonId>, case: CaseId, version: u64, now: Timestamp) -> bool {
        let noted = self.noted.get(&(person, case));
        noted.is_some_and(|(at, known)| known == version && now.duration_since(at) < NOTED_EVERY)
    }

    /// Keeps in mind that it was.
    pub(crate) fn noted(&self, person: Option<PersonId>, case: CaseId, version: u64, now: Timestamp) {
        self.noted.insert((person, case), (now, version));
    }

    /// Whether somebody has opened too many different cases within the hour, and nobody was told of it yet.
    pub(crate) fn opens_too_many(&self, person: PersonId, case: CaseId, now: Timestamp) -> bool {
        let mut opened = self.opened();
        let lately = opened.entry(person).or_default();
        lately.cases.retain(|(known, at)| *known != case && now.duration_since(*at) < HOUR);
        lately.cases.push_back((case, now));
        let told = lately.told_at.is_some_and(|at| now.duration_since(at) < HOUR);
        lately.cases.len() > CASES_MAX && !told
    }

    /// Keeps in mind that the others were told: once an hour is enough. Only after they were, for whoever hangs up in the
    /// middle is not to get away with it.
    pub(crate) fn told(&self, person: PersonId, now: Timestamp) {
        self.opened().entry(person).or_default().told_at = Some(now);
    }

    fn opened(&self) -> MutexGuard<'_, BTreeMap<PersonId, Lately>> {
        match self.opened.lock() {
            Ok(opened) => opened,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}
