//! From the start of the process to the first answer, idle memory, and the size of the program.

use std::time::{Duration, Instant};

use crate::client::Connection;
use crate::result::{Effort, quantile, say, sorted};
use crate::seed::seed;
use crate::server::Server;

pub(crate) async fn measure(effort: &Effort) -> anyhow::Result<()> {
    let cases = effort.cases / 10;
    say(&format!("start: with {cases} cases"));
    let dir = tempfile::tempdir()?;
    seed(dir.path(), cases).await?;
    let mut times = Vec::new();
    for _ in 0..9 {
        let begun = Instant::now();
        let server = Server::start(dir.path(), None)?;
        let answer = Connection::open(&server.address).await?.ask("GET", "/", None, b"").await?;
        anyhow::ensure!(answer.status == 200, "status {}", answer.status);
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        server.stop()?;
    }
    let times = sorted(times);
    let server = Server::start(dir.path(), None)?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (pss, rss) = server.memory_kib()?;
    server.stop()?;
    let program = std::env::current_exe()?.with_file_name("sluice");
    let size = std::fs::metadata(program)?.len();
    say(&format!(
        "  to the first answer: p50 {:.0} ms, slowest of nine {:.0} ms",
        quantile(&times, 0.5),
        quantile(&times, 1.0)
    ));
    say(&format!(
        "  idle memory: {} MiB proportional, {} MiB resident; one file of {} MiB",
        pss / 1024,
        rss / 1024,
        size / 1024 / 1024
    ));
    say("  growth: O(1) in cases; the first wake-ups cost O(cases that are due)\n");
    Ok(())
}
