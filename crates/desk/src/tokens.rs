//! Tokens with which programs act for people: made, listed, ended, and what one stands for.
//!
//! A token is never more than its owner at the moment of its use: an owner who is gone makes a stranger of it. It proves
//! nobody's presence, so what counts still waits for a passkey.

use domain::Timestamp;
use domain::ids::TokenId;
use domain::words::Line;
use jiff::ToSpan as _;
use store::{KeptToken, NewToken, Person};
use vault::{ApiToken, MacKey};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::{Right, Scope};

/// The longest that a token lasts.
pub const TOKEN_DAYS_MAX: u16 = 90;
/// More tokens than this nobody needs.
const TOKENS_MAX: usize = 50;

/// A token to be made.
#[derive(Clone, Debug)]
pub struct WantedToken {
    /// What its owner calls it.
    pub name: Line,
    /// What it is for; at least one.
    pub scopes: Vec<Scope>,
    /// How long it lasts, from 1 to 90 days.
    pub days: u16,
}

/// What came of a wish for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenOutcome {
    /// Here it is, shown once and kept nowhere.
    Made(String),
    /// It must be for something, and last from 1 to 90 days.
    Unfit,
    /// There are enough.
    Enough,
    /// No such thing for this caller.
    NotFound,
}

impl Desk {
    /// Makes a token for the caller, who is told by a letter: one they did not make is a stranger's.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn make_token(&self, caller: &Caller, wanted: WantedToken) -> Result<TokenOutcome, Fault> {
        let Some(person) = caller.person().filter(|_| Right::MakeToken.is_held_by(caller)) else {
            return Ok(TokenOutcome::NotFound);
        };
        let WantedToken { name, mut scopes, days } = wanted;
        if scopes.is_empty() || !(1..=TOKEN_DAYS_MAX).contains(&days) {
            return Ok(TokenOutcome::Unfit);
        }
        let now = self.now();
        if self.inner.store.tokens_of(person, now).await?.len() >= TOKENS_MAX {
            return Ok(TokenOutcome::Enough);
        }
        scopes.sort_unstable();
        scopes.dedup();
        let token = ApiToken::from_bytes(self.code_bytes());
        let new = NewToken {
            digest: token.digest(self.inner.store.mac_key()),
            person,
            name: name.reveal().to_owned(),
            scopes: scopes.iter().map(|scope| scope.name().to_owned()).collect(),
            made_at: now,
            expires_at: now.checked_add((i64::from(days) * 24).hours()).unwrap_or(Timestamp::MAX),
        };
        if !self.inner.store.put_token(new).await? {
            return Ok(TokenOutcome::NotFound);
        }
        self.tell_of_secret(person, &format!("A token was made that acts for you: \u{201c}{}\u{201d}.", name.reveal()))
            .await;
        Ok(TokenOutcome::Made(token.to_text().to_string()))
    }

    /// The caller's tokens, the newest first; `None` for callers who have none.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn tokens(&self, caller: &Caller) -> Result<Option<Vec<KeptToken>>, Fault> {
        let Some(person) = caller.person().filter(|_| Right::OwnTokens.is_held_by(caller)) else { return Ok(None) };
        Ok(Some(self.inner.store.tokens_of(person, self.now()).await?))
    }

    /// Ends a token of the caller. Whether there was one: somebody else's is as none.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn end_own_token(&self, caller: &Caller, id: TokenId) -> Result<bool, Fault> {
        let Some(person) = caller.person().filter(|_| Right::OwnTokens.is_held_by(caller)) else { return Ok(false) };
        Ok(self.inner.store.end_token_of(person, id).await?)
    }

    /// For whom a token acts, and what it is for; `None` when it is none of ours, over, or its owner is gone.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn acting(&self, token: &str) -> Result<Option<(Caller, Vec<Scope>)>, Fault> {
        let Ok(token) = ApiToken::parse(token) else { return Ok(None) };
        let digest = token.digest(self.mac_key());
        let found = self.inner.store.token(digest, self.now()).await?;
        let Some((token, owner)) = found.filter(|(_, owner)| owner.removed_at.is_none()) else { return Ok(None) };
        let scopes = token.scopes.iter().filter_map(|name| Scope::named(name)).collect();
        let Person { id, name, committee, office, .. } = owner;
        let caller = Caller::Person { id, name, committee, office, verified_at: None };
        Ok(Some((caller, scopes)))
    }

    pub(crate) fn mac_key(&self) -> &MacKey {
        self.inner.store.mac_key()
    }
}
