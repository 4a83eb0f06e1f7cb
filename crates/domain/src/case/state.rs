//! Where a case stands: the fold of its log.
//!
//! Knows how each event changes the state; decides nothing and cannot fail. Three independent axes: report, embargo, world.

// tidy: long-file: a state, its fields and the one table that changes them belong on one page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::{Event, Recorded};
use super::facts::{
    Artefact, Assessment, Channel, CheckRun, Circle, Closing, CveId, DeclineReason, Disclosure, Draft, EmbargoEnd, Fix,
    Mitigation, Release, Reporter, Side, Standing, Upstream,
};
use super::world::{World, WorldEvent};
use crate::ids::{BlobId, CaseId, CommitId, PersonId};
use crate::people::{Actor, Part, Role};
use crate::policy::{CaseMode, ClockKind, Pace, Policy, Rule};
use crate::severity::{CvssVector, Rating, Score, Severity};
use crate::words::{Line, Prose};

/// The report's axis (Vultron RM).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum ReportState {
    Received,
    Invalid,
    Valid,
    Accepted,
    Deferred,
    Closed,
}

/// The embargo's axis (Vultron EM).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum Embargo {
    None,
    Proposed { until: Timestamp, from: Role },
    Active { until: Timestamp },
    Revise { until: Timestamp, proposed: Timestamp, from: Role },
    Exited { at: Timestamp, because: EmbargoEnd },
}

impl Embargo {
    /// When the running embargo ends; `None` when none runs.
    #[must_use]
    pub const fn running_until(self) -> Option<Timestamp> {
        match self {
            Self::Active { until } | Self::Revise { until, .. } => Some(until),
            Self::None | Self::Proposed { .. } | Self::Exited { .. } => None,
        }
    }
}

/// Consent of one participant to the embargo (Vultron PEC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum Consent {
    Invited,
    Signatory,
    Lapsed,
    Declined,
}

/// An engineer's part in the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    /// As what they take part.
    pub part: Part,
    /// How they stand to the code.
    pub standing: Standing,
    /// Who let them in: the inviter, or the approver of an outsider.
    pub approved: bool,
    /// Whether they accepted the embargo terms.
    pub consent: Consent,
    /// Which members have said yes so far, where more than one has to (PR-49).
    pub supported_by: BTreeSet<PersonId>,
    /// Who invited them.
    pub invited_by: Option<PersonId>,
    /// From when and until when, where their part has an end of its own.
    pub span: Option<(Timestamp, Timestamp)>,
    /// From when they are let in unless somebody stops it.
    pub unless_stopped: Option<Timestamp>,
}

/// The CVE number's states.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the field's names")]
pub enum CveNumber {
    None,
    Requested { at: Timestamp, route: Line },
    Assigned { ids: Vec<CveId> },
    Waived { reason: Prose },
}

/// The schedule's states: nothing, one body's proposal, an agreed day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseDay {
    /// Nobody has proposed one.
    Open,
    /// Proposed, and agreed by these bodies so far.
    Proposed {
        /// The day.
        at: Timestamp,
        /// Who agrees.
        sides: BTreeSet<Side>,
    },
    /// Agreed; `moved` once it was changed for a recorded reason (PR-61).
    Agreed {
        /// The day.
        at: Timestamp,
        /// Whether it was moved.
        moved: bool,
    },
}

/// Where the advisory stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the field's names")]
pub enum Publication {
    Unpublished,
    Published { at: Timestamp },
    Withdrawn { at: Timestamp, published_at: Timestamp },
}

/// Whether the timelines assume privacy (PR-35, PR-37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The usual clocks.
    Private,
    /// Everything as soon as possible, since then.
    Asap {
        /// When the mode began.
        since: Timestamp,
    },
}

/// Somebody means to publish first (PR-31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threat {
    /// Their date, if they gave one.
    pub publishes_at: Option<Timestamp>,
    /// Whether we asked for private handling.
    pub asked: bool,
    /// Their answer.
    pub agrees: Option<bool>,
}

/// A message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its place in the log.
    pub seq: u64,
    /// When it was sent.
    pub at: Timestamp,
    /// Who wrote it.
    pub by: Actor,
    /// Who reads it.
    pub to: Circle,
    /// Where its text lies.
    pub body: BlobId,
}

/// Where a case stands. Full knowledge: never shown but through [`super::view::Sealed::open`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named as the facts they hold")]
pub struct Case {
    pub id: CaseId,
    pub version: u64,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
    pub policy: Arc<Policy>,

