//! What a policy demands that cannot be, or promises that nobody can keep: found before the first case, not during it.
//!
//! Knows sections and their keys; the words for people are in `documents`. Must not know any case.

mod people;
mod texts;
mod times;

use super::channel::Carries;
use super::clock_kind::ClockKind;
use super::file::Policy;
use super::rule::Rule;
use super::vote::Ballot;
use crate::calendar::{Day, Term};

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
    /// The project was handed over, and nobody is named.
    HandedOverToNobody,
    /// A vote lacks what its method needs.
    VoteIncomplete {
        /// The vote.
        ballot: Ballot,
        /// The key that is missing.
        missing: &'static str,
    },
    /// A super-majority that is no more than a majority, or more than everybody.
    ShareImpossible {
        /// The vote.
        ballot: Ballot,
    },
    /// With the fewest members, one of them decides about another (ambiguity A5).
    VoteOfOne {
        /// The vote.
        ballot: Ballot,
    },
    /// No number of members within the limits can be as diverse as is asked (ambiguity A4).
    DiversityImpossible,
    /// The bands of leave do not follow one another (PR-23, PR-24).
    LeaveBandsBackwards,
    /// Those who respond may not know of the case.
    CommitteeNotTold,
    /// Distributors are told before the report can have arrived.
    NoticeBeforeStart {
        /// Which list, counted from 0.
        list: usize,
        /// Which of its notices, counted from 0.
        nth: usize,
    },
    /// A notice begins a longer secrecy than the list takes on.
    NoticeBeyondList {
        /// Which list, counted from 0.
        list: usize,
        /// Which of its notices, counted from 0.
        nth: usize,
    },
    /// Own levels of severity are used and none is named.
    LevelsMissing,
    /// A track's deadline lies behind the latest end of secrecy.
    TrackBeyondEmbargo {
        /// Which, counted from 0.
        nth: usize,
    },
    /// A track says neither from which score nor from which rating on it holds.
    TrackFromNowhere {
        /// Which, counted from 0.
        nth: usize,
    },
    /// A reporter may turn elsewhere before an answer is owed.
    EscalationTooEarly {
        /// Which, counted from 0.
        nth: usize,
    },
    /// A clock may be moved for no reason at all.
    MoveWithoutReason {
        /// Which, counted from 0.
        nth: usize,
    },
}

impl Contradiction {
    /// Whether it is a line that was never filled in, or was made unreadable: not the project's own word.
    #[must_use]
    pub const fn is_unfilled(&self) -> bool {
        matches!(self, Self::LeftFromPreset { .. } | Self::Placeholder { .. } | Self::Scrambled { .. })
    }

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
            Self::HandedOverToNobody => "project.lifecycle".to_owned(),
            Self::VoteIncomplete { ballot, .. } => format!("votes.{}.method", key(ballot)),
            Self::ShareImpossible { ballot } => format!("votes.{}.share", key(ballot)),
            Self::VoteOfOne { ballot } => format!("votes.{}", key(ballot)),
            Self::DiversityImpossible => "membership.diversity".to_owned(),
            Self::LeaveBandsBackwards => "membership.leave".to_owned(),
            Self::CommitteeNotTold => "need_to_know.groups".to_owned(),
            Self::NoticeBeforeStart { list, nth } | Self::NoticeBeyondList { list, nth } => {
                format!("distributors.{list}.notices.{nth}")
            }
            Self::LevelsMissing => "severity.scheme".to_owned(),
            Self::TrackBeyondEmbargo { nth } => format!("tracks.{nth}.release_within"),
            Self::TrackFromNowhere { nth } => format!("tracks.{nth}.name"),
            Self::EscalationTooEarly { nth } => format!("escalation.{nth}.after"),
            Self::MoveWithoutReason { nth } => format!("adjustments.{nth}.reasons"),
        }
    }
}

/// The name of a key in the file.
fn key(named: &impl serde::Serialize) -> String {
    serde_json::to_value(named).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Everything that cannot be as it stands: words first, then people, then times.
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
    texts::find(policy, &mut found);
    people::find(policy, &mut found);
    times::find(policy, &mut found);
    found
}
