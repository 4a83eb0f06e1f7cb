//! Everything there is, opened and recomputed: chains, seals, heads, lists, blobs, the outbox, plain tables.
//!
//! Knows how each thing would look unharmed and says where one does not. Changes nothing, and holds one case at a time.

mod case;
mod finding;
mod tables;

pub use finding::{Problem, Verification};

use crate::fault::Fault;
use crate::open::Store;
use crate::value::statement;

impl Store {
    /// Opens and recomputes everything. What is wrong is a problem with its place, never a fault.
    ///
    /// # Errors
    /// A fault when the database does not answer.
    pub async fn verify(&self) -> Result<Verification, Fault> {
        let mut found = Verification::default();
        if let Err(fault) = self.look_at_everything(&mut found).await {
            match fault {
                Fault::Database(_) if !found.is_sound() => found.note("database file", fault.to_string()),
                Fault::Database(_)
                | Fault::Full
                | Fault::Damaged { .. }
                | Fault::Misfit(_)
                | Fault::Walled
                | Fault::Closed => {
                    return Err(fault);
                }
            }
        }
        Ok(found)
    }

    async fn look_at_everything(&self, found: &mut Verification) -> Result<(), Fault> {
        self.known_policies().forget();
        self.verify_file(found).await?;
        self.verify_cases(found).await?;
        self.verify_orphans(found).await?;
        self.verify_tables(found).await?;
        self.verify_committee(found).await
    }

    /// The committee's log is looked at as a whole whenever it is loaded.
    async fn verify_committee(&self, found: &mut Verification) -> Result<(), Fault> {
        if self.row(&statement!("SELECT version FROM committee_head WHERE id = 1")).await?.is_none() {
            if self.row(&statement!("SELECT seq FROM committee_event LIMIT 1")).await?.is_some() {
                found.note("the committee's log", "its head is missing");
            }
            return Ok(());
        }
        let loaded = self.committee_log().await;
        let Some(loaded) = found.check(loaded)?.flatten() else { return Ok(()) };
        let kept = self.row(&statement!("SELECT COUNT(*) FROM committee_event")).await?;
        if kept.map(|row| row.int(0)).transpose()?.and_then(|kept| usize::try_from(kept).ok())
            != Some(loaded.records.len())
        {
            found.note("the committee's log", "there are events after its end");
        }
        Ok(())
    }

    /// SQLite's own look at its file; PostgreSQL looks after its own.
    async fn verify_file(&self, found: &mut Verification) -> Result<(), Fault> {
        match self.engine().dialect() {
            crate::link::Dialect::Postgres => Ok(()),
            crate::link::Dialect::Sqlite => {
                for row in self.rows(&statement!("PRAGMA integrity_check")).await? {
                    match row.text(0)? {
                        "ok" => {}
                        what => found.note("database file", what),
                    }
                }
                Ok(())
            }
        }
    }
}
