//! People with an account: who they are, where letters go, whether they are on the committee.
//!
//! Knows that a name and an address are sealed and that the row is stamped, for rights depend on it. Must not know what
//! anybody may do.

use domain::Timestamp;
use domain::ids::PersonId;
use domain::people::Office;
use serde::{Deserialize, Serialize};

use crate::batch::{padded, places};
use crate::behalf::Behalf;
use crate::fault::Fault;
use crate::held_receipts;
use crate::open::Store;
use crate::passkeys;
use crate::passwords;
use crate::provider_links;
use crate::seals::Seals;
use crate::value::{Row, Statement, int_bytes, maybe_int_bytes, statement};

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// As others see them.
    pub name: String,
    /// Where letters go.
    pub address: String,
    /// For whom they work.
    pub organisation: String,
    /// What they are called at the forge, if they said so.
    pub handle: Option<String>,
    /// Who said what their address and their handle are: the word of one person.
    pub said_by: SaidBy,
    /// Whether they are on the response committee.
    pub committee: bool,
    /// What they look after beside it; nobody on the committee has an office.
    pub office: Option<Office>,
    /// When the account was closed.
    pub removed_at: Option<Timestamp>,
}

/// Who said what somebody's address and handle are; nobody is the operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidBy {
    /// The address.
    pub address: Option<PersonId>,
    /// The handle.
    pub handle: Option<PersonId>,
}

/// How many things open the desk in somebody's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Openings {
    /// Sessions that are not over.
    pub sessions: u64,
    /// One-time links that were not used.
    pub links: u64,
    /// Passkeys.
    pub passkeys: u64,
    /// Passwords: one, or none.
    pub passwords: u64,
    /// Links with an identity provider: one, or none.
    pub providers: u64,
    /// Tokens that are not over.
    pub tokens: u64,
    /// Open cases they have a part in, or are invited to: they open nothing by themselves, to nobody without an account.
    pub cases: u64,
}

/// What is sealed of a person.
#[derive(Serialize, Deserialize)]
struct Card {
    name: String,
    address: String,
    organisation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handle: Option<String>,
    #[serde(default)]
    said_by: SaidBy,
}

const TABLE: &str = "person";
const CARD: &str = "person/card";

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT person_id, committee, removed_at, card, mac, office FROM person ", $rest)
    };
}

