//! The API as programs use it.

use axum::http::StatusCode;
use expect_test::expect;
use serde_json::{Value, json};

use super::scene::{Role, Scene};

/// The names of the fields of an answer, sorted, with those of objects inside.
fn shape(value: &Value) -> String {
    value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_report_goes_in_and_its_receipt_opens_it() {
    let scene = Scene::open().await;
    let report = json!({ "title": "Mine", "body": "All I know", "name": "Rita", "credit": true });
    let nameless = json!({ "title": "Mine", "body": "All I know", "credit": true });
    let answer = scene.post(Role::Stranger, "/api/v1/reports", &nameless).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "thanked by which name?");
    let answer = scene.post(Role::Stranger, "/api/v1/reports", &report).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json()["url"], "https://desk.example/receipt");
    let me = scene.get(Role::Reporter, "/api/v1/me").await.json();
    assert_eq!((&me["role"], &me["case"]), (&json!("reporter"), &json!(scene.case.to_string())));
    let mine = scene.get(Role::Reporter, "/api/v1/report").await;
    assert_eq!(mine, scene.get(Role::Reporter, &format!("/api/v1/cases/{}", scene.case)).await);
    assert_eq!((&mine.json()["body"], &mine.json()["place"]), (&json!("Body canary"), &json!("reporter")));
}

#[tokio::test]
async fn a_code_that_is_not_good_begins_no_session_whatever_it_lacks() {
    let scene = Scene::open().await;
    let mistyped = format!("{}0", scene.receipt);
    let other = "sluice-r-mpjtb-9d5mp-jtb9d-5mpjt-b9d5m-pjtb9-d52xd";
    let answers: Vec<_> =
        ["", "nonsense", mistyped.as_str(), other].into_iter().map(|code| json!({ "code": code })).collect();
    let mut all = Vec::new();
    for body in &answers {
        all.push(scene.post(Role::Stranger, "/api/v1/session", body).await);
    }
    assert!(all.iter().all(|answer| *answer == all[0]), "{all:?}");
    assert_eq!((all[0].status, &all[0].json()["error"]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("code")));
}

