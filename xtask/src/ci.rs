//! `cargo xtask ci`: everything a change must pass, step by step, and one table at the end.
//!
//! Knows the steps and their order; each is a program or another part of this tool. It must not know how a step decides.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::table::{self, Row};
use crate::{floors, fuzz, setup, tidy, tiers, tools};

/// The steps in order: what is quick first, what needs the build after it.
pub(crate) const STEPS: [&str; 10] =
    ["setup", "fmt", "floors", "tidy", "clippy", "test", "openapi", "docs", "fuzz", "deny"];

/// Runs the named steps, all even when one failed, and says whether everything passed.
pub(crate) fn run(root: &Path, steps: &[&str]) -> Result<bool> {
    if let Some(unknown) = steps.iter().find(|step| !STEPS.contains(step)) {
        bail!("no step is called `{unknown}`; the steps are {}", STEPS.join(", "));
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut built = true;
    for step in STEPS.into_iter().filter(|step| steps.contains(step)) {
        let (result, seconds) = tools::timed(|| match step {
            "test" => tiers::run(root).map(|told| {
                built = told.built;
                told.rows
            }),
            "openapi" | "docs" if !built => Ok(vec![Row::skipped(step, "the house does not build")]),
            _ => one(root, step).map(|row| vec![row]),
        });
        let mut told = result.unwrap_or_else(|fault| vec![Row::failed(step, format!("{fault:#}"))]);
        println!("{step}: {seconds:.1} s");
        if let [row] = told.as_mut_slice() {
            row.seconds = seconds;
        }
        rows.extend(told);
    }
    println!("\n{}", table::draw(&rows));
    Ok(rows.iter().all(|row| row.failed == 0))
}

fn one(root: &Path, step: &str) -> Result<Row> {
    match step {
        "setup" => setup::run(root),
        "fmt" => tool(root, step, &["fmt", "--all", "--", "--check"]),
        "floors" => Ok(findings(step, &floors::check(root)?)),
        "tidy" => Ok(findings(step, &tidy::check(root)?)),
        "clippy" => tool(root, step, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        "openapi" => drift(root),
        "docs" => {
            let mut command = tools::cargo(root, &["doc", "--workspace", "--no-deps"]);
            command.env("RUSTDOCFLAGS", "-D warnings");
            Ok(if tools::show(&mut command)? { Row::passed(step) } else { Row::failed(step, "see above") })
        }
        "fuzz" => fuzz::short(root),
        "deny" => deny(root),
        _ => bail!("no step is called `{step}`"),
    }
}

fn tool(root: &Path, step: &str, arguments: &[&str]) -> Result<Row> {
    let succeeded = tools::show(&mut tools::cargo(root, arguments))?;
    Ok(if succeeded { Row::passed(step) } else { Row::failed(step, format!("cargo {}", arguments.join(" "))) })
}

fn findings(step: &str, findings: &[String]) -> Row {
    println!();
    for finding in findings {
        println!("{step}: {finding}");
    }
    match findings.len() {
        0 => Row::passed(step),
        count => Row { failed: count, ..Row::failed(step, "see above") },
    }
}

/// What is made from the registry, and the word of `sluice` that prints it.
const MADE: [(&str, &str); 2] = [("docs/openapi.json", "openapi"), ("docs/rights.md", "rights")];

/// Writes the API's description and the page of rights anew.
pub(crate) fn openapi(root: &Path) -> Result<()> {
    for (file, word) in MADE {
        let text = described(&mut tools::cargo(root, &["run", "--quiet", "--package", "app", "--", word]))?;
        fs::write(root.join(file), text).with_context(|| format!("writing {file}"))?;
        println!("{file} is written");
    }
    Ok(())
}

fn drift(root: &Path) -> Result<Row> {
    for (file, word) in MADE {
        let kept = fs::read_to_string(root.join(file)).unwrap_or_default();
        if kept != described(sluice(root)?.arg(word))? {
            let why = format!("{file} is not what the code says; write it anew with `cargo xtask openapi`");
            return Ok(Row::failed("openapi", why));
        }
    }
    Ok(Row::passed("openapi"))
}

fn described(command: &mut Command) -> Result<String> {
    let output = command.output().context("asking sluice for its API")?;
    if !output.status.success() {
        bail!("`sluice openapi` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(format!("{}\n", String::from_utf8(output.stdout).context("the API's description")?.trim_end()))
}

/// The program as the tests built it. Building `app` alone would build its dependencies once more, with fewer features.
fn sluice(root: &Path) -> Result<Command> {
    let arguments = ["test", "--workspace", "--no-run", "--quiet", "--message-format", "json"];
    let output = tools::cargo(root, &arguments).stderr(Stdio::inherit()).output().context("building sluice")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let built =
        said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).find_map(|message| {
            let is_sluice = message.pointer("/target/name")? == "sluice" && message.pointer("/profile/test")? == false;
            let file = message.get("executable")?.as_str()?;
            is_sluice.then(|| file.to_owned())
        });
    let mut command = match built {
        Some(file) => Command::new(file),
        None => tools::cargo(root, &["run", "--quiet", "--package", "app", "--"]),
    };
    command.current_dir(root).stdin(Stdio::null());
    Ok(command)
}

/// Licences, banned crates and sources; known weaknesses only where their list has been fetched.
fn deny(root: &Path) -> Result<Row> {
    if tools::find("cargo-deny").is_none() {
        return Ok(Row::skipped("deny", "cargo-deny is missing; `cargo xtask setup` installs it"));
    }
    let mut row = Row { name: "deny".to_owned(), ..Row::default() };
    check_deny(root, &["check", "bans", "licenses", "sources"], &mut row)?;
    let lists = tools::cargo_home().map(|home| home.join("advisory-dbs"));
    if lists.is_some_and(|dir| fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some())) {
        check_deny(root, &["--offline", "check", "advisories"], &mut row)?;
    } else {
        row.skipped = 1;
        row.why.push("advisories: no list of known weaknesses on this machine (`cargo deny fetch` gets it)".to_owned());
    }
    Ok(row)
}

fn check_deny(root: &Path, arguments: &[&str], row: &mut Row) -> Result<()> {
    let mut command = tools::cargo(root, &["deny", "--log-level", "error"]);
    let (succeeded, said) = tools::listen(command.args(arguments))?;
    print!("{said}");
    // It ends with a line such as `bans ok, licenses FAILED, sources ok`.
    let verdicts: Vec<&str> = said.lines().last().unwrap_or_default().split(", ").collect();
    let count = |ending: &str| verdicts.iter().filter(|verdict| verdict.ends_with(ending)).count();
    row.passed += count(" ok");
    row.failed += if succeeded { 0 } else { count(" FAILED").max(1) };
    if !succeeded {
        row.why.push("see above".to_owned());
    }
    Ok(())
}