impl Store {
    /// Keeps a person: a new one, or in place of what was kept of them. An account that has ended stays as it is: a change that
    /// was on its way when it ended does not bring it back.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_person(&self, person: &Person) -> Result<(), Fault> {
        self.write(vec![self.put(person)?]).await.map(drop)
    }

    /// Changes what is kept of somebody whose account is open and whose seat and office are still as they were. Whether it was
    /// changed: of two who change at once neither gives back what the other took away.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn change_person(&self, was: &Person, person: &Person) -> Result<bool, Fault> {
        let (sealed, mac) = self.sealed(person)?;
        let sql = "UPDATE person SET committee = $2, office = $3, card = $4, mac = $5 WHERE person_id = $1 \
                   AND removed_at IS NULL AND committee = $6 AND office = $7 RETURNING person_id";
        let (id, office, before) = (person.id.as_bytes(), number(person.office), number(was.office));
        let change = statement!(sql, id, person.committee, office, sealed, mac, was.committee, before);
        Ok(!self.write(vec![change.on_behalf_of(self.behalf())]).await?.is_empty())
    }

    /// Closes an account, and ends its sessions, one-time codes, passkeys, password, tokens, link with a provider, and what it holds of receipts,
    /// in the same transaction. Whether it was closed: not when it was before, and the last member's is not; of two members
    /// who go at once one stays.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn close_account(&self, person: PersonId, now: Timestamp) -> Result<bool, Fault> {
        let Some(open) = self.person(person).await?.filter(|open| open.removed_at.is_none()) else { return Ok(false) };
        let id = person.as_bytes();
        let sessions = statement!("DELETE FROM session WHERE person_id = $1", id);
        let codes = statement!("DELETE FROM code WHERE person_id = $1", id);
        let tokens = statement!("DELETE FROM api_token WHERE person_id = $1", id);
        let (keys, password) = (passkeys::forget(person), passwords::forget(person));
        let (receipts, link) = (held_receipts::forget(person), provider_links::forget(person));
        let rest = vec![sessions, codes, tokens, keys, password, receipts, link];
        let closed = self.closing(&Person { removed_at: Some(now), ..open })?;
        // One after the other, whoever closes them: each must see who is left.
        let in_turn = statement!("UPDATE instance SET id = id");
        Ok(!self.write_if(vec![in_turn, closed], rest).await?.is_empty())
    }

    /// The statement that closes an account which is open, and is not the last member's.
    fn closing(&self, person: &Person) -> Result<Statement, Fault> {
        let (sealed, mac) = self.sealed(person)?;
        let sql = "UPDATE person SET removed_at = $2, card = $3, mac = $4 WHERE person_id = $1 AND removed_at IS NULL \
                   AND committee = $5 AND office = $6 AND (committee = 0 OR EXISTS (SELECT 1 FROM person o \
                   WHERE o.committee = 1 AND o.removed_at IS NULL AND o.person_id <> $1)) RETURNING person_id";
        let (id, office) = (person.id.as_bytes(), number(person.office));
        let close = statement!(sql, id, person.removed_at, sealed, mac, person.committee, office);
        Ok(close.on_behalf_of(self.behalf()))
    }

    /// What is kept of a person under seal, and the stamp of the row.
    fn sealed(&self, person: &Person) -> Result<(Vec<u8>, [u8; 32]), Fault> {
        let card = Card {
            name: person.name.clone(),
            address: person.address.clone(),
            organisation: person.organisation.clone(),
            handle: person.handle.clone(),
            said_by: person.said_by,
        };
        let plain = serde_json::to_vec(&card).map_err(|_| Fault::Misfit("an account cannot be written"))?;
        let id = person.id.as_bytes();
        let sealed = self.seals().seal(CARD, id, &plain);
        let removed = person.removed_at.map(Timestamp::as_millisecond);
        let mac = stamp(self.seals(), id, person.committee, number(person.office), removed, &sealed);
        Ok((sealed, mac))
    }

    /// Forgets every way in that an account has, but for one-time links: sessions, tokens, passkeys, password, and the link with a
    /// provider, in one transaction.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn forget_ways_in(&self, person: PersonId) -> Result<(), Fault> {
        let sessions = statement!("DELETE FROM session WHERE person_id = $1", person.as_bytes());
        let tokens = statement!("DELETE FROM api_token WHERE person_id = $1", person.as_bytes());
        let (keys, password, link) =
            (passkeys::forget(person), passwords::forget(person), provider_links::forget(person));
        self.write(vec![sessions, tokens, keys, password, link]).await.map(drop)
    }

    /// Forgets every way in that an account has, one-time links too: whoever is let in by a new one comes as nobody before.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn forget_every_way_in(&self, person: PersonId) -> Result<(), Fault> {
        self.forget_ways_in(person).await?;
        self.write(vec![statement!("DELETE FROM code WHERE person_id = $1", person.as_bytes())]).await.map(drop)
    }

    fn put(&self, person: &Person) -> Result<Statement, Fault> {
        let (sealed, mac) = self.sealed(person)?;
        let (id, office) = (person.id.as_bytes(), number(person.office));
        let sql = "INSERT INTO person (person_id, committee, removed_at, card, mac, office) \
                   VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (person_id) DO UPDATE SET committee = excluded.committee, office = excluded.office, \
                   removed_at = excluded.removed_at, card = excluded.card, mac = excluded.mac \
                   WHERE person.removed_at IS NULL";
        Ok(statement!(sql, id, person.committee, person.removed_at, sealed, mac, office).on_behalf_of(self.behalf()))
    }

    /// One person.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, Fault> {
        let row = self.row(&statement!(select!("WHERE person_id = $1"), id.as_bytes())).await?;
        row.map(|row| person(self.seals(), &row, 0)).transpose()
    }

    /// Whether the account of whoever it is asked for is such a one, as the database has it: on the committee, or with an
    /// office. Nobody without an account is, nor whose account has ended; the house may do what anybody may.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn vouches(&self, such: impl Fn(&Person) -> bool) -> Result<bool, Fault> {
        match self.behalf() {
            Behalf::House => Ok(true),
            Behalf::Person(id) => {
                Ok(self.person(id).await?.is_some_and(|person| person.removed_at.is_none() && such(&person)))
            }
            Behalf::Operator | Behalf::Receipt(_) | Behalf::Nobody => Ok(false),
        }
    }

    /// What opens the desk in somebody's name at this moment, counted where each is kept. Costs one look at every session there
    /// is.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn openings_of(&self, person: PersonId, now: Timestamp) -> Result<Openings, Fault> {
        const SQL: &str = "SELECT (SELECT COUNT(*) FROM session WHERE person_id = $1 AND expires_at > $2), \
                           (SELECT COUNT(*) FROM code WHERE person_id = $1 AND expires_at > $2), \
                           (SELECT COUNT(*) FROM passkey WHERE person_id = $1), \
                           (SELECT COUNT(*) FROM password WHERE person_id = $1), \
                           (SELECT COUNT(*) FROM api_token WHERE person_id = $1 AND expires_at > $2), \
                           (SELECT COUNT(*) FROM case_person WHERE person_id = $1 AND is_open = 1), \
                           (SELECT COUNT(*) FROM provider_link WHERE person_id = $1)";
        let row = self.row(&statement!(SQL, person.as_bytes(), now)).await?;
        let row = row.ok_or(Fault::Misfit("the database counts nothing"))?;
        let count = |at| Ok::<_, Fault>(u64::try_from(row.int(at)?).unwrap_or_default());
        Ok(Openings {
            sessions: count(0)?,
            links: count(1)?,
            passkeys: count(2)?,
            passwords: count(3)?,
            tokens: count(4)?,
            cases: count(5)?,
            providers: count(6)?,
        })
    }

    /// Several people; those who have no account are left out.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn people(&self, ids: &[PersonId]) -> Result<Vec<Person>, Fault> {
        let mut found = Vec::with_capacity(ids.len());
        let ids: Vec<[u8; 16]> = ids.iter().map(|id| *id.as_bytes()).collect();
        for some in ids.chunks(64) {
            let values = padded(some);
            let sql = format!(select!("WHERE person_id IN ({})"), places(values.len()));
            found.extend(self.those(Statement::composed(sql, values)).await?);
        }
        found.sort_by_key(|person| person.id);
        Ok(found)
    }

    /// Everybody, by name, those whose account was closed included.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn everybody(&self) -> Result<Vec<Person>, Fault> {
        self.by_name(statement!(select!(""))).await
    }

    /// The members of the response committee, by name.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn committee(&self) -> Result<Vec<Person>, Fault> {
        self.by_name(statement!(select!("WHERE committee = 1 AND removed_at IS NULL"))).await
    }

    async fn by_name(&self, statement: Statement) -> Result<Vec<Person>, Fault> {
        let mut people = self.those(statement).await?;
        people.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        Ok(people)
    }

    async fn those(&self, statement: Statement) -> Result<Vec<Person>, Fault> {
        let rows = self.rows(&statement).await?;
        rows.iter().map(|row| person(self.seals(), row, 0)).collect()
    }
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str = select!("WHERE person_id > $1 ORDER BY person_id LIMIT $2");

