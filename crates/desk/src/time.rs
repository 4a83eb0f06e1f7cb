//! Time: sleep until something is due, note it, and run the desk.
//!
//! Lateness is recorded by asking the case; what follows is an ordinary effect. Early is never, late is safe.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::Timestamp;
use domain::case::command::Command;
use domain::ids::CaseId;
use domain::people::Actor;
use jiff::SignedDuration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::committee_memory::locked;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::watch::Watch;

/// The longest sleep: a net under the wake-ups, and against a clock that was set.
const SLEEP_MAX: Duration = Duration::from_secs(30);
/// The shortest sleep after trouble.
const TROUBLED: Duration = Duration::from_secs(5);
/// How often it is noted that the clock stood here.
const SEEN_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// The setting that remembers it.
const LAST_SEEN: &str = "last-seen";
/// How many due cases are taken at a time.
const BATCH: u16 = 256;

/// What a look at the due cases brought about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// So many cases were looked at.
    pub noted: usize,
    /// So many could not be read.
    pub damaged: usize,
}

impl Desk {
    /// Notes the time in every case that is due. A case that cannot be read keeps none of the others from being noted.
    ///
    /// # Errors
    /// A fault of the machine; what was noted before it stays noted.
    pub async fn tick(&self) -> Result<Ticked, Fault> {
        let mut ticked = Ticked::default();
        let mut damaged = BTreeSet::new();
        loop {
            // What could not be noted stays at the head of the list, so the list is asked for past it.
            let past = u16::try_from(damaged.len()).unwrap_or(u16::MAX);
            let due = self.inner.store.waking(self.now(), BATCH.saturating_add(past)).await?;
            let fresh: Vec<CaseId> = due.into_iter().filter(|case| !damaged.contains(case)).collect();
            for case in &fresh {
                if let Err(fault) = self.ask_as(Actor::CLOCK, *case, Command::NoteTime).await {
                    tracing::error!(%fault, %case, "the time could not be noted; `sluice verify` says what is wrong");
                    damaged.insert(*case);
                }
            }
            ticked.noted += fresh.len();
            ticked.damaged = damaged.len();
            if fresh.len() < usize::from(BATCH) {
                return Ok(ticked);
            }
        }
    }

    /// Keeps time and delivers until cancelled.
    pub async fn run(&self, cancel: CancellationToken) {
        tokio::join!(Box::pin(self.keep_time(&cancel)), Box::pin(self.write_to_committee(&cancel)));
    }

    /// Begins to watch the clock, unless it is watched already. Before anybody is let in to ask something, so that nothing is
    /// decided by a clock that nobody has looked at.
    pub async fn watch_clock(&self) {
        let last = self.last_seen().await;
        locked(&self.inner.keeping.watch).get_or_insert_with(|| Watch::new(self.now(), Instant::now(), last));
    }

    async fn keep_time(&self, cancel: &CancellationToken) {
        let mut appended = self.inner.store.on_append();
        self.watch_clock().await;
        while !cancel.is_cancelled() {
            // Told to stop in the middle of much mail, it stops: what was not finished is leased and comes back.
            let calm = tokio::select! {
                () = cancel.cancelled() => return,
                calm = self.beat() => calm,
            };
            let sleep = self.until_next().await.unwrap_or(SLEEP_MAX);
            let sleep = if calm { sleep } else { sleep.max(TROUBLED) };
            tokio::select! {
                () = cancel.cancelled() => return,
                _changed = appended.changed() => {}
                () = self.inner.keeping.came_in.notified() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// One round: what is due is noted, then what is wished for is done; each by itself, so that trouble with one does not keep
    /// the others waiting. Whether all went well.
    async fn beat(&self) -> bool {
        let believed = self.believes_clock();
        let ticked = if believed { self.noted_time().await } else { Ok(Ticked::default()) };
        let calm = believed && ticked.as_ref().is_ok_and(|ticked| ticked.damaged == 0);
        let kept = if believed { self.kept_committee().await } else { Ok(()) };
        let faults = [ticked.err(), kept.err(), self.settle_proposals().await.err(), self.deliver().await.err()];
        let faults: Vec<Fault> = faults.into_iter().flatten().collect();
        for fault in &faults {
            tracing::error!(%fault, "the desk's own work failed; it is tried again");
        }
        calm && faults.is_empty()
    }

    /// The committee is looked at when it wants to be; open cases without anybody are given to somebody whenever something was
    /// added to a log, or time has passed.
    async fn kept_committee(&self) -> Result<(), Fault> {
        self.keep_if_due().await?;
        self.assign_if_due().await
    }

    /// Notes the time, and that the clock stood here while the desk ran.
    async fn noted_time(&self) -> Result<Ticked, Fault> {
        let now = self.now();
        if self.last_seen().await.is_none_or(|last| now.duration_since(last).abs() > SEEN_EVERY) {
            self.inner.store.put_setting(LAST_SEEN, &now.as_millisecond().to_be_bytes()).await?;
            self.hasten(now).await?;
        }
        self.tick().await
    }

    /// What the clock said when it was last believed.
    pub(crate) async fn last_seen(&self) -> Option<Timestamp> {
        let kept = self.inner.store.setting(LAST_SEEN).await.ok()??;
        Timestamp::from_millisecond(i64::from_be_bytes(kept.try_into().ok()?)).ok()
    }

    async fn until_next(&self) -> Result<Duration, Fault> {
        let wakeup = self.inner.store.next_wakeup().await?;
        let job = self.inner.store.next_job_at().await?;
        let Some(next) = wakeup.into_iter().chain(job).chain(self.committee_due()).min() else { return Ok(SLEEP_MAX) };
        let wait = next.duration_since(self.now());
        // A millisecond more, so that the moment has come when we look; never a busy loop.
        let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO) + Duration::from_millis(1);
        Ok(wait.clamp(Duration::from_millis(5), SLEEP_MAX))
    }
}
