//! Proposals to change the policy: looked at, made, voted on, taken back. For members.
//!
//! A policy that cannot be kept is refused with its errors, each with its line; nothing is written then.

use api::responses::{
    Done, PolicyFinding, PolicyLook, ProposalAnswer, ProposalMade, ProposalState, Proposals, SaidAnswer,
};
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{Draft, ProposalPage, Proposed};
use documents::{policy_facts, words};
use domain::policy::{Ballot, Policy};
use domain::proposal::End;
use domain::voting::Choice;
use domain::words::Prose;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::path::ProposalPath;
use crate::problem::{Problem, failed};
use crate::route::{Right, Route, Shape};
use crate::session::Session;

/// A policy to be looked at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PolicyText {
    /// The file.
    policy: String,
}

/// A policy to be proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewProposal {
    /// The file.
    policy: String,
    /// Why.
    #[schema(value_type = String)]
    reason: Prose,
}

/// What somebody says of a proposal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Word {
    /// `yes`, `no` or `abstain`.
    #[schema(value_type = String, example = "yes")]
    choice: Choice,
    /// Why; an objection needs it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    reason: Option<Prose>,
}

/// The routes of proposals.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/policy-proposals", Right::ReadProposals, list)
            .about("Every proposal to change the policy, the last first.")
            .gives(200, Shape::of::<Proposals>()),
        Route::post("/api/v1/policy-proposals", Right::ChangePolicy, create)
            .about("Propose another policy; it is put to the vote that the policy in force demands.")
            .takes(Shape::of::<NewProposal>())
            .gives(201, Shape::of::<ProposalMade>()),
        Route::post("/api/v1/policy-look", Right::DraftPolicy, look)
            .about("What is wrong with a policy and what it would change; nothing is written.")
            .takes(Shape::of::<PolicyText>())
            .gives(200, Shape::of::<PolicyLook>()),
        Route::get("/api/v1/policy-proposals/{proposal}", Right::ReadProposals, show)
            .about("One proposal.")
            .gives(200, Shape::of::<ProposalAnswer>()),
        Route::post("/api/v1/policy-proposals/{proposal}/words", Right::ChangePolicy, say)
            .about("Say what you think of a proposal; your last word before the end counts.")
            .takes(Shape::of::<Word>())
            .gives(200, Shape::of::<Done>()),
        Route::post("/api/v1/policy-proposals/{proposal}/withdrawal", Right::ChangePolicy, take_back)
            .about("Take back what you proposed.")
            .gives(200, Shape::of::<Done>()),
    ]
}

/// Every proposal.
async fn list(State(app): State<App>, session: Session) -> Result<Json<Proposals>, Problem> {
    let pages = app.desk.proposals(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    Ok(Json(Proposals { proposals: pages.into_iter().map(|page| answer(&app.desk.policy(), page)).collect() }))
}

/// One proposal.
async fn show(
    State(app): State<App>,
    session: Session,
    ProposalPath(id): ProposalPath,
) -> Result<Json<ProposalAnswer>, Problem> {
    let page = app.desk.proposal(&session.caller, id).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    Ok(Json(answer(&app.desk.policy(), page)))
}

/// Looks at a policy without proposing it.
async fn look(State(app): State<App>, session: Session, body: Bytes) -> Result<Json<PolicyLook>, Problem> {
    let PolicyText { policy } = input::json(&body).map_err(Problem::Input)?;
    let draft = app.desk.look_at_policy(&session.caller, &policy).await.map_err(failed(&app))?;
    let Draft { report, differences } = draft.ok_or(Problem::NotFound)?;
    let findings = report.findings.into_iter().map(|finding| PolicyFinding {
        rule: finding.rule.id().to_owned(),
        severity: finding.severity.name().to_owned(),
        line: finding.line,
        what: finding.what,
        mend: finding.mend,
    });
    Ok(Json(PolicyLook { findings: findings.collect(), differences }))
}

/// Proposes a policy.
async fn create(
    State(app): State<App>,
    session: Session,
    body: Bytes,
) -> Result<(StatusCode, Json<ProposalMade>), Problem> {
    let NewProposal { policy, reason } = input::json(&body).map_err(Problem::Input)?;
    let made = app.desk.propose_policy(&session.caller, &policy, reason).await;
    let id = granted(made.map_err(failed(&app))?)?;
    Ok((StatusCode::CREATED, Json(ProposalMade { id })))
}

/// Says what a member thinks of it.
async fn say(
    State(app): State<App>,
    session: Session,
    ProposalPath(id): ProposalPath,
    body: Bytes,
) -> Result<Json<Done>, Problem> {
    let Word { choice, reason } = input::json(&body).map_err(Problem::Input)?;
    let said = app.desk.vote_on_policy(&session.caller, id, choice, reason).await;
    granted(said.map_err(failed(&app))?)?;
    Ok(Json(Done { done: true }))
}

/// Takes one's own back.
async fn take_back(
    State(app): State<App>,
    session: Session,
    ProposalPath(id): ProposalPath,
) -> Result<Json<Done>, Problem> {
    granted(app.desk.take_back_policy(&session.caller, id).await.map_err(failed(&app))?)?;
    Ok(Json(Done { done: true }))
}

/// What was done, or why it was not.
fn granted<T>(proposed: Proposed<T>) -> Result<T, Problem> {
    match proposed {
        Proposed::Done(done) => Ok(done),
        Proposed::Refused(refusal) => Err(Problem::Proposal(refusal)),
        Proposed::Unfit(report) => Err(Problem::Input(unfit(&report))),
        Proposed::NotFound => Err(Problem::NotFound),
    }
}

/// Why a policy cannot be proposed: its errors, each with its line.
fn unfit(report: &lint::Report) -> BadInput {
    let errors = report.errors().map(|finding| format!("line {}: {} {}", finding.line, finding.what, finding.mend));
    BadInput::of("policy", errors.collect::<Vec<_>>().join(" "))
}

fn answer(policy: &Policy, page: ProposalPage) -> ProposalAnswer {
    let ProposalPage { id, proposal, standing, differences, people } = page;
    let named = |id| people.iter().find(|person| person.id == id).map(|person| person.name.clone());
    let state = match proposal.end {
        None => ProposalState::Open,
        Some((_, End::Adopted)) => ProposalState::Adopted,
        Some((_, End::Rejected)) => ProposalState::Rejected,
        Some((_, End::TakenBack)) => ProposalState::TakenBack,
    };
    let said = proposal.said.iter().map(|(said, reason)| SaidAnswer {
        by: said.by,
        name: named(said.by),
        choice: said.choice,
        at: said.at,
        reason: reason.as_ref().map(|reason| reason.reveal().to_owned()),
    });
    ProposalAnswer {
        id,
        at: proposal.at,
        by: proposal.by.and_then(named),
        reason: proposal.reason.reveal().to_owned(),
        state,
        standing: words::standing(standing, proposal.end),
        vote: policy_facts::held(policy, Ballot::PolicyChange, &proposal.vote),
        differences,
        said: said.collect(),
        policy: proposal.text,
    }
}
