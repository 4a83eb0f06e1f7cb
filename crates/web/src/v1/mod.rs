//! The JSON API, one file per noun.
//!
//! Each handler reads, asks the desk and answers; rights to a case are the desk's to compute, at the moment of asking.

pub(crate) mod access;
mod case_answer;
mod cases;
mod committee;
pub(crate) mod own_reports;
mod passkeys;
pub(crate) mod passwords;
mod people;
mod proposals;
mod provider;
mod public;
mod reports;
mod session;
pub(crate) mod tokens;

use api::bodies::{self, NewReport};
use api::responses::{Advisories, Board, Candidates, CaseAnswer, Done, InvitationAnswer, Readers, Receipt};

use axum::body::Bytes;
use axum::extract::State;

use crate::app::App;
use crate::path::CasePath;
use crate::route::{Limited, Right, Route, Shape};
use crate::session::Session;

/// The routes of the API.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/healthz", Right::ReadPublic, public::health).about("Whether the desk answers."),
        Route::get("/api/v1/advisories", Right::ReadPublic, public::list)
            .about("Published advisories, newest first.")
            .gives(200, Shape::of::<Advisories>()),
        Route::get("/api/v1/advisories/{slug}", Right::ReadPublic, public::show).about("One published advisory."),
        Route::get("/api/v1/advisories/{slug}/osv", Right::ReadPublic, public::osv)
            .about("One published advisory as an OSV record."),
        Route::get("/api/v1/policy", Right::ReadPublic, public::policy).about("The policy in force for new cases."),
        Route::post("/api/v1/reports", Right::Report, reports::create)
            .limited(Limited::Reports)
            .about("Report a vulnerability. Answered when it is durable.")
            .takes(Shape::of::<NewReport>())
            .gives(201, Shape::of::<Receipt>()),
        Route::get("/api/v1/report", Right::OwnReport, reports::mine)
            .about("The case whose receipt the caller holds.")
            .gives(200, Shape::of::<CaseAnswer>()),
        Route::get("/api/v1/cases", Right::Board, cases::list)
            .about("The board: what is owed, in order of urgency.")
            .gives(200, Shape::of::<Board>()),
        Route::get("/api/v1/cases/{case}", Right::ReadCase, cases::show)
            .about("One case, as the caller may know it.")
            .gives(200, Shape::of::<CaseAnswer>()),
        Route::get("/api/v1/cases/{case}/readers", Right::ReadReaders, cases::readers)
            .about("Who has seen the case, whoever saw it last first.")
            .gives(200, Shape::of::<Readers>()),
        Route::get("/api/v1/cases/{case}/candidates", Right::ReadCandidates, cases::candidates)
            .about(
                "Whom the project's repository names, of one file if `path` says which; those with an account first.",
            )
            .gives(200, Shape::of::<Candidates>()),
        Route::get("/api/v1/cases/{case}/invitation", Right::ReadTerms, cases::invitation)
            .about("What the invited see before they agree.")
            .gives(200, Shape::of::<InvitationAnswer>()),
    ];
    routes.extend(people::routes());
    routes.extend(session::routes());
    routes.extend(passkeys::routes());
    routes.extend(access::routes());
    routes.extend(own_reports::routes());
    routes.extend(passwords::routes());
    routes.extend(provider::routes());
    routes.extend(tokens::routes());
    routes.extend(proposals::routes());
    routes.extend(committee::routes());
    routes.extend(bodies::schemas().into_iter().map(|(verb, _, _)| {
        let (label, help) = documents::words::verb(verb);
        let path = format!("/api/v1/cases/{{case}}/{}", verb.noun());
        let handler = move |app: State<App>, session: Session, case: CasePath, body: Bytes| {
            cases::ask(verb, app, session, case, body)
        };
        Route::post(path, Right::AskOfCase(verb), handler)
            .about(format!("{label}. {help}"))
            .takes(Shape::Verb(verb))
            .gives(200, Shape::of::<Done>())
    }));
    routes
}
