//! The rules for a SECURITY.md or any policy in prose.
//!
//! Knows in which order the rules look and what they pass on. Must not know a rule's words: each stands in its own module.

mod contact;
mod empty;
mod foreign;
mod keys;
mod leftover;
mod lifecycle;
mod links;
mod reading;
mod scrambled;
mod shape;
mod spans;
mod times;
mod votes;

use crate::context::Context;
use crate::criteria::{self, Facts};
use crate::page::{self, Page};
use crate::report::Report;
use crate::rule::RuleId;
use crate::said::Said;
use reading::Reading;

/// Says what is wrong with a policy in prose.
pub(crate) fn lint(text: &str, context: &Context) -> Report {
    let flat = page::flatten(text);
    let page = Page::read(text, &flat);
    let reading = Reading::new(&page, context);
    let mut said = Said::new(&page);
    let mut facts = Facts::default();
    if page.words.is_empty() {
        said.add(
            RuleId::FileEmpty,
            0,
            "There is nothing in this file.".to_owned(),
            "Say how to report a vulnerability privately.",
        );
    } else {
        facts.ended = lifecycle::look(&reading, &mut said);
        scrambled::look(&reading, &mut said);
        foreign::look(&reading, &mut said);
        empty::look(&reading, &mut said);
        contact::look(&reading, &mut said, &mut facts);
        leftover::look(&reading, &mut said);
        times::look(&reading, &mut said, &mut facts);
        votes::look(&reading, &mut said);
        keys::look(&reading, &mut said);
        shape::look(&reading, &mut said);
    }
    criteria::collect(&page, reading.links.count(), &mut facts);
    Report { file: context.file.clone(), findings: said.finish(), criteria: criteria::all(&facts) }
}
