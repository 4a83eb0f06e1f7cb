//! What is public: advisories on the site, and the announcement that goes with each.
//!
//! One value is rendered into every format. The public pages read what was put out, never a case.

use documents::advisory::Advisory;
use documents::announcement::{Announcement, announcement};
use domain::Timestamp;
use domain::case::decide::Refusal;
use domain::case::state::{Case, Publication};
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
        let Some(advisory) = Advisory::of(case, self.now()).filter(|_| case.publication != Publication::Unpublished)
        else {
            return Ok(());
        };
        let row = PublishedAdvisory {
            slug: advisory.slug.clone(),
            case: case.id,
            published_at: advisory.published_at,
            withdrawn_at: advisory.withdrawn_at,
            document: serde_json::to_vec(&advisory).unwrap_or_default(),
        };
        self.inner.store.put_advisory(&row).await?;
        Ok(())
    }
}

/// What would be announced now, or every reason why it may not leave.
///
/// # Errors
/// The problems, each a line.
pub(crate) fn announcement_of(case: &Case, now: Timestamp) -> Result<Announcement, Vec<Line>> {
    let lines =
        |problems: Vec<String>| problems.iter().filter_map(|problem| Line::new(problem).ok()).collect::<Vec<_>>();
    let advisory = Advisory::of(case, now).ok_or_else(|| lines(vec!["there is no draft".to_owned()]))?;
    announcement(&advisory, &case.policy.body).map_err(|unfit| lines(unfit.0))
}

/// The refusal of a publication whose announcement may not leave; `None` when it may, or when nothing would be announced yet.
pub(crate) fn unfit(case: &Case, now: Timestamp) -> Option<Refusal> {
    let problems = announcement_of(case, now).err()?;
    Some(Refusal::UnfitAnnouncement { problems })
}
