//! What cannot be as a policy says it: what it is, why it matters, how to mend it.

use domain::policy::{Carries, Contradiction};

use super::{clock, rule, term, weekday};

/// What is wrong, in one sentence.
#[must_use]
pub fn contradiction(found: &Contradiction) -> String {
    match found {
        Contradiction::EmbargoBeyondMaximum => "Secrecy is to last longer than it may.".to_owned(),
        Contradiction::DeadlineBeyondEmbargo { clock: late } => {
            format!("{}: due after the latest end of secrecy.", clock(*late))
        }
        Contradiction::ReminderBeforeStart { clock: early, warning, .. } => {
            format!("{}: a reminder {} before the end comes before the clock starts.", clock(*early), term(*warning))
        }
        Contradiction::FirstDayAfterLast { clock: late } => {
            format!("{}: the first day on which it may happen lies behind the last.", clock(*late))
        }
        Contradiction::NoWorkingDays => "Working days are counted, and no weekday is one.".to_owned(),
        Contradiction::MembersImpossible => "No number of members fits.".to_owned(),
        Contradiction::SoleOfSeveral => "One person responds, and there may be more than one member.".to_owned(),
        Contradiction::SecondPersonOfOne { rule: asks } => {
            format!("One person responds, and a step waits for a second: {}.", rule(*asks))
        }
        Contradiction::PromiseOfArchived { clock: promised } => {
            format!("The project is archived and promises reporters: {}.", clock(*promised))
        }
        Contradiction::NoContact => "There is nowhere to report to.".to_owned(),
        Contradiction::NotAContact { .. } => "This is neither a mail address nor a link.".to_owned(),
        Contradiction::NoChannel { carries: Carries::Announcements } => {
            "Announcements are demanded and have nowhere to go.".to_owned()
        }
        Contradiction::NoChannel { carries: Carries::Retrospectives } => {
            "Retrospectives are demanded and have nowhere to go.".to_owned()
        }
        Contradiction::LeftFromPreset { value, .. } => format!("“{value}” is the preset's example."),
        Contradiction::Scrambled { .. } => "A web page has made this address unreadable.".to_owned(),
        Contradiction::Placeholder { value, .. } => format!("“{value}” holds a placeholder."),
        Contradiction::SlotNever => "The recommended release has an hour and no weekday.".to_owned(),
        Contradiction::SlotOnRestDay { day } => {
            format!("Releases are recommended on {}, a day of rest.", weekday(*day))
        }
        Contradiction::SlotMissing => "The recommended slot is demanded and none is named.".to_owned(),
        Contradiction::RetrospectiveUntimed => "A retrospective is demanded and no time is set for it.".to_owned(),
        Contradiction::NoAcknowledgement => "No time is set for the first answer to a reporter.".to_owned(),
    }
}

/// Why it matters.
#[must_use]
pub const fn contradiction_matters(found: &Contradiction) -> &'static str {
    match found {
        Contradiction::EmbargoBeyondMaximum => "Every private report would begin with a date that the policy forbids.",
        Contradiction::DeadlineBeyondEmbargo { .. } => "The flaw would be public before the step that secrecy is for.",
        Contradiction::ReminderBeforeStart { .. } => "It would come at once, and remind nobody of anything.",
        Contradiction::FirstDayAfterLast { .. } => "There is no day on which it can be kept.",
        Contradiction::NoWorkingDays => "Such a day would never come.",
        Contradiction::MembersImpossible | Contradiction::SoleOfSeveral => {
            "Nobody could say whether the body is complete."
        }
        Contradiction::SecondPersonOfOne { .. } => "The step could never be taken.",
        Contradiction::PromiseOfArchived { .. } => "Nobody is there to keep it (PR-88).",
        Contradiction::NoContact | Contradiction::NotAContact { .. } | Contradiction::Scrambled { .. } => {
            "A finder who reaches nobody publishes, or gives up (PR-12)."
        }
        Contradiction::NoChannel { .. } => "On release day nobody would be told (PR-73, PR-84).",
        Contradiction::LeftFromPreset { .. } | Contradiction::Placeholder { .. } => {
            "Readers take it for the project's own word."
        }
        Contradiction::SlotNever | Contradiction::SlotMissing => "No day would ever be the recommended one (PR-59).",
        Contradiction::SlotOnRestDay { .. } => "Users would have to act when nobody is there to help (PR-59).",
        Contradiction::RetrospectiveUntimed => "A case would wait for something that is never due (PR-82).",
        Contradiction::NoAcknowledgement => "A finder cannot tell silence from an answer that is on its way.",
    }
}

/// How to mend it.
#[must_use]
pub const fn contradiction_mended(found: &Contradiction) -> &'static str {
    match found {
        Contradiction::EmbargoBeyondMaximum => "Shorten `default`, or raise `maximum`.",
        Contradiction::DeadlineBeyondEmbargo { .. } => "Shorten `within`, or raise `maximum` under `[embargo]`.",
        Contradiction::ReminderBeforeStart { .. } => "Remind later, or allow more time.",
        Contradiction::FirstDayAfterLast { .. } => "Make `not_before` shorter than `within`.",
        Contradiction::NoWorkingDays => "Name the days of work in `weekdays`.",
        Contradiction::MembersImpossible => "Let `members_min` be at least 1 and at most `members_max`.",
        Contradiction::SoleOfSeveral => "Write kind = \"committee\", or members_max = 1.",
        Contradiction::SecondPersonOfOne { .. } => "Take the rule out, or write force = \"info\".",
        Contradiction::PromiseOfArchived { .. } => "Take `promised` out, or write lifecycle = \"active\".",
        Contradiction::NoContact => "Write an address, or a link, that somebody reads.",
        Contradiction::NotAContact { .. } => "Write it as security@example.org, or as https://….",
        Contradiction::Scrambled { .. } => "Write the address out.",
        Contradiction::NoChannel { .. } => "Add a `[[channels]]` that carries them.",
        Contradiction::LeftFromPreset { .. } | Contradiction::Placeholder { .. } => "Write your own.",
        Contradiction::SlotNever | Contradiction::SlotOnRestDay { .. } => "Name working days in `weekdays`.",
        Contradiction::SlotMissing => "Add `[release_slot]`, or do not demand it.",
        Contradiction::RetrospectiveUntimed => "Add `[clocks.retrospective]`, or do not demand it.",
        Contradiction::NoAcknowledgement => "Add `[clocks.acknowledge]`.",
    }
}
