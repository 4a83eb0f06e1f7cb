//! The committee in words: what a ballot is about, what is wrong with the roster, why the rules say no.

use domain::Timestamp;
use domain::committee::ballot::End;
use domain::committee::decide::{Refusal, Verb};
use domain::committee::facts::{By, Evidence, Leaving, Question, Seating, Task, Warning};
use domain::committee::leave::Asks;
use domain::ids::PersonId;
use domain::policy::Nominator;
use domain::voting::Outcome;

use super::event::Names;
use super::phrase::listed;
use super::refusal::Sentence;
use super::time::instant;

/// Somebody's name, where it is known.
#[must_use]
pub fn named(names: &Names, person: PersonId) -> String {
    names.get(&person).cloned().unwrap_or_else(|| "somebody who has left".to_owned())
}

/// Who did something.
#[must_use]
pub fn actor(names: &Names, by: By) -> String {
    match by {
        By::Member(person) | By::Maintainer(person) | By::Account(person) => named(names, person),
        By::Auditor(person) => format!("{} (auditor)", named(names, person)),
        By::Operator => "the operator".to_owned(),
        By::Anybody => "somebody from outside".to_owned(),
        By::Clock => "the desk".to_owned(),
    }
}

/// What a ballot is about, as a heading.
#[must_use]
pub fn question(question: &Question, names: &Names) -> String {
    match question {
        Question::Admission { nominee, .. } => format!("Shall {} join the committee?", nominee.name.reveal()),
        Question::Removal { person, .. } => format!("Shall {} be removed from the committee?", named(names, *person)),
        Question::LongLeave { person, .. } => {
            format!("Shall {} be away for longer than a deputy may stand in?", named(names, *person))
        }
        Question::Deputy { leave, nominee } => {
            format!("Shall {} stand in as a member during absence {leave}?", nominee.name.reveal())
        }
    }
}

/// How a ballot stands or ended.
#[must_use]
pub fn ballot_standing(standing: Outcome, end: Option<&End>) -> String {
    let over = |carried: bool, at: Timestamp| {
        if carried { format!("Carried {}", instant(at)) } else { format!("Not carried, {}", instant(at)) }
    };
    match (end, standing) {
        (Some(End::Withdrawn { at, .. }), _) => format!("Taken back {}", instant(*at)),
        (Some(End::Closed { carried, at }), _) => over(*carried, *at),
        (None, Outcome::Carried { at }) => over(true, at),
        (None, Outcome::Lost { at }) => over(false, at),
        (None, Outcome::Open { closes_at: Some(at) }) => format!("Open until {}", instant(at)),
        (None, Outcome::Open { closes_at: None }) => "Open until enough have said yes".to_owned(),
    }
}

/// What is wrong with the roster, with its numbers.
#[must_use]
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::TooFew { members, least } => {
            let are =
                if *members == 1 { "There is 1 member".to_owned() } else { format!("There are {members} members") };
            format!("{are}; the policy wishes for at least {least}.")
        }
        Warning::TooMany { members, most } => {
            format!("There are {members} members; the policy wishes for at most {most}.")
        }
        Warning::OneSided { organisation, seats, others, allowed } => format!(
            "{seats} of {} seats belong to {}, {others} to all others: more than {allowed}, which the policy allows one organisation.",
            seats + others,
            organisation.reveal(),
            allowed = allowed.reveal()
        ),
    }
}

/// A task that the committee owes itself.
#[must_use]
pub fn task(task: &Task, names: &Names) -> String {
    match task {
        Task::Diversity { person, organisation } => format!(
            "{} works for {} now, which has too many seats: grow the team, or mentor somebody who takes over.",
            named(names, *person),
            organisation.reveal()
        ),
    }
}

/// How somebody came to their seat.
#[must_use]
pub fn seating(how: &Seating) -> String {
    match how {
        Seating::Bootstrap { body } => format!("among the first, from {}", body.reveal()),
        Seating::Operator => "by the operator".to_owned(),
        Seating::Ballot { ballot } => format!("by ballot {ballot}"),
        Seating::Deputy { leave } => format!("as a deputy, for absence {leave}"),
    }
}

/// Why somebody left.
#[must_use]
pub fn leaving(why: Leaving) -> String {
    match why {
        Leaving::SteppedDown => "stepped down".to_owned(),
        Leaving::Removed { ballot } => format!("removed by ballot {ballot}"),
        Leaving::AccountEnded => "the account was ended".to_owned(),
        Leaving::DeputyEnded { .. } => "the absence is over".to_owned(),
    }
}

/// What an absence of its length asks for.
#[must_use]
pub const fn asks(asks: Asks) -> &'static str {
    match asks {
        Asks::Nothing => "Short enough that nothing needs to be arranged.",
        Asks::Cover => "Somebody else has each duty meanwhile.",
        Asks::Deputy => "Somebody else has each duty meanwhile; a deputy may be proposed.",
        Asks::Decision => "Longer than a deputy may stand in: the members decide.",
    }
}

