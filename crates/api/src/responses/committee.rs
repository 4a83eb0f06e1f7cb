//! The committee, as its reader may know it.

use domain::Timestamp;
use domain::ids::{CaseId, PersonId};
use domain::voting::Choice;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Who is on the committee at a moment.
#[derive(Serialize, ToSchema)]
pub struct RosterAnswer {
    /// The body's name.
    pub name: String,
    /// As of when.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Its members.
    pub members: Vec<SeatAnswer>,
    /// Former members who stay named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerAnswer>,
}

/// A member.
#[derive(Serialize, ToSchema)]
pub struct SeatAnswer {
    /// Who; for those inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// As others see them.
    pub name: String,
    /// For whom they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// How they came.
    pub how: String,
}

/// A former member.
#[derive(Serialize, ToSchema)]
pub struct FormerAnswer {
    /// Who; for those inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// As others saw them.
    pub name: String,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Why they left; for those inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What was given back, step by step, and what shows it; for those inside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<LeavingStepAnswer>,
}

/// A step of somebody's leaving.
#[derive(Serialize, ToSchema)]
pub struct LeavingStepAnswer {
    /// What.
    pub what: String,
    /// What shows that it is done; nothing when it is not.
    pub proof: Option<String>,
}

/// The committee.
#[derive(Serialize, ToSchema)]
pub struct CommitteeAnswer {
    /// Who is on it.
    pub roster: RosterAnswer,
    /// What is wrong with the roster, with the numbers.
    pub warnings: Vec<String>,
    /// What the committee owes itself.
    pub tasks: Vec<TaskAnswer>,
    /// The duties, and who has each.
    pub duties: Vec<DutyAnswer>,
    /// Its ballots, the last first.
    pub ballots: Vec<BallotAnswer>,
    /// Who would like to join; for members.
    pub interests: Vec<InterestAnswer>,
    /// Who is away; for members.
    pub leaves: Vec<LeaveAnswer>,
    /// Who is on call; for members.
    pub on_call: Option<OnCallAnswer>,
    /// Shifts to come; for members.
    pub shifts: Vec<ShiftAnswer>,
    /// What is known of members who are silent; for members.
    pub silent: Vec<SilenceAnswer>,
    /// What happened, the first first.
    pub log: Vec<CommitteeEntry>,
}

/// A task.
#[derive(Serialize, ToSchema)]
pub struct TaskAnswer {
    /// Its number.
    pub task: u64,
    /// What is to be done.
    pub what: String,
    /// By when.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// Whether it is done.
    pub done: bool,
}

/// A duty.
#[derive(Serialize, ToSchema)]
pub struct DutyAnswer {
    /// Which.
    pub duty: String,
    /// Who has it.
    pub holder: String,
    /// Who does it now, when it is somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting: Option<String>,
}

/// A ballot.
#[derive(Serialize, ToSchema)]
pub struct BallotAnswer {
    /// Its number.
    pub ballot: u64,
    /// What it is about.
    pub question: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who opened it.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
    /// Whether words still count.
    pub open: bool,
    /// How it stands, in words.
    pub standing: String,
    /// How the result follows, one step a line.
    pub record: Vec<String>,
    /// What the desk knows of whoever is to be removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// Who may vote, and what they said last as far as it is shown.
    pub electorate: Vec<ElectorAnswer>,
    /// Whether the reader may say something.
    pub may_vote: bool,
}

/// Somebody who may vote.
#[derive(Serialize, ToSchema)]
pub struct ElectorAnswer {
    /// Who.
    pub name: String,
    /// What they said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub said: Option<Choice>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether they said anything.
    pub heard: bool,
    /// Whether they stood aside or left.
    pub aside: bool,
}

/// Somebody who would like to join.
#[derive(Serialize, ToSchema)]
pub struct InterestAnswer {
    /// Its number.
    pub interest: u64,
    /// As others see them.
    pub name: String,
    /// Where the members write.
    pub address: String,
    /// For whom they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// What they say of themselves.
    pub statement: String,
    /// What was decided about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// An absence.
#[derive(Serialize, ToSchema)]
pub struct LeaveAnswer {
    /// Its number.
    pub leave: u64,
    /// Whose.
    pub name: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// What its length asks for.
    pub asks: String,
    /// Duties that nobody covers.
    pub open: Vec<String>,
    /// Who stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// What the members decided about a long one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted: Option<bool>,
    /// Open cases of the caller's own to be handed over before it begins; none of anybody else's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<CaseToHandOver>,
    /// Who could take them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub takers: Vec<TakerAnswer>,
    /// Whether it is over, or called off.
    pub over: bool,
}

/// A member who could take over what whoever will be away looks after.
#[derive(Serialize, ToSchema)]
pub struct TakerAnswer {
    /// Their account.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// An open case that whoever will be away looks after.
#[derive(Serialize, ToSchema)]
pub struct CaseToHandOver {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// Its title.
    pub title: String,
}

/// Who is on call.
#[derive(Serialize, ToSchema)]
pub struct OnCallAnswer {
    /// Who.
    pub name: String,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Whether the shift was accepted.
    pub accepted: bool,
}

/// A shift.
#[derive(Serialize, ToSchema)]
pub struct ShiftAnswer {
    /// Which, from 1.
    pub shift: u32,
    /// Whose.
    pub name: String,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Whom it was offered to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered: Option<String>,
}

/// What is known of a member who is silent.
#[derive(Serialize, ToSchema)]
pub struct SilenceAnswer {
    /// Who.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// As others see them.
    pub name: String,
    /// What is known.
    pub evidence: Vec<String>,
    /// Whether both conditions of a removal hold.
    pub suffices: bool,
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
pub struct CommitteeEntry {
    /// Its place in the log.
    pub seq: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What.
    pub what: String,
}
