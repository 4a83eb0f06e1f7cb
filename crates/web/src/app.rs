//! What every door holds: the desk, what the operator configured of the doors, and the counters that protect them.
//!
//! Cheap to clone. Must not know any route.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Desk, Fault};
use tokio_util::task::TaskTracker;
use vault::OperatorToken;

use crate::limits::{Limits, Network};

/// What the operator configures of the doors.
#[derive(Clone, Debug)]
pub struct Config {
    /// Whether people come by HTTPS: cookies are then sent over nothing else, and browsers are told to remember it.
    pub secure_cookies: bool,
    /// The digest of the operator's token.
    pub operator_digest: [u8; 32],
    /// Reverse proxies whose word on the caller's address is taken; none by default.
    pub trusted_proxies: Vec<Network>,
    /// Reports taken from one network in an hour; 0 is no limit.
    pub reports_per_hour: u32,
    /// Largest request body, in bytes.
    pub body_bytes_max: usize,
}

/// The desk behind its doors.
#[derive(Clone)]
pub struct App {
    pub(crate) desk: Desk,
    pub(crate) config: Arc<Config>,
    pub(crate) limits: Arc<Limits>,
    faults: Arc<AtomicU64>,
    tasks: TaskTracker,
}

impl App {
    /// The doors of a desk.
    #[must_use]
    pub fn new(desk: Desk, config: Config) -> Self {
        let limits = Arc::new(Limits::new(config.reports_per_hour));
        Self { desk, config: Arc::new(config), limits, faults: Arc::default(), tasks: TaskTracker::new() }
    }

    /// Runs to its end what must not stop in the middle: a handler's future is dropped when its caller hangs up.
    pub(crate) async fn to_the_end<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        match self.tasks.spawn(work).await {
            Ok(done) => done,
            Err(stopped) => match stopped.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                // The runtime is going down, and this future with it.
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// Whether a token is the operator's. Digests are keyed: how long comparing them takes tells nothing about the token.
    pub(crate) fn is_operators(&self, token: &OperatorToken) -> bool {
        self.desk.digest_of(token) == self.config.operator_digest
    }

    /// Logs a fault once, here at the boundary, and names it: the person sees the same id.
    pub(crate) fn name_fault(&self, fault: &Fault) -> String {
        let nth = self.faults.fetch_add(1, Ordering::Relaxed) + 1;
        let id = format!("{:x}-{nth:x}", self.desk.now().as_millisecond());
        tracing::error!(id, fault = fault as &dyn std::error::Error, "a request failed");
        id
    }
}
