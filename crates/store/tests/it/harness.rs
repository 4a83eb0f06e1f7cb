//! What the stories need: a store in a directory of its own, a PostgreSQL of its own, reports.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cluster::{Care, Cluster};
use domain::Timestamp;
use domain::case::decide;
use domain::case::effect::{self, Wish};
use domain::case::event::{Event, Recorded};
use domain::case::facts::{Channel, Disclosure, Reporter};
use domain::case::index;
use domain::case::state::Case;
use domain::committee;
use domain::committee::facts::{By, Seating, Sign};
use domain::ids::{BlobId, CaseId, PersonId, ProposalId};
use domain::people::Actor;
use domain::policy::{Policy, committee};
use domain::proposal::{ProposalRecord, propose};
use domain::words::{Line, Prose};
use store::{Append, AppendError, Expected, Head, Loaded, Location, NewBlob, Person, SaidBy, Store};
use tempfile::TempDir;
use vault::RootKey;

pub(crate) const ADA: PersonId = PersonId::from_bytes([0xa1; 16]);
pub(crate) const BO: PersonId = PersonId::from_bytes([0xb2; 16]);
pub(crate) const CY: PersonId = PersonId::from_bytes([0xc3; 16]);

pub(crate) fn root() -> RootKey {
    RootKey::from_bytes([7; 32])
}

/// The first Monday of the story, so many minutes on.
pub(crate) fn minute(n: i64) -> Timestamp {
    Timestamp::from_second(1_772_442_000 + 60 * n).expect("a time of the story")
}

pub(crate) fn day(n: i64) -> Timestamp {
    minute(n * 24 * 60)
}

pub(crate) fn case(n: u8) -> CaseId {
    CaseId::from_bytes([n; 16])
}

pub(crate) fn blob(n: u8) -> BlobId {
    BlobId::from_bytes([n; 16])
}

pub(crate) fn line(text: &str) -> Line {
    Line::new(text).expect("a line")
}

/// An embedded store in a directory of its own.
pub(crate) struct Embedded {
    pub(crate) dir: TempDir,
}

impl Embedded {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a directory") }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.dir.path().join("sluice.db")
    }

    pub(crate) fn location(&self) -> Location {
        Location::Sqlite(self.file())
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.location(), &root()).await.expect("it opens")
    }
}

/// A PostgreSQL of one test, stopped when the test ends.
pub(crate) struct Postgres(Cluster);

impl Postgres {
    /// Starts one; `None`, with a word, where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Self> {
        Cluster::start(Care::None).map(Self)
    }

    pub(crate) fn location(&self) -> Location {
        Location::Postgres(self.0.url("postgres"))
    }

    /// What `psql` answers.
    pub(crate) fn psql(&self, sql: &str) -> String {
        self.0.psql(sql)
    }
}

/// A report by the private form: the first events of its case.
pub(crate) fn reported(title: &str, body: BlobId, at: Timestamp) -> Vec<Recorded> {
    reported_under(&Arc::new(committee()), title, body, at)
}

pub(crate) fn reported_under(policy: &Arc<Policy>, title: &str, body: BlobId, at: Timestamp) -> Vec<Recorded> {
    let report = domain::case::command::Command::SubmitReport {
        title: line(title),
        body,
        channel: Channel::Form,
        disclosure: Disclosure::Private,
        reporter: Reporter::default(),
        publishes_at: None,
    };
    let events = decide::open(policy, &report, at).expect("a report is taken");
    decide::record(events, 0, at, Actor::REPORTER)
}

/// The append that opens a case with a report.
pub(crate) fn opening(id: CaseId, title: &str, at: Timestamp) -> Append {
    let body = BlobId::from_bytes(*id.as_bytes());
    let records = reported(title, body, at);
    let folded = Case::fold(id, &records).expect("it folds");
    Append {
        case: id,
        expected: Expected::New,
        index: index::row(&folded),
        wishes: wishes(id, &records, 0),
        records,
        blobs: vec![NewBlob { id: body, bytes: format!("the body of {title}").into_bytes() }],
        receipt: Some(receipt(id)),
        at,
    }
}

