//! What a template leaves to be filled in: `<your-project>`, `{{ name }}`, `$VERSION`, `TODO`, and what was never closed.
//!
//! Knows the shapes of leftovers. Must not know what belongs in their place.

use super::reading::Reading;
use crate::page::Kind;
use crate::rule::RuleId;
use crate::said::{Said, quote};
use crate::words;

/// How far behind an opening sign its end is looked for.
const LONGEST: usize = 80;

/// Words by which a template asks for a value; HTML has no element of these names.
const ASKED: [&str; 22] = [
    "project",
    "projectname",
    "version",
    "oldversion",
    "newversion",
    "product",
    "repo",
    "repository",
    "org",
    "organisation",
    "organization",
    "owner",
    "cve",
    "insert",
    "placeholder",
    "company",
    "email",
    "domain",
    "username",
    "name",
    "date",
    "url",
];

/// Sentences of templates, by the words that nobody else writes.
const SENTENCES: [&str; 12] = [
    "use this section to tell people",
    "tell them where to go",
    "how often they can expect to get an update",
    "lorem ipsum",
    "replace this with your",
    "replace with your",
    "insert your",
    "your email here",
    "your name here",
    "delete this section",
    "fill in this section",
    "edit this file to",
];

const MEND: &str = "Fill it in for this project, or take it away.";

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    angles(reading, said);
    braces(reading, said);
    brackets(reading, said);
    variables(reading, said);
    marks(reading, said);
    sentences(reading, said);
}

