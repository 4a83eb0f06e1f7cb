//! The case page of a long case, and the board over many: how long one client waits, and the slowest hundredth of sixteen.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Connection;
use crate::result::{Effort, quantile, say, sorted};
use crate::seed::seed;
use crate::server::Server;

pub(crate) async fn measure(effort: &Effort) -> anyhow::Result<()> {
    let (small, large) = (effort.cases / 100, effort.cases);
    say(&format!("pages: with {small} and with {large} cases; a case of 200 events"));
    let mut medians: Vec<Vec<f64>> = Vec::new();
    for cases in [small, large] {
        medians.push(at(effort, cases).await?);
    }
    let growth: Vec<String> = medians
        .first()
        .into_iter()
        .flatten()
        .zip(medians.last().into_iter().flatten())
        .map(|(few, many)| format!("{:.2}", many / few))
        .collect();
    say(&format!("  growth, {large} to {small} cases, of the medians above in order: {}", growth.join(", ")));
    say(
        "  the case page costs O(events of the case) and a fixed number of statements; a board page O(rows shown) at any place\n",
    );
    Ok(())
}

async fn at(effort: &Effort, cases: usize) -> anyhow::Result<Vec<f64>> {
    let dir = tempfile::tempdir()?;
    let seeded = seed(dir.path(), cases).await?;
    let server = Server::start(dir.path(), None)?;
    let token = sign_in(&server).await?;
    let case = format!("/cases/{}", seeded.long_case);
    let middle = middle_page(&server, &token, cases).await?;
    let mut medians = Vec::new();
    for (name, path) in [
        ("case page", case.as_str()),
        ("board, first page", "/board"),
        ("board, a page in the middle", middle.as_str()),
    ] {
        let one = ask(&server, &token, path, 1, effort.window_seconds).await?;
        let sixteen = ask(&server, &token, path, 16, effort.window_seconds).await?;
        say(&format!(
            "  {cases:>6} cases, {name}: p50 {:.2} ms, p99 {:.2} ms with one client; p50 {:.2} ms, p99 {:.2} ms with sixteen",
            quantile(&one, 0.5),
            quantile(&one, 0.99),
            quantile(&sixteen, 0.5),
            quantile(&sixteen, 0.99),
        ));
        medians.push(quantile(&one, 0.5));
    }
    let (pss, rss) = server.memory_kib()?;
    say(&format!(
        "  {cases:>6} cases, memory after all this: {} MiB proportional, {} MiB resident",
        pss / 1024,
        rss / 1024
    ));
    server.stop()?;
    Ok(medians)
}

async fn sign_in(server: &Server) -> anyhow::Result<String> {
    let code = server.set_up.clone().ok_or_else(|| anyhow::anyhow!("the desk printed no set-up link"))?;
    let mut connection = Connection::open(&server.address).await?;
    let answer = connection
        .ask("POST", "/api/v1/session", None, &serde_json::to_vec(&json!({ "code": code }))?)
        .await?
        .json()?;
    Ok(answer.get("token").and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// The board's address of a page in the middle, found by walking there.
async fn middle_page(server: &Server, token: &str, cases: usize) -> anyhow::Result<String> {
    let mut connection = Connection::open(&server.address).await?;
    let mut after = String::new();
    for _ in 0..cases / 100 {
        let path = if after.is_empty() { "/api/v1/cases".to_owned() } else { format!("/api/v1/cases?after={after}") };
        let page = connection.ask("GET", &path, Some(token), b"").await?.json()?;
        let Some(next) = page.get("next").and_then(Value::as_str) else { break };
        next.clone_into(&mut after);
    }
    Ok(format!("/board?after={after}"))
}

/// Milliseconds of each request, sorted.
async fn ask(server: &Server, token: &str, path: &str, clients: usize, seconds: u64) -> anyhow::Result<Vec<f64>> {
    let end = Instant::now() + Duration::from_secs(seconds);
    let workers: Vec<_> = (0..clients)
        .map(|_| {
            let (address, token, path) = (server.address.clone(), token.to_owned(), path.to_owned());
            tokio::task::spawn(async move {
                let mut connection = Connection::open(&address).await?;
                let mut times = Vec::new();
                while Instant::now() < end {
                    let asked = Instant::now();
                    let answer = connection.ask("GET", &path, Some(&token), b"").await?;
                    anyhow::ensure!(answer.status == 200, "{path}: status {}", answer.status);
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
    Ok(sorted(times))
}