    pub report: ReportState,
    pub title: Line,
    pub body: BlobId,
    pub channel: Channel,
    pub disclosure: Disclosure,
    pub reporter: Reporter,
    pub received_at: Timestamp,
    pub acknowledged_at: Option<Timestamp>,
    pub assessment: Option<Assessment>,
    pub decided_at: Option<Timestamp>,
    pub declined: Option<DeclineReason>,
    pub coordinator: Option<PersonId>,
    pub upstream: Option<Upstream>,
    pub threat: Option<Threat>,
    pub mode: Mode,

    pub embargo: Embargo,
    pub world: World,

    pub fix_team: BTreeMap<PersonId, Participation>,
    pub fix_team_at: Option<Timestamp>,
    pub reporter_invited: bool,

    pub advisory_opened_at: Option<Timestamp>,
    pub advisory_reference: Option<Line>,
    pub draft: Option<Box<Draft>>,
    pub vector: Option<(CvssVector, Score)>,
    pub severity: Option<Severity>,
    pub cve: CveNumber,

    pub fork: Option<Line>,
    pub fix: Option<Fix>,
    pub checks: Vec<CheckRun>,
    /// Everybody who proposed the fix as it is now: none of them is another (PR-67).
    pub fix_proposers: BTreeSet<PersonId>,
    pub ready: Option<(CommitId, Timestamp)>,
    pub approved: Option<(CommitId, Option<PersonId>)>,
    pub merged: Option<(CommitId, Timestamp)>,

    pub plan: Option<Prose>,
    pub release_day: ReleaseDay,
    pub releases: Vec<Release>,
    pub artefacts: BTreeMap<Line, Artefact>,

    pub publication: Publication,
    pub announced: BTreeMap<Line, Timestamp>,
    pub retrospective: Option<BlobId>,
    pub retrospective_sent_at: Option<Timestamp>,
    pub feedback: Vec<BlobId>,
    /// Rules that somebody wants to go past, with who asked and when.
    pub glass: BTreeMap<Rule, (Option<PersonId>, Timestamp)>,
    /// Rules that block nothing in this case any more.
    pub broken: BTreeSet<Rule>,
    pub closed: Option<(Timestamp, Closing)>,

    pub conversation: Vec<Message>,
    pub noted: BTreeSet<(ClockKind, Timestamp, u8)>,
    pub held: BTreeMap<String, Line>,
}

/// The step number under which a miss is noted, after all reminders.
pub const MISSED: u8 = u8::MAX;

impl Case {
    /// Folds a log; `None` when it does not begin with a case being opened and a report received.
    #[must_use]
    pub fn fold(id: CaseId, log: &[Recorded]) -> Option<Self> {
        let (opened, rest) = log.split_first()?;
        let (received, rest) = rest.split_first()?;
        let mut case = Self::begin(id, opened, received)?;
        for recorded in rest {
            case.evolve(recorded);
        }
        Some(case)
    }

    fn begin(id: CaseId, opened: &Recorded, received: &Recorded) -> Option<Self> {
        let Event::CaseOpened { policy } = &opened.event else { return None };
        let Event::ReportReceived { title, body, channel, disclosure } = &received.event else { return None };
        let aware = World::default().after(WorldEvent::VendorAware);
        let (world, mode) = match disclosure {
            Disclosure::Public if policy.pace(CaseMode::Public) == Pace::Asap => {
                (aware.after(WorldEvent::Public), Mode::Asap { since: received.at })
            }
            Disclosure::Public => (aware.after(WorldEvent::Public), Mode::Private),
            Disclosure::Private => (aware, Mode::Private),
        };
        Some(Self {
            id,
            version: received.seq,
            opened_at: opened.at,
            updated_at: received.at,
            policy: Arc::clone(policy),
            report: ReportState::Received,
            title: title.clone(),
            body: *body,
            channel: *channel,
            disclosure: *disclosure,
            reporter: Reporter::default(),
            received_at: received.at,
            acknowledged_at: None,
            assessment: None,
            decided_at: None,
            declined: None,
            coordinator: None,
            upstream: None,
            threat: None,
            mode,
            embargo: Embargo::None,
            world,
            fix_team: BTreeMap::new(),
            fix_team_at: None,
            reporter_invited: false,
            advisory_opened_at: None,
            advisory_reference: None,
            draft: None,
            vector: None,
            severity: None,
            cve: CveNumber::None,
            fork: None,
            fix: None,
            checks: Vec::new(),
            fix_proposers: BTreeSet::new(),
            ready: None,
            approved: None,
            merged: None,
            plan: None,
            release_day: ReleaseDay::Open,
            releases: Vec::new(),
            artefacts: BTreeMap::new(),
            publication: Publication::Unpublished,
            announced: BTreeMap::new(),
            retrospective: None,
            retrospective_sent_at: None,
            feedback: Vec::new(),
            glass: BTreeMap::new(),
            broken: BTreeSet::new(),
            closed: None,
            conversation: Vec::new(),
            noted: BTreeSet::new(),
            held: BTreeMap::new(),
        })
    }

