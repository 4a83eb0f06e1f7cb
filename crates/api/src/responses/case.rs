//! A case as one caller may know it.
//!
//! Every part that a viewer may not know is absent, never empty in its place.

use domain::Timestamp;
use domain::case::facts::{
    Artefact, Channel, Circle, CveId, Disclosure, Draft, EmbargoEnd, Release, Reporter, Standing, Upstream,
};
use domain::case::index::Phase;
use domain::case::state::Consent;
use domain::case::timeline::Spans;
use domain::ids::{CaseId, PersonId};
use domain::people::{Part, Role};
use domain::policy::ClockKind;
use domain::severity::{CvssVector, Rating};
use serde::Serialize;
use utoipa::ToSchema;

/// A case as this caller may know it.
#[derive(Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct CaseAnswer {
    #[schema(value_type = String)]
    pub id: CaseId,
    /// As of when.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// The caller's place in the case.
    pub place: PlaceAnswer,
    #[schema(value_type = String)]
    pub phase: Phase,
    /// The phase in words.
    pub standing: String,
    pub title: String,
    /// The report's text; absent for those who are only told ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The fix's commit, for those who ship it, once the day is agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    #[schema(value_type = String)]
    pub channel: Channel,
    #[schema(value_type = String)]
    pub disclosure: Disclosure,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// Since when everything happens as soon as possible; absent while the usual clocks run.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asap_since: Option<Timestamp>,
    pub embargo: EmbargoAnswer,
    pub release_day: DayAnswer,
    pub publication: PublicationAnswer,
    /// How bad, once scored or decided.
    #[schema(value_type = Option<String>)]
    pub rating: Option<Rating>,
    /// What is owed by when.
    pub clocks: Vec<ClockAnswer>,
    /// Messages this caller reads.
    pub conversation: Vec<MessageAnswer>,
    /// Releases that carry the fix.
    #[schema(value_type = Vec<Object>)]
    pub releases: Vec<Release>,
    /// What this caller may ask now, and what not, with the reason.
    pub offers: Vec<OfferAnswer>,
    /// Who reported: for the committee and the reporter.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// The advisory's draft: for those who work on it, for an invited reporter, and for all once published.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// What the people who work on it know beside the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkAnswer>,
    /// The log, as far as this caller may know it.
    pub log: Vec<Entry>,
}

/// A viewer's place in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named as the places are")]
pub enum PlaceAnswer {
    Committee,
    Fixer,
    Guest,
    Observer,
    ReleaseManager,
    Distributor,
    Witness,
    Reporter,
}

/// Where the embargo stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmbargoAnswer {
    /// Its state.
    pub state: EmbargoState,
    /// Until when it runs, or would run.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The new end on the table, while a running one is being revised.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Timestamp>,
    /// Who proposed what is on the table.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Role>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<EmbargoEnd>,
}

/// The states of an embargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum EmbargoState {
    None,
    Proposed,
    Active,
    Revise,
    Exited,
}

/// The release day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayAnswer {
    /// Whether there is one.
    pub state: DayState,
    /// The day, once somebody named one.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// The states of a release day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum DayState {
    Open,
    Proposed,
    Agreed,
}

/// Whether the advisory is out.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationAnswer {
    /// Whether it is.
    pub state: PublicationState,
    /// When it was published.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
    /// When it was taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// The states of an advisory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum PublicationState {
    Unpublished,
    Published,
    Withdrawn,
}

/// One thing that is owed, or was.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockAnswer {
    /// Which.
    #[schema(value_type = String)]
    pub clock: ClockKind,
    /// In words.
    pub name: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// By when.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// Where it stands.
    pub state: ClockStanding,
    /// When it was done, in time or not.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Timestamp>,
    /// As soon as possible.
    pub asap: bool,
    /// Whether the reporter was promised it.
    pub promised: bool,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockStanding {
    /// Time is left.
    Running,
    /// The time has passed and it is still owed.
    Late,
    /// Done.
    Met,
}

/// A message.
#[derive(Serialize, ToSchema)]
pub struct MessageAnswer {
    /// When it was sent.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// In which role.
    #[schema(value_type = String)]
    pub by: Role,
    /// Their name, for those who have an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who reads it.
    #[schema(value_type = String)]
    pub to: Circle,
    /// The words.
    pub text: String,
}

/// Something to ask of the case: now, or not, with the reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferAnswer {
    /// Asked with `POST /api/v1/cases/{case}/{noun}`.
    pub noun: &'static str,
    /// In words.
    pub title: &'static str,
    /// Why not now; absent when it is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalAnswer>,
}

/// Why not.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusalAnswer {
    /// What stands against it.
    pub message: String,
    /// What to do next.
    pub what_to_do: String,
    /// The rules of the process that stand against it, where rules do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

/// What the people who work on a case know beside the rest.
#[derive(Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct WorkAnswer {
    #[schema(value_type = Option<String>)]
    pub coordinator: Option<PersonId>,
    /// The world's axis, as the field writes it: `Vfdpxa`.
    pub world: String,
    /// The next step and what it needs; absent when the case is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_step: Option<StepAnswer>,
    pub participants: Vec<Participant>,
    #[schema(value_type = Option<Object>)]
    pub upstream: Option<Upstream>,
    #[schema(value_type = Option<String>)]
    pub vector: Option<CvssVector>,
    pub score: Option<String>,
    pub cve: CveAnswer,
    pub fork: Option<String>,
    pub fix_commit: Option<String>,
    pub plan: Option<String>,
    #[schema(value_type = Vec<Object>)]
    pub artefacts: Vec<Artefact>,
    /// How long things took.
    #[schema(value_type = Object)]
    pub spans: Spans,
    /// The same in words.
    pub spans_in_words: Vec<String>,
    /// Letters that could not be sent, each with the problem.
    pub held: Vec<String>,
    /// The retrospective's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrospective: Option<String>,
}

/// The next step and what it needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepAnswer {
    /// The step, as an infinitive.
    pub step: &'static str,
    /// What it needs, met or not.
    pub needs: Vec<NeedAnswer>,
}

/// One need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedAnswer {
    /// In words.
    pub need: String,
    /// Whether it is so.
    pub met: bool,
    /// Whether the step is refused without it.
    pub must: bool,
}

/// An engineer's part in the case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Participant {
    /// The account.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// As what they take part.
    #[schema(value_type = String)]
    pub part: Part,
    /// How they stand to the code.
    #[schema(value_type = String)]
    pub standing: Standing,
    /// Whether an outsider was approved.
    pub approved: bool,
    /// Their answer to the embargo's terms.
    #[schema(value_type = String)]
    pub consent: Consent,
}

/// Where the CVE number stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct CveAnswer {
    /// Its state.
    pub state: CveState,
    /// The numbers.
    #[schema(value_type = Vec<String>)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<CveId>,
}

/// The states of a CVE number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum CveState {
    None,
    Requested,
    Assigned,
    Waived,
}

/// An entry of the log.
#[derive(Serialize, ToSchema)]
pub struct Entry {
    /// Its place, counted from 1; what this caller may not know is left out.
    pub seq: u64,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// In which role it was done.
    #[schema(value_type = String)]
    pub by: Role,
    /// The account, for roles that have one.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What happened: the kind.
    pub kind: &'static str,
    /// What happened, in words.
    pub words: String,
}
