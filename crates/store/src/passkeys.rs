//! Passkeys: the public halves of people's keys. And the challenges that were answered, each once.
//!
//! Knows that a row stands at one place for one person and says so inside its seal. Must not know what a key proves.

use domain::Timestamp;
use domain::ids::{PasskeyId, PersonId};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, Statement, statement};

const TABLE: &str = "passkey";

/// A passkey as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPasskey {
    /// Which.
    pub id: PasskeyId,
    /// Whose.
    pub person: PersonId,
    /// What its holder calls it.
    pub name: String,
    /// When it was registered.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
    /// The key, as `passkeys` writes it.
    pub key: Vec<u8>,
}

/// What is sealed of a passkey.
#[derive(Serialize, Deserialize)]
struct Card {
    person: PersonId,
    name: String,
    made_at: Timestamp,
    used_at: Option<Timestamp>,
    key: serde_json::Value,
}

impl Store {
    /// What a passkey is called here: made from the key's own name by the desk's key, so that it tells nothing about it.
    #[must_use]
    pub fn passkey_id(&self, key: &[u8]) -> PasskeyId {
        let mut id = [0; 16];
        id.iter_mut().zip(self.seals().stamp("passkey name", &[key])).for_each(|(to, from)| *to = from);
        PasskeyId::from_bytes(id)
    }

    /// Keeps a new passkey. Whether it was kept: not when somebody, anybody, registered the same key before.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn add_passkey(&self, passkey: &KeptPasskey) -> Result<bool, Fault> {
        let sql = "INSERT INTO passkey (passkey_id, person_id, sealed) VALUES ($1, $2, $3) \
                   ON CONFLICT (passkey_id) DO NOTHING RETURNING passkey_id";
        let sealed = self.sealed_passkey(passkey)?;
        let rows = self.write(vec![statement!(sql, passkey.id.as_bytes(), passkey.person.as_bytes(), sealed)]).await?;
        Ok(!rows.is_empty())
    }

    /// Keeps what changed of a passkey: its count, its last use. One that was removed meanwhile stays removed.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_passkey(&self, passkey: &KeptPasskey) -> Result<(), Fault> {
        let sql = "UPDATE passkey SET sealed = $3 WHERE passkey_id = $1 AND person_id = $2";
        let sealed = self.sealed_passkey(passkey)?;
        self.write(vec![statement!(sql, passkey.id.as_bytes(), passkey.person.as_bytes(), sealed)]).await.map(drop)
    }

    /// One passkey.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn passkey(&self, id: PasskeyId) -> Result<Option<KeptPasskey>, Fault> {
        let sql = "SELECT passkey_id, person_id, sealed FROM passkey WHERE passkey_id = $1";
        let row = self.row(&statement!(sql, id.as_bytes())).await?;
        row.map(|row| passkey(self.seals(), &row)).transpose()
    }

    /// The passkeys of a person, the oldest first.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<KeptPasskey>, Fault> {
        let sql = "SELECT passkey_id, person_id, sealed FROM passkey WHERE person_id = $1";
        let rows = self.rows(&statement!(sql, person.as_bytes())).await?;
        let mut found: Vec<_> = rows.iter().map(|row| passkey(self.seals(), row)).collect::<Result<_, _>>()?;
        found.sort_by_key(|passkey| (passkey.made_at, passkey.id));
        Ok(found)
    }

    /// Removes a passkey of a person, unless it is the last one. Whether one was removed.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn remove_passkey(&self, person: PersonId, id: PasskeyId) -> Result<bool, Fault> {
        let sql = "DELETE FROM passkey WHERE passkey_id = $1 AND person_id = $2 \
                   AND (SELECT COUNT(*) FROM passkey WHERE person_id = $2) > 1 RETURNING passkey_id";
        Ok(!self.write(vec![statement!(sql, id.as_bytes(), person.as_bytes())]).await?.is_empty())
    }

    /// Forgets every passkey of a person.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn forget_passkeys(&self, person: PersonId) -> Result<(), Fault> {
        self.write(vec![forget(person)]).await.map(drop)
    }

    /// Uses a challenge up. Whether this was the first use of it; of many at once one is the first.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn use_challenge(&self, challenge: &[u8], expires_at: Timestamp, now: Timestamp) -> Result<bool, Fault> {
        let digest = self.seals().stamp("challenge", &[challenge]);
        let sweep = statement!("DELETE FROM used_challenge WHERE expires_at < $1", now);
        let sql = "INSERT INTO used_challenge (digest, expires_at) VALUES ($1, $2) \
                   ON CONFLICT (digest) DO NOTHING RETURNING digest";
        Ok(!self.write(vec![sweep, statement!(sql, digest, expires_at)]).await?.is_empty())
    }

    fn sealed_passkey(&self, passkey: &KeptPasskey) -> Result<Vec<u8>, Fault> {
        let unwritable = |_| Fault::Misfit("a passkey cannot be written");
        let card = Card {
            person: passkey.person,
            name: passkey.name.clone(),
            made_at: passkey.made_at,
            used_at: passkey.used_at,
            key: serde_json::from_slice(&passkey.key).map_err(unwritable)?,
        };
        let plain = serde_json::to_vec(&card).map_err(unwritable)?;
        Ok(self.seals().seal(TABLE, passkey.id.as_bytes(), &plain))
    }
}

/// Ends all passkeys of a person; goes into the write that closes their account.
pub(crate) fn forget(person: PersonId) -> Statement {
    statement!("DELETE FROM passkey WHERE person_id = $1", person.as_bytes())
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str =
    "SELECT passkey_id, person_id, sealed FROM passkey WHERE passkey_id > $1 ORDER BY passkey_id LIMIT $2";

/// A passkey's row, opened.
pub(crate) fn passkey(seals: &Seals, row: &Row) -> Result<KeptPasskey, Fault> {
    let id: [u8; 16] = row.exact(0).map_err(|fault| fault.at(|| "table passkey".to_owned()))?;
    let read = || -> Result<KeptPasskey, Fault> {
        let damaged = |_| Fault::damaged("", "what it says cannot be read");
        let card: Card = serde_json::from_slice(&seals.open(TABLE, &id, row.bytes(2)?)?).map_err(damaged)?;
        let Card { person, name, made_at, used_at, key } = card;
        if person.as_bytes() != row.bytes(1)? {
            return Err(Fault::damaged("", "it is another person's"));
        }
        let key = serde_json::to_vec(&key).map_err(damaged)?;
        Ok(KeptPasskey { id: PasskeyId::from_bytes(id), person, name, made_at, used_at, key })
    };
    read().map_err(|fault| fault.at(|| format!("table passkey, row {}", PasskeyId::from_bytes(id))))
}
