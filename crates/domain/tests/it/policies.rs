//! Policy files: what cannot be is found and its place named; what is misspelt is helped.

use domain::policy::{BodyKind, ClockKind, Contradiction, Lifecycle, Policy, Preset, contradictions, place_of, solo};
use domain::words::Line;
use expect_test::expect;
use proptest::prelude::*;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// A preset with everything filled in that a project has to.
fn filled(preset: Preset) -> String {
    let text = preset.text().replace("example.org", "lantern.test").replace("\"Example\"", "\"Lantern\"");
    text.replace("\"example\"", "\"lantern\"").replace("git.example/example/example", "git.lantern.test/lantern")
}

fn said(text: &str) -> String {
    let policy = Policy::parse(text).unwrap();
    let found = contradictions(&policy).into_iter().map(|found| {
        let (line, column) = place_of(text, &found.path()).unwrap_or_default();
        format!("{line}:{column} {}\n", found.path())
    });
    found.collect()
}

#[test]
fn a_preset_that_is_filled_in_has_nothing_that_cannot_be() {
    for preset in [Preset::Solo, Preset::Committee] {
        assert_eq!(said(&filled(preset)), "");
    }
}

#[test]
fn a_preset_that_is_not_filled_in_says_where() {
    expect![[r#"
        7:1 project.name
        8:1 project.organisation
        9:1 project.repository
        10:12 project.contact.0
        71:1 channels.0.address
    "#]]
    .assert_eq(&said(Preset::Solo.text()));
}

/// What is changed in a filled-in committee's policy, and into what.
const CHANGES: [(&str, &str); 13] = [
    ("maximum = \"P90D\"", "maximum = \"P14D\""),
    ("\"PT4H\"]", "\"P2D\"]"),
    ("members_min = 2", "members_min = 5"),
    ("kind = \"committee\"", "kind = \"sole\""),
    ("[\"mon\", \"tue\", \"wed\", \"thu\"]", "[\"mon\", \"sat\"]"),
    ("[\"mon\", \"tue\", \"wed\", \"thu\"]", "[]"),
    ("[\"security@lantern.test\"]", "[]"),
    ("[\"security@lantern.test\"]", "[\"the chat\", \"[email protected]\"]"),
    ("name = \"Lantern\"", "name = \"<project/ $VERSION\""),
    ("carries = \"retrospectives\"", ""),
    ("organisation = ", "lifecycle = \"archived\"\norganisation = "),
    ("zone = \"UTC\"", "zone = \"UTC\"\nweekdays = []"),
    ("zone = \"UTC\"", "zone = \"UTC\"\nblackouts = [{ from = \"2027-01-03\", to = \"2026-12-24\" }]"),
];

#[test]
fn whatever_cannot_be_is_found_and_its_key_named() {
    let text = filled(Preset::Committee);
    let told = CHANGES.into_iter().map(|(from, to)| {
        assert!(text.contains(from), "`{from}` is not in the preset");
        format!("{}\n{}\n", to.replace('\n', " "), said(&text.replacen(from, to, 1)))
    });
    expect![[r#"
        maximum = "P14D"
        27:1 embargo.default
        56:1 clocks.release.within

        "P2D"]
        36:25 clocks.acknowledge.warn_before.1

        members_min = 5
        15:1 body.members_min

        kind = "sole"
        16:1 body.members_max
        86:1 rules.both_agree
        89:1 rules.approval_by_another
        78:1 rules.outsider_approval

        ["mon", "sat"]
        24:1 release_slot.weekdays

        []
        24:1 release_slot.weekdays

        []
        10:1 project.contact

        ["the chat", "[email protected]"]
        10:24 project.contact.1
        10:12 project.contact.0

        name = "<project/ $VERSION"
        7:1 project.name


        99:3 channels

        lifecycle = "archived" organisation = 
        40:1 clocks.acknowledge.promised
        61:1 clocks.release.promised

        zone = "UTC" weekdays = []
        20:1 calendar.weekdays

        zone = "UTC" blackouts = [{ from = "2027-01-03", to = "2026-12-24" }]
        20:37 calendar.blackouts.0.to

    "#]]
    .assert_eq(&told.collect::<String>());
}

#[test]
fn what_has_no_line_of_its_own_is_found_as_well() {
    let mut policy = solo();
    policy.clocks.remove(&ClockKind::Acknowledge);
    policy.project.contact = vec![line("https://lantern.test/report")];
    assert!(contradictions(&policy).contains(&Contradiction::NoAcknowledgement));
    policy.project.lifecycle = Lifecycle::Archived;
    let found = contradictions(&policy);
    assert!(!found.contains(&Contradiction::NoAcknowledgement), "an archived project owes none");
    assert!(found.contains(&Contradiction::PromiseOfArchived { clock: ClockKind::Release }));
    policy.body.kind = BodyKind::Committee;
    policy.body.members_min = 0;
    assert!(contradictions(&policy).contains(&Contradiction::MembersImpossible));
}

#[test]
fn a_misspelt_key_or_value_is_helped_and_its_place_named() {
    let wrong =
        |from: &str, to: &str| Policy::parse(&Preset::Solo.text().replacen(from, to, 1)).unwrap_err().to_string();
    expect!["line 30, column 1: `wihtin` is no key here; did you mean `within`?"].assert_eq(&wrong("within", "wihtin"));
    expect!["line 32, column 9: `shold` is no value here; did you mean `should`?"]
        .assert_eq(&wrong("force = \"should\"", "force = \"shold\""));
    expect!["line 29, column 9: `acknowledgement` is no value here; did you mean `acknowledge`?"]
        .assert_eq(&wrong("[clocks.acknowledge]", "[clocks.acknowledgement]"));
    expect!["line 30, column 10: a length of time is written like PT24H, P7D, P1M (ISO 8601) or 3bd (business days), and is more than nothing"].assert_eq(&wrong("within = \"P3D\"", "within = \"3 days\""));
    expect!["line 19, column 8: `Mars/Olympus` is not a time zone; write an IANA name such as UTC or Europe/Berlin"]
        .assert_eq(&wrong("zone = \"UTC\"", "zone = \"Mars/Olympus\""));
    expect!["line 14, column 8: `qqqq` is no value here; there are sole, committee"]
        .assert_eq(&wrong("kind = \"sole\"", "kind = \"qqqq\""));
}

/// A preset with one line changed into something else, or any text.
fn texts() -> impl Strategy<Value = String> {
    let torn = (any::<bool>(), 0_usize..120, "\\PC{0,40}").prop_map(|(committee, nth, with)| {
        let text = if committee { Preset::Committee.text() } else { Preset::Solo.text() };
        let lines = text.lines().enumerate().map(|(at, line)| if at == nth { with.as_str() } else { line });
        lines.collect::<Vec<_>>().join("\n")
    });
    prop_oneof![4 => torn, 1 => any::<String>()]
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_or_the_checker_fall_over(text in texts()) {
        match Policy::parse(&text) {
            Ok(policy) => {
                for found in contradictions(&policy) {
                    let _place = place_of(&text, &found.path());
                }
            }
            Err(bad) => prop_assert!(bad.line >= 1 && bad.column >= 1 && !bad.message.is_empty()),
        }
    }
}
