//! The advisory as HTML: a fragment for the desk's own pages, and a page that stands alone. Escaped by the template; no scripts.

use askama::Template;

use crate::advisory::Advisory;
use crate::osv::is_web_link;
use crate::words;

#[derive(Template)]
#[template(path = "advisory.html")]
struct Fragment<'a> {
    advisory: &'a Advisory,
    ids: String,
    severity: String,
    weaknesses: String,
    published: String,
    withdrawn: Option<String>,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    title: &'a str,
    body: String,
}

impl Fragment<'_> {
    /// Whether an address may become a link: on the web, and nothing else (`javascript:` is text).
    #[expect(clippy::unused_self, reason = "templates call what they need of themselves")]
    fn links(&self, url: &str) -> bool {
        is_web_link(url)
    }
}

/// The advisory as an `<article>`.
#[must_use]
pub fn fragment(advisory: &Advisory) -> String {
    let ids = advisory.ids();
    let weaknesses: Vec<String> = advisory.weaknesses.iter().map(ToString::to_string).collect();
    let page = Fragment {
        advisory,
        ids: if ids.is_empty() { advisory.id() } else { ids.join(", ") },
        severity: advisory.severity().unwrap_or_else(|| "not stated".to_owned()),
        weaknesses: weaknesses.join(", "),
        published: words::instant(advisory.published_at),
        withdrawn: advisory.withdrawn_at.map(words::instant),
    };
    // Rendering into a string fails only when a value's own printing does, and none of these can.
    page.render().unwrap_or_default()
}

/// The advisory as a page of its own.
#[must_use]
pub fn standalone(advisory: &Advisory) -> String {
    Page { title: &advisory.title, body: fragment(advisory) }.render().unwrap_or_default()
}
