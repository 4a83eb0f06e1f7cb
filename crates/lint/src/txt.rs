//! The rules for a security.txt, after RFC 9116.
//!
//! Knows the fields and what each may hold. Must not know how the file is served, or whether a link answers.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use crate::context::Context;
use crate::page::{Page, flatten};
use crate::report::Report;
use crate::rule::{RuleId, Severity};
use crate::said::{Said, quote};

/// The fields of RFC 9116 and its registry.
const FIELDS: [&str; 9] = [
    "Contact",
    "Expires",
    "Encryption",
    "Acknowledgments",
    "Preferred-Languages",
    "Canonical",
    "Policy",
    "Hiring",
    "CSAF",
];

/// What people write instead, beyond slips of the finger.
const MISSPELT: [(&str, &str); 10] = [
    ("acknowledgements", "Acknowledgments"),
    ("acknowledgement", "Acknowledgments"),
    ("expiry", "Expires"),
    ("expiration", "Expires"),
    ("language", "Preferred-Languages"),
    ("languages", "Preferred-Languages"),
    ("preferred-language", "Preferred-Languages"),
    ("contacts", "Contact"),
    ("pgp", "Encryption"),
    ("jobs", "Hiring"),
];

/// Days before its end at which a file should be renewed.
const SOON: i64 = 30;

/// Days beyond which RFC 9116 advises against an end.
const FAR: i64 = 366;

/// A line with what it says.
struct Field<'a> {
    at: usize,
    name: &'a str,
    value: &'a str,
}

/// What is counted over the whole file.
#[derive(Default)]
struct Seen {
    contacts: usize,
    expires: usize,
    languages: usize,
    canonical: usize,
    signed: bool,
}

/// Says what is wrong with a security.txt.
pub(crate) fn lint(text: &str, context: &Context) -> Report {
    let flat = flatten(text);
    let page = Page::read(text, &flat);
    let mut said = Said::new(&page);
    let mut seen = Seen::default();
    encoding(text, &mut said);
    for field in fields(text, &mut said, &mut seen) {
        look(&field, context, &mut said, &mut seen);
    }
    whole(&seen, &mut said);
    Report { file: context.file.clone(), findings: said.finish(), criteria: Vec::new() }
}

fn encoding(text: &str, said: &mut Said<'_, '_>) {
    if text.starts_with('\u{feff}') {
        said.add(
            RuleId::TxtByteOrderMark,
            0,
            "The file begins with a byte order mark.".to_owned(),
            "Save it as UTF-8 without one.",
        );
    }
    if let Some(at) = text.find('\u{fffd}') {
        said.add(RuleId::TxtNotUtf8, at, "Something here is not UTF-8.".to_owned(), "Save the file as UTF-8.");
    }
}

/// The fields of the signed part, or of the whole file where there is none.
fn fields<'a>(text: &'a str, said: &mut Said<'_, '_>, seen: &mut Seen) -> Vec<Field<'a>> {
    let mut fields = Vec::new();
    // Outside, in the armour's own headers, in the text, in the signature, behind it.
    let (mut headers, mut inside, mut signature, mut ended) = (false, false, false, false);
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut opened = None;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let (start, length, line) = (at, line.len(), line.trim_end());
        at += length;
        match line {
            "-----BEGIN PGP SIGNED MESSAGE-----" => {
                (headers, inside, opened, seen.signed) = (true, true, Some(start), true);
            }
            "-----BEGIN PGP SIGNATURE-----" if inside => signature = true,
            "-----END PGP SIGNATURE-----" if signature => (signature, inside, ended) = (false, false, true),
            _ if line.starts_with("-----") => broken(start, line, said),
            _ if headers => headers = !line.is_empty(),
            _ if signature || line.is_empty() || line.starts_with('#') => (),
            _ if ended => {
                let what = format!("`{}` stands behind the signature and is not covered by it.", quote(line));
                said.add(RuleId::TxtSignatureBroken, start, what, "Sign the file with this line in it.");
            }
            _ => fields.extend(field(start, line.strip_prefix("- ").unwrap_or(line), said)),
        }
    }
    if let Some(start) = opened.filter(|_| !ended) {
        said.add(
            RuleId::TxtSignatureBroken,
            start,
            "The signature begins and does not end.".to_owned(),
            "Sign the file again.",
        );
    }
    fields
}

