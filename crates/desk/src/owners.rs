//! The project's own people: who its repository says answers for its code, and which of them have an account here.
//!
//! A name in a file grants nothing (T-27). It says one thing: whether somebody who is invited is a code owner or an outsider,
//! whom another member has to approve (PR-48, PR-49). Where the files are known, the inviter's word does not count for that.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::case::command::Command;
use domain::case::facts::Standing;
use domain::ids::{CaseId, PersonId};
use formats::code_owners::Owner;
use store::Person;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::known_owners::KnownOwners;
use crate::right::Right;

/// Somebody who could be asked into a fix team (PR-40).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As the repository names them.
    pub owner: Owner,
    /// Their account, when they have one.
    pub account: Option<(PersonId, String)>,
    /// Whether they take part in the case already, or are invited.
    pub takes_part: bool,
}

impl Desk {
    /// Learns what the project's repository says; `None` when it says nothing, and inviters are believed.
    pub fn know_owners(&self, owners: Option<KnownOwners>) {
        let owners = owners.map(Arc::new);
        match self.inner.owners.write() {
            Ok(mut held) => *held = owners,
            Err(poisoned) => *poisoned.into_inner() = owners,
        }
    }

    /// Who could be asked into the fix team of a case, those with an account first; of one file, if a path is given. `None`
    /// for whoever may not invite, or for whom there is no such case.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn candidates(
        &self,
        caller: &Caller,
        case: CaseId,
        path: Option<&str>,
    ) -> Result<Option<Vec<Candidate>>, Fault> {
        if !self.admits(caller, Right::ReadCandidates).await? {
            return Ok(None);
        }
        let Some(page) = self.open(caller, case).await? else { return Ok(None) };
        let part: BTreeSet<PersonId> =
            page.view.work.iter().flat_map(|work| work.participants.iter().map(|(person, _)| *person)).collect();
        let people = self.seen_by(caller).everybody().await?;
        let members: BTreeSet<PersonId> =
            people.iter().filter(|one| one.committee && one.removed_at.is_none()).map(|one| one.id).collect();
        let of_owner = |owner: Owner| {
            let is_it = |person: &&Person| is(person, &owner) && is_anothers_word(person, &owner, caller, &members);
            let account = people.iter().filter(|person| person.removed_at.is_none()).find(is_it);
            Candidate {
                takes_part: account.is_some_and(|person| part.contains(&person.id)),
                account: account.map(|person| (person.id, person.name.clone())),
                owner,
            }
        };
        let Some(known) = self.owners() else { return Ok(Some(Vec::new())) };
        let named: BTreeSet<Owner> = match path {
            Some(path) => known.code.of(path).into_iter().collect(),
            None => known.code.everybody().into_iter().chain(known.maintainers.iter().cloned()).collect(),
        };
        let mut candidates: Vec<Candidate> = named.into_iter().map(of_owner).collect();
        candidates.sort_by_key(|candidate| candidate.account.is_none());
        Ok(Some(candidates))
    }

    /// The same command, with the standing of whoever is invited as the repository has it. An account whose address or handle
    /// is the inviter's own word, or of somebody who is not on the committee, is an outsider's all the same: one person's word
    /// makes nobody a code owner, and another has to approve it (PR-49).
    pub(crate) async fn with_standing(&self, caller: &Caller, command: Command) -> Result<Command, Fault> {
        let Command::InviteFixer { person, part, .. } = command else { return Ok(command) };
        let (Some(known), Some(account)) = (self.owners(), self.inner.store.person(person).await?) else {
            return Ok(command);
        };
        let named = known.code.everybody();
        let members: BTreeSet<PersonId> =
            self.inner.store.committee().await?.into_iter().map(|member| member.id).collect();
        let counts = |owner: &Owner| is(&account, owner) && is_anothers_word(&account, owner, caller, &members);
        let owns = named.iter().chain(&known.maintainers).any(counts);
        let standing = if owns { Standing::CodeOwner } else { Standing::Outsider };
        Ok(Command::InviteFixer { person, standing, part })
    }

    /// Whether the project's repository names somebody as answering for its code, by another's word than that of whoever asks;
    /// `None` when it says nothing of anybody.
    pub(crate) async fn is_maintainer(&self, person: PersonId, asks: &Caller) -> Result<Option<bool>, Fault> {
        let Some(known) = self.owners() else { return Ok(None) };
        let Some(account) = self.inner.store.person(person).await? else { return Ok(Some(false)) };
        let members: BTreeSet<PersonId> =
            self.inner.store.committee().await?.into_iter().map(|member| member.id).collect();
        let named = known.code.everybody();
        let counts = |owner: &Owner| is(&account, owner) && is_anothers_word(&account, owner, asks, &members);
        Ok(Some(named.iter().chain(&known.maintainers).any(counts)))
    }

    fn owners(&self) -> Option<Arc<KnownOwners>> {
        match self.inner.owners.read() {
            Ok(held) => held.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }
}

/// Whether what makes an account whom a file names was said by the operator, or by a member who is not the one who asks.
fn is_anothers_word(person: &Person, owner: &Owner, asks: &Caller, members: &BTreeSet<PersonId>) -> bool {
    let said_by = match owner {
        Owner::Handle(_) => person.said_by.handle,
        Owner::Mail(_) => person.said_by.address,
        Owner::Team(_) => return false,
    };
    said_by.is_none_or(|by| members.contains(&by) && Some(by) != asks.person())
}

/// Whether an account is whom a file names. A team is nobody: who is in it the forge knows, and not this desk.
fn is(person: &Person, owner: &Owner) -> bool {
    match owner {
        Owner::Handle(handle) => person.handle.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(handle)),
        Owner::Mail(address) => person.address.eq_ignore_ascii_case(address),
        Owner::Team(_) => false,
    }
}
