//! Passwords, each with the secret of its authenticator app: one for an account, sealed.
//!
//! Knows places and seals. Must not know what a good password is, nor whether anybody may sign in with one.

use domain::Timestamp;
use domain::ids::PersonId;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, Statement, statement};

/// What is kept of a password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPassword {
    /// Its hash.
    pub hash: String,
    /// The secret that the app and the desk share.
    pub secret: [u8; 20],
    /// When it was set.
    pub made_at: Timestamp,
}

const TABLE: &str = "password";

impl Store {
    /// Keeps somebody's password, in place of what was kept before.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_password(&self, person: PersonId, kept: &KeptPassword) -> Result<(), Fault> {
        let plain = serde_json::to_vec(kept).map_err(|_| Fault::Misfit("a password cannot be written"))?;
        let sealed = self.seals().seal(TABLE, person.as_bytes(), &plain);
        let sql = "INSERT INTO password (person_id, sealed) VALUES ($1, $2) \
                   ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed";
        self.write(vec![statement!(sql, person.as_bytes(), sealed)]).await.map(drop)
    }

    /// Somebody's password; `None` when they have none.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn password_of(&self, person: PersonId) -> Result<Option<KeptPassword>, Fault> {
        let sql = "SELECT person_id, sealed FROM password WHERE person_id = $1";
        let row = self.row(&statement!(sql, person.as_bytes())).await?;
        row.map(|row| password(self.seals(), &row)).transpose()
    }

    /// Forgets somebody's password. Whether there was one.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn forget_password(&self, person: PersonId) -> Result<bool, Fault> {
        Ok(!self.write(vec![forget(person)]).await?.is_empty())
    }
}

/// The statement that forgets it.
pub(crate) fn forget(person: PersonId) -> Statement {
    statement!("DELETE FROM password WHERE person_id = $1 RETURNING person_id", person.as_bytes())
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str = "SELECT person_id, sealed FROM password WHERE person_id > $1 ORDER BY person_id LIMIT $2";

/// A password's row, opened.
pub(crate) fn password(seals: &Seals, row: &Row) -> Result<KeptPassword, Fault> {
    let read = || {
        let person: [u8; 16] = row.exact(0)?;
        let plain = seals.open(TABLE, &person, row.bytes(1)?)?;
        serde_json::from_slice(&plain).map_err(|_| Fault::damaged("", "what it says cannot be read"))
    };
    read().map_err(|fault: Fault| fault.at(|| "table password".to_owned()))
}
