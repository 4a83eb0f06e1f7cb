//! Our own policy files: what cannot be as they say it, each with its place.
//!
//! Knows the words for contradictions; what contradicts what is in `domain`. Must not know prose policies.

use domain::policy::{Carries, Contradiction, Policy, contradictions, place_of};

use crate::context::Context;
use crate::report::{Finding, Report};
use crate::rule::RuleId;

/// Says what is wrong with a policy file.
pub(crate) fn lint(text: &str, context: &Context) -> Report {
    let mut findings: Vec<Finding> = match Policy::parse(text) {
        Ok(policy) => contradictions(&policy).iter().map(|found| finding(text, found)).collect(),
        Err(bad) => vec![placed(
            RuleId::PolicyUnreadable,
            (bad.line, bad.column),
            format!("{}.", bad.message.trim_end_matches('.')),
            "Mend this first; nothing behind it was read.",
        )],
    };
    findings.sort_by_key(|finding| (finding.line, finding.column));
    Report { file: context.file.clone(), findings, criteria: Vec::new() }
}

fn finding(text: &str, found: &Contradiction) -> Finding {
    let place = place_of(text, &found.path()).unwrap_or((1, 1));
    placed(rule(found), place, what(found), mend(found))
}

fn placed(rule: RuleId, (line, column): (usize, usize), what: String, mend: &str) -> Finding {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Finding {
        rule,
        severity: rule.severity(),
        line: small(line),
        column: small(column),
        what,
        why: rule.why(),
        mend: mend.to_owned(),
    }
}

const fn rule(found: &Contradiction) -> RuleId {
    match found {
        Contradiction::EmbargoBeyondMaximum => RuleId::EmbargoBeyondMaximum,
        Contradiction::DeadlineBeyondEmbargo { .. } => RuleId::DeadlineBeyondEmbargo,
        Contradiction::ReminderBeforeStart { .. } => RuleId::ReminderBeforeStart,
        Contradiction::FirstDayAfterLast { .. } => RuleId::FirstDayAfterLast,
        Contradiction::NoWorkingDays => RuleId::NoWorkingDays,
        Contradiction::BlackoutBackwards { .. } => RuleId::BlackoutBackwards,
        Contradiction::MembersImpossible => RuleId::MembersImpossible,
        Contradiction::SoleOfSeveral => RuleId::SoleOfSeveral,
        Contradiction::SecondPersonOfOne { .. } => RuleId::SecondPersonOfOne,
        Contradiction::PromiseOfArchived { .. } => RuleId::ArchivedPromises,
        Contradiction::NoContact => RuleId::ContactMissing,
        Contradiction::NotAContact { .. } => RuleId::ContactUnreadable,
        Contradiction::NoChannel { .. } => RuleId::ChannelsEmpty,
        Contradiction::LeftFromPreset { .. } => RuleId::PresetLeft,
        Contradiction::Scrambled { .. } => RuleId::AddressScrambled,
        Contradiction::Placeholder { .. } => RuleId::PlaceholderUnfilled,
        Contradiction::SlotNever | Contradiction::SlotMissing => RuleId::SlotMissing,
        Contradiction::SlotOnRestDay { .. } => RuleId::SlotOnRestDay,
        Contradiction::RetrospectiveUntimed => RuleId::RetrospectiveUntimed,
        Contradiction::NoAcknowledgement => RuleId::AcknowledgementMissing,
        Contradiction::HandedOverToNobody => RuleId::HandedOverToNobody,
        Contradiction::VoteIncomplete { .. } | Contradiction::ShareImpossible { .. } => RuleId::VoteIncomplete,
        Contradiction::VoteOfOne { .. } => RuleId::VoteByOne,
        Contradiction::DiversityImpossible => RuleId::DiversityImpossible,
        Contradiction::LeaveBandsBackwards => RuleId::LeaveBackwards,
        Contradiction::CommitteeNotTold => RuleId::CommitteeNotTold,
        Contradiction::NoticeBeforeStart { .. } => RuleId::NoticeTooEarly,
        Contradiction::NoticeBeyondList { .. } => RuleId::NoticeBeyondList,
        Contradiction::LevelsMissing => RuleId::LevelsMissing,
        Contradiction::TrackBeyondEmbargo { .. } => RuleId::DeadlineBeyondEmbargo,
        Contradiction::TrackFromNowhere { .. } => RuleId::TrackFromNowhere,
        Contradiction::EscalationTooEarly { .. } => RuleId::EscalationTooEarly,
        Contradiction::MoveWithoutReason { .. } => RuleId::MoveWithoutReason,
    }
}

