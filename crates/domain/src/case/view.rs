//! The only door to reading a case: `Sealed::open(viewer)`.
//!
//! A [`CaseView`] holds what this viewer may know at this moment and nothing else; pages, the API and letters are drawn
//! from it. Must not know how it is drawn.

use jiff::Timestamp;

use super::audience::{self, Place};
use super::clock::{self, Clock};
use super::decide::{self, Offer};
use super::event::Recorded;
use super::facts::{Channel, Circle, Disclosure, Draft, Release, Reporter, Upstream};
use super::gate::{self, Item, Step};
use super::index::{self, Phase};
use super::state::{Case, CveNumber, Embargo, Message, Mode, Participation, Publication, ReleaseDay};
use super::timeline::{self, Spans};
use crate::ids::{BlobId, CaseId, CommitId, PersonId};
use crate::people::{Actor, Part, Viewer};
use crate::policy::Policy;
use crate::severity::{CvssVector, Rating, Score};
use crate::words::{Line, Prose};

/// A case nobody has been shown yet.
#[derive(Clone, Debug)]
pub struct Sealed {
    case: Case,
    log: Vec<Recorded>,
}

/// What one viewer may know of a case, as of one moment.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct CaseView {
    pub id: CaseId,
    pub place: Place,
    pub phase: Phase,
    pub title: Line,
    /// The report's text: not for those who are only told ahead.
    pub body: Option<BlobId>,
    pub channel: Channel,
    pub disclosure: Disclosure,
    pub received_at: Timestamp,
    pub policy: std::sync::Arc<Policy>,
    pub mode: Mode,
    pub embargo: Embargo,
    /// Clocks this viewer has a part in; the reporter sees those promised to them.
    pub clocks: Vec<Clock>,
    /// The log, less what this viewer may not know.
    pub log: Vec<Recorded>,
    pub conversation: Vec<Message>,
    pub release_day: ReleaseDay,
    pub publication: Publication,
    pub rating: Option<Rating>,
    pub releases: Vec<Release>,
    /// What this viewer may do now, and what not, with the reason.
    pub offers: Vec<Offer>,
    /// The reporter's identity: for the committee and the reporter.
    pub reporter: Option<Reporter>,
    /// What the people who work on it know: the committee, and whoever has a part that is more than being told ahead.
    pub work: Option<Work>,
    /// The advisory's draft: for those who work on it, for an invited reporter, and for all once published.
    pub draft: Option<Box<Draft>>,
    /// The fix, for those who ship it, once the day is agreed.
    pub fix: Option<CommitId>,
}

/// What the people who work on a case know beside the rest.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct Work {
    pub coordinator: Option<PersonId>,
    pub world: String,
    pub next_step: Option<(Step, Vec<Item>)>,
    pub participants: Vec<(PersonId, Participation)>,
    pub upstream: Option<Upstream>,
    pub vector: Option<(CvssVector, Score)>,
    pub cve: CveNumber,
    pub fork: Option<Line>,
    pub fix_commit: Option<CommitId>,
    pub plan: Option<Prose>,
    pub artefacts: Vec<super::facts::Artefact>,
    pub spans: Spans,
    /// Letters that could not be sent, with the problem: the committee's concern.
    pub held: Vec<(String, Line)>,
    pub retrospective: Option<BlobId>,
}

impl Sealed {
    /// Seals a folded case with its log.
    #[must_use]
    pub const fn new(case: Case, log: Vec<Recorded>) -> Self {
        Self { case, log }
    }

