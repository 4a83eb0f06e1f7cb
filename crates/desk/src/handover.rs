//! Open cases of whoever will be away: shown to them, asked for, given to another before they go.
//!
//! PR-23. Which cases those are only the desk knows; who may take them, and when it is asked, the committee's rules say. Costs one
//! look at the open cases.

use api::{Request, Wanted};
use domain::Timestamp;
use domain::case::command::Command as CaseCommand;
use domain::case::index::IndexRow;
use domain::committee::audience::Place;
use domain::committee::clock;
use domain::committee::command::Command;
use domain::committee::decide::{self, Refusal};
use domain::committee::facts::{By, Number};
use domain::committee::leave::Asks;
use domain::committee::state::Committee;
use domain::committee::view::CommitteeView;
use domain::ids::PersonId;
use store::{Cursor, Filter, ListQuery, Scope, Store};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::right::Right;

/// Rows taken in hand at a time.
const PART: u16 = 200;

impl Desk {
    /// Gives every open case that the caller coordinates to another, as the caller. The command that notes how many were given.
    pub(crate) async fn hand_over(
        &self,
        (caller, by): (&Caller, By),
        leave: Number,
        to: PersonId,
    ) -> Result<Result<Command, Refusal>, Fault> {
        let Some(me) = caller.person() else { return Ok(Err(Refusal::NoSuch)) };
        let handed = |cases| Command::HandOver { leave, to, cases };
        let open = open_cases(&self.seen_by(caller), Some(me)).await?;
        // The rules are asked before anything is given.
        let (committee, now) = (self.roster_now().await?, self.now());
        if !self.believes_clock() {
            return Ok(Err(Refusal::ClockLeapt));
        }
        if let Err(refusal) = decide::decide(&committee, &self.policy(), &handed(count(open.len())), by, now) {
            return Ok(Err(refusal));
        }
        let mut given = 0;
        for row in open {
            let wanted = Wanted::Command(CaseCommand::NameCoordinator { person: to });
            if let Outcome::Done(()) = self.ask(caller, row.case, Request { wanted, reason: None }).await? {
                given += 1;
            }
        }
        Ok(Ok(handed(given)))
    }

    /// The open cases of a member's own, when an absence of theirs is ahead that asks to hand them over.
    pub(crate) async fn cases_to_hand_over(
        &self,
        caller: &Caller,
        view: &CommitteeView,
        now: Timestamp,
    ) -> Result<Vec<IndexRow>, Fault> {
        let Some(me) = view.me.filter(|_| view.place == Place::Member) else { return Ok(Vec::new()) };
        let mut own = view.leaves.iter().filter(|known| known.leave.person == me);
        let asked = own.any(|known| known.asks != Asks::Nothing && known.leave.is_ahead(now));
        if asked && self.admits(caller, Right::SeeEveryCase).await? {
            open_cases(&self.seen_by(caller), Some(me)).await
        } else {
            Ok(Vec::new())
        }
    }

    /// Asks whoever will be away soon to hand over what is still theirs of these open cases.
    pub(crate) async fn ask_for_cases(&self, committee: &Committee, open: &[IndexRow]) -> Result<(), Fault> {
        let (policy, now) = (self.policy(), self.now());
        for (number, leave) in &committee.leaves {
            let cases = open.iter().filter(|row| row.coordinator == Some(leave.person)).count();
            if cases > 0 && clock::hand_over_due(&policy, leave, now).is_some() {
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
