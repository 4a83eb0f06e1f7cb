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

/// Templates as they are found in the two source texts, their ancestors and elsewhere, each with one thing left in it.
const BROKEN: [(&str, &str); 36] = [
    ("Upgrade to $VERSION.", "$VERSION"),
    ("Run `$PROJECT --version`", "$PROJECT"),
    ("* CVE-2022-36056 (CVSS score $CVSS): text", "$CVSS"),
    ("a base version of $OLDVERSION or older", "$OLDVERSION"),
    ("v$VERSION_2 is out", "$VERSION_2"),
    ("Upgrade to ${VERSION}", "${VERSION}"),
    ("Upgrade to ${fixed_version}.", "${fixed_version}"),
    ("foo${X}bar", "${X}"),
    ("Security release of sigstore/<project> is out", "<project>"),
    ("Security release of sigstore/<project/ is out", "<project"),
    ("Upgrade to <fixed version>", "<fixed version>"),
    ("v<VERSION>x", "<VERSION>"),
    ("See <insert link here>.", "<insert link here>"),
    ("Thanks to <name>.", "<name>"),
    ("On <date> we", "<date>"),
    ("Dear <your name>", "<your name>"),
    ("CVE-YEAR-ABCDEF", "CVE-YEAR-ABCDEF"),
    ("cve-year-abcdef", "CVE-year-abcdef"),
    ("(CVE-2022-XXXXX)", "CVE-2022-XXXXX"),
    ("CVE-2022-NNNN:", "CVE-2022-NNNN"),
    ("CVE-2022-#####", "CVE-2022-#####"),
    ("CVE-YYYY-NNNN", "CVE-YYYY-NNNN"),
    ("CVE-2022-ABCDEF", "CVE-2022-ABCDEF"),
    ("GHSA-xxxx-xxxx-xxxx", "GHSA-xxxx-xxxx-xxxx"),
    ("{{ version }}", "{{ … }}"),
    ("a{{version}}b", "{{ … }}"),
    ("{% for cve in cves %}", "{% … %}"),
    ("Upgrade to [VERSION] now", "[VERSION]"),
    ("Upgrade to {VERSION} now", "{VERSION}"),
    ("Upgrade to %VERSION% now", "%VERSION%"),
    ("Upgrade to @VERSION@ now", "@VERSION@"),
    ("[insert upgrade steps]", "[insert upgrade steps]"),
    ("To: [email\u{a0}protected]", "[email protected]"),
    ("TODO: say how", "TODO"),
    ("[TBD]", "TBD"),
    ("Fixed in ???", "???"),
];

#[test]
fn leftovers_of_templates_are_found_by_name_pr70() {
    for (text, expected) in BROKEN {
        assert_eq!(problems(text).join("; "), format!("the placeholder {expected} is left"), "{text}");
    }
    assert_eq!(problems("<!-- outline steps -->"), ["an HTML comment is left"]);
    assert_eq!(problems("a <!--\n"), ["an HTML comment is left"]);
}

#[test]
fn plain_talk_of_shells_markup_and_numbers_is_no_leftover() {
    let fine = [
        "It costs $5 (US$5), and <script>, <svg>, <link> or <summary> is allowed.",
        "export PATH=$HOME/bin:$PATH and keep ${HOME}",
        "<dependency><version>1.12.0</version></dependency>",
        "versions < 1.12.0 and > 1.0, or <1.11",
        "CVE-2022-36056, CVE-2025-1234567 and GHSA-8gw7-4j42-w388; the CVE-numbers and cve-bin-tool",
        "see [version](https://example.org) and the [project] table of pyproject.toml",
        "GET /users/{name}/keys and 50% of project users, 20% of others",
        "write to me@project.example or you@version.example",
        "f(x) { return; } and a[0] and `#[test]`",
        "$variable and $Version",
    ];
    for text in fine {
        assert_eq!(problems(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_section_without_words_is_found_and_a_nested_or_fenced_one_is_not() {
    let table = [
        ("**How do I upgrade?**\n\n**Vulnerability details**\n\nText.", "the section “How do I upgrade?” is empty"),
        ("**Details**\n\n", "the section “Details” is empty"),
        ("## One\n\n## Two\nText", "the section “One” is empty"),
        ("## One\n\n### Part\nText", ""),
        ("## One\n### Part\n## Two\nText", "the section “Part” is empty"),
        ("## Steps\n```\n## not a title\n```\n", ""),
        ("# apt update\n# apt upgrade", ""),
        ("**bold** words **in** a line", ""),
    ];
    for (text, expected) in table {
        assert_eq!(problems(text).join("; "), expected, "{text}");
    }
}
