//! Cases: the board, one case, and everything anyone may ask of it.
//!
//! Knows what is asked and how it is answered; whether a case exists for the caller is the desk's to say.

use api::bodies::{self, Encoding};
use api::responses::{Board, CandidateRow, Candidates, CaseAnswer, Done, InvitationAnswer, ReaderRow, Readers, Row};
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use desk::{BoardQuery, Caller, Filter, Outcome};
use domain::case::decide::Verb;
use domain::ids::CaseId;
use serde::Deserialize;

use super::case_answer::case_answer;
use crate::app::App;
use crate::path::CasePath;
use crate::problem::{Problem, failed};
use crate::session::Session;

/// What is asked of the board, as a query.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    filter: Listed,
    #[serde(default)]
    mine: bool,
    #[serde(default)]
    after: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Listed {
    #[default]
    Open,
    Closed,
    All,
}

/// The board.
pub(super) async fn list(
    State(app): State<App>,
    session: Session,
    RawQuery(query): RawQuery,
) -> Result<Json<Board>, Problem> {
    let query = board_query(query.as_deref().unwrap_or_default()).map_err(Problem::Input)?;
    let board = app.desk.board(&session.caller, query).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let name = |row: &domain::case::index::IndexRow| board.people.get(&row.coordinator?).map(|one| one.name.clone());
    Ok(Json(Board {
        cases: board.rows.iter().map(|row| Row::new(row, name(row), board.now)).collect(),
        next: board.next.map(|next| next.to_string()),
        invitations: board.invitations,
        as_of: board.now,
    }))
}

fn board_query(query: &str) -> Result<BoardQuery, BadInput> {
    let Wanted { filter, mine, after } = input::form(query.as_bytes())?;
    let filter = match filter {
        Listed::Open => Filter::Open,
        Listed::Closed => Filter::Closed,
        Listed::All => Filter::All,
    };
    let after = after.map(|place| place.parse().map_err(|error| BadInput::of("after", error))).transpose()?;
    Ok(BoardQuery { filter, mine, after })
}

/// One case.
pub(super) async fn show(
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
) -> Result<Json<CaseAnswer>, Problem> {
    shown(&app, &session.caller, case).await
}

/// A case as its caller may know it.
pub(super) async fn shown(app: &App, caller: &Caller, case: CaseId) -> Result<Json<CaseAnswer>, Problem> {
    let page = app.desk.open(caller, case).await.map_err(failed(app))?.ok_or(Problem::NotFound)?;
    Ok(Json(case_answer(&page)))
}

/// Who has seen a case.
pub(super) async fn readers(
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
) -> Result<Json<Readers>, Problem> {
    let found = app.desk.readers(&session.caller, case).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let row = |desk::Reader { name, seen }: desk::Reader| ReaderRow {
        name,
        place: seen.place,
        first_at: seen.first_at,
        last_at: seen.last_at,
        entries: seen.version,
    };
    Ok(Json(Readers { readers: found.into_iter().map(row).collect() }))
}

/// Of which file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfFile {
    #[serde(default)]
    path: Option<String>,
}

/// Whom the project's repository names.
pub(super) async fn candidates(
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
    RawQuery(query): RawQuery,
) -> Result<Json<Candidates>, Problem> {
    let read = input::form(query.as_deref().unwrap_or_default().as_bytes());
    let OfFile { path } = match read {
        Ok(wanted) => wanted,
        Err(bad) => return Err(unreadable(&app, &session.caller, case, bad).await),
    };
    let found = app.desk.candidates(&session.caller, case, path.as_deref()).await.map_err(failed(&app))?;
    let row = |candidate: desk::Candidate| {
        let (person, name) = candidate.account.map_or((None, None), |(id, name)| (Some(id), Some(name)));
        CandidateRow { owner: candidate.owner.to_string(), person, name, takes_part: candidate.takes_part }
    };
    Ok(Json(Candidates { candidates: found.ok_or(Problem::NotFound)?.into_iter().map(row).collect() }))
}

/// What the invited see before they agree.
pub(super) async fn invitation(
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
) -> Result<Json<InvitationAnswer>, Problem> {
    let invitation = app.desk.invitation(&session.caller, case).await.map_err(failed(&app))?;
    let policy = invitation.ok_or(Problem::NotFound)?.policy;
    let (project, terms) = (policy.project.name.reveal().to_owned(), policy.embargo.terms.reveal().to_owned());
    Ok(Json(InvitationAnswer { project, terms }))
}

/// Asks one thing of a case.
pub(super) async fn ask(
    verb: Verb,
    State(app): State<App>,
    session: Session,
    CasePath(case): CasePath,
    body: Bytes,
) -> Result<Json<Done>, Problem> {
    let caller = session.caller;
    let request = match bodies::parse(verb, &body, Encoding::Json).ok_or(Problem::NotFound)? {
        Ok(request) => request,
        Err(bad) => return Err(unreadable(&app, &caller, case, bad).await),
    };
    match app.desk.ask(&caller, case, request).await.map_err(failed(&app))? {
        Outcome::Done(()) => Ok(Json(Done { done: true })),
        Outcome::Refused(refusal) => Err(Problem::RefusedTo(verb, refusal)),
        Outcome::NotFound => Err(Problem::NotFound),
    }
}

/// What is wrong with a body is told to those for whom there is such a case; for others there is nothing to be wrong about.
async fn unreadable(app: &App, caller: &Caller, case: CaseId, bad: BadInput) -> Problem {
    let known = async {
        let reads = app.desk.reads(caller, case).await?;
        Ok(reads || app.desk.invitation(caller, case).await?.is_some())
    };
    match known.await {
        Ok(true) => Problem::Input(bad),
        Ok(false) => Problem::NotFound,
        Err(fault) => Problem::fault(app, &fault),
    }
}
