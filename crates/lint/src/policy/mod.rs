//! The rules for a SECURITY.md or any policy in prose.
//!
//! Knows in which order the rules look and what they pass on. Must not know a rule's words: each stands in its own module.

mod contact;
mod empty;
mod foreign;
mod keys;
mod leftover;
mod lifecycle;
mod links;
mod scrambled;
mod shape;
mod spans;
mod times;
mod votes;

use crate::Context;
use crate::criteria::{self, Facts};
use crate::page::{self, Block, Kind, Page};
use crate::report::Report;
use crate::rule::RuleId;
use crate::said::Said;
use crate::words;
use jiff::civil::Date;
use links::{Links, Repository};

/// A document with what every rule asks of it.
struct Reading<'p, 'a> {
    page: &'p Page<'a>,
    links: Links<'a>,
    repository: Option<Repository>,
    today: Date,
    marks: Vec<Mark>,
}

/// What a block is about, asked once per block so that no document is slow.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    /// It, or a heading above it, is about reporting.
    reporting: bool,
    /// It names others on purpose: thanks, sources, and reports that belong elsewhere.
    others: bool,
    /// It is part of a text for announcements, whose placeholders are filled in case by case.
    template: bool,
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
    fn new(page: &'p Page<'a>, context: &Context) -> Self {
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
    fn mark_at(&self, at: usize) -> Mark {
        self.page.index_at(at).and_then(|index| self.marks.get(index)).copied().unwrap_or_default()
    }

    /// Every sentence with its block and what that is about, code left out.
    fn sentences(&self) -> impl Iterator<Item = (&'p Block, Mark, &'p [words::Word<'a>])> {
        let page = self.page;
        let prose = page.blocks.iter().zip(self.marks.iter().copied()).filter(|(block, _)| block.kind != Kind::Code);
        prose.flat_map(move |(block, mark)| {
            words::sentences(page.words(block)).map(move |sentence| (block, mark, sentence))
        })
    }
}

/// Says what is wrong with a policy in prose.
pub(crate) fn lint(text: &str, context: &Context) -> Report {
    let flat = page::flatten(text);
    let page = Page::read(text, &flat);
    let reading = Reading::new(&page, context);
    let mut said = Said::new(&page);
    let mut facts = Facts::default();
    if page.words.is_empty() {
        said.add(
            RuleId::FileEmpty,
            0,
            "There is nothing in this file.".to_owned(),
            "Say how to report a vulnerability privately.",
        );
    } else {
        facts.ended = lifecycle::look(&reading, &mut said);
        scrambled::look(&reading, &mut said);
        foreign::look(&reading, &mut said);
        empty::look(&reading, &mut said);
        contact::look(&reading, &mut said, &mut facts);
        leftover::look(&reading, &mut said);
        times::look(&reading, &mut said, &mut facts);
        votes::look(&reading, &mut said);
        keys::look(&reading, &mut said);
        shape::look(&reading, &mut said);
    }
    criteria::collect(&page, reading.links.count(), &mut facts);
    Report { file: context.file.clone(), findings: said.finish(), criteria: criteria::all(&facts) }
}
