//! Pages as people see them: one golden file per page and role says who sees what (PR-27, PR-41, PR-56).

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;
use domain::policy::{Lifecycle, solo};
use expect_test::{ExpectFile, expect_file};
use serde_json::json;

use crate::scan::{faults, said, tags};
use crate::scene::{Reported, Scene, Story, lantern};

/// Everything there is to see, and for whom: a name, the token, the address.
fn sights(story: &Story) -> Vec<(&'static str, Option<&str>, String)> {
    let (eva, fin) = (Some(story.eva.token.as_str()), Some(story.fin.token.as_str()));
    let (case, published) = (story.reported.case, story.published.case);
    let (reporter, thanked) = (Some(story.reported.token.as_str()), Some(story.published.token.as_str()));
    vec![
        ("stranger-home", None, "/".to_owned()),
        ("stranger-advisories", None, "/advisories".to_owned()),
        ("stranger-advisory", None, "/advisories/cve-2026-10001".to_owned()),
        ("stranger-report", None, "/report".to_owned()),
        ("stranger-receipt", None, "/receipt".to_owned()),
        ("stranger-sign-in", None, "/sign-in/sluice-i-00000".to_owned()),
        ("committee-board", eva, "/board".to_owned()),
        ("committee-board-closed", eva, "/board?filter=closed&mine=true".to_owned()),
        ("committee-case", eva, format!("/cases/{case}")),
        ("committee-case-published", eva, format!("/cases/{published}")),
        ("committee-people", eva, "/people".to_owned()),
        ("fixer-board", fin, "/board".to_owned()),
        ("fixer-case", fin, format!("/cases/{case}")),
        ("fixer-case-published", fin, format!("/cases/{published}")),
        ("reporter-report", reporter, "/my-report".to_owned()),
        ("reporter-report-published", thanked, "/my-report".to_owned()),
    ]
}

