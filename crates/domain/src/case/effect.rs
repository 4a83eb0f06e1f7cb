//! What follows in the world when something has happened.
//!
//! Wishes, not deeds: the outbox performs them, each as often as needed, each with a unique key. Letters to participants
//! carry a link and nothing else; only what is public is sent whole.

use serde::{Deserialize, Serialize};

use super::clock::ClockKind;
use super::event::{Event, Recorded};
use super::facts::{Circle, Standing};
use super::state::{Case, MISSED, Publication};
use crate::ids::PersonId;
use crate::people::{Part, Role};
use crate::policy::{Carries, Rule};
use crate::words::Line;

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Effect {
    /// Write to a participant: a link and nothing else.
    SendLetter {
        /// To whom.
        to: Recipient,
        /// About what; decides the sentence, never carries content.
        letter: Letter,
    },
    /// Put the advisory on the public pages.
    PublishAdvisory,
    /// Mark it withdrawn there.
    WithdrawAdvisory,
    /// Send the announcement to a channel (PR-73).
    Announce {
        /// The channel's name in the policy.
        channel: Line,
    },
    /// Send the retrospective to a channel (PR-84).
    SendRetrospective {
        /// The channel's name in the policy.
        channel: Line,
    },
}

/// An effect with the key under which it is done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Unique within the desk: case, cause, and place.
    pub key: String,
    /// What is wished for.
    pub effect: Effect,
}

/// Who gets a letter; resolved to addresses, and checked against rights again, when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The reporter, if they gave an address.
    Reporter,
    /// Every committee member.
    Committee,
    /// The coordinator, or the committee while there is none.
    Coordinator,
    /// Everybody who works on it or follows it.
    FixTeam,
    /// Whoever is told ahead.
    Distributors,
    /// One person.
    Person(PersonId),
}

/// What a letter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named as the letters are")]
pub enum Letter {
    ReportArrived,
    Acknowledgement,
    News,
    Invitation,
    Reminder { clock: ClockKind },
    Missed { clock: ClockKind },
}

/// What follows from one event. `case` is the case after it.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table: an event, what follows")]
pub fn react(case: &Case, recorded: &Recorded) -> Vec<Wish> {
    let seq = recorded.seq;
    let letter = |to, letter| Effect::SendLetter { to, letter };
    let effects = match &recorded.event {
        Event::ReportReceived { .. } => vec![letter(Recipient::Committee, Letter::ReportArrived)],
        Event::ReportAcknowledged => vec![letter(Recipient::Reporter, Letter::Acknowledgement)],
        Event::MessageSent { to, .. } => message(*to, recorded.by.role),
        Event::ReportAccepted
        | Event::ReportDeclined { .. }
        | Event::ReportDeferred { .. }
        | Event::PrivateHandlingAsked
        | Event::ReporterInvited => {
            vec![letter(Recipient::Reporter, Letter::News)]
        }
        // The revised embargo that follows tells of the day; where none follows, the day itself does.
        Event::ReleaseDayAgreed { at } if case.embargo.running_until().is_some_and(|until| until != *at) => vec![],
        Event::ReleaseDayAgreed { .. } | Event::EmbargoRevised { .. } => {
            let mut told = vec![letter(Recipient::Reporter, Letter::News), letter(Recipient::FixTeam, Letter::News)];
            told.extend(has_distributors(case).then(|| letter(Recipient::Distributors, Letter::News)));
            told
        }
        Event::DisclosureNoted { .. }
        | Event::AttackNoted { .. }
        | Event::ThreatNoted { .. }
        | Event::AccessAsked { .. }
        | Event::GlassAsked { .. }
        | Event::GlassBroken { .. }
        | Event::PolicyChanged { .. }
        | Event::FixReady { .. } => {
            vec![letter(Recipient::Committee, Letter::News)]
        }
        // Their date leads ours: whoever plans with it hears when it moves (PR-38).
        Event::UpstreamNamed { .. } => {
            vec![letter(Recipient::Committee, Letter::News), letter(Recipient::FixTeam, Letter::News)]
        }
        // An outsider hears of it once somebody has approved them, which the others are asked for (PR-49).
        Event::FixerInvited { standing: Standing::Outsider, .. } => {
            let waits = case.policy.force(Rule::OutsiderApproval).is_some() && !case.policy.is_sole();
            if waits { vec![letter(Recipient::Committee, Letter::News)] } else { vec![] }
        }
        Event::FixerInvited { person, standing: Standing::CodeOwner, .. } => {
            vec![letter(Recipient::Person(*person), Letter::Invitation)]
        }
        // Another of them has to say yes too.
        Event::OutsiderSupported { .. } => vec![letter(Recipient::Committee, Letter::News)],
        Event::OutsiderApproved { person } => vec![letter(Recipient::Person(*person), Letter::Invitation)],
        // Everybody in the case is told that somebody beside them looks at it.
        Event::AccessGiven { person, .. } => vec![
            letter(Recipient::Person(*person), Letter::Invitation),
            letter(Recipient::Committee, Letter::News),
            letter(Recipient::FixTeam, Letter::News),
            letter(Recipient::Reporter, Letter::News),
        ],
        // One person who answers alone has heard of the report already.
        Event::CoordinatorNamed { .. } if recorded.by.role == Role::Clock && case.policy.is_sole() => vec![],
        Event::CoordinatorNamed { person } => vec![letter(Recipient::Person(*person), Letter::News)],
        Event::ReminderDue { clock, .. } => vec![letter(Recipient::Coordinator, Letter::Reminder { clock: *clock })],
        Event::DeadlineMissed { clock, .. } => vec![letter(Recipient::Committee, Letter::Missed { clock: *clock })],
        // What is public already is put out again as it is corrected.
        Event::AdvisoryDrafted { .. }
        | Event::MitigationStated { .. }
        | Event::SeverityScored { .. }
        | Event::SeverityDecided { .. }
        | Event::CveAssigned { .. }
        | Event::CveWaived { .. }
            if matches!(case.publication, Publication::Published { .. }) =>
        {
            vec![Effect::PublishAdvisory]
        }
        Event::AdvisoryPublished => return published(case),
        Event::AdvisoryWithdrawn { .. } => vec![Effect::WithdrawAdvisory],
        Event::RetrospectiveSent => return to_channels(case, Carries::Retrospectives),

        Event::CaseOpened { .. }
        | Event::ReporterNamed { .. }
        | Event::PrivateHandlingAnswered { .. }
        | Event::ReportAssessed { .. }
        | Event::ReportValidated
        | Event::FixerJoined { .. }
        | Event::InvitationDeclined { .. }
        | Event::FixerRemoved { .. }
        | Event::AccessEnded { .. }
        | Event::EmbargoProposed { .. }
        | Event::EmbargoRejected
        | Event::EmbargoAgreed { .. }
        | Event::EmbargoRevisionProposed { .. }
        | Event::EmbargoRevisionRejected
        | Event::EmbargoEnded { .. }
        | Event::AdvisoryOpened { .. }
        | Event::AdvisoryDrafted { .. }
        | Event::MitigationStated { .. }
        | Event::SeverityScored { .. }
        | Event::SeverityDecided { .. }
        | Event::CveRequested { .. }
        | Event::CveAssigned { .. }
        | Event::CveWaived { .. }
        | Event::ForkNoted { .. }
        | Event::FixProposed { .. }
        | Event::ChecksNoted { .. }
        | Event::CommunicationPlanned { .. }
        | Event::ReleaseDayProposed { .. }
        | Event::ReleaseDayMoved { .. }
        | Event::FixApproved { .. }
        | Event::FixMerged { .. }
        | Event::ReleaseNoted { .. }
        | Event::ArtefactChecked { .. }
        | Event::Announced { .. }
        | Event::RetrospectiveDrafted { .. }
        | Event::FeedbackGiven { .. }
        | Event::CaseClosed { .. }
        | Event::RuleSetAside { .. }
        | Event::LetterSent { .. }
        // No letter about a letter: the case page says so.
        | Event::LetterHeld { .. } => vec![],
    };
    effects
        .into_iter()
        .enumerate()
        .map(|(nth, effect)| Wish { key: format!("{}/{seq}/{nth}", case.id), effect })
        .collect()
}

