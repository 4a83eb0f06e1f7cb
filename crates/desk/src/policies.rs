//! The policies that were in force here, one after the other.
//!
//! Knows when each came into force. A case keeps the one it was opened with, whatever comes later.

use domain::Timestamp;
use domain::policy::Policy;

use crate::desk::Desk;
use crate::fault::Fault;

/// A policy and since when it was in force for new cases.
pub struct PolicyVersion {
    /// From when.
    pub since: Timestamp,
    /// The policy; `None` when this program cannot read what an older one kept.
    pub policy: Option<Policy>,
}

impl Desk {
    /// Keeps the text of a policy that comes into force, with the moment, when it says something else than the last one.
    pub(crate) async fn note_policy(&self, text: &str) -> Result<(), Fault> {
        let last = self.policies().await?.into_iter().next();
        let now = Policy::parse(text).ok();
        if last.as_ref().is_some_and(|last| last.policy == now) {
            return Ok(());
        }
        // One after the other, even when the machine's clock goes back.
        let after = last.and_then(|last| last.since.checked_add(jiff::SignedDuration::from_millis(1)).ok());
        let at = after.map_or_else(|| self.now(), |after| self.now().max(after));
        Ok(self.inner.store.put_policy(text, at).await?)
    }

    /// The policy in force, as the file that says it.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn policy_text(&self) -> Result<String, Fault> {
        let kept = self.inner.store.policies().await?;
        Ok(kept.into_iter().next_back().map_or_else(|| self.policy().to_toml(), |(_, text)| text))
    }

    /// Every policy that was in force, the last first. Anybody may ask.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn policies(&self) -> Result<Vec<PolicyVersion>, Fault> {
        let kept = self.inner.store.policies().await?;
        let version = |(since, text): (Timestamp, String)| PolicyVersion { since, policy: Policy::parse(&text).ok() };
        Ok(kept.into_iter().rev().map(version).collect())
    }
}
