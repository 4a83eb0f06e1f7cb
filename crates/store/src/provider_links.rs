//! Which account somebody signs in to with an identity provider: one link for an account, sealed.
//!
//! A link is found by the provider's own name for somebody, under this desk's key, and by nothing else that the provider says.
//! Knows places and seals. Must not know who may sign in.

use domain::Timestamp;
use domain::ids::PersonId;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, Statement, statement};

/// Somebody as an identity provider names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The provider.
    pub issuer: String,
    /// Its name for them, which it gives to nobody else (OpenID Connect Core 1.0, section 2).
    pub subject: String,
}

/// A link, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderLink {
    /// Whose account.
    pub person: PersonId,
    /// Who they are to the provider.
    pub subject: Subject,
    /// Since when.
    pub since: Timestamp,
}

/// What is sealed of it.
#[derive(Serialize, Deserialize)]
struct Card {
    subject: Subject,
    since: Timestamp,
}

const TABLE: &str = "provider_link";

impl Store {
    /// Links an account that is open with somebody at a provider, in place of the account's link before. Whether it was
    /// linked: not when another account is linked with the same.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn link_provider(&self, link: &ProviderLink) -> Result<bool, Fault> {
        let (place, person) = (self.place(&link.subject), link.person.as_bytes());
        let card = Card { subject: link.subject.clone(), since: link.since };
        let plain = serde_json::to_vec(&card).map_err(|_| Fault::Misfit("a link cannot be written"))?;
        let sealed = self.seals().seal(TABLE, &bound(&place, person), &plain);
        let free = "DELETE FROM provider_link WHERE person_id = $2 \
                    AND NOT EXISTS (SELECT 1 FROM provider_link WHERE subject = $1 AND person_id <> $2)";
        let insert = "INSERT INTO provider_link (subject, person_id, sealed) SELECT $1, $2, $3 \
                      WHERE EXISTS (SELECT 1 FROM person WHERE person_id = $2 AND removed_at IS NULL) \
                      ON CONFLICT (subject) DO NOTHING RETURNING subject";
        let free = statement!(free, place, person);
        Ok(!self.write(vec![free, statement!(insert, place, person, sealed)]).await?.is_empty())
    }

    /// The link of somebody at a provider.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn provider_link(&self, subject: &Subject) -> Result<Option<ProviderLink>, Fault> {
        let sql = "SELECT subject, person_id, sealed FROM provider_link WHERE subject = $1";
        let row = self.row(&statement!(sql, self.place(subject))).await?;
        row.map(|row| link(self.seals(), &row)).transpose()
    }

    /// The link of an account.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn provider_link_of(&self, person: PersonId) -> Result<Option<ProviderLink>, Fault> {
        let sql = "SELECT subject, person_id, sealed FROM provider_link WHERE person_id = $1";
        let row = self.row(&statement!(sql, person.as_bytes())).await?;
        row.map(|row| link(self.seals(), &row)).transpose()
    }

    /// Ends the link of an account. Whether there was one.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn unlink_provider(&self, person: PersonId) -> Result<bool, Fault> {
        Ok(!self.write(vec![forget(person)]).await?.is_empty())
    }

    /// Where a link is kept: it tells nothing of who it is to whoever only reads the database.
    fn place(&self, subject: &Subject) -> [u8; 32] {
        self.seals().stamp(TABLE, &[subject.issuer.as_bytes(), subject.subject.as_bytes()])
    }
}

/// The statement that ends it.
pub(crate) fn forget(person: PersonId) -> Statement {
    statement!("DELETE FROM provider_link WHERE person_id = $1 RETURNING subject", person.as_bytes())
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str =
    "SELECT subject, person_id, sealed FROM provider_link WHERE subject > $1 ORDER BY subject LIMIT $2";

/// A link's row, opened.
pub(crate) fn link(seals: &Seals, row: &Row) -> Result<ProviderLink, Fault> {
    let read = || -> Result<ProviderLink, Fault> {
        let (place, person): ([u8; 32], [u8; 16]) = (row.exact(0)?, row.exact(1)?);
        let plain = seals.open(TABLE, &bound(&place, &person), row.bytes(2)?)?;
        let damaged = |_| Fault::damaged("", "what it says cannot be read");
        let Card { subject, since } = serde_json::from_slice(&plain).map_err(damaged)?;
        Ok(ProviderLink { person: PersonId::from_bytes(person), subject, since })
    };
    read().map_err(|fault: Fault| fault.at(|| "table provider_link".to_owned()))
}

/// What a seal is bound to: whose it is, too.
fn bound(place: &[u8; 32], person: &[u8; 16]) -> Vec<u8> {
    [place.as_slice(), person].concat()
}
