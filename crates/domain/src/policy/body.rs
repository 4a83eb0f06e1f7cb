//! Who responds: a committee, or one maintainer.
//!
//! PR-04, PR-13. Knows how many; who they are lives elsewhere.

use serde::{Deserialize, Serialize};

use crate::words::Line;

/// The standing response group (PR-04, PR-13). A solo maintainer is a committee of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its name in letters.
    pub name: Line,
    /// One person or several.
    pub kind: BodyKind,
    /// Fewest members wished for.
    pub members_min: u8,
    /// Most members wished for.
    pub members_max: u8,
}

/// One person or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// One maintainer; what needs a second person is not asked for.
    Sole,
    /// Several members who decide together.
    Committee,
}
