//! When a reporter hears something and when all is public: whether the document says so, and whether it can all be true.
//!
//! Knows how documents speak of deadlines. Must not know what a good deadline is.

use super::reading::Reading;
use super::spans::{Span, say, spans};
use crate::criteria::Facts;
use crate::page::Kind;
use crate::rule::RuleId;
use crate::said::Said;
use crate::words::{self, Word};

/// Words for the first answer.
const ANSWER: [&str; 23] = [
    "acknowledg*",
    "respond",
    "responds",
    "responded",
    "responding",
    "response",
    "responses",
    "reply",
    "replies",
    "get back",
    "got back",
    "hear back",
    "hear from",
    "confirm",
    "confirmation",
    "answer",
    "answers",
    "answered",
    "receipt",
    "initial assessment",
    "triage*",
    "contact you",
    "react",
];

/// Words for fix and publication.
const OUTCOME: [&str; 24] = [
    "disclos*",
    "publish*",
    "public",
    "publicly",
    "publication",
    "embargo*",
    "fix",
    "fixes",
    "fixed",
    "fixing",
    "patch",
    "patches",
    "patched",
    "release",
    "released",
    "resolve*",
    "resolution",
    "remediat*",
    "mitigat*",
    "advisory",
    "advisories",
    "secret",
    "confidential",
    "address",
];

/// Headings under which every time is one for the first answer.
const ANSWER_HEADINGS: [&str; 7] = [
    "acknowledg*",
    "response time*",
    "response target*",
    "first response",
    "initial response",
    "response expectation*",
    "response promise*",
];

/// No sentence that people write has more times in it.
const MOST: usize = 8;

/// A time with what its sentence says about it.
#[derive(Clone, Copy)]
struct Time<'p, 'a> {
    span: Span,
    sentence: &'p [Word<'a>],
}

impl Time<'_, '_> {
    fn at(&self) -> usize {
        self.sentence.get(self.span.first).map_or(0, |word| word.at)
    }

    fn before(&self, count: usize) -> &[Word<'_>] {
        self.sentence.get(self.span.first.saturating_sub(count)..self.span.first).unwrap_or_default()
    }

    fn after(&self, count: usize) -> &[Word<'_>] {
        let end = self.sentence.len().min(self.span.behind + count);
        self.sentence.get(self.span.behind..end).unwrap_or_default()
    }
}

/// Every time of the document, sorted by what it is for.
#[derive(Default)]
struct Times<'p, 'a> {
    answers: Vec<Time<'p, 'a>>,
    outcomes: Vec<Time<'p, 'a>>,
    /// The longest that secrecy may last.
    most: Option<u32>,
    /// Times until a fix or a publication.
    deadlines: Vec<Time<'p, 'a>>,
    /// How long before publication somebody is told.
    notices: Vec<Time<'p, 'a>>,
}

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>, facts: &mut Facts) {
    let times = read(reading, said);
    facts.answer = times.answers.iter().map(|time| time.span.calendar()).min();
    facts.outcome = times.outcomes.iter().map(|time| time.span.calendar()).min();
    contradictions(&times, said);
    let brief = facts.delegates && reading.page.words.len() < 200;
    if brief || facts.ended {
        return;
    }
    let about = reading.page.blocks.iter().zip(&reading.marks).find(|(_, mark)| mark.reporting).map(|(block, _)| block);
    let at = about.or(reading.page.blocks.first()).map_or(0, |block| block.bytes.start);
    if times.answers.is_empty() {
        let mend =
            "Say by when a reporter hears from you, for example: “You get a first answer within 3 working days.”";
        said.add(RuleId::AcknowledgementMissing, at, "Nothing says by when a report is acknowledged.".to_owned(), mend);
    }
    if times.outcomes.is_empty() {
        let mend = "Say by when you aim to publish a fix, and how long a report is kept secret at most.";
        said.add(
            RuleId::DisclosureMissing,
            at,
            "Nothing says by when a flaw is fixed or made public.".to_owned(),
            mend,
        );
    }
}

/// What the lines above a list or a table lend to those in it.
#[derive(Clone, Copy, Default)]
struct About {
    answer: bool,
    outcome: bool,
}

