//! The plain tables, and rows that belong to no case there is.

use super::finding::Verification;
use crate::access;
use crate::decisions;
use crate::fault::Fault;
use crate::held_receipts;
use crate::open::Store;
use crate::passkeys;
use crate::passwords;
use crate::people;
use crate::promises;
use crate::proposals;
use crate::provider_links;
use crate::published;
use crate::readings;
use crate::seals::Seals;
use crate::settings;
use crate::tokens;
use crate::value::{Row, Statement, Value, statement};

/// Rows taken in hand at a time.
const PART: i64 = 256;
/// As many orphans are named one by one; more would say nothing new.
const NAMED_MAX: i64 = 100;

/// A table's rows in parts, in order of its first column.
struct Table {
    part: &'static str,
    start: Value,
    check: fn(&Seals, &Row) -> Result<(), Fault>,
}

/// A table whose first column is bytes.
const fn by_bytes(part: &'static str, check: fn(&Seals, &Row) -> Result<(), Fault>) -> Table {
    Table { part, start: Value::Bytes(Vec::new()), check }
}

impl Store {
    /// Rows whose case has no head: the head was removed, or they were added.
    pub(super) async fn verify_orphans(&self, found: &mut Verification) -> Result<(), Fault> {
        macro_rules! orphans {
            ($table:literal) => {
                (
                    $table,
                    concat!(
                        "SELECT DISTINCT t.case_no FROM ",
                        $table,
                        " t WHERE NOT EXISTS (SELECT 1 FROM case_head h WHERE h.case_no = t.case_no) LIMIT $1"
                    ),
                )
            };
        }
        let tables =
            [orphans!("event"), orphans!("blob"), orphans!("case_index"), orphans!("case_person"), orphans!("outbox")];
        for (table, sql) in tables {
            for row in self.rows(&statement!(sql, NAMED_MAX)).await? {
                let place = format!("table {table}, rows of case number {}", row.int(0)?);
                found.note(place, "there is no such case: its head is missing, or these rows were added");
            }
        }
        Ok(())
    }

    pub(super) async fn verify_tables(&self, found: &mut Verification) -> Result<(), Fault> {
        let tables = [
            by_bytes(people::ALL, |seals, row| people::person(seals, row, 0).map(drop)),
            by_bytes(access::CODES, |seals, row| access::code(seals, row).map(drop)),
            by_bytes(access::SESSIONS, |seals, row| access::session(seals, row).map(drop)),
            by_bytes(passkeys::ALL, |seals, row| passkeys::passkey(seals, row).map(drop)),
            by_bytes(held_receipts::ALL, |seals, row| held_receipts::held(seals, row).map(drop)),
            by_bytes(passwords::ALL, |seals, row| passwords::password(seals, row).map(drop)),
            by_bytes(provider_links::ALL, |seals, row| provider_links::link(seals, row).map(drop)),
            by_bytes(tokens::ALL, |seals, row| tokens::token(seals, row).map(drop)),
            by_bytes(readings::ALL, |seals, row| readings::reading(seals, row).map(drop)),
            by_bytes(decisions::CONFIRMATIONS, |seals, row| decisions::confirmation(seals, row).map(drop)),
            by_bytes(decisions::DECISIONS, |seals, row| decisions::decision(seals, row).map(drop)),
            by_bytes(published::ALL, |seals, row| published::advisory(seals, row).map(drop)),
            Table {
                part: settings::SETTINGS,
                start: Value::Text(String::new()),
                check: |seals, row| settings::setting(seals, row).map(drop),
            },
            Table {
                part: settings::POLICIES,
                start: Value::Int(i64::MIN),
                check: |seals, row| settings::policy(seals, row).map(drop),
            },
            by_bytes(proposals::ALL, |seals, row| proposals::record(seals, row).map(drop)),
            by_bytes(promises::ALL, |seals, row| promises::promise(seals, row).map(drop)),
        ];
        for table in tables {
            self.verify_table(table, found).await?;
        }
        Ok(())
    }

    async fn verify_table(&self, table: Table, found: &mut Verification) -> Result<(), Fault> {
        let mut after = table.start.clone();
        loop {
            let rows = self.rows(&Statement::new(table.part, vec![after, Value::Int(PART)])).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = match &table.start {
                Value::Int(_) | Value::MaybeInt(_) => Value::Int(last.int(0)?),
                Value::Text(_) => Value::from(last.text(0)?),
                Value::Bytes(_) | Value::MaybeBytes(_) => Value::Bytes(last.bytes(0)?.to_vec()),
            };
            for row in &rows {
                found.check((table.check)(self.seals(), row))?;
            }
        }
    }
}