fn broken(at: usize, line: &str, said: &mut Said<'_, '_>) {
    let what = format!("`{}` has no counterpart.", quote(line));
    said.add(RuleId::TxtSignatureBroken, at, what, "Sign the file again, or take the remains of a signature away.");
}

fn field<'a>(at: usize, line: &'a str, said: &mut Said<'_, '_>) -> Option<Field<'a>> {
    let split = line
        .split_once(':')
        .filter(|(name, _)| !name.is_empty() && name.trim().bytes().all(|byte| byte.is_ascii_graphic()));
    let Some((name, value)) = split else {
        let what = format!("`{}` is no field.", quote(line));
        said.add(RuleId::TxtLineBroken, at, what, "Write `Name: value`, or begin the line with `#`.");
        return None;
    };
    Some(Field { at, name: name.trim(), value: value.trim() })
}

fn look(field: &Field<'_>, context: &Context, said: &mut Said<'_, '_>, seen: &mut Seen) {
    let Some(name) = FIELDS.into_iter().find(|name| name.eq_ignore_ascii_case(field.name)) else {
        return unknown(field, said);
    };
    if field.value.is_empty() {
        said.add(
            RuleId::TxtValueEmpty,
            field.at,
            format!("`{name}` is empty."),
            "Give it a value, or take the line away.",
        );
    }
    match name {
        "Contact" => {
            seen.contacts += usize::from(!field.value.is_empty());
            contact(field, said);
        }
        "Expires" => {
            seen.expires += 1;
            if seen.expires == 2 {
                said.add(RuleId::TxtExpiresTwice, field.at, "`Expires` stands again.".to_owned(), "Keep one.");
            }
            expires(field, context, said);
        }
        "Preferred-Languages" => {
            seen.languages += 1;
            if seen.languages == 2 {
                said.add(
                    RuleId::TxtLanguagesTwice,
                    field.at,
                    "`Preferred-Languages` stands again.".to_owned(),
                    "Put all languages in one line.",
                );
            }
            languages(field, said);
        }
        _ => {
            seen.canonical += usize::from(name == "Canonical");
            link(field, name, said);
        }
    }
}

fn unknown(field: &Field<'_>, said: &mut Said<'_, '_>) {
    let lower = field.name.to_ascii_lowercase();
    let known = MISSPELT.iter().find(|(wrong, _)| *wrong == lower).map(|(_, right)| *right);
    let near = known.or_else(|| FIELDS.into_iter().find(|name| is_near(&lower, &name.to_ascii_lowercase())));
    if let Some(right) = near {
        let what = format!("`{}` is no field; `{right}` is.", quote(field.name));
        said.add(RuleId::TxtFieldMisspelt, field.at, what, format!("Write `{right}:`."));
    } else {
        let what = format!("`{}` is no field of RFC 9116.", quote(field.name));
        said.add(RuleId::TxtFieldUnknown, field.at, what, "Keep it if somebody reads it; otherwise make it a comment.");
    }
}

