//! The second wall, from this side: for whom the store is asked, and what it says about them itself.
//!
//! The gate decides from the case and the session. What it lets through is still asked of a store that shows a caller their
//! rows only (`store::Behalf`), and what belongs to the committee, or to an office, is done only when the database, too, has the caller in it.

use store::{Behalf, Person, Store};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::{Kind, Right};

impl Desk {
    /// The store as a caller sees it.
    pub(crate) fn seen_by(&self, caller: &Caller) -> Store {
        self.inner.store.on_behalf_of(match caller {
            Caller::Stranger => Behalf::Nobody,
            Caller::Reporter(case) => Behalf::Receipt(*case),
            Caller::Person { id, .. } => Behalf::Person(*id),
            Caller::Operator => Behalf::Operator,
        })
    }

    /// Whether a caller may have a right: by the table of rights and, for what is the committee's, by the database.
    pub(crate) async fn admits(&self, caller: &Caller, right: Right) -> Result<bool, Fault> {
        if !right.is_held_by(caller) {
            return Ok(false);
        }
        let holders = right.rule().holders;
        let is_for_others = |kind: &Kind| matches!(kind, Kind::Stranger | Kind::Reporter | Kind::Person);
        let is_the_operators = *caller == Caller::Operator && holders.contains(&Kind::Operator);
        if is_the_operators || holders.iter().any(is_for_others) {
            return Ok(true);
        }
        let holds = |account: &Person| holders.contains(&Kind::with(account.committee, account.office));
        Ok(self.seen_by(caller).vouches(holds).await?)
    }
}
