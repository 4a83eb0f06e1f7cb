//! The end of each case's log: how far it goes, its last link, the key of the case.
//!
//! Knows that the row is stamped, so that a log which was cut short is found. Must not know events.

use std::fmt;

use domain::ids::CaseId;
use vault::{CaseKey, Hash, genesis};

use crate::fault::Fault;
use crate::seals::Seals;
use crate::value::{Row, Value, int_bytes};

/// The end of a case's log, as it was loaded or left. Holds the case's key; prints nothing of it.
#[derive(Clone)]
pub struct Head {
    pub(crate) version: i64,
    pub(crate) hash: Hash,
    pub(crate) key: Box<CaseKey>,
    wrapped: Vec<u8>,
    receipt: Option<[u8; 32]>,
}

impl Head {
    /// How many events the log has.
    #[must_use]
    pub fn version(&self) -> u64 {
        u64::try_from(self.version).unwrap_or_default()
    }

    /// Whether both stand at the same link of the same log: then the logs before them are the same, event for event.
    #[must_use]
    pub fn is_at(&self, other: &Self) -> bool {
        self.version == other.version && self.hash == other.hash
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Head({})", self.version)
    }
}

pub(crate) const HEAD_OF: &str =
    "SELECT version, hash, wrapped_key, receipt, mac, case_no FROM case_head WHERE case_id = $1";

/// A head row, checked, with its key opened.
pub(crate) fn read(seals: &Seals, case: CaseId, row: &Row) -> Result<Head, Fault> {
    let checked = || -> Result<Head, Fault> {
        let (version, hash, wrapped, receipt) = (row.int(0)?, row.exact(1)?, row.bytes(2)?, row.maybe_exact(3)?);
        seals.check(
            "case_head",
            &stamped(&case, &int_bytes(version), &hash, wrapped, receipt.as_ref()),
            row.bytes(4)?,
        )?;
        let key = Box::new(seals.case_key(case, wrapped)?);
        Ok(Head { version, hash: Hash::from_bytes(hash), key, wrapped: wrapped.to_vec(), receipt })
    };
    checked().map_err(|fault| fault.at(|| format!("case {case}, head")))
}

fn stamped<'a>(
    case: &'a CaseId,
    version: &'a [u8; 8],
    hash: &'a [u8; 32],
    wrapped: &'a [u8],
    receipt: Option<&'a [u8; 32]>,
) -> [&'a [u8]; 5] {
    let receipt: &[u8] = receipt.map_or(&[], |digest| digest);
    [case.as_bytes(), version, hash, wrapped, receipt]
}

/// The head of a case that has no events yet.
pub(crate) fn new(seals: &Seals, case: CaseId, receipt: Option<[u8; 32]>) -> Head {
    let (key, wrapped) = seals.new_case_key(case);
    let hash = genesis(seals.instance, *case.as_bytes());
    Head { version: 0, hash, key: Box::new(key), wrapped, receipt }
}

/// Of a new case the whole row, else version, hash and stamp.
pub(crate) fn row(seals: &Seals, case: CaseId, head: &Head, new: bool) -> Vec<Value> {
    let hash = head.hash.as_bytes();
    let columns = (int_bytes(head.version), &head.wrapped, head.receipt.as_ref());
    let mac = seals.stamp("case_head", &stamped(&case, &columns.0, hash, columns.1, columns.2));
    let mut row = vec![Value::from(head.version), Value::from(hash)];
    if new {
        row.insert(0, Value::from(case.as_bytes()));
        row.push(Value::from(head.wrapped.clone()));
        row.push(Value::from(head.receipt.map(|digest| digest.to_vec())));
    }
    row.push(Value::from(mac));
    row
}
