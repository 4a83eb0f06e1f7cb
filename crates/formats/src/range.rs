//! Version facts: which versions of a package are affected, and which is fixed.
//!
//! Knows one range on one line; must not know how versions are ordered, which every ecosystem does in its own way.
//!
//! ```text
//! line      = ecosystem ":" package SP introduced [ SP "last" SP version ] [ SP "fixed" SP version ]
//! ecosystem = OSV's name; in double quotes when it holds a space or a colon
//! ```
//!
//! `introduced` is the first affected version, `0` for "from the beginning". `last` is the last affected version,
//! `fixed` the first that is not. For example:
//!
//! ```text
//! crates.io:ammonia 4.0.0 fixed 4.0.1
//! Go:github.com/sigstore/cosign 0 last 1.11.1 fixed 1.12.0
//! "Debian:12":openssl 3.0.0-1 fixed 3.0.11-1
//! ```

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::has_hidden;

/// The longest name or version taken.
const LONGEST: usize = 200;

/// One range of affected versions of one package.
///
/// ```
/// use formats::range::AffectedRange;
/// let range: AffectedRange = "cargo:ammonia 4.0.0 fixed 4.0.1".parse().unwrap();
/// assert_eq!(range.ecosystem, "crates.io");
/// assert_eq!(range.to_string(), "crates.io:ammonia 4.0.0 fixed 4.0.1");
/// ```
///
/// In JSON it is an object; the one-line form is read there too.
///
/// ```
/// # use formats::range::AffectedRange;
/// let range: AffectedRange = serde_json::from_str(r#""Go:github.com/sigstore/cosign 0 last 1.11.1""#).unwrap();
/// assert_eq!(
///     serde_json::to_string(&range).unwrap(),
///     r#"{"package":"github.com/sigstore/cosign","ecosystem":"Go","introduced":"0","last_affected":"1.11.1"}"#
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct AffectedRange {
    /// The package's name in its ecosystem.
    pub package: String,
    /// The ecosystem by OSV's name.
    pub ecosystem: String,
    /// The first affected version; `0` when it was so from the beginning.
    pub introduced: String,
    /// The first version that is not affected any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// The last affected version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_affected: Option<String>,
}

/// Why a text is not a range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARange {
    /// Another shape.
    #[error(
        "affected versions are written like `crates.io:ammonia 4.0.0 fixed 4.0.1` or `npm:left-pad 0 last 1.3.0`, \
         with 0 for `from the beginning`"
    )]
    Shape,
    /// A part is empty, too long, or holds what it cannot hold.
    #[error("the {0} is empty, too long, or holds a space, a quote or a hidden character")]
    Part(&'static str),
}

impl AffectedRange {
    /// The same range, when every part can stand on the line; the ecosystem by OSV's name.
    ///
    /// # Errors
    /// Names the part that cannot.
    ///
    /// ```
    /// use formats::range::{AffectedRange, NotARange};
    /// let range = AffectedRange {
    ///     package: "left pad".to_owned(),
    ///     ecosystem: "npm".to_owned(),
    ///     introduced: "0".to_owned(),
    ///     fixed: None,
    ///     last_affected: None,
    /// };
    /// assert_eq!(range.checked(), Err(NotARange::Part("package")));
    /// ```
    pub fn checked(self) -> Result<Self, NotARange> {
        let ecosystem_stands = !self.ecosystem.trim().is_empty()
            && self.ecosystem.trim() == self.ecosystem
            && self.ecosystem.len() <= LONGEST
            && !self.ecosystem.contains('"')
            && !has_hidden(&self.ecosystem)
            && self.ecosystem.chars().all(|letter| letter == ' ' || !letter.is_whitespace());
        let parts = [
            ("ecosystem", ecosystem_stands),
            ("package", stands(&self.package)),
            ("first affected version", stands(&self.introduced)),
            ("last affected version", self.last_affected.as_deref().is_none_or(stands)),
            ("fixed version", self.fixed.as_deref().is_none_or(stands)),
        ];
        match parts.into_iter().find(|(_, stands)| !stands) {
            Some((part, _)) => Err(NotARange::Part(part)),
            None => Ok(Self { ecosystem: ecosystem_name(&self.ecosystem), ..self }),
        }
    }
}

