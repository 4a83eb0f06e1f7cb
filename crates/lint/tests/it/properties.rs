//! Nothing that anybody hands the linter makes it panic, and nothing makes it slow.
//!
//! Knows how documents break: cut, doubled, mixed and filled with bytes. `FUZZ_RUNS` says how often; 5000 by default.

use std::time::{Duration, Instant};

use lint::{Report, security_md, security_txt};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::shapes::{AILING, GOOD, context};
use crate::txt;

/// What breaks documents.
const SHARDS: &[&str] = &[
    "<",
    ">",
    "<project",
    "{{",
    "${",
    "[",
    "](",
    "](#",
    "mailto:",
    "@",
    "`",
    "```\n",
    "|",
    "\n|---|\n",
    "#",
    "\n# ",
    "\n* ",
    "\n- \n",
    ":\n\n",
    "[email protected]",
    "[email&#160;protected]",
    "https://github.com/a/b/issues",
    "http://",
    "<!--",
    "-->",
    "24 hours",
    "1-",
    "99999 days",
    "PGP key",
    "expires 2020-13-45",
    "\u{feff}",
    "\u{202e}",
    "é",
    "\u{a0}",
    "\r\n",
    "\t",
    "\0",
    "Contact: ",
    "Expires: 9999-12-31T23:59:60Z",
    "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "-----END PGP SIGNATURE-----\n",
    "$",
    "vote",
    "2 members",
    "TODO",
    "===\n",
    "---\n",
    "> ",
    "İ",
    "ẞ",
];

fn runs() -> u32 {
    std::env::var("FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(5000)
}

/// A shape with pieces cut out, doubled and put in, or nothing but shards, or any letters, or any bytes.
fn documents() -> impl Strategy<Value = String> {
    let shapes: Vec<&'static str> = GOOD.iter().chain(AILING).chain(txt::SHAPES).map(|(_, text)| *text).collect();
    let shard = || proptest::sample::select(SHARDS);
    let edit = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), shard(), 0..4_u8);
    let mutated = (proptest::sample::select(shapes), prop::collection::vec(edit, 0..8)).prop_map(|(text, edits)| {
        let mut letters: Vec<char> = text.chars().collect();
        for (from, to, shard, kind) in edits {
            let (from, to) = (from.index(letters.len() + 1), to.index(letters.len() + 1));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 40));
            match kind {
                0 => drop(letters.drain(from..to)),
                1 => drop(letters.splice(from..to, shard.chars())),
                2 => letters.extend_from_within(from..to),
                _ => drop(letters.splice(from..from, shard.chars())),
            }
        }
        letters.into_iter().collect::<String>()
    });
    prop_oneof![
        6 => mutated,
        2 => prop::collection::vec(shard(), 0..40).prop_map(|shards| shards.concat()),
        1 => any::<String>(),
        1 => prop::collection::vec(any::<u8>(), 0..400).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ]
}

/// What must hold of any report.
fn holds(text: &str, report: &Report) -> Result<(), TestCaseError> {
    let lines = u32::try_from(text.split('\n').count()).unwrap();
    let mut last = 0;
    for finding in &report.findings {
        prop_assert!((1..=lines).contains(&finding.line), "{finding:?}");
        let line = text.split('\n').nth(usize::try_from(finding.line).unwrap() - 1).unwrap();
        prop_assert!(
            finding.column >= 1 && usize::try_from(finding.column).unwrap() <= line.chars().count() + 1,
            "{finding:?}"
        );
        prop_assert!(finding.line >= last, "findings stand in the order of the document");
        prop_assert!(!finding.what.contains('\n') && finding.what.len() < 600, "{finding:?}");
        last = finding.line;
    }
    let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
    prop_assert_eq!(json.as_array().unwrap().len(), report.findings.len());
    Ok(())
}

#[test]
fn no_document_makes_the_linter_panic() {
    let config = Config { cases: runs(), failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&documents(), |text| {
        holds(&text, &security_md(&text, &context()))?;
        holds(&text, &security_txt(&text, &context()))
    });
    assert_eq!(outcome.map_err(|failure| failure.to_string()), Ok(()));
}

#[test]
fn a_document_is_linted_the_same_with_either_kind_of_line_end() {
    for (name, text) in GOOD.iter().chain(AILING) {
        let windows = text.replace('\n', "\r\n");
        let rules =
            |text: &str| security_md(text, &context()).findings.iter().map(|f| (f.rule, f.line)).collect::<Vec<_>>();
        assert_eq!(rules(text), rules(&windows), "{name}");
    }
}

/// Eight times as much may take some two dozen times as long on a busy machine; sixty-four times would be the square.
#[test]
fn a_mebibyte_of_anything_takes_no_more_than_its_share() {
    let mut pieces: Vec<String> = SHARDS.iter().map(|shard| (*shard).to_owned()).collect();
    pieces.extend(
        [
            "word ",
            "we answer in 2 days. ",
            "# heading under which\n\n",
            "- item:\n",
            "| a | b |\n",
            "tbd:\n",
            "a@b.cc ",
        ]
        .map(str::to_owned),
    );
    pieces.push("https://github.com/other/x/security/advisories/new ".to_owned());
    for piece in pieces {
        let time = |size: usize| {
            let text = piece.repeat(size / piece.len() + 1);
            let start = Instant::now();
            std::hint::black_box((security_md(&text, &context()), security_txt(&text, &context())));
            start.elapsed()
        };
        let (small, large) = (time(1 << 11), time(1 << 14));
        let allowed = small.max(Duration::from_millis(5)) * 24;
        assert!(large < allowed, "{piece:?}: 2 KiB in {small:?}, 16 KiB in {large:?}");
    }
    let text = "Report <project to [x](#y) in 2 days: mail a@b.cc. ".repeat((1 << 20) / 50);
    let start = Instant::now();
    std::hint::black_box(security_md(&text, &context()));
    assert!(start.elapsed() < Duration::from_secs(30), "a mebibyte in {:?}", start.elapsed());
}
