//! `cargo xtask test`: every test of the house in one run, told as the tiers of ARCHITECTURE.md.
//!
//! Knows which test belongs to which tier, by crate and path. It must not know what a test does.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::junit::{self, Case, Outcome};
use crate::table::Row;
use crate::tools;

/// The tiers from the inside out, then what belongs to none.
const TIERS: [&str; 11] = [
    "1 domain stories",
    "2 properties",
    "3 corpus",
    "4 documents",
    "5 store",
    "6 desk",
    "7 web",
    "7 web, in a browser",
    "8 terminal stories",
    "9 simulation",
    "units",
];

const REPORT: &str = "target/nextest/tiers/junit.xml";

/// What the tests said.
pub(crate) struct Told {
    pub(crate) rows: Vec<Row>,
    /// Whether the house could be built at all.
    pub(crate) built: bool,
}

/// Builds once, runs everything, and sorts the outcomes into tiers.
pub(crate) fn run(root: &Path) -> Result<Told> {
    let report = root.join(REPORT);
    if report.exists() {
        fs::remove_file(&report).context("removing the last test report")?;
    }
    let arguments = ["nextest", "run", "--workspace", "--profile", "tiers", "--no-fail-fast"];
    let (succeeded, seconds) = tools::timed(|| tools::show(&mut tools::cargo(root, &arguments)));
    let succeeded = succeeded?;
    let Ok(text) = fs::read_to_string(&report) else {
        let rows = vec![Row { seconds, ..Row::failed("tests", "the tests do not build; see above") }];
        return Ok(Told { rows, built: false });
    };
    let cases = junit::parse(&text)?;
    let mut rows = sort(&cases);
    if !succeeded && rows.iter().all(|row| row.failed == 0) {
        rows.push(Row::failed("tests", "the test runner failed; see above"));
    }
    println!("tests: {} in {seconds:.1} s, building included", cases.len());
    rows.push(doctests(root)?);
    Ok(Told { rows, built: true })
}

/// The tier of a test.
fn tier(case: &Case) -> &'static str {
    let owner = case.binary.split("::").next().unwrap_or_default();
    let path = format!("::{}::{}::", case.binary.split_once("::").map_or("", |(_, binary)| binary), case.name);
    // A module or file of that name, or one that begins with it (`stories_of_release_day`).
    let within = |word: &str| path.contains(&format!("::{word}"));
    match owner {
        "app" | "desk" if within("simulation") => "9 simulation",
        "app" | "web" if within("browser") => "7 web, in a browser",
        _ if within("properties") => "2 properties",
        _ if within("corpus") => "3 corpus",
        "domain" if within("stories") => "1 domain stories",
        "documents" | "formats" | "lint" => "4 documents",
        "store" => "5 store",
        "desk" => "6 desk",
        "web" => "7 web",
        "app" => "8 terminal stories",
        _ => "units",
    }
}

fn sort(cases: &[Case]) -> Vec<Row> {
    TIERS
        .iter()
        .map(|name| {
            let mut row = Row { name: (*name).to_owned(), ..Row::default() };
            for case in cases.iter().filter(|case| tier(case) == *name) {
                row.seconds += case.seconds;
                match &case.outcome {
                    Outcome::Passed => row.passed += 1,
                    Outcome::Failed => {
                        row.failed += 1;
                        row.why.push(format!("failed: {} {}", case.binary, case.name));
                    }
                    Outcome::Skipped(why) => {
                        row.skipped += 1;
                        row.why.push(why.clone());
                    }
                }
            }
            // A tier that lost its tests (a module renamed, a filter that drifted) must not look well.
            if row.passed + row.failed + row.skipped == 0 {
                row.failed = 1;
                row.why.push("no test belongs to this tier".to_owned());
            }
            row
        })
        .collect()
}

fn doctests(root: &Path) -> Result<Row> {
    let mut command = tools::cargo(root, &["test", "--doc", "--workspace", "--no-fail-fast"]);
    let (result, seconds) = tools::timed(|| tools::listen(&mut command));
    let (succeeded, said) = result?;
    let mut row = Row { name: "doctests".to_owned(), seconds, ..Row::default() };
    for line in said.lines().filter_map(|line| line.strip_prefix("test result: ")) {
        row.passed += count(line, "passed");
        row.failed += count(line, "failed");
        row.skipped += count(line, "ignored");
    }
    if row.skipped > 0 {
        row.why.push("marked `ignore` in the documentation".to_owned());
    }
    if !succeeded {
        println!("{said}");
        row.failed = row.failed.max(1);
        row.why.push("see above".to_owned());
    }
    Ok(row)
}

/// The number before a word, as in `12 passed; 0 failed`.
fn count(line: &str, word: &str) -> usize {
    line.split([';', '.'])
        .filter_map(|part| part.trim().strip_suffix(word))
        .find_map(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(binary: &str, name: &str, outcome: Outcome) -> Case {
        Case { binary: binary.to_owned(), name: name.to_owned(), seconds: 0.5, outcome }
    }

    #[test]
    fn a_test_belongs_to_the_tier_of_its_crate_and_path() {
        let tiers = [
            ("domain", "case::stories::nothing_is_published_early", "1 domain stories"),
            ("domain::it", "stories_of_release::x", "1 domain stories"),
            ("domain", "calendar::tests::x", "units"),
            ("store::it", "properties::x", "2 properties"),
            ("domain::corpus", "x", "3 corpus"),
            ("formats", "cvss::tests::x", "4 documents"),
            ("store::it", "postgres::x", "5 store"),
            ("desk", "stories::x", "6 desk"),
            ("desk::it", "simulation::x", "9 simulation"),
            ("app::it", "simulation::ten_years", "9 simulation"),
            ("web", "pages::tests::x", "7 web"),
            ("app::it", "browser::x", "7 web, in a browser"),
            ("app::bin/sluice", "config::tests::x", "8 terminal stories"),
            ("vault", "tests::x", "units"),
            ("xtask::bin/xtask", "junit::tests::x", "units"),
        ];
        for (binary, name, expected) in tiers {
            assert_eq!(tier(&case(binary, name, Outcome::Passed)), expected, "{binary} {name}");
            assert!(TIERS.contains(&expected));
        }
    }

    #[test]
    fn a_tier_without_tests_fails_and_a_skipped_test_tells_why() {
        let skipped = Outcome::Skipped("no browser".to_owned());
        let rows = sort(&[case("app::it", "browser::x", skipped), case("store", "x", Outcome::Failed)]);
        let row = |name: &str| rows.iter().find(|row| row.name == name).cloned().unwrap();
        assert_eq!(
            (row("7 web, in a browser").skipped, row("7 web, in a browser").why.concat().as_str()),
            (1, "no browser")
        );
        assert_eq!((row("5 store").failed, row("5 store").seconds), (1, 0.5));
        assert_eq!((row("6 desk").failed, row("6 desk").why.concat().as_str()), (1, "no test belongs to this tier"));
    }

    #[test]
    fn the_counts_of_doctests_are_read_from_their_last_line() {
        let line = "ok. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.5s";
        assert_eq!((count(line, "passed"), count(line, "failed"), count(line, "ignored")), (12, 3, 1));
    }
}
