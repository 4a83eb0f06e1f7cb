//! A desk does not start with a route whose right and address do not fit.

use desk::Right;
use domain::case::decide::Verb;

use crate::registry::check;
use crate::route::Route;
use crate::routes;

async fn nothing() {}

fn refused(route: Route) -> String {
    let mut all = routes::all();
    all.push(route);
    check(&all).map_or_else(|why| why.to_string(), |()| "it starts".to_owned())
}

#[test]
fn every_route_there_is_fits_its_right() {
    assert_eq!(check(&routes::all()), Ok(()));
}

#[test]
fn a_route_that_names_a_case_needs_a_right_to_a_case() {
    let route = |path: &'static str, right| Route::get(path, right, nothing).about("Something.");
    for (route, why) in [
        (route("/cases/{case}/other", Right::Board), "its right is not about"),
        (route("/other/{person}", Right::ReadCase), "its right is not about"),
        (route("/other", Right::ReadCase), "it names none"),
        (route("/other/{thing}", Right::ReadPublic), "names what nobody knows"),
        (route("/board", Right::Board), "it is there twice"),
        (Route::get("/other", Right::Board, nothing), "does not say what it is for"),
        (Route::post("/cases/{case}/publication", Right::AskOfCase(Verb::Acknowledge), nothing), "something else"),
        (Route::post("/my-report/messages", Right::AskOfOwnReport(Verb::NoteThreat), nothing), "something else"),
    ] {
        let said = refused(route);
        assert!(said.contains(why) && said.ends_with("the desk does not start with it"), "{said}");
    }
}
