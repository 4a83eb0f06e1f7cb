//! A mail as bytes: the one place that writes RFC 5322, for every mailer.
//!
//! Knows headers, folding and encodings. Must not know how the bytes travel. Whatever could become a header of its own is
//! refused here, not mended: a letter is never changed on its way out.

use std::time::{Duration, SystemTime};

use desk::ports::{Mail, MailTrouble};
use lettre::Address;
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Body, Mailbox};

/// Longest line that may travel unencoded, in bytes, without its end (RFC 5322, 2.1.1).
const LINE_BYTES_MAX: usize = 998;
/// Longest message id that still makes a file name.
const ID_CHARS_MAX: usize = 128;

/// A mail ready to leave.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The one recipient.
    pub(crate) to: Address,
    /// The whole message, lines ending in CR LF.
    pub(crate) bytes: Vec<u8>,
}

/// Writes a mail as the bytes of RFC 5322: the same mail from the same sender gives the same bytes.
pub(crate) fn prepare(from: &Mailbox, mail: &Mail) -> Result<Prepared, MailTrouble> {
    single_line("subject", &mail.subject)?;
    let to: Address = mail.to.parse().map_err(|_| MailTrouble::Never("this is not a mail address".to_owned()))?;
    let id = format!("<{}>", message_id(from, &mail.message_id)?);
    let auto = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = Message::builder()
        .date(instant(mail)?)
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .message_id(Some(id))
        .subject(mail.subject.as_str())
        .raw_header(HeaderValue::new(auto, "auto-generated".to_owned()))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(body(&mail.body))
        .map_err(|_| MailTrouble::Never("this does not make a mail".to_owned()))?;
    Ok(Prepared { to, bytes: message.formatted() })
}

/// The message id with its right side: the sender's domain, so that it is unique in the world.
pub(crate) fn message_id(from: &Mailbox, id: &str) -> Result<String, MailTrouble> {
    check_id(id)?;
    Ok(if id.contains('@') { id.to_owned() } else { format!("{id}@{}", from.email.domain()) })
}

/// A message id is letters, digits and a few marks: it also names a file.
pub(crate) fn check_id(id: &str) -> Result<(), MailTrouble> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    if id.is_empty() || id.len() > ID_CHARS_MAX || id.starts_with('.') || !id.chars().all(plain) {
        return Err(MailTrouble::Never("the message id is not one".to_owned()));
    }
    Ok(())
}

/// Refuses what would end the header or steer a terminal.
fn single_line(name: &str, text: &str) -> Result<(), MailTrouble> {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if text.trim().is_empty() || text.chars().any(steers) {
        return Err(MailTrouble::Never(format!("the {name} is not one line of text")));
    }
    Ok(())
}

fn instant(mail: &Mail) -> Result<SystemTime, MailTrouble> {
    let seconds = u64::try_from(mail.at.as_second()).ok();
    let at = seconds.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
    at.ok_or_else(|| MailTrouble::Never("the date is before 1970".to_owned()))
}

