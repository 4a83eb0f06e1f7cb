//! Letters to participants: a link and nothing else.
//!
//! Knows the project's name and the link. There is no way to give it anything of a case; that is the point.

use domain::case::effect;
use domain::committee::effect as committee;
use domain::people::Office;

use crate::fitness;

/// A letter's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The same for every case of a project.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// The words of a letter to somebody who takes part.
#[must_use]
pub fn participant_letter(letter: effect::Letter, project: &str, link: &str) -> Letter {
    let what = match letter {
        effect::Letter::ReportArrived => "Something has arrived that waits for a first look.",
        effect::Letter::Acknowledgement => {
            "We have received what you sent us, and somebody is looking at it. Your receipt code opens the page below."
        }
        effect::Letter::News => "There is something new for you.",
        effect::Letter::Invitation => {
            "You are asked to help with something. The page below shows the terms before anything else."
        }
        effect::Letter::Reminder { .. } => "Something you look after is due soon.",
        effect::Letter::Missed { .. } => "Something was due and is not done.",
    };
    Letter {
        subject: format!("[{project}] A message from the security desk"),
        body: format!(
            "{what}\n\n{link}\n\nThis letter says no more on purpose: mail is read by many machines on its way.\n"
        ),
    }
}

/// The words of a letter to a member about a change of the policy. A policy is public, so the letter says what it is about.
#[must_use]
pub fn proposal_letter(project: &str, news: &str, link: &str) -> Letter {
    Letter {
        subject: format!("[{project}] A change of the response policy"),
        body: format!("{news}\n\nWhat it changes, and what the others think of it:\n{link}\n"),
    }
}

/// The words of a letter to the members about somebody who was asked onto the committee, or given an office; by the operator,
/// if by nobody who has a name here.
#[must_use]
pub fn seat_letter(project: &str, by: Option<&str>, name: &str, office: Option<Office>, link: &str) -> Letter {
    let (seat, what) = match office {
        None => ("on the committee", "a member of the response committee. Members see every case."),
        Some(Office::Steward) => (
            "steward",
            "a steward, who looks after the accounts of people who are not on the committee, and reads no case.",
        ),
        Some(Office::Auditor) => ("auditor", "an auditor, who looks at whether the rules are kept, and reads no case."),
    };
    let ask = by.map_or_else(|| "the operator about it".to_owned(), |by| format!("{by} about it, and the operator"));
    let by = by.unwrap_or("The operator");
    Letter {
        subject: format!("[{project}] Somebody was asked to be {seat}"),
        body: format!("{by} asked {name} to be {what}\n\nIf this is a surprise, ask {ask}.\n{link}\n"),
    }
}

/// The words of a letter to somebody one of whose passkeys was added or removed, or counted backwards.
#[must_use]
pub fn passkey_letter(project: &str, what: &str, name: &str, link: &str) -> Letter {
    Letter {
        subject: format!("[{project}] Your passkeys"),
        body: format!(
            "A passkey of your account {what}: \u{201c}{name}\u{201d}.\n\nIf this was not you, tell the operator at once, and end what you do not know:\n{link}\n"
        ),
    }
}

/// The words of a letter about something that opens the desk in its reader's name.
#[must_use]
pub fn secret_letter(project: &str, what: &str, link: &str) -> Letter {
    Letter {
        subject: format!("[{project}] Your access"),
        body: format!(
            "{what}\n\nIf this was not you, tell the operator at once, and end what you do not know:\n{link}\n"
        ),
    }
}

/// The words of a letter about a report that is kept with an account. It says nothing of the report.
#[must_use]
pub fn report_letter(project: &str, what: &str, link: &str) -> Letter {
    Letter {
        subject: format!("[{project}] Your report"),
        body: format!("{what}\n\n{link}\n\nIf this was not you, leave this letter alone: its link lapses by itself.\n"),
    }
}

/// The words of a letter about somebody who opens very many cases.
#[must_use]
pub fn browsing_letter(project: &str, name: &str, link: &str) -> Letter {
    Letter {
        subject: format!("[{project}] Many cases opened"),
        body: format!(
            "{name} has opened more than forty different cases within an hour. There may be a good reason; ask them.\n\nEach case says who has seen it. If it was not them, sign them out everywhere:\n{link}\n"
        ),
    }
}