    /// Applies one event. Total: whatever the log says has happened.
    #[expect(clippy::too_many_lines, reason = "one table: an event, its change")]
    pub fn evolve(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        self.version = recorded.seq;
        self.updated_at = at;
        match recorded.event.clone() {
            Event::CaseOpened { .. } | Event::ReportReceived { .. } => {}
            Event::ReporterNamed { reporter } => self.reporter = reporter,
            Event::ReportAcknowledged => self.acknowledged_at = self.acknowledged_at.or(Some(at)),
            Event::MessageSent { to, body } => {
                self.conversation.push(Message { seq: recorded.seq, at, by: recorded.by, to, body });
            }
            Event::DisclosureNoted { exploit, .. } => self.become_public(at, exploit),
            Event::AttackNoted { .. } => {
                self.world = self.world.after(WorldEvent::Attacks);
                self.hurry(CaseMode::Exploited, at);
            }
            Event::ThreatNoted { publishes_at } => {
                self.threat = Some(Threat { publishes_at, asked: false, agrees: None });
            }
            Event::PrivateHandlingAsked => self.threat = self.threat.map(|threat| Threat { asked: true, ..threat }),
            Event::PrivateHandlingAnswered { agrees } => {
                self.threat = self.threat.map(|threat| Threat { agrees: Some(agrees), ..threat });
                if !agrees {
                    self.hurry(CaseMode::Threatened, at);
                }
            }

            Event::ReportAssessed { assessment } => self.assessment = Some(assessment),
            Event::ReportValidated => self.report = ReportState::Valid,
            Event::ReportAccepted => self.decide_report(ReportState::Accepted, at),
            Event::ReportDeclined { reason, .. } => {
                self.declined = Some(reason);
                self.decide_report(ReportState::Invalid, at);
            }
            Event::ReportDeferred { .. } => self.decide_report(ReportState::Deferred, at),
            Event::CoordinatorNamed { person } => self.coordinator = Some(person),
            Event::UpstreamNamed { upstream } => self.upstream = Some(upstream),

            Event::FixerInvited { person, standing, part } => {
                let invited_by = recorded.by.person;
                let approved = standing == Standing::CodeOwner;
                let consent = Consent::Invited;
                let taken = Participation {
                    part,
                    standing,
                    approved,
                    consent,
                    invited_by,
                    span: None,
                    unless_stopped: None,
                    supported_by: BTreeSet::new(),
                };
                self.fix_team.insert(person, taken);
            }
            Event::AccessAsked { person, unless_stopped, .. } => {
                let (standing, consent, invited_by) = (Standing::Outsider, Consent::Invited, recorded.by.person);
                let (part, approved, span) = (Part::Witness, false, None);
                let asked = Participation {
                    part,
                    standing,
                    approved,
                    consent,
                    invited_by,
                    span,
                    unless_stopped,
                    supported_by: BTreeSet::new(),
                };
                self.fix_team.insert(person, asked);
            }
            Event::AccessGiven { person, from, until } => self.participation(person, |part| {
                part.approved = true;
                part.span = Some((from, until));
                part.unless_stopped = None;
            }),
            Event::OutsiderSupported { person } => {
                let by = recorded.by.person;
                self.participation(person, |part| part.supported_by.extend(by));
            }
            Event::OutsiderApproved { person } => self.participation(person, |part| part.approved = true),
            Event::FixerJoined { person, part } => {
                self.fix_team_at = self.fix_team_at.or(Some(at).filter(|_| part.is_fixer()));
                self.participation(person, |part| part.consent = Consent::Signatory);
            }
            Event::InvitationDeclined { person } => self.participation(person, |part| part.consent = Consent::Declined),
            Event::FixerRemoved { person } | Event::AccessEnded { person } => {
                self.fix_team.remove(&person);
            }
            Event::ReporterInvited => self.reporter_invited = true,

            Event::EmbargoProposed { until, from } => self.embargo = Embargo::Proposed { until, from },
            Event::EmbargoRejected => self.embargo = Embargo::None,
            Event::EmbargoAgreed { until } => self.embargo = Embargo::Active { until },
            Event::EmbargoRevisionProposed { until: proposed, from } => {
                if let Some(until) = self.embargo.running_until() {
                    self.embargo = Embargo::Revise { until, proposed, from };
                }
            }
            Event::EmbargoRevisionRejected => {
                if let Some(until) = self.embargo.running_until() {
                    self.embargo = Embargo::Active { until };
                }
            }
            Event::EmbargoRevised { until } => self.revise_embargo(until),
            Event::EmbargoEnded { because, .. } => self.embargo = Embargo::Exited { at, because },

            Event::AdvisoryOpened { reference } => {
                self.advisory_opened_at = self.advisory_opened_at.or(Some(at));
                self.advisory_reference = reference;
            }
            Event::AdvisoryDrafted { draft } => self.draft = Some(draft),
            Event::MitigationStated { mitigation } => self.state_mitigation(mitigation),
            Event::SeverityScored { vector, score } => self.vector = Some((vector, score)),
            Event::SeverityDecided { rating, reason } => self.severity = Some(Severity { rating, reason }),
            Event::CveRequested { route } => self.cve = CveNumber::Requested { at, route },
            Event::CveAssigned { id } => self.assign_cve(id),
            Event::CveWaived { reason } => self.cve = CveNumber::Waived { reason },
            Event::ForkNoted { location } => self.fork = Some(location),
            Event::FixProposed { fix } => self.propose_fix(fix, recorded.by.person),
            Event::ChecksNoted { run } => self.checks.push(run),
            Event::FixReady { commit } => {
                self.ready = Some((commit, at));
                self.world = self.world.after(WorldEvent::FixReady);
            }

            Event::CommunicationPlanned { plan } => self.plan = Some(plan),
            Event::ReleaseDayProposed { at: day, side } => self.propose_day(day, side),
            Event::ReleaseDayAgreed { at } => self.release_day = ReleaseDay::Agreed { at, moved: false },
            Event::ReleaseDayMoved { at, .. } => self.release_day = ReleaseDay::Agreed { at, moved: true },
            Event::FixApproved { commit } => self.approved = Some((commit, recorded.by.person)),
            Event::FixMerged { commit } => self.merged = Some((commit, at)),
            Event::ReleaseNoted { release } => self.releases.push(release),
            Event::ArtefactChecked { artefact } => {
                self.artefacts.insert(artefact.name.clone(), artefact);
            }

            Event::AdvisoryPublished => {
                self.publication = Publication::Published { at };
                self.world = self.world.after(WorldEvent::FixDeployed).after(WorldEvent::Public);
            }
            Event::AdvisoryWithdrawn { .. } => {
                let published_at = self.published_at().unwrap_or(at);
                self.publication = Publication::Withdrawn { at, published_at };
            }
            Event::Announced { channel, .. } => {
                self.announced.insert(channel, at);
            }

            Event::RetrospectiveDrafted { text } => self.retrospective = Some(text),
            Event::RetrospectiveSent => self.retrospective_sent_at = Some(at),
            Event::FeedbackGiven { text } => self.feedback.push(text),
            Event::CaseClosed { closing, .. } => {
                self.closed = Some((at, closing));
                self.report = ReportState::Closed;
            }

            Event::RuleSetAside { .. } => {}
            Event::PolicyChanged { policy, .. } => self.rule_by(policy),
            Event::GlassAsked { rule, .. } => drop(self.glass.insert(rule, (recorded.by.person, at))),
            Event::GlassBroken { rule, .. } => drop(self.broken.insert(rule)),
            Event::ReminderDue { clock, due, step } => {
                self.noted.insert((clock, due, step));
            }
            Event::DeadlineMissed { clock, due } => {
                self.noted.insert((clock, due, MISSED));
            }
            Event::LetterSent { effect, .. } => {
                self.held.remove(&effect);
            }
            Event::LetterHeld { effect, problem } => {
                self.held.insert(effect, problem);
            }
        }
    }

