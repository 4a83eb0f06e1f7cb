//! Keys on disk: the root key and the operator's token, made at the first start, readable by the owner alone.
//!
//! Knows files and their modes. A key file that others can read, or that is damaged, is a clear error and never replaced.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use desk::ports::Ids;
use vault::{OperatorToken, RootKey};

/// Makes the directory of the data for its owner alone; of one that is there and lets others in, says so.
pub(crate) fn own_directory(path: &Path) -> anyhow::Result<Option<String>> {
    if !path.exists() {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .with_context(|| format!("cannot make the data directory {}", path.display()))?;
        return Ok(None);
    }
    let metadata = std::fs::metadata(path).with_context(|| format!("cannot look at {}", path.display()))?;
    let open = metadata.permissions().mode() & 0o077 != 0;
    Ok(open.then(|| {
        format!("Others on this machine can look into {0}. Make it yours alone: chmod 700 {0}\n", path.display())
    }))
}

/// The root key of the file, or a new one; the second says whether it is new.
pub(crate) fn root_key(path: &Path, ids: &dyn Ids) -> anyhow::Result<(RootKey, bool)> {
    if let Some(text) = secret(path)? {
        let key = RootKey::from_text(&text).with_context(|| format!("{} does not hold a root key", path.display()))?;
        return Ok((key, false));
    }
    let mut bytes = [0; 32];
    ids.fill(&mut bytes);
    let key = RootKey::from_bytes(bytes);
    write_secret(path, &key.to_text())?;
    Ok((key, true))
}

/// The operator's token of the file, or a new one.
pub(crate) fn operator_token(path: &Path, ids: &dyn Ids) -> anyhow::Result<OperatorToken> {
    if let Some(text) = secret(path)? {
        return OperatorToken::parse(text.trim())
            .map_err(|error| anyhow::anyhow!("{} does not hold an operator's token: {error}", path.display()));
    }
    let mut bytes = [0; 20];
    ids.fill(&mut bytes);
    let token = OperatorToken::from_bytes(bytes);
    write_secret(path, &token.to_text())?;
    Ok(token)
}

/// The text of a file that only its owner may read; `None` when there is no such file.
pub(crate) fn secret(path: &Path) -> anyhow::Result<Option<String>> {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot look at {}", path.display())),
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!("{} can be read by others (mode {mode:04o}); make it yours alone: chmod 600 {0}", path.display());
    }
    std::fs::read_to_string(path).map(Some).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a secret as a new file of mode 0600; an existing file is never replaced.
pub(crate) fn write_secret(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot make {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use desk::ports::CountedIds;

    use super::*;

    #[test]
    fn the_first_start_makes_a_root_key_for_its_owner_alone_and_the_second_finds_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("root.key");
        let (made, new) = root_key(&path, &CountedIds::default()).unwrap();
        assert!(new);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let (found, new) = root_key(&path, &CountedIds::default()).unwrap();
        assert!(!new);
        assert_eq!(made.fingerprint(), found.fingerprint());
    }

    #[test]
    fn the_data_is_its_owners_alone_and_an_open_directory_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("desk/data");
        assert_eq!(own_directory(&data).unwrap(), None);
        assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(own_directory(&data).unwrap(), None);
        std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert!(own_directory(&data).unwrap().unwrap().contains("chmod 700"));
    }

    #[test]
    fn a_key_that_others_can_read_is_refused_with_the_remedy() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("root.key");
        root_key(&path, &CountedIds::default()).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = root_key(&path, &CountedIds::default()).err().unwrap().to_string();
        assert!(error.contains("chmod 600"), "{error}");
    }

    #[test]
    fn a_damaged_key_is_an_error_and_stays_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("root.key");
        write_secret(&path, "sluice-root-1-nonsense").unwrap();
        let error = format!("{:#}", root_key(&path, &CountedIds::default()).err().unwrap());
        assert!(error.contains("does not hold a root key"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "sluice-root-1-nonsense\n");
    }
}
