//! The log of each case: appended to, loaded, never changed.
//!
//! Knows how an event is sealed to its place, how the chain goes on and what else goes into the same transaction. Must
//! not know what an event means.

use std::fmt;

use domain::Timestamp;
use domain::case::effect::Wish;
use domain::case::event::{Event, Recorded};
use domain::case::index::IndexRow;
use domain::ids::CaseId;
use domain::people::Actor;
use serde::{Deserialize, Serialize};
use vault::{CaseKey, EventHeader, Hash, chain, open_event, seal_event};

use crate::batch::{Done, Prepared, Work};
use crate::behalf::Claim;
use crate::blobs::{self, NewBlob};
use crate::fault::{AppendError, Fault};
use crate::head::{self, HEAD_OF, Head};
use crate::index::{self, Entry};
use crate::known_policies::Stamp;
use crate::open::Store;
use crate::outbox;
use crate::promises::{OPENING, Opening};
use crate::seals::{Seals, nonce};
use crate::value::{Row, Value, statement};

/// What is appended to a case, all of it in one transaction. Times are kept in whole milliseconds.
pub struct Append {
    /// Which case.
    pub case: CaseId,
    /// Where its log must stand.
    pub expected: Expected,
    /// The new events, numbered on from there without gaps.
    pub records: Vec<Recorded>,
    /// The texts that the events name.
    pub blobs: Vec<NewBlob>,
    /// The case's row in lists, after the events.
    pub index: IndexRow,
    /// What follows in the world; a wish whose key was wished for before is left out.
    pub wishes: Vec<Wish>,
    /// The digest of the receipt's code, for a new case.
    pub receipt: Option<[u8; 32]>,
    /// When the wishes may be performed from.
    pub at: Timestamp,
}

/// Where a log must stand for an append to be kept.
pub enum Expected {
    /// The case must be new.
    New,
    /// The log must end as it did when it was loaded.
    At(Head),
}

/// A case's log.
pub struct Loaded {
    /// The events, in order.
    pub records: Vec<Recorded>,
    /// Where it ends, for the next append.
    pub head: Head,
}

/// What is sealed of an event beside its header.
#[derive(Serialize)]
struct Written<'a> {
    by: &'a Actor,
    event: Kept<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    wishes: Vec<&'a str>,
}

/// An event, or what stands for it.
#[derive(Serialize)]
#[serde(untagged)]
enum Kept<'a> {
    Event(&'a Event),
    Opening(Opening),
}

/// The same, read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<E> {
    by: Actor,
    event: E,
    #[serde(default)]
    wishes: Vec<String>,
}

impl Store {
    /// Appends to a case; returns when it is durable.
    ///
    /// # Errors
    /// `Conflict` when the log does not stand where it was expected; a fault when the machine failed. Nothing was kept then.
    pub async fn append(&self, append: Append) -> Result<Head, AppendError> {
        let stamp = self.promised(append.records.iter().map(|record| &record.event)).await?;
        let claim = self.behalf().claim(append.records.iter().map(|record| record.by))?;
        let (prepared, head) = prepare(self.seals(), &append, stamp, claim)?;
        match self.writer().write(Work::Append(Box::new(prepared))).await? {
            Done::Kept => Ok(head),
            Done::Conflict => Err(AppendError::Conflict),
            Done::Rows(_) => Err(Fault::Misfit("an append was answered with rows").into()),
        }
    }

    /// Where the log of a case ends; `None` when there is no such case.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn head(&self, case: CaseId) -> Result<Option<Head>, Fault> {
        let row = self.row(&statement!(HEAD_OF, case.as_bytes())).await?;
        row.map(|row| head::read(self.seals(), case, &row)).transpose()
    }

    /// The log of a case; `None` when there is no such case.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn load(&self, case: CaseId) -> Result<Option<Loaded>, Fault> {
        let Some(row) = self.row(&statement!(HEAD_OF, case.as_bytes())).await? else { return Ok(None) };
        let head = head::read(self.seals(), case, &row)?;
        // What was appended after the head was read is not part of this answer.
        let rows = self.rows(&statement!(EVENTS_OF, row.int(5)?, head.version)).await?;
        let mut records = Vec::with_capacity(rows.len());
        for (row, seq) in rows.iter().zip(1..) {
            let sealed = SealedEvent::read(row, seq).map_err(|fault| fault.at(|| place(case, seq)))?;
            let (record, _) = sealed.open(self, &head.key, case).await?;
            records.push(record);
        }
        if records.len() as u64 != head.version() {
            return Err(Fault::damaged(format!("case {case}"), "events are missing at the end of its log"));
        }
        Ok(Some(Loaded { records, head }))
    }
}

pub(crate) const EVENTS_OF: &str =
    "SELECT seq, kind, at_ms, link, payload FROM event WHERE case_no = $1 AND seq <= $2 ORDER BY seq";

/// An event as it is kept.
pub(crate) struct SealedEvent<'a> {
    pub(crate) seq: u64,
    pub(crate) kind: &'a str,
    pub(crate) at_ms: i64,
    pub(crate) link: Hash,
    pub(crate) payload: &'a [u8],
}

impl<'a> SealedEvent<'a> {
    pub(crate) fn read(row: &'a Row, expected: u64) -> Result<Self, Fault> {
        let seq = u64::try_from(row.int(0)?).unwrap_or_default();
        if seq != expected {
            return Err(Fault::damaged("", format!("it is missing; event {seq} follows instead")));
        }
        Ok(Self {
            seq,
            kind: row.text(1)?,
            at_ms: row.int(2)?,
            link: Hash::from_bytes(row.exact(3)?),
            payload: row.bytes(4)?,
        })
    }

