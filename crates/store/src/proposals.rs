//! Proposals to change the policy: what happened to each, in order, never changed.
//!
//! Knows places and seals; what follows from the events is in `domain`.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::ids::ProposalId;
use domain::proposal::{ProposalEvent, ProposalRecord};

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, Statement, statement};

const TABLE: &str = "proposal_event";

impl Store {
    /// Adds to a proposal: all of a new one, or the next thing that happened to one. Whether it was kept: not when somebody
    /// else was faster.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn append_proposal(&self, id: ProposalId, records: &[ProposalRecord]) -> Result<bool, Fault> {
        let insert = |record: &ProposalRecord| -> Result<Statement, Fault> {
            let (place, at) = (place(id, record.seq), record.at.as_millisecond());
            let plain = serde_json::to_vec(&record.event).map_err(|_| Fault::Misfit("a proposal cannot be written"))?;
            let sealed = self.seals().seal(TABLE, &key(&place, at), &plain);
            let sql = "INSERT INTO proposal_event (place, at_ms, sealed) VALUES ($1, $2, $3) ON CONFLICT (place) DO NOTHING RETURNING place";
            Ok(statement!(sql, place, at, sealed).on_behalf_of(self.behalf()))
        };
        let statements = records.iter().map(insert).collect::<Result<_, _>>()?;
        Ok(!self.write(statements).await?.is_empty())
    }

    /// Everything that happened to every proposal.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn proposals(&self) -> Result<BTreeMap<ProposalId, Vec<ProposalRecord>>, Fault> {
        let rows = self.rows(&statement!("SELECT place, at_ms, sealed FROM proposal_event ORDER BY place")).await?;
        let mut proposals: BTreeMap<ProposalId, Vec<ProposalRecord>> = BTreeMap::new();
        for row in &rows {
            let (id, record) = record(self.seals(), row)?;
            let log = proposals.entry(id).or_default();
            if record.seq != log.len() as u64 + 1 {
                return Err(Fault::damaged(format!("proposal {id}"), format!("event {} is missing", log.len() + 1)));
            }
            log.push(record);
        }
        Ok(proposals)
    }
}

/// Every event of every proposal, in parts.
pub(crate) const ALL: &str = "SELECT place, at_ms, sealed FROM proposal_event WHERE place > $1 ORDER BY place LIMIT $2";

/// A row, opened.
pub(crate) fn record(seals: &Seals, row: &Row) -> Result<(ProposalId, ProposalRecord), Fault> {
    let unplaced = |fault: Fault| fault.at(|| "table proposal_event".to_owned());
    let bytes: [u8; 24] = row.exact(0).map_err(unplaced)?;
    let (id, seq) = parts(&bytes);
    let read = || {
        let at = row.int(1)?;
        let plain = seals.open(TABLE, &key(&bytes, at), row.bytes(2)?)?;
        let event: ProposalEvent =
            serde_json::from_slice(&plain).map_err(|_| Fault::damaged("", "what it says cannot be read"))?;
        let at = Timestamp::from_millisecond(at).map_err(|_| Fault::damaged("", "its time is no time"))?;
        Ok((id, ProposalRecord { seq, at, event }))
    };
    read().map_err(|fault: Fault| fault.at(|| format!("proposal {id}, event {seq}")))
}

fn place(id: ProposalId, seq: u64) -> [u8; 24] {
    let mut bytes = [0; 24];
    let (front, back) = bytes.split_at_mut(16);
    front.copy_from_slice(id.as_bytes());
    back.copy_from_slice(&seq.to_be_bytes());
    bytes
}

fn parts(place: &[u8; 24]) -> (ProposalId, u64) {
    let (mut id, mut seq) = ([0; 16], [0; 8]);
    let (front, back) = place.split_at(16);
    id.copy_from_slice(front);
    seq.copy_from_slice(back);
    (ProposalId::from_bytes(id), u64::from_be_bytes(seq))
}

/// What the seal is bound to: place and time.
fn key(place: &[u8; 24], at_ms: i64) -> Vec<u8> {
    [place.as_slice(), &at_ms.to_be_bytes()].concat()
}
