//! ARCHITECTURE.md is the map: it names every crate, and nothing that is gone.
//!
//! Knows how the map writes names (`crates/NAME`, `crates/NAME/src/file.rs`, `` `NAME::module` ``); must not know floors.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::house::{self, Crate};

const MAP: &str = "ARCHITECTURE.md";

/// Compares the map with the house.
pub(super) fn check(root: &Path, crates: &[Crate]) -> Result<Vec<String>> {
    let Ok(map) = fs::read_to_string(root.join(MAP)) else {
        return Ok(vec![format!("{MAP} is missing: the house has no map")]);
    };
    let mut findings = Vec::new();
    let named = paths(&map);
    for member in crates {
        let path = house::from_root(root, &member.dir);
        let is_named = named.iter().any(|name| *name == path || name.starts_with(&format!("{path}/")));
        let top_level = !path.contains('/') && map.contains(&format!("{path}/"));
        if !is_named && !top_level {
            findings.push(format!("{MAP} does not name `{path}`"));
        }
    }
    for name in named.iter().filter(|name| !root.join(name).exists()) {
        findings.push(format!("{MAP} names `{name}`, which is gone"));
    }
    for (owner, module) in modules(&map) {
        if let Some(member) = crates.iter().find(|member| member.name == owner)
            && !holds(&member.dir, module)?
        {
            findings.push(format!("{MAP} names `{owner}::{module}`, which is gone"));
        }
    }
    Ok(findings)
}

/// Every path below `crates/` that the map names.
fn paths(map: &str) -> Vec<&str> {
    map.match_indices("crates/")
        .filter_map(|(at, _)| {
            let rest = map.get(at..)?;
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/_-.".contains(c))).unwrap_or(rest.len());
            let name = rest.get(..end)?.trim_end_matches(['/', '.']);
            (name.len() > "crates".len()).then_some(name)
        })
        .collect()
}

/// Every `owner::name` in backticks, as far as its first two words are in lower case.
fn modules(map: &str) -> Vec<(&str, &str)> {
    let is_name =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    map.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| {
            let (owner, rest) = code.split_once("::")?;
            let name = rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
            (is_name(owner) && is_name(name)).then_some((owner, name))
        })
        .collect()
}

fn holds(dir: &Path, name: &str) -> Result<bool> {
    for path in house::rust_files(&dir.join("src"))? {
        let text = fs::read_to_string(&path)?;
        if text.contains(&format!("mod {name}")) || text.contains(&format!("fn {name}")) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_names_crates_by_their_paths() {
        let map = "`crates/domain` decides (crates/domain/src/case/clock.rs). In crates/ there are crates/web/, and crates/gone.";
        assert_eq!(paths(map), ["crates/domain", "crates/domain/src/case/clock.rs", "crates/web", "crates/gone"]);
    }

    #[test]
    fn the_map_names_modules_in_backticks() {
        assert_eq!(
            modules("`domain::case::gate`, `Sealed::open`, `store::append(x)`, domain::plain"),
            [("domain", "case"), ("store", "append")]
        );
    }
}
