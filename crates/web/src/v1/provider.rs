//! One's own link with the identity provider. It is made in a browser, which goes there.

use api::responses::{Done, ProviderAnswer};
use axum::Json;
use axum::extract::State;

use crate::app::App;
use crate::problem::{Problem, failed};
use crate::route::{Right, Route, Shape};
use crate::session::Session;

/// The routes of the link.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/provider", Right::OwnProvider, show)
            .about("Whether the caller's account is linked with the identity provider.")
            .gives(200, Shape::of::<ProviderAnswer>()),
        Route::delete("/api/v1/provider", Right::LinkProvider, remove)
            .about("End the link.")
            .gives(200, Shape::of::<Done>()),
    ]
}

async fn show(State(app): State<App>, session: Session) -> Result<Json<ProviderAnswer>, Problem> {
    let link = app.desk.provider_link(&session.caller).await.map_err(failed(&app))?;
    let (Some(since), Some(name)) = (link, app.desk.provider_name()) else { return Err(Problem::NotFound) };
    Ok(Json(ProviderAnswer { name: name.to_owned(), since }))
}

async fn remove(State(app): State<App>, session: Session) -> Result<Json<Done>, Problem> {
    let done = app.desk.unlink_provider(&session.caller).await.map_err(failed(&app))?;
    if done { Ok(Json(Done { done })) } else { Err(Problem::NotFound) }
}
