//! Measures the release build against limits of the same run, and prints ratios with the machine's facts.
//!
//! Knows how to start a desk, seed it and ask it things over HTTP. Asserts nothing about time: it prints, people judge.

#![expect(clippy::disallowed_methods, reason = "a measurement spawns its clients, waits for each, and reads the clock")]

mod bare;
mod client;
mod committee;
mod machine;
mod pages;
mod reports;
mod result;
mod seed;
mod server;
mod starting;

use anyhow::Context as _;

use result::{Effort, say};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let wanted = |part: &str| {
        let named: Vec<_> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
        named.is_empty() || named.iter().any(|name| *name == part)
    };
    let effort = if quick {
        Effort { window_seconds: 2, pairs: 2, cases: 10_000 }
    } else {
        Effort { window_seconds: 4, pairs: 5, cases: 100_000 }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    say(&machine::facts()?);
    runtime.block_on(async {
        if wanted("reports") {
            reports::measure(&effort).await.context("reports")?;
        }
        if wanted("pages") {
            pages::measure(&effort).await.context("pages")?;
        }
        if wanted("start") {
            starting::measure(&effort).await.context("start")?;
        }
        if wanted("committee") {
            committee::measure(&effort).await.context("committee")?;
        }
        anyhow::Ok(())
    })
}
