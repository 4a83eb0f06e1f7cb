//! CVSS vectors, scores and ratings, versions 3.0, 3.1 and 4.0 of FIRST's specifications.
//!
//! Knows one spelling of each vector (the standard's own order and capitals) and its exact score. Must not know how bad
//! anything is decided to be: the committee has the last word on that.

use std::fmt;
use std::str::FromStr;

use cvss::v3::Metric;
use serde::{Deserialize, Serialize};

use crate::text::as_string;

/// The longest vector of all has 32 metrics; nothing longer is worth looking at.
const LONGEST: usize = 512;

/// A CVSS vector in its canonical spelling.
///
/// ```
/// use formats::cvss::{CvssVector, Rating};
/// let vector: CvssVector = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N".parse().unwrap();
/// assert_eq!(vector.score().to_string(), "5.5");
/// assert_eq!(vector.rating(), Rating::Medium);
/// assert_eq!(vector.nomenclature(), "CVSS 3.1");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CvssVector(Parsed);

#[derive(Clone, PartialEq, Eq)]
enum Parsed {
    V3(cvss::v3::Vector),
    V4(cvss::v4::Vector),
}

/// Which family of the standard a vector is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CvssVersion {
    /// CVSS 3.0
    V3_0,
    /// CVSS 3.1
    V3_1,
    /// CVSS 4.0
    V4_0,
}

/// Why a text is not a CVSS vector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACvssVector {
    /// It does not begin as vectors of these versions do.
    #[error("a CVSS vector begins with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/")]
    Version,
    /// Longer than any vector.
    #[error("this is longer than any CVSS vector")]
    TooLong,
    /// A metric that every vector has is missing.
    #[error("the metric {0} is missing")]
    Missing(&'static str),
    /// A metric is unknown, doubled or has a value it cannot have.
    #[error("{0}")]
    Metric(String),
    /// Right in substance, but in another order or in other capitals than the standard's.
    #[error("the standard writes this vector as {0}")]
    Spelling(String),
}

impl CvssVector {
    /// The score of the whole vector: with its temporal or threat and environmental metrics when it has any.
    ///
    /// ```
    /// # use formats::cvss::CvssVector;
    /// let vector: CvssVector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N".parse().unwrap();
    /// assert_eq!(vector.score().tenths(), 93);
    /// ```
    #[must_use]
    pub fn score(&self) -> Score {
        Score::nearest(match &self.0 {
            Parsed::V3(vector) => score_of_version_three(vector),
            Parsed::V4(vector) => vector.score().value(),
        })
    }

    /// The band its score falls in.
    ///
    /// ```
    /// # use formats::cvss::{CvssVector, Rating};
    /// let vector: CvssVector = "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H".parse().unwrap();
    /// assert_eq!(vector.rating(), Rating::Critical);
    /// ```
    #[must_use]
    pub fn rating(&self) -> Rating {
        self.score().rating()
    }

    /// The version it is written in.
    ///
    /// ```
    /// # use formats::cvss::{CvssVector, CvssVersion};
    /// let vector: CvssVector = "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H".parse().unwrap();
    /// assert_eq!(vector.version(), CvssVersion::V3_0);
    /// ```
    #[must_use]
    pub const fn version(&self) -> CvssVersion {
        match &self.0 {
            Parsed::V3(vector) if vector.minor_version == 0 => CvssVersion::V3_0,
            Parsed::V3(_) => CvssVersion::V3_1,
            Parsed::V4(_) => CvssVersion::V4_0,
        }
    }

    /// What to write beside the number. Version 4.0 asks that readers be told which groups of metrics went into it.
    ///
    /// ```
    /// # use formats::cvss::CvssVector;
    /// let vector: CvssVector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P".parse().unwrap();
    /// assert_eq!(vector.nomenclature(), "CVSS-BT 4.0");
    /// ```
    #[must_use]
    pub fn nomenclature(&self) -> String {
        match &self.0 {
            Parsed::V3(vector) => format!("CVSS 3.{}", vector.minor_version),
            Parsed::V4(vector) => format!("{} 4.0", vector.nomenclature()),
        }
    }

    /// The metrics that every vector has.
    const fn base(&self) -> &'static [&'static str] {
        match &self.0 {
            Parsed::V3(_) => &["AV", "AC", "PR", "UI", "S", "C", "I", "A"],
            Parsed::V4(_) => &["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"],
        }
    }
}

/// The metrics of version 3 that describe one environment.
const ENVIRONMENTAL: [&str; 11] = ["CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA"];

/// The environmental score when a metric of that group says something, else the temporal one, which is the base score
/// when no temporal metric says anything. The crate's own `score` stops at the base.
fn score_of_version_three(vector: &cvss::v3::Vector) -> f64 {
    let spelling = vector.to_string();
    let mut metrics = spelling.split('/').filter_map(|metric| metric.split_once(':'));
    if metrics.any(|(name, value)| ENVIRONMENTAL.contains(&name) && value != "X") {
        return vector.environmental_score().value();
    }
    let base = vector.base_score();
    let maturity = vector.e.map_or(1.0, Metric::score);
    let remediation = vector.rl.map_or(1.0, Metric::score);
    let confidence = vector.rc.map_or(1.0, Metric::score);
    // A product that is a tenth on paper may be a hair above it in the machine, and scores are rounded up.
    let temporal = cvss::v3::Score::new(base.value() * maturity * remediation * confidence - 1e-9);
    temporal.roundup_for_version(vector.minor_version).value()
}