    pub(crate) fn header(&self, seals: &Seals, case: CaseId) -> EventHeader<'a> {
        EventHeader {
            instance: seals.instance,
            case: *case.as_bytes(),
            seq: self.seq,
            kind: self.kind,
            at_ms: self.at_ms,
        }
    }

    /// The event, and the keys of the effects that were wished for with it.
    pub(crate) async fn open(
        &self,
        store: &Store,
        key: &CaseKey,
        case: CaseId,
    ) -> Result<(Recorded, Vec<String>), Fault> {
        let damaged = |what: &dyn fmt::Display| Fault::damaged(place(case, self.seq), what);
        let plain =
            open_event(key, &self.header(store.seals(), case), self.payload).map_err(|error| damaged(&error))?;
        let opening = (self.kind == OPENING).then(|| serde_json::from_slice::<Read<Opening>>(&plain).ok()).flatten();
        let read = if let Some(Read { by, event, wishes }) = opening {
            let stamp = event.stamp().ok_or_else(|| damaged(&"the policy it names has no name"))?;
            let policy = store.promise(&stamp).await.map_err(|fault| match fault {
                Fault::Damaged { .. } => damaged(&"the policy it names was changed"),
                Fault::Database(_) | Fault::Full | Fault::Misfit(_) | Fault::Walled | Fault::Closed => fault,
            })?;
            let policy = policy.ok_or_else(|| damaged(&"the policy it names is missing"))?;
            Read { by, event: Event::CaseOpened { policy }, wishes }
        } else {
            // The parser's own words may quote what people wrote.
            serde_json::from_slice(&plain).map_err(|_| damaged(&"what it says cannot be read"))?
        };
        if read.event.kind() != self.kind {
            return Err(damaged(&"its kind is not the one written beside it"));
        }
        let at = Timestamp::from_millisecond(self.at_ms).map_err(|_| damaged(&"its time is no time"))?;
        Ok((Recorded { seq: self.seq, at, by: read.by, event: read.event }, read.wishes))
    }
}

pub(crate) fn place(case: CaseId, seq: u64) -> String {
    format!("case {case}, event {seq}")
}

/// Seals and chains: all the work that needs no lock.
fn prepare(
    seals: &Seals,
    append: &Append,
    policy: Option<Stamp>,
    claim: Option<Claim>,
) -> Result<(Prepared, Head), Fault> {
    let (before, mut head) = match &append.expected {
        Expected::New => (None, head::new(seals, append.case, append.receipt)),
        Expected::At(head) => (Some((head.version, *head.hash.as_bytes())), head.clone()),
    };
    let events = sealed_events(seals, append, policy, &mut head)?;
    if append.index.case != append.case || append.index.version != head.version() {
        return Err(Fault::Misfit("the list row is not that of the case after these events"));
    }
    let entry = Entry::of(&append.index);
    let prepared = Prepared {
        case: *append.case.as_bytes(),
        expected: before,
        next: (head.version, *head.hash.as_bytes()),
        claim,
        head: head::row(seals, append.case, &head, before.is_none()),
        events,
        blobs: append.blobs.iter().map(|blob| blobs::row(seals, &head.key, append.case, blob)).collect(),
        index: index::row(&head.key, &entry, &append.index)?,
        people: index::people_rows(&entry, &append.index),
        outbox: append.wishes.iter().map(|wish| outbox::row(&head.key, wish, append.at)).collect::<Result<_, _>>()?,
    };
    Ok((prepared, head))
}

/// The same rows for a case whose log stays as it is: its list row is written anew, if the log still ends there.
pub(crate) async fn rewrite_index(store: &Store, case: CaseId, head: Head, row: IndexRow) -> Result<(), AppendError> {
    let at = row.updated_at;
    let append = Append {
        case,
        expected: Expected::At(head),
        records: Vec::new(),
        blobs: Vec::new(),
        index: row,
        wishes: Vec::new(),
        receipt: None,
        at,
    };
    store.append(append).await.map(drop)
}

/// Seals the events one after another and moves the head to the last. The keys of the wishes go into the last event, so
/// that the log itself says what was to follow.
fn sealed_events(
    seals: &Seals,
    append: &Append,
    policy: Option<Stamp>,
    head: &mut Head,
) -> Result<Vec<Vec<Value>>, Fault> {
    let mut rows = Vec::with_capacity(append.records.len());
    let last = append.records.len();
    if last == 0 && !(append.wishes.is_empty() && append.blobs.is_empty() && head.version > 0) {
        return Err(Fault::Misfit("something follows from no event"));
    }
    for (record, nth) in append.records.iter().zip(1..) {
        let seq = head.version + 1;
        if u64::try_from(seq) != Ok(record.seq) {
            return Err(Fault::Misfit("the events are not numbered on from where the log ends"));
        }
        let header = EventHeader {
            instance: seals.instance,
            case: *append.case.as_bytes(),
            seq: record.seq,
            kind: record.event.kind(),
            at_ms: record.at.as_millisecond(),
        };
        let wishes = append.wishes.iter().filter(|_| nth == last).map(|wish| wish.key.as_str()).collect();
        let event = match (&record.event, &policy) {
            (Event::CaseOpened { .. }, Some(stamp)) => Kept::Opening(Opening::under(stamp)),
            (event, _) => Kept::Event(event),
        };
        let plain = serde_json::to_vec(&Written { by: &record.by, event, wishes })
            .map_err(|_| Fault::Misfit("an event cannot be written"))?;
        let payload = seal_event(&head.key, &header, &plain, nonce());
        head.hash = chain(&head.hash, &header, &payload);
        head.version = seq;
        rows.push(vec![
            Value::from(seq),
            Value::from(header.kind),
            Value::from(header.at_ms),
            Value::from(head.hash.as_bytes()),
            Value::from(payload),
        ]);
    }
    Ok(rows)
}
