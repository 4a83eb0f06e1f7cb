//! The policy, changed in the running desk: looked at, proposed, voted on. For members.
//!
//! A person sees what a change means before it is proposed: what is wrong with it, and what it changes, in words.

use std::borrow::Cow;

use api::BadInput;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{Caller, ProposalPage, Proposed};
use documents::{policy_facts, words};
use domain::ids::PersonId;
use domain::policy::Ballot;
use domain::voting::Choice;
use domain::words::Prose;
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::entry_fields;
use super::fields::Kind;
use super::form::{Input, Typed, retype};
use super::frame::{Frame, Here};
use super::when;
use crate::app::App;
use crate::path::ProposalPath;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "proposals.html")]
struct Proposals {
    frame: Frame,
    listed: Vec<Row>,
    inputs: Vec<Input<'static>>,
    wrong: Option<String>,
    looked_at: Option<Looked>,
}

/// A proposal in the list.
struct Row {
    id: String,
    day: String,
    by: String,
    standing: String,
    differences: usize,
}

/// What a look at a policy found.
struct Looked {
    findings: Vec<Found>,
    differences: Vec<String>,
    can_be_proposed: bool,
}

/// Something that is wrong with it.
struct Found {
    severity: &'static str,
    line: u32,
    what: String,
    mend: String,
}

#[derive(Template)]
#[template(path = "proposal.html")]
struct ProposalView {
    frame: Frame,
    id: String,
    day: String,
    by: String,
    reason: String,
    standing: String,
    vote: String,
    for_electors: Option<String>,
    differences: Vec<String>,
    said: Vec<Said>,
    silent: Vec<String>,
    text: String,
    /// What a member may do: nothing once it is over.
    inputs: Vec<Input<'static>>,
    own: bool,
    /// Open, and the reader came later.
    late: bool,
    wrong: Option<String>,
}

/// What somebody said.
struct Said {
    name: String,
    choice: &'static str,
    at: String,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewProposal {
    policy: String,
    #[serde(default)]
    reason: Option<Prose>,
    /// Which button was pressed.
    then: Then,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Then {
    Look,
    Propose,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    choice: Choice,
    #[serde(default)]
    reason: Option<Prose>,
}

impl Proposals {
    async fn new(app: &App, session: &Session) -> Result<Option<Self>, desk::Fault> {
        let Some(pages) = app.desk.proposals(&session.caller).await? else { return Ok(None) };
        let frame = Frame::new(&app.desk, &session.caller, Here::Policy);
        let text = app.desk.policy_text().await?;
        let inputs = entry_fields::PROPOSAL.iter().map(|field| {
            let value = if field.name == "policy" { Cow::Owned(text.clone()) } else { Cow::Borrowed("") };
            Input::new("proposal", field, value)
        });
        let inputs = inputs.collect();
        Ok(Some(Self { frame, listed: pages.iter().map(row).collect(), inputs, wrong: None, looked_at: None }))
    }

    async fn with_look(mut self, app: &App, caller: &Caller, text: &str) -> Result<Self, desk::Fault> {
        self.looked_at = app.desk.look_at_policy(caller, text).await?.map(|draft| Looked {
            can_be_proposed: !draft.report.has_errors(),
            findings: draft.report.findings.into_iter().map(found).collect(),
            differences: draft.differences,
        });
        Ok(self)
    }
}

fn found(finding: lint::Finding) -> Found {
    Found { severity: finding.severity.name(), line: finding.line, what: finding.what, mend: finding.mend }
}

fn row(page: &ProposalPage) -> Row {
    Row {
        id: page.id.to_string(),
        day: when::date(page.proposal.at),
        by: by(page),
        standing: words::standing(page.standing, page.proposal.end),
        differences: page.differences.len(),
    }
}

fn by(page: &ProposalPage) -> String {
    page.proposal.by.map_or_else(|| "the operator's file".to_owned(), |person| named(page, person))
}

fn named(page: &ProposalPage, id: PersonId) -> String {
    let person = page.people.iter().find(|person| person.id == id);
    person.map_or_else(|| "somebody who has left".to_owned(), |person| person.name.clone())
}

/// `GET /policy-proposals`: what was proposed, and the form.
pub(crate) async fn list(State(app): State<App>, session: Session) -> Answer {
    let proposals = Proposals::new(&app, &session).await.map_err(failed(&app))?;
    Ok(proposals.map_or_else(sorry::not_found, |proposals| page(StatusCode::OK, &proposals)))
}

/// `POST /policy-proposals`: looks at a policy, or proposes it.
pub(crate) async fn create(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let Some(mut proposals) = Proposals::new(&app, &session).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let mut again = |wrong: Option<BadInput>| {
        proposals.wrong = retype(&mut proposals.inputs, &Typed::read(&body, wrong));
    };
    let NewProposal { policy, reason, then } = match api::input::form(&body) {
        Ok(wanted) => wanted,
        Err(wrong) => {
            again(Some(wrong));
            return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &proposals));
        }
    };
    let Some(reason) = reason.filter(|_| then == Then::Propose) else {
        let missing = (then == Then::Propose).then(|| BadInput::of("reason", "this is needed: the others read it"));
        let status = if missing.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        again(missing);
        let proposals = proposals.with_look(&app, &session.caller, &policy).await.map_err(failed(&app))?;
        return Ok(page(status, &proposals));
    };
    let made = app.desk.propose_policy(&session.caller, &policy, reason).await;
    match made.map_err(failed(&app))? {
        Proposed::Done(id) => Ok(see_other(&format!("/policy-proposals/{id}"))),
        Proposed::NotFound => Ok(sorry::not_found()),
        Proposed::Refused(refusal) => {
            let sentence = words::proposal_refusal(refusal);
            again(Some(BadInput::whole(format!("{} {}", sentence.what, sentence.what_to_do))));
            Ok(page(StatusCode::CONFLICT, &proposals))
        }
        Proposed::Unfit(_) => {
            again(Some(BadInput::of("policy", "it cannot be kept as it stands; what is wrong is listed above")));
            let proposals = proposals.with_look(&app, &session.caller, &policy).await.map_err(failed(&app))?;
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &proposals))
        }
    }
}

