//! Two policies and what lies between them, in words: what somebody who votes on a change has to know.
//!
//! Every section is taken apart by name, so that a new one does not compile until its difference can be said.

use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::{Blackout, Calendar, Slot};
use domain::policy::{
    Body, Carries, Channel, ClockKind, ClockRule, EmbargoTerms, Force, Lifecycle, Policy, Project, Rule, RuleSetting,
};
use domain::words::Line;

use crate::policy_page::{blackout, force, slot};
use crate::words;

/// The differences, each a sentence, in the order of the file; none when both say the same. Where something comes from is
/// no difference.
///
/// ```
/// use domain::policy::{committee, solo};
/// assert!(documents::policy_diff::differences(&solo(), &solo()).is_empty());
/// let changed = documents::policy_diff::differences(&solo(), &committee());
/// assert!(changed.contains(&"Fix ready: within 7 days instead of 14 days.".to_owned()), "{changed:#?}");
/// ```
#[must_use]
pub fn differences(old: &Policy, new: &Policy) -> Vec<String> {
    let Policy {
        version,
        project,
        body,
        calendar,
        release_slot,
        slow_below_tenths,
        embargo,
        clocks,
        rules,
        channels,
        check_command,
        lineage,
        goal: _,
        membership: _,
        votes: _,
        duties: _,
        rotation: _,
        need_to_know: _,
        modes: _,
        adjustments: _,
        severity: _,
        tracks: _,
        distributors: _,
        escalation: _,
        identifiers: _,
        release: _,
        credit: _,
        reward: _,
        scope: _,
        retrospective: _,
        templates: _,
    } = new;
    let mut said = Said::default();
    said.value("Version", old.version.reveal(), version.reveal());
    said.project(&old.project, project);
    said.body(&old.body, body);
    said.calendar(&old.calendar, calendar);
    said.value("Recommended release", &slot_words(old.release_slot.as_ref()), &slot_words(release_slot.as_ref()));
    let score = |tenths: Option<u8>| {
        tenths.map_or_else(|| "never".to_owned(), |tenths| format!("below {}.{}", tenths / 10, tenths % 10))
    };
    said.value("A release may be slowed", &score(old.slow_below_tenths), &score(*slow_below_tenths));
    said.embargo(&old.embargo, embargo);
    said.clocks(&old.clocks, clocks);
    said.rules(&old.rules, rules);
    said.channels(&old.channels, channels);
    let command = |command: Option<&Line>| command.map_or("none", Line::reveal).to_owned();
    said.value("To see one's version", &command(old.check_command.as_ref()), &command(check_command.as_ref()));
    said.list("Learned from", &lines(&old.lineage), &lines(lineage));
    said.0
}

#[derive(Default)]
struct Said(Vec<String>);

impl Said {
    fn say(&mut self, sentence: String) {
        self.0.push(sentence);
    }

    fn value(&mut self, what: &str, old: &str, new: &str) {
        if old != new {
            self.say(format!("{what}: {new} instead of {old}."));
        }
    }

    fn list<T: AsRef<str> + PartialEq>(&mut self, what: &str, old: &[T], new: &[T]) {
        for item in new.iter().filter(|item| !old.contains(item)) {
            self.say(format!("{what}: {} is new.", item.as_ref()));
        }
        for item in old.iter().filter(|item| !new.contains(item)) {
            self.say(format!("{what}: {} is gone.", item.as_ref()));
        }
    }

    fn project(&mut self, old: &Project, new: &Project) {
        let Project { name, organisation, repository, lifecycle: state, handed_over_to: _, last_fixed: _, contact } =
            new;
        self.value("Project", old.name.reveal(), name.reveal());
        self.value("Organisation", old.organisation.reveal(), organisation.reveal());
        self.value("Repository", old.repository.reveal(), repository.reveal());
        self.value("The project", lifecycle(old.lifecycle), lifecycle(*state));
        self.list("Contact", &lines(&old.contact), &lines(contact));
    }

    fn body(&mut self, old: &Body, new: &Body) {
        let Body { name, kind, members_min, members_max } = new;
        let size = |kind, min, max| match kind {
            domain::policy::BodyKind::Sole => "one person".to_owned(),
            domain::policy::BodyKind::Committee => format!("{min} to {max} members"),
        };
        self.value("Who responds", old.name.reveal(), name.reveal());
        let before = size(old.kind, old.members_min, old.members_max);
        self.value("How many respond", &before, &size(*kind, *members_min, *members_max));
    }

