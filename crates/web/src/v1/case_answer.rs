//! A case in JSON, made of the page that its caller may read.
//!
//! Knows how facts are named to programs; leaves nothing out that the page has, and adds nothing.

use api::responses::{
    CaseAnswer, ClockAnswer, ClockStanding, CveAnswer, CveState, DayAnswer, DayState, EmbargoAnswer, EmbargoState,
    Entry, MessageAnswer, NeedAnswer, OfferAnswer, Participant, PlaceAnswer, PublicationAnswer, PublicationState,
    RefusalAnswer, StepAnswer, WorkAnswer,
};
use desk::CasePage;
use documents::words::{self, Names};
use domain::case::audience::Place;
use domain::case::clock::{Clock, ClockState};
use domain::case::decide::Offer;
use domain::case::event::Recorded;
use domain::case::state::{CveNumber, Embargo, Message, Mode, Publication, ReleaseDay};
use domain::case::view::Work;
use domain::ids::{BlobId, PersonId};
use domain::people::Part;
use domain::policy::Force;

use crate::problem::rules;

/// Names and texts that a case's parts refer to.
struct Words<'a> {
    page: &'a CasePage,
    names: Names,
}

impl Words<'_> {
    fn text(&self, blob: BlobId) -> String {
        self.page.texts.get(&blob).map(ToString::to_string).unwrap_or_default()
    }

    fn name(&self, person: PersonId) -> Option<String> {
        self.names.get(&person).cloned()
    }
}

/// A case as its caller may know it.
pub(super) fn case_answer(page: &CasePage) -> CaseAnswer {
    let names = page.people.iter().map(|(id, person)| (*id, person.name.clone())).collect();
    let words = Words { page, names };
    let view = &page.view;
    CaseAnswer {
        id: view.id,
        as_of: page.now,
        place: place(view.place),
        phase: view.phase,
        standing: words::phase(view.phase).to_owned(),
        title: view.title.reveal().to_owned(),
        body: view.body.map(|body| words.text(body)),
        fix: view.fix.as_ref().map(ToString::to_string),
        channel: view.channel,
        disclosure: view.disclosure,
        received_at: view.received_at,
        asap_since: asap_since(view.mode),
        embargo: embargo(view.embargo),
        release_day: release_day(&view.release_day),
        publication: publication(view.publication),
        rating: view.rating,
        clocks: view.clocks.iter().map(clock).collect(),
        conversation: view.conversation.iter().map(|message| words.message(message)).collect(),
        releases: view.releases.clone(),
        offers: view.offers.iter().map(offer).collect(),
        reporter: view.reporter.clone(),
        draft: view.draft.as_deref().cloned(),
        work: view.work.as_ref().map(|work| words.work(work)),
        log: view.log.iter().map(|recorded| words.entry(recorded)).collect(),
    }
}

impl Words<'_> {
    fn message(&self, message: &Message) -> MessageAnswer {
        let name = message.by.person.and_then(|person| self.name(person));
        MessageAnswer { at: message.at, by: message.by.role, name, to: message.to, text: self.text(message.body) }
    }

    fn work(&self, work: &Work) -> WorkAnswer {
        let next_step = work.next_step.as_ref().map(|(step, items)| StepAnswer {
            step: words::step(*step),
            needs: items
                .iter()
                .map(|item| NeedAnswer {
                    need: words::need(&item.need),
                    met: item.met,
                    must: item.force == Force::Must,
                })
                .collect(),
        });
        let participants = work.participants.iter().map(|(person, part)| Participant {
            person: *person,
            name: self.name(*person).unwrap_or_default(),
            part: part.part,
            standing: part.standing,
            approved: part.approved,
            consent: part.consent,
        });
        WorkAnswer {
            coordinator: work.coordinator,
            world: work.world.clone(),
            next_step,
            participants: participants.collect(),
            upstream: work.upstream.clone(),
            vector: work.vector.as_ref().map(|(vector, _)| vector.clone()),
            score: work.vector.as_ref().map(|(_, score)| score.to_string()),
            cve: cve(&work.cve),
            fork: work.fork.as_ref().map(|fork| fork.reveal().to_owned()),
            fix_commit: work.fix_commit.as_ref().map(ToString::to_string),
            plan: work.plan.as_ref().map(|plan| plan.reveal().to_owned()),
            artefacts: work.artefacts.clone(),
            spans: work.spans.clone(),
            spans_in_words: words::spans(&work.spans),
            held: work.held.iter().map(|(letter, problem)| format!("{letter}: {}", problem.reveal())).collect(),
            retrospective: work.retrospective.map(|text| self.text(text)),
        }
    }

    fn entry(&self, recorded: &Recorded) -> Entry {
        Entry {
            seq: recorded.seq,
            at: recorded.at,
            by: recorded.by.role,
            person: recorded.by.person,
            kind: recorded.event.kind(),
            words: words::event(recorded, &self.names),
        }
    }
}

