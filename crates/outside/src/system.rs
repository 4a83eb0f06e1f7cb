//! The machine's clock and randomness, as the desk's ports ask for them.
//!
//! The one place that reads either; everybody else is given `now` and bytes.

use desk::ports::{Clock, Ids};
use domain::Timestamp;

/// The machine's clock, in whole milliseconds as the log keeps them.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port that everybody else asks")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the port that everybody else asks")]
    #[expect(
        clippy::expect_used,
        reason = "without randomness no id and no key may be made: stopping is the safe answer"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_shows_whole_milliseconds() {
        let now = SystemClock.now();
        assert_eq!(now.as_nanosecond() % 1_000_000, 0);
        assert!(now > "2024-01-01T00:00:00Z".parse().unwrap());
    }

    #[test]
    fn ids_fill_every_byte_and_never_repeat() {
        let (mut one, mut two) = ([0; 32], [0; 32]);
        SystemIds.fill(&mut one);
        SystemIds.fill(&mut two);
        assert_ne!(one, two);
        assert_ne!(one, [0; 32]);
    }
}
