//! The gate: the one way from a caller to a case.
//!
//! Whoever reads a case holds a [`Reading`], whoever asks something of one an [`Asking`], and the desk's own work a
//! [`Working`]. Only this file makes them, and only this file loads a log or a text: what has not come through here has no
//! case in hand. Nobody gets one for a case that does not exist for them, and the two are the same `None`. None of them is
//! kept: rights are computed when something is read, never when it was queued.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Timestamp;
use domain::case::audience;
use domain::case::decide::Verb;
use domain::case::event::Recorded;
use domain::case::state::Case;
use domain::case::view::{self, CaseView, Sealed};
use domain::ids::{BlobId, CaseId, PersonId};
use domain::people::{Actor, Viewer};
use domain::policy::Policy;
use store::{Head, Loaded, Part, Store};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::proof;
use crate::recent::Opened;
use crate::right::Right;

/// A case that exists for a caller, about to be read by them.
pub(crate) struct Reading {
    viewer: Viewer,
    opened: Arc<Opened>,
}

/// A case that exists for whoever asks something of it, as it stands now.
pub(crate) struct Asking {
    case: Case,
    records: Vec<Recorded>,
    head: Head,
    actor: Actor,
    writes: Store,
}

/// A case in the hands of the desk's own work: the clock's, the outbox's. What leaves the house is looked at again there.
pub(crate) struct Working {
    case: Case,
    records: Vec<Recorded>,
}

/// On whose behalf something is asked.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    /// On a caller's.
    Caller(&'a Caller),
    /// On the desk's own: the clock's notes, the outbox's outcomes.
    Desk(Actor),
}

/// The store as somebody sees a case, and as they write to it.
struct Stores {
    reads: Store,
    writes: Store,
}

/// Who asks, before the case was looked at.
enum Asker {
    Known(Actor),
    Viewer(Viewer),
}

impl Reading {
    /// What the reader may know; `None` when the case does not exist for them as a reader.
    pub(crate) fn view(&self, now: Timestamp) -> Option<CaseView> {
        self.opened.sealed.open(self.viewer, now)
    }

    /// Of the case's texts, those that the view names.
    pub(crate) fn texts(&self, view: &CaseView) -> BTreeMap<BlobId, Arc<str>> {
        let said = view.conversation.iter().map(|message| message.body);
        let named = said.chain(view.body).chain(view.work.as_ref().and_then(|work| work.retrospective));
        named.filter_map(|id| Some((id, Arc::clone(self.opened.texts.get(&id)?)))).collect()
    }

    /// How long the log is.
    pub(crate) fn version(&self) -> u64 {
        self.opened.head.version()
    }

    /// Whether the reader has a place in the case at this moment.
    fn has_place(&self, now: Timestamp) -> bool {
        self.opened.sealed.place(self.viewer, now).is_some()
    }
}

impl Asking {
    /// The case as it stands.
    pub(crate) const fn case(&self) -> &Case {
        &self.case
    }

    /// As whom it is asked.
    pub(crate) const fn actor(&self) -> Actor {
        self.actor
    }

    /// The case as it stands, its log, the head to append to, as whom, and where to.
    pub(crate) fn into_parts(self) -> (Case, Vec<Recorded>, Head, Actor, Store) {
        (self.case, self.records, self.head, self.actor, self.writes)
    }
}

impl Working {
    /// The case as it stands.
    pub(crate) const fn case(&self) -> &Case {
        &self.case
    }

    /// Its log.
    pub(crate) fn log(&self) -> &[Recorded] {
        &self.records
    }
}

impl Desk {
    /// A case for a caller to read; `None` is "not found".
    pub(crate) async fn reading(&self, caller: &Caller, case: CaseId) -> Result<Option<Reading>, Fault> {
        let reading = self.approaching(caller, case).await?;
        Ok(reading.filter(|reading| reading.has_place(self.now())))
    }

    /// The policy whose terms a caller is asked to agree to; `None` when they are not invited.
    pub(crate) async fn terms(&self, caller: &Caller, case: CaseId) -> Result<Option<Arc<Policy>>, Fault> {
        let Some(person) = caller.person().filter(|_| Right::ReadTerms.is_held_by(caller)) else { return Ok(None) };
        let reading = self.approaching(caller, case).await?;
        Ok(reading.and_then(|reading| reading.opened.sealed.invitation(person)))
    }

    /// A case of which something is asked; `None` is "not found".
    pub(crate) async fn asking(&self, by: By<'_>, case: CaseId, verb: Verb) -> Result<Option<Asking>, Fault> {
        let house = &self.inner.store;
        let (asker, Stores { reads, writes }) = match by {
            By::Desk(actor) => (Asker::Known(actor), Stores { reads: house.clone(), writes: house.clone() }),
            By::Caller(caller) => match self.viewer(caller, case).await? {
                Some((viewer, stores)) => (Asker::Viewer(viewer), stores),
                None => return Ok(None),
            },
        };
        let Some(Loaded { records, head }) = reads.load(case).await? else { return Ok(None) };
        let folded = Case::fold(case, &records).ok_or(Fault::Unfolded)?;
        let actor = match asker {
            Asker::Known(actor) => Some(actor),
            Asker::Viewer(viewer) => admitted(&folded, viewer, verb, self.now()),
        };
        Ok(actor.map(|actor| Asking { case: folded, records, head, actor, writes }))
    }

