//! The facts of a case beside its story: embargo, severity, number, versions, fix, artefacts, release day, people.
//!
//! Knows values its reader may know and says each in a line or two.

use std::collections::BTreeMap;

use desk::{CasePage, Person};
use documents::words;
use domain::Timestamp;
use domain::case::facts::{CreditWish, EmbargoEnd, Standing};
use domain::case::state::{Consent, CveNumber, Embargo, Mode, Participation, Publication, ReleaseDay};
use domain::case::view::{CaseView, Work};
use domain::ids::PersonId;
use domain::people::Role;

use super::talk::capital;
use super::when;

/// A fact as it is drawn.
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) lines: Vec<String>,
    /// What is for machines, below the rest.
    pub(crate) code: Option<String>,
}

/// Somebody who takes part.
pub(crate) struct Participant {
    pub(crate) name: String,
    pub(crate) part: String,
}

/// A place and its wall clock at the release (PR-60).
pub(crate) struct LocalTime {
    pub(crate) place: &'static str,
    pub(crate) time: String,
}

/// Where many readers are.
const PLACES: [(&str, &str); 6] = [
    ("Los Angeles", "America/Los_Angeles"),
    ("New York", "America/New_York"),
    ("Berlin", "Europe/Berlin"),
    ("Kolkata", "Asia/Kolkata"),
    ("Shanghai", "Asia/Shanghai"),
    ("Tokyo", "Asia/Tokyo"),
];

/// The facts.
pub(crate) fn facts(page: &CasePage) -> Vec<Fact> {
    let (view, now) = (&page.view, page.now);
    let mut facts = vec![one("Embargo", embargo(view.embargo, now))];
    facts.extend(release_day(&view.release_day, now).map(|said| one("Release day", said)));
    if let Some(work) = &view.work {
        work_facts(&mut facts, view, work, now);
    }
    if let Some(commit) = &view.fix {
        facts.push(Fact { label: "Fix", lines: Vec::new(), code: Some(commit.to_string()) });
    }
    for release in &view.releases {
        facts.push(Fact {
            label: "Release",
            lines: vec![
                format!("{}, tagged {}", release.version.reveal(), when::date(release.at)),
                release.url.reveal().to_owned(),
            ],
            code: None,
        });
    }
    facts.push(one("Received", when::date(view.received_at)));
    facts.push(one(
        "Policy",
        format!("{}, version {}", view.policy.project.name.reveal(), view.policy.version.reveal()),
    ));
    facts
}

fn one(label: &'static str, line: String) -> Fact {
    Fact { label, lines: vec![line], code: None }
}

fn work_facts(facts: &mut Vec<Fact>, view: &CaseView, work: &Work, now: Timestamp) {
    if let Mode::Asap { since } = view.mode {
        facts.push(one("Pace", format!("As soon as possible, since {}", when::date(since))));
    }
    facts.push(severity(view, work));
    facts.push(Fact { label: "CVE", lines: cve(&work.cve, now), code: None });
    if let Some(upstream) = &work.upstream {
        let date = upstream.publishes_at.map_or_else(|| "no date yet".to_owned(), when::date);
        facts.push(one("Upstream", format!("{}: {date}", upstream.project.reveal())));
    }
    if let Some(fork) = &work.fork {
        facts.push(one("Private fork", fork.reveal().to_owned()));
    }
    if let Some(commit) = &work.fix_commit {
        facts.push(Fact { label: "Fix", lines: Vec::new(), code: Some(commit.to_string()) });
    }
}

fn severity(view: &CaseView, work: &Work) -> Fact {
    let rating = view.rating.map(|rating| capital(words::rating(rating)));
    let score = work.vector.as_ref().map(|(vector, score)| format!("{} {score}", vector.nomenclature()));
    let known: Vec<String> = [rating, score].into_iter().flatten().collect();
    let line = if known.is_empty() { "Not scored yet".to_owned() } else { known.join(", ") };
    Fact { label: "Severity", lines: vec![line], code: work.vector.as_ref().map(|(vector, _)| vector.to_string()) }
}

fn cve(cve: &CveNumber, now: Timestamp) -> Vec<String> {
    match cve {
        CveNumber::None => vec!["None yet".to_owned()],
        CveNumber::Requested { at, route } => vec![format!("Asked for {}: {}", when::near(*at, now), route.reveal())],
        CveNumber::Assigned { ids } => ids.iter().map(ToString::to_string).collect(),
        CveNumber::Waived { reason } => vec![format!("There will be none: {}", reason.reveal())],
    }
}

