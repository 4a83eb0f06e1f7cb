//! Why the rules say no: a closed list, put into words by `documents`.
//!
//! Knows reasons; must not hold prose, nor anything the asker may not know.

use jiff::Timestamp;

use super::super::gate::{Need, Step};
use super::verb::Verb;
use crate::ids::ConfirmationId;
use crate::policy::{Group, MoveFactor, Rule};
use crate::words::Line;

/// Why the rules say no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody else may ask that.
    NotYours {
        /// What was asked.
        verb: Verb,
    },
    /// The step needs more first.
    NotYet {
        /// The step.
        step: Step,
        /// What it needs.
        missing: Vec<Need>,
    },
    /// A `should` rule stands against it; a written reason is asked for.
    ReasonNeeded {
        /// The rules.
        rules: Vec<Rule>,
    },
    /// The case is over.
    CaseClosed,
    /// It is so already.
    AlreadyDone,
    /// Nothing of the kind is open: no proposal, no threat, no invitation.
    NothingOpen,
    /// The report has not been accepted.
    NotAccepted,
    /// The report is past that: it is already decided.
    AlreadyDecided,
    /// No advisory is open yet.
    NoAdvisory,
    /// There is no embargo while the flaw is public or attacked (`...pxa`).
    PublicAlready,
    /// The time given has passed.
    InThePast {
        /// The time given.
        at: Timestamp,
    },
    /// The time given has not come yet.
    InTheFuture {
        /// The time given.
        at: Timestamp,
    },
    /// Longer than the policy's maximum.
    BeyondMaximum {
        /// The latest end the policy allows.
        latest: Timestamp,
    },
    /// Before the upstream project's own date (PR-39).
    BeforeUpstream {
        /// Their date; unknown when they have not said.
        date: Option<Timestamp>,
    },
    /// The invited person is not a code owner (PR-48).
    NotACodeOwner,
    /// Approval takes somebody other than the one who asks for it (PR-49, PR-67).
    NeedsAnother,
    /// The reporter used a public channel (PR-51).
    PublicReporter,
    /// Not the commit that was proposed.
    OtherCommit,
    /// Low severity only (PR-61).
    TooSevereToSlow,
    /// The policy moves the day for other reasons only (PR-36).
    ReasonNotAllowed {
        /// Those for which it moves.
        allowed: Vec<MoveFactor>,
    },
    /// The policy does not let that group know of a case while it is secret.
    NotInGroup {
        /// The group.
        group: Group,
    },
    /// The policy names no channel that carries it.
    NowhereToSend,
    /// That person has no part in the case.
    NoSuchParticipant,
    /// It counts, so whoever asks confirms it with a passkey first.
    Unconfirmed {
        /// Where it waits for that.
        confirmation: ConfirmationId,
    },
    /// It counts, and whoever asks has no passkey to confirm it with.
    NoPasskey,
    /// It waits, so that it can be thought over.
    TooSoon {
        /// From then on.
        from: Timestamp,
    },
    /// The policy does not let this rule block, or it says who may know: there is no glass to break.
    NoGlass {
        /// The rule.
        rule: Rule,
    },
    /// What would be announced still holds a placeholder, a comment or an empty section.
    UnfitAnnouncement {
        /// Each problem, quoted from the text its author wrote.
        problems: Vec<Line>,
    },
    /// The retrospective still holds a placeholder or a comment.
    UnfitRetrospective {
        /// What is left in it.
        problems: Vec<Line>,
    },
}
