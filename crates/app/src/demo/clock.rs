//! The demo's clock: stepped while the past is told, then the real one.
//!
//! Knows both; the desk sees one clock that never goes back.

use std::sync::atomic::{AtomicBool, Ordering};

use desk::ports::{Clock, StepClock};
use domain::Timestamp;
use outside::SystemClock;

/// A clock that is stepped until it is let go.
pub(crate) struct DemoClock {
    stepped: StepClock,
    live: AtomicBool,
}

impl DemoClock {
    /// Stands at this moment.
    pub(crate) fn at(now: Timestamp) -> Self {
        Self { stepped: StepClock::at(now), live: AtomicBool::new(false) }
    }

    /// Steps forward.
    pub(crate) fn step_to(&self, now: Timestamp) {
        self.stepped.step_to(now);
    }

    /// From now on the real time.
    pub(crate) fn go_live(&self) {
        self.live.store(true, Ordering::SeqCst);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        if self.live.load(Ordering::SeqCst) { SystemClock.now() } else { self.stepped.now() }
    }
}
