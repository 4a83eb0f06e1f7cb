//! A question about what one may not know gets the same bytes as one about nothing.

use super::scene::{Answer, Role, Scene};
use crate::routes;

/// A case that never was.
const ABSENT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaa0";

/// Those for whom the case does not exist.
const OUTSIDE: [Role; 4] = [Role::Stranger, Role::OtherReporter, Role::Outsider, Role::Operator];

#[tokio::test]
async fn a_hidden_case_an_absent_one_and_nonsense_answer_byte_for_byte_alike() {
    let scene = Scene::open().await;
    let hidden = scene.case.to_string();
    let ids = [hidden.as_str(), ABSENT, "C-7", "%ff", "%2e%2e", "AAAAAAAAAAAAAAAAAAAAAAAAAA", "a"];
    let (mut program, mut person): (Option<Answer>, Option<Answer>) = (None, None);
    for route in routes::all().iter().filter(|route| route.path.contains("{case}")) {
        let constant = if route.is_api() { &mut program } else { &mut person };
        let kind = if route.is_api() { "application/json" } else { "application/x-www-form-urlencoded" };
        let methods = [route.method.as_str(), "PATCH", "DELETE", "OPTIONS"];
        for id in ids {
            for role in OUTSIDE {
                for (method, body) in methods.map(|method| (method, "")).into_iter().chain([(methods[0], "nonsense")]) {
                    let path = route.path.replace("{case}", id);
                    let answer = scene.send(role, method, &path, kind, body).await;
                    let expected = constant.get_or_insert_with(|| answer.clone());
                    assert_eq!(&answer, expected, "{role:?} {method} {path} {body}");
                    assert_eq!(answer.status, 404);
                }
            }
        }
    }
    // And the same as for an address that nobody knows.
    assert_eq!(scene.get(Role::Member, "/api/v1/nothing").await, program.unwrap());
    assert_eq!(scene.get(Role::Member, "/nothing").await, person.unwrap());
}

#[tokio::test]
async fn a_wrong_method_on_a_hidden_case_is_no_different_from_one_on_a_case_one_reads() {
    let scene = Scene::open().await;
    let path = format!("/api/v1/cases/{}", scene.case);
    let of_member = scene.send(Role::Member, "DELETE", &path, "", "").await;
    assert_eq!(of_member, scene.send(Role::Stranger, "DELETE", &path, "", "").await);
    assert_eq!(of_member.header(axum::http::header::ALLOW), "");
}

#[tokio::test]
async fn an_advisory_in_the_making_is_not_there() {
    let scene = Scene::open().await;
    scene.ask(Role::Member, "advisory", serde_json::json!({})).await;
    scene.ask(Role::Member, "cve", serde_json::json!({ "id": "CVE-2026-12345" })).await;
    scene.ask(Role::Member, "draft", serde_json::json!({ "title": "T", "summary": "S", "details": "D" })).await;
    for role in Role::ALL {
        for prefix in ["/api/v1/advisories/", "/advisories/"] {
            let drafted = scene.get(role, &format!("{prefix}cve-2026-12345")).await;
            assert_eq!(drafted, scene.get(role, &format!("{prefix}cve-2026-99999")).await, "{role:?}");
            assert_eq!(drafted, scene.get(role, &format!("{prefix}%ff")).await, "{role:?}");
            assert_eq!(drafted.status, 404);
        }
    }
}

/// What may stand in an answer to whom. Each canary was put into the case where only some may read it.
#[tokio::test]
async fn nobody_reads_a_word_beyond_their_circle() {
    let scene = Scene::open().await;
    let all = [
        "secret canary",
        "Body canary",
        "Impact canary",
        "To the reporter canary",
        "To fixers canary",
        "Among us canary",
        "Rita canary",
    ];
    let reads: [(Role, &[&str]); 8] = [
        (Role::Stranger, &[]),
        (Role::OtherReporter, &[]),
        (Role::Outsider, &[]),
        (Role::Operator, &[]),
        (Role::Invited, &[]),
        (Role::Reporter, &["secret canary", "Body canary", "To the reporter canary", "Rita canary"]),
        (Role::Fixer, &["secret canary", "Body canary", "Impact canary", "To fixers canary"]),
        (Role::Member, &all),
    ];
    for (role, may) in reads {
        let mut said = String::new();
        for route in routes::all().iter().filter(|route| route.method == "GET") {
            if (role, route.path.as_ref()) == (Role::OtherReporter, "/api/v1/report")
                || (role, route.path.as_ref()) == (Role::OtherReporter, "/my-report")
            {
                // Their own case, with canaries of its own.
                continue;
            }
            let path =
                route.path.replace("{case}", &scene.case.to_string()).replace("{code}", "x").replace("{slug}", "x");
            said.push_str(&scene.get(role, &path).await.text());
        }
        for canary in all {
            let reads = said.contains(canary) || said.contains(&canary.replace('\'', "&#39;"));
            // The words for an impact stand in no answer of the API but the log's line; pages may show them.
            if canary == "Impact canary" && may.contains(&canary) {
                continue;
            }
            assert_eq!(reads, may.contains(&canary), "{role:?} and “{canary}”");
        }
    }
}
