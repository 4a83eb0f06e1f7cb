//! `cargo xtask tidy`: what no compiler checks, on every tracked file.
//!
//! Knows the list of rules and the settings in `tidy.toml`. Each rule is a question in its own module; none may change a file.

mod code;
mod manifests;
mod map;
mod secrets;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::house;

/// The settings, as written in `tidy.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    lines_max: usize,
    file_names: Vec<String>,
    pure: Vec<String>,
    impure: Vec<String>,
    only: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    gate: Vec<Gate>,
    word: Vec<Word>,
}

/// Calls that only one file makes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gate {
    calls: Vec<String>,
    file: String,
    why: String,
}

/// Words of one meaning that we do not use.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    avoid: Vec<String>,
    say: String,
    #[serde(default)]
    except: Vec<String>,
}

/// A file of the project that is text.
struct Text {
    name: String,
    text: String,
}

/// Checks the house; each finding is a sentence.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let rules = fs::read_to_string(root.join("xtask/tidy.toml")).context("reading xtask/tidy.toml")?;
    let rules: Rules = toml::from_str(&rules).context("reading xtask/tidy.toml")?;
    let crates = house::crates(root)?;
    let texts = texts(root)?;
    let mut findings = Vec::new();
    for member in &crates {
        let files = house::sources(root, &member.dir)?;
        for file in &files {
            findings.extend(code::check(&rules, &member.name, file));
        }
    }
    for text in &texts {
        findings.extend(code::names_and_openings(&rules, &text.name, &text.text));
        findings.extend(words::check(&rules.word, &text.name, &text.text));
        findings.extend(secrets::check(&text.name, &text.text));
    }
    findings.extend(map::check(root, &crates)?);
    findings.extend(manifests::check(root, &crates)?);
    findings.extend(rewritten_corpus(root)?);
    Ok(findings)
}

/// Every file that is tracked or about to be, as far as it is text.
fn texts(root: &Path) -> Result<Vec<Text>> {
    let names = git(root, &["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let read = |name: &str| {
        let text = String::from_utf8(fs::read(root.join(name)).ok()?).ok()?;
        Some(Text { name: name.to_owned(), text })
    };
    Ok(names.lines().filter(|name| *name != "Cargo.lock").filter_map(read).collect())
}

/// Files of a `corpus` folder only grow once a release has written them: what was stored must be readable for ever.
fn rewritten_corpus(root: &Path) -> Result<Vec<String>> {
    let tags = git(root, &["tag", "--list", "v*", "--merged", "HEAD", "--sort=-creatordate"])?;
    let Some(release) = tags.lines().next() else { return Ok(Vec::new()) };
    let changes = git(root, &["diff", "--numstat", release, "--", "*corpus/*.jsonl"])?;
    Ok(changes.lines().filter_map(|line| shrunk(line, release)).collect())
}

/// Reads a line of `git diff --numstat`: lines added, lines removed, name.
fn shrunk(line: &str, release: &str) -> Option<String> {
    let mut parts = line.split('\t').skip(1);
    let (removed, name) = (parts.next()?, parts.next()?);
    (removed != "0")
        .then(|| format!("{name}: {removed} lines changed or removed since {release}; a corpus may only grow"))
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let output =
        Command::new("git").current_dir(root).args(arguments).stdin(Stdio::null()).output().context("running git")?;
    ensure!(output.status.success(), "git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corpus_may_grow_but_not_change() {
        assert_eq!(shrunk("12\t0\ttests/corpus/events.jsonl", "v1"), None);
        let found = shrunk("12\t3\ttests/corpus/events.jsonl", "v1").unwrap();
        assert_eq!(found, "tests/corpus/events.jsonl: 3 lines changed or removed since v1; a corpus may only grow");
    }
}