/// `GET /policy-proposals/{proposal}`: one of them.
pub(crate) async fn show(State(app): State<App>, session: Session, ProposalPath(id): ProposalPath) -> Answer {
    let found = app.desk.proposal(&session.caller, id).await.map_err(failed(&app))?;
    Ok(found.map_or_else(sorry::not_found, |found| page(StatusCode::OK, &view(&app, &session, &found))))
}

fn view(app: &App, session: &Session, found: &ProposalPage) -> ProposalView {
    let proposal = &found.proposal;
    let me = session.caller.person();
    let votes = proposal.end.is_none() && me.is_some_and(|me| proposal.electorate.contains(&me));
    let inputs = entry_fields::WORD.iter().filter(|_| votes);
    let said = proposal.said.iter().map(|(said, reason)| Said {
        name: named(found, said.by),
        choice: words::choice(said.choice),
        at: words::instant(said.at),
        reason: reason.as_ref().map(|reason| reason.reveal().to_owned()),
    });
    let heard = |person: &PersonId| proposal.said.iter().any(|(said, _)| said.by == *person);
    let electors = proposal.vote.electors.as_ref().filter(|_| proposal.is_for_electors());
    ProposalView {
        frame: Frame::new(&app.desk, &session.caller, Here::Policy),
        id: found.id.to_string(),
        day: when::date(proposal.at),
        by: by(found),
        reason: proposal.reason.reveal().to_owned(),
        standing: words::standing(found.standing, proposal.end),
        vote: policy_facts::held(&app.desk.policy(), Ballot::PolicyChange, &proposal.vote),
        for_electors: electors.map(|electors| electors.reveal().to_owned()),
        differences: found.differences.clone(),
        said: said.collect(),
        silent: proposal
            .electorate
            .iter()
            .filter(|person| !heard(person))
            .map(|person| named(found, *person))
            .collect(),
        text: proposal.text.clone(),
        inputs: inputs.map(|field| Input::new("word", field, Cow::Borrowed(""))).collect(),
        late: proposal.end.is_none() && !votes,
        own: proposal.end.is_none() && me.is_some() && proposal.by == me,
        wrong: None,
    }
}

/// `POST /policy-proposals/{proposal}/words`: what a member thinks of it.
pub(crate) async fn say(
    State(app): State<App>,
    session: Session,
    ProposalPath(id): ProposalPath,
    body: Bytes,
) -> Answer {
    let Some(found) = app.desk.proposal(&session.caller, id).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let again = |status, wrong| {
        let mut shown = view(&app, &session, &found);
        shown.wrong = retype(&mut shown.inputs, &Typed::read(&body, Some(wrong)));
        Ok(page(status, &shown))
    };
    let Word { choice, reason } = match api::input::form(&body) {
        Ok(word) => word,
        Err(wrong) => return again(StatusCode::UNPROCESSABLE_ENTITY, wrong),
    };
    let said = app.desk.vote_on_policy(&session.caller, id, choice, reason).await;
    match said.map_err(failed(&app))? {
        Proposed::Refused(refusal) => {
            let sentence = words::proposal_refusal(refusal);
            again(StatusCode::CONFLICT, BadInput::whole(format!("{} {}", sentence.what, sentence.what_to_do)))
        }
        Proposed::Done(()) => Ok(see_other(&format!("/policy-proposals/{id}"))),
        Proposed::Unfit(_) | Proposed::NotFound => Ok(sorry::not_found()),
    }
}

/// `POST /policy-proposals/{proposal}/withdrawal`: takes one's own back.
pub(crate) async fn take_back(State(app): State<App>, session: Session, ProposalPath(id): ProposalPath) -> Answer {
    match app.desk.take_back_policy(&session.caller, id).await.map_err(failed(&app))? {
        Proposed::Done(()) | Proposed::Refused(_) => Ok(see_other(&format!("/policy-proposals/{id}"))),
        Proposed::Unfit(_) | Proposed::NotFound => Ok(sorry::not_found()),
    }
}