/// What the desk knows of a member's silence, condition by condition (PR-25).
#[must_use]
pub fn evidence(evidence: &Evidence) -> Vec<String> {
    let Evidence { last_heard, last_duty, pinged_at, nudged_at, on_leave, unreachable, duties_undone } = evidence;
    let asked = pinged_at.map_or_else(
        || "Not asked since then whether they are there.".to_owned(),
        |at| format!("Asked whether they are there {}, without an answer.", instant(at)),
    );
    let idle = nudged_at.map_or_else(
        || "Not reminded of idle work since then.".to_owned(),
        |at| format!("Reminded of idle work {}, without an act.", instant(at)),
    );
    let yes = |holds: &bool| if *holds { "yes" } else { "no" };
    vec![
        format!("Last heard of {}. {asked}", instant(*last_heard)),
        format!("Last did a duty {}. {idle}", instant(*last_duty)),
        format!("Away with a leave that was communicated: {}.", yes(on_leave)),
        format!("Out of reach for longer than the policy allows: {}.", yes(unreachable)),
        format!("Duties left undone for longer than that: {}.", yes(duties_undone)),
    ]
}

/// What can be asked, as it is said to whoever may not.
const fn asked(verb: Verb) -> &'static str {
    match verb {
        Verb::ExpressInterest => "say that they would like to join",
        Verb::Nominate => "nominate",
        Verb::NoteElectors => "note what another body decided",
        Verb::CloseInterest
        | Verb::ProposeRemoval
        | Verb::Suspend
        | Verb::Resume
        | Verb::StepDown
        | Verb::FinishLeaving
        | Verb::FinishTask
        | Verb::Vote
        | Verb::StandAside
        | Verb::Extend
        | Verb::Withdraw
        | Verb::PlanLeave
        | Verb::CoverLeave
        | Verb::NameDeputy
        | Verb::HandOver
        | Verb::EndLeave
        | Verb::TakeDuty
        | Verb::AnswerPing
        | Verb::Ping
        | Verb::SetRotation
        | Verb::OfferShift
        | Verb::TakeShift => "do this",
        Verb::Note => "note this; the desk does it by itself",
    }
}

/// What can be asked of the committee: the word on its button, and what comes of it.
#[must_use]
pub const fn committee_verb(verb: Verb) -> (&'static str, &'static str) {
    match verb {
        Verb::ExpressInterest => ("Say that you would like to join", "The members read it; nobody else does."),
        Verb::CloseInterest => ("Put it away", "With what was decided about it."),
        Verb::Nominate => ("Nominate", "Put to the ballot by which members come."),
        Verb::ProposeRemoval => {
            ("Propose the removal", "What the desk knows is added by itself; nothing happens without the ballot.")
        }
        Verb::Suspend => (
            "Suspend the access",
            "Nothing of theirs opens the desk until a member lets them in again; the seat stays.",
        ),
        Verb::Resume => ("Let them in again", "They get a link that signs them in once."),
        Verb::StepDown => ("Step down", "Every access ends at once; your duties and open cases are given on."),
        Verb::FinishLeaving => ("Note it as done", "With what shows it."),
        Verb::FinishTask => ("Note it as done", "With what was done."),
        Verb::Vote => ("Say it", "Your last word before the end counts."),
        Verb::StandAside => {
            ("Stand aside", "For a conflict of interest. What you said counts no more, and you say nothing after it.")
        }
        Verb::NoteElectors => {
            ("Note it", "What the other body decided, and what shows it. By the operator, who has no vote.")
        }
        Verb::Extend => (
            "Leave it open for longer",
            "Once, counted from the end as it stands, and for no longer than it was to be open.",
        ),
        Verb::Withdraw => ("Take it back", "By the member who opened it."),
        Verb::PlanLeave => ("Plan the absence", "Both days are included. The others are told."),
        Verb::CoverLeave => ("I do it meanwhile", "The duty is yours until they are back."),
        Verb::NameDeputy => (
            "Propose the deputy",
            "Put to the ballot by which members come. They are a member while you are away, and read every case.",
        ),
        Verb::HandOver => {
            ("Hand them over", "Every open case of yours is theirs from now on; they get a letter for each.")
        }
        Verb::EndLeave => ("I am back, or do not go", "The absence ends now."),
        Verb::TakeDuty => ("Take it on", "Whoever had it sees it in the log."),
        Verb::AnswerPing => ("I am here", "Nothing else is asked."),
        Verb::Ping => ("Ask whether they are there", "They get a letter, and answer with one touch."),
        Verb::SetRotation => ("Set the shifts", "Until the day it begins they go round as before."),
        Verb::OfferShift => ("Offer it", "It is theirs once they take it."),
        Verb::TakeShift => ("Take it", "Until the next one accepts theirs, you are on call."),
        Verb::Note => ("", ""),
    }
}