/// The digest of the receipt of a case of these stories: its id, twice.
pub(crate) fn receipt(id: CaseId) -> [u8; 32] {
    let mut digest = [0; 32];
    digest[..16].copy_from_slice(id.as_bytes());
    digest[16..].copy_from_slice(id.as_bytes());
    digest
}

/// The append of one more event, onto what was loaded.
pub(crate) fn more(id: CaseId, loaded: Loaded, by: Actor, event: Event, at: Timestamp) -> Append {
    let Loaded { mut records, head } = loaded;
    let fresh = Recorded { seq: head.version() + 1, at, by, event };
    records.push(fresh.clone());
    let folded = Case::fold(id, &records).expect("it folds");
    Append {
        case: id,
        wishes: wishes(id, &records, head.version()),
        expected: Expected::At(head),
        index: index::row(&folded),
        records: vec![fresh],
        blobs: Vec::new(),
        receipt: None,
        at,
    }
}

/// What follows from each event after `after`.
fn wishes(id: CaseId, log: &[Recorded], after: u64) -> Vec<Wish> {
    let fresh = log.iter().filter(|entry| entry.seq > after);
    fresh
        .flat_map(|entry| {
            let until = usize::try_from(entry.seq).expect("a short log").max(2);
            Case::fold(id, &log[..until]).map(|case| effect::react(&case, entry)).unwrap_or_default()
        })
        .collect()
}

/// Loads, adds one event, appends.
pub(crate) async fn happen(
    store: &Store,
    id: CaseId,
    by: Actor,
    event: Event,
    at: Timestamp,
) -> Result<Head, AppendError> {
    let loaded = store.load(id).await?.expect("the case is there");
    store.append(more(id, loaded, by, event, at)).await
}

/// A copy of a closed database file, to be harmed.
pub(crate) fn copied(from: &Path, to: &Path) {
    std::fs::copy(from, to).expect("it copies");
}

pub(crate) fn proposal(n: u8) -> ProposalId {
    ProposalId::from_bytes([n; 16])
}

/// What happens when a member proposes another policy.
pub(crate) fn proposed() -> Vec<ProposalRecord> {
    let why = Prose::new("clearer").expect("a text");
    let events = propose(&committee(), "version = \"2\"".to_owned(), why, Some(ADA), [ADA, BO].into());
    events.into_iter().zip(1..).map(|(event, seq)| ProposalRecord { seq, at: day(0), event }).collect()
}

/// An account that is open.
pub(crate) fn account(id: PersonId, name: &str, committee: bool) -> Person {
    Person {
        id,
        name: name.to_owned(),
        address: format!("{name}@example.org"),
        organisation: "Example Works".to_owned(),
        handle: None,
        said_by: SaidBy::default(),
        committee,
        office: None,
        removed_at: None,
    }
}

/// The committee's first entries: Ada has a seat, then a duty.
pub(crate) fn seated() -> Vec<committee::event::Recorded> {
    use committee::event::{Event, Recorded};
    let line = |text: &str| domain::words::Line::new(text).expect("a line");
    let seat = Event::MemberSeated { person: ADA, name: line("Ada"), organisation: None, how: Seating::Operator };
    let duty = Event::DutyAssigned { duty: line("triage"), person: ADA, shared: false };
    let record = |(event, seq)| Recorded { seq, at: minute(0), by: By::Operator, event };
    [seat, duty].into_iter().zip(1..).map(record).collect()
}

/// What a member adds to it.
pub(crate) fn signed(seq: u64, person: PersonId) -> committee::event::Recorded {
    let event = committee::event::Event::SignOfLife { person, sign: Sign::Heard };
    committee::event::Recorded { seq, at: minute(1), by: By::Member(person), event }
}
