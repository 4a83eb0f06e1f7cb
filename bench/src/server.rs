//! A desk in its own process, as its owner would run it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// A running `sluice serve`; stopped when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// The code of the set-up link, when nobody had signed in.
    pub(crate) set_up: Option<String>,
}

impl Server {
    /// Starts one on a data directory, and waits until it says where it answers.
    pub(crate) fn start(data: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?.with_file_name("sluice");
        let mut command = Command::new(&program);
        command
            .arg("serve")
            .env("SLUICE_DATA", data)
            .env("SLUICE_LISTEN", "127.0.0.1:0")
            .env("SLUICE_REPORTS_PER_HOUR", "0");
        command.env("SLUICE_DATABASE", database.unwrap_or_default()).stderr(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().with_context(|| {
            format!("cannot start {}; build it with cargo build --release -p app", program.display())
        })?;
        let said = BufReader::new(child.stderr.take().context("no standard error")?);
        let mut set_up = None;
        for line in said.lines() {
            let line = line?;
            if let Some((_, code)) = line.split_once("/sign-in/") {
                set_up = Some(code.trim().to_owned());
            }
            if let Some((_, address)) = line.split_once("answers on http://") {
                return Ok(Self { child, address: address.trim().to_owned(), set_up });
            }
        }
        anyhow::bail!("the desk ended before it answered")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Seconds of processor time used so far, of user and kernel.
    pub(crate) fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid()))?;
        let fields: Vec<&str> = stat.rsplit(") ").next().context("stat")?.split(' ').collect();
        let ticks: u64 = [11, 12].iter().filter_map(|nth| fields.get(*nth)?.parse::<u64>().ok()).sum();
        #[expect(clippy::cast_precision_loss, reason = "seconds with two decimals")]
        let seconds = ticks as f64 / 100.0;
        Ok(seconds)
    }

    /// Sends it a signal: `STOP` and `CONT` let it rest for a while.
    pub(crate) fn signal(&self, name: &str) -> anyhow::Result<()> {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.pid().to_string()]).status()?;
        anyhow::ensure!(sent.success(), "cannot send {name}");
        Ok(())
    }

    /// Proportional and resident memory in KiB.
    pub(crate) fn memory_kib(&self) -> anyhow::Result<(u64, u64)> {
        let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.pid()))?;
        let field = |name: &str| {
            rollup.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok())
        };
        Ok((field("Pss:").context("Pss")?, field("Rss:").context("Rss")?))
    }

    /// Stops it as an operator would, and waits.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").arg(self.pid().to_string()).status()?;
        let begun = Instant::now();
        while self.child.try_wait()?.is_none() {
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(20), "the desk does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
