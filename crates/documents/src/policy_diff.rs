//! Two policies and what lies between them, in words: what somebody who votes on a change has to know.
//!
//! Compares what both say, matter by matter; what a policy says is in `policy_facts`, which does not compile while a section
//! is left out.

use std::collections::BTreeMap;

use domain::policy::Policy;

use crate::policy_facts::{Fact, facts, force};

/// The differences, each a sentence, in the order in which the policy is read; none when both say the same. Where something
/// comes from is no difference.
///
/// ```
/// use domain::policy::{committee, solo};
/// assert!(documents::policy_diff::differences(&solo(), &solo()).is_empty());
/// let changed = documents::policy_diff::differences(&solo(), &committee());
/// assert!(changed.contains(&"Fix ready: within 7 days instead of 14 days.".to_owned()), "{changed:#?}");
/// ```
#[must_use]
pub fn differences(old: &Policy, new: &Policy) -> Vec<String> {
    let (before, now) = (facts(old), facts(new));
    let old: BTreeMap<&str, &Fact> = by_subject(&before);
    let new: BTreeMap<&str, &Fact> = by_subject(&now);
    let mut said = Vec::new();
    for fact in &now {
        match old.get(fact.subject.as_str()) {
            Some(before) => said.extend(changed(before, fact)),
            None => said.push(format!("{}: is new, {}{}.", fact.subject, fact.value, strict(fact))),
        }
    }
    let gone = before.iter().filter(|fact| !new.contains_key(fact.subject.as_str()));
    said.extend(gone.map(|fact| format!("{}: is gone; it was {}{}.", fact.subject, fact.value, strict(fact))));
    said
}

fn by_subject(facts: &[Fact]) -> BTreeMap<&str, &Fact> {
    facts.iter().map(|fact| (fact.subject.as_str(), fact)).collect()
}

fn changed(old: &Fact, new: &Fact) -> Vec<String> {
    let mut said = Vec::new();
    if old.value != new.value {
        // “within 7 days instead of 14 days”: what both begin with is said once.
        let before = old.value.strip_prefix("within ").filter(|_| new.value.starts_with("within "));
        let (now, before) = told_apart(&new.value, before.unwrap_or(&old.value));
        said.push(format!("{}: {now} instead of {before}.", new.subject));
    }
    if old.force != new.force {
        let word = |fact: &Fact| fact.force.map_or("not asked for", force);
        let how = if new.force > old.force { "stricter" } else { "looser" };
        said.push(format!("{}: {how}, “{}” instead of “{}”.", new.subject, word(new), word(old)));
    }
    said
}

/// Both, in quotes where one of them is so long that nobody would see where it ends.
fn told_apart(now: &str, before: &str) -> (String, String) {
    let runs_on = |value: &str| [", ", "; ", ": "].iter().any(|pause| value.contains(pause)) && !value.starts_with('“');
    if runs_on(now) || runs_on(before) {
        return (format!("“{now}”"), format!("“{before}”"));
    }
    (now.to_owned(), before.to_owned())
}

fn strict(fact: &Fact) -> String {
    fact.force.map_or_else(String::new, |strictness| format!(" ({})", force(strictness)))
}
