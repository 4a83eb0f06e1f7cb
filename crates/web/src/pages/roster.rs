//! Who answers: the committee as everybody may know it (OSPS GV-01.01), and how one joins.
//!
//! Names and organisations; no address, no ballot, no absence.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use documents::words;
use domain::committee::decide::Verb;
use domain::policy::Nominator;

use super::answer::{Answer, failed, page};
use super::committee_fields as fields;
use super::fields::Kind;
use super::form::Form;
use super::frame::{Frame, Here};
use super::when;
use crate::app::App;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "roster.html")]
struct Roster {
    frame: Frame,
    name: String,
    seats: Vec<Row>,
    former: Vec<String>,
    thanks: Option<&'static str>,
    forms: Vec<Form<'static>>,
}

struct Row {
    name: String,
    organisation: String,
    since: String,
}

/// `GET /roster`: who answers reports.
pub(crate) async fn show(State(app): State<App>, session: Session, RawQuery(query): RawQuery) -> Answer {
    let Some(found) = app.desk.roster().await.map_err(failed(&app))? else { return Ok(sorry::not_found()) };
    let rules = found.policy.membership.as_ref();
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    let member = frame.is_member();
    let mut forms = Vec::new();
    if rules.is_some_and(|rules| rules.interest_open) && !member {
        forms.push(fields::form(Verb::ExpressInterest, &[], &[]));
    }
    let others = [Nominator::Maintainer, Nominator::Anybody];
    let nominate = rules.is_some_and(|rules| rules.nominators.iter().any(|who| others.contains(who)));
    if nominate && session.caller.person().is_some() && !member {
        forms.push(fields::form(Verb::Nominate, &[], &[]));
    }
    let row = |seat: &domain::committee::state::Seat| Row {
        name: words::named(&found.names, seat.person),
        organisation: seat.organisation.as_ref().map_or_else(String::new, |of| of.reveal().to_owned()),
        since: when::day(seat.since),
    };
    let thanks = match query.as_deref() {
        Some("thanks") => Some("The members have your note. They will write to you."),
        Some("nominated") => Some("The nomination is put to the members."),
        Some(_) | None => None,
    };
    let shown = Roster {
        frame,
        name: found.policy.body.name.reveal().to_owned(),
        seats: found.view.seats.iter().map(row).collect(),
        former: found.view.former.iter().map(|former| words::named(&found.names, former.seat.person)).collect(),
        thanks,
        forms,
    };
    Ok(page(StatusCode::OK, &shown))
}