/// A person's row, checked and opened; its columns begin at `first`.
pub(crate) fn person(seals: &Seals, row: &Row, first: usize) -> Result<Person, Fault> {
    let id: [u8; 16] = row.exact(first).map_err(|fault| fault.at(|| "table person".to_owned()))?;
    let read = || -> Result<Person, Fault> {
        let (committee, removed, sealed) = (row.flag(first + 1)?, row.maybe_int(first + 2)?, row.bytes(first + 3)?);
        let (kept, office) = (row.int(first + 5)?, office(row.int(first + 5)?)?);
        let stamped = [id.as_slice(), &seat(committee, kept), &maybe_int_bytes(removed), sealed];
        seals.check(TABLE, &stamped, row.bytes(first + 4)?)?;
        let card: Card = serde_json::from_slice(&seals.open(CARD, &id, sealed)?)
            .map_err(|_| Fault::damaged("", "what it says cannot be read"))?;
        let Card { name, address, organisation, handle, said_by } = card;
        let id = PersonId::from_bytes(id);
        let removed_at = row.maybe_at(first + 2)?;
        Ok(Person { id, name, address, organisation, handle, said_by, committee, office, removed_at })
    };
    read().map_err(|fault| fault.at(|| format!("table person, row {}", PersonId::from_bytes(id))))
}

fn stamp(seals: &Seals, id: &[u8; 16], committee: bool, office: i64, removed: Option<i64>, sealed: &[u8]) -> [u8; 32] {
    seals.stamp(TABLE, &[id, &seat(committee, office), &maybe_int_bytes(removed), sealed])
}

/// What somebody is to the desk, in bytes: without an office as it was before there were any.
fn seat(committee: bool, office: i64) -> Vec<u8> {
    let office = (office != 0).then(|| int_bytes(office));
    std::iter::once(u8::from(committee)).chain(office.into_iter().flatten()).collect()
}

/// An office, as it is kept and as the wall reads it.
const fn number(office: Option<Office>) -> i64 {
    match office {
        None => 0,
        Some(Office::Steward) => 1,
        Some(Office::Auditor) => 2,
    }
}

fn office(kept: i64) -> Result<Option<Office>, Fault> {
    let all = [None, Some(Office::Steward), Some(Office::Auditor)];
    let known = all.into_iter().find(|office| number(*office) == kept);
    known.ok_or_else(|| Fault::damaged("", format!("there is no office {kept}")))
}
