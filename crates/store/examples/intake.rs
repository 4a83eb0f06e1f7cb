//! How many reports a second are kept, beside how many rows a bare program of the same shape keeps on the same disk.
//!
//! `cargo run --release -p store --example intake -- sqlite DIRECTORY` or `… -- postgres URL`, then how many clients and
//! how many rounds. Each round measures both, one after the other; what counts is the ratio.
#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement for developers: it stops where it goes wrong, and durations are what it is about"
)]

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Timestamp;
use domain::case::command::Command;
use domain::case::event::{Event, Recorded};
use domain::case::facts::{Channel, Disclosure, Reporter};
use domain::case::state::Case;
use domain::case::{decide, effect, index};
use domain::ids::{BlobId, CaseId};
use domain::people::Actor;
use domain::policy::{Policy, committee};
use domain::words::Line;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};
use store::{Append, Expected, Filter, ListQuery, Loaded, Location, NewBlob, Scope, Store};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use vault::RootKey;

const ROUND: Duration = Duration::from_secs(3);
const BARE_BYTES: usize = 200;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut arguments = arguments.iter().map(String::as_str);
    let (engine, place) = (arguments.next().unwrap_or("sqlite"), arguments.next().unwrap_or("."));
    let clients = arguments.next().map_or(32, |text| text.parse().unwrap());
    let rounds = arguments.next().map_or(5, |text| text.parse().unwrap());
    let location = match engine {
        "sqlite" => Location::Sqlite(Path::new(place).join("intake.db")),
        "postgres" => Location::Postgres(place.to_owned()),
        other => panic!("sqlite or postgres, not {other}"),
    };
    let store = Store::open(&location, &RootKey::from_bytes([7; 32])).await.unwrap();
    let bare = Bare::start(engine, place).await;
    let mut ratios = Vec::new();
    for round in 1..=rounds {
        let (door, desk) = (bare.clone(), (store.clone(), Arc::new(committee())));
        let rows = rate(clients, move || {
            let door = door.clone();
            async move { door.insert().await }
        })
        .await;
        let reports = rate(clients, move || {
            let (store, policy) = desk.clone();
            async move { drop(store.append(report(&policy)).await.unwrap()) }
        })
        .await;
        let ratio = reports.rate / rows.rate;
        println!("round {round}: ratio {ratio:.2}; reports {reports}; bare rows {rows}");
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2} with {clients} clients", ratios.get(ratios.len() / 2).unwrap());
    reading(&store).await;
    store.close().await;
}

/// How long one reader waits for a case and for a page of the list.
async fn reading(store: &Store) {
    let list = ListQuery { scope: Scope::Committee, filter: Filter::Open, coordinator: None, after: None, limit: 50 };
    let page = store.list(&list).await.unwrap();
    let case = page.rows.first().unwrap().case;
    let begun = Instant::now();
    for _ in 0..500 {
        store.load(case).await.unwrap();
    }
    println!("load of a new case: {:.0} µs", begun.elapsed().as_secs_f64() * 2000.0);
    grow(store, case).await;
    let begun = Instant::now();
    for _ in 0..200 {
        store.load(case).await.unwrap();
    }
    println!("load of a case of 200 events: {:.0} µs", begun.elapsed().as_secs_f64() * 5000.0);
    let begun = Instant::now();
    let mut query = list.clone();
    for _ in 0..200 {
        let page = store.list(&query).await.unwrap();
        query.after = page.next;
    }
    println!("page of 50: {:.0} µs", begun.elapsed().as_secs_f64() * 5000.0);
}

/// Lets a case grow to two hundred events.
async fn grow(store: &Store, case: CaseId) {
    let Loaded { mut records, head } = store.load(case).await.unwrap().unwrap();
    let before = records.len();
    let at = records.last().unwrap().at;
    for seq in head.version() + 1..=200 {
        let event = Event::DisclosureNoted { place: Line::new("a public list").unwrap(), exploit: false };
        records.push(Recorded { seq, at, by: Actor::REPORTER, event });
    }
    let folded = Case::fold(case, &records).unwrap();
    let append = Append {
        case,
        expected: Expected::At(head),
        index: index::row(&folded),
        records: records.split_off(before),
        blobs: Vec::new(),
        wishes: Vec::new(),
        receipt: None,
        at,
    };
    drop(store.append(append).await.unwrap());
}

/// What so many answers cost: neighbours on the same machine disturb the rate, but not the processor time and the bytes.
struct Measured {
    rate: f64,
    micros: f64,
    kib: f64,
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0}/s ({:.0} µs of processor time, {:.1} KiB written each)", self.rate, self.micros, self.kib)
    }
}

