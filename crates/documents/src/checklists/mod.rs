//! A policy as lists to tick off, one for each role: who does what by when, in the order in which it comes up.
//!
//! Knows roles and forms. Must not know any case: the same list begins every one.

mod outward;
mod task;
mod tasks;

use std::fmt::Write as _;

use domain::policy::Policy;

pub use task::{Hand, Task};

use crate::markup::escaped;
use crate::words;

/// The list of one role, in order.
///
/// ```
/// use documents::checklists::{Hand, checklist};
/// let list = checklist(&domain::policy::committee(), Hand::FixTeam);
/// assert_eq!(list[0].line(), "Accept the terms before you read anything (must).");
/// ```
#[must_use]
pub fn checklist(policy: &Policy, hand: Hand) -> Vec<Task> {
    let all = tasks::tasks(policy).into_iter();
    let is_ours = |task: &Task| {
        task.hand == hand || (policy.is_sole() && (task.hand == Hand::Reporter) == (hand == Hand::Reporter))
    };
    all.filter(is_ours).collect()
}

/// The lists of these roles as Markdown, with boxes to tick.
#[must_use]
pub fn markdown(policy: &Policy, hands: &[Hand]) -> String {
    let mut out = format!("# {}\n\n{}\n", title(policy), INTRODUCTION);
    for hand in hands {
        let _ = write!(out, "\n## {}\n\n", hand.title(policy));
        for task in checklist(policy, *hand) {
            let _ = writeln!(out, "- [ ] {}", task.line());
        }
    }
    out
}

/// The same as HTML.
#[must_use]
pub fn html(policy: &Policy, hands: &[Hand]) -> String {
    let mut out = format!("<h1>{}</h1><p>{INTRODUCTION}</p>", escaped(&title(policy)));
    for hand in hands {
        let _ = write!(out, "<section><h2>{}</h2><ul>", escaped(&hand.title(policy)));
        for task in checklist(policy, *hand) {
            let _ = write!(out, "<li><label><input type=\"checkbox\"> {}</label></li>", escaped(&task.line()));
        }
        out.push_str("</ul></section>");
    }
    out
}

const INTRODUCTION: &str =
    "For one case, in the order in which it comes up. What is marked “must” holds the next step up.";

fn title(policy: &Policy) -> String {
    words::capital(&format!(
        "{}: who does what by when (policy version {})",
        policy.project.name.reveal(),
        policy.version.reveal()
    ))
}
