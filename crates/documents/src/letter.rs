//! Letters to participants: a link and nothing else.
//!
//! Knows the project's name and the link. There is no way to give it anything of a case; that is the point.

use domain::case::effect;
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
