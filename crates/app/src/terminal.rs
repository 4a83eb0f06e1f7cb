//! The API from a terminal: where the server is, which token to show, what to keep.
//!
//! Knows files and environment so that `cli` need not. Tokens are kept for their owner alone.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::config::Config;
use crate::{keys, serve};

/// Runs a command against the server that the configuration names.
pub(crate) fn run(config: &Config, command: cli::Command) -> anyhow::Result<ExitCode> {
    let server = cli::Server { base_url: base_url(config), token: token(config, &command)? };
    let outcome = cli::run(command, &server, &mut Terminal);
    match outcome {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(trouble) => {
            serve::say(&trouble.to_string());
            Ok(ExitCode::from(trouble.exit_code()))
        }
    }
}

/// What `cli` asks of the terminal: text from files, and a place for the session.
struct Terminal;

impl cli::Desktop for Terminal {
    fn read(&mut self, source: &str) -> Result<String, String> {
        if source == "-" {
            let mut text = String::new();
            return std::io::stdin().read_to_string(&mut text).map(|_| text).map_err(|error| error.to_string());
        }
        std::fs::read_to_string(source).map_err(|error| format!("{source}: {error}"))
    }

    fn print(&mut self, text: &str) {
        serve::print(text);
    }

    fn keep(&mut self, token: &str) -> Result<(), String> {
        let path = session_file().map_err(|error| error.to_string())?;
        forget(&path).map_err(|error| error.to_string())?;
        keys::write_secret(&path, token).map_err(|error| error.to_string())
    }

    fn forget(&mut self) -> Result<(), String> {
        forget(&session_file().map_err(|error| error.to_string())?).map_err(|error| error.to_string())
    }
}

/// Where the desk is: as configured, or where it listens.
fn base_url(config: &Config) -> String {
    match config.text("base_url") {
        "" => match config.text("listen").parse() {
            Ok(listens) => crate::serve::address_of(listens),
            Err(_) => format!("http://{}", config.text("listen")),
        },
        url => url.trim_end_matches('/').to_owned(),
    }
}

/// The token to show: the one in `SLUICE_TOKEN`, the operator's beside the data for what operators do, or the kept session.
fn token(config: &Config, command: &cli::Command) -> anyhow::Result<Option<String>> {
    if let Ok(token) = std::env::var("SLUICE_TOKEN") {
        return Ok(Some(token));
    }
    let operators = config.data().join("operator.token");
    let kept = if command.is_for_operators() && operators.exists() { operators } else { session_file()? };
    Ok(keys::secret(&kept)?.map(|token| token.trim().to_owned()))
}

/// Where the session is kept: under the user's configuration.
fn session_file() -> anyhow::Result<PathBuf> {
    let place = match std::env::var_os("XDG_CONFIG_HOME") {
        Some(place) => PathBuf::from(place),
        None => PathBuf::from(
            std::env::var_os("HOME").context("there is no HOME to keep a session under; use SLUICE_TOKEN")?,
        )
        .join(".config"),
    };
    let place = place.join("sluice");
    std::fs::create_dir_all(&place).with_context(|| format!("cannot make {}", place.display()))?;
    Ok(place.join("session"))
}

fn forget(path: &std::path::Path) -> anyhow::Result<()> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}
