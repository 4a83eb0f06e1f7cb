//! What a browser answers, read before it is believed.
//!
//! Knows which key and which challenge an answer is about, so that both can be looked up. Nothing here is proof.

use serde::Deserialize;
use webauthn_rs_core::proto::PublicKeyCredential;

/// Longest answer that is looked at, in bytes.
const BYTES_MAX: usize = 16 * 1024;

/// An answer that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a passkey's answer")]
pub struct Unreadable;

/// What a browser sends after somebody used a passkey: claims, until [`Site::verify`](crate::Site::verify) has looked at them.
#[derive(Clone)]
pub struct Assertion {
    pub(crate) answer: PublicKeyCredential,
    challenge: [u8; 32],
}

/// What the browser says of the circumstances; the signature covers it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Circumstances {
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<String>,
    challenge: String,
}

impl Assertion {
    /// Reads an answer, as JSON.
    ///
    /// # Errors
    /// When it is none, or when it was made inside another site's page.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        if text.len() > BYTES_MAX {
            return Err(Unreadable);
        }
        let answer: PublicKeyCredential = serde_json::from_str(text).map_err(|_| Unreadable)?;
        if answer.type_ != "public-key" {
            return Err(Unreadable);
        }
        let challenge = challenge_of(&answer.response.client_data_json)?;
        Ok(Self { answer, challenge })
    }

    /// The challenge it claims to answer.
    #[must_use]
    pub const fn challenge(&self) -> [u8; 32] {
        self.challenge
    }

    /// The key it claims to come from.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        &self.answer.raw_id
    }

    /// The person it claims to come from; keys that are asked for by name may leave it out.
    #[must_use]
    pub fn holder(&self) -> Option<&[u8]> {
        self.answer.get_user_unique_id()
    }
}

/// The challenge that an answer's circumstances name. An answer given inside another site's frame is none.
pub(crate) fn challenge_of(client_data: &[u8]) -> Result<[u8; 32], Unreadable> {
    let said: Circumstances = serde_json::from_slice(client_data).map_err(|_| Unreadable)?;
    if said.cross_origin || said.top_origin.is_some() {
        return Err(Unreadable);
    }
    let bytes = data_encoding::BASE64URL_NOPAD.decode(said.challenge.as_bytes()).map_err(|_| Unreadable)?;
    bytes.try_into().map_err(|_| Unreadable)
}
