//! The advisory as HTML: a fragment for the desk's own pages, and a page that stands alone. Escaped by the template; no scripts.

use askama::Template;

use crate::advisory::Advisory;
use crate::words;

#[derive(Template)]
#[template(path = "advisory.html")]
struct Fragment<'a> {
    advisory: &'a Advisory,
    ids: String,
    severity: String,
    published: String,
    withdrawn: Option<String>,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    title: &'a str,
    body: String,
}

/// The advisory as an `<article>`.
#[must_use]
pub fn fragment(advisory: &Advisory) -> String {
    let ids = advisory
        .cves
        .iter()
        .map(ToString::to_string)
        .chain(advisory.aliases.iter().cloned())
        .collect::<Vec<_>>()
        .join(", ");
    // Rendering into a string fails only when a value's own printing does, and none of these can.
    let page = Fragment {
        advisory,
        ids,
        severity: severity(advisory),
        published: words::instant(advisory.published_at),
        withdrawn: advisory.withdrawn_at.map(words::instant),
    };
    page.render().unwrap_or_default()
}

/// The advisory as a page of its own.
#[must_use]
pub fn standalone(advisory: &Advisory) -> String {
    Page { title: &advisory.title, body: fragment(advisory) }.render().unwrap_or_default()
}

fn severity(advisory: &Advisory) -> String {
    let rating = advisory.rating.map_or("not stated", words::rating);
    match (&advisory.score, &advisory.vector) {
        (Some(score), Some(vector)) => format!("{rating}, {} {score} ({vector})", vector.nomenclature()),
        (None | Some(_), None | Some(_)) => rating.to_owned(),
    }
}
