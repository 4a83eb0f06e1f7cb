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
    /// The desk's clock, noting that time has passed.
    Clock,
    /// The outbox worker, reporting what became of an effect.
    World,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Reporter, Self::Committee, Self::FixTeam, Self::Clock, Self::World];
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
    /// Somebody with an account who is not on the committee; sees a case only when on its fix team.
    Person(PersonId),
}
