//! The tables, and how an older database becomes a newer one.
//!
//! Knows the migrations, one list for each engine, applied in order, each in its own transaction. Must not know what the
//! tables are for.

use crate::fault::{Fault, OpenError};
use crate::link::{Dialect, Link};
use crate::value::statement;

/// Each step, for SQLite and for PostgreSQL. Steps are added, never changed.
const STEPS: [(&str, &str); 13] = [
    (include_str!("../migrations/sqlite/0001_house.sql"), include_str!("../migrations/postgres/0001_house.sql")),
    (
        include_str!("../migrations/sqlite/0002_case_policy.sql"),
        include_str!("../migrations/postgres/0002_case_policy.sql"),
    ),
    (
        include_str!("../migrations/sqlite/0003_outbox_barrier.sql"),
        include_str!("../migrations/postgres/0003_outbox_barrier.sql"),
    ),
    (
        include_str!("../migrations/sqlite/0004_proposals.sql"),
        include_str!("../migrations/postgres/0004_proposals.sql"),
    ),
    (include_str!("../migrations/sqlite/0005_passkeys.sql"), include_str!("../migrations/postgres/0005_passkeys.sql")),
    (include_str!("../migrations/sqlite/0006_tokens.sql"), include_str!("../migrations/postgres/0006_tokens.sql")),
    (include_str!("../migrations/sqlite/0007_readings.sql"), include_str!("../migrations/postgres/0007_readings.sql")),
    (include_str!("../migrations/sqlite/0008_wall.sql"), include_str!("../migrations/postgres/0008_wall.sql")),
    (
        include_str!("../migrations/sqlite/0009_passwords.sql"),
        include_str!("../migrations/postgres/0009_passwords.sql"),
    ),
    (
        include_str!("../migrations/sqlite/0010_held_receipts.sql"),
        include_str!("../migrations/postgres/0010_held_receipts.sql"),
    ),
    (include_str!("../migrations/sqlite/0011_offices.sql"), include_str!("../migrations/postgres/0011_offices.sql")),
    (
        include_str!("../migrations/sqlite/0012_providers.sql"),
        include_str!("../migrations/postgres/0012_providers.sql"),
    ),
    (
        include_str!("../migrations/sqlite/0013_committee.sql"),
        include_str!("../migrations/postgres/0013_committee.sql"),
    ),
];

/// Brings the tables up to date.
pub(crate) async fn migrate(link: &mut Link) -> Result<(), OpenError> {
    link.begin().await.map_err(Fault::from)?;
    let done = steps(link).await;
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    link.script(end).await.map_err(Fault::from)?;
    done
}

async fn steps(link: &mut Link) -> Result<(), OpenError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found = found(link).await?;
    let Some(done) = usize::try_from(found).ok().filter(|_| found <= known) else {
        return Err(OpenError::TooNew { found, known });
    };
    for (sqlite, postgres) in STEPS.into_iter().skip(done) {
        let step = match link.dialect() {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
        };
        link.script(step).await.map_err(Fault::from)?;
    }
    if found < known {
        link.rows(&statement!("DELETE FROM schema_version")).await.map_err(Fault::from)?;
        link.rows(&statement!("INSERT INTO schema_version (version) VALUES ($1)", known)).await.map_err(Fault::from)?;
    }
    Ok(())
}

/// How many steps were done here before; none in an empty database.
async fn found(link: &mut Link) -> Result<i64, Fault> {
    let exists = match link.dialect() {
        Dialect::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'",
        Dialect::Postgres => {
            // Two programs that start at once take turns.
            link.script("SELECT pg_advisory_xact_lock(7312015)").await?;
            "SELECT 1::bigint FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_version'"
        }
    };
    if link.rows(&statement!(exists)).await?.is_empty() {
        return Ok(0);
    }
    let rows = link.rows(&statement!("SELECT version FROM schema_version")).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}
