//! What is public: advisories on the site, and the announcement that goes with each.
//!
//! One value is rendered into every format. The public pages read what was put out, never a case.

use documents::advisory::Advisory;
use documents::announcement::{Announcement, announcement};
use domain::Timestamp;
use domain::case::decide::Refusal;
use domain::case::state::{Case, Publication};
use domain::ids::CaseId;
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
        let published = Advisory::of(case, self.now()).filter(|_| case.publication != Publication::Unpublished);
        let Some(mut advisory) = published else { return Ok(()) };
        advisory.slug = self.free_slug(&advisory.slug, case.id).await?;
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

    /// The refusal of a retrospective that still holds a placeholder or a comment; `None` when it may leave.
    pub(crate) async fn unfit_retrospective(&self, case: &Case) -> Result<Option<Refusal>, Fault> {
        let Some(text) = case.retrospective else { return Ok(None) };
        let Some(bytes) = self.text_of(case, text).await? else { return Ok(None) };
        let problem = documents::letter::check(&String::from_utf8_lossy(&bytes)).err();
        Ok(problem.map(|problem| Refusal::UnfitRetrospective { problems: line(&problem).into_iter().collect() }))
    }

    /// This slug, or with the first number after it that no other case's advisory has: two without a number of their own may
    /// come out in the same minute.
    async fn free_slug(&self, wanted: &str, case: CaseId) -> Result<String, Fault> {
        let mut slug = wanted.to_owned();
        for next in 2_u32.. {
            if self.inner.store.advisory(&slug).await?.is_none_or(|found| found.case == case) {
                break;
            }
            slug = format!("{wanted}-{next}");
        }
        Ok(slug)
    }
}

/// What would be announced now, or every reason why it may not leave.
///
/// # Errors
/// The problems, each a line.
pub(crate) fn announcement_of(case: &Case, now: Timestamp) -> Result<Announcement, Vec<Line>> {
    let lines = |problems: &[String]| problems.iter().filter_map(|problem| line(problem)).collect::<Vec<_>>();
    let advisory = Advisory::of(case, now).ok_or_else(|| lines(&["there is no draft".to_owned()]))?;
    announcement(&advisory, &case.policy).map_err(|unfit| lines(&unfit.0))
}

/// A problem as one line: what a line cannot hold is left out of it, never the problem.
fn line(problem: &str) -> Option<Line> {
    let kept = |c: &char| Line::new(&c.to_string()).is_ok() || *c == ' ';
    Line::new(&problem.chars().filter(kept).take(Line::CHARS_MAX).collect::<String>()).ok()
}

/// The refusal of a publication whose announcement may not leave; `None` when it may, or when nothing would be announced yet.
pub(crate) fn unfit(case: &Case, now: Timestamp) -> Option<Refusal> {
    let problems = announcement_of(case, now).err()?;
    Some(Refusal::UnfitAnnouncement { problems })
}
