//! Who has seen what: noted whenever a case is opened to somebody, and shown to the committee.
//!
//! Somebody who opens case after case is noticed, and the others are told: whoever means to sell what they read has to read it
//! first (T-52). Knows who opened what; must not know what was in it.

use std::collections::BTreeMap;

use domain::case::audience::Place;
use domain::case::view::CaseView;
use domain::ids::{CaseId, PersonId};
use domain::people::Part;
use store::Seen;

use crate::browsing::NOTED_EVERY;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;

/// Somebody who has opened a case.
pub struct Reader {
    /// Their name; `None` for the reporter.
    pub name: Option<String>,
    /// What they have seen.
    pub seen: Seen,
}

impl Desk {
    /// Who has opened a case, whoever opened it last first. For the committee.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn readers(&self, caller: &Caller, case: CaseId) -> Result<Option<Vec<Reader>>, Fault> {
        if !self.admits(caller, Right::ReadReaders).await? || self.reading(caller, case).await?.is_none() {
            return Ok(None);
        }
        let store = self.seen_by(caller);
        let seen = store.readers(case).await?;
        let ids: Vec<PersonId> = seen.iter().filter_map(|(person, _)| *person).collect();
        let names: BTreeMap<PersonId, String> =
            store.people(&ids).await?.into_iter().map(|person| (person.id, person.name)).collect();
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_else(|| "Somebody".to_owned());
        Ok(Some(seen.into_iter().map(|(person, seen)| Reader { name: person.map(name), seen }).collect()))
    }

    /// Notes that a case was opened to a caller.
    pub(crate) async fn note_reading(&self, caller: &Caller, view: &CaseView, version: u64) -> Result<(), Fault> {
        // A reporter's account is not told to the committee.
        let (person, now) = (caller.person().filter(|_| view.place != Place::Reporter), self.now());
        if let Some(person) = person
            && self.inner.browsing.opens_too_many(person, view.id, now)
        {
            self.tell_of_browsing(person).await;
            self.inner.browsing.told(person, now);
        }
        if self.inner.browsing.is_noted(person, view.id, version, now) {
            return Ok(());
        }
        let before = self.inner.store.seen(view.id, person).await?;
        let fresh = before.as_ref().is_none_or(|seen| now.duration_since(seen.last_at) >= NOTED_EVERY);
        let seen = Seen {
            first_at: before.as_ref().map_or(now, |seen| seen.first_at),
            last_at: now,
            version,
            place: place(view.place).to_owned(),
            times: before.map_or(0, |seen| seen.times) + u64::from(fresh),
        };
        // Kept before anything is shown: whoever hangs up has read nothing that is not noted.
        self.inner.store.note_seen(view.id, person, &seen).await?;
        self.inner.browsing.noted(person, view.id, version, now);
        Ok(())
    }

    /// A letter to every other member: a person opens very many cases.
    async fn tell_of_browsing(&self, id: PersonId) {
        tracing::warn!(person = %id, "somebody opened very many cases within an hour");
        let (Ok(Some(person)), Ok(members)) = (self.inner.store.person(id).await, self.members_in_reach().await) else {
            return;
        };
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/people", self.inner.base_url);
        for member in members.into_iter().filter(|member| member.id != id) {
            let letter = documents::letter::browsing_letter(&project, &person.name, &link);
            let key = format!("browsing/{id}/{}/{}", self.now().as_millisecond(), member.id);
            self.send_once(&key, &member.address, letter).await;
        }
    }
}

/// A place in a case, as it is noted.
const fn place(place: Place) -> &'static str {
    match place {
        Place::Committee => "committee",
        Place::Part(Part::Fixer) => "fix team",
        Place::Part(Part::Guest) => "guest",
        Place::Part(Part::Observer) => "observer",
        Place::Part(Part::ReleaseManager) => "release manager",
        Place::Part(Part::Distributor) => "distributor",
        Place::Part(Part::Witness) => "witness",
        Place::Reporter => "reporter",
    }
}