impl FromStr for CvssVector {
    type Err = NotACvssVector;

    fn from_str(text: &str) -> Result<Self, NotACvssVector> {
        if text.len() > LONGEST {
            return Err(NotACvssVector::TooLong);
        }
        let metric = |error: cvss::Error| NotACvssVector::Metric(error.to_string());
        let parsed = if text.starts_with("CVSS:3.0/") || text.starts_with("CVSS:3.1/") {
            Parsed::V3(text.parse().map_err(metric)?)
        } else if text.starts_with("CVSS:4.0/") {
            Parsed::V4(text.parse().map_err(metric)?)
        } else {
            return Err(NotACvssVector::Version);
        };
        // The crate's reader forgives order and capitals, and in 3.x missing metrics; readers of our documents do not.
        let vector = Self(parsed);
        let spelling = vector.to_string();
        if let Some(missing) = vector.base().iter().find(|name| !spelling.contains(&format!("/{name}:"))) {
            return Err(NotACvssVector::Missing(missing));
        }
        if spelling == text { Ok(vector) } else { Err(NotACvssVector::Spelling(spelling)) }
    }
}

impl fmt::Display for CvssVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Parsed::V3(vector) => vector.fmt(f),
            Parsed::V4(vector) => vector.fmt(f),
        }
    }
}

impl fmt::Debug for CvssVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

as_string!(CvssVector);

/// A score from 0.0 to 10.0 with one decimal; a number in JSON.
///
/// ```
/// use formats::cvss::{Rating, Score};
/// let score = Score::from_tenths(55).unwrap();
/// assert_eq!(score.to_string(), "5.5");
/// assert_eq!(serde_json::to_string(&score).unwrap(), "5.5");
/// assert_eq!(Score::from_tenths(101), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Score(u8);

/// Why a number is not a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a score is a number from 0.0 to 10.0 with one decimal")]
pub struct NotAScore;

impl Score {
    /// The score of so many tenths, up to 100.
    ///
    /// ```
    /// # use formats::cvss::Score;
    /// assert_eq!(Score::from_tenths(100).unwrap().to_string(), "10.0");
    /// ```
    #[must_use]
    pub const fn from_tenths(tenths: u8) -> Option<Self> {
        if tenths <= 100 { Some(Self(tenths)) } else { None }
    }

    /// The score in tenths: 55 for 5.5.
    ///
    /// ```
    /// # use formats::cvss::Score;
    /// assert_eq!(Score::from_tenths(55).unwrap().tenths(), 55);
    /// ```
    #[must_use]
    pub const fn tenths(self) -> u8 {
        self.0
    }

    /// The band of FIRST's qualitative scale it falls in (the same in 3.0, 3.1 and 4.0).
    ///
    /// ```
    /// # use formats::cvss::{Rating, Score};
    /// assert_eq!(Score::from_tenths(39).unwrap().rating(), Rating::Low);
    /// assert_eq!(Score::from_tenths(40).unwrap().rating(), Rating::Medium);
    /// ```
    #[must_use]
    pub const fn rating(self) -> Rating {
        match self.0 {
            0 => Rating::None,
            1..=39 => Rating::Low,
            40..=69 => Rating::Medium,
            70..=89 => Rating::High,
            90..=u8::MAX => Rating::Critical,
        }
    }

    /// The tenth nearest to a computed score, which is a tenth already but for how computers keep fractions.
    fn nearest(value: f64) -> Self {
        let distance = |tenths: &u8| (f64::from(*tenths) / 10.0 - value).abs();
        Self((0..=100).min_by(|one, other| distance(one).total_cmp(&distance(other))).unwrap_or(0))
    }
}

impl From<Score> for f64 {
    fn from(score: Score) -> Self {
        Self::from(score.0) / 10.0
    }
}

impl TryFrom<f64> for Score {
    type Error = NotAScore;

    fn try_from(value: f64) -> Result<Self, NotAScore> {
        let score = Self::nearest(value);
        if (f64::from(score) - value).abs() < 1e-9 { Ok(score) } else { Err(NotAScore) }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl fmt::Debug for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// FIRST's qualitative scale, from least to worst; in lower case in JSON.
///
/// ```
/// use formats::cvss::Rating;
/// assert!(Rating::High < Rating::Critical);
/// assert_eq!("medium".parse::<Rating>().unwrap().to_string(), "Medium");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// 0.0
    None,
    /// 0.1 to 3.9
    Low,
    /// 4.0 to 6.9
    Medium,
    /// 7.0 to 8.9
    High,
    /// 9.0 to 10.0
    Critical,
}

/// Why a text is not a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rating is none, low, medium, high or critical")]
pub struct NotARating;

impl Rating {
    /// All of them, from least to worst.
    pub const ALL: [Self; 5] = [Self::None, Self::Low, Self::Medium, Self::High, Self::Critical];
}

impl FromStr for Rating {
    type Err = NotARating;

    fn from_str(text: &str) -> Result<Self, NotARating> {
        Self::ALL.into_iter().find(|rating| rating.to_string().eq_ignore_ascii_case(text)).ok_or(NotARating)
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
        })
    }
}
