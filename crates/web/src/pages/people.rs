//! Who has an account, and inviting somebody. For those who look after accounts.
//!
//! The one-time link is shown once, in the answer itself.

use std::borrow::Cow;

use api::strict::MailAddress;
use api::{BadInput, OfficeChoice};
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::right::Kind as Kinds;
use desk::{AccountRefusal, Caller, Changed, NewPerson, Outcome, Person, PersonChange, Right};
use domain::ids::PersonId;
use domain::people::Office;
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, page, see_other};
use super::entry_fields;
use super::fields::{Field, Kind};
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
    caller: Caller,
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
    #[serde(default)]
    office: Option<OfficeChoice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invite {
    name: Line,
    address: MailAddress,
    organisation: Line,
    #[serde(default)]
    committee: bool,
    #[serde(default)]
    office: OfficeChoice,
}

impl People {
    async fn new(app: &App, session: &Session) -> Result<Option<Self>, desk::Fault> {
        let Some(mut people) = app.desk.people(&session.caller).await? else { return Ok(None) };
        people.retain(|person| person.removed_at.is_none());
        people.sort_by(|one, other| (!one.committee, &one.name).cmp(&(!other.committee, &other.name)));
        let frame = Frame::new(&app.desk, &session.caller, Here::People);
        let value = |field: &Field| Cow::Borrowed(if field.name == "office" { "none" } else { "" });
        let fields = entry_fields::PERSON.iter().filter(|field| is_offered(session, field));
        let inputs = fields.map(|field| Input::new("person", field, value(field))).collect();
        let caller = session.caller.clone();
        Ok(Some(Self { frame, listed: people, inputs, caller, wrong: None, invited: None }))
    }

    /// Whether the reader may open somebody's page.
    fn may_change(&self, person: &Person) -> bool {
        may_change(&self.caller, person)
    }

    fn invites(&self) -> bool {
        Right::ManagePeople.is_held_by(&self.caller)
    }

    fn asks(&self) -> bool {
        Right::AskToSee.is_held_by(&self.caller)
    }

    fn recovers(&self) -> bool {
        Right::Recover.is_held_by(&self.caller)
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
        let touchable = |person: &Person| person.removed_at.is_none() && may_change(&session.caller, person);
        let Some(person) = people.into_iter().find(|person| person.id == id && touchable(person)) else {
            return Ok(None);
        };
        let value = |name: &str| match name {
            "name" => person.name.clone(),
            "address" => person.address.clone(),
            "handle" => person.handle.clone().unwrap_or_default(),
            "office" => person.office.map_or("none", Office::name).to_owned(),
            _organisation => person.organisation.clone(),
        };
        let fields = entry_fields::PERSON.iter().chain([&entry_fields::HANDLE]);
        let fields = fields.filter(|field| match field.name {
            "committee" => false,
            "office" => !person.committee && is_offered(session, field),
            _name => true,
        });
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
    let Change { name, address, organisation, handle, office } = match api::input::form(&body) {
        Ok(change) => change,
        Err(wrong) => return again(StatusCode::UNPROCESSABLE_ENTITY, wrong),
    };
    let wanted = PersonChange {
        name: Some(name),
        address: Some(address.0),
        organisation: Some(organisation),
        handle: Some(handle),
        office: office.map(OfficeChoice::office),
    };
    match app.desk.change_person(&session.caller, id, wanted).await.map_err(failed(&app))? {
        Changed::Done => Ok(see_other("/people")),
        Changed::Refused(refusal) => {
            again(StatusCode::CONFLICT, BadInput::of(field_of(refusal), account(refusal).what))
        }
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
    let Invite { name: line, address, organisation, committee, office } = invite;
    let new = NewPerson { name: line, address: address.0, organisation, committee, office: office.office() };
    let code = match app.desk.invite(&session.caller, new).await.map_err(failed(&app))? {
        Outcome::Done((_id, code)) => code,
        Outcome::NotFound => return Ok(sorry::not_found()),
        Outcome::Refused(refusal) => {
            let known = BadInput::of(field_of(refusal), account(refusal).what);
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

/// Whose page a reader may open: a member their own and those of people who are no members, a steward those of people who have
/// no office either. The desk decides again.
fn may_change(reader: &Caller, person: &Person) -> bool {
    match Kinds::of(reader) {
        Kinds::Member => !person.committee || reader.person() == Some(person.id),
        Kinds::Steward => !person.committee && person.office.is_none(),
        Kinds::Operator => true,
        Kinds::Stranger | Kinds::Reporter | Kinds::Person | Kinds::Auditor => false,
    }
}

/// Stewards give neither seats nor offices, and are not asked.
fn is_offered(session: &Session, field: &Field) -> bool {
    !matches!(field.name, "committee" | "office") || Kinds::of(&session.caller) == Kinds::Member
}

/// Beside which field a refusal is said.
const fn field_of(refusal: AccountRefusal) -> &'static str {
    match refusal {
        AccountRefusal::HandleTaken => "handle",
        AccountRefusal::MembersHaveNone | AccountRefusal::NotTheStewards => "office",
        AccountRefusal::ByBallot => "committee",
        AccountRefusal::AddressTaken | AccountRefusal::LastMember | AccountRefusal::AnotherMember => "address",
    }
}
