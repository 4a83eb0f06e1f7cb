//! The keys in hand while the store is open, and the randomness for nonces and new keys.
//!
//! Knows which key stamps and seals what; the cryptography is `vault`'s.

use std::cell::RefCell;

use domain::ids::CaseId;
use vault::{CaseKey, DeskKey, InstanceId, MacKey, Nonce, RootKey, row_mac, verify_row};
use zeroize::Zeroizing;

use crate::fault::Fault;

/// The keys of an open store.
pub(crate) struct Seals {
    root: RootKey,
    pub(crate) instance: InstanceId,
    pub(crate) mac: MacKey,
    desk: DeskKey,
}

impl Seals {
    pub(crate) fn new(root: &RootKey, instance: InstanceId) -> Self {
        Self { root: root.clone(), instance, mac: root.mac_key(instance), desk: root.desk_key(instance) }
    }

    /// A new key for a new case, and its wrapped form.
    pub(crate) fn new_case_key(&self, case: CaseId) -> (CaseKey, Vec<u8>) {
        let key = CaseKey::from_bytes(random());
        let wrapped = key.wrap(&self.root, self.instance, *case.as_bytes(), nonce());
        (key, wrapped)
    }

    /// A case's key out of its wrapped form.
    pub(crate) fn case_key(&self, case: CaseId, wrapped: &[u8]) -> Result<CaseKey, Fault> {
        CaseKey::unwrap(&self.root, self.instance, *case.as_bytes(), wrapped)
            .map_err(|error| Fault::damaged(format!("case {case}, key"), error))
    }

    /// Seals a field of a row that belongs to no case.
    pub(crate) fn seal(&self, purpose: &str, id: &[u8], plaintext: &[u8]) -> Vec<u8> {
        self.desk.seal_small(purpose, id, plaintext, nonce())
    }

    pub(crate) fn open(&self, purpose: &str, id: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        self.desk.open_small(purpose, id, sealed).map_err(|error| Fault::damaged("", error))
    }

    /// The stamp of a row.
    pub(crate) fn stamp(&self, table: &str, columns: &[&[u8]]) -> [u8; 32] {
        row_mac(&self.mac, table, columns)
    }

    /// Fails when a row is not as it was stamped.
    pub(crate) fn check(&self, table: &str, columns: &[&[u8]], stamp: &[u8]) -> Result<(), Fault> {
        if verify_row(&self.mac, table, columns, stamp) {
            return Ok(());
        }
        Err(Fault::damaged("", "the row is not as it was written"))
    }
}

/// A nonce never used before.
pub(crate) fn nonce() -> Nonce {
    random()
}

/// Random bytes from the operating system, asked for in portions: an append needs a dozen nonces.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    thread_local! {
        static PORTION: RefCell<Portion> = RefCell::new(Portion { bytes: Zeroizing::new([0; PORTION_BYTES]), used: PORTION_BYTES });
    }
    PORTION.with_borrow_mut(Portion::take)
}

const PORTION_BYTES: usize = 1024;

/// Random bytes not given out yet.
struct Portion {
    bytes: Zeroizing<[u8; PORTION_BYTES]>,
    used: usize,
}

impl Portion {
    /// The next bytes; each is given out once and wiped here.
    #[expect(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "nonces and keys are the store's own; without randomness nothing may be sealed"
    )]
    fn take<const N: usize>(&mut self) -> [u8; N] {
        const { assert!(N <= PORTION_BYTES) };
        if self.used + N > PORTION_BYTES {
            getrandom::fill(self.bytes.as_mut_slice()).expect("the operating system gives randomness");
            self.used = 0;
        }
        let mut out = [0; N];
        for (to, from) in out.iter_mut().zip(self.bytes.iter_mut().skip(self.used)) {
            *to = std::mem::take(from);
        }
        self.used += N;
        out
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_random_bytes_are_given_out_twice() {
        let nonces: HashSet<Nonce> = (0..1000).map(|_| nonce()).collect();
        assert_eq!(nonces.len(), 1000);
        // Wiped bytes would be given out as zeros.
        assert!(nonces.iter().all(|nonce| !nonce.windows(6).any(|bytes| bytes == [0; 6])));
    }
}
