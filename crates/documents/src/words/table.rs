//! Names of what the process knows: phases, steps, needs, verbs, ratings, roles.

use domain::case::decide::Verb;
use domain::case::facts::DeclineReason;
use domain::case::gate::{Field, Need, Step};
use domain::case::index::Phase;
use domain::people::Role;
use domain::policy::{BodyKind, Group, MoveFactor, Rule};
use domain::severity::Rating;

use super::time::instant;

/// Where a case stands.
#[must_use]
pub const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::New => "New",
        Phase::Triage => "Being assessed",
        Phase::Fixing => "A fix is being written",
        Phase::Scheduling => "Fix ready, day to be agreed",
        Phase::Releasing => "Release agreed",
        Phase::Published => "Published",
        Phase::Deferred => "Put off",
        Phase::Declined => "Declined",
        Phase::Closed => "Closed",
    }
}

/// Why a release day moves.
#[must_use]
pub(crate) const fn move_factor(factor: MoveFactor) -> &'static str {
    match factor {
        MoveFactor::Severity => "the severity",
        MoveFactor::DevelopmentTime => "development time",
        MoveFactor::ReleaseWork => "release work",
        MoveFactor::Availability => "holidays or few hands",
    }
}

/// Those who may be told of a secret case.
#[must_use]
pub(crate) const fn group(group: Group) -> &'static str {
    match group {
        Group::Committee => "the members",
        Group::FixTeam => "the fix team",
        Group::Guests => "approved outsiders",
        Group::PrivateReporter => "a reporter who told us privately",
        Group::Distributors => "distributors who are told ahead",
        Group::Upstream => "the project whose code it is",
        Group::Coordinators => "a co-ordinating body",
    }
}

/// A step with conditions, as an infinitive.
#[must_use]
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Accept => "accept the report",
        Step::Ready => "call the fix ready",
        Step::ReleaseDay => "agree the release day",
        Step::Merge => "merge the fix",
        Step::Publish => "publish",
        Step::Retrospective => "send the retrospective",
        Step::Close => "close the case",
    }
}

/// What a step needs, as a condition that is met or not.
#[must_use]
pub fn need(need: &Need) -> String {
    match need {
        Need::Rule(rule) => self::rule(*rule).to_owned(),
        Need::Accepted => "the report is accepted".to_owned(),
        Need::FixProposed => "a fix is proposed".to_owned(),
        Need::ReleaseDayAgreed => "the release day is agreed".to_owned(),
        Need::MomentCome { at } => format!("the agreed moment has come: {}", instant(*at)),
        Need::FixMerged => "the fix is merged".to_owned(),
        Need::ReleaseNoted => "a release carries the fix".to_owned(),
        Need::Field(Field::Draft) => "the advisory is drafted".to_owned(),
        Need::Field(Field::Affected) => "the draft names the affected versions".to_owned(),
        Need::Field(Field::CheckCommand) => "the draft says how users see their version".to_owned(),
        Need::Field(Field::Upgrade) => "the draft says how to upgrade".to_owned(),
        Need::Published => "the advisory is published".to_owned(),
        Need::RetrospectiveWritten => "the retrospective is written".to_owned(),
        Need::NoEmbargo => "no embargo runs".to_owned(),
    }
}

/// A rule's demand, as a condition that is met or not.
#[must_use]
pub const fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::AssessmentFirst => "impact, replication and origin are assessed",
        Rule::CodeOwnersOnly => "only code owners join",
        Rule::OutsiderApproval => "an outsider joins after somebody else approved",
        Rule::PrivateReporterOnly => "only a reporter who told us privately joins the fix",
        Rule::AffectedFirst => "the affected versions are written down",
        Rule::SeverityDecided => "the severity is scored or decided",
        Rule::CveSettled => "a CVE number is assigned, or there is a reason for none",
        Rule::WorkInFork => "the work happens in a private fork",
        Rule::ChecksRun => "the project's checks passed on the fix",
        Rule::ReadyFirst => "the fix is ready",
        Rule::BothAgree => "committee and fix team agree on the day",
        Rule::RecommendedSlot => "the day is in the recommended slot",
        Rule::CommunicationPlan => "there is a communication plan",
        Rule::ApprovalByAnother => "somebody other than the author approved the fix",
        Rule::MergeOnReleaseDay => "the release day has come",
        Rule::ArtefactsChecked => "every artefact is built, signed, available and functional",
        Rule::AnnouncementComplete => "the announcement is complete",
        Rule::MitigationStated => "mitigation is described, or stated as none",
        Rule::ChannelNamed => "the policy names a channel for announcements",
        Rule::UpstreamFirst => "the upstream project's date has come",
        Rule::RetrospectiveNotBefore => "the first day for a retrospective has come",
        Rule::RetrospectiveSent => "the retrospective is sent",
    }
}

