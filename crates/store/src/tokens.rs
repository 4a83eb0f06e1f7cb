//! Tokens with which programs act for people. Only their digests are kept.
//!
//! Knows that a token is somebody's, ends by itself and has a name and scopes that are sealed, in a row that is stamped. Must
//! not know what a scope lets anybody do.

use data_encoding::HEXLOWER;
use domain::Timestamp;
use domain::ids::{PersonId, TokenId};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::batch::Work;
use crate::fault::Fault;
use crate::open::Store;
use crate::people::{self, Person};
use crate::seals::Seals;
use crate::value::{Row, int_bytes, maybe_int_bytes, statement};

/// A token about to be kept.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The digest of its text.
    pub digest: [u8; 32],
    /// For whom it acts.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// What it is for, in the owner's words for scopes.
    pub scopes: Vec<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptToken {
    /// What it is called in their list; it opens nothing.
    pub id: TokenId,
    /// For whom it acts.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used last, to the minute.
    pub seen_at: Option<Timestamp>,
}

/// What is sealed of a token.
#[derive(Serialize, Deserialize)]
struct Card {
    name: String,
    scopes: Vec<String>,
    made_at: Timestamp,
}

const TABLE: &str = "api_token";
const CARD: &str = "api_token/card";
/// How often a token's use is noted.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT digest, person_id, expires_at, seen_at, card, mac FROM api_token ", $rest)
    };
}

impl Store {
    /// Keeps a token for a person whose account is open; for nobody else. Whether it was kept.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_token(&self, new: NewToken) -> Result<bool, Fault> {
        // What is over is swept out on the way.
        let sweep = statement!("DELETE FROM api_token WHERE expires_at < $1", new.made_at);
        let NewToken { digest, person, name, scopes, made_at, expires_at } = new;
        let card = serde_json::to_vec(&Card { name, scopes, made_at });
        let card = card.map_err(|_| Fault::Misfit("a token cannot be written"))?;
        let card = self.seals().seal(CARD, &digest, &card);
        let mac = stamp(self.seals(), &digest, person.as_bytes(), expires_at.as_millisecond(), None, &card);
        let sql = "INSERT INTO api_token (digest, person_id, expires_at, card, mac) SELECT $1, $2, $3, $4, $5 \
                   WHERE EXISTS (SELECT 1 FROM person WHERE person_id = $2 AND removed_at IS NULL) RETURNING digest";
        let insert = statement!(sql, digest, person.as_bytes(), expires_at, card, mac);
        Ok(!self.write(vec![sweep, insert]).await?.is_empty())
    }

    /// The token with this digest and its owner's account; `None` when it is over or none of ours. Its use is noted at most
    /// once a minute.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn token(&self, digest: [u8; 32], now: Timestamp) -> Result<Option<(KeptToken, Person)>, Fault> {
        const SQL: &str = "SELECT t.digest, t.person_id, t.expires_at, t.seen_at, t.card, t.mac, \
                           p.person_id, p.committee, p.removed_at, p.card, p.mac, p.office \
                           FROM api_token t JOIN person p ON p.person_id = t.person_id WHERE t.digest = $1";
        let Some(row) = self.row(&statement!(SQL, digest)).await? else { return Ok(None) };
        let token = token(self.seals(), &row)?;
        if now >= token.expires_at {
            return Ok(None);
        }
        if token.seen_at.is_none_or(|seen| now.duration_since(seen) >= NOTED_EVERY) {
            let (person, seen) = (token.person.as_bytes(), Some(now.as_millisecond()));
            let mac = stamp(self.seals(), &digest, person, token.expires_at.as_millisecond(), seen, row.bytes(4)?);
            let sql =
                "UPDATE api_token SET seen_at = $2, mac = $3 WHERE digest = $1 AND (seen_at IS NULL OR seen_at < $2)";
            self.writer().write_later(Work::Write(vec![statement!(sql, digest, now, mac)]));
        }
        let owner = people::person(self.seals(), &row, 6)?;
        Ok(Some((token, owner)))
    }

    /// The tokens of a person that are not over, the newest first.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn tokens_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<KeptToken>, Fault> {
        let rows = self.rows(&statement!(select!("WHERE person_id = $1"), person.as_bytes())).await?;
        let mut found: Vec<_> = rows.iter().map(|row| token(self.seals(), row)).collect::<Result<_, _>>()?;
        found.retain(|token| now < token.expires_at);
        found.sort_by_key(|token| (std::cmp::Reverse(token.made_at), token.id));
        Ok(found)
    }

    /// Ends a token by its digest. Whether there was one; of many at once one ends it.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn end_token(&self, digest: [u8; 32]) -> Result<bool, Fault> {
        let sql = "DELETE FROM api_token WHERE digest = $1 RETURNING digest";
        Ok(!self.write(vec![statement!(sql, digest)]).await?.is_empty())
    }

    /// Ends the token of a person that is called so. Whether there was one.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn end_token_of(&self, person: PersonId, id: TokenId) -> Result<bool, Fault> {
        let rows =
            self.rows(&statement!("SELECT digest FROM api_token WHERE person_id = $1", person.as_bytes())).await?;
        for row in rows {
            let digest: [u8; 32] = row.exact(0)?;
            if token_id(self.seals(), &digest) == id {
                return self.end_token(digest).await;
            }
        }
        Ok(false)
    }

    /// Ends every token of a person.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn end_tokens_of(&self, person: PersonId) -> Result<(), Fault> {
        let sql = "DELETE FROM api_token WHERE person_id = $1";
        self.write(vec![statement!(sql, person.as_bytes())]).await.map(drop)
    }
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str = select!("WHERE digest > $1 ORDER BY digest LIMIT $2");

