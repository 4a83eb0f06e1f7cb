//! The ways keeping and reading fail: always the machine, never the rules.
//!
//! Knows what a database says when it cannot; must not carry anything that people wrote.

use std::fmt;
use std::sync::Arc;

/// The machine failed. Nothing was written, or nothing could be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    /// The database is away or refuses.
    #[error("the database failed: {0}")]
    Database(Arc<str>),
    /// The disk is full, or the size set as the limit is reached. Nothing of this write was kept.
    #[error("the disk is full, or the limit set for the database is reached; nothing was written")]
    Full,
    /// Something that was kept is not as it was kept.
    #[error("{place} is damaged: {what}")]
    Damaged {
        /// Where: a case and event, a table and row.
        place: Box<str>,
        /// In which way.
        what: Box<str>,
    },
    /// What was given to be kept does not fit together: our mistake.
    #[error("what was given to be kept does not fit together: {0}")]
    Misfit(&'static str),
    /// Whoever it was asked for is not shown this, or may not write it: what stands behind the gate says so.
    #[error("the wall of the database refuses it to whoever it was asked for")]
    Walled,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

impl Fault {
    pub(crate) fn damaged(place: impl Into<Box<str>>, what: impl fmt::Display) -> Self {
        Self::Damaged { place: place.into(), what: what.to_string().into() }
    }

    /// Names the place of damage that was found below, where the place was not known.
    pub(crate) fn at(self, place: impl FnOnce() -> String) -> Self {
        match self {
            Self::Damaged { place: known, what } if known.is_empty() => Self::Damaged { place: place().into(), what },
            Self::Database(_) | Self::Full | Self::Damaged { .. } | Self::Misfit(_) | Self::Walled | Self::Closed => {
                self
            }
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::ColumnDecode { index, source } = &error {
            return Self::damaged("", format!("column {index}: {source}"));
        }
        if matches!(error, sqlx::Error::PoolClosed) {
            return Self::Closed;
        }
        match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
            Some(code) if is_full(&code) => Self::Full,
            Some(code) if is_walled(&code) => Self::Walled,
            Some(_) | None => Self::Database(error.to_string().into()),
        }
    }
}

/// SQLite's FULL (13) and the write errors that a full or failing disk gives (IOERR WRITE, FSYNC, TRUNCATE, SHMSIZE);
/// PostgreSQL's `disk_full`.
fn is_full(code: &str) -> bool {
    matches!(code, "13" | "778" | "1034" | "1546" | "4874" | "53100")
}

/// What a trigger of SQLite's wall says (CONSTRAINT TRIGGER), and PostgreSQL's `insufficient_privilege`.
fn is_walled(code: &str) -> bool {
    matches!(code, "1811" | "42501")
}

/// Whether the writes of others in the same batch are to blame, so that each alone may succeed: a row that is already
/// there, a deadlock between processes, a change another process made, a write that the wall refuses to somebody.
pub(crate) fn is_contention(error: &sqlx::Error) -> bool {
    let Some(error) = error.as_database_error() else { return false };
    error.is_unique_violation()
        || error.code().is_some_and(|code| matches!(&*code, "40P01" | "40001") || is_walled(&code))
}

/// Why an append was not kept.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// Others changed the case meanwhile: load it and decide again.
    #[error("the case was changed meanwhile")]
    Conflict,
    /// The machine failed; nothing was kept.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why a store did not open.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenError {
    /// The data belongs to another root key.
    #[error(
        "this root key is not the one this data was made with: the data needs the key with fingerprint {expected}, this key has {got}"
    )]
    WrongKey {
        /// The fingerprint of the key the data needs.
        expected: String,
        /// The fingerprint of the key that was given.
        got: String,
    },
    /// The data was written by a newer program.
    #[error("this data was written by a newer program (its tables are version {found}, this program knows {known})")]
    TooNew {
        /// The tables' version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The database cannot keep what is one person's from another.
    #[error(
        "the role {role} is needed, as which the database is asked on somebody's behalf: {why}. Let somebody who may make \
         roles run: CREATE ROLE {role} NOLOGIN NOINHERIT; GRANT {role} TO the user in the database's address; then start again"
    )]
    Wall {
        /// The role that is needed.
        role: String,
        /// What keeps it from being used.
        why: String,
    },
    /// The database cannot be used.
    #[error("the database does not open: {0}")]
    Fault(#[from] Fault),
}
