//! An office as it is chosen: one of them, or none.

use domain::people::Office;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody looks after beside the committee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfficeChoice {
    /// Nothing.
    #[default]
    None,
    /// The accounts of people who are not on the committee.
    Steward,
    /// That the rules are kept.
    Auditor,
}

impl OfficeChoice {
    /// The office, if one is chosen.
    #[must_use]
    pub const fn office(self) -> Option<Office> {
        match self {
            Self::None => None,
            Self::Steward => Some(Office::Steward),
            Self::Auditor => Some(Office::Auditor),
        }
    }
}

impl From<Option<Office>> for OfficeChoice {
    fn from(office: Option<Office>) -> Self {
        match office {
            None => Self::None,
            Some(Office::Steward) => Self::Steward,
            Some(Office::Auditor) => Self::Auditor,
        }
    }
}
