//! How bad: the vector somebody scored and the rating the committee decided (PR-47, PR-62).
//!
//! Knows that the two are different things; the arithmetic of CVSS is in `formats`.

pub use formats::cvss::{CvssVector, Rating, Score};
use serde::{Deserialize, Serialize};

use crate::words::Prose;

/// The committee's decision on severity; the raw vector stays beside it (PR-62).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Severity {
    /// The decided rating.
    pub rating: Rating,
    /// Why, in words; asked for when it differs from the score's own band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
}
