//! The digest of something that others are to sign: unkeyed, so that anybody who has the text can make it (SHA-256, FIPS 180-4).
//!
//! Knows bytes; must not know what they say.

use sha2::{Digest as _, Sha256};

use crate::frame::framed;

/// The digest of a text for one purpose; the same text for another purpose has another.
///
/// ```
/// use vault::digest;
/// assert_eq!(digest("decision", b"publish"), digest("decision", b"publish"));
/// assert_ne!(digest("decision", b"publish"), digest("receipt", b"publish"));
/// ```
#[must_use]
pub fn digest(purpose: &str, text: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    framed("sluice digest 1", &[purpose.as_bytes(), text], |bytes| hash.update(bytes));
    hash.finalize().into()
}
