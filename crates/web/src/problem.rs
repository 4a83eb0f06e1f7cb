//! What goes wrong with a request, and how it is said: to programs as JSON, to people as a page.
//!
//! Knows the kind and the words of every unhappy answer. "Not found" is the same bytes for what is absent and for what is hidden.

use api::BadInput;
use api::responses::{Problem as Answer, ProblemBody, ProblemKind};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use desk::right::Reach;
use desk::{AccountRefusal, Fault};
use documents::words;
use domain::case::decide::{Refusal, Verb};
use domain::committee;
use domain::proposal::ProposalRefusal;

use crate::app::App;
use crate::sorry;

/// What goes wrong with a request.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    /// There is no such thing, or not for this caller.
    NotFound,
    /// The rules say no.
    Refused(Refusal),
    /// The rules say no to this very request.
    RefusedTo(Verb, Refusal),
    /// An account stays as it is.
    Account(AccountRefusal),
    /// A word on a proposal is not taken.
    Proposal(ProposalRefusal),
    /// The committee's rules say no.
    Committee(Box<committee::decide::Refusal>),
    /// Whoever asks has a passkey and is to show it first.
    NotFresh,
    /// Whoever asks has no passkey, and needs one.
    NoPasskey,
    /// The token that was shown is not for this.
    OutOfScope {
        /// What it would have to be for.
        scope: Reach,
    },
    /// It is the caller's only passkey.
    LastPasskey,
    /// A field is wrong, or the whole body.
    Input(BadInput),
    /// The body is larger than this door takes.
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// The body is not of the type this door reads.
    WrongType {
        /// What it reads.
        wanted: &'static str,
    },
    /// The body did not arrive whole.
    Unreadable,
    /// The body did not arrive in time.
    Slow,
    /// Too many of these from one network.
    TooMany {
        /// When to come again.
        seconds: u64,
    },
    /// Another site made the browser ask.
    CrossSite,
    /// The machine failed; it is logged under this id.
    Fault {
        /// The id, for the person and the log alike.
        id: String,
    },
}

impl Problem {
    /// A fault, logged and named.
    pub(crate) fn fault(app: &App, fault: &Fault) -> Self {
        Self::Fault { id: app.name_fault(fault) }
    }

