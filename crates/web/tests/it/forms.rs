//! What becomes of what people send: done, refused in our words, or wrong beside the field it is wrong in.

use axum::http::StatusCode;
use domain::policy::committee;
use serde_json::json;

use crate::scan::{faults, said, tags};
use crate::scene::{Scene, Seen, Story, lantern};

/// The tag of a field in a page.
fn field(page: &str, id: &str) -> Vec<(String, String)> {
    let tag = tags(page).into_iter().find(|tag| tag.get("id") == Some(id));
    tag.unwrap_or_else(|| panic!("no {id} in {page}")).attributes
}

fn location(seen: &Seen) -> &str {
    seen.headers["location"].to_str().unwrap()
}

/// The session that an answer begins.
fn session(seen: &Seen) -> String {
    let cookie = seen.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite"), "{cookie}");
    cookie.split(';').next().unwrap().trim_start_matches("sluice=").to_owned()
}

#[tokio::test]
async fn a_report_is_answered_with_a_receipt_that_opens_the_reporter_s_page() {
    let scene = Scene::open(lantern()).await;
    let form = [("title", "A flaw"), ("body", "All of it."), ("name", ""), ("address", ""), ("publishes_at", "")];
    let received = scene.post("/report", None, &form).await;
    assert_eq!((received.status, faults(&received.body)), (StatusCode::CREATED, Vec::new()));
    let words = said(&received.body);
    let code = words.split_whitespace().find(|word| word.starts_with("sluice-r-")).unwrap();
    assert_eq!(received.body.matches(code).count(), 2, "once to read, once in the button's form");

    let typed = code.to_uppercase();
    let opened = scene.post("/receipt", None, &[("code", &typed)]).await;
    assert_eq!((opened.status, location(&opened)), (StatusCode::SEE_OTHER, "/my-report"));
    let page = scene.get("/my-report", Some(&session(&opened))).await;
    assert!(said(&page.body).contains("A flaw"));

    let wrong = scene.post("/receipt", None, &[("code", "sluice-r-00000")]).await;
    assert_eq!((wrong.status, faults(&wrong.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
    assert!(said(&wrong.body).contains("This code opens nothing here."));
}

#[tokio::test]
async fn what_is_wrong_with_a_report_stands_beside_its_field_and_nothing_typed_is_lost() {
    let scene = Scene::open(lantern()).await;
    let long = "x".repeat(201);
    let table = [
        (vec![("title", long.as_str()), ("body", "kept")], "title", "longer than 200 characters"),
        (vec![("title", "a"), ("body", "")], "body", "this is needed"),
        (vec![("title", "a\u{202E}b"), ("body", "kept")], "title", "U+202E"),
        (vec![("title", "a"), ("body", "kept"), ("address", "nowhere")], "address", "not a mail address"),
        (vec![("title", "a"), ("body", "kept"), ("publishes_at", "soon")], "publishes_at", "2026-11-30T16:00:00Z"),
    ];
    for (form, name, message) in table {
        let seen = scene.post("/report", None, &form).await;
        assert_eq!((seen.status, faults(&seen.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()), "{name}");
        let attributes = field(&seen.body, &format!("report-{name}"));
        assert!(attributes.contains(&("aria-invalid".to_owned(), "true".to_owned())), "{name}: {attributes:?}");
        let (_, after) = seen.body.split_once(&format!("id=\"report-{name}-wrong\"")).unwrap();
        assert!(after.split("</p>").next().unwrap().contains(message), "{name}: {after}");
        for (other, value) in form.iter().filter(|(other, _)| *other != "body") {
            let kept = field(&seen.body, &format!("report-{other}"));
            assert!(kept.contains(&("value".to_owned(), (*value).to_owned())), "{other}: {kept:?}");
        }
    }
    let unknown = scene.post("/report", None, &[("title", "a"), ("body", "b"), ("nonsense", "c")]).await;
    assert!(said(&unknown.body).contains("nonsense: unknown field"), "{}", said(&unknown.body));
    let past = [("title", "a"), ("body", "b"), ("publishes_at", "2020-01-01T10:00")];
    let refused = scene.post("/report", None, &past).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(said(&refused.body).contains("2020-01-01 10:00 UTC has passed."), "{}", said(&refused.body));
}

#[tokio::test]
async fn a_one_time_link_signs_in_once_and_looking_at_it_does_not_use_it_up() {
    let scene = Scene::open(committee()).await;
    let eva = scene.person("Eva", "Northwind", true).await;
    let invited = [("name", "Ben"), ("address", "ben@contoso.example"), ("organisation", "Contoso")];
    let seated = [invited.as_slice(), &[("committee", "true")]].concat();
    let alone = scene.post("/people", Some(&eva.token), &seated).await;
    assert_eq!(alone.status, StatusCode::CONFLICT, "a committee chooses its members by a ballot");
    assert!(said(&alone.body).contains("The committee chooses its members by a ballot."), "{}", said(&alone.body));
    let made = scene.post("/people", Some(&eva.token), &invited).await;
    assert_eq!((made.status, faults(&made.body)), (StatusCode::CREATED, Vec::new()));
    let words = said(&made.body);
    let link = words.split_whitespace().find(|word| word.contains("/sign-in/")).unwrap();
    let path = link.trim_start_matches("https://desk.example");
    for _robot in 0..3 {
        assert_eq!(scene.get(path, None).await.status, StatusCode::OK);
    }
    let code = path.rsplit('/').next().unwrap();
    let first = scene.post("/sign-in", None, &[("code", code)]).await;
    assert_eq!((first.status, location(&first)), (StatusCode::SEE_OTHER, "/board"));
    let ben = session(&first);
    assert_eq!(scene.get("/board", Some(&ben)).await.status, StatusCode::OK);
    let again = scene.post("/sign-in", None, &[("code", code)]).await;
    assert_eq!((again.status, faults(&again.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));

    let out = scene.post("/sign-out", Some(&ben), &[]).await;
    assert_eq!((out.status, location(&out)), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(scene.get("/board", Some(&ben)).await.status, StatusCode::NOT_FOUND);
    let twice = scene.post("/people", Some(&eva.token), &invited).await;
    assert_eq!((twice.status, faults(&twice.body)), (StatusCode::CONFLICT, Vec::new()));
}

#[tokio::test]
async fn what_is_done_leads_to_the_page_that_shows_it() {
    let story = Story::told().await;
    let (case, eva) = (story.reported.case, Some(story.eva.token.as_str()));
    let path = format!("/cases/{case}");
    let done = story.scene.post(&format!("{path}/fork"), eva, &[("location", "another fork")]).await;
    assert_eq!((done.status, location(&done)), (StatusCode::SEE_OTHER, format!("{path}?done=fork").as_str()));
    let page = said(&story.scene.get(location(&done), eva).await.body);
    assert!(page.contains("Done: Note the private fork.") && page.contains("another fork"), "{page}");

    let mine = Some(story.reported.token.as_str());
    let sent = story.scene.post("/my-report/messages", mine, &[("to", "reporter"), ("text", "One more thing.")]).await;
    assert_eq!((sent.status, location(&sent)), (StatusCode::SEE_OTHER, "/my-report?done=messages"));
    let page = said(&story.scene.get("/my-report", mine).await.body);
    assert!(page.contains("One more thing."), "{page}");
}

#[tokio::test]
async fn a_refusal_is_told_in_our_words_above_the_form_it_came_from() {
    let story = Story::told().await;
    let (case, eva) = (story.reported.case, Some(story.eva.token.as_str()));
    let refused = story.scene.post(&format!("/cases/{case}/publication"), eva, &[]).await;
    assert_eq!((refused.status, faults(&refused.body)), (StatusCode::CONFLICT, Vec::new()));
    let words = said(&refused.body);
    assert!(words.contains("This was not done: Publish and announce"), "{words}");
    assert!(words.contains("a CVE number is assigned, or there is a reason for none (PR-52)"), "{words}");
}

#[tokio::test]
async fn where_a_should_stands_against_it_a_reason_is_asked_for_and_then_it_is_done() {
    let story = Story::told().await;
    let (scene, case, eva) = (&story.scene, story.reported.case, Some(story.eva.token.as_str()));
    let commit = "c".repeat(40);
    let author = story.fin.id.to_string();
    let path = format!("/cases/{case}");
    let proposed = scene.post(&format!("{path}/fix"), eva, &[("commit", &commit), ("author", &author)]).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER);
    scene.ask(&story.eva.caller, case, "readiness", json!({ "commit": commit })).await;
    let friday = [("at", "2026-12-04T16:00")];
    let asked = scene.post(&format!("{path}/release-day"), eva, &friday).await;
    assert_eq!((asked.status, faults(&asked.body)), (StatusCode::CONFLICT, Vec::new()));
    let reason = field(&asked.body, "release-day-reason");
    assert!(reason.contains(&("aria-invalid".to_owned(), "true".to_owned())), "PR-59: {reason:?}");
    let at = field(&asked.body, "release-day-at");
    assert!(at.contains(&("value".to_owned(), "2026-12-04T16:00".to_owned())), "{at:?}");
    let all_the_same = [("at", "2026-12-04T16:00"), ("reason", "Everybody is there on that day.")];
    let done = scene.post(&format!("{path}/release-day"), eva, &all_the_same).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = said(&scene.get(&path, eva).await.body);
    assert!(
        page.contains("Proposed: Fri 4 Dec 2026, 16:00 UTC") && page.contains("Everybody is there on that day."),
        "{page}"
    );
    assert!(page.contains("Tokyo\nSat 5 Dec, 01:00"), "PR-60: {page}");
}

#[tokio::test]
async fn what_is_wrong_in_a_case_s_form_stands_beside_its_field() {
    let story = Story::told().await;
    let (case, eva) = (story.reported.case, Some(story.eva.token.as_str()));
    let seen = story.scene.post(&format!("/cases/{case}/fix"), eva, &[("commit", "main"), ("author", "nobody")]).await;
    assert_eq!((seen.status, faults(&seen.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
    let commit = field(&seen.body, "fix-commit");
    assert!(commit.contains(&("value".to_owned(), "main".to_owned())), "{commit:?}");
    assert!(said(&seen.body).contains("40 or 64 hex digits are expected"), "{}", said(&seen.body));
    let open = tags(&seen.body).into_iter().any(|tag| tag.get("id") == Some("do-fix") && tag.get("open").is_some());
    assert!(open, "the form is unfolded");
}

#[tokio::test]
async fn a_stranger_s_form_finds_no_case_whatever_is_in_it() {
    let story = Story::told().await;
    let (scene, case) = (&story.scene, story.reported.case);
    let path = format!("/cases/{case}/fix");
    let max = scene.person("Max", "Elsewhere", false).await;
    let thanked = Some(story.published.token.as_str());
    let gone = scene.get("/nothing", None).await;
    for token in [None, Some(max.token.as_str()), thanked] {
        for form in [&[][..], &[("commit", "main")], &[("nonsense", "x")]] {
            let seen = scene.post(&path, token, form).await;
            assert_eq!((seen.status, &seen.body), (StatusCode::NOT_FOUND, &gone.body));
        }
    }
    assert_eq!(scene.get(&format!("/cases/{case}"), thanked).await.status, StatusCode::NOT_FOUND);
}