    /// What the viewer may know; `None` is "not found", the same as for a case that does not exist.
    #[must_use]
    pub fn open(&self, viewer: Viewer, now: Timestamp) -> Option<CaseView> {
        let Self { case, log } = self;
        let place = audience::place(case, viewer, now)?;
        let told_ahead = place == Place::Part(Part::Distributor);
        let works = place != Place::Reporter && !told_ahead;
        let published = case.publication != Publication::Unpublished;
        let reads_draft =
            works || told_ahead || published || (case.reporter_invited && case.disclosure == Disclosure::Private);
        let may_know = |recorded: &&Recorded| audience::includes(audience::audience(&recorded.event), place);
        Some(CaseView {
            id: case.id,
            place,
            phase: index::phase(case),
            title: case.title.clone(),
            body: Some(case.body).filter(|_| !told_ahead),
            channel: case.channel,
            disclosure: case.disclosure,
            received_at: case.received_at,
            mode: case.mode,
            embargo: case.embargo,
            clocks: clock::clocks(case, now)
                .into_iter()
                .filter(|clock| works || (clock.promised && !told_ahead))
                .collect(),
            log: log
                .iter()
                .filter(may_know)
                .map(|entry| if told_ahead { unnamed(entry) } else { entry.clone() })
                .collect(),
            conversation: case.conversation.iter().filter(|message| hears(place, message.to)).cloned().collect(),
            release_day: if works || case.agreed_day().is_some() { case.release_day.clone() } else { ReleaseDay::Open },
            publication: case.publication,
            rating: if works || told_ahead || published { index::rating(case) } else { None },
            releases: case.releases.clone(),
            offers: decide::offers(case, actor(viewer, place), now),
            reporter: matches!(place, Place::Committee | Place::Reporter).then(|| case.reporter.clone()),
            work: works.then(|| work(case, log, place, now)),
            draft: if reads_draft { case.draft.clone() } else { None },
            fix: case.fix.as_ref().filter(|_| told_ahead && case.agreed_day().is_some()).map(|fix| fix.commit.clone()),
            policy: std::sync::Arc::clone(&case.policy),
        })
    }

    /// The viewer's place in the case at this moment; `None` is "not found".
    #[must_use]
    pub fn place(&self, viewer: Viewer, now: Timestamp) -> Option<Place> {
        audience::place(&self.case, viewer, now)
    }

    /// The texts that the case names, whoever may know of them.
    #[must_use]
    pub fn texts(&self) -> Vec<BlobId> {
        let said = self.case.conversation.iter().map(|message| message.body);
        said.chain([self.case.body]).chain(self.case.retrospective).collect()
    }

    /// The policy a person is asked to agree to before the first read, and whether they are invited: the invited see the
    /// project's name and the terms, nothing more (PR-41).
    #[must_use]
    pub fn invitation(&self, person: PersonId) -> Option<std::sync::Arc<Policy>> {
        let part = self.case.fix_team.get(&person)?;
        let open =
            part.approved && matches!(part.consent, super::state::Consent::Invited | super::state::Consent::Lapsed);
        (open && self.case.closed.is_none()).then(|| std::sync::Arc::clone(&self.case.policy))
    }
}

/// The actor that a viewer becomes when they ask for something.
#[must_use]
pub const fn actor(viewer: Viewer, place: Place) -> Actor {
    match (viewer, place) {
        (Viewer::Committee(person), _) => Actor::committee(person),
        (Viewer::Person(person), Place::Part(part)) => Actor::with(part, person),
        (Viewer::Person(person), Place::Committee | Place::Reporter) => Actor::fixer(person),
        (Viewer::Reporter, _) => Actor::REPORTER,
    }
}

const fn hears(place: Place, circle: Circle) -> bool {
    match (place, circle) {
        (Place::Part(Part::Distributor), _) => false,
        (Place::Committee, _) | (Place::Part(_), Circle::Fixers) | (Place::Reporter, Circle::Reporter) => true,
        (Place::Part(_), Circle::Committee | Circle::Reporter)
        | (Place::Reporter, Circle::Committee | Circle::Fixers) => false,
    }
}

/// An entry that does not say who it was: whoever is told ahead learns what comes, and not who works on it.
fn unnamed(entry: &Recorded) -> Recorded {
    Recorded { by: Actor { person: None, ..entry.by }, ..entry.clone() }
}

fn work(case: &Case, log: &[Recorded], place: Place, now: Timestamp) -> Work {
    let committee = place == Place::Committee;
    Work {
        coordinator: case.coordinator,
        world: case.world.letters(),
        next_step: gate::next_step(case).map(|step| (step, gate::needs(case, step, now))),
        participants: case.fix_team.iter().map(|(person, part)| (*person, part.clone())).collect(),
        upstream: case.upstream.clone(),
        vector: case.vector.clone(),
        cve: case.cve.clone(),
        fork: case.fork.clone(),
        fix_commit: case.fix.as_ref().map(|fix| fix.commit.clone()),
        plan: case.plan.clone(),
        artefacts: case.artefacts.values().cloned().collect(),
        spans: timeline::spans(log),
        held: if committee { case.held.clone().into_iter().collect() } else { Vec::new() },
        retrospective: case.retrospective,
    }
}
