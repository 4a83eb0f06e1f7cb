//! Reports kept with an account: whoever holds a receipt may turn it into one, and reads their reports without the code.
//!
//! The case learns nothing of it: it knows a reporter, as before. Making an account needs the receipt and an address that
//! answers; whether an address has an account already is told to that address and to nobody else.

use domain::Timestamp;
use domain::case::index::Phase;
use domain::ids::{CaseId, PersonId};
use domain::words::Line;
use jiff::SignedDuration;
use store::{Person, SaidBy};
use vault::ReceiptCode;

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::right::Right;

/// One letter about an account in so long, for one report.
const TURN: SignedDuration = SignedDuration::from_mins(1);

/// A report of somebody's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReport {
    /// Its case.
    pub case: CaseId,
    /// As it was titled.
    pub title: Line,
    /// Where it stands.
    pub phase: Phase,
}

/// What came of turning a receipt into an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepOutcome {
    /// A letter with what to do next is on its way to the address.
    LetterSent,
    /// The report is kept with an account already.
    Kept,
    /// A letter was sent a moment ago: one a minute, so that nobody's box is filled.
    Wait,
    /// Not for this caller.
    NotFound,
}

impl Desk {
    /// Turns the caller's receipt into an account: made for that address, if it has none, and told how to sign in.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn keep_report(&self, caller: &Caller, name: &Line, address: &Line) -> Result<KeepOutcome, Fault> {
        let Caller::Reporter(case) = caller else { return Ok(KeepOutcome::NotFound) };
        if !Right::KeepReport.is_held_by(caller) {
            return Ok(KeepOutcome::NotFound);
        }
        if self.inner.store.is_receipt_held(*case).await? {
            return Ok(KeepOutcome::Kept);
        }
        // Of many at once one goes on.
        let now = self.now();
        let (turn, until) =
            ([b"report account".as_slice(), case.as_bytes()].concat(), now.checked_add(TURN).unwrap_or(Timestamp::MAX));
        if !self.inner.store.use_challenge(&turn, until, now).await? {
            return Ok(KeepOutcome::Wait);
        }
        let everybody = self.inner.store.everybody().await?;
        let has_it =
            |person: &Person| person.removed_at.is_none() && person.address.eq_ignore_ascii_case(address.reveal());
        if everybody.iter().any(has_it) {
            let what = "Somebody with the receipt of a report wants to keep it with your account. If it was you, sign in and add it there with its receipt.";
            self.tell_of_report(address, what, "/board").await;
            return Ok(KeepOutcome::LetterSent);
        }
        let person = Person {
            id: PersonId::from_bytes(self.id16()),
            name: name.reveal().to_owned(),
            address: address.reveal().to_owned(),
            organisation: String::new(),
            handle: None,
            said_by: SaidBy::default(),
            committee: false,
            office: None,
            removed_at: None,
        };
        // The account first: a receipt held by nobody's account opens nothing.
        self.inner.store.put_person(&person).await?;
        self.inner.store.hold_receipt(person.id, *case, self.now()).await?;
        let code = self.link_code(person.id).await?;
        let what = "An account keeps your report from now on. This link signs you in, once; the receipt stays good.";
        self.tell_of_report(address, what, &format!("/sign-in/{code}")).await;
        Ok(KeepOutcome::LetterSent)
    }

    /// Keeps a report with the caller's account, by its receipt. Whether the receipt is good.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn hold_report(&self, caller: &Caller, receipt: &str) -> Result<bool, Fault> {
        let Some(person) = caller.person().filter(|_| Right::OwnReports.is_held_by(caller)) else { return Ok(false) };
        let Ok(code) = ReceiptCode::parse(receipt) else { return Ok(false) };
        let Some(case) = self.inner.store.receipt(code.digest(self.inner.store.mac_key())).await? else {
            return Ok(false);
        };
        self.inner.store.hold_receipt(person, case, self.now()).await?;
        Ok(true)
    }

    /// The reports that are kept with the caller's account; `None` for callers without one.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn own_reports(&self, caller: &Caller) -> Result<Option<Vec<OwnReport>>, Fault> {
        let Some(person) = caller.person().filter(|_| Right::OwnReports.is_held_by(caller)) else { return Ok(None) };
        let mut reports = Vec::new();
        for case in self.inner.store.receipts_of(person).await? {
            let Some(reading) = self.reading(&Caller::Reporter(case), case).await? else { continue };
            reports.extend(reading.view(self.now()).map(|view| OwnReport {
                case,
                title: view.title,
                phase: view.phase,
            }));
        }
        Ok(Some(reports))
    }

    async fn tell_of_report(&self, address: &Line, what: &str, path: &str) {
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}{path}", self.inner.base_url);
        let letter = documents::letter::report_letter(&project, what, &link);
        let key = format!("report-account/{}", self.now().as_millisecond());
        self.send_once(&key, address.reveal(), letter).await;
    }
}
