//! What each command asks of the desk, and what it prints.

use expect_test::expect;
use serde_json::json;

use crate::desk::{Asked, Person, Prepared, json, one, typed};

const CASE: &str = "0s3gcq9g64sjicphlmi4f1fcqs";

#[test]
fn a_report_is_sent_and_its_receipt_is_shown() {
    let answer = r#"{"receipt":"7K2M-QXWZ-R8TF-4N9C-5HJD-P6","url":"https://desk.example/receipt"}"#;
    let (asked, shown) =
        one(201, answer, &["report", "--title", "A flaw", "--body-file", "report.txt", "--credit", "--name", "Rita"]);
    assert_eq!(asked.line, "POST /api/v1/reports");
    assert_eq!(
        json(&asked),
        json!({ "title": "A flaw", "body": "from a file\nof two lines\n", "credit": true, "public": false, "name": "Rita" })
    );
    expect![[r#"
        Thank you. Your report has arrived.

          Your receipt: 7K2M-QXWZ-R8TF-4N9C-5HJD-P6

        It is shown once and opens your report's page at https://desk.example/receipt
        (or here: sluice sign-in RECEIPT, then sluice my-report). Keep it where you keep passwords.
    "#]]
    .assert_eq(&shown.unwrap());
}

#[test]
fn a_report_without_a_text_is_not_sent() {
    let trouble = Person::default().types("http://127.0.0.1:1", &["report", "--title", "A flaw"]).unwrap_err();
    assert_eq!(
        trouble.to_string(),
        "body: say what you know with --body, or --body-file FILE (- reads the standard input)"
    );
    assert!(typed(&["report", "--title", "A flaw", "--body", "x", "--body-file", "y"]).is_err());
}

#[test]
fn signing_in_takes_a_link_or_its_code_and_keeps_the_session() {
    for given in ["https://desk.example/sign-in/ABCD-EFGH", "ABCD-EFGH", " https://desk.example/sign-in/ABCD-EFGH/ "] {
        let desk = Prepared::answers(&[(200, r#"{"token":"fresh"}"#)]);
        let mut person = Person::default();
        person.types(&desk.base_url, &["sign-in", given]).unwrap();
        let asked = desk.asked().remove(0);
        assert_eq!((asked.line.as_str(), json(&asked)), ("POST /api/v1/session", json!({ "code": "ABCD-EFGH" })));
        assert_eq!(person.kept.as_deref(), Some("fresh"));
        assert!(!person.printed.contains("fresh"), "the token is kept, not shown");
    }
}

#[test]
fn a_link_that_works_no_more_is_said_to_and_keeps_nothing() {
    let desk = Prepared::answers(&[(404, "")]);
    let mut person = Person::default();
    let trouble = person.types(&desk.base_url, &["sign-in", "ABCD-EFGH"]).unwrap_err();
    assert_eq!((trouble.exit_code(), person.kept), (1, None));
    assert_eq!(
        trouble.to_string(),
        "This link or code does not work. A link works once, for three days.\nAsk whoever invited you for another; a receipt works for as long as it is typed right."
    );
}

#[test]
fn signing_out_forgets_the_session_even_when_the_desk_is_away() {
    let desk = Prepared::answers(&[(200, r#"{"done":true}"#)]);
    let mut person = Person::default();
    person.types(&desk.base_url, &["sign-out"]).unwrap();
    let asked = desk.asked().remove(0);
    assert_eq!(
        asked,
        Asked {
            line: "DELETE /api/v1/session".to_owned(),
            token: Some("Bearer the-token".to_owned()),
            body: String::new()
        }
    );
    assert!(person.forgot);
    let mut person = Person::default();
    assert!(person.types("http://127.0.0.1:1", &["sign-out"]).is_err() && person.forgot);
}

#[test]
fn an_invitation_prints_its_link_and_is_the_operator_s_to_give() {
    let answer = r#"{"id":"n8o5g9i0ulkpvn4d5s2fhr1gqo","link":"https://desk.example/sign-in/ABCD-EFGH"}"#;
    let words = ["member", "invite", "--name", "Eva", "--mail", "eva@northwind.example", "--organisation", "Northwind"];
    let (asked, shown) = one(201, answer, &words);
    assert_eq!(
        json(&asked),
        json!({ "name": "Eva", "address": "eva@northwind.example", "organisation": "Northwind", "committee": true })
    );
    assert_eq!(shown.unwrap().lines().next(), Some("https://desk.example/sign-in/ABCD-EFGH"));
    let (asked, _shown) = one(201, answer, &[&words[..], &["--fixer"]].concat());
    assert_eq!(json(&asked).get("committee"), Some(&json!(false)));
    assert!(typed(&words).unwrap().is_for_operators());
    assert!(!typed(&["board"]).unwrap().is_for_operators());
}

#[test]
fn a_command_on_a_case_is_a_body_of_its_fields() {
    let done = r#"{"done":true}"#;
    let (asked, shown) = one(
        200,
        done,
        &["do", CASE, "artefact", "name=a.tar", "url=https://x", "sha256=00", "built=true", "signed=no"],
    );
    assert_eq!(asked.line, format!("POST /api/v1/cases/{CASE}/artefact"));
    assert_eq!(
        json(&asked),
        json!({ "name": "a.tar", "url": "https://x", "sha256": "00", "built": true, "signed": false })
    );
    assert_eq!(shown.unwrap(), "Done.\n");
    let pairs = [
        "affected=crates.io:a 0 fixed 1",
        "affected=crates.io:b 0 fixed 2",
        "title=@@at",
        "summary=@-",
        "details=@report.txt",
    ];
    let (asked, _shown) = one(200, done, &[&["do", CASE, "draft"], &pairs[..]].concat());
    assert_eq!(
        json(&asked),
        json!({ "affected": ["crates.io:a 0 fixed 1", "crates.io:b 0 fixed 2"], "title": "@at", "summary": "typed in", "details": "from a file\nof two lines\n" })
    );
    let (asked, _shown) = one(200, done, &["do", CASE, "acceptance"]);
    assert_eq!(json(&asked), json!({}));
}

#[test]
fn the_help_lists_every_command_on_a_case_with_its_fields() {
    let help = typed(&["do", "--help"]).err().unwrap().to_string();
    for verb in domain::case::decide::Verb::ALL.into_iter().filter(|verb| verb.is_asked_by_people()) {
        assert!(help.contains(&format!("\n  {}\n", verb.noun())), "{}", verb.noun());
    }
    let start = help.find("  release-day-move").unwrap();
    let part: Vec<&str> = help.get(start..).unwrap().lines().take(6).collect();
    expect![[r#"
          release-day-move
              Another day, with the factor that moves it.
              at=2026-11-30T16:00:00Z
              factor=TEXT, like development_time
              note=TEXT
              [reason=TEXT]"#]]
    .assert_eq(&part.join("\n"));
}

#[test]
fn the_board_asks_for_what_was_typed_and_shows_what_is_owed() {
    let answer = json!({
        "cases": [
            { "id": CASE, "title": "Bundle accepted for the wrong signature", "phase": "fixing", "rating": "medium", "owed": "release",
              "due": "2022-09-14T16:00:00Z", "coordinator": null, "opened_at": "2022-09-01T00:00:00Z" },
            { "id": CASE, "title": "Another", "phase": "published", "rating": null, "owed": null, "due": null, "coordinator": null, "opened_at": "2022-09-01T00:00:00Z" },
        ],
        "next": "c2x1aWNl", "invitations": [CASE],
    });
    let (asked, shown) = one(200, &answer.to_string(), &["board", "--all", "--mine", "--after", "a/b?c"]);
    assert_eq!(asked.line, "GET /api/v1/cases?filter=all&mine=true&after=a%2Fb%3Fc");
    expect![[r#"
        Bundle accepted for the wrong signature
          A fix is being written, medium; Release and advisory by 2022-09-14 16:00 UTC
          0s3gcq9g64sjicphlmi4f1fcqs

        Another
          Published; nothing is owed
          0s3gcq9g64sjicphlmi4f1fcqs

        You are invited to a case. Read its terms on the desk's pages: /cases/0s3gcq9g64sjicphlmi4f1fcqs/invitation
        More: sluice board --after c2x1aWNl
    "#]]
    .assert_eq(&shown.unwrap());
    let (asked, _shown) = one(200, "{}", &["board"]);
    assert_eq!(asked.line, "GET /api/v1/cases?filter=open&mine=false");
}

#[test]
fn a_case_is_one_page_in_the_order_of_what_matters() {
    let desk = Prepared::answers(&[
        (200, &a_case().to_string()),
        (200, &json!({ "people": [{ "id": CASE, "name": "Eva" }] }).to_string()),
    ]);
    let mut person = Person::default();
    person.types(&desk.base_url, &["case", CASE]).unwrap();
    let lines: Vec<String> = desk.asked().into_iter().map(|asked| asked.line).collect();
    assert_eq!(lines, [format!("GET /api/v1/cases/{CASE}"), "GET /api/v1/people".to_owned()]);
    expect![[r#"
        Bundle accepted for the wrong signature
        0s3gcq9g64sjicphlmi4f1fcqs

        Where it stands
          A fix is being written, severity medium. Received 2022-09-01 07:00 UTC.
          The embargo runs until 2022-09-14 16:00 UTC.
          The release day is agreed: 2022-09-14 16:00 UTC.

        Owed
          done     First answer, 2022-09-01 08:00 UTC
          LATE     Fix team at work, by 2022-09-03 07:00 UTC
          to come  Release and advisory, by 2022-09-14 16:00 UTC

        Before you can call the fix ready
          [x] the report is accepted
          [ ] a fix is proposed
          [ ] the work happens in a private fork (or give a reason)

        The report
          What happens.

          And how.

        Conversation
          2022-09-01 09:00 UTC  the committee, to the reporter and the committee:
            Thank you.
            We look at it.

        What has happened
          2022-09-01 08:00 UTC  Eva sent the first answer.
          2022-09-01 08:30 UTC  of_a_newer_desk

        How long it took
          From the report to the first answer: 1 h.

        What you can do: sluice do 0s3gcq9g64sjicphlmi4f1fcqs …
          fix                       Propose a fix
          messages                  Write a message
          of-a-newer-desk
    "#]]
    .assert_eq(&person.printed);
}

#[test]
fn a_case_is_shown_by_role_when_the_caller_may_not_know_who_there_is() {
    let desk = Prepared::answers(&[(200, &a_case().to_string()), (404, "")]);
    let mut person = Person::default();
    person.types(&desk.base_url, &["my-report"]).unwrap();
    assert_eq!(desk.asked().remove(0).line, "GET /api/v1/report");
    assert!(person.printed.contains("the committee sent the first answer."), "{}", person.printed);
}

fn a_case() -> serde_json::Value {
    json!({
        "id": CASE, "place": "committee", "phase": "fixing", "title": "Bundle accepted for the wrong signature", "body": "What happens.\n\nAnd how.",
        "received_at": "2022-09-01T07:00:00Z", "embargo": { "active": { "until": "2022-09-14T16:00:00Z" } },
        "release_day": { "state": "agreed", "at": "2022-09-14T16:00:00Z" }, "publication": "unpublished", "rating": "medium",
        "clocks": [
            { "clock": "acknowledge", "due": "2022-09-02T07:00:00Z", "state": { "met": { "at": "2022-09-01T08:00:00Z" } }, "asap": false },
            { "clock": "fix_team", "due": "2022-09-03T07:00:00Z", "state": "late", "asap": false },
            { "clock": "release", "due": "2022-09-14T16:00:00Z", "state": "running", "asap": false },
        ],
        "conversation": [{ "at": "2022-09-01T09:00:00Z", "by": "committee", "to": "reporter", "text": "Thank you.\nWe look at it." }],
        "releases": [], "next_step": { "step": "call the fix ready", "needs": [
            { "need": "the report is accepted", "met": true, "must": true },
            { "need": "a fix is proposed", "met": false, "must": true },
            { "need": "the work happens in a private fork", "met": false, "must": false },
        ] },
        "spans": { "received_to_acknowledged": "PT1H" }, "allowed": ["fix", "messages", "of-a-newer-desk"],
        "log": [
            { "seq": 1, "at": "2022-09-01T08:00:00Z", "by": { "role": "committee", "person": CASE }, "event": { "kind": "report_acknowledged" } },
            { "seq": 2, "at": "2022-09-01T08:30:00Z", "by": { "role": "clock" }, "event": { "kind": "of_a_newer_desk", "much": true } },
        ],
    })
}

#[test]
fn published_advisories_and_the_policy_are_read_by_anybody() {
    let list = json!({ "advisories": [{ "slug": "cve-2022-36056", "title": "Bundle accepted for the wrong signature", "published_at": "2022-09-14T16:00:00Z", "withdrawn_at": null }] });
    let (asked, shown) = one(200, &list.to_string(), &["advisories"]);
    assert_eq!(asked.line, "GET /api/v1/advisories");
    assert_eq!(shown.unwrap(), "2022-09-14 16:00 UTC  Bundle accepted for the wrong signature\n  cve-2022-36056\n");
    let (asked, _shown) = one(200, "{}", &["advisories", "../people"]);
    assert_eq!(asked.line, "GET /api/v1/advisories/..%2Fpeople");
    let policy = serde_json::to_string(&domain::policy::Preset::Solo.policy()).unwrap();
    let (asked, shown) = one(200, &policy, &["policy"]);
    assert_eq!(asked.line, "GET /api/v1/policy");
    assert!(shown.unwrap().starts_with('#'));
    let (_asked, shown) = one(200, r#"{"advisories":[]}"#, &["advisories"]);
    assert_eq!(shown.unwrap(), "This desk has published no advisory.\n");
}
