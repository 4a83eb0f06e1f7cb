//! The store itself: opening it, and what its parts share.
//!
//! Knows the installation's identity and that one key belongs to it. Must not know what is kept.

use std::sync::Arc;

use tokio::sync::watch;
use vault::{InstanceId, MacKey, RootKey};

use crate::batch::{Done, Work};
use crate::behalf::Behalf;
use crate::engine::{Engine, Location, Options};
use crate::fault::{Fault, OpenError};
use crate::known_policies::KnownPolicies;
use crate::link::Link;
use crate::schema;
use crate::seals::{Seals, random};
use crate::value::{Row, Statement, statement};
use crate::writer::Writer;

/// Everything that is kept: logs, lists, blobs, the outbox, accounts, as the house sees it or as somebody does. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    behalf: Behalf,
}

struct Inner {
    engine: Arc<Engine>,
    writer: Writer,
    seals: Seals,
    known_policies: KnownPolicies,
}

impl Store {
    /// Opens the store; makes it when there is none.
    ///
    /// # Errors
    /// When the data belongs to another root key, was written by a newer program, or the database cannot be used.
    pub async fn open(location: &Location, root: &RootKey) -> Result<Self, OpenError> {
        Self::open_with(location, root, Options::default()).await
    }

    /// Opens the store with what the operator has set.
    ///
    /// # Errors
    /// When the data belongs to another root key, was written by a newer program, or the database cannot be used.
    pub async fn open_with(location: &Location, root: &RootKey, options: Options) -> Result<Self, OpenError> {
        let (engine, mut link) = Engine::open(location, options).await?;
        schema::migrate(&mut link).await?;
        engine.raise_wall(&mut link).await?;
        let instance = instance(&mut link, root).await?;
        let engine = Arc::new(engine);
        let writer = Writer::start(Arc::clone(&engine), link);
        let (seals, known_policies) = (Seals::new(root, instance), KnownPolicies::default());
        Ok(Self { inner: Arc::new(Inner { engine, writer, seals, known_policies }), behalf: Behalf::House })
    }

    /// The same store, as somebody sees it: cases, lists and accounts that are not theirs are not there, whatever is asked,
    /// and what they add to a log or change of an account is held against what the database knows of them. What the house
    /// keeps for itself - sessions, keys, settings, the outbox - is not there at all for reading.
    #[must_use]
    pub fn on_behalf_of(&self, behalf: Behalf) -> Self {
        #[cfg(feature = "wall-down")]
        let behalf = if crate::proof::is_wall_down() { Behalf::House } else { behalf };
        Self { inner: Arc::clone(&self.inner), behalf }
    }

    /// Which installation this is.
    #[must_use]
    pub fn instance(&self) -> InstanceId {
        self.inner.seals.instance
    }

    /// The key for digests of codes.
    #[must_use]
    pub fn mac_key(&self) -> &MacKey {
        &self.inner.seals.mac
    }

    /// Changes whenever something was appended to a case by this process. Other processes on the same database are not
    /// heard: whoever waits here looks by itself from time to time.
    #[must_use]
    pub fn on_append(&self) -> watch::Receiver<u64> {
        self.inner.writer.appended()
    }

    /// Writes what waits and closes. Everything that was acknowledged is durable without it.
    pub async fn close(&self) {
        // The readers first: who closes an embedded database last folds its journal into the file, and a reader may not.
        self.inner.engine.close().await;
        self.inner.writer.close().await;
    }

    /// On whose behalf it is asked.
    pub(crate) const fn behalf(&self) -> Behalf {
        self.behalf
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn seals(&self) -> &Seals {
        &self.inner.seals
    }

    pub(crate) fn known_policies(&self) -> &KnownPolicies {
        &self.inner.known_policies
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.inner.writer
    }

    pub(crate) async fn rows(&self, statement: &Statement) -> Result<Vec<Row>, Fault> {
        self.engine().rows_for(self.behalf, statement).await
    }

    pub(crate) async fn row(&self, statement: &Statement) -> Result<Option<Row>, Fault> {
        Ok(self.rows(statement).await?.into_iter().next())
    }

    /// Statements of the plain tables, written by the one writer; the rows of the last are the answer.
    pub(crate) async fn write(&self, statements: Vec<Statement>) -> Result<Vec<Row>, Fault> {
        self.write_work(Work::Write(statements)).await
    }

    /// Statements of the plain tables that are written together, the second ones only when the last of the first ones has rows,
    /// which are the answer.
    pub(crate) async fn write_if(&self, first: Vec<Statement>, rest: Vec<Statement>) -> Result<Vec<Row>, Fault> {
        self.write_work(Work::WriteIf(first, rest)).await
    }

    async fn write_work(&self, work: Work) -> Result<Vec<Row>, Fault> {
        match self.writer().write(work).await? {
            Done::Rows(rows) => Ok(rows),
            Done::Kept | Done::Conflict => Ok(Vec::new()),
        }
    }
}

/// The installation's id: read and checked against the key, or made.
async fn instance(link: &mut Link, root: &RootKey) -> Result<InstanceId, OpenError> {
    let fresh = InstanceId(random());
    let stamp = stamp(root, fresh, &root.fingerprint());
    let insert = statement!(
        "INSERT INTO instance (id, fingerprint, mac) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM instance)",
        fresh.0,
        root.fingerprint().as_str(),
        stamp,
    );
    link.rows(&insert).await.map_err(Fault::from)?;
    let rows = link.rows(&statement!("SELECT id, fingerprint, mac FROM instance")).await.map_err(Fault::from)?;
    let Some(row) = rows.first().filter(|_| rows.len() == 1) else {
        return Err(Fault::damaged("table instance", "it has not exactly one row").into());
    };
    let expected = row.text(1)?;
    if expected != root.fingerprint() {
        return Err(OpenError::WrongKey { expected: expected.to_owned(), got: root.fingerprint() });
    }
    let id = InstanceId(row.exact(0)?);
    let seals = Seals::new(root, id);
    seals
        .check("instance", &[&id.0, expected.as_bytes()], row.bytes(2)?)
        .map_err(|fault| fault.at(|| "table instance".to_owned()))?;
    Ok(id)
}

fn stamp(root: &RootKey, id: InstanceId, fingerprint: &str) -> [u8; 32] {
    Seals::new(root, id).stamp("instance", &[&id.0, fingerprint.as_bytes()])
}
