//! People: listed for those who choose among them, invited by them.
//!
//! The one-time link stands in the answer once, and nowhere else.

use api::OfficeChoice;
use api::input;
use api::responses::{Done, Invited, OpeningsAnswer, People, PersonAnswer, Recoveries, RecoveryRow};
use api::strict::MailAddress;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{Changed, NewPerson, Openings, Outcome, Person, PersonChange, Recoverable, RecoveryStep};
use domain::words::Line;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::path::PersonPath;
use crate::problem::{Problem, failed};
use crate::route::{Right, Route, Shape};
use crate::session::Session;

/// The routes of people.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/people", Right::ReadPeople, list)
            .about("Everybody with an account.")
            .gives(200, Shape::of::<People>()),
        Route::post("/api/v1/people", Right::ManagePeople, create)
            .about("Invite somebody: an account and a one-time link. Stewards invite nobody to the committee or an office.")
            .takes(Shape::of::<Invitee>())
            .gives(201, Shape::of::<Invited>()),
        Route::post("/api/v1/people/{person}/change", Right::ManagePeople, change)
            .about("Change what is kept of somebody: the operator of anybody, a member of themselves and of who is no member.")
            .takes(Shape::of::<Change>())
            .gives(200, Shape::of::<Done>()),
        Route::post("/api/v1/people/{person}/removal", Right::ManagePeople, remove)
            .about("End somebody's account: sessions, links and letters end with it.")
            .gives(200, Shape::of::<Done>()),
        Route::get("/api/v1/people/{person}/openings", Right::ReadPeople, openings)
            .about("What opens the desk in somebody's name now, of an account that has ended too.")
            .gives(200, Shape::of::<OpeningsAnswer>()),
        Route::delete("/api/v1/people/{person}/sessions", Right::ManagePeople, sign_out)
            .about(
                "Sign somebody out everywhere: the operator anybody, a member themselves and those who are no members.",
            )
            .gives(200, Shape::of::<Done>()),
        Route::get("/api/v1/recoveries", Right::ReadPeople, recoveries)
            .about("Who has passkeys, and whose are being recovered.")
            .gives(200, Shape::of::<Recoveries>()),
        Route::post("/api/v1/people/{person}/recovery", Right::Recover, recover)
            .about("Begin, approve or stop letting somebody in again who has lost every passkey.")
            .takes(Shape::of::<Step>())
            .gives(200, Shape::of::<Done>()),
    ]
}

/// Somebody to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Invitee {
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
    /// What they look after, if they do not.
    #[serde(default)]
    office: OfficeChoice,
}

/// What is to be different about somebody; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Change {
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
    /// What they are called at the forge; empty takes it away.
    #[serde(default)]
    #[schema(max_length = 200)]
    handle: Option<String>,
    /// What they look after from now on.
    #[serde(default)]
    office: Option<OfficeChoice>,
}

/// Changes what is kept of somebody.
async fn change(
    State(app): State<App>,
    session: Session,
    PersonPath(id): PersonPath,
    body: Bytes,
) -> Result<Json<Done>, Problem> {
    let Change { name, address, organisation, handle, office } = input::json(&body).map_err(Problem::Input)?;
    let office = office.map(OfficeChoice::office);
    let change = PersonChange { name, address: address.map(|address| address.0), organisation, handle, office };
    granted(app.desk.change_person(&session.caller, id, change).await.map_err(failed(&app))?)
}

/// Ends somebody's account.
async fn remove(State(app): State<App>, session: Session, PersonPath(id): PersonPath) -> Result<Json<Done>, Problem> {
    granted(app.desk.remove_person(&session.caller, id).await.map_err(failed(&app))?)
}

/// Signs somebody out everywhere.
async fn sign_out(State(app): State<App>, session: Session, PersonPath(id): PersonPath) -> Result<Json<Done>, Problem> {
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
struct Step {
    /// `begin`, `approve` or `stop`.
    #[schema(value_type = String, example = "approve")]
    step: RecoveryStep,
}

/// Begins, approves or stops letting somebody in again who has lost every passkey.
async fn recover(
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
async fn recoveries(State(app): State<App>, session: Session) -> Result<Json<Recoveries>, Problem> {
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
async fn list(State(app): State<App>, session: Session) -> Result<Json<People>, Problem> {
    let people = app.desk.people(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    Ok(Json(People { people: people.into_iter().map(answer).collect() }))
}

fn answer(person: Person) -> PersonAnswer {
    let Person { id, name, address: _, organisation, handle, said_by: _, committee, office, removed_at } = person;
    PersonAnswer { id, name, organisation, handle, committee, office: office.into(), removed_at }
}

/// Invites somebody.
async fn create(State(app): State<App>, session: Session, body: Bytes) -> Result<(StatusCode, Json<Invited>), Problem> {
    let Invitee { name, address, organisation, committee, office } = input::json(&body).map_err(Problem::Input)?;
    let new = NewPerson { name, address: address.0, organisation, committee, office: office.office() };
    let invited = app.desk.invite(&session.caller, new).await.map_err(failed(&app))?;
    match invited {
        Outcome::Done((id, code)) => {
            let link = format!("{}/sign-in/{code}", app.desk.base_url());
            Ok((StatusCode::CREATED, Json(Invited { id, link })))
        }
        Outcome::Refused(refusal) => Err(Problem::Account(refusal)),
        Outcome::NotFound => Err(Problem::NotFound),
    }
}

async fn openings(
    State(app): State<App>,
    session: Session,
    PersonPath(id): PersonPath,
) -> Result<Json<OpeningsAnswer>, Problem> {
    let report = app.desk.openings(&session.caller, id).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let Openings { sessions, links, passkeys, passwords, providers, tokens, cases } = report.openings;
    let (shut, at) = (report.is_shut(), report.at);
    let (name, removed_at) = (report.person.name, report.person.removed_at);
    Ok(Json(OpeningsAnswer {
        id,
        name,
        removed_at,
        at,
        shut,
        sessions,
        links,
        passkeys,
        passwords,
        providers,
        tokens,
        cases,
    }))
}
