//! Cases as they were opened lately, so that reading a long one again does not open every event and text again.
//!
//! Knows that a log only grows and that its last link stands for all of it: a case is kept under the head it had, and is
//! that case as long as the head is the same. Holds opened texts in memory, never more than so much of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::case::view::Sealed;
use domain::ids::{BlobId, CaseId};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use store::Head;

/// The most kept, in bytes, all cases together.
const BYTES_MAX: u64 = 16 << 20;
/// What an event takes, roughly.
const EVENT_BYTES: u64 = 512;
/// What a case takes beside its events: state and policy, roughly.
const CASE_BYTES: u64 = 16 << 10;
/// About so many cases are expected.
const CASES: usize = 500;

/// A case at one head of its log, opened to nobody yet.
pub(crate) struct Opened {
    pub(crate) head: Head,
    pub(crate) sealed: Sealed,
    pub(crate) texts: BTreeMap<BlobId, Arc<str>>,
}

/// The cases opened lately.
pub(crate) struct Recent {
    cases: Cache<CaseId, Arc<Opened>, Weight>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<CaseId, Arc<Opened>> for Weight {
    fn weight(&self, _case: &CaseId, opened: &Arc<Opened>) -> u64 {
        let texts: usize = opened.texts.values().map(|text| text.len()).sum();
        CASE_BYTES + opened.head.version() * EVENT_BYTES + texts as u64
    }
}

impl Default for Recent {
    fn default() -> Self {
        Self { cases: Cache::with_weighter(CASES, BYTES_MAX, Weight) }
    }
}

impl Recent {
    /// The case, if it was opened at this head.
    pub(crate) fn at(&self, case: CaseId, head: &Head) -> Option<Arc<Opened>> {
        self.cases.get(&case).filter(|opened| opened.head.is_at(head))
    }

    /// Keeps a case in place of what was known of it; what is asked for least makes room.
    pub(crate) fn keep(&self, case: CaseId, opened: &Arc<Opened>) {
        self.cases.insert(case, Arc::clone(opened));
    }
}
