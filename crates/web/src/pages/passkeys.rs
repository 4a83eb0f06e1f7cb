//! Passkeys: one's own, showing one again, and confirming a decision with one.
//!
//! The only pages with a script: it hands the form's question to the browser and the browser's answer to the form.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Caller, KeptPasskey, KeyOutcome, Outcome, Verified};
use documents::words;
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, scripted, see_other};
use super::assets;
use super::frame::{Frame, Here};
use super::talk::capital;
use super::when::When;
use crate::app::App;
use crate::path::{ConfirmationPath, PasskeyPath};
use crate::session::{Session, begun};
use crate::sorry;

/// A form that a passkey answers.
pub(crate) struct Ceremony {
    pub(crate) options: String,
    pub(crate) script: &'static str,
}

impl Ceremony {
    pub(crate) const fn new(options: String) -> Self {
        Self { options, script: assets::PASSKEY_HREF }
    }
}

#[derive(Template)]
#[template(path = "passkeys.html")]
struct Passkeys {
    frame: Frame,
    keys: Vec<Key>,
    /// To add one; `None` where browsers offer none.
    add: Option<Ceremony>,
    /// Whether one is to be shown first.
    show_first: bool,
    /// Whether the reader needs one to act.
    needed: bool,
    wrong: Option<&'static str>,
}

