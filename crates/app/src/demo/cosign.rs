//! The committee's case: CVE-2022-36056, replayed.
//!
//! Versions, times of the fix and of the release, score and findings are the public record's; people and the private part
//! of the timeline are invented here.

use std::path::Path;

use domain::calendar::Slot;
use domain::ids::CaseId;
use domain::policy::{Filling, Policy, Preset};
use domain::words::Line;
use serde_json::json;

use super::deeds;
use super::stage::{Person, Stage};
use super::world::Repository;

const FLAWED: &str = "package verify\n\nfunc Bundle(b Bundle, sig []byte) bool {\n\treturn b.Valid()\n}\n";
const FIXED: &str = "package verify\n\nfunc Bundle(b Bundle, sig []byte) bool {\n\treturn b.Valid() && b.Entry.Signature.Equal(sig)\n}\n";

/// The project's policy: the committee preset, filled in.
pub(crate) fn policy() -> anyhow::Result<Policy> {
    let text = Preset::Committee.filled(&Filling {
        name: "cosign",
        organisation: "sigstore",
        repository: "https://git.example/sigstore/cosign",
        contact: "security@sigstore.example",
        announce: "announce@sigstore.example",
        chat: None,
    });
    Ok(Policy { check_command: Some(Line::new("cosign version")?), ..Policy::parse(&text)? })
}

/// The moment both bodies agree on: four in the afternoon UTC on the day the release was made, a Wednesday.
const RELEASE_DAY: &str = "2022-09-14T16:00:00Z";

/// Plays the case from report to closing.
pub(crate) fn play(stage: &Stage, world: &Path) -> anyhow::Result<CaseId> {
    debug_assert!(
        policy()?.release_slot.as_ref().is_some_and(|slot: &Slot| RELEASE_DAY.parse().is_ok_and(|at| slot.holds(at)))
    );
    let repository =
        Repository::begin(&world.join("cosign"), "verify.go", FLAWED, "v1.11.1", "2022-08-20T12:00:00Z".parse()?)?;
    stage.step_to("2022-08-31T09:00:00Z")?;
    stage.adopt(policy()?);
    let ana = stage.person("Ana", "Northwind", true)?;
    let ben = stage.person("Ben", "Contoso", true)?;
    let fay = stage.person("Fay", "Fabrikam", false)?;
    let (reporter, _receipt) = stage.report(&json!({
        "title": "verify-blob accepts a bundle made for another signature",
        "body": "With a crafted bundle, verification succeeds although the log entry in the bundle belongs to another signature. \
                 Identity flags are ignored too when a bundle is given. A script that shows both is at the end of this text.",
        "name": "Rita", "address": "rita@reporter.example", "credit": true,
    }))?;
    let case = ana.newest_case()?;
    triage(stage, case, &ana, &fay, &reporter)?;
    let commit = fix(stage, case, &repository, &ana, &fay)?;
    release_day(stage, case, &repository, &commit, &ana, &ben, &fay)?;
    deeds::afterwards(stage, case, &ana, &[&fay, &ben], "2022-09-15T17:00:00Z", CRITIQUE)?;
    Ok(case)
}

const CRITIQUE: &str = "The fix could be read for seven hours before the release carried it. Next time the release is built from the private \
                        fork first, and the merge comes last.";

fn triage(stage: &Stage, case: CaseId, ana: &Person, fay: &Person, reporter: &Person) -> anyhow::Result<()> {
    stage.step_to("2022-08-31T10:30:00Z")?;
    ana.ask(case, "acknowledgement", &json!({}))?;
    ana.ask(case, "coordinator", &json!({ "person": ana.id }))?;
    stage.step_to("2022-08-31T13:00:00Z")?;
    ana.ask(case, "assessment", &json!({
        "impact": "An attacker who can hand over a bundle makes a forged blob look signed.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence",
    }))?;
    ana.ask(case, "acceptance", &json!({}))?;
    ana.ask(case, "messages", &json!({ "to": "reporter", "text": "We can show what you describe. A fix is being written; we aim for the middle of September." }))?;
    ana.ask(case, "advisory", &json!({ "reference": "GHSA-8gw7-4j42-w388" }))?;
    ana.ask(case, "invitation", &json!({ "person": fay.id, "standing": "code_owner" }))?;
    stage.step_to("2022-08-31T15:00:00Z")?;
    fay.ask(case, "membership", &json!({}))?;
    stage.step_to("2022-08-31T18:00:00Z")?;
    reporter.ask(
        case,
        "messages",
        &json!({ "to": "reporter", "text": "Thank you. September suits me; I will not publish before you do." }),
    )
}