/// A role.
#[must_use]
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Reporter => "the reporter",
        Role::Committee => "the committee",
        Role::FixTeam => "the fix team",
        Role::Guest => "a guest",
        Role::Observer => "an observer",
        Role::ReleaseManager => "the release manager",
        Role::Distributor => "a distributor",
        Role::Witness => "a witness",
        Role::Clock => "the clock",
        Role::World => "the desk",
    }
}

/// A role in a project of that kind: one person alone is no committee.
#[must_use]
pub const fn role_in(role: Role, kind: BodyKind) -> &'static str {
    match (role, kind) {
        (Role::Committee, BodyKind::Sole) => "the maintainer",
        (Role::Committee, BodyKind::Committee) => self::role(Role::Committee),
        (
            Role::Reporter
            | Role::FixTeam
            | Role::Guest
            | Role::Observer
            | Role::ReleaseManager
            | Role::Distributor
            | Role::Witness
            | Role::Clock
            | Role::World,
            _,
        ) => self::role(role),
    }
}

/// Why a report is declined.
#[must_use]
pub const fn declined(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::NotAVulnerability => "it works as documented",
        DeclineReason::NotReplicable => "it could not be replicated",
        DeclineReason::Duplicate => "it was told before",
        DeclineReason::NotOurs => "it is another project's",
        DeclineReason::Unsupported => "it is no longer supported",
        DeclineReason::Spam => "it holds nothing to answer",
    }
}

/// A rating.
#[must_use]
pub const fn rating(rating: Rating) -> &'static str {
    match rating {
        Rating::None => "none",
        Rating::Low => "low",
        Rating::Medium => "medium",
        Rating::High => "high",
        Rating::Critical => "critical",
    }
}

