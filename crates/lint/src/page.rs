//! A document read by lines: headings, paragraphs, items, table rows and code, each with its words.
//!
//! Knows Markdown as people write it, and pages copied as plain text, whose headings are lines of their own. Must not know what
//! the document is about.

use std::ops::Range;

use crate::words::{self, Word};

/// What a stretch of lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A heading: 1 to 6 as marked, 7 for a bold line, 8 for a line of its own in a copied page.
    Heading(u8),
    /// Lines that belong together.
    Paragraph,
    /// An item of a list, with the lines that go on with it.
    Item,
    /// A line of a table.
    Row,
    /// Fenced code, with its fences.
    Code,
}

/// The level of a heading that is only a line of its own.
const PLAIN: u8 = 8;

/// A stretch of lines of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    /// Its bytes in the document, the last line's end left out.
    pub(crate) bytes: Range<usize>,
    /// Its words, as places in the page's list.
    pub(crate) words: Range<usize>,
    /// The heading it stands under; for a heading, the one above it.
    pub(crate) under: Option<usize>,
}

/// A document in blocks.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// The document as it is.
    pub(crate) text: &'a str,
    /// The same in small letters with comments blanked out; each byte stands where it stood.
    pub(crate) flat: &'a str,
    pub(crate) blocks: Vec<Block>,
    pub(crate) words: Vec<Word<'a>>,
    lines: Vec<usize>,
    spans: Vec<Range<usize>>,
}

/// The document in small letters, its HTML comments blanked out, byte for byte in place.
pub(crate) fn flatten(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (comment, after))) =
        rest.split_once("<!--").and_then(|(before, inside)| Some((before, inside.split_once("-->")?)))
    {
        flat.push_str(before);
        let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
        flat.extend("<!--".bytes().chain(comment.bytes()).chain("-->".bytes()).map(blank));
        rest = after;
    }
    flat.push_str(rest);
    flat.make_ascii_lowercase();
    flat
}

impl<'a> Page<'a> {
    /// Reads a document. `flat` is what [`flatten`] made of it.
    pub(crate) fn read(text: &'a str, flat: &'a str) -> Self {
        let mut reader = Reader::default();
        let mut lines = vec![0];
        let mut start = 0;
        for line in flat.split_inclusive('\n') {
            reader.line(line.trim_end(), start);
            start += line.len();
            lines.push(start);
        }
        let mut blocks = reader.blocks;
        if !blocks.iter().any(|block| matches!(block.kind, Kind::Heading(1..=6))) {
            blocks
                .iter_mut()
                .filter(|block| is_plain_heading(text, block))
                .for_each(|block| block.kind = Kind::Heading(PLAIN));
        }
        let mut page = Self { text, flat, blocks, words: Vec::new(), lines, spans: Vec::new() };
        page.split();
        page
    }

    /// Finds words, code spans, and which heading each block stands under.
    fn split(&mut self) {
        let mut above: Vec<(u8, usize)> = Vec::new();
        for (index, block) in self.blocks.iter_mut().enumerate() {
            let from = self.words.len();
            words::split(self.flat, block.bytes.start, block.bytes.end, &mut self.words);
            block.words = from..self.words.len();
            if let Kind::Heading(level) = block.kind {
                above.retain(|(one, _)| *one < level);
                block.under = above.last().map(|(_, index)| *index);
                above.push((level, index));
            } else {
                block.under = above.last().map(|(_, index)| *index);
            }
            if block.kind == Kind::Code {
                self.spans.push(block.bytes.clone());
            } else {
                code_spans(self.flat, &block.bytes, &mut self.spans);
            }
        }
    }

    /// The words of a block.
    pub(crate) fn words(&self, block: &Block) -> &[Word<'a>] {
        self.words.get(block.words.clone()).unwrap_or_default()
    }

