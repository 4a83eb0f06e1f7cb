//! Intake: a report becomes a case, and its reporter gets a receipt.
//!
//! Acknowledged only when durable. The receipt code is shown once; the desk keeps a digest of it.

use api::bodies::NewReport;
use domain::case::command::Command;
use domain::case::{decide, index};
use domain::ids::{BlobId, CaseId};
use domain::people::Actor;
use store::{Append, AppendError, Expected, NewBlob};
use vault::ReceiptCode;

use crate::committee_memory::locked;
use crate::desk::{Desk, consequences};
use crate::fault::{Fault, Outcome};

/// A report received: the case and the reporter's receipt.
pub struct Received {
    /// The case; the reporter need not see it.
    pub case: CaseId,
    /// The receipt's code, shown once and kept nowhere.
    pub receipt: String,
}

impl Desk {
    /// Takes in a report from anybody.
    ///
    /// # Errors
    /// A fault when it could not be kept; then nothing was.
    pub async fn receive(&self, report: NewReport) -> Result<Outcome<Received>, Fault> {
        let now = self.now();
        let case = CaseId::from_bytes(self.id16());
        let body = BlobId::from_bytes(self.id16());
        let (disclosure, channel) = report.standing();
        let command = Command::SubmitReport {
            title: report.title.clone(),
            body,
            channel,
            disclosure,
            reporter: report.reporter(),
            publishes_at: report.publishes_at.map(|at| at.0),
        };
        let records = match decide::open(&self.policy(), &command, now) {
            Ok(events) => decide::record(events, 0, now, Actor::REPORTER),
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        let (folded, wishes) = consequences(case, &records, 0)?;
        let receipt = ReceiptCode::from_bytes(self.code_bytes());
        let append = Append {
            case,
            expected: Expected::New,
            index: index::row(&folded),
            records,
            blobs: vec![NewBlob { id: body, bytes: report.body.into_words().into_bytes() }],
            wishes,
            receipt: Some(receipt.digest(self.inner.store.mac_key())),
            at: now,
        };
        match self.inner.store.append(append).await {
            Ok(_head) => {
                locked(&self.inner.keeping.fresh).push(case);
                self.inner.keeping.came_in.notify_one();
                Ok(Outcome::Done(Received { case, receipt: receipt.to_text().to_string() }))
            }
            Err(AppendError::Conflict) => Err(Fault::Busy),
            Err(AppendError::Fault(fault)) => Err(fault.into()),
        }
    }
}
