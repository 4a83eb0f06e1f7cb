//! Many rows of several tables with as few statements as an engine allows: that is where the speed of writing comes from.
//!
//! Knows one text of several statements on SQLite, and one statement over arrays on PostgreSQL. Must not know what is in
//! the rows or when to write them.

use std::sync::LazyLock;

use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Arguments as _, AssertSqlSafe, Postgres, SqlSafeStr as _, SqlStr};

use crate::link::Link;
use crate::value::Value;

/// What a column holds.
#[derive(Clone, Copy)]
enum Kind {
    Int,
    Text,
    Bytes,
}

/// How rows go into a table; the rows themselves stand between `start` and `end`, their columns named `column1` on.
struct Form {
    start: &'static str,
    columns: &'static [Kind],
    end: &'static str,
}

use Kind::{Bytes, Int, Text};

/// Where rows can go, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Head,
    HeadMoved,
    Event,
    Blob,
    Index,
    Person,
    Outbox,
}

impl Target {
    const ALL: [Self; 7] =
        [Self::Head, Self::HeadMoved, Self::Event, Self::Blob, Self::Index, Self::Person, Self::Outbox];

    const fn form(self) -> Form {
        match self {
            Self::Head => Form {
                start: "INSERT INTO case_head (case_no, case_id, version, hash, wrapped_key, receipt, mac) ",
                columns: &[Int, Bytes, Int, Bytes, Bytes, Bytes, Bytes],
                end: "",
            },
            Self::HeadMoved => Form {
                start: "UPDATE case_head SET version = moved.column2, hash = moved.column3, mac = moved.column4 FROM (",
                columns: &[Int, Int, Bytes, Bytes],
                end: ") AS moved WHERE case_head.case_no = moved.column1",
            },
            Self::Event => Form {
                start: "INSERT INTO event (case_no, seq, kind, at_ms, link, payload) ",
                columns: &[Int, Int, Text, Int, Bytes, Bytes],
                end: "",
            },
            Self::Blob => Form {
                start: "INSERT INTO blob (case_no, blob_id, wrapped_key, sealed) ",
                columns: &[Int, Bytes, Bytes, Bytes],
                end: "",
            },
            Self::Index => Form {
                start: "INSERT INTO case_index (case_no, case_id, version, is_open, due_at, wakeup_at, coordinator, card) ",
                columns: &[Int, Bytes, Int, Int, Int, Int, Bytes, Bytes],
                end: " ON CONFLICT (case_no) DO UPDATE SET version = excluded.version, is_open = excluded.is_open, \
                      due_at = excluded.due_at, wakeup_at = excluded.wakeup_at, coordinator = excluded.coordinator, \
                      card = excluded.card",
            },
            Self::Person => Form {
                start: "INSERT INTO case_person (case_no, person_id, case_id, reads, is_open, due_at) ",
                columns: &[Int, Bytes, Bytes, Int, Int, Int],
                end: "",
            },
            // An effect that was wished for before is not wished for again.
            Self::Outbox => Form {
                start: "INSERT INTO outbox (case_no, key, barrier, run_at, lease_until, attempts, fence, payload) ",
                columns: &[Int, Text, Int, Int, Int, Int, Int, Bytes],
                end: " ON CONFLICT (case_no, key) DO NOTHING",
            },
        }
    }
}

/// Rows for one table, each with the number of its case, which is the first column of every table here.
pub(crate) struct Part<'a> {
    pub(crate) target: Target,
    pub(crate) rows: Vec<(i64, &'a [Value])>,
}

/// What is around the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A transaction is open and stays open.
    Within,
    /// The rows are all there is: a transaction of their own.
    Alone,
}

/// SQLite takes 32 766 values with one statement; this keeps far below it for every table.
const ROWS_MAX: usize = 1000;

