//! What happened, one line per kind of event.

use std::collections::BTreeMap;

use domain::case::event::{Event, Recorded};
use domain::case::facts::{Circle, EmbargoEnd, Mitigation, Replicated, Side, Standing};
use domain::ids::PersonId;
use domain::people::{Part, Role};
use domain::policy::BodyKind;

use super::clock::clock;
use super::phrase::{capital, on_one_line};
use super::table::{declined, move_factor, rating, role_in, rule};
use super::time::instant;

/// Names of accounts; whoever is not in it is called by role.
pub type Names = BTreeMap<PersonId, String>;

/// What happened, as one line without its time, in a project with a committee.
#[must_use]
pub fn event(recorded: &Recorded, names: &Names) -> String {
    event_in(recorded, names, BodyKind::Committee)
}

/// What happened, as one line without its time, in a project of that kind.
#[must_use]
pub fn event_in(recorded: &Recorded, names: &Names, kind: BodyKind) -> String {
    capital(&said(recorded, names, kind))
}

#[expect(clippy::too_many_lines, reason = "one table: an event, its line")]
fn said(recorded: &Recorded, names: &Names, kind: BodyKind) -> String {
    let role = |role| role_in(role, kind);
    let person = |id: &PersonId| names.get(id).cloned().unwrap_or_else(|| "somebody".to_owned());
    let who = recorded.by.person.map_or_else(
        || role(recorded.by.role).to_owned(),
        |id| names.get(&id).cloned().unwrap_or_else(|| role(recorded.by.role).to_owned()),
    );
    match &recorded.event {
        Event::CaseOpened { policy } => format!(
            "The case was opened under version {} of the policy of {}.",
            policy.version.reveal(),
            policy.project.name.reveal()
        ),
        Event::ReportReceived { .. } => "The report was received.".to_owned(),
        Event::ReporterNamed { .. } => "The reporter gave a name or an address.".to_owned(),
        Event::ReportAcknowledged => format!("{who} sent the first answer."),
        Event::MessageSent { to, .. } => format!("{who} wrote to {}.", circle(*to)),
        Event::DisclosureNoted { place, exploit } => {
            format!(
                "{who} noted that the flaw is public{}: {}.",
                if *exploit { ", with an exploit" } else { "" },
                place.reveal()
            )
        }
        Event::AttackNoted { .. } => format!("{who} noted evidence of attacks."),
        Event::ThreatNoted { publishes_at: Some(at) } => {
            format!("Publication by others is announced for {}.", instant(*at))
        }
        Event::ThreatNoted { publishes_at: None } => "Publication by others is announced, without a date.".to_owned(),
        Event::PrivateHandlingAsked => format!("{who} asked for private handling."),
        Event::PrivateHandlingAnswered { agrees: true } => "Private handling was agreed to.".to_owned(),
        Event::PrivateHandlingAnswered { agrees: false } => {
            "Private handling was refused; everything is as soon as possible.".to_owned()
        }
        Event::ReportAssessed { assessment } => format!(
            "{who} assessed the report: {}.",
            match assessment.replicated {
                Replicated::Yes => "it can be replicated",
                Replicated::No => "it could not be replicated",
                Replicated::Unclear => "whether it can be replicated is not clear",
            }
        ),
        Event::ReportValidated => "The report is valid.".to_owned(),
        Event::ReportAccepted => format!("{who} accepted the report."),
        Event::ReportDeclined { reason, .. } => format!("{who} declined the report: {}.", declined(*reason)),
        Event::ReportDeferred { .. } => format!("{who} put the report off."),
        Event::CoordinatorNamed { person: id } => format!("{} coordinates the case.", person(id)),
        Event::UpstreamNamed { upstream } => match upstream.publishes_at {
            Some(at) => format!("It hangs on {}, which publishes on {}.", upstream.project.reveal(), instant(at)),
            None => format!("It hangs on {}, which has named no date.", upstream.project.reveal()),
        },
        Event::FixerInvited { person: id, standing, part } => format!(
            "{who} invited {}, {}{}.",
            person(id),
            match standing {
                Standing::CodeOwner => "a code owner",
                Standing::Outsider => "an outsider",
            },
            if part.is_fixer() { String::new() } else { format!(", as {}", role(part.role())) }
        ),
        Event::OutsiderSupported { person: id } => format!("{who} is for letting {} in.", person(id)),
        Event::OutsiderApproved { person: id } => format!("{who} approved {}.", person(id)),
        Event::FixerJoined { person: id, part: Part::Fixer } => {
            format!("{} accepted the terms and joined the fix team.", person(id))
        }
        Event::FixerJoined { person: id, part } => {
            format!("{} accepted the terms and takes part as {}.", person(id), role(part.role()))
        }
        Event::InvitationDeclined { person: id } => format!("{} declined the invitation.", person(id)),
        Event::FixerRemoved { person: id } => format!("{}'s part in the case ended.", person(id)),
        Event::AccessAsked { person: id, reason, unless_stopped: None } => {
            format!("{} asked to see the case: {}", person(id), reason.reveal())
        }
        Event::AccessAsked { person: id, reason, unless_stopped: Some(from) } => format!(
            "{} asked to see the case, and will from {} unless somebody stops it: {}",
            person(id),
            instant(*from),
            reason.reveal()
        ),
        Event::AccessGiven { person: id, from, until } => {
            format!("{} may see the case from {} until {}.", person(id), instant(*from), instant(*until))
        }
        Event::AccessEnded { person: id } => format!("{} sees the case no longer.", person(id)),
        Event::ReporterInvited => format!("{who} invited the reporter to review."),
        Event::EmbargoProposed { until, .. } => format!("An embargo until {} was proposed.", instant(*until)),
        Event::EmbargoRejected => "The proposed embargo was refused.".to_owned(),
        Event::EmbargoAgreed { until } => format!("The embargo runs until {}.", instant(*until)),
        Event::EmbargoRevisionProposed { until, .. } => {
            format!("Another end of the embargo was proposed: {}.", instant(*until))
        }
        Event::EmbargoRevisionRejected => "The proposed revision was refused; the embargo runs as it was.".to_owned(),
        Event::EmbargoRevised { until } => format!("The embargo now runs until {}.", instant(*until)),
        Event::EmbargoEnded { because, .. } => format!(
            "The embargo ended: {}.",
            match because {
                EmbargoEnd::Expired => "its time had come",
                EmbargoEnd::Public => "the flaw is public",
                EmbargoEnd::Attacks => "the flaw is being attacked",
                EmbargoEnd::Decided if kind == BodyKind::Sole => "the maintainer ended it",
                EmbargoEnd::Decided => "the committee ended it",
                EmbargoEnd::Published => "the advisory is out",
            }
        ),
        Event::AdvisoryOpened { .. } => format!("{who} opened the advisory."),
        Event::AdvisoryDrafted { .. } => format!("{who} wrote a draft of the advisory."),
        Event::MitigationStated { mitigation } => match mitigation {
            Mitigation::None => format!("{who} stated that there is no mitigation."),
            Mitigation::Steps(_) | Mitigation::Unstated => format!("{who} stated the mitigation."),
        },
        Event::SeverityScored { vector, score } => format!("{who} scored the severity {score}: {vector}."),
        Event::SeverityDecided { rating: decided, .. } => format!("{who} decided the severity: {}.", rating(*decided)),
        Event::CveRequested { route } => format!("{who} asked for a CVE number: {}.", route.reveal()),
        Event::CveAssigned { id } => format!("{id} was assigned."),
        Event::CveWaived { .. } => format!("{who} decided to go without a CVE number."),
        Event::ForkNoted { .. } => format!("{who} noted the private fork."),
        Event::FixProposed { fix } => format!("{who} proposed a fix by {}.", person(&fix.author)),
        Event::ChecksNoted { run } => {
            format!("The checks {}: {}.", if run.passed { "passed" } else { "failed" }, run.tool.reveal())
        }
        Event::FixReady { .. } => format!("{who} called the fix ready."),
        Event::CommunicationPlanned { .. } => format!("{who} planned the communication."),
        Event::ReleaseDayProposed { at, side } => format!(
            "{} said {} for the release.",
            match side {
                Side::Committee => role(Role::Committee),
                Side::FixTeam => role(Role::FixTeam),
            },
            instant(*at)
        ),
        Event::ReleaseDayAgreed { at } => format!("The release day is agreed: {}.", instant(*at)),
        Event::ReleaseDayMoved { at, factor, .. } => {
            format!("{who} moved the release day to {}, for {}.", instant(*at), move_factor(*factor))
        }
        Event::FixApproved { .. } => format!("{who} approved the fix."),
        Event::FixMerged { .. } => "The fix was merged; from then on anyone could read it.".to_owned(),
        Event::ReleaseNoted { release } => {
            format!("Release {} was tagged at {}.", release.version.reveal(), instant(release.at))
        }
        Event::ArtefactChecked { artefact } => format!(
            "The artefact {} was checked: {}.",
            artefact.name.reveal(),
            if artefact.is_sound() { "sound" } else { "not sound" }
        ),
        Event::AdvisoryPublished => "The advisory was published.".to_owned(),
        Event::AdvisoryWithdrawn { .. } => "The advisory was withdrawn.".to_owned(),
        Event::Announced { channel, .. } => format!("Announced to {}.", channel.reveal()),
        Event::RetrospectiveDrafted { .. } => format!("{who} wrote the retrospective."),
        Event::RetrospectiveSent => "The retrospective was sent.".to_owned(),
        Event::FeedbackGiven { .. } => "Feedback was given.".to_owned(),
        Event::CaseClosed { .. } => "The case was closed.".to_owned(),
        Event::RuleSetAside { rule: one, reason } => {
            format!("A rule was set aside ({}, {}): {}", rule(*one), one.source(), on_one_line(reason.reveal()))
        }
        Event::PolicyChanged { policy, reason } => {
            let version = policy.version.reveal();
            format!("{who} put the case under the policy in force, version {version}: {}", on_one_line(reason.reveal()))
        }
        Event::GlassAsked { rule: one, reason } => {
            format!(
                "{who} asked to go past a rule that blocks ({}, {}): {}",
                rule(*one),
                one.source(),
                on_one_line(reason.reveal())
            )
        }
        Event::GlassBroken { rule: one, reason } => {
            format!(
                "{who} confirmed, and the rule blocks no more ({}, {}): {}",
                rule(*one),
                one.source(),
                on_one_line(reason.reveal())
            )
        }
        Event::ReminderDue { clock: kind, due, .. } => {
            format!("Reminder: {} is due by {}.", clock(*kind).to_lowercase(), instant(*due))
        }
        Event::DeadlineMissed { clock: kind, due } => {
            format!("Missed: {} was due by {}.", clock(*kind).to_lowercase(), instant(*due))
        }
        Event::LetterSent { .. } => "A letter left.".to_owned(),
        Event::LetterHeld { problem, .. } => format!("A letter is held: {}.", problem.reveal()),
    }
}

const fn circle(circle: Circle) -> &'static str {
    match circle {
        Circle::Committee => "the committee",
        Circle::Fixers => "the fix team",
        Circle::Reporter => "the reporter and the committee",
    }
}
