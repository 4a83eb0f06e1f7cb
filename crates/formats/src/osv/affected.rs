//! What is affected: packages, ranges and versions.
//!
//! Knows which version facts a range can hold, so that what OSV forbids cannot be written. Must not know the rest of a
//! record.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::names::is_ecosystem;
use super::{NotOsv, link};
use crate::range::AffectedRange;
use crate::text::has_hidden;

/// One package, or one repository, and which versions of it are affected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Affected {
    /// The package; absent only where every range is a GIT range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
    /// Ranges; a version in any of them is affected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
    /// Versions, one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<String>,
}

/// A package by its ecosystem's name for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Package {
    /// The ecosystem, by OSV's name.
    pub ecosystem: String,
    /// The name in it.
    pub name: String,
    /// The package URL, without a version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
}

/// A range of versions, by how they are ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// By Semantic Versioning 2.0.0.
    Semver(Span),
    /// As the ecosystem orders its versions.
    Ecosystem(Span),
    /// By ancestry in a repository; the versions are full commit hashes.
    Git {
        /// Where the repository is.
        repo: String,
        /// From which commit to which.
        span: Span,
    },
}

/// From where to where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first affected version; `0` when it was so from the beginning.
    pub introduced: String,
    /// How it ends.
    pub end: End,
}

/// How a span ends: OSV takes one end at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Every later version is affected.
    Open,
    /// The first version that is not.
    Fixed(String),
    /// The last version that is.
    LastAffected(String),
}

/// The affected entries for ranges as people write them: one entry per package, in the order of first mention.
///
/// Where both the last affected and the fixed version are known, OSV takes the fixed one. A range is by Semantic
/// Versioning where the ecosystem is and its versions are; else as the ecosystem orders.
///
/// ```
/// use formats::osv::{End, Range, Span, affected_of};
/// let ranges = ["Go:github.com/sigstore/cosign 0 last 1.11.1 fixed v1.12.0".parse().unwrap()];
/// assert_eq!(affected_of(&ranges)[0].ranges, [Range::Semver(Span {
///     introduced: "0".to_owned(),
///     end: End::Fixed("1.12.0".to_owned()),
/// })]);
/// ```
#[must_use]
pub fn affected_of(ranges: &[AffectedRange]) -> Vec<Affected> {
    let mut entries: Vec<Affected> = Vec::new();
    for range in ranges {
        let package = Package { ecosystem: range.ecosystem.clone(), name: range.package.clone(), purl: None };
        match entries.iter_mut().find(|entry| entry.package.as_ref() == Some(&package)) {
            Some(entry) => entry.ranges.push(range_of(range)),
            None => {
                entries.push(Affected { package: Some(package), ranges: vec![range_of(range)], versions: vec![] });
            }
        }
    }
    entries
}

impl Affected {
    pub(super) fn check(&self) -> Result<(), NotOsv> {
        let git_only = !self.ranges.is_empty() && self.ranges.iter().all(|range| matches!(range, Range::Git { .. }));
        match &self.package {
            Some(package) => package.check()?,
            None if git_only => (),
            None => return Err(NotOsv::Affected),
        }
        if self.ranges.is_empty() && self.versions.is_empty() {
            return Err(NotOsv::Affected);
        }
        if let Some(version) = self.versions.iter().find(|version| !is_word(version)) {
            return Err(NotOsv::Version(version.clone(), "versions"));
        }
        self.ranges.iter().try_for_each(Range::check)
    }
}

impl Package {
    fn check(&self) -> Result<(), NotOsv> {
        if !is_ecosystem(&self.ecosystem) {
            return Err(NotOsv::Ecosystem(self.ecosystem.clone()));
        }
        if !is_word(&self.name) {
            return Err(NotOsv::Text("package"));
        }
        // A scope's @ is written %40 in a purl, so a bare one is always a version's.
        let purl_stands = |purl: &String| purl.starts_with("pkg:") && !purl.contains('@') && is_word(purl);
        match &self.purl {
            Some(purl) if !purl_stands(purl) => Err(NotOsv::Purl(purl.clone())),
            Some(_) | None => Ok(()),
        }
    }
}

