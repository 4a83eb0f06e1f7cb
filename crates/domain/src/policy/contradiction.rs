//! What a policy demands that cannot be, or promises that nobody can keep: found before the first case, not during it.
//!
//! Knows sections and their keys; the words for people are in `documents`. Must not know any case.

use jiff::Timestamp;

use super::{BodyKind, Carries, ClockKind, Force, Lifecycle, Policy, Preset, Rule};
use crate::calendar::{Day, Term};
use crate::words::Line;

/// Something in a policy that cannot be as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Secrecy lasts longer than it may.
    EmbargoBeyondMaximum,
    /// A deadline lies behind the latest end of secrecy.
    DeadlineBeyondEmbargo {
        /// The clock.
        clock: ClockKind,
    },
    /// A reminder would come before the clock starts.
    ReminderBeforeStart {
        /// The clock.
        clock: ClockKind,
        /// Which of its reminders, counted from 0.
        nth: usize,
        /// How long before the end it is wished for.
        warning: Term,
    },
    /// A clock's first day lies behind its last.
    FirstDayAfterLast {
        /// The clock.
        clock: ClockKind,
    },
    /// Business days, or days for a release, are looked for in a calendar that has none.
    NoWorkingDays,
    /// A blackout ends before it begins.
    BlackoutBackwards {
        /// Which, counted from 0.
        nth: usize,
    },
    /// The body is to have at least more members than at most, or none.
    MembersImpossible,
    /// One person, or several: the section says both.
    SoleOfSeveral,
    /// A step waits for a second person where there is one.
    SecondPersonOfOne {
        /// The rule that asks for one.
        rule: Rule,
    },
    /// An archived project promises something to reporters (PR-88).
    PromiseOfArchived {
        /// The promise.
        clock: ClockKind,
    },
    /// Nowhere to report to (PR-12).
    NoContact,
    /// Neither a mail address nor a link.
    NotAContact {
        /// Which contact, counted from 0.
        nth: usize,
    },
    /// Something is sent that has nowhere to go (PR-73, PR-84).
    NoChannel {
        /// What is sent.
        carries: Carries,
    },
    /// A line of the preset that was never filled in.
    LeftFromPreset {
        /// The key.
        path: String,
        /// What it says.
        value: String,
    },
    /// An address that a page has made unreadable.
    Scrambled {
        /// The key.
        path: String,
    },
    /// A placeholder that was never filled in, or was torn.
    Placeholder {
        /// The key.
        path: String,
        /// What it says.
        value: String,
    },
    /// The recommended slot has no weekday.
    SlotNever,
    /// The recommended slot falls on a day on which nobody works.
    SlotOnRestDay {
        /// The day.
        day: Day,
    },
    /// A slot is demanded and none is named (PR-59).
    SlotMissing,
    /// A retrospective is demanded and no time is set for it (PR-82).
    RetrospectiveUntimed,
    /// Nobody is told when a reporter gets a first answer (ambiguity A10).
    NoAcknowledgement,
}

impl Contradiction {
    /// The key of the file that it is about, as `clocks.release.within`; a section when a key is missing there.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::EmbargoBeyondMaximum => "embargo.default".to_owned(),
            Self::DeadlineBeyondEmbargo { clock } => format!("clocks.{}.within", key(clock)),
            Self::ReminderBeforeStart { clock, nth, .. } => format!("clocks.{}.warn_before.{nth}", key(clock)),
            Self::FirstDayAfterLast { clock } => format!("clocks.{}.not_before", key(clock)),
            Self::NoWorkingDays => "calendar.weekdays".to_owned(),
            Self::BlackoutBackwards { nth } => format!("calendar.blackouts.{nth}.to"),
            Self::MembersImpossible => "body.members_min".to_owned(),
            Self::SoleOfSeveral => "body.members_max".to_owned(),
            Self::SecondPersonOfOne { rule } => format!("rules.{}", key(rule)),
            Self::PromiseOfArchived { clock } => format!("clocks.{}.promised", key(clock)),
            Self::NoContact => "project.contact".to_owned(),
            Self::NotAContact { nth } => format!("project.contact.{nth}"),
            Self::NoChannel { .. } => "channels".to_owned(),
            Self::LeftFromPreset { path, .. } | Self::Scrambled { path } | Self::Placeholder { path, .. } => {
                path.clone()
            }
            Self::SlotNever | Self::SlotOnRestDay { .. } => "release_slot.weekdays".to_owned(),
            Self::SlotMissing => "rules.recommended_slot".to_owned(),
            Self::RetrospectiveUntimed => "rules.retrospective_sent".to_owned(),
            Self::NoAcknowledgement => "clocks".to_owned(),
        }
    }
}

