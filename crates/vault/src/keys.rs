//! The root key and what is derived from it (HKDF-SHA-256, RFC 5869).
//!
//! Knows how keys come from the root key and how the root key is written as one line of text. Must not know where that
//! line is kept.

use std::fmt;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::frame::{frame, framed};
use crate::sealing::{KeyBytes, Nonce, Unsealing, open, seal};

/// Which installation bytes belong to: made at the first start, stored in the clear, part of every seal's place.
///
/// ```
/// use vault::InstanceId;
/// assert_eq!(InstanceId([0xab; 16]).to_string(), "abababababababababababababababab");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InstanceId(pub [u8; 16]);

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// The key above all keys: 32 random bytes that the operator keeps and backs up.
///
/// It is wiped when dropped and never printed by `Debug`.
#[derive(Clone)]
pub struct RootKey {
    bytes: Zeroizing<KeyBytes>,
    wrapping: Zeroizing<KeyBytes>,
}

/// Why a text is not a root key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARootKey {
    /// Nothing is in it.
    #[error("the root key is empty")]
    Empty,
    /// It does not begin as root keys do: probably another file.
    #[error("this is not a root key: a root key begins with `{PREFIX}`")]
    OtherText,
    /// Letters are missing or too many.
    #[error("this root key is damaged: {expected} letters and digits are expected after `{PREFIX}`, not {found}")]
    Length {
        /// How many belong there.
        expected: usize,
        /// How many are there.
        found: usize,
    },
    /// A letter was changed: it does not fit the checksum.
    #[error("this root key is damaged: a letter or digit in it was changed")]
    Damaged,
}

const PREFIX: &str = "sluice-root-1-";
const CHECK: usize = 5;
const TEXT: usize = 60;

impl RootKey {
    /// The key made of these bytes, which must be random.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let wrapping = derive(&bytes, "wrap case keys", &[]);
        let key = Self { bytes: Zeroizing::new(bytes), wrapping };
        bytes.zeroize();
        key
    }

    /// The key as one line for a key file: a prefix, the key, a checksum.
    ///
    /// ```
    /// use vault::RootKey;
    /// let key = RootKey::from_bytes([7; 32]);
    /// let again = RootKey::from_text(&key.to_text()).unwrap();
    /// assert_eq!(again.fingerprint(), key.fingerprint());
    /// ```
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.bytes.to_vec());
        bytes.extend_from_slice(&checksum(&self.bytes));
        let mut letters = Zeroizing::new(BASE32_NOPAD.encode(&bytes));
        letters.make_ascii_lowercase();
        Zeroizing::new(format!("{PREFIX}{}", *letters))
    }

    /// The key in a key file. Space around it is ignored, and so is the case of the letters.
    ///
    /// # Errors
    /// Says whether this is no root key at all or a damaged one.
    ///
    /// ```
    /// use vault::{NotARootKey, RootKey};
    /// assert_eq!(RootKey::from_text("").unwrap_err(), NotARootKey::Empty);
    /// assert_eq!(RootKey::from_text("-----BEGIN CERTIFICATE-----").unwrap_err(), NotARootKey::OtherText);
    /// ```
    pub fn from_text(text: &str) -> Result<Self, NotARootKey> {
        let text = Zeroizing::new(text.trim().to_ascii_lowercase());
        if text.is_empty() {
            return Err(NotARootKey::Empty);
        }
        let letters = text.strip_prefix(PREFIX).ok_or(NotARootKey::OtherText)?;
        if letters.chars().count() != TEXT {
            return Err(NotARootKey::Length { expected: TEXT, found: letters.chars().count() });
        }
        let upper = Zeroizing::new(letters.to_ascii_uppercase());
        let bytes = Zeroizing::new(BASE32_NOPAD.decode(upper.as_bytes()).map_err(|_| NotARootKey::Damaged)?);
        let (key, check) = bytes.split_first_chunk::<32>().ok_or(NotARootKey::Damaged)?;
        if check != checksum(key) {
            return Err(NotARootKey::Damaged);
        }
        Ok(Self::from_bytes(*key))
    }

    /// Sixteen hex digits that tell this key from another and nothing else: safe to store and to show.
    ///
    /// ```
    /// use vault::RootKey;
    /// assert_eq!(RootKey::from_bytes([7; 32]).fingerprint().len(), 16);
    /// assert_ne!(RootKey::from_bytes([7; 32]).fingerprint(), RootKey::from_bytes([8; 32]).fingerprint());
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let derived = derive(&self.bytes, "fingerprint", &[]);
        let (first, _) = derived.split_at(8);
        HEXLOWER.encode(first)
    }

    /// The key for small fields of rows that belong to no case.
    #[must_use]
    pub fn desk_key(&self, instance: InstanceId) -> DeskKey {
        DeskKey(derive(&self.bytes, "desk", &[&instance.0]))
    }

    /// The key for stamps on rows and digests of codes.
    #[must_use]
    pub fn mac_key(&self, instance: InstanceId) -> MacKey {
        MacKey(derive(&self.bytes, "mac", &[&instance.0]))
    }

    pub(crate) fn wrapping(&self) -> &KeyBytes {
        &self.wrapping
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(…)")
    }
}

