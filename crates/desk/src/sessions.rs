//! Sessions as their owner sees them: where one is signed in, and ending what is forgotten or lost.
//!
//! Everybody sees and ends their own; who may end all of somebody else's is said in `members`.

use domain::ids::{PersonId, SessionId};
use store::{OpenSession, Who};
use vault::SessionToken;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::members::Changed;

/// Which of one's own sessions to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// This one.
    One(SessionId),
    /// Every one but that which asks.
    Others,
}

impl Desk {
    /// The caller's open sessions, the last used first, each with whether it is the one that asks; `None` for callers who have
    /// no sessions.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn sessions(&self, caller: &Caller, token: &str) -> Result<Option<Vec<(OpenSession, bool)>>, Fault> {
        let Some((who, own)) = self.session_of(caller, token) else { return Ok(None) };
        let open = self.inner.store.sessions_of(who, self.now()).await?;
        Ok(Some(open.into_iter().map(|session| (session, session.id == own)).collect()))
    }

    /// Ends sessions of the caller. Whether there was one: somebody else's is as none.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn end_own_sessions(&self, caller: &Caller, token: &str, ending: Ending) -> Result<bool, Fault> {
        let Some((who, own)) = self.session_of(caller, token) else { return Ok(false) };
        let store = &self.inner.store;
        Ok(match ending {
            Ending::One(id) => store.end_chosen_sessions(who, |known| known == id).await? > 0,
            Ending::Others => {
                store.end_chosen_sessions(who, |known| known != own).await?;
                true
            }
        })
    }

    /// Signs somebody out everywhere, at once, and ends their tokens: their account stays, and so do their one-time links.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn sign_out_everywhere(&self, caller: &Caller, id: PersonId) -> Result<Changed, Fault> {
        if let Err(changed) = self.touchable(caller, id).await? {
            return Ok(changed);
        }
        self.inner.store.end_sessions_of(id).await?;
        self.inner.store.end_tokens_of(id).await?;
        Ok(Changed::Done)
    }

    /// Whose sessions the caller's are, and what the one that asks is called.
    fn session_of(&self, caller: &Caller, token: &str) -> Option<(Who, SessionId)> {
        let who = match caller {
            Caller::Person { id, .. } => Who::Person(*id),
            Caller::Reporter(case) => Who::Reporter(*case),
            Caller::Stranger | Caller::Operator => return None,
        };
        let token = SessionToken::parse(token).ok()?;
        let store = &self.inner.store;
        Some((who, store.session_id(&token.digest(store.mac_key()))))
    }
}
