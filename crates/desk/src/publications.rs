//! What is public: advisories on the site, and the announcement that goes with each.
//!
//! One value is rendered into every format. The public pages read what was put out, never a case.

use documents::advisory::Advisory;
use documents::announcement::Announcement;
use domain::case::decide::Refusal;
use domain::case::event::Recorded;
use domain::case::facts::CreditWish;
use domain::case::state::{Case, CveNumber, Publication};
use domain::words::Line;
use store::{Cursor, PublishedAdvisory};

use crate::desk::Desk;
use crate::fault::Fault;

/// A page of published advisories, newest first.
pub struct AdvisoryPage {
    /// The advisories.
    pub advisories: Vec<Advisory>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

impl Desk {
    /// Published advisories, newest first. Anybody may ask.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn advisories(&self, after: Option<Cursor>) -> Result<AdvisoryPage, Fault> {
        let (rows, next) = self.inner.store.advisories(after, 50).await?;
        let advisories = rows.iter().filter_map(|row| serde_json::from_slice(&row.document).ok()).collect();
        Ok(AdvisoryPage { advisories, next })
    }

    /// One published advisory. Anybody may ask.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn advisory(&self, slug: &str) -> Result<Option<Advisory>, Fault> {
        let row = self.inner.store.advisory(slug).await?;
        Ok(row.and_then(|row| serde_json::from_slice(&row.document).ok()))
    }

    /// Puts the advisory on the site as the case has it now: published, or marked as withdrawn. Repeating it is harmless.
    pub(crate) async fn put_on_site(&self, case: &Case) -> Result<(), Fault> {
        let Some((advisory, published_at, withdrawn_at)) = self.public_advisory(case) else { return Ok(()) };
        let row = PublishedAdvisory {
            slug: advisory.slug.clone(),
            case: case.id,
            published_at,
            withdrawn_at,
            document: serde_json::to_vec(&advisory).unwrap_or_default(),
        };
        self.inner.store.put_advisory(&row).await?;
        Ok(())
    }
}

/// Stand-in until the documents are there.
impl Desk {
    pub(crate) fn public_advisory(
        &self,
        case: &Case,
    ) -> Option<(Advisory, domain::Timestamp, Option<domain::Timestamp>)> {
        let _ = (case, Publication::Unpublished, CreditWish::Named, CveNumber::None, Line::new("x").is_ok());
        let _: Option<Refusal> = None;
        None
    }

    pub(crate) fn announcement(&self, _case: &Case, _log: &[Recorded]) -> Result<Announcement, Vec<Line>> {
        Err(vec![])
    }
}
