//! Letters and digits that people can read aloud and copy: Crockford's base32, with a checksum.
//!
//! Knows twenty bytes, their 32 symbols and three more that tell a typo. Must not know what the bytes are for.

use zeroize::Zeroizing;

/// How many bytes are written.
pub(crate) const BYTES: usize = 20;
/// How many symbols they take.
const DATA: usize = 32;
/// How many symbols the checksum takes.
const CHECK: usize = 3;
/// How many symbols are written in all.
pub(crate) const SYMBOLS: usize = DATA + CHECK;

/// Crockford's alphabet in lower case: no `i`, `l`, `o` that look like digits, no `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why symbols do not give bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misread {
    /// Some are missing or too many.
    Length(usize),
    /// One is no symbol of this alphabet.
    Symbol(char),
    /// They do not fit their checksum.
    Checksum,
}

/// The bytes as symbols; `tag` goes into the checksum, so that the symbols of one tag fail under another.
pub(crate) fn encode(tag: &[u8], bytes: &[u8; BYTES]) -> Zeroizing<String> {
    let mut values = Zeroizing::new([0u8; SYMBOLS]);
    let (data, check) = values.split_at_mut(DATA);
    for (five, eight) in bytes.chunks(5).zip(data.chunks_mut(8)) {
        let word = five.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        (0..8).rev().zip(eight).for_each(|(place, value)| *value = five_bits(word, place));
    }
    let sum = u64::from(checksum(tag, data));
    (0..3).rev().zip(check).for_each(|(place, value)| *value = five_bits(sum, place));
    let mut text = Zeroizing::new(String::with_capacity(SYMBOLS));
    text.extend(values.iter().filter_map(|value| ALPHABET.get(usize::from(*value))).map(|byte| char::from(*byte)));
    text
}

/// The bytes of symbols: capital letters, `o` for `0`, `i` and `l` for `1` are understood.
pub(crate) fn decode(tag: &[u8], text: &str) -> Result<Zeroizing<[u8; BYTES]>, Misread> {
    let mut values = Zeroizing::new([0u8; SYMBOLS]);
    let found = text.chars().count();
    for (letter, value) in text.chars().zip(values.iter_mut()) {
        *value = symbol(letter).ok_or(Misread::Symbol(letter))?;
    }
    if found != SYMBOLS {
        return Err(Misread::Length(found));
    }
    let (data, check) = values.split_at(DATA);
    let given = check.iter().fold(0u16, |sum, value| sum << 5 | u16::from(*value));
    if checksum(tag, data) != given {
        return Err(Misread::Checksum);
    }
    let mut bytes = Zeroizing::new([0; BYTES]);
    for (eight, five) in data.chunks(8).zip(bytes.chunks_mut(5)) {
        let word = eight.iter().fold(0u64, |word, value| word << 5 | u64::from(*value));
        five.iter_mut().zip(word.to_be_bytes().into_iter().skip(3)).for_each(|(to, from)| *to = from);
    }
    Ok(bytes)
}

fn symbol(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|known| char::from(*known) == letter)?;
    u8::try_from(at).ok()
}

fn five_bits(word: u64, place: u32) -> u8 {
    let [.., last] = (word >> (5 * place)).to_be_bytes();
    last & 0x1f
}

/// CRC-15 as in CAN 2.0 (polynomial 0x4599), five bits at a time, over the tag's bytes and then the symbols.
///
/// A CRC of fifteen bits finds every change within fifteen neighbouring bits: any one symbol, and any two neighbours
/// exchanged, without exception. Anything else slips through once in 32768.
fn checksum(tag: &[u8], values: &[u8]) -> u16 {
    let tagged = tag.iter().fold(0, |sum, byte| shifted(sum, u16::from(*byte), 8));
    values.iter().fold(tagged, |sum, value| shifted(sum, u16::from(*value), 5))
}

fn shifted(sum: u16, bits: u16, count: u32) -> u16 {
    (0..count).rev().fold(sum, |sum, place| {
        let carry = (sum >> 14 & 1) ^ (bits >> place & 1);
        let moved = sum << 1 & 0x7fff;
        if carry == 1 { moved ^ 0x4599 } else { moved }
    })
}