const fn place(place: Place) -> PlaceAnswer {
    match place {
        Place::Committee => PlaceAnswer::Committee,
        Place::Part(Part::Fixer) => PlaceAnswer::Fixer,
        Place::Part(Part::Guest) => PlaceAnswer::Guest,
        Place::Part(Part::Observer) => PlaceAnswer::Observer,
        Place::Part(Part::ReleaseManager) => PlaceAnswer::ReleaseManager,
        Place::Part(Part::Distributor) => PlaceAnswer::Distributor,
        Place::Part(Part::Witness) => PlaceAnswer::Witness,
        Place::Reporter => PlaceAnswer::Reporter,
    }
}

const fn asap_since(mode: Mode) -> Option<domain::Timestamp> {
    match mode {
        Mode::Private => None,
        Mode::Asap { since } => Some(since),
    }
}

fn embargo(embargo: Embargo) -> EmbargoAnswer {
    let none = EmbargoAnswer {
        state: EmbargoState::None,
        until: None,
        proposed: None,
        from: None,
        ended_at: None,
        because: None,
    };
    match embargo {
        Embargo::None => none,
        Embargo::Proposed { until, from } => {
            EmbargoAnswer { state: EmbargoState::Proposed, until: Some(until), from: Some(from), ..none }
        }
        Embargo::Active { until } => EmbargoAnswer { state: EmbargoState::Active, until: Some(until), ..none },
        Embargo::Revise { until, proposed, from } => EmbargoAnswer {
            state: EmbargoState::Revise,
            until: Some(until),
            proposed: Some(proposed),
            from: Some(from),
            ..none
        },
        Embargo::Exited { at, because } => {
            EmbargoAnswer { state: EmbargoState::Exited, ended_at: Some(at), because: Some(because), ..none }
        }
    }
}

const fn release_day(day: &ReleaseDay) -> DayAnswer {
    match day {
        ReleaseDay::Open => DayAnswer { state: DayState::Open, at: None },
        ReleaseDay::Proposed { at, .. } => DayAnswer { state: DayState::Proposed, at: Some(*at) },
        ReleaseDay::Agreed { at, .. } => DayAnswer { state: DayState::Agreed, at: Some(*at) },
    }
}

const fn publication(publication: Publication) -> PublicationAnswer {
    let (state, published_at, withdrawn_at) = match publication {
        Publication::Unpublished => (PublicationState::Unpublished, None, None),
        Publication::Published { at } => (PublicationState::Published, Some(at), None),
        Publication::Withdrawn { at, published_at } => (PublicationState::Withdrawn, Some(published_at), Some(at)),
    };
    PublicationAnswer { state, published_at, withdrawn_at }
}

fn cve(cve: &CveNumber) -> CveAnswer {
    let (state, ids) = match cve {
        CveNumber::None => (CveState::None, Vec::new()),
        CveNumber::Requested { .. } => (CveState::Requested, Vec::new()),
        CveNumber::Assigned { ids } => (CveState::Assigned, ids.clone()),
        CveNumber::Waived { .. } => (CveState::Waived, Vec::new()),
    };
    CveAnswer { state, ids }
}

fn clock(clock: &Clock) -> ClockAnswer {
    let (state, met_at) = match clock.state {
        ClockState::Running => (ClockStanding::Running, None),
        ClockState::Late => (ClockStanding::Late, None),
        ClockState::Met { at } => (ClockStanding::Met, Some(at)),
    };
    ClockAnswer {
        clock: clock.kind,
        name: words::clock(clock.kind).to_owned(),
        from: clock.anchor,
        due: clock.due,
        state,
        met_at,
        asap: clock.asap,
        promised: clock.promised,
    }
}

fn offer(offer: &Offer) -> OfferAnswer {
    let refusal = offer.refusal.as_ref().map(|refusal| {
        let sentence = words::refusal_of(offer.verb, refusal);
        RefusalAnswer { message: sentence.what, what_to_do: sentence.what_to_do, rules: rules(refusal) }
    });
    OfferAnswer { noun: offer.verb.noun(), title: words::verb(offer.verb).0, refusal }
}
