//! What is said where nothing is: the list of advisories before the first one (PR-87).

/// The sentence of an empty list of advisories.
///
/// ```
/// assert_eq!(documents::empty::no_advisories("Lantern"), "Lantern has not published any security advisory yet.");
/// ```
#[must_use]
pub fn no_advisories(project: &str) -> String {
    format!("{project} has not published any security advisory yet.")
}
