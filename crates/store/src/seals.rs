//! The keys in hand while the store is open, and the randomness for nonces and new keys.
//!
//! Knows which key stamps and seals what; the cryptography is `vault`'s.

use domain::ids::CaseId;
use vault::{CaseKey, DeskKey, InstanceId, MacKey, Nonce, RootKey, row_mac, verify_row};

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

/// Random bytes from the operating system.
#[expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "nonces and keys are the store's own; without randomness nothing may be sealed"
)]
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}
