//! The pages: what people see. They work without scripts; every change is a form, and leads to the page that shows it.
//!
//! [`routes`] lists them for the registry.
//!
//! Knows templates and the order of things on them. Asks the desk, decides nothing; who may read what was decided before it
//! came here.

mod access;
mod actions;
mod answer;
mod asked;
mod asking;
mod assets;
mod ballot;
mod board;
mod candidates;
mod case;
mod clocks;
mod committee;
mod committee_fields;
mod door;
mod duties;
mod entry_fields;
mod facts;
mod fields;
mod form;
mod frame;
mod openings;
mod own_reports;
mod passkeys;
mod password;
mod people;
mod picture;
mod proposals;
mod provider;
mod public;
mod readers;
mod recoveries;
mod report;
mod reporter;
mod roster;
mod sessions;
mod steps;
mod story;
mod talk;
mod tokens;
mod when;

use axum::body::Bytes;
use axum::extract::State;
use domain::case::decide::{self, Verb};
use domain::people::Role;

use crate::app::App;
use crate::path::CasePath;
use crate::route::{Limited, Right, Route};
use crate::session::Session;

/// The routes of the pages.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/", Right::ReadPublic, public::home).about("What this desk is for."),
        Route::get("/advisories", Right::ReadPublic, public::advisories).about("Published advisories."),
        Route::get("/advisories/{slug}", Right::ReadPublic, public::advisory).about("One advisory."),
        Route::get("/policy", Right::ReadPublic, public::policy).about("The policy in force."),
        Route::get("/policy.toml", Right::ReadPublic, public::policy_file).about("The policy in force, as a file."),
        Route::get("/policy-proposals", Right::ReadProposals, proposals::list).about("Changes of the policy."),
        Route::post("/policy-proposals", Right::ChangePolicy, proposals::create)
            .about("Look at a policy, or propose it."),
        Route::get("/policy-proposals/{proposal}", Right::ReadProposals, proposals::show)
            .about("One change of the policy."),
        Route::post("/policy-proposals/{proposal}/words", Right::ChangePolicy, proposals::say)
            .about("What you think of it."),
        Route::post("/policy-proposals/{proposal}/withdrawal", Right::ChangePolicy, proposals::take_back)
            .about("Take your proposal back."),
        Route::get("/.well-known/security.txt", Right::ReadPublic, public::security_txt)
            .about("Where to report (RFC 9116)."),
        Route::get("/assets/style.css", Right::ReadPublic, assets::style).about("The stylesheet."),
        Route::get("/assets/passkey.js", Right::ReadPublic, assets::passkey).about("The script of passkeys."),
        Route::get("/assets/favicon.svg", Right::ReadPublic, assets::icon).about("The icon."),
        Route::get("/report", Right::Report, report::form).about("The form for a report."),
        Route::post("/report", Right::Report, report::receive).limited(Limited::Reports).about("Report; the receipt."),
        Route::get("/receipt", Right::SignIn, report::receipt).about("Where a receipt's code is entered."),
        Route::post("/receipt", Right::SignIn, report::open).limited(Limited::Codes).about("Open a report."),
        Route::get("/sign-in", Right::SignIn, door::field).about("Where a one-time link is entered."),
        Route::get("/sign-in/{code}", Right::SignIn, door::button).about("A one-time link, not yet used."),
        Route::post("/sign-in", Right::SignIn, door::sign_in).limited(Limited::Codes).about("Use a one-time link."),
        Route::post("/sign-out", Right::SignOut, door::sign_out).about("End the session."),
        Route::get("/sessions", Right::OwnSessions, sessions::list).about("Where one is signed in."),
        Route::post("/sessions/terminal", Right::OwnTerminal, sessions::terminal)
            .about("A code that signs in one's terminal."),
        Route::post("/sessions/others/end", Right::OwnSessions, sessions::end_others).about("End all but this one."),
        Route::post("/sessions/{session}/end", Right::OwnSessions, sessions::end_one).about("End one of them."),
        Route::get("/tokens", Right::OwnTokens, tokens::list).about("Tokens with which programs act for one."),
        Route::post("/tokens", Right::MakeToken, tokens::make).about("Make one; it is shown once."),
        Route::post("/tokens/{token}/end", Right::OwnTokens, tokens::end).about("End one of them."),
        Route::post("/my-report/account", Right::KeepReport, own_reports::keep)
            .limited(Limited::Codes)
            .about("Turn the receipt into an account."),
        Route::post("/my-reports", Right::OwnReports, own_reports::add)
            .limited(Limited::Codes)
            .about("Add a report to one's account, by its receipt."),
        Route::get("/my-report", Right::OwnReport, asking::mine).about("The reporter's own page."),
        Route::get("/access", Right::AskToSee, access::form).about("Asking to see a case."),
        Route::post("/access", Right::AskToSee, access::ask).about("Ask to see a case."),
        Route::get("/board", Right::Board, board::show).about("What is owed, the most urgent first."),
        Route::get("/cases/{case}", Right::ReadCase, asking::show).about("A case."),
        Route::get("/cases/{case}/readers", Right::ReadReaders, readers::list).about("Who has seen it."),
        Route::get("/cases/{case}/candidates", Right::ReadCandidates, candidates::list)
            .about("Code owners who could be asked in."),
        Route::get("/cases/{case}/invitation", Right::ReadTerms, asking::invitation)
            .about("The terms, before anything else."),
    ];
    routes.extend(of_people());
    routes.extend(of_committee());
    routes.extend(of_passkeys());
    for verb in Verb::ALL.into_iter().filter(|verb| verb.is_asked_by_people()) {
        let about = documents::words::verb(verb).0;
        let ask = move |app: State<App>, session: Session, case: CasePath, body: Bytes| {
            asking::ask(verb, app, session, case, body)
        };
        routes.push(Route::post(format!("/cases/{{case}}/{}", verb.noun()), Right::AskOfCase(verb), ask).about(about));
        if decide::may_ask(Role::Reporter, verb) {
            let ask = move |app: State<App>, session: Session, body: Bytes| asking::ask_mine(verb, app, session, body);
            routes.push(
                Route::post(format!("/my-report/{}", verb.noun()), Right::AskOfOwnReport(verb), ask).about(about),
            );
        }
    }
    routes
}

