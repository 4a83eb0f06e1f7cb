//! Letters by SMTP: one conversation per letter, each with one recipient.
//!
//! Knows the protocol's phases, because they tell whose trouble it is: what the server says to *us* (greeting, encryption,
//! sign-in, sender) can be mended by the operator, so the letter waits; what it says to the recipient or the text is final.

use std::fmt;
use std::time::Duration;

use desk::ports::{Mail, MailTrouble, Mailer, Sent};
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use crate::message::{self, Prepared};
use crate::settings::{BadSettings, SmtpSettings, Tls, sender};

/// How long a connection may take to stand.
const CONNECT_WITHIN: Duration = Duration::from_secs(15);
/// How long one letter may take; shorter than the lease that the outbox gives its worker.
const SEND_WITHIN: Duration = Duration::from_mins(1);
/// How much of a server's words is kept.
const WORDS_CHARS_MAX: usize = 160;

/// Sends letters by SMTP.
pub struct SmtpMailer {
    host: String,
    port: u16,
    tls: Protection,
    credentials: Option<Credentials>,
    from: Mailbox,
    hello: ClientId,
}

enum Protection {
    None,
    StartTls(TlsParameters),
    Tls(TlsParameters),
}

/// Whom the server's answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Us: the operator can mend it, so the letter waits.
    Ourselves,
    /// The recipient or the text: as final as the server says.
    Letter,
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl SmtpMailer {
    /// Checks the settings; connects to nothing yet.
    ///
    /// # Errors
    /// Says which setting is wrong, and what would be right.
    pub fn new(settings: SmtpSettings) -> Result<Self, BadSettings> {
        let credentials = settings.credentials()?.map(|(user, password)| Credentials::new(user, password));
        let from = sender(&settings.from)?;
        let parameters =
            || TlsParameters::new(settings.host.clone()).map_err(|error| BadSettings::Host(error.to_string()));
        let tls = match settings.tls {
            Tls::None => Protection::None,
            Tls::StartTls => Protection::StartTls(parameters()?),
            Tls::Tls => Protection::Tls(parameters()?),
        };
        // The machine's own name is nobody's business; the sender's domain is known anyway.
        let hello = ClientId::Domain(from.email.domain().to_owned());
        Ok(Self { host: settings.host, port: settings.port, tls, credentials, from, hello })
    }

    async fn converse(&self, prepared: &Prepared) -> Result<String, MailTrouble> {
        let ourselves = |error: Error| trouble(Phase::Ourselves, &error);
        let letter = |error: Error| trouble(Phase::Letter, &error);
        let mut server = self.greet().await.map_err(ourselves)?;
        let from = self.from.email.clone();
        let parameters = utf8(&server, &[&from, &prepared.to])?;
        server.command(From::new(Some(from), parameters)).await.map_err(ourselves)?;
        server.command(Rcpt::new(prepared.to.clone(), Vec::new())).await.map_err(letter)?;
        server.command(Data).await.map_err(letter)?;
        // The end of the mail brings a line end of its own.
        let text = prepared.bytes.strip_suffix(b"\r\n").unwrap_or(&prepared.bytes);
        let answer = server.message(text).await.map_err(letter)?;
        let receipt = plain(&format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" ")));
        // The letter is accepted; how the goodbye goes changes nothing.
        let _goodbye = server.quit().await;
        Ok(receipt)
    }

    /// Connects, protects the connection, signs in.
    async fn greet(&self) -> Result<AsyncSmtpConnection, Error> {
        let from_the_start = match &self.tls {
            Protection::Tls(parameters) => Some(parameters.clone()),
            Protection::None | Protection::StartTls(_) => None,
        };
        let address = (self.host.as_str(), self.port);
        let mut server =
            AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT_WITHIN), &self.hello, from_the_start, None)
                .await?;
        if let Protection::StartTls(parameters) = &self.tls {
            // Fails when the server does not offer it: never on in the clear.
            server.starttls(parameters.clone(), &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            server.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(server)
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sent<'a> {
        Box::pin(async move {
            let prepared = message::prepare(&self.from, mail)?;
            let outcome = match tokio::time::timeout(SEND_WITHIN, self.converse(&prepared)).await {
                Ok(outcome) => outcome,
                Err(_elapsed) => Err(MailTrouble::Later("the mail server did not answer in time".to_owned())),
            };
            match &outcome {
                Ok(_receipt) => tracing::info!(message = %mail.message_id, "a letter was handed to the mail server"),
                // The server's words may quote the recipient's address: they go to the case, not to the process log.
                Err(MailTrouble::Later(_)) => tracing::warn!(message = %mail.message_id, "a letter waits"),
                Err(MailTrouble::Never(_)) => {
                    tracing::warn!(message = %mail.message_id, "a letter is refused for good");
                }
            }
            outcome
        })
    }
}

