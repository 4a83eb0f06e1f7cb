//! A fork and what is done to it: made, filled, asked, archived.
//!
//! Knows where forks lie. Everything can be repeated: what is there already is left as it is, what is half there is made anew.

use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use data_encoding::HEXLOWER;
use domain::ids::{CaseId, CommitId};
use sha2::{Digest as _, Sha256};
use tokio::fs;

use crate::git::{Fault, Run};
use crate::name::Name;

/// For what only looks.
const LOOK_WITHIN: Duration = Duration::from_mins(1);
/// For what copies a whole repository.
const COPY_WITHIN: Duration = Duration::from_mins(15);

/// What a fork's own configuration says, for whoever serves it later: the same as every run of ours.
const OWN_SETTINGS: [(&str, &str); 3] =
    [("core.hooksPath", "/dev/null"), ("transfer.fsckObjects", "true"), ("receive.fsckObjects", "true")];

/// The directory where all forks lie.
#[derive(Clone, Debug)]
pub struct Forks {
    place: PathBuf,
}

/// The fork of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    path: PathBuf,
}

impl Forks {
    /// Forks in this directory; nothing is touched yet.
    #[must_use]
    pub fn new(place: impl Into<PathBuf>) -> Self {
        Self { place: place.into() }
    }

    /// Makes a case's fork, empty; the one that is there when it was made before.
    ///
    /// # Errors
    /// A fault of the machine or of git.
    pub async fn create(&self, case: CaseId) -> Result<Fork, Fault> {
        if let Some(fork) = self.find(case).await {
            return Ok(fork);
        }
        private_directory(&self.place)?;
        let half = self.place.join(format!(".{case}.half"));
        removed(&half).await?;
        private_directory(&half)?;
        // Without a template: no sample hooks, no description.
        let run = Run::init().arg("--bare").arg("--quiet").arg("--initial-branch=main").arg("--template=").arg(&half);
        run.done().await?;
        for (key, value) in OWN_SETTINGS {
            Run::at(&half, "config", LOOK_WITHIN).arg(key).arg(value).done().await?;
        }
        let path = self.path(case);
        fs::rename(&half, &path).await?;
        Ok(Fork { path })
    }

    /// A case's fork, if there is one.
    pub async fn find(&self, case: CaseId) -> Option<Fork> {
        let path = self.path(case);
        fs::metadata(path.join("HEAD")).await.is_ok().then_some(Fork { path })
    }

    fn path(&self, case: CaseId) -> PathBuf {
        self.place.join(format!("{case}.git"))
    }
}

impl Fork {
    /// The bare repository's directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies one branch of a repository on this machine, with all it needs and nothing else, and makes it the fork's first.
    /// The commit it is at.
    ///
    /// # Errors
    /// There is no such branch, something in it is malformed, or a fault of the machine.
    pub async fn import(&self, repository: &Path, branch: &Name) -> Result<CommitId, Fault> {
        let repository = fs::canonicalize(repository).await?;
        let fetch = Run::at(&self.path, "fetch", COPY_WITHIN)
            .arg("--quiet")
            .arg("--no-tags")
            .arg("--no-write-fetch-head")
            .arg("--no-recurse-submodules")
            .arg("--no-auto-maintenance")
            .arg("--end-of-options")
            .arg(&repository)
            .arg(format!("+refs/heads/{branch}:refs/heads/{branch}"));
        fetch.done().await?;
        Run::at(&self.path, "symbolic-ref", LOOK_WITHIN).arg("HEAD").arg(format!("refs/heads/{branch}")).done().await?;
        self.commit_of(&format!("refs/heads/{branch}")).await
    }

    /// Whether the fork holds this commit.
    ///
    /// # Errors
    /// A fault of the machine or of git.
    pub async fn has_commit(&self, commit: &CommitId) -> Result<bool, Fault> {
        let kind = self.kind_of(&commit.to_string()).await?;
        Ok(kind.split(' ').nth(1) == Some("commit"))
    }

    /// Writes the whole fork as one file (a git bundle), for its owner alone; it appears whole or not at all.
    ///
    /// # Errors
    /// The fork is empty, or a fault of the machine.
    pub async fn archive(&self, to: &Path) -> Result<(), Fault> {
        let mut half = to.as_os_str().to_owned();
        half.push(".half");
        let half = PathBuf::from(half);
        let file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
        let bundle = Run::at(&self.path, "bundle", COPY_WITHIN).arg("create").arg("--quiet").arg("-").arg("--all");
        if let Err(fault) = bundle.into_file(file.try_clone()?).done().await {
            removed(&half).await?;
            return Err(fault);
        }
        fs::File::from_std(file).sync_all().await?;
        fs::rename(&half, to).await?;
        Ok(())
    }

    /// The SHA-256 of a tag's tarball, in lower-case hex: what `git archive` writes for it.
    ///
    /// # Errors
    /// There is no such tag, or a fault of the machine.
    pub async fn digest_of_tag(&self, tag: &Name) -> Result<String, Fault> {
        let mut digest = Sha256::new();
        let archive = Run::at(&self.path, "archive", COPY_WITHIN).arg("--format=tar").arg(format!("refs/tags/{tag}"));
        archive.chunks(|chunk| digest.update(chunk)).await?;
        Ok(HEXLOWER.encode(&digest.finalize()))
    }

    async fn commit_of(&self, reference: &str) -> Result<CommitId, Fault> {
        let kind = self.kind_of(reference).await?;
        let id = kind.split(' ').next().unwrap_or_default();
        id.parse().map_err(|_| Fault::Git { step: "cat-file", words: format!("{reference} is at no commit") })
    }

    /// `<id> <kind> <size>`, or `<name> missing`.
    async fn kind_of(&self, name: &str) -> Result<String, Fault> {
        let check = Run::at(&self.path, "cat-file", LOOK_WITHIN).arg("--batch-check");
        check.answer(&format!("{name}\n")).await
    }
}

/// A directory for its owner alone.
fn private_directory(path: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Whatever an earlier try left there is gone.
async fn removed(path: &Path) -> io::Result<()> {
    let gone = match fs::symlink_metadata(path).await {
        Ok(left) if left.is_dir() => fs::remove_dir_all(path).await,
        Ok(_file) => fs::remove_file(path).await,
        Err(error) => Err(error),
    };
    match gone {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
