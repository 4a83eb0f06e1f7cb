//! Who answers for the project's code, read from its repository on this machine: at the start, and every hour.
//!
//! Never at the moment somebody is invited: when it is read tells nobody of a case.

use std::path::PathBuf;
use std::time::Duration;

use desk::{Desk, KnownOwners};
use forks::{Fault, Project};
use formats::code_owners::{self, CodeOwners};
use formats::maintainers;
use tokio_util::sync::CancellationToken;

/// How often it is read again.
const EVERY: Duration = Duration::from_hours(1);

/// Reads it; what could not be read of CODEOWNERS goes to the process log.
pub(crate) async fn read(repository: PathBuf) -> Result<KnownOwners, Fault> {
    let project = Project::at(&repository);
    let mut known = KnownOwners::default();
    for place in code_owners::PLACES {
        if let Some(bytes) = project.file(place, code_owners::BYTES_MAX).await? {
            known.code = CodeOwners::read(&String::from_utf8_lossy(&bytes));
            for unread in &known.code.unread {
                tracing::warn!(place, line = unread.line, why = unread.why, "a line names no code owner");
            }
            break;
        }
    }
    for place in maintainers::PLACES {
        if let Some(bytes) = project.file(place, maintainers::BYTES_MAX).await? {
            known.maintainers.extend(maintainers::named(&String::from_utf8_lossy(&bytes)));
        }
    }
    Ok(known)
}

/// Reads it again and again until cancelled. When it cannot be read, what was known stays.
pub(crate) async fn follow(desk: Desk, repository: PathBuf, cancel: CancellationToken) {
    loop {
        tokio::select! {
            () = cancel.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        match read(repository.clone()).await {
            Ok(known) => desk.know_owners(Some(known)),
            Err(fault) => {
                tracing::error!(%fault, "the project's repository cannot be read; its owners stay as they were");
            }
        }
    }
}
