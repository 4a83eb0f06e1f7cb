//! The two engines: how they are opened, and which connections are asked.
//!
//! Knows files, addresses, pragmas and pools, and which connections stand behind the wall. Must not know any table.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgPool, SqlitePool};

use crate::behalf::Behalf;
use crate::fault::{Fault, OpenError};
use crate::link::{Dialect, Link, Snapshot, postgres_query, sqlite_query};
use crate::value::{Row, Statement};
use crate::{wall, wall_role};

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
/// Readers beside the one writer, for the house; and as many for everybody else.
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

/// An engine, open: readers, and how to make a writer. Whoever reads on somebody's behalf has connections of their own, which
/// cannot see more than that somebody: no mistake in here makes one of them the house's.
pub(crate) enum Engine {
    Sqlite { readers: SqlitePool, walled: SqlitePool, writer: SqliteConnectOptions },
    Postgres { readers: PgPool, walled: PgPool, writer: PgConnectOptions, role: Arc<str> },
}

impl Engine {
    /// Opens the engine. The first connection is the writer's, so that the file and its journal exist before anybody reads.
    pub(crate) async fn open(location: &Location, options: Options) -> Result<(Self, Link), Fault> {
        match location {
            Location::Sqlite(file) => {
                let writer = sqlite_writer(file.clone(), options);
                let link = Link::Sqlite(writer.connect().await?);
                let reader = hardened(file.clone()).read_only(true).pragma("temp_store", "MEMORY");
                let readers = PoolOptions::new().max_connections(READERS_SQLITE).connect_lazy_with(reader.clone());
                Ok((Self::Sqlite { readers, walled: walled_sqlite(reader), writer }, link))
            }
            Location::Postgres(url) => {
                let writer: PgConnectOptions = url.parse()?;
                let writer = writer
                    .application_name("sluice")
                    .options(BY_INDEX)
                    .statement_cache_capacity(STATEMENTS)
                    .disable_statement_logging();
                let mut link = Link::Postgres { link: writer.connect().await?, role: "".into() };
                let role: Arc<str> = wall_role::name(&mut link).await?.into();
                let readers = PoolOptions::new().max_connections(READERS_POSTGRES).connect_lazy_with(writer.clone());
                let walled = walled_postgres(writer.clone().options([("role", &*role)]));
                let link = link.with_role(&role);
                Ok((Self::Postgres { readers, walled, writer, role }, link))
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
            Self::Sqlite { writer, .. } => {
                let mut link = Link::Sqlite(writer.connect().await?);
                link.guard().await?;
                link
            }
            Self::Postgres { writer, role, .. } => {
                Link::Postgres { link: writer.connect().await?, role: Arc::clone(role) }
            }
        })
    }

    /// Makes sure that what is asked on somebody's behalf is asked behind the wall. After the tables were made.
    pub(crate) async fn raise_wall(&self, link: &mut Link) -> Result<(), OpenError> {
        link.guard().await.map_err(Fault::from)?;
        match self {
            Self::Sqlite { .. } => Ok(()),
            Self::Postgres { walled, role, .. } => {
                wall_role::ensure(link, role).await?;
                let options = PgConnectOptions::clone(&walled.connect_options());
                let refused = |error| OpenError::Wall { role: role.to_string(), why: Fault::from(error).to_string() };
                let mut behind =
                    Link::Postgres { link: options.connect().await.map_err(refused)?, role: Arc::clone(role) };
                let checked = wall_role::check(&mut behind, role).await;
                behind.close().await;
                checked
            }
        }
    }

    /// Reads on somebody's behalf.
    pub(crate) async fn rows_for(&self, behalf: Behalf, statement: &Statement) -> Result<Vec<Row>, Fault> {
        if behalf == Behalf::House {
            return self.rows(statement).await;
        }
        Ok(match self {
            Self::Sqlite { walled, .. } => {
                let mut link = walled.acquire().await?;
                sqlite_query(&wall::sqlite(behalf, None)).execute(&mut *link).await?;
                sqlite_query(statement).fetch_all(&mut *link).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres { walled, .. } => {
                let mut link = walled.acquire().await?;
                postgres_query(&wall::postgres(behalf, None, false)).execute(&mut *link).await?;
                postgres_query(statement).fetch_all(&mut *link).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Reads as the house.
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
            Self::Sqlite { readers, walled, .. } => {
                readers.close().await;
                walled.close().await;
            }
            Self::Postgres { readers, walled, .. } => {
                readers.close().await;
                walled.close().await;
            }
        }
    }
}

/// Connections that see what somebody may see, and nobody's rows while they wait for the next.
fn walled_sqlite(reader: SqliteConnectOptions) -> SqlitePool {
    PoolOptions::new()
        .max_connections(READERS_SQLITE)
        .after_connect(|link, _| {
            Box::pin(async { sqlx::raw_sql(AssertSqlSafe(wall::views())).execute(link).await.map(drop) })
        })
        .after_release(|link, _| {
            Box::pin(async { sqlite_query(&wall::sqlite(Behalf::Nobody, None)).execute(link).await.map(|_| true) })
        })
        .connect_lazy_with(reader)
}

/// The same on PostgreSQL, where each connection is another role's.
fn walled_postgres(reader: PgConnectOptions) -> PgPool {
    PoolOptions::new()
        .max_connections(READERS_POSTGRES)
        .after_release(|link, _| {
            Box::pin(async {
                postgres_query(&wall::postgres(Behalf::Nobody, None, false)).execute(link).await.map(|_| true)
            })
        })
        .connect_lazy_with(reader)
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
