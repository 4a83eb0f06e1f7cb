//! Proposals to change the policy, as members see them.

use domain::Timestamp;
use domain::ids::{PersonId, ProposalId};
use domain::voting::Choice;
use serde::Serialize;
use utoipa::ToSchema;

/// Every proposal there was, the last first.
#[derive(Serialize, ToSchema)]
pub struct Proposals {
    /// The proposals.
    pub proposals: Vec<ProposalAnswer>,
}

/// A proposal to change the policy.
#[derive(Serialize, ToSchema)]
pub struct ProposalAnswer {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ProposalId,
    /// When it was proposed.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom; absent when the operator's file did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ProposalState,
    /// The same in words, with its end if that is known.
    pub standing: String,
    /// How it is voted on, in words.
    pub vote: String,
    /// What it changes, in words.
    pub differences: Vec<String>,
    /// What was said, in order.
    pub said: Vec<SaidAnswer>,
    /// The proposed policy, as a file.
    pub policy: String,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// It is being voted on.
    Open,
    /// It is in force, or was.
    Adopted,
    /// The vote did not carry it.
    Rejected,
    /// Whoever proposed it took it back.
    TakenBack,
}

/// What somebody said of a proposal.
#[derive(Serialize, ToSchema)]
pub struct SaidAnswer {
    /// Who.
    #[schema(value_type = String)]
    pub by: PersonId,
    /// As others see them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What.
    #[schema(value_type = String, example = "yes")]
    pub choice: Choice,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A policy that was looked at and not proposed.
#[derive(Serialize, ToSchema)]
pub struct PolicyLook {
    /// What is wrong with it; errors keep it from being proposed.
    pub findings: Vec<PolicyFinding>,
    /// What it changes, in words.
    pub differences: Vec<String>,
}

/// Something that is wrong with a policy.
#[derive(Serialize, ToSchema)]
pub struct PolicyFinding {
    /// The rule's name.
    pub rule: String,
    /// How bad: `error`, `warning` or `note`.
    pub severity: String,
    /// The line, counted from 1.
    pub line: u32,
    /// What.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// A new proposal.
#[derive(Serialize, ToSchema)]
pub struct ProposalMade {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ProposalId,
}