/// Writes the parts in their order.
pub(crate) async fn write(link: &mut Link, parts: &[Part<'_>], frame: Frame) -> Result<(), sqlx::Error> {
    if parts.iter().all(|part| part.rows.is_empty()) {
        return Ok(());
    }
    match link {
        Link::Sqlite(link) => write_sqlite(link, parts, frame).await,
        // One statement is a transaction of its own, unless one is open.
        Link::Postgres { link, .. } => write_postgres(link, parts).await,
    }
}

/// One text of one statement for each table: one trip to the engine's thread.
async fn write_sqlite(link: &mut SqliteConnection, parts: &[Part<'_>], frame: Frame) -> Result<(), sqlx::Error> {
    let mut sql = String::new();
    if frame == Frame::Alone {
        sql.push_str("BEGIN IMMEDIATE;");
    }
    for part in parts {
        for rows in part.rows.chunks(ROWS_MAX) {
            let Form { start, columns, end } = part.target.form();
            sql.push_str(start);
            sql.push_str("VALUES ");
            for nth in 0..rows.len() {
                sql.push_str(if nth == 0 { "(?" } else { ", (?" });
                (1..columns.len()).for_each(|_| sql.push_str(", ?"));
                sql.push(')');
            }
            sql.push_str(end);
            sql.push(';');
        }
    }
    if frame == Frame::Alone {
        sql.push_str("COMMIT;");
    }
    let mut query = sqlx::query::<sqlx::Sqlite>(AssertSqlSafe(sql));
    for (number, row) in parts.iter().flat_map(|part| &part.rows) {
        query = query.bind(*number);
        query = row.iter().fold(query, |query, value| match value {
            Value::Int(value) => query.bind(*value),
            Value::MaybeInt(value) => query.bind(*value),
            Value::Text(value) => query.bind(value.as_str()),
            Value::Bytes(value) => query.bind(value.as_slice()),
            Value::MaybeBytes(value) => query.bind(value.as_deref()),
        });
    }
    // Each batch has another number of rows: its text is not worth keeping.
    query.persistent(false).execute(link).await.map(drop)
}

/// One statement for all tables, always the same: what a batch does not have are empty arrays.
static EVERYTHING: LazyLock<SqlStr> = LazyLock::new(|| {
    let mut place = 0;
    let parts = Target::ALL.into_iter().enumerate().map(|(nth, target)| {
        let Form { start, columns, end } = target.form();
        let arrays = columns.iter().map(|kind| {
            place += 1;
            match kind {
                Int => format!("${place}::bigint[]"),
                Text => format!("${place}::text[]"),
                Bytes => format!("${place}::bytea[]"),
            }
        });
        let arrays = arrays.collect::<Vec<_>>().join(", ");
        let names = (1..=columns.len()).map(|column| format!("column{column}")).collect::<Vec<_>>().join(", ");
        // `WHERE true` keeps the engine from reading ON CONFLICT as a join's condition.
        format!("part{nth} AS ({start}SELECT {names} FROM UNNEST({arrays}) AS rows ({names}) WHERE true{end})")
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    AssertSqlSafe(format!("WITH {parts} SELECT 1")).into_sql_str()
});

async fn write_postgres(link: &mut PgConnection, parts: &[Part<'_>]) -> Result<(), sqlx::Error> {
    let mut arguments = PgArguments::default();
    for target in Target::ALL {
        let rows: Vec<(i64, &[Value])> =
            parts.iter().filter(|part| part.target == target).flat_map(|part| part.rows.iter().copied()).collect();
        let numbers: Vec<i64> = rows.iter().map(|(number, _)| *number).collect();
        arguments.add(numbers).map_err(sqlx::Error::Encode)?;
        for (column, kind) in target.form().columns.iter().skip(1).enumerate() {
            let values = rows.iter().filter_map(|(_, row)| row.get(column));
            match kind {
                Int => arguments.add(values.map(Value::as_int).collect::<Vec<_>>()),
                Text => arguments.add(values.map(Value::as_text).collect::<Vec<_>>()),
                Bytes => arguments.add(values.map(Value::as_bytes).collect::<Vec<_>>()),
            }
            .map_err(sqlx::Error::Encode)?;
        }
    }
    sqlx::query_with::<Postgres, _>(SqlStr::clone(&EVERYTHING), arguments).execute(link).await.map(drop)
}