fn has_distributors(case: &Case) -> bool {
    case.fix_team.keys().any(|person| case.part(*person) == Some(Part::Distributor))
}

fn message(to: Circle, from: Role) -> Vec<Effect> {
    let news = |to| Effect::SendLetter { to, letter: Letter::News };
    match (to, from) {
        (Circle::Reporter, Role::Reporter) => vec![news(Recipient::Coordinator)],
        (Circle::Reporter, _) => vec![news(Recipient::Reporter)],
        (Circle::Fixers, _) => vec![news(Recipient::FixTeam)],
        (Circle::Committee, _) => vec![],
    }
}

/// One commit point: the advisory first, then each channel once (I2, I3 of the release-day order), then word to the participants.
fn published(case: &Case) -> Vec<Wish> {
    let site = Wish { key: format!("{}/publish", case.id), effect: Effect::PublishAdvisory };
    let news = |name: &str, to| Wish {
        key: format!("{}/published/{name}", case.id),
        effect: Effect::SendLetter { to, letter: Letter::News },
    };
    let mut wishes = vec![site];
    wishes.extend(to_channels(case, Carries::Announcements));
    wishes.push(news("reporter", Recipient::Reporter));
    wishes.push(news("fix-team", Recipient::FixTeam));
    wishes.extend(has_distributors(case).then(|| news("distributors", Recipient::Distributors)));
    wishes
}

/// A letter to each channel that carries it. Nothing is mailed to a chat room: who posts the link is a person (PR-74).
fn to_channels(case: &Case, carries: Carries) -> Vec<Wish> {
    let channels = case.policy.channels.iter().filter(|channel| channel.carries == carries);
    channels
        .filter_map(|channel| {
            let (verb, effect) = match carries {
                Carries::Announcements => ("announce", Effect::Announce { channel: channel.name.clone() }),
                Carries::Retrospectives => {
                    ("retrospective", Effect::SendRetrospective { channel: channel.name.clone() })
                }
                Carries::Links => return None,
            };
            Some(Wish { key: format!("{}/{verb}/{}", case.id, channel.name.reveal()), effect })
        })
        .collect()
}

/// Whether a noted step is the miss rather than a reminder.
#[must_use]
pub const fn is_miss(step: u8) -> bool {
    step == MISSED
}