    fn become_public(&mut self, at: Timestamp, exploit: bool) {
        if exploit {
            self.world = self.world.after(WorldEvent::ExploitPublic);
        }
        self.world = self.world.after(WorldEvent::Public);
        self.disclosure = Disclosure::Public;
        self.hurry(CaseMode::Public, at);
    }

    /// As soon as possible from now on, where the policy says so of what has happened.
    fn hurry(&mut self, because: CaseMode, at: Timestamp) {
        if self.mode == Mode::Private && self.policy.pace(because) == Pace::Asap {
            self.mode = Mode::Asap { since: at };
        }
    }

    fn decide_report(&mut self, state: ReportState, at: Timestamp) {
        self.report = state;
        self.decided_at = Some(at);
    }

    fn participation(&mut self, person: PersonId, change: impl FnOnce(&mut Participation)) {
        if let Some(part) = self.fix_team.get_mut(&person) {
            change(part);
        }
    }

    /// Another policy. Who agreed to other terms has not agreed to these.
    fn rule_by(&mut self, policy: Arc<Policy>) {
        let other = policy.embargo.terms != self.policy.embargo.terms;
        for part in self.fix_team.values_mut().filter(|part| other && part.consent == Consent::Signatory) {
            part.consent = Consent::Lapsed;
        }
        self.policy = policy;
    }

