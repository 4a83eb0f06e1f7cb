//! Every rule of the two source texts has a sentence in what the presets render to, in our own words.
//!
//! Knows the rules by their ids in the process, and where the texts lie when they are there.

use std::collections::BTreeSet;
use std::path::Path;

use documents::policy_page::security_md;
use domain::policy::{Lifecycle, Policy, committee, solo};
use domain::words::Line;

/// Rules of both texts, with words that one sentence must hold in either preset; `|` stands between words that need not touch.
const BOTH: [(&str, &str); 34] = [
    ("PR-01", "This is how|deals with vulnerabilities"),
    ("PR-02", "quickly, and in private where that protects"),
    ("PR-03", "as little time as possible|in public or in private"),
    ("PR-07", "what an attacker gains|shown again|ours or another project's"),
    ("PR-08", "set up the advisory|private fork"),
    ("PR-09", "how to upgrade|versions are affected|draft of the advisory"),
    ("PR-10", "make the release that carries the fix|tell everybody"),
    ("PR-12", "report form|write to security@example.org"),
    ("PR-28", "tell us privately of any suspected vulnerability|before others hear"),
    ("PR-29", "public already, write to us at once"),
    ("PR-30", "so that fix, release and announcement can begin"),
    ("PR-31", "mean to publish before there is a fix|handled in private first"),
    ("PR-32", "If you will not wait, everything is done as soon as possible"),
    ("PR-33", "For each vulnerability|fixed|release carries the fix|users learn"),
    ("PR-34", "what we aim at"),
    ("PR-35", "assume that a report reached us privately"),
    ("PR-36", "may be moved by|for the severity, development time|release work|the reason is written down"),
    ("PR-37", "public already|secrecy is over then, and everything is done as soon as possible, with no earliest day"),
    ("PR-38", "hangs on another project|that project's date leads"),
    ("PR-39", "best for its users and ours|we do not publish before"),
    ("PR-44", "An advisory is opened in the repository concerned"),
    ("PR-45", "holds all that is known, the affected versions and the CVE number"),
    ("PR-46", "kept up to date as more comes to light"),
    ("PR-47", "scored with a CVSS calculator"),
    ("PR-52", "A CVE number is asked for"),
    ("PR-53", "private fork"),
    ("PR-56", "said inside it|chats|issues that others can read"),
    ("PR-61", "score is below 4.0, or little harm|holidays or free hands"),
    ("PR-63", "its severity and how it is handled|inside it|public repositories"),
    ("PR-66", "release with the fix is out|within 21 days of the report"),
    ("PR-69", "Before anybody is told|built|good signature|fetched by all|runs"),
    ("PR-71", "what helps before an upgrade"),
    ("PR-72", "meant to be acted on"),
    ("PR-86", "This process learned from sigstore's security process"),
];

/// The announcement and the list of advisories, in both texts too.
const ANNOUNCED: [(&str, &str); 8] = [
    ("PR-70", "new release, its CVE numbers, severity and impact, and where the files are"),
    ("PR-76", "For each number|a line with the score and what it is about"),
    ("PR-77", "advises to upgrade, and to which version"),
    ("PR-78", "am I affected, by version and by the features or settings"),
    ("PR-79", "what can I do until I upgrade, where there is anything"),
    ("PR-80", "how do I upgrade"),
    ("PR-81", "and the details further down"),
    ("PR-87", "Every advisory that was published stays on a public list"),
];

/// What the committee's text says otherwise, or alone.
const COMMITTEE: [(&str, &str); 45] = [
    ("PR-04", "Security Response Committee organises the whole response|within|public"),
    ("PR-05", "asks those who maintain the affected code for their help"),
    ("PR-06", "first members come from the technical steering committee"),
    ("PR-11", "members share the duties"),
    ("PR-13", "2 to 4 members"),
    ("PR-14", "would like to join tells the members"),
    ("PR-15", "A member or a maintainer may nominate|to the present members"),
    ("PR-16", "different organisations|at most 2 for every 1"),
    ("PR-17", "changes employers|take in others|brings up a successor"),
    ("PR-18", "Taking in a new member|unless one of the members objects within 5 days"),
    ("PR-19", "Taking in a new member|then the majority of the votes decides"),
    ("PR-20", "may step down whenever they wish"),
    ("PR-21", "propose who follows|active contributors"),
    ("PR-22", "Members stay active and answer"),
    ("PR-23", "Before a leave of 14 days or longer|the others have the duties"),
    ("PR-24", "from 1 month to 3 months a deputy may be named"),
    ("PR-25", "announced no leave|over 1 month cannot be reached or leaves the duties undone"),
    ("PR-26", "Removing a member|2/3 of all members|(may)"),
    ("PR-27", "While the embargo runs|on purpose to nobody else|the members, the fix team"),
    ("PR-40", "engineers who know the affected code are found|within 24 hours of the report"),
    ("PR-41", "brought into the case, within 24 hours of the report"),
    ("PR-42", "its fix team, and mostly maintainers"),
    ("PR-43", "The fix is ready within 7 days of the report"),
    ("PR-48", "Only code owners join the fix team"),
    ("PR-49", "an outsider into a case|has said yes before|(must)"),
    ("PR-50", "may be asked to help with the review"),
    ("PR-51", "review, provided that you told us privately (must)"),
    ("PR-54", "fix team does all its work in a private fork"),
    ("PR-55", "checks are run on the fix, on one's own machine|(may)"),
    ("PR-57", "The fix team says in the case when its work is done"),
    ("PR-58", "day of a release|members and fix team agree|(must)"),
    ("PR-59", "16:00 UTC on Monday, Tuesday, Wednesday and Thursday"),
    ("PR-60", "west coast of America|Europe|Asia"),
    ("PR-62", "The Security Response Committee has the last word|does not see everything"),
    ("PR-64", "While the fix is written, the committee plans who will be told what, where and when"),
    ("PR-65", "hear of dates only once there is a fix, or something else that helps"),
    ("PR-67", "the fix team approves the fix in the private fork"),
    ("PR-68", "the committee merges it into the main branch"),
    ("PR-73", "sent to announcements: announce@example.org"),
    ("PR-74", "link to it in chat, general and development"),
    ("PR-75", "Its subject is|greets its readers|which release|who sends it"),
    ("PR-82", "not before 1 day and within 3 days of the release"),
    ("PR-83", "It blames nobody"),
    ("PR-84", "who was involved|what happened when|changes that introduced the flaw|what we think|"),
    ("PR-85", "asked for their own view|as frank as they like"),
];

