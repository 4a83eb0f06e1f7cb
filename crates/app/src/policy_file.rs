//! The project's policy on disk: read, or written from a preset at the first start.
//!
//! Knows the file; what a policy means is in `domain`.

use std::path::Path;

use anyhow::Context as _;
use domain::policy::{Policy, Preset};

/// The text of the file; at the first start the solo preset is written there, for the owner to fill in. The second says
/// whether it is new.
pub(crate) fn kept(path: &Path) -> anyhow::Result<(String, bool)> {
    if path.exists() {
        return Ok((text(path)?, false));
    }
    std::fs::write(path, Preset::Solo.text()).with_context(|| format!("cannot write {}", path.display()))?;
    Ok((Preset::Solo.text().to_owned(), true))
}

/// The policy of a file that is there.
pub(crate) fn existing(path: &Path) -> anyhow::Result<Policy> {
    parsed(path, &text(path)?)
}

/// What a file says.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The policy of this text.
pub(crate) fn parsed(path: &Path, text: &str) -> anyhow::Result<Policy> {
    Policy::parse(text).with_context(|| format!("{} is not a policy", path.display()))
}