    /// The status it is answered with.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotFresh | Self::NoPasskey | Self::OutOfScope { .. } => StatusCode::FORBIDDEN,
            Self::Refused(Refusal::Unconfirmed { .. } | Refusal::NoPasskey)
            | Self::RefusedTo(_, Refusal::Unconfirmed { .. } | Refusal::NoPasskey) => StatusCode::FORBIDDEN,
            Self::Refused(_)
            | Self::RefusedTo(..)
            | Self::Proposal(_)
            | Self::Committee(_)
            | Self::Account(_)
            | Self::LastPasskey => StatusCode::CONFLICT,
            // What cannot be read at all has no field to name.
            Self::Input(BadInput { field: None, .. }) => StatusCode::BAD_REQUEST,
            Self::Input(BadInput { field: Some(_), .. }) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Fault { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened and what to do next.
    pub(crate) fn words(&self) -> (String, String) {
        let said = |what: &str, what_to_do: &str| (what.to_owned(), what_to_do.to_owned());
        match self {
            Self::NotFound => said("There is nothing here, or nothing for you.", "Check the address, or sign in."),
            Self::NotFresh => said(
                "This counts, so your passkey is to be shown first.",
                "Open /verify in the browser where you are signed in, then come back: what you typed is still there.",
            ),
            Self::OutOfScope { scope: Reach::Within(scope) } => (
                format!("This token is not for that: it would need the scope {}.", scope.name()),
                "Make one with that scope under /tokens; the rights stay yours.".to_owned(),
            ),
            Self::OutOfScope { .. } => {
                said("No token does this.", "Do it yourself, in the browser or the terminal where you are signed in.")
            }
            Self::LastPasskey => said(
                "The last passkey stays: without it nothing could be confirmed any more.",
                "Add another one first, in a browser under /passkeys.",
            ),
            Self::NoPasskey => said(
                "This counts, so it is for those who have a passkey here.",
                "Open /passkeys in the browser where you are signed in, and add one.",
            ),
            Self::Refused(refusal) => {
                let sentence = words::refusal(refusal);
                (sentence.what, sentence.what_to_do)
            }
            Self::RefusedTo(verb, refusal) => {
                let sentence = words::refusal_of(*verb, refusal);
                (sentence.what, sentence.what_to_do)
            }
            Self::Account(refusal) => {
                let sentence = account(*refusal);
                (sentence.what, sentence.what_to_do)
            }
            Self::Committee(refusal) => {
                let sentence = words::committee_refusal(refusal);
                (sentence.what, sentence.what_to_do)
            }
            Self::Proposal(refusal) => {
                let sentence = words::proposal_refusal(*refusal);
                (sentence.what, sentence.what_to_do)
            }
            Self::Input(bad) => (bad.message.clone(), "Mend it and send it again; nothing was written.".to_owned()),
            Self::TooLarge { bytes_max } => (
                format!("This is larger than the {} KiB that are taken.", bytes_max / 1024),
                "Send less at once; say where the rest can be found.".to_owned(),
            ),
            Self::WrongType { wanted } => (
                format!("This door reads {wanted}."),
                "Send the body in that type, and say so in its header.".to_owned(),
            ),
            Self::Unreadable => said("The request did not arrive whole.", "Send it again; nothing was written."),
            Self::Slow => said("The request took too long to arrive.", "Send it again; nothing was written."),
            Self::TooMany { seconds } => (
                "Too many of these came from your network.".to_owned(),
                format!(
                    "Come again in {}.",
                    words::duration(jiff::SignedDuration::from_secs(i64::try_from(*seconds).unwrap_or(i64::MAX),))
                ),
            ),
            Self::CrossSite => {
                said("Another site asked for this in your name, so it was not done.", "Ask from this desk's own pages.")
            }
            Self::Fault { id } => (
                "Something failed here. This is not your fault.".to_owned(),
                format!("Try again in a moment. If it stays, tell the operator this number: {id}."),
            ),
        }
    }

    /// As people read it.
    pub(crate) fn page(&self) -> Response {
        if matches!(self, Self::NotFound) {
            return sorry::not_found();
        }
        let (what, what_to_do) = self.words();
        let what = match self.field() {
            Some(field) => format!("{field}: {what}"),
            None => what,
        };
        sorry::sorry(self.status(), &what, &what_to_do)
    }

    /// As programs read it.
    pub(crate) fn json(&self) -> Response {
        let (message, what_to_do) = self.words();
        let id = if let Self::Fault { id } = self { Some(id.clone()) } else { None };
        let error = ProblemBody {
            kind: self.kind(),
            field: self.field(),
            message,
            what_to_do,
            rules: self.rules(),
            id,
            confirm: self.confirm(),
        };
        let mut response = (self.status(), Json(Answer { error })).into_response();
        if let Self::TooMany { seconds } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response
    }

    const fn kind(&self) -> ProblemKind {
        match self {
            Self::NotFound => ProblemKind::NotFound,
            Self::NotFresh | Self::NoPasskey => ProblemKind::Unconfirmed,
            Self::OutOfScope { .. } => ProblemKind::OutOfScope,
            Self::Refused(Refusal::Unconfirmed { .. } | Refusal::NoPasskey)
            | Self::RefusedTo(_, Refusal::Unconfirmed { .. } | Refusal::NoPasskey) => ProblemKind::Unconfirmed,
            Self::Refused(_)
            | Self::RefusedTo(..)
            | Self::Proposal(_)
            | Self::Committee(_)
            | Self::Account(_)
            | Self::LastPasskey => ProblemKind::Refusal,
            Self::Input(_) | Self::TooLarge { .. } | Self::WrongType { .. } | Self::Unreadable | Self::Slow => {
                ProblemKind::BadInput
            }
            Self::TooMany { .. } => ProblemKind::TooMany,
            Self::CrossSite => ProblemKind::CrossSite,
            Self::Fault { .. } => ProblemKind::Fault,
        }
    }

    fn field(&self) -> Option<String> {
        if let Self::Input(bad) = self { bad.field.clone() } else { None }
    }

    /// Where a person confirms it.
    fn confirm(&self) -> Option<String> {
        match self {
            Self::RefusedTo(_, Refusal::Unconfirmed { confirmation }) => Some(format!("/confirm/{confirmation}")),
            Self::NotFresh => Some("/verify".to_owned()),
            Self::NoPasskey | Self::RefusedTo(_, Refusal::NoPasskey) => Some("/passkeys".to_owned()),
            Self::NotFound
            | Self::Refused(_)
            | Self::RefusedTo(..)
            | Self::Account(_)
            | Self::Proposal(_)
            | Self::Committee(_)
            | Self::OutOfScope { .. }
            | Self::LastPasskey
            | Self::Input(_)
            | Self::TooLarge { .. }
            | Self::WrongType { .. }
            | Self::Unreadable
            | Self::Slow
            | Self::TooMany { .. }
            | Self::CrossSite
            | Self::Fault { .. } => None,
        }
    }

    /// The rules of the policy that stand against it, by their ids.
    fn rules(&self) -> Vec<String> {
        if let Self::Refused(refusal) | Self::RefusedTo(_, refusal) = self { rules(refusal) } else { Vec::new() }
    }
}

/// Why an account stays as it is, in words.
pub(crate) fn account(refusal: AccountRefusal) -> words::Sentence {
    match refusal {
        AccountRefusal::LastMember => words::account::last_member(),
        AccountRefusal::AnotherMember => words::account::another_member(),
        AccountRefusal::AddressTaken => words::account::address_taken(),
        AccountRefusal::HandleTaken => words::account::handle_taken(),
        AccountRefusal::NotTheStewards => words::account::not_the_stewards(),
        AccountRefusal::MembersHaveNone => words::account::members_have_none(),
        AccountRefusal::ByBallot => words::account::by_ballot(),
    }
}

/// The rules that a refusal names: the ids of the source texts.
pub(crate) fn rules(refusal: &Refusal) -> Vec<String> {
    use domain::case::gate::Need;
    let ids = |rules: &[domain::policy::Rule]| rules.iter().map(|rule| rule.source().to_owned()).collect();
    match refusal {
        Refusal::ReasonNeeded { rules } => ids(rules),
        Refusal::NoGlass { rule } => ids(&[*rule]),
        Refusal::NotYet { missing, .. } => {
            let rules: Vec<_> = missing
                .iter()
                .filter_map(|need| if let Need::Rule(rule) = need { Some(*rule) } else { None })
                .collect();
            ids(&rules)
        }
        Refusal::NotYours { .. }
        | Refusal::CaseClosed
        | Refusal::AlreadyDone
        | Refusal::NothingOpen
        | Refusal::NotAccepted
        | Refusal::AlreadyDecided
        | Refusal::NoAdvisory
        | Refusal::PublicAlready
        | Refusal::InThePast { .. }
        | Refusal::InTheFuture { .. }
        | Refusal::TooSoon { .. }
        | Refusal::BeyondMaximum { .. }
        | Refusal::BeforeUpstream { .. }
        | Refusal::NotACodeOwner
        | Refusal::NeedsAnother
        | Refusal::PublicReporter
        | Refusal::OtherCommit
        | Refusal::TooSevereToSlow
        | Refusal::ReasonNotAllowed { .. }
        | Refusal::NotInGroup { .. }
        | Refusal::Unconfirmed { .. }
        | Refusal::NoPasskey
        | Refusal::NowhereToSend
        | Refusal::NoSuchParticipant
        | Refusal::UnfitAnnouncement { .. }
        | Refusal::UnfitRetrospective { .. } => Vec::new(),
    }
}

/// Turns a fault of a handler's own asking into its answer, logged and named.
pub(crate) fn failed(app: &App) -> impl Fn(Fault) -> Problem + '_ {
    |fault| Problem::fault(app, &fault)
}

/// As programs read it; people get [`Problem::page`].
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.json()
    }
}

/// Whether a program asked or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A program: the path begins with `/api/`.
    Program,
    /// A person, with a browser.
    Person,
}

impl Asked {
    /// By the address alone, so that it is the same for what exists and what does not.
    pub(crate) fn of(uri: &Uri) -> Self {
        if uri.path().starts_with("/api/") { Self::Program } else { Self::Person }
    }
}

/// A problem on its way to whoever asked.
#[derive(Clone, Debug)]
pub(crate) struct Troubled {
    pub(crate) asked: Asked,
    pub(crate) problem: Problem,
}

impl IntoResponse for Troubled {
    fn into_response(self) -> Response {
        match self.asked {
            Asked::Program => self.problem.json(),
            Asked::Person => self.problem.page(),
        }
    }
}
