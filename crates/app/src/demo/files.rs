//! What the demo leaves per case: timeline, announcement, advisory, OSV record, retrospective.
//!
//! Reads what the coordinator may read, and the mail as it was written.

use std::path::Path;

use anyhow::{Context as _, bail};
use desk::{Caller, CasePage};
use documents::advisory::Advisory;
use documents::words::Names;
use documents::{osv, page, retrospective as story, timeline_json};
use domain::ids::CaseId;

use super::stage::Stage;

/// Writes the five files of a case; what the log says of the time between the merge and the release.
pub(crate) fn write(stage: &Stage, dir: &Path, letters: &Path, case: CaseId) -> anyhow::Result<String> {
    std::fs::create_dir_all(dir)?;
    let shown = open(stage, case)?;
    let timeline = timeline_json::timeline_json(&shown.view, &names(&shown), shown.now);
    std::fs::write(dir.join("timeline.json"), serde_json::to_vec_pretty(&timeline)?)?;
    let advisory = published(stage, case)?;
    std::fs::write(dir.join("advisory.html"), page::standalone(&advisory))?;
    std::fs::write(dir.join("advisory.osv.json"), osv::json(&advisory)?)?;
    let text =
        match shown.view.work.as_ref().and_then(|work| work.retrospective).and_then(|text| shown.texts.get(&text)) {
            Some(sent) => sent.to_string(),
            None => story::draft(&shown.view, "One person did everything; there was nobody to ask."),
        };
    std::fs::write(dir.join("retrospective.md"), text)?;
    std::fs::copy(announcement(letters, &advisory)?, dir.join("announcement.eml"))?;
    let gap = documents::words::spans(&domain::case::timeline::spans(&shown.view.log));
    gap.into_iter().find(|words| words.contains("before a release")).context("the log shows no merge and release")
}

/// The retrospective of a case, drafted from its log and completed with a critique.
pub(crate) fn retrospective(stage: &Stage, case: CaseId, critique: &str) -> anyhow::Result<String> {
    Ok(story::draft(&open(stage, case)?.view, critique))
}

/// The case as a committee member sees it.
fn open(stage: &Stage, case: CaseId) -> anyhow::Result<CasePage> {
    let people = stage.handle.block_on(stage.desk.people(&Caller::Operator))?.context("nobody is there")?;
    let member = people.into_iter().find(|person| person.committee).context("there is no member")?;
    let reader = Caller::Person { id: member.id, name: member.name, committee: true, office: None, verified_at: None };
    stage.handle.block_on(stage.desk.open(&reader, case))?.context("the case is gone")
}

fn names(shown: &CasePage) -> Names {
    shown.people.iter().map(|(id, person)| (*id, person.name.clone())).collect()
}

/// The advisory on the public site that came of a case: the one that was published when the case was.
fn published(stage: &Stage, case: CaseId) -> anyhow::Result<Advisory> {
    let shown = open(stage, case)?;
    let domain::case::state::Publication::Published { at } = shown.view.publication else {
        bail!("the case is not published")
    };
    let all = stage.handle.block_on(stage.desk.advisories(None))?.advisories;
    all.into_iter().find(|advisory| advisory.published_at == at).context("the advisory is not on the site")
}

/// The mail that announced an advisory.
fn announcement(letters: &Path, advisory: &Advisory) -> anyhow::Result<std::path::PathBuf> {
    for entry in std::fs::read_dir(letters)? {
        let path = entry?.path();
        let mail = std::fs::read_to_string(&path)?;
        if mail.contains("Subject: Security release of") && mail.contains(&format!("/{} ", advisory.project)) {
            return Ok(path);
        }
    }
    bail!("no announcement of {} was sent", advisory.project)
}
