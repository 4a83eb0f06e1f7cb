//! What those who report need: whose policy it is, what it covers, thanks, money, whom else to turn to.
//!
//! Knows sentences for people outside. Must not know how a case is handled.

use domain::policy::{Credit, Escalation, Lifecycle, Project, Reward, Scope};
use domain::words::Line;

use super::fact::{Fact, Section};
use super::phrase::{joined, plain};
use crate::words;

/// PR-03.
pub(super) fn goal(goal: &Line) -> Fact {
    Fact::said(Section::Purpose, "The goal", plain(goal), format!("The goal: {}", plain(goal)))
}

/// Whose it is: the page's first paragraphs say it (PR-12, PR-88).
pub(super) fn project(project: &Project) -> Vec<Fact> {
    let Project { name, organisation, repository, lifecycle, handed_over_to, last_fixed, contact } = project;
    let kept = |subject: &str, value: &str| Fact::kept(Section::Reporting, subject, value);
    let mut all = vec![
        kept("Name", name.reveal()),
        kept("Organisation", organisation.reveal()),
        kept("Repository", repository.reveal()),
        kept("The project", state(*lifecycle)),
    ];
    all.extend(handed_over_to.as_ref().map(|to| kept("In the hands of", to.reveal())));
    all.extend(last_fixed.as_ref().map(|version| kept("The last version with fixes", version.reveal())));
    all.push(kept("Contact", &if contact.is_empty() { "none".to_owned() } else { joined(contact, ", ") }));
    all
}

const fn state(state: Lifecycle) -> &'static str {
    match state {
        Lifecycle::Active => "releases and answers",
        Lifecycle::Maintenance => "answers and releases fixes only",
        Lifecycle::Archived => "is archived and promises nothing",
        Lifecycle::HandedOver => "is in other hands and promises nothing",
    }
}

/// Ambiguity A10. A project that promises nothing sends nobody on.
pub(super) fn escalation(escalation: &Escalation, state: Lifecycle) -> Fact {
    let Escalation { after, to, force, origin } = escalation;
    let (after, to) = (words::term(*after), plain(to));
    let sentence =
        if state.promises() { format!("If you hear nothing from us for {after}, turn to {to}") } else { String::new() };
    let value = format!("after {after}, to {to}");
    Fact::said(Section::Reporting, "Whom else to turn to", &value, sentence).strict(*force).from(origin)
}

pub(super) fn credit(credit: &Credit) -> Vec<Fact> {
    let Credit { named, page, reports_published_after, force, origin } = credit;
    let (value, sentence) = if *named {
        ("by name in the advisory, if they wish it", "We thank you by name in the advisory, if you wish it")
    } else {
        ("nobody is named", "We name nobody in our advisories")
    };
    let mut all = vec![
        Fact::said(Section::Reporting, "Thanks to reporters", value, sentence.to_owned()).strict(*force).from(origin),
    ];
    all.extend(page.as_ref().map(|page| {
        let sentence = format!("Those who reported are thanked at {}", plain(page));
        Fact::said(Section::Reporting, "Page of thanks", page.reveal(), sentence)
    }));
    all.extend(reports_published_after.map(|term| {
        let value = format!("{} after the advisory", words::term(term));
        let sentence = format!("Your report itself is published {value}, without what you ask us to leave out");
        Fact::said(Section::Reporting, "Reports are published", &value, sentence)
    }));
    all
}

pub(super) fn reward(reward: &Reward) -> Fact {
    let Reward { paid, program, origin } = reward;
    let at = program.as_ref().map_or_else(String::new, |program| format!("; the rules are at {}", plain(program)));
    let value = format!("{}{at}", if *paid { "paid" } else { "none" });
    let sentence = if *paid { format!("We pay for reports{at}") } else { format!("We cannot pay for reports{at}") };
    Fact::said(Section::Reporting, "Reward", &value, sentence).from(origin)
}

pub(super) fn scope(scope: &Scope) -> Vec<Fact> {
    let Scope { covers, excludes, threat_model, elsewhere, origin } = scope;
    let told = |subject: &str, value: &str, sentence: String| {
        Fact::said(Section::Scope, subject, value, sentence).from(origin)
    };
    let mut all = Vec::new();
    if !covers.is_empty() {
        let covered = joined(covers, "; ");
        all.push(told("The policy covers", &covered, format!("This policy covers: {covered}")));
    }
    all.extend(excludes.iter().map(|one| {
        let subject = format!("Not a vulnerability: {}", plain(one));
        told(&subject, "said so", subject.clone())
    }));
    all.extend(threat_model.as_ref().map(|place| {
        let sentence = format!("What we defend against is written in the threat model: {}", plain(place));
        told("Threat model", place.reveal(), sentence)
    }));
    all.extend(elsewhere.as_ref().map(|place| {
        told("What is not covered goes to", plain(place), format!("What is not covered goes to {}", plain(place)))
    }));
    all
}
