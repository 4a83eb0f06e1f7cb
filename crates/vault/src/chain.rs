//! The hash chain of a case's log (SHA-256, FIPS 180-4).
//!
//! Knows that each link covers the one before it, the header and the sealed payload: so the chain verifies without any
//! key, and still does when the key is destroyed. Must not know how a log is stored.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::event::EventHeader;
use crate::frame::framed;
use crate::keys::InstanceId;

/// One link: 32 bytes, printed as hex, compared in constant time.
#[derive(Clone, Copy)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The link made of these bytes, as the store kept them.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for storage.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for Hash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Hash {}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// Why a text is not a link of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a hash: 64 lower-case hex digits are expected")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NotAHash)?;
        bytes.try_into().map(Self).map_err(|_| NotAHash)
    }
}

/// The link before the first event of a case.
///
/// ```
/// use vault::{InstanceId, genesis};
/// assert_ne!(genesis(InstanceId([1; 16]), [2; 16]), genesis(InstanceId([1; 16]), [3; 16]));
/// ```
#[must_use]
pub fn genesis(instance: InstanceId, case: [u8; 16]) -> Hash {
    hashed("sluice genesis 1", &[&instance.0, &case])
}

/// The link after one more event.
///
/// ```
/// use vault::{EventHeader, Hash, InstanceId, chain, genesis};
/// let header = EventHeader { instance: InstanceId([1; 16]), case: [2; 16], seq: 1, kind: "ReportReceived", at_ms: 0 };
/// let first = genesis(header.instance, header.case);
/// let link = chain(&first, &header, b"sealed bytes");
/// assert_ne!(link, chain(&first, &header, b"sealed byteZ"));
/// assert_eq!(link.to_string().parse::<Hash>(), Ok(link));
/// ```
#[must_use]
pub fn chain(previous: &Hash, header: &EventHeader<'_>, sealed: &[u8]) -> Hash {
    hashed("sluice chain 1", &[&previous.0, &header.encode(), sealed])
}

fn hashed(tag: &str, parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    framed(tag, parts, |bytes| hash.update(bytes));
    Hash(hash.finalize().into())
}
