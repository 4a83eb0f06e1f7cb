//! What belongs to the installation: small settings, and every policy that was in force.
//!
//! Knows names and dates; what a setting means is its owner's affair.

use domain::Timestamp;

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, int_bytes, statement};

const SETTING: &str = "setting";
const POLICY: &str = "policy";

impl Store {
    /// A setting.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let row = self.row(&statement!("SELECT name, sealed FROM setting WHERE name = $1", name)).await?;
        row.map(|row| setting(self.seals(), &row)).transpose()
    }

    /// Keeps a setting in place of what it was.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_setting(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let sealed = self.seals().seal(SETTING, name.as_bytes(), bytes);
        let sql = "INSERT INTO setting (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed";
        self.write(vec![statement!(sql, name, sealed)]).await.map(drop)
    }

    /// Every policy that was in force, with the moment from which it was, the first first.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn policies(&self) -> Result<Vec<(Timestamp, String)>, Fault> {
        let rows = self.rows(&statement!("SELECT at_ms, sealed FROM policy ORDER BY at_ms")).await?;
        rows.iter().map(|row| Ok((row.at(0)?, policy(self.seals(), row)?))).collect()
    }

    /// Keeps a policy that comes into force; those before it stay.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_policy(&self, text: &str, at: Timestamp) -> Result<(), Fault> {
        let at = at.as_millisecond();
        let sealed = self.seals().seal(POLICY, &int_bytes(at), text.as_bytes());
        let sql = "INSERT INTO policy (at_ms, sealed) VALUES ($1, $2) ON CONFLICT (at_ms) DO UPDATE SET sealed = excluded.sealed";
        self.write(vec![statement!(sql, at, sealed)]).await.map(drop)
    }
}

/// Every setting, in parts.
pub(crate) const SETTINGS: &str = "SELECT name, sealed FROM setting WHERE name > $1 ORDER BY name LIMIT $2";
/// Every policy, in parts.
pub(crate) const POLICIES: &str = "SELECT at_ms, sealed FROM policy WHERE at_ms > $1 ORDER BY at_ms LIMIT $2";

/// A setting's row, opened.
pub(crate) fn setting(seals: &Seals, row: &Row) -> Result<Vec<u8>, Fault> {
    let name = row.text(0).map_err(|fault| fault.at(|| "table setting".to_owned()))?;
    let read = || seals.open(SETTING, name.as_bytes(), row.bytes(1)?);
    read().map_err(|fault| fault.at(|| format!("table setting, row {name}")))
}

/// A policy's row, opened.
pub(crate) fn policy(seals: &Seals, row: &Row) -> Result<String, Fault> {
    let at = row.int(0).map_err(|fault| fault.at(|| "table policy".to_owned()))?;
    let read = || -> Result<String, Fault> {
        let plain = seals.open(POLICY, &int_bytes(at), row.bytes(1)?)?;
        String::from_utf8(plain).map_err(|_| Fault::damaged("", "it is no text"))
    };
    read().map_err(|fault| fault.at(|| format!("table policy, row {at}")))
}
