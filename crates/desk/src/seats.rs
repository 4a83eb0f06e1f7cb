//! Seats on the committee and offices: who gives them, and who is told.

use domain::committee::state::{Committee, Seat};
use store::Person;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::proof;
use crate::right::Kind;

/// Why an account stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountRefusal {
    /// Nobody would be left to answer.
    LastMember,
    /// One member does not end or change another's account.
    AnotherMember,
    /// Somebody else has this address.
    AddressTaken,
    /// Somebody else is called so at the forge.
    HandleTaken,
    /// A steward looks after accounts that are neither the committee's nor of an office, and makes no such.
    NotTheStewards,
    /// Members have no office beside their seat.
    MembersHaveNone,
    /// A committee chooses its members by a ballot (PR-18).
    ByBallot,
}

impl Desk {
    /// Members to whom letters go: all but those whose access is suspended (S-09).
    pub(crate) async fn members_in_reach(&self) -> Result<Vec<Person>, Fault> {
        Ok(in_reach(self.inner.store.committee().await?, &self.roster_now().await?))
    }

    /// Members whose word counts: one for each seat, a deputy's for whoever is away.
    pub(crate) async fn members_with_a_word(&self) -> Result<Vec<Person>, Fault> {
        let (committee, mut members) = (self.roster_now().await?, self.inner.store.committee().await?);
        let voters = committee.voters(self.now());
        // An account that the roster does not know yet has its seat from the operator.
        members.retain(|member| voters.contains(&member.id) || !committee.is_member(member.id));
        Ok(members)
    }

    pub(crate) async fn roster_now(&self) -> Result<Committee, Fault> {
        let log = self.inner.store.committee_log().await?;
        Ok(log.map_or_else(Committee::default, |log| Committee::fold(&log.records)))
    }

    /// Tells the members that somebody was given a seat on the committee, or an office, and by whom: a second person who is
    /// really the first would otherwise go unseen.
    pub(crate) async fn tell_of_seat(&self, by: &Caller, new: &Person, members: &[Person]) {
        let by = match by {
            Caller::Person { name, .. } => Some(name.as_str()),
            Caller::Operator | Caller::Stranger | Caller::Reporter(_) => None,
        };
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/people", self.inner.base_url);
        for member in members {
            let letter = documents::letter::seat_letter(&project, by, &new.name, new.office, &link);
            let key = format!("seat/{}/{}/{}", new.id, self.now().as_millisecond(), member.id);
            self.send_once(&key, &member.address, letter).await;
        }
    }
}

/// Those whose access is not suspended.
pub(crate) fn in_reach(mut members: Vec<Person>, committee: &Committee) -> Vec<Person> {
    let is_suspended = |seat: &Seat| seat.suspended_at.is_some();
    members.retain(|member| !committee.seats.get(&member.id).is_some_and(is_suspended));
    members
}

/// Whether somebody sits on the committee or has an office: more is asked of them.
pub(crate) const fn has_seat(person: &Person) -> bool {
    person.committee || person.office.is_some()
}

/// Whether a caller may give seats and offices: whoever only looks after accounts may not.
pub(crate) fn gives_offices(caller: &Caller) -> bool {
    matches!(Kind::of(caller), Kind::Member | Kind::Operator) || proof::is_gate_down()
}

/// Whether somebody else has the address or the handle: a name in a file must mean one account.
pub(crate) fn taken(everybody: &[Person], new: &Person) -> Option<AccountRefusal> {
    let others = || everybody.iter().filter(|known| known.id != new.id && known.removed_at.is_none());
    let handle = |known: &Person| known.handle.as_deref().map(str::to_ascii_lowercase);
    if others().any(|known| known.address.eq_ignore_ascii_case(&new.address)) {
        return Some(AccountRefusal::AddressTaken);
    }
    (new.handle.is_some() && others().any(|known| handle(known) == handle(new))).then_some(AccountRefusal::HandleTaken)
}
