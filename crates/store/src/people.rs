//! People with an account: who they are, where letters go, whether they are on the committee.
//!
//! Knows that a name and an address are sealed and that the row is stamped, for rights depend on it. Must not know what
//! anybody may do.

use domain::Timestamp;
use domain::ids::PersonId;
use serde::{Deserialize, Serialize};

use crate::batch::{padded, places};
use crate::behalf::Behalf;
use crate::fault::Fault;
use crate::held_receipts;
use crate::open::Store;
use crate::passkeys;
use crate::passwords;
use crate::seals::Seals;
use crate::value::{Row, Statement, maybe_int_bytes, statement};

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
    /// Whether they are on the response committee.
    pub committee: bool,
    /// When the account was closed.
    pub removed_at: Option<Timestamp>,
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
}

const TABLE: &str = "person";
const CARD: &str = "person/card";

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT person_id, committee, removed_at, card, mac FROM person ", $rest)
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

    /// Keeps a person whose account is closed, and ends their sessions, one-time codes, passkeys, password and tokens, and what it holds of receipts, in the
    /// same transaction.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn close_account(&self, person: &Person) -> Result<(), Fault> {
        let id = person.id.as_bytes();
        let sessions = statement!("DELETE FROM session WHERE person_id = $1", id);
        let codes = statement!("DELETE FROM code WHERE person_id = $1", id);
        let tokens = statement!("DELETE FROM api_token WHERE person_id = $1", id);
        let (keys, password) = (passkeys::forget(person.id), passwords::forget(person.id));
        let receipts = held_receipts::forget(person.id);
        self.write(vec![self.put(person)?, sessions, codes, tokens, keys, password, receipts]).await.map(drop)
    }

    fn put(&self, person: &Person) -> Result<Statement, Fault> {
        let card = Card {
            name: person.name.clone(),
            address: person.address.clone(),
            organisation: person.organisation.clone(),
            handle: person.handle.clone(),
        };
        let plain = serde_json::to_vec(&card).map_err(|_| Fault::Misfit("an account cannot be written"))?;
        let id = person.id.as_bytes();
        let sealed = self.seals().seal(CARD, id, &plain);
        let removed = person.removed_at.map(Timestamp::as_millisecond);
        let mac = stamp(self.seals(), id, person.committee, removed, &sealed);
        let sql = "INSERT INTO person (person_id, committee, removed_at, card, mac) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (person_id) DO UPDATE SET committee = excluded.committee, \
                   removed_at = excluded.removed_at, card = excluded.card, mac = excluded.mac \
                   WHERE person.removed_at IS NULL";
        Ok(statement!(sql, id, person.committee, person.removed_at, sealed, mac).on_behalf_of(self.behalf()))
    }

    /// One person.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, Fault> {
        let row = self.row(&statement!(select!("WHERE person_id = $1"), id.as_bytes())).await?;
        row.map(|row| person(self.seals(), &row, 0)).transpose()
    }

    /// Whether whoever it is asked for sits on the committee, as the database has it. The house may do what members may.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn sits(&self) -> Result<bool, Fault> {
        match self.behalf() {
            Behalf::House => Ok(true),
            Behalf::Person(id) => {
                Ok(self.person(id).await?.is_some_and(|person| person.committee && person.removed_at.is_none()))
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
                           (SELECT COUNT(*) FROM case_person WHERE person_id = $1 AND is_open = 1)";
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
        let stamped = [id.as_slice(), &[u8::from(committee)], &maybe_int_bytes(removed), sealed];
        seals.check(TABLE, &stamped, row.bytes(first + 4)?)?;
        let card: Card = serde_json::from_slice(&seals.open(CARD, &id, sealed)?)
            .map_err(|_| Fault::damaged("", "what it says cannot be read"))?;
        let Card { name, address, organisation, handle } = card;
        let id = PersonId::from_bytes(id);
        let removed_at = row.maybe_at(first + 2)?;
        Ok(Person { id, name, address, organisation, handle, committee, removed_at })
    };
    read().map_err(|fault| fault.at(|| format!("table person, row {}", PersonId::from_bytes(id))))
}

fn stamp(seals: &Seals, id: &[u8; 16], committee: bool, removed: Option<i64>, sealed: &[u8]) -> [u8; 32] {
    seals.stamp(TABLE, &[id, &[u8::from(committee)], &maybe_int_bytes(removed), sealed])
}
