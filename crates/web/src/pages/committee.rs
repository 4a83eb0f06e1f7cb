//! The committee's own page: who is on it, what is decided, what is wrong with the numbers, and what can be asked.
//!
//! For members and auditors. Knows what the view holds; who may know of it is the desk's.

use api::BadInput;
use api::committee::{Spelling, parse};
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{CommitteePage, Outcome};
use documents::words;
use domain::committee::audience::Place;
pub(crate) use domain::committee::decide::Verb;
use domain::committee::state::{Former, Seat};
use domain::ids::PersonId;
use domain::voting::Outcome as Standing;

use super::answer::{Answer, failed, page, see_other};
use super::committee_fields::{self as fields, candidates, other_members, takers};
use super::fields::Kind;
use super::form::{Form, Typed};
use super::frame::{Frame, Here};
use super::when::{self, When};
use crate::app::App;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "committee.html")]
struct Committee {
    frame: Frame,
    name: String,
    member: bool,
    warnings: Vec<String>,
    /// The reader was asked whether they are there.
    asked: bool,
    seats: Vec<SeatRow>,
    open: Vec<BallotRow>,
    over: Vec<BallotRow>,
    tasks: Vec<TaskRow>,
    silent: Vec<SilentRow>,
    interests: Vec<InterestRow>,
    former: Vec<FormerRow>,
    forms: Vec<Form<'static>>,
    log: Vec<LogRow>,
}

struct SeatRow {
    name: String,
    organisation: String,
    since: String,
    how: String,
    duties: String,
    /// What else there is to know now: away, on call.
    chips: Vec<String>,
    /// How their access comes back, when it is suspended.
    form: Option<Form<'static>>,
}

/// A ballot in a list.
pub(super) struct BallotRow {
    pub(super) number: u64,
    pub(super) question: String,
    pub(super) standing: String,
    /// The reader has not said anything.
    pub(super) waits: bool,
}

struct TaskRow {
    what: String,
    due: Option<When>,
    form: Option<Form<'static>>,
}

struct SilentRow {
    name: String,
    evidence: Vec<String>,
    forms: Vec<Form<'static>>,
}

struct InterestRow {
    name: String,
    address: String,
    organisation: Option<String>,
    statement: String,
    day: String,
    forms: Vec<Form<'static>>,
}

struct FormerRow {
    name: String,
    why: String,
    day: String,
    access: Option<String>,
    steps: Vec<StepRow>,
}

struct StepRow {
    what: String,
    proof: Option<String>,
    form: Option<Form<'static>>,
}

struct LogRow {
    iso: String,
    at: String,
    what: String,
}

/// `GET /committee`: the committee.
pub(crate) async fn show(State(app): State<App>, session: Session) -> Answer {
    let Some(found) = app.desk.committee(&session.caller).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let frame = Frame::new(&app.desk, &session.caller, Here::Committee);
    Ok(page(StatusCode::OK, &view(frame, &found)))
}

fn view(frame: Frame, found: &CommitteePage) -> Committee {
    let CommitteePage { view, names, .. } = found;
    let member = view.place == Place::Member;
    let (open, over) = view
        .ballots
        .iter()
        .map(|ballot| {
            (ballot.end.is_none() && matches!(ballot.standing, Standing::Open { .. }), row_of_ballot(ballot, found))
        })
        .partition::<Vec<_>, _>(|(open, _)| *open);
    let rows = |rows: Vec<(bool, BallotRow)>| rows.into_iter().map(|(_, row)| row).collect();
    let log = view.log.iter().rev().take(200).map(|entry| LogRow {
        iso: when::iso(entry.at),
        at: when::date(entry.at),
        what: words::committee_event(entry, names),
    });
    Committee {
        name: found.policy.body.name.reveal().to_owned(),
        member,
        warnings: view.warnings.iter().map(words::warning).collect(),
        asked: view.seats.iter().any(|seat| Some(seat.person) == view.me && seat.pinged_at.is_some()),
        seats: view.seats.iter().map(|seat| row_of_seat(seat, found)).collect(),
        open: rows(open),
        over: rows(over),
        tasks: tasks(found, member),
        silent: silent(found),
        interests: interests(found),
        former: view.former.iter().rev().map(|former| row_of_former(former, found, member)).collect(),
        forms: if member { own_forms(found) } else { Vec::new() },
        log: log.collect(),
        frame,
    }
}