    fn calendar(&mut self, old: &Calendar, new: &Calendar) {
        let Calendar { zone, weekdays, holidays, blackouts } = new;
        let days = |days: &[domain::calendar::Day]| {
            words::listed(&days.iter().map(|day| words::weekday(*day)).collect::<Vec<_>>())
        };
        self.value("Dates are counted in", old.zone.as_str(), zone.as_str());
        self.value("Working days", &days(&old.weekdays), &days(weekdays));
        let dates = |dates: &[jiff::civil::Date]| dates.iter().map(ToString::to_string).collect::<Vec<_>>();
        self.list("Holidays", &dates(&old.holidays), &dates(holidays));
        let dark = |all: &[Blackout]| all.iter().map(blackout).collect::<Vec<_>>();
        self.list("No release", &dark(&old.blackouts), &dark(blackouts));
    }

    fn embargo(&mut self, old: &EmbargoTerms, new: &EmbargoTerms) {
        let EmbargoTerms { default, maximum, starts: _, kept_under_attack: _, terms, breach: _, origin: _ } = new;
        self.value("The embargo lasts", &words::term(old.default), &words::term(*default));
        self.value("The embargo lasts at most", &words::term(old.maximum), &words::term(*maximum));
        if old.terms != *terms {
            self.say("The terms of the embargo are worded anew; whoever takes part accepts them again.".to_owned());
        }
    }

    fn clocks(&mut self, old: &BTreeMap<ClockKind, ClockRule>, new: &BTreeMap<ClockKind, ClockRule>) {
        for kind in ClockKind::ALL {
            let name = words::clock(kind);
            match (old.get(&kind), new.get(&kind)) {
                (None, None) => {}
                (None, Some(rule)) => {
                    self.say(format!("{name}: is new, within {} ({}).", words::term(rule.within), force(rule.force)));
                }
                (Some(_), None) => self.say(format!("{name}: is not demanded any more.")),
                (Some(old), Some(new)) => self.clock(name, old, new),
            }
        }
    }

    fn clock(&mut self, name: &str, old: &ClockRule, new: &ClockRule) {
        let ClockRule { from: _, not_before, within, warn_before, force: strictness, origin: _, owner: _, promised } =
            new;
        if old.within != *within {
            self.say(format!("{name}: within {} instead of {}.", words::term(*within), words::term(old.within)));
        }
        let first = |term: Option<domain::calendar::Term>| term.map_or_else(|| "at once".to_owned(), words::term);
        self.value(&format!("{name}, not before"), &first(old.not_before), &first(*not_before));
        let warned = |terms: &[domain::calendar::Term]| {
            or_none(&terms.iter().map(|term| words::term(*term)).collect::<Vec<_>>().join(", "))
        };
        self.value(&format!("{name}, reminded before"), &warned(&old.warn_before), &warned(warn_before));
        self.strictness(name, old.force, *strictness);
        if old.promised != *promised {
            let now = if *promised { "is promised to reporters now" } else { "is not promised to reporters any more" };
            self.say(format!("{name}: {now}."));
        }
    }

    fn rules(&mut self, old: &BTreeMap<Rule, RuleSetting>, new: &BTreeMap<Rule, RuleSetting>) {
        let all: BTreeSet<Rule> = old.keys().chain(new.keys()).copied().collect();
        for rule in all {
            let name = words::capital(words::rule(rule));
            match (old.get(&rule), new.get(&rule)) {
                (Some(old), Some(new)) => self.strictness(&name, old.force, new.force),
                (None, Some(new)) => self.say(format!("{name}: is new ({}).", force(new.force))),
                (Some(_), None) => self.say(format!("{name}: is not demanded any more.")),
                (None, None) => {}
            }
        }
    }

    fn strictness(&mut self, name: &str, old: Force, new: Force) {
        if old != new {
            let how = if new > old { "stricter" } else { "looser" };
            self.say(format!("{name}: {how}, “{}” instead of “{}”.", force(new), force(old)));
        }
    }

    fn channels(&mut self, old: &[Channel], new: &[Channel]) {
        let of = |channels: &[Channel], carried| -> Vec<String> {
            let those = channels.iter().filter(|channel| channel.carries == carried);
            those.map(|channel| format!("{} ({})", channel.name.reveal(), channel.address.reveal())).collect()
        };
        for (carried, name) in [
            (Carries::Announcements, "Announcements go to"),
            (Carries::Retrospectives, "Retrospectives go to"),
            (Carries::Links, "Links are posted to"),
        ] {
            let (before, after) = (of(old, carried), of(new, carried));
            self.list(name, &before, &after);
        }
    }
}

fn lines(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(Line::reveal).collect()
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { text.to_owned() }
}

fn slot_words(recommended: Option<&Slot>) -> String {
    recommended.map_or_else(|| "at any time".to_owned(), slot)
}

const fn lifecycle(state: Lifecycle) -> &'static str {
    match state {
        Lifecycle::Active => "releases and answers",
        Lifecycle::Maintenance => "answers and releases fixes only",
        Lifecycle::Archived => "is archived and promises nothing",
        Lifecycle::HandedOver => "is in other hands and promises nothing",
    }
}
