//! Accounts that change or end: somebody's name or address, a member who steps down, an account that is closed.
//!
//! Ending an account cuts every access in one write: sessions, one-time links, letters. Who may end whose: the operator
//! anybody's, a member their own and those of people who are no members. One member does not end another's; the operator
//! carries out what a committee has decided.

use domain::ids::PersonId;
use domain::words::Line;
use store::Person;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;

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

/// Why an account stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountRefusal {
    /// Nobody would be left to answer.
    LastMember,
    /// One member does not end or change another's account.
    AnotherMember,
    /// Somebody else has this address.
    AddressTaken,
}

impl Desk {
    /// Changes what is kept of somebody.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn change_person(&self, caller: &Caller, id: PersonId, change: PersonChange) -> Result<Changed, Fault> {
        let person = match self.touchable(caller, id).await? {
            Ok(person) => person,
            Err(changed) => return Ok(changed),
        };
        let text =
            |line: Option<Line>, before: &String| line.map_or_else(|| before.clone(), |line| line.reveal().to_owned());
        let changed = Person {
            name: text(change.name, &person.name),
            address: text(change.address, &person.address),
            organisation: text(change.organisation, &person.organisation),
            handle: change.handle.map_or_else(
                || person.handle.clone(),
                |handle| Some(handle.trim().trim_start_matches('@').to_owned()).filter(|handle| !handle.is_empty()),
            ),
            ..person
        };
        let store = self.seen_by(caller);
        let everybody = store.everybody().await?;
        let taken = everybody
            .iter()
            .any(|known| known.id != id && known.removed_at.is_none() && known.address == changed.address);
        if taken {
            return Ok(Changed::Refused(AccountRefusal::AddressTaken));
        }
        store.put_person(&changed).await?;
        Ok(Changed::Done)
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
        let store = self.seen_by(caller);
        if person.committee && store.committee().await?.len() <= 1 {
            return Ok(Changed::Refused(AccountRefusal::LastMember));
        }
        let removed = Person { removed_at: Some(self.now()), ..person };
        store.close_account(&removed).await?;
        Ok(Changed::Done)
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
            Some(person) if person.committee && !own && *caller != Caller::Operator => {
                Err(Changed::Refused(AccountRefusal::AnotherMember))
            }
            Some(person) => Ok(person),
        })
    }

    /// Tells the members that one of them asked somebody to be one too: a second person who is really the first would
    /// otherwise go unseen.
    pub(crate) async fn tell_of_new_member(&self, by: &str, new: &Person, members: &[Person]) {
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/people", self.inner.base_url);
        for member in members {
            let letter = documents::letter::new_member_letter(&project, by, &new.name, &link);
            let key = format!("member/{}/{}", new.id, member.id);
            let mail = self.mail(&key, &member.address, letter.subject, letter.body);
            if let Err(trouble) = self.inner.mailer.send(&mail).await {
                tracing::warn!(%trouble, "a letter about a new member did not leave");
            }
        }
    }
}
