//! Whether a retrospective speaks of people instead of what happened (PR-83).
//!
//! A hint for its author, never a stop: the author knows better than a list of words.

use crate::words::Names;

/// A place that may sound like blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line, counted from 1.
    pub line: usize,
    /// The word or name, as it stands in the text.
    pub word: String,
    /// What to write instead.
    pub hint: &'static str,
}

const NAMED: &str = "Say the role instead of the name.";
const BLAMED: &str = "Say what happened and what made it likely, not who should have known.";

/// Phrases that judge a person. `failed` alone is not among them: checks fail.
const PHRASES: [&str; 24] = [
    "at fault",
    "fault of",
    "'s fault",
    "’s fault",
    "to blame",
    "blames",
    "blamed",
    "should have known",
    "should have noticed",
    "should have seen",
    "failed to",
    "forgot to",
    "neglected",
    "negligence",
    "negligent",
    "careless",
    "carelessness",
    "sloppy",
    "lazy",
    "incompetent",
    "stupid",
    "human error",
    "messed up",
    "screwed up",
];

/// Names of people, and phrases that judge them, in order of lines.
#[must_use]
pub fn blame(text: &str, names: &Names) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let lower = line.to_lowercase();
        let mut called: Vec<&str> = names.values().flat_map(|name| calls(name, line, &lower)).collect();
        called.sort_unstable();
        called.dedup();
        found.extend(called.into_iter().map(|word| Finding { line: number, word: word.to_owned(), hint: NAMED }));
        let blamed = PHRASES.into_iter().filter(|phrase| holds(&lower, phrase));
        found.extend(blamed.map(|word| Finding { line: number, word: word.to_owned(), hint: BLAMED }));
    }
    found
}

/// How a line calls somebody: by the whole name, however it is spelled, else by a part of it as it is written. A part that is
/// a word of its own (`Will`) is found with a capital only.
fn calls<'a>(name: &'a str, line: &str, lower: &str) -> Vec<&'a str> {
    if holds(lower, &name.to_lowercase()) {
        return vec![name];
    }
    name.split_whitespace().filter(|part| part.chars().count() > 2 && holds(line, part)).collect()
}

/// Whether a line holds these words, and not as part of longer ones.
fn holds(line: &str, words: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric();
    !words.is_empty()
        && line.match_indices(words).any(|(at, found)| {
            let before = line.get(..at).and_then(|text| text.chars().next_back());
            let after = line.get(at + found.len()..).and_then(|text| text.chars().next());
            // A phrase that begins with a sign goes on from the word before it.
            (before.is_none_or(|c| !inside(c)) || found.starts_with(|c| !inside(c))) && after.is_none_or(|c| !inside(c))
        })
}
