//! Cases: asking something of one, opening one to those who may read, and the board.
//!
//! The one place where load, decide and append meet. A conflict loads and decides again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use api::{Request, TextOf, Wanted};
use domain::Timestamp;
use domain::case::command::{Ask, Command};
use domain::case::decide::{self, Refusal, Verb};
use domain::case::event::Recorded;
use domain::case::index::{self, IndexRow};
use domain::case::state::Publication;
use domain::case::view::CaseView;
use domain::committee::facts::Sign;
use domain::ids::{BlobId, CaseId, ConfirmationId, PersonId};
use domain::people::Actor;
use domain::policy::Policy;
use domain::words::Prose;
use store::{Append, AppendError, Cursor, Expected, Filter, ListQuery, NewBlob, Person, Scope};

use crate::caller::Caller;
use crate::decisions::{Confirmed, Weight};
use crate::desk::{Desk, consequences};
use crate::fault::{Fault, Outcome};
use crate::gate::By;
use crate::publications;
use crate::right::Right;

/// How often a decision is taken again when others changed the case meanwhile.
const TRIES_MAX: u32 = 8;

/// What a reader of a case gets: what they may know, the texts of it, and the people named in it.
pub struct CasePage {
    /// What they may know.
    pub view: CaseView,
    /// The texts that the view names.
    pub texts: BTreeMap<BlobId, Arc<str>>,
    /// The accounts that the view names.
    pub people: BTreeMap<PersonId, Person>,
    /// Whom the reader may choose among: everybody by name for the committee, else nobody.
    pub everybody: Vec<Person>,
    /// As of when.
    pub now: Timestamp,
}

/// A decision that waits, as whoever took it sees it.
pub struct ToConfirm {
    /// About which case.
    pub case: CaseId,
    /// What was asked.
    pub verb: Verb,
    /// The case, as they may know it.
    pub page: CasePage,
    /// The entries it would make in the log.
    pub entries: Vec<Recorded>,
    /// What the browser is asked.
    pub options: String,
}

/// What the invited see before they agree (PR-41): the project's name, the terms, nothing more.
pub struct Invitation {
    /// The case's policy, for the project's name and the terms.
    pub policy: Arc<Policy>,
}

/// What a member asks the board for.
#[derive(Clone, Debug, Default)]
pub struct BoardQuery {
    /// Open, closed or all.
    pub filter: Filter,
    /// Only what I coordinate.
    pub mine: bool,
    /// The page after this one.
    pub after: Option<Cursor>,
}

/// The board: what is owed, by whom, in order of urgency.
pub struct Board {
    /// The page's rows.
    pub rows: Vec<IndexRow>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Cases this person is invited to.
    pub invitations: Vec<CaseId>,
    /// Names of coordinators.
    pub people: BTreeMap<PersonId, Person>,
    /// As of when.
    pub now: Timestamp,
}

impl Desk {
    /// Asks something of a case on somebody's behalf.
    ///
    /// # Errors
    /// A fault of the machine. What the rules refuse, and what does not exist for the caller, are outcomes.
    pub async fn ask(&self, caller: &Caller, case: CaseId, request: Request) -> Result<Outcome, Fault> {
        let (command, blobs) = self.shelved(request.wanted);
        let ask = Ask { command: self.with_standing(caller, command).await?, reason: request.reason };
        let weight = self.weight(caller, &ask.command).await?;
        let outcome = self.settle(By::Caller(caller), case, &ask, blobs, &weight).await?;
        self.note_duty(caller, &outcome).await;
        Ok(outcome)
    }

    /// A member who has done something in a case is there, and does their duty (PR-22).
    async fn note_duty(&self, caller: &Caller, outcome: &Outcome) {
        if let (Caller::Person { id, committee: true, .. }, Outcome::Done(())) = (caller, outcome) {
            self.note_sign(*id, Sign::Duty).await;
        }
    }

