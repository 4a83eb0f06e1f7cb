//! The one writer of a process: what waits is written together, in one transaction, and answered when it is durable.
//!
//! Knows batches, failures and how to begin again after one. Must not know what is written. A batch that fails is
//! answered with the fault, each; the next begins on a new connection, so a full disk that has room again is used again.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use crate::batch::{Care, Done, Numbers, Work, write};
use crate::engine::Engine;
use crate::fault::{Fault, is_contention};
use crate::link::Link;

/// The most that is written in one transaction.
const BATCH_MAX: usize = 256;
/// The most that may wait; more callers wait to be let in.
const WAITING_MAX: usize = 1024;

/// Something to write and whom to tell.
struct Order {
    work: Work,
    told: oneshot::Sender<Result<Done, Fault>>,
}

enum Message {
    Order(Order),
    Close(oneshot::Sender<()>),
}

/// Where to bring what is to be written.
pub(crate) struct Writer {
    door: mpsc::Sender<Message>,
    appended: Arc<watch::Sender<u64>>,
}

impl Writer {
    /// Starts the writer on this connection.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one writer ends when the store is closed or dropped; `close` waits for it"
    )]
    pub(crate) fn start(engine: Arc<Engine>, link: Link) -> Self {
        let (door, waiting) = mpsc::channel(WAITING_MAX);
        let appended = Arc::new(watch::Sender::new(0));
        let scribe = Scribe { engine, link: Some(link), numbers: Numbers::default(), appended: Arc::clone(&appended) };
        tokio::spawn(scribe.run(waiting));
        Self { door, appended }
    }

    /// Writes, and returns when it is durable.
    pub(crate) async fn write(&self, work: Work) -> Result<Done, Fault> {
        let (told, answer) = oneshot::channel();
        self.door.send(Message::Order(Order { work, told })).await.map_err(|_| Fault::Closed)?;
        answer.await.map_err(|_| Fault::Closed)?
    }

    /// Writes when there is time; nobody waits for it, and losing it loses nothing.
    pub(crate) fn write_later(&self, work: Work) {
        let (told, _) = oneshot::channel();
        if self.door.try_send(Message::Order(Order { work, told })).is_err() {
            tracing::debug!("the writer is busy; a write that nobody waits for was left out");
        }
    }

    /// Told after each batch that held an append.
    pub(crate) fn appended(&self) -> watch::Receiver<u64> {
        self.appended.subscribe()
    }

    /// Writes what waits, then ends.
    pub(crate) async fn close(&self) {
        let (told, closed) = oneshot::channel();
        if self.door.send(Message::Close(told)).await.is_ok() {
            // An error means that it ended already.
            let _ = closed.await;
        }
    }
}

/// The writer itself.
struct Scribe {
    engine: Arc<Engine>,
    link: Option<Link>,
    numbers: Numbers,
    appended: Arc<watch::Sender<u64>>,
}

impl Scribe {
    async fn run(mut self, mut waiting: mpsc::Receiver<Message>) {
        let mut batch = Vec::with_capacity(BATCH_MAX);
        while waiting.recv_many(&mut batch, BATCH_MAX).await > 0 {
            let mut orders = Vec::with_capacity(batch.len());
            let mut closing = Vec::new();
            for message in batch.drain(..) {
                match message {
                    Message::Order(order) => orders.push(order),
                    Message::Close(told) => closing.push(told),
                }
            }
            self.settle(orders).await;
            if !closing.is_empty() {
                self.end().await;
                for told in closing {
                    // Whoever asked may have gone.
                    let _ = told.send(());
                }
                return;
            }
        }
        self.end().await;
    }

    async fn end(&mut self) {
        if let Some(link) = self.link.take() {
            link.close().await;
        }
    }

    /// Writes a batch and tells each what became of it.
    async fn settle(&mut self, orders: Vec<Order>) {
        if orders.is_empty() {
            return;
        }
        let works: Vec<&Work> = orders.iter().map(|order| &order.work).collect();
        let done: Vec<Result<Done, Fault>> = match self.transact(&works, Care::Usual).await {
            Ok(done) => done.into_iter().map(Ok).collect(),
            // One of them cannot be written as it is, or not beside the others: each alone.
            Err(error) if is_contention(&error) => self.each_alone(&works).await,
            Err(error) => {
                let fault = Fault::from(error);
                tracing::error!(%fault, writes = works.len(), "a batch of writes failed; nothing of it was kept");
                works.iter().map(|_| Err(fault.clone())).collect()
            }
        };
        let appended = orders
            .iter()
            .zip(&done)
            .any(|(order, done)| matches!((&order.work, done), (Work::Append(_), Ok(Done::Kept))));
        for (order, done) in orders.into_iter().zip(done) {
            // Whoever asked may have gone; what is written stays written.
            let _ = order.told.send(done);
        }
        if appended {
            self.appended.send_modify(|batches| *batches = batches.wrapping_add(1));
        }
    }

    async fn each_alone(&mut self, works: &[&Work]) -> Vec<Result<Done, Fault>> {
        let mut all = Vec::with_capacity(works.len());
        for work in works {
            let done = self.transact(&[work], Care::Full).await;
            all.push(done.map_err(Fault::from).and_then(|done| done.into_iter().next().ok_or(Fault::Closed)));
        }
        all
    }

    /// One transaction. The connection is kept only when all went well.
    async fn transact(&mut self, works: &[&Work], care: Care) -> Result<Vec<Done>, sqlx::Error> {
        let mut link = self.link().await?;
        let done = write(&mut link, works, &mut self.numbers, care).await;
        if done.is_ok() {
            self.link = Some(link);
        } else {
            // Numbers taken in a transaction that came to nothing were not taken.
            self.numbers = Numbers::default();
            // Closing ends the transaction too; saying so first frees its locks at once.
            let _ = link.script("ROLLBACK").await;
            link.close().await;
        }
        done
    }

    /// The connection at hand, or a new one.
    async fn link(&mut self) -> Result<Link, sqlx::Error> {
        match self.link.take() {
            Some(link) => Ok(link),
            None => self.engine.link().await,
        }
    }
}
