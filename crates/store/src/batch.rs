//! Many writes in one transaction with few statements: rows of the same table go in together.
//!
//! Knows the tables that an append writes and which of several appends to one case comes first. Must not know what is in
//! the rows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sqlx::SqlStr;

use crate::engine::Link;
use crate::value::{Row, Statement, Value};

/// Where a case's log stands: its version and last link.
pub(crate) type Mark = (i64, [u8; 32]);

/// A case's id as it is in the tables.
pub(crate) type CaseBytes = [u8; 16];

/// An append, sealed and ready: only rows are left.
pub(crate) struct Prepared {
    pub(crate) case: CaseBytes,
    /// Where the log must stand; `None` when the case must be new.
    pub(crate) expected: Option<Mark>,
    /// Where it stands afterwards.
    pub(crate) next: Mark,
    /// Of a new case the whole row, else case, version, hash and stamp.
    pub(crate) head: Vec<Value>,
    pub(crate) events: Vec<Vec<Value>>,
    pub(crate) blobs: Vec<Vec<Value>>,
    pub(crate) index: Vec<Value>,
    pub(crate) people: Vec<Vec<Value>>,
    pub(crate) outbox: Vec<Vec<Value>>,
}

/// Something to write.
pub(crate) enum Work {
    Append(Box<Prepared>),
    /// Statements that belong together; the rows of the last are the answer.
    Write(Vec<Statement>),
}

/// What became of it.
pub(crate) enum Done {
    Kept,
    Conflict,
    Rows(Vec<Row>),
}

/// How rows go into a table: all but the placeholders, which are made for as many rows as there are.
struct Form {
    start: &'static str,
    columns: usize,
    end: &'static str,
}

const HEAD: Form = Form {
    start: "INSERT INTO case_head (case_id, version, hash, wrapped_key, receipt, mac) VALUES ",
    columns: 6,
    end: "",
};
const HEAD_MOVED: Form = Form {
    start: "UPDATE case_head SET version = moved.column2, hash = moved.column3, mac = moved.column4 FROM (VALUES ",
    columns: 4,
    end: ") AS moved WHERE case_head.case_id = moved.column1",
};
const EVENT: Form =
    Form { start: "INSERT INTO event (case_id, seq, kind, at_ms, link, payload) VALUES ", columns: 6, end: "" };
const BLOB: Form =
    Form { start: "INSERT INTO blob (case_id, blob_id, wrapped_key, sealed) VALUES ", columns: 4, end: "" };
const INDEX: Form = Form {
    start: "INSERT INTO case_index (case_id, version, is_open, due_at, wakeup_at, coordinator, card) VALUES ",
    columns: 7,
    end: " ON CONFLICT (case_id) DO UPDATE SET version = excluded.version, is_open = excluded.is_open, \
          due_at = excluded.due_at, wakeup_at = excluded.wakeup_at, coordinator = excluded.coordinator, card = excluded.card",
};
const NOBODY: Form = Form { start: "DELETE FROM case_person WHERE case_id IN (VALUES ", columns: 1, end: ")" };
const PERSON: Form =
    Form { start: "INSERT INTO case_person (person_id, case_id, reads, is_open, due_at) VALUES ", columns: 5, end: "" };
// An effect that was wished for before is not wished for again.
const OUTBOX: Form = Form {
    start: "INSERT INTO outbox (case_id, key, barrier, run_at, lease_until, attempts, fence, payload) VALUES ",
    columns: 8,
    end: " ON CONFLICT (case_id, key) DO NOTHING",
};

/// Rows go in by halves of this number, so that there are few different statements and each is prepared once.
const ROWS_MAX: usize = 64;

/// Writes all of it in the open transaction. A conflicting append is left out and the rest stays.
pub(crate) async fn write(link: &mut Link, works: &[&Work]) -> Result<Vec<Done>, sqlx::Error> {
    let kept = admit(link, works).await?;
    let appends: Vec<&Prepared> = works
        .iter()
        .zip(&kept)
        .filter_map(|(work, kept)| match work {
            Work::Append(append) if *kept => Some(append.as_ref()),
            Work::Append(_) | Work::Write(_) => None,
        })
        .collect();
    insert_all(link, &appends).await?;
    let mut done = Vec::with_capacity(works.len());
    for (work, kept) in works.iter().zip(kept) {
        done.push(match work {
            Work::Append(_) if kept => Done::Kept,
            Work::Append(_) => Done::Conflict,
            Work::Write(statements) => Done::Rows(in_turn(link, statements).await?),
        });
    }
    Ok(done)
}

