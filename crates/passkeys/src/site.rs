//! A site that takes passkeys: what it asks a browser for, and its judgement of the answer.
//!
//! Knows the one way in which this house asks the library. Keeps nothing.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::{Host, Url};
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::proto::{
    AuthenticationState, COSEAlgorithm, Credential, RegisterPublicKeyCredential, RegistrationState,
    UserVerificationPolicy,
};

use crate::answer::{Assertion, challenge_of};

/// How long a browser waits for its user.
const PATIENCE: core::time::Duration = core::time::Duration::from_mins(5);

/// An address at which no browser offers passkeys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("browsers offer passkeys at https addresses and at localhost, not at {0}")]
pub struct NoSite(String);

/// Why a passkey or its answer is not taken; for the process log, strangers are told less.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

/// A site that takes passkeys.
pub struct Site {
    core: WebauthnCore,
}

/// What to hand to a browser, and what to keep until it answers.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The options, as the browser's own function reads them from JSON.
    pub options: String,
    /// For [`Site::register`]; holds the challenge.
    pub state: String,
}

/// A registered passkey: the public half of a key. It is no secret, but rights depend on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Passkey(Credential);

/// A good answer.
#[derive(Clone, Debug)]
pub struct Used {
    /// The key as it is to be kept from now on.
    pub passkey: Passkey,
    /// The key counts its uses, and the count went back: somebody may have a copy of it.
    pub went_back: bool,
}

impl Passkey {
    /// What the key is called; unique, made by the authenticator.
    #[must_use]
    pub fn id(&self) -> &[u8] {
        &self.0.cred_id
    }

    /// Whether copies of the key may lie on several devices of its holder.
    #[must_use]
    pub const fn is_synced(&self) -> bool {
        self.0.backup_eligible
    }
}

impl Site {
    /// The site at an address: scheme, host and port are what answers must name exactly.
    ///
    /// # Errors
    /// When browsers offer no passkeys there.
    pub fn at(address: &str, name: &str) -> Result<Self, NoSite> {
        let no = || NoSite(address.to_owned());
        let origin = Url::parse(address).map_err(|_| no())?;
        let Some(Host::Domain(host)) = origin.host() else { return Err(no()) };
        let here = host == "localhost" || host.ends_with(".localhost");
        if origin.scheme() != "https" && !(origin.scheme() == "http" && here) {
            return Err(no());
        }
        let host = host.to_owned();
        Ok(Self { core: WebauthnCore::new_unsafe_experts_only(name, &host, vec![origin], PATIENCE, None, None) })
    }

    /// What a browser is asked to make a new passkey for somebody who has these already.
    ///
    /// # Errors
    /// When the name is empty.
    pub fn ask_to_register(
        &self,
        person: [u8; 16],
        name: &str,
        known: &[Passkey],
        challenge: [u8; 32],
    ) -> Result<Asked, Refused> {
        let known = known.iter().map(|passkey| passkey.id().to_vec()).collect();
        let wanted = self
            .core
            .new_challenge_register_builder(&person, name, name)
            .map_err(|error| refused(&error))?
            .credential_algorithms(vec![COSEAlgorithm::ES256, COSEAlgorithm::ES384, COSEAlgorithm::RS256])
            .user_verification_policy(UserVerificationPolicy::Required)
            .require_resident_key(true)
            .exclude_credentials(Some(known));
        let (options, state) = self.core.generate_challenge_register(wanted).map_err(|error| refused(&error))?;
        let (mut options, mut state) = (value(&options)?, value(&state)?);
        // Our own challenge: whoever keeps it makes it, and tests know it.
        let challenge = text(&challenge);
        set(&mut options, "/publicKey/challenge", &challenge)?;
        set(&mut state, "/challenge", &challenge)?;
        Ok(Asked { options: options.to_string(), state: state.to_string() })
    }

    /// The challenge that a browser's new passkey claims to answer.
    ///
    /// # Errors
    /// When it is none.
    pub fn challenge_of_registration(&self, answer: &str) -> Result<[u8; 32], Refused> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| unreadable())?;
        challenge_of(&answer.response.client_data_json).map_err(|_| unreadable())
    }

    /// The new passkey out of a browser's answer.
    ///
    /// # Errors
    /// When the answer is not good.
    pub fn register(&self, state: &str, answer: &str) -> Result<Passkey, Refused> {
        let state: RegistrationState = serde_json::from_str(state).map_err(|_| unreadable())?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| unreadable())?;
        if answer.type_ != "public-key" {
            return Err(unreadable());
        }
        challenge_of(&answer.response.client_data_json).map_err(|_| unreadable())?;
        let made = self.core.register_credential(&answer, &state, None).map_err(|error| refused(&error))?;
        Ok(Passkey(made))
    }

    /// What a browser is asked to prove who sits before it: with one of these, or with any of ours when none is named.
    ///
    /// # Errors
    /// Never for what this house keeps.
    pub fn ask_to_prove(&self, known: &[Passkey], challenge: [u8; 32]) -> Result<String, Refused> {
        let known = known.iter().map(|passkey| passkey.0.clone()).collect();
        let wanted = self
            .core
            .new_challenge_authenticate_builder(known, Some(UserVerificationPolicy::Required))
            .map_err(|error| refused(&error))?;
        let (options, _) = self.core.generate_challenge_authenticate(wanted).map_err(|error| refused(&error))?;
        let mut options = value(&options)?;
        set(&mut options, "/publicKey/challenge", &text(&challenge))?;
        Ok(options.to_string())
    }

    /// Whether an answer to this challenge was made by this key, at this site, by its verified holder. The same answer may be
    /// looked at again later: the key's own count is not part of the judgement.
    ///
    /// # Errors
    /// When the answer is not good.
    pub fn verify(&self, challenge: [u8; 32], passkey: &Passkey, answer: &Assertion) -> Result<Used, Refused> {
        let state = json!({
            "credentials": [],
            "policy": "required",
            "challenge": text(&challenge),
            "appid": null,
            "allow_backup_eligible_upgrade": false,
        });
        let state: AuthenticationState = serde_json::from_value(state).map_err(|_| unreadable())?;
        let mut uncounted = passkey.0.clone();
        uncounted.counter = 0;
        let good = self.core.authenticate_single_credential(&answer.answer, &state, &uncounted);
        let good = good.map_err(|error| refused(&error))?;
        let before = passkey.0.counter;
        let went_back = (good.counter() > 0 || before > 0) && good.counter() <= before;
        let mut kept = passkey.0.clone();
        kept.counter = before.max(good.counter());
        kept.backup_state = good.backup_state();
        Ok(Used { passkey: Passkey(kept), went_back })
    }
}

fn value(from: &impl Serialize) -> Result<Value, Refused> {
    serde_json::to_value(from).map_err(|_| unreadable())
}

fn set(into: &mut Value, place: &str, text: &str) -> Result<(), Refused> {
    let found = into.pointer_mut(place).ok_or_else(unreadable)?;
    *found = Value::from(text);
    Ok(())
}

fn text(challenge: &[u8; 32]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(challenge)
}

fn refused(error: &impl ToString) -> Refused {
    Refused(error.to_string())
}

fn unreadable() -> Refused {
    Refused("this is not a passkey's answer".to_owned())
}
