//! The committee's log: appended to, loaded, never changed.
//!
//! One log for the desk, sealed with a key of its own and chained like a case's; the whole chain is looked at whenever it is
//! loaded. Knows how an event is sealed to its place. Must not know what an event means.

use domain::Timestamp;
use domain::committee::event::{Event, Recorded};
use domain::committee::facts::By;
use domain::ids::CaseId;
use serde::{Deserialize, Serialize};
use vault::{CaseKey, EventHeader, Hash, chain, genesis, open_event, seal_event};

use crate::fault::{AppendError, Fault};
use crate::open::Store;
use crate::seals::{Seals, nonce};
use crate::value::{Row, Statement, int_bytes, statement};

/// Under this name the log is sealed and chained, where a case has its id. No case has it: theirs are drawn at random.
const LOG: CaseId = CaseId::from_bytes(*b"the committee's!");
const HEAD: &str = "committee_head";

/// The committee's log as it was loaded.
pub struct CommitteeLog {
    /// The events, in order.
    pub records: Vec<Recorded>,
    /// Where it ends, for the next append.
    pub head: CommitteeHead,
}

/// The end of the committee's log. Holds its key; prints nothing of it.
pub struct CommitteeHead {
    version: i64,
    hash: Hash,
    key: Box<CaseKey>,
    wrapped: Vec<u8>,
}

/// What is sealed of an event beside its header.
#[derive(Serialize)]
struct Written<'a> {
    by: &'a By,
    event: &'a Event,
}

/// The same, read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    by: By,
    event: Event,
}

impl Store {
    /// The committee's log; `None` when nothing happened yet, or when whoever it is asked for may not know of it.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn committee_log(&self) -> Result<Option<CommitteeLog>, Fault> {
        const ALL: &str = "SELECT seq, kind, at_ms, link, payload FROM committee_event WHERE seq <= $1 ORDER BY seq";
        let sql = "SELECT version, hash, wrapped_key, mac FROM committee_head WHERE id = 1";
        let Some(row) = self.row(&statement!(sql)).await? else { return Ok(None) };
        let head = head(self.seals(), &row).map_err(|fault| fault.at(|| "the committee's log, head".to_owned()))?;
        let rows = self.rows(&statement!(ALL, head.version)).await?;
        let mut link = genesis(self.seals().instance, *LOG.as_bytes());
        let mut records = Vec::with_capacity(rows.len());
        for (row, seq) in rows.iter().zip(1..) {
            let opened = opened(self.seals(), &head.key, row, seq, &link);
            let (record, next) = opened.map_err(|fault| fault.at(|| format!("the committee's log, event {seq}")))?;
            records.push(record);
            link = next;
        }
        if link != head.hash || i64::try_from(records.len()) != Ok(head.version) {
            return Err(Fault::damaged("the committee's log", "events are missing at its end"));
        }
        Ok(Some(CommitteeLog { records, head }))
    }

    /// Adds to the committee's log: at its beginning, or where it was loaded. Durable when it returns.
    ///
    /// # Errors
    /// `Conflict` when the log does not stand there any more; a fault when the machine failed, or when the database does not
    /// let whoever it is asked for. Nothing was kept then.
    pub async fn append_committee(
        &self,
        after: Option<&CommitteeHead>,
        records: &[Recorded],
    ) -> Result<(), AppendError> {
        let mut next = match after {
            Some(head) => head.copy(),
            None => first(self.seals()),
        };
        let added = records.iter().map(|record| self.added(&mut next, record)).collect::<Result<Vec<_>, _>>()?;
        let (version, hash) = (next.version, next.hash.as_bytes());
        let mac = self.seals().stamp(HEAD, &[&int_bytes(version), hash, &next.wrapped]);
        let moved = match after {
            None => statement!(
                "INSERT INTO committee_head (id, version, hash, wrapped_key, mac) VALUES (1, $1, $2, $3, $4) \
                 ON CONFLICT (id) DO NOTHING RETURNING version",
                version,
                hash,
                next.wrapped,
                mac
            ),
            Some(before) => statement!(
                "UPDATE committee_head SET version = $1, hash = $2, mac = $3 WHERE version = $4 AND hash = $5 \
                 RETURNING version",
                version,
                hash,
                mac,
                before.version,
                before.hash.as_bytes()
            ),
        };
        match self.write_if(vec![moved], added).await {
            Ok(rows) if rows.is_empty() => Err(AppendError::Conflict),
            Ok(_) => Ok(()),
            Err(fault) => Err(fault.into()),
        }
    }

    /// The row of an event, sealed and chained to the one before it.
    fn added(&self, head: &mut CommitteeHead, record: &Recorded) -> Result<Statement, Fault> {
        let seq = head.version + 1;
        if u64::try_from(seq) != Ok(record.seq) {
            return Err(Fault::Misfit("the events are not numbered on from where the log ends"));
        }
        let header = header(self.seals(), record.seq, record.event.kind(), record.at.as_millisecond());
        let plain = serde_json::to_vec(&Written { by: &record.by, event: &record.event })
            .map_err(|_| Fault::Misfit("an event cannot be written"))?;
        let payload = seal_event(&head.key, &header, &plain, nonce());
        head.hash = chain(&head.hash, &header, &payload);
        head.version = seq;
        let sql = "INSERT INTO committee_event (seq, kind, at_ms, link, payload) VALUES ($1, $2, $3, $4, $5)";
        let row = statement!(sql, seq, header.kind, header.at_ms, head.hash.as_bytes(), payload);
        Ok(row.on_behalf_of(self.behalf()))
    }
}