/// The text behind a place, cut where nothing can follow any more.
fn ahead(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.char_indices().take(LONGEST).find(|(_, c)| *c == '\n').map(|(end, _)| end);
    let end = end.or_else(|| rest.char_indices().nth(LONGEST).map(|(end, _)| end)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Whether placeholders belong where they stand: in code, and in a text for announcements.
fn is_at_home(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.page.is_code(at) || reading.mark_at(at).template
}

/// Between backticks on a line of prose, where `<` may be a comparison; a fenced announcement is not that.
fn is_inline_code(reading: &Reading<'_, '_>, at: usize) -> bool {
    let block = reading.page.index_at(at).and_then(|index| reading.page.blocks.get(index));
    reading.page.is_code(at) && block.is_some_and(|block| block.kind != Kind::Code)
}

/// `<project>`, `<your email>`; `<project/ $VERSION`, which nobody closed.
fn angles(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let flat = reading.page.flat;
    for (at, _) in flat.match_indices('<') {
        let line = ahead(flat, at + 1);
        let name = line.get(..line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len())).unwrap_or_default();
        let asks = ASKED.contains(&name) || name == "your";
        let inside = line.split_once('>').map(|(inside, _)| inside).filter(|inside| !inside.contains('<'));
        match inside {
            None if asks && !is_inline_code(reading, at) => {
                let what = format!(
                    "The placeholder `{}` is not closed.",
                    quote(&format!("<{}", shown(reading, at + 1, line.split('<').next().unwrap_or_default().len())))
                );
                said.add(RuleId::PlaceholderUnbalanced, at, what, "Close it with `>`, or fill it in.");
            }
            Some(inside)
                if asks && !inside.contains(['@', '=']) && !inside.contains("://") && !inside.ends_with('/') =>
            {
                let closes =
                    flat.get(at + 1 + inside.len()..).is_some_and(|rest| ahead(rest, 0).contains(&format!("</{name}")));
                if !(closes || is_at_home(reading, at)) {
                    let what = format!("`<{}>` is not filled in.", shown(reading, at + 1, inside.len()));
                    said.add(RuleId::PlaceholderUnfilled, at, what, MEND);
                }
            }
            Some(_) | None => (),
        }
    }
}

/// The document's own letters for a stretch of its small ones.
fn shown(reading: &Reading<'_, '_>, at: usize, length: usize) -> String {
    quote(reading.page.text.get(at..at + length).unwrap_or_default())
}

/// `{{ project }}`, `${VERSION}`, `{% … %}`, and their unclosed kin.
fn braces(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let flat = reading.page.flat;
    for (open, close) in [("{{", "}}"), ("{%", "%}"), ("${", "}")] {
        for (at, _) in flat.match_indices(open) {
            if flat.get(..at).is_some_and(|before| before.ends_with(['{', '$'])) {
                continue;
            }
            let line = ahead(flat, at + open.len());
            let code = reading.page.is_code(at);
            match line.split_once(close) {
                Some((inside, _)) if !is_at_home(reading, at) => {
                    let what =
                        format!("`{open}{}{close}` is not filled in.", shown(reading, at + open.len(), inside.len()));
                    said.add(RuleId::PlaceholderUnfilled, at, what, MEND);
                }
                None if !code => {
                    let what =
                        format!("`{open}{}` is not closed.", shown(reading, at + open.len(), line.len().min(30)));
                    said.add(
                        RuleId::PlaceholderUnbalanced,
                        at,
                        what,
                        format!("Close it with `{close}`, or fill it in."),
                    );
                }
                Some(_) | None => (),
            }
        }
    }
}

/// `[your email]`, `[INSERT CONTACT METHOD]`, `[PROJECT NAME]`.
fn brackets(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let flat = reading.page.flat;
    for (at, _) in flat.match_indices('[') {
        let line = ahead(flat, at + 1);
        let Some((inside, behind)) = line.split_once(']') else { continue };
        let text = reading.page.text.get(at + 1..at + 1 + inside.len()).unwrap_or_default();
        let shouted = text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
        let mut words = inside.split([' ', '_', '-']);
        let asks = words.next().is_some_and(|word| matches!(word, "insert" | "your"))
            || (shouted && inside.split([' ', '_', '-']).any(|word| ASKED.contains(&word)));
        let is_link = behind.starts_with(['(', '[', ':']);
        if asks && !is_link && !is_at_home(reading, at) {
            said.add(RuleId::PlaceholderUnfilled, at, format!("`[{}]` is not filled in.", quote(text)), MEND);
        }
    }
}

/// `$VERSION`, `YOUR_EMAIL`.
fn variables(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    for word in &page.words {
        let asked = word.gap.ends_with('$') && word.text.len() > 1;
        let yours = word.text == "your" && page.flat.get(word.end()..).is_some_and(|rest| rest.starts_with('_'));
        if !(asked || yours) {
            continue;
        }
        let text = page.text.get(word.at..word.end()).unwrap_or_default();
        let shouted = text.chars().all(|c| c.is_ascii_uppercase());
        if shouted && !matches!(text, "HOME" | "PATH" | "USD" | "EUR") && !is_at_home(reading, word.at) {
            let end = ahead(page.flat, word.at)
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(text.len());
            let sign = if asked { "$" } else { "" };
            said.add(
                RuleId::PlaceholderUnfilled,
                word.at,
                format!("`{sign}{}` is not filled in.", shown(reading, word.at, end)),
                MEND,
            );
        }
    }
}

/// `TODO` and `TBD` in a text that goes on beside them; alone they make a section empty, which has a rule of its own.
fn marks(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    for block in &page.blocks {
        let words = page.words(block);
        if block.kind == Kind::Code || words.len() < 3 {
            continue;
        }
        for word in words.iter().filter(|word| matches!(word.text, "todo" | "fixme" | "tbd")) {
            let text = page.text.get(word.at..word.end()).unwrap_or_default();
            if text.chars().all(char::is_uppercase) && !is_at_home(reading, word.at) {
                said.add(RuleId::PlaceholderUnfilled, word.at, format!("`{text}` stands here."), MEND);
            }
        }
    }
}

fn sentences(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let mut last = usize::MAX;
    for (block, _, sentence) in reading.sentences() {
        if let Some(index) = words::first(sentence, &SENTENCES)
            && last != block.bytes.start
            && let Some(word) = sentence.get(index)
        {
            last = block.bytes.start;
            let end = sentence.last().map_or(word.end(), words::Word::end);
            let what = format!("“{}” is a template's instruction.", shown(reading, word.at, end - word.at));
            said.add(RuleId::TemplateSentence, word.at, what, "Replace it with what it asks for.");
        }
    }
}
