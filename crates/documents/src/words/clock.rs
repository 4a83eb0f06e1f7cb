//! Clocks in words: their names, what they are for, and where they stand.

use domain::Timestamp;
use domain::case::clock::{Clock, ClockState};
use domain::policy::ClockKind;

use super::time::{duration, instant};

/// What a clock stands for.
#[must_use]
pub const fn clock(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Acknowledge => "First answer",
        ClockKind::Assess => "Decision on the report",
        ClockKind::Update => "Next news",
        ClockKind::FixTeam => "Fix team at work",
        ClockKind::FixDevelopment => "Fix ready",
        ClockKind::Release => "Release and advisory",
        ClockKind::Threat => "Announced publication by others",
        ClockKind::Embargo => "End of the embargo",
        ClockKind::PublishGap => "Advisory after the merge",
        ClockKind::Retrospective => "Retrospective",
    }
}

/// What a clock is for: when it starts, and what stops it.
#[must_use]
pub const fn clock_meaning(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Acknowledge => "From the report until the reporter has a first answer.",
        ClockKind::Assess => "From the report until the reporter learns whether it is accepted.",
        ClockKind::Update => "From the last word to the reporter until the next, up to the release.",
        ClockKind::FixTeam => "From the report until an engineer who knows the code has joined.",
        ClockKind::FixDevelopment => "From the report until the fix is called ready.",
        ClockKind::Release => "From the report until the release is out and the advisory published.",
        ClockKind::Threat => "Until the day on which others mean to publish.",
        ClockKind::Embargo => "Until the agreed secrecy ends by itself.",
        ClockKind::PublishGap => "From the merge, when anyone can read the fix, until users are told.",
        ClockKind::Retrospective => "From the release until the retrospective is sent.",
    }
}

/// Where a clock stands: `due in 3 days, by 2022-09-14 16:00 UTC`.
#[must_use]
pub fn clock_state(clock: &Clock, now: Timestamp) -> String {
    let due = instant(clock.due);
    match clock.state {
        ClockState::Met { at } if clock.asap || at <= clock.due => format!("done on {}, in time", instant(at)),
        ClockState::Met { at } => {
            format!("done on {}, {} after it was due", instant(at), duration(at.duration_since(clock.due)))
        }
        ClockState::Running if clock.asap => format!("as soon as possible, since {due}"),
        ClockState::Running if clock.kind == ClockKind::Embargo => {
            format!("ends in {}, on {due}", duration(clock.due.duration_since(now)))
        }
        ClockState::Running => format!("due in {}, by {due}", duration(clock.due.duration_since(now))),
        ClockState::Late => format!("late by {}, was due by {due}", duration(now.duration_since(clock.due))),
    }
}