fn of_people() -> Vec<Route> {
    vec![
        Route::get("/people", Right::ReadPeople, people::list).about("Who has an account."),
        Route::post("/people", Right::ManagePeople, people::invite).about("Invite somebody; the one-time link."),
        Route::get("/people/{person}", Right::ReadPeople, people::show).about("What is kept of somebody."),
        Route::post("/people/{person}/change", Right::ManagePeople, people::change).about("Change it."),
        Route::post("/people/{person}/removal", Right::ManagePeople, people::remove)
            .about("End the account; step down."),
        Route::get("/people/{person}/openings", Right::ReadPeople, openings::show)
            .about("What opens the desk in their name, of an ended account too."),
        Route::post("/people/{person}/sign-out", Right::ManagePeople, people::sign_out)
            .about("Sign them out everywhere."),
        Route::get("/recoveries", Right::ReadPeople, recoveries::list).about("Who has lost every passkey."),
        Route::post("/people/{person}/recovery", Right::Recover, recoveries::step)
            .about("Begin, approve or stop letting them in again."),
    ]
}

fn of_committee() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/roster", Right::ReadRoster, roster::show).about("Who answers reports."),
        Route::get("/committee", Right::ReadCommittee, committee::show).about("The committee."),
        Route::get("/committee/ballots/{ballot}", Right::ReadCommittee, ballot::show).about("One of its ballots."),
        Route::get("/committee/calendar", Right::ReadCalendar, duties::calendar).about("Who is away and on call."),
        Route::get("/my-duties", Right::ReadCalendar, duties::mine).about("One's own duties."),
    ];
    routes.extend(committee::Verb::ASKED.into_iter().map(|verb| {
        let ask = move |app: State<App>, session: Session, body: Bytes| async move {
            committee::ask(verb, app, session, body).await
        };
        let path = format!("/committee/{}", verb.noun());
        let about = documents::words::committee_verb(verb).0;
        let route = Route::post(path, Right::of_committee(verb), ask).about(about);
        if verb == committee::Verb::ExpressInterest { route.limited(Limited::Reports) } else { route }
    }));
    routes
}

fn of_passkeys() -> Vec<Route> {
    vec![
        Route::post("/sign-in/passkey", Right::SignIn, door::with_passkey)
            .limited(Limited::Codes)
            .about("Sign in with a passkey."),
        Route::post("/sign-in/password", Right::SignIn, door::with_password)
            .limited(Limited::Codes)
            .about("Sign in with a password and an authenticator app."),
        Route::get("/sign-in/provider", Right::SignIn, provider::ask)
            .limited(Limited::Codes)
            .about("To the identity provider."),
        Route::get("/sign-in/provider/back", Right::SignIn, provider::back)
            .limited(Limited::Codes)
            .about("Back from the identity provider."),
        Route::get("/provider", Right::OwnProvider, provider::show).about("One's own link with the identity provider."),
        Route::get("/provider/ask", Right::LinkProvider, provider::ask_to_link)
            .about("To the identity provider, to link one's account."),
        Route::post("/provider/removal", Right::LinkProvider, provider::remove).about("End the link."),
        Route::get("/password", Right::OwnPassword, password::show).about("One's own password."),
        Route::post("/password", Right::SetPassword, password::set).about("Set it, with an authenticator app."),
        Route::post("/password/removal", Right::SetPassword, password::remove).about("Remove it."),
        Route::get("/passkeys", Right::OwnPasskeys, passkeys::list).about("One's own passkeys."),
        Route::post("/passkeys", Right::OwnPasskeys, passkeys::add).about("Add a passkey."),
        Route::post("/passkeys/{passkey}/removal", Right::DropPasskey, passkeys::remove).about("Remove one of them."),
        Route::get("/verify", Right::OwnPasskeys, passkeys::ask).about("Where a passkey is shown again."),
        Route::post("/verify", Right::OwnPasskeys, passkeys::verify).about("Show a passkey again."),
        Route::get("/confirm/{confirmation}", Right::OwnDecisions, passkeys::show)
            .about("A decision that waits for a passkey."),
        Route::post("/confirm/{confirmation}", Right::OwnDecisions, passkeys::confirm)
            .about("Confirm it; it is done then."),
    ]
}
