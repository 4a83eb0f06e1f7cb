//! Report intake over HTTP, acknowledged only when durable, beside a bare group-committed insert: pairs of windows, A B A B.
//!
//! The desk rests while the bare insert is measured: the letters it still has to deliver are not the limit's burden.

use std::time::{Duration, Instant};

use cluster::{Care, Cluster};

use crate::bare;
use crate::client::Connection;
use crate::result::{Effort, quantile, say, sorted};
use crate::server::Server;

/// About what a report's text has.
const TEXT: &str = "The stream endpoint checks the tenant of the first line only; every later line is sent whatever tenant it belongs to. ";

pub(crate) async fn measure(effort: &Effort) -> anyhow::Result<()> {
    say("reports: POST /api/v1/reports, answered after the commit, at 1, 16 and 32 clients");
    let dir = tempfile::tempdir()?;
    let server = Server::start(&dir.path().join("data"), None)?;
    for clients in [1, 16, 32] {
        pair(effort, &server, "SQLite", clients, |seconds| {
            let file = dir.path().join("bare.db");
            async move { bare::sqlite(&file, clients, seconds, 1_500).await }
        })
        .await?;
    }
    server.stop()?;
    match Cluster::start(Care::AsInstalled) {
        None => say("  PostgreSQL: skipped, it is not installed"),
        Some(cluster) => {
            for database in ["desk", "bare"] {
                cluster.psql(&format!("CREATE DATABASE {database}"));
            }
            let server = Server::start(&dir.path().join("pg"), Some(&cluster.url("desk")))?;
            let url = cluster.url("bare");
            for clients in [16, 32] {
                pair(effort, &server, "PostgreSQL", clients, |seconds| bare_postgres(url.clone(), clients, seconds))
                    .await?;
            }
            server.stop()?;
        }
    }
    say(
        "  growth: one append costs O(events appended) and O(log n) in the indexes; the rate rises with clients, for they share commits\n",
    );
    Ok(())
}

async fn bare_postgres(url: String, clients: usize, seconds: u64) -> anyhow::Result<f64> {
    bare::postgres(&url, clients, seconds, 1_500).await
}

async fn pair<F: Future<Output = anyhow::Result<f64>>>(
    effort: &Effort,
    server: &Server,
    name: &str,
    clients: usize,
    limit: impl Fn(u64) -> F,
) -> anyhow::Result<()> {
    let (mut ours, mut bares, mut latencies) = (Vec::new(), Vec::new(), Vec::new());
    let cpu = server.cpu_seconds()?;
    let mut sent = 0.0;
    for _ in 0..effort.pairs {
        let (rate, mut times) = post(server, clients, effort.window_seconds).await?;
        #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
        let count = times.len() as f64;
        sent += count;
        latencies.append(&mut times);
        ours.push(rate);
        server.signal("STOP")?;
        bares.push(limit(effort.window_seconds).await?);
        server.signal("CONT")?;
    }
    let cpu_ms = (server.cpu_seconds()? - cpu) * 1000.0 / sent;
    let ratios = sorted(ours.iter().zip(&bares).map(|(ours, bare)| ours / bare).collect());
    let (ours, bares, latencies) = (sorted(ours), sorted(bares), sorted(latencies));
    say(&format!(
        "  {name}, {clients:>2} clients: {:>6.0} reports/s, bare insert {:>6.0}/s, ratio {:.2} ({:.2} to {:.2}); p50 {:.2} ms, p99 {:.2} ms; {cpu_ms:.2} ms CPU a report",
        quantile(&ours, 0.5),
        quantile(&bares, 0.5),
        quantile(&ratios, 0.5),
        quantile(&ratios, 0.0),
        quantile(&ratios, 1.0),
        quantile(&latencies, 0.5),
        quantile(&latencies, 0.99),
    ));
    Ok(())
}

/// Reports per second and each one's milliseconds.
async fn post(server: &Server, clients: usize, seconds: u64) -> anyhow::Result<(f64, Vec<f64>)> {
    let body = serde_json::json!({ "title": "Any visitor can read another tenant's log lines", "body": TEXT.repeat(8), "name": "Jo", "address": "jo@reporter.example" });
    let body = std::sync::Arc::new(serde_json::to_vec(&body)?);
    let begun = Instant::now();
    let end = begun + Duration::from_secs(seconds);
    let workers: Vec<_> = (0..clients)
        .map(|_| {
            let (address, body) = (server.address.clone(), std::sync::Arc::clone(&body));
            tokio::task::spawn(async move {
                let mut connection = Connection::open(&address).await?;
                let mut times = Vec::new();
                while Instant::now() < end {
                    let asked = Instant::now();
                    let answer = connection.ask("POST", "/api/v1/reports", None, &body).await?;
                    anyhow::ensure!(answer.status == 201, "status {}", answer.status);
                    times.push(asked.elapsed().as_secs_f64() * 1000.0);
                }
                anyhow::Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.await??);
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    Ok((rate, times))
}