#[tokio::test]
async fn each_kind_of_reader_gets_the_parts_of_a_case_that_are_theirs() {
    let scene = Scene::open().await;
    let mut all = String::new();
    for role in [Role::Reporter, Role::Fixer, Role::Member] {
        let case = scene.get(role, &format!("/api/v1/cases/{}", scene.case)).await.json();
        let circles: Vec<&str> =
            case["conversation"].as_array().unwrap().iter().map(|message| message["to"].as_str().unwrap()).collect();
        let kinds: Vec<&str> =
            case["log"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
        let told = format!(
            "{role:?}\n  parts: {}\n  circles: {}\n  log: {}\n",
            shape(&case),
            circles.join(" "),
            kinds.join(" ")
        );
        all.push_str(&told);
    }
    expect![[r#"
        Reporter
          parts: as_of body channel clocks conversation disclosure embargo id log offers phase place publication rating received_at release_day releases reporter standing title
          circles: reporter
          log: case_opened report_received reporter_named embargo_agreed report_acknowledged report_validated report_accepted message_sent
        Fixer
          parts: as_of body channel clocks conversation disclosure embargo id log offers phase place publication rating received_at release_day releases standing title work
          circles: fixers
          log: case_opened report_received embargo_agreed coordinator_named report_assessed report_validated report_accepted fixer_invited fixer_invited fixer_joined message_sent
        Member
          parts: as_of body channel clocks conversation disclosure embargo id log offers phase place publication rating received_at release_day releases reporter standing title work
          circles: reporter fixers committee
          log: case_opened report_received reporter_named embargo_agreed report_acknowledged coordinator_named report_assessed report_validated report_accepted fixer_invited fixer_invited fixer_joined message_sent message_sent message_sent
    "#]].assert_eq(&all);
}

#[tokio::test]
async fn an_offer_that_stands_says_nothing_against_it_and_one_that_does_not_says_what_to_do() {
    let scene = Scene::open().await;
    let case = scene.get(Role::Member, &format!("/api/v1/cases/{}", scene.case)).await.json();
    let offers = case["offers"].as_array().unwrap();
    let offer = |noun: &str| offers.iter().find(|offer| offer["noun"] == noun).unwrap();
    assert_eq!(offer("advisory"), &json!({ "noun": "advisory", "title": "Open the advisory" }));
    assert_eq!(
        offer("draft")["refusal"],
        json!({ "message": "No advisory is open yet.", "what_to_do": "Open it first." })
    );
}

#[tokio::test]
async fn the_board_is_read_page_by_page_without_a_gap() {
    let scene = Scene::open().await;
    for nth in 0..60 {
        let report = json!({ "title": format!("Report {nth}"), "body": "b" });
        assert_eq!(scene.post(Role::Stranger, "/api/v1/reports", &report).await.status, StatusCode::CREATED);
    }
    let (mut seen, mut after, mut pages) = (std::collections::BTreeSet::new(), String::new(), 0);
    loop {
        let page = scene.get(Role::Member, &format!("/api/v1/cases?filter=all{after}")).await.json();
        pages += 1;
        for row in page["cases"].as_array().unwrap() {
            assert!(seen.insert(row["id"].as_str().unwrap().to_owned()), "a row came twice");
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (62, 2));
}

#[tokio::test]
async fn the_boards_of_members_and_of_fixers_hold_what_is_theirs() {
    let scene = Scene::open().await;
    let titles = |board: &Value| -> Vec<String> {
        board["cases"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect()
    };
    let of = async |role: Role, query: &str| titles(&scene.get(role, &format!("/api/v1/cases{query}")).await.json());
    assert_eq!(of(Role::Member, "").await.len(), 2);
    assert_eq!(of(Role::Member, "?mine=true").await, ["The tenant's secret canary"]);
    assert_eq!(of(Role::Member, "?filter=closed").await, [""; 0]);
    assert_eq!(of(Role::Fixer, "?filter=all").await, ["The tenant's secret canary"]);
    assert_eq!(of(Role::Outsider, "?filter=all").await, [""; 0]);
    let invited = scene.get(Role::Invited, "/api/v1/cases").await.json();
    assert_eq!((&invited["invitations"], titles(&invited).len()), (&json!([scene.case.to_string()]), 0));
}

#[tokio::test]
async fn the_invited_see_the_project_and_the_terms_and_nothing_more_until_they_agree() {
    let scene = Scene::open().await;
    let path = format!("/api/v1/cases/{}", scene.case);
    let invitation = scene.get(Role::Invited, &format!("{path}/invitation")).await;
    assert_eq!(shape(&invitation.json()), "project terms");
    assert_eq!(scene.get(Role::Invited, &path).await.status, StatusCode::NOT_FOUND);
    let early = scene.post(Role::Invited, &format!("{path}/messages"), &json!({ "to": "fixers", "text": "x" })).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    scene.ask(Role::Invited, "membership", json!({})).await;
    assert_eq!(scene.get(Role::Invited, &path).await.json()["place"], "fixer");
    assert_eq!(scene.get(Role::Invited, &format!("{path}/invitation")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_removed_fixer_is_a_stranger_at_once() {
    let scene = Scene::open().await;
    let path = format!("/api/v1/cases/{}", scene.case);
    assert_eq!(scene.get(Role::Fixer, &path).await.status, StatusCode::OK);
    scene.ask(Role::Member, "removal", json!({ "person": scene.fixer })).await;
    assert_eq!(scene.get(Role::Fixer, &path).await, scene.get(Role::Stranger, &path).await);
}

#[tokio::test]
async fn a_session_ends_by_asking_and_by_itself() {
    let scene = Scene::open().await;
    scene.clock.step_to("2026-11-03T09:30:00Z".parse().unwrap());
    assert_eq!(scene.get(Role::Fixer, "/api/v1/me").await.json()["role"], "person");
    let ended = scene.send(Role::Fixer, "DELETE", "/api/v1/session", "", "").await;
    assert_eq!(ended.json(), json!({ "done": true }));
    assert_eq!(scene.get(Role::Fixer, "/api/v1/me").await.json()["role"], "stranger");
    assert_eq!(scene.get(Role::Member, "/api/v1/me").await.json()["role"], "committee");
    scene.clock.step_to("2026-11-30T09:00:00Z".parse().unwrap());
    assert_eq!(scene.get(Role::Member, "/api/v1/me").await.json()["role"], "stranger");
    assert_eq!(scene.get(Role::Operator, "/api/v1/me").await.json()["role"], "operator");
}
