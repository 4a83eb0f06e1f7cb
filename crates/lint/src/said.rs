//! Findings as they are made: put in their place, at most so many of a kind.
//!
//! Knows places and limits. Must not know what a finding is about.

use std::collections::BTreeMap;

use crate::page::Page;
use crate::report::Finding;
use crate::rule::{RuleId, Severity};

/// How many findings of one rule are given: whoever mends these sees the rest.
const MOST: usize = 20;

/// How much of a document is quoted.
const QUOTED: usize = 60;

/// The findings of one document.
pub(crate) struct Said<'p, 'a> {
    page: &'p Page<'a>,
    found: Vec<(usize, Finding)>,
    counts: BTreeMap<RuleId, usize>,
}

impl<'p, 'a> Said<'p, 'a> {
    /// Nothing yet.
    pub(crate) const fn new(page: &'p Page<'a>) -> Self {
        Self { page, found: Vec::new(), counts: BTreeMap::new() }
    }

    /// Adds a finding at a byte of the document, as bad as its rule says.
    pub(crate) fn add(&mut self, rule: RuleId, at: usize, what: String, mend: impl Into<String>) {
        self.add_as(rule.severity(), rule, at, what, mend);
    }

    /// Adds a finding that is more or less bad than its rule says.
    pub(crate) fn add_as(
        &mut self,
        severity: Severity,
        rule: RuleId,
        at: usize,
        what: String,
        mend: impl Into<String>,
    ) {
        let count = self.counts.entry(rule).or_default();
        *count += 1;
        if *count > MOST {
            return;
        }
        let what = if *count == MOST { format!("{what} Further ones like it are not listed.") } else { what };
        let (line, column) = self.page.place(at);
        self.found.push((at, Finding { rule, severity, line, column, what, why: rule.why(), mend: mend.into() }));
    }

    /// Whether a rule was broken.
    pub(crate) fn has(&self, rule: RuleId) -> bool {
        self.counts.contains_key(&rule)
    }

    /// The findings in the order of the document, the worst first where they stand in one place.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        self.found.sort_by_key(|(at, finding)| (*at, std::cmp::Reverse(finding.severity), finding.rule));
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// A stretch of a document as it is quoted: on one line, without signs that a terminal obeys, cut where it is long.
pub(crate) fn quote(text: &str) -> String {
    let shown = |c: char| if c.is_control() || c.is_whitespace() { ' ' } else { c };
    let hidden = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let mut letters = text.trim().chars().filter(hidden).map(shown);
    let mut quoted: String = letters.by_ref().take(QUOTED).collect();
    if letters.next().is_some() {
        quoted.push('…');
    }
    quoted
}
