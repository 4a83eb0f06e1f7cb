//! The two policies this house began with, as they were found, and the one it has now.
//!
//! Knows where the texts lie when they are there. Says so and passes where they are not.

use std::path::{Path, PathBuf};

use lint::{Context, Report, security_md};

/// A text of the source folder, found beside one of the folders above this one.
fn source(name: &str) -> Option<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        here.ancestors().map(|folder| folder.join("shared/texts").join(name)).find(|path: &PathBuf| path.exists());
    let text = found.map(|path| std::fs::read_to_string(path).unwrap());
    if text.is_none() {
        println!("SKIPPED: the source text {name} is not on this machine");
    }
    text
}

fn context(repository: &str) -> Context {
    Context { file: None, repository: Some(repository.to_owned()), today: jiff::civil::date(2026, 11, 23) }
}

fn print(report: &Report) {
    println!("{}", report.text());
}

#[test]
fn x3() {
    let Some(text) = source("003_2d128504f0b4a920.txt") else { return };
    print(&security_md(&text, &context("github.com/samswag/Youtube_To_Spotify")));
}
#[test]
fn x0() {
    let Some(text) = source("000_1f5bad483e38e56d.txt") else { return };
    print(&security_md(&text, &context("github.com/ckotzbauer/k8spolicy")));
}
#[test]
fn own() {
    let text = include_str!("../../../../SECURITY.md");
    print(&security_md(text, &context("github.com/sluice/sluice")));
}
