//! Sections with a heading and nothing below it.
//!
//! Knows the two kinds of headings that our texts have: `**Title**` on a line of its own, and `##` and deeper. A single `#`
//! may be a shell's prompt, and what is fenced is not looked at.

/// The titles of the empty sections.
pub(super) fn empty(text: &str) -> Vec<String> {
    let mut open: Option<(usize, &str)> = None;
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("```") {
            fenced = !fenced;
            open = None;
        } else if let Some((level, title)) = heading(line).filter(|_| !fenced) {
            if let Some((above, title)) = open.take().filter(|(above, _)| level <= *above) {
                found.push((above, title));
            }
            open = Some((level, title));
        } else if !line.is_empty() {
            open = None;
        }
    }
    found.extend(open);
    found.into_iter().map(|(_, title)| title.chars().take(60).collect()).collect()
}

/// The level and title of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    if let Some(title) = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
        return (!title.is_empty() && !title.contains("**")).then_some((usize::MAX, title));
    }
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    (level > 1).then(|| title.strip_prefix(' ')).flatten().map(|title| (level, title.trim()))
}
