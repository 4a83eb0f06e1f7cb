//! OSV records (OSSF, schema 1.7.5): what scanners read.
//!
//! Knows how a record is put together and refuses to print one that breaks a rule of the schema or of its text. Must
//! not know where the facts come from. The same record always prints the same bytes.

mod affected;
mod names;

use jiff::Timestamp;
use serde::ser::{SerializeMap as _, SerializeStruct as _};
use serde::{Serialize, Serializer};

pub use affected::{Affected, End, Package, Range, Span, affected_of};
#[cfg(test)]
pub(crate) use names::{ECOSYSTEMS, PREFIXES};
pub use names::{NotAnOsvId, OsvId, is_ecosystem};

use crate::cvss::{CvssVector, CvssVersion, Rating};
use crate::cwe::CweId;
use crate::text::has_hidden;

/// The version of the schema that records are written in.
pub const SCHEMA_VERSION: &str = "1.7.5";

/// A record. [`Record::to_json`] is the only way out, and it checks.
///
/// ```
/// use formats::osv::{Record, affected_of};
/// let ranges = ["cargo:ammonia 4.0.0 fixed 4.0.1".parse().unwrap()];
/// let record = Record {
///     affected: affected_of(&ranges),
///     ..Record::new("RUSTSEC-2025-0071".parse().unwrap(), "2025-09-21T12:00:00Z".parse().unwrap())
/// };
/// let json = record.to_json().unwrap();
/// assert!(json.contains(r#""id": "RUSTSEC-2025-0071""#));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// The record's own name.
    pub id: OsvId,
    /// When the record last changed in any way.
    pub modified: Timestamp,
    /// When it was first published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Timestamp>,
    /// Other names of the very same flaw.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<OsvId>,
    /// Names of flaws that have to do with it and are not the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<OsvId>,
    /// Names of the flaw where it comes from, when that is another project.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub upstream: Vec<OsvId>,
    /// One line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The whole text, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Vectors, one per version of the standard at most.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "severities")]
    pub severity: Vec<CvssVector>,
    /// What is affected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<Affected>,
    /// Where more is to be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Public thanks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// What the schema has no field for, in the words GitHub's records use.
    #[serde(skip_serializing_if = "DatabaseSpecific::is_empty")]
    pub database_specific: DatabaseSpecific,
}

/// Why a record is not printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOsv {
    /// It was changed before it was published or withdrawn.
    #[error("`modified` is before `{0}`")]
    Order(&'static str),
    /// A name stands twice among the names of the record.
    #[error("`{0}` names the record twice")]
    NamedTwice(OsvId),
    /// A text is empty, or the summary is more than a line.
    #[error("`{0}` is empty or more than it may be")]
    Text(&'static str),
    /// Two vectors of one version.
    #[error("two vectors of one version of CVSS")]
    Severity,
    /// An ecosystem the schema does not list.
    #[error("OSV knows no ecosystem `{0}`")]
    Ecosystem(String),
    /// An affected entry that names neither versions nor ranges, or no package without a GIT range.
    #[error("an affected entry needs a package with versions or ranges, or a GIT range")]
    Affected,
    /// A purl that is none or carries a version.
    #[error("`{0}` is not a purl without a version")]
    Purl(String),
    /// A version that the range's type does not allow.
    #[error("`{0}` is not a version that a {1} range can hold")]
    Version(String, &'static str),
    /// A link that is none.
    #[error("`{0}` is not a link")]
    Link(String),
}

impl Record {
    /// A record with nothing in it but its name and its time.
    ///
    /// ```
    /// use formats::osv::Record;
    /// let record = Record::new("CVE-2022-36056".parse().unwrap(), "2022-09-14T16:00:00Z".parse().unwrap());
    /// assert!(record.to_json().is_ok());
    /// ```
    #[must_use]
    pub const fn new(id: OsvId, modified: Timestamp) -> Self {
        Self {
            id,
            modified,
            published: None,
            withdrawn: None,
            aliases: Vec::new(),
            related: Vec::new(),
            upstream: Vec::new(),
            summary: None,
            details: None,
            severity: Vec::new(),
            affected: Vec::new(),
            references: Vec::new(),
            credits: Vec::new(),
            database_specific: DatabaseSpecific { cwe_ids: Vec::new(), severity: None },
        }
    }

    /// The record as JSON, indented, ending with a line break; always the same for the same record.
    ///
    /// # Errors
    /// Names the first rule of the schema that the record breaks.
    ///
    /// ```
    /// use formats::osv::{NotOsv, Record};
    /// let mut record = Record::new("CVE-2022-36056".parse().unwrap(), "2022-09-14T16:00:00Z".parse().unwrap());
    /// record.published = Some("2022-09-15T16:00:00Z".parse().unwrap());
    /// assert_eq!(record.to_json(), Err(NotOsv::Order("published")));
    /// ```
    pub fn to_json(&self) -> Result<String, NotOsv> {
        self.check()?;
        Ok(self.printed())
    }

    fn printed(&self) -> String {
        let written = Written { schema_version: SCHEMA_VERSION, record: self };
        let mut json = serde_json::to_string_pretty(&written).expect("strings, lists and structs are always JSON");
        json.push('\n');
        json
    }

    fn check(&self) -> Result<(), NotOsv> {
        let late = |time: Option<Timestamp>| time.is_some_and(|time| time > self.modified);
        if late(self.published) {
            return Err(NotOsv::Order("published"));
        }
        if late(self.withdrawn) {
            return Err(NotOsv::Order("withdrawn"));
        }
        let mut names: Vec<&OsvId> = std::iter::once(&self.id).chain(&self.aliases).collect();
        names.sort_unstable();
        if let Some([twice, _]) = names.array_windows().find(|[one, next]| one == next) {
            return Err(NotOsv::NamedTwice((*twice).clone()));
        }
        self.check_texts()?;
        self.affected.iter().try_for_each(Affected::check)?;
        self.references.iter().try_for_each(|reference| link(&reference.url))
    }

    fn check_texts(&self) -> Result<(), NotOsv> {
        if self.summary.as_ref().is_some_and(|line| line.trim().is_empty() || has_hidden(line)) {
            return Err(NotOsv::Text("summary"));
        }
        if self.details.as_ref().is_some_and(|text| text.trim().is_empty()) {
            return Err(NotOsv::Text("details"));
        }
        if self.credits.iter().any(|credit| credit.name.trim().is_empty() || has_hidden(&credit.name)) {
            return Err(NotOsv::Text("credits"));
        }
        let of = |kind| self.severity.iter().filter(|vector| severity_type(vector) == kind).count();
        if of("CVSS_V3") > 1 || of("CVSS_V4") > 1 { Err(NotOsv::Severity) } else { Ok(()) }
    }
}

/// A record on paper: the schema's version stands first.
#[derive(Serialize)]
struct Written<'a> {
    schema_version: &'static str,
    #[serde(flatten)]
    record: &'a Record,
}

/// Where more is to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// What is there.
    #[serde(rename = "type")]
    pub kind: ReferenceKind,
    /// Where it is.
    pub url: String,
}

