//! Parts of a whole as a policy writes them: `2/3` of the votes, `2:1` of the seats.
//!
//! Knows whole numbers only, so that a count at the boundary is exact.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// So many of so many votes: `2/3`.
pub type Share = Ratio<'/'>;

/// So many seats of one to so many of all others together: `2:1` (PR-16).
pub type Proportion = Ratio<':'>;

/// Two whole numbers with a sign between them, neither of them zero.
///
/// ```
/// use domain::policy::{Proportion, Share};
/// assert_eq!("2/3".parse::<Share>().unwrap().of(4), 3);
/// assert_eq!("2:1".parse::<Proportion>().unwrap().to_string(), "2:1");
/// assert!("2/3".parse::<Proportion>().is_err());
/// assert!("0/3".parse::<Share>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ratio<const SIGN: char> {
    /// The first number.
    first: u8,
    /// The second number.
    second: u8,
}

/// Why a text is no such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is written as two whole numbers with `{sign}` between them, as `2{sign}{example}`")]
pub struct NotARatio {
    sign: char,
    example: u8,
}

impl<const SIGN: char> Ratio<SIGN> {
    /// Both numbers.
    #[must_use]
    pub const fn parts(self) -> (u8, u8) {
        (self.first, self.second)
    }
}

impl Share {
    /// The fewest of `whole` that are at least this share.
    #[must_use]
    pub fn of(self, whole: usize) -> usize {
        (whole * usize::from(self.first)).div_ceil(usize::from(self.second))
    }

    /// Whether this is more than the half, and not more than all.
    #[must_use]
    pub fn is_majority(self) -> bool {
        u16::from(self.first) * 2 > u16::from(self.second) && self.first <= self.second
    }
}

impl Proportion {
    /// Whether `one` of `whole` seats is not too many for one organisation (ambiguity A4): its seats to all the others'.
    #[must_use]
    pub fn allows(self, one: usize, whole: usize) -> bool {
        one * usize::from(self.second) <= whole.saturating_sub(one) * usize::from(self.first)
    }
}

impl<const SIGN: char> FromStr for Ratio<SIGN> {
    type Err = NotARatio;

    fn from_str(text: &str) -> Result<Self, NotARatio> {
        let wrong = NotARatio { sign: SIGN, example: if SIGN == '/' { 3 } else { 1 } };
        let number = |part: &str| part.parse().ok().filter(|number: &u8| *number > 0 && !part.starts_with('+'));
        let (first, second) = text.split_once(SIGN).ok_or(wrong)?;
        Ok(Self { first: number(first).ok_or(wrong)?, second: number(second).ok_or(wrong)? })
    }
}

impl<const SIGN: char> fmt::Display for Ratio<SIGN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{SIGN}{}", self.first, self.second)
    }
}

impl<const SIGN: char> TryFrom<String> for Ratio<SIGN> {
    type Error = NotARatio;

    fn try_from(text: String) -> Result<Self, NotARatio> {
        text.parse()
    }
}

impl<const SIGN: char> From<Ratio<SIGN>> for String {
    fn from(ratio: Ratio<SIGN>) -> Self {
        ratio.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_to_one_is_read_as_ambiguity_a4_says() {
        let two_to_one: Proportion = "2:1".parse().unwrap();
        for (one, whole, allowed) in
            [(2, 2, false), (1, 2, true), (2, 3, true), (2, 4, true), (3, 4, false), (1, 1, false)]
        {
            assert_eq!(two_to_one.allows(one, whole), allowed, "{one} of {whole}");
        }
    }
}
