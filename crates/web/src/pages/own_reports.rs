//! Reports kept with an account: a receipt that becomes one, and adding one to an account that there is.

use api::strict::MailAddress;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use desk::KeepOutcome;
use domain::words::Line;
use serde::Deserialize;

use super::answer::{Answer, failed, see_other};
use super::report::Code;
use crate::app::App;
use crate::session::Session;
use crate::sorry;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keep {
    name: Line,
    address: MailAddress,
}

/// `POST /my-report/account`: turns the receipt into an account.
pub(crate) async fn keep(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let Keep { name, address } = match api::input::form(&body) {
        Ok(keep) => keep,
        Err(wrong) => {
            let what = format!("{}: {}.", wrong.field.unwrap_or_default(), wrong.message);
            return Ok(sorry::sorry(
                StatusCode::UNPROCESSABLE_ENTITY,
                &what,
                "Go back; what you typed is still there.",
            ));
        }
    };
    Ok(match app.desk.keep_report(&session.caller, &name, &address.0).await.map_err(failed(&app))? {
        KeepOutcome::LetterSent => see_other("/my-report?letter=sent"),
        KeepOutcome::Kept => sorry::sorry(
            StatusCode::CONFLICT,
            "This report is kept with an account already.",
            "Sign in with it, or go on with the receipt.",
        ),
        KeepOutcome::Wait => sorry::sorry(
            StatusCode::TOO_MANY_REQUESTS,
            "A letter about this report left a moment ago.",
            "Look for it first; in a minute another can be sent.",
        ),
        KeepOutcome::NotFound => sorry::not_found(),
    })
}

/// `POST /my-reports`: adds a report by its receipt.
pub(crate) async fn add(State(app): State<App>, session: Session, body: Bytes) -> Answer {
    let code: Option<Code> = api::input::form(&body).ok();
    let good = match code {
        Some(Code { code }) => app.desk.hold_report(&session.caller, code.trim()).await.map_err(failed(&app))?,
        None => false,
    };
    if good {
        return Ok(see_other("/board"));
    }
    let next = "Look at the receipt again: five letters or digits in each group, and nothing left out.";
    Ok(sorry::sorry(StatusCode::UNPROCESSABLE_ENTITY, "This is not a receipt of a report here.", next))
}