/// As it is when plain ASCII of bearable lines, so that links stay whole; else quoted-printable, which stays readable.
fn body(text: &str) -> Body {
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    let plain = |line: &str| {
        line.len() <= LINE_BYTES_MAX && line.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte))
    };
    if text.split("\r\n").all(plain) {
        return Body::dangerous_pre_encoded(text.into_bytes(), ContentTransferEncoding::SevenBit);
    }
    let quoted = ContentTransferEncoding::QuotedPrintable;
    Body::new_with_encoding(text.into_bytes(), quoted)
        .unwrap_or_else(|bytes| Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::Binary))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn mail(subject: &str, body: &str) -> Mail {
        Mail {
            to: "reporter@example.org".to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            message_id: "0f5e".to_owned(),
            at: "2022-09-08T12:05:09.123Z".parse().unwrap(),
        }
    }

    fn written(mail: &Mail) -> String {
        let from = "Cosign security <security@desk.example>".parse().unwrap();
        String::from_utf8(prepare(&from, mail).unwrap().bytes).unwrap()
    }

    fn refused(mail: &Mail) -> MailTrouble {
        prepare(&"security@desk.example".parse().unwrap(), mail).unwrap_err()
    }

    #[test]
    fn a_letter_is_these_bytes_every_time() {
        let letter = mail("We have your report", "Thank you.\n\nYour page: https://desk.example/my-report\n");
        let text = written(&letter);
        expect![[r#"
            Date: Thu, 08 Sep 2022 12:05:09 +0000
            From: "Cosign security" <security@desk.example>
            To: reporter@example.org
            Message-ID: <0f5e@desk.example>
            Subject: We have your report
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Thank you.

            Your page: https://desk.example/my-report
        "#]]
        .assert_eq(&text.replace("\r\n", "\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a bare line end: {text:?}");
        assert_eq!(text, written(&letter));
    }

    #[test]
    fn a_subject_cannot_bring_headers_of_its_own() {
        let hostile = [
            "Hello\r\nBcc: everyone@example.org",
            "Hello\nBcc: everyone@example.org",
            "Hello\rBcc: everyone@example.org",
            "Hello\u{85}Bcc: everyone@example.org",
            "Hello\u{2028}Bcc: everyone@example.org",
            "Hello\0",
            "Hello\u{1b}[2J",
            "Hello\u{202E}",
            " ",
        ];
        for subject in hostile {
            assert_eq!(
                refused(&mail(subject, "")),
                MailTrouble::Never("the subject is not one line of text".to_owned()),
                "{subject:?}"
            );
        }
    }

    #[test]
    fn a_recipient_is_one_address_and_nothing_more() {
        for to in [
            "",
            "reporter",
            "a@example.org, b@example.org",
            "a@example.org\r\nBcc: b@example.org",
            "<a@example.org>",
            "a@example.org b",
        ] {
            let letter = Mail { to: to.to_owned(), ..mail("Hello", "") };
            assert_eq!(refused(&letter), MailTrouble::Never("this is not a mail address".to_owned()), "{to:?}");
        }
    }

    #[test]
    fn a_message_id_names_a_file_and_nothing_else() {
        for id in ["", "../a", "a/b", "a b", "a>\r\nBcc: b@example.org", "..", &"a".repeat(129)] {
            let letter = Mail { message_id: id.to_owned(), ..mail("Hello", "") };
            assert_eq!(refused(&letter), MailTrouble::Never("the message id is not one".to_owned()), "{id:?}");
        }
    }

    #[test]
    fn long_and_foreign_subjects_are_folded_and_encoded_in_short_lines() {
        let subject = "Sicherheitsupdate für sigstore/cosign: Signaturprüfung – ein sehr langer Betreff, der gefaltet werden muss 📬";
        let text = written(&mail(subject, "x"));
        let head = text.split("\r\n\r\n").next().unwrap();
        assert!(head.is_ascii() && head.split("\r\n").all(|line| line.len() <= 78), "{head}");
        let (_before, subject) = head.split_once("\r\nSubject: ").unwrap();
        let (subject, _after) = subject.split_once("\r\nAuto-Submitted: ").unwrap();
        expect![[r#"
            Sicherheitsupdate =?utf-8?b?ZsO8cg==?= sigstore/cosign:
             =?utf-8?b?U2lnbmF0dXJwcsO8ZnVuZyDigJM=?= ein sehr langer Betreff, der
             gefaltet werden muss =?utf-8?b?8J+TrA==?="#]]
        .assert_eq(&subject.replace("\r\n", "\n"));
    }

    #[test]
    fn words_of_any_language_travel_as_seven_bits_and_come_back() {
        let body = "Vielen Dank für die Meldung – wir prüfen sie.\nEnde = gut\n";
        let text = written(&mail("Hello", body));
        assert!(text.is_ascii());
        assert!(text.contains("Content-Transfer-Encoding: quoted-printable"), "{text}");
        assert!(
            text.ends_with("Vielen Dank f=C3=BCr die Meldung =E2=80=93 wir pr=C3=BCfen sie.\r\nEnde =3D gut\r\n"),
            "{text}"
        );
    }

    #[test]
    fn a_line_too_long_for_mail_is_broken_softly() {
        let text = written(&mail("Hello", &"x".repeat(999)));
        assert!(text.contains("quoted-printable") && text.split("\r\n").all(|line| line.len() <= 78), "{text}");
        let text = written(&mail("Hello", &format!("https://desk.example/{}", "x".repeat(200))));
        assert!(text.contains("7bit") && text.contains(&"x".repeat(200)), "a link stays whole: {text}");
    }

    #[test]
    fn the_subject_of_an_announcement_of_ordinary_length_stays_on_one_line() {
        let text = written(&mail("Security release of sigstore/cosign 1.12.0 is now available", "x"));
        assert!(
            text.contains("\r\nSubject: Security release of sigstore/cosign 1.12.0 is now available\r\n"),
            "{text}"
        );
    }
}
