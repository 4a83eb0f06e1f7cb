//! Dates: terms of calendar or business time, and the next release slot.
//!
//! Knows zones, weekdays and holidays as values of a policy; must not know what time it is.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _, Zoned};
use serde::{Deserialize, Serialize};

/// A length of time in a policy: `PT24H`, `P7D` (calendar time) or `3bd` (business days of the policy's calendar).
///
/// ```
/// use domain::calendar::Term;
/// assert_eq!("PT24H".parse::<Term>().unwrap().to_string(), "PT24H");
/// assert_eq!("3bd".parse::<Term>().unwrap().to_string(), "3bd");
/// assert!("-P1D".parse::<Term>().is_err());
/// assert!("soon".parse::<Term>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Term {
    /// Minutes, hours, days, weeks or months on the calendar of the policy's zone.
    Calendar(CalendarTerm),
    /// Business days: the calendar's weekdays less its holidays.
    Business(u16),
}

/// The calendar form of a [`Term`]; compared field by field, so that printing what was parsed is lossless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarTerm {
    months: u16,
    days: u16,
    minutes: u32,
}

/// Why a text is not a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a length of time is written like PT24H, P7D, P1M (ISO 8601) or 3bd (business days), and is more than nothing")]
pub struct NotATerm;

impl Term {
    /// So many hours.
    #[must_use]
    pub const fn hours(hours: u16) -> Self {
        Self::Calendar(CalendarTerm { months: 0, days: 0, minutes: hours as u32 * 60 })
    }

    /// So many days.
    #[must_use]
    pub const fn days(days: u16) -> Self {
        Self::Calendar(CalendarTerm { months: 0, days, minutes: 0 })
    }
}

impl CalendarTerm {
    /// Months, days and minutes, each as written; for people who say them in words.
    #[must_use]
    pub const fn parts(self) -> (u16, u16, u32) {
        (self.months, self.days, self.minutes)
    }
}

impl FromStr for Term {
    type Err = NotATerm;

    fn from_str(text: &str) -> Result<Self, NotATerm> {
        if let Some(count) = text.strip_suffix("bd") {
            return match count.parse() {
                Ok(days) if days > 0 => Ok(Self::Business(days)),
                Ok(_) | Err(_) => Err(NotATerm),
            };
        }
        let span: Span =
            if text.starts_with('P') { text.parse().map_err(|_| NotATerm)? } else { return Err(NotATerm) };
        let months = i32::from(span.get_years()) * 12 + span.get_months();
        let days = span.get_weeks() * 7 + span.get_days();
        let minutes = i64::from(span.get_hours()) * 60 + span.get_minutes();
        if span.get_seconds() != 0 || (months == 0 && days == 0 && minutes == 0) {
            return Err(NotATerm);
        }
        Ok(Self::Calendar(CalendarTerm {
            months: months.try_into().map_err(|_| NotATerm)?,
            days: days.try_into().map_err(|_| NotATerm)?,
            minutes: minutes.try_into().map_err(|_| NotATerm)?,
        }))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Business(days) => write!(f, "{days}bd"),
            Self::Calendar(CalendarTerm { months, days, minutes }) => {
                f.write_str("P")?;
                if months > 0 {
                    write!(f, "{months}M")?;
                }
                if days > 0 {
                    write!(f, "{days}D")?;
                }
                match (minutes / 60, minutes % 60) {
                    (0, 0) => Ok(()),
                    (hours, 0) => write!(f, "T{hours}H"),
                    (0, rest) => write!(f, "T{rest}M"),
                    (hours, rest) => write!(f, "T{hours}H{rest}M"),
                }
            }
        }
    }
}

impl TryFrom<String> for Term {
    type Error = NotATerm;

    fn try_from(text: String) -> Result<Self, NotATerm> {
        text.parse()
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

/// When the project works: zone, weekdays, holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// IANA zone name; days are counted in it.
    pub zone: ZoneName,
    /// Days that count as business days.
    #[serde(default = "monday_to_friday")]
    pub weekdays: Vec<Day>,
    /// Dates that do not count.
    #[serde(default)]
    pub holidays: Vec<Date>,
    /// Stretches in which nothing should come out: a conference, a freeze, the days between the years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blackouts: Vec<Blackout>,
}

/// A stretch of dates, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blackout {
    /// Its first date.
    pub from: Date,
    /// Its last date.
    pub to: Date,
}

fn monday_to_friday() -> Vec<Day> {
    vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri]
}

/// A weekday as a policy writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the days of the week")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

/// A zone of the IANA database, checked when parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ZoneName(String);

/// Why a text is not a zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone; write an IANA name such as UTC or Europe/Berlin")]
pub struct NotAZone(String);

