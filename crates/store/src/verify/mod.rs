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
        self.verify_tables(found).await
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
