//! Spans and moments in words.

use domain::Timestamp;
use domain::calendar::{Day, Term};
use jiff::SignedDuration;

/// A span: `7 h 17 min`, `3 days 2 h`; under a minute in seconds.
///
/// ```
/// use jiff::SignedDuration;
/// assert_eq!(documents::words::duration(SignedDuration::from_secs(7 * 3600 + 17 * 60 + 22)), "7 h 17 min");
/// ```
#[must_use]
pub fn duration(span: SignedDuration) -> String {
    let seconds = span.as_secs().abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (1, 0, _) => "1 day".to_owned(),
        (1, hours, _) => format!("1 day {hours} h"),
        (days, 0, _) => format!("{days} days"),
        (days, hours, _) => format!("{days} days {hours} h"),
    }
}

/// A moment: `2022-09-14 16:00 UTC`.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A length of time in a policy: `7 days`, `24 hours`, `3 business days`.
///
/// ```
/// assert_eq!(documents::words::term("P7D".parse().unwrap()), "7 days");
/// ```
#[must_use]
pub fn term(term: Term) -> String {
    let counted = |count: u32, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let (months, days, minutes) = match term {
        Term::Business(days) => return counted(u32::from(days), "business day"),
        Term::Calendar(term) => term.parts(),
    };
    let parts =
        [(u32::from(months), "month"), (u32::from(days), "day"), (minutes / 60, "hour"), (minutes % 60, "minute")];
    let said: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, one)| counted(count, one)).collect();
    said.join(" and ")
}

/// A day of the week.
#[must_use]
pub const fn weekday(day: Day) -> &'static str {
    match day {
        Day::Mon => "Monday",
        Day::Tue => "Tuesday",
        Day::Wed => "Wednesday",
        Day::Thu => "Thursday",
        Day::Fri => "Friday",
        Day::Sat => "Saturday",
        Day::Sun => "Sunday",
    }
}
