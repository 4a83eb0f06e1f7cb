//! What can be done with a case now, as forms; and what cannot, with the reason.
//!
//! Knows the offers the rules made and what is likely to stand in a field at first. It offers nothing by itself.

use std::borrow::Cow;

use desk::{CasePage, Person};
use documents::{retrospective, words};
use domain::case::audience::Place;
use domain::case::decide::{Refusal, Verb};
use domain::case::facts::{Circle, Draft, Mitigation};
use domain::case::state::{Consent, ReleaseDay};
use domain::case::view::Work;
use domain::ids::PersonId;
use domain::people::Part;
use domain::words::Prose;

use super::fields::{self, Field, Kind, Pool};
use super::form::{Choice, Form, Typed};
use super::talk;
use super::when;

/// Something that was asked and did not come about.
pub(crate) struct Attempt {
    pub(crate) verb: Verb,
    pub(crate) typed: Typed,
    pub(crate) refused: Option<words::Sentence>,
}

/// Some forms under one heading.
pub(crate) struct Group<'a> {
    pub(crate) title: &'static str,
    pub(crate) forms: Vec<Form<'a>>,
}

/// What cannot be done now, and why.
pub(crate) struct Denied {
    pub(crate) label: &'static str,
    pub(crate) why: String,
}

/// What is needed to draw the forms of a case.
pub(crate) struct Actions<'a> {
    pub(crate) page: &'a CasePage,
    /// The reader.
    pub(crate) me: Option<PersonId>,
    /// The form somebody came for.
    pub(crate) wanted: Option<Verb>,
    pub(crate) attempt: Option<&'a Attempt>,
}

/// The order in which things are usually done.
const GROUPS: [(&str, &[Verb]); 10] = [
    (
        "Answer and assess",
        &[Verb::Acknowledge, Verb::NameCoordinator, Verb::Assess, Verb::Accept, Verb::Decline, Verb::Defer],
    ),
    ("People", &[Verb::InviteFixer, Verb::ApproveOutsider, Verb::InviteReporter, Verb::LetSee, Verb::RemoveFixer]),
    ("Fix", &[Verb::NoteFork, Verb::ProposeFix, Verb::NoteChecks, Verb::DeclareReady, Verb::ApproveFix]),
    (
        "Advisory",
        &[
            Verb::OpenAdvisory,
            Verb::DraftAdvisory,
            Verb::StateMitigation,
            Verb::ScoreSeverity,
            Verb::DecideSeverity,
            Verb::RequestCve,
            Verb::AssignCve,
            Verb::WaiveCve,
        ],
    ),
    (
        "Release",
        &[
            Verb::PlanCommunication,
            Verb::AgreeReleaseDay,
            Verb::MoveReleaseDay,
            Verb::MergeFix,
            Verb::NoteRelease,
            Verb::CheckArtefact,
            Verb::Publish,
        ],
    ),
    ("Embargo", &[Verb::AcceptEmbargo, Verb::RejectEmbargo, Verb::ProposeEmbargo, Verb::EndEmbargo]),
    (
        "News from outside",
        &[
            Verb::NoteDisclosure,
            Verb::NoteAttack,
            Verb::NoteThreat,
            Verb::AskPrivateHandling,
            Verb::AnswerPrivateHandling,
            Verb::NameUpstream,
        ],
    ),
    ("In an emergency", &[Verb::BreakGlass]),
    ("When the policy has changed", &[Verb::MoveToPolicy]),
    (
        "Afterwards",
        &[Verb::DraftRetrospective, Verb::SendRetrospective, Verb::GiveFeedback, Verb::Withdraw, Verb::Close],
    ),
];

impl<'a> Actions<'a> {
    /// Whether the rules offer it now.
    pub(crate) fn may(&self, verb: Verb) -> bool {
        self.page.view.offers.iter().any(|offer| offer.verb == verb && offer.refusal.is_none())
    }

    /// Everything that can be done now, in groups.
    pub(crate) fn groups(&self) -> Vec<Group<'a>> {
        let group = |(title, verbs): &(&'static str, &[Verb])| Group { title, forms: self.forms(verbs) };
        GROUPS.iter().map(group).filter(|group| !group.forms.is_empty()).collect()
    }

