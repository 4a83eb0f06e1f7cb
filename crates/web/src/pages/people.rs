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
use desk::{NewPerson, Outcome, Person};
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, page};
use super::entry_fields;
use super::fields::Kind;
use super::form::{Input, Typed, retype};
use super::frame::{Frame, Here};
use crate::app::App;
use crate::session::Session;
use crate::sorry;

#[derive(Template)]
#[template(path = "people.html")]
struct People {
    frame: Frame,
    listed: Vec<Person>,
    inputs: Vec<Input<'static>>,
    wrong: Option<String>,
    invited: Option<Invited>,
}

/// Somebody just invited.
struct Invited {
    name: String,
    link: String,
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
        Ok(Some(Self { frame, listed: people, inputs, wrong: None, invited: None }))
    }
}

/// `GET /people`: the list and the form.
pub(crate) async fn list(State(app): State<App>, session: Session) -> Answer {
    let people = People::new(&app, &session).await.map_err(failed(&app))?;
    Ok(people.map_or_else(sorry::not_found, |people| page(StatusCode::OK, &people)))
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
