//! A PostgreSQL of one test or one bench: on a socket in a temporary directory, gone afterwards.
//!
//! Knows where Debian keeps the server's programs, and that they refuse to run as root. Only tests and benches use it.

use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A running cluster; stopped when dropped.
#[derive(Debug)]
pub struct Cluster {
    dir: TempDir,
    bin: PathBuf,
}

/// What is kept through a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// All that is committed, as installed: for benches.
    AsInstalled,
    /// Nothing: for tests, which nobody reads again.
    None,
}

impl Cluster {
    /// Starts one; `None`, with a word, where PostgreSQL is not installed.
    ///
    /// # Panics
    /// When it is installed and does not start.
    #[must_use]
    #[expect(clippy::print_stdout, reason = "a test that skips says so")]
    pub fn start(care: Care) -> Option<Self> {
        let Some(bin) = binaries() else {
            println!("SKIPPED: PostgreSQL is not installed");
            return None;
        };
        let cluster = Self { dir: must(tempfile::tempdir(), "a directory"), bin };
        if let Some((user, group)) = other_user() {
            must(chown(cluster.dir.path(), Some(user), Some(group)), "root gives directories away");
        }
        let data = cluster.path("data");
        cluster.run("initdb", &["-D", &data, "-U", "sluice", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale"]);
        let hasty = match care {
            Care::AsInstalled => "",
            Care::None => "-c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=400",
        };
        let place = cluster.dir.path().display();
        let settings = format!("-c listen_addresses= -c unix_socket_directories={place} {hasty}");
        cluster.run("pg_ctl", &["-D", &data, "-l", &cluster.path("log"), "-o", &settings, "-w", "-s", "start"]);
        Some(cluster)
    }

    /// The address of a database of it, for its owner.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let socket = self.dir.path().display().to_string().replace('/', "%2F");
        format!("postgres://sluice@localhost/{database}?host={socket}")
    }

    /// What `psql` answers in the database `postgres`.
    ///
    /// # Panics
    /// When it refuses.
    #[expect(clippy::must_use_candidate, reason = "most statements answer nothing")]
    pub fn psql(&self, sql: &str) -> String {
        self.run("psql", &["-h", &self.path(""), "-U", "sluice", "-d", "postgres", "-X", "-q", "-A", "-t", "-c", sql])
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// `initdb` and the server refuse to run as root, and are right to.
    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let program = self.bin.join(program);
        let mut command = match other_user() {
            Some(_) => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        // The server outlives `pg_ctl` and must not keep our pipes.
        let output = must(command.args(arguments).current_dir("/").stdin(Stdio::null()).output(), "it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-D", &self.path("data"), "-m", "immediate", "-s", "stop"]);
    }
}

fn binaries() -> Option<PathBuf> {
    let debian =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian.chain(std::env::split_paths(&path)).find(|dir| dir.join("initdb").is_file() && dir.join("pg_ctl").is_file())
}

/// Whom to run PostgreSQL as, when we are root: `postgres` and its group.
fn other_user() -> Option<(u32, u32)> {
    let we_are_root = std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let mut fields = passwd.lines().find(|line| line.starts_with("postgres:"))?.split(':').skip(2);
    let (user, group) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user, group)).filter(|_| we_are_root)
}

#[expect(clippy::panic, reason = "a test without its database is no test")]
fn must<T>(done: std::io::Result<T>, what: &str) -> T {
    done.unwrap_or_else(|error| panic!("{what}: {error}"))
}
