//! Words with their places, and the questions that can be asked of a row of them.
//!
//! Knows letters, digits and where a sentence ends. Must not know what any word means.

/// A word in small letters and where it stands. Letters and digits are words of their own: `24h` is two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// The word itself, in small letters as far as ASCII goes.
    pub(crate) text: &'a str,
    /// Its first byte in the document.
    pub(crate) at: usize,
    /// What stands between it and the word before.
    pub(crate) gap: &'a str,
    /// Whether a sentence begins with it.
    pub(crate) begins: bool,
}

impl Word<'_> {
    /// The byte behind it.
    pub(crate) const fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// Beyond this a sentence is cut, so that a text without full stops is not slow.
const LONGEST_SENTENCE: usize = 200;

/// Appends the words of `text[start..end]`.
pub(crate) fn split<'a>(text: &'a str, start: usize, end: usize, words: &mut Vec<Word<'a>>) {
    let mut behind = start;
    let mut begins = true;
    let mut length = 0;
    let mut letters = text.get(start..end).unwrap_or_default().char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let digit = c.is_ascii_digit();
        let mut stop = at + c.len_utf8();
        while let Some(&(next, c)) = letters.peek() {
            if !c.is_alphanumeric() || c.is_ascii_digit() != digit {
                break;
            }
            stop = next + c.len_utf8();
            letters.next();
        }
        let gap = text.get(behind..start + at).unwrap_or_default();
        begins |= ends_a_sentence(gap) && !words.last().is_some_and(|word| is_abbreviated(word.text));
        begins |= length == LONGEST_SENTENCE;
        length = if begins { 1 } else { length + 1 };
        let word = text.get(start + at..start + stop).unwrap_or_default();
        words.push(Word { text: word, at: start + at, gap, begins });
        behind = start + stop;
        begins = false;
    }
}

/// A full stop, a question or an exclamation mark with space behind it.
fn ends_a_sentence(gap: &str) -> bool {
    let mut before = ' ';
    gap.chars().any(|c| {
        let ends = c.is_whitespace() && matches!(before, '.' | '!' | '?' | '。' | '！' | '？');
        // Closing marks stand between the full stop and the space.
        if !matches!(c, ')' | '*' | '_' | '"' | '”' | '\'' | '’' | '`' | ']') {
            before = c;
        }
        ends
    })
}

/// `e.g.`, `i.e.`, `etc.`, `vs.`, `no.`: the full stop is not the sentence's.
fn is_abbreviated(word: &str) -> bool {
    word.chars().nth(1).is_none() && !word.starts_with(|c: char| c.is_ascii_digit()) || matches!(word, "vs" | "approx")
}

/// The sentences of a row of words.
pub(crate) fn sentences<'a, 'b>(words: &'b [Word<'a>]) -> impl Iterator<Item = &'b [Word<'a>]> {
    words.chunk_by(|_, next| !next.begins)
}

/// Where a phrase stands in a row of words; a part that ends in `*` is the beginning of a word.
pub(crate) fn position(words: &[Word<'_>], phrase: &str) -> Option<usize> {
    let (head, tail) = phrase.split_once(' ').unwrap_or((phrase, ""));
    let stem = head.strip_suffix('*');
    words.iter().enumerate().position(|(index, word)| {
        let begins = stem.map_or(word.text == head, |stem| word.text.starts_with(stem));
        begins && (tail.is_empty() || continues(words.get(index + 1..).unwrap_or_default(), tail))
    })
}

/// Whether the rest of a phrase stands at the beginning of a row of words.
fn continues(words: &[Word<'_>], tail: &str) -> bool {
    let mut words = words.iter();
    tail.split(' ').all(|part| {
        let stem = part.strip_suffix('*');
        words.next().is_some_and(|word| stem.map_or(word.text == part, |stem| word.text.starts_with(stem)))
    })
}

/// Whether one of the phrases stands in a row of words.
pub(crate) fn has(words: &[Word<'_>], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| position(words, phrase).is_some())
}

/// Where the first of the phrases stands.
pub(crate) fn first(words: &[Word<'_>], phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| position(words, phrase)).min()
}

/// Words that turn a sentence round. An apostrophe divides: `don't` is `don` and `t`.
const NOT: [&str; 18] = [
    "not", "never", "no", "don", "dont", "without", "avoid", "instead", "rather", "cannot", "nor", "won", "isn",
    "doesn", "shouldn", "refrain", "neither", "nobody",
];

/// Whether the words before `index` turn it round; only the same part of the sentence counts, ten words at most.
pub(crate) fn is_negated(words: &[Word<'_>], index: usize) -> bool {
    let before = words.get(index.saturating_sub(10)..index).unwrap_or_default();
    before.iter().any(|word| NOT.contains(&word.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word<'_>> {
        let mut words = Vec::new();
        split(text, 0, text.len(), &mut words);
        words
    }

    #[test]
    fn letters_and_digits_part_and_a_full_stop_with_space_ends_a_sentence() {
        let all = words("we answer in 24h, e.g. on v1.2. **thanks.** bye");
        let text: Vec<Vec<&str>> = sentences(&all).map(|s| s.iter().map(|word| word.text).collect()).collect();
        assert_eq!(
            text,
            [vec!["we", "answer", "in", "24", "h", "e", "g", "on", "v", "1", "2"], vec!["thanks"], vec!["bye"]]
        );
    }

    #[test]
    fn a_phrase_is_found_by_its_words_and_by_beginnings() {
        let all = words("please do *not* open  a\npublic issue; we'll acknowledge");
        assert_eq!(position(&all, "public issue*"), Some(5));
        assert!(has(&all, &["nothing", "acknowledg*"]));
        assert!(!has(&all, &["issue public"]));
        assert!(is_negated(&all, 5));
    }
}
