//! `cargo xtask tidy`: what no compiler checks, on every tracked file.
//!
//! Knows the list of rules and the settings in `tidy.toml`. Each rule is a question in its own module; none may change a file.

mod code;
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
    word: Vec<Word>,
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

/// Files of a `corpus` folder only grow: what was once written must be readable for ever.
fn rewritten_corpus(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let files = git(root, &["ls-files", "--", "*corpus/*.jsonl", "*corpus.jsonl"])?;
    for name in files.lines() {
        let changes = [
            git(root, &["log", "--format=", "--numstat", "--", name])?,
            git(root, &["diff", "--numstat", "HEAD", "--", name])?,
        ];
        let removed =
            changes.concat().lines().filter_map(|line| line.split('\t').nth(1)?.parse::<u32>().ok()).sum::<u32>();
        if removed > 0 {
            findings.push(format!("{name}: {removed} lines of the corpus were changed or removed; it may only grow"));
        }
    }
    Ok(findings)
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let output =
        Command::new("git").current_dir(root).args(arguments).stdin(Stdio::null()).output().context("running git")?;
    ensure!(output.status.success(), "git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
