//! People: listed for those who choose among them, invited by them.
//!
//! The one-time link stands in the answer once, and nowhere else.

use api::input;
use api::responses::{Done, Invited, People, PersonAnswer, Recoveries, RecoveryRow};
use api::strict::MailAddress;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{Changed, NewPerson, Outcome, Person, PersonChange, Recoverable, RecoveryStep};
use domain::words::Line;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::path::PersonPath;
use crate::problem::{Problem, failed};
use crate::session::Session;

/// Somebody to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Invitee {
    /// As others see them.
    #[schema(value_type = String, max_length = 200)]
    name: Line,
    /// Where letters go.
    #[schema(value_type = String, max_length = 200)]
    address: MailAddress,
    /// For whom they work.
    #[schema(value_type = String, max_length = 200)]
    organisation: Line,
    /// Whether they join the response committee.
    #[serde(default)]
    committee: bool,
}

/// What is to be different about somebody; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    /// As others see them.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    name: Option<Line>,
    /// Where letters go.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    address: Option<MailAddress>,
    /// For whom they work.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    organisation: Option<Line>,
}

/// Changes what is kept of somebody.
pub(super) async fn change(
    State(app): State<App>,
    session: Session,
    PersonPath(id): PersonPath,
    body: Bytes,
) -> Result<Json<Done>, Problem> {
    let Change { name, address, organisation } = input::json(&body).map_err(Problem::Input)?;
    let change = PersonChange { name, address: address.map(|address| address.0), organisation };
    granted(app.desk.change_person(&session.caller, id, change).await.map_err(failed(&app))?)
}

/// Ends somebody's account.
pub(super) async fn remove(
    State(app): State<App>,
    session: Session,
    PersonPath(id): PersonPath,
) -> Result<Json<Done>, Problem> {
    granted(app.desk.remove_person(&session.caller, id).await.map_err(failed(&app))?)
}

/// Signs somebody out everywhere.
pub(super) async fn sign_out(
    State(app): State<App>,
    session: Session,
    PersonPath(id): PersonPath,
) -> Result<Json<Done>, Problem> {
    granted(app.desk.sign_out_everywhere(&session.caller, id).await.map_err(failed(&app))?)
}

fn granted(changed: Changed) -> Result<Json<Done>, Problem> {
    match changed {
        Changed::Done => Ok(Json(Done { done: true })),
        Changed::Refused(refusal) => Err(Problem::Account(refusal)),
        Changed::NotFound => Err(Problem::NotFound),
    }
}

/// A step of a recovery.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// `begin`, `approve` or `stop`.
    #[schema(value_type = String, example = "approve")]
    step: RecoveryStep,
}

/// Begins, approves or stops letting somebody in again who has lost every passkey.
pub(super) async fn recover(
    State(app): State<App>,
    session: Session,
    PersonPath(id): PersonPath,
    body: Bytes,
) -> Result<Json<Done>, Problem> {
    let Step { step } = input::json(&body).map_err(Problem::Input)?;
    let done = app.desk.recover_passkeys(&session.caller, id, step).await.map_err(failed(&app))?;
    if done { Ok(Json(Done { done })) } else { Err(Problem::NotFound) }
}

/// Everybody who has passkeys, and the recovery of them if one is on its way.
pub(super) async fn recoveries(State(app): State<App>, session: Session) -> Result<Json<Recoveries>, Problem> {
    let people = app.desk.recoveries(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let row = |Recoverable { person, recovery }: Recoverable| RecoveryRow {
        id: person.id,
        name: person.name,
        begun_at: recovery.as_ref().map(|recovery| recovery.begun_at),
        missing: recovery.as_ref().map(|recovery| recovery.missing),
        ends_at: recovery.and_then(|recovery| recovery.ends_at),
    };
    Ok(Json(Recoveries { people: people.into_iter().map(row).collect() }))
}

/// Everybody with an account.
pub(super) async fn list(State(app): State<App>, session: Session) -> Result<Json<People>, Problem> {
    let people = app.desk.people(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    Ok(Json(People { people: people.into_iter().map(answer).collect() }))
}

fn answer(person: Person) -> PersonAnswer {
    let Person { id, name, address: _, organisation, committee, removed_at } = person;
    PersonAnswer { id, name, organisation, committee, removed_at }
}

/// Invites somebody.
pub(super) async fn create(
    State(app): State<App>,
    session: Session,
    body: Bytes,
) -> Result<(StatusCode, Json<Invited>), Problem> {
    let Invitee { name, address, organisation, committee } = input::json(&body).map_err(Problem::Input)?;
    let (desk, new) = (app.desk.clone(), NewPerson { name, address: address.0, organisation, committee });
    // An account without its link would be of no use: the two are made even when the caller has hung up.
    let invited = app.to_the_end(async move { desk.invite(&session.caller, new).await }).await.map_err(failed(&app))?;
    match invited {
        Outcome::Done((id, code)) => {
            let link = format!("{}/sign-in/{code}", app.desk.base_url());
            Ok((StatusCode::CREATED, Json(Invited { id, link })))
        }
        Outcome::Refused(refusal) => Err(Problem::Refused(refusal)),
        Outcome::NotFound => Err(Problem::NotFound),
    }
}
