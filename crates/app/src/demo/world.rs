//! The world around the demo's cases: a real repository with a real fix, tag and artefact.
//!
//! Knows git's own client. The files are invented; what happens to them is not: commits, tags, archives, digests.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use data_encoding::HEXLOWER;
use domain::Timestamp;
use sha2::{Digest as _, Sha256};

/// A project's repository in the demo's world.
pub(crate) struct Repository {
    dir: PathBuf,
}

/// An artefact of a tag, with the digest of its bytes.
pub(crate) struct Built {
    /// The file's name.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

impl Repository {
    /// A repository with one commit and the tag of the last affected version.
    pub(crate) fn begin(dir: &Path, file: &str, flawed: &str, tag: &str, at: Timestamp) -> anyhow::Result<Self> {
        std::fs::create_dir_all(dir)?;
        let repository = Self { dir: dir.to_owned() };
        repository.git(&["init", "--quiet", "--initial-branch=main", "."], at)?;
        repository.commit(file, flawed, "Verify blobs", at)?;
        repository.git(&["tag", tag], at)?;
        Ok(repository)
    }

    /// Commits the fix on a branch of its own, as in a private fork; its id.
    pub(crate) fn fix(&self, file: &str, fixed: &str, at: Timestamp) -> anyhow::Result<String> {
        self.git(&["switch", "--quiet", "--create", "advisory-fix"], at)?;
        // The message says what changes, not that it is a flaw.
        self.commit(file, fixed, "Compare the whole entry", at)?;
        let id = self.git(&["rev-parse", "HEAD"], at)?;
        self.git(&["switch", "--quiet", "main"], at)?;
        Ok(id.trim().to_owned())
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.dir
    }

    /// Merges the fix into main, as it was committed.
    pub(crate) fn merge(&self, at: Timestamp) -> anyhow::Result<()> {
        self.git(&["merge", "--quiet", "--ff-only", "advisory-fix"], at).map(|_| ())
    }

    /// Tags a release and builds its source archive.
    pub(crate) fn release(&self, tag: &str, name: &str, at: Timestamp) -> anyhow::Result<Built> {
        self.git(&["tag", tag], at)?;
        let path = self.dir.join(name);
        let output = path.to_str().context("a path that is not UTF-8")?;
        self.git(&["archive", "--format=tar", "--prefix=source/", "-o", output, tag], at)?;
        let sha256 = HEXLOWER.encode(&Sha256::digest(std::fs::read(&path)?));
        Ok(Built { name: name.to_owned(), path, sha256 })
    }

    fn commit(&self, file: &str, content: &str, message: &str, at: Timestamp) -> anyhow::Result<()> {
        std::fs::write(self.dir.join(file), content)?;
        self.git(&["add", "--", file], at)?;
        self.git(&["commit", "--quiet", "--message", message], at).map(|_| ())
    }

    /// Runs git with nothing of the user's configuration, at a given time.
    fn git(&self, args: &[&str], at: Timestamp) -> anyhow::Result<String> {
        let date = at.to_string();
        let output = Command::new("git")
            .current_dir(&self.dir)
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_TERMINAL_PROMPT", "0")])
            .envs([
                ("GIT_AUTHOR_NAME", "Demo"),
                ("GIT_AUTHOR_EMAIL", "demo@example.org"),
                ("GIT_COMMITTER_NAME", "Demo"),
                ("GIT_COMMITTER_EMAIL", "demo@example.org"),
            ])
            .envs([("GIT_AUTHOR_DATE", date.as_str()), ("GIT_COMMITTER_DATE", date.as_str())])
            .output()
            .context("cannot run git; it is needed for the demo")?;
        ensure!(output.status.success(), "git {} failed: {}", args.join(" "), String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }
}
