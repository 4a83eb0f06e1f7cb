//! Responses: what the desk answers in JSON.
//!
//! Names and shapes only: built by the doors from views that hold just what the caller may know.

mod access;
mod case;
mod committee;
mod proposal;

pub use access::{
    OpeningsAnswer, OwnReportRow, OwnReports, PasskeyRow, Passkeys, PasswordAnswer, PasswordSecret, ProviderAnswer,
    Recoveries, RecoveryRow, SessionRow, Sessions, TokenMade, TokenRow, Tokens,
};
pub use case::{
    CaseAnswer, ClockAnswer, ClockStanding, CveAnswer, CveState, DayAnswer, DayState, EmbargoAnswer, EmbargoState,
    Entry, MessageAnswer, NeedAnswer, OfferAnswer, Participant, PlaceAnswer, PublicationAnswer, PublicationState,
    RefusalAnswer, StepAnswer, WorkAnswer,
};

pub use committee::{
    BallotAnswer, CaseToHandOver, CommitteeAnswer, CommitteeEntry, DutyAnswer, ElectorAnswer, FormerAnswer,
    InterestAnswer, LeaveAnswer, LeavingStepAnswer, OnCallAnswer, RosterAnswer, SeatAnswer, ShiftAnswer, SilenceAnswer,
    TakerAnswer, TaskAnswer,
};
pub use proposal::{PolicyFinding, PolicyLook, ProposalAnswer, ProposalMade, ProposalState, Proposals, SaidAnswer};

use domain::Timestamp;
use domain::case::index::{IndexRow, Phase};
use domain::ids::{CaseId, PersonId};
use domain::policy::ClockKind;
use domain::severity::Rating;
use serde::Serialize;
use utoipa::ToSchema;

use crate::office::OfficeChoice;

/// It is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    /// Always true; a refusal or a fault is another answer.
    pub done: bool,
}

/// A report was received and is durable.
#[derive(Serialize, ToSchema)]
pub struct Receipt {
    /// The code that opens the reporter's page; shown once, kept nowhere.
    pub receipt: String,
    /// Where to give it.
    pub url: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub struct SessionAnswer {
    /// To be shown as `Authorization: Bearer …`.
    pub token: String,
}

/// Who the caller is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// In which role they call.
    pub role: CallerRole,
    /// The account, for those who have one.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PersonId>,
    /// As others see them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The case whose receipt a reporter holds.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
}

/// In which role somebody calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallerRole {
    /// Nobody we know.
    Stranger,
    /// Holds the receipt of one case.
    Reporter,
    /// Has an account.
    Person,
    /// Is on the committee.
    Committee,
    /// Looks after accounts.
    Steward,
    /// Looks at whether the rules are kept.
    Auditor,
    /// The terminal of the installation.
    Operator,
}

/// Somebody with an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonAnswer {
    /// The account.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// As others see them.
    pub name: String,
    /// For whom they work.
    pub organisation: String,
    /// What they are called at the forge, if they said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether they are on the committee.
    pub committee: bool,
    /// What they look after beside it.
    pub office: OfficeChoice,
    /// When the account was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
}

/// Everybody with an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct People {
    /// In no particular order.
    pub people: Vec<PersonAnswer>,
}

/// Who has seen a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readers {
    /// Whoever saw it last first.
    pub readers: Vec<ReaderRow>,
}

/// Somebody to whom a case was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReaderRow {
    /// As others see them; absent for the reporter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// As what they read it.
    pub place: String,
    /// When they opened it first.
    #[schema(value_type = String, format = DateTime)]
    pub first_at: Timestamp,
    /// When they opened it last, to the minute.
    #[schema(value_type = String, format = DateTime)]
    pub last_at: Timestamp,
    /// How many entries the log had then: nothing later was shown to them.
    pub entries: u64,
}

/// Whom the project's repository names.
#[derive(Debug, Serialize, ToSchema)]
pub struct Candidates {
    /// Those with an account first.
    pub candidates: Vec<CandidateRow>,
}

/// Somebody who could be asked into a fix team.
#[derive(Debug, Serialize, ToSchema)]
pub struct CandidateRow {
    /// As the repository names them.
    pub owner: String,
    /// Their account, when they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// As others see them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether they take part already, or are invited.
    pub takes_part: bool,
}

/// Somebody was invited.
#[derive(Serialize, ToSchema)]
pub struct Invited {
    /// The account.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// The sign-in link: works once, for three days.
    pub link: String,
}

/// A page of the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    /// In order of urgency.
    pub cases: Vec<Row>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Cases this person is invited to.
    #[schema(value_type = Vec<String>)]
    pub invitations: Vec<CaseId>,
    /// As of when.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
}

/// A row of the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    /// The case.
    #[schema(value_type = String)]
    pub id: CaseId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// How bad, once scored or decided.
    #[schema(value_type = Option<String>)]
    pub rating: Option<Rating>,
    /// What is owed next.
    #[schema(value_type = Option<String>)]
    pub owed: Option<ClockKind>,
    /// By when.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// Whether that has passed.
    pub late: bool,
    /// Whether it is owed as soon as possible, since `due`.
    pub asap: bool,
    /// Who drives it.
    #[schema(value_type = Option<String>)]
    pub coordinator: Option<PersonId>,
    /// Their name.
    pub coordinator_name: Option<String>,
    /// When the report came.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
}

impl Row {
    /// A row as of a moment, with the coordinator's name.
    #[must_use]
    pub fn new(row: &IndexRow, coordinator_name: Option<String>, now: Timestamp) -> Self {
        let due = row.next_due.map(|(at, _)| at);
        Self {
            id: row.case,
            title: row.title.reveal().to_owned(),
            phase: row.phase,
            rating: row.rating,
            owed: row.next_due.map(|(_, kind)| kind),
            due,
            late: due.is_some_and(|due| due < now) && !row.asap,
            asap: row.asap,
            coordinator: row.coordinator,
            coordinator_name,
            opened_at: row.opened_at,
        }
    }
}

/// What the invited see before they agree (PR-41).
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationAnswer {
    /// The project.
    pub project: String,
    /// What they are asked to agree to.
    pub terms: String,
}

/// Published advisories, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Advisories {
    /// Each as it was published.
    #[schema(value_type = Vec<Object>)]
    pub advisories: Vec<serde_json::Value>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Something is not as asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What is the matter.
    pub error: ProblemBody,
}

/// What is the matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// Which kind of trouble.
    pub kind: ProblemKind,
    /// The field, for bad input that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What it is, in words.
    pub message: String,
    /// What to do next.
    pub what_to_do: String,
    /// The rules of the process that stand against it, where rules do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Under which number a fault was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The page of this desk on which a person confirms it with a passkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
}

/// Which kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The rules say no (409).
    Refusal,
    /// A field or the body is wrong (400, 408, 413, 415, 422).
    BadInput,
    /// There is no such thing, or not for this caller (404).
    NotFound,
    /// It counts, and a passkey is to be shown for it first (403).
    Unconfirmed,
    /// The token that was shown is not for this (403).
    OutOfScope,
    /// Another site made the browser ask (403).
    CrossSite,
    /// Too many of these came from one network (429).
    TooMany,
    /// The machine failed (500).
    Fault,
}
