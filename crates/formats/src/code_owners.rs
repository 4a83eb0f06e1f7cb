//! CODEOWNERS: which people answer for which files of a repository (GitHub's and GitLab's syntax).
//!
//! Knows patterns and names; must not know where the file came from nor who the names are. A line that cannot be read is named
//! and left out: half a file is better than none, and nobody is an owner by mistake.

use std::collections::BTreeSet;
use std::fmt;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Where such a file may stand in a repository; the first that is there counts.
pub const PLACES: [&str; 3] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
/// The longest file that is read, as GitHub has it.
pub const BYTES_MAX: usize = 3 << 20;

/// Somebody who answers for files, as the file names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// `@name`, without the sign.
    Handle(String),
    /// `@organisation/team`, without the sign.
    Team(String),
    /// A mail address, in lower case.
    Mail(String),
}

/// A file, read.
#[derive(Clone, Debug, Default)]
pub struct CodeOwners {
    sections: Vec<Vec<Rule>>,
    /// Lines that could not be read.
    pub unread: Vec<Unread>,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Which, counted from 1.
    pub line: usize,
    /// Why.
    pub why: &'static str,
}

#[derive(Clone, Debug)]
struct Rule {
    pattern: String,
    files: GlobSet,
    owners: Vec<Owner>,
}

impl CodeOwners {
    /// Reads a file. Never fails: what cannot be read is in [`CodeOwners::unread`].
    ///
    /// ```
    /// use formats::code_owners::{CodeOwners, Owner};
    /// let owners = CodeOwners::read("* @ana\n/crypto/ @ben carol@example.org\n/crypto/README.md\n");
    /// assert_eq!(owners.of("src/main.rs"), [Owner::Handle("ana".to_owned())]);
    /// assert_eq!(owners.of("crypto/rsa.rs").len(), 2);
    /// assert!(owners.of("crypto/README.md").is_empty()); // the last match wins, and names nobody
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut read = Self { sections: vec![Vec::new()], unread: Vec::new() };
        let mut standing: Vec<Owner> = Vec::new();
        let text = text.get(..text.floor_char_boundary(BYTES_MAX)).unwrap_or_default();
        for (line, number) in text.lines().zip(1..) {
            let result = match line.trim() {
                "" => Ok(()),
                comment if comment.starts_with('#') => Ok(()),
                header if header.starts_with('[') || header.starts_with("^[") => section(header).map(|owners| {
                    read.sections.push(Vec::new());
                    standing = owners;
                }),
                rule => rule_of(rule, &standing).map(|rule| {
                    if let Some(section) = read.sections.last_mut() {
                        section.push(rule);
                    }
                }),
            };
            if let Err(why) = result {
                read.unread.push(Unread { line: number, why });
            }
        }
        read
    }

    /// Who answers for a file, by its path from the root of the repository: in each section the last match wins.
    #[must_use]
    pub fn of(&self, path: &str) -> Vec<Owner> {
        let path = path.trim_start_matches('/');
        if path.is_empty() {
            return Vec::new();
        }
        let last = |section: &Vec<Rule>| section.iter().rev().find(|rule| rule.files.is_match(path)).cloned();
        let mut owners: Vec<Owner> = self.sections.iter().filter_map(last).flat_map(|rule| rule.owners).collect();
        let mut seen = BTreeSet::new();
        owners.retain(|owner| seen.insert(owner.clone()));
        owners
    }

    /// Everybody who is named, once; not by a line whose place a later one takes, for the same pattern or for every file.
    #[must_use]
    pub fn everybody(&self) -> BTreeSet<Owner> {
        let mut found = BTreeSet::new();
        for section in &self.sections {
            let mut later: BTreeSet<&str> = BTreeSet::new();
            for rule in section.iter().rev() {
                let is_over = ["*", "**", "/", rule.pattern.as_str()].iter().any(|pattern| later.contains(pattern));
                if !is_over {
                    found.extend(rule.owners.iter().cloned());
                }
                later.insert(&rule.pattern);
            }
        }
        found
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handle(name) | Self::Team(name) => write!(f, "@{name}"),
            Self::Mail(address) => f.write_str(address),
        }
    }
}

