//! Everything anyone may ask of a case.
//!
//! Imperative, one per URL noun; each is answered by events or a refusal (`decide`). Who may ask what is the table in
//! `decide::mod`. A command carries parsed values only, and ids of texts that lie in the vault already.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::facts::{
    Artefact, Assessment, Channel, CheckRun, Circle, Closing, CveId, DeclineReason, Disclosure, Draft, Fix, Mitigation,
    MoveFactor, Release, Reporter, Standing, Upstream,
};
use crate::ids::{BlobId, CommitId, PersonId};
use crate::people::Part;
use crate::policy::{Policy, Rule};
use crate::severity::{CvssVector, Rating};
use crate::words::{Line, Prose};

/// A command and, where a `should` rule stands against it, the written reason to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What is asked.
    pub command: Command,
    /// Why a `should` rule is set aside; recorded with the rule.
    pub reason: Option<Prose>,
}

impl From<Command> for Ask {
    fn from(command: Command) -> Self {
        Self { command, reason: None }
    }
}

/// Everything anyone may ask of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "field names are those of the facts they carry")]
pub enum Command {
    // intake
    /// Tell us of a vulnerability; opens the case (PR-12, PR-28 to PR-30).
    SubmitReport {
        title: Line,
        body: BlobId,
        channel: Channel,
        disclosure: Disclosure,
        reporter: Reporter,
        publishes_at: Option<Timestamp>,
    },
    /// Answer the reporter for the first time.
    Acknowledge,
    /// Say something in the conversation (PR-56).
    SendMessage { to: Circle, body: BlobId },
    /// Register that the flaw is public (PR-29, PR-37).
    NoteDisclosure { place: Line, exploit: bool },
    /// Let the policy that is in force now rule this case too, instead of the one it was opened with.
    MoveToPolicy { policy: Arc<Policy>, reason: Prose },
    /// Go past a rule that blocks, in an emergency: asked by one, confirmed by another.
    BreakGlass { rule: Rule, reason: Prose },
    /// Register reliable evidence of attacks.
    NoteAttack { evidence: Prose },
    /// Register that somebody means to publish before a fix (PR-31).
    NoteThreat { publishes_at: Option<Timestamp> },
    /// Ask them to keep it private (PR-31).
    AskPrivateHandling,
    /// Register their answer (PR-31, PR-32).
    AnswerPrivateHandling { agrees: bool },

    // triage
    /// Answer the three questions of triage (PR-07).
    Assess(Assessment),
    /// Take the report on.
    Accept,
    /// Not a vulnerability of ours.
    Decline { reason: DeclineReason, note: Prose },
    /// Real, but not now.
    Defer { note: Prose },
    /// Name who drives the case (PR-04).
    NameCoordinator { person: PersonId },
    /// Name another project whose flaw or timeline it is, or its new date (PR-38).
    NameUpstream(Upstream),

    // people
    /// Ask somebody into the case: into its fix team, or with a lesser part (PR-40, PR-41, PR-48).
    InviteFixer { person: PersonId, standing: Standing, part: Part },
    /// Let an outsider in (PR-49).
    ApproveOutsider { person: PersonId },
    /// Accept the embargo terms and join (PR-41).
    JoinFixTeam,
    /// Decline the invitation.
    DeclineInvitation,
    /// End somebody's part in the case.
    RemoveFixer { person: PersonId },
    /// Ask to see it, without a part in it and with a reason; `second_key` where another passkey was shown besides.
    AskToSee { reason: Prose, second_key: bool },
    /// Let whoever asked see it, for a few hours.
    LetSee { person: PersonId },
    /// Offer the reporter a look at the fix (PR-50, PR-51).
    InviteReporter,

    // embargo
    /// Propose secrecy until then.
    ProposeEmbargo { until: Timestamp },
    /// Agree to the proposal on the table.
    AcceptEmbargo,
    /// Refuse the proposal on the table; an embargo that runs goes on with its old terms.
    RejectEmbargo,
    /// End secrecy now.
    EndEmbargo { reason: Prose },

    // fix
    /// Open the advisory (PR-44).
    OpenAdvisory { reference: Option<Line> },
    /// Replace the advisory's draft (PR-45, PR-46).
    DraftAdvisory(Box<Draft>),
    /// Score the severity (PR-47).
    ScoreSeverity { vector: CvssVector },
    /// Decide the severity (PR-62).
    DecideSeverity { rating: Rating, reason: Option<Prose> },
    /// Ask for a CVE number (PR-52).
    RequestCve { route: Line },
    /// Register the number (PR-52).
    AssignCve { id: CveId },
    /// Decide that there will be none.
    WaiveCve { reason: Prose },
    /// Note where the private fork is (PR-53).
    NoteFork { location: Line },
    /// Propose a fix.
    ProposeFix(Fix),
    /// Note a run of the project's checks (PR-55).
    NoteChecks(CheckRun),
    /// Say that work on the fix is complete (PR-57).
    DeclareReady { commit: CommitId },
    /// State what users can do before upgrading (PR-71).
    StateMitigation { mitigation: Mitigation },

    // release
    /// Plan who is told what, where and when (PR-64).
    PlanCommunication { plan: Prose },
    /// Agree to a release day, as one of the two bodies (PR-58).
    AgreeReleaseDay { at: Timestamp },
    /// Move the agreed day (PR-36, PR-61).
    MoveReleaseDay { at: Timestamp, factor: MoveFactor, note: Prose },
    /// Approve the fix (PR-67).
    ApproveFix { commit: CommitId },
    /// Note that the fix is merged and readable by anyone (PR-68).
    MergeFix { commit: CommitId },
    /// Note a release that carries the fix (PR-70).
    NoteRelease(Release),
    /// Note the four checks of an artefact (PR-69).
    CheckArtefact(Artefact),

    // publication
    /// Publish the advisory and announce it (PR-70 to PR-81).
    Publish,
    /// Take the advisory back.
    Withdraw { reason: Prose },

    // afterwards
    /// Write the retrospective (PR-82 to PR-84).
    DraftRetrospective { text: BlobId },
    /// Send it (PR-84).
    SendRetrospective,
    /// Give one's own feedback (PR-85).
    GiveFeedback { text: BlobId },
    /// Close the case.
    Close { note: Option<Prose> },

    // the desk itself
    /// Time has passed: note what became due or late.
    NoteTime,
    /// The outbox worker reports a letter sent.
    NoteLetterSent { effect: String, receipt: Line },
    /// The outbox worker reports a letter that cannot be sent.
    NoteLetterHeld { effect: String, problem: Line },
    /// The outbox worker reports an announcement sent to a channel.
    NoteAnnounced { channel: Line, receipt: Line },
}

/// How a closing follows from where the case stands; decided, never asked for.
#[must_use]
pub const fn closing(declined: bool, published: bool) -> Closing {
    match (declined, published) {
        (_, true) => Closing::Done,
        (true, false) => Closing::Declined,
        (false, false) => Closing::Abandoned,
    }
}