/// An address beyond ASCII needs a server that says it can.
fn utf8(server: &AsyncSmtpConnection, addresses: &[&Address]) -> Result<Vec<MailParameter>, MailTrouble> {
    if addresses.iter().all(|address| address.to_string().is_ascii()) {
        return Ok(Vec::new());
    }
    if server.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Ok(vec![MailParameter::SmtpUtfEight]);
    }
    Err(MailTrouble::Never("the mail server takes no address with letters beyond ASCII".to_owned()))
}

fn trouble(phase: Phase, error: &Error) -> MailTrouble {
    let words = plain(&words(error));
    match phase {
        Phase::Letter if error.is_permanent() => MailTrouble::Never(words),
        Phase::Letter | Phase::Ourselves => MailTrouble::Later(words),
    }
}

/// What happened: the error and what caused it.
fn words(error: &Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = error.source();
    }
    words
}

/// A server's words as one bounded line: they are a stranger's.
fn plain(words: &str) -> String {
    let blank = |c: char| {
        if c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) {
            ' '
        } else {
            c
        }
    };
    words.chars().map(blank).take(WORDS_CHARS_MAX).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(tls: Tls) -> SmtpSettings {
        let from = "security@desk.example".to_owned();
        SmtpSettings {
            host: "mail.example".to_owned(),
            port: 25,
            tls,
            user: Some("desk".to_owned()),
            password: Some("open sesame".to_owned()),
            from,
        }
    }

    #[test]
    fn a_password_never_leaves_this_machine_unencrypted() {
        assert_eq!(SmtpMailer::new(settings(Tls::None)).unwrap_err(), BadSettings::PasswordInTheClear);
        assert!(SmtpMailer::new(settings(Tls::StartTls)).is_ok());
        assert!(SmtpMailer::new(SmtpSettings { host: "localhost".to_owned(), ..settings(Tls::None) }).is_ok());
    }

    #[test]
    fn half_settings_are_refused_before_the_first_letter() {
        let half = SmtpSettings { password: None, ..settings(Tls::Tls) };
        assert_eq!(SmtpMailer::new(half).unwrap_err(), BadSettings::HalfOfTheCredentials);
        let nobody = SmtpSettings { from: "security".to_owned(), ..settings(Tls::Tls) };
        assert_eq!(SmtpMailer::new(nobody).unwrap_err(), BadSettings::Sender);
    }

    #[test]
    fn settings_do_not_print_their_password() {
        let printed = format!("{:?} {:?}", settings(Tls::Tls), SmtpMailer::new(settings(Tls::Tls)).unwrap());
        assert!(!printed.contains("sesame"), "{printed}");
    }

    #[test]
    fn a_server_s_words_cannot_steer_a_terminal() {
        assert_eq!(plain("550 no\r\n\u{1b}[2Jsuch\u{202e} box"), "550 no   [2Jsuch  box");
        assert_eq!(plain(&"x".repeat(1000)).len(), 160);
    }
}
