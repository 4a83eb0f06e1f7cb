//! One matter of a policy: where it stands, what it is about, what it says.
//!
//! Knows how a sentence is marked. Must not know any section of a policy.

use domain::policy::{Force, Origin};

/// What a policy says of one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Under which heading it stands.
    pub section: Section,
    /// What it is about; a change is told by it.
    pub subject: String,
    /// What is so, in a few words: enough for somebody who knows the subject.
    pub value: String,
    /// The same for everybody, without its full stop; empty where another sentence says it too.
    pub sentence: String,
    /// How strictly it holds, where that is a question.
    pub force: Option<Force>,
    /// Whether the source left it open and a default was taken.
    pub assumed: bool,
    /// Its place under the heading, smallest first.
    rank: u8,
    /// How strictly its sentence holds, where it carries another fact's too.
    shown: Option<Force>,
}

/// The headings of the public page, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What the policy is for.
    Purpose,
    /// How to report, and what that brings.
    Reporting,
    /// What is a vulnerability here.
    Scope,
    /// What changes when a case is not the ordinary, private one.
    Public,
    /// From the report to the decision.
    Report,
    /// How dates behave.
    Timelines,
    /// Who responds.
    Responders,
    /// Who may know, and for how long.
    Secrecy,
    /// How a fix is made.
    Fix,
    /// How severity is measured.
    Severity,
    /// The day of the release.
    Release,
    /// Which versions get fixes.
    Versions,
    /// Who is told before everybody.
    Ahead,
    /// How everybody is told.
    Announcements,
    /// The look back.
    Retrospective,
    /// Whom the process was learned from.
    Credit,
}

impl Section {
    /// All of them, in order.
    pub const ALL: [Self; 16] = [
        Self::Purpose,
        Self::Reporting,
        Self::Scope,
        Self::Public,
        Self::Report,
        Self::Timelines,
        Self::Responders,
        Self::Secrecy,
        Self::Fix,
        Self::Severity,
        Self::Release,
        Self::Versions,
        Self::Ahead,
        Self::Announcements,
        Self::Retrospective,
        Self::Credit,
    ];

    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Purpose => "What this is for",
            Self::Reporting => "Reporting a vulnerability",
            Self::Scope => "What is a vulnerability here",
            Self::Public => "When it is public, attacked, or not ours alone",
            Self::Report => "What happens to a report",
            Self::Timelines => "Timelines",
            Self::Responders => "Who responds",
            Self::Secrecy => "Embargo",
            Self::Fix => "How a fix is made",
            Self::Severity => "Severity",
            Self::Release => "Release day",
            Self::Versions => "Supported versions",
            Self::Ahead => "Who is told ahead",
            Self::Announcements => "Announcements",
            Self::Retrospective => "Retrospective",
            Self::Credit => "Credit",
        }
    }
}

impl Fact {
    /// A fact with its sentence.
    pub(super) fn said(section: Section, subject: &str, value: &str, sentence: String) -> Self {
        let (subject, value) = (subject.to_owned(), value.to_owned());
        Self { section, subject, value, sentence, force: None, assumed: false, rank: 0, shown: None }
    }

    /// A fact that needs no sentence of its own: another says it, or only a change of it is news.
    pub(super) fn kept(section: Section, subject: &str, value: &str) -> Self {
        Self::said(section, subject, value, String::new())
    }

    /// The same fact, so far down under its heading.
    pub(super) fn at(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// The same fact, as strict as that.
    pub(super) fn strict(self, force: Force) -> Self {
        Self { force: Some(force), ..self }
    }

    /// The same fact, whose sentence carries a rule of that strictness too.
    pub(super) fn carrying(self, rule: Option<Force>) -> Self {
        Self { shown: rule.max(self.force), ..self }
    }

    /// The same fact, from there.
    pub(super) fn from(self, origin: &Origin) -> Self {
        Self { assumed: *origin == Origin::Assumed, ..self }
    }

    /// All of a section, in the order in which they are printed.
    #[must_use]
    pub fn of(facts: &[Self], section: Section) -> Vec<&Self> {
        let mut those: Vec<&Self> = facts.iter().filter(|fact| fact.section == section).collect();
        those.sort_by_key(|fact| fact.rank);
        those
    }

    /// The sentence with its marks and its full stop; nothing where another sentence says it. What “should” be is not marked:
    /// it is what a policy is made of.
    ///
    /// ```
    /// let facts = documents::policy_facts::facts(&domain::policy::committee());
    /// let slot = facts.iter().find(|fact| fact.subject == "Only code owners join").unwrap();
    /// assert_eq!(slot.printed().unwrap(), "Only code owners join the fix team without further ado (must).");
    /// ```
    #[must_use]
    pub fn printed(&self) -> Option<String> {
        let marks: Vec<&str> = self.marks().collect();
        let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
        (!self.sentence.is_empty()).then(|| format!("{}{marks}.", self.sentence))
    }

    fn marks(&self) -> impl Iterator<Item = &'static str> {
        let marked = self.shown.or(self.force).filter(|strictness| *strictness != Force::Should);
        marked.map(force).into_iter().chain(self.assumed.then_some("assumed"))
    }
}

/// A force in a word.
pub(crate) const fn force(force: Force) -> &'static str {
    match force {
        Force::Info => "for information",
        Force::May => "may",
        Force::Should => "should",
        Force::Must => "must",
    }
}
