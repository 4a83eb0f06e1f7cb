//! Reading a request body: strict JSON or a strict form, and errors that name the field.
//!
//! Knows encodings; refuses what is not UTF-8, unknown, given twice or of the wrong type. Must not know what a body means.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

/// What is wrong with a request, and where. Answered with a 4xx; nothing has been written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadInput {
    /// The field, when one can be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong and what would be right, in plain words.
    pub message: String,
}

impl BadInput {
    /// A field and what is wrong with it.
    #[must_use]
    pub fn of(field: &str, message: impl std::fmt::Display) -> Self {
        Self { field: Some(field.to_owned()), message: message.to_string() }
    }

    /// Something wrong with the whole body.
    #[must_use]
    pub fn whole(message: impl std::fmt::Display) -> Self {
        Self { field: None, message: message.to_string() }
    }
}

/// Parses a JSON body; an empty body is an empty object.
///
/// # Errors
/// Not UTF-8, not JSON, unknown or duplicate fields, wrong types, refused values.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadInput> {
    let text = std::str::from_utf8(bytes).map_err(|_| BadInput::whole("the body is not UTF-8"))?;
    let text = if text.trim().is_empty() { "{}" } else { text };
    // A list would be taken for the fields in their order.
    if !text.trim_start().starts_with('{') {
        return Err(BadInput::whole("the body is not a JSON object, which begins with {"));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| named(&error.path().to_string(), &error.inner().to_string()))?;
    deserializer.end().map_err(BadInput::whole)?;
    Ok(value)
}

/// Parses a form body (`application/x-www-form-urlencoded`). Fields left empty count as absent, as browsers send them.
///
/// # Errors
/// Not UTF-8, unknown or repeated fields, wrong types, refused values.
pub fn form<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadInput> {
    let filled = filled_pairs(bytes)?;
    let deserializer = serde_html_form::Deserializer::from_bytes(filled.as_bytes());
    serde_path_to_error::deserialize(deserializer)
        .map_err(|error| named(&error.path().to_string(), &error.inner().to_string()))
}

/// The pairs with a value, once each; checked to be UTF-8 after decoding.
fn filled_pairs(bytes: &[u8]) -> Result<String, BadInput> {
    let text = std::str::from_utf8(bytes).map_err(|_| BadInput::whole("the body is not UTF-8"))?;
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name).ok_or_else(|| BadInput::whole("a field's name is not UTF-8"))?;
        let Some(value) = decoded(value) else {
            return Err(BadInput::of(&name, "this is not UTF-8"));
        };
        if !seen.insert(name.clone()) {
            return Err(BadInput::of(&name, "this field is given twice; once is enough"));
        }
        if !value.trim().is_empty() {
            kept.push(pair);
        }
    }
    Ok(kept.join("&"))
}

/// Percent-decodes strictly; `None` when the bytes are not UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

/// Names the field of a parser's error: its path, or the name that the message quotes.
fn named(path: &str, message: &str) -> BadInput {
    let quoted = message.split('`').nth(1);
    let by_name = message.starts_with("unknown field")
        || message.starts_with("missing field")
        || message.starts_with("duplicate field");
    let field = if by_name {
        quoted.map(str::to_owned)
    } else {
        Some(path.to_owned()).filter(|path| !matches!(path.as_str(), "." | "?" | ""))
    };
    let message = message.split(" at line ").next().unwrap_or(message);
    let message = if message.starts_with("missing field") { "this is needed" } else { message };
    BadInput { field, message: message.to_owned() }
}

/// A moment: RFC 3339, or `2026-11-30T16:00` as a browser's date field sends it, then in UTC; or an hour somewhere, as
/// `2026-11-30T17:00[Europe/Berlin]`, unless a change of the clocks brings it twice there, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub jiff::Timestamp);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.contains('[') {
            return somewhere(&text).map(Self).map_err(serde::de::Error::custom);
        }
        let instant = text.parse::<jiff::Timestamp>().or_else(|_| {
            let local: jiff::civil::DateTime = text.parse()?;
            local.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp())
        });
        instant.map(Self).map_err(|_| serde::de::Error::custom("a moment is written like 2026-11-30T16:00:00Z"))
    }
}