    /// The block's text in small letters.
    pub(crate) fn flat(&self, block: &Block) -> &'a str {
        self.flat.get(block.bytes.clone()).unwrap_or_default()
    }

    /// The block's text as it stands.
    pub(crate) fn text(&self, block: &Block) -> &'a str {
        self.text.get(block.bytes.clone()).unwrap_or_default()
    }

    /// The words of the heading a block stands under.
    pub(crate) fn heading(&self, block: &Block) -> &[Word<'a>] {
        block.under.and_then(|index| self.blocks.get(index)).map_or(&[], |heading| self.words(heading))
    }

    /// Which block a byte stands in.
    pub(crate) fn index_at(&self, at: usize) -> Option<usize> {
        let index = self.blocks.partition_point(|block| block.bytes.start <= at).checked_sub(1)?;
        self.blocks.get(index).is_some_and(|block| at < block.bytes.end).then_some(index)
    }

    /// Whether a byte stands in fenced code or between backticks.
    pub(crate) fn is_code(&self, at: usize) -> bool {
        let behind = self.spans.partition_point(|span| span.start <= at);
        behind.checked_sub(1).and_then(|index| self.spans.get(index)).is_some_and(|span| at < span.end)
    }

    /// Line and column of a byte, both counted from 1.
    pub(crate) fn place(&self, at: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let column = self.text.get(start..at).map_or(0, |before| before.chars().count()) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

/// What stands between backticks. Every run of them opens or closes, which is near enough and never slow.
fn code_spans(flat: &str, bytes: &Range<usize>, spans: &mut Vec<Range<usize>>) {
    let mut open = None;
    for (at, _) in flat.get(bytes.clone()).unwrap_or_default().match_indices('`') {
        let at = bytes.start + at;
        match open.take() {
            Some(start) if start + 1 == at => open = Some(at),
            Some(start) => spans.push(start..at + 1),
            None if spans.last().is_some_and(|span| span.end == at) => (),
            None => open = Some(at),
        }
    }
}

/// In a document without marked headings, a short line of its own that begins with a capital and ends without a mark.
fn is_plain_heading(text: &str, block: &Block) -> bool {
    let text = text.get(block.bytes.clone()).unwrap_or_default();
    block.kind == Kind::Paragraph
        && text.len() <= 80
        && !text.contains(['\n', '@', '`', '<', '$', '*', '#', '|'])
        && !text.contains("://")
        && !text.ends_with(['.', ',', ':', ';', '!', '?'])
        && text.starts_with(char::is_uppercase)
}

/// What is being read.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The sign of the open fence and how often it stands.
    fence: Option<(char, usize)>,
    /// Whether the next line may go on with the last block.
    open: bool,
}

impl Reader {
    fn line(&mut self, line: &str, start: usize) {
        let inner = line.trim_start_matches([' ', '\t', '>', '\u{feff}']);
        let bytes = start + (line.len() - inner.len())..start + line.len();
        if let Some((sign, count)) = self.fence {
            self.extend(bytes.end);
            if run(inner, sign) >= count && inner.trim_matches(sign).is_empty() {
                (self.fence, self.open) = (None, false);
            }
            return;
        }
        let indented = line.starts_with("    ") || line.starts_with('\t');
        if inner.is_empty() {
            self.open = false;
        } else if indented && self.open && self.last() == Some(Kind::Code) {
            self.extend(bytes.end);
        } else if indented && !self.open && self.last() != Some(Kind::Item) && !is_item(inner) {
            self.push(Kind::Code, bytes);
        } else if let Some(sign) = ['`', '~'].into_iter().find(|sign| run(inner, *sign) >= 3) {
            self.fence = Some((sign, run(inner, sign)));
            self.push(Kind::Code, bytes);
        } else if let Some(level) = marked(inner) {
            self.push(Kind::Heading(level), bytes);
            self.open = false;
        } else if is_rule(inner) {
            self.underline(inner, bytes.end);
        } else if inner.starts_with('|') || (self.open && self.last() == Some(Kind::Row) && inner.contains('|')) {
            self.push(Kind::Row, bytes);
        } else if is_item(inner) {
            self.push(Kind::Item, bytes);
        } else if self.open && matches!(self.last(), Some(Kind::Paragraph | Kind::Item)) {
            self.extend(bytes.end);
        } else {
            self.push(if is_bold(inner) { Kind::Heading(7) } else { Kind::Paragraph }, bytes);
        }
    }

    fn last(&self) -> Option<Kind> {
        self.blocks.last().map(|block| block.kind)
    }

    fn push(&mut self, kind: Kind, bytes: Range<usize>) {
        self.blocks.push(Block { kind, bytes, words: 0..0, under: None });
        self.open = true;
    }

    fn extend(&mut self, end: usize) {
        if let Some(block) = self.blocks.last_mut() {
            block.bytes.end = end;
        }
    }

