//! A line of a list: who, what, by when, how strictly.
//!
//! Must not know which tasks there are.

use domain::policy::{ClockKind, Force, Policy, Rule};

use crate::policy_facts::{force, window};

/// Whose list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hand {
    /// Who tells us.
    Reporter,
    /// The body that responds; a sole maintainer has every list but the reporter's.
    Committee,
    /// Who drives the case.
    Coordinator,
    /// The engineers of the case.
    FixTeam,
    /// Who makes the release.
    Release,
    /// Who handles what is said in public.
    Disclosure,
}

/// Something to tick off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Who does it.
    pub hand: Hand,
    /// What, as a request.
    pub what: String,
    /// By when, or when; nothing where it follows from the one before.
    pub when: Option<String>,
    /// How strictly, where that is a question.
    pub force: Option<Force>,
}

impl Hand {
    /// Those who have a list of their own under this policy, in order.
    #[must_use]
    pub fn of(policy: &Policy) -> Vec<Self> {
        let all = [Self::Reporter, Self::Committee, Self::Coordinator, Self::FixTeam, Self::Release, Self::Disclosure];
        let count = if policy.is_sole() { 2 } else { all.len() };
        all.into_iter().take(count).collect()
    }

    /// How the list is headed.
    pub(super) fn title(self, policy: &Policy) -> String {
        match self {
            Self::Reporter => "For reporters".to_owned(),
            Self::Committee => format!("For the {}", policy.body.name.reveal()),
            Self::Coordinator => "For the coordinator of a case".to_owned(),
            Self::FixTeam => "For the fix team".to_owned(),
            Self::Release => "For whoever has the release duty".to_owned(),
            Self::Disclosure => "For whoever has the disclosure duty".to_owned(),
        }
    }
}

impl Task {
    pub(super) fn new(hand: Hand, what: impl Into<String>) -> Self {
        Self { hand, what: what.into(), when: None, force: None }
    }

    /// The same, by then.
    pub(super) fn by(self, when: Option<String>) -> Self {
        Self { when, ..self }
    }

    /// The same, as strictly as that.
    pub(super) fn held(self, force: Option<Force>) -> Self {
        Self { force, ..self }
    }

    /// On one line: `Send the first answer: within 24 hours of the report.`
    #[must_use]
    pub fn line(&self) -> String {
        let when = self.when.as_ref().map_or_else(String::new, |when| format!(": {when}"));
        let marked = self.force.filter(|strictness| *strictness != Force::Should);
        let mark = marked.map_or_else(String::new, |strictness| format!(" ({})", force(strictness)));
        format!("{}{when}{mark}.", self.what)
    }
}

/// By when a clock wants it done; nothing of a project that promises nothing.
pub(super) fn due(policy: &Policy, kind: ClockKind) -> Option<String> {
    let promised = policy.project.lifecycle.promises();
    policy.clocks.get(&kind).filter(|_| promised).map(|rule| window(kind, rule))
}

/// The task, where the policy has the rule.
pub(super) fn asked(policy: &Policy, rule: Rule, hand: Hand, what: &str) -> Option<Task> {
    policy.force(rule).map(|strictness| Task::new(hand, what).held(Some(strictness)))
}
