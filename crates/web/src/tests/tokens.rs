//! Tokens at the doors: what they reach, and that they confirm nothing (T-29).

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use desk::right::Scope;
use desk::{TokenOutcome, WantedToken};
use domain::words::Line;
use jiff::Span;
use jiff::tz::TimeZone;
use serde_json::json;

use super::scene::{Role, Scene, whole};

impl Scene {
    /// A token of the member in place of their session.
    async fn with_token(mut self, scopes: &[Scope]) -> Self {
        let caller = self.desk.caller(self.token(Role::Member)).await.unwrap();
        let wanted = WantedToken { name: Line::new("A program").unwrap(), scopes: scopes.to_vec(), days: 30 };
        let TokenOutcome::Made(token) = self.desk.make_token(&caller, wanted).await.unwrap() else {
            panic!("no token")
        };
        self.replace_token(Role::Member, token);
        self
    }
}

#[tokio::test]
async fn a_token_reads_and_asks_within_its_scopes_and_never_does_what_counts_in_its_owner_s_place() {
    let scene = Scene::open().await.with_token(&[Scope::ReadCases, Scope::ActOnCases]).await;
    let case = format!("/api/v1/cases/{}", scene.case);
    assert_eq!(scene.get(Role::Member, &case).await.status, StatusCode::OK);
    let word = json!({ "to": "fixers", "text": "From a program." });
    let said = scene.post(Role::Member, &format!("{case}/messages"), &word).await;
    assert_eq!(said.status, StatusCode::OK);
    // Nobody needs a passkey here, and its owner has none: they may do it, and their program may not.
    let ended = scene.post(Role::Member, &format!("{case}/embargo-end"), &json!({ "note": "So it is." })).await;
    assert_eq!((ended.status, ended.json()["error"]["kind"].as_str()), (StatusCode::FORBIDDEN, Some("out_of_scope")));
    let people = scene.get(Role::Member, "/api/v1/people").await;
    assert!(people.text().contains("read_people"), "it says what is missing: {}", people.text());
    assert_eq!(scene.get(Role::Member, "/board").await.status, StatusCode::NOT_FOUND, "no page");
    assert_eq!(scene.get(Role::Member, "/api/v1/tokens").await.status, StatusCode::FORBIDDEN, "nor its like");
}

#[tokio::test]
async fn a_token_as_a_password_opens_the_calendar_and_nothing_else() {
    let scene = Scene::open().await.with_token(&[Scope::Committee, Scope::ReadCases]).await;
    let password = data_encoding::BASE64.encode(format!("calendar:{}", scene.token(Role::Member)).as_bytes());
    for (path, status) in [
        ("/api/v1/committee/calendar.ics", StatusCode::OK),
        ("/api/v1/committee", StatusCode::NOT_FOUND),
        ("/api/v1/cases", StatusCode::NOT_FOUND),
    ] {
        let bearer = scene.get(Role::Member, path).await.status;
        let asked = Request::get(path).header(header::HOST, "desk.example");
        let asked = asked.header(header::AUTHORIZATION, format!("basic {password}"));
        let basic = whole(&scene.router, asked.body(Body::empty()).unwrap()).await.status;
        assert_eq!((bearer, basic), (StatusCode::OK, status), "{path}");
    }
}

#[tokio::test]
async fn a_token_for_the_committee_names_no_case_of_whoever_will_be_away_pr23() {
    let mut scene = Scene::open().await;
    let session = scene.token(Role::Member).to_owned();
    let me = scene.get(Role::Member, "/api/v1/session").await.json();
    let named = json!({ "person": me["id"] });
    drop(scene.post(Role::Member, &format!("/api/v1/cases/{}/coordinator", scene.case), &named).await);
    let day = |count: i64| scene.desk.now().to_zoned(TimeZone::UTC).date() + Span::new().days(count);
    let leave = json!({ "from": day(30), "until": day(50) });
    assert_eq!(scene.post(Role::Member, "/api/v1/committee/leave", &leave).await.status, StatusCode::OK);
    for (scopes, cases) in [(vec![], 1), (vec![Scope::Committee], 0), (vec![Scope::Committee, Scope::ReadCases], 1)] {
        if !scopes.is_empty() {
            scene.replace_token(Role::Member, session.clone());
            scene = scene.with_token(&scopes).await;
        }
        let leave = &scene.get(Role::Member, "/api/v1/committee").await.json()["leaves"][0];
        assert_eq!(leave["cases"].as_array().map_or(0, Vec::len), cases, "{scopes:?}: {leave}");
    }
}
