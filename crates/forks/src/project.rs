//! The project's own repository, as far as a file of it is read: at the commit its default branch is at, without a work tree.
//!
//! Knows git and paths; must not know what a file says. Nothing is fetched: whoever looks after the clone does that.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::git::{Fault, Run};

/// For what only looks.
const LOOK_WITHIN: Duration = Duration::from_secs(30);

/// A clone or a mirror of the project's repository on this machine.
#[derive(Clone, Debug)]
pub struct Project {
    git_dir: PathBuf,
}

impl Project {
    /// The repository in this directory: a clone with its files, or a bare one.
    #[must_use]
    pub fn at(place: &Path) -> Self {
        let inside = place.join(".git");
        Self { git_dir: if inside.is_dir() { inside } else { place.to_owned() } }
    }

    /// A file of it, if there is one and it is no longer than so many bytes.
    ///
    /// # Errors
    /// When git fails, as it does where there is no repository.
    pub async fn file(&self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, Fault> {
        if path.contains(['\n', '\0']) {
            return Ok(None);
        }
        let look = Run::at(&self.git_dir, "cat-file", LOOK_WITHIN)
            .arg("--batch-check=%(objecttype) %(objectname) %(objectsize)");
        let answer = look.answer(&format!("HEAD:{path}\n")).await?;
        let mut words = answer.split_whitespace();
        let (Some("blob"), Some(object), Some(size)) = (words.next(), words.next(), words.next()) else {
            return Ok(None);
        };
        if size.parse().is_ok_and(|size: usize| size > bytes_max) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let read = Run::at(&self.git_dir, "cat-file", LOOK_WITHIN).arg("blob").arg(object);
        read.chunks(|chunk| bytes.extend_from_slice(chunk)).await?;
        Ok(Some(bytes))
    }
}
