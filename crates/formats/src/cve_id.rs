//! CVE ids, as the CVE Record Format writes them (`^CVE-[0-9]{4}-[0-9]{4,19}$`).
//!
//! Knows the shape; must not know whether an id was reserved or published.

use std::fmt;
use std::str::FromStr;

use crate::text::as_string;

/// A CVE id, exactly as it is printed everywhere.
///
/// ```
/// use formats::cve_id::CveId;
/// let id: CveId = "CVE-2022-36056".parse().unwrap();
/// assert_eq!(id.to_string(), "CVE-2022-36056");
/// assert_eq!(id.year(), 2022);
/// assert!("cve-2022-36056".parse::<CveId>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CveId {
    year: u16,
    number: String,
}

/// Why a text is not a CVE id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACveId {
    /// Another shape.
    #[error("a CVE id is written like CVE-2024-12345: `CVE-`, four digits of the year, four to nineteen digits")]
    Shape,
    /// Before the list began.
    #[error("the first CVE ids are of 1999")]
    Year,
}

impl CveId {
    /// The year in the id: when it was reserved, not when anything was found or published.
    ///
    /// ```
    /// # use formats::cve_id::CveId;
    /// assert_eq!("CVE-1999-0001".parse::<CveId>().unwrap().year(), 1999);
    /// ```
    #[must_use]
    pub const fn year(&self) -> u16 {
        self.year
    }
}

impl FromStr for CveId {
    type Err = NotACveId;

    fn from_str(text: &str) -> Result<Self, NotACveId> {
        let (year, number) = text.strip_prefix("CVE-").and_then(|rest| rest.split_once('-')).ok_or(NotACveId::Shape)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !(4..=19).contains(&number.len()) || !digits(number) {
            return Err(NotACveId::Shape);
        }
        let year = year.parse().map_err(|_| NotACveId::Shape)?;
        if year < 1999 { Err(NotACveId::Year) } else { Ok(Self { year, number: number.to_owned() }) }
    }
}

impl fmt::Display for CveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CVE-{:04}-{}", self.year, self.number)
    }
}

impl fmt::Debug for CveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

as_string!(CveId);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_shape_of_the_record_format_is_a_cve_id() {
        let table = [
            ("CVE-2022-36056", None),
            ("CVE-1999-0001", None),
            ("CVE-2024-1234567890123456789", None),
            ("CVE-2024-12345678901234567890", Some(NotACveId::Shape)),
            ("CVE-2024-123", Some(NotACveId::Shape)),
            ("CVE-1998-0001", Some(NotACveId::Year)),
            ("CVE-24-12345", Some(NotACveId::Shape)),
            ("cve-2024-12345", Some(NotACveId::Shape)),
            (" CVE-2024-12345", Some(NotACveId::Shape)),
            ("CVE-2024-12345\n", Some(NotACveId::Shape)),
            ("CVE-2024-１２３４５", Some(NotACveId::Shape)),
            ("CVE-+024-12345", Some(NotACveId::Shape)),
            ("", Some(NotACveId::Shape)),
        ];
        for (text, refused) in table {
            assert_eq!(text.parse::<CveId>().err(), refused, "{text}");
        }
    }

    #[test]
    fn it_is_a_plain_string_in_json() {
        let id: CveId = serde_json::from_str("\"CVE-2022-36056\"").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"CVE-2022-36056\"");
        assert!(serde_json::from_str::<CveId>("\"36056\"").is_err());
    }

    proptest! {
        #[test]
        fn whatever_parses_prints_the_same(text in "CVE-[0-9]{4}-[0-9]{3,20}|.*") {
            if let Ok(id) = text.parse::<CveId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
