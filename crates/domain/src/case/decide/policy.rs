//! Another policy for a case that is open already: an explicit decision, never a consequence of a new file.

use std::sync::Arc;

use super::{Decision, Question, Refusal};
use crate::case::event::Event;
use crate::policy::Policy;
use crate::words::Prose;

impl Question<'_> {
    /// The policy in force rules this case from now on; whoever agreed to other terms is asked again.
    pub(super) fn move_to_policy(&self, policy: &Arc<Policy>, reason: &Prose) -> Decision {
        if self.case.policy == *policy {
            return Err(Refusal::AlreadyDone);
        }
        Ok(vec![Event::PolicyChanged { policy: Arc::clone(policy), reason: reason.clone() }])
    }
}