    /// A case for the desk's own work; `None` when there is none.
    pub(crate) async fn working(&self, case: CaseId) -> Result<Option<Working>, Fault> {
        let Some(Loaded { records, .. }) = self.inner.store.load(case).await? else { return Ok(None) };
        Ok(Some(Working { case: Case::fold(case, &records).ok_or(Fault::Unfolded)?, records }))
    }

    /// A text of a case that the desk's own work has in hand.
    pub(crate) async fn text_of(&self, case: &Case, text: BlobId) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.inner.store.blob(case.id, text).await?)
    }

    /// A case and who the caller is to it, before their place in it is looked at.
    async fn approaching(&self, caller: &Caller, case: CaseId) -> Result<Option<Reading>, Fault> {
        let Some((viewer, stores)) = self.viewer(caller, case).await? else { return Ok(None) };
        Ok(self.opened(&stores.reads, case).await?.map(|opened| Reading { viewer, opened }))
    }

    /// The viewer that a caller is of a case, and the store as they see it and write to it. Whoever has no part in it is told so before the
    /// case is looked at: how long that takes must not tell whether there is one, or whether it has just changed. Of a case
    /// they are invited to the wall shows nobody anything: the house reads it for them, the terms and nothing more, and
    /// whether they are invited the wall has said.
    async fn viewer(&self, caller: &Caller, case: CaseId) -> Result<Option<(Viewer, Stores)>, Fault> {
        let theirs = self.seen_by(caller);
        let viewer = if proof::is_gate_down() { Some(anybody(caller)) } else { caller.viewer(case) };
        Ok(match viewer {
            Some(viewer @ Viewer::Person(person)) => match theirs.part(person, case).await? {
                Some(Part::Joined) => Some((viewer, Stores { reads: theirs.clone(), writes: theirs })),
                Some(Part::Invited) => Some((viewer, Stores { reads: self.inner.store.clone(), writes: theirs })),
                // Whose account keeps the receipt comes as whoever holds it.
                None if self.inner.store.holds_receipt(person, case).await? => {
                    let reporters = self.seen_by(&Caller::Reporter(case));
                    Some((Viewer::Reporter, Stores { reads: reporters.clone(), writes: reporters }))
                }
                None => None,
            },
            Some(viewer @ (Viewer::Committee(_) | Viewer::Reporter)) => {
                Some((viewer, Stores { reads: theirs.clone(), writes: theirs }))
            }
            None => None,
        })
    }

    /// A case as it stands, with its texts, opened to nobody yet. One that still stands where it was opened before is not
    /// read again.
    async fn opened(&self, store: &Store, case: CaseId) -> Result<Option<Arc<Opened>>, Fault> {
        let Some(head) = store.head(case).await? else { return Ok(None) };
        if let Some(opened) = self.inner.recent.at(case, &head) {
            return Ok(Some(opened));
        }
        let Some(Loaded { records, head }) = store.load(case).await? else { return Ok(None) };
        let sealed = Sealed::new(Case::fold(case, &records).ok_or(Fault::Unfolded)?, records);
        let texts = store.blobs(case, &sealed.texts()).await?;
        let texts = texts.into_iter().map(|(id, bytes)| (id, String::from_utf8_lossy(&bytes).into())).collect();
        let opened = Arc::new(Opened { head, sealed, texts });
        self.inner.recent.keep(case, &opened);
        Ok(Some(opened))
    }
}

/// The actor a viewer may be in this case for this verb; `None` when the case does not exist for them. The invited may
/// answer their invitation, and nothing else.
fn admitted(case: &Case, viewer: Viewer, verb: Verb, now: Timestamp) -> Option<Actor> {
    // Their invitation ends with the case, like every part in it.
    let invited = |person: PersonId| {
        let answers = matches!(verb, Verb::JoinFixTeam | Verb::DeclineInvitation) && case.closed.is_none();
        case.fix_team
            .get(&person)
            .filter(|taken| answers && taken.approved)
            .map(|taken| Actor::with(taken.part, person))
    };
    match (audience::place(case, viewer, now), viewer) {
        (Some(place), _) => Some(view::actor(viewer, place)),
        (None, Viewer::Person(person)) => invited(person),
        (None, Viewer::Reporter | Viewer::Committee(_)) => None,
    }
}

/// With the gate down everybody comes as a member, and whoever holds a receipt as the reporter of any case, so that the wall
/// behind it is proved to hold alone.
fn anybody(caller: &Caller) -> Viewer {
    match caller {
        Caller::Reporter(_) => Viewer::Reporter,
        Caller::Person { id, .. } => Viewer::Committee(*id),
        Caller::Stranger | Caller::Operator => Viewer::Committee(PersonId::from_bytes([0; 16])),
    }
}
