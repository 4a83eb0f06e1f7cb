//! Stamps on rows that decide who may do what (HMAC-SHA-256, RFC 2104).
//!
//! Encryption does not stop somebody who writes to the database from adding a member; a stamp over all columns does.
//! Knows bytes of columns; must not know tables.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::frame::framed;
use crate::keys::MacKey;

/// The stamp of a row: over the table's name and all its columns, in order.
///
/// ```
/// use vault::{InstanceId, RootKey, row_mac, verify_row};
/// let key = RootKey::from_bytes([7; 32]).mac_key(InstanceId([1; 16]));
/// let stamp = row_mac(&key, "member", &[b"ada", b"coordinator"]);
/// assert!(verify_row(&key, "member", &[b"ada", b"coordinator"], &stamp));
/// assert!(!verify_row(&key, "member", &[b"ada", b"committee"], &stamp));
/// ```
#[must_use]
pub fn row_mac(key: &MacKey, table: &str, columns: &[&[u8]]) -> [u8; 32] {
    let table = table.as_bytes();
    mac(key, "sluice row 1", &[&[table], columns].concat())
}

/// Whether a stamp is the row's own; compared in constant time.
#[must_use]
pub fn verify_row(key: &MacKey, table: &str, columns: &[&[u8]], stamp: &[u8]) -> bool {
    row_mac(key, table, columns).ct_eq(stamp).into()
}

/// HMAC over a framed list.
pub(crate) fn mac(key: &MacKey, tag: &str, parts: &[&[u8]]) -> [u8; 32] {
    // A 32-byte key is padded with zeros to the block, as RFC 2104 says; giving the block whole cannot fail.
    let mut block = zeroize::Zeroizing::new([0; 64]);
    block.iter_mut().zip(key.bytes()).for_each(|(to, from)| *to = *from);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    framed(tag, parts, |bytes| mac.update(bytes));
    mac.finalize().into_bytes().into()
}
