//! One case: its chain, its seals, its list row, its blobs and its outbox.

use std::collections::BTreeSet;

use domain::case::event::{Event, Recorded};
use domain::case::index;
use domain::case::state::Case;
use domain::ids::{BlobId, CaseId};
use vault::{chain, genesis};

use super::finding::Verification;
use crate::blobs;
use crate::fault::Fault;
use crate::head::{self, HEAD_OF, Head};
use crate::index::{COLUMNS, Entry};
use crate::link::Snapshot;
use crate::log::{SealedEvent, place};
use crate::open::Store;
use crate::outbox;
use crate::rebuild::{PEOPLE_OF, people_as_kept, person_as_kept};
use crate::seals::Seals;
use crate::value::{Row, Statement, Value, statement};

/// Cases taken in hand at a time.
const PART: i64 = 256;

/// A case being looked at.
struct Subject<'a> {
    seals: &'a Seals,
    case: CaseId,
    /// Where its rows lie.
    number: i64,
    head: Head,
}

/// What a log says, when all of it opens.
struct Log {
    records: Vec<Recorded>,
    wishes: BTreeSet<String>,
    whole: bool,
}

impl Store {
    pub(super) async fn verify_cases(&self, found: &mut Verification) -> Result<(), Fault> {
        let mut after = Vec::new();
        loop {
            let sql = "SELECT case_id FROM case_head WHERE case_id > $1 ORDER BY case_id LIMIT $2";
            let rows = self.rows(&statement!(sql, after, PART)).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.bytes(0)?.to_vec();
            for row in &rows {
                if let Some(case) =
                    found.check(row.exact(0).map_err(|fault| fault.at(|| "table case_head".to_owned())))?
                {
                    found.cases += 1;
                    self.verify_case(CaseId::from_bytes(case), found).await?;
                }
            }
        }
    }

    /// One case, as it stood at one moment.
    async fn verify_case(&self, case: CaseId, found: &mut Verification) -> Result<(), Fault> {
        let mut moment = self.engine().snapshot().await?;
        let heads = moment.rows(&statement!(HEAD_OF, case.as_bytes())).await?;
        let Some(row) = heads.first() else { return Ok(()) };
        let Some(head) = found.check(head::read(self.seals(), case, row))? else { return Ok(()) };
        let subject = Subject { seals: self.seals(), case, number: row.int(5)?, head };
        let log = verify_log(self, &subject, &mut moment, found).await?;
        verify_blobs(&subject, &mut moment, &log, found).await?;
        verify_outbox(&subject, &mut moment, &log, found).await?;
        match Case::fold(case, &log.records) {
            Some(folded) if log.whole => verify_index(&subject, &mut moment, &index::row(&folded), found).await,
            Some(_) => Ok(()),
            None => {
                found.note(format!("case {case}"), "its log does not begin as a case does");
                Ok(())
            }
        }
    }
}

/// Each link recomputed from the first on, each payload opened, until the end that the head names.
async fn verify_log(
    store: &Store,
    subject: &Subject<'_>,
    moment: &mut Snapshot,
    found: &mut Verification,
) -> Result<Log, Fault> {
    let Subject { seals, case, number, head } = subject;
    let (seals, case) = (*seals, *case);
    let sql = "SELECT seq, kind, at_ms, link, payload FROM event WHERE case_no = $1 ORDER BY seq";
    let rows = moment.rows(&statement!(sql, *number)).await?;
    let before = found.problems.len();
    let mut log = Log { records: Vec::new(), wishes: BTreeSet::new(), whole: true };
    let mut link = genesis(seals.instance, *case.as_bytes());
    for (row, seq) in rows.iter().zip(1..) {
        let read = SealedEvent::read(row, seq).map_err(|fault| fault.at(|| place(case, seq)));
        let Some(event) = found.check(read)? else { break };
        link = chain(&link, &event.header(seals, case), event.payload);
        if link != event.link {
            found.note(place(case, seq), "the chain is broken: the event or the link written beside it was changed");
            // Go on from what is written, so that one change is named once.
            link = event.link;
        }
        if let Some((record, wishes)) = found.check(event.open(store, &head.key, case).await)? {
            found.events += 1;
            log.records.push(record);
            log.wishes.extend(wishes);
        }
    }
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    if count != head.version {
        found.note(format!("case {case}"), format!("its log should have {} events and has {count}", head.version));
    } else if link != head.hash {
        found.note(format!("case {case}"), "its log does not end where its head says");
    }
    log.whole = found.problems.len() == before;
    Ok(log)
}

