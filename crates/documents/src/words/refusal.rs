//! Why the rules say no, and what to do next.

use domain::case::decide::{Refusal, Verb};

use super::phrase::listed;
use super::table::{group, move_factor, need, rule, step, verb};
use super::time::instant;

/// A refusal in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What stands against it.
    pub what: String,
    /// What to do next.
    pub what_to_do: String,
}

/// A refusal in words, to somebody who asked for this very thing.
#[must_use]
pub fn refusal_of(asked: Verb, refused: &Refusal) -> Sentence {
    let said = (*refused == Refusal::NothingOpen).then(|| nothing_open(asked)).flatten();
    said.map_or_else(
        || refusal(refused),
        |(what, what_to_do)| Sentence { what: what.to_owned(), what_to_do: what_to_do.to_owned() },
    )
}

/// What is not there that a request would answer; `None` where the request is not about something that can be open.
const fn nothing_open(asked: Verb) -> Option<(&'static str, &'static str)> {
    Some(match asked {
        Verb::AskPrivateHandling => {
            ("Nobody is known to mean to publish, or they were asked already.", "Note it first, when somebody does.")
        }
        Verb::AnswerPrivateHandling => ("Nobody was asked to keep it private, or the answer is there.", "Ask first."),
        Verb::AcceptEmbargo | Verb::RejectEmbargo => {
            ("No other end of the embargo is proposed.", "Propose one, if it should end on another day.")
        }
        Verb::EndEmbargo => ("No embargo runs.", "Nothing needs to be ended."),
        Verb::ApproveOutsider => ("No outsider waits for approval.", "Invite one first."),
        Verb::LetSee => ("Nobody waits to see it.", "Whoever has an office and wants to see it asks, with a reason."),
        Verb::RemoveFixer => ("Nobody is on the fix team.", "Nobody needs to be removed."),
        Verb::NoteChecks | Verb::ApproveFix | Verb::DeclareReady => ("No fix is proposed.", "Propose it first."),
        Verb::MoveReleaseDay => ("No release day is agreed, or the release is out.", "Agree on a day first."),
        Verb::NoteRelease | Verb::CheckArtefact => ("The fix is not merged.", "Merge it first; then note the release."),
        Verb::Withdraw => ("Nothing is published.", "There is nothing to take back."),
        Verb::DraftRetrospective => ("Nothing is published yet.", "Look back once the advisory is out."),
        Verb::Close => ("The case is not over: it is undecided, or accepted and not published.", "Decide, or publish."),
        Verb::StateMitigation => ("There is no draft yet.", "Draft the advisory first."),
        Verb::SubmitReport
        | Verb::AskToSee
        | Verb::Acknowledge
        | Verb::SendMessage
        | Verb::Assess
        | Verb::Accept
        | Verb::Decline
        | Verb::Defer
        | Verb::NameCoordinator
        | Verb::NoteDisclosure
        | Verb::NoteAttack
        | Verb::NoteThreat
        | Verb::NameUpstream
        | Verb::InviteFixer
        | Verb::JoinFixTeam
        | Verb::DeclineInvitation
        | Verb::InviteReporter
        | Verb::ProposeEmbargo
        | Verb::OpenAdvisory
        | Verb::DraftAdvisory
        | Verb::ScoreSeverity
        | Verb::DecideSeverity
        | Verb::RequestCve
        | Verb::AssignCve
        | Verb::WaiveCve
        | Verb::NoteFork
        | Verb::ProposeFix
        | Verb::PlanCommunication
        | Verb::AgreeReleaseDay
        | Verb::MergeFix
        | Verb::Publish
        | Verb::SendRetrospective
        | Verb::GiveFeedback
        | Verb::MoveToPolicy
        | Verb::BreakGlass
        | Verb::NoteTime
        | Verb::NoteLetterSent
        | Verb::NoteLetterHeld
        | Verb::NoteAnnounced => return None,
    })
}

