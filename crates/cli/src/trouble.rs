//! What can go wrong with a command, in the desk's own words, and the exit code each has.
//!
//! Knows the API's error answers. Must not know why the desk refused: it says so itself.

use std::fmt;

use serde_json::Value;

use crate::screen;

/// Why a command was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The rules say no.
    Refused {
        /// The desk's words.
        message: String,
        /// What can be done about it.
        what_to_do: Option<String>,
    },
    /// Something that was given is not right.
    BadInput {
        /// The field, when one can be named.
        field: Option<String>,
        /// What is wrong and what would be right.
        message: String,
    },
    /// There is no such thing, or not for you.
    NotFound,
    /// There is no such thing in what the desk answered.
    NoSuch {
        /// What there is not, and where to look.
        message: String,
    },
    /// The desk takes no more from here for a while.
    TooMany {
        /// The desk's words, with what to do.
        message: String,
    },
    /// The machine failed.
    Fault {
        /// The desk's words, with the number under which it keeps them.
        message: String,
    },
    /// The desk did not answer.
    Unreachable {
        /// Where it was looked for.
        base_url: String,
        /// Why.
        why: String,
    },
}

impl std::error::Error for Trouble {}

impl Trouble {
    /// The program's exit code: 1 refused, 2 bad input, 3 not found, 4 a fault or no answer.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Refused { .. } => 1,
            Self::BadInput { .. } => 2,
            Self::NotFound | Self::NoSuch { .. } => 3,
            Self::TooMany { .. } | Self::Fault { .. } | Self::Unreachable { .. } => 4,
        }
    }

    /// Something typed here is not right.
    pub(crate) fn bad(field: &str, message: &str) -> Self {
        Self::BadInput { field: Some(field.to_owned()), message: message.to_owned() }
    }

    /// An answer that is not the API's.
    pub(crate) fn odd() -> Self {
        Self::Fault { message: "The answer is not one of a desk's. Is something else listening there?".to_owned() }
    }

    /// The trouble that an error answer tells of.
    pub(crate) fn of(status: u16, answer: &Value, base_url: &str) -> Self {
        let error = answer.get("error").unwrap_or(&Value::Null);
        let text = |key: &str| error.get(key).and_then(Value::as_str).map(str::to_owned);
        let message =
            || text("message").unwrap_or_else(|| format!("The desk answered {status} without a word of its own."));
        let what_to_do = || text("what_to_do").filter(|words| !words.is_empty());
        let whole = || what_to_do().map_or_else(message, |more| format!("{}\n{more}", message()));
        match status {
            404 | 405 => Self::NotFound,
            403 if text("confirm").is_some_and(|page| page.starts_with('/')) => {
                let page = format!("{base_url}{}", text("confirm").unwrap_or_default());
                let what_to_do =
                    format!("Open this in a browser where you are signed in, within five minutes:\n{page}");
                Self::Refused { message: message(), what_to_do: Some(what_to_do) }
            }
            409 => Self::Refused { message: message(), what_to_do: what_to_do() },
            429 => Self::TooMany { message: whole() },
            400..=499 => Self::BadInput { field: text("field").filter(|field| !field.is_empty()), message: message() },
            _ => Self::Fault { message: whole() },
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Refused { message, what_to_do: None }
            | Self::NoSuch { message }
            | Self::TooMany { message }
            | Self::Fault { message } => message.clone(),
            Self::Refused { message, what_to_do: Some(what_to_do) } => format!("{message}\n{what_to_do}"),
            Self::BadInput { field: None, message } => message.clone(),
            Self::BadInput { field: Some(field), message } => format!("{field}: {message}"),
            Self::NotFound => {
                "There is nothing there for you. If it exists, another session may see it: `sluice sign-in`.".to_owned()
            }
            Self::Unreachable { base_url, why } => format!("The desk at {base_url} does not answer: {why}"),
        };
        f.write_str(&screen::text(&words))
    }
}
