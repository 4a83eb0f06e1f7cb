//! The committee: read by those who may, asked by those who may; and its roster, for everybody.

use api::committee::{Spelling, parse};
use api::responses::{
    BallotAnswer, CaseToHandOver, CommitteeAnswer, CommitteeEntry, Done, DutyAnswer, ElectorAnswer, FormerAnswer,
    InterestAnswer, LeaveAnswer, LeavingStepAnswer, OnCallAnswer, RosterAnswer, SeatAnswer, ShiftAnswer, SilenceAnswer,
    TakerAnswer, TaskAnswer,
};
use api::{BadInput, input};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use desk::{CommitteePage, Outcome, RosterThen};
use documents::words::{self, Names};
use documents::{ballot_record, calendar_file};
use domain::Timestamp;
use domain::case::index::IndexRow;
use domain::committee::audience::Place;
use domain::committee::decide::Verb;
use domain::committee::facts::Question;
use domain::committee::state::{Former, Seat};
use domain::committee::view::{BallotView, Elector, LeaveView, ShiftView};
use domain::ids::PersonId;
use domain::policy::Policy;
use domain::voting::Outcome as Standing;
use domain::words::Line;
use serde::Deserialize;

use crate::app::App;
use crate::problem::{Problem, failed};
use crate::route::{Limited, Right, Route, Shape};
use crate::session::Session;

/// The routes of the committee.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/api/v1/roster", Right::ReadRoster, roster)
            .about("Who is on the committee, for everybody.")
            .gives(200, Shape::of::<RosterAnswer>()),
        Route::get("/api/v1/committee", Right::ReadCommittee, show)
            .about("The committee: its roster, ballots, absences, shifts and log, as the caller may know them.")
            .gives(200, Shape::of::<CommitteeAnswer>()),
        Route::get("/api/v1/committee/roster", Right::ReadCommittee, roster_at)
            .about("Who was on the committee at a moment, and so could read every case.")
            .gives(200, Shape::of::<RosterAnswer>()),
        Route::get("/api/v1/committee/calendar.ics", Right::ReadCalendar, calendar).about(
            "Who is away and on call, as a calendar file (RFC 5545); a token may come as the password beside any name.",
        ),
    ];
    routes.extend(Verb::ASKED.into_iter().map(|verb| {
        let (label, help) = words::committee_verb(verb);
        let handler =
            move |app: State<App>, session: Session, body: Bytes| async move { ask(verb, app, session, body).await };
        let route = Route::post(format!("/api/v1/committee/{}", verb.noun()), Right::of_committee(verb), handler)
            .about(format!("{label}. {help}"))
            .takes(Shape::Committee(verb))
            .gives(200, Shape::of::<Done>());
        if verb == Verb::ExpressInterest { route.limited(Limited::Interests) } else { route }
    }));
    routes
}

/// Who is on the committee, for everybody.
async fn roster(State(app): State<App>) -> Result<Json<RosterAnswer>, Problem> {
    let page = app.desk.roster().await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    Ok(Json(roster_of(&page)))
}

