//! Blobs: report bodies, drafts, messages and files, each under its own key.
//!
//! Knows that a blob opens in its own case and under its own id only. Must not know what is in it or where it is kept.

use crate::case_key::BlobKey;
use crate::frame::frame;
use crate::keys::InstanceId;
use crate::sealing::{Nonce, Unsealing, open, seal};

/// Seals a blob under its own key, bound to instance, case and blob id.
///
/// ```
/// use vault::{BlobKey, InstanceId, open_blob, seal_blob};
/// let (key, instance) = (BlobKey::from_bytes([6; 32]), InstanceId([1; 16]));
/// let sealed = seal_blob(&key, instance, [2; 16], [5; 16], b"steps to reproduce", [4; 24]);
/// assert_eq!(open_blob(&key, instance, [2; 16], [5; 16], &sealed).unwrap(), b"steps to reproduce");
/// assert!(open_blob(&key, instance, [9; 16], [5; 16], &sealed).is_err());
/// ```
#[must_use]
pub fn seal_blob(
    key: &BlobKey,
    instance: InstanceId,
    case: [u8; 16],
    blob: [u8; 16],
    plaintext: &[u8],
    nonce: Nonce,
) -> Vec<u8> {
    seal(key.bytes(), &place(instance, case, blob), plaintext, nonce)
}

/// Opens a blob.
///
/// # Errors
/// When the bytes were changed, moved from another blob, case or instance, or the key is another blob's.
pub fn open_blob(
    key: &BlobKey,
    instance: InstanceId,
    case: [u8; 16],
    blob: [u8; 16],
    sealed: &[u8],
) -> Result<Vec<u8>, Unsealing> {
    open(key.bytes(), &place(instance, case, blob), sealed)
}

fn place(instance: InstanceId, case: [u8; 16], blob: [u8; 16]) -> Vec<u8> {
    frame("sluice blob 1", &[&instance.0, &case, &blob])
}
