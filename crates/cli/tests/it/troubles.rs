//! How a command ends when it is not done.

use expect_test::expect;

use crate::desk::{Person, Prepared, one, typed};

const CASE: &str = "0s3gcq9g64sjicphlmi4f1fcqs";

fn ended(status: u16, answer: &str) -> (u8, String) {
    let (_asked, ended) = one(status, answer, &["do", CASE, "publication"]);
    let trouble = ended.unwrap_err();
    (trouble.exit_code(), trouble.to_string())
}

#[test]
fn a_refusal_is_told_in_the_desk_s_words_and_ends_with_1() {
    let refusal = r#"{"error":{"kind":"refusal","message":"This cannot be published yet: the agreed moment has come: 2022-09-14 16:00 UTC.","what_to_do":"Come back then."}}"#;
    let (code, words) = ended(409, refusal);
    assert_eq!(code, 1);
    expect![[r#"
        This cannot be published yet: the agreed moment has come: 2022-09-14 16:00 UTC.
        Come back then."#]]
    .assert_eq(&words);
}

#[test]
fn every_kind_of_answer_has_its_exit_code() {
    let table = [
        (
            422,
            r#"{"error":{"kind":"bad_input","field":"at","message":"a moment is written like 2026-11-30T16:00:00Z"}}"#,
            2,
            "at: a moment is written like 2026-11-30T16:00:00Z",
        ),
        (
            413,
            r#"{"error":{"kind":"bad_input","message":"the body is longer than 512 KiB"}}"#,
            2,
            "the body is longer than 512 KiB",
        ),
        (
            404,
            r#"{"error":{"kind":"not_found","message":"There is nothing here."}}"#,
            3,
            "There is nothing there for you. If it exists, another session may see it: `sluice sign-in`.",
        ),
        (
            404,
            "<html>",
            3,
            "There is nothing there for you. If it exists, another session may see it: `sluice sign-in`.",
        ),
        (
            429,
            r#"{"error":{"kind":"too_many","message":"Too many reports came from your network.","what_to_do":"Wait an hour."}}"#,
            4,
            "Too many reports came from your network.\nWait an hour.",
        ),
        (
            500,
            r#"{"error":{"kind":"fault","message":"This is not your fault: the desk failed. Its number is 7-1.","what_to_do":"Try again in a while."}}"#,
            4,
            "This is not your fault: the desk failed. Its number is 7-1.\nTry again in a while.",
        ),
        (502, "<html>Bad Gateway</html>", 4, "The desk answered 502 without a word of its own."),
        (302, "", 4, "The answer is not one of a desk's. Is something else listening there?"),
        (200, "<html>", 4, "The answer is not one of a desk's. Is something else listening there?"),
    ];
    for (status, answer, code, words) in table {
        assert_eq!(ended(status, answer), (code, words.to_owned()), "{status} {answer}");
    }
}

#[test]
fn a_desk_that_is_away_is_named_and_ends_with_4() {
    let trouble = Person::default().types("http://127.0.0.1:1", &["board"]).unwrap_err();
    assert_eq!(trouble.exit_code(), 4);
    assert!(trouble.to_string().starts_with("The desk at http://127.0.0.1:1 does not answer: "), "{trouble}");
}

#[test]
fn a_token_is_never_carried_to_another_place() {
    let elsewhere = Prepared::answers(&[(302, "")]);
    let mut person = Person::default();
    assert!(person.types(&elsewhere.base_url, &["board"]).is_err());
    assert_eq!(elsewhere.asked().len(), 1, "the redirection was not followed");
}

#[test]
fn what_the_desk_says_cannot_steer_the_terminal() {
    let (_code, words) = ended(409, "{\"error\":{\"message\":\"no\\u001b[2J\\u202e\\u009b\"}}");
    assert_eq!(words, "no\\u{1b}[2J\\u{202e}\\u{9b}");
    let (_asked, shown) =
        one(200, "{\"cases\":[{\"id\":\"a\",\"title\":\"Bell\\u0007\\nand more\",\"phase\":\"new\"}]}", &["board"]);
    assert_eq!(shown.unwrap(), "Bell\\u{7} and more\n  New; nothing is owed\n  a\n");
    let (_asked, shown) = one(200, "{\"title\":\"\\u009b2J\\u202e\"}", &["board", "--json"]);
    assert_eq!(shown.unwrap(), "{\n  \"title\": \"\\u009b2J\\u202e\"\n}\n");
}

#[test]
fn what_is_mistyped_is_said_before_anything_is_asked() {
    let nobody = "http://127.0.0.1:1";
    let table: [(&[&str], &str); 6] = [
        (
            &["do", CASE, "publicaton"],
            "noun: there is no `publicaton` to ask of a case; did you mean publication? `sluice do --help` lists them all",
        ),
        (&["do", CASE, "nonsense"], "noun: there is no `nonsense` to ask of a case; `sluice do --help` lists them all"),
        (&["do", CASE, "deferral", "later"], "later: a field is written key=value"),
        (&["do", CASE, "deferral", "note=a", "note=b"], "note: this field is given twice; once is enough"),
        (&["do", CASE, "disclosure", "place=x", "exploit=maybe"], "exploit: this is true or false"),
        (&["do", CASE, "deferral", "note=@absent"], "note: absent: there is no such file"),
    ];
    for (words, expected) in table {
        let trouble = Person::default().types(nobody, words).unwrap_err();
        assert_eq!((trouble.exit_code(), trouble.to_string().as_str()), (2, expected), "{words:?}");
    }
    assert_eq!(typed(&["case", "C-7"]).err().unwrap().exit_code(), 2);
}
