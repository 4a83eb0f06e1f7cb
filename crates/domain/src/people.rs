//! Who acts and who reads: roles, actors and viewers.
//!
//! Knows the roles the process names; must not know how anyone signed in.

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;

/// In which role somebody does something (PR-04, PR-42, PR-50).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Who told us.
    Reporter,
    /// A member of the response committee, or the solo maintainer (a committee of one).
    Committee,
    /// An engineer brought in for this case, once the embargo terms are accepted.
    FixTeam,
    /// Somebody from outside who helps with it.
    Guest,
    /// Somebody who follows it.
    Observer,
    /// Whoever makes the releases.
    ReleaseManager,
    /// Somebody who ships the software, told ahead.
    Distributor,
    /// Somebody with an office, let in for a few hours to see for themselves.
    Witness,
    /// The desk's clock, noting that time has passed.
    Clock,
    /// The outbox worker, reporting what became of an effect.
    World,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 10] = [
        Self::Reporter,
        Self::Committee,
        Self::FixTeam,
        Self::Guest,
        Self::Observer,
        Self::ReleaseManager,
        Self::Distributor,
        Self::Witness,
        Self::Clock,
        Self::World,
    ];

    /// Whether it is a part in one case, given by the committee: it ends with the case.
    #[must_use]
    pub const fn is_part(self) -> bool {
        match self {
            Self::FixTeam | Self::Guest | Self::Observer | Self::ReleaseManager | Self::Distributor | Self::Witness => {
                true
            }
            Self::Reporter | Self::Committee | Self::Clock | Self::World => false,
        }
    }
}

/// The part that somebody has in one case who is not on the committee (PR-40, PR-42, PR-49): asked in, let in where they are an
/// outsider, and reading only after they have agreed to the terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Works on the fix.
    #[default]
    Fixer,
    /// Helps with it: talks, proposes a fix, notes checks; decides nothing.
    Guest,
    /// Reads what the fix team reads, and asks nothing.
    Observer,
    /// Makes the releases and checks what is in them; neither merges nor publishes (PR-68).
    ReleaseManager,
    /// Is told what comes and when: neither the report nor who works on it.
    Distributor,
    /// Has an office, asked to see it and was let in: reads what an observer reads, and for a few hours only.
    Witness,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 6] =
        [Self::Fixer, Self::Guest, Self::Observer, Self::ReleaseManager, Self::Distributor, Self::Witness];

    /// The role in which somebody with this part acts.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Fixer => Role::FixTeam,
            Self::Guest => Role::Guest,
            Self::Observer => Role::Observer,
            Self::ReleaseManager => Role::ReleaseManager,
            Self::Distributor => Role::Distributor,
            Self::Witness => Role::Witness,
        }
    }

    /// Whether it is the fix team's own: nothing need be said of it.
    #[must_use]
    pub const fn is_fixer(&self) -> bool {
        matches!(self, Self::Fixer)
    }
}

/// What somebody looks after at the desk who is not on the committee. No office opens a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// The project's accounts, but for the committee's and for those with an office.
    Steward,
    /// That the rules are kept: who has which rights, how the policy came to be, who was let in.
    Auditor,
}

impl Office {
    /// Every office.
    pub const ALL: [Self; 2] = [Self::Steward, Self::Auditor];

    /// Its name, as it is typed and shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steward => "steward",
            Self::Auditor => "auditor",
        }
    }
}

/// Who asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The role in which they act.
    pub role: Role,
    /// The account, for roles that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Actor {
    /// The reporter of the case.
    pub const REPORTER: Self = Self { role: Role::Reporter, person: None };
    /// The desk's clock.
    pub const CLOCK: Self = Self { role: Role::Clock, person: None };
    /// The outbox worker.
    pub const WORLD: Self = Self { role: Role::World, person: None };

    /// A member of the response committee.
    #[must_use]
    pub const fn committee(person: PersonId) -> Self {
        Self { role: Role::Committee, person: Some(person) }
    }

    /// Somebody with a part in the case, or invited to one.
    #[must_use]
    pub const fn with(part: Part, person: PersonId) -> Self {
        Self { role: part.role(), person: Some(person) }
    }

    /// A member of the case's fix team (or one invited to it).
    #[must_use]
    pub const fn fixer(person: PersonId) -> Self {
        Self { role: Role::FixTeam, person: Some(person) }
    }
}

/// Who wants to read a case. Rights are computed from the case at the moment of reading, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Holds the receipt of this very case.
    Reporter,
    /// A member of the response committee.
    Committee(PersonId),
    /// Somebody with an account who is not on the committee; sees a case only with a part in it.
    Person(PersonId),
}
