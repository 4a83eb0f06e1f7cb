//! What is due when, what moves it, and how long a case is secret.
//!
//! Knows windows, modes and terms. Must not know the time.

use std::fmt::Write as _;

use domain::calendar::Calendar;
use domain::policy::{
    Adjustment, Anchor, CaseMode, ClockKind, ClockRule, EmbargoStart, EmbargoTerms, ModeRule, MoveFactor, NeedToKnow,
    Owner, Pace, Policy, Rule,
};

use super::fact::{Fact, Section};
use super::phrase::{blackout, either, joined, plain, score};
use crate::words;

/// What a clock says (PR-40, PR-43, PR-66, PR-82, ambiguity A10): nothing of it is for readers of a project that promises nothing.
pub(super) fn clock(policy: &Policy, kind: ClockKind, rule: &ClockRule) -> Vec<Fact> {
    let ClockRule { from, not_before, within, warn_before, force: strictness, origin, owner: kept_by, promised } = rule;
    let (section, before, behind) = frame(kind, policy.is_sole());
    let keeper = kept_by.map(|one| owner(policy, one));
    let mut sentence = format!("{before}{}{behind}", window(kind, rule));
    if let Some(keeper) = keeper.filter(|_| !policy.is_sole()) {
        let _ = write!(sentence, "; {keeper} sees to it");
    }
    if *promised {
        sentence.push_str("; you are promised this and see the date");
    }
    if !policy.project.lifecycle.promises() {
        sentence.clear();
    }
    let name = words::clock(kind);
    let main = Fact::said(section, name, &format!("within {}", words::term(*within)), sentence);
    let mut all = vec![main.strict(*strictness).from(origin).at(rank(kind))];
    let mut kept = |what: &str, value: &str| all.push(Fact::kept(section, &format!("{name}, {what}"), value));
    if let Some(anchor) = from {
        kept("counted from", since(*anchor));
    }
    if let Some(term) = not_before {
        kept("not before", &words::term(*term));
    }
    if !warn_before.is_empty() {
        let warned: Vec<String> = warn_before.iter().map(|term| words::term(*term)).collect();
        kept("reminded before", &words::listed(&warned));
    }
    if let Some(keeper) = keeper {
        kept("seen to by", keeper);
    }
    if *promised {
        kept("for reporters", "promised");
    }
    all
}

/// Where under its heading.
const fn rank(kind: ClockKind) -> u8 {
    match kind {
        ClockKind::Acknowledge | ClockKind::FixTeam | ClockKind::Embargo | ClockKind::Retrospective => 0,
        ClockKind::Assess | ClockKind::Update => 20,
        ClockKind::PublishGap => 60,
        ClockKind::FixDevelopment | ClockKind::Release | ClockKind::Threat => 90,
    }
}

/// Where a clock's sentence stands, and its words before and after the window.
const fn frame(kind: ClockKind, sole: bool) -> (Section, &'static str, &'static str) {
    match kind {
        ClockKind::Acknowledge => (Section::Report, "You get a first answer ", ""),
        ClockKind::Assess => (Section::Report, "You learn ", " whether we accept the report, and why if not"),
        ClockKind::Update => (Section::Report, "Up to the release you hear from us again ", ""),
        ClockKind::FixTeam if sole => (Section::Fix, "Whoever helps with the fix joins ", ""),
        ClockKind::FixTeam => (
            Section::Fix,
            "The engineers who know the affected code are found, and brought into the case, ",
            "; they are its fix team, and mostly maintainers",
        ),
        ClockKind::FixDevelopment => (Section::Fix, "The fix is ready ", ""),
        ClockKind::Release => (Section::Release, "The release with the fix is out, and the advisory with it, ", ""),
        ClockKind::Threat => (Section::Public, "When others have named a day on which they publish, we are done ", ""),
        ClockKind::Embargo => (Section::Secrecy, "The embargo ends ", ""),
        ClockKind::PublishGap => {
            (Section::Release, "From the merge on anybody can read the fix, so users are told ", "")
        }
        ClockKind::Retrospective => (Section::Retrospective, "We look back on how it went ", ""),
    }
}

/// The time a clock gives: `within 7 days of the report`. Only a retrospective has to wait for its first day; elsewhere that
/// day is information (ambiguity A3).
pub(crate) fn window(kind: ClockKind, rule: &ClockRule) -> String {
    let anchor = rule.from.map_or_else(|| usually_since(kind), since);
    let within = words::term(rule.within);
    match rule.not_before.filter(|_| kind == ClockKind::Retrospective) {
        Some(from) => format!("not before {} and within {within} of {anchor}", words::term(from)),
        None => format!("within {within} of {anchor}"),
    }
}

