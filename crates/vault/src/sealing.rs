//! Bytes that open only with their key and in their own place (RFC 8439; draft-irtf-cfrg-xchacha-03).
//!
//! Knows one format: a version byte, the nonce, the ciphertext with its tag. Must not know what is sealed: the place is
//! an opaque string of bytes from the caller.

use chacha20poly1305::aead::AeadInOut as _;
use chacha20poly1305::{KeyInit as _, Tag, XChaCha20Poly1305, XNonce};

/// Twenty-four random bytes, never used twice with one key.
pub type Nonce = [u8; 24];

/// A root, case, blob or derived key.
pub(crate) type KeyBytes = [u8; 32];

/// What sealing adds to a text: one version byte, the nonce and the tag.
pub const OVERHEAD: usize = 1 + NONCE + TAG;

const NONCE: usize = 24;
const TAG: usize = 16;
/// The only format so far. A second one gets the next number and both are read.
const FORMAT: u8 = 1;

/// Why sealed bytes did not open. It never says which byte was wrong: nobody can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsealing {
    /// Cut off: shorter than any sealed text.
    #[error("the sealed bytes are cut off")]
    CutOff,
    /// Written in a format this program does not know, or damaged in its first byte.
    #[error("the sealed bytes are in format {0}, which is not known here")]
    UnknownFormat(u8),
    /// Changed, moved from another place, or sealed with another key.
    #[error("the sealed bytes were changed, belong elsewhere, or were sealed with another key")]
    NotAuthentic,
}

/// Seals `plaintext` under `key`, bound to `place`.
pub(crate) fn seal(key: &KeyBytes, place: &[u8], plaintext: &[u8], nonce: Nonce) -> Vec<u8> {
    let mut out = Vec::with_capacity(plaintext.len() + OVERHEAD);
    out.push(FORMAT);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(plaintext);
    let (_, body) = out.split_at_mut(1 + NONCE);
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&XNonce::from(nonce), place, body.into())
        .expect("a text that fits in memory is below the cipher's limit of 256 GiB");
    out.extend_from_slice(&tag);
    out
}

/// Opens what [`seal`] made, with the same key and in the same place only.
pub(crate) fn open(key: &KeyBytes, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealing> {
    let (format, rest) = sealed.split_first().ok_or(Unsealing::CutOff)?;
    if *format != FORMAT {
        return Err(Unsealing::UnknownFormat(*format));
    }
    let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(Unsealing::CutOff)?;
    let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(Unsealing::CutOff)?;
    let mut plaintext = body.to_vec();
    XChaCha20Poly1305::new(key.into())
        .decrypt_inout_detached(&XNonce::from(*nonce), place, plaintext.as_mut_slice().into(), &Tag::from(*tag))
        .map_err(|_| Unsealing::NotAuthentic)?;
    Ok(plaintext)
}
