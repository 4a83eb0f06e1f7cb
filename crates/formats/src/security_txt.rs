//! security.txt (RFC 9116): where to report, for how long this holds.
//!
//! Knows the fields, their order and their rules. Must not know where the file is served or what the time is.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::text::has_hidden;

/// The longest file taken: a file of this kind has a dozen lines.
const LONGEST: usize = 32 * 1024;

/// A checked security.txt. Contacts stand in the order of preference.
///
/// ```
/// use formats::security_txt::{Fields, SecurityTxt};
/// let file = SecurityTxt::new(Fields {
///     contact: vec!["https://example.org/report".to_owned(), "mailto:security@example.org".to_owned()],
///     ..Fields::until("2027-06-01T00:00:00Z".parse().unwrap())
/// })
/// .unwrap();
/// assert_eq!(
///     file.to_string(),
///     "Contact: https://example.org/report\n\
///      Contact: mailto:security@example.org\n\
///      Expires: 2027-06-01T00:00:00Z\n"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityTxt(Fields);

/// What a file says, before it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Where to report: `https:`, `mailto:` or `tel:`, the best first. At least one.
    pub contact: Vec<String>,
    /// Until when the file holds.
    pub expires: Timestamp,
    /// Keys to encrypt to.
    pub encryption: Vec<String>,
    /// Where finders are thanked.
    pub acknowledgments: Vec<String>,
    /// Languages a report may be written in, as BCP 47 tags.
    pub preferred_languages: Vec<String>,
    /// Where this very file is served.
    pub canonical: Vec<String>,
    /// The policy.
    pub policy: Vec<String>,
    /// Open positions.
    pub hiring: Vec<String>,
    /// CSAF provider metadata.
    pub csaf: Vec<String>,
}

/// Why a text or a list of fields is not a security.txt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSecurityTxt {
    /// Longer than any file of this kind.
    #[error("this is longer than any security.txt")]
    TooLong,
    /// Signed: the signature would have to be checked first.
    #[error("this file is signed; only its signed text is read here")]
    Signed,
    /// A line that is no field, no comment and not empty.
    #[error("line {0} is not a field: fields are written `Name: value`")]
    Line(usize),
    /// A field that must stand once or more is not there.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A field that may stand once stands again.
    #[error("`{0}` stands more than once")]
    Twice(&'static str),
    /// A value that the field cannot have.
    #[error("`{value}` cannot stand in `{field}`")]
    Value {
        /// The field.
        field: &'static str,
        /// What was given.
        value: String,
    },
}

impl Fields {
    /// Nothing but the day it ends: to be filled in.
    ///
    /// ```
    /// use formats::security_txt::{Fields, NotSecurityTxt, SecurityTxt};
    /// let fields = Fields::until("2027-06-01T00:00:00Z".parse().unwrap());
    /// assert_eq!(SecurityTxt::new(fields), Err(NotSecurityTxt::Missing("Contact")));
    /// ```
    #[must_use]
    pub const fn until(expires: Timestamp) -> Self {
        Self {
            contact: vec![],
            expires,
            encryption: vec![],
            acknowledgments: vec![],
            preferred_languages: vec![],
            canonical: vec![],
            policy: vec![],
            hiring: vec![],
            csaf: vec![],
        }
    }

    /// The fields with one link per line, in the order they are written around `Expires` and the languages.
    const fn links(&self) -> [(&'static str, &Vec<String>); 7] {
        [
            ("Contact", &self.contact),
            ("Encryption", &self.encryption),
            ("Acknowledgments", &self.acknowledgments),
            ("Canonical", &self.canonical),
            ("Policy", &self.policy),
            ("Hiring", &self.hiring),
            ("CSAF", &self.csaf),
        ]
    }
}

impl SecurityTxt {
    /// The file that says this.
    ///
    /// # Errors
    /// Names the field that breaks a rule of RFC 9116.
    ///
    /// ```
    /// use formats::security_txt::{Fields, SecurityTxt};
    /// let until = Fields::until("2027-06-01T00:00:00Z".parse().unwrap());
    /// assert!(SecurityTxt::new(Fields { contact: vec!["security@example.org".to_owned()], ..until }).is_err());
    /// ```
    pub fn new(fields: Fields) -> Result<Self, NotSecurityTxt> {
        if fields.contact.is_empty() {
            return Err(NotSecurityTxt::Missing("Contact"));
        }
        for (field, values) in fields.links() {
            if let Some(value) = values.iter().find(|value| !is_link(field, value)) {
                return Err(NotSecurityTxt::Value { field, value: value.clone() });
            }
        }
        match fields.preferred_languages.iter().find(|tag| !is_language(tag)) {
            Some(tag) => Err(NotSecurityTxt::Value { field: LANGUAGES, value: tag.clone() }),
            None => Ok(Self(fields)),
        }
    }

