//! What both replayed cases have in common: artefacts are checked, and something is learned afterwards.

use domain::ids::CaseId;
use serde_json::json;

use super::files;
use super::stage::{Person, Stage};
use super::world::Built;

/// The four checks of what was built: its digest is of the very bytes.
pub(crate) fn checked(case: CaseId, person: &Person, built: &Built) -> anyhow::Result<()> {
    anyhow::ensure!(built.path.exists(), "{} was not built", built.name);
    person.ask(
        case,
        "artefact",
        &json!({
            "name": built.name, "url": format!("https://git.example/releases/{}", built.name), "sha256": built.sha256,
            "built": true, "signed": true, "available": true, "functional": true,
        }),
    )
}

/// The retrospective, drafted from the log, completed, sent; feedback; the end.
pub(crate) fn afterwards(
    stage: &Stage,
    case: CaseId,
    coordinator: &Person,
    others: &[&Person],
    at: &str,
    critique: &str,
) -> anyhow::Result<()> {
    stage.step_to(at)?;
    let text = files::retrospective(stage, case, critique)?;
    coordinator.ask(case, "retrospective", &json!({ "text": text }))?;
    coordinator.ask(case, "retrospective-sending", &json!({}))?;
    for person in others {
        person.ask(
            case,
            "feedback",
            &json!({ "text": "The private fork without the project's own checks cost us a day." }),
        )?;
    }
    stage.step_to(at)?;
    coordinator.ask(case, "closure", &json!({}))
}