const fn usually_since(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Update => "the last news",
        ClockKind::Acknowledge
        | ClockKind::Assess
        | ClockKind::FixTeam
        | ClockKind::FixDevelopment
        | ClockKind::Release
        | ClockKind::Threat
        | ClockKind::Embargo => since(Anchor::Receipt),
        ClockKind::PublishGap => since(Anchor::Merge),
        ClockKind::Retrospective => since(Anchor::Publication),
    }
}

const fn since(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Receipt => "the report",
        Anchor::Acknowledgement => "the first answer",
        Anchor::Decision => "the decision on the report",
        Anchor::FixReady => "the day the fix is ready",
        Anchor::Merge => "the merge of the fix",
        Anchor::Publication => "the release",
    }
}

/// Who keeps a clock.
pub(crate) fn owner(policy: &Policy, owner: Owner) -> &'static str {
    match owner {
        _ if policy.is_sole() => "the maintainer",
        Owner::Committee => "the committee",
        Owner::Coordinator => "the coordinator of the case",
        Owner::FixTeam => "the fix team",
        Owner::OnCall => "whoever is on duty",
    }
}

/// PR-36. What holidays may do to a release of little danger has a sentence of its own (PR-61).
pub(super) fn adjustment(policy: &Policy, adjustment: &Adjustment) -> Fact {
    let Adjustment { clock, by, reasons, ceiling, force: strictness, origin } = adjustment;
    let (who, date) = (owner(policy, *by), words::clock(*clock));
    let named = |reasons: &mut dyn Iterator<Item = &MoveFactor>| {
        either(&reasons.map(|reason| words::move_factor(*reason)).collect::<Vec<_>>())
    };
    let latest = ceiling.map_or_else(String::new, |term| format!(", never to later than {} in all", words::term(term)));
    let is_said_here =
        |reason: &&MoveFactor| **reason != MoveFactor::Availability || policy.slow_below_tenths.is_none();
    let sentence = if reasons.is_empty() || reasons.iter().any(|reason| is_said_here(&reason)) {
        let why = named(&mut reasons.iter().filter(is_said_here));
        format!("The date for “{date}” may be moved by {who}, for {why}{latest}; the reason is written down")
    } else {
        String::new()
    };
    let value = format!("{who}, for {}{latest}", named(&mut reasons.iter()));
    Fact::said(Section::Timelines, &format!("Who moves “{date}”"), &value, sentence).strict(*strictness).from(origin)
}

/// PR-61.
pub(super) fn slow(policy: &Policy, limit: u8) -> Fact {
    let score = score(limit);
    let by = policy.adjustments.iter().find(|one| one.reasons.contains(&MoveFactor::Availability));
    let by = by.map_or_else(|| owner(policy, Owner::Committee), |one| owner(policy, one.by));
    let sentence = format!(
        "Where the score is below {score}, or little harm is to be feared, {by} may let a release wait for holidays or free hands, and writes down why; a date moves, it never goes away"
    );
    Fact::said(Section::Timelines, "A release may be slowed", &format!("below {score}"), sentence)
}

/// PR-29 to PR-39, for every mode: where the policy is silent, what is usual.
pub(super) fn modes(policy: &Policy) -> Vec<Fact> {
    let said = CaseMode::ALL.into_iter().filter(|mode| *mode != CaseMode::Private || policy.modes.contains_key(mode));
    said.flat_map(|mode| self::mode(policy, mode, policy.modes.get(&mode))).collect()
}

fn mode(policy: &Policy, mode: CaseMode, rule: Option<&ModeRule>) -> Vec<Fact> {
    let pace = policy.pace(mode);
    let note = rule.and_then(|rule| rule.note.as_ref()).map(plain);
    let (name, before) = when(mode);
    let mut sentence = before.to_owned();
    if mode == CaseMode::Threatened {
        let _ = write!(sentence, "; {}. If you will not wait, ", note.unwrap_or("we ask whether it can wait"));
    }
    sentence.push_str(match pace {
        Pace::Asap => "everything is done as soon as possible, with no earliest day and no recommended hour",
        Pace::AsPlanned => "the dates stay as they are",
        Pace::Rebased => "that project's date leads: ours count from it, and we do not publish before",
    });
    let mut value = how(pace).to_owned();
    if let Some(note) = note {
        let _ = write!(value, "; {note}");
        if mode != CaseMode::Threatened {
            let _ = write!(sentence, "; {note}");
        }
    }
    if rule.is_some_and(|rule| rule.holding_statement) {
        sentence.push_str("; a first statement tells users what is known before there is a fix");
        value.push_str(", with a first statement before there is a fix");
    }
    let asked = policy.force(Rule::UpstreamFirst).filter(|_| mode == CaseMode::Upstream && pace == Pace::Rebased);
    let fact = Fact::said(Section::Public, name, &value, sentence);
    let Some(ModeRule { pace: _, holding_statement: _, note: _, force: strictness, origin }) = rule else {
        return vec![fact.carrying(asked)];
    };
    vec![fact.strict(*strictness).from(origin).carrying(asked)]
}