/// Why the committee's rules say no.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table: a refusal, its words")]
pub fn committee_refusal(refusal: &Refusal) -> Sentence {
    let (what, what_to_do) = match refusal {
        Refusal::NotYours { verb: verb @ Verb::NoteElectors } => {
            return said(
                &format!("Members do not {}: nobody decides in another body's name.", asked(*verb)),
                "Ask the operator to note it.",
            );
        }
        Refusal::NotYours { verb } => {
            return said(&format!("You may not {}.", asked(*verb)), "Ask a member of the committee.");
        }
        Refusal::ClockLeapt => super::ballot::CLOCK_LEAPT,
        Refusal::Alone => ("One person answers alone under this policy.", "Nothing needs to be decided together."),
        Refusal::NoSuch => ("There is no such thing in the committee.", "Look at the committee's page."),
        Refusal::Over => ("This is over.", "Open it anew, if it should be looked at again."),
        Refusal::AlreadyDone => ("This is so already.", "Nothing needs to be done."),
        Refusal::NotAnElector => (
            "Those who were members when it was opened vote on it, and nobody about themselves or after standing aside.",
            "You have a say in the next one.",
        ),
        Refusal::ReasonNeeded => ("An objection says why.", "Write the reason; whoever opened it can answer it."),
        Refusal::SaidAlready => ("That is what you have said already.", "Nothing needs to be done."),
        Refusal::ElectorsDecide { body } => {
            let body = body.as_ref().map_or("another body", |body| body.reveal());
            return said(
                &format!("Too few may vote for one person not to decide about another: {body} decides."),
                "The operator notes what it decided, and what shows it.",
            );
        }
        Refusal::NotForElectors => ("The members decide this one themselves.", "Wait for its end."),
        Refusal::NotTheOpener => ("Only the member who opened it can take it back.", "Say that you are against it."),
        Refusal::AlreadyMember => ("They are a member.", "Nothing needs to be decided."),
        Refusal::StandsIn => ("They are to stand in for a member.", "Name them by their account, once they have it."),
        Refusal::BallotOpen => ("A ballot about them is open.", "Say what you think of that one."),
        Refusal::NominatorsOnly { nominators } => {
            let who: Vec<&str> = nominators.iter().copied().map(nominator).collect();
            return said(&format!("The policy lets {} nominate.", listed(&who)), "Ask one of them.");
        }
        Refusal::InterestShut => ("Nobody is asked to join at the moment.", "Ask again later."),
        Refusal::NotSilent => (
            "A removal is proposed only of somebody who announced no leave and was out of reach, or left the duties undone, for longer than the policy allows.",
            "The page of the committee says what is known of them.",
        ),
        Refusal::LastMember => ("Nobody would be left to answer reports.", "Find somebody who follows first."),
        Refusal::NotAContributor => (
            "Whoever follows comes from the active contributors: the project's repository does not name them.",
            "Step down without a proposal, and let a member nominate them.",
        ),
        Refusal::BadDates => {
            ("This begins today or later, ends no earlier, and is not longer than two years.", "Choose other days.")
        }
        Refusal::LeaveOverlaps => ("You are away then already.", "End the other absence first, or choose other days."),
        Refusal::NotForThem => ("This is not for that person.", "Choose somebody else."),
        Refusal::AwayThen => ("You are away then yourself.", "Somebody has to be there all the time."),
        Refusal::TheyAreAway => ("They are away now, or while you are.", "Choose who is there all the time."),
        Refusal::KeepsCases => {
            ("For so short an absence you keep your cases.", "Name another coordinator on the page of a case.")
        }
        Refusal::NothingToHandOver => ("No open case is yours.", "There is nothing to hand over."),
        Refusal::NoDeputy => ("For an absence of this length nobody stands in.", "Ask the others to cover the duties."),
        Refusal::DeputiesNameNone => (
            "Whoever stands in for somebody has nobody stand in for them, and proposes nobody who follows.",
            "Ask the others to cover the duties.",
        ),
        Refusal::LongEnough => (
            "A ballot is left open for longer once, and for no longer than it was to be open; one without an end is open anyway.",
            "Choose fewer days.",
        ),
        Refusal::NotGranted => ("The members have not granted this absence.", "Wait for their ballot."),
        Refusal::NoRotation => ("The policy has no shifts.", "Propose a policy with a rotation."),
        Refusal::BadOrder => ("An order names members, each once.", "Write each member's name once."),
        Refusal::NotYourShift => ("This shift is another's, and was not offered to you.", "Ask them to offer it."),
    };
    said(what, what_to_do)
}

/// Who nominates.
const fn nominator(nominator: Nominator) -> &'static str {
    match nominator {
        Nominator::Member => "members",
        Nominator::Maintainer => "maintainers",
        Nominator::Electors => "the body above",
        Nominator::Anybody => "anybody",
    }
}

fn said(what: &str, what_to_do: &str) -> Sentence {
    Sentence { what: what.to_owned(), what_to_do: what_to_do.to_owned() }
}