/// The name of a key in the file.
fn key(named: &impl serde::Serialize) -> String {
    serde_json::to_value(named).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Everything that cannot be as it stands, in the order of the file's sections.
///
/// ```
/// use domain::policy::{Contradiction, contradictions, solo};
/// let mut policy = solo();
/// policy.embargo.maximum = "P7D".parse().unwrap();
/// assert!(contradictions(&policy).contains(&Contradiction::EmbargoBeyondMaximum));
/// ```
#[must_use]
pub fn contradictions(policy: &Policy) -> Vec<Contradiction> {
    let mut found = Vec::new();
    lines(policy, &mut found);
    contacts(policy, &mut found);
    body(policy, &mut found);
    calendar(policy, &mut found);
    clocks(policy, &mut found);
    found
}

/// Every line that people typed, with its key.
fn lines(policy: &Policy, found: &mut Vec<Contradiction>) {
    let project = &policy.project;
    let mut all: Vec<(String, &Line)> = vec![
        ("version".to_owned(), &policy.version),
        ("project.name".to_owned(), &project.name),
        ("project.organisation".to_owned(), &project.organisation),
        ("project.repository".to_owned(), &project.repository),
        ("body.name".to_owned(), &policy.body.name),
    ];
    let numbered = |section: &'static str| move |(nth, line)| (format!("{section}.{nth}"), line);
    all.extend(project.contact.iter().enumerate().map(numbered("project.contact")));
    all.extend(policy.lineage.iter().enumerate().map(numbered("lineage")));
    all.extend(policy.check_command.iter().map(|line| ("check_command".to_owned(), line)));
    for (nth, channel) in policy.channels.iter().enumerate() {
        all.push((format!("channels.{nth}.name"), &channel.name));
        all.push((format!("channels.{nth}.address"), &channel.address));
    }
    let examples = examples();
    for (path, line) in all {
        let value = line.reveal();
        if is_scrambled(value) {
            found.push(Contradiction::Scrambled { path });
        } else if is_placeholder(value) {
            found.push(Contradiction::Placeholder { path, value: value.to_owned() });
        } else if examples.iter().any(|(example, said)| *example == path && said == value) {
            found.push(Contradiction::LeftFromPreset { path, value: value.to_owned() });
        }
    }
}

/// What stands in a preset for a project to fill in.
fn examples() -> Vec<(String, String)> {
    let policy = Preset::Committee.policy();
    let project = &policy.project;
    let mut all = vec![
        ("project.name".to_owned(), project.name.reveal().to_owned()),
        ("project.organisation".to_owned(), project.organisation.reveal().to_owned()),
        ("project.repository".to_owned(), project.repository.reveal().to_owned()),
    ];
    for (nth, contact) in project.contact.iter().enumerate() {
        all.push((format!("project.contact.{nth}"), contact.reveal().to_owned()));
    }
    for (nth, channel) in policy.channels.iter().enumerate() {
        all.push((format!("channels.{nth}.address"), channel.address.reveal().to_owned()));
    }
    all
}

fn is_scrambled(value: &str) -> bool {
    let value = value.to_lowercase();
    ["[email protected]", "[email\u{a0}protected]", "[email&#160;protected]", "cdn-cgi/l/email-protection"]
        .iter()
        .any(|mark| value.contains(mark))
}

fn is_placeholder(value: &str) -> bool {
    let count = |c: char| value.matches(c).count();
    let named = |open: &str, close: &str| value.contains(open) || value.contains(close);
    count('<') != count('>')
        || named("{{", "}}")
        || named("${", "$VERSION")
        || value.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "TODO" | "TBD" | "FIXME" | "XXX"))
        || (value.contains('<') && value.contains('>') && !value.contains('@'))
}

