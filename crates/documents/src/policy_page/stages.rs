//! What happens to a report, stage by stage, with what is due at each.

use domain::policy::{ClockKind, ClockRule, Policy, Rule};

use super::Block;
use crate::words;

/// The stages of a case as this policy runs them.
pub(super) fn stages(policy: &Policy) -> Block {
    let promises = policy.project.lifecycle.promises();
    let due = |kind: ClockKind| {
        let rule = policy.clocks.get(&kind).filter(|_| promises);
        rule.map_or_else(String::new, |rule| format!(" ({})", window(kind, rule)))
    };
    let sole = policy.is_sole();
    let fix = if policy.rules.contains_key(&Rule::WorkInFork) {
        "A fix is written in a private fork"
    } else {
        "A fix is written in private"
    };
    let agreed = if policy.rules.contains_key(&Rule::BothAgree) { "Fix team and committee agree" } else { "We decide" };
    let mut items = vec![
        format!("You get a first answer{}.", due(ClockKind::Acknowledge)),
        "We assess what an attacker gains, whether it can be shown again, and whether the code is ours or another project's. You learn whether we accept the report, and why if not".to_owned() + &due(ClockKind::Assess) + ".",
    ];
    if policy.clocks.contains_key(&ClockKind::Update) && promises {
        items.push(format!("You hear from us again and again until the release{}.", due(ClockKind::Update)));
    }
    if !sole {
        items.push(format!("Engineers who know the code join{}.", due(ClockKind::FixTeam)));
    }
    items.extend([
        format!("{fix}, the severity is scored, and a CVE number is asked for{}.", due(ClockKind::FixDevelopment)),
        format!("{agreed} on a release day once the fix is ready."),
        format!(
            "The release comes out, the advisory is published, and the announcement is sent{}.",
            due(ClockKind::Release)
        ),
    ]);
    if policy.clocks.contains_key(&ClockKind::Retrospective) {
        items.push(format!("We look back in public{}.", due(ClockKind::Retrospective)));
    }
    Block { title: "What happens to a report", lines: vec![], items }
}

/// The time a clock gives: `within 7 days of the report`, `1 to 3 days after the release`. Only a retrospective has to wait
/// for its first day; elsewhere that day is information (ambiguity A3).
pub(crate) fn window(kind: ClockKind, rule: &ClockRule) -> String {
    let (within, anchor) = (words::term(rule.within), anchor(kind));
    match rule.not_before.filter(|_| kind == ClockKind::Retrospective) {
        Some(from) => format!("not before {} and within {within} of {anchor}", words::term(from)),
        None => format!("within {within} of {anchor}"),
    }
}

const fn anchor(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Update => "the last news",
        ClockKind::Acknowledge
        | ClockKind::Assess
        | ClockKind::FixTeam
        | ClockKind::FixDevelopment
        | ClockKind::Release
        | ClockKind::Threat
        | ClockKind::Embargo => "the report",
        ClockKind::PublishGap => "the merge of the fix",
        ClockKind::Retrospective => "the release",
    }
}