fn fix(stage: &Stage, case: CaseId, repository: &Repository, ana: &Person, fay: &Person) -> anyhow::Result<String> {
    stage.step_to("2022-09-01T09:00:00Z")?;
    fay.ask(case, "fork", &json!({ "location": "the private fork of GHSA-8gw7-4j42-w388" }))?;
    fay.ask(case, "draft", &draft())?;
    fay.ask(case, "score", &json!({ "vector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N" }))?;
    stage.step_to("2022-09-01T12:00:00Z")?;
    ana.ask(case, "cve-request", &json!({ "route": "the forge's numbering authority" }))?;
    stage.step_to("2022-09-05T08:00:00Z")?;
    ana.ask(case, "cve", &json!({ "id": "CVE-2022-36056" }))?;
    stage.step_to("2022-09-06T14:00:00Z")?;
    let written = repository.fix("verify.go", FIXED, "2022-09-06T13:50:00Z".parse()?)?;
    let commit = stage.forked(&repository.path().with_file_name("forks"), case, repository.path(), "advisory-fix")?;
    anyhow::ensure!(commit == written, "the private fork holds another commit");
    fay.ask(case, "fix", &json!({ "commit": commit, "author": fay.id }))?;
    fay.ask(case, "checks", &json!({ "commit": commit, "tool": "the project's tests, run locally", "passed": true }))?;
    fay.ask(case, "readiness", &json!({ "commit": commit }))?;
    Ok(commit)
}

fn draft() -> serde_json::Value {
    json!({
        "title": "verify-blob accepts a crafted bundle whose log entry does not belong to the signature",
        "summary": "Blob verification can succeed for a signature that was never logged, when a crafted bundle is given.",
        "details": "Four findings.\n\n\
                    1. A bundle is accepted although its transparency-log entry belongs to another signature and certificate.\n\
                    2. Identity flags (e-mail, issuer, workflow) have no effect when a bundle is given, and the workflow identity is never compared.\n\
                    3. With the experimental flag off, a bundle that is not valid passes.\n\
                    4. A transparency-log entry that is not valid ends verification early, and successfully.",
        "affected": ["Go:github.com/sigstore/cosign 0 last 1.11.1 fixed 1.12.0"],
        "weaknesses": ["CWE-347"],
        "mitigation": "For the first finding: verify with the extracted signature and certificate, not with the bundle. For the other three there is none.",
        "upgrade": "Install 1.12.0 or later.",
        "check_command": "cosign version",
        "aliases": ["GHSA-8gw7-4j42-w388"],
    })
}

fn release_day(
    stage: &Stage,
    case: CaseId,
    repository: &Repository,
    commit: &str,
    ana: &Person,
    ben: &Person,
    fay: &Person,
) -> anyhow::Result<()> {
    stage.step_to("2022-09-07T10:00:00Z")?;
    ana.ask(case, "communication-plan", &json!({ "plan": "At 16:00 UTC mail to the announcement list; once it is archived, a link in the two chat channels." }))?;
    fay.ask(case, "release-day", &json!({ "at": RELEASE_DAY }))?;
    stage.step_to("2022-09-07T11:00:00Z")?;
    ben.ask(case, "release-day", &json!({ "at": RELEASE_DAY }))?;
    stage.step_to("2022-09-14T08:20:00Z")?;
    ben.ask(case, "approval", &json!({ "commit": commit }))?;
    stage.step_to("2022-09-14T08:37:41Z")?;
    repository.merge("2022-09-14T08:37:41Z".parse()?)?;
    ana.ask(case, "merge", &json!({ "commit": commit }))?;
    stage.step_to("2022-09-14T15:55:30Z")?;
    let built = repository.release("v1.12.0", "cosign-1.12.0.tar", "2022-09-14T15:55:03Z".parse()?)?;
    ana.ask(case, "release", &json!({
        "version": "1.12.0", "tag": "v1.12.0", "url": "https://git.example/sigstore/cosign/releases/v1.12.0", "at": "2022-09-14T15:55:03Z",
    }))?;
    stage.step_to("2022-09-14T15:58:00Z")?;
    deeds::checked(case, ana, &built)?;
    stage.step_to(RELEASE_DAY)?;
    ana.ask(case, "publication", &json!({}))
}