impl TryFrom<String> for ZoneName {
    type Error = NotAZone;

    fn try_from(name: String) -> Result<Self, NotAZone> {
        match TimeZone::get(&name) {
            Ok(_) => Ok(Self(name)),
            Err(_) => Err(NotAZone(name)),
        }
    }
}

impl From<ZoneName> for String {
    fn from(zone: ZoneName) -> Self {
        zone.0
    }
}

impl ZoneName {
    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn zone(&self) -> TimeZone {
        // Checked when parsed; the table is compiled in, so the name cannot vanish.
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

impl Calendar {
    /// The instant `term` after `start`. Days are days of the calendar's zone, so a day may have 23 or 25 hours.
    /// Saturates at the end of time rather than failing.
    #[must_use]
    pub fn after(&self, start: Timestamp, term: Term) -> Timestamp {
        let local = start.to_zoned(self.zone.zone());
        match term {
            Term::Calendar(CalendarTerm { months, days, minutes }) => local
                .checked_add(i32::from(months).months().days(i32::from(days)))
                .and_then(|day| day.timestamp().checked_add(i64::from(minutes).minutes()))
                .unwrap_or(Timestamp::MAX),
            Term::Business(count) => self.business_days_after(local, count),
        }
    }

    /// The instant `term` before `end`; used for warnings, which are always calendar time.
    #[must_use]
    pub fn before(&self, end: Timestamp, term: Term) -> Timestamp {
        match term {
            Term::Calendar(CalendarTerm { months, days, minutes }) => end
                .to_zoned(self.zone.zone())
                .checked_sub(i32::from(months).months().days(i32::from(days)))
                .and_then(|day| day.timestamp().checked_sub(i64::from(minutes).minutes()))
                .unwrap_or(Timestamp::MIN),
            Term::Business(days) => end.checked_sub((i64::from(days) * 24).hours()).unwrap_or(Timestamp::MIN),
        }
    }

    /// The calendar date of an instant in the policy's zone.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.zone()).date()
    }

    /// The instant of a wall-clock time on a date in the policy's zone; one that the clocks leave out is the one after the gap.
    #[must_use]
    pub fn instant(&self, date: Date, time: Time) -> Timestamp {
        let zoned = self.zone.zone().to_ambiguous_zoned(date.to_datetime(time)).compatible();
        zoned.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    /// The first instant of a date in the policy's zone.
    #[must_use]
    pub fn begin_of(&self, date: Date) -> Timestamp {
        self.instant(date, Time::midnight())
    }

    /// Whether something may well come out on the day of this instant: no holiday, no blackout.
    #[must_use]
    pub fn is_free(&self, at: Timestamp) -> bool {
        let date = self.date(at);
        let dark = self.blackouts.iter().any(|blackout| blackout.from <= date && date <= blackout.to);
        !dark && !self.holidays.contains(&date)
    }

    fn business_days_after(&self, start: Zoned, count: u16) -> Timestamp {
        let mut day = start;
        let mut left = count;
        // A calendar without business days would never end; ten years is the most anyone waits.
        for _ in 0..3_660 {
            if left == 0 {
                break;
            }
            let Ok(next) = day.checked_add(1.day()) else { return Timestamp::MAX };
            day = next;
            if self.is_business_day(day.date()) {
                left -= 1;
            }
        }
        day.timestamp()
    }

    fn is_business_day(&self, date: Date) -> bool {
        self.weekdays.contains(&date.weekday().into()) && !self.holidays.contains(&date)
    }
}

/// The recommended time for a release (PR-59): an hour on certain weekdays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The wall-clock time.
    pub at: Time,
    /// The zone of that time.
    pub zone: ZoneName,
    /// The days that serve.
    pub weekdays: Vec<Day>,
}

impl Slot {
    /// Whether an instant is in the slot: its hour and weekday.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        let local = at.to_zoned(self.zone.zone());
        let twice = self.zone.zone().to_ambiguous_zoned(local.datetime()).is_ambiguous();
        !twice && local.time() == self.at && self.weekdays.contains(&local.weekday().into())
    }