/// Seals small fields of rows that belong to no case: an address, an outbox payload of the desk itself.
#[derive(Clone)]
pub struct DeskKey(Zeroizing<KeyBytes>);

impl DeskKey {
    /// Seals a small text, bound to its purpose (a table and column) and the id of its row.
    ///
    /// ```
    /// use vault::{InstanceId, RootKey};
    /// let desk = RootKey::from_bytes([7; 32]).desk_key(InstanceId([1; 16]));
    /// let sealed = desk.seal_small("account/address", b"row 1", b"ada@example.org", [9; 24]);
    /// assert_eq!(desk.open_small("account/address", b"row 1", &sealed).unwrap(), b"ada@example.org");
    /// assert!(desk.open_small("account/address", b"row 2", &sealed).is_err());
    /// ```
    #[must_use]
    pub fn seal_small(&self, purpose: &str, id: &[u8], plaintext: &[u8], nonce: Nonce) -> Vec<u8> {
        seal(&self.0, &small_place(purpose, id), plaintext, nonce)
    }

    /// Opens what [`Self::seal_small`] sealed for the same purpose and row.
    ///
    /// # Errors
    /// When the bytes were changed, moved or sealed with another key.
    pub fn open_small(&self, purpose: &str, id: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealing> {
        open(&self.0, &small_place(purpose, id), sealed)
    }
}

impl fmt::Debug for DeskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeskKey(…)")
    }
}

/// Stamps rows and digests codes (HMAC-SHA-256, RFC 2104).
#[derive(Clone)]
pub struct MacKey(Zeroizing<KeyBytes>);

impl MacKey {
    pub(crate) fn bytes(&self) -> &KeyBytes {
        &self.0
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(…)")
    }
}

/// The place of a small field; the key already names the case or the desk.
pub(crate) fn small_place(purpose: &str, id: &[u8]) -> Vec<u8> {
    frame("sluice small 1", &[purpose.as_bytes(), id])
}

/// One key for one purpose from another key. The salt is ours and fixed; the purpose and what it is bound to are the
/// info, so that two purposes never share a key.
pub(crate) fn derive(from: &KeyBytes, purpose: &str, bound_to: &[&[u8]]) -> Zeroizing<KeyBytes> {
    let mut out = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(b"sluice vault 1"), from)
        .expand(&frame(purpose, bound_to), out.as_mut_slice())
        .expect("32 bytes are far below what HKDF gives out");
    out
}

/// Tells a typo in a key file. It says nothing of use about 32 random bytes.
fn checksum(key: &KeyBytes) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    framed("sluice root key text 1", &[key], |bytes| hash.update(bytes));
    let digest: [u8; 32] = hash.finalize().into();
    let mut check = [0; CHECK];
    check.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    check
}