/// The owners that a section's header gives to its lines that name none: `[Name]`, `^[Name]`, `[Name][2] @owner`.
fn section(header: &str) -> Result<Vec<Owner>, &'static str> {
    let rest = header.trim_start_matches('^').trim_start_matches('[');
    let (_name, mut rest) = rest.split_once(']').ok_or("a section's name has no end")?;
    if let Some(count) = rest.strip_prefix('[') {
        rest = count.split_once(']').ok_or("a section's count has no end")?.1;
    }
    owners(rest.split_whitespace())
}

fn rule_of(line: &str, standing: &[Owner]) -> Result<Rule, &'static str> {
    let mut words = words(line).into_iter();
    let pattern = words.next().ok_or("there is no pattern")?;
    let rest: Vec<String> = words.take_while(|word| !word.starts_with('#')).collect();
    let named = owners(rest.iter().map(String::as_str))?;
    let owners = if named.is_empty() { standing.to_vec() } else { named };
    Ok(Rule { files: files(&pattern)?, pattern, owners })
}

/// Words, with `\ ` for a space and `\#` for a hash inside one.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => word.extend(letters.next()),
            space if space.is_whitespace() => {
                words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            }
            other => word.push(other),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn owners<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<Owner>, &'static str> {
    words.map(|word| owner(word).ok_or("an owner is @name, @organisation/team or a mail address")).collect()
}

fn owner(word: &str) -> Option<Owner> {
    let plain = |name: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        !name.is_empty() && name.chars().all(fits) && !name.starts_with('/') && !name.ends_with('/')
    };
    match word.strip_prefix('@') {
        Some(name) if plain(name) && name.contains('/') => Some(Owner::Team(name.to_owned())),
        Some(name) if plain(name) => Some(Owner::Handle(name.to_owned())),
        Some(_) => None,
        None => mail(word).map(Owner::Mail),
    }
}

/// An address in lower case, if it is one.
pub(crate) fn mail(word: &str) -> Option<String> {
    let (local, host) = word.split_once('@')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let good = |part: &str| !part.is_empty() && part.chars().all(fits);
    (good(local) && good(host) && host.contains('.')).then(|| word.to_ascii_lowercase())
}

