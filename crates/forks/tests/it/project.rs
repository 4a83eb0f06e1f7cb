//! A project's own repository, worked on with the git client as its maintainers do.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A work tree with a history.
pub(crate) struct Project {
    pub(crate) dir: TempDir,
}

impl Project {
    /// One commit and one tag on `main`.
    pub(crate) fn begin() -> Self {
        let project = Self { dir: tempfile::tempdir().unwrap() };
        project.git(&["init", "--quiet", "-b", "main"]);
        project.commit("lib.rs", "fn flawed() {}\n");
        project.git(&["tag", "v1.0.0"]);
        project
    }

    /// Changes a file; the commit's id.
    pub(crate) fn commit(&self, file: &str, text: &str) -> String {
        std::fs::write(self.path().join(file), text).unwrap();
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "-m", "a change"]);
        self.git(&["rev-parse", "HEAD"])
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().to_owned()
    }

    pub(crate) fn git(&self, words: &[&str]) -> String {
        git_in(self.dir.path(), words)
    }
}

/// Runs the git client; what it printed.
pub(crate) fn git_in(place: &Path, words: &[&str]) -> String {
    let who = [
        ("GIT_AUTHOR_NAME", "A"),
        ("GIT_AUTHOR_EMAIL", "a@example.org"),
        ("GIT_COMMITTER_NAME", "A"),
        ("GIT_COMMITTER_EMAIL", "a@example.org"),
    ];
    let when = [("GIT_AUTHOR_DATE", "2022-09-01T00:00:00Z"), ("GIT_COMMITTER_DATE", "2022-09-01T00:00:00Z")];
    let mut command = Command::new("git");
    command.args(words).current_dir(place).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", "/nonexistent").envs(who).envs(when);
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
