//! What still opens the desk in somebody's name: looked at where each is kept, before an account ends and after (T-12, F-32).
//!
//! Knows how many, never which. Must not be kept: it is true at the moment it is asked for.

use domain::Timestamp;
use domain::ids::PersonId;
use store::{Openings, Person};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;

/// What opens the desk in somebody's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningsReport {
    /// Whose account, ended or not.
    pub person: Person,
    /// When it was looked at.
    pub at: Timestamp,
    /// How many there are of each. Cases are counted for members alone.
    pub openings: Openings,
}

impl OpeningsReport {
    /// Whether nothing opens it any more.
    #[must_use]
    pub const fn is_shut(&self) -> bool {
        let Openings { sessions, links, passkeys, passwords, providers, tokens, cases: _ } = self.openings;
        self.person.removed_at.is_some() && sessions + links + passkeys + passwords + providers + tokens == 0
    }
}

impl Desk {
    /// What opens the desk in somebody's name now; `None` when there is no such account for this caller.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn openings(&self, caller: &Caller, id: PersonId) -> Result<Option<OpeningsReport>, Fault> {
        if !self.admits(caller, Right::ReadPeople).await? {
            return Ok(None);
        }
        let Some(person) = self.seen_by(caller).person(id).await? else { return Ok(None) };
        let at = self.now();
        let found = self.inner.store.openings_of(id, at).await?;
        // How many cases somebody has a part in is the committee's to know.
        let cases = if Right::SeeEveryCase.is_held_by(caller) { found.cases } else { 0 };
        Ok(Some(OpeningsReport { person, at, openings: Openings { cases, ..found } }))
    }
}
