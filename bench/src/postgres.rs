//! A private PostgreSQL for one run: durable as installed, on a socket in a temporary directory, gone afterwards.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::ensure;
use tempfile::TempDir;

/// A running cluster; stopped when dropped.
pub(crate) struct Cluster {
    dir: TempDir,
    bin: PathBuf,
}

impl Cluster {
    /// Starts one; `None` when PostgreSQL is not installed.
    pub(crate) fn start() -> anyhow::Result<Option<Self>> {
        let Some(bin) = binaries() else { return Ok(None) };
        let dir = tempfile::tempdir()?;
        Command::new("chown").arg("postgres").arg(dir.path()).status()?;
        Command::new("chmod").arg("755").arg(dir.path()).status()?;
        let cluster = Self { dir, bin };
        let data = cluster.data();
        cluster.run("initdb", &["--no-sync", "-A", "trust", "-D", &data])?;
        let options = format!("-k {} -c listen_addresses=''", cluster.dir.path().display());
        let log = format!("{}/log", cluster.dir.path().display());
        cluster.run("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"])?;
        Ok(Some(cluster))
    }

    /// The URL of a new database.
    pub(crate) fn url(&self, name: &str) -> anyhow::Result<String> {
        let host = self.dir.path().display().to_string();
        self.run("createdb", &["-h", &host, name])?;
        Ok(format!("postgres://postgres@localhost/{name}?host={host}"))
    }

    fn data(&self) -> String {
        format!("{}/data", self.dir.path().display())
    }

    /// PostgreSQL's own programs refuse to run as root.
    fn run(&self, program: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let path = self.bin.join(program);
        let output = Command::new("runuser")
            .args(["-u", "postgres", "--"])
            .arg(path)
            .args(arguments)
            .current_dir("/")
            .output()?;
        ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let _stopped = self.run("pg_ctl", &["-D", &data, "-m", "immediate", "stop"]);
    }
}

fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir(Path::new("/usr/lib/postgresql")).ok()?;
    versions
        .filter_map(Result::ok)
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .max()
}
