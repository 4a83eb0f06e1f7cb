//! One event of one case's log, sealed to its place.
//!
//! Knows the header that stays readable. Must not know what an event says.

use crate::case_key::CaseKey;
use crate::frame::frame;
use crate::keys::InstanceId;
use crate::sealing::{Nonce, Unsealing, open, seal};

/// What stays readable of an event: where it stands, its kind and its time. A sealed payload opens under this exact
/// header only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventHeader<'a> {
    /// The installation.
    pub instance: InstanceId,
    /// The case.
    pub case: [u8; 16],
    /// Its place in the case's log, from 1 or as the store counts.
    pub seq: u64,
    /// What kind of event it is.
    pub kind: &'a str,
    /// When it was recorded, in milliseconds since 1970.
    pub at_ms: i64,
}

impl EventHeader<'_> {
    /// The header as bytes, the same for sealing and for chaining; no two headers give the same.
    pub(crate) fn encode(&self) -> Vec<u8> {
        frame(
            "sluice event 1",
            &[&self.instance.0, &self.case, &self.seq.to_be_bytes(), self.kind.as_bytes(), &self.at_ms.to_be_bytes()],
        )
    }
}

/// Seals an event's payload under the key of its case, bound to its header.
///
/// ```
/// use vault::{CaseKey, EventHeader, InstanceId, open_event, seal_event};
/// let key = CaseKey::from_bytes([3; 32]);
/// let header = EventHeader { instance: InstanceId([1; 16]), case: [2; 16], seq: 1, kind: "ReportReceived", at_ms: 0 };
/// let sealed = seal_event(&key, &header, b"{}", [4; 24]);
/// assert_eq!(open_event(&key, &header, &sealed).unwrap(), b"{}");
/// assert!(open_event(&key, &EventHeader { seq: 2, ..header }, &sealed).is_err());
/// ```
#[must_use]
pub fn seal_event(key: &CaseKey, header: &EventHeader<'_>, plaintext: &[u8], nonce: Nonce) -> Vec<u8> {
    seal(key.events(), &header.encode(), plaintext, nonce)
}

/// Opens an event's payload.
///
/// # Errors
/// When the payload or any part of the header was changed, or the key is another case's.
pub fn open_event(key: &CaseKey, header: &EventHeader<'_>, sealed: &[u8]) -> Result<Vec<u8>, Unsealing> {
    open(key.events(), &header.encode(), sealed)
}
