//! The keys of one case and of one blob: random, wrapped for storage, destroyed to forget.
//!
//! Knows which derived key seals what. Must not know where wrapped keys are kept.

use std::fmt;

use zeroize::{Zeroize as _, Zeroizing};

use crate::frame::frame;
use crate::keys::{InstanceId, RootKey, derive, small_place};
use crate::sealing::{KeyBytes, Nonce, Unsealing, open, seal};

/// The key of one case. Destroying its wrapped form shreds the case; the hash chain still verifies.
#[derive(Clone)]
pub struct CaseKey {
    bytes: Zeroizing<KeyBytes>,
    events: Zeroizing<KeyBytes>,
    small: Zeroizing<KeyBytes>,
    blobs: Zeroizing<KeyBytes>,
}

impl CaseKey {
    /// The key made of these bytes, which must be random.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let key = Self {
            events: derive(&bytes, "events", &[]),
            small: derive(&bytes, "small", &[]),
            blobs: derive(&bytes, "wrap blob keys", &[]),
            bytes: Zeroizing::new(bytes),
        };
        bytes.zeroize();
        key
    }

    /// The key, sealed under the root key for storage beside its case.
    ///
    /// ```
    /// use vault::{CaseKey, InstanceId, RootKey};
    /// let root = RootKey::from_bytes([7; 32]);
    /// let (instance, case) = (InstanceId([1; 16]), [2; 16]);
    /// let wrapped = CaseKey::from_bytes([3; 32]).wrap(&root, instance, case, [4; 24]);
    /// assert!(CaseKey::unwrap(&root, instance, case, &wrapped).is_ok());
    /// assert!(CaseKey::unwrap(&root, instance, [9; 16], &wrapped).is_err());
    /// ```
    #[must_use]
    pub fn wrap(&self, root: &RootKey, instance: InstanceId, case: [u8; 16], nonce: Nonce) -> Vec<u8> {
        seal(root.wrapping(), &case_place(instance, case), self.bytes.as_slice(), nonce)
    }

    /// The key out of its wrapped form.
    ///
    /// # Errors
    /// When the bytes were changed, belong to another case or instance, or were wrapped under another root key.
    pub fn unwrap(root: &RootKey, instance: InstanceId, case: [u8; 16], wrapped: &[u8]) -> Result<Self, Unsealing> {
        opened_key(root.wrapping(), &case_place(instance, case), wrapped).map(Self::from_bytes)
    }

    /// A blob's key, sealed under this case's key for storage beside the blob.
    ///
    /// ```
    /// use vault::{BlobKey, CaseKey, InstanceId};
    /// let key = CaseKey::from_bytes([3; 32]);
    /// let (instance, case, blob) = (InstanceId([1; 16]), [2; 16], [5; 16]);
    /// let wrapped = key.wrap_blob_key(instance, case, blob, &BlobKey::from_bytes([6; 32]), [4; 24]);
    /// assert!(key.unwrap_blob_key(instance, case, blob, &wrapped).is_ok());
    /// assert!(key.unwrap_blob_key(instance, case, [9; 16], &wrapped).is_err());
    /// ```
    #[must_use]
    pub fn wrap_blob_key(
        &self,
        instance: InstanceId,
        case: [u8; 16],
        blob: [u8; 16],
        key: &BlobKey,
        nonce: Nonce,
    ) -> Vec<u8> {
        seal(&self.blobs, &blob_key_place(instance, case, blob), key.0.as_slice(), nonce)
    }

    /// A blob's key out of its wrapped form.
    ///
    /// # Errors
    /// When the bytes were changed, belong to another blob, case or instance, or were wrapped under another case's key.
    pub fn unwrap_blob_key(
        &self,
        instance: InstanceId,
        case: [u8; 16],
        blob: [u8; 16],
        wrapped: &[u8],
    ) -> Result<BlobKey, Unsealing> {
        opened_key(&self.blobs, &blob_key_place(instance, case, blob), wrapped).map(BlobKey::from_bytes)
    }

    /// Seals a small text of this case (a title in the index, an outbox payload, a letter), bound to its purpose and
    /// the id of its row.
    ///
    /// ```
    /// use vault::CaseKey;
    /// let key = CaseKey::from_bytes([3; 32]);
    /// let sealed = key.seal_small("index/title", b"row 1", b"a title", [9; 24]);
    /// assert_eq!(key.open_small("index/title", b"row 1", &sealed).unwrap(), b"a title");
    /// assert!(key.open_small("outbox/payload", b"row 1", &sealed).is_err());
    /// ```
    #[must_use]
    pub fn seal_small(&self, purpose: &str, id: &[u8], plaintext: &[u8], nonce: Nonce) -> Vec<u8> {
        seal(&self.small, &small_place(purpose, id), plaintext, nonce)
    }

    /// Opens what [`Self::seal_small`] sealed for the same purpose and row.
    ///
    /// # Errors
    /// When the bytes were changed, moved or sealed with another key.
    pub fn open_small(&self, purpose: &str, id: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealing> {
        open(&self.small, &small_place(purpose, id), sealed)
    }

    pub(crate) fn events(&self) -> &KeyBytes {
        &self.events
    }
}

impl fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseKey(…)")
    }
}

/// The key of one blob: a report's body, a draft, a message, a file. Each can be struck alone.
#[derive(Clone)]
pub struct BlobKey(Zeroizing<KeyBytes>);

impl BlobKey {
    /// The key made of these bytes, which must be random.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let key = Self(Zeroizing::new(bytes));
        bytes.zeroize();
        key
    }

    pub(crate) fn bytes(&self) -> &KeyBytes {
        &self.0
    }
}

impl fmt::Debug for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlobKey(…)")
    }
}

fn case_place(instance: InstanceId, case: [u8; 16]) -> Vec<u8> {
    frame("sluice case key 1", &[&instance.0, &case])
}

fn blob_key_place(instance: InstanceId, case: [u8; 16], blob: [u8; 16]) -> Vec<u8> {
    frame("sluice blob key 1", &[&instance.0, &case, &blob])
}

/// A key that was sealed; anything else than 32 bytes inside an authentic seal was cut off before sealing.
fn opened_key(key: &KeyBytes, place: &[u8], wrapped: &[u8]) -> Result<KeyBytes, Unsealing> {
    let bytes = Zeroizing::new(open(key, place, wrapped)?);
    bytes.as_slice().try_into().map_err(|_| Unsealing::CutOff)
}
