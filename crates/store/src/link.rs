//! One connection, and what is run on it: writing, also on somebody's behalf, and reading one moment.
//!
//! The statements are the same on both engines but for what is asked of [`Dialect`]. Must not know any table.

use std::sync::Arc;

use sqlx::postgres::{PgConnection, Postgres};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _, Database, SqlStr, Transaction};

use crate::behalf::{Behalf, Claim};
use crate::fault::Fault;
use crate::value::{Row, Statement, Value};
use crate::wall;

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

/// One connection that may write.
pub(crate) enum Link {
    Sqlite(SqliteConnection),
    /// With the role as which somebody's own writing is done.
    Postgres {
        link: PgConnection,
        role: Arc<str>,
    },
}

impl Link {
    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// The same, with the name of the role behind the wall.
    pub(crate) fn with_role(self, role: &Arc<str>) -> Self {
        match self {
            Self::Sqlite(_) => self,
            Self::Postgres { link, .. } => Self::Postgres { link, role: Arc::clone(role) },
        }
    }

    /// Puts the wall's triggers beside a writer.
    pub(crate) async fn guard(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(link) => sqlx::raw_sql(wall::TRIGGERS).execute(link).await.map(drop),
            Self::Postgres { .. } => Ok(()),
        }
    }

    /// Writes on somebody's behalf from here on, until [`Link::leave`], within a transaction. A transaction that fails is
    /// rolled back and its connection given up.
    pub(crate) async fn enter(&mut self, behalf: Behalf, claim: Option<Claim>) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(link) => sqlite_query(&wall::sqlite(behalf, claim)).execute(link).await.map(drop),
            Self::Postgres { link, role } => {
                let role = AssertSqlSafe(format!("SET LOCAL ROLE {role}"));
                sqlx::raw_sql(role).execute(&mut *link).await?;
                postgres_query(&wall::postgres(behalf, claim, true)).execute(link).await.map(drop)
            }
        }
    }

    /// Writes as the house again.
    pub(crate) async fn leave(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(link) => sqlite_query(&wall::sqlite(Behalf::House, None)).execute(link).await.map(drop),
            Self::Postgres { link, .. } => {
                sqlx::raw_sql("RESET ROLE").execute(&mut *link).await?;
                postgres_query(&wall::postgres(Behalf::House, None, true)).execute(link).await.map(drop)
            }
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
            Self::Postgres { link, .. } => sqlx::raw_sql(sql).execute(link).await.map(drop),
        }
    }

    pub(crate) async fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(link) => sqlite_query(statement).fetch_all(link).await?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres { link, .. } => {
                postgres_query(statement).fetch_all(link).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn close(self) {
        let closed = match self {
            Self::Sqlite(link) => link.close().await,
            Self::Postgres { link, .. } => link.close().await,
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

/// A statement for SQLite.
pub(crate) fn sqlite_query(statement: &Statement) -> Query<'_, Sqlite, <Sqlite as Database>::Arguments> {
    bound!(&statement.sql, statement.values.iter(), Sqlite)
}

/// A statement for PostgreSQL.
pub(crate) fn postgres_query(statement: &Statement) -> Query<'_, Postgres, <Postgres as Database>::Arguments> {
    bound!(&statement.sql, statement.values.iter(), Postgres)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, Location, Options};
    use crate::schema;
    use crate::value::statement;

    #[tokio::test]
    async fn the_house_itself_changes_no_entry_of_a_log() {
        let dir = tempfile::tempdir().expect("a directory");
        let location = Location::Sqlite(dir.path().join("sluice.db"));
        let (engine, mut link) = Engine::open(&location, Options::default()).await.expect("it opens");
        schema::migrate(&mut link).await.expect("it migrates");
        engine.raise_wall(&mut link).await.expect("it stands");
        let add = "INSERT INTO event (case_no, seq, kind, at_ms, link, payload) VALUES (1, 1, 'x', 0, x'00', x'00')";
        link.rows(&statement!(add)).await.expect("the house adds");
        for change in ["UPDATE event SET kind = 'y'", "DELETE FROM event"] {
            let refused = link.rows(&statement!(change)).await.err().map(Fault::from);
            assert!(matches!(refused, Some(Fault::Walled)), "{change}: {refused:?}");
        }
        link.close().await;
        engine.close().await;
    }
}
