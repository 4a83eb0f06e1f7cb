//! An authenticator made of software, with the browser around it: for tests, which also need one that lies.
//!
//! Knows how an honest answer is put together, byte by byte, and lets every part of it be changed. Its keys come from a
//! number, so that a test is the same in every run.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The holder is there.
pub const PRESENT: u8 = 0x01;
/// The holder was verified.
pub const VERIFIED: u8 = 0x04;
/// The key may be copied to other devices.
pub const MAY_SYNC: u8 = 0x08;
/// The key was copied.
pub const SYNCED: u8 = 0x10;
/// A new key follows.
const ATTESTED: u8 = 0x40;

/// One key of one authenticator.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    /// What the key is called.
    pub id: Vec<u8>,
    /// Whose it is, once it is registered.
    pub holder: Vec<u8>,
    /// How often it was used; 0 for keys that do not count.
    pub count: u32,
}

/// What goes into an answer; everything a liar may change.
#[derive(Clone, Debug)]
pub struct Parts {
    /// `webauthn.get` or `webauthn.create`.
    pub kind: String,
    /// What it answers.
    pub challenge: Vec<u8>,
    /// The page that asked.
    pub origin: String,
    /// The host whose key it is.
    pub host: String,
    /// What the authenticator says of its holder.
    pub flags: u8,
    /// How often the key was used.
    pub count: u32,
    /// Whether another site's page was around it.
    pub cross_origin: Option<bool>,
    /// Whose key it says it is.
    pub holder: Option<Vec<u8>>,
}

impl Authenticator {
    /// A key made from a number.
    ///
    /// # Panics
    /// Never: the seed is a valid scalar.
    #[must_use]
    #[expect(clippy::expect_used, reason = "for tests")]
    pub fn of(seed: u8) -> Self {
        let key = SigningKey::from_slice(&[seed.max(1); 32]).expect("a small scalar is a key");
        Self { key, id: vec![seed; 24], holder: Vec::new(), count: 0 }
    }

    /// Answers what a site asked, honestly; takes the key's holder from it.
    ///
    /// # Panics
    /// When the options are not such a site's.
    #[must_use]
    pub fn register(&mut self, options: &str, origin: &str) -> String {
        let options = public_key(options);
        self.holder = bytes(&options, "/user/id");
        let parts = self.parts("webauthn.create", &options, origin, "/rp/id");
        self.made(&parts)
    }

    /// Proves who sits there, honestly.
    ///
    /// # Panics
    /// When the options are not such a site's.
    #[must_use]
    pub fn prove(&mut self, options: &str, origin: &str) -> String {
        if self.count > 0 {
            self.count += 1;
        }
        let parts = self.parts("webauthn.get", &public_key(options), origin, "/rpId");
        self.answer(&parts)
    }

    /// The parts of an honest proof, to be changed by a liar.
    ///
    /// # Panics
    /// When the options are not such a site's.
    #[must_use]
    pub fn proof_parts(&self, options: &str, origin: &str) -> Parts {
        self.parts("webauthn.get", &public_key(options), origin, "/rpId")
    }

    /// The parts of an honest registration, to be changed by a liar.
    ///
    /// # Panics
    /// When the options are not such a site's.
    #[must_use]
    pub fn registration_parts(&self, options: &str, origin: &str) -> Parts {
        self.parts("webauthn.create", &public_key(options), origin, "/rp/id")
    }

    fn parts(&self, kind: &str, options: &Value, origin: &str, host: &str) -> Parts {
        Parts {
            kind: kind.to_owned(),
            challenge: bytes(options, "/challenge"),
            origin: origin.to_owned(),
            host: options.pointer(host).and_then(Value::as_str).unwrap_or_default().to_owned(),
            flags: PRESENT | VERIFIED,
            count: self.count,
            cross_origin: Some(false),
            holder: Some(self.holder.clone()),
        }
    }

    /// A proof out of parts, signed by this key.
    #[must_use]
    pub fn answer(&self, parts: &Parts) -> String {
        let client = parts.client_data();
        let data = parts.authenticator_data(&[]);
        let signed: Vec<u8> = data.iter().copied().chain(Sha256::digest(&client)).collect();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": text(&self.id),
            "rawId": text(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": text(&client),
                "authenticatorData": text(&data),
                "signature": text(signature.to_der().as_bytes()),
                "userHandle": parts.holder.as_deref().map(text),
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    /// A registration out of parts.
    #[must_use]
    pub fn made(&self, parts: &Parts) -> String {
        let data = parts.authenticator_data(&self.attested());
        // {"fmt": "none", "attStmt": {}, "authData": …}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData");
        object.extend(byte_string(&data));
        json!({
            "id": text(&self.id),
            "rawId": text(&self.id),
            "type": "public-key",
            "response": { "clientDataJSON": text(&parts.client_data()), "attestationObject": text(&object) },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    /// Which authenticator (none says), the key's name, and its public half as COSE has it.
    fn attested(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().map(|x| x.to_vec()), point.y().map(|y| y.to_vec()));
        let mut bytes = vec![0; 16];
        bytes.extend(u16::try_from(self.id.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend(&self.id);
        bytes.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
        bytes.extend(byte_string(&x.unwrap_or_default()));
        bytes.push(0x22);
        bytes.extend(byte_string(&y.unwrap_or_default()));
        bytes
    }
}

impl Parts {
    fn client_data(&self) -> Vec<u8> {
        let mut said = json!({ "type": self.kind, "challenge": text(&self.challenge), "origin": self.origin });
        if let (Some(cross), Some(said)) = (self.cross_origin, said.as_object_mut()) {
            said.insert("crossOrigin".to_owned(), Value::from(cross));
        }
        said.to_string().into_bytes()
    }

    fn authenticator_data(&self, attested: &[u8]) -> Vec<u8> {
        let mut bytes = Sha256::digest(self.host.as_bytes()).to_vec();
        bytes.push(if attested.is_empty() { self.flags } else { self.flags | ATTESTED });
        bytes.extend(self.count.to_be_bytes());
        bytes.extend(attested);
        bytes
    }
}

/// A byte string as CBOR writes it, of up to 64 KiB.
fn byte_string(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes();
    let head = match bytes.len() {
        0..=23 => vec![0x40 | length[1]],
        24..=255 => vec![0x58, length[1]],
        _ => vec![0x59, length[0], length[1]],
    };
    head.into_iter().chain(bytes.iter().copied()).collect()
}

fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

#[expect(clippy::expect_used, reason = "for tests")]
fn public_key(options: &str) -> Value {
    let mut options: Value = serde_json::from_str(options).expect("options are JSON");
    options.get_mut("publicKey").map(Value::take).expect("options name a public key")
}

#[expect(clippy::expect_used, reason = "for tests")]
fn bytes(options: &Value, place: &str) -> Vec<u8> {
    let text = options.pointer(place).and_then(Value::as_str).expect("options are whole");
    BASE64URL_NOPAD.decode(text.as_bytes()).expect("options are base64url")
}