    /// New terms. Who agreed to a shorter secrecy has not agreed to a longer one: their consent lapses until they renew it.
    fn revise_embargo(&mut self, until: Timestamp) {
        let longer = self.embargo.running_until().is_some_and(|old| until > old);
        for part in self.fix_team.values_mut().filter(|part| longer && part.consent == Consent::Signatory) {
            part.consent = Consent::Lapsed;
        }
        self.embargo = Embargo::Active { until };
    }

    /// The same commit proposed anew, with another author's name, keeps those who proposed it before.
    fn propose_fix(&mut self, fix: Fix, by: Option<PersonId>) {
        if self.fix.as_ref().is_none_or(|known| known.commit != fix.commit) {
            self.fix_proposers.clear();
        }
        self.fix_proposers.extend(by);
        self.fix_proposers.insert(fix.author);
        self.fix = Some(fix);
        self.approved = None;
    }

    /// Whether the fix as it is now was called ready.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let ready = self.ready.as_ref().zip(self.fix.as_ref());
        ready.is_some_and(|((commit, _), fix)| *commit == fix.commit)
    }

    fn state_mitigation(&mut self, mitigation: Mitigation) {
        if let Some(draft) = &mut self.draft {
            draft.mitigation = mitigation;
        }
    }

    fn assign_cve(&mut self, id: CveId) {
        match &mut self.cve {
            CveNumber::Assigned { ids } => ids.push(id),
            CveNumber::None | CveNumber::Requested { .. } | CveNumber::Waived { .. } => {
                self.cve = CveNumber::Assigned { ids: vec![id] }
            }
        }
    }

    fn propose_day(&mut self, day: Timestamp, side: Side) {
        match &mut self.release_day {
            ReleaseDay::Proposed { at, sides } if *at == day => {
                sides.insert(side);
            }
            ReleaseDay::Open | ReleaseDay::Proposed { .. } | ReleaseDay::Agreed { .. } => {
                self.release_day = ReleaseDay::Proposed { at: day, sides: BTreeSet::from([side]) };
            }
        }
    }

    /// The agreed release day, once there is one.
    #[must_use]
    pub const fn agreed_day(&self) -> Option<Timestamp> {
        match self.release_day {
            ReleaseDay::Agreed { at, .. } => Some(at),
            ReleaseDay::Open | ReleaseDay::Proposed { .. } => None,
        }
    }

    /// When the advisory went out, unless it was taken back.
    #[must_use]
    pub const fn published_at(&self) -> Option<Timestamp> {
        match self.publication {
            Publication::Published { at } => Some(at),
            Publication::Unpublished | Publication::Withdrawn { .. } => None,
        }
    }

    /// The decided rating, or the score's own band.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        let decided = self.severity.as_ref().map(|severity| severity.rating);
        decided.or_else(|| self.vector.as_ref().map(|(_, score)| score.rating()))
    }

    /// The part a person has who was let in and has accepted the terms in force.
    #[must_use]
    pub fn part(&self, person: PersonId) -> Option<Part> {
        let taken = self.fix_team.get(&person);
        taken.filter(|taken| taken.approved && taken.consent == Consent::Signatory).map(|taken| taken.part)
    }

    /// The same at one moment: a part may have an end of its own.
    #[must_use]
    pub fn part_at(&self, person: PersonId, now: Timestamp) -> Option<Part> {
        let span = self.fix_team.get(&person).and_then(|taken| taken.span);
        self.part(person).filter(|_| span.is_none_or(|(from, until)| from <= now && now < until))
    }
}
