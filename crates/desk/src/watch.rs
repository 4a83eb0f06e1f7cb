//! Whether the machine's clock can be believed just now: a clock that leaps ends embargoes that nobody ended.
//!
//! Knows two clocks, the wall's and one that only counts, and what the wall's said when this desk last ran. Must not know what
//! is done at which time.

use std::time::Duration;

use domain::Timestamp;
use jiff::SignedDuration;
use tokio::time::Instant;

/// A leap that is more than a correction.
const LEAP: SignedDuration = SignedDuration::from_hours(1);
/// A pause between two runs after which the clock is looked at twice.
const AWAY: SignedDuration = SignedDuration::from_hours(24);
/// For how long a clock that leapt must go on steadily.
const STEADY: Duration = Duration::from_mins(1);

/// The clock, watched.
pub(crate) struct Watch {
    wall: Timestamp,
    counted: Instant,
    steady_from: Option<Instant>,
}

impl Watch {
    /// Begins to watch; `last` is what the clock said when the desk ran before.
    pub(crate) fn new(now: Timestamp, counted: Instant, last: Option<Timestamp>) -> Self {
        let away = last.is_some_and(|last| now.duration_since(last).abs() > AWAY);
        Self { wall: now, counted, steady_from: away.then_some(counted) }
    }

    /// Whether what the clock says now may be acted upon; `false` for a minute after a leap, in either direction.
    pub(crate) fn believes(&mut self, now: Timestamp, counted: Instant) -> bool {
        let passed = SignedDuration::try_from(counted.duration_since(self.counted)).unwrap_or(SignedDuration::MAX);
        let said = now.duration_since(self.wall);
        (self.wall, self.counted) = (now, counted);
        if said.checked_sub(passed).is_none_or(|leap| leap.abs() > LEAP) {
            tracing::warn!(%now, "the clock leapt; nothing is ended by it until it has gone on steadily for a minute");
            self.steady_from = Some(counted);
        }
        let steady = self.steady_from.is_none_or(|from| counted.duration_since(from) >= STEADY);
        if steady {
            self.steady_from = None;
        }
        steady
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_clock_that_leaps_for_two_seconds_ends_nothing() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let mut watch = Watch::new(at("2026-11-02T09:00:00Z"), start, Some(at("2026-11-02T08:00:00Z")));
        assert!(watch.believes(at("2026-11-02T09:00:00Z"), start));
        assert!(!watch.believes(at("2027-02-10T09:00:02Z"), after(2)), "a hundred days in two seconds");
        assert!(!watch.believes(at("2026-11-02T09:00:04Z"), after(4)), "and back");
        assert!(watch.believes(at("2026-11-02T09:01:05Z"), after(65)));
    }

    #[test]
    fn a_machine_that_slept_is_believed_after_a_minute() {
        let start = Instant::now();
        let mut watch = Watch::new(at("2026-11-02T09:00:00Z"), start, None);
        assert!(!watch.believes(at("2026-11-05T09:00:00Z"), start + Duration::from_secs(30)));
        assert!(watch.believes(at("2026-11-05T09:01:01Z"), start + Duration::from_secs(91)));
    }

    #[test]
    fn after_a_long_time_away_the_clock_is_looked_at_twice() {
        let start = Instant::now();
        let mut watch = Watch::new(at("2027-02-10T09:00:00Z"), start, Some(at("2026-11-02T09:00:00Z")));
        assert!(!watch.believes(at("2027-02-10T09:00:00Z"), start));
        assert!(watch.believes(at("2027-02-10T09:01:01Z"), start + Duration::from_secs(61)));
    }
}