/// The files that a pattern means. Without a stroke inside it stands at any depth; what means a folder means all below it; a
/// last `*` alone means the files of that folder and not those below.
fn files(pattern: &str) -> Result<GlobSet, &'static str> {
    if pattern.starts_with('!') || pattern.contains(['[', ']', '{', '}']) {
        return Err("`!`, brackets and braces are not part of this syntax");
    }
    let folder = pattern.ends_with('/');
    let body = pattern.trim_matches('/');
    let anchored = pattern.starts_with('/') || body.contains('/');
    let base = match (body, anchored) {
        ("", _) => "**".to_owned(),
        (body, true) => body.to_owned(),
        (body, false) => format!("**/{body}"),
    };
    let only_here = anchored && (body.ends_with("/*") || body == "*");
    let mut set = GlobSetBuilder::new();
    let mut add = |glob: &str| -> Result<(), &'static str> {
        let glob = GlobBuilder::new(glob).literal_separator(true).backslash_escape(false).build();
        set.add(glob.map_err(|_| "the pattern cannot be read")?);
        Ok(())
    };
    if !folder {
        add(&base)?;
    }
    if folder || !only_here {
        add(&format!("{base}/**"))?;
    }
    set.build().map_err(|_| "the pattern cannot be read")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str, path: &str) -> String {
        CodeOwners::read(text).of(path).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn patterns_mean_what_the_forges_say_they_mean() {
        for (pattern, inside, outside) in [
            ("*", &["a", "a/b/c.rs"][..], &[][..]),
            ("*.js", &["x.js", "lib/y.js"], &["x.jsx", "js"]),
            ("/build/logs/", &["build/logs/x", "build/logs/a/b"], &["a/build/logs/x", "build/logs"]),
            ("docs/*", &["docs/a.md"], &["docs/build/a.md", "x/docs/a.md"]),
            ("apps/", &["apps/x", "a/apps/x/y"], &["apps"]),
            ("/docs/", &["docs/a", "docs/b/c"], &["x/docs/a"]),
            ("/scripts/**/*.sh", &["scripts/a.sh", "scripts/b/c.sh"], &["scripts/a.py"]),
            ("**/logs", &["logs/x", "a/b/logs/c"], &["log/x"]),
            ("src/main.rs", &["src/main.rs"], &["x/src/main.rs"]),
            ("Cargo.toml", &["Cargo.toml", "crates/a/Cargo.toml"], &["Cargo.lock"]),
            (r"a\ b/", &["a b/c"], &["a/c"]),
            (r"\#x", &["#x"], &["x"]),
        ] {
            let text = format!("{pattern} @ana");
            for path in inside {
                assert_eq!(of(&text, path), "@ana", "{pattern} and {path}");
            }
            for path in outside {
                assert_eq!(of(&text, path), "", "{pattern} and {path}");
            }
        }
    }

    #[test]
    fn the_last_match_wins_and_may_name_nobody() {
        let text = "* @all\n/crypto/ @ana @org/team Ben@Example.org # why\n/crypto/README.md\n";
        assert_eq!(of(text, "x"), "@all");
        assert_eq!(of(text, "crypto/rsa.rs"), "@ana @org/team ben@example.org");
        assert_eq!(of(text, "crypto/README.md"), "");
        assert_eq!(CodeOwners::read(text).everybody().len(), 4);
    }

    #[test]
    fn whoever_stands_only_in_lines_that_mean_nothing_any_more_is_no_owner() {
        let read = CodeOwners::read("/a @old\n* @all\n/b @ben\n/b @new\n[Other]\n/a @aside\n");
        let named: Vec<String> = read.everybody().iter().map(ToString::to_string).collect();
        assert_eq!(named, ["@all", "@aside", "@new"]);
    }

    #[test]
    fn a_file_longer_than_is_read_is_cut_between_letters() {
        let text = format!("/a @ana\n{}\n/b @ben\n", "# \u{e9}".repeat(BYTES_MAX / 4));
        assert!(CodeOwners::read(&text).of("b").is_empty());
        assert_eq!(CodeOwners::read(&text).of("a").len(), 1);
    }

    #[test]
    fn sections_stand_beside_each_other_and_have_owners_of_their_own() {
        let text = "* @all\n[Database][2] @dba\n/db/\n/db/x @eve\n^[Docs] @writer\n*.md\n";
        assert_eq!(of(text, "db/a.sql"), "@all @dba");
        assert_eq!(of(text, "db/x"), "@all @eve");
        assert_eq!(of(text, "db/a.md"), "@all @dba @writer");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_nobody_is_an_owner_by_mistake() {
        let read = CodeOwners::read("# fine\n\n!x @ana\n[open\na[b] @ana\nx ana\ny @/\nz @ana\n");
        let found: Vec<usize> = read.unread.iter().map(|unread| unread.line).collect();
        assert_eq!(found, [3, 4, 5, 6, 7]);
        assert_eq!(read.everybody().len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_and_no_path_breaks_it(text in any::<String>(), path in any::<String>()) {
            let read = CodeOwners::read(&text);
            let all = read.everybody();
            prop_assert!(read.of(&path).iter().all(|owner| all.contains(owner)));
            let _named = crate::maintainers::named(&text);
        }

        #[test]
        fn a_line_more_for_the_same_file_takes_the_place_of_those_before(
            lines in proptest::collection::vec(("[a-c/*]{1,6}", "[a-z]{1,4}"), 0..6),
            path in "[a-c]{1,2}(/[a-c]{1,2}){0,2}",
        ) {
            let text: Vec<String> = lines.iter().map(|(pattern, owner)| format!("{pattern} @{owner}\n")).collect();
            let text = text.concat();
            prop_assert_eq!(of(&format!("{text}/{path} @last\n"), &path), "@last");
        }
    }
}
