//! Reading an answer: what is there, as the domain's own values where it has them, and calm about what is not.
//!
//! Knows JSON. An answer of a newer desk is shown as far as it is understood; nothing in it is an error here.

use documents::words;
use domain::Timestamp;
use serde_json::Value;

use crate::screen;

/// A text field; empty when there is none.
pub(crate) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The entries of a list.
pub(crate) fn list<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}

/// A list of sentences, one a line and moved in.
pub(crate) fn lines(value: &Value, field: &str) -> String {
    list(value, field).filter_map(Value::as_str).map(|line| indented(&screen::line(line), "  ")).collect()
}

/// A number; zero when there is none.
pub(crate) fn number(value: &Value, field: &str) -> u64 {
    value.get(field).and_then(Value::as_u64).unwrap_or_default()
}

/// A field as the value that the domain knows.
pub(crate) fn known<T: serde::de::DeserializeOwned>(value: &Value, field: &str) -> Option<T> {
    serde_json::from_value(value.get(field)?.clone()).ok()
}

/// A field in the domain's words, or as it is.
pub(crate) fn said<T: serde::de::DeserializeOwned>(value: &Value, field: &str, words: fn(T) -> &'static str) -> String {
    known(value, field).map_or_else(|| text(value, field).to_owned(), |known| words(known).to_owned())
}

/// A moment, or a stroke.
pub(crate) fn moment(value: &Value, field: &str) -> String {
    known::<Timestamp>(value, field).map_or_else(|| "-".to_owned(), words::instant)
}

/// Whether a field is true.
pub(crate) fn is(value: &Value, field: &str) -> bool {
    value.get(field).and_then(Value::as_bool).unwrap_or_default()
}

/// Several lines, each moved in.
pub(crate) fn indented(text: &str, by: &str) -> String {
    text.lines().map(|line| format!("{by}{line}").trim_end().to_owned() + "\n").collect()
}
