//! How long things took, in sentences.

use domain::case::timeline::Spans;

use super::time::duration;

/// A sentence for each span that there is.
#[must_use]
pub fn spans(spans: &Spans) -> Vec<String> {
    let Spans {
        received_to_acknowledged,
        received_to_decided,
        received_to_fix_team,
        received_to_ready,
        received_to_published,
        fix_public_before_release,
        fix_public_before_publication,
        exposure,
    } = spans;
    let sentences = [
        (received_to_acknowledged, "From the report to the first answer: ", ""),
        (received_to_decided, "From the report to the decision on it: ", ""),
        (received_to_fix_team, "From the report to the first engineer at work: ", ""),
        (received_to_ready, "From the report to a fix that was ready: ", ""),
        (received_to_published, "From the report to the advisory: ", ""),
        (fix_public_before_release, "The fix was readable in public for ", " before a release carried it"),
        (fix_public_before_publication, "The fix was readable in public for ", " before users were told"),
        (exposure, "Users were exposed to public knowledge without a release for ", ""),
    ];
    let said =
        |(span, before, after): (&Option<_>, &str, &str)| Some(format!("{before}{}{after}.", duration((*span)?)));
    sentences.into_iter().filter_map(said).collect()
}