/// What was found, in one sentence.
fn what(found: &Contradiction) -> String {
    let path = found.path();
    let section = path.rsplit_once('.').map_or(path.as_str(), |(section, _)| section);
    match found {
        Contradiction::EmbargoBeyondMaximum => "Secrecy is to last longer than it may.".to_owned(),
        Contradiction::DeadlineBeyondEmbargo { .. } => {
            format!("`{section}` is due after the latest end of secrecy.")
        }
        Contradiction::ReminderBeforeStart { clock: _, nth: _, warning } => {
            format!("A reminder {warning} before the end comes before the clock starts.")
        }
        Contradiction::FirstDayAfterLast { .. } => {
            format!("The first day of `{section}` lies behind its last.")
        }
        Contradiction::NoWorkingDays => "Working days are counted, and no weekday is one.".to_owned(),
        Contradiction::BlackoutBackwards { .. } => "This blackout ends before it begins.".to_owned(),
        Contradiction::MembersImpossible => "No number of members fits.".to_owned(),
        Contradiction::SoleOfSeveral => "One person responds, and there may be more than one member.".to_owned(),
        Contradiction::SecondPersonOfOne { .. } => format!("One person responds, and `{path}` waits for a second."),
        Contradiction::PromiseOfArchived { .. } => {
            format!("The project is archived and promises reporters `{section}`.")
        }
        Contradiction::NoContact => "There is nowhere to report to.".to_owned(),
        Contradiction::NotAContact { .. } => "This is neither a mail address nor a link.".to_owned(),
        Contradiction::NoChannel { carries: Carries::Announcements } => {
            "Announcements are demanded and have nowhere to go.".to_owned()
        }
        Contradiction::NoChannel { carries: Carries::Retrospectives } => {
            "Retrospectives are demanded and have nowhere to go.".to_owned()
        }
        Contradiction::NoChannel { carries: Carries::Links } => "Links are demanded and have nowhere to go.".to_owned(),
        Contradiction::LeftFromPreset { value, .. } => format!("“{value}” is the preset's example."),
        Contradiction::Scrambled { .. } => "A web page has made this address unreadable.".to_owned(),
        Contradiction::Placeholder { value, .. } => format!("“{value}” holds a placeholder."),
        Contradiction::SlotNever => "The recommended release has an hour and no weekday.".to_owned(),
        Contradiction::SlotOnRestDay { .. } => "Releases are recommended on a day of rest.".to_owned(),
        Contradiction::SlotMissing => "The recommended slot is demanded and none is named.".to_owned(),
        Contradiction::RetrospectiveUntimed => "A retrospective is demanded and no time is set for it.".to_owned(),
        Contradiction::NoAcknowledgement => "No time is set for the first answer to a reporter.".to_owned(),
        Contradiction::HandedOverToNobody => "The project was handed over, and nobody is named.".to_owned(),
        Contradiction::VoteIncomplete { missing, .. } => format!("This vote has no `{missing}`."),
        Contradiction::ShareImpossible { .. } => "This share is no more than the half, or more than all.".to_owned(),
        Contradiction::VoteOfOne { .. } => "With the fewest members, one of them decides about another.".to_owned(),
        Contradiction::DiversityImpossible => "No number of members can be as diverse as that.".to_owned(),
        Contradiction::LeaveBandsBackwards => "The lengths of leave do not follow one another.".to_owned(),
        Contradiction::CommitteeNotTold => "Those who respond are not among those who may know.".to_owned(),
        Contradiction::NoticeBeforeStart { .. } => {
            "This notice comes before a report is old enough to have a release.".to_owned()
        }
        Contradiction::NoticeBeyondList { .. } => {
            "This notice asks for longer secrecy than the list takes on.".to_owned()
        }
        Contradiction::LevelsMissing => "Severity has levels of the project's own, and none is named.".to_owned(),
        Contradiction::TrackBeyondEmbargo { .. } => format!("`{section}` is due after the latest end of secrecy."),
        Contradiction::TrackFromNowhere { .. } => "This track holds from no score and no rating on.".to_owned(),
        Contradiction::EscalationTooEarly { .. } => {
            "A reporter is sent elsewhere before the first answer is owed.".to_owned()
        }
        Contradiction::MoveWithoutReason { .. } => "No reason is named for which the clock moves.".to_owned(),
    }
}

