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
pub fn run(config: &Config, command: cli::Command) -> anyhow::Result<ExitCode> {
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

    #[expect(clippy::print_stdout, reason = "the answer of a terminal program")]
    fn print(&mut self, text: &str) {
        println!("{text}");
    }

    fn keep(&mut self, token: &str) -> Result<(), String> {
        let path = session_file().map_err(|error| error.to_string())?;
        forget(&path)?;
        keys::write_secret(&path, token).map_err(|error| error.to_string())
    }

    fn forget(&mut self) -> Result<(), String> {
        forget(&session_file().map_err(|error| error.to_string())?)
    }
}
