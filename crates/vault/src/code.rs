//! Codes that open something for whoever holds them: receipts, invitations, sessions, tokens.
//!
//! Knows how 160 random bits are written for people and read back with forgiveness, and what is stored in their place.
//! Must not know what a code opens or how long it lasts.

use std::fmt;
use std::marker::PhantomData;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::crockford::{self, BYTES, Misread, SYMBOLS};
use crate::keys::MacKey;
use crate::row::mac;

/// What a code is for: the letter in its prefix, part of its checksum and of its digest, so that a code of one kind is
/// never taken for another.
pub trait Kind {
    /// The letter after `sluice-`.
    const LETTER: char;
}

macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {}

        impl Kind for $name {
            const LETTER: char = $letter;
        }
    };
}

kind! {
    /// Opens the reporter's page.
    Receipt, 'r'
}
kind! {
    /// Signs a person in, once.
    Invite, 'v'
}
kind! {
    /// Is a signed-in browser.
    Session, 's'
}
kind! {
    /// Is the operator at the machine.
    Operator, 'p'
}
kind! {
    /// Is a program acting for a person.
    Api, 'a'
}

/// Opens the reporter's page; shown once, after the report.
pub type ReceiptCode = Code<Receipt>;
/// Signs a person in once.
pub type InviteCode = Code<Invite>;
/// A signed-in browser's secret.
pub type SessionToken = Code<Session>;
/// The operator's secret.
pub type OperatorToken = Code<Operator>;
/// A program's secret.
pub type ApiToken = Code<Api>;

/// A secret of 160 random bits that is also the right it stands for. It is wiped when dropped, never printed by
/// `Debug`, and compared in constant time.
pub struct Code<K> {
    bytes: Zeroizing<[u8; BYTES]>,
    kind: PhantomData<fn() -> K>,
}

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// Nothing was given.
    #[error("no code was given")]
    Empty,
    /// It is a code of ours, for something else.
    #[error("this code is for something else")]
    OtherKind,
    /// A character in it is in no code of ours.
    #[error("`{0}` is in no code")]
    Character(char),
    /// Characters are missing or too many.
    #[error("a code has {SYMBOLS} letters and digits, this has {0}")]
    Length(usize),
    /// A character was changed or two were exchanged.
    #[error("a letter or digit of this code was misread")]
    Checksum,
}

impl<K: Kind> Code<K> {
    /// The code made of these bytes, which must be random.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 20]) -> Self {
        Self { bytes: Zeroizing::new(bytes), kind: PhantomData }
    }

    /// The code as it is shown and as it stands in a link: lower-case letters, digits and dashes only.
    ///
    /// ```
    /// use vault::ReceiptCode;
    /// let code = ReceiptCode::from_bytes([0xa5; 20]);
    /// assert_eq!(*code.to_text(), "sluice-r-mpjtb-9d5mp-jtb9d-5mpjt-b9d5m-pjtb9-d52xd");
    /// ```
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let symbols = crockford::encode(tag::<K>().as_bytes(), &self.bytes);
        let mut text = Zeroizing::new(String::with_capacity(64));
        text.push_str("sluice-");
        text.push(K::LETTER);
        for (place, symbol) in symbols.chars().enumerate() {
            if place % 5 == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }

    /// Reads a code as people copy it: capitals, spaces and dashes anywhere, `O` for `0`, `I` and `L` for `1`, and
    /// without its prefix are all understood.
    ///
    /// # Errors
    /// Says what is wrong; every single misread character is found.
    ///
    /// ```
    /// use vault::{InviteCode, NotACode, ReceiptCode};
    /// let shown = "sluice-r-mpjtb-9d5mp-jtb9d-5mpjt-b9d5m-pjtb9-d52xd";
    /// assert!(ReceiptCode::parse(shown).is_ok());
    /// assert!(ReceiptCode::parse("MPJTB 9D5MP JTB9D 5MPJT B9D5M PJTB9 D52XD").is_ok());
    /// assert_eq!(ReceiptCode::parse("mpjtb-9d5mp-jtb9d-5mpjt-b9d5m-pjtb9-d52xe").unwrap_err(), NotACode::Checksum);
    /// assert_eq!(InviteCode::parse(shown).unwrap_err(), NotACode::OtherKind);
    /// ```
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let kept = text.chars().filter(|letter| !letter.is_whitespace() && !is_dash(*letter));
        let kept = Zeroizing::new(kept.map(|letter| letter.to_ascii_lowercase()).collect::<String>());
        if kept.is_empty() {
            return Err(NotACode::Empty);
        }
        // `u` is in no code, so a text that begins with the prefix can only mean the prefix.
        let symbols = match kept.strip_prefix("sluice") {
            Some(rest) => rest.strip_prefix(K::LETTER).ok_or(NotACode::OtherKind)?,
            None => kept.as_str(),
        };
        match crockford::decode(tag::<K>().as_bytes(), symbols) {
            Ok(bytes) => Ok(Self { bytes, kind: PhantomData }),
            Err(Misread::Length(found)) => Err(NotACode::Length(found)),
            Err(Misread::Symbol(letter)) => Err(NotACode::Character(letter)),
            Err(Misread::Checksum) => Err(NotACode::Checksum),
        }
    }

    /// What is stored in the code's place: keyed, so that a stolen database says nothing about codes, and the same for
    /// the same code, so that it can be looked up.
    ///
    /// ```
    /// use vault::{InstanceId, ReceiptCode, RootKey};
    /// let key = RootKey::from_bytes([7; 32]).mac_key(InstanceId([1; 16]));
    /// let (one, two) = (ReceiptCode::from_bytes([1; 20]), ReceiptCode::from_bytes([2; 20]));
    /// assert_eq!(one.digest(&key), one.digest(&key));
    /// assert_ne!(one.digest(&key), two.digest(&key));
    /// ```
    #[must_use]
    pub fn digest(&self, key: &MacKey) -> [u8; 32] {
        mac(key, "sluice code 1", &[tag::<K>().as_bytes(), self.bytes.as_slice()])
    }
}

impl<K> Clone for Code<K> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), kind: PhantomData }
    }
}

impl<K> PartialEq for Code<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes.ct_eq(other.bytes.as_slice()).into()
    }
}

impl<K> Eq for Code<K> {}

impl<K> fmt::Debug for Code<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

fn tag<K: Kind>() -> String {
    format!("sluice-{}", K::LETTER)
}

/// The dashes that mail programs and word processors make of ours.
fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
