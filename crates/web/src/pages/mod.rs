//! The pages: what people see. They work without scripts; every change is a form, and leads to the page that shows it.
//!
//! [`routes`] lists them for the registry.
//!
//! Knows templates and the order of things on them. Asks the desk, decides nothing; who may read what was decided before it
//! came here.

mod actions;
mod answer;
mod asked;
mod asking;
mod assets;
mod board;
mod case;
mod clocks;
mod door;
mod entry_fields;
mod facts;
mod fields;
mod form;
mod frame;
mod passkeys;
mod people;
mod picture;
mod proposals;
mod public;
mod report;
mod reporter;
mod sessions;
mod steps;
mod story;
mod talk;
mod when;

use axum::body::Bytes;
use axum::extract::State;
use domain::case::decide::{self, Verb};
use domain::people::Role;

use crate::app::App;
use crate::path::CasePath;
use crate::route::{Limited, Route, Who};
use crate::session::Session;

/// The routes of the pages.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/", Who::Anybody, public::home).about("What this desk is for."),
        Route::get("/advisories", Who::Anybody, public::advisories).about("Published advisories."),
        Route::get("/advisories/{slug}", Who::Anybody, public::advisory).about("One advisory."),
        Route::get("/policy", Who::Anybody, public::policy).about("The policy in force."),
        Route::get("/policy.toml", Who::Anybody, public::policy_file).about("The policy in force, as a file."),
        Route::get("/policy-proposals", Who::Committee, proposals::list).about("Changes of the policy."),
        Route::post("/policy-proposals", Who::Committee, proposals::create).about("Look at a policy, or propose it."),
        Route::get("/policy-proposals/{proposal}", Who::Committee, proposals::show).about("One change of the policy."),
        Route::post("/policy-proposals/{proposal}/words", Who::Committee, proposals::say)
            .about("What you think of it."),
        Route::post("/policy-proposals/{proposal}/withdrawal", Who::Committee, proposals::take_back)
            .about("Take your proposal back."),
        Route::get("/.well-known/security.txt", Who::Anybody, public::security_txt)
            .about("Where to report (RFC 9116)."),
        Route::get("/assets/style.css", Who::Anybody, assets::style).about("The stylesheet."),
        Route::get("/assets/passkey.js", Who::Anybody, assets::passkey).about("The script of passkeys."),
        Route::get("/assets/favicon.svg", Who::Anybody, assets::icon).about("The icon."),
        Route::get("/report", Who::Anybody, report::form).about("The form for a report."),
        Route::post("/report", Who::Anybody, report::receive).limited(Limited::Reports).about("Report; the receipt."),
        Route::get("/receipt", Who::Anybody, report::receipt).about("Where a receipt's code is entered."),
        Route::post("/receipt", Who::Anybody, report::open).limited(Limited::Codes).about("Open a report."),
        Route::get("/sign-in", Who::Anybody, door::field).about("Where a one-time link is entered."),
        Route::get("/sign-in/{code}", Who::Anybody, door::button).about("A one-time link, not yet used."),
        Route::post("/sign-in", Who::Anybody, door::sign_in).limited(Limited::Codes).about("Use a one-time link."),
        Route::post("/sign-out", Who::Anybody, door::sign_out).about("End the session."),
        Route::get("/sessions", Who::Participant, sessions::list).about("Where one is signed in."),
        Route::post("/sessions/terminal", Who::Person, sessions::terminal)
            .fresh()
            .about("A code that signs in one's terminal."),
        Route::post("/sessions/others/end", Who::Participant, sessions::end_others).about("End all but this one."),
        Route::post("/sessions/{session}/end", Who::Participant, sessions::end_one).about("End one of them."),
        Route::get("/my-report", Who::Reporter, asking::mine).about("The reporter's own page."),
        Route::get("/board", Who::Person, board::show).about("What is owed, the most urgent first."),
        Route::get("/people", Who::Committee, people::list).about("Who has an account."),
        Route::post("/people", Who::Committee, people::invite).fresh().about("Invite somebody; the one-time link."),
        Route::get("/people/{person}", Who::Committee, people::show).about("What is kept of somebody."),
        Route::post("/people/{person}/change", Who::Committee, people::change).fresh().about("Change it."),
        Route::post("/people/{person}/removal", Who::Committee, people::remove)
            .fresh()
            .about("End the account; step down."),
        Route::post("/people/{person}/sign-out", Who::Committee, people::sign_out)
            .fresh()
            .about("Sign them out everywhere."),
        Route::get("/cases/{case}", Who::Participant, asking::show).about("A case."),
        Route::get("/cases/{case}/invitation", Who::Person, asking::invitation)
            .about("The terms, before anything else."),
    ];
    routes.extend(of_passkeys());
    for verb in Verb::ALL.into_iter().filter(|verb| verb.is_asked_by_people()) {
        let about = documents::words::verb(verb).0;
        let ask = move |app: State<App>, session: Session, case: CasePath, body: Bytes| {
            asking::ask(verb, app, session, case, body)
        };
        routes.push(Route::post(format!("/cases/{{case}}/{}", verb.noun()), Who::Participant, ask).about(about));
        if decide::may_ask(Role::Reporter, verb) {
            let ask = move |app: State<App>, session: Session, body: Bytes| asking::ask_mine(verb, app, session, body);
            routes.push(Route::post(format!("/my-report/{}", verb.noun()), Who::Reporter, ask).about(about));
        }
    }
    routes
}

fn of_passkeys() -> Vec<Route> {
    vec![
        Route::post("/sign-in/passkey", Who::Anybody, door::with_passkey)
            .limited(Limited::Codes)
            .about("Sign in with a passkey."),
        Route::get("/passkeys", Who::Person, passkeys::list).about("One's own passkeys."),
        Route::post("/passkeys", Who::Person, passkeys::add).about("Add a passkey."),
        Route::post("/passkeys/{passkey}/removal", Who::Person, passkeys::remove).about("Remove one of them."),
        Route::get("/verify", Who::Person, passkeys::ask).about("Where a passkey is shown again."),
        Route::post("/verify", Who::Person, passkeys::verify).about("Show a passkey again."),
        Route::get("/confirm/{confirmation}", Who::Person, passkeys::show)
            .about("A decision that waits for a passkey."),
        Route::post("/confirm/{confirmation}", Who::Person, passkeys::confirm).about("Confirm it; it is done then."),
    ]
}