/// An hour in a zone, where it is one moment and no other.
fn somewhere(text: &str) -> Result<jiff::Timestamp, String> {
    let reject = jiff::tz::Disambiguation::Reject;
    let parser = jiff::fmt::temporal::DateTimeParser::new().disambiguation(reject);
    let zoned = parser.parse_zoned(text).map(|zoned| zoned.timestamp());
    zoned.map_err(|_| {
        let local = text.split('[').next().unwrap_or_default();
        if local.parse::<jiff::civil::DateTime>().is_ok()
            && jiff::fmt::temporal::DateTimeParser::new().parse_zoned(text).is_ok()
        {
            "the clocks change there: this hour comes twice or not at all; say it in UTC, as 2026-10-25T00:30:00Z"
                .to_owned()
        } else {
            "an hour somewhere is written like 2026-11-30T17:00[Europe/Berlin]".to_owned()
        }
    })
}

/// A list, or one text with an entry per line, as a form's text area sends it.
///
/// # Errors
/// The first entry that does not parse, quoted.
pub fn lines<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + std::str::FromStr,
    T::Err: std::fmt::Display,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either<T> {
        Text(String),
        List(Vec<T>),
    }
    match Either::deserialize(deserializer)? {
        Either::List(list) => Ok(list),
        Either::Text(text) => {
            let entries = text.lines().map(str::trim).filter(|line| !line.is_empty());
            entries
                .map(|line| line.parse().map_err(|error| serde::de::Error::custom(format!("`{line}`: {error}"))))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Probe {
        title: domain::words::Line,
        #[serde(default)]
        count: Option<u8>,
        #[serde(default)]
        at: Option<Moment>,
    }

    fn refused(result: Result<Probe, BadInput>) -> String {
        let bad = result.unwrap_err();
        format!("{}: {}", bad.field.unwrap_or_default(), bad.message)
    }

    #[test]
    fn every_kind_of_bad_json_names_its_field() {
        let table = [
            (
                r#"{"title":"a","nonsense":1}"#,
                "nonsense: unknown field `nonsense`, expected one of `title`, `count`, `at`",
            ),
            (r#"{"title":"a","title":"b"}"#, "title: duplicate field `title`"),
            (r#"{"count":1}"#, "title: this is needed"),
            (r#"{"title":"a","count":"x"}"#, "count: invalid type: string \"x\", expected u8"),
            (r#"{"title":"a\nb"}"#, "title: this must be a single line"),
            (r#"{"title":"a","at":"soon"}"#, "at: a moment is written like 2026-11-30T16:00:00Z"),
        ];
        for (body, expected) in table {
            assert_eq!(refused(json(body.as_bytes())), expected, "{body}");
        }
        assert_eq!(refused(json(b"{\"title\":\"\xff\"}")), ": the body is not UTF-8");
        assert_eq!(refused(json(b"[\"a\",1]")), ": the body is not a JSON object, which begins with {");
        assert_eq!(refused(json(b"{\"title\":\"a\",\"co")), ": EOF while parsing a string");
    }

    #[test]
    fn every_kind_of_bad_form_names_its_field() {
        let table = [
            ("title=a&nonsense=1", "nonsense: unknown field `nonsense`, expected one of `title`, `count`, `at`"),
            ("title=a&title=b", "title: this field is given twice; once is enough"),
            ("title=%ff", "title: this is not UTF-8"),
            ("title=+", "title: this is needed"),
            (
                "title=a%E2%80%AEb",
                "title: this contains a control or direction-changing character (U+202E); please remove it",
            ),
        ];
        for (body, expected) in table {
            assert_eq!(refused(form(body.as_bytes())), expected, "{body}");
        }
    }

    #[test]
    fn an_hour_somewhere_is_one_moment_or_refused() {
        let read = |at: &str| json::<Probe>(format!(r#"{{"title":"a","at":"{at}"}}"#).as_bytes());
        let at = read("2026-11-30T17:00[Europe/Berlin]").unwrap().at.unwrap().0;
        assert_eq!(at, "2026-11-30T16:00:00Z".parse().unwrap());
        for twice_or_never in ["2026-10-25T02:30[Europe/Berlin]", "2026-03-29T02:30[Europe/Berlin]"] {
            let said = refused(read(twice_or_never));
            assert!(said.contains("twice or not at all"), "{said}");
        }
        assert!(refused(read("2026-11-30T17:00[Mars/Olympus]")).contains("Europe/Berlin"));
    }

    #[test]
    fn a_browser_s_date_field_is_read_as_utc() {
        let probe: Probe = form(b"title=a&at=2026-11-30T16%3A00&count=3").unwrap();
        assert_eq!(probe.at.unwrap().0, "2026-11-30T16:00:00Z".parse().unwrap());
        assert_eq!((probe.title.reveal(), probe.count), ("a", Some(3)));
    }
}
