//! What is still to be confirmed with a passkey, and decisions that were, with what proves it.
//!
//! Knows places and seals. Must not know what is decided, nor what proves it.

use domain::Timestamp;
use domain::ids::{CaseId, ConfirmationId, PersonId};

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, int_bytes, statement};

const CONFIRMATION: &str = "confirmation";
const DECISION: &str = "decision";

impl Store {
    /// Keeps what is to be confirmed, until it expires.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_confirmation(
        &self,
        id: ConfirmationId,
        now: Timestamp,
        expires_at: Timestamp,
        content: &[u8],
    ) -> Result<(), Fault> {
        let sweep = statement!("DELETE FROM confirmation WHERE expires_at < $1", now);
        let sealed = self.seals().seal(CONFIRMATION, &dated(id, expires_at.as_millisecond()), content);
        let sql = "INSERT INTO confirmation (confirmation_id, expires_at, sealed) VALUES ($1, $2, $3)";
        self.write(vec![sweep, statement!(sql, id.as_bytes(), expires_at, sealed)]).await.map(drop)
    }

    /// What is to be confirmed; `None` when there is no such thing, or not any more.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn confirmation(&self, id: ConfirmationId, now: Timestamp) -> Result<Option<Vec<u8>>, Fault> {
        let sql = "SELECT confirmation_id, expires_at, sealed FROM confirmation WHERE confirmation_id = $1";
        let row = self.row(&statement!(sql, id.as_bytes())).await?;
        let read = row.map(|row| Ok::<_, Fault>((row.at(1)?, confirmation(self.seals(), &row)?))).transpose()?;
        Ok(read.filter(|(expires_at, _)| now < *expires_at).map(|(_, content)| content))
    }

    /// Takes what was to be confirmed: of many at once, one has it.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn take_confirmation(&self, id: ConfirmationId) -> Result<bool, Fault> {
        let sql = "DELETE FROM confirmation WHERE confirmation_id = $1 RETURNING confirmation_id";
        Ok(!self.write(vec![statement!(sql, id.as_bytes())]).await?.is_empty())
    }

    /// Keeps what proves that somebody confirmed what an event of a case is to say.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_decision(&self, case: CaseId, seq: u64, by: PersonId, proof: &[u8]) -> Result<(), Fault> {
        let place = place(case, seq, by);
        let sealed = self.seals().seal(DECISION, &place, proof);
        let sql = "INSERT INTO decision (place, sealed) VALUES ($1, $2) ON CONFLICT (place) DO UPDATE SET sealed = excluded.sealed";
        self.write(vec![statement!(sql, place, sealed)]).await.map(drop)
    }

    /// What proves it; `None` when nothing does.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn decision(&self, case: CaseId, seq: u64, by: PersonId) -> Result<Option<Vec<u8>>, Fault> {
        let sql = "SELECT place, sealed FROM decision WHERE place = $1";
        let row = self.row(&statement!(sql, place(case, seq, by))).await?;
        row.map(|row| decision(self.seals(), &row)).transpose()
    }
}

/// Every confirmation, in parts.
pub(crate) const CONFIRMATIONS: &str = "SELECT confirmation_id, expires_at, sealed FROM confirmation \
                                        WHERE confirmation_id > $1 ORDER BY confirmation_id LIMIT $2";
/// Every decision, in parts.
pub(crate) const DECISIONS: &str = "SELECT place, sealed FROM decision WHERE place > $1 ORDER BY place LIMIT $2";

/// A confirmation's row, opened.
pub(crate) fn confirmation(seals: &Seals, row: &Row) -> Result<Vec<u8>, Fault> {
    let read = || {
        let id = ConfirmationId::from_bytes(row.exact(0)?);
        seals.open(CONFIRMATION, &dated(id, row.int(1)?), row.bytes(2)?)
    };
    read().map_err(|fault: Fault| fault.at(|| "table confirmation".to_owned()))
}

/// A decision's row, opened.
pub(crate) fn decision(seals: &Seals, row: &Row) -> Result<Vec<u8>, Fault> {
    let read = || seals.open(DECISION, row.bytes(0)?, row.bytes(1)?);
    read().map_err(|fault: Fault| fault.at(|| "table decision".to_owned()))
}

fn dated(id: ConfirmationId, expires_at: i64) -> Vec<u8> {
    id.as_bytes().iter().copied().chain(int_bytes(expires_at)).collect()
}

fn place(case: CaseId, seq: u64, by: PersonId) -> Vec<u8> {
    case.as_bytes().iter().copied().chain(seq.to_be_bytes()).chain(by.as_bytes().iter().copied()).collect()
}
