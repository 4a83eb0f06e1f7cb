//! The JSON API, one file per noun.
//!
//! Each handler reads, asks the desk and answers; rights to a case are the desk's to compute, at the moment of asking.

mod case_answer;
mod cases;
mod passkeys;
mod people;
mod proposals;
mod public;
mod reports;
mod session;
pub(crate) mod tokens;

use api::bodies::{self, NewReport};
use api::responses::{Advisories, Board, CaseAnswer, Done, InvitationAnswer, Invited, People, Receipt, Recoveries};

use axum::body::Bytes;
use axum::extract::State;

use self::people::{Change, Invitee};
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
        Route::get("/api/v1/people", Right::ReadPeople, people::list)
            .about("Everybody with an account.")
            .gives(200, Shape::of::<People>()),
        Route::post("/api/v1/people", Right::ManagePeople, people::create)
            .about("Invite somebody: an account and a one-time link.")
            .takes(Shape::of::<Invitee>())
            .gives(201, Shape::of::<Invited>()),
        Route::post("/api/v1/people/{person}/change", Right::ManagePeople, people::change)
            .about("Change somebody's name, address or organisation: the operator anybody's, a member their own.")
            .takes(Shape::of::<Change>())
            .gives(200, Shape::of::<Done>()),
        Route::post("/api/v1/people/{person}/removal", Right::ManagePeople, people::remove)
            .about("End somebody's account: sessions, links and letters end with it.")
            .gives(200, Shape::of::<Done>()),
        Route::delete("/api/v1/people/{person}/sessions", Right::ManagePeople, people::sign_out)
            .about(
                "Sign somebody out everywhere: the operator anybody, a member themselves and those who are no members.",
            )
            .gives(200, Shape::of::<Done>()),
        Route::get("/api/v1/recoveries", Right::ReadPeople, people::recoveries)
            .about("Who has passkeys, and whose are being recovered.")
            .gives(200, Shape::of::<Recoveries>()),
        Route::post("/api/v1/people/{person}/recovery", Right::Recover, people::recover)
            .about("Begin, approve or stop letting somebody in again who has lost every passkey.")
            .takes(Shape::of::<people::Step>())
            .gives(200, Shape::of::<Done>()),
        Route::get("/api/v1/cases", Right::Board, cases::list)
            .about("The board: what is owed, in order of urgency.")
            .gives(200, Shape::of::<Board>()),
        Route::get("/api/v1/cases/{case}", Right::ReadCase, cases::show)
            .about("One case, as the caller may know it.")
            .gives(200, Shape::of::<CaseAnswer>()),
        Route::get("/api/v1/cases/{case}/invitation", Right::ReadTerms, cases::invitation)
            .about("What the invited see before they agree.")
            .gives(200, Shape::of::<InvitationAnswer>()),
    ];
    routes.extend(session::routes());
    routes.extend(passkeys::routes());
    routes.extend(tokens::routes());
    routes.extend(proposals::routes());
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
