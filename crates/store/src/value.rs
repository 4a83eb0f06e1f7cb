//! What goes into a statement and what comes out of a row, the same on both engines.
//!
//! Knows four types: 64-bit integers, texts, bytes, and their absence. Must not know what they mean.

use domain::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, SqlSafeStr as _, SqlStr};

use crate::behalf::Behalf;
use crate::fault::Fault;

/// One value.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Int(i64),
    MaybeInt(Option<i64>),
    Text(String),
    Bytes(Vec<u8>),
    MaybeBytes(Option<Vec<u8>>),
}

impl Value {
    /// The integer, if that is what it is.
    pub(crate) const fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::MaybeInt(value) => *value,
            Self::Text(_) | Self::Bytes(_) | Self::MaybeBytes(_) => None,
        }
    }

    /// The text, if that is what it is.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(value) => Some(value),
            Self::Int(_) | Self::MaybeInt(_) | Self::Bytes(_) | Self::MaybeBytes(_) => None,
        }
    }

    /// The bytes, if that is what it is.
    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(value) => Some(value),
            Self::MaybeBytes(value) => value.as_deref(),
            Self::Int(_) | Self::MaybeInt(_) | Self::Text(_) => None,
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.as_millisecond())
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(value: Option<Timestamp>) -> Self {
        Self::MaybeInt(value.map(Timestamp::as_millisecond))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Option<Vec<u8>>> for Value {
    fn from(value: Option<Vec<u8>>) -> Self {
        Self::MaybeBytes(value)
    }
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: SqlStr,
    pub(crate) values: Vec<Value>,
    /// On whose behalf it writes; the house's own, unless said otherwise.
    pub(crate) behalf: Behalf,
}

impl Statement {
    /// A statement whose text is part of the program.
    pub(crate) fn new(sql: &'static str, values: Vec<Value>) -> Self {
        Self { sql: SqlStr::from_static(sql), values, behalf: Behalf::House }
    }

    /// A statement put together from texts that are part of the program; nothing from outside ever is.
    pub(crate) fn composed(sql: String, values: Vec<Value>) -> Self {
        Self { sql: AssertSqlSafe(sql).into_sql_str(), values, behalf: Behalf::House }
    }

    /// The same, written on somebody's behalf.
    pub(crate) fn on_behalf_of(self, behalf: Behalf) -> Self {
        Self { behalf, ..self }
    }
}

macro_rules! statement {
    ($sql:expr $(, $value:expr)* $(,)?) => {
        $crate::value::Statement::new($sql, vec![$($crate::value::Value::from($value)),*])
    };
}
pub(crate) use statement;

/// One row of an answer, read by position.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! column {
    ($row:expr, $at:expr, $type:ty) => {
        match $row {
            Row::Sqlite(row) => row.try_get::<$type, _>($at),
            Row::Postgres(row) => row.try_get::<$type, _>($at),
        }
        .map_err(Fault::from)
    };
}

impl Row {
    pub(crate) fn int(&self, at: usize) -> Result<i64, Fault> {
        column!(self, at, i64)
    }

    pub(crate) fn maybe_int(&self, at: usize) -> Result<Option<i64>, Fault> {
        column!(self, at, Option<i64>)
    }

    pub(crate) fn flag(&self, at: usize) -> Result<bool, Fault> {
        match self.int(at)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(Fault::damaged("", format!("column {at} is {other}, neither 0 nor 1"))),
        }
    }

    pub(crate) fn text(&self, at: usize) -> Result<&str, Fault> {
        column!(self, at, &str)
    }

    pub(crate) fn bytes(&self, at: usize) -> Result<&[u8], Fault> {
        column!(self, at, &[u8])
    }

    pub(crate) fn maybe_bytes(&self, at: usize) -> Result<Option<&[u8]>, Fault> {
        column!(self, at, Option<&[u8]>)
    }

    /// Bytes of a fixed length: an id, a digest, a link.
    pub(crate) fn exact<const N: usize>(&self, at: usize) -> Result<[u8; N], Fault> {
        exactly(self.bytes(at)?, at)
    }

    pub(crate) fn maybe_exact<const N: usize>(&self, at: usize) -> Result<Option<[u8; N]>, Fault> {
        self.maybe_bytes(at)?.map(|bytes| exactly(bytes, at)).transpose()
    }

    pub(crate) fn at(&self, at: usize) -> Result<Timestamp, Fault> {
        moment(self.int(at)?)
    }

    pub(crate) fn maybe_at(&self, at: usize) -> Result<Option<Timestamp>, Fault> {
        self.maybe_int(at)?.map(moment).transpose()
    }
}

fn exactly<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Fault> {
    bytes
        .try_into()
        .map_err(|_| Fault::damaged("", format!("column {at} has {} bytes where {N} are expected", bytes.len())))
}

fn moment(ms: i64) -> Result<Timestamp, Fault> {
    Timestamp::from_millisecond(ms).map_err(|_| Fault::damaged("", format!("{ms} is no time")))
}

/// The bytes of an integer, for seals and stamps.
pub(crate) const fn int_bytes(value: i64) -> [u8; 8] {
    value.to_be_bytes()
}

/// The bytes of an integer that may be absent; no bytes are no integer.
pub(crate) fn maybe_int_bytes(value: Option<i64>) -> Vec<u8> {
    value.map(|value| value.to_be_bytes().to_vec()).unwrap_or_default()
}
