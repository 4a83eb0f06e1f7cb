//! Signing in with an identity provider: somebody who is signed in links their account with who they are there, and comes back
//! by it later.
//!
//! A link is between an account and the provider's own name for somebody; no address and no group that a provider claims opens
//! anything (T-02). Nothing is kept between asking and coming back: what must come back is stamped by us and bound to the
//! browser that asked, and to the session where an account is linked. A session begun so has shown no passkey.

use domain::Timestamp;
use domain::ids::PersonId;
use store::{ProviderLink, Who};
use vault::row_mac;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::ports::{ProviderAsk, ProviderTrouble};
use crate::right::Right;
use crate::seats::has_seat;

/// What a challenge is for.
const SIGN_IN: &str = "provider sign in";
const LINK: &str = "provider link";

/// What came of coming back from a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// A session begins: its token.
    SignedIn(String),
    /// The caller's account is linked from now on.
    Linked,
    /// Another account is linked with the same already.
    Taken,
    /// It did not come from us, came too late or a second time, or is nobody's here.
    NotGood,
    /// The provider cannot be asked now.
    Away,
}

/// What a browser brought back.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// The secret that we gave this browser when it went.
    pub browser: &'a str,
    /// What we gave it along.
    pub state: &'a str,
    /// What the provider gave it.
    pub code: &'a str,
    /// The provider that says it gave it (RFC 9207).
    pub issuer: Option<&'a str>,
}

impl Desk {
    /// What people call the provider; `None` where there is none.
    #[must_use]
    pub fn provider_name(&self) -> Option<&str> {
        self.inner.provider.as_ref().map(|provider| provider.name())
    }

    /// A secret for a browser that is about to be sent to the provider.
    #[must_use]
    pub fn provider_secret(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.code_bytes())
    }

    /// Where the provider asks a browser to sign in; `None` where there is none.
    ///
    /// # Errors
    /// The provider cannot be asked now.
    pub async fn ask_provider(&self, browser: &str) -> Result<Option<String>, ProviderTrouble> {
        self.asked_of_provider(self.challenge(SIGN_IN, browser.as_bytes()), browser).await
    }

    /// The same, to link the caller's account; `None` for callers without one, too.
    ///
    /// # Errors
    /// The provider cannot be asked now.
    pub async fn ask_provider_to_link(
        &self,
        caller: &Caller,
        token: &str,
        browser: &str,
    ) -> Result<Option<String>, ProviderTrouble> {
        let Some(person) = caller.person().filter(|_| Right::LinkProvider.is_held_by(caller)) else { return Ok(None) };
        self.asked_of_provider(self.challenge(LINK, &linking(person, token, browser)), browser).await
    }

    async fn asked_of_provider(&self, state: [u8; 32], browser: &str) -> Result<Option<String>, ProviderTrouble> {
        let Some(provider) = &self.inner.provider else { return Ok(None) };
        provider.address(&self.provider_ask(&state, browser)).await.map(Some)
    }

    /// What a browser brought back from the provider: a session, or a link with the caller's account, whichever it went for.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn back_from_provider(&self, caller: &Caller, token: &str, brought: Brought<'_>) -> Result<Back, Fault> {
        let Some(provider) = &self.inner.provider else { return Ok(Back::NotGood) };
        let Some(state) =
            read(brought.state).filter(|_| brought.issuer.is_none_or(|issuer| issuer == provider.issuer()))
        else {
            return Ok(Back::NotGood);
        };
        let person = caller.person().filter(|_| Right::LinkProvider.is_held_by(caller));
        let links =
            person.filter(|person| self.until(LINK, &linking(*person, token, brought.browser), &state).is_some());
        let asker =
            links.map_or_else(|| brought.browser.as_bytes().to_vec(), |person| linking(person, token, brought.browser));
        let Some(until) = self.until(if links.is_some() { LINK } else { SIGN_IN }, &asker, &state) else {
            return Ok(Back::NotGood);
        };
        // Used up before the provider is asked: a second browser with the same address gets nowhere.
        if !self.first_use(&state, until).await? {
            return Ok(Back::NotGood);
        }
        let subject = match provider.subject(brought.code, &self.provider_ask(&state, brought.browser)).await {
            Ok(subject) => subject,
            Err(trouble) => {
                tracing::warn!(%trouble, "somebody came back from the identity provider");
                return Ok(match trouble {
                    ProviderTrouble::Away(_) => Back::Away,
                    ProviderTrouble::No(_) => Back::NotGood,
                });
            }
        };
        match links {
            Some(person) => self.link(ProviderLink { person, subject, since: self.now() }).await,
            None => self.signed_in_by(self.inner.store.provider_link(&subject).await?).await,
        }
    }

    async fn link(&self, link: ProviderLink) -> Result<Back, Fault> {
        if !self.inner.store.link_provider(&link).await? {
            return Ok(Back::Taken);
        }
        let what =
            format!("Your account can be signed in to with {} from now on.", self.provider_name().unwrap_or_default());
        self.tell_of_secret(link.person, &what).await;
        Ok(Back::Linked)
    }

    async fn signed_in_by(&self, link: Option<ProviderLink>) -> Result<Back, Fault> {
        let Some(link) = link else { return Ok(Back::NotGood) };
        let account = self.inner.store.person(link.person).await?.filter(|person| person.removed_at.is_none());
        let Some(account) = account else { return Ok(Back::NotGood) };
        self.begin(Who::Person(account.id), has_seat(&account), None).await.map(Back::SignedIn)
    }

    /// Since when the caller's account is linked; `None` for callers without one, and where there is no provider.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn provider_link(&self, caller: &Caller) -> Result<Option<Option<Timestamp>>, Fault> {
        let person = caller.person().filter(|_| self.inner.provider.is_some() && Right::OwnProvider.is_held_by(caller));
        let Some(person) = person else { return Ok(None) };
        Ok(Some(self.inner.store.provider_link_of(person).await?.map(|link| link.since)))
    }

    /// Ends the link of the caller's account. Whether there was one.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn unlink_provider(&self, caller: &Caller) -> Result<bool, Fault> {
        let Some(person) = caller.person().filter(|_| Right::LinkProvider.is_held_by(caller)) else { return Ok(false) };
        let ended = self.inner.store.unlink_provider(person).await?;
        if ended {
            self.tell_of_secret(person, "Your account is signed in to with an identity provider no longer.").await;
        }
        Ok(ended)
    }

    /// What a browser takes to the provider: all of it follows from the state, the browser's secret and our key.
    fn provider_ask(&self, state: &[u8; 32], browser: &str) -> ProviderAsk {
        let made = |what: &str| row_mac(self.mac_key(), what, &[state, browser.as_bytes()]);
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        ProviderAsk {
            state: hex(state),
            nonce: hex(&made("provider nonce")),
            verifier: hex(&made("provider verifier")),
        }
    }
}

fn read(state: &str) -> Option<[u8; 32]> {
    data_encoding::HEXLOWER.decode(state.as_bytes()).ok()?.try_into().ok()
}

/// Who links their account, in which session and browser.
fn linking(person: PersonId, token: &str, browser: &str) -> Vec<u8> {
    [person.as_bytes().as_slice(), token.as_bytes(), b"\n", browser.as_bytes()].concat()
}
