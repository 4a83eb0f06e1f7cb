//! Who does what: one's own duties, and the calendar of who is away and on call.
//!
//! For members alone. The calendar is a file too, for calendar programs that show a token.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use desk::CommitteePage;
use documents::words;
use domain::case::index::IndexRow;
use domain::committee::audience::Place;
use domain::committee::decide::Verb;
use domain::committee::facts::Question;
use domain::committee::leave::Asks;
use domain::committee::view::{LeaveView, ShiftView};
use domain::words::Line;
use jiff::SignedDuration;

use super::answer::{Answer, failed, page};
use super::committee::{BallotRow, row_of_ballot};
use super::committee_fields::{self as fields, candidates, other_members, takers};
use super::fields::Kind;
use super::form::Form;
use super::frame::{Frame, Here};
use super::when::{self, When};
use crate::app::App;
use crate::session::Session;
use crate::sorry;

/// From when on a shift to come is shown as not accepted.
const ACCEPTED_BY: SignedDuration = SignedDuration::from_hours(8 * 24);

#[derive(Template)]
#[template(path = "calendar.html")]
struct Calendar {
    frame: Frame,
    on_call: Option<OnCallRow>,
    shifts: Vec<ShiftRow>,
    leaves: Vec<LeaveRow>,
    forms: Vec<Form<'static>>,
}

struct OnCallRow {
    name: String,
    until: When,
    accepted: bool,
    shift_of: String,
    /// Only in business hours.
    business: bool,
}

struct ShiftRow {
    number: u32,
    name: String,
    from: String,
    until: String,
    accepted: bool,
    offered: Option<String>,
    take: bool,
    offer: Option<Form<'static>>,
}

struct LeaveRow {
    number: u64,
    name: String,
    from: String,
    until: String,
    now: bool,
    asks: &'static str,
    granted: Option<bool>,
    covered: Vec<(String, String)>,
    /// What nobody covers; the reader may.
    open: Vec<String>,
    may_cover: bool,
    deputy: Option<String>,
    /// Open cases of the reader's own, to be handed over before they go: id and title.
    cases: Vec<(String, String)>,
    hand_over: Option<Form<'static>>,
    /// The ballot that is open about who stands in, and its question.
    proposed: Option<(u64, String)>,
    end: bool,
    form: Option<Form<'static>>,
}

#[derive(Template)]
#[template(path = "duties.html")]
struct Duties {
    frame: Frame,
    asked: bool,
    own: Vec<DutyRow>,
    others: Vec<DutyRow>,
    ballots: Vec<BallotRow>,
    shifts: Vec<ShiftRow>,
    leaves: Vec<LeaveRow>,
}

struct DutyRow {
    name: String,
    does: String,
    holder: String,
    acting: Option<String>,
}

/// `GET /committee/calendar`: who is away and who is on call.
pub(crate) async fn calendar(State(app): State<App>, session: Session) -> Answer {
    let Some(found) = members(&app, &session).await? else { return Ok(sorry::not_found()) };
    let CommitteePage { view, names, now, .. } = &found;
    let cases = own_cases(&app, &session, &found).await?;
    let mut forms = vec![fields::form(Verb::PlanLeave, &[], &[])];
    if found.policy.rotation.is_some() {
        let members = found.everybody.iter().filter(|person| view.seats.iter().any(|seat| seat.person == person.id));
        let order: Vec<&str> = members.map(|person| person.address.as_str()).collect();
        forms.push(fields::form(Verb::SetRotation, &[], &[("order", order.join("\n"))]));
    }
    let shown = Calendar {
        frame: Frame::new(&app.desk, &session.caller, Here::Committee),
        on_call: view.on_call.map(|on_call| OnCallRow {
            name: words::named(names, on_call.person),
            until: When::new(on_call.shift.until, *now),
            accepted: on_call.accepted,
            shift_of: words::named(names, on_call.shift.person),
            business: found.policy.rotation.as_ref().is_some_and(|rotation| rotation.business_hours),
        }),
        shifts: view.shifts.iter().map(|shift| row_of_shift(shift, &found)).collect(),
        leaves: view
            .leaves
            .iter()
            .filter(|leave| leave.leave.is_ahead(*now))
            .map(|leave| row_of_leave(leave, &found, &cases))
            .collect(),
        forms,
    };
    Ok(page(StatusCode::OK, &shown))
}

