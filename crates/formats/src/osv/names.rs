//! Names that OSV knows: prefixes of ids and ecosystems, as of schema 1.7.5.
//!
//! Knows the two lists; must not know what they stand for.

use std::fmt;
use std::str::FromStr;

use crate::cve_id::CveId;
use crate::text::as_string;

/// The name of a record: a registered prefix, or `x_` for one that is not.
///
/// ```
/// use formats::osv::OsvId;
/// assert!("GHSA-8gw7-4j42-w388".parse::<OsvId>().is_ok());
/// assert!("x_example-2026-1".parse::<OsvId>().is_ok());
/// assert!("EXAMPLE-2026-1".parse::<OsvId>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsvId(String);

/// Why a text is not the name of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an OSV id begins with a prefix that OSV lists, like CVE- or GHSA-, or with x_")]
pub struct NotAnOsvId;

impl From<&CveId> for OsvId {
    fn from(id: &CveId) -> Self {
        Self(id.to_string())
    }
}

impl FromStr for OsvId {
    type Err = NotAnOsvId;

    fn from_str(text: &str) -> Result<Self, NotAnOsvId> {
        let listed = |prefix: &&str| text.strip_prefix(*prefix).and_then(|rest| rest.strip_prefix('-'));
        let rest = text.strip_prefix("x_").or_else(|| PREFIXES.iter().find_map(listed)).ok_or(NotAnOsvId)?;
        let plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
        if !rest.is_empty() && plain && text.len() <= 100 { Ok(Self(text.to_owned())) } else { Err(NotAnOsvId) }
    }
}

impl fmt::Display for OsvId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OsvId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

as_string!(OsvId);

/// Whether OSV lists an ecosystem of this name; a release may stand after a colon.
///
/// ```
/// use formats::osv::is_ecosystem;
/// assert!(is_ecosystem("crates.io") && is_ecosystem("Debian:12"));
/// assert!(!is_ecosystem("cargo") && !is_ecosystem("Debian:"));
/// ```
#[must_use]
pub fn is_ecosystem(name: &str) -> bool {
    match name.split_once(':') {
        Some((family, release)) => ECOSYSTEMS.contains(&family) && !release.trim().is_empty(),
        None => ECOSYSTEMS.contains(&name),
    }
}

#[rustfmt::skip]
pub(crate) const PREFIXES: [&str; 57] = [
    "ALBA", "ALEA", "ALPINE", "ALSA", "ASB-A", "AZL", "BELL", "BIT", "CGA", "CLEANSTART", "CLSA", "CURL", "CVE",
    "DEBIAN", "DHI", "DLA", "DRUPAL", "DSA", "DTSA", "ECHO", "EEF", "ELA", "FreeBSD", "GHSA", "GO", "GSD", "HSEC",
    "JLSEC", "KUBE", "LBSEC", "LSN", "MAL", "MGASA", "MINI", "OESA", "OSEC", "OSV", "PHSA", "PSF", "PUB-A", "PYSEC",
    "RHBA", "RHEA", "RHSA", "RLSA", "ROOT", "RSEC", "RUSTSEC", "RXSA", "SUSE-FU", "SUSE-OU", "SUSE-RU", "SUSE-SU",
    "UBUNTU", "USN", "V8", "openSUSE-SU",
];

#[rustfmt::skip]
pub(crate) const ECOSYSTEMS: [&str; 49] = [
    "AlmaLinux", "Alpaquita", "Alpine", "Android", "Azure Linux", "BellSoft Hardened Containers", "Bioconductor",
    "Bitnami", "CRAN", "Chainguard", "CleanStart", "ConanCenter", "Debian", "Docker Hardened Images", "Echo", "FreeBSD",
    "GHC", "GIT", "GitHub Actions", "Go", "Hackage", "Hex", "Julia", "Kubernetes", "Linux", "Mageia", "Maven",
    "MinimOS", "NuGet", "OSS-Fuzz", "Packagist", "Photon OS", "Pub", "PyPI", "Red Hat", "Rocky Linux", "Root",
    "RubyGems", "SUSE", "SwiftURL", "TuxCare", "Ubuntu", "VSCode", "Wolfi", "crates.io", "npm", "opam", "openEuler",
    "openSUSE",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_no_character_that_an_address_would_escape() {
        for wrong in ["", "x_", "CVE-", "CVE-1 2", "x_a/b", "x_é", "cve-2022-1", "GHSA"] {
            assert_eq!(wrong.parse::<OsvId>(), Err(NotAnOsvId), "{wrong}");
        }
    }
}