    /// A line of signs makes a heading of the paragraph above it, or a table; on its own it only divides.
    fn underline(&mut self, line: &str, end: usize) {
        let (open, is_table) = (self.open, line.contains('|'));
        if let Some(block) = self.blocks.last_mut().filter(|block| open && block.kind == Kind::Paragraph) {
            block.kind = match (is_table, line.starts_with('=')) {
                (true, _) => Kind::Row,
                (false, true) => Kind::Heading(1),
                (false, false) => Kind::Heading(2),
            };
            self.open = is_table;
        } else if self.last() == Some(Kind::Row) && is_table {
            self.extend(end);
        } else {
            self.open = false;
        }
    }
}

/// How often a line begins with a sign.
fn run(line: &str, sign: char) -> usize {
    line.chars().take_while(|c| *c == sign).count()
}

/// `## Heading`, `##Heading`, `== Heading` and `<h2>`.
fn marked(line: &str) -> Option<u8> {
    for sign in ['#', '='] {
        let level = run(line, sign);
        let rest = line.get(level..).unwrap_or_default();
        let spaced = rest.starts_with([' ', '\t']) || (sign == '#' && rest.is_empty());
        if (1..=6).contains(&level) && (spaced || (sign == '#' && level > 1 && rest.starts_with(char::is_alphabetic))) {
            return u8::try_from(level).ok();
        }
    }
    let level = line.strip_prefix("<h")?.bytes().next()?.checked_sub(b'0')?;
    (1..=6).contains(&level).then_some(level)
}

/// A line of `=`, `-`, `*`, `_` or `|`, as under headings, between parts and in tables.
fn is_rule(line: &str) -> bool {
    let table = line.starts_with(['|', ':', '-']) && line.contains("--") && line.chars().all(|c| "|:- \t".contains(c));
    let plain = |sign: char| line.len() >= 3 && line.chars().all(|c| c == sign);
    table || ['=', '-', '*', '_'].into_iter().any(plain)
}

/// `- item`, `* item`, `• item`, `1. item`, and the same with nothing behind it.
fn is_item(line: &str) -> bool {
    let rest = line.strip_prefix(['-', '*', '+', '•', '–', '·']).or_else(|| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < line.len() && line.len() - rest.len() <= 3).then_some(rest)?.strip_prefix(['.', ')'])
    });
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}']))
}

/// A bold line that stands where a heading could: short, without address, link or full stop.
fn is_bold(line: &str) -> bool {
    let inside = line.strip_prefix("**").and_then(|line| line.strip_suffix("**").or(line.strip_suffix("**:")));
    inside.is_some_and(|inside| {
        inside.len() <= 60
            && !inside.contains(['*', '@'])
            && !inside.contains("://")
            && !inside.ends_with(['.', '!', '?'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let flat = flatten(text);
        let page = Page::read(text, &flat);
        page.blocks.iter().map(|block| (block.kind, &text[block.bytes.clone()])).collect()
    }

    #[test]
    fn blocks_are_what_a_reader_sees() {
        let text = "Top\n===\n\nOne\ntwo\n* item\n  goes on\n\n| a | b |\n|---|---|\n| 1 | 2 |\n```sh\n# no heading\n```\n---\n**Bold**\n> quoted";
        assert_eq!(
            kinds(text),
            [
                (Kind::Heading(1), "Top"),
                (Kind::Paragraph, "One\ntwo"),
                (Kind::Item, "* item\n  goes on"),
                (Kind::Row, "| a | b |\n|---|---|"),
                (Kind::Row, "| 1 | 2 |"),
                (Kind::Code, "```sh\n# no heading\n```"),
                (Kind::Heading(7), "**Bold**"),
                (Kind::Paragraph, "quoted"),
            ]
        );
    }

    #[test]
    fn a_copied_page_has_its_headings_on_lines_of_their_own() {
        assert_eq!(
            kinds("Contact\n\nWrite to us.\n\n  • one\n  • two"),
            [
                (Kind::Heading(8), "Contact"),
                (Kind::Paragraph, "Write to us."),
                (Kind::Item, "• one"),
                (Kind::Item, "• two")
            ]
        );
    }

    #[test]
    fn comments_are_not_read_and_every_byte_keeps_its_place() {
        let text = "Ä <!-- Ö\nTODO --> B";
        let flat = flatten(text);
        assert_eq!(flat.len(), text.len());
        assert_eq!(flat.split_whitespace().collect::<Vec<_>>(), ["Ä", "b"]);
        assert_eq!(Page::read(text, &flat).place(text.len() - 1), (2, 10));
    }
}
