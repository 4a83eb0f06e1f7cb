//! Whether a text may leave: no placeholder, no comment, no empty section, nothing that a template left behind.
//!
//! Asked of every outgoing text, whoever wrote it. Rather stops a good text than lets an unfinished one out; but plain talk
//! of markup, shell variables everybody has, and real CVE numbers is not a leftover.

mod leftover;
mod section;

/// Every reason why a text may not leave, quoted from it; empty when it may.
///
/// ```
/// use documents::fitness::problems;
/// assert_eq!(problems("Upgrade to 1.12.0."), Vec::<String>::new());
/// assert_eq!(problems("Upgrade to $VERSION."), ["the placeholder $VERSION is left"]);
/// ```
#[must_use]
pub fn problems(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.contains("<!--") || text.contains("-->") {
        found.push("an HTML comment is left".to_owned());
    }
    found.extend(leftover::leftovers(text).into_iter().map(|word| format!("the placeholder {word} is left")));
    found.extend(section::empty(text).into_iter().map(|title| format!("the section “{title}” is empty")));
    found.sort();
    found.dedup();
    found
}
