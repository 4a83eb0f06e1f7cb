//! Dependencies are declared once, with a reason, and used where they are declared.
//!
//! Knows Cargo's manifests; must not know which dependency is allowed (floors and `deny.toml` do).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use toml::Table;

use crate::house::{self, Crate};
use crate::scan;

/// Checks the root's manifest and those of the crates.
pub(super) fn check(root: &Path, crates: &[Crate]) -> Result<Vec<String>> {
    let table = fs::read_to_string(root.join("Cargo.toml")).context("reading Cargo.toml")?;
    let mut findings = without_reason(&table);
    let used: BTreeSet<&str> = crates.iter().flat_map(|member| &member.needs).map(String::as_str).collect();
    findings.extend(
        declared(&table)?
            .iter()
            .filter(|name| !used.contains(name.as_str()))
            .map(|name| format!("Cargo.toml: no crate of ours uses `{name}`")),
    );
    for member in crates {
        let path = member.dir.join("Cargo.toml");
        let name = house::from_root(root, &path);
        findings.extend(own(&name, &fs::read_to_string(&path).with_context(|| format!("reading {name}"))?)?);
        findings.extend(unnamed(&name, member)?);
    }
    Ok(findings)
}

/// Dependencies of the root's table, our own crates left out.
fn declared(manifest: &str) -> Result<Vec<String>> {
    let manifest: Table = toml::from_str(manifest).context("reading Cargo.toml")?;
    let table = manifest
        .get("workspace")
        .and_then(|workspace| workspace.get("dependencies"))
        .and_then(|table| table.as_table());
    let outside = table.into_iter().flatten().filter(|(_, value)| value.get("path").is_none());
    Ok(outside.map(|(name, _)| name.clone()).collect())
}

/// Lines of the root's table that do not say why.
fn without_reason(manifest: &str) -> Vec<String> {
    let table = manifest.lines().enumerate().skip_while(|(_, line)| line.trim() != "[workspace.dependencies]").skip(1);
    table
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| {
            line.contains('=') && !line.starts_with('#') && !line.contains("path =") && !line.contains(" # ")
        })
        .map(|(index, line)| {
            let name = line.split('=').next().unwrap_or_default().trim();
            format!("Cargo.toml:{}: say in one line what `{name}` is for", index + 1)
        })
        .collect()
}

/// A crate takes every version and every lint from the root.
fn own(name: &str, manifest: &str) -> Result<Vec<String>> {
    let manifest: Table = toml::from_str(manifest).with_context(|| format!("reading {name}"))?;
    let inherits = |value: Option<&toml::Value>| {
        value.and_then(|value| value.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
    };
    let mut findings = Vec::new();
    if !inherits(manifest.get("lints")) {
        findings.push(format!("{name}: does not take the house's lints (`[lints] workspace = true`)"));
    }
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (need, value) in manifest.get(kind).and_then(|value| value.as_table()).into_iter().flatten() {
            if !inherits(Some(value)) {
                findings.push(format!("{name}: `{need}` is declared here; declare it in the root's table and write `{need}.workspace = true`"));
            }
        }
    }
    Ok(findings)
}

/// Dependencies that none of the crate's files names.
fn unnamed(name: &str, member: &Crate) -> Result<Vec<String>> {
    let mut said = BTreeSet::new();
    for dir in ["src", "tests", "benches"] {
        for path in house::rust_files(&member.dir.join(dir))? {
            said.extend(scan::tokens(&fs::read_to_string(&path)?).into_iter().map(|token| token.text));
        }
    }
    let unnamed: Vec<&str> =
        member.needs.iter().map(String::as_str).filter(|need| !said.contains(&need.replace('-', "_"))).collect();
    let finding = format!("{name}: depends on what it names nowhere: {}", unnamed.join(", "));
    Ok(if unnamed.is_empty() { Vec::new() } else { vec![finding] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_says_what_it_is_for() {
        let table = "[workspace.dependencies]\n# ours\ndomain = { path = \"crates/domain\" }\nserde = \"1\" # values\nanyhow = \"1\"\n[profile.dev]\ndebug = 1\n";
        assert_eq!(without_reason(table), ["Cargo.toml:5: say in one line what `anyhow` is for"]);
        assert_eq!(declared(table).unwrap(), ["anyhow", "serde"]);
    }

    #[test]
    fn a_crate_takes_versions_and_lints_from_the_root() {
        assert_eq!(
            own("c", "[lints]\nworkspace = true\n[dependencies]\nserde.workspace = true").unwrap(),
            Vec::<String>::new()
        );
        let findings = own("c", "[dev-dependencies]\nserde = \"1\"").unwrap();
        assert_eq!(findings.len(), 2);
        assert!(findings.concat().contains("`serde` is declared here"));
    }
}
