//! Bad input: a 4xx that names the field, and nothing written.

use axum::body::Body;
use axum::http::StatusCode;
use expect_test::expect;
use serde_json::{Value, json};

use super::scene::{Answer, CONFIG, Role, Scene};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn said(answer: &Answer) -> String {
    let error = &answer.json()["error"];
    let text = |key: &str| error[key].as_str().unwrap_or("-").to_owned();
    format!("{} {} [{}] {}\n", answer.status.as_u16(), text("kind"), text("field"), text("message"))
}

fn with_title(title: &str) -> Vec<u8> {
    json!({ "title": title, "body": "b" }).to_string().into_bytes()
}

#[tokio::test]
async fn a_bad_report_is_refused_with_the_name_of_the_field_and_nothing_is_written() {
    let scene = Scene::open().await;
    let before = scene.events().await;
    let long = "x".repeat(CONFIG.body_bytes_max);
    let table: [(&str, &str, Vec<u8>); 17] = [
        ("oversized", JSON, with_title(&long)),
        ("too long a text", JSON, json!({ "title": "t", "body": "x".repeat(100_001) }).to_string().into_bytes()),
        ("not UTF-8", JSON, b"{\"title\":\"\xff\",\"body\":\"b\"}".to_vec()),
        ("not JSON", JSON, b"title=t&body=b".to_vec()),
        ("cut off", JSON, b"{\"title\":\"t\",\"bo".to_vec()),
        ("two values", JSON, b"{\"title\":\"t\",\"body\":\"b\"}{}".to_vec()),
        ("a list", JSON, b"[1,2]".to_vec()),
        ("nothing", JSON, b"".to_vec()),
        ("wrong content type", FORM, with_title("t")),
        ("no content type", "", with_title("t")),
        ("given twice", JSON, b"{\"title\":\"t\",\"title\":\"u\",\"body\":\"b\"}".to_vec()),
        ("unknown field", JSON, b"{\"title\":\"t\",\"body\":\"b\",\"severity\":\"high\"}".to_vec()),
        ("wrong type", JSON, b"{\"title\":7,\"body\":\"b\"}".to_vec()),
        ("a thousand lines", JSON, with_title(&"line\n".repeat(1000))),
        ("a control character", JSON, with_title("a\u{1b}[2J")),
        ("a direction change", JSON, with_title("a\u{202e}b")),
        ("not an address", JSON, json!({ "title": "t", "body": "b", "address": "x" }).to_string().into_bytes()),
    ];
    let mut all = String::new();
    for (what, kind, body) in table {
        let answer = scene.send(Role::Stranger, "POST", "/api/v1/reports", kind, body).await;
        let told = format!("{what}: {}", said(&answer));
        all.push_str(&told);
    }
    expect![[r#"
        oversized: 413 bad_input [-] This is larger than the 256 KiB that are taken.
        too long a text: 422 bad_input [body] this is longer than 100000 characters
        not UTF-8: 400 bad_input [-] the body is not UTF-8
        not JSON: 400 bad_input [-] the body is not a JSON object, which begins with {
        cut off: 400 bad_input [-] EOF while parsing a string
        two values: 400 bad_input [-] trailing characters at line 1 column 25
        a list: 400 bad_input [-] the body is not a JSON object, which begins with {
        nothing: 422 bad_input [title] this is needed
        wrong content type: 415 bad_input [-] This door reads application/json.
        no content type: 415 bad_input [-] This door reads application/json.
        given twice: 422 bad_input [title] duplicate field `title`
        unknown field: 422 bad_input [severity] unknown field `severity`, expected one of `title`, `body`, `name`, `address`, `credit`, `public`, `publishes_at`
        wrong type: 422 bad_input [title] invalid type: integer `7`, expected a string
        a thousand lines: 422 bad_input [title] this must be a single line
        a control character: 422 bad_input [title] this contains a control or direction-changing character (U+001B); please remove it
        a direction change: 422 bad_input [title] this contains a control or direction-changing character (U+202E); please remove it
        not an address: 422 bad_input [address] this is not a mail address like name@example.org
    "#]].assert_eq(&all);
    assert_eq!(scene.events().await, before, "something was written");
}

#[tokio::test]
async fn a_body_that_hides_its_length_is_cut_off_at_the_limit() {
    let scene = Scene::open().await;
    let part = vec![b'x'; 64 * 1024];
    let stream = tokio_stream(part, 8);
    let answer = scene.send(Role::Stranger, "POST", "/api/v1/reports", JSON, stream).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["error"]["message"], "This is larger than the 256 KiB that are taken.");
}

/// A body in parts, without a length.
fn tokio_stream(part: Vec<u8>, times: usize) -> Body {
    struct Parts(Vec<u8>, usize);
    impl hyper::body::Body for Parts {
        type Data = axum::body::Bytes;
        type Error = std::convert::Infallible;
        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
            let more = self.1.checked_sub(1);
            self.1 = more.unwrap_or_default();
            std::task::Poll::Ready(more.map(|_| Ok(hyper::body::Frame::data(self.0.clone().into()))))
        }
    }
    Body::new(Parts(part, times))
}

#[tokio::test]
async fn a_bad_form_is_answered_with_the_page_and_nothing_is_written() {
    let scene = Scene::open().await;
    let before = scene.events().await;
    let long = format!("title=t&body={}", "x".repeat(CONFIG.body_bytes_max));
    let table: [(&str, &str, &[u8], u16); 8] = [
        ("oversized", FORM, long.as_bytes(), 413),
        ("JSON to a form", JSON, b"{\"title\":\"t\",\"body\":\"b\"}", 415),
        ("not UTF-8", FORM, b"title=%ff&body=b", 422),
        ("given twice", FORM, b"title=t&title=u&body=b", 422),
        ("unknown field", FORM, b"title=t&body=b&severity=high", 422),
        ("nothing in it", FORM, b"title=&body=", 422),
        ("a thousand lines", FORM, b"title=a%0Ab&body=b", 422),
        ("a direction change", FORM, b"title=a%E2%80%AEb&body=b", 422),
    ];
    for (what, kind, body, status) in table {
        let answer = scene.send(Role::Stranger, "POST", "/report", kind, body.to_vec()).await;
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text());
        assert!(answer.text().starts_with("<!doctype html>"), "{what}");
    }
    assert_eq!(scene.events().await, before, "something was written");
}

#[tokio::test]
async fn every_request_to_a_case_refuses_what_it_does_not_know_and_names_it() {
    let scene = Scene::open().await;
    let before = scene.events().await;
    for (verb, _, _) in api::bodies::schemas() {
        let path = format!("/api/v1/cases/{}/{}", scene.case, verb.noun());
        let table = [
            (json!({ "nonsense": 1 }).to_string(), "nonsense"),
            (json!({ "reason": "a\u{202e}b" }).to_string(), "reason"),
            (r#"{"reason":"a","reason":"b"}"#.to_owned(), "reason"),
            (json!({ "reason": 7 }).to_string(), "reason"),
        ];
        for (body, field) in table {
            let answer = scene.send(Role::Member, "POST", &path, JSON, body.clone()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}: {}", answer.text());
            assert_eq!(answer.json()["error"]["field"], field, "{path} {body}");
            assert_eq!(answer.json()["error"]["kind"], "bad_input");
        }
    }
    assert_eq!(scene.events().await, before, "something was written");
}

#[tokio::test]
async fn a_bad_question_to_the_board_names_what_is_wrong() {
    let scene = Scene::open().await;
    let mut all = String::new();
    for query in ["filter=some", "mine=maybe", "after=here", "page=2", "filter=open&filter=all", "after=%ff"] {
        all.push_str(&said(&scene.get(Role::Member, &format!("/api/v1/cases?{query}")).await));
    }
    expect![[r#"
        422 bad_input [filter] unknown variant `some`, expected one of `open`, `closed`, `all`
        422 bad_input [mine] invalid value: string "maybe", expected "true", "on" or "false"
        422 bad_input [after] this is not a place in a list
        422 bad_input [page] unknown field `page`, expected one of `filter`, `mine`, `after`
        422 bad_input [filter] this field is given twice; once is enough
        422 bad_input [after] this is not UTF-8
    "#]]
    .assert_eq(&all);
}

#[tokio::test]
async fn a_refusal_says_what_stands_against_it_and_what_to_do() {
    let scene = Scene::open().await;
    let path = format!("/api/v1/cases/{}/merge", scene.case);
    let answer = scene.post(Role::Member, &path, &json!({ "commit": "a".repeat(40) })).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let printed = serde_json::to_string_pretty::<Value>(&answer.json()).unwrap();
    expect![[r#"
        {
          "error": {
            "kind": "refusal",
            "message": "Not yet: to merge the fix it is still needed that the release day is agreed, a fix is proposed, the fix is ready (PR-58), somebody other than the author approved the fix (PR-67) and the release day has come (PR-68).",
            "rules": [
              "PR-58",
              "PR-67",
              "PR-68"
            ],
            "what_to_do": "See what still stands, and do that first."
          }
        }"#]].assert_eq(&printed);
    let of_fixer = scene.post(Role::Fixer, &path, &json!({ "commit": "a".repeat(40) })).await;
    assert_eq!(of_fixer.json()["error"]["message"], "“Note the merge” is for somebody else to do.");
}
