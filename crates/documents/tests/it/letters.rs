//! Letters to participants, and what may leave at all.

use documents::fitness::problems;
use documents::letter::{check, participant_letter};
use domain::case::effect::Letter;
use domain::policy::ClockKind;
use expect_test::expect;

#[test]
fn a_letter_to_a_participant_carries_a_link_and_nothing_else() {
    let letters = [
        Letter::ReportArrived,
        Letter::Acknowledgement,
        Letter::News,
        Letter::Invitation,
        Letter::Reminder { clock: ClockKind::Release },
        Letter::Missed { clock: ClockKind::Release },
    ];
    let written = letters.map(|letter| participant_letter(letter, "Lantern", "https://desk.example/my-report"));
    assert!(
        written.iter().all(|letter| letter.subject == "[Lantern] A message from the security desk"),
        "one subject for all"
    );
    assert!(written.iter().all(|letter| check(&letter.body).is_ok()));
    expect![[r#"
        Something has arrived that waits for a first look.

        https://desk.example/my-report

        This letter says no more on purpose: mail is read by many machines on its way.
        ---
        We have received what you sent us, and somebody is looking at it. Your receipt code opens the page below.

        https://desk.example/my-report

        This letter says no more on purpose: mail is read by many machines on its way.
        ---
        There is something new for you.

        https://desk.example/my-report

        This letter says no more on purpose: mail is read by many machines on its way.
        ---
        You are asked to help with something. The page below shows the terms before anything else.

        https://desk.example/my-report

        This letter says no more on purpose: mail is read by many machines on its way.
        ---
        Something you look after is due soon.

        https://desk.example/my-report

        This letter says no more on purpose: mail is read by many machines on its way.
        ---
        Something was due and is not done.

        https://desk.example/my-report

        This letter says no more on purpose: mail is read by many machines on its way.
    "#]]
    .assert_eq(&written.map(|letter| letter.body).join("---\n"));
}

#[test]
fn leftovers_of_templates_are_found_and_plain_talk_of_markup_is_not() {
    let table = [
        ("Upgrade to $VERSION.", "the placeholder $VERSION. is left"),
        ("Run `$PROJECT --version`", "the placeholder $PROJECT is left"),
        ("sigstore/<project/ and <project>", "the placeholder <project> is left"),
        ("CVE-YEAR-ABCDEF", "the placeholder CVE-YEAR-ABCDEF is left"),
        ("{{ version }}", "the placeholder {{ … }} is left"),
        ("<!-- outline steps -->", "an HTML comment is left"),
        ("TODO: say how", "the placeholder TODO is left"),
        ("It costs $5, and <script> or <svg> is allowed.", ""),
    ];
    for (text, expected) in table {
        assert_eq!(problems(text).join("; "), expected, "{text}");
    }
}