/// What a person can do: a label for the form, and one line of help.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table: what can be asked, its words")]
pub const fn verb(verb: Verb) -> (&'static str, &'static str) {
    match verb {
        Verb::SubmitReport => ("Report", "Tell the project of a vulnerability."),
        Verb::Acknowledge => {
            ("Send the first answer", "The reporter learns that the report has arrived and is being looked at.")
        }
        Verb::SendMessage => ("Write a message", "Only the circle you choose reads it."),
        Verb::Assess => ("Assess", "Impact, replication, whose code it is, and whether anyone is being attacked."),
        Verb::Accept => ("Accept the report", "It is a vulnerability of ours; a fix is owed."),
        Verb::Decline => ("Decline the report", "It is not a vulnerability of ours. The reporter reads the note."),
        Verb::Defer => ("Put it off", "Real, but not now. The reporter reads the note."),
        Verb::NameCoordinator => ("Name the coordinator", "Who drives the case and gets the reminders."),
        Verb::NoteDisclosure => ("It is public", "Ends the embargo; everything becomes as soon as possible."),
        Verb::MoveToPolicy => (
            "Use the policy in force",
            "This case follows the policy it was opened with, until somebody decides otherwise.",
        ),
        Verb::BreakGlass => {
            ("Go past a rule that blocks", "In an emergency: one asks, another confirms; both stay in the log.")
        }
        Verb::NoteAttack => ("It is being attacked", "Reliable evidence of attacks; counts from now."),
        Verb::NoteThreat => ("Somebody means to publish", "Before a fix is there; their date becomes a clock."),
        Verb::AskPrivateHandling => ("Ask for private handling", "The reporter is asked to wait for a fix."),
        Verb::AnswerPrivateHandling => ("Answer on private handling", "Whether publication waits for a fix."),
        Verb::NameUpstream => ("Name the upstream project", "Whose flaw or timeline it is; their date holds ours."),
        Verb::InviteFixer => ("Invite somebody", "They see the project and the terms first, nothing more."),
        Verb::ApproveOutsider => ("Approve an outsider", "Somebody other than the inviter."),
        Verb::JoinFixTeam => ("Accept the terms and join", "You may read the case from then on."),
        Verb::DeclineInvitation => ("Decline the invitation", "Nothing of the case was shown to you."),
        Verb::RemoveFixer => ("End somebody's part", "Their access ends at once."),
        Verb::AskToSee => {
            ("Ask to see it", "With a reason; a member lets you, for hours, and everybody in it is told.")
        }
        Verb::LetSee => {
            ("Let somebody see it", "They asked, and read it for four hours; everybody in the case is told.")
        }
        Verb::InviteReporter => ("Invite the reporter to review", "They see the advisory's draft."),
        Verb::ProposeEmbargo => ("Propose an embargo until", "The other side agrees or refuses."),
        Verb::AcceptEmbargo => ("Agree to the proposed embargo", "It is in force from then on."),
        Verb::RejectEmbargo => ("Refuse the proposed embargo", "A running embargo goes on as it was."),
        Verb::EndEmbargo => ("End the embargo", "Now, by decision."),
        Verb::OpenAdvisory => ("Open the advisory", "With a reference to the forge's, if there is one."),
        Verb::DraftAdvisory => ("Write the draft", "What will be published; every edit replaces it whole."),
        Verb::StateMitigation => {
            ("State the mitigation", "What users can do before upgrading, or that there is nothing.")
        }
        Verb::ScoreSeverity => ("Score the severity", "A CVSS vector, 3.1 or 4.0."),
        Verb::DecideSeverity => {
            ("Decide the severity", "The committee has the last word; say why when it differs from the score.")
        }
        Verb::RequestCve => ("Ask for a CVE number", "And note which way it was asked for."),
        Verb::AssignCve => ("Note the CVE number", "As assigned."),
        Verb::WaiveCve => ("Go without a CVE number", "With the reason."),
        Verb::NoteFork => ("Note the private fork", "Where the work happens."),
        Verb::ProposeFix => ("Propose a fix", "The commit, and who wrote it."),
        Verb::NoteChecks => ("Note a run of checks", "On the proposed commit."),
        Verb::DeclareReady => ("Call the fix ready", "Work on it is complete."),
        Verb::PlanCommunication => ("Plan the communication", "Who is told what, where and when."),
        Verb::AgreeReleaseDay => ("Agree to a release day", "Both bodies must name the same moment."),
        Verb::MoveReleaseDay => ("Move the release day", "With one of the factors, and a note."),
        Verb::ApproveFix => ("Approve the fix", "Not your own."),
        Verb::MergeFix => ("Note the merge", "From now on the fix can be read by anyone."),
        Verb::NoteRelease => ("Note a release", "Version, tag, where it is, and when the tag was made."),
        Verb::CheckArtefact => ("Note an artefact's checks", "Built, signed, available, functional."),
        Verb::Publish => ("Publish and announce", "The advisory goes out, then each channel is told."),
        Verb::Withdraw => ("Withdraw the advisory", "It stays listed, marked as withdrawn."),
        Verb::DraftRetrospective => {
            ("Write the retrospective", "Roles rather than names; what happened, and what to change.")
        }
        Verb::SendRetrospective => ("Send the retrospective", "To the channels the policy names for it."),
        Verb::GiveFeedback => ("Give feedback", "Your own, on how this went."),
        Verb::Close => ("Close the case", "Rights of the fix team end with it."),
        Verb::NoteTime => ("Note the time", "The desk's own."),
        Verb::NoteLetterSent => ("Note a letter sent", "The desk's own."),
        Verb::NoteLetterHeld => ("Note a letter held", "The desk's own."),
        Verb::NoteAnnounced => ("Note an announcement", "The desk's own."),
    }
}
