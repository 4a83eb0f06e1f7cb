//! What the linter says of a document: findings with their places, and criteria with their reasons.
//!
//! Knows how findings are kept in order and how a person reads them. Must not know how they are found.

use std::fmt::Write as _;

use crate::rule::{RuleId, Severity};

/// One thing that is wrong, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: RuleId,
    /// How bad it is here.
    pub severity: Severity,
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
    /// What was found, in one sentence.
    pub what: String,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: String,
}

/// Whether a criterion is met, as far as the document shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Met {
    /// The document shows it.
    Yes,
    /// The document shows that it is not.
    No,
    /// The document alone cannot show it.
    Unknown,
}

impl Met {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// A criterion of somebody else's list, and whether this document meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its id in that list, for example `OSPS-VM-01.01`.
    pub id: String,
    /// What it asks for, in our words.
    pub asks: String,
    /// Whether it is met.
    pub met: Met,
    /// What in the document says so.
    pub because: String,
}

/// Everything the linter has to say. Findings stand in the order of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The file's name, where one was given.
    pub file: Option<String>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Which criteria are met.
    pub criteria: Vec<Criterion>,
}

impl Report {
    /// Whether a build should stop: an error or a warning. Notes stop nothing.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity > Severity::Note)
    }

    /// What cannot be as it stands.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Whether anything cannot be as it stands.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// The report for a terminal: one paragraph per finding, then the criteria.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let file = self.file.as_deref().unwrap_or("the document");
        for Finding { rule, severity, line, column, what, why, mend } in &self.findings {
            let _ = write!(
                out,
                "{file}:{line}:{column}: {}: {what} [{}]\n    why:  {why}\n    mend: {mend}\n",
                severity.name(),
                rule.id()
            );
        }
        let _ = writeln!(out, "{}", self.summary());
        if !self.criteria.is_empty() {
            out.push_str("\nCriteria:\n");
        }
        for Criterion { id, asks, met, because } in &self.criteria {
            let _ = writeln!(out, "  {:<8} {id}: {asks}. {because}", met.name());
        }
        out
    }

    fn summary(&self) -> String {
        let count = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        let say = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
        let parts: Vec<String> = parts.into_iter().map(|(severity, noun)| say(count(severity), noun)).collect();
        if self.findings.is_empty() { "Nothing found.".to_owned() } else { format!("{}.", parts.join(", ")) }
    }
}
