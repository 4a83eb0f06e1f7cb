//! Seeing a case without a part in it: whoever has an office asks, with a reason, and a member lets them for a few hours.
//!
//! No office opens a case, and asking tells nothing: whether there is such a case, whether it is closed, whether somebody asked
//! before, the answer is the same. Where one maintainer is all there is, two passkeys of whoever asks stand for the second
//! person, and a day in which the maintainer can stop it. Who may see what afterwards is the case's to say.

use domain::case::command::Command;
use domain::ids::{CaseId, PersonId};
use domain::people::{Actor, Part};
use domain::words::Prose;
use jiff::SignedDuration;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::passkeys::FRESH;
use crate::right::Right;

/// How long a passkey has been there before it stands for a second person.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What came of asking to see a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessOutcome {
    /// Asked, if there is such a case.
    Asked,
    /// Another passkey of theirs is to be shown first, for there is no second person here.
    SecondKey,
    /// No such thing for this caller.
    NotFound,
}

impl Desk {
    /// Whether a caller may ask to see cases at all.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn asks_to_see(&self, caller: &Caller) -> Result<bool, Fault> {
        self.admits(caller, Right::AskToSee).await
    }

    /// Asks to see a case.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn ask_to_see(&self, caller: &Caller, case: CaseId, reason: Prose) -> Result<AccessOutcome, Fault> {
        let Some(person) = caller.person() else { return Ok(AccessOutcome::NotFound) };
        if !self.admits(caller, Right::AskToSee).await? {
            return Ok(AccessOutcome::NotFound);
        }
        // By the policy that everybody may read, and not by the case's: that would tell of it.
        let second_key = self.policy().is_sole();
        if second_key && !self.showed_two_keys(person).await? {
            return Ok(AccessOutcome::SecondKey);
        }
        self.ask_as(Actor::with(Part::Witness, person), case, Command::AskToSee { reason, second_key }).await?;
        Ok(AccessOutcome::Asked)
    }

    /// Whether somebody has shown two different passkeys of theirs in the last minutes. One that was added today is none:
    /// whoever holds a session for a moment could add it.
    async fn showed_two_keys(&self, person: PersonId) -> Result<bool, Fault> {
        let (kept, now) = (self.inner.store.passkeys_of(person).await?, self.now());
        let old = kept.iter().filter(|key| now.duration_since(key.made_at) >= KNOWN_FOR);
        let lately = old.filter(|key| key.used_at.is_some_and(|at| now.duration_since(at) <= FRESH));
        Ok(lately.count() >= 2)
    }
}
