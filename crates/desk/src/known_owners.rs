//! What the files of the project's repository say of who answers for its code.

use std::collections::BTreeSet;

use formats::code_owners::{CodeOwners, Owner};

/// What the project's repository says.
#[derive(Clone, Debug, Default)]
pub struct KnownOwners {
    /// Its CODEOWNERS.
    pub code: CodeOwners,
    /// Whoever its MAINTAINERS or OWNERS name.
    pub maintainers: BTreeSet<Owner>,
}