/// The words of a letter about somebody who has lost their passkeys.
#[must_use]
pub fn recovery_letter(project: &str, name: &str, what: &str, link: &str) -> Letter {
    Letter {
        subject: format!("[{project}] Lost passkeys"),
        body: format!(
            "{name} is said to have lost every passkey. Letting them in without one {what}.\n\nAny member can stop it, and so does any passkey of theirs that is used:\n{link}\n"
        ),
    }
}

/// The words of a letter about the committee: to members that there is something to see, and where; it names nobody.
#[must_use]
pub fn committee_letter(letter: &committee::Letter, project: &str, link: &str) -> Letter {
    use committee::Letter as About;
    let what = match letter {
        About::InterestArrived => "Somebody would like to join the committee.",
        About::InterestThanked => {
            return Letter {
                subject: format!("[{project}] Thank you"),
                body: format!(
                    "We have your note that you would like to join those who answer security reports for {project}. Its members read it, nobody else does, and they will write to you.\n\nIf this was not you, leave this letter alone.\n"
                ),
            };
        }
        About::BallotOpened { .. } => {
            "Something is put to the members; where silence is consent, saying nothing is an answer too."
        }
        About::BallotContested { .. } => "Somebody objects in a ballot: from now on the votes are counted.",
        About::BallotExtended { .. } => "A ballot is open for longer.",
        About::BallotWithdrawn { .. } => "A ballot was taken back.",
        About::BallotClosed { carried: true, .. } => "A ballot closed: it was carried.",
        About::BallotClosed { carried: false, .. } => "A ballot closed: it was not carried.",
        About::Seated => {
            "You are a member of the security response committee now. If you have no account yet, a link for it comes in a letter of its own."
        }
        About::MemberLeft => "Somebody is no member of the committee any more; what they had is handed over.",
        About::SteppedDown => "A member has stepped down; what they had is handed over.",
        About::RosterWarned => "The roster is not as the policy wishes it. The page says which numbers are out.",
        About::TaskOpened => {
            "After a change of employers one organisation has too many seats. The page says what is to be done."
        }
        About::LeavePlanned => "A member will be away. The page says which duties need somebody meanwhile.",
        About::LeaveGap => "A member is away soon, and nobody covers some of the duties.",
        About::HandOver => {
            "You will be away soon, and open cases are still yours. Hand them over while you can tell whoever takes them what there is to know; what is left goes to somebody when the absence begins."
        }
        About::DeputyNamed => "Somebody stands in for a member who will be away, and reads every case meanwhile.",
        About::Ping => "Nothing was heard of you for a while. One touch on the page says that you are there.",
        About::Silence => {
            "A member has been out of reach, or has left duties undone, for longer than the policy allows. The page says what is known. Nothing follows from it by itself."
        }
        About::Suspended => {
            "The access of a silent member is suspended until they are heard of. Any member can let them in again."
        }
        About::DutyAssigned => {
            "You have a duty that had nobody. If it should be somebody else's, they can take it on the page."
        }
        About::ShiftBegins { to_accept: true } => {
            "Your shift begins. It is yours once you accept it on the page; until then whoever had the last one is on call."
        }
        About::ShiftBegins { to_accept: false } => "Your shift begins.",
        About::ShiftOffered => "A shift is offered to you. It is yours once you take it on the page.",
        About::Nudge => "Something you look after has lain idle for a while.",
    };
    Letter { subject: format!("[{project}] The security response committee"), body: format!("{what}\n\n{link}\n") }
}

/// The words of a letter to somebody who was made a member and had no account.
#[must_use]
pub fn welcome_letter(project: &str, link: &str) -> Letter {
    Letter {
        subject: format!("[{project}] Your account at the security desk"),
        body: format!(
            "You are a member of the security response committee of {project}. This link signs you in once, within three days; whatever signed you in before does so no more:\n\n{link}\n\nIf this is a surprise, leave it alone, and tell whoever you know there.\n"
        ),
    }
}

/// Whether a letter may leave.
///
/// # Errors
/// The first placeholder or comment that is left in it.
pub fn check(text: &str) -> Result<(), String> {
    match fitness::problems(text).into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(()),
    }
}
