//! The developers' only door: `cargo xtask`. One language, one help text.
//!
//! Knows how the house is checked, tested and measured; must not know what the program does.
#![expect(clippy::print_stdout, reason = "a developer's tool speaks on the terminal")]

mod ci;
mod floors;
mod fuzz;
mod house;
mod junit;
mod scan;
mod setup;
mod table;
mod tidy;
mod tiers;
mod tools;

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};

const HELP: &str = "\
cargo xtask: the developers' door

  setup             install what the tests need; elsewhere than on Debian, say what is missing
  test              setup, then every test; ends with a table of tiers
  ci [--only A,B]   everything a change must pass, as .ci/run does; ends with a table of steps
                    steps: setup, fmt, floors, tidy, clippy, test, openapi, docs, fuzz, deny

  fmt               format everything
  clippy            the linter, warnings refused
  floors            no crate and no module imports from its own floor or above (xtask/floors.toml)
  floors --suggest  module orders that would fit the imports of today
  tidy              openings, lengths, words, pure crates, the map, traces of a machine (xtask/tidy.toml)
  openapi           write docs/openapi.json and docs/rights.md anew from the code
  shots             write docs/shots anew from the browser's journeys

  fuzz [RUNS]       the targets of fuzz/, a million runs each unless said; ci runs them for a short while

  matrix            who gets what at every door, at every stage of a case, with gate and wall, with either alone
  mutants           the gate and the tables of rights, broken one way at a time; each is to be noticed by a test (an hour)
  oracle            hidden and absent answer alike: the number of pairs and of differences, and how long each takes

  simulate [--seed N] [--days N]   years of random cases with faults everywhere; the invariants after each step
  bench [ARGUMENTS]                measure the release build against limits of the same run; `bench --help` tells more
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&house::root(), &words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            println!("xtask: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(root: &Path, words: &[&str]) -> Result<bool> {
    match words {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(true)
        }
        ["setup"] => {
            let row = setup::run(root)?;
            println!("setup: {} of {} are here", row.passed, row.passed + row.failed + row.skipped);
            Ok(row.failed + row.skipped == 0)
        }
        ["test"] => ci::run(root, &["setup", "test"]),
        ["ci"] => ci::run(root, &ci::STEPS),
        ["ci", "--only", steps] => ci::run(root, &steps.split(',').collect::<Vec<_>>()),
        ["fmt"] => tools::show(&mut tools::cargo(root, &["fmt", "--all"])),
        ["floors", "--suggest"] => {
            println!("{}", floors::suggest(root)?);
            Ok(true)
        }
        [step @ ("clippy" | "floors" | "tidy")] => ci::run(root, &[step]),
        ["openapi"] => ci::openapi(root).map(|()| true),
        ["fuzz"] => fuzz::long(root, 1_000_000).map(|()| true),
        ["fuzz", runs] => fuzz::long(root, runs.parse().context("how many runs?")?).map(|()| true),
        ["shots"] => {
            let mut command = tests(root, "package(app) & test(/(^|::)browser::/)");
            tools::show(command.env("SLUICE_SHOTS", root.join("docs/shots")))
        }
        ["matrix"] => tools::show(tests(root, "package(web) & test(/tests::matrix::/)").arg("--no-capture")),
        ["oracle"] => {
            let mut command = tests(root, "package(web) & test(/tests::oracle::/)");
            tools::show(command.arg("--no-capture").env("SLUICE_ORACLE_PAIRS", "2000"))
        }
        ["mutants"] => mutants(root),
        ["simulate", flags @ ..] => simulate(root, flags),
        ["bench", arguments @ ..] => {
            if !root.join("bench/Cargo.toml").is_file() {
                bail!("there is no crate `bench`");
            }
            // Both at once, so that what they share is built once; then as it is, for `run` would build it for one alone.
            let build = ["build", "--release", "--package", "app", "--package", "bench"];
            Ok(tools::show(&mut tools::cargo(root, &build))?
                && tools::show(Command::new(root.join("target/release/bench")).args(arguments))?)
        }
        [unknown, ..] => bail!("cannot read `{unknown}` (or what follows it); `cargo xtask help` tells what there is"),
    }
}

/// Some of the tests, in the build of all: for one package alone the dependencies would be built once more.
fn tests(root: &Path, filter: &str) -> Command {
    tools::cargo(root, &["nextest", "run", "--workspace", "--filterset", filter])
}

/// Breaks the gate and the tables of rights, one way at a time, and looks whether a test notices: first the near ones, then, of
/// what they let through, those at the doors.
fn mutants(root: &Path) -> Result<bool> {
    if tools::find("cargo-mutants").is_none() {
        bail!("cargo-mutants is missing: cargo install cargo-mutants --locked");
    }
    let run = |tests: &str, flags: &[&str]| {
        let mut command = tools::cargo(root, &["mutants", "-p", "desk", "-p", "domain", "--output", "target"]);
        tools::show(command.args(["--baseline", "skip", "--timeout", "900", "--test-package", tests]).args(flags))
    };
    Ok(run("domain,desk", &[])? || run("domain,desk,web", &["--iterate"])?)
}

fn simulate(root: &Path, flags: &[&str]) -> Result<bool> {
    let mut command = tests(root, "(package(app) | package(desk)) & test(/(^|::)simulation/)");
    command.arg("--no-capture");
    for pair in flags.chunks(2) {
        let (name, value) = match pair {
            ["--seed", value] => ("SLUICE_SEED", value),
            ["--days", value] => ("SLUICE_DAYS", value),
            _ => bail!("simulate takes --seed N and --days N"),
        };
        value.parse::<u64>().with_context(|| format!("`{value}` is not a number"))?;
        command.env(name, value);
    }
    tools::show(&mut command)
}