/// A ballot's row in a list.
pub(super) fn row_of_ballot(ballot: &domain::committee::view::BallotView, found: &CommitteePage) -> BallotRow {
    let me = |person: PersonId| Some(person) == found.view.me;
    BallotRow {
        number: ballot.number,
        question: words::question(&ballot.question, &found.names),
        standing: words::ballot_standing(ballot.standing, ballot.end.as_ref()),
        waits: ballot.may_vote && ballot.electorate.iter().any(|elector| me(elector.person) && !elector.heard),
    }
}

fn row_of_seat(seat: &Seat, found: &CommitteePage) -> SeatRow {
    let view = &found.view;
    let duties: Vec<&str> =
        view.duties.iter().filter(|held| held.holder == seat.person).map(|held| held.duty.reveal()).collect();
    let away = view.leaves.iter().find(|leave| leave.leave.person == seat.person && leave.leave.is_during(found.now));
    let away = away.map(|leave| format!("away until {}", leave.leave.until));
    let on_call = view.on_call.filter(|on_call| on_call.person == seat.person).map(|_| "on call".to_owned());
    let suspended = seat.suspended_at.map(|_| "access suspended".to_owned());
    let owed = seat.owed_since.map(|_| "has not come in yet".to_owned());
    SeatRow {
        name: words::named(&found.names, seat.person),
        organisation: seat.organisation.as_ref().map_or_else(String::new, |of| of.reveal().to_owned()),
        since: when::day(seat.since),
        how: words::seating(&seat.how),
        duties: words::listed(&duties),
        chips: away.into_iter().chain(on_call).chain(suspended).chain(owed).collect(),
        form: (seat.suspended_at.is_some() && view.place == Place::Member)
            .then(|| fields::form(Verb::Resume, &[], &[("person", seat.person.to_string())])),
    }
}

fn tasks(found: &CommitteePage, member: bool) -> Vec<TaskRow> {
    let open = found.view.tasks.iter().filter(|(_, task)| task.done.is_none());
    let row = |(number, task): &(u64, domain::committee::state::Open)| TaskRow {
        what: words::task(&task.task, &found.names),
        due: task.due.map(|due| When::new(due, found.now)),
        form: member.then(|| fields::form(Verb::FinishTask, &[], &[("task", number.to_string())])),
    };
    open.map(row).collect()
}

fn silent(found: &CommitteePage) -> Vec<SilentRow> {
    let row = |(person, evidence): &(PersonId, domain::committee::facts::Evidence)| {
        let own = found.view.me == Some(*person);
        let forms = if evidence.suffices() && !own {
            let form = |verb| fields::form(verb, &[], &[("person", person.to_string())]);
            vec![form(Verb::Suspend), form(Verb::ProposeRemoval)]
        } else {
            Vec::new()
        };
        SilentRow { name: words::named(&found.names, *person), evidence: words::evidence(evidence), forms }
    };
    found.view.silences.iter().map(row).collect()
}

fn interests(found: &CommitteePage) -> Vec<InterestRow> {
    let waiting = found.view.interests.iter().filter(|(_, interest)| interest.closed.is_none());
    let row = |(number, interest): &(u64, domain::committee::state::Interest)| {
        let said = |line: &domain::words::Line| line.reveal().to_owned();
        let organisation = interest.organisation.as_ref().map(said);
        let values = [
            ("interest", number.to_string()),
            ("name", said(&interest.name)),
            ("address", said(&interest.address)),
            ("organisation", organisation.clone().unwrap_or_default()),
        ];
        InterestRow {
            name: said(&interest.name),
            address: said(&interest.address),
            organisation,
            statement: interest.statement.reveal().to_owned(),
            day: when::day(interest.at),
            forms: vec![
                fields::form(Verb::Nominate, &candidates(found), &values),
                fields::form(Verb::CloseInterest, &[], &[("interest", number.to_string())]),
            ],
        }
    };
    waiting.map(row).collect()
}