impl CommitteeHead {
    fn copy(&self) -> Self {
        Self { version: self.version, hash: self.hash, key: self.key.clone(), wrapped: self.wrapped.clone() }
    }
}

fn first(seals: &Seals) -> CommitteeHead {
    let (key, wrapped) = seals.new_case_key(LOG);
    CommitteeHead { version: 0, hash: genesis(seals.instance, *LOG.as_bytes()), key: Box::new(key), wrapped }
}

fn head(seals: &Seals, row: &Row) -> Result<CommitteeHead, Fault> {
    let (version, hash, wrapped) = (row.int(0)?, row.exact::<32>(1)?, row.bytes(2)?);
    seals.check(HEAD, &[&int_bytes(version), &hash, wrapped], row.bytes(3)?)?;
    let key = Box::new(seals.case_key(LOG, wrapped)?);
    Ok(CommitteeHead { version, hash: Hash::from_bytes(hash), key, wrapped: wrapped.to_vec() })
}

/// An event as it is kept, checked against the link before it; and its own link.
fn opened(seals: &Seals, key: &CaseKey, row: &Row, expected: u64, before: &Hash) -> Result<(Recorded, Hash), Fault> {
    let damaged = |what: &str| Fault::damaged("", what);
    let (kind, at_ms, payload) = (row.text(1)?, row.int(2)?, row.bytes(4)?);
    if u64::try_from(row.int(0)?) != Ok(expected) {
        return Err(damaged("it is missing"));
    }
    let header = header(seals, expected, kind, at_ms);
    let link = chain(before, &header, payload);
    if link != Hash::from_bytes(row.exact(3)?) {
        return Err(damaged("it does not follow from the one before it"));
    }
    let plain = open_event(key, &header, payload).map_err(|error| Fault::damaged("", error))?;
    let Read { by, event } = serde_json::from_slice(&plain).map_err(|_| damaged("what it says cannot be read"))?;
    if event.kind() != kind {
        return Err(damaged("its kind is not the one written beside it"));
    }
    let at = Timestamp::from_millisecond(at_ms).map_err(|_| damaged("its time is no time"))?;
    Ok((Recorded { seq: expected, at, by, event }, link))
}

const fn header<'a>(seals: &Seals, seq: u64, kind: &'a str, at_ms: i64) -> EventHeader<'a> {
    EventHeader { instance: seals.instance, case: *LOG.as_bytes(), seq, kind, at_ms }
}
