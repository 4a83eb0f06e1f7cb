//! The policies that this process has read or written, in memory.
//!
//! Knows policies by their stamps. Must not know where they are kept.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::policy::Policy;

/// Stands for one text of one installation.
pub(crate) type Stamp = [u8; 32];

/// The policies read or written by this process.
#[derive(Default)]
pub(crate) struct KnownPolicies {
    by_stamp: RwLock<HashMap<Stamp, Arc<Policy>>>,
}

impl KnownPolicies {
    pub(crate) fn known(&self, stamp: &Stamp) -> Option<Arc<Policy>> {
        self.by_stamp.read().unwrap_or_else(PoisonError::into_inner).get(stamp).map(Arc::clone)
    }

    /// The stamp of exactly this value; a desk opens all its cases under one, so it is not written out each time.
    pub(crate) fn stamp_of(&self, policy: &Arc<Policy>) -> Option<Stamp> {
        let known = self.by_stamp.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(_, other)| Arc::ptr_eq(other, policy)).map(|(stamp, _)| *stamp)
    }

    pub(crate) fn learn(&self, stamp: Stamp, policy: Arc<Policy>) {
        self.by_stamp.write().unwrap_or_else(PoisonError::into_inner).insert(stamp, policy);
    }

    /// Forgets everything, so that what is read next comes from the database.
    pub(crate) fn forget(&self) {
        self.by_stamp.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