fn row_of_former(former: &Former, found: &CommitteePage, member: bool) -> FormerRow {
    let person = former.seat.person;
    let step = |(nth, (what, handed)): (usize, &(domain::words::Line, Option<domain::committee::facts::Handed>))| {
        let open = handed.is_none() && member;
        let values = [("person", person.to_string()), ("step", (nth + 1).to_string())];
        StepRow {
            what: what.reveal().to_owned(),
            proof: handed.as_ref().map(|handed| handed.proof.reveal().to_owned()),
            form: open.then(|| fields::form(Verb::FinishLeaving, &[], &values)),
        }
    };
    FormerRow {
        name: words::named(&found.names, person),
        why: words::leaving(former.why),
        day: when::day(former.left_at),
        access: former.access_cut.map(|(at, ways_in, cases)| {
            format!(
                "Every access was cut {}: {ways_in} ways in were left, {cases} open cases named them.",
                when::date(at)
            )
        }),
        steps: former.to_do.iter().enumerate().map(step).collect(),
    }
}

/// What a member can ask at any time.
fn own_forms(found: &CommitteePage) -> Vec<Form<'static>> {
    vec![fields::form(Verb::Nominate, &candidates(found), &[]), fields::form(Verb::StepDown, &candidates(found), &[])]
}

#[derive(Template)]
#[template(path = "committee_act.html")]
struct Act {
    frame: Frame,
    label: &'static str,
    help: &'static str,
    form: Form<'static>,
}

/// `POST /committee/{noun}`: asks one thing of the committee. What is wrong is said beside what was typed.
pub(crate) async fn ask(verb: Verb, State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let again = async |status, wrong| {
        // What can be chosen is told to those who may ask; the guard has looked.
        let found = app.desk.committee(&session.caller).await.map_err(failed(&app))?;
        let people = match (&found, verb) {
            (Some(found), Verb::OfferShift) => other_members(found),
            (Some(found), Verb::HandOver) => {
                let leaves = found.view.leaves.iter().filter(|leave| Some(leave.number) == number(&body, "leave"));
                leaves.flat_map(|leave| takers(leave, found)).collect()
            }
            (Some(found), _) => candidates(found),
            (None, _) => Vec::new(),
        };
        let form = fields::form(verb, &people, &[]).typed(&Typed::read(&body, Some(wrong)));
        let frame = Frame::new(&app.desk, &session.caller, Here::Committee);
        Ok(page(status, &Act { frame, label: form.label, help: form.help, form }))
    };
    if app.desk.policy().is_sole() {
        return Ok(sorry::not_found());
    }
    let wish = match parse(verb, &body, Spelling::Form) {
        Ok(wish) => wish,
        Err(wrong) => return again(StatusCode::UNPROCESSABLE_ENTITY, wrong).await,
    };
    match app.desk.ask_committee(&session.caller, verb, wish).await.map_err(failed(&app))? {
        Outcome::Done(()) => Ok(see_other(&after(verb, &body))),
        Outcome::NotFound => Ok(sorry::not_found()),
        Outcome::Refused(refusal) => {
            let sentence = words::committee_refusal(&refusal);
            let wrong = BadInput::whole(format!("{} {}", sentence.what, sentence.what_to_do));
            again(StatusCode::CONFLICT, wrong).await
        }
    }
}

/// Where what was asked is to be seen.
fn after(verb: Verb, body: &[u8]) -> String {
    let ballot = number(body, "ballot");
    match verb {
        Verb::Vote | Verb::StandAside | Verb::NoteElectors | Verb::Extend | Verb::Withdraw => {
            ballot.map_or_else(|| "/committee".to_owned(), |ballot| format!("/committee/ballots/{ballot}"))
        }
        Verb::PlanLeave
        | Verb::CoverLeave
        | Verb::NameDeputy
        | Verb::HandOver
        | Verb::EndLeave
        | Verb::SetRotation
        | Verb::OfferShift
        | Verb::TakeShift => "/committee/calendar".to_owned(),
        Verb::TakeDuty | Verb::AnswerPing => "/my-duties".to_owned(),
        Verb::StepDown => "/roster".to_owned(),
        Verb::ExpressInterest => "/roster?thanks".to_owned(),
        Verb::Nominate => "/roster?nominated".to_owned(),
        Verb::CloseInterest
        | Verb::ProposeRemoval
        | Verb::Suspend
        | Verb::Resume
        | Verb::FinishLeaving
        | Verb::FinishTask
        | Verb::Ping
        | Verb::Note => "/committee".to_owned(),
    }
}

/// A number that was typed.
fn number(body: &[u8], field: &str) -> Option<u64> {
    let typed: Vec<(String, String)> = serde_html_form::from_bytes(body).unwrap_or_default();
    typed.iter().find(|(name, _)| name == field).and_then(|(_, number)| number.trim().parse().ok())
}
