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
        143:1 channels.0.address
        11:12 project.contact.0
        8:1 project.name
        9:1 project.organisation
        10:1 project.repository
    "#]]
    .assert_eq(&said(Preset::Solo.text()));
}

/// What is changed in a filled-in committee's policy, and into what.
const CHANGES: [(&str, &str); 25] = [
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
    // the committee's own rules
    ("electors_below = 2\n", ""),
    ("window = \"P5D\"\nfallback = \"majority\"\norigin = \"003:L44\"", ""),
    ("share = \"2/3\"", "share = \"1/2\""),
    ("diversity = \"2:1\"", "diversity = \"1:4\""),
    ("deputy_until = \"P3M\"", "deputy_until = \"P3D\""),
    ("groups = [\"committee\", ", "groups = ["),
    ("scheme = \"cvss\"", "scheme = \"levels\""),
    ("reasons = [\"availability\"]", "reasons = []"),
    (
        "[identifiers]",
        "[[tracks]]\nname = \"grave\"\n[[tracks]]\nname = \"slow\"\nfrom_tenths = 0\nrelease_within = \"P91D\"\n[identifiers]",
    ),
    ("[identifiers]", "[[escalation]]\nafter = \"PT23H\"\nto = \"the steering committee\"\n[identifiers]"),
    (
        "[identifiers]",
        "[[distributors]]\nname = \"distros\"\nnotices = [\"P22D\", \"P15D\", \"P7D\"]\nmaximum = \"P14D\"\n[identifiers]",
    ),
    ("organisation = ", "lifecycle = \"handed_over\"\norganisation = "),
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
        108:1 embargo.default
        173:1 clocks.release.within

        "P2D"]
        153:25 clocks.acknowledge.warn_before.1

        members_min = 5
        16:1 body.members_min

        kind = "sole"
        17:1 body.members_max
        234:1 rules.both_agree
        237:1 rules.approval_by_another
        226:1 rules.outsider_approval

        ["mon", "sat"]
        105:1 release_slot.weekdays

        []
        105:1 release_slot.weekdays

        []
        11:1 project.contact

        ["the chat", "[email protected]"]
        11:24 project.contact.1
        11:12 project.contact.0

        name = "<project/ $VERSION"
        8:1 project.name


        247:3 channels

        lifecycle = "archived" organisation = 
        157:1 clocks.acknowledge.promised
        178:1 clocks.release.promised

        zone = "UTC" weekdays = []
        101:1 calendar.weekdays

        zone = "UTC" blackouts = [{ from = "2027-01-03", to = "2026-12-24" }]
        101:37 calendar.blackouts.0.to


        46:8 votes.removal


        41:1 votes.admission.method
        41:1 votes.admission.method

        share = "1/2"
        48:1 votes.removal.share

        diversity = "1:4"
        21:1 membership.diversity

        deputy_until = "P3D"
        34:13 membership.leave

        groups = [
        94:1 need_to_know.groups

        scheme = "levels"
        135:1 severity.scheme

        reasons = []
        148:1 adjustments.1.reasons

        [[tracks]] name = "grave" [[tracks]] name = "slow" from_tenths = 0 release_within = "P91D" [identifiers]
        193:1 tracks.0.name
        197:1 tracks.1.release_within

        [[escalation]] after = "PT23H" to = "the steering committee" [identifiers]
        193:1 escalation.0.after

        [[distributors]] name = "distros" notices = ["P22D", "P15D", "P7D"] maximum = "P14D" [identifiers]
        194:12 distributors.0.notices.0
        194:12 distributors.0.notices.0
        194:20 distributors.0.notices.1

        lifecycle = "handed_over" organisation = 
        9:1 project.lifecycle
        157:1 clocks.acknowledge.promised
        178:1 clocks.release.promised

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
    expect!["line 86, column 1: `wihtin` is no key here; did you mean `within`?"].assert_eq(&wrong("within", "wihtin"));
    expect!["line 88, column 9: `shold` is no value here; did you mean `should`?"]
        .assert_eq(&wrong("force = \"should\"", "force = \"shold\""));
    expect!["line 85, column 9: `acknowledgement` is no value here; did you mean `acknowledge`?"]
        .assert_eq(&wrong("[clocks.acknowledge]", "[clocks.acknowledgement]"));
    expect!["line 86, column 10: a length of time is written like PT24H, P7D, P1M (ISO 8601) or 3bd (business days), and is more than nothing"].assert_eq(&wrong("within = \"P3D\"", "within = \"3 days\""));
    expect!["line 75, column 8: `Mars/Olympus` is not a time zone; write an IANA name such as UTC or Europe/Berlin"]
        .assert_eq(&wrong("zone = \"UTC\"", "zone = \"Mars/Olympus\""));
    expect!["line 15, column 8: `qqqq` is no value here; there are sole, committee"]
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
