//! Who calls: nobody, a reporter with a receipt, a person with an account, or the operator's own terminal.
//!
//! Knows what a session says. Rights to a case are not here: they follow from the case at the moment of asking.

use domain::Timestamp;
use domain::ids::{CaseId, PersonId};
use domain::people::{Office, Viewer};

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody we know.
    Stranger,
    /// Holds the receipt of one case.
    Reporter(CaseId),
    /// Has an account.
    Person {
        /// Whose.
        id: PersonId,
        /// As others see them.
        name: String,
        /// Whether they are on the response committee.
        committee: bool,
        /// What they look after beside it.
        office: Option<Office>,
        /// When they last showed a passkey in this session.
        verified_at: Option<Timestamp>,
    },
    /// The terminal of the installation: invites people, reads no case.
    Operator,
}

impl Caller {
    /// The viewer this caller is of one case; `None` for those who can read none.
    #[must_use]
    pub fn viewer(&self, case: CaseId) -> Option<Viewer> {
        match self {
            Self::Stranger | Self::Operator => None,
            Self::Reporter(theirs) => (*theirs == case).then_some(Viewer::Reporter),
            Self::Person { id, committee: true, .. } => Some(Viewer::Committee(*id)),
            Self::Person { id, committee: false, .. } => Some(Viewer::Person(*id)),
        }
    }

    /// The same caller, as if no passkey had been shown.
    #[must_use]
    pub(crate) fn unverified(&self) -> Self {
        match self {
            Self::Person { id, name, committee, office, .. } => {
                Self::Person { id: *id, name: name.clone(), committee: *committee, office: *office, verified_at: None }
            }
            Self::Stranger | Self::Reporter(_) | Self::Operator => self.clone(),
        }
    }

    /// Whether the caller has an office.
    pub(crate) const fn has_office(&self) -> bool {
        matches!(self, Self::Person { office: Some(_), .. })
    }

    /// The account, if the caller has one.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::Stranger | Self::Reporter(_) | Self::Operator => None,
        }
    }
}
