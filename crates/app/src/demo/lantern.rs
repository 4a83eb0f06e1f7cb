//! A third case, all invented, left in mid-embargo to click through.
//!
//! Its times hang on today, so that the board shows work that is owed, due soon and late.

use domain::Timestamp;
use domain::ids::CaseId;
use domain::policy::{Filling, Policy, Preset};
use domain::words::Line;
use jiff::ToSpan as _;
use serde_json::json;

use super::body::Body;
use super::stage::{Person, Stage};

/// The invented project's policy.
pub(crate) fn policy() -> anyhow::Result<Policy> {
    let text = Preset::Committee.filled(&Filling {
        name: "Lantern",
        organisation: "lantern-project",
        repository: "https://git.example/lantern-project/lantern",
        contact: "security@lantern.example",
        announce: "announce@lantern.example",
        chat: None,
    });
    let text = format!("{text}\n{ROTATION}");
    Ok(Policy { check_command: Some(Line::new("lantern --version")?), ..Policy::parse(&text)? })
}

/// Who is on call changes on Mondays.
const ROTATION: &str = r#"
[rotation]
every = "P7D"
changes_at = "09:00:00"
handover_accepted = true
nudges = { critical = "P2D", high = "P7D", medium = "P14D" }
"#;

/// What is left to click through.
pub(crate) struct Open {
    /// The case in mid-embargo.
    pub(crate) case: CaseId,
    /// The receipt of its reporter.
    pub(crate) receipt: String,
}

/// Plays three reports up to today: one in mid-embargo, one just accepted, one nobody has answered.
pub(crate) fn play(stage: &Stage, today: Timestamp) -> anyhow::Result<Open> {
    let before = |hours: i64| today.checked_sub(hours.hours()).map(|at| at.to_string());
    stage.step_to(&before(101)?)?;
    stage.adopt(policy()?);
    let eva = stage.person("Eva", "Northwind", true)?;
    let fin = stage.person("Fin", "Contoso", false)?;
    let body = Body::seated(stage, &eva)?;
    body.on_call(&eva, today)?;
    let (reporter, receipt) = stage.report(&json!({
        "title": "Any visitor can read another tenant's log lines",
        "body": "The stream endpoint checks the tenant of the first line only. Every later line is sent whatever tenant it belongs to.",
        "name": "Jo", "address": "jo@reporter.example", "credit": true,
    }))?;
    let case = eva.newest_case()?;
    embargoed(stage, case, [&eva, &fin, &reporter], &before)?;
    stage.step_to(&before(49)?)?;
    body.decides(&eva)?;
    body.plans(today)?;
    stage.step_to(&before(30)?)?;
    stage.report(&json!({ "title": "Session cookie without a flag on the login page", "body": "The cookie set by the login page lacks the Secure flag." }))?;
    let second = eva.newest_case()?;
    stage.step_to(&before(27)?)?;
    eva.ask(second, "acknowledgement", &json!({}))?;
    stage.step_to(&before(2)?)?;
    stage.report(&json!({ "title": "Crash when a file name holds a newline", "body": "Importing a file whose name holds a newline ends the process." }))?;
    stage.step_to(&today.to_string())?;
    Ok(Open { case, receipt })
}

fn embargoed(
    stage: &Stage,
    case: CaseId,
    people: [&Person; 3],
    before: &impl Fn(i64) -> Result<String, jiff::Error>,
) -> anyhow::Result<()> {
    let [eva, fin, reporter] = people;
    stage.step_to(&before(98)?)?;
    eva.ask(case, "acknowledgement", &json!({}))?;
    eva.ask(case, "coordinator", &json!({ "person": eva.id }))?;
    eva.ask(case, "assessment", &json!({ "impact": "Log lines of other tenants, with whatever secrets stand in them.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" }))?;
    eva.ask(case, "acceptance", &json!({}))?;
    eva.ask(case, "advisory", &json!({}))?;
    eva.ask(case, "invitation", &json!({ "person": fin.id, "standing": "code_owner" }))?;
    stage.step_to(&before(90)?)?;
    fin.ask(case, "membership", &json!({}))?;
    fin.ask(case, "fork", &json!({ "location": "private fork lantern-7" }))?;
    stage.step_to(&before(72)?)?;
    eva.ask(case, "messages", &json!({ "to": "reporter", "text": "We can show it, and somebody is writing a fix. You will hear from us before the week is over." }))?;
    stage.step_to(&before(50)?)?;
    reporter.ask(
        case,
        "messages",
        &json!({ "to": "reporter", "text": "Good to hear. The export endpoint may have the same flaw." }),
    )?;
    fin.ask(
        case,
        "messages",
        &json!({ "to": "fixers", "text": "It does. One check for both is on the branch; tests are missing." }),
    )?;
    fin.ask(case, "score", &json!({ "vector": "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N" }))?;
    fin.ask(
        case,
        "draft",
        &json!({
            "title": "Log lines of other tenants are readable",
            "summary": "A tenant can read log lines of other tenants through the stream and export endpoints.",
            "details": "The tenant is compared for the first line of an answer only.",
            "affected": ["PyPI:lantern 2.0.0 last 2.4.1"],
            "weaknesses": ["CWE-639"],
        }),
    )
}
