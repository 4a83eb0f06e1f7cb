//! Which criteria of others a document meets: OSPS Baseline, the Scorecard, Best Practices badge.
//!
//! Knows what each asks of a document; ids and figures are data. Must not know how contacts and times are found.

use crate::page::{Kind, Page};
use crate::report::{Criterion, Met};
use crate::words;

/// Id, what it asks, and its figure: Scorecard's points, the badge's days.
const TABLE: &str = include_str!("../data/criteria.tsv");

/// What the rules learned of a document.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is the answer to a question of its own")]
pub(crate) struct Facts {
    /// There is a private way to report.
    pub(crate) contact: bool,
    /// The document points at a policy that stands elsewhere.
    pub(crate) delegates: bool,
    /// The project has ended, and the document promises nothing.
    pub(crate) ended: bool,
    /// The shortest time until a first answer, in hours.
    pub(crate) answer: Option<u32>,
    /// The shortest time until fix or publication, in hours.
    pub(crate) outcome: Option<u32>,
    links: usize,
    free_text: bool,
    hits: usize,
    publishes: bool,
    supported: bool,
    ends: bool,
    roster: bool,
    roles: bool,
    credit: bool,
    process: bool,
}

/// Adds what is asked of the document beside contacts and times.
pub(crate) fn collect(page: &Page<'_>, links: usize, facts: &mut Facts) {
    facts.links = links;
    // Free text is what is left beside links: two dozen words are no list of links.
    facts.free_text = page.words.len() > links.saturating_mul(8).max(24);
    let days = |index: usize| {
        let number = index.checked_sub(1).and_then(|before| page.words.get(before));
        number.is_some_and(|word| word.text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_hit = |(index, word): (usize, &words::Word<'_>)| {
        word.text.starts_with("vuln")
            || word.text.starts_with("disclos")
            || (matches!(word.text, "day" | "days") && days(index))
    };
    facts.hits = page.words.iter().enumerate().filter(|hit| is_hit(*hit)).count();
    for block in page.blocks.iter().filter(|block| block.kind != Kind::Code) {
        let all = page.words(block);
        let heading = matches!(block.kind, Kind::Heading(_));
        let has = |phrases: &[&str]| words::has(all, phrases);
        facts.supported |= has(&["supported versions", "support policy", "supported releases", "security updates"]);
        facts.ends |= has(&[
            "end of life",
            "eol",
            "security updates until",
            "supported until",
            "end of support",
            "end of security",
        ]);
        facts.credit |= has(&["credit*", "thank you by name", "thank* you", "acknowledged in", "attribut*"]);
        facts.process |=
            has(&["fix*", "patch*", "triage*", "assess*"]) && has(&["release*", "publish*", "advisory", "announce*"]);
        facts.roster |= heading && has(&["members", "roster", "security team", "maintainers"]);
        facts.roles |= has(&["responsible for", "responsibilities", "duties", "roles", "coordinator", "fix team"]);
        facts.publishes |= words::sentences(all).any(|sentence| {
            words::has(sentence, &["publish*", "announce*", "advisory", "advisories"])
                && words::has(sentence, &["advisory", "advisories", "cve", "announce*", "release notes", "changelog"])
        });
    }
}

/// Every criterion with its answer, in the order of the table.
pub(crate) fn all(facts: &Facts) -> Vec<Criterion> {
    let rows = TABLE.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?.parse::<u32>().ok()?))
    });
    let mut criteria = Vec::new();
    let (mut points, mut most) = (0, 0);
    for (id, asks, figure) in rows {
        let (met, because) = answer(id, figure, facts);
        if id.starts_with("scorecard") {
            most += figure;
            points += if met == Met::Yes { figure } else { 0 };
        }
        criteria.push(Criterion { id: id.to_owned(), asks: asks.to_owned(), met, because });
    }
    let met = if points == most { Met::Yes } else { Met::No };
    let because = format!("{points} of {most} points, as far as this document alone decides.");
    let asks = "OpenSSF Scorecard, Security-Policy: all points".to_owned();
    criteria.push(Criterion { id: "scorecard-security-policy".to_owned(), asks, met, because });
    criteria
}

