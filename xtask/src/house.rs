//! The house on disk: which crates there are, what they depend on, which files they hold.
//!
//! Knows Cargo's layout. It must not know floors, words or any other rule.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use toml::Table;

use crate::scan::{self, Source};

/// One of our crates.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) dir: PathBuf,
    /// The dependencies it declares, of every kind, by package name.
    pub(crate) needs: BTreeSet<String>,
}

/// A Rust file of a crate's `src`.
#[derive(Debug)]
pub(crate) struct File {
    /// From the house's root, for messages.
    pub(crate) name: String,
    /// Its module's path in the crate; empty for the root.
    pub(crate) module: Vec<String>,
    pub(crate) text: String,
    pub(crate) source: Source,
    /// Whether the file is compiled only for tests.
    pub(crate) is_test: bool,
}

/// Where the workspace begins.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Our crates, in the order of their names.
pub(crate) fn crates(root: &Path) -> Result<Vec<Crate>> {
    let mut dirs: Vec<PathBuf> = vec![root.join("xtask"), root.join("bench")];
    for entry in fs::read_dir(root.join("crates")).context("reading crates/")? {
        dirs.push(entry?.path());
    }
    dirs.sort();
    dirs.into_iter().filter(|dir| dir.join("Cargo.toml").is_file()).map(read_crate).collect()
}

fn read_crate(dir: PathBuf) -> Result<Crate> {
    let path = dir.join("Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let manifest: Table = toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(|name| name.as_str())
        .with_context(|| format!("{} has no package name", path.display()))?
        .to_owned();
    let mut needs = BTreeSet::new();
    dependencies(&manifest, &mut needs);
    if let Some(targets) = manifest.get("target").and_then(|value| value.as_table()) {
        targets.values().filter_map(|value| value.as_table()).for_each(|target| dependencies(target, &mut needs));
    }
    Ok(Crate { name, dir, needs })
}

fn dependencies(manifest: &Table, needs: &mut BTreeSet<String>) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (key, value) in manifest.get(kind).and_then(|value| value.as_table()).into_iter().flatten() {
            let package = value.get("package").and_then(|name| name.as_str());
            needs.insert(package.unwrap_or(key).to_owned());
        }
    }
}

/// The Rust files of a crate's `src`, tests told apart.
pub(crate) fn sources(root: &Path, dir: &Path) -> Result<Vec<File>> {
    let src = dir.join("src");
    let mut files = Vec::new();
    for path in rust_files(&src)? {
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let module = module_of(path.strip_prefix(&src).unwrap_or(&path));
        let source = scan::read(&text);
        files.push(File { name: from_root(root, &path), module, text, source, is_test: false });
    }
    let mut tests: Vec<Vec<String>> = Vec::new();
    for file in &files {
        for name in &file.source.test_modules {
            tests.push(file.module.iter().chain([name]).cloned().collect());
        }
    }
    for file in &mut files {
        file.is_test = tests.iter().any(|test| file.module.starts_with(test));
    }
    Ok(files)
}

/// Every `.rs` file below a directory, sorted; none when it does not exist.
pub(crate) fn rust_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if dir.is_dir() {
        for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                found.extend(rust_files(&path)?);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path as messages show it.
pub(crate) fn from_root(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

fn module_of(path: &Path) -> Vec<String> {
    let mut module: Vec<String> =
        path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let is_root = module.len() == 1 && matches!(module.first().map(String::as_str), Some("lib" | "main"));
    if is_root || module.last().is_some_and(|name| name == "mod") {
        module.pop();
    }
    module
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_module_of_its_path() {
        let module = |path: &str| module_of(Path::new(path)).join("::");
        assert_eq!(module("lib.rs"), "");
        assert_eq!(module("main.rs"), "");
        assert_eq!(module("case/mod.rs"), "case");
        assert_eq!(module("case/decide/intake.rs"), "case::decide::intake");
    }

    #[test]
    fn dependencies_of_every_kind_and_target_count() {
        let text = "[package]\nname='x'\n[dependencies]\na.workspace=true\nb={package='c'}\n[dev-dependencies]\nd='1'\n[target.'cfg(unix)'.build-dependencies]\ne='1'";
        let dir = std::env::temp_dir().join(format!("sluice-xtask-house-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("Cargo.toml"), text).unwrap();
        let found = read_crate(dir.clone()).unwrap();
        fs::remove_dir_all(&dir).unwrap();
        assert_eq!(found.needs.into_iter().collect::<Vec<_>>(), ["a", "c", "d", "e"]);
    }
}
