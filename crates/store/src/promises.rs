//! The policies that cases were opened under, each kept once however many cases it rules.
//!
//! Knows that an opening event stands in the log with the stamp of its policy's text in place of the text: the chain covers
//! the stamp, and the stamp fits one text only. Must not know what a policy says.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use domain::case::event::Event;
use domain::policy::Policy;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::known_policies::Stamp;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, statement};

/// The kind of the one event that holds a policy.
pub(crate) const OPENING: &str = "case_opened";
const TABLE: &str = "case_policy";

/// An opening event as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    kind: String,
    policy: String,
}

impl Opening {
    pub(crate) fn under(stamp: &Stamp) -> Self {
        Self { kind: OPENING.to_owned(), policy: HEXLOWER.encode(stamp) }
    }

    pub(crate) fn stamp(&self) -> Option<Stamp> {
        HEXLOWER.decode(self.policy.as_bytes()).ok()?.try_into().ok()
    }
}

impl Store {
    /// The stamp of the policy that a case is opened under; the policy is durable when this returns.
    pub(crate) async fn promised(&self, events: impl Iterator<Item = &Event>) -> Result<Option<Stamp>, Fault> {
        for event in events {
            if let Event::CaseOpened { policy } = event {
                return self.keep_policy(policy).await.map(Some);
            }
        }
        Ok(None)
    }

    async fn keep_policy(&self, policy: &Arc<Policy>) -> Result<Stamp, Fault> {
        if let Some(stamp) = self.known_policies().stamp_of(policy) {
            return Ok(stamp);
        }
        let text = serde_json::to_vec(policy).map_err(|_| Fault::Misfit("a policy cannot be written"))?;
        let stamp = self.seals().stamp(TABLE, &[&text]);
        let sealed = self.seals().seal(TABLE, &stamp, &text);
        let sql = "INSERT INTO case_policy (stamp, sealed) VALUES ($1, $2) ON CONFLICT (stamp) DO NOTHING";
        self.write(vec![statement!(sql, stamp, sealed)]).await?;
        self.known_policies().learn(stamp, Arc::clone(policy));
        Ok(stamp)
    }

    /// The policy of this stamp; `None` when it is not there.
    pub(crate) async fn promise(&self, stamp: &Stamp) -> Result<Option<Arc<Policy>>, Fault> {
        if let Some(policy) = self.known_policies().known(stamp) {
            return Ok(Some(policy));
        }
        let sql = "SELECT stamp, sealed FROM case_policy WHERE stamp = $1";
        let Some(row) = self.row(&statement!(sql, stamp)).await? else { return Ok(None) };
        let policy = Arc::new(promise(self.seals(), &row)?);
        self.known_policies().learn(*stamp, Arc::clone(&policy));
        Ok(Some(policy))
    }
}

/// All of them, in parts.
pub(crate) const ALL: &str = "SELECT stamp, sealed FROM case_policy WHERE stamp > $1 ORDER BY stamp LIMIT $2";

/// A row, opened and checked against its stamp.
pub(crate) fn promise(seals: &Seals, row: &Row) -> Result<Policy, Fault> {
    let stamp: Stamp = row.exact(0).map_err(|fault| fault.at(|| format!("table {TABLE}")))?;
    let read = || -> Result<Policy, Fault> {
        let text = seals.open(TABLE, &stamp, row.bytes(1)?)?;
        seals.check(TABLE, &[&text], &stamp)?;
        serde_json::from_slice(&text).map_err(|_| Fault::damaged("", "what it says cannot be read"))
    };
    read().map_err(|fault| fault.at(|| format!("table {TABLE}, row {}", short(&stamp))))
}

/// Enough of a stamp to find its row by.
fn short(stamp: &Stamp) -> String {
    let (beginning, _) = stamp.split_at(4);
    format!("{}…", HEXLOWER.encode(beginning))
}