    /// The forms of those that can be asked now.
    pub(crate) fn forms(&self, verbs: &[Verb]) -> Vec<Form<'a>> {
        verbs.iter().filter(|verb| self.may(**verb)).map(|verb| self.form(*verb)).collect()
    }

    /// What cannot be done now. An invitation's answers are on the invitation's own page.
    pub(crate) fn denied(&self) -> Vec<Denied> {
        let told = |verb| !matches!(verb, Verb::JoinFixTeam | Verb::DeclineInvitation);
        let offers = self.page.view.offers.iter().filter(|offer| told(offer.verb));
        offers.filter_map(|offer| Some(denied(offer.verb, offer.refusal.as_ref()?))).collect()
    }

    /// The form for a message.
    pub(crate) fn message(&self) -> Option<Form<'a>> {
        self.may(Verb::SendMessage).then(|| {
            let mut form = self.form(Verb::SendMessage);
            form.label = "Send";
            let circles: &[Circle] = match self.page.view.place {
                Place::Committee => &[Circle::Reporter, Circle::Fixers, Circle::Committee],
                Place::Part(_) => &[Circle::Fixers],
                Place::Reporter => &[Circle::Reporter],
            };
            for input in form.inputs.iter_mut().filter(|input| input.kind == Kind::Circle) {
                input.options = circles.iter().map(|circle| choice(name(*circle), talk::circle(*circle))).collect();
                // Where there is nothing to choose, nothing is asked.
                if let [only] = circles {
                    (input.kind, input.value) = (Kind::Hidden, Cow::Borrowed(name(*only)));
                }
            }
            form
        })
    }

    /// One form, as it was typed if it was.
    pub(crate) fn form(&self, verb: Verb) -> Form<'a> {
        let mut form = Form::of(verb, fields::of(verb), |field| self.value(verb, field), |pool| self.people(pool));
        form.open = self.wanted == Some(verb);
        match self.attempt {
            Some(attempt) if attempt.verb == verb => form.typed(&attempt.typed),
            Some(_) | None => form,
        }
    }

    /// What stands in a field at first.
    fn value(&self, verb: Verb, field: &Field) -> Cow<'a, str> {
        let view = &self.page.view;
        let owned = |text: Option<String>| text.map_or(Cow::Borrowed(""), Cow::Owned);
        match (verb, field.name) {
            (Verb::DraftAdvisory, name) => {
                view.draft.as_deref().map_or(Cow::Borrowed(""), |draft| drafted(draft, name))
            }
            (Verb::InviteFixer, "part") => Cow::Borrowed("fixer"),
            (Verb::StateMitigation, "steps") => {
                view.draft.as_deref().map_or(Cow::Borrowed(""), |draft| drafted(draft, "mitigation"))
            }
            (Verb::ProposeEmbargo, "until") => {
                owned(Some(when::field(view.policy.calendar.after(view.received_at, view.policy.embargo.default))))
            }
            (Verb::AgreeReleaseDay | Verb::MoveReleaseDay, "at") => owned(self.likely_day()),
            (Verb::DecideSeverity, "rating") => Cow::Borrowed(view.rating.map_or("", words::rating)),
            (Verb::NameCoordinator, "person") | (Verb::ProposeFix, "author") => owned(self.me.map(|me| me.to_string())),
            (Verb::DraftRetrospective, "text") => self.retrospective(),
            _ => view.work.as_ref().map_or(Cow::Borrowed(""), |work| known(work, verb, field.name)),
        }
    }

    /// The day on the table, else the policy's next slot from tomorrow on.
    fn likely_day(&self) -> Option<String> {
        let view = &self.page.view;
        let day = match view.release_day {
            ReleaseDay::Proposed { at, .. } | ReleaseDay::Agreed { at, .. } => Some(at),
            ReleaseDay::Open => {
                let tomorrow = self.page.now.checked_add(jiff::SignedDuration::from_hours(24)).ok()?;
                view.policy.next_slot(tomorrow)
            }
        };
        day.map(when::field)
    }

    /// What was written, else a draft from the log.
    fn retrospective(&self) -> Cow<'a, str> {
        let written = self.page.view.work.as_ref().and_then(|work| work.retrospective);
        match written.and_then(|id| self.page.texts.get(&id)) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(retrospective::draft(&self.page.view, "")),
        }
    }

    /// Among whom to choose.
    fn people(&self, pool: Pool) -> Vec<Choice> {
        let team = self.page.view.work.as_ref().map(|work| work.participants.as_slice()).unwrap_or_default();
        let part = |id: PersonId| team.iter().find(|(person, _)| *person == id).map(|(_, part)| part);
        let chosen = |person: &&Person| match pool {
            Pool::Committee => person.committee,
            Pool::Others => part(person.id).is_none_or(|part| part.consent == Consent::Declined),
            Pool::Team => part(person.id).is_some(),
            Pool::Authors => person.committee || part(person.id).is_some(),
            Pool::Waiting => part(person.id).is_some_and(|part| !part.approved && part.part != Part::Witness),
            Pool::Asking => part(person.id).is_some_and(|part| !part.approved && part.part == Part::Witness),
        };
        let choice = |person: &Person| Choice {
            value: Cow::Owned(person.id.to_string()),
            label: Cow::Owned(format!("{}, {}", person.name, person.organisation)),
        };
        if self.page.everybody.is_empty() {
            self.page.people.values().filter(chosen).map(choice).collect()
        } else {
            self.page.everybody.iter().filter(|person| person.removed_at.is_none()).filter(chosen).map(choice).collect()
        }
    }
}