fn contacts(policy: &Policy, found: &mut Vec<Contradiction>) {
    let contact = &policy.project.contact;
    if contact.is_empty() && policy.project.lifecycle != Lifecycle::Archived {
        found.push(Contradiction::NoContact);
    }
    for (nth, line) in contact.iter().enumerate() {
        let line = line.reveal();
        let is_link = ["https://", "mailto:", "tel:"].iter().any(|scheme| line.starts_with(scheme));
        let is_address = line.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
        if !is_link && (!is_address || line.contains(char::is_whitespace)) && !is_scrambled(line) {
            found.push(Contradiction::NotAContact { nth });
        }
    }
    let goes = |carries| policy.channels.iter().any(|channel| channel.carries == carries);
    let asked = |rule| policy.force(rule) >= Some(Force::Should);
    if asked(Rule::ChannelNamed) && !goes(Carries::Announcements) {
        found.push(Contradiction::NoChannel { carries: Carries::Announcements });
    }
    if asked(Rule::RetrospectiveSent) && !goes(Carries::Retrospectives) {
        found.push(Contradiction::NoChannel { carries: Carries::Retrospectives });
    }
}

fn body(policy: &Policy, found: &mut Vec<Contradiction>) {
    let body = &policy.body;
    if body.members_min == 0 || body.members_min > body.members_max {
        found.push(Contradiction::MembersImpossible);
    }
    if body.kind != BodyKind::Sole {
        return;
    }
    if body.members_max > 1 {
        found.push(Contradiction::SoleOfSeveral);
    }
    for rule in [Rule::BothAgree, Rule::ApprovalByAnother, Rule::OutsiderApproval] {
        if policy.force(rule) == Some(Force::Must) {
            found.push(Contradiction::SecondPersonOfOne { rule });
        }
    }
}

fn calendar(policy: &Policy, found: &mut Vec<Contradiction>) {
    let backwards = policy.calendar.blackouts.iter().enumerate().filter(|(_, blackout)| blackout.from > blackout.to);
    found.extend(backwards.map(|(nth, _)| Contradiction::BlackoutBackwards { nth }));
    let terms = policy.clocks.values().map(|rule| rule.within);
    let mut terms = terms.chain([policy.embargo.default, policy.embargo.maximum]);
    let counted = policy.release_slot.is_some() || terms.any(|term| matches!(term, Term::Business(_)));
    if policy.calendar.weekdays.is_empty() && counted {
        found.push(Contradiction::NoWorkingDays);
        return;
    }
    match &policy.release_slot {
        None if policy.force(Rule::RecommendedSlot) >= Some(Force::Should) => found.push(Contradiction::SlotMissing),
        None => {}
        Some(slot) if slot.weekdays.is_empty() => found.push(Contradiction::SlotNever),
        Some(slot) => {
            let rests = slot.weekdays.iter().filter(|day| !policy.calendar.weekdays.contains(day));
            found.extend(rests.map(|day| Contradiction::SlotOnRestDay { day: *day }));
        }
    }
}

fn clocks(policy: &Policy, found: &mut Vec<Contradiction>) {
    // Any day serves to compare two terms; this one is a Monday in January, far from a change of the clocks.
    let monday = Timestamp::constant(1_767_607_200, 0);
    let after = |term: Term| policy.calendar.after(monday, term);
    let latest = after(policy.embargo.maximum);
    if after(policy.embargo.default) > latest {
        found.push(Contradiction::EmbargoBeyondMaximum);
    }
    for (clock, rule) in &policy.clocks {
        let (clock, end) = (*clock, after(rule.within));
        let secret = matches!(clock, ClockKind::FixTeam | ClockKind::FixDevelopment | ClockKind::Release);
        if secret && end > latest {
            found.push(Contradiction::DeadlineBeyondEmbargo { clock });
        }
        if rule.not_before.is_some_and(|first| after(first) > end) {
            found.push(Contradiction::FirstDayAfterLast { clock });
        }
        for (nth, warning) in rule.warn_before.iter().enumerate() {
            if policy.calendar.before(end, *warning) <= monday {
                found.push(Contradiction::ReminderBeforeStart { clock, nth, warning: *warning });
            }
        }
        if rule.promised && policy.project.lifecycle == Lifecycle::Archived {
            found.push(Contradiction::PromiseOfArchived { clock });
        }
    }
    if policy.force(Rule::RetrospectiveSent) >= Some(Force::Should)
        && !policy.clocks.contains_key(&ClockKind::Retrospective)
    {
        found.push(Contradiction::RetrospectiveUntimed);
    }
    if policy.project.lifecycle != Lifecycle::Archived && !policy.clocks.contains_key(&ClockKind::Acknowledge) {
        found.push(Contradiction::NoAcknowledgement);
    }
}
