//! Other programs, run from the house's root without input, and how long they took.
//!
//! Knows how to start and to find a program; must not know why it is started.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

/// Cargo, as if called from a shell at the root: what the outer cargo says of this program is not passed on.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    command.env("CARGO_TERM_PROGRESS_WHEN", "never");
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let about_us = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
        if about_us.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&*name);
        }
    }
    command
}

/// Runs it in sight of the person; whether it succeeded.
pub(crate) fn show(command: &mut Command) -> Result<bool> {
    println!("\n$ {}", line(command));
    let status = command.status().with_context(|| format!("starting {}", line(command)))?;
    Ok(status.success())
}

/// Runs it out of sight; whether it succeeded, and everything it said.
pub(crate) fn listen(command: &mut Command) -> Result<(bool, String)> {
    println!("\n$ {}", line(command));
    let output = command.output().with_context(|| format!("starting {}", line(command)))?;
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Ok((output.status.success(), said))
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Where a program is, if it can be called by name.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let cargo_home = cargo_home().map(|home| home.join("bin"));
    env::split_paths(&path).chain(cargo_home).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Where Cargo keeps what it installs.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let set = env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// What a piece of work returns, and the seconds it took.
#[expect(clippy::disallowed_methods, reason = "how long a step took is for the person watching, and decides nothing")]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = std::time::Instant::now();
    let result = work();
    let took: Duration = start.elapsed();
    (result, took.as_secs_f64())
}