const fn how(pace: Pace) -> &'static str {
    match pace {
        Pace::AsPlanned => "as planned",
        Pace::Asap => "as soon as possible",
        Pace::Rebased => "on the other project's date",
    }
}

/// A mode's name, and how its sentence begins.
const fn when(mode: CaseMode) -> (&'static str, &'static str) {
    match mode {
        CaseMode::Private => ("A private report", "When a report came privately, "),
        CaseMode::Public => (
            "A flaw that is public",
            "If a vulnerability is public already, write to us at once, whoever you are, so that fix, release and announcement can begin; secrecy is over then, and ",
        ),
        CaseMode::Threatened => {
            ("Somebody means to publish", "If you mean to publish before there is a fix, tell us when")
        }
        CaseMode::Upstream => (
            "Another project's date",
            "When a fix hangs on another project, we look with it for the date that is best for its users and ours; ",
        ),
        CaseMode::Exploited => ("A flaw that is attacked", "When a vulnerability is used in attacks, "),
    }
}

/// Ambiguity A11.
pub(super) fn embargo(embargo: &EmbargoTerms) -> Vec<Fact> {
    let EmbargoTerms { default, maximum, starts, kept_under_attack, terms, breach, origin } = embargo;
    let (usual, most) = (words::term(*default), words::term(*maximum));
    let start = match starts {
        EmbargoStart::Receipt => "its receipt",
        EmbargoStart::FixReady => "the day the fix is ready",
    };
    let length = if usual == most {
        format!("A private report is kept secret for at most {most} from {start}")
    } else {
        format!(
            "A private report is kept secret for {usual} from {start} unless another end is agreed, and never for longer than {most}"
        )
    };
    let ends = if *kept_under_attack {
        ("goes on", "The release ends the embargo, and so does the flaw becoming public; attacks alone do not")
    } else {
        ("ends", "The release ends the embargo, and so do attacks, or the flaw becoming public")
    };
    let secret = |subject: &str, value: &str, sentence| Fact::said(Section::Secrecy, subject, value, sentence);
    let agreed = terms.reveal().split_whitespace().collect::<Vec<_>>().join(" ");
    let agreed = agreed.trim_end_matches('.');
    let mut all = vec![
        secret("The embargo lasts", &usual, length).from(origin),
        secret("The embargo lasts at most", &most, String::new()),
        secret("The embargo counts from", start, String::new()),
        secret("The embargo under attack", ends.0, ends.1.to_owned()),
        secret(
            "The terms of the embargo",
            &format!("“{agreed}”"),
            format!("Who takes part agrees to this: “{agreed}”"),
        ),
    ];
    if !breach.is_empty() {
        let steps = joined(breach, "; ");
        all.push(secret("When the embargo is broken", &steps, format!("If it is broken: {steps}")));
    }
    all
}

/// PR-27, PR-41, ambiguity A7.
pub(super) fn need_to_know(known: &NeedToKnow) -> Vec<Fact> {
    let NeedToKnow { groups, agree_first, force: strictness, origin } = known;
    let groups: Vec<&str> = groups.iter().map(|one| words::group(*one)).collect();
    let groups = words::listed(&groups);
    let sentence =
        format!("While the embargo runs, these may know of a case, and tell it on purpose to nobody else: {groups}");
    let known = Fact::said(Section::Secrecy, "Who may know", &groups, sentence);
    let mut all = vec![known.strict(*strictness).from(origin).at(10)];
    if *agree_first {
        let sentence = "They agree to the terms before they read anything".to_owned();
        all.push(Fact::said(Section::Secrecy, "Agreeing to the terms", "before reading anything", sentence).at(10));
    }
    all
}

/// Ambiguity A14.
pub(super) fn calendar(calendar: &Calendar) -> Vec<Fact> {
    let Calendar { zone, weekdays, holidays, blackouts } = calendar;
    let days: Vec<&str> = weekdays.iter().map(|day| words::weekday(*day)).collect();
    let mut all = vec![
        Fact::kept(Section::Timelines, "Dates are counted in", zone.as_str()),
        Fact::kept(Section::Timelines, "Working days", &words::listed(&days)),
    ];
    if !holidays.is_empty() {
        let dates: Vec<String> = holidays.iter().map(ToString::to_string).collect();
        let dates = words::listed(&dates);
        all.push(Fact::said(Section::Timelines, "Holidays", &dates, format!("These days do not count: {dates}")));
    }
    if !blackouts.is_empty() {
        let dark = words::listed(&blackouts.iter().map(blackout).collect::<Vec<_>>());
        let sentence = format!("No release, unless it cannot wait: {dark}");
        all.push(Fact::said(Section::Release, "No release", &dark, sentence));
    }
    all
}