fn about(words: &[Word<'_>]) -> About {
    About { answer: words::has(words, &ANSWER), outcome: words::has(words, &OUTCOME) }
}

fn read<'p, 'a>(reading: &Reading<'p, 'a>, said: &mut Said<'_, '_>) -> Times<'p, 'a> {
    let page = reading.page;
    let mut times = Times::default();
    let (mut heading, mut lead, mut before) = (About::default(), About::default(), None);
    for block in &page.blocks {
        let words = page.words(block);
        match block.kind {
            Kind::Heading(_) => {
                heading = About {
                    answer: words::has(words, &ANSWER_HEADINGS),
                    outcome: words::has(words, &["disclos*", "embargo*", "fix*"]),
                };
                lead = About::default();
            }
            Kind::Paragraph => lead = about(words),
            // The first line of a table names its columns.
            Kind::Row if before != Some(Kind::Row) => lead = about(words),
            Kind::Row | Kind::Item | Kind::Code => (),
        }
        before = Some(block.kind);
        let lent = if matches!(block.kind, Kind::Item | Kind::Row) { lead } else { About::default() };
        if block.kind == Kind::Code {
            continue;
        }
        for sentence in words::sentences(words) {
            let own = about(sentence);
            for span in spans(sentence).into_iter().take(MOST) {
                let time = Time { span, sentence };
                if span.least > span.most {
                    let what = format!("This span runs backwards: from {} to {}.", say(span.least), say(span.most));
                    said.add(RuleId::TimesContradict, time.at(), what, "Put the shorter time first.");
                }
                // Support and leave are times of another kind.
                if words::has(
                    sentence,
                    &["leave", "support*", "inactiv*", "retrospective", "maintain*", "reward", "bounty"],
                ) && !own.answer
                {
                    continue;
                }
                times.sort(
                    &time,
                    own.answer || lent.answer || heading.answer,
                    own.outcome || lent.outcome || heading.outcome,
                );
            }
        }
    }
    times
}

impl<'p, 'a> Times<'p, 'a> {
    fn sort(&mut self, time: &Time<'p, 'a>, answer: bool, outcome: bool) {
        if answer {
            self.answers.push(*time);
        }
        if outcome {
            self.outcomes.push(*time);
        }
        let secrecy = words::has(time.sentence, &["embargo*", "secret", "confidential", "undisclosed"]);
        if secrecy
            && words::has(
                time.before(8),
                &["maximum", "max", "at most", "longer", "exceed*", "more than", "later than", "longest", "up to"],
            )
        {
            self.most = self.most.or(Some(time.span.calendar()));
        } else if is_notice(time) {
            self.notices.push(*time);
        } else if !secrecy && !answer && is_deadline(time) {
            self.deadlines.push(*time);
        }
    }
}

/// Somebody is told so long before all is public. What finders are asked to tell us is not ours to keep.
fn is_notice(time: &Time<'_, '_>) -> bool {
    words::has(time.after(4), &["before", "prior", "ahead", "in advance", "advance"])
        && words::has(
            time.sentence,
            &[
                "notif*",
                "notice",
                "preannounc*",
                "pre announc*",
                "prenotif*",
                "inform*",
                "told",
                "early access",
                "distributors",
                "vendors",
            ],
        )
        && words::has(time.sentence, &["release*", "public*", "disclos*", "announce*", "fix", "advisory", "embargo*"])
        && !words::has(time.sentence, &["us", "you"])
}

/// A fix or a publication is due by then, counted from the report.
fn is_deadline(time: &Time<'_, '_>) -> bool {
    let outcome = [
        "fix",
        "fixes",
        "fixed",
        "patch",
        "patches",
        "release",
        "released",
        "publish*",
        "disclos*",
        "advisory",
        "resolve*",
        "remediat*",
        "steps",
    ];
    let ours = ["report*", "receipt", "receiv*", "disclos*", "submi*"];
    let other = ["before", "prior", "advance", "every", "older", "retrospective", "already", "after"];
    let anchored =
        words::has(time.after(1), &["of", "after", "from", "following", "since"]) && !words::has(time.after(6), &ours);
    words::has(time.before(4), &["within", "in", "under", "than"])
        && words::has(time.sentence, &outcome)
        && !anchored
        && !words::has(time.sentence, &other)
}

/// Not only a fix: something goes out by then. What stands behind the time only says from when it is counted.
fn is_publication(time: &Time<'_, '_>) -> bool {
    let before = time.sentence.get(..time.span.first).unwrap_or_default();
    words::has(before, &["release*", "publish*", "publication", "disclos*", "public", "advisory"])
}

fn contradictions(times: &Times<'_, '_>, said: &mut Said<'_, '_>) {
    for time in &times.deadlines {
        if let Some(most) = times.most.filter(|most| time.span.calendar() > *most) {
            let what = format!(
                "This is due after {}, and secrecy ends after {} at the latest.",
                say(time.span.calendar()),
                say(most)
            );
            said.add(
                RuleId::TimesContradict,
                time.at(),
                what,
                "Shorten the deadline, or lengthen the embargo's maximum.",
            );
        }
    }
    let last = times.deadlines.iter().map(|time| time.span.calendar()).max();
    let published = times.deadlines.iter().filter(|time| is_publication(time)).map(|time| time.span.calendar()).max();
    for time in &times.notices {
        if let Some(limit) = published.into_iter().chain(times.most).min().filter(|limit| time.span.most >= *limit) {
            let what = format!(
                "A notice {} ahead is promised, and everything is public after {}.",
                say(time.span.most),
                say(limit)
            );
            said.add(
                RuleId::NoticeTooEarly,
                time.at(),
                what,
                "Promise a shorter notice, or allow more time until publication.",
            );
        }
    }
    let slowest =
        times.answers.iter().filter(|time| !words::has(time.sentence, &OUTCOME)).min_by_key(|time| time.span.least);
    if let (Some(answer), Some(last)) = (slowest, last)
        && answer.span.least > last
    {
        let what = format!(
            "The first answer comes after {}, and the fix is due within {}.",
            say(answer.span.least),
            say(last)
        );
        said.add(RuleId::TimesContradict, answer.at(), what, "Answer before the fix is due.");
    }
}
