//! The binary `sluice`: configuration and wiring. Serve, demo, verify, rebuild, and the API from a terminal.
//!
//! The only crate that reads files and environment. Must not decide anything about a case.

mod config;
mod demo;
mod keys;
mod openpgp;
mod owners;
mod policy_file;
mod policy_verbs;
mod serve;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::policy_verbs::PolicyVerb;

/// Runs an open-source project's vulnerability-response policy.
#[derive(Parser)]
#[command(name = "sluice", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Answer on `listen` until told to stop. Needs no configuration.
    Serve,
    /// Replay two real cases and leave a third to click through.
    Demo {
        /// Stop when the cases are told.
        #[arg(long)]
        once: bool,
        /// Where everything goes; made anew each time.
        #[arg(long, default_value = "sluice-demo")]
        out: PathBuf,
    },
    /// Check every chain, seal, index row and stamp; says where something is wrong.
    Verify,
    /// Replace every index row from the logs.
    Rebuild,
    /// Show the configuration in force.
    Config {
        /// Every option with what it does, its default and its environment variable.
        #[arg(long)]
        explain: bool,
    },
    /// Print the description of the API (`OpenAPI` 3.1).
    Openapi,
    /// Print who may do what: every right and every route.
    Rights,
    /// The policy in force; or a policy file, made, checked, explained, compared and rendered.
    #[command(args_conflicts_with_subcommands = true)]
    Policy {
        #[command(subcommand)]
        verb: Option<PolicyVerb>,
        #[command(flatten)]
        show: cli::Show,
    },
    #[command(flatten)]
    Terminal(cli::Command),
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("SLUICE_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    // One TLS provider for everything that speaks TLS.
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    let arguments = Arguments::parse();
    match run(arguments.verb) {
        Ok(code) => code,
        Err(error) => {
            serve::say(&format!("sluice: {error:#}"));
            ExitCode::from(4)
        }
    }
}

/// Each command that asks a desk, with the right of what it asks: the end of the page of rights.
fn commands() -> String {
    const HEAD: &str = "
# Commands

What each command of `sluice` asks, and so what right it needs. All others work on this machine's own files.

| command | asks | right |
|---|---|---|
";
    let row = |verb: &cli::CliVerb| {
        let right = web::right_of(verb.method, verb.route).unwrap_or_default();
        format!("| `sluice {}` | `{} {}` | {right} |\n", verb.words, verb.method, verb.route)
    };
    format!("{HEAD}{}", cli::VERBS.iter().map(row).collect::<String>())
}

fn run(verb: Verb) -> anyhow::Result<ExitCode> {
    let config = Config::read()?;
    match verb {
        Verb::Terminal(command) => return terminal::run(&config, command),
        Verb::Serve => wait(serve::serve(&config))?,
        Verb::Demo { once, out } => wait(demo::demo(config.text("listen"), &out, once))?,
        Verb::Verify => return wait(verify(&config)),
        Verb::Rebuild => wait(rebuild(&config))?,
        Verb::Config { explain } => answer(&if explain { config.explain() } else { config.listing() }),
        Verb::Openapi => answer(&web::openapi()),
        Verb::Rights => answer(&format!("{}{}", web::rights(), commands())),
        Verb::Policy { verb: Some(verb), .. } => return policy_verbs::run(verb),
        Verb::Policy { verb: None, show } => return terminal::run(&config, cli::Command::Policy { show }),
    }
    Ok(ExitCode::SUCCESS)
}

fn wait<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

async fn verify(config: &Config) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(serve::has_store(config), "there is no desk's data in {}", config.data().display());
    let report = serve::open_store(config).await?.verify().await?;
    for problem in &report.problems {
        answer(&format!("{}: {}", problem.place, problem.what));
    }
    let words = if report.problems.is_empty() {
        "all is well".to_owned()
    } else {
        format!("{} problems", report.problems.len())
    };
    answer(&format!("{} cases, {} events, {} texts: {words}", report.cases, report.events, report.blobs));
    Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn rebuild(config: &Config) -> anyhow::Result<()> {
    anyhow::ensure!(serve::has_store(config), "there is no desk's data in {}", config.data().display());
    let rebuilt = serve::open_store(config).await?.rebuild().await?;
    answer(&format!("{} cases, {} index rows were different and are mended", rebuilt.cases, rebuilt.changed));
    Ok(())
}

fn answer(text: &str) {
    serve::print(text);
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_asks_a_route_that_there_is() {
        for verb in cli::VERBS {
            let right = web::right_of(verb.method, verb.route);
            assert!(right.is_some(), "`sluice {}` asks {} {}, which is no route", verb.words, verb.method, verb.route);
        }
    }
}