/// What the solo maintainer's text says otherwise.
const SOLO: [(&str, &str); 5] = [
    ("PR-11", "One maintainer does all"),
    ("PR-43", "The fix is ready within 14 days of the report"),
    ("PR-58", "The maintainer decides on the day of the release"),
    ("PR-67", "the maintainer approves the changes in the private fork"),
    ("PR-68", "merges them into the main branch"),
];

/// The sentences of a rendered page, one a line.
fn sentences(page: &str) -> Vec<String> {
    let text = page.replace(". ", ".\n").replace("* ", "");
    text.lines().map(str::to_owned).collect()
}

fn carries(sentence: &str, words: &str) -> bool {
    let mut rest = sentence;
    words.split('|').all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

fn check<'a>(policy: &Policy, rules: impl Iterator<Item = &'a (&'a str, &'a str)>) -> BTreeSet<&'a str> {
    let page = security_md(policy);
    let sentences = sentences(&page);
    let mut carried = BTreeSet::new();
    for (rule, words) in rules {
        assert!(
            sentences.iter().any(|sentence| carries(sentence, words)),
            "no sentence carries {rule} (“{words}”) in\n{page}"
        );
        carried.insert(*rule);
    }
    carried
}

#[test]
fn every_rule_of_the_committees_text_is_carried_by_a_sentence() {
    let carried = check(&committee(), BOTH.iter().chain(&ANNOUNCED).chain(&COMMITTEE));
    // The committee's text holds all 88 but the one on the archived project (PR-88).
    let all: Vec<String> = (1..=87).map(|number| format!("PR-{number:02}")).collect();
    let missing: Vec<&String> = all.iter().filter(|rule| !carried.contains(rule.as_str())).collect();
    assert!(missing.is_empty(), "not looked for: {missing:?}");
}

#[test]
fn every_rule_of_the_solo_maintainers_text_is_carried_by_a_sentence() {
    let carried = check(&solo(), BOTH.iter().chain(&ANNOUNCED).chain(&SOLO));
    assert_eq!(carried.len(), 47, "the 47 of both texts");
    let page = security_md(&solo());
    for foreign in ["committee", "fix team", "fix teams", "retrospective", "our members"] {
        assert!(!page.to_lowercase().contains(foreign), "one person alone has no {foreign}:\n{page}");
    }
}

#[test]
fn an_archived_project_says_so_and_which_version_was_the_last_with_fixes_pr88() {
    let mut policy = solo();
    policy.project.lifecycle = Lifecycle::Archived;
    policy.project.last_fixed = Some(Line::new("1.4.2").unwrap());
    let expected = [
        ("PR-88", "is archived"),
        ("PR-88", "nothing on this page is promised any more"),
        ("PR-88", "The last version that got fixes is 1.4.2."),
    ];
    check(&policy, expected.iter());
}

/// Words alone, in small letters.
fn bare(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[test]
fn no_five_words_in_a_row_are_the_source_texts_own() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(folder) = here.ancestors().map(|folder| folder.join("shared/texts")).find(|folder| folder.is_dir()) else {
        println!("SKIPPED: the source texts are not on this machine");
        return;
    };
    let mut theirs = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let words = bare(&std::fs::read_to_string(file.unwrap().path()).unwrap());
        theirs.extend(words.windows(5).map(<[String]>::to_vec));
    }
    assert!(theirs.len() > 500, "the texts are there, and empty");
    for policy in [committee(), solo()] {
        let ours = bare(&security_md(&policy));
        let copied: Vec<String> =
            ours.windows(5).filter(|run| theirs.contains(*run)).map(|run| run.join(" ")).collect();
        assert!(copied.is_empty(), "copied: {copied:#?}");
    }
}