const fn mend(found: &Contradiction) -> &'static str {
    match found {
        Contradiction::EmbargoBeyondMaximum => "Shorten `default`, or raise `maximum`.",
        Contradiction::DeadlineBeyondEmbargo { .. } => "Shorten `within`, or raise `maximum` under `[embargo]`.",
        Contradiction::ReminderBeforeStart { .. } => "Remind later, or allow more time.",
        Contradiction::FirstDayAfterLast { .. } => "Make `not_before` shorter than `within`.",
        Contradiction::NoWorkingDays | Contradiction::SlotNever | Contradiction::SlotOnRestDay { .. } => {
            "Name the days of work in `weekdays`."
        }
        Contradiction::BlackoutBackwards { .. } => "Write the earlier date as `from`.",
        Contradiction::MembersImpossible => "Let `members_min` be at least 1 and at most `members_max`.",
        Contradiction::SoleOfSeveral => "Write kind = \"committee\", or members_max = 1.",
        Contradiction::SecondPersonOfOne { .. } => "Take the rule out, or write force = \"info\".",
        Contradiction::PromiseOfArchived { .. } => "Take `promised` out, or write lifecycle = \"active\".",
        Contradiction::NoContact => "Write an address, or a link, that somebody reads.",
        Contradiction::NotAContact { .. } => "Write it as security@example.org, or as https://….",
        Contradiction::NoChannel { .. } => "Add a `[[channels]]` that carries them.",
        Contradiction::Scrambled { .. } => "Write the address out.",
        Contradiction::LeftFromPreset { .. } | Contradiction::Placeholder { .. } => "Write your own.",
        Contradiction::SlotMissing => "Add `[release_slot]`, or do not demand it.",
        Contradiction::RetrospectiveUntimed => "Add `[clocks.retrospective]`, or do not demand it.",
        Contradiction::NoAcknowledgement => "Add `[clocks.acknowledge]`.",
        Contradiction::HandedOverToNobody => "Write who answers now as `handed_over_to`.",
        Contradiction::VoteIncomplete { .. } => "Add the key, or choose another `method`.",
        Contradiction::ShareImpossible { .. } => "Write a share such as \"2/3\".",
        Contradiction::VoteOfOne { .. } => {
            "Name another body as `electors`, and from how few votes on it decides as `electors_below`."
        }
        Contradiction::DiversityImpossible => "Ask for less, or allow more members.",
        Contradiction::LeaveBandsBackwards => "Let `covered_from`, `deputy_from` and `deputy_until` grow.",
        Contradiction::CommitteeNotTold => "Add \"committee\" to `groups`.",
        Contradiction::NoticeBeforeStart { .. } => "Tell them later, or allow more time under `[clocks.release]`.",
        Contradiction::NoticeBeyondList { .. } => "Tell them later, or raise `maximum`.",
        Contradiction::LevelsMissing => "Add `[[severity.levels]]`, or choose another `scheme`.",
        Contradiction::TrackBeyondEmbargo { .. } => "Shorten it, or raise `maximum` under `[embargo]`.",
        Contradiction::TrackFromNowhere { .. } => "Add `from_tenths` or `from_rating`.",
        Contradiction::EscalationTooEarly { .. } => "Make `after` longer than `within` under `[clocks.acknowledge]`.",
        Contradiction::MoveWithoutReason { .. } => "Add `reasons`, or take the section out.",
    }
}
