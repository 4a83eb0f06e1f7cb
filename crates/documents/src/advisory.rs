//! The advisory: the one value that is rendered into every format.
//!
//! Built from a case when it is published, kept as public JSON. Holds nothing that is not public; the reporter's name is in
//! it with their consent alone.

use domain::Timestamp;
use domain::case::facts::{AffectedRange, Artefact, CreditWish, CveId, CweId, Draft, Mitigation, Release};
use domain::case::index;
use domain::case::state::{Case, CveNumber, Publication};
use domain::severity::{CvssVector, Rating, Score};
use serde::{Deserialize, Serialize};

use crate::words;

/// A published statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct Advisory {
    /// Its name in addresses: the CVE number, another database's id, or the day.
    pub slug: String,
    pub project: String,
    pub organisation: String,
    pub title: String,
    pub cves: Vec<CveId>,
    pub aliases: Vec<String>,
    pub vector: Option<CvssVector>,
    pub score: Option<Score>,
    pub rating: Option<Rating>,
    pub summary: String,
    pub details: String,
    pub affected: Vec<AffectedRange>,
    pub weaknesses: Vec<CweId>,
    pub exposure: Option<String>,
    pub mitigation: Option<String>,
    pub upgrade: String,
    pub check_command: String,
    pub releases: Vec<Release>,
    pub artefacts: Vec<Artefact>,
    pub credit: Option<String>,
    pub published_at: Timestamp,
    pub modified_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

impl Advisory {
    /// The advisory of a case as it stands; `None` when there is no draft. `at` is when it is, or would be, published.
    #[must_use]
    pub fn of(case: &Case, at: Timestamp) -> Option<Self> {
        let draft: &Draft = case.draft.as_deref()?;
        let aliases: Vec<String> = draft.aliases.iter().map(|alias| alias.reveal().to_owned()).collect();
        let cves = if let CveNumber::Assigned { ids } = &case.cve { ids.clone() } else { Vec::new() };
        let (published_at, withdrawn_at) = match case.publication {
            Publication::Published { at } => (at, None),
            Publication::Withdrawn { at: withdrawn, published_at } => (published_at, Some(withdrawn)),
            Publication::Unpublished => (at, None),
        };
        let command = draft.check_command.as_ref().or(case.policy.check_command.as_ref());
        Some(Self {
            slug: slug(&cves, &aliases, published_at),
            project: case.policy.project.name.reveal().to_owned(),
            organisation: case.policy.project.organisation.reveal().to_owned(),
            title: draft.title.reveal().to_owned(),
            cves,
            aliases,
            vector: case.vector.as_ref().map(|(vector, _)| vector.clone()),
            score: case.vector.as_ref().map(|(_, score)| *score),
            rating: index::rating(case),
            summary: draft.summary.reveal().to_owned(),
            details: draft.details.reveal().to_owned(),
            affected: draft.affected.clone(),
            weaknesses: draft.weaknesses.clone(),
            exposure: draft.exposure.as_ref().map(|text| text.reveal().to_owned()),
            mitigation: if let Mitigation::Steps(steps) = &draft.mitigation {
                Some(steps.reveal().to_owned())
            } else {
                None
            },
            upgrade: draft.upgrade.as_ref().map(|text| text.reveal().to_owned()).unwrap_or_default(),
            check_command: command.map(|command| command.reveal().to_owned()).unwrap_or_default(),
            releases: case.releases.clone(),
            artefacts: case.artefacts.values().cloned().collect(),
            credit: case
                .reporter
                .name
                .as_ref()
                .filter(|_| case.reporter.credit == CreditWish::Named)
                .map(|name| name.reveal().to_owned()),
            published_at,
            modified_at: case.updated_at.max(published_at),
            withdrawn_at,
        })
    }

    /// What people call it: its first number, or its slug.
    #[must_use]
    pub fn id(&self) -> String {
        self.cves
            .first()
            .map(ToString::to_string)
            .or_else(|| self.aliases.first().cloned())
            .unwrap_or_else(|| self.slug.clone())
    }

    /// Every number and name it goes by.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.cves.iter().map(ToString::to_string).chain(self.aliases.iter().cloned()).collect()
    }

    /// The versions that carry the fix, as users write them.
    #[must_use]
    pub fn versions(&self) -> String {
        let versions: Vec<&str> = self.releases.iter().map(|release| release.version.reveal()).collect();
        words::listed(&versions)
    }

    /// How bad it is: the decided rating, with the score beside it (PR-62). `None` when nobody has said.
    #[must_use]
    pub fn severity(&self) -> Option<String> {
        let rating = words::rating(self.rating?);
        Some(match (&self.score, &self.vector) {
            (Some(score), Some(vector)) => format!("{rating}, {} {score} ({vector})", vector.nomenclature()),
            (Some(score), None) => format!("{rating}, CVSS score {score}"),
            (None, Some(_) | None) => rating.to_owned(),
        })
    }
}

fn slug(cves: &[CveId], aliases: &[String], at: Timestamp) -> String {
    let name = cves.first().map(ToString::to_string).or_else(|| aliases.first().cloned());
    let name = name.unwrap_or_else(|| format!("advisory-{}", at.strftime("%Y-%m-%d-%H%M")));
    name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect()
}
