//! Moments as pages show them: by the calendar, and how far away.
//!
//! Knows two times and their distance; must not know what they mean.

use domain::Timestamp;
use jiff::SignedDuration;

/// A moment as a page shows it.
pub(crate) struct When {
    /// For machines: the `datetime` attribute.
    pub(crate) iso: String,
    /// By the calendar, always in UTC.
    pub(crate) date: String,
    /// How far away: `in 3 days`, `5 h ago`.
    pub(crate) near: String,
}

impl When {
    /// A moment seen from another.
    pub(crate) fn new(at: Timestamp, now: Timestamp) -> Self {
        Self { iso: iso(at), date: date(at), near: near(at, now) }
    }
}

/// `2026-11-26T16:00Z`.
pub(crate) fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%MZ").to_string()
}

/// `Thu 26 Nov 2026, 16:00 UTC`.
pub(crate) fn date(at: Timestamp) -> String {
    at.strftime("%a %-d %b %Y, %H:%M UTC").to_string()
}

/// `Thu 26 Nov, 16:00 UTC`; with its year when that is not this year.
pub(crate) fn short(at: Timestamp, now: Timestamp) -> String {
    let year = |at: Timestamp| at.strftime("%Y").to_string();
    if year(at) == year(now) { at.strftime("%a %-d %b, %H:%M UTC").to_string() } else { date(at) }
}

/// `Thursday 26 November 2026`.
pub(crate) fn day(at: Timestamp) -> String {
    at.strftime("%A %-d %B %Y").to_string()
}

/// `16:00`.
pub(crate) fn hour(at: Timestamp) -> String {
    at.strftime("%H:%M").to_string()
}

/// What a browser's date field holds: `2026-11-26T16:00`.
pub(crate) fn field(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// `in 3 days`, `5 h ago`, `now`.
pub(crate) fn near(at: Timestamp, now: Timestamp) -> String {
    let away = at.duration_since(now);
    match span(away) {
        None => "now".to_owned(),
        Some(span) if away.is_negative() => format!("{span} ago"),
        Some(span) => format!("in {span}"),
    }
}

/// A distance as people say it: minutes under an hour, hours under two days, days under two years, then years. `None` under
/// a minute.
pub(crate) fn span(span: SignedDuration) -> Option<String> {
    let minutes = span.as_secs().abs() / 60;
    Some(match minutes {
        0 => return None,
        1..60 => format!("{minutes} min"),
        60..2_880 => format!("{} h", minutes / 60),
        2_880..1_051_200 => format!("{} days", minutes / 1_440),
        _ => format!("{} years", minutes / 525_600),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_said_coarsely_and_never_rounded_up() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let table = [
            ("2026-11-23T12:00:59Z", "now"),
            ("2026-11-23T12:59:59Z", "in 59 min"),
            ("2026-11-23T10:30:00Z", "1 h ago"),
            ("2026-11-25T11:59:00Z", "in 47 h"),
            ("2026-11-26T11:00:00Z", "in 2 days"),
            ("2026-11-13T12:00:00Z", "10 days ago"),
            ("2022-09-14T16:00:00Z", "4 years ago"),
        ];
        for (at, said) in table {
            assert_eq!(near(at.parse().unwrap(), now), said, "{at}");
        }
        assert_eq!(date(now), "Mon 23 Nov 2026, 12:00 UTC");
    }
}
