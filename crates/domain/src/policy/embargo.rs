//! Agreed secrecy: how long, from when, what ends it, what its breach leads to.
//!
//! Ambiguity A11. Knows terms; what becomes of one case's embargo is in `case`.

use serde::{Deserialize, Serialize};

use super::strength::{Origin, is_no};
use crate::calendar::Term;
use crate::words::{Line, Prose};

/// Agreed secrecy (the texts leave it open: ambiguity A11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbargoTerms {
    /// From receipt of a private report, unless something else is agreed.
    pub default: Term,
    /// Never longer than this from receipt.
    pub maximum: Term,
    /// What both are counted from.
    #[serde(default, skip_serializing_if = "EmbargoStart::is_receipt")]
    pub starts: EmbargoStart,
    /// Whether it goes on when attacks are seen. The release ends it always, and so does the flaw being public.
    #[serde(default, skip_serializing_if = "is_no")]
    pub kept_under_attack: bool,
    /// What a participant agrees to before the first read (PR-41).
    pub terms: Prose,
    /// What we do, step by step, when somebody breaks it (ambiguity A11).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breach: Vec<Line>,
    /// Where the section comes from.
    pub origin: Origin,
}

/// What secrecy is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmbargoStart {
    /// The report arrived (ambiguity A1).
    #[default]
    Receipt,
    /// The fix is ready: until then there is no day that it could end on.
    FixReady,
}

impl EmbargoStart {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    fn is_receipt(&self) -> bool {
        *self == Self::Receipt
    }
}