fn golden(name: &str) -> ExpectFile {
    let path = format!("{}/tests/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path]
}

#[tokio::test]
async fn who_sees_what_is_written_down_page_by_page() {
    let story = Story::told().await;
    for (name, token, path) in sights(&story) {
        let seen = story.scene.get(&path, token).await;
        assert_eq!(seen.status, StatusCode::OK, "{name}");
        golden(name).assert_eq(&format!("{}\n", said(&seen.body)));
    }
}

#[tokio::test]
async fn every_page_can_be_read_without_eyes_without_scripts_and_without_other_sites() {
    let story = Story::told().await;
    let elsewhere = [
        ("policy", None, "/policy".to_owned()),
        ("a form that was asked for", Some(story.eva.token.as_str()), format!("/cases/{}?do=fix", story.reported.case)),
        ("what was done", Some(story.eva.token.as_str()), format!("/cases/{}?done=fix", story.reported.case)),
        ("a page of the board", Some(story.eva.token.as_str()), "/board?filter=all&after=nonsense".to_owned()),
    ];
    for (name, token, path) in sights(&story).into_iter().chain(elsewhere) {
        let seen = story.scene.get(&path, token).await;
        assert_eq!(faults(&seen.body), Vec::<String>::new(), "{name}");
        assert!(seen.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{name}");
    }
    let nothing = story.scene.get("/nothing/of/the/kind", None).await;
    assert_eq!((nothing.status, faults(&nothing.body)), (StatusCode::NOT_FOUND, Vec::new()));
}

#[tokio::test]
async fn a_fixer_never_sees_the_reporter_nor_what_the_committee_keeps_to_itself() {
    let story = Story::told().await;
    let (case, fin) = (story.reported.case, Some(story.fin.token.as_str()));
    let page = story.scene.get(&format!("/cases/{case}"), fin).await.body;
    for secret in ["jo@reporter.example", ">Jo<", "Ben, can you take", "You will hear from us", "Good to hear"] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(page.contains("One check for both is on the branch"), "what is said to the fix team is there");
}

#[tokio::test]
async fn a_reporter_never_sees_the_work_nor_who_does_it() {
    let story = Story::told().await;
    let page = story.scene.get("/my-report", Some(&story.reported.token)).await.body;
    for secret in ["Eva", "Fin", "One check for both", "Ben, can you", "lantern-7", "AV:N", "Nobody approves"] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(page.contains("You will hear from us before the week is over"), "what is said to them is there");
}

#[tokio::test]
async fn before_the_terms_are_accepted_nothing_of_the_case_is_shown() {
    let story = Story::told().await;
    let (scene, case) = (&story.scene, story.reported.case);
    let ida = scene.person("Ida", "Fabrikam", false).await;
    scene.ask(&story.eva.caller, case, "invitation", json!({ "person": ida.id, "standing": "code_owner" })).await;
    let board = scene.get("/board", Some(&ida.token)).await.body;
    let terms = scene.get(&format!("/cases/{case}/invitation"), Some(&ida.token)).await;
    assert_eq!(faults(&terms.body), Vec::<String>::new());
    golden("invited-terms").assert_eq(&format!("{}\n", said(&terms.body)));
    for page in [&board, &terms.body] {
        assert!(!page.contains("tenant") && !page.contains("Eva"), "{page}");
    }
    assert_eq!(scene.get(&format!("/cases/{case}"), Some(&ida.token)).await.status, StatusCode::NOT_FOUND);

    let joined = scene.post(&format!("/cases/{case}/membership"), Some(&ida.token), &[]).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER);
    let page = scene.get(&format!("/cases/{case}"), Some(&ida.token)).await;
    assert!(page.status == StatusCode::OK && page.body.contains("tenant"));
}

#[tokio::test]
async fn what_people_write_is_shown_and_never_run() {
    let scene = Scene::open(lantern()).await;
    let eva = scene.person("<b>Eva</b>", "North\"wind", true).await;
    let hostile = r#"</textarea></title><script>alert("x")</script><img src=x onerror='y'> & {{ 7 }} {% if %}"#;
    let reported = scene.report(json!({ "title": hostile, "body": hostile, "name": hostile })).await;
    let (case, e) = (reported.case, &eva.caller);
    scene.ask(e, case, "acknowledgement", json!({})).await;
    scene.ask(e, case, "coordinator", json!({ "person": eva.id })).await;
    scene.ask(e, case, "messages", json!({ "to": "reporter", "text": hostile })).await;
    scene.ask(&reported.caller, case, "messages", json!({ "to": "reporter", "text": hostile })).await;
    let assessment = json!({ "impact": hostile, "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    scene.ask(e, case, "assessment", assessment).await;
    scene.ask(e, case, "acceptance", json!({})).await;
    scene.ask(e, case, "advisory", json!({ "reference": hostile })).await;
    let draft = json!({ "title": hostile, "summary": hostile, "details": hostile, "exposure": hostile, "mitigation": hostile, "upgrade": hostile, "aliases": [hostile], "affected": ["PyPI:lantern 0 fixed 1.0"] });
    scene.ask(e, case, "draft", draft).await;
    scene.ask(e, case, "fork", json!({ "location": hostile })).await;
    scene.ask(e, case, "communication-plan", json!({ "plan": hostile })).await;
    scene.ask(e, case, "cve-request", json!({ "route": hostile, "reason": hostile })).await;
    scene.ask(e, case, "upstream", json!({ "project": hostile })).await;
    let typed = scene.post("/report", None, &[("title", hostile), ("address", hostile)]).await;
    let (path, mine) = (format!("/cases/{case}"), Some(reported.token.as_str()));
    let pages = [
        typed.body,
        scene.get("/board", Some(&eva.token)).await.body,
        scene.get("/people", Some(&eva.token)).await.body,
        scene.get(&path, Some(&eva.token)).await.body,
        scene.get("/my-report", mine).await.body,
        scene.get("/sign-in/%3Cscript%3E%22", None).await.body,
        scene.get("/board?after=%22%3E%3Cscript%3E", Some(&eva.token)).await.body,
        scene.get(&format!("{path}?do=%3Cscript%3E&done=%3Cscript%3E"), Some(&eva.token)).await.body,
    ];
    for page in pages {
        assert_eq!(faults(&page), Vec::<String>::new());
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>Eva"), "{page}");
    }
}

#[tokio::test]
async fn every_link_leads_somewhere_and_every_way_to_a_form_finds_it() {
    let story = Story::told().await;
    for token in [None, Some(story.eva.token.as_str()), Some(&story.fin.token), Some(&story.reported.token)] {
        let start = match token {
            None => "/",
            Some(token) if token == story.reported.token => "/my-report",
            Some(_) => "/board",
        };
        let (mut open, mut seen) = (VecDeque::from([start.to_owned()]), BTreeSet::new());
        while let Some(path) = open.pop_front() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let answer = story.scene.get(&path, token).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            for tag in tags(&answer.body).iter().filter(|tag| tag.name == "a") {
                let href = tag.get("href").unwrap();
                let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
                if href.starts_with("/cases/") && !anchor.is_empty() {
                    let page = story.scene.get(path, token).await.body;
                    let opened =
                        tags(&page).iter().any(|tag| tag.get("id") == Some(anchor) && tag.get("open").is_some());
                    assert!(opened, "{href} opens nothing");
                }
                if path.starts_with('/') {
                    open.push_back(path.to_owned());
                }
            }
        }
        assert!(seen.len() > 4, "{seen:?}");
    }
}

#[tokio::test]
async fn an_archived_project_says_so_before_anybody_writes() {
    let mut policy = solo();
    policy.project.lifecycle = Lifecycle::Archived;
    let scene = Scene::open(policy).await;
    let home = said(&scene.get("/", None).await.body);
    let form = said(&scene.get("/report", None).await.body);
    assert!(home.contains("is archived") && home.contains("There aren’t any published security advisories."), "{home}");
    assert!(form.contains("This project is archived") && form.contains("Nothing is promised"), "{form}");
    assert!(!form.contains("What we promise") && !form.contains("within"), "PR-88: {form}");
}

#[tokio::test]
async fn machines_find_where_to_report() {
    let scene = Scene::open(lantern()).await;
    let file = scene.get("/.well-known/security.txt", None).await;
    assert_eq!(file.headers["content-type"], "text/plain; charset=utf-8");
    let expected = expect_test::expect![[r#"
        Contact: https://desk.example/report
        Contact: mailto:security@lantern.example
        Expires: 2027-05-01T00:00:00Z
        Canonical: https://desk.example/.well-known/security.txt
        Policy: https://desk.example/policy
        Preferred-Languages: en
    "#]];
    expected.assert_eq(&file.body);
}

#[tokio::test]
async fn a_case_that_is_over_is_drawn_too_and_so_is_one_that_is_public_or_threatened() {
    let scene = Scene::open(lantern()).await;
    let eva = scene.person("Eva", "Northwind", true).await;
    let e = &eva.caller;
    let spam = scene.report(json!({ "title": "Buy now", "body": "Cheap." })).await;
    scene
        .ask(
            e,
            spam.case,
            "assessment",
            json!({ "impact": "None.", "replicated": "no", "origin": "unclear", "exploited": "no_evidence" }),
        )
        .await;
    scene.ask(e, spam.case, "declination", json!({ "because": "spam", "note": "There is nothing to answer." })).await;
    let known = scene.report(json!({ "title": "Seen on a list", "body": "Everybody reads it.", "public": true })).await;
    let soon = json!({ "title": "I publish soon", "body": "On a stage.", "publishes_at": "2026-11-20T10:00:00Z" });
    let soon = scene.report(soon).await;
    scene.ask(e, soon.case, "private-handling-request", json!({})).await;
    for Reported { case, token, .. } in [&spam, &known, &soon] {
        let work = scene.get(&format!("/cases/{case}"), Some(&eva.token)).await;
        let mine = scene.get("/my-report", Some(token)).await;
        for page in [work, mine] {
            assert_eq!((page.status, faults(&page.body)), (StatusCode::OK, Vec::new()));
        }
    }
    let mine = said(&scene.get("/my-report", Some(&soon.token)).await.body);
    assert!(mine.contains("We ask you to wait with publishing"), "PR-31: {mine}");
    let board = said(&scene.get("/board", Some(&eva.token)).await.body);
    assert!(board.contains("Seen on a list"), "{board}");
}