async fn in_turn(link: &mut Link, statements: &[Statement]) -> Result<Vec<Row>, sqlx::Error> {
    let mut rows = Vec::new();
    for statement in statements {
        rows = link.rows(statement).await?;
    }
    Ok(rows)
}

/// Which appends find their case where they expect it, in order of arrival. The heads stay locked until the end.
async fn admit(link: &mut Link, works: &[&Work]) -> Result<Vec<bool>, sqlx::Error> {
    let cases = works.iter().filter_map(|work| match work {
        Work::Append(append) => Some(append.case),
        Work::Write(_) => None,
    });
    let mut marks = heads(link, cases.collect()).await?;
    let mut admitted = Vec::with_capacity(works.len());
    for work in works {
        admitted.push(match work {
            Work::Append(append) if marks.get(&append.case).copied() == append.expected => {
                marks.insert(append.case, append.next);
                true
            }
            Work::Append(_) => false,
            Work::Write(_) => true,
        });
    }
    Ok(admitted)
}

async fn heads(link: &mut Link, mut cases: Vec<CaseBytes>) -> Result<BTreeMap<CaseBytes, Mark>, sqlx::Error> {
    let mut marks = BTreeMap::new();
    // Every process locks in the same order.
    cases.sort_unstable();
    for some in cases.chunks(ROWS_MAX) {
        let end = link.dialect().for_update();
        let statement = Statement::composed(
            format!(
                "SELECT case_id, version, hash FROM case_head WHERE case_id IN ({}) ORDER BY case_id{end}",
                places(some.len().next_power_of_two())
            ),
            padded(some),
        );
        for row in link.rows(&statement).await? {
            let mark = row.exact(0).and_then(|case| Ok((case, (row.int(1)?, row.exact(2)?))));
            // A head that cannot be read matches no expectation: an append to that case is a conflict, the rest goes on.
            if let Ok((case, mark)) = mark {
                marks.insert(case, mark);
            }
        }
    }
    Ok(marks)
}

/// `$1, $2, …`
pub(crate) fn places(count: usize) -> String {
    (1..=count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Ids for as many places as the next power of two: the last is repeated, which changes no answer and keeps the number
/// of different statements small.
pub(crate) fn padded(ids: &[[u8; 16]]) -> Vec<Value> {
    let last = ids.last();
    ids.iter().chain(last.into_iter().cycle()).take(ids.len().next_power_of_two()).map(Value::from).collect()
}

async fn insert_all(link: &mut Link, appends: &[&Prepared]) -> Result<(), sqlx::Error> {
    // Several appends to one case may stand in one batch; the last is the one that counts.
    let latest: BTreeMap<CaseBytes, &&Prepared> = appends.iter().map(|append| (append.case, append)).collect();
    let new = appends.iter().filter(|append| append.expected.is_none());
    let moved = || latest.values().filter(|append| append.expected.is_some());
    let cases: Vec<Vec<Value>> = moved().map(|append| vec![Value::from(append.case)]).collect();
    insert(link, &HEAD, new.map(|append| &append.head)).await?;
    insert(link, &HEAD_MOVED, moved().map(|append| &append.head)).await?;
    insert(link, &EVENT, appends.iter().flat_map(|append| &append.events)).await?;
    insert(link, &BLOB, appends.iter().flat_map(|append| &append.blobs)).await?;
    insert(link, &INDEX, latest.values().map(|append| &append.index)).await?;
    insert(link, &NOBODY, cases.iter()).await?;
    insert(link, &PERSON, latest.values().flat_map(|append| &append.people)).await?;
    insert(link, &OUTBOX, appends.iter().flat_map(|append| &append.outbox)).await
}

async fn insert<'a>(
    link: &mut Link,
    form: &Form,
    rows: impl Iterator<Item = &'a Vec<Value>>,
) -> Result<(), sqlx::Error> {
    let values: Vec<&Value> = rows.flatten().collect();
    let mut left = values.as_slice();
    while !left.is_empty() {
        let rows = left.len() / form.columns;
        // The largest power of two that is there.
        let now = ROWS_MAX.min(1 << rows.max(1).ilog2());
        let (some, rest) = left.split_at(now * form.columns);
        link.execute(&text(form, now), some).await?;
        left = rest;
    }
    Ok(())
}

/// The statement for so many rows.
fn text(form: &Form, rows: usize) -> SqlStr {
    let mut sql = String::with_capacity(form.start.len() + form.end.len() + rows * form.columns * 6);
    sql.push_str(form.start);
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=form.columns {
            let comma = if column == 1 { "" } else { ", " };
            // Writing to a text does not fail.
            let _ = write!(sql, "{comma}${}", row * form.columns + column);
        }
        sql.push(')');
    }
    sql.push_str(form.end);
    Statement::composed(sql, Vec::new()).sql
}