    /// What the file says.
    ///
    /// ```
    /// use formats::security_txt::SecurityTxt;
    /// let file: SecurityTxt = "Contact: mailto:a@example.org\nExpires: 2027-06-01T00:00:00Z".parse().unwrap();
    /// assert_eq!(file.fields().contact, ["mailto:a@example.org"]);
    /// ```
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.0
    }
}

const LANGUAGES: &str = "Preferred-Languages";

impl fmt::Display for SecurityTxt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [contact, others @ ..] = self.0.links();
        let mut write =
            |(field, values): (&str, &Vec<String>)| values.iter().try_for_each(|value| writeln!(f, "{field}: {value}"));
        write(contact)?;
        write(("Expires", &vec![self.0.expires.to_string()]))?;
        others.into_iter().try_for_each(&mut write)?;
        let languages = self.0.preferred_languages.join(", ");
        if languages.is_empty() { Ok(()) } else { writeln!(f, "{LANGUAGES}: {languages}") }
    }
}

impl FromStr for SecurityTxt {
    type Err = NotSecurityTxt;

    /// Reads a file as RFC 9116 asks: names in any case, lines ended either way, comments and unknown fields passed over.
    fn from_str(text: &str) -> Result<Self, NotSecurityTxt> {
        if text.len() > LONGEST {
            return Err(NotSecurityTxt::TooLong);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.starts_with("-----BEGIN PGP") {
            return Err(NotSecurityTxt::Signed);
        }
        let mut fields = Fields::until(Timestamp::UNIX_EPOCH);
        let (mut expires, mut languages) = (None, None);
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, value) = line.split_once(':').ok_or(NotSecurityTxt::Line(number))?;
            let value = value.trim().to_owned();
            match name.to_ascii_lowercase().as_str() {
                "contact" => fields.contact.push(value),
                "encryption" => fields.encryption.push(value),
                "acknowledgments" => fields.acknowledgments.push(value),
                "canonical" => fields.canonical.push(value),
                "policy" => fields.policy.push(value),
                "hiring" => fields.hiring.push(value),
                "csaf" => fields.csaf.push(value),
                "expires" => once("Expires", &mut expires, value)?,
                "preferred-languages" => once(LANGUAGES, &mut languages, value)?,
                _ if is_name(name) => (),
                _ => return Err(NotSecurityTxt::Line(number)),
            }
        }
        let expires = expires.ok_or(NotSecurityTxt::Missing("Expires"))?;
        fields.expires = expires.parse().map_err(|_| NotSecurityTxt::Value { field: "Expires", value: expires })?;
        if let Some(languages) = languages {
            fields.preferred_languages = languages.split(',').map(|tag| tag.trim().to_owned()).collect();
        }
        Self::new(fields)
    }
}

fn once(field: &'static str, slot: &mut Option<String>, value: String) -> Result<(), NotSecurityTxt> {
    match slot.replace(value) {
        Some(_) => Err(NotSecurityTxt::Twice(field)),
        None => Ok(()),
    }
}

/// A link of the web, which must be https; a contact may also be an address or a number, a key a fingerprint or a DNS name.
fn is_link(field: &str, value: &str) -> bool {
    let schemes: &[&str] = match field {
        "Contact" => &["https://", "mailto:", "tel:"],
        "Encryption" => &["https://", "openpgp4fpr:", "dns:"],
        _ => &["https://"],
    };
    let rest = schemes.iter().find_map(|scheme| value.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty()) && !value.contains(char::is_whitespace) && !has_hidden(value)
}

