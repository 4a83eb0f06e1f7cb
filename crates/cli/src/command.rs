//! What may be typed.
//!
//! Knows words and options; the commands on a case come from the API's own table, so that none can be forgotten.

use clap::{Args, Subcommand};
use domain::ids::{CaseId, PersonId, ProposalId};

use crate::access::{PasskeyCommand, RecoveryCommand, SessionCommand, TokenCommand};
use crate::committee_command::CommitteeCommand;
use crate::nouns;
use crate::show::Show;

/// A command that speaks to a desk. The program's exit code: 0 done, 1 refused, 2 bad input, 3 not found, 4 a fault or no
/// answer.
#[derive(Subcommand)]
pub enum Command {
    /// Report a vulnerability, as anybody may; prints a receipt, once.
    Report(NewReport),
    /// Invite people, and see who there is.
    Member {
        /// What.
        #[command(subcommand)]
        member: MemberCommand,
    },
    /// Sign in with a one-time link, or open a report with its receipt.
    SignIn {
        /// The link, or the code at its end.
        #[arg(value_name = "LINK-OR-CODE")]
        code: String,
    },
    /// End the session.
    SignOut,
    /// Where you are signed in, and ending it there.
    Session {
        /// What.
        #[command(subcommand)]
        session: SessionCommand,
    },
    /// Your passkeys; they are added in a browser.
    Passkey {
        /// What.
        #[command(subcommand)]
        passkey: PasskeyCommand,
    },
    /// Tokens with which programs act for you.
    Token {
        /// What.
        #[command(subcommand)]
        token: TokenCommand,
    },
    /// Say who you are to the desk.
    Me {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// What is owed, most urgent first.
    Board(Board),
    /// A case: where it stands, what is owed, what has happened, what you can do.
    Case {
        /// Its id.
        case: CaseId,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Ask to see a case without a part in it. For stewards and auditors; a member decides.
    See {
        /// The case's id.
        case: CaseId,
        /// Why. The committee reads it.
        #[arg(long)]
        reason: String,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// Who has seen a case, and how much of it.
    Readers {
        /// The case's id.
        case: CaseId,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Code owners who could be asked into a case's fix team.
    Candidates {
        /// The case's id.
        case: CaseId,
        /// Of one file, by its path in the repository.
        #[arg(long)]
        path: Option<String>,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// What you are asked to agree to before you may see a case.
    Invitation {
        /// Its id.
        case: CaseId,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Ask something of a case.
    #[command(after_long_help = nouns::listing())]
    Do {
        /// Its id.
        case: CaseId,
        /// What; `sluice do --help` lists everything with its fields.
        noun: String,
        /// The fields: `key=value`, `key=@FILE` for a file's text, `key=@-` for the standard input; a key given twice is a list.
        #[arg(value_name = "KEY=VALUE")]
        pairs: Vec<String>,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// Change the policy: look at a new one, propose it, say what you think of it. For members.
    Proposal {
        /// What.
        #[command(subcommand)]
        proposal: ProposalCommand,
    },
    /// The committee: who is on it, its ballots, its absences, duties and shifts.
    Committee {
        /// What.
        #[command(subcommand)]
        committee: CommitteeCommand,
    },
    /// Your own report, after signing in with its receipt.
    MyReport {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// What this desk has published.
    Advisories {
        /// One of them.
        slug: Option<String>,
        /// The page after this one, as the page before said.
        #[arg(long, value_name = "PAGE", conflicts_with = "slug")]
        after: Option<String>,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// The policy in force. The binary has more to say of policies, and so has the word.
    #[command(skip)]
    Policy {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
}

/// Changes of the policy.
#[derive(Subcommand)]
pub enum ProposalCommand {
    /// What is wrong with a policy and what it would change; nothing is written.
    Look {
        /// The policy file; - reads the standard input.
        file: String,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Propose another policy. It is put to the vote that the policy in force demands.
    New {
        /// The policy file; - reads the standard input.
        file: String,
        /// Why; the others read it.
        #[arg(long)]
        reason: String,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// Every proposal, the last first.
    List {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// One proposal: what it changes, and what was said.
    Read {
        /// Its id.
        proposal: ProposalId,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Say what you think of it; your last word before the end counts.
    Say {
        /// Its id.
        proposal: ProposalId,
        /// `yes`, `no` or `abstain`.
        choice: String,
        /// Why; an objection needs it.
        #[arg(long)]
        reason: Option<String>,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// Take back what you proposed.
    TakeBack {
        /// Its id.
        proposal: ProposalId,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
}

/// Who there is.
#[derive(Subcommand)]
pub enum MemberCommand {
    /// Make an account and a one-time link for somebody.
    Invite(Invite),
    /// Change somebody's name, address or organisation: the operator anybody's, a member their own.
    Change(Change),
    /// End somebody's account: sessions, links and letters end with it, at once.
    Remove {
        /// Their id, as `sluice member list` shows it.
        person: PersonId,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// What opens the desk in somebody's name now: nothing, once their account has ended.
    Openings {
        /// Their id, as `sluice member list` shows it.
        person: PersonId,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Let somebody in again who has lost every passkey: asked for, approved by two members, and then a day.
    Recovery {
        /// What.
        #[command(subcommand)]
        recovery: RecoveryCommand,
    },
    /// Sign somebody out everywhere; their account stays.
    SignOut {
        /// Their id, as `sluice member list` shows it.
        person: PersonId,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// Everybody with an account.
    List {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
}

/// A report.
#[derive(Args)]
pub struct NewReport {
    /// One line that names the flaw.
    #[arg(long)]
    pub(crate) title: String,
    /// Everything you know.
    #[arg(long, conflicts_with = "body_file")]
    pub(crate) body: Option<String>,
    /// The same from a file; - reads the standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) body_file: Option<String>,
    /// How you wish to be called.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Where to write to you.
    #[arg(long)]
    pub(crate) address: Option<String>,
    /// Thank me by name in the advisory.
    #[arg(long)]
    pub(crate) credit: bool,
    /// It is public already.
    #[arg(long)]
    pub(crate) public: bool,
    /// When you mean to publish: 2026-11-30T16:00:00Z.
    #[arg(long, value_name = "MOMENT")]
    pub(crate) publishes_at: Option<String>,
    /// How to show the answer.
    #[command(flatten)]
    pub(crate) show: Show,
}

/// An invitation to the desk.
#[derive(Args)]
pub struct Invite {
    /// As others see them.
    #[arg(long)]
    pub(crate) name: String,
    /// Where letters go.
    #[arg(long)]
    pub(crate) mail: String,
    /// For whom they work.
    #[arg(long)]
    pub(crate) organisation: String,
    /// Not for the committee: somebody for the fix team of a case.
    #[arg(long)]
    pub(crate) fixer: bool,
    /// Not for the committee: what they look after, `steward` or `auditor`.
    #[arg(long, conflicts_with = "fixer", value_parser = ["steward", "auditor"])]
    pub(crate) office: Option<String>,
    /// How to show the answer.
    #[command(flatten)]
    pub(crate) show: Show,
}

/// What is to be different about somebody.
#[derive(Args)]
pub struct Change {
    /// Their id, as `sluice member list` shows it.
    pub(crate) person: PersonId,
    /// As others see them.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Where letters go.
    #[arg(long)]
    pub(crate) mail: Option<String>,
    /// For whom they work.
    #[arg(long)]
    pub(crate) organisation: Option<String>,
    /// What they are called at the forge; empty takes it away.
    #[arg(long)]
    pub(crate) handle: Option<String>,
    /// What they look after from now on: `steward`, `auditor` or `none`.
    #[arg(long, value_parser = ["steward", "auditor", "none"])]
    pub(crate) office: Option<String>,
    /// How to show the answer.
    #[command(flatten)]
    pub(crate) show: Show,
}

/// Which cases.
#[derive(Args)]
pub struct Board {
    /// Closed cases instead of open ones.
    #[arg(long, conflicts_with = "all")]
    pub(crate) closed: bool,
    /// All cases.
    #[arg(long)]
    pub(crate) all: bool,
    /// Only those I coordinate.
    #[arg(long)]
    pub(crate) mine: bool,
    /// The page after this one, as the page before said.
    #[arg(long, value_name = "PAGE")]
    pub(crate) after: Option<String>,
    /// How to show it.
    #[command(flatten)]
    pub(crate) show: Show,
}

impl Command {
    /// Whether the installation's operator may ask it with their own token, when nobody is signed in.
    #[must_use]
    pub const fn is_for_operators(&self) -> bool {
        match self {
            Self::Member { .. } => true,
            Self::Committee { committee } => committee.is_for_operators(),
            Self::Report(_)
            | Self::SignIn { .. }
            | Self::SignOut
            | Self::Me { .. }
            | Self::Board(_)
            | Self::Case { .. }
            | Self::Candidates { .. }
            | Self::See { .. }
            | Self::Readers { .. }
            | Self::Invitation { .. }
            | Self::Do { .. }
            | Self::MyReport { .. }
            | Self::Advisories { .. }
            | Self::Proposal { .. }
            | Self::Session { .. }
            | Self::Passkey { .. }
            | Self::Token { .. }
            | Self::Policy { .. } => false,
        }
    }
}
