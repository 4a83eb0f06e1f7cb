//! Keys and sealed bytes: the only cryptography at rest.
//!
//! Knows how a key comes from another key, how bytes are sealed so that they open in one place only, how the log is
//! chained, how a row is stamped and how one-time codes are written down. Must not know files, SQL, clocks or
//! randomness: keys, nonces and code bytes come in as arguments, and what a byte means is its caller's affair.
//!
//! # The keys
//!
//! ```text
//! RootKey ── HKDF ─┬─ key-encryption key ── wraps ── CaseKey (random, one per case; destroying it shreds the case)
//!                  │                                  └─ HKDF ─┬─ events
//!                  │                                           ├─ small fields: titles, payloads, letters
//!                  │                                           └─ wraps BlobKey (random, one per blob, struck alone)
//!                  ├─ DeskKey: small fields of rows that belong to no case
//!                  ├─ MacKey: stamps on rows, digests of codes
//!                  └─ fingerprint: tells a wrong key, safe to store
//! ```
//!
//! # The sources
//!
//! XChaCha20-Poly1305: RFC 8439 with the extended nonce of draft-irtf-cfrg-xchacha-03. HKDF-SHA-256: RFC 5869.
//! Argon2id: RFC 9106. TOTP: RFC 6238. HMAC-SHA-256: RFC 2104. SHA-256: FIPS 180-4. Nonces are 24 random bytes: with one key, 2^48 seals keep the chance
//! of a repeated nonce below 2^-97.
//!
//! # What a seal does not hide
//!
//! Sizes, counts, kinds and times. And it does not stop the one who holds the root key.

mod blob;
mod case_key;
mod chain;
mod code;
mod crockford;
mod digest;
mod event;
mod frame;
mod keys;
mod password;
mod row;
mod sealing;
mod totp;

#[cfg(test)]
mod tests;

pub use blob::{open_blob, seal_blob};
pub use case_key::{BlobKey, CaseKey};
pub use chain::{Hash, NotAHash, chain, genesis};
pub use code::{
    Api, ApiToken, Code, Invite, InviteCode, Kind, NotACode, Operator, OperatorToken, Receipt, ReceiptCode, Session,
    SessionToken,
};
pub use digest::digest;
pub use event::{EventHeader, open_event, seal_event};
pub use keys::{DeskKey, InstanceId, MacKey, NotARootKey, RootKey};
pub use password::{is_password, password_hash};
pub use row::{row_mac, verify_row};
pub use sealing::{Nonce, OVERHEAD, Unsealing};
pub use totp::{totp_address, totp_step};