/// A token's row, checked and opened.
pub(crate) fn token(seals: &Seals, row: &Row) -> Result<KeptToken, Fault> {
    let read = || -> Result<KeptToken, Fault> {
        let (digest, person): ([u8; 32], [u8; 16]) = (row.exact(0)?, row.exact(1)?);
        let (expires_at, seen_at, sealed) = (row.int(2)?, row.maybe_int(3)?, row.bytes(4)?);
        let stamped = stamped(&person, expires_at, seen_at);
        seals.check(TABLE, &[&digest, &stamped, sealed], row.bytes(5)?)?;
        let card: Card = serde_json::from_slice(&seals.open(CARD, &digest, sealed)?)
            .map_err(|_| Fault::damaged("", "what it says cannot be read"))?;
        let Card { name, scopes, made_at } = card;
        let (id, person) = (token_id(seals, &digest), PersonId::from_bytes(person));
        Ok(KeptToken { id, person, name, scopes, made_at, expires_at: row.at(2)?, seen_at: row.maybe_at(3)? })
    };
    read().map_err(|fault| {
        fault.at(|| {
            // By the digest's beginning: enough to find it, too little to use it.
            let digest = row.bytes(0).unwrap_or_default();
            let start = HEXLOWER.encode(digest.split_at_checked(4).map_or(digest, |(start, _)| start));
            format!("table api_token, row {start}…")
        })
    })
}

/// What a token is called: made from its digest by the desk's key, so that it tells nothing about the token.
fn token_id(seals: &Seals, digest: &[u8; 32]) -> TokenId {
    let mut id = [0; 16];
    id.iter_mut().zip(seals.stamp("token name", &[digest])).for_each(|(to, from)| *to = from);
    TokenId::from_bytes(id)
}

fn stamp(
    seals: &Seals,
    digest: &[u8; 32],
    person: &[u8; 16],
    expires_at: i64,
    seen_at: Option<i64>,
    card: &[u8],
) -> [u8; 32] {
    seals.stamp(TABLE, &[digest, &stamped(person, expires_at, seen_at), card])
}

fn stamped(person: &[u8; 16], expires_at: i64, seen_at: Option<i64>) -> Vec<u8> {
    person.iter().copied().chain(int_bytes(expires_at)).chain(maybe_int_bytes(seen_at)).collect()
}
