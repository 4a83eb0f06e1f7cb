//! Headings, lists and tables that promise something and hold nothing.
//!
//! Knows what a reader expects under a heading or behind a colon. Must not know what would be right to put there.

use super::reading::Reading;
use crate::page::{Block, Kind};
use crate::rule::RuleId;
use crate::said::{Said, quote};
use crate::words::{self, Word};

/// What people write where something is still to come. `None` is an answer and not among them.
const FILLERS: [&str; 14] = [
    "",
    "tbd",
    "todo",
    "tba",
    "coming soon",
    "to be determined",
    "to be decided",
    "to be defined",
    "to be announced",
    "fixme",
    "xxx",
    "-",
    "…",
    "empty",
];

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    sections(reading, said);
    lists(reading, said);
    chats(reading, said);
    for at in &reading.links.empty {
        said.add(
            RuleId::LinkEmpty,
            *at,
            "A link has no target.".to_owned(),
            "Put the target back, or take the link away.",
        );
    }
}

/// Which rule an empty place breaks, from the words that announce it.
fn rule(words: &[Word<'_>], otherwise: RuleId) -> RuleId {
    if words::has(words, &["channel*", "mailing list*", "announcement*", "chat*"]) {
        RuleId::ChannelsEmpty
    } else if words::has(words, &["member*", "roster", "maintainers", "team", "committee", "people", "src"]) {
        RuleId::RosterEmpty
    } else if words::has(words, &["contact*", "report*", "email*", "mail", "address*", "reach"]) {
        RuleId::ContactsEmpty
    } else {
        otherwise
    }
}

fn mend(rule: RuleId) -> &'static str {
    if rule == RuleId::RosterEmpty {
        "Name the people, or the place that lists them; if nobody is meant, take it away."
    } else if rule == RuleId::ChannelsEmpty {
        "Give each channel with its address or link."
    } else if rule == RuleId::ContactsEmpty {
        "Give an address, a form or a private link."
    } else {
        "Fill it in, or take it away."
    }
}

fn is_filler(flat: &str) -> bool {
    let plain = flat.trim_matches(|c: char| c.is_whitespace() || "-*+•_.:()[]<>|#`1".contains(c));
    flat.len() <= 80 && FILLERS.contains(&plain)
}

/// Marked headings with nothing beneath but other headings of the same rank, or with nothing but `TBD`.
fn sections(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    for (index, block) in page.blocks.iter().enumerate() {
        let Kind::Heading(level @ 1..=6) = block.kind else { continue };
        let body = page.blocks.get(index + 1..).unwrap_or_default();
        let is_title = level == 1 && index == 0 && !body.is_empty();
        let (mut words, mut heads, mut seen) = (false, false, 0);
        for next in body {
            match next.kind {
                Kind::Heading(7 | 8) => words = true,
                Kind::Heading(below) => {
                    heads = below > level;
                    break;
                }
                Kind::Code | Kind::Paragraph | Kind::Item | Kind::Row => {
                    // A picture or a table of links has no words and is not nothing.
                    words |= !is_filler(page.flat(next));
                }
            }
            seen += 1;
            if words {
                break;
            }
        }
        let lists = body.get(..seen).unwrap_or_default().iter().any(|block| block.kind == Kind::Item);
        if !(words || is_title || heads && seen == 0 || lists) {
            let rule = rule(page.words(block), RuleId::SectionEmpty);
            let how = if seen == 0 { "has nothing under it" } else { "holds nothing but a stopgap" };
            said.add(rule, block.bytes.start, format!("The section `{}` {how}.", title(page.text(block))), mend(rule));
        }
    }
}

fn title(text: &str) -> String {
    quote(text.lines().next().unwrap_or_default().trim_matches(['#', '=', ' ', '*']))
}

