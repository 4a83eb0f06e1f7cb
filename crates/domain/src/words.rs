//! Text that people wrote: bounded, without control or direction-changing characters, and unable to print itself by accident.
//!
//! Knows what a text may contain; must not know who may read it (`case::audience`).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is refused; says what to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing but white space.
    #[error("this must not be empty")]
    Empty,
    /// Longer than the limit, in characters.
    #[error("this is longer than {max} characters")]
    TooLong {
        /// The limit in characters.
        max: usize,
    },
    /// A line break where one line is asked for.
    #[error("this must be a single line")]
    NotOneLine,
    /// A control or bidirectional-override character (Trojan Source, CVE-2021-42574; ANSI sequences in terminals and logs).
    #[error("this contains a control or direction-changing character (U+{code:04X}); please remove it")]
    Control {
        /// The character's code point.
        code: u32,
    },
}

/// One line for people, at most 200 characters: a title, a name, a place.
///
/// ```
/// use domain::words::{BadText, Line};
/// assert!(Line::new("Bundle accepted for the wrong signature").is_ok());
/// assert_eq!(Line::new("two\nlines"), Err(BadText::NotOneLine));
/// assert_eq!(format!("{:?}", Line::new("secret").unwrap()), "…");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(String);

/// Several lines for people, at most 20 000 characters: a reason, an explanation, a section of an advisory.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prose(String);

impl Line {
    /// Most characters a line may have.
    pub const CHARS_MAX: usize = 200;

    /// Parses one line; surrounding white space is dropped.
    ///
    /// # Errors
    /// Empty, too long, more than one line, or with control characters.
    pub fn new(text: &str) -> Result<Self, BadText> {
        let text = text.trim();
        if text.contains(['\n', '\r']) {
            return Err(BadText::NotOneLine);
        }
        bounded(text, Self::CHARS_MAX)?;
        Ok(Self(text.to_owned()))
    }

    /// The words, for a reader who may know them.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl Prose {
    /// Most characters a prose text may have.
    pub const CHARS_MAX: usize = 20_000;

    /// Parses a text of several lines; surrounding white space is dropped, line ends become `\n`.
    ///
    /// # Errors
    /// Empty, too long, or with control characters.
    pub fn new(text: &str) -> Result<Self, BadText> {
        let text = text.trim().replace("\r\n", "\n");
        bounded(&text, Self::CHARS_MAX)?;
        Ok(Self(text))
    }

    /// The words, for a reader who may know them.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Checks a text against a limit in characters and the banned characters; used for bodies that live in the vault too.
///
/// # Errors
/// Empty, too long, or with control characters.
pub fn bounded(text: &str, max: usize) -> Result<(), BadText> {
    if text.trim().is_empty() {
        return Err(BadText::Empty);
    }
    if text.chars().count() > max {
        return Err(BadText::TooLong { max });
    }
    match text.chars().find(|&c| is_banned(c)) {
        Some(c) => Err(BadText::Control { code: u32::from(c) }),
        None => Ok(()),
    }
}

/// Control characters except tab and newline, and the characters that change writing direction invisibly.
fn is_banned(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

macro_rules! text {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadText;

            fn try_from(text: String) -> Result<Self, BadText> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}
text!(Line);
text!(Prose);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_changing_and_control_characters_are_named_in_the_refusal() {
        assert_eq!(Line::new("a\u{202E}b"), Err(BadText::Control { code: 0x202E }));
        assert_eq!(Prose::new("a\u{1b}[31mb"), Err(BadText::Control { code: 0x1b }));
        assert_eq!(Prose::new("kept\ttabs\r\nand lines").unwrap().reveal(), "kept\ttabs\nand lines");
    }

    #[test]
    fn lengths_are_refused_and_never_cut() {
        assert!(Line::new(&"é".repeat(200)).is_ok());
        assert_eq!(Line::new(&"é".repeat(201)), Err(BadText::TooLong { max: 200 }));
        assert_eq!(Prose::new(" \n "), Err(BadText::Empty));
    }

    #[test]
    fn what_people_wrote_does_not_print_itself() {
        assert_eq!(format!("{:?}", Prose::new("the exploit").unwrap()), "…");
    }
}