impl Range {
    const fn parts(&self) -> (&'static str, Option<&String>, &Span) {
        match self {
            Self::Semver(span) => ("SEMVER", None, span),
            Self::Ecosystem(span) => ("ECOSYSTEM", None, span),
            Self::Git { repo, span } => ("GIT", Some(repo), span),
        }
    }

    fn check(&self) -> Result<(), NotOsv> {
        let (kind, repo, span) = self.parts();
        repo.map_or(Ok(()), |repo| link(repo))?;
        let stands = |version: &str| match self {
            Self::Semver(_) => is_semver(version),
            Self::Ecosystem(_) => is_word(version),
            Self::Git { .. } => is_commit(version),
        };
        let end = span.end.event().map(|(_, version)| version);
        let from_beginning = span.introduced == "0";
        let introduced = (!from_beginning).then_some(span.introduced.as_str());
        match introduced.into_iter().chain(end).find(|version| !stands(version)) {
            Some(version) => Err(NotOsv::Version(version.to_owned(), kind)),
            None => Ok(()),
        }
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, repo, span) = self.parts();
        let mut range = serializer.serialize_struct("range", 3)?;
        range.serialize_field("type", kind)?;
        match repo {
            Some(repo) => range.serialize_field("repo", repo)?,
            None => range.skip_field("repo")?,
        }
        let introduced = Event("introduced", &span.introduced);
        match span.end.event() {
            Some((name, version)) => range.serialize_field("events", &[introduced, Event(name, version)])?,
            None => range.serialize_field("events", &[introduced])?,
        }
        range.end()
    }
}

impl End {
    fn event(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Open => None,
            Self::Fixed(version) => Some(("fixed", version)),
            Self::LastAffected(version) => Some(("last_affected", version)),
        }
    }
}

/// One event of a range: an object with one field.
struct Event<'a>(&'static str, &'a str);

impl Serialize for Event<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.0, self.1)])
    }
}

fn range_of(range: &AffectedRange) -> Range {
    let version = |text: &String| match range.ecosystem.as_str() {
        // Go's tags carry a `v` that its versions in OSV do not.
        "Go" => text.strip_prefix('v').unwrap_or(text).to_owned(),
        _ => text.clone(),
    };
    let end = match (&range.fixed, &range.last_affected) {
        (Some(fixed), _) => End::Fixed(version(fixed)),
        (None, Some(last)) => End::LastAffected(version(last)),
        (None, None) => End::Open,
    };
    let span = Span { introduced: version(&range.introduced), end };
    let ordered = matches!(range.ecosystem.as_str(), "crates.io" | "Go" | "Hex" | "npm" | "SwiftURL");
    let semver = Range::Semver(span.clone());
    if ordered && semver.check().is_ok() { semver } else { Range::Ecosystem(span) }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace) && !has_hidden(text)
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Semantic Versioning 2.0.0: three numbers, then perhaps a pre-release, then perhaps a build.
fn is_semver(text: &str) -> bool {
    let (rest, build) = match text.split_once('+') {
        Some((rest, build)) => (rest, Some(build)),
        None => (text, None),
    };
    let (core, pre) = match rest.split_once('-') {
        Some((core, pre)) => (core, Some(pre)),
        None => (rest, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = |part: &str| digits(part) && (part == "0" || !part.starts_with('0'));
    let label = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(|pre| pre.split('.').all(|part| label(part) && (!digits(part) || number(part))))
        && build.is_none_or(|build| build.split('.').all(label))
}

#[cfg(test)]
mod tests {
    use super::is_semver;

    #[test]
    fn semantic_versions_are_told_from_what_looks_like_them() {
        for version in ["0.0.0", "1.12.0", "1.0.0-alpha.1", "1.0.0-0a", "1.0.0--", "1.0.0-rc.1+build.007", "1.0.0+01"] {
            assert!(is_semver(version), "{version}");
        }
        for other in
            ["0", "1.2", "v1.2.3", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+", "1.2.x", "١.٢.٣"]
        {
            assert!(!is_semver(other), "{other}");
        }
    }
}