async fn verify_blobs(
    subject: &Subject<'_>,
    moment: &mut Snapshot,
    log: &Log,
    found: &mut Verification,
) -> Result<(), Fault> {
    let mut named: BTreeSet<BlobId> = log.records.iter().filter_map(|record| blob_of(&record.event)).collect();
    let Subject { seals, case, number, head } = subject;
    let ids = moment.rows(&statement!("SELECT blob_id FROM blob WHERE case_no = $1", *number)).await?;
    for id in ids {
        let read = id.exact(0).map_err(|fault| fault.at(|| format!("case {case}, blob")));
        let Some(blob) = found.check(read)?.map(BlobId::from_bytes) else { continue };
        if !named.remove(&blob) && log.whole {
            found.note(format!("case {case}, blob {blob}"), "no event names it");
        }
        // One at a time: a blob may be large.
        let sql = "SELECT blob_id, wrapped_key, sealed FROM blob WHERE case_no = $1 AND blob_id = $2";
        for row in moment.rows(&statement!(sql, *number, blob.as_bytes())).await? {
            found.blobs += u64::from(found.check(blobs::open(seals, &head.key, *case, &row))?.is_some());
        }
    }
    for blob in named {
        found.note(format!("case {case}, blob {blob}"), "it is missing");
    }
    Ok(())
}

/// The text that an event names.
const fn blob_of(event: &Event) -> Option<BlobId> {
    if let Event::ReportReceived { body: blob, .. }
    | Event::MessageSent { body: blob, .. }
    | Event::RetrospectiveDrafted { text: blob }
    | Event::FeedbackGiven { text: blob } = event
    {
        return Some(*blob);
    }
    None
}

async fn verify_outbox(
    subject: &Subject<'_>,
    moment: &mut Snapshot,
    log: &Log,
    found: &mut Verification,
) -> Result<(), Fault> {
    let sql =
        "SELECT key, barrier, payload, problem, finished_at, finished_mac FROM outbox WHERE case_no = $1 ORDER BY id";
    let case = subject.case;
    let mut wished = log.wishes.clone();
    for row in moment.rows(&statement!(sql, subject.number)).await? {
        let read = row.text(0).map_err(|fault| fault.at(|| format!("case {case}, outbox")));
        let Some(name) = found.check(read)? else { continue };
        if !wished.remove(name) && log.whole {
            found.note(outbox::place(case, name), "no event in the log asked for it");
        }
        let sound = job_is_sound(subject, name, &row);
        found.check(sound.map_err(|fault| fault.at(|| outbox::place(case, name))))?;
    }
    for name in wished {
        found.note(outbox::place(case, &name), "the log asked for it and it is missing");
    }
    Ok(())
}

fn job_is_sound(subject: &Subject<'_>, name: &str, row: &Row) -> Result<(), Fault> {
    let Subject { seals, case, head, .. } = subject;
    let effect = outbox::effect(&head.key, *case, name, row.bytes(2)?)?;
    if row.flag(1)? != outbox::is_barrier(&effect) {
        return Err(Fault::damaged("", "its place in the order was changed"));
    }
    if let Some(problem) = row.maybe_bytes(3)? {
        outbox::problem(seals, *case, name, problem)?;
    }
    match (row.maybe_int(4)?, row.maybe_bytes(5)?) {
        (None, None) => Ok(()),
        (Some(at), Some(mac)) => outbox::check_done(seals, *case, name, at, mac),
        (Some(_), None) | (None, Some(_)) => Err(Fault::damaged("", "it is marked as done by halves")),
    }
}

/// The list row and its people, against what the log says.
async fn verify_index(
    subject: &Subject<'_>,
    moment: &mut Snapshot,
    expected: &index::IndexRow,
    found: &mut Verification,
) -> Result<(), Fault> {
    let place = format!("case {}, index", expected.case);
    let sql = format!("SELECT {COLUMNS} FROM case_index i WHERE i.case_no = $1");
    let rows = moment.rows(&Statement::composed(sql, vec![Value::from(subject.number)])).await?;
    match rows.first() {
        None => found.note(place, "it is missing"),
        Some(row) => {
            let card = Entry::read(row).and_then(|entry| Ok((entry, entry.open(&subject.head.key, row)?)));
            if let Some((entry, card)) = found.check(card.map_err(|fault| fault.at(|| place.clone())))?
                && (&card != expected || entry != Entry::of(expected))
            {
                found.note(place, "it is not what the log says");
            }
        }
    }
    verify_people(moment, expected, found).await
}

async fn verify_people(
    moment: &mut Snapshot,
    expected: &index::IndexRow,
    found: &mut Verification,
) -> Result<(), Fault> {
    let rows = moment.rows(&statement!(PEOPLE_OF, expected.case.as_bytes())).await?;
    let people: Result<Vec<_>, Fault> = rows.iter().map(person_as_kept).collect();
    let place = || format!("case {}, readers", expected.case);
    if let Some(people) = found.check(people.map_err(|fault| fault.at(place)))?
        && people != people_as_kept(expected)
    {
        found.note(place(), "they are not what the log says");
    }
    Ok(())
}
