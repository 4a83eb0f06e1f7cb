//! Who has opened which case, and how much of it there was.
//!
//! One row for each reader of each case, replaced as they read on: it grows with people, not with clicks. Knows places and
//! seals. Must not know who may read.

use domain::Timestamp;
use domain::ids::{CaseId, PersonId};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, statement};

/// What somebody has seen of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// When they opened it first.
    pub first_at: Timestamp,
    /// When they opened it last, to the minute.
    pub last_at: Timestamp,
    /// How long the log was then: nothing later was shown to them.
    pub version: u64,
    /// As what they read it.
    pub place: String,
    /// In how many different minutes they opened it, roughly.
    pub times: u64,
}

const TABLE: &str = "reading";

impl Store {
    /// What somebody has seen of a case; the reporter, who has no account, is nobody's id.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn seen(&self, case: CaseId, person: Option<PersonId>) -> Result<Option<Seen>, Fault> {
        let sql = "SELECT place, sealed FROM reading WHERE place = $1";
        let row = self.row(&statement!(sql, place(case, person))).await?;
        row.map(|row| reading(self.seals(), &row).map(|(_, seen)| seen)).transpose()
    }

    /// Notes what somebody has seen, in place of what was noted before; kept when this returns.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn note_seen(&self, case: CaseId, person: Option<PersonId>, seen: &Seen) -> Result<(), Fault> {
        let place = place(case, person);
        let plain = serde_json::to_vec(seen).map_err(|_| Fault::Misfit("a reading cannot be written"))?;
        let sealed = self.seals().seal(TABLE, &place, &plain);
        let sql = "INSERT INTO reading (place, sealed) VALUES ($1, $2) \
                   ON CONFLICT (place) DO UPDATE SET sealed = excluded.sealed";
        self.write(vec![statement!(sql, place, sealed)]).await.map(drop)
    }

    /// Everybody who has opened a case, whoever opened it last first.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn readers(&self, case: CaseId) -> Result<Vec<(Option<PersonId>, Seen)>, Fault> {
        let (first, last) = (place(case, None), [case.as_bytes().as_slice(), &[0xff; 16]].concat());
        let sql = "SELECT place, sealed FROM reading WHERE place >= $1 AND place <= $2";
        let rows = self.rows(&statement!(sql, first, last)).await?;
        let mut found: Vec<_> = rows.iter().map(|row| reading(self.seals(), row)).collect::<Result<_, _>>()?;
        found.sort_by_key(|(person, seen)| (std::cmp::Reverse(seen.last_at), *person));
        Ok(found)
    }
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str = "SELECT place, sealed FROM reading WHERE place > $1 ORDER BY place LIMIT $2";

/// A reading's row, opened.
pub(crate) fn reading(seals: &Seals, row: &Row) -> Result<(Option<PersonId>, Seen), Fault> {
    let read = || -> Result<(Option<PersonId>, Seen), Fault> {
        let place: [u8; 32] = row.exact(0)?;
        let damaged = |_| Fault::damaged("", "what it says cannot be read");
        let seen = serde_json::from_slice(&seals.open(TABLE, &place, row.bytes(1)?)?).map_err(damaged)?;
        let person = place.last_chunk::<16>().copied().unwrap_or_default();
        Ok(((person != [0; 16]).then(|| PersonId::from_bytes(person)), seen))
    };
    read().map_err(|fault: Fault| fault.at(|| "table reading".to_owned()))
}

fn place(case: CaseId, person: Option<PersonId>) -> Vec<u8> {
    let person = person.map_or([0; 16], |person| *person.as_bytes());
    [case.as_bytes().as_slice(), &person].concat()
}