/// A language tag, as far as its shape goes: parts of up to eight letters and digits.
fn is_language(tag: &str) -> bool {
    tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A field's name: visible characters other than the colon.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<SecurityTxt, NotSecurityTxt> {
        text.parse()
    }

    #[test]
    fn a_file_with_everything_reads_back_as_it_was_written() {
        let text = "Contact: https://example.org/report\n\
                    Contact: mailto:security@example.org\n\
                    Expires: 2027-06-01T00:00:00Z\n\
                    Encryption: openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f\n\
                    Acknowledgments: https://example.org/thanks\n\
                    Canonical: https://example.org/.well-known/security.txt\n\
                    Policy: https://example.org/policy\n\
                    Hiring: https://example.org/jobs\n\
                    CSAF: https://example.org/.well-known/csaf/provider-metadata.json\n\
                    Preferred-Languages: en, pt-BR\n";
        assert_eq!(read(text).unwrap().to_string(), text);
    }

    #[test]
    fn case_line_ends_comments_and_unknown_fields_do_not_matter() {
        let text = "# ours\r\ncontact: mailto:a@example.org\r\n\r\nX-Other: anything: at all\r\nEXPIRES:2027-06-01T02:00:00+02:00\r\n";
        assert_eq!(read(text).unwrap().to_string(), "Contact: mailto:a@example.org\nExpires: 2027-06-01T00:00:00Z\n");
    }

    #[test]
    fn what_the_rfc_forbids_is_refused_by_name() {
        let (contact, expires) = ("Contact: mailto:a@example.org\n", "Expires: 2027-06-01T00:00:00Z\n");
        let value = |field, value: &str| NotSecurityTxt::Value { field, value: value.to_owned() };
        for (text, why) in [
            (String::new(), NotSecurityTxt::Missing("Expires")),
            (contact.to_owned(), NotSecurityTxt::Missing("Expires")),
            (expires.to_owned(), NotSecurityTxt::Missing("Contact")),
            (format!("{contact}{expires}{expires}"), NotSecurityTxt::Twice("Expires")),
            (
                format!("{contact}{expires}Preferred-Languages: en\npreferred-languages: fr"),
                NotSecurityTxt::Twice("Preferred-Languages"),
            ),
            (format!("{contact}Expires: next year"), value("Expires", "next year")),
            (format!("Contact: a@example.org\n{expires}"), value("Contact", "a@example.org")),
            (format!("Contact: http://example.org\n{expires}"), value("Contact", "http://example.org")),
            (format!("{contact}{expires}Policy: /policy"), value("Policy", "/policy")),
            (format!("{contact}{expires}Preferred-Languages: en,,fr"), value("Preferred-Languages", "")),
            (format!("{contact}just words\n{expires}"), NotSecurityTxt::Line(2)),
            (format!("{contact}two words: x\n{expires}"), NotSecurityTxt::Line(2)),
            ("-----BEGIN PGP SIGNED MESSAGE-----\n".to_owned(), NotSecurityTxt::Signed),
            ("#".repeat(LONGEST + 1), NotSecurityTxt::TooLong),
        ] {
            assert_eq!(read(&text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_value_cannot_smuggle_in_another_line() {
        let fields = Fields {
            contact: vec!["https://example.org/\nContact: mailto:other@example.org".to_owned()],
            ..Fields::until(Timestamp::UNIX_EPOCH)
        };
        assert!(matches!(SecurityTxt::new(fields), Err(NotSecurityTxt::Value { field: "Contact", .. })));
    }

    proptest! {
        #[test]
        fn every_file_reads_back_as_it_was_written(
            contact in proptest::collection::vec("(https://|mailto:|tel:)[a-z0-9@.:#/-]{1,20}", 1..4),
            policy in proptest::collection::vec("https://[a-z0-9.:#/-]{1,20}", 0..3),
            preferred_languages in proptest::collection::vec("[a-z]{2,3}(-[A-Z]{2})?", 0..3),
            second in 0i64..4_000_000_000,
        ) {
            let fields = Fields {
                contact, preferred_languages, policy, ..Fields::until(Timestamp::from_second(second).unwrap())
            };
            let file = SecurityTxt::new(fields).unwrap();
            prop_assert_eq!(read(&file.to_string()), Ok(file));
        }

        #[test]
        fn no_text_makes_it_panic(text in "((Contact|Expires|#|[A-Za-z-]{0,9}):? ?.{0,30}\r?\n){0,6}|.*") {
            if let Ok(file) = read(&text) {
                prop_assert_eq!(read(&file.to_string()), Ok(file));
            }
        }
    }
}
