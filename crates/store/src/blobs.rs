//! Long texts and files of cases, each under its own key.
//!
//! Knows that a blob is read by case and id together: an id alone opens nothing. Must not know what is in it.

use domain::ids::{BlobId, CaseId};
use vault::{BlobKey, CaseKey, open_blob, seal_blob};

use crate::batch::{padded, places};
use crate::fault::Fault;
use crate::head::{self, HEAD_OF};
use crate::open::Store;
use crate::seals::{Seals, nonce, random};
use crate::value::{Row, Statement, Value, statement};

/// A text or file that comes with an append.
#[derive(Clone)]
pub struct NewBlob {
    /// Its id, which an event names.
    pub id: BlobId,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Most blobs asked for in one statement.
const AT_ONCE: usize = 64;

impl Store {
    /// A blob of a case; `None` when the case has no such blob.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn blob(&self, case: CaseId, blob: BlobId) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.blobs(case, &[blob]).await?.into_iter().next().map(|(_, bytes)| bytes))
    }

    /// Several blobs of a case; what the case does not have is left out.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn blobs(&self, case: CaseId, blobs: &[BlobId]) -> Result<Vec<(BlobId, Vec<u8>)>, Fault> {
        if blobs.is_empty() {
            return Ok(Vec::new());
        }
        let Some(row) = self.row(&statement!(HEAD_OF, case.as_bytes())).await? else { return Ok(Vec::new()) };
        let key = head::read(self.seals(), case, &row)?.key;
        let ids: Vec<[u8; 16]> = blobs.iter().map(|id| *id.as_bytes()).collect();
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let mut values = padded(some);
            let sql = format!(
                "SELECT blob_id, wrapped_key, sealed FROM blob WHERE blob_id IN ({}) AND case_no = ${}",
                places(values.len()),
                values.len() + 1
            );
            values.push(Value::from(row.int(5)?));
            for row in self.rows(&Statement::composed(sql, values)).await? {
                found.push(open(self.seals(), &key, case, &row)?);
            }
        }
        Ok(found)
    }
}

/// The row of a new blob, sealed under a key of its own.
pub(crate) fn row(seals: &Seals, key: &CaseKey, case: CaseId, blob: &NewBlob) -> Vec<Value> {
    let blob_key = BlobKey::from_bytes(random());
    let (of, id) = (*case.as_bytes(), *blob.id.as_bytes());
    let wrapped = key.wrap_blob_key(seals.instance, of, id, &blob_key, nonce());
    let sealed = seal_blob(&blob_key, seals.instance, of, id, &blob.bytes, nonce());
    vec![Value::from(id), Value::from(wrapped), Value::from(sealed)]
}

/// A row of `blob_id, wrapped_key, sealed`, opened.
pub(crate) fn open(seals: &Seals, key: &CaseKey, case: CaseId, row: &Row) -> Result<(BlobId, Vec<u8>), Fault> {
    let id = BlobId::from_bytes(row.exact(0)?);
    let (of, at) = (*case.as_bytes(), *id.as_bytes());
    let damaged = |error| Fault::damaged(format!("case {case}, blob {id}"), error);
    let read = || -> Result<Vec<u8>, Fault> {
        let blob_key = key.unwrap_blob_key(seals.instance, of, at, row.bytes(1)?).map_err(damaged)?;
        open_blob(&blob_key, seals.instance, of, at, row.bytes(2)?).map_err(damaged)
    };
    read().map(|bytes| (id, bytes)).map_err(|fault| fault.at(|| format!("case {case}, blob {id}")))
}
