//! One ballot: what it is about, who may vote, what was said, and how the result follows.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use desk::CommitteePage;
use documents::{ballot_record, words};
use domain::committee::audience::Place;
use domain::committee::decide::Verb;
use domain::committee::facts::Question;
use domain::committee::view::{BallotView, Elector};
use domain::voting::Outcome;

use super::answer::{Answer, failed, page};
use super::committee_fields as fields;
use super::fields::Kind;
use super::form::Form;
use super::frame::{Frame, Here};
use super::when;
use crate::app::App;
use crate::path::BallotPath;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "ballot.html")]
struct Ballot {
    frame: Frame,
    question: String,
    standing: String,
    day: String,
    by: String,
    about: Vec<String>,
    reason: Option<String>,
    record: Vec<String>,
    electors: Vec<Row>,
    secret: bool,
    /// The reader may say something.
    word: Option<Form<'static>>,
    forms: Vec<Form<'static>>,
}

struct Row {
    name: String,
    said: String,
    reason: Option<String>,
}

/// `GET /committee/ballots/{ballot}`: one ballot.
pub(crate) async fn show(State(app): State<App>, session: Session, BallotPath(number): BallotPath) -> Answer {
    let found = app.desk.committee(&session.caller).await.map_err(failed(&app))?;
    let Some(found) = found else { return Ok(sorry::not_found()) };
    let Some(ballot) = found.view.ballots.iter().find(|ballot| ballot.number == number) else {
        return Ok(sorry::not_found());
    };
    let frame = Frame::new(&app.desk, &session.caller, Here::Committee);
    Ok(page(StatusCode::OK, &view(frame, ballot, &found)))
}

fn view(frame: Frame, ballot: &BallotView, found: &CommitteePage) -> Ballot {
    let open = ballot.end.is_none() && matches!(ballot.standing, Outcome::Open { .. });
    let number = [("ballot", ballot.number.to_string())];
    let form = |verb| fields::form(verb, &[], &number);
    let word = ballot.may_vote.then(|| form(Verb::Vote));
    let mut forms = Vec::new();
    if open && found.view.place == Place::Member {
        let is_elector = |elector: &Elector| Some(elector.person) == found.view.me && elector.aside.is_none();
        if ballot.electorate.iter().any(is_elector) {
            forms.push(form(Verb::StandAside));
            if ballot.extended_to.is_none() {
                forms.push(form(Verb::Extend));
            }
        }
        if ballot.is_own {
            forms.push(form(Verb::Withdraw));
        }
    }
    Ballot {
        frame,
        question: words::question(&ballot.question, &found.names),
        standing: words::ballot_standing(ballot.standing, ballot.end.as_ref()),
        day: when::date(ballot.opened_at),
        by: words::actor(&found.names, ballot.by),
        about: about(ballot, found),
        reason: ballot.reason.as_ref().map(|reason| reason.reveal().to_owned()),
        record: ballot_record::steps(ballot, &found.names),
        electors: ballot.electorate.iter().map(|elector| row(elector, ballot, found)).collect(),
        secret: ballot.vote.secret,
        word,
        forms,
    }
}

/// What is known of whom it is about.
fn about(ballot: &BallotView, found: &CommitteePage) -> Vec<String> {
    match &ballot.question {
        Question::Admission { nominee, in_place_of, .. } => {
            let of =
                nominee.organisation.as_ref().map(|of| format!("{} works for {}.", nominee.name.reveal(), of.reveal()));
            let place = in_place_of
                .map(|person| format!("Proposed by {}, who stepped down.", words::named(&found.names, person)));
            let address = format!("The link for their account goes to {}.", nominee.address.reveal());
            of.into_iter().chain(place).chain([address]).collect()
        }
        Question::Removal { evidence, .. } => words::evidence(evidence),
        Question::Deputy { leave, nominee } => {
            let known = found.view.leaves.iter().find(|known| known.number == *leave);
            let away = known.map(|known| {
                let name = words::named(&found.names, known.leave.person);
                format!("In place of {name}, who is away from {} to {}.", known.leave.from, known.leave.until)
            });
            let of =
                nominee.organisation.as_ref().map(|of| format!("{} works for {}.", nominee.name.reveal(), of.reveal()));
            let address = format!("The link for their account goes to {}.", nominee.address.reveal());
            away.into_iter().chain(of).chain([address]).collect()
        }
        Question::LongLeave { leave, .. } => {
            let known = found.view.leaves.iter().find(|known| known.number == *leave);
            known.map(|known| format!("From {} to {}.", known.leave.from, known.leave.until)).into_iter().collect()
        }
    }
}

fn row(elector: &Elector, ballot: &BallotView, found: &CommitteePage) -> Row {
    let (said, reason) = match (&elector.aside, &elector.said) {
        (Some((at, why)), _) => {
            (format!("stands aside since {}", words::instant(*at)), why.as_ref().map(|why| why.reveal().to_owned()))
        }
        (None, Some((choice, at, reason))) => (
            format!("{} ({})", words::choice(*choice), words::instant(*at)),
            reason.as_ref().map(|reason| reason.reveal().to_owned()),
        ),
        (None, None) if elector.heard => ("has voted".to_owned(), None),
        (None, None) if ballot.end.is_none() => ("not heard yet".to_owned(), None),
        (None, None) => ("was silent".to_owned(), None),
    };
    Row { name: words::named(&found.names, elector.person), said, reason }
}