impl FromStr for AffectedRange {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Self, NotARange> {
        let text = text.trim();
        let (ecosystem, rest) = match text.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\":").ok_or(NotARange::Shape)?,
            None => text.split_once(':').ok_or(NotARange::Shape)?,
        };
        if !text.starts_with('"') && ecosystem.contains(char::is_whitespace) {
            return Err(NotARange::Shape);
        }
        if rest.starts_with(char::is_whitespace) {
            return Err(NotARange::Part("package"));
        }
        let words: Vec<&str> = rest.split_whitespace().collect();
        let (package, introduced, last_affected, fixed) = match words.as_slice() {
            [package, introduced] => (package, introduced, None, None),
            [package, introduced, "fixed", fixed] => (package, introduced, None, Some(fixed)),
            [package, introduced, "last", last] => (package, introduced, Some(last), None),
            [package, introduced, "last", last, "fixed", fixed] => (package, introduced, Some(last), Some(fixed)),
            _ => return Err(NotARange::Shape),
        };
        let owned = |part: &&str| (*part).to_owned();
        Self {
            package: owned(package),
            ecosystem: ecosystem.to_owned(),
            introduced: owned(introduced),
            fixed: fixed.map(owned),
            last_affected: last_affected.map(owned),
        }
        .checked()
    }
}

impl fmt::Display for AffectedRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ecosystem.contains([' ', ':']) {
            write!(f, "\"{}\"", self.ecosystem)?;
        } else {
            f.write_str(&self.ecosystem)?;
        }
        write!(f, ":{} {}", self.package, self.introduced)?;
        if let Some(last) = &self.last_affected {
            write!(f, " last {last}")?;
        }
        if let Some(fixed) = &self.fixed {
            write!(f, " fixed {fixed}")?;
        }
        Ok(())
    }
}

/// How a range comes in: as an object or on one line.
#[derive(Deserialize)]
#[serde(untagged, expecting = "affected versions on one line, or an object with package, ecosystem and introduced")]
enum Written {
    Line(String),
    Object(Parts),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    package: String,
    ecosystem: String,
    introduced: String,
    #[serde(default)]
    fixed: Option<String>,
    #[serde(default)]
    last_affected: Option<String>,
}

impl TryFrom<Written> for AffectedRange {
    type Error = NotARange;

    fn try_from(written: Written) -> Result<Self, NotARange> {
        match written {
            Written::Line(line) => line.parse(),
            Written::Object(Parts { package, ecosystem, introduced, fixed, last_affected }) => {
                Self { package, ecosystem, introduced, fixed, last_affected }.checked()
            }
        }
    }
}

/// Whether a name or version can stand as one word on the line.
fn stands(word: &str) -> bool {
    let plain = !word.contains(char::is_whitespace) && !word.contains('"') && !has_hidden(word);
    !word.is_empty() && word.len() <= LONGEST && plain
}