/// What is at the other end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ReferenceKind {
    /// A published advisory.
    Advisory,
    /// An article.
    Article,
    /// A way to tell whether one was attacked.
    Detection,
    /// A discussion.
    Discussion,
    /// The report.
    Report,
    /// The fix.
    Fix,
    /// The change that brought the flaw.
    Introduced,
    /// The source.
    Git,
    /// The package's page.
    Package,
    /// Evidence.
    Evidence,
    /// Anything else.
    Web,
}

/// Public thanks to one person or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Credit {
    /// The name as they want it.
    pub name: String,
    /// Links to them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact: Vec<String>,
    /// What they did.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<CreditKind>,
}

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CreditKind {
    /// Found it.
    Finder,
    /// Told the project.
    Reporter,
    /// Worked out what it is.
    Analyst,
    /// Brought the people together.
    Coordinator,
    /// Wrote the fix.
    RemediationDeveloper,
    /// Reviewed the fix.
    RemediationReviewer,
    /// Checked that it fixes.
    RemediationVerifier,
    /// Is the program that found it.
    Tool,
    /// Paid for the work.
    Sponsor,
    /// Something else.
    Other,
}

/// What the schema has no field for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatabaseSpecific {
    /// Kinds of weakness.
    pub cwe_ids: Vec<CweId>,
    /// The decided rating.
    pub severity: Option<Rating>,
}

impl DatabaseSpecific {
    const fn is_empty(&self) -> bool {
        self.cwe_ids.is_empty() && self.rating_word().is_none()
    }

    /// GitHub's records say MODERATE, and have no word for none.
    const fn rating_word(&self) -> Option<&'static str> {
        match self.severity {
            None | Some(Rating::None) => None,
            Some(Rating::Low) => Some("LOW"),
            Some(Rating::Medium) => Some("MODERATE"),
            Some(Rating::High) => Some("HIGH"),
            Some(Rating::Critical) => Some("CRITICAL"),
        }
    }
}

impl Serialize for DatabaseSpecific {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.cwe_ids.is_empty() {
            map.serialize_entry("cwe_ids", &self.cwe_ids)?;
        }
        if let Some(word) = self.rating_word() {
            map.serialize_entry("severity", word)?;
        }
        map.end()
    }
}

/// A link the web can follow: http or https, a host, nothing that does not belong in an address.
fn link(url: &str) -> Result<(), NotOsv> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host =
        rest.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '['));
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    if host && plain { Ok(()) } else { Err(NotOsv::Link(url.to_owned())) }
}

const fn severity_type(vector: &CvssVector) -> &'static str {
    match vector.version() {
        CvssVersion::V3_0 | CvssVersion::V3_1 => "CVSS_V3",
        CvssVersion::V4_0 => "CVSS_V4",
    }
}

fn severities<S: Serializer>(vectors: &[CvssVector], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(vectors.iter().map(Severity))
}

/// A vector as OSV writes it: the string, never the number.
struct Severity<'a>(&'a CvssVector);

impl Serialize for Severity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("severity", 2)?;
        entry.serialize_field("type", severity_type(self.0))?;
        entry.serialize_field("score", self.0)?;
        entry.end()
    }
}
