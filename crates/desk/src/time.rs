//! Time: sleep until something is due, note it, and run the desk.
//!
//! Lateness is recorded by asking the case; what follows is an ordinary effect. Early is never, late is safe.

use std::time::Duration;

use domain::case::command::Command;
use domain::people::Actor;
use tokio_util::sync::CancellationToken;

use crate::desk::Desk;
use crate::fault::Fault;

/// The longest sleep: a net under the wake-ups, and against a clock that was set.
const SLEEP_MAX: Duration = Duration::from_secs(30);
/// How many due cases are taken at a time.
const BATCH: u16 = 256;

impl Desk {
    /// Notes the time in every case that is due; the number of cases looked at.
    ///
    /// # Errors
    /// A fault of the machine; what was noted before it stays noted.
    pub async fn tick(&self) -> Result<usize, Fault> {
        let mut noted = 0;
        loop {
            let due = self.inner.store.waking(self.now(), BATCH).await?;
            for case in &due {
                self.ask_as(Actor::CLOCK, *case, Command::NoteTime).await?;
            }
            noted += due.len();
            if due.len() < usize::from(BATCH) {
                return Ok(noted);
            }
        }
    }

    /// Keeps time and delivers until cancelled.
    pub async fn run(&self, cancel: CancellationToken) {
        let mut appended = self.inner.store.on_append();
        while !cancel.is_cancelled() {
            // Told to stop in the middle of much mail, it stops: what was not finished is leased and comes back.
            let beat = tokio::select! {
                () = cancel.cancelled() => return,
                beat = self.beat() => beat,
            };
            if let Err(fault) = beat {
                tracing::error!(%fault, "the desk's own work failed; it is tried again");
            }
            let sleep = self.until_next().await.unwrap_or(SLEEP_MAX);
            tokio::select! {
                () = cancel.cancelled() => return,
                _changed = appended.changed() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// One round: what is due is noted, then what is wished for is done.
    async fn beat(&self) -> Result<(), Fault> {
        self.tick().await?;
        self.settle_proposals().await?;
        self.deliver().await?;
        Ok(())
    }

    async fn until_next(&self) -> Result<Duration, Fault> {
        let wakeup = self.inner.store.next_wakeup().await?;
        let job = self.inner.store.next_job_at().await?;
        let Some(next) = wakeup.into_iter().chain(job).min() else { return Ok(SLEEP_MAX) };
        let wait = next.duration_since(self.now());
        // A millisecond more, so that the moment has come when we look; never a busy loop.
        let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO) + Duration::from_millis(1);
        Ok(wait.clamp(Duration::from_millis(5), SLEEP_MAX))
    }
}