/// OSV's name of an ecosystem that people call by its tool or its language.
fn ecosystem_name(given: &str) -> String {
    match given.to_ascii_lowercase().as_str() {
        "cargo" | "rust" | "crates.io" => "crates.io",
        "go" | "golang" => "Go",
        "npm" => "npm",
        "pip" | "pypi" => "PyPI",
        "gem" | "rubygems" => "RubyGems",
        "maven" => "Maven",
        "nuget" => "NuGet",
        "composer" | "packagist" => "Packagist",
        "hex" => "Hex",
        "pub" => "Pub",
        "actions" | "github actions" => "GitHub Actions",
        _ => given,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(text: &str) -> Result<String, NotARange> {
        text.parse::<AffectedRange>().map(|range| range.to_string())
    }

    #[test]
    fn the_line_reads_back_as_it_was_written() {
        for line in [
            "crates.io:ammonia 4.0.0 fixed 4.0.1",
            "Go:github.com/sigstore/cosign 0 last 1.11.1 fixed 1.12.0",
            "npm:@scope/name 0",
            "Maven:org.example:thing 1.0 last 1.9",
            "\"Debian:12\":openssl 3.0.0-1 fixed 3.0.11-1~deb12u2",
            "\"GitHub Actions\":actions/checkout 2 fixed 4.1.0",
            "npm:fixed fixed fixed fixed",
        ] {
            assert_eq!(printed(line).as_deref(), Ok(line));
        }
    }

    #[test]
    fn an_ecosystem_may_be_called_by_its_tool() {
        assert_eq!(printed("cargo:ammonia 0  fixed\t3.3.1").as_deref(), Ok("crates.io:ammonia 0 fixed 3.3.1"));
        assert_eq!(printed("golang:example.org/x 0").as_deref(), Ok("Go:example.org/x 0"));
        assert_eq!(printed("OurOwn:thing 0").as_deref(), Ok("OurOwn:thing 0"));
    }

    #[test]
    fn what_is_not_a_range_is_told_what_is() {
        for (text, why) in [
            ("", NotARange::Shape),
            ("ammonia 4.0.0", NotARange::Shape),
            ("cargo:ammonia", NotARange::Shape),
            ("cargo:ammonia 4.0.0 fixed", NotARange::Shape),
            ("cargo:ammonia 4.0.0 fixed 4.0.1 last 4.0.0", NotARange::Shape),
            ("cargo:ammonia 4.0.0 - 4.0.1", NotARange::Shape),
            ("GitHub Actions:actions/checkout 2", NotARange::Shape),
            ("\"Debian:12:openssl 3", NotARange::Shape),
            ("cargo: 4.0.0", NotARange::Part("package")),
            ("cargo: ammonia 4.0.0", NotARange::Part("package")),
            (":ammonia 4.0.0", NotARange::Part("ecosystem")),
            ("cargo:ammo\u{202e}nia 4.0.0", NotARange::Part("package")),
        ] {
            assert_eq!(printed(text), Err(why), "{text}");
        }
        assert_eq!(printed(&format!("npm:x {}", "9".repeat(201))), Err(NotARange::Part("first affected version")));
    }

    #[test]
    fn json_takes_the_object_and_the_line_and_no_unknown_field() {
        let object = r#"{"package":"ammonia","ecosystem":"cargo","introduced":"4.0.0","fixed":"4.0.1"}"#;
        let line = r#""cargo:ammonia 4.0.0 fixed 4.0.1""#;
        let read = |json: &str| serde_json::from_str::<AffectedRange>(json);
        assert_eq!(read(object).unwrap(), read(line).unwrap());
        assert!(read(r#"{"package":"ammonia","ecosystem":"cargo","introduced":"4.0.0","version":"1"}"#).is_err());
        assert!(read(r#"{"package":"am monia","ecosystem":"cargo","introduced":"4.0.0"}"#).is_err());
    }

    fn any_range() -> impl Strategy<Value = AffectedRange> {
        let word = "[^\\s\"\\p{C}]{1,12}";
        let version = || proptest::option::of(word);
        ("[^\\s\"\\p{C}]( ?[^\\s\"\\p{C}]){0,8}", word, word, version(), version()).prop_map(
            |(ecosystem, package, introduced, fixed, last_affected)| AffectedRange {
                package,
                ecosystem,
                introduced,
                fixed,
                last_affected,
            },
        )
    }

    proptest! {
        #[test]
        fn every_range_prints_and_reads_back_the_same(range in any_range()) {
            if let Ok(range) = range.checked() {
                prop_assert_eq!(range.to_string().parse::<AffectedRange>(), Ok(range.clone()));
                let json = serde_json::to_string(&range).unwrap();
                prop_assert_eq!(serde_json::from_str::<AffectedRange>(&json).unwrap(), range);
            }
        }

        #[test]
        fn no_text_makes_it_panic_and_what_parses_is_stable(text in "\\PC{0,4}\"?[a-z: ]{0,6}\"?:[a-z]{0,3} .{0,9}|.*") {
            if let Ok(range) = text.parse::<AffectedRange>() {
                prop_assert_eq!(range.to_string().parse::<AffectedRange>(), Ok(range));
            }
        }
    }
}
