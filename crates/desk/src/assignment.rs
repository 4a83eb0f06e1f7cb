//! Every open case has somebody who looks after it: a new report is given to whoever is on call, or has the first duty, or has
//! least to do; what somebody leaves behind is given on; what lies idle is remembered.
//!
//! PR-04, PR-11, PR-23. Who that is follows from the committee's log and the list of open cases. A new report costs the same however
//! many are open; all of them are looked at when members come and go, and every hour.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use domain::Timestamp;
use domain::case::command::Command as CaseCommand;
use domain::case::index::{IndexRow, Phase};
use domain::committee::clock;
use domain::committee::command::Command;
use domain::committee::cover;
use domain::committee::facts::By;
use domain::committee::leave::Asks;
use domain::committee::state::Committee;
use domain::ids::{CaseId, PersonId};
use domain::people::Actor;
use domain::policy::Policy;
use domain::severity::Rating;
use jiff::SignedDuration;

use crate::committee_memory::locked;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::handover::open_cases;

/// So many more cases than the least laden has nobody is given by their duty alone.
const MORE_MAX: usize = 3;
/// The longest time between two looks.
const LOOK_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// How many open cases each member has who is there.
type Load = BTreeMap<PersonId, usize>;

impl Desk {
    /// Gives what came in to somebody; and looks at every open case when something may have changed who looks after what, and
    /// every hour.
    pub(crate) async fn assign_if_due(&self) -> Result<(), Fault> {
        let (due, now) = (&self.inner.keeping.cases_due, self.now());
        let assigned = if due.load(Ordering::SeqCst) <= now.as_millisecond() {
            let next = now.checked_add(LOOK_EVERY).unwrap_or(Timestamp::MAX);
            due.store(next.as_millisecond(), Ordering::SeqCst);
            self.assign_cases().await.map(drop)
        } else {
            self.assign_fresh().await
        };
        if assigned.is_err() {
            self.look_for_cases();
        }
        assigned
    }

    /// Gives every open case that nobody who is there looks after to somebody who is; reminds of those that lie idle. How many
    /// were given.
    ///
    /// # Errors
    /// A fault of the machine; what was done before it stays done.
    pub async fn assign_cases(&self) -> Result<usize, Fault> {
        self.keep_if_due().await?;
        let Some(log) = self.inner.store.committee_log().await? else { return Ok(0) };
        let (committee, now) = (Committee::fold(&log.records), self.now());
        locked(&self.inner.keeping.fresh).clear();
        let open = open_cases(&self.inner.store, None).await?;
        let mut load: Load = committee.present(now).map(|seat| (seat.person, 0)).collect();
        for coordinator in open.iter().filter_map(|row| row.coordinator) {
            load.entry(coordinator).and_modify(|count| *count += 1);
        }
        let mut given = 0;
        let policy = self.policy();
        for row in &open {
            if row.coordinator.is_some_and(|person| load.contains_key(&person)) {
                self.nudge(&committee, row, now).await?;
                continue;
            }
            let away = row.coordinator.and_then(|person| committee.leave_of(person, now));
            // Whoever is away for a few days keeps what is theirs.
            if away.is_some_and(|leave| leave.asks(&policy) == Asks::Nothing && is_able(&committee, leave.person)) {
                continue;
            }
            let stands_in = away.and_then(|leave| cover::stands_in_for(&committee, leave, now));
            let Some(person) = stands_in.or_else(|| next(&committee, &policy, &load, now)) else { break };
            given += usize::from(self.give(row.case, person, &mut load).await?);
        }
        *locked(&self.inner.keeping.load) = load;
        self.ask_for_cases(&committee, &open).await?;
        Ok(given)
    }

    /// Gives each case that came in to somebody who is there: costs what came in, however many are open.
    async fn assign_fresh(&self) -> Result<(), Fault> {
        let fresh = std::mem::take(&mut *locked(&self.inner.keeping.fresh));
        if fresh.is_empty() {
            return Ok(());
        }
        let (committee, policy, now) = (self.roster_now().await?, self.policy(), self.now());
        let known = locked(&self.inner.keeping.load).clone();
        let count = |person: PersonId| known.get(&person).copied().unwrap_or(0);
        let mut load: Load = committee.present(now).map(|seat| (seat.person, count(seat.person))).collect();
        for case in fresh {
            let free = self.working(case).await?.is_some_and(|known| known.case().coordinator.is_none());
            if let Some(person) = next(&committee, &policy, &load, now).filter(|_| free) {
                self.give(case, person, &mut load).await?;
            }
        }
        *locked(&self.inner.keeping.load) = load;
        Ok(())
    }

    async fn give(&self, case: CaseId, person: PersonId, load: &mut Load) -> Result<bool, Fault> {
        let asked = self.ask_as(Actor::CLOCK, case, CaseCommand::NameCoordinator { person }).await?;
        let given = matches!(asked, Outcome::Done(()));
        if given {
            load.entry(person).and_modify(|count| *count += 1);
        }
        Ok(given)
    }

    /// Reminds a case's coordinator when it has lain idle for longer than its severity allows; once for each such stretch.
    async fn nudge(&self, committee: &Committee, row: &IndexRow, now: Timestamp) -> Result<(), Fault> {
        let policy = self.policy();
        let Some(rotation) = &policy.rotation else { return Ok(()) };
        let waits = matches!(row.phase, Phase::Published | Phase::Deferred | Phase::Declined | Phase::Closed);
        // What nobody has graded yet may be the worst.
        let rating = row.rating.unwrap_or(Rating::Critical);
        let (Some(allowed), Some(person)) = (rotation.nudges.get(&rating), row.coordinator) else { return Ok(()) };
        let idle = now > policy.calendar.after(row.updated_at, *allowed);
        if waits || !idle || committee.nudged.get(&row.case) == Some(&row.updated_at) {
            return Ok(());
        }
        let nudge = Command::NoteNudge { person, case: row.case, idle_since: row.updated_at };
        self.tell_committee(&self.inner.store, By::Clock, &nudge).await?;
        self.look_at_committee();
        Ok(())
    }
}

/// Whether somebody is a member whose access is not suspended.
fn is_able(committee: &Committee, person: PersonId) -> bool {
    committee.seats.get(&person).is_some_and(|seat| seat.suspended_at.is_none())
}

/// Who gets the next case, of those who are there and not about to go for long; of those who are there, when nobody else is.
fn next(committee: &Committee, policy: &Policy, load: &Load, now: Timestamp) -> Option<PersonId> {
    let stays = |person: &PersonId| !clock::goes_soon(committee, policy, *person, now);
    let staying: Load =
        load.iter().filter(|(person, _)| stays(person)).map(|(person, count)| (*person, *count)).collect();
    among(committee, policy, if staying.is_empty() { load } else { &staying }, now)
}

/// Whoever is on call; else whoever has the policy's first duty, unless they have many more cases than
/// another, who gets it then.
fn among(committee: &Committee, policy: &Policy, load: &Load, now: Timestamp) -> Option<PersonId> {
    let least = load.iter().min_by_key(|(person, count)| (**count, **person)).map(|(person, count)| (*person, *count));
    if let Some(on_call) = cover::on_call(committee, now).filter(|on_call| load.contains_key(&on_call.person)) {
        return Some(on_call.person);
    }
    let (freest, fewest) = least?;
    let by_duty = policy.duties.first().and_then(|duty| cover::acting(committee, &duty.name, now));
    let by_duty = by_duty.filter(|person| load.get(person).is_some_and(|count| *count < fewest + MORE_MAX));
    by_duty.or(Some(freest))
}
