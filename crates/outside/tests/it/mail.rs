//! SMTP, spoken with a real server.

use std::net::TcpListener;
use std::process::Command;

use desk::ports::{MailTrouble, Mailer as _};
use outside::{SmtpMailer, SmtpSettings, Tls};

use crate::letterbox::{Letterbox, letter};

fn settings(port: u16, tls: Tls) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port,
        tls,
        user: None,
        password: None,
        from: "Desk <security@desk.example>".to_owned(),
    }
}

fn mailer(port: u16, tls: Tls) -> SmtpMailer {
    SmtpMailer::new(settings(port, tls)).unwrap()
}

#[tokio::test]
async fn a_letter_reaches_the_server_byte_for_byte() {
    let Some(server) = Letterbox::start() else { return };
    let receipt = mailer(server.port, Tls::None).send(&letter("reporter@example.org")).await;
    assert_eq!(receipt, Ok("250 2.0.0 kept as 1".to_owned()));
    let kept = server.kept();
    let (about, mail) = kept.first().unwrap().split_once("\n\n").unwrap();
    assert_eq!(about, "MAIL security@desk.example\nRCPT ['reporter@example.org']\nTLS False\nAUTH False");
    assert_eq!(
        mail.replace("\r\n", "\n"),
        "Date: Thu, 08 Sep 2022 12:05:09 +0000\n\
         From: Desk <security@desk.example>\n\
         To: reporter@example.org\n\
         Message-ID: <0f5e99@desk.example>\n\
         Subject: We have your report\n\
         Auto-Submitted: auto-generated\n\
         MIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: 7bit\n\
         \n\
         Thank you.\n\
         .\n\
         A line with a single point is no end.\n"
    );
}

#[tokio::test]
async fn a_refused_mailbox_or_text_is_final_and_a_busy_one_is_not() {
    let Some(server) = Letterbox::start() else { return };
    let mailer = mailer(server.port, Tls::None);
    let table = [
        ("gone@example.org", "refused: permanent error (550): 5.1.1 no such mailbox"),
        ("picky@example.org", "refused: permanent error (554): 5.6.0 we do not take this text"),
        ("busy@example.org", "try again: transient error (451): 4.7.1 come back later"),
    ];
    for (to, expected) in table {
        assert_eq!(mailer.send(&letter(to)).await.unwrap_err().to_string(), expected, "{to}");
    }
    assert_eq!(server.kept(), Vec::<String>::new());
}

#[tokio::test]
async fn what_the_server_has_against_us_lets_the_letter_wait() {
    let Some(server) = Letterbox::start() else { return };
    let stranger = SmtpSettings { from: "stranger@desk.example".to_owned(), ..settings(server.port, Tls::None) };
    let unknown = SmtpSettings {
        user: Some("desk".to_owned()),
        password: Some("guess".to_owned()),
        ..settings(server.port, Tls::None)
    };
    for wrong in [stranger, unknown, settings(server.port, Tls::StartTls)] {
        let trouble = SmtpMailer::new(wrong).unwrap().send(&letter("reporter@example.org")).await.unwrap_err();
        assert!(matches!(trouble, MailTrouble::Later(_)), "{trouble}");
    }
    assert_eq!(server.kept(), Vec::<String>::new());
}

#[tokio::test]
async fn a_server_that_is_away_or_hangs_up_lets_the_letter_wait() {
    let listener = TcpListener::bind("localhost:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let hangs_up = std::thread::spawn(move || drop(listener.accept().unwrap()));
    let trouble = mailer(port, Tls::None).send(&letter("reporter@example.org")).await.unwrap_err();
    assert!(matches!(trouble, MailTrouble::Later(_)), "{trouble}");
    hangs_up.join().unwrap();
    let trouble = mailer(port, Tls::None).send(&letter("reporter@example.org")).await.unwrap_err();
    assert!(trouble.to_string().contains("Connection refused"), "{trouble}");
    assert!(matches!(trouble, MailTrouble::Later(_)), "{trouble}");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_believed() {
    for (server, tls) in [(Letterbox::with_starttls(), Tls::StartTls), (Letterbox::with_tls(), Tls::Tls)] {
        let Some(server) = server else { return };
        let trouble = mailer(server.port, tls).send(&letter("reporter@example.org")).await.unwrap_err();
        assert!(matches!(&trouble, MailTrouble::Later(words) if words.contains("certificate")), "{trouble}");
        assert_eq!(server.kept(), Vec::<String>::new());
    }
}

#[test]
fn a_trusted_server_gets_the_letter_under_tls_from_whoever_signs_in() {
    let Some(server) = Letterbox::with_starttls() else { return };
    send_from_a_process_that_trusts(&server, "starttls");
    let kept = server.kept();
    let (about, mail) = kept.first().unwrap().split_once("\n\n").unwrap();
    assert_eq!(about, "MAIL security@desk.example\nRCPT ['reporter@example.org']\nTLS True\nAUTH True");
    assert!(mail.contains("Subject: We have your report"), "{mail}");
    assert_eq!(kept.len(), 1);
}

#[test]
fn a_trusted_server_that_speaks_tls_from_the_first_byte_gets_the_letter() {
    let Some(server) = Letterbox::with_tls() else { return };
    send_from_a_process_that_trusts(&server, "tls");
    assert!(server.kept().first().unwrap().contains("TLS True\nAUTH False\n\n"), "{:?}", server.kept());
}

/// The operating system's trust is read from the environment, hence another process.
fn send_from_a_process_that_trusts(server: &Letterbox, tls: &str) {
    let mut desk = Command::new(std::env::current_exe().unwrap());
    desk.args(["--exact", "mail::in_a_process_that_trusts_the_server", "--nocapture"]);
    desk.env("SSL_CERT_FILE", server.certificate()).env("LETTERBOX", format!("{} {tls}", server.port));
    let output = desk.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Says nothing unless the tests above run it, in a process of its own.
#[tokio::test]
async fn in_a_process_that_trusts_the_server() {
    let Ok(server) = std::env::var("LETTERBOX") else { return };
    let (port, tls) = server.split_once(' ').unwrap();
    let mut settings = settings(port.parse().unwrap(), tls.parse().unwrap());
    // The server asks nobody to sign in who speaks TLS from the first byte.
    if settings.tls == Tls::StartTls {
        let wrong =
            SmtpSettings { user: Some("desk".to_owned()), password: Some("guess".to_owned()), ..settings.clone() };
        let trouble = SmtpMailer::new(wrong).unwrap().send(&letter("reporter@example.org")).await.unwrap_err();
        assert!(matches!(&trouble, MailTrouble::Later(words) if words.contains("535")), "{trouble}");
        settings.user = Some("desk".to_owned());
        settings.password = Some("open sesame".to_owned());
    }
    let receipt = SmtpMailer::new(settings).unwrap().send(&letter("reporter@example.org")).await;
    assert_eq!(receipt, Ok("250 2.0.0 kept as 1".to_owned()));
}
