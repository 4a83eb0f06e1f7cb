//! The lists made anew from the logs.
//!
//! Knows that a list row is a function of the folded log and of nothing else. Works beside a running desk: a row is
//! replaced only while its log ends where it was read.

use domain::case::index::{self, IndexRow};
use domain::case::state::Case;
use domain::ids::CaseId;

use crate::fault::{AppendError, Fault};
use crate::index::{COLUMNS, Entry, people};
use crate::log::{Loaded, rewrite_index};
use crate::open::Store;
use crate::value::{Row, Statement, Value, statement};

/// What a rebuild did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many cases there are.
    pub cases: u64,
    /// How many rows were not as the log says, surplus rows included.
    pub changed: u64,
}

/// Cases taken in hand at a time.
const PART: i64 = 256;

impl Store {
    /// Replaces every list row by what the log says.
    ///
    /// # Errors
    /// A fault of the machine; a damaged log names its place, and the rows of other cases before it are done.
    pub async fn rebuild(&self) -> Result<Rebuilt, Fault> {
        let mut rebuilt = Rebuilt { cases: 0, changed: self.drop_surplus().await? };
        let mut after = Vec::new();
        loop {
            let sql = "SELECT case_id FROM case_head WHERE case_id > $1 ORDER BY case_id LIMIT $2";
            let rows = self.rows(&statement!(sql, after, PART)).await?;
            let Some(last) = rows.last() else { return Ok(rebuilt) };
            after = last.bytes(0)?.to_vec();
            for row in &rows {
                rebuilt.cases += 1;
                rebuilt.changed += u64::from(self.rebuild_one(CaseId::from_bytes(row.exact(0)?)).await?);
            }
        }
    }

    /// Whether the row had to be changed.
    async fn rebuild_one(&self, case: CaseId) -> Result<bool, Fault> {
        loop {
            let Some(Loaded { records, head }) = self.load(case).await? else { return Ok(false) };
            let folded = Case::fold(case, &records)
                .ok_or_else(|| Fault::damaged(format!("case {case}"), "its log does not begin as a case does"))?;
            let row = index::row(&folded);
            if self.is_listed(&head.key, &row).await? {
                return Ok(false);
            }
            match rewrite_index(self, case, head, row).await {
                Ok(()) => return Ok(true),
                // The case goes on while we look: look again.
                Err(AppendError::Conflict) => {}
                Err(AppendError::Fault(fault)) => return Err(fault),
            }
        }
    }

    /// Whether the list has exactly this row, and its people exactly these.
    async fn is_listed(&self, key: &vault::CaseKey, row: &IndexRow) -> Result<bool, Fault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM case_index i JOIN case_head h ON h.case_no = i.case_no WHERE h.case_id = $1"
        );
        let live = self.row(&Statement::composed(sql, vec![Value::from(row.case.as_bytes())])).await?;
        let card = live.and_then(|live| Entry::read(&live).and_then(|entry| entry.open(key, &live)).ok());
        let mut found = Vec::new();
        for person in self.rows(&statement!(PEOPLE_OF, row.case.as_bytes())).await? {
            found.push(person_as_kept(&person)?);
        }
        Ok(card.as_ref() == Some(row) && found == people_as_kept(row))
    }

    /// Removes rows of cases that have no log.
    async fn drop_surplus(&self) -> Result<u64, Fault> {
        let people = "DELETE FROM case_person WHERE NOT EXISTS (SELECT 1 FROM case_head h WHERE h.case_no = case_person.case_no)";
        let rows = "DELETE FROM case_index WHERE NOT EXISTS (SELECT 1 FROM case_head h WHERE h.case_no = case_index.case_no) RETURNING case_no";
        Ok(self.write(vec![statement!(people), statement!(rows)]).await?.len() as u64)
    }
}

/// The people of a case's list row, in their order.
pub(crate) const PEOPLE_OF: &str = "SELECT p.person_id, p.case_id, p.reads, p.is_open, p.due_at FROM case_person p \
     JOIN case_head h ON h.case_no = p.case_no WHERE h.case_id = $1 ORDER BY p.person_id";

/// A row of [`PEOPLE_OF`].
pub(crate) type KeptPerson = (Vec<u8>, Vec<u8>, i64, i64, i64);

pub(crate) fn person_as_kept(row: &Row) -> Result<KeptPerson, Fault> {
    Ok((row.bytes(0)?.to_vec(), row.bytes(1)?.to_vec(), row.int(2)?, row.int(3)?, row.int(4)?))
}

/// The rows of [`PEOPLE_OF`] that a list row asks for.
pub(crate) fn people_as_kept(row: &IndexRow) -> Vec<KeptPerson> {
    let entry = Entry::of(row);
    let case = row.case.as_bytes().to_vec();
    let kept = people(row).into_iter().map(|(person, reads)| {
        (person.as_bytes().to_vec(), case.clone(), i64::from(reads), i64::from(entry.is_open), entry.due_at)
    });
    let mut kept: Vec<KeptPerson> = kept.collect();
    kept.sort();
    kept
}
