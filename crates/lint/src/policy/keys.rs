//! `OpenPGP` keys that are mentioned: whether one can be told from another, and whether it still holds.
//!
//! Knows fingerprints and dates as people write them. Must not know the keys.

use jiff::civil::Date;

use super::reading::Reading;
use crate::page::Kind;
use crate::rule::{RuleId, Severity};
use crate::said::Said;
use crate::words::{self, Word};

const KEYS: [&str; 5] = ["pgp", "gpg", "openpgp", "gnupg", "pgp*"];

/// What a link to a key has in it.
const LINKS: [&str; 8] = [".asc", ".gpg", "keys.openpgp.org", "keyserver", "keybase.io", "pgp", "/pks/", "gpg"];

/// A fingerprint's length in hexadecimal digits.
const FINGERPRINT: usize = 40;

pub(super) fn look(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    unnamed(reading, said);
    for (index, block) in page.blocks.iter().enumerate() {
        let words = page.words(block);
        let near =
            index.checked_sub(1).and_then(|index| page.blocks.get(index)).map_or(&[][..], |block| page.words(block));
        let about = |words: &[Word<'_>]| words::has(words, &KEYS) || words::has(words, &["fingerprint"]);
        if !(about(words)
            || (words::has(words, &["key", "expires"]) && words.len() < 20 && near.len() < 200 && about(near)))
        {
            continue;
        }
        for sentence in words::sentences(words) {
            let Some(expiry) = words::first(sentence, &["expir*", "valid until", "valid through", "valid to"]) else {
                continue;
            };
            if let Some((at, date)) =
                date(sentence.get(expiry..).unwrap_or_default()).filter(|(_, date)| *date < reading.today)
            {
                let what = format!("A key expired on {date}.");
                said.add(RuleId::KeyExpired, at, what, "Publish a key that holds, or the same key with a later date.");
            }
        }
    }
}

/// A key that is asked for and neither shown nor linked.
fn unnamed(reading: &Reading<'_, '_>, said: &mut Said<'_, '_>) {
    let page = reading.page;
    let asked = reading.sentences().find_map(|(block, _, sentence)| {
        let index = words::first(sentence, &KEYS)?;
        let key = words::has(sentence, &["key", "keys", "encrypt*"]);
        let told = key && !matches!(block.kind, Kind::Heading(_)) && !words::is_negated(sentence, index);
        sentence.get(index).filter(|_| told).map(|word| (word, words::has(sentence, &["encrypt*"])))
    });
    let Some((word, encrypts)) = asked else { return };
    if page.flat.contains("begin pgp public key block") || has_fingerprint(&page.words) {
        return;
    }
    let linked = reading.links.places.iter().any(|link| LINKS.iter().any(|part| link.target.contains(part)));
    let mend = "Give the whole fingerprint, forty hexadecimal digits, and a link to the key.";
    if linked || !encrypts {
        said.add_as(
            Severity::Note,
            RuleId::KeyUnnamed,
            word.at,
            "A key is named without its fingerprint.".to_owned(),
            mend,
        );
    } else {
        said.add(
            RuleId::KeyUnnamed,
            word.at,
            "Finders are asked to encrypt, with neither fingerprint nor link to the key.".to_owned(),
            mend,
        );
    }
}

/// Forty hexadecimal digits in a row, in groups or not.
fn has_fingerprint(words: &[Word<'_>]) -> bool {
    let mut length = 0;
    words.iter().any(|word| {
        let hex = word.text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let joined = word.gap.chars().all(|c| c.is_whitespace() || matches!(c, ':' | '`' | '*' | '\\'));
        length = match (hex, joined) {
            (true, true) => length + word.text.len(),
            (true, false) => word.text.len(),
            (false, _) => 0,
        };
        length >= FINGERPRINT
    })
}

/// The first date in a row of words: `2025-01-31`, `31 January 2025`, `January 31, 2025`.
fn date(words: &[Word<'_>]) -> Option<(usize, Date)> {
    words.windows(3).find_map(|window| {
        let [first, second, third] = window else { return None };
        let number = |word: &Word<'_>| word.text.parse::<i16>().ok();
        let (year, month, day) = match (month(first.text), month(second.text)) {
            (Some(month), _) => (number(third)?, month, number(second)?),
            (None, Some(month)) => (number(third)?, month, number(first)?),
            (None, None) if first.text.len() == 4 => {
                (number(first)?, i8::try_from(number(second)?).ok()?, number(third)?)
            }
            (None, None) => return None,
        };
        Date::new(year, month, i8::try_from(day).ok()?).ok().filter(|_| year > 1990).map(|date| (first.at, date))
    })
}

/// A month by the beginning of its name.
fn month(word: &str) -> Option<i8> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let place = names.iter().position(|name| word.starts_with(name))?;
    i8::try_from(place + 1).ok()
}
