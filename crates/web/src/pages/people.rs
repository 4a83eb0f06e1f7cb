//! Who has an account, and inviting somebody. For the committee.
//!
//! The one-time link is shown once, in the answer itself.

use std::borrow::Cow;

use api::BadInput;
use api::strict::MailAddress;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Changed, NewPerson, Outcome, Person, PersonChange};
use domain::ids::PersonId;
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::entry_fields;
use super::fields::Kind;
use super::form::{Input, Typed, retype};
use super::frame::{Frame, Here};
use crate::app::App;
use crate::path::PersonPath;
use crate::problem::account;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "people.html")]
struct People {
    frame: Frame,
    listed: Vec<Person>,
    inputs: Vec<Input<'static>>,
    /// Whose page the reader may open: their own, and those of people who are no members.
    me: Option<PersonId>,
    wrong: Option<String>,
    invited: Option<Invited>,
}

/// Somebody just invited.
struct Invited {
    name: String,
    link: String,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    id: String,
    name: String,
    own: bool,
    committee: bool,
    inputs: Vec<Input<'static>>,
    wrong: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: Line,
    address: MailAddress,
    organisation: Line,
    #[serde(default)]
    handle: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invite {
    name: Line,
    address: MailAddress,
    organisation: Line,
    #[serde(default)]
    committee: bool,
}

impl People {
    async fn new(app: &App, session: &Session) -> Result<Option<Self>, desk::Fault> {
        let Some(mut people) = app.desk.people(&session.caller).await? else { return Ok(None) };
        people.retain(|person| person.removed_at.is_none());
        people.sort_by(|one, other| (!one.committee, &one.name).cmp(&(!other.committee, &other.name)));
        let frame = Frame::new(&app.desk, &session.caller, Here::People);
        let inputs = entry_fields::PERSON.iter().map(|field| Input::new("person", field, Cow::Borrowed(""))).collect();
        let me = session.caller.person();
        Ok(Some(Self { frame, listed: people, inputs, me, wrong: None, invited: None }))
    }
}

/// `GET /people`: the list and the form.
pub(crate) async fn list(State(app): State<App>, session: Session) -> Answer {
    let people = People::new(&app, &session).await.map_err(failed(&app))?;
    Ok(people.map_or_else(sorry::not_found, |people| page(StatusCode::OK, &people)))
}

impl PersonPage {
    /// The page of somebody whom the reader may change; `None` for everybody else.
    async fn new(app: &App, session: &Session, id: PersonId) -> Result<Option<Self>, desk::Fault> {
        let Some(people) = app.desk.people(&session.caller).await? else { return Ok(None) };
        let own = session.caller.person() == Some(id);
        let touchable = |person: &Person| person.removed_at.is_none() && (own || !person.committee);
        let Some(person) = people.into_iter().find(|person| person.id == id && touchable(person)) else {
            return Ok(None);
        };
        let value = |name: &str| match name {
            "name" => person.name.clone(),
            "address" => person.address.clone(),
            "handle" => person.handle.clone().unwrap_or_default(),
            _organisation => person.organisation.clone(),
        };
        let fields =
            entry_fields::PERSON.iter().chain([&entry_fields::HANDLE]).filter(|field| field.name != "committee");
        let inputs = fields.map(|field| Input::new("change", field, Cow::Owned(value(field.name)))).collect();
        let frame = Frame::new(&app.desk, &session.caller, Here::People);
        let (name, committee) = (person.name.clone(), person.committee);
        Ok(Some(Self { frame, id: id.to_string(), name, own, committee, inputs, wrong: None }))
    }
}

/// `GET /people/{person}`: what is kept of somebody, for whoever may change it.
pub(crate) async fn show(State(app): State<App>, session: Session, PersonPath(id): PersonPath) -> Answer {
    let found = PersonPage::new(&app, &session, id).await.map_err(failed(&app))?;
    Ok(found.map_or_else(sorry::not_found, |found| page(StatusCode::OK, &found)))
}

/// `POST /people/{person}/change`: another name, address or organisation.
pub(crate) async fn change(
    State(app): State<App>,
    session: Session,
    PersonPath(id): PersonPath,
    body: Bytes,
) -> Answer {
    let Some(mut shown) = PersonPage::new(&app, &session, id).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let mut again = |status, wrong| {
        shown.wrong = retype(&mut shown.inputs, &Typed::read(&body, Some(wrong)));
        Ok(page(status, &shown))
    };
    let Change { name, address, organisation, handle } = match api::input::form(&body) {
        Ok(change) => change,
        Err(wrong) => return again(StatusCode::UNPROCESSABLE_ENTITY, wrong),
    };
    let wanted = PersonChange {
        name: Some(name),
        address: Some(address.0),
        organisation: Some(organisation),
        handle: Some(handle),
    };
    match app.desk.change_person(&session.caller, id, wanted).await.map_err(failed(&app))? {
        Changed::Done => Ok(see_other("/people")),
        Changed::Refused(refusal) => again(StatusCode::CONFLICT, BadInput::of("address", account(refusal).what)),
        Changed::NotFound => Ok(sorry::not_found()),
    }
}

/// `POST /people/{person}/removal`: ends the account.
pub(crate) async fn remove(State(app): State<App>, session: Session, PersonPath(id): PersonPath) -> Answer {
    let changed = app.desk.remove_person(&session.caller, id).await.map_err(failed(&app))?;
    // Whoever ended their own account has no desk any more to see that at.
    let own = session.caller.person() == Some(id);
    Ok(match changed {
        Changed::Done if !own => see_other(&format!("/people/{id}/openings")),
        changed @ (Changed::Done | Changed::NotFound | Changed::Refused(_)) => answered(changed),
    })
}

/// `POST /people/{person}/sign-out`: ends all of their sessions.
pub(crate) async fn sign_out(State(app): State<App>, session: Session, PersonPath(id): PersonPath) -> Answer {
    Ok(answered(app.desk.sign_out_everywhere(&session.caller, id).await.map_err(failed(&app))?))
}

fn answered(changed: Changed) -> Response {
    match changed {
        Changed::Done => see_other("/people"),
        Changed::NotFound => sorry::not_found(),
        Changed::Refused(refusal) => {
            let sentence = account(refusal);
            sorry::sorry(StatusCode::CONFLICT, &sentence.what, &sentence.what_to_do)
        }
    }
}

/// `POST /people`: invites somebody.
pub(crate) async fn invite(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let Some(mut people) = People::new(&app, &session).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    let invite: Invite = match api::input::form(&body) {
        Ok(invite) => invite,
        Err(wrong) => {
            people.wrong = retype(&mut people.inputs, &Typed::read(&body, Some(wrong)));
            return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &people));
        }
    };
    let name = invite.name.reveal().to_owned();
    let Invite { name: line, address, organisation, committee } = invite;
    let new = NewPerson { name: line, address: address.0, organisation, committee };
    let (desk, caller) = (app.desk.clone(), session.caller.clone());
    let code = match app.to_the_end(async move { desk.invite(&caller, new).await }).await.map_err(failed(&app))? {
        Outcome::Done((_id, code)) => code,
        Outcome::NotFound => return Ok(sorry::not_found()),
        Outcome::Refused(_) => {
            let known = BadInput::of("address", "somebody with this address has an account already");
            people.wrong = retype(&mut people.inputs, &Typed::read(&body, Some(known)));
            return Ok(page(StatusCode::CONFLICT, &people));
        }
    };
    let Some(mut people) = People::new(&app, &session).await.map_err(failed(&app))? else {
        return Ok(sorry::not_found());
    };
    people.invited = Some(Invited { name, link: format!("{}/sign-in/{code}", app.desk.base_url()) });
    Ok(page(StatusCode::CREATED, &people))
}
