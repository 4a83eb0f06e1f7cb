//! Names of branches and tags, by an allow list: a name can never be an option, a path or a pattern.
//!
//! Knows characters; must not know which names exist.

use std::fmt;
use std::str::FromStr;

/// Longest name.
const CHARS_MAX: usize = 100;

/// The name of a branch or a tag.
///
/// ```
/// use forks::Name;
/// assert!("release-1.12".parse::<Name>().is_ok());
/// assert!("--upload-pack=touch".parse::<Name>().is_err());
/// assert!("../../etc".parse::<Name>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

/// Why a text is no name of a branch or a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a branch or a tag is named with letters, digits, dots, dashes, underscores and single strokes")]
pub struct NotAName;

impl FromStr for Name {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let sound = |part: &str| {
            let ends = part.starts_with(['-', '.']) || part.ends_with('.');
            // git keeps `x.lock` for itself.
            let is_lock = part.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("lock"));
            let plain = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte));
            !part.is_empty() && plain && !ends && !is_lock && !part.contains("..")
        };
        if text.len() <= CHARS_MAX && text != "HEAD" && text.split('/').all(sound) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAName)
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_something_else_to_git_or_to_a_shell_are_refused() {
        let hostile = [
            "",
            "-n",
            "--exec=sh",
            "a/-b",
            "a..b",
            "..",
            "a/../b",
            "a//b",
            "/a",
            "a/",
            "a.lock",
            "a.LOCK/b",
            ".git",
            "a.",
            "a b",
            "a\nb",
            "a\0",
            "a:b",
            "a^",
            "a~1",
            "a@{1}",
            "a*",
            "a?",
            "a[b",
            "a\\b",
            "$(id)",
            "HEAD",
            "ä",
            &"a".repeat(101),
        ];
        for name in hostile {
            assert_eq!(name.parse::<Name>(), Err(NotAName), "{name:?}");
        }
        for name in ["main", "v1.12.0", "fix/GHSA-8gw7-4j42-w388", "release_1.x", "v1.0.0+build.1"] {
            assert_eq!(name.parse::<Name>().map(|name| name.to_string()), Ok(name.to_owned()));
        }
    }
}
