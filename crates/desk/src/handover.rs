//! Open cases of whoever will be away: shown to them, asked for, given to another before they go.
//!
//! PR-23. Which cases those are only the desk knows; who may take them, and when it is asked, the committee's rules say. Asking
//! costs one look at the open cases, giving them one entry in the log of each.

use api::{Request, Wanted};
use domain::case::command::Command as CaseCommand;
use domain::case::index::IndexRow;
use domain::committee::clock;
use domain::committee::command::Command;
use domain::committee::facts::By;
use domain::committee::state::Committee;
use domain::committee::view::CommitteeView;
use domain::ids::PersonId;
use store::{Cursor, Filter, ListQuery, Scope, Store};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;
use crate::scope::Scope as ReachedBy;

/// Rows taken in hand at a time.
const PART: u16 = 200;

impl Desk {
    /// How many open cases a member coordinates.
    pub(crate) async fn cases_of(&self, caller: &Caller) -> Result<u64, Fault> {
        Ok(count(self.own_cases(caller).await?.len()))
    }

    /// Gives every open case that the caller coordinates to another, as the caller: what the committee's log says of it is decided
    /// by then. What a fault keeps from being given stays theirs, and on their page.
    pub(crate) async fn give_own_cases(&self, caller: &Caller, to: PersonId) -> Result<(), Fault> {
        for row in self.own_cases(caller).await? {
            // Somebody may have taken it meanwhile.
            let working = self.working(row.case).await?;
            if working.is_some_and(|known| known.case().coordinator == caller.person()) {
                let wanted = Wanted::Command(CaseCommand::NameCoordinator { person: to });
                self.ask(caller, row.case, Request { wanted, reason: None }).await?;
            }
        }
        self.look_for_cases();
        Ok(())
    }

    /// The open cases of a member's own, when an absence of theirs is ahead that asks to hand them over; none for a token that does
    /// not reach cases.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn cases_to_hand_over(
        &self,
        caller: &Caller,
        scopes: Option<&[ReachedBy]>,
        view: &CommitteeView,
    ) -> Result<Vec<IndexRow>, Fault> {
        let right = Right::SeeEveryCase;
        let is_asked = view.leaves.iter().any(|leave| leave.takers.is_some());
        let reaches = scopes.is_none_or(|scopes| right.is_within(scopes));
        if is_asked && reaches && self.admits(caller, right).await? {
            self.own_cases(caller).await
        } else {
            Ok(Vec::new())
        }
    }

    async fn own_cases(&self, caller: &Caller) -> Result<Vec<IndexRow>, Fault> {
        match caller.person() {
            Some(me) => open_cases(&self.seen_by(caller), Some(me)).await,
            None => Ok(Vec::new()),
        }
    }

    /// Asks whoever will be away soon to hand over what is still theirs of these open cases.
    pub(crate) async fn ask_for_cases(&self, committee: &Committee, open: &[IndexRow]) -> Result<(), Fault> {
        let (policy, now) = (self.policy(), self.now());
        for (number, leave) in &committee.leaves {
            if clock::hand_over_due(&policy, leave, now).is_none() {
                continue;
            }
            let cases = open.iter().filter(|row| row.coordinator == Some(leave.person)).count();
            if cases > 0 {
                self.note(By::Clock, Command::NoteHandOver { leave: *number, cases: count(cases) }).await?;
                self.look_at_committee();
            }
        }
        Ok(())
    }
}

/// Open cases, as a store shows them: everybody's, or those that one person coordinates.
pub(crate) async fn open_cases(store: &Store, coordinator: Option<PersonId>) -> Result<Vec<IndexRow>, Fault> {
    let mut rows = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let query = ListQuery { scope: Scope::Committee, filter: Filter::Open, coordinator, after, limit: PART };
        let page = store.list(&query).await?;
        rows.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(rows),
        }
    }
}

fn count(cases: usize) -> u64 {
    u64::try_from(cases).unwrap_or(u64::MAX)
}
