//! On whose behalf the store is asked: the house's own, or somebody's.
//!
//! The second wall stands on it (`wall`): what is asked for somebody is asked of a database that shows their rows and no
//! others, whatever the program believes about them. Knows who; must not know what they may do, which the database looks up
//! for itself.

use domain::ids::{CaseId, PersonId};
use domain::people::{Actor, Role};

use crate::fault::Fault;

/// On whose behalf the store is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behalf {
    /// The house's own: the clock, the outbox, intake, sign-in. It stands in front of the wall.
    House,
    /// The installation's terminal: it looks after accounts and reads no case.
    Operator,
    /// Somebody with an account.
    Person(PersonId),
    /// Whoever holds the receipt of this case.
    Receipt(CaseId),
    /// Nobody: no row is theirs.
    Nobody,
}

/// What somebody says they are to a case when they add to its log. The database holds it against what it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) by: Behalf,
    pub(crate) role: &'static str,
}

impl Behalf {
    /// The claim with which these actors add to a log; none when it is the house itself that does.
    pub(crate) fn claim(self, mut actors: impl Iterator<Item = Actor>) -> Result<Option<Claim>, Fault> {
        let Some(first) = actors.next().filter(|_| self != Self::House) else { return Ok(None) };
        let is_theirs = match self {
            Self::Person(person) => first.person == Some(person),
            Self::Receipt(_) => first == Actor::REPORTER,
            Self::House | Self::Operator | Self::Nobody => false,
        };
        if !is_theirs || actors.any(|actor| actor != first) {
            return Err(Fault::Walled);
        }
        let role = match first.role {
            Role::Committee => "committee",
            Role::FixTeam | Role::Guest | Role::Observer | Role::ReleaseManager | Role::Distributor | Role::Witness => {
                "part"
            }
            Role::Reporter => "reporter",
            Role::Clock | Role::World => return Err(Fault::Walled),
        };
        Ok(Some(Claim { by: self, role }))
    }

    /// The account, if there is one.
    pub(crate) const fn person(self) -> Option<[u8; 16]> {
        match self {
            Self::Person(person) => Some(*person.as_bytes()),
            Self::House | Self::Operator | Self::Receipt(_) | Self::Nobody => None,
        }
    }

    /// The case whose receipt is held, if one is.
    pub(crate) const fn receipt(self) -> Option<[u8; 16]> {
        match self {
            Self::Receipt(case) => Some(*case.as_bytes()),
            Self::House | Self::Operator | Self::Person(_) | Self::Nobody => None,
        }
    }

    /// Whether it is the installation's terminal.
    pub(crate) fn is_operator(self) -> bool {
        self == Self::Operator
    }
}