/// `GET /my-duties`: what a member has to do.
pub(crate) async fn mine(State(app): State<App>, session: Session) -> Answer {
    let Some(found) = members(&app, &session).await? else { return Ok(sorry::not_found()) };
    let cases = own_cases(&app, &session, &found).await?;
    let view = &found.view;
    let is_mine = |holder| Some(holder) == view.me;
    let row = |held: &domain::committee::view::HeldDuty| DutyRow {
        name: held.duty.reveal().to_owned(),
        does: does(&found, &held.duty),
        holder: words::named(&found.names, held.holder),
        acting: held.acting.map(|acting| words::named(&found.names, acting)),
    };
    let (own, others): (Vec<_>, Vec<_>) =
        view.duties.iter().partition(|held| is_mine(held.holder) || held.acting.is_some_and(is_mine));
    let concerns = |shift: &&ShiftView| is_mine(shift.shift.person) || shift.offered.is_some_and(is_mine);
    let shown = Duties {
        frame: Frame::new(&app.desk, &session.caller, Here::Committee),
        asked: view.seats.iter().any(|seat| is_mine(seat.person) && seat.pinged_at.is_some()),
        own: own.into_iter().map(row).collect(),
        others: others.into_iter().map(row).collect(),
        ballots: view.ballots.iter().map(|ballot| row_of_ballot(ballot, &found)).filter(|row| row.waits).collect(),
        shifts: view.shifts.iter().filter(concerns).map(|shift| row_of_shift(shift, &found)).collect(),
        leaves: view
            .leaves
            .iter()
            .filter(|leave| leave.leave.is_ahead(found.now) && (is_mine(leave.leave.person) || !leave.open.is_empty()))
            .map(|leave| row_of_leave(leave, &found, &cases))
            .collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// What the reader is asked to hand over.
async fn own_cases(
    app: &App,
    session: &Session,
    found: &CommitteePage,
) -> Result<Vec<IndexRow>, crate::problem::Troubled> {
    let cases = app.desk.cases_to_hand_over(&session.caller, session.scopes.as_deref(), &found.view);
    cases.await.map_err(failed(app))
}

/// The committee, for a member.
async fn members(app: &App, session: &Session) -> Result<Option<CommitteePage>, crate::problem::Troubled> {
    let found = app.desk.committee(&session.caller).await.map_err(failed(app))?;
    Ok(found.filter(|found| found.view.place == Place::Member))
}

fn does(found: &CommitteePage, duty: &Line) -> String {
    let known = found.policy.duties.iter().find(|known| known.name == *duty);
    known.map_or_else(String::new, |known| known.does.reveal().to_owned())
}

fn row_of_shift(view: &ShiftView, found: &CommitteePage) -> ShiftRow {
    let (shift, me) = (view.shift, found.view.me);
    let own = Some(shift.person) == me;
    let values = [("shift", (shift.number + 1).to_string())];
    ShiftRow {
        number: shift.number + 1,
        name: words::named(&found.names, shift.person),
        from: when::date(shift.from),
        until: when::date(shift.until),
        // Nobody has to say yet what they do in a month.
        accepted: view.accepted || shift.from.duration_since(found.now) > ACCEPTED_BY,
        offered: view.offered.map(|to| words::named(&found.names, to)),
        take: (own && !view.accepted) || (view.offered.is_some() && view.offered == me),
        offer: own.then(|| fields::form(Verb::OfferShift, &other_members(found), &values)),
    }
}

fn row_of_leave(view: &LeaveView, found: &CommitteePage, cases: &[IndexRow]) -> LeaveRow {
    let (leave, me) = (&view.leave, found.view.me);
    let own = Some(leave.person) == me;
    let stands_in = found.view.seats.iter().any(|seat| Some(seat.person) == me && seat.is_deputys());
    let deputy = matches!(view.asks, Asks::Deputy) || (view.asks == Asks::Decision && leave.granted == Some(true));
    let values = [("leave", view.number.to_string())];
    let cases = if view.takers.is_some() { cases } else { &[] };
    let takers = if cases.is_empty() { Vec::new() } else { takers(view, found) };
    let is_about = |question: &Question| matches!(question, Question::Deputy { leave, .. } if *leave == view.number);
    let proposed = found.view.ballots.iter().find(|ballot| ballot.end.is_none() && is_about(&ballot.question));
    let proposed = proposed.map(|ballot| (ballot.number, words::question(&ballot.question, &found.names)));
    LeaveRow {
        number: view.number,
        name: words::named(&found.names, leave.person),
        from: leave.from.to_string(),
        until: leave.until.to_string(),
        now: leave.is_during(found.now),
        asks: words::asks(view.asks),
        granted: leave.granted.filter(|_| view.asks == Asks::Decision),
        covered: leave
            .covered
            .iter()
            .map(|(duty, cover)| (duty.reveal().to_owned(), words::named(&found.names, *cover)))
            .collect(),
        open: view.open.iter().map(|duty| duty.reveal().to_owned()).collect(),
        may_cover: !own,
        deputy: leave.deputy.as_ref().map(|deputy| deputy.name.reveal().to_owned()),
        hand_over: (!takers.is_empty()).then(|| fields::form(Verb::HandOver, &takers, &values)),
        cases: cases.iter().map(|row| (row.case.to_string(), row.title.reveal().to_owned())).collect(),
        end: own,
        form: (own && deputy && !stands_in && leave.deputy.is_none() && proposed.is_none())
            .then(|| fields::form(Verb::NameDeputy, &candidates(found), &values)),
        proposed,
    }
}