/// A refusal in words.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table: a refusal, its words")]
pub fn refusal(refusal: &Refusal) -> Sentence {
    let (what, what_to_do) = match refusal {
        Refusal::NotYours { verb: asked } => {
            (format!("“{}” is for somebody else to do.", verb(*asked).0), "Ask the coordinator of the case.".to_owned())
        }
        Refusal::NotYet { step: wanted, missing } => {
            let missing: Vec<String> = missing
                .iter()
                .map(|one| match one {
                    domain::case::gate::Need::Rule(rule) => format!("{} ({})", need(one), rule.source()),
                    domain::case::gate::Need::Accepted
                    | domain::case::gate::Need::FixProposed
                    | domain::case::gate::Need::ReleaseDayAgreed
                    | domain::case::gate::Need::MomentCome { .. }
                    | domain::case::gate::Need::FixMerged
                    | domain::case::gate::Need::ReleaseNoted
                    | domain::case::gate::Need::Field(_)
                    | domain::case::gate::Need::Published
                    | domain::case::gate::Need::RetrospectiveWritten
                    | domain::case::gate::Need::NoEmbargo => need(one),
                })
                .collect();
            (
                format!("Not yet: to {} it is still needed that {}.", step(*wanted), listed(&missing)),
                "See what still stands, and do that first.".to_owned(),
            )
        }
        Refusal::ReasonNeeded { rules } => {
            let rules: Vec<String> = rules.iter().map(|one| format!("{} ({})", rule(*one), one.source())).collect();
            (
                format!("The policy asks that {}.", listed(&rules)),
                "Write a reason to go on all the same; it is recorded.".to_owned(),
            )
        }
        Refusal::CaseClosed => ("The case is closed.".to_owned(), "A message can still be written.".to_owned()),
        Refusal::AlreadyDone => ("This is so already.".to_owned(), "Nothing needs to be done.".to_owned()),
        Refusal::NothingOpen => {
            ("There is nothing open that this would answer.".to_owned(), "Look at where the case stands.".to_owned())
        }
        Refusal::NotAccepted => {
            ("The report has not been accepted.".to_owned(), "Assess and accept it first.".to_owned())
        }
        Refusal::AlreadyDecided => {
            ("The report is decided already.".to_owned(), "The log says when and by whom.".to_owned())
        }
        Refusal::NoAdvisory => ("No advisory is open yet.".to_owned(), "Open it first.".to_owned()),
        Refusal::PublicAlready => (
            "The flaw is public, so there is nothing left to keep secret.".to_owned(),
            "Publish as soon as you can.".to_owned(),
        ),
        Refusal::TooSoon { from } => (
            "One person decides here, so it waits an hour to be thought over.".to_owned(),
            format!("Ask again from {} on.", instant(*from)),
        ),
        Refusal::NoGlass { rule: one } => (
            format!(
                "There is no glass to break: that {} ({}) does not block, or guards who may know.",
                rule(*one),
                one.source()
            ),
            "See what still stands before the next step.".to_owned(),
        ),
        Refusal::InTheFuture { at } => (
            format!("{} has not come yet.", instant(*at)),
            "Note a release once it is tagged, with the time it was.".to_owned(),
        ),
        Refusal::InThePast { at } => (format!("{} has passed.", instant(*at)), "Choose a moment to come.".to_owned()),
        Refusal::BeyondMaximum { latest } => (
            format!("The policy ends every embargo by {}.", instant(*latest)),
            "Choose that moment or an earlier one.".to_owned(),
        ),
        Refusal::BeforeUpstream { date: Some(date) } => (
            format!("The upstream project publishes on {}; we do not go first (PR-39).", instant(*date)),
            "Choose that moment or a later one.".to_owned(),
        ),
        Refusal::BeforeUpstream { date: None } => (
            "The upstream project has not said when it publishes (PR-39).".to_owned(),
            "Ask them, and note their date.".to_owned(),
        ),
        Refusal::NotACodeOwner => (
            "Only code owners join here (PR-48).".to_owned(),
            "Invite somebody named in the code owners' file.".to_owned(),
        ),
        Refusal::NeedsAnother => (
            "This takes somebody else: nobody approves their own (PR-49, PR-67).".to_owned(),
            "Ask another member.".to_owned(),
        ),
        Refusal::PublicReporter => (
            "The report came by a public channel, so the reporter does not join the fix (PR-51).".to_owned(),
            "Thank them, and go on without.".to_owned(),
        ),
        Refusal::OtherCommit => (
            "This is not the commit that was proposed.".to_owned(),
            "Use the proposed commit, or propose this one.".to_owned(),
        ),
        Refusal::TooSevereToSlow => (
            "Only a low severity is slowed for holidays or few hands (PR-61).".to_owned(),
            "Choose another factor, or decide the severity first.".to_owned(),
        ),
        Refusal::Unconfirmed { confirmation } => (
            "This counts, so it is confirmed with a passkey.".to_owned(),
            format!(
                "Open /confirm/{confirmation} in a browser where you are signed in; it waits there for a few minutes."
            ),
        ),
        Refusal::NoPasskey => (
            "This counts, so it is confirmed with a passkey, and you have none here.".to_owned(),
            "Add one under \u{201c}Passkeys\u{201d} in a browser, then ask again.".to_owned(),
        ),
        Refusal::NowhereToSend => (
            "The policy names no channel for retrospectives, so there is nowhere to send it.".to_owned(),
            "It stays with the case. To send it, add a channel with carries = \"retrospectives\" to the policy."
                .to_owned(),
        ),
        Refusal::ReasonNotAllowed { allowed } => (
            "The policy does not move the release day for that reason (PR-36).".to_owned(),
            format!("It does for: {}.", listed(&allowed.iter().map(|one| move_factor(*one)).collect::<Vec<_>>())),
        ),
        Refusal::NotInGroup { group: unknown } => (
            format!("The policy does not let {} know of a secret case.", group(*unknown)),
            "Go on without, or end the embargo first.".to_owned(),
        ),
        Refusal::NoSuchParticipant => {
            ("That person has no part in this case.".to_owned(), "Choose one of the participants.".to_owned())
        }
        Refusal::UnfitRetrospective { problems } => {
            let problems: Vec<&str> = problems.iter().map(domain::words::Line::reveal).collect();
            (
                format!("The retrospective is not fit to be sent: {}.", listed(&problems)),
                "Complete it, write it anew, then send it.".to_owned(),
            )
        }
        Refusal::UnfitAnnouncement { problems } => {
            let problems: Vec<String> = problems.iter().map(|one| one.reveal().to_owned()).collect();
            (
                format!("The announcement is not fit to be sent: {}.", listed(&problems)),
                "Mend the draft, then publish.".to_owned(),
            )
        }
    };
    Sentence { what, what_to_do }
}
