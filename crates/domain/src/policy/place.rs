//! Where a key stands in a policy file, and what somebody meant who misspelt one.
//!
//! Knows TOML's tables and lists. Must not know what a key means.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// Line and column, counted from 1, of a key such as `clocks.release.within`; where it is missing, of the nearest section
/// around it that is there. `None` when the text is no TOML or nothing of the key is there.
///
/// ```
/// use domain::policy::place_of;
/// let text = "version = \"1\"\n\n[project]\nname = \"A\"\ncontact = [\"a@b.example\"]\n";
/// assert_eq!(place_of(text, "project.contact.0"), Some((5, 12)));
/// assert_eq!(place_of(text, "project.lifecycle"), Some((3, 2)));
/// assert_eq!(place_of(text, "channels"), None);
/// ```
#[must_use]
pub fn place_of(text: &str, path: &str) -> Option<(usize, usize)> {
    let table = DeTable::parse(text).ok()?;
    let mut parts = path.split('.');
    let first = parts.next()?;
    let (key, value) = table.get_ref().get_key_value(first)?;
    let (mut place, mut value) = (key.span(), value.get_ref());
    for part in parts {
        let Some((deeper, inner)) = below(value, part) else { break };
        (place, value) = (deeper, inner);
    }
    Some(line_and_column(text, place.start))
}

fn below<'a, 'text>(value: &'a DeValue<'text>, part: &str) -> Option<(Range<usize>, &'a DeValue<'text>)> {
    if let Some(table) = value.as_table() {
        let (key, inner) = table.get_key_value(part)?;
        return Some((key.span(), inner.get_ref()));
    }
    let item = value.as_array()?.get(part.parse::<usize>().ok()?)?;
    Some((item.span(), item.get_ref()))
}

/// Line and column of a byte, counted from 1; a column counts characters.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    (before.matches('\n').count() + 1, column)
}

/// What the parser says of a key or a word it does not know, with the nearest one it does.
pub(super) fn helped(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let Some((unknown, known)) = quoted.split_first().filter(|_| message.starts_with("unknown ")) else {
        return message.to_owned();
    };
    let what = if message.starts_with("unknown variant") { "value" } else { "key" };
    let nearest = known.iter().map(|name| (strsim::jaro_winkler(unknown, name), *name));
    let nearest = nearest.filter(|(likeness, _)| *likeness > 0.8).max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((_, name)) => format!("`{unknown}` is no {what} here; did you mean `{name}`?"),
        None => format!("`{unknown}` is no {what} here; there are {}", known.join(", ")),
    }
}
