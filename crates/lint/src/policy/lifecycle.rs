//! Whether anybody still works on the project, and whether the document promises things all the same.
//!
//! Knows how projects say that they have ended. Must not know whether it is true.

use super::reading::Reading;
use super::spans::spans;
use crate::page::Kind;
use crate::rule::RuleId;
use crate::said::Said;
use crate::words::{self, Word};

const SUBJECTS: [&str; 9] =
    ["project", "repository", "repo", "package", "library", "software", "product", "tool", "plugin"];

const ENDED: [&str; 10] = [
    "archived",
    "unmaintained",
    "abandoned",
    "discontinued",
    "no longer maintained",
    "no longer supported",
    "no longer developed",
    "no longer actively maintained",
    "no longer under",
    "not maintained",
];

/// What makes such a sentence one about something else: a version, a condition, a list.
const OTHERWISE: [&str; 20] = [
    "version*",
    "branch*",
    "releases",
    "if",
    "when",
    "once",
    "unless",
    "series",
    "older",
    "dependenc*",
    "list",
    "lists",
    "messages",
    "report*",
    "issues",
    "not archived",
    "line",
    "lines",
    "feature*",
    "or",
];

/// What only a living project does.
const DEEDS: [&str; 16] = [
    "respond",
    "acknowledge",
    "fix",
    "release",
    "coordinate",
    "work",
    "investigate",
    "announce",
    "decide",
    "notify",
    "patch",
    "update",
    "move",
    "create",
    "merge",
    "assess",
];

/// Reports promises on an archived project. Gives whether the document says honestly that nothing is to be expected.
pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) -> bool {
    let ended = reading.sentences().find_map(|(_, _, sentence)| {
        let index = words::first(sentence, &ENDED)?;
        let about = words::has(sentence, &SUBJECTS) && !words::has(sentence, &OTHERWISE);
        sentence.get(index).filter(|_| about)
    });
    let Some(ended) = ended else { return false };
    let promises = reading
        .sentences()
        .filter(|(block, _, sentence)| !matches!(block.kind, Kind::Heading(_)) && promises(sentence))
        .count();
    if promises > 0 {
        let what = format!(
            "The project is archived, and the document promises something in {promises} sentence{}.",
            if promises == 1 { "" } else { "s" }
        );
        let mend = "Say that no fixes are to be expected and where users can go, or hand the project over.";
        said.add(RuleId::ArchivedPromises, ended.at, what, mend);
    }
    promises == 0
}

fn promises(sentence: &[Word<'_>]) -> bool {
    let will = words::first(sentence, &["will", "ll", "aim to", "try to", "strive to"]);
    let deed = will
        .and_then(|index| sentence.get(index..index + 6).or(sentence.get(index..)))
        .is_some_and(|rest| words::has(rest, &DEEDS));
    let negated =
        will.is_some_and(|index| words::has(sentence.get(index..).unwrap_or_default(), &["not", "never", "no"]));
    let timed =
        words::has(sentence, &["within"]) && !spans(sentence).is_empty() && !words::has(sentence, &["not", "no"]);
    (deed && !negated) || timed
}
