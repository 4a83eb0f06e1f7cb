//! What may be typed about what opens the desk: sessions, passkeys, tokens, and passkeys that were lost.
//!
//! Knows words and options; what they do is the desk's.

use clap::{Args, Subcommand};
use domain::ids::{PasskeyId, PersonId, SessionId, TokenId};

use crate::show::Show;

/// What can be done about lost passkeys.
#[derive(Subcommand)]
pub enum RecoveryCommand {
    /// Everybody who has passkeys, and whose are being recovered.
    List {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Say that somebody has lost every passkey. The operator may, too.
    Begin(Recovered),
    /// Say that it is really them. Nobody approves their own.
    Approve(Recovered),
    /// Stop it.
    Stop(Recovered),
}

/// Whose passkeys.
#[derive(Args)]
pub struct Recovered {
    /// Their id, as `sluice member recovery list` shows it.
    pub(crate) person: PersonId,
    /// How to show the answer.
    #[command(flatten)]
    pub(crate) show: Show,
}

/// What can be done about one's own sessions.
#[derive(Subcommand)]
pub enum SessionCommand {
    /// Each session that is not over, the last used first.
    List {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// End one of them.
    End {
        /// Its id, as `sluice session list` shows it.
        session: SessionId,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
    /// End all but the one of this terminal.
    EndOthers {
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
}

/// What can be done about one's own passkeys.
#[derive(Subcommand)]
pub enum PasskeyCommand {
    /// Each of them, the oldest first.
    List {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Remove one of them; the last one stays.
    Remove {
        /// Its id, as `sluice passkey list` shows it.
        passkey: PasskeyId,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
}

/// What can be done about one's own tokens.
#[derive(Subcommand)]
pub enum TokenCommand {
    /// Each of them, the newest first.
    List {
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// Make one; it is printed once. Where members need passkeys, make it in the browser, under /tokens.
    New {
        /// What you call it.
        #[arg(long)]
        name: String,
        /// What it is for; given more than once, for each of them.
        #[arg(long = "scope", required = true, value_parser = ["read_cases", "act_on_cases", "read_people", "policy", "committee"])]
        scopes: Vec<String>,
        /// How many days it lasts, 90 at most.
        #[arg(long, default_value_t = 30)]
        days: u16,
        /// How to show it.
        #[command(flatten)]
        show: Show,
    },
    /// End one of them.
    End {
        /// Its id, as `sluice token list` shows it.
        token: TokenId,
        /// How to show the answer.
        #[command(flatten)]
        show: Show,
    },
}
