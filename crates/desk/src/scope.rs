//! What tokens are for, by name.

use serde::{Deserialize, Serialize};

/// What a token is for. None is wider than its owner: their own rights are looked at besides, at each use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Read the board and the cases of its owner.
    ReadCases,
    /// Ask something of them. What counts still waits for its owner's passkey.
    ActOnCases,
    /// See who has an account.
    ReadPeople,
    /// Read proposals to change the policy, and look at what one would change.
    Policy,
    /// See the committee's ballots, who is away and who is on call.
    Committee,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [Self::ReadCases, Self::ActOnCases, Self::ReadPeople, Self::Policy, Self::Committee];

    /// Its name, as it is typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReadCases => "read_cases",
            Self::ActOnCases => "act_on_cases",
            Self::ReadPeople => "read_people",
            Self::Policy => "policy",
            Self::Committee => "committee",
        }
    }

    /// The scope of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}