/// Lists of empty items, lists that are announced and missing, and channel lists without a channel.
fn lists(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    // How many items stand behind each block; more than a few need not be looked at.
    let mut behind = 0;
    let mut items: Vec<usize> = page
        .blocks
        .iter()
        .rev()
        .map(|block| {
            let items = behind;
            behind = if block.kind == Kind::Item { (behind + 1).min(40) } else { 0 };
            items
        })
        .collect();
    items.reverse();
    for (index, (block, items)) in page.blocks.iter().zip(items).enumerate() {
        let rest = page.blocks.get(index + 1..).unwrap_or_default();
        let announces = matches!(block.kind, Kind::Paragraph | Kind::Item)
            && page.flat(block).trim_end_matches(['*', '_']).ends_with(':');
        // Items that follow no announcement are looked at with what stands before the first of them.
        if block.kind == Kind::Item && !announces {
            continue;
        }
        let lead = last_sentence(page.words(block));
        let list = rest.get(..items).unwrap_or_default();
        if items > 0 && list.iter().all(|item| is_filler(page.flat(item))) {
            let rule = rule(lead, RuleId::ListEmpty);
            let at = list.first().map_or(block.bytes.start, |item| item.bytes.start);
            said.add(rule, at, "The items of this list are empty.".to_owned(), mend(rule));
        } else if announces && items == 0 && is_missing(reading, lead, rest.first(), block.kind) {
            let rule = rule(lead, RuleId::ListEmpty);
            let at = lead.first().map_or(block.bytes.start, |word| word.at);
            said.add(
                rule,
                at,
                format!("“{}” announces a list that is not there.", said_of(reading, lead, block)),
                mend(rule),
            );
        } else if announces && items > 0 && channels(lead) && !list.iter().any(|item| is_findable(reading, item)) {
            let at = lead.first().map_or(block.bytes.start, |word| word.at);
            let what = "The list of channels names none that a reader could find.".to_owned();
            said.add(RuleId::ChannelsEmpty, at, what, mend(RuleId::ChannelsEmpty));
        }
    }
}

fn last_sentence<'w, 'a>(words: &'w [Word<'a>]) -> &'w [Word<'a>] {
    let start = words.iter().rposition(|word| word.begins).unwrap_or_default();
    words.get(start..).unwrap_or_default()
}

fn said_of(reading: &Reading<'_, '_>, lead: &[Word<'_>], block: &Block) -> String {
    let start = lead.first().map_or(block.bytes.start, |word| word.at);
    quote(reading.page.text.get(start..block.bytes.end).unwrap_or_default())
}

/// Whether what stands behind a colon is not what it announced.
fn is_missing(reading: &Reading<'_, '_>, lead: &[Word<'_>], next: Option<&Block>, kind: Kind) -> bool {
    let named = rule(lead, RuleId::ListEmpty) != RuleId::ListEmpty;
    match next.map(|next| (next, next.kind)) {
        None => kind == Kind::Paragraph || named,
        Some((_, Kind::Heading(1..=6 | 8))) => true,
        // A full sentence that goes on with something else, and holds no address, link or name.
        Some((next, Kind::Paragraph)) => {
            let words = reading.page.words(next);
            let flat = reading.page.flat(next);
            let sentence = words.len() >= 8 && flat.ends_with(['.', ':']);
            named && rule(lead, RuleId::ListEmpty) != RuleId::ContactsEmpty && sentence && !is_findable(reading, next)
        }
        Some((_, Kind::Heading(_) | Kind::Item | Kind::Row | Kind::Code)) => false,
    }
}

fn channels(lead: &[Word<'_>]) -> bool {
    words::has(lead, &["channel*", "mailing list*", "lists"])
}

/// An address, a link, a handle, `#channel`, or a name on its own.
fn is_findable(reading: &Reading<'_, '_>, block: &Block) -> bool {
    let flat = reading.page.flat(block);
    flat.contains(['@', '#'])
        || flat.contains("://")
        || flat.contains("](")
        || (1..6).contains(&reading.page.words(block).len())
}

/// A chat to which things are posted, or where people are asked to come, without a way to it.
fn chats(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let chats = ["slack", "discord", "matrix", "irc", "zulip", "gitter", "mattermost"];
    let places = ["channel*", "workspace", "workplace", "server", "room"];
    for block in page.blocks.iter().filter(|block| matches!(block.kind, Kind::Paragraph | Kind::Item)) {
        let flat = page.flat(block);
        if flat.contains(['@', '#']) || flat.contains("://") || flat.contains("](") {
            continue;
        }
        for sentence in words::sentences(page.words(block)) {
            let posts =
                words::first(sentence, &["post", "posted", "announce*", "join", "sent to", "reach", "ask", "contact*"]);
            let Some(index) =
                words::first(sentence, &chats).filter(|_| posts.is_some() && words::has(sentence, &places))
            else {
                continue;
            };
            if let Some(word) = sentence.get(index).filter(|_| !words::is_negated(sentence, index)) {
                let what = format!("`{}` is named as a channel, without a link or a `#channel`.", quote(word.text));
                said.add(
                    RuleId::ChatUnreachable,
                    word.at,
                    what,
                    "Link to the channel, or name its server and its channel.",
                );
            }
        }
    }
}