/// A passkey in the list.
struct Key {
    id: String,
    name: String,
    made: When,
    used: Option<When>,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct Verify {
    frame: Frame,
    ceremony: Ceremony,
    back: String,
    failed: bool,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Confirm {
    frame: Frame,
    ceremony: Ceremony,
    id: String,
    case: String,
    title: String,
    what: &'static str,
    /// What the log would say of it.
    entries: Vec<String>,
    failed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    name: Line,
    answer: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    answer: String,
    #[serde(default)]
    back: Option<String>,
}

/// Where somebody came from.
#[derive(Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    back: Option<String>,
}

/// `GET /passkeys`: one's own.
pub(crate) async fn list(State(app): State<App>, session: Session) -> Answer {
    drawn(&app, &session, StatusCode::OK, None).await
}

async fn drawn(app: &App, session: &Session, status: StatusCode, wrong: Option<&'static str>) -> Answer {
    let Some(kept) = app.desk.passkeys(&session.caller).await.map_err(failed(app))? else {
        return Ok(sorry::not_found());
    };
    let options = app.desk.ask_to_register(&session.caller, session.shown()).await.map_err(failed(app))?;
    let verified = app.desk.verified(&session.caller).await.map_err(failed(app))?;
    let now = app.desk.now();
    let key = |kept: KeptPasskey| Key {
        id: kept.id.to_string(),
        name: kept.name,
        made: When::new(kept.made_at, now),
        used: kept.used_at.map(|at| When::new(at, now)),
    };
    let shown = Passkeys {
        frame: Frame::new(&app.desk, &session.caller, Here::Sessions),
        keys: kept.into_iter().map(key).collect(),
        add: options.map(Ceremony::new),
        show_first: verified == Verified::NotFresh,
        needed: verified == Verified::NoPasskey,
        wrong,
    };
    Ok(scripted(status, &shown))
}

/// `POST /passkeys`: adds one.
pub(crate) async fn add(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let Ok(New { name, answer }) = api::input::form(&body) else {
        return drawn(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, Some(NAMELESS)).await;
    };
    let outcome =
        app.desk.register_passkey(&session.caller, session.shown(), &name, &answer).await.map_err(failed(&app))?;
    after(&app, &session, outcome).await
}

/// `POST /passkeys/{passkey}/removal`: removes one.
pub(crate) async fn remove(State(app): State<App>, session: Session, PasskeyPath(id): PasskeyPath) -> Answer {
    let outcome = app.desk.remove_passkey(&session.caller, id).await.map_err(failed(&app))?;
    after(&app, &session, outcome).await
}

async fn after(app: &App, session: &Session, outcome: KeyOutcome) -> Answer {
    let wrong = match outcome {
        KeyOutcome::Done => return Ok(see_other("/passkeys")),
        KeyOutcome::NotFresh => return Ok(see_other("/verify?back=/passkeys")),
        KeyOutcome::NotFound => return Ok(sorry::not_found()),
        KeyOutcome::NotGood => NOT_GOOD,
        KeyOutcome::Enough => ENOUGH,
    };
    drawn(app, session, StatusCode::CONFLICT, Some(wrong)).await
}

const NAMELESS: &str = "Give the passkey a name of one line, by which you tell it from others.";
const NOT_GOOD: &str =
    "That passkey could not be added: it is known here already, or it took longer than five minutes. Try again.";
const ENOUGH: &str =
    "The last passkey stays: without it nothing could be confirmed. Add another first; twelve are the most.";

/// `GET /verify`: showing a passkey again, before something that counts.
pub(crate) async fn ask(State(app): State<App>, session: Session, Query(from): Query<From>) -> Answer {
    verifying(&app, &session, from.back.as_deref(), false).await
}

async fn verifying(app: &App, session: &Session, back: Option<&str>, failed_before: bool) -> Answer {
    if session.caller.person().is_none() {
        return Ok(sorry::not_found());
    }
    let Some(options) = app.desk.ask_to_verify(&session.caller, session.shown()).await.map_err(failed(app))? else {
        return Ok(see_other("/passkeys"));
    };
    let frame = Frame::new(&app.desk, &session.caller, Here::Elsewhere);
    let shown = Verify { frame, ceremony: Ceremony::new(options), back: own(back).to_owned(), failed: failed_before };
    Ok(scripted(if failed_before { StatusCode::FORBIDDEN } else { StatusCode::OK }, &shown))
}

/// `POST /verify`: the passkey was shown; the session goes on under another token.
pub(crate) async fn verify(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let Ok(Shown { answer, back }) = api::input::form(&body) else {
        return verifying(&app, &session, None, true).await;
    };
    let verified = app.desk.verify(&session.caller, session.shown(), &answer).await;
    match verified.map_err(failed(&app))? {
        Some(token) => Ok(begun(see_other(own(back.as_deref())), &token, &app.config)),
        None => verifying(&app, &session, back.as_deref(), true).await,
    }
}

/// `GET /confirm/{confirmation}`: a decision of one's own that waits.
pub(crate) async fn show(State(app): State<App>, session: Session, ConfirmationPath(id): ConfirmationPath) -> Answer {
    confirming(&app, &session, id, false).await
}

async fn confirming(app: &App, session: &Session, id: domain::ids::ConfirmationId, failed_before: bool) -> Answer {
    let waiting = app.desk.to_confirm(&session.caller, id).await.map_err(failed(app))?;
    let Some(waiting) = waiting else { return Ok(sorry::not_found()) };
    let page = &waiting.page;
    let known = page.people.values().chain(&page.everybody);
    let names: words::Names = known.map(|person| (person.id, person.name.clone())).collect();
    let entries = waiting.entries.iter().map(|entry| capital(&words::event(entry, &names))).collect();
    let title = page.view.title.reveal().to_owned();
    let shown = Confirm {
        frame: Frame::new(&app.desk, &session.caller, Here::Case),
        ceremony: Ceremony::new(waiting.options),
        id: id.to_string(),
        case: waiting.case.to_string(),
        title,
        what: words::verb(waiting.verb).0,
        entries,
        failed: failed_before,
    };
    Ok(scripted(if failed_before { StatusCode::FORBIDDEN } else { StatusCode::OK }, &shown))
}

/// `POST /confirm/{confirmation}`: confirms it; it is done then.
pub(crate) async fn confirm(
    State(app): State<App>,
    session: Session,
    ConfirmationPath(id): ConfirmationPath,
    body: Bytes,
) -> Answer {
    let Ok(Shown { answer, .. }) = api::input::form(&body) else {
        return confirming(&app, &session, id, true).await;
    };
    let done = app.desk.confirm(&session.caller, id, &answer).await;
    match done.map_err(failed(&app))? {
        None => confirming(&app, &session, id, true).await,
        Some((case, verb, Outcome::Done(()))) => Ok(see_other(&format!("/cases/{case}?done={}", verb.noun()))),
        Some((_, _, Outcome::NotFound)) => Ok(sorry::not_found()),
        Some((_, verb, Outcome::Refused(refusal))) => {
            let sentence = words::refusal_of(verb, &refusal);
            Ok(sorry::sorry(StatusCode::CONFLICT, &sentence.what, &sentence.what_to_do))
        }
    }
}

/// After a sign-in: to the board, or first to one's passkeys where one is needed.
pub(crate) async fn first_page(app: &App, caller: &Caller) -> Result<Response, desk::Fault> {
    let needed = app.desk.verified(caller).await? == Verified::NoPasskey;
    Ok(see_other(if needed { "/passkeys" } else { "/board" }))
}

/// An address of our own to go back to; anything else is the board.
fn own(back: Option<&str>) -> &str {
    const PAGES: [&str; 4] = ["/people", "/passkeys", "/sessions", "/tokens"];
    let plain = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/-".contains(&byte))
    };
    back.filter(|back| plain(back) && PAGES.iter().any(|page| back.split('/').nth(1) == page.strip_prefix('/')))
        .filter(|back| back.starts_with('/'))
        .unwrap_or("/board")
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn one_goes_back_to_pages_of_ours_alone() {
        for good in ["/people", "/people/0o30c1g60o30c1g60o30c1g60o", "/passkeys"] {
            assert_eq!(own(Some(good)), good);
        }
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/people@evil.example",
            "/people\r\nX: y",
            "",
            "people",
            "/cases",
            "/people?x=1",
            "/%2f",
        ] {
            assert_eq!(own(Some(bad)), "/board", "{bad}");
        }
        assert_eq!(own(None), "/board");
    }
}
