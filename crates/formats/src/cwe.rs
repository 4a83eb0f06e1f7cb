//! CWE ids: kinds of weakness.
//!
//! Knows the shape; must not know the catalogue, which grows every few months.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::text::as_string;

/// A CWE id.
///
/// ```
/// use formats::cwe::CweId;
/// let id: CweId = "CWE-347".parse().unwrap();
/// assert_eq!(id.to_string(), "CWE-347");
/// assert!("347".parse::<CweId>().is_err());
/// assert!("CWE-0347".parse::<CweId>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CweId(NonZeroU32);

/// Why a text is not a CWE id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a CWE id is written like CWE-79")]
pub struct NotACweId;

impl CweId {
    /// Its number.
    ///
    /// ```
    /// # use formats::cwe::CweId;
    /// assert_eq!("CWE-79".parse::<CweId>().unwrap().number(), 79);
    /// ```
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0.get()
    }
}

impl FromStr for CweId {
    type Err = NotACweId;

    fn from_str(text: &str) -> Result<Self, NotACweId> {
        let number = text.strip_prefix("CWE-").ok_or(NotACweId)?;
        if number.len() > 6 || number.starts_with(['0', '+']) {
            return Err(NotACweId);
        }
        number.parse().map(Self).map_err(|_| NotACweId)
    }
}

impl fmt::Display for CweId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CWE-{}", self.0)
    }
}

impl fmt::Debug for CweId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

as_string!(CweId);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_one_spelling_of_a_number_is_a_cwe_id() {
        for wrong in ["", "CWE-", "CWE-0", "CWE-079", "CWE-+79", "CWE-79 ", "cwe-79", "CWE-1234567", "CWE-七"] {
            assert_eq!(wrong.parse::<CweId>(), Err(NotACweId), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_parses_prints_the_same(text in "CWE-[0-9]{1,8}|.*") {
            if let Ok(id) = text.parse::<CweId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
