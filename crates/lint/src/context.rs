//! What the linter is told beside a text: where it stands, and what day it is.

use jiff::civil::Date;

/// What the linter is told about a document beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The file's name, for the report.
    pub file: Option<String>,
    /// The repository it stands in, for example `github.com/owner/name`; with or without a scheme.
    pub repository: Option<String>,
    /// The day it is read on.
    pub today: Date,
}
