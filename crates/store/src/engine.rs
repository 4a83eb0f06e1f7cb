//! The two engines: how they are opened, asked and written to.
//!
//! Knows connections, pragmas and transactions. The statements are the same on both but for what is asked of
//! [`Dialect`]. Must not know any table.

use std::path::PathBuf;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, Postgres};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Database, PgPool, SqlStr, SqlitePool, Transaction};

use crate::fault::Fault;
use crate::value::{Row, Statement, Value};

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// One file, made when missing; its directory must exist.
    Sqlite(PathBuf),
    /// A PostgreSQL database, as a URL.
    Postgres(String),
}

/// What an operator may set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The database file refuses to grow beyond this many bytes (SQLite only; on PostgreSQL the server's own quotas
    /// apply). A write that would need more is refused and nothing of it is kept. Freed space is used again.
    pub size_bytes_max: Option<u64>,
}

/// The size of a page. Each commit writes every page it touched, twice in the end; small pages keep that little.
const PAGE_BYTES: u32 = 4096;
/// Pages the writer keeps at hand, in KiB (negative is how SQLite is told so).
const WRITER_CACHE: &str = "-8000";
/// The journal is folded into the file after so many pages: rarely enough that a page written often is folded once,
/// often enough that opening after a crash stays quick.
const JOURNAL_PAGES: &str = "4000";
/// How long to wait for another process that is writing to the same file.
const BUSY: Duration = Duration::from_secs(10);
/// Readers beside the one writer.
const READERS_SQLITE: u32 = 4;
const READERS_POSTGRES: u32 = 8;
/// Every statement here finds its rows by an index. PostgreSQL plans a statement once and keeps the plan; made on the first
/// day, over empty tables, the plan would read whole tables ever after. What has no index has few rows, and nothing here is
/// worth compiling.
const BY_INDEX: [(&str, &str); 5] = [
    ("enable_seqscan", "off"),
    ("enable_bitmapscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("jit", "off"),
];
/// Distinct statements kept ready by a connection.
const STATEMENTS: usize = 256;

macro_rules! bound {
    ($sql:expr, $values:expr, $engine:ty) => {
        $values.fold(sqlx::query::<$engine>(SqlStr::clone($sql)), |query, value| match value {
            Value::Int(value) => query.bind(*value),
            Value::MaybeInt(value) => query.bind(*value),
            Value::Text(value) => query.bind(value.as_str()),
            Value::Bytes(value) => query.bind(value.as_slice()),
            Value::MaybeBytes(value) => query.bind(value.as_deref()),
        })
    };
}

/// Where the two engines differ in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The end of a SELECT whose rows are about to be changed. SQLite has one writer and needs none.
    pub(crate) const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// The same, passing over rows that another process has in hand.
    pub(crate) const fn for_update_skipping(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}

/// An engine, open: readers, and how to make a writer.
pub(crate) enum Engine {
    Sqlite { readers: SqlitePool, writer: SqliteConnectOptions },
    Postgres { readers: PgPool, writer: PgConnectOptions },
}

impl Engine {
    /// Opens the engine. The first connection is the writer's, so that the file and its journal exist before anybody reads.
    pub(crate) async fn open(location: &Location, options: Options) -> Result<(Self, Link), Fault> {
        match location {
            Location::Sqlite(file) => {
                let writer = sqlite_writer(file.clone(), options);
                let link = Link::Sqlite(writer.connect().await?);
                let readers = PoolOptions::new()
                    .max_connections(READERS_SQLITE)
                    .connect_lazy_with(hardened(file.clone()).read_only(true));
                Ok((Self::Sqlite { readers, writer }, link))
            }
            Location::Postgres(url) => {
                let writer: PgConnectOptions = url.parse()?;
                let writer = writer
                    .application_name("sluice")
                    .options(BY_INDEX)
                    .statement_cache_capacity(STATEMENTS)
                    .disable_statement_logging();
                let link = Link::Postgres(writer.connect().await?);
                let readers = PoolOptions::new().max_connections(READERS_POSTGRES).connect_lazy_with(writer.clone());
                Ok((Self::Postgres { readers, writer }, link))
            }
        }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            Self::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// A new connection for the writer.
    pub(crate) async fn link(&self) -> Result<Link, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Link::Sqlite(writer.connect().await?),
            Self::Postgres { writer, .. } => Link::Postgres(writer.connect().await?),
        })
    }

    /// Reads.
    pub(crate) async fn rows(&self, statement: &Statement) -> Result<Vec<Row>, Fault> {
        Ok(match self {
            Self::Sqlite { readers, .. } => {
                sqlite_query(statement).fetch_all(readers).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres { readers, .. } => {
                postgres_query(statement).fetch_all(readers).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Reads one row, if there is one.
    pub(crate) async fn row(&self, statement: &Statement) -> Result<Option<Row>, Fault> {
        Ok(self.rows(statement).await?.into_iter().next())
    }

    /// Several reads that see the same moment.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, Fault> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Snapshot::Sqlite(readers.begin().await?),
            Self::Postgres { readers, .. } => {
                Snapshot::Postgres(readers.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { readers, .. } => readers.close().await,
            Self::Postgres { readers, .. } => readers.close().await,
        }
    }
}

/// One connection that may write.
pub(crate) enum Link {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Link {
    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    pub(crate) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        let begin = self.dialect().begin();
        self.script(begin).await
    }

    pub(crate) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.script("COMMIT").await
    }

    /// Runs statements without values and without answers.
    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(link) => sqlx::raw_sql(sql).execute(link).await.map(drop),
            Self::Postgres(link) => sqlx::raw_sql(sql).execute(link).await.map(drop),
        }
    }

    pub(crate) async fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(link) => sqlite_query(statement).fetch_all(link).await?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres(link) => {
                postgres_query(statement).fetch_all(link).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn close(self) {
        let closed = match self {
            Self::Sqlite(link) => link.close().await,
            Self::Postgres(link) => link.close().await,
        };
        if let Err(error) = closed {
            tracing::warn!(%error, "the writer's connection did not close in order");
        }
    }
}

/// Several reads that see the same moment.
pub(crate) enum Snapshot {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Snapshot {
    pub(crate) async fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, Fault> {
        Ok(match self {
            Self::Sqlite(link) => {
                sqlite_query(statement).fetch_all(&mut **link).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(link) => {
                postgres_query(statement).fetch_all(&mut **link).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }
}

/// What any connection to the file is given: nothing in the file is trusted to be code, freed pages are wiped, a cell
/// that claims a wrong size is found.
fn hardened(file: PathBuf) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(BUSY)
        .statement_cache_capacity(STATEMENTS)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .disable_statement_logging()
}

fn sqlite_writer(file: PathBuf, options: Options) -> SqliteConnectOptions {
    let writer = hardened(file)
        .create_if_missing(true)
        .page_size(PAGE_BYTES)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("temp_store", "MEMORY")
        .pragma("secure_delete", "ON")
        .pragma("cache_size", WRITER_CACHE)
        .pragma("wal_autocheckpoint", JOURNAL_PAGES)
        .pragma("journal_size_limit", "67108864");
    match options.size_bytes_max {
        Some(bytes) => writer.pragma("max_page_count", (bytes / u64::from(PAGE_BYTES)).max(1).to_string()),
        None => writer,
    }
}

fn sqlite_query(statement: &Statement) -> Query<'_, Sqlite, <Sqlite as Database>::Arguments> {
    bound!(&statement.sql, statement.values.iter(), Sqlite)
}

fn postgres_query(statement: &Statement) -> Query<'_, Postgres, <Postgres as Database>::Arguments> {
    bound!(&statement.sql, statement.values.iter(), Postgres)
}
