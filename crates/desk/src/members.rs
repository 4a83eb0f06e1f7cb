//! Accounts that change or end: somebody's name or address, a member who steps down, an account that is closed.
//!
//! Ending an account cuts every access in one write: sessions, one-time links, letters. Who may end whose: the operator
//! anybody's, a member their own and those of people who are no members, a steward those of people who are neither members nor
//! have an office. One member does not end another's; the operator carries out what a committee has decided.

use domain::ids::PersonId;
use domain::people::Office;
use domain::words::Line;
use store::Person;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;
use crate::seats::{AccountRefusal, gives_offices, taken};

/// How often a change is tried again when others were faster.
const TRIES_MAX: usize = 8;

/// What is to be different about somebody.
#[derive(Clone, Debug, Default)]
pub struct PersonChange {
    /// As others see them.
    pub name: Option<Line>,
    /// Where letters go.
    pub address: Option<Line>,
    /// For whom they work (PR-17).
    pub organisation: Option<Line>,
    /// What they are called at the forge; empty when they are not to be.
    pub handle: Option<String>,
    /// What they look after from now on.
    pub office: Option<Option<Office>>,
}

/// What came of a wish about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Done.
    Done,
    /// The rules say no.
    Refused(AccountRefusal),
    /// No such account for this caller.
    NotFound,
}

impl Desk {
    /// Changes what is kept of somebody.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn change_person(&self, caller: &Caller, id: PersonId, change: PersonChange) -> Result<Changed, Fault> {
        for _ in 0..TRIES_MAX {
            let person = match self.touchable(caller, id).await? {
                Ok(person) => person,
                Err(changed) => return Ok(changed),
            };
            let changed = changed(caller, &person, change.clone());
            if let Some(refusal) = self.unfit(caller, &person, &changed).await? {
                return Ok(Changed::Refused(refusal));
            }
            if self.seen_by(caller).change_person(&person, &changed).await? {
                self.look_at_committee();
                self.tell_of_change(caller, &person, &changed).await?;
                return Ok(Changed::Done);
            }
        }
        Err(Fault::Busy)
    }

    /// Why an account may not be changed so.
    async fn unfit(&self, caller: &Caller, person: &Person, changed: &Person) -> Result<Option<AccountRefusal>, Fault> {
        if changed.office != person.office && person.committee {
            return Ok(Some(AccountRefusal::MembersHaveNone));
        }
        if changed.office != person.office && !gives_offices(caller) {
            return Ok(Some(AccountRefusal::NotTheStewards));
        }
        Ok(taken(&self.seen_by(caller).everybody().await?, changed))
    }

    /// Tells the members of an office that was given, and its owner, at both addresses, that letters go elsewhere.
    async fn tell_of_change(&self, caller: &Caller, person: &Person, changed: &Person) -> Result<(), Fault> {
        if changed.office.is_some() && changed.office != person.office {
            let members = self.seen_by(caller).committee().await?;
            self.tell_of_seat(caller, changed, &members).await;
        }
        if changed.address != person.address {
            for reader in [person, changed] {
                self.write_of_secret(reader, "Letters for your account go to another address from now on.").await;
            }
        }
        Ok(())
    }

    /// Ends somebody's account: sessions, one-time links and letters end with it, at once.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn remove_person(&self, caller: &Caller, id: PersonId) -> Result<Changed, Fault> {
        let person = match self.touchable(caller, id).await? {
            Ok(person) => person,
            Err(changed) => return Ok(changed),
        };
        if self.seen_by(caller).close_account(id, self.now()).await? {
            self.look_at_committee();
            return Ok(Changed::Done);
        }
        Ok(if person.committee { Changed::Refused(AccountRefusal::LastMember) } else { Changed::NotFound })
    }

    /// The account, if the caller may touch it.
    pub(crate) async fn touchable(&self, caller: &Caller, id: PersonId) -> Result<Result<Person, Changed>, Fault> {
        if !self.admits(caller, Right::ManagePeople).await? {
            return Ok(Err(Changed::NotFound));
        }
        let own = caller.person() == Some(id);
        let found = self.seen_by(caller).person(id).await?.filter(|person| person.removed_at.is_none());
        Ok(match found {
            None => Err(Changed::NotFound),
            Some(person) if (person.committee || person.office.is_some()) && !gives_offices(caller) => {
                Err(Changed::Refused(AccountRefusal::NotTheStewards))
            }
            Some(person) if person.committee && !own && *caller != Caller::Operator => {
                Err(Changed::Refused(AccountRefusal::AnotherMember))
            }
            Some(person) => Ok(person),
        })
    }
}

/// Somebody as they are to be. Whoever gives them another address or handle answers for it.
fn changed(by: &Caller, person: &Person, change: PersonChange) -> Person {
    let PersonChange { name, address, organisation, handle, office } = change;
    let text =
        |line: Option<Line>, before: &String| line.map_or_else(|| before.clone(), |line| line.reveal().to_owned());
    let named = |handle: String| Some(handle.trim().trim_start_matches('@').to_owned()).filter(|name| !name.is_empty());
    let mut changed = Person {
        name: text(name, &person.name),
        address: text(address, &person.address),
        organisation: text(organisation, &person.organisation),
        handle: handle.map_or_else(|| person.handle.clone(), named),
        office: office.unwrap_or(person.office),
        ..person.clone()
    };
    if changed.address != person.address {
        changed.said_by.address = by.person();
    }
    if changed.handle != person.handle {
        changed.said_by.handle = by.person();
    }
    changed
}
