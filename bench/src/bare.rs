//! The limit: a bare group-committed insert of one row, on the same disk and the same durability.
//!
//! One writer task commits whatever waits; nothing is sealed, parsed or served.

use std::time::{Duration, Instant};

use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

type Waiting = (Vec<u8>, oneshot::Sender<()>);

/// Rows per second with so many clients, on a SQLite file with `synchronous=FULL`.
pub(crate) async fn sqlite(
    file: &std::path::Path,
    clients: usize,
    seconds: u64,
    payload: usize,
) -> anyhow::Result<f64> {
    let mut connection = SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", file.display())).await?;
    connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL)").await?;
    let (sender, mut receiver) = mpsc::channel::<Waiting>(1024);
    let writer = tokio::task::spawn(async move {
        while let Some(batch) = next_batch(&mut receiver).await {
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            for (body, _) in &batch {
                sqlx::query("INSERT INTO bare (body) VALUES ($1)").bind(body).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
            answer(batch);
        }
        anyhow::Ok(())
    });
    let rate = clients_rate(sender, clients, seconds, payload).await;
    writer.await??;
    Ok(rate)
}

/// The same on PostgreSQL.
pub(crate) async fn postgres(url: &str, clients: usize, seconds: u64, payload: usize) -> anyhow::Result<f64> {
    let mut connection = PgConnection::connect(url).await?;
    connection
        .execute(
            "CREATE TABLE IF NOT EXISTS bare (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body BYTEA NOT NULL)",
        )
        .await?;
    let (sender, mut receiver) = mpsc::channel::<Waiting>(1024);
    let writer = tokio::task::spawn(async move {
        while let Some(batch) = next_batch(&mut receiver).await {
            let mut transaction = connection.begin().await?;
            for (body, _) in &batch {
                sqlx::query("INSERT INTO bare (body) VALUES ($1)").bind(body).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
            answer(batch);
        }
        anyhow::Ok(())
    });
    let rate = clients_rate(sender, clients, seconds, payload).await;
    writer.await??;
    Ok(rate)
}

async fn next_batch(receiver: &mut mpsc::Receiver<Waiting>) -> Option<Vec<Waiting>> {
    let mut batch = vec![receiver.recv().await?];
    while let Ok(more) = receiver.try_recv() {
        batch.push(more);
    }
    Some(batch)
}

fn answer(batch: Vec<Waiting>) {
    for (_, done) in batch {
        let _gone = done.send(());
    }
}

async fn clients_rate(sender: mpsc::Sender<Waiting>, clients: usize, seconds: u64, payload: usize) -> f64 {
    let end = Instant::now() + Duration::from_secs(seconds);
    let begun = Instant::now();
    let workers: Vec<_> = (0..clients)
        .map(|_| {
            let sender = sender.clone();
            tokio::task::spawn(async move {
                let mut count = 0_u32;
                while Instant::now() < end {
                    let (done, waiting) = oneshot::channel();
                    if sender.send((vec![7; payload], done)).await.is_err() || waiting.await.is_err() {
                        break;
                    }
                    count += 1;
                }
                count
            })
        })
        .collect();
    drop(sender);
    let mut total = 0;
    for worker in workers {
        total += worker.await.unwrap_or(0);
    }
    f64::from(total) / begun.elapsed().as_secs_f64()
}