/// The embargo in a sentence.
pub(crate) fn embargo(embargo: Embargo, now: Timestamp) -> String {
    match embargo {
        Embargo::None => "None".to_owned(),
        Embargo::Proposed { until, from } => format!("Proposed by {}: until {}", words::role(from), when::date(until)),
        Embargo::Active { until } => format!("Until {} ({})", when::date(until), when::near(until, now)),
        Embargo::Revise { until, proposed, from } => format!(
            "Until {} ({}). {} proposes {} instead.",
            when::date(until),
            when::near(until, now),
            capital(words::role(from)),
            when::date(proposed)
        ),
        Embargo::Exited { at, because } => format!("Over since {}: {}", when::date(at), ended(because)),
    }
}

const fn ended(because: EmbargoEnd) -> &'static str {
    match because {
        EmbargoEnd::Expired => "its time came",
        EmbargoEnd::Public => "it became public",
        EmbargoEnd::Attacks => "it is being attacked",
        EmbargoEnd::Decided => "the committee ended it",
        EmbargoEnd::Published => "the advisory is out",
    }
}

fn release_day(day: &ReleaseDay, now: Timestamp) -> Option<String> {
    match day {
        ReleaseDay::Open => None,
        ReleaseDay::Proposed { at, .. } => Some(format!("Proposed: {}", when::date(*at))),
        ReleaseDay::Agreed { at, moved } => {
            let moved = if *moved { ", moved" } else { "" };
            Some(format!("{} ({}{moved})", when::date(*at), when::near(*at, now)))
        }
    }
}

/// The wall clocks of the release day, until it is over.
pub(crate) fn local_times(view: &CaseView) -> Vec<LocalTime> {
    let at = match view.release_day {
        ReleaseDay::Proposed { at, .. } | ReleaseDay::Agreed { at, .. } => at,
        ReleaseDay::Open => return Vec::new(),
    };
    if view.publication != Publication::Unpublished {
        return Vec::new();
    }
    let local = |(place, zone): (&'static str, &str)| {
        let time = at.in_tz(zone).ok()?.strftime("%a %-d %b, %H:%M").to_string();
        Some(LocalTime { place, time })
    };
    PLACES.into_iter().filter_map(local).collect()
}

/// Who takes part, the coordinator first.
pub(crate) fn participants(view: &CaseView, people: &BTreeMap<PersonId, Person>) -> Vec<Participant> {
    let name = |id: PersonId| people.get(&id).map_or_else(|| "Somebody".to_owned(), |person| person.name.clone());
    let mut all = Vec::new();
    if let Some(work) = &view.work {
        if let Some(id) = work.coordinator {
            all.push(Participant { name: name(id), part: "coordinates".to_owned() });
        }
        let part = |(id, part): &(PersonId, Participation)| Participant { name: name(*id), part: taken(part) };
        all.extend(work.participants.iter().map(part));
    }
    if let Some(reporter) = &view.reporter {
        let name = reporter.name.as_ref().map_or("Anonymous", |name| name.reveal()).to_owned();
        let credit = match reporter.credit {
            CreditWish::Named => "wishes to be thanked by name",
            CreditWish::Anonymous => "does not wish to be named",
        };
        let address = reporter.address.as_ref().map_or("no address given", |address| address.reveal());
        all.push(Participant { name, part: format!("{}; {credit}; {address}", words::role(Role::Reporter)) });
    }
    all
}

fn taken(part: &Participation) -> String {
    let standing = match part.standing {
        Standing::CodeOwner => "code owner",
        Standing::Outsider => "outsider",
    };
    let state = match (part.approved, part.consent) {
        (false, _) => "waits for another member's approval",
        (true, Consent::Invited) => "invited, has not answered",
        (true, Consent::Signatory) if part.part.is_fixer() => "on the fix team",
        (true, Consent::Signatory) => "takes part",
        (true, Consent::Lapsed) => "has to accept the longer embargo",
        (true, Consent::Declined) => "declined",
    };
    if part.part.is_fixer() {
        format!("{standing}; {state}")
    } else {
        format!("{}; {standing}; {state}", words::role(part.part.role()))
    }
}
