//! What is wrong with the document itself: headings, anchors, the table of versions, a page copied whole.
//!
//! Knows how a forge makes anchors of headings. Must not know what the sections say.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Reading;
use crate::page::{Block, Kind};
use crate::rule::RuleId;
use crate::said::{Said, quote};
use crate::words;

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    headings(reading, said);
    anchors(reading, said);
    versions(reading, said);
    copied(reading, said);
}

/// Two headings of one name and rank under the same heading.
fn headings(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let mut seen = BTreeSet::new();
    for block in &page.blocks {
        let Kind::Heading(level @ 1..=6) = block.kind else { continue };
        let name: Vec<&str> = page.words(block).iter().map(|word| word.text).collect();
        if !name.is_empty() && !seen.insert((block.under, level, name)) {
            let what = format!("The section `{}` stands twice.", quote(page.text(block).trim_matches(['#', '=', ' '])));
            said.add(RuleId::HeadingTwice, block.bytes.start, what, "Join the two, or give one another name.");
        }
    }
}

/// Links to a heading of this document that is not there.
fn anchors(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let wanted: Vec<_> = reading.links.places.iter().filter(|link| link.target.starts_with('#')).collect();
    if wanted.is_empty() {
        return;
    }
    let mut known = BTreeSet::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for block in page.blocks.iter().filter(|block| matches!(block.kind, Kind::Heading(1..=6))) {
        let anchor = anchor(page.text(block));
        let count = counts.entry(anchor.clone()).or_default();
        known.insert(if *count == 0 { anchor } else { format!("{anchor}-{count}") });
        *count += 1;
    }
    for (sign, close) in [("id=\"", '"'), ("name=\"", '"'), ("{#", '}')] {
        for (at, _) in page.flat.match_indices(sign) {
            let rest = page.flat.get(at + sign.len()..).unwrap_or_default();
            let end = rest.bytes().take(200).position(|byte| byte == close as u8);
            known.extend(end.and_then(|end| rest.get(..end)).map(str::to_owned));
        }
    }
    for link in wanted {
        let target = link.target.trim_start_matches('#');
        let target = target.strip_prefix("user-content-").unwrap_or(target);
        if !target.contains('%') && target != "top" && !known.contains(&target.to_lowercase()) {
            let what = format!("No heading here answers to `#{}`.", quote(target));
            said.add(RuleId::AnchorDead, link.at, what, "Point the link at a heading that is there.");
        }
    }
}

/// The anchor a forge makes of a heading: small letters, spaces to hyphens, other marks dropped.
fn anchor(heading: &str) -> String {
    let text = heading.lines().next().unwrap_or_default();
    let text = text.trim_start_matches(['#', '=']).trim_end_matches(['#', '=']).trim();
    let mut out = String::new();
    let mut hidden = 0_usize;
    let mut before = ' ';
    for c in text.chars() {
        match c {
            // The target of a link, and a tag, are not part of a heading's text.
            '(' if before == ']' => hidden += 1,
            '<' => hidden += 1,
            ')' | '>' if hidden > 0 => hidden -= 1,
            _ if hidden > 0 => (),
            ' ' => out.push('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => out.extend(c.to_lowercase()),
            _ => (),
        }
        before = c;
    }
    out
}

/// A table of supported versions with nothing in it, or with the sample's rows.
fn versions(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let mut rest = page.blocks.as_slice();
    while let Some(start) = rest.iter().position(|block| block.kind == Kind::Row) {
        let (_, table) = rest.split_at(start);
        let length = table.iter().take_while(|block| block.kind == Kind::Row).count();
        let (table, behind) = table.split_at(length);
        rest = behind;
        let Some((header, rows)) = table.split_first() else { break };
        let named = words::has(page.words(header), &["version*", "supported"])
            || words::has(page.heading(header), &["version*"]);
        if !named {
            continue;
        }
        let sample = ["5.1.x", "5.0.x", "4.0.x", "< 4.0"];
        let hits = sample.iter().filter(|one| rows.iter().any(|row| page.flat(row).contains(**one))).count();
        if rows.iter().all(|row| is_empty(page.flat(row), page.words(row))) {
            let what = "The table of supported versions names no version.".to_owned();
            said.add(
                RuleId::VersionsEmpty,
                header.bytes.start,
                what,
                "Name the versions that get fixes, or say that only the latest does.",
            );
        } else if hits >= 3 && rows.len() <= 5 {
            let what = "These versions are the template's: 5.1.x, 5.0.x, 4.0.x.".to_owned();
            said.add(
                RuleId::VersionsTemplate,
                header.bytes.start,
                what,
                "Put in your own versions, or say that only the latest gets fixes.",
            );
        }
    }
}

/// A row without a version in its first cell.
fn is_empty(row: &str, words: &[words::Word<'_>]) -> bool {
    let first = row.trim_start_matches('|').split('|').next().unwrap_or_default().trim();
    first.is_empty() || words.is_empty() || matches!(first, "-" | "tbd" | "todo" | "x.x.x" | "x.y.z" | "version")
}

/// A forge's page was copied, not the file.
fn copied(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let traces = [
        "skip to content",
        "there aren’t any published security advisories",
        "there aren't any published security advisories",
    ];
    let found = |block: &&Block| traces.iter().any(|trace| page.flat(block).starts_with(trace));
    let ends: Vec<&Block> = page.blocks.iter().take(3).chain(page.blocks.iter().rev().take(2)).collect();
    if let Some(block) = ends.into_iter().find(found) {
        let what = "This is the copy of a page, not the file that the page shows.".to_owned();
        said.add(RuleId::PageCopied, block.bytes.start, what, "Take the file itself from the repository.");
    }
}