/// Whether two names differ by at most two slips.
fn is_near(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > 2 || one.len() < 4 {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.bytes().enumerate() {
        let mut corner = index;
        let mut last = index + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(other.bytes()) {
            let next = (corner + usize::from(left != right)).min(last + 1).min(*cell + 1);
            corner = std::mem::replace(cell, next);
            last = next;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().is_some_and(|distance| *distance <= 2)
}

fn contact(field: &Field<'_>, said: &mut Said<'_, '_>) {
    let lower = field.value.to_ascii_lowercase();
    let sample = ["example.com", "example.org", "example.net", "yourdomain", "your-domain", "domain.com"];
    let mail = lower.strip_prefix("mailto:");
    if lower.starts_with("http://") {
        insecure(field, "Contact", said);
    } else if mail.is_some_and(|mail| !is_address(mail)) || (lower.starts_with("https://") && lower.len() < 12) {
        said.add(
            RuleId::TxtContactInvalid,
            field.at,
            format!("`{}` leads nowhere.", quote(field.value)),
            "Put a whole address behind it.",
        );
    } else if mail.is_none() && !lower.starts_with("https://") && !lower.starts_with("tel:") && !lower.is_empty() {
        let mend = if lower.contains('@') {
            format!("Write `mailto:{}`.", quote(field.value))
        } else {
            "Write it as `https://…`, `mailto:…` or `tel:…`.".to_owned()
        };
        said.add(RuleId::TxtContactInvalid, field.at, format!("`{}` is no URI.", quote(field.value)), mend);
    }
    let host = lower.rsplit('@').next().unwrap_or_default();
    let host = host.strip_prefix("https://").unwrap_or(host);
    if sample.iter().any(|sample| host.starts_with(sample)) {
        said.add(
            RuleId::ContactPlaceholder,
            field.at,
            format!("`{}` is a placeholder.", quote(field.value)),
            "Put in an address that somebody reads.",
        );
    } else if host.ends_with(".example") || host.ends_with(".invalid") {
        said.add(
            RuleId::ContactReserved,
            field.at,
            format!("`{}` can receive nothing.", quote(field.value)),
            "Put in a real address before this is used in earnest.",
        );
    }
}

fn is_address(mail: &str) -> bool {
    let mail = mail.split('?').next().unwrap_or_default();
    mail.split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.') && !mail.contains(char::is_whitespace))
}

fn insecure(field: &Field<'_>, name: &str, said: &mut Said<'_, '_>) {
    let what = format!("`{name}` leads over http: `{}`.", quote(field.value));
    said.add(RuleId::TxtLinkInsecure, field.at, what, "Use https.");
}

fn link(field: &Field<'_>, name: &str, said: &mut Said<'_, '_>) {
    let lower = field.value.to_ascii_lowercase();
    let schemes: &[&str] = if name == "Encryption" { &["https://", "openpgp4fpr:", "dns:"] } else { &["https://"] };
    if lower.starts_with("http://") {
        insecure(field, name, said);
    } else if !lower.is_empty() && !schemes.iter().any(|scheme| lower.starts_with(scheme)) {
        let what = format!("`{}` is no link for `{name}`.", quote(field.value));
        said.add(RuleId::TxtLinkInvalid, field.at, what, format!("Give {name} as `https://…`."));
    }
}

fn languages(field: &Field<'_>, said: &mut Said<'_, '_>) {
    let tag = |tag: &str| {
        let mut parts = tag.split('-');
        let primary = parts
            .next()
            .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        primary
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    if let Some(wrong) = field.value.split(',').map(str::trim).find(|one| !tag(one)).filter(|_| !field.value.is_empty())
    {
        let what = format!("`{}` is no language tag.", quote(wrong));
        said.add(RuleId::TxtLanguagesInvalid, field.at, what, "Write tags like `en, de`.");
    }
}

fn expires(field: &Field<'_>, context: &Context, said: &mut Said<'_, '_>) {
    let Ok(until) = field.value.parse::<Timestamp>() else {
        if !field.value.is_empty() {
            let what = format!("`{}` is no date and time.", quote(field.value));
            said.add(RuleId::TxtExpiresInvalid, field.at, what, "Write it like `2027-06-01T00:00:00Z`.");
        }
        return;
    };
    let renew = "Renew the file and its date; a year at most, and a reminder a month before.";
    let ends = until.to_zoned(TimeZone::UTC).date();
    let after = |days: i64| context.today.checked_add(days.days()).is_ok_and(|day| ends > day);
    if ends < context.today {
        said.add(RuleId::TxtExpired, field.at, format!("The file expired on {ends}."), renew);
    } else if !after(SOON - 1) {
        said.add(RuleId::TxtExpiresSoon, field.at, format!("The file expires on {ends}."), renew);
    } else if after(FAR) {
        said.add(RuleId::TxtExpiresFar, field.at, format!("The file holds until {ends}, more than a year."), renew);
    }
}

/// What is missing from the file as a whole.
fn whole(seen: &Seen, said: &mut Said<'_, '_>) {
    if seen.contacts == 0 {
        said.add(
            RuleId::TxtContactMissing,
            0,
            "There is no `Contact`.".to_owned(),
            "Add `Contact: mailto:…` or `Contact: https://…`.",
        );
    }
    if seen.expires == 0 {
        said.add(
            RuleId::TxtExpiresMissing,
            0,
            "There is no `Expires`.".to_owned(),
            "Add `Expires:` with a date less than a year ahead.",
        );
    }
    if seen.canonical == 0 {
        let severity = if seen.signed { Severity::Warning } else { Severity::Note };
        let mend = "Add `Canonical: https://…/.well-known/security.txt`.";
        said.add_as(severity, RuleId::TxtCanonicalMissing, 0, "There is no `Canonical`.".to_owned(), mend);
    }
}
