//! The git program, run so that neither the machine's configuration nor a repository's can make it do more than asked.
//!
//! Knows arguments, environment and time limits; must not know forks.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How much of git's words is kept.
const WORDS_CHARS_MAX: usize = 300;

/// Settings that hold whatever a repository's own configuration says.
const SETTINGS: [&str; 10] = [
    // What is in a repository is data, never a program.
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.alternateRefsCommand=",
    // Nothing malformed comes in.
    "transfer.fsckObjects=true",
    "fetch.fsckObjects=true",
    "receive.fsckObjects=true",
    // Nothing comes from anywhere but a directory on this machine.
    "protocol.allow=never",
    "protocol.file.allow=always",
    // Nothing goes on behind our back.
    "gc.auto=0",
];

/// The machine failed, or git did.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// git could not be started, or a file not be written.
    #[error("git or its files: {0}")]
    Machine(#[from] std::io::Error),
    /// git took too long and was ended.
    #[error("git {step} took too long")]
    Late {
        /// What it was at.
        step: &'static str,
    },
    /// git says no.
    #[error("git {step} failed: {words}")]
    Git {
        /// What it was at.
        step: &'static str,
        /// Its words, bounded, in one line.
        words: String,
    },
}

/// One run of git.
pub(crate) struct Run {
    step: &'static str,
    command: Command,
    within: Duration,
}

impl Run {
    /// A run at a repository; `step` is git's own word for what is done.
    pub(crate) fn at(repository: &Path, step: &'static str, within: Duration) -> Self {
        let mut run = Self::anywhere(step, within);
        run.command.arg("--git-dir").arg(repository);
        run.command.arg(step);
        run
    }

    /// A run that makes a repository.
    pub(crate) fn init() -> Self {
        let mut run = Self::anywhere("init", Duration::from_mins(1));
        run.command.arg("init");
        run
    }

    fn anywhere(step: &'static str, within: Duration) -> Self {
        let mut command = Command::new("git");
        command.env_clear().kill_on_drop(true).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C")
            .env("HOME", "/nonexistent")
            .current_dir("/");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_ATTR_NOSYSTEM", "1");
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_NO_LAZY_FETCH", "1");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        Self { step, command, within }
    }

    /// Adds an argument.
    pub(crate) fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.command.arg(word);
        self
    }

    /// Lets the output go into a file.
    pub(crate) fn into_file(mut self, file: std::fs::File) -> Self {
        self.command.stdout(file);
        self
    }

    /// Runs to the end; anything but success is a fault.
    pub(crate) async fn done(self) -> Result<(), Fault> {
        self.each_chunk(|_chunk| {}).await
    }

    /// Runs to the end with a line on its input; its output as text.
    pub(crate) async fn answer(mut self, question: &str) -> Result<String, Fault> {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let (step, within) = (self.step, self.within);
        let mut child = self.command.spawn()?;
        let work = async {
            if let Some(mut input) = child.stdin.take() {
                input.write_all(question.as_bytes()).await?;
            }
            let output = child.wait_with_output().await?;
            judged(step, output.status, &output.stderr)?;
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        timeout(within, work).await.map_err(|_elapsed| Fault::Late { step })?
    }

    /// Runs to the end and hands over its output as it comes, never all of it in memory.
    pub(crate) async fn chunks(mut self, take: impl FnMut(&[u8])) -> Result<(), Fault> {
        self.command.stdout(Stdio::piped());
        self.each_chunk(take).await
    }

    async fn each_chunk(mut self, take: impl FnMut(&[u8])) -> Result<(), Fault> {
        let (step, within) = (self.step, self.within);
        let child = self.command.spawn()?;
        timeout(within, finished(step, child, take)).await.map_err(|_elapsed| Fault::Late { step })?
    }
}

async fn finished(step: &'static str, mut child: Child, mut take: impl FnMut(&[u8])) -> Result<(), Fault> {
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let reading = async {
        let mut chunk = vec![0; 64 << 10];
        if let Some(mut output) = output {
            loop {
                let read = output.read(&mut chunk).await?;
                match chunk.get(..read) {
                    Some(bytes) if read > 0 => take(bytes),
                    _end => break,
                }
            }
        }
        Ok::<_, std::io::Error>(())
    };
    let listening = async {
        let mut words = Vec::new();
        if let Some(errors) = errors {
            errors.take(1 << 16).read_to_end(&mut words).await?;
        }
        Ok::<_, std::io::Error>(words)
    };
    let ((), words) = tokio::try_join!(reading, listening)?;
    judged(step, child.wait().await?, &words)
}

fn judged(step: &'static str, status: ExitStatus, words: &[u8]) -> Result<(), Fault> {
    if status.success() {
        return Ok(());
    }
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    let words = String::from_utf8_lossy(words).trim().chars().map(blank).take(WORDS_CHARS_MAX).collect();
    Err(Fault::Git { step, words })
}
