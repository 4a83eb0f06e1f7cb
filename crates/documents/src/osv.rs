//! The advisory as OSV: facts mapped in, the format's own rules checked by `formats`.

use formats::osv::{
    Credit, CreditKind, DatabaseSpecific, NotOsv, OsvId, Record, Reference, ReferenceKind, affected_of, is_ecosystem,
};

use crate::advisory::Advisory;

/// The OSV record of an advisory, as JSON.
///
/// # Errors
/// What the format's rules refuse.
pub fn json(advisory: &Advisory) -> Result<String, NotOsv> {
    let names = advisory.cves.iter().map(ToString::to_string).chain(advisory.aliases.iter().cloned());
    // An id of a database that OSV does not know stays out of the record; the page shows it.
    let mut ids = names.filter_map(|name| name.parse::<OsvId>().ok());
    let id = ids.next().or_else(|| format!("x_{}", advisory.slug).parse().ok());
    let Some(id) = id else { return Err(NotOsv::Text("id")) };
    let known: Vec<_> = advisory.affected.iter().filter(|range| is_ecosystem(&range.ecosystem)).cloned().collect();
    let record = Record {
        published: Some(advisory.published_at),
        withdrawn: advisory.withdrawn_at,
        aliases: ids.collect(),
        summary: Some(advisory.title.clone()),
        details: Some(format!("{}\n\n{}", advisory.summary, advisory.details)),
        severity: advisory.vector.clone().into_iter().collect(),
        affected: affected_of(&known),
        references: references(advisory),
        credits: credits(advisory),
        database_specific: DatabaseSpecific { cwe_ids: advisory.weaknesses.clone(), severity: advisory.rating },
        ..Record::new(id, advisory.modified_at)
    };
    record.to_json()
}

/// Where the releases are, as far as they are on the web; a place in words is for people.
fn references(advisory: &Advisory) -> Vec<Reference> {
    let urls = advisory.releases.iter().map(|release| release.url.reveal()).filter(|url| is_web_link(url));
    urls.map(|url| Reference { kind: ReferenceKind::Web, url: url.to_owned() }).collect()
}

/// Whether a text is a plain address on the web: nothing a browser would run, nothing that leaves an attribute.
pub(crate) fn is_web_link(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
        && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&byte))
}

fn credits(advisory: &Advisory) -> Vec<Credit> {
    advisory
        .credit
        .iter()
        .map(|name| Credit { name: name.clone(), contact: Vec::new(), kind: Some(CreditKind::Reporter) })
        .collect()
}