fn denied(verb: Verb, refusal: &Refusal) -> Denied {
    Denied { label: words::verb(verb).0, why: words::refusal_of(verb, refusal).what }
}

fn choice(value: &'static str, label: &'static str) -> Choice {
    Choice { value: Cow::Borrowed(value), label: Cow::Borrowed(label) }
}

const fn name(circle: Circle) -> &'static str {
    match circle {
        Circle::Committee => "committee",
        Circle::Fixers => "fixers",
        Circle::Reporter => "reporter",
    }
}

/// What is known already and is likely to be meant.
fn known<'a>(work: &'a Work, verb: Verb, name: &str) -> Cow<'a, str> {
    let borrowed = |text: Option<&'a str>| Cow::Borrowed(text.unwrap_or_default());
    match (verb, name) {
        (Verb::NoteChecks | Verb::DeclareReady | Verb::ApproveFix | Verb::MergeFix, "commit") => {
            work.fix_commit.as_ref().map_or(Cow::Borrowed(""), |commit| Cow::Owned(commit.to_string()))
        }
        (Verb::ScoreSeverity, "vector") => {
            work.vector.as_ref().map_or(Cow::Borrowed(""), |(vector, _)| Cow::Owned(vector.to_string()))
        }
        (Verb::PlanCommunication, "plan") => borrowed(work.plan.as_ref().map(Prose::reveal)),
        (Verb::NoteFork, "location") => borrowed(work.fork.as_ref().map(domain::words::Line::reveal)),
        (Verb::NameUpstream, "project") => borrowed(work.upstream.as_ref().map(|upstream| upstream.project.reveal())),
        (Verb::NameUpstream, "publishes_at") => work
            .upstream
            .as_ref()
            .and_then(|upstream| upstream.publishes_at)
            .map_or(Cow::Borrowed(""), |at| Cow::Owned(when::field(at))),
        _ => Cow::Borrowed(""),
    }
}

/// The draft, field by field.
fn drafted<'a>(draft: &'a Draft, name: &str) -> Cow<'a, str> {
    let lines = |lines: Vec<String>| Cow::Owned(lines.join("\n"));
    let prose = |text: Option<&'a Prose>| Cow::Borrowed(text.map(Prose::reveal).unwrap_or_default());
    match name {
        "title" => Cow::Borrowed(draft.title.reveal()),
        "summary" => Cow::Borrowed(draft.summary.reveal()),
        "details" => Cow::Borrowed(draft.details.reveal()),
        "affected" => lines(draft.affected.iter().map(ToString::to_string).collect()),
        "weaknesses" => lines(draft.weaknesses.iter().map(ToString::to_string).collect()),
        "aliases" => lines(draft.aliases.iter().map(|alias| alias.reveal().to_owned()).collect()),
        "exposure" => prose(draft.exposure.as_ref()),
        "upgrade" => prose(draft.upgrade.as_ref()),
        "check_command" => Cow::Borrowed(draft.check_command.as_ref().map_or("", |command| command.reveal())),
        "mitigation" => match &draft.mitigation {
            Mitigation::Steps(steps) => Cow::Borrowed(steps.reveal()),
            Mitigation::None | Mitigation::Unstated => Cow::Borrowed(""),
        },
        "no_mitigation" if draft.mitigation == Mitigation::None => Cow::Borrowed("true"),
        _ => Cow::Borrowed(""),
    }
}
