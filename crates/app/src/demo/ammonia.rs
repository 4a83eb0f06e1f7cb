//! The solo maintainer's case: RUSTSEC-2025-0071, replayed. Three branches, no CVE.
//!
//! Versions, weakness, exposure and the day of publication are the public record's; people, hours and the private part of
//! the timeline are invented here.

use std::path::Path;

use domain::ids::CaseId;
use domain::policy::{Filling, Policy, Preset};
use domain::words::Line;
use serde_json::json;

use super::deeds;
use super::stage::{Person, Stage};
use super::world::Repository;

const FLAWED: &str =
    "/// Removes an element and keeps its text.\npub fn remove(node: Node) -> Text {\n    node.text_as_parsed()\n}\n";
const FIXED: &str = "/// Removes an element and keeps its text, escaped for the place where it lands.\npub fn remove(node: Node) -> Text {\n    node.text_as_parsed().escaped_for(node.parent())\n}\n";

/// The project's policy: the solo preset, filled in.
pub(crate) fn policy() -> anyhow::Result<Policy> {
    let text = Preset::Solo.filled(&Filling {
        name: "ammonia",
        organisation: "rust-ammonia",
        repository: "https://git.example/rust-ammonia/ammonia",
        contact: "security@ammonia.example",
        announce: "announce@ammonia.example",
        chat: None,
    });
    Ok(Policy { check_command: Some(Line::new("cargo tree --package ammonia")?), ..Policy::parse(&text)? })
}

/// Plays the case from report to closing.
pub(crate) fn play(stage: &Stage, world: &Path) -> anyhow::Result<CaseId> {
    let repository =
        Repository::begin(&world.join("ammonia"), "lib.rs", FLAWED, "v4.1.1", "2025-08-30T12:00:00Z".parse()?)?;
    stage.step_to("2025-09-15T07:00:00Z")?;
    stage.adopt(policy()?);
    let max = stage.person("Max", "Independent", true)?;
    let (_reporter, _receipt) = stage.report(&json!({
        "title": "Markup survives cleaning when svg or math is allowed",
        "body": "When svg or math is allowed together with a tag that is parsed as raw text, what is left after removal is parsed differently by a browser.",
        "credit": false,
    }))?;
    let case = max.newest_case()?;
    stage.step_to("2025-09-15T19:30:00Z")?;
    max.ask(case, "assessment", &json!({
        "impact": "Script runs in the page of whoever allows these tags.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence",
    }))?;
    max.ask(case, "acceptance", &json!({}))?;
    fix_and_release(stage, case, &repository, &max)?;
    max.ask(case, "closure", &json!({}))?;
    Ok(case)
}

fn fix_and_release(stage: &Stage, case: CaseId, repository: &Repository, max: &Person) -> anyhow::Result<()> {
    stage.step_to("2025-09-16T18:00:00Z")?;
    max.ask(case, "advisory", &json!({ "reference": "GHSA-mm7x-qfjj-5g2c" }))?;
    max.ask(case, "draft", &draft())?;
    max.ask(case, "severity", &json!({ "rating": "medium", "note": "Not scored: only a configuration that nobody has by default is exposed." }))?;
    max.ask(case, "cve-waiver", &json!({ "note": "The ecosystem's own database numbers it." }))?;
    stage.step_to("2025-09-20T10:00:00Z")?;
    let commit = repository.fix("lib.rs", FIXED, "2025-09-20T09:40:00Z".parse()?)?;
    max.ask(case, "fix", &json!({ "commit": commit, "author": max.id }))?;
    max.ask(case, "readiness", &json!({ "commit": commit }))?;
    max.ask(case, "release-day", &json!({ "at": "2025-09-21T12:00:00Z" }))?;
    stage.step_to("2025-09-21T11:20:00Z")?;
    repository.merge("2025-09-21T11:20:00Z".parse()?)?;
    max.ask(case, "merge", &json!({ "commit": commit }))?;
    for (minute, version) in [(30, "3.3.1"), (35, "4.0.1"), (40, "4.1.2")] {
        let at = format!("2025-09-21T11:{minute}:00Z");
        stage.step_to(&at)?;
        let built = repository.release(&format!("v{version}"), &format!("ammonia-{version}.tar"), at.parse()?)?;
        let url = format!("https://git.example/rust-ammonia/ammonia/releases/v{version}");
        max.ask(case, "release", &json!({ "version": version, "tag": format!("v{version}"), "url": url, "at": at }))?;
        deeds::checked(case, max, &built)?;
    }
    stage.step_to("2025-09-21T12:00:00Z")?;
    max.ask(case, "publication", &json!({}))?;
    stage.step_to("2025-09-21T12:30:00Z")
}

fn draft() -> serde_json::Value {
    json!({
        "title": "Embedded SVG and MathML handled wrongly: markup comes alive again after removal",
        "summary": "Cleaned text can turn into script again in a browser when svg or math is allowed together with a raw-text tag.",
        "details": "Elements inside svg and math are parsed by other rules than those around them. Removing a tag without minding that leaves text which \
                    a browser parses as markup: mutation cross-site scripting.",
        "affected": ["crates.io:ammonia 0 fixed 3.3.1", "crates.io:ammonia 4.0.0 fixed 4.0.1", "crates.io:ammonia 4.1.0 fixed 4.1.2"],
        "weaknesses": ["CWE-79"],
        "exposure": "Only when svg or math is allowed together with a tag that is parsed as raw text: title, textarea, xmp, iframe, noembed, noframes, \
                     plaintext, noscript, style or script. None of these is allowed by default.",
        "mitigation": "Do not allow svg or math together with one of these tags.",
        "upgrade": "Update to 3.3.1, 4.0.1 or 4.1.2.",
        "aliases": ["RUSTSEC-2025-0071", "GHSA-mm7x-qfjj-5g2c"],
    })
}
