//! A document as every rule sees it: blocks, links, where it stands, and what each block is about.
//!
//! Knows the questions that several rules ask of a block, asked once. Must not know a rule.

use jiff::civil::Date;

use super::links::{Links, Repository};
use crate::context::Context;
use crate::page::{Block, Kind, Page};
use crate::words;

/// A document with what every rule asks of it.
pub(super) struct Reading<'p, 'a> {
    pub(super) page: &'p Page<'a>,
    pub(super) links: Links<'a>,
    pub(super) repository: Option<Repository>,
    pub(super) today: Date,
    pub(super) marks: Vec<Mark>,
}

/// What a block is about, asked once per block so that no document is slow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    /// It, or a heading above it, is about reporting.
    pub(super) reporting: bool,
    /// It names others on purpose: thanks, sources, and reports that belong elsewhere.
    pub(super) others: bool,
    /// It is part of a text for announcements, whose placeholders are filled in case by case.
    pub(super) template: bool,
}

/// Words of sentences that say where to go.
const REPORTING: [&str; 18] = [
    "report*",
    "contact*",
    "submit*",
    "disclose",
    "disclosing",
    "mail",
    "email",
    "emailing",
    "reach",
    "send",
    "form",
    "message",
    "notify",
    "tell",
    "write to",
    "inform",
    "get in touch",
    "let us know",
];

/// Headings under which others are named.
const SOURCES: [&str; 9] =
    ["credit*", "attribution*", "thanks", "references", "inspir*", "licen*", "source*", "see also", "resources"];

/// Sayings that name others, in headings and in sentences.
const OTHERS: [&str; 24] = [
    "inspired",
    "based on",
    "adapted",
    "derived",
    "borrow*",
    "learned from",
    "modelled",
    "modeled",
    "taken from",
    "credit",
    "thanks to",
    "upstream",
    "dependenc*",
    "third part*",
    "third",
    "vendored",
    "depends on",
    "bundle*",
    "belongs to",
    "not ours",
    "their own",
    "similar to",
    "fork of",
    "other project*",
];

impl<'p, 'a> Reading<'p, 'a> {
    pub(super) fn new(page: &'p Page<'a>, context: &Context) -> Self {
        let repository = context.repository.as_deref().and_then(Repository::read);
        let repository = repository.or_else(|| Repository::of_copied_page(page));
        let mut reading = Self { page, links: Links::read(page), repository, today: context.today, marks: Vec::new() };
        for block in &page.blocks {
            let words = page.words(block);
            let is_heading = matches!(block.kind, Kind::Heading(_));
            let above = block.under.and_then(|index| reading.marks.get(index)).copied().unwrap_or_default();
            reading.marks.push(Mark {
                reporting: above.reporting
                    || words::has(words, if is_heading { &["report*", "contact*", "disclos*"] } else { &REPORTING }),
                others: above.others || words::has(words, &OTHERS) || (is_heading && words::has(words, &SOURCES)),
                template: above.template || (is_heading && words::has(words, &["template*", "sample*", "example*"])),
            });
        }
        reading
    }

    /// What the block at a byte is about.
    pub(super) fn mark_at(&self, at: usize) -> Mark {
        self.page.index_at(at).and_then(|index| self.marks.get(index)).copied().unwrap_or_default()
    }

    /// Every sentence with its block and what that is about, code left out.
    pub(super) fn sentences(&self) -> impl Iterator<Item = (&'p Block, Mark, &'p [words::Word<'a>])> {
        let page = self.page;
        let prose = page.blocks.iter().zip(self.marks.iter().copied()).filter(|(block, _)| block.kind != Kind::Code);
        prose.flat_map(move |(block, mark)| {
            words::sentences(page.words(block)).map(move |sentence| (block, mark, sentence))
        })
    }
}
