//! `cargo xtask fuzz`: bytes that nobody would write, given to what reads strangers' files.
//!
//! Knows the targets of `fuzz/`, how they are built for a stable compiler, and what they begin with. It must not know what a
//! target checks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::table::Row;
use crate::tools;

/// Instrumentation that a stable compiler knows: libFuzzer sees which branches a run took.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// A target, the files it begins with, the longest input, and how many runs are short.
struct Target {
    name: &'static str,
    seeds: &'static [&'static str],
    bytes_max: u32,
    short: u32,
}

const TARGETS: [Target; 2] = [
    Target { name: "policy", seeds: &["crates/domain/presets", "policies"], bytes_max: 12_288, short: 50_000 },
    Target { name: "security_md", seeds: &["SECURITY.md"], bytes_max: 600, short: 10_000 },
];

/// The short run of a check: enough to find what a careless change broke.
pub(crate) fn short(root: &Path) -> Result<Row> {
    if Command::new("g++").arg("--version").output().is_err() {
        return Ok(Row::skipped("fuzz", "libFuzzer is C++, and there is no g++ here"));
    }
    let mut row = Row { name: "fuzz".to_owned(), ..Row::default() };
    for target in &TARGETS {
        if run(root, target, target.short)? {
            row.passed += 1;
        } else {
            row.failed += 1;
            row.why.push(format!("{}: see above; the input lies in target/fuzz", target.name));
        }
    }
    Ok(row)
}

/// So many runs of every target.
pub(crate) fn long(root: &Path, runs: u32) -> Result<()> {
    for target in &TARGETS {
        if !run(root, target, runs)? {
            bail!("{}: an input was found that must not do that; it lies in target/fuzz", target.name);
        }
    }
    Ok(())
}

fn run(root: &Path, target: &Target, runs: u32) -> Result<bool> {
    let folder = root.join("target/fuzz");
    let corpus = folder.join("corpus").join(target.name);
    fs::create_dir_all(&corpus).context("making the corpus")?;
    for seed in target.seeds {
        sow(&root.join(seed), &corpus)?;
    }
    let host = host()?;
    // A target of its own, so that build scripts stay as they are.
    let arguments = ["run", "--release", "--quiet", "--target", &host, "--bin", target.name, "--"];
    let mut command = tools::cargo(&root.join("fuzz"), &arguments);
    command.env("RUSTFLAGS", FLAGS).env("CARGO_TARGET_DIR", &folder);
    command.arg(format!("-runs={runs}")).arg(format!("-max_len={}", target.bytes_max)).arg("-verbosity=0");
    command.arg(format!("-artifact_prefix={}/", folder.display())).arg(&corpus);
    let (succeeded, seconds) = tools::timed(|| tools::show(&mut command));
    println!("fuzz {}: {runs} runs in {seconds:.1} s, building included", target.name);
    succeeded
}

/// Puts a file, or the files of a folder, into the corpus.
fn sow(from: &Path, corpus: &Path) -> Result<()> {
    let files: Vec<PathBuf> = if from.is_dir() {
        fs::read_dir(from)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?
    } else {
        vec![from.to_owned()]
    };
    for file in files {
        let name = file.file_name().context("a seed without a name")?;
        fs::copy(&file, corpus.join(name)).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

/// The triple of this machine, as the compiler names it.
fn host() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output().context("asking rustc where it runs")?;
    let said = String::from_utf8(output.stdout).context("what rustc says")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say where it runs")?.to_owned())
}
