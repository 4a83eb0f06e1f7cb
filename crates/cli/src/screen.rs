//! Text for a terminal: what could steer it is shown instead of obeyed.
//!
//! Knows characters; must not know what they say. The only way in which words reach a terminal.

use std::fmt::Write as _;

use serde_json::Value;

/// Words for a terminal: control and direction-changing characters are spelt out, line ends and tabs kept.
pub(crate) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if steers(c) && c != '\n' && c != '\t' {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// One line: line ends are spelt out too.
pub(crate) fn line(words: &str) -> String {
    text(words).replace(['\n', '\t'], " ")
}

/// A section of a page, unless there is nothing in it.
pub(crate) fn section(out: &mut String, title: &str, lines: &str) {
    if !lines.trim().is_empty() {
        let _ = write!(out, "\n{title}\n{lines}");
    }
}

/// JSON for a terminal or another program: the same value, with every steering character escaped as JSON does.
pub(crate) fn json(value: &Value) -> String {
    let plain = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if steers(c) && c != '\n' {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// C0, C1, DEL, and the characters that change writing direction or break lines invisibly.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_could_steer_a_terminal_is_shown_instead_of_obeyed() {
        assert_eq!(
            text("a\u{1b}[2Jb\u{9b}c\u{7f}d\u{202e}e\r\nf\tg"),
            "a\\u{1b}[2Jb\\u{9b}c\\u{7f}d\\u{202e}e\\u{d}\nf\tg"
        );
        assert_eq!(line("a\nb"), "a b");
    }

    #[test]
    fn json_stays_the_same_value() {
        let value = json!({ "title": "a\u{1b}[2J\u{9b}\u{202e}\u{feff}é\n" });
        let printed = json(&value);
        assert!(printed.chars().all(|c| c == '\n' || !steers(c)), "{printed:?}");
        assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), value);
    }
}