#[expect(clippy::too_many_lines, reason = "one arm per criterion, beside its words")]
fn answer(id: &str, figure: u32, facts: &Facts) -> (Met, String) {
    let said = |is: bool, yes: &str, no: &str| if is { (Met::Yes, yes.to_owned()) } else { (Met::No, no.to_owned()) };
    // What a policy that stands elsewhere may well say.
    let elsewhere = |is: bool, yes: &str, no: &str| match (is, facts.delegates) {
        (false, true) => (Met::Unknown, "The document points at a policy elsewhere, which was not read.".to_owned()),
        _ => said(is, yes, no),
    };
    // The document alone can show neither: it is told what speaks for it.
    let unsure = |is: bool, maybe: &str, no: &str| (Met::Unknown, if is { maybe } else { no }.to_owned());
    let contact = |yes| said(facts.contact, yes, "The document gives no way to report that is not public.");
    match id {
        "OSPS-VM-01.01" => elsewhere(
            facts.answer.is_some(),
            "It says by when a report is answered.",
            "It names no time for the response.",
        ),
        "OSPS-VM-02.01" => contact("It names a contact."),
        "OSPS-VM-03.01" | "badge-vulnerability_report_private" => contact("It gives a private way to report."),
        "OSPS-VM-04.01" => unsure(
            facts.publishes,
            "It says that advisories are published; whether they are is not in it.",
            "It does not say that advisories are published; they may be.",
        ),
        "OSPS-DO-04.01" => unsure(
            facts.supported,
            "It speaks of supported versions; whether scope and duration are whole needs a reader.",
            "It does not say which versions are supported; that may stand elsewhere.",
        ),
        "OSPS-DO-05.01" => unsure(
            facts.ends,
            "It speaks of the end of support; whether for every version needs a reader.",
            "It does not say when security updates end; that may stand elsewhere.",
        ),
        "OSPS-GV-01.01" => unsure(
            facts.roster,
            "It has a section for members; whether everyone with access is in it needs a reader.",
            "It lists nobody; the list may stand elsewhere.",
        ),
        "OSPS-GV-01.02" => unsure(
            facts.roles,
            "It speaks of duties; whether they cover the project needs a reader.",
            "It describes no roles; they may stand elsewhere.",
        ),
        "scorecard-security-policy-links" => {
            said(facts.links > 0, "It has a link or an address.", "It has neither link nor address.")
        }
        "scorecard-security-policy-text" => {
            said(facts.free_text, "It has text beside its links.", "It has hardly any text beside its links.")
        }
        "scorecard-security-policy-words" => said(
            facts.hits >= 2,
            &format!("{} such words stand in it.", facts.hits),
            "Fewer than two such words stand in it.",
        ),
        "badge-vulnerability_report_process" => {
            said(facts.contact, "It says how to report.", "It does not say where to report.")
        }
        "badge-vulnerability_report_response" => elsewhere(
            facts.answer.is_some_and(|hours| hours <= figure * 24),
            &format!("It promises an answer within {figure} days; whether that was kept is not in it."),
            &format!("It promises no answer within {figure} days."),
        ),
        "badge-vulnerability_report_credit" => unsure(
            facts.credit,
            "It speaks of credit; whether it was given is not in it.",
            "It does not speak of credit.",
        ),
        "badge-vulnerability_response_process" => elsewhere(
            facts.process,
            "It describes how a report becomes a release.",
            "It does not describe what happens to a report.",
        ),
        _ => (Met::Unknown, "Nothing here knows how to answer this.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_answered() {
        let criteria = all(&Facts::default());
        assert_eq!(criteria.len(), TABLE.lines().count() + 1);
        assert!(criteria.iter().all(|one| one.because != "Nothing here knows how to answer this."));
    }

    #[test]
    fn the_points_of_scorecard_are_ten_for_a_whole_policy() {
        let whole = Facts { links: 1, free_text: true, hits: 2, ..Facts::default() };
        assert_eq!(
            all(&whole).last().map(|one| one.because.clone()).unwrap_or_default(),
            "10 of 10 points, as far as this document alone decides."
        );
    }
}