/// The committee.
async fn show(State(app): State<App>, session: Session) -> Result<Json<CommitteeAnswer>, Problem> {
    let page = app.desk.committee(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let cases = app.desk.cases_to_hand_over(&session.caller, session.scopes.as_deref(), &page.view);
    Ok(Json(answer(&page, &cases.await.map_err(failed(&app))?)))
}

/// Who is away and on call, as a file.
async fn calendar(State(app): State<App>, session: Session) -> Result<Response, Problem> {
    let page = app.desk.committee(&session.caller).await.map_err(failed(&app))?;
    let page = page.filter(|page| page.view.place == Place::Member).ok_or(Problem::NotFound)?;
    let base = app.desk.base_url();
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    let text = calendar_file::calendar(page.policy.project.name.reveal(), host, &page.view, &page.names, page.now);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

/// At which moment.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AtMoment {
    #[serde(default)]
    at: Option<String>,
}

/// Who was on the committee at a moment.
async fn roster_at(
    State(app): State<App>,
    session: Session,
    RawQuery(query): RawQuery,
) -> Result<Json<RosterAnswer>, Problem> {
    // Whoever may not know learns nothing, whatever they typed.
    app.desk.committee(&session.caller).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let AtMoment { at } = input::form(query.as_deref().unwrap_or_default().as_bytes()).map_err(Problem::Input)?;
    let policy = app.desk.policy();
    let at = match at {
        None => app.desk.now(),
        Some(text) => moment(&policy, &text).map_err(Problem::Input)?,
    };
    let then = app.desk.roster_at(&session.caller, at).await.map_err(failed(&app))?.ok_or(Problem::NotFound)?;
    let RosterThen { at, seats, names } = then;
    let members = seats.iter().map(|seat| seat_of(seat, &names, true)).collect();
    Ok(Json(RosterAnswer { name: policy.body.name.reveal().to_owned(), at, members, former: Vec::new() }))
}

/// A moment, or the end of a date in the policy's zone.
fn moment(policy: &Policy, text: &str) -> Result<Timestamp, BadInput> {
    if let Ok(date) = text.parse::<jiff::civil::Date>()
        && !text.contains('T')
    {
        let next = policy.calendar.begin_of(date.tomorrow().unwrap_or(date));
        return Ok(next.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap_or(next));
    }
    let wrong = "a date is written like 2026-03-03, a moment like 2026-03-03T12:00:00Z";
    text.parse().map_err(|_| BadInput::of("at", wrong))
}

/// Asks one thing of the committee.
async fn ask(verb: Verb, State(app): State<App>, session: Session, body: Bytes) -> Result<Json<Done>, Problem> {
    let wish = parse(verb, &body, Spelling::Json).map_err(Problem::Input)?;
    match app.desk.ask_committee(&session.caller, verb, wish).await.map_err(failed(&app))? {
        Outcome::Done(()) => Ok(Json(Done { done: true })),
        Outcome::Refused(refusal) => Err(Problem::Committee(Box::new(refusal))),
        Outcome::NotFound => Err(Problem::NotFound),
    }
}

fn roster_of(page: &CommitteePage) -> RosterAnswer {
    let inside = page.view.place != Place::Outside;
    RosterAnswer {
        name: page.policy.body.name.reveal().to_owned(),
        at: page.now,
        members: page.view.seats.iter().map(|seat| seat_of(seat, &page.names, inside)).collect(),
        former: page.view.former.iter().map(|former| former_of(former, &page.names, inside)).collect(),
    }
}

fn seat_of(seat: &Seat, names: &Names, inside: bool) -> SeatAnswer {
    SeatAnswer {
        person: inside.then_some(seat.person),
        name: words::named(names, seat.person),
        organisation: seat.organisation.as_ref().map(said),
        since: seat.since,
        how: words::seating(&seat.how),
    }
}

fn former_of(former: &Former, names: &Names, inside: bool) -> FormerAnswer {
    let steps = former.to_do.iter().map(|(what, handed)| LeavingStepAnswer {
        what: said(what),
        proof: handed.as_ref().map(|handed| handed.proof.reveal().to_owned()),
    });
    FormerAnswer {
        person: inside.then_some(former.seat.person),
        name: words::named(names, former.seat.person),
        since: former.seat.since,
        until: former.left_at,
        why: inside.then(|| words::leaving(former.why)),
        steps: steps.filter(|_| inside).collect(),
    }
}

fn answer(page: &CommitteePage, cases: &[IndexRow]) -> CommitteeAnswer {
    let CommitteePage { view, names, .. } = page;
    let named = |person| words::named(names, person);
    CommitteeAnswer {
        roster: roster_of(page),
        warnings: view.warnings.iter().map(words::warning).collect(),
        tasks: view
            .tasks
            .iter()
            .map(|(task, open)| TaskAnswer {
                task: *task,
                what: words::task(&open.task, names),
                due: open.due,
                done: open.done.is_some(),
            })
            .collect(),
        duties: view
            .duties
            .iter()
            .map(|held| DutyAnswer {
                duty: said(&held.duty),
                holder: named(held.holder),
                acting: held.acting.map(named),
            })
            .collect(),
        ballots: view.ballots.iter().map(|ballot| ballot_of(ballot, names)).collect(),
        interests: view
            .interests
            .iter()
            .map(|(number, interest)| InterestAnswer {
                interest: *number,
                name: said(&interest.name),
                address: said(&interest.address),
                organisation: interest.organisation.as_ref().map(said),
                statement: interest.statement.reveal().to_owned(),
                answer: interest.closed.as_ref().map(|note| note.reveal().to_owned()),
            })
            .collect(),
        leaves: view.leaves.iter().map(|leave| leave_of(leave, page, cases)).collect(),
        on_call: view.on_call.map(|on_call| OnCallAnswer {
            name: named(on_call.person),
            until: on_call.shift.until,
            accepted: on_call.accepted,
        }),
        shifts: view.shifts.iter().map(|shift| shift_of(shift, names)).collect(),
        silent: view
            .silences
            .iter()
            .map(|(person, evidence)| SilenceAnswer {
                person: *person,
                name: named(*person),
                evidence: words::evidence(evidence),
                suffices: evidence.suffices(),
            })
            .collect(),
        log: view
            .log
            .iter()
            .map(|entry| CommitteeEntry { seq: entry.seq, at: entry.at, what: words::committee_event(entry, names) })
            .collect(),
    }
}

fn ballot_of(ballot: &BallotView, names: &Names) -> BallotAnswer {
    let evidence = match &ballot.question {
        Question::Removal { evidence, .. } => words::evidence(evidence),
        Question::Admission { .. } | Question::LongLeave { .. } | Question::Deputy { .. } => Vec::new(),
    };
    BallotAnswer {
        ballot: ballot.number,
        question: words::question(&ballot.question, names),
        reason: ballot.reason.as_ref().map(|reason| reason.reveal().to_owned()),
        by: words::actor(names, ballot.by),
        opened_at: ballot.opened_at,
        open: ballot.end.is_none() && matches!(ballot.standing, Standing::Open { .. }),
        standing: words::ballot_standing(ballot.standing, ballot.end.as_ref()),
        record: ballot_record::steps(ballot, names),
        evidence,
        electorate: ballot.electorate.iter().map(|elector| elector_of(elector, names)).collect(),
        may_vote: ballot.may_vote,
    }
}

fn elector_of(elector: &Elector, names: &Names) -> ElectorAnswer {
    let said = elector.said.as_ref();
    ElectorAnswer {
        name: words::named(names, elector.person),
        said: said.map(|(choice, ..)| *choice),
        at: said.map(|(_, at, _)| *at),
        reason: said.and_then(|(.., reason)| reason.as_ref()).map(|reason| reason.reveal().to_owned()),
        heard: elector.heard,
        aside: elector.aside.is_some(),
    }
}

fn leave_of(leave: &LeaveView, page: &CommitteePage, cases: &[IndexRow]) -> LeaveAnswer {
    let of = &leave.leave;
    let cases = if leave.takers.is_some() { cases } else { &[] };
    let taker = |person: &PersonId| TakerAnswer { person: *person, name: words::named(&page.names, *person) };
    let takers = leave.takers.iter().flatten().filter(|_| !cases.is_empty());
    LeaveAnswer {
        leave: leave.number,
        name: words::named(&page.names, of.person),
        from: of.from,
        until: of.until,
        asks: words::asks(leave.asks).to_owned(),
        open: leave.open.iter().map(said).collect(),
        deputy: of.deputy.as_ref().map(|deputy| said(&deputy.name)),
        granted: of.granted,
        takers: takers.map(taker).collect(),
        cases: cases.iter().map(|row| CaseToHandOver { case: row.case, title: said(&row.title) }).collect(),
        over: !of.is_ahead(page.now),
    }
}

fn shift_of(view: &ShiftView, names: &Names) -> ShiftAnswer {
    ShiftAnswer {
        shift: view.shift.number + 1,
        name: words::named(names, view.shift.person),
        from: view.shift.from,
        until: view.shift.until,
        accepted: view.accepted,
        offered: view.offered.map(|to| words::named(names, to)),
    }
}

fn said(line: &Line) -> String {
    line.reveal().to_owned()
}
