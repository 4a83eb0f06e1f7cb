//! Receipts that somebody keeps with their account: whose report it is, sealed.
//!
//! Knows places and seals: nobody who only writes to the database makes a report somebody's. Must not know what is in it.

use domain::Timestamp;
use domain::ids::{CaseId, PersonId};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, Statement, statement};

const TABLE: &str = "held_receipt";

/// What is sealed of it.
#[derive(Serialize, Deserialize)]
struct Card {
    since: Timestamp,
}

impl Store {
    /// Keeps the receipt of a case with an account. Whether it was kept: not when it was there before.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn hold_receipt(&self, person: PersonId, case: CaseId, since: Timestamp) -> Result<bool, Fault> {
        let place = place(person, case);
        let plain = serde_json::to_vec(&Card { since }).map_err(|_| Fault::Misfit("a receipt cannot be written"))?;
        let sealed = self.seals().seal(TABLE, &place, &plain);
        let sql =
            "INSERT INTO held_receipt (place, sealed) VALUES ($1, $2) ON CONFLICT (place) DO NOTHING RETURNING place";
        Ok(!self.write(vec![statement!(sql, place, sealed)]).await?.is_empty())
    }

    /// Whether somebody holds the receipt of a case. It takes as long for a case that there is as for one that there is not.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn holds_receipt(&self, person: PersonId, case: CaseId) -> Result<bool, Fault> {
        let sql = "SELECT place, sealed FROM held_receipt WHERE place = $1";
        let row = self.row(&statement!(sql, place(person, case))).await?;
        Ok(row.map(|row| held(self.seals(), &row)).transpose()?.is_some())
    }

    /// The cases whose receipts somebody holds, the first kept first.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn receipts_of(&self, person: PersonId) -> Result<Vec<CaseId>, Fault> {
        let (first, last) = range(person);
        let sql = "SELECT place, sealed FROM held_receipt WHERE place >= $1 AND place <= $2";
        let rows = self.rows(&statement!(sql, first, last)).await?;
        let mut found = rows.iter().map(|row| held(self.seals(), row)).collect::<Result<Vec<_>, _>>()?;
        found.sort_by_key(|(case, since)| (*since, *case));
        Ok(found.into_iter().map(|(case, _)| case).collect())
    }

    /// Whether anybody holds the receipt of a case. Costs one look at every receipt that is held.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn is_receipt_held(&self, case: CaseId) -> Result<bool, Fault> {
        let sql = "SELECT place FROM held_receipt WHERE substr(place, 17) = $1 LIMIT 1";
        Ok(self.row(&statement!(sql, case.as_bytes())).await?.is_some())
    }
}

/// The statement that ends what an account holds. The receipts themselves stay good.
pub(crate) fn forget(person: PersonId) -> Statement {
    let (first, last) = range(person);
    statement!("DELETE FROM held_receipt WHERE place >= $1 AND place <= $2", first, last)
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str = "SELECT place, sealed FROM held_receipt WHERE place > $1 ORDER BY place LIMIT $2";

/// A row, opened: of which case, since when.
pub(crate) fn held(seals: &Seals, row: &Row) -> Result<(CaseId, Timestamp), Fault> {
    let read = || -> Result<(CaseId, Timestamp), Fault> {
        let place: [u8; 32] = row.exact(0)?;
        let damaged = |_| Fault::damaged("", "what it says cannot be read");
        let Card { since } = serde_json::from_slice(&seals.open(TABLE, &place, row.bytes(1)?)?).map_err(damaged)?;
        Ok((CaseId::from_bytes(place.last_chunk::<16>().copied().unwrap_or_default()), since))
    };
    read().map_err(|fault: Fault| fault.at(|| "table held_receipt".to_owned()))
}

fn place(person: PersonId, case: CaseId) -> Vec<u8> {
    [person.as_bytes().as_slice(), case.as_bytes()].concat()
}

fn range(person: PersonId) -> (Vec<u8>, Vec<u8>) {
    (place(person, CaseId::from_bytes([0; 16])), place(person, CaseId::from_bytes([0xff; 16])))
}
