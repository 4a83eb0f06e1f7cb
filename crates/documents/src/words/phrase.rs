//! How words are put together: lists, lines, and the capital that begins a sentence.

/// `a`, `a and b`, `a, b and c`.
///
/// ```
/// assert_eq!(documents::words::listed(&["3.3.1", "4.0.1", "4.1.2"]), "3.3.1, 4.0.1 and 4.1.2");
/// ```
#[must_use]
pub fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let mut said = String::new();
    for (nth, item) in items.iter().enumerate() {
        said.push_str(match nth {
            0 => "",
            _ if nth + 1 == items.len() => " and ",
            _ => ", ",
        });
        said.push_str(item.as_ref());
    }
    said
}

/// The same words with a capital at their head.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What was typed in several lines, where one is asked for.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
