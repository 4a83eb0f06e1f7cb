//! Votes in bodies so small that one person decides about the other.
//!
//! Knows how sizes and removals are written. Must not know who the members are.

use super::reading::Reading;
use crate::page::Kind;
use crate::rule::RuleId;
use crate::said::Said;
use crate::words::{self, Word};

/// Somebody from outside the body has a say.
const OUTSIDE: [&str; 12] = [
    "steering",
    "toc",
    "tsc",
    "board",
    "outside",
    "independent",
    "third",
    "governing",
    "foundation",
    "elector",
    "technical oversight",
    "sponsor",
];

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let small = reading.sentences().any(|(_, _, sentence)| is_small(sentence)) || has_roster_of_two(reading);
    if !small {
        return;
    }
    for block in page.blocks.iter().filter(|block| block.kind != Kind::Code) {
        let words = page.words(block);
        let Some(vote) = words::first(words, &["vote*", "majority", "consensus"]) else { continue };
        let removes = words::has(words, &["remov*", "exclud*", "expel*", "dismiss*"]);
        // “where fewer than 2 may vote, it goes to the maintainers instead”: whoever they are, they are others.
        let handed_on = words::has(words, &["fewer"]) && words::has(words, &["instead"]);
        let outside = handed_on || words::has(words, &OUTSIDE);
        if let Some(word) = words.get(vote).filter(|_| removes && !outside) {
            let what = "A body that may have two members votes on removing one of them.".to_owned();
            let mend = "Name somebody from outside who decides when only one member is left to vote.";
            said.add(RuleId::VoteByOne, word.at, what, mend);
        }
    }
}

/// `2-4 members`, `two maintainers`, `at least 2 people`.
fn is_small(sentence: &[Word<'_>]) -> bool {
    sentence.iter().enumerate().any(|(index, word)| {
        let two = matches!(word.text, "2" | "two") && !word.gap.contains([':', '.', '-']);
        let behind = sentence.get(index + 1..(index + 5).min(sentence.len())).unwrap_or_default();
        let ratio = behind.first().is_some_and(|next| next.gap.contains([':', '.']));
        two && !ratio && words::has(behind, &["members", "maintainers", "people", "persons", "committers"])
    })
}

/// A heading for members with exactly two items below it.
fn has_roster_of_two(reading: &Reading<'_, '_>) -> bool {
    let page = reading.page;
    page.blocks.iter().enumerate().any(|(index, block)| {
        let roster = matches!(block.kind, Kind::Heading(_))
            && words::has(page.words(block), &["members", "roster", "committee members"]);
        let behind = page.blocks.get(index + 1..).unwrap_or_default();
        roster && behind.iter().take(3).take_while(|block| block.kind == Kind::Item).count() == 2
    })
}
