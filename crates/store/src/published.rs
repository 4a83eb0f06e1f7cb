//! What is public: the advisories as they were put out.
//!
//! Knows slugs and dates. The documents are for everybody and lie in the clear; their rows are stamped, so that nobody
//! who only writes to the database publishes anything.

use domain::Timestamp;
use domain::ids::CaseId;

use crate::fault::Fault;
use crate::index::Cursor;
use crate::open::Store;
use crate::seals::Seals;
use crate::value::{Row, int_bytes, maybe_int_bytes, statement};

/// A published advisory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedAdvisory {
    /// Its name in addresses.
    pub slug: String,
    /// The case it came from; not public.
    pub case: CaseId,
    /// When it went out.
    pub published_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// The public document.
    pub document: Vec<u8>,
}

const TABLE: &str = "advisory";

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT case_id, slug, published_at, withdrawn_at, document, mac FROM advisory ", $rest)
    };
}

impl Store {
    /// Puts an advisory out, or what is to stand in its place: one for each case.
    ///
    /// # Errors
    /// A fault of the machine; also when another case's advisory has the same slug.
    pub async fn put_advisory(&self, advisory: &PublishedAdvisory) -> Result<(), Fault> {
        let (published, withdrawn) =
            (advisory.published_at.as_millisecond(), advisory.withdrawn_at.map(Timestamp::as_millisecond));
        let case = advisory.case.as_bytes();
        let columns: [&[u8]; 5] =
            [case, advisory.slug.as_bytes(), &int_bytes(published), &maybe_int_bytes(withdrawn), &advisory.document];
        let mac = self.seals().stamp(TABLE, &columns);
        let sql = "INSERT INTO advisory (case_id, slug, published_at, withdrawn_at, document, mac) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (case_id) DO UPDATE SET slug = excluded.slug, \
                   published_at = excluded.published_at, withdrawn_at = excluded.withdrawn_at, \
                   document = excluded.document, mac = excluded.mac";
        let put = statement!(
            sql,
            case,
            advisory.slug.as_str(),
            advisory.published_at,
            advisory.withdrawn_at,
            advisory.document.clone(),
            mac
        );
        self.write(vec![put]).await.map(drop)
    }

    /// Published advisories, newest first, and where the next page begins.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn advisories(
        &self,
        after: Option<Cursor>,
        limit: u16,
    ) -> Result<(Vec<PublishedAdvisory>, Option<Cursor>), Fault> {
        let after = after.unwrap_or(Cursor { at: i64::MAX, case: [0xff; 16] });
        let limit = limit.max(1);
        let sql = select!("WHERE (published_at, case_id) < ($1, $2) ORDER BY published_at DESC, case_id DESC LIMIT $3");
        let mut rows = self.rows(&statement!(sql, after.at, after.case, i64::from(limit) + 1)).await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let page = rows.iter().map(|row| advisory(self.seals(), row)).collect::<Result<Vec<_>, _>>()?;
        let next = page
            .last()
            .filter(|_| more)
            .map(|last| Cursor { at: last.published_at.as_millisecond(), case: *last.case.as_bytes() });
        Ok((page, next))
    }

    /// One published advisory.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn advisory(&self, slug: &str) -> Result<Option<PublishedAdvisory>, Fault> {
        let row = self.row(&statement!(select!("WHERE slug = $1"), slug)).await?;
        row.map(|row| advisory(self.seals(), &row)).transpose()
    }
}

/// Every row of the table, in parts.
pub(crate) const ALL: &str = select!("WHERE case_id > $1 ORDER BY case_id LIMIT $2");

/// An advisory's row, checked.
pub(crate) fn advisory(seals: &Seals, row: &Row) -> Result<PublishedAdvisory, Fault> {
    let case: [u8; 16] = row.exact(0).map_err(|fault| fault.at(|| "table advisory".to_owned()))?;
    let read = || -> Result<PublishedAdvisory, Fault> {
        let (slug, published, withdrawn) = (row.text(1)?, row.int(2)?, row.maybe_int(3)?);
        let document = row.bytes(4)?;
        let columns: [&[u8]; 5] =
            [&case, slug.as_bytes(), &int_bytes(published), &maybe_int_bytes(withdrawn), document];
        seals.check(TABLE, &columns, row.bytes(5)?)?;
        Ok(PublishedAdvisory {
            slug: slug.to_owned(),
            case: CaseId::from_bytes(case),
            published_at: row.at(2)?,
            withdrawn_at: row.maybe_at(3)?,
            document: document.to_vec(),
        })
    };
    read().map_err(|fault| fault.at(|| format!("table advisory, row {}", CaseId::from_bytes(case))))
}
