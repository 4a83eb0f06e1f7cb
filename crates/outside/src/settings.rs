//! How mail leaves: server, encryption, sender; and what is wrong with it, said before the first letter.
//!
//! Knows values; must not know where they were configured.

use std::fmt;
use std::str::FromStr;

use lettre::message::Mailbox;

/// How mail leaves by SMTP.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// Whom the server knows us as; `None` when it does not ask.
    pub user: Option<String>,
    /// The password for it.
    pub password: Option<String>,
    /// Sender of every letter: an address, or a name with an address in angle brackets.
    pub from: String,
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// How the connection to the mail server is protected.
///
/// ```
/// use outside::Tls;
/// assert_eq!("starttls".parse(), Ok(Tls::StartTls));
/// assert!("ssl".parse::<Tls>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Not at all: for a server on this machine.
    None,
    /// A plain connection that must turn into TLS before anything is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

impl FromStr for Tls {
    type Err = BadSettings;

    fn from_str(text: &str) -> Result<Self, BadSettings> {
        match text {
            "none" => Ok(Self::None),
            "starttls" => Ok(Self::StartTls),
            "tls" => Ok(Self::Tls),
            _ => Err(BadSettings::UnknownTls),
        }
    }
}

/// What is wrong with the settings, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// The sender is not an address.
    #[error("the sender of letters is not a mail address like security@example.org")]
    Sender,
    /// A word that names no protection.
    #[error("this is one of none, starttls and tls")]
    UnknownTls,
    /// A password would travel readably over a network.
    #[error("a password is sent without encryption only to a server on this machine; use starttls or tls")]
    PasswordInTheClear,
    /// Half of what is needed to sign in.
    #[error("the mail server's user name and password are given both or not at all")]
    HalfOfTheCredentials,
    /// The server's name cannot be checked against a certificate.
    #[error("the mail server's name cannot be used with TLS: {0}")]
    Host(String),
    /// The directory for letters cannot be used.
    #[error("letters cannot be kept in {0}")]
    Directory(String),
}

/// Parses the sender.
pub(crate) fn sender(from: &str) -> Result<Mailbox, BadSettings> {
    from.trim().parse().map_err(|_| BadSettings::Sender)
}

impl SmtpSettings {
    /// The user and the password, when the server wants them and they travel safely.
    pub(crate) fn credentials(&self) -> Result<Option<(String, String)>, BadSettings> {
        let is_here = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        match (&self.user, &self.password) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) if self.tls == Tls::None && !is_here => Err(BadSettings::PasswordInTheClear),
            (Some(user), Some(password)) => Ok(Some((user.clone(), password.clone()))),
            (Some(_), None) | (None, Some(_)) => Err(BadSettings::HalfOfTheCredentials),
        }
    }
}
