//! Nothing of the machine a change was written on: no absolute paths of a home, no registry's host, no private key.
//!
//! Looks at one line at a time. The words it looks for are put together here, so that this file does not hold them.

/// Finds traces of a machine in one file.
pub(super) fn check(name: &str, text: &str) -> Vec<String> {
    let paths: Vec<String> = ["root", "work", "home"].iter().map(|top| format!("/{top}/")).collect();
    let hosts: Vec<String> = [
        &["index", "crates", "io"][..],
        &["static", "crates", "io"],
        &["registry", "npmjs", "org"],
        &["deb", "debian", "org"],
        &["pypi", "org/simple"],
        &["files", "pythonhosted", "org"],
        &["proxy", "golang", "org"],
    ]
    .iter()
    .map(|labels| labels.join("."))
    .collect();
    let key = ["PRIVATE", "KEY-----"].join(" ");
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let place = format!("{name}:{}", index + 1);
        if let Some(path) = paths.iter().find(|path| begins_a_path(line, path)) {
            findings.push(format!("{place}: names the absolute path {path}…, which exists on one machine only"));
        }
        if let Some(host) = hosts.iter().find(|host| line.contains(host.as_str())) {
            findings.push(format!("{place}: names the registry {host}; name packages, not where they come from"));
        }
        if line.contains(&key) && !name.ends_with("secrets.rs") {
            findings.push(format!("{place}: holds a private key"));
        }
    }
    findings
}

/// Whether the path stands at the beginning of a path, not in the middle of a longer one or of an address.
fn begins_a_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || "._-/}>~*$".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_found_and_a_longer_one_is_not() {
        let found = |line: &str| check("a.md", line).len();
        for top in ["root", "work", "home"] {
            assert_eq!(found(&format!("see `/{top}/me/x`")), 1);
            assert_eq!(found(&format!("https://example.org/{top}/x and {{base}}/{top}/")), 0);
        }
    }

    #[test]
    fn a_registry_host_is_found() {
        let host = ["index", "crates", "io"].join(".");
        assert_eq!(check("a.toml", &format!("url = \"https://{host}/\"")).len(), 1);
        assert_eq!(check("a.toml", "from crates.io").len(), 0);
    }
}