    /// The first slot at or after an instant on a day that is free; `None` when there is none within a year. An hour that a
    /// change of the clocks leaves out, or brings twice, is no slot on that day: nobody could say which of two is meant.
    #[must_use]
    pub fn next(&self, from: Timestamp, calendar: &Calendar) -> Option<Timestamp> {
        let today = from.to_zoned(self.zone.zone()).date();
        (0..=366).find_map(|ahead| {
            let date = today.checked_add(ahead.days()).ok()?;
            let at = self.zone.zone().to_ambiguous_zoned(date.to_datetime(self.at)).unambiguous().ok()?.timestamp();
            (at >= from && self.holds(at) && calendar.is_free(at)).then_some(at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc() -> Calendar {
        Calendar {
            zone: ZoneName("UTC".into()),
            weekdays: monday_to_friday(),
            holidays: vec!["2026-12-25".parse().unwrap()],
            blackouts: vec![],
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        // Thursday 24 December 2026 plus two: Friday is a holiday, then a weekend.
        assert_eq!(utc().after(at("2026-12-24T10:00:00Z"), Term::Business(2)), at("2026-12-29T10:00:00Z"));
    }

    #[test]
    fn days_are_days_of_the_zone_even_when_the_clocks_change() {
        let berlin = Calendar { zone: ZoneName("Europe/Berlin".into()), ..utc() };
        // The night of 29 March 2026 has 23 hours in Berlin.
        assert_eq!(berlin.after(at("2026-03-28T12:00:00Z"), Term::days(1)), at("2026-03-29T11:00:00Z"));
        assert_eq!(berlin.after(at("2026-03-28T12:00:00Z"), Term::hours(24)), at("2026-03-29T12:00:00Z"));
    }

    fn slot(at: Time, zone: &str, weekdays: &[Day]) -> Slot {
        Slot { at, zone: ZoneName(zone.into()), weekdays: weekdays.to_vec() }
    }

    #[test]
    fn the_next_slot_after_thursday_afternoon_is_monday() {
        let slot = slot(jiff::civil::time(16, 0, 0, 0), "UTC", &[Day::Mon, Day::Tue, Day::Wed, Day::Thu]);
        assert_eq!(slot.next(at("2026-11-19T16:00:00Z"), &utc()), Some(at("2026-11-19T16:00:00Z")));
        assert_eq!(slot.next(at("2026-11-19T16:00:01Z"), &utc()), Some(at("2026-11-23T16:00:00Z")));
        assert!(!slot.holds(at("2026-11-20T16:00:00Z")), "a Friday");
    }

    #[test]
    fn no_slot_is_on_a_holiday_in_a_blackout_or_at_an_hour_that_does_not_exist() {
        let every = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
        let blackout = Blackout { from: "2026-12-26".parse().unwrap(), to: "2027-01-03".parse().unwrap() };
        let dark = Calendar { blackouts: vec![blackout], ..utc() };
        let noon = slot(jiff::civil::time(12, 0, 0, 0), "UTC", &every);
        for (from, to) in [
            ("2026-12-24T12:00:00Z", "2026-12-24T12:00:00Z"),
            ("2026-12-24T12:00:01Z", "2027-01-04T12:00:00Z"),
            ("2027-01-03T12:00:00Z", "2027-01-04T12:00:00Z"),
            ("2028-02-28T12:00:01Z", "2028-02-29T12:00:00Z"),
        ] {
            assert_eq!(noon.next(at(from), &dark), Some(at(to)), "{from}");
        }
        // In Berlin, 29 March 2026 has no half past two, and 25 October 2026 has two of them: neither counts.
        let early = slot(jiff::civil::time(2, 30, 0, 0), "Europe/Berlin", &every);
        assert_eq!(early.next(at("2026-03-28T02:00:00Z"), &utc()), Some(at("2026-03-30T00:30:00Z")));
        assert_eq!(early.next(at("2026-10-24T12:00:00Z"), &utc()), Some(at("2026-10-26T01:30:00Z")));
        assert!(
            !early.holds(at("2026-10-25T00:30:00Z")) && !early.holds(at("2026-10-25T01:30:00Z")),
            "which of the two?"
        );
        let never = slot(jiff::civil::time(12, 0, 0, 0), "UTC", &[]);
        assert_eq!(never.next(at("2026-12-24T12:00:00Z"), &dark), None);
    }

    #[test]
    fn sixteen_hours_utc_is_where_the_source_says_it_is_summer_and_winter_pr60() {
        for (zone, winter, summer) in [
            ("America/Los_Angeles", "08:00", "09:00"),
            ("Europe/Berlin", "17:00", "18:00"),
            ("Asia/Kolkata", "21:30", "21:30"),
            ("Asia/Shanghai", "00:00", "00:00"),
            ("Asia/Tokyo", "01:00", "01:00"),
        ] {
            let zone = ZoneName(zone.into());
            let there = |text| at(text).to_zoned(zone.zone()).strftime("%H:%M").to_string();
            let seen = (there("2026-01-14T16:00:00Z"), there("2026-07-15T16:00:00Z"));
            assert_eq!(seen, (winter.to_owned(), summer.to_owned()), "{}", zone.as_str());
        }
    }

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        assert_eq!(utc().after(at("2026-01-31T08:00:00Z"), "P1M".parse().unwrap()), at("2026-02-28T08:00:00Z"));
    }
}
