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
    let answer = r#"{"error":{"kind":"bad_input","field":"code","message":"this code is not good: mistyped, used before, or run out","what_to_do":"Mend it."}}"#;
    let desk = Prepared::answers(&[(422, answer)]);
    let mut person = Person::default();
    let trouble = person.types(&desk.base_url, &["sign-in", "ABCD-EFGH"]).unwrap_err();
    assert_eq!((trouble.exit_code(), person.kept), (2, None));
    assert_eq!(trouble.to_string(), "code: this code is not good: mistyped, used before, or run out");
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
        json!({
            "name": "Eva",
            "address": "eva@northwind.example",
            "organisation": "Northwind",
            "committee": true,
            "office": "none",
        })
    );
    assert_eq!(shown.unwrap().lines().next(), Some("https://desk.example/sign-in/ABCD-EFGH"));
    let (asked, _shown) = one(201, answer, &[&words[..], &["--fixer"]].concat());
    assert_eq!(json(&asked).get("committee"), Some(&json!(false)));
    let (asked, _shown) = one(201, answer, &[&words[..], &["--office", "steward"]].concat());
    let asked = json(&asked);
    assert_eq!((asked.get("committee"), asked.get("office")), (Some(&json!(false)), Some(&json!("steward"))));
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
    let (_before, part) = help.split_once("\n  release-day-move\n").unwrap();
    let part: Vec<&str> = part.lines().take(5).map(str::trim_start).collect();
    expect![[r#"
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
              "due": "2022-09-14T16:00:00Z", "late": false, "coordinator": CASE, "coordinator_name": "Eva", "opened_at": "2022-09-01T00:00:00Z" },
            { "id": CASE, "title": "Overdue", "phase": "triage", "rating": null, "owed": "fix_team", "due": "2022-09-02T16:00:00Z", "late": true },
            { "id": CASE, "title": "Another", "phase": "published", "rating": null, "owed": null, "due": null, "coordinator_name": null },
        ],
        "next": "c2x1aWNl", "invitations": [CASE],
    });
    let (asked, shown) = one(200, &answer.to_string(), &["board", "--all", "--mine", "--after", "a/b?c"]);
    assert_eq!(asked.line, "GET /api/v1/cases?filter=all&mine=true&after=a%2Fb%3Fc");
    expect![[r#"
        Bundle accepted for the wrong signature
          A fix is being written, medium; Release and advisory by 2022-09-14 16:00 UTC; Eva coordinates
          0s3gcq9g64sjicphlmi4f1fcqs

        Overdue
          Being assessed; Fix team at work LATE since 2022-09-02 16:00 UTC
          0s3gcq9g64sjicphlmi4f1fcqs

        Another
          Published; nothing is owed
          0s3gcq9g64sjicphlmi4f1fcqs

        You are invited to a case. Read its terms: sluice invitation 0s3gcq9g64sjicphlmi4f1fcqs
        More: sluice board --after c2x1aWNl
    "#]]
    .assert_eq(&shown.unwrap());
    let (asked, _shown) = one(200, "{}", &["board"]);
    assert_eq!(asked.line, "GET /api/v1/cases?filter=open&mine=false");
}

#[test]
fn a_case_is_one_page_in_the_order_of_what_matters() {
    let (asked, shown) = one(200, &a_case().to_string(), &["case", CASE]);
    assert_eq!(asked.line, format!("GET /api/v1/cases/{CASE}"));
    expect![[r#"
        Bundle accepted for the wrong signature
        0s3gcq9g64sjicphlmi4f1fcqs

        Where it stands
          A fix is being written. Received 2022-09-01 07:00 UTC.
          Severity: medium, 5.5 (CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N).
          CVE-2022-36056.
          The embargo runs until 2022-09-14 16:00 UTC.
          The release day is agreed: 2022-09-14 16:00 UTC.
          Private fork: fork-7

        Owed
          done     First answer, 2022-09-01 08:00 UTC
          LATE     Fix team at work, by 2022-09-03 07:00 UTC
          to come  Release and advisory, by 2022-09-14 16:00 UTC
          to come  Something else, as soon as possible

        Before you can call the fix ready
          [x] the report is accepted
          [ ] a fix is proposed
          [ ] the work happens in a private fork (or give a reason)

        The report
          What happens.

          And how.

        Conversation
          2022-09-01 09:00 UTC  Eva, to the reporter and the committee:
            Thank you.
            We look at it.
          2022-09-01 09:30 UTC  the reporter, to the reporter and the committee:
            Good.

        Who works on it
          Fin: agreed to the terms
          Ola, an outsider: invited, not yet approved

        What has happened
          2022-09-01 08:00 UTC  Eva sent the first answer.
          2022-09-01 08:00 UTC  A letter left. (2 times)

        How long it took
          From the report to the first answer: 1 h.

        Letters that could not be sent
          acknowledgement: no such mailbox

        What you can do: sluice do 0s3gcq9g64sjicphlmi4f1fcqs …
          fix                       Propose a fix

        Not now
          acknowledgement, advisory
              This is so already.
          publication
              Not yet.
    "#]]
    .assert_eq(&shown.unwrap());
}

#[test]
fn a_reporter_s_page_holds_what_the_reporter_may_know() {
    let mut case = a_case();
    case.as_object_mut().unwrap().remove("work");
    let (asked, shown) = one(200, &case.to_string(), &["my-report"]);
    assert_eq!(asked.line, "GET /api/v1/report");
    let shown = shown.unwrap();
    assert!(shown.contains("Severity: medium.\n") && !shown.contains("Who works on it"), "{shown}");
}

fn a_case() -> serde_json::Value {
    json!({
        "id": CASE, "place": "committee", "phase": "fixing", "standing": "A fix is being written", "title": "Bundle accepted for the wrong signature",
        "body": "What happens.\n\nAnd how.", "received_at": "2022-09-01T07:00:00Z", "embargo": { "state": "active", "until": "2022-09-14T16:00:00Z" },
        "release_day": { "state": "agreed", "at": "2022-09-14T16:00:00Z" }, "publication": { "state": "unpublished" }, "rating": "medium",
        "clocks": [
            { "clock": "acknowledge", "name": "First answer", "due": "2022-09-02T07:00:00Z", "state": "met", "met_at": "2022-09-01T08:00:00Z", "asap": false },
            { "clock": "fix_team", "name": "Fix team at work", "due": "2022-09-03T07:00:00Z", "state": "late", "asap": false },
            { "clock": "release", "name": "Release and advisory", "due": "2022-09-14T16:00:00Z", "state": "running", "asap": false },
            { "clock": "of_a_newer_desk", "name": "Something else", "due": "2022-09-14T16:00:00Z", "state": "running", "asap": true },
        ],
        "conversation": [
            { "at": "2022-09-01T09:00:00Z", "by": "committee", "name": "Eva", "to": "reporter", "text": "Thank you.\nWe look at it." },
            { "at": "2022-09-01T09:30:00Z", "by": "reporter", "to": "reporter", "text": "Good." },
        ],
        "releases": [],
        "work": {
            "next_step": { "step": "call the fix ready", "needs": [
                { "need": "the report is accepted", "met": true, "must": true },
                { "need": "a fix is proposed", "met": false, "must": true },
                { "need": "the work happens in a private fork", "met": false, "must": false },
            ] },
            "participants": [
                { "person": CASE, "name": "Fin", "standing": "code_owner", "approved": true, "consent": "signatory" },
                { "person": CASE, "name": "Ola", "standing": "outsider", "approved": false, "consent": "invited" },
            ],
            "score": "5.5", "vector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N", "cve": { "state": "assigned", "ids": ["CVE-2022-36056"] },
            "fork": "fork-7", "fix_commit": null, "spans_in_words": ["From the report to the first answer: 1 h."], "held": ["acknowledgement: no such mailbox"],
        },
        "offers": [
            { "noun": "fix", "title": "Propose a fix" },
            { "noun": "acknowledgement", "title": "Send the first answer", "refusal": { "message": "This is so already.", "what_to_do": "Go on." } },
            { "noun": "publication", "title": "Publish", "refusal": { "message": "Not yet.", "what_to_do": "Wait." } },
            { "noun": "advisory", "title": "Open the advisory", "refusal": { "message": "This is so already.", "what_to_do": "Go on." } },
        ],
        "log": [
            { "seq": 1, "at": "2022-09-01T08:00:00Z", "by": "committee", "kind": "report_acknowledged", "words": "Eva sent the first answer." },
            { "seq": 2, "at": "2022-09-01T08:00:05Z", "by": "world", "kind": "letter_sent", "words": "A letter left." },
            { "seq": 3, "at": "2022-09-01T08:00:09Z", "by": "world", "kind": "letter_sent", "words": "A letter left." },
        ],
    })
}

#[test]
fn the_invited_read_the_terms_before_anything_else() {
    let answer = json!({ "project": "Lantern", "terms": "Nothing leaves the case.\nUntil it is published." });
    let (asked, shown) = one(200, &answer.to_string(), &["invitation", CASE]);
    assert_eq!(asked.line, format!("GET /api/v1/cases/{CASE}/invitation"));
    expect![[r#"
        Lantern asks for your help with a case. Before you can see it, you agree to this:

          Nothing leaves the case.
          Until it is published.

        To agree: sluice do CASE membership
        To decline: sluice do CASE invitation-refusal
    "#]]
    .assert_eq(&shown.unwrap());
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