    /// A decision of the caller that waits to be confirmed, with the entries it would make: what is shown is what is signed.
    /// `None` when there is none, or not any more, or not theirs.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn to_confirm(&self, caller: &Caller, id: ConfirmationId) -> Result<Option<ToConfirm>, Fault> {
        let Some((decision, options)) = self.held(caller, id).await? else { return Ok(None) };
        let (ask, case) = (decision.ask(), decision.case);
        let Some(page) = self.open(caller, case).await? else { return Ok(None) };
        let verb = Verb::of(&ask.command);
        let Some(asking) = self.asking(By::Caller(caller), case, verb).await? else { return Ok(None) };
        // What the rules have come to refuse meanwhile makes no entries; they say so when it is confirmed.
        let events = decide::decide(asking.case(), &ask, asking.actor(), self.now()).unwrap_or_default();
        let entries = decide::record(events, asking.case().version, self.now(), asking.actor());
        Ok(Some(ToConfirm { case, verb, page, entries, options }))
    }

    /// Does what the caller decided and now confirms with a passkey. `None` when there is no such decision of theirs, or when
    /// the answer is not good; else what was asked of which case, and what came of it.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn confirm(
        &self,
        caller: &Caller,
        id: ConfirmationId,
        answer: &str,
    ) -> Result<Option<(CaseId, Verb, Outcome)>, Fault> {
        let Some(Confirmed { decision, proof }) = self.confirmed(caller, id, answer).await? else { return Ok(None) };
        let (case, ask) = (decision.case, decision.ask());
        let weight = Weight::Proved(decision.by, proof);
        let outcome = self.settle(By::Caller(caller), case, &ask, Vec::new(), &weight).await?;
        self.note_duty(caller, &outcome).await;
        Ok(Some((case, Verb::of(&ask.command), outcome)))
    }

    /// Opens a case to a caller; `None` is "not found".
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn open(&self, caller: &Caller, case: CaseId) -> Result<Option<CasePage>, Fault> {
        let Some(reading) = self.reading(caller, case).await? else { return Ok(None) };
        let now = self.now();
        let Some(mut view) = reading.view(now) else { return Ok(None) };
        self.note_reading(caller, &view, reading.version()).await?;
        if view.policy == self.policy() {
            view.offers.retain(|offer| offer.verb != Verb::MoveToPolicy);
        }
        let texts = reading.texts(&view);
        let everybody = self.people(caller).await?;
        let ids = people_of(&view);
        let people = match &everybody {
            Some(everybody) => those(everybody.iter().filter(|person| ids.contains(&person.id)).cloned()),
            None => self.named(ids).await?,
        };
        Ok(Some(CasePage { view, texts, people, everybody: everybody.unwrap_or_default(), now }))
    }

    /// Whether a case exists for a caller as a reader.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn reads(&self, caller: &Caller, case: CaseId) -> Result<bool, Fault> {
        Ok(self.reading(caller, case).await?.is_some())
    }

    /// What an invited person sees before agreeing to the terms; `None` when they are not invited.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn invitation(&self, caller: &Caller, case: CaseId) -> Result<Option<Invitation>, Fault> {
        Ok(self.terms(caller, case).await?.map(|policy| Invitation { policy }))
    }

    /// The board of a person with an account; `None` for anybody else.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn board(&self, caller: &Caller, query: BoardQuery) -> Result<Option<Board>, Fault> {
        let Caller::Person { id, .. } = caller else { return Ok(None) };
        let scope = if self.admits(caller, Right::SeeEveryCase).await? { Scope::Committee } else { Scope::Person(*id) };
        let store = self.seen_by(caller);
        let list = ListQuery {
            scope,
            filter: query.filter,
            coordinator: query.mine.then_some(*id),
            after: query.after,
            limit: 50,
        };
        let mut page = store.list(&list).await?;
        if caller.has_office() {
            // What they see has an end to the minute, which the list learns of only from the clock.
            let mut seen = Vec::with_capacity(page.rows.len());
            for row in page.rows {
                if self.reading(caller, row.case).await?.is_some() {
                    seen.push(row);
                }
            }
            page.rows = seen;
        }
        let people = self.named(page.rows.iter().filter_map(|row| row.coordinator).collect()).await?;
        let invitations = store.invitations(*id).await?;
        Ok(Some(Board { rows: page.rows, next: page.next, invitations, people, now: self.now() }))
    }

    /// Asks something of a case on the desk's own behalf: the clock's notes, the outbox's outcomes.
    pub(crate) async fn ask_as(&self, actor: Actor, case: CaseId, command: Command) -> Result<Outcome, Fault> {
        self.settle(By::Desk(actor), case, &command.into(), Vec::new(), &Weight::Light).await
    }

    /// Load, decide, append; again when others were faster.
    async fn settle(
        &self,
        by: By<'_>,
        case: CaseId,
        ask: &Ask,
        blobs: Vec<NewBlob>,
        weight: &Weight,
    ) -> Result<Outcome, Fault> {
        for _ in 0..TRIES_MAX {
            let Some(asking) = self.asking(by, case, Verb::of(&ask.command)).await? else {
                return Ok(Outcome::NotFound);
            };
            let ((folded, mut records, head, actor, store), now) = (asking.into_parts(), self.now());
            let events = match decide::decide(&folded, ask, actor, now) {
                Ok(events) if events.is_empty() => return Ok(Outcome::Done(())),
                Ok(events) => events,
                Err(refusal) => return Ok(Outcome::Refused(refusal)),
            };
            if ask.command == Command::Publish
                && let Some(refusal) = publications::unfit(&folded, now)
            {
                return Ok(Outcome::Refused(refusal));
            }
            // Time does not go back within a log, even when the machine's clock does; but what may be done, and when it is
            // done, is judged by the clock alone: an entry from a future that was none must open nothing.
            let written = now.max(folded.updated_at);
            if ask.command == Command::SendRetrospective
                && let Some(refusal) = self.unfit_retrospective(&folded).await?
            {
                return Ok(Outcome::Refused(refusal));
            }
            let fresh = decide::record(events, folded.version, written, actor);
            records.extend(fresh.iter().cloned());
            let (after, wishes) = consequences(case, &records, folded.version)?;
            if matches!(folded.publication, Publication::Published { .. })
                && corrects(Verb::of(&ask.command))
                && let Some(refusal) = publications::unfit(&after, now)
            {
                return Ok(Outcome::Refused(refusal));
            }
            match weight {
                Weight::Light => {}
                Weight::NoPasskey => return Ok(Outcome::Refused(Refusal::NoPasskey)),
                Weight::Waits(by) => return Ok(Outcome::Refused(self.put_aside(case, *by, ask).await?)),
                // First the proof: one without its event proves nothing, an event without its proof would do nothing.
                Weight::Proved(by, proof) => {
                    self.inner.store.put_decision(case, folded.version + 1, *by, proof).await?;
                }
            }
            let append = Append {
                case,
                expected: Expected::At(head),
                index: index::row(&after),
                records: fresh,
                blobs: blobs.clone(),
                wishes,
                receipt: None,
                at: now,
            };
            match store.append(append).await {
                Ok(_head) => return Ok(Outcome::Done(())),
                Err(AppendError::Conflict) => {}
                // The gate let through what the wall does not: whoever asks learns no more than from the gate.
                Err(AppendError::Fault(store::Fault::Walled)) => {
                    tracing::error!(%case, "the database refused an entry that the gate had let through");
                    return Ok(Outcome::NotFound);
                }
                Err(AppendError::Fault(fault)) => return Err(fault.into()),
            }
        }
        Err(Fault::Busy)
    }

    /// Gives texts their place in the vault; the command carries the id.
    fn shelved(&self, wanted: Wanted) -> (Command, Vec<NewBlob>) {
        let (of, text): (TextOf, Prose) = match wanted {
            Wanted::Command(command) => return (command, Vec::new()),
            Wanted::PolicyInForce { reason } => {
                return (Command::MoveToPolicy { policy: self.policy(), reason }, Vec::new());
            }
            Wanted::Text { of, text } => (of, text),
        };
        let id = BlobId::from_bytes(self.id16());
        let command = match of {
            TextOf::Message(to) => Command::SendMessage { to, body: id },
            TextOf::Retrospective => Command::DraftRetrospective { text: id },
            TextOf::Feedback => Command::GiveFeedback { text: id },
        };
        (command, vec![NewBlob { id, bytes: text.reveal().as_bytes().to_vec() }])
    }

    async fn named(&self, ids: BTreeSet<PersonId>) -> Result<BTreeMap<PersonId, Person>, Fault> {
        let ids: Vec<PersonId> = ids.into_iter().collect();
        Ok(those(self.inner.store.people(&ids).await?.into_iter()))
    }
}

/// Whether a request changes what the public reads of a case that is published.
const fn corrects(verb: Verb) -> bool {
    matches!(verb, Verb::DraftAdvisory | Verb::StateMitigation | Verb::ScoreSeverity | Verb::DecideSeverity)
}

/// Who is named in a view.
fn people_of(view: &CaseView) -> BTreeSet<PersonId> {
    let mut ids: BTreeSet<PersonId> = view.log.iter().filter_map(|entry| entry.by.person).collect();
    if let Some(work) = &view.work {
        ids.extend(work.coordinator);
        ids.extend(work.participants.iter().map(|(person, _)| *person));
    }
    ids
}

fn those(people: impl Iterator<Item = Person>) -> BTreeMap<PersonId, Person> {
    people.map(|person| (person.id, person)).collect()
}