/// Processor microseconds and written kibibytes of this process so far, where Linux tells.
fn spent() -> (f64, f64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks: u32 = ticks.filter_map(|text| text.parse::<u32>().ok()).sum();
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let bytes = io.lines().find_map(|line| line.strip_prefix("wchar: ")).and_then(|text| text.parse::<f64>().ok());
    (f64::from(ticks) * 10_000.0, bytes.unwrap_or_default() / 1024.0)
}

/// How often a second so many clients together get an answer, and what that costs.
async fn rate<Work: Future<Output = ()> + Send>(
    clients: usize,
    act: impl Fn() -> Work + Clone + Send + Sync + 'static,
) -> Measured {
    let (begun, before) = (Instant::now(), spent());
    let mut workers = JoinSet::new();
    for _ in 0..clients {
        let act = act.clone();
        workers.spawn(async move {
            let mut count = 0_u32;
            while begun.elapsed() < ROUND {
                act().await;
                count += 1;
            }
            count
        });
    }
    let total = f64::from(workers.join_all().await.into_iter().sum::<u32>());
    let after = spent();
    Measured {
        rate: total / begun.elapsed().as_secs_f64(),
        micros: (after.0 - before.0) / total,
        kib: (after.1 - before.1) / total,
    }
}

/// A report by the private form, with a body of two thousand characters.
fn report(policy: &Arc<Policy>) -> Append {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    let case = CaseId::from_bytes(*bytes.first_chunk().unwrap());
    let body = BlobId::from_bytes(*bytes.last_chunk().unwrap());
    let at = Timestamp::now();
    let told = Command::SubmitReport {
        title: Line::new("Bundle accepted for the wrong signature").unwrap(),
        body,
        channel: Channel::Form,
        disclosure: Disclosure::Private,
        reporter: Reporter::default(),
        publishes_at: None,
    };
    let records = decide::record(decide::open(policy, &told, at).unwrap(), 0, at, Actor::REPORTER);
    let folded = Case::fold(case, &records).unwrap();
    Append {
        case,
        expected: Expected::New,
        index: index::row(&folded),
        wishes: records.iter().flat_map(|record| effect::react(&folded, record)).collect(),
        records,
        blobs: vec![NewBlob { id: body, bytes: vec![b'x'; 2000] }],
        receipt: Some(bytes),
        at,
    }
}

/// The limit: one row, one writer, whatever waits committed together.
#[derive(Clone)]
struct Bare(mpsc::Sender<oneshot::Sender<()>>);

enum Link {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Bare {
    async fn start(engine: &str, place: &str) -> Self {
        let (door, waiting) = mpsc::channel(1024);
        let link = if engine == "sqlite" {
            let options = sqlx::sqlite::SqliteConnectOptions::new()
                .filename(Path::new(place).join("bare.db"))
                .create_if_missing(true)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                .synchronous(sqlx::sqlite::SqliteSynchronous::Full);
            let mut link = options.connect().await.unwrap();
            let table = "CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL)";
            sqlx::raw_sql(table).execute(&mut link).await.unwrap();
            Link::Sqlite(link)
        } else {
            let mut link = PgConnection::connect(place).await.unwrap();
            let table = "CREATE TABLE IF NOT EXISTS bare (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body BYTEA NOT NULL)";
            sqlx::raw_sql(table).execute(&mut link).await.unwrap();
            Link::Postgres(link)
        };
        tokio::spawn(Self::write(link, waiting));
        Self(door)
    }

    async fn insert(&self) {
        let (told, done) = oneshot::channel();
        self.0.send(told).await.unwrap();
        done.await.unwrap();
    }

    async fn write(mut link: Link, mut waiting: mpsc::Receiver<oneshot::Sender<()>>) {
        let mut batch = Vec::new();
        while waiting.recv_many(&mut batch, 256).await > 0 {
            match &mut link {
                Link::Sqlite(link) => {
                    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut *link).await.unwrap();
                    for _ in &batch {
                        let body = vec![7_u8; BARE_BYTES];
                        sqlx::query("INSERT INTO bare (body) VALUES ($1)")
                            .bind(body)
                            .execute(&mut *link)
                            .await
                            .unwrap();
                    }
                    sqlx::raw_sql("COMMIT").execute(&mut *link).await.unwrap();
                }
                Link::Postgres(link) => {
                    sqlx::raw_sql("BEGIN").execute(&mut *link).await.unwrap();
                    for _ in &batch {
                        let body = vec![7_u8; BARE_BYTES];
                        sqlx::query("INSERT INTO bare (body) VALUES ($1)")
                            .bind(body)
                            .execute(&mut *link)
                            .await
                            .unwrap();
                    }
                    sqlx::raw_sql("COMMIT").execute(&mut *link).await.unwrap();
                }
            }
            for told in batch.drain(..) {
                let _ = told.send(());
            }
        }
    }
}
