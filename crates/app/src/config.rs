//! Configuration: one TOML file plus environment overrides, read in one place.
//!
//! Every option is one row of one table: its key, its environment variable, its default and what it does. `sluice config
//! --explain` prints the table. The only reader of environment and files besides the keys.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// One option.
struct Spec {
    key: &'static str,
    default: &'static str,
    help: &'static str,
}

const OPTIONS: &[Spec] = &[
    Spec {
        key: "listen",
        default: "127.0.0.1:8321",
        help: "Address and port to answer on. Put a reverse proxy with TLS in front before anything but loopback.",
    },
    Spec {
        key: "data",
        default: "sluice-data",
        help: "Directory of the database, the root key, the policy and unsent mail.",
    },
    Spec {
        key: "base_url",
        default: "",
        help: "How people reach the desk, e.g. https://security.example.org; links in letters begin with it, and passkeys are bound to its host. Empty: http:// and the address of `listen`, by the name localhost where that is this machine.",
    },
    Spec {
        key: "passkeys",
        default: "required",
        help: "required: members confirm with a passkey whatever counts (publishing, embargoes, people), and their sessions are short. offered: only those who have one do.",
    },
    Spec {
        key: "passwords",
        default: "off",
        help: "on: people may sign in with a password and a code of an authenticator app, both together, where no passkey is at hand. What counts waits for a passkey all the same. off: with passkeys and one-time links only.",
    },
    Spec {
        key: "provider.issuer",
        default: "",
        help: "Address of an identity provider (OpenID Connect) that people may sign in with once they have linked their account, e.g. https://id.example.org. What counts waits for a passkey all the same. Empty: none.",
    },
    Spec { key: "provider.name", default: "your organisation", help: "What people call the provider." },
    Spec {
        key: "provider.client",
        default: "",
        help: "The client id that the provider gave this desk. It is to send browsers back to /sign-in/provider/back.",
    },
    Spec { key: "provider.secret_file", default: "", help: "File that holds the client secret." },
    Spec { key: "database", default: "", help: "A PostgreSQL URL. Empty: SQLite in the data directory." },
    Spec {
        key: "database_bytes_max",
        default: "0",
        help: "SQLite refuses to grow beyond this many bytes; 0 is no limit but the disk.",
    },
    Spec {
        key: "root_key_file",
        default: "",
        help: "File of the root key. Empty: root.key in the data directory. Whoever has it and the database reads everything; without it nobody does.",
    },
    Spec {
        key: "policy_file",
        default: "",
        help: "The project's policy. Empty: policy.toml in the data directory, written from a preset at the first start.",
    },
    Spec {
        key: "repository",
        default: "",
        help: "A clone or a bare mirror of the project's repository on this machine, kept up to date by you. Its CODEOWNERS and MAINTAINERS then say who is a code owner, and not whoever invites. Empty: inviters are believed.",
    },
    Spec {
        key: "mail.host",
        default: "",
        help: "SMTP server for letters. Empty: letters are written as .eml files under the data directory.",
    },
    Spec { key: "mail.port", default: "587", help: "Port of the SMTP server." },
    Spec {
        key: "mail.tls",
        default: "starttls",
        help: "none, starttls or tls. none only for a server on this machine.",
    },
    Spec { key: "mail.user", default: "", help: "User name at the SMTP server; empty when it asks for none." },
    Spec { key: "mail.password_file", default: "", help: "File that holds the password for it." },
    Spec { key: "mail.from", default: "security@localhost.invalid", help: "Sender of every letter." },
    Spec {
        key: "reports_per_hour",
        default: "60",
        help: "Reports taken from one network (an IPv4 address, an IPv6 /64) in an hour; 0 is no limit.",
    },
    Spec {
        key: "trusted_proxies",
        default: "",
        help: "Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas. Empty: none.",
    },
    Spec { key: "body_kib_max", default: "512", help: "Largest request body taken, in KiB." },
];

/// The name of the environment variable of an option: `SLUICE_` and the key in capitals, dots as underscores.
fn variable(key: &str) -> String {
    format!("SLUICE_{}", key.to_uppercase().replace('.', "_"))
}

/// The configuration in force, each value with where it came from.
pub(crate) struct Config {
    values: BTreeMap<&'static str, (String, Source)>,
}

/// Where a value came from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Default,
    File,
    Environment,
}

impl Config {
    /// Reads `sluice.toml` (or the file named by `SLUICE_CONFIG`) if there is one, then the environment.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let named = std::env::var_os("SLUICE_CONFIG").map(PathBuf::from);
        let path = named.clone().unwrap_or_else(|| PathBuf::from("sluice.toml"));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => String::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        let environment =
            OPTIONS.iter().filter_map(|spec| Some((spec.key, std::env::var(variable(spec.key)).ok()?))).collect();
        Self::of(&text, environment).with_context(|| format!("{} is not right", path.display()))
    }

    fn of(text: &str, environment: BTreeMap<&'static str, String>) -> anyhow::Result<Self> {
        let mut values: BTreeMap<_, _> =
            OPTIONS.iter().map(|spec| (spec.key, (spec.default.to_owned(), Source::Default))).collect();
        for (key, value) in flattened(text)? {
            let Some(spec) = OPTIONS.iter().find(|spec| spec.key == key) else {
                bail!("there is no option `{key}`{}; `sluice config --explain` lists them all", suggestion(&key));
            };
            values.insert(spec.key, (value, Source::File));
        }
        for (key, value) in environment {
            values.insert(key, (value, Source::Environment));
        }
        Ok(Self { values })
    }

    /// The value of an option of the table.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.values.get(key).map_or("", |(value, _)| value)
    }

    /// The value of an option, parsed; an error that names it otherwise.
    pub(crate) fn parsed<T: std::str::FromStr>(&self, key: &str) -> anyhow::Result<T>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.text(key);
        text.parse().map_err(|error| anyhow::anyhow!("option `{key}` is `{text}`: {error}"))
    }

    /// The data directory.
    pub(crate) fn data(&self) -> &Path {
        Path::new(self.text("data"))
    }

    /// A path option that falls back to a file in the data directory.
    pub(crate) fn path_or(&self, key: &str, name: &str) -> PathBuf {
        match self.text(key) {
            "" => self.data().join(name),
            path => PathBuf::from(path),
        }
    }

    /// The values in force, as they would stand in the file.
    pub(crate) fn listing(&self) -> String {
        let lines: Vec<String> = self.values.iter().map(|(key, (value, _))| format!("{key} = \"{value}\"")).collect();
        lines.join("\n")
    }

    /// The table of options with the values in force, for `sluice config --explain`.
    pub(crate) fn explain(&self) -> String {
        let mut out =
            String::from("One TOML file (sluice.toml, or the file named by SLUICE_CONFIG), then the environment.\n");
        for spec in OPTIONS {
            let (value, source) =
                self.values.get(spec.key).map_or(("", Source::Default), |(value, source)| (value, *source));
            let from = match source {
                Source::Default => "the default",
                Source::File => "from the file",
                Source::Environment => "from the environment",
            };
            let _ = write!(
                out,
                "\n{} (or {})\n    {}\n    now: `{value}`, {from}\n",
                spec.key,
                variable(spec.key),
                spec.help
            );
        }
        out
    }
}

/// `[mail] host = "…"` as `mail.host`; numbers and booleans as their text.
#[expect(clippy::wildcard_enum_match_arm, reason = "TOML's values are not ours")]
fn flattened(text: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let table: toml::Table = text.parse()?;
    let mut flat = BTreeMap::new();
    for (key, value) in table {
        match value {
            toml::Value::Table(section) => {
                for (name, value) in section {
                    flat.insert(format!("{key}.{name}"), plain(&value)?);
                }
            }
            value => {
                flat.insert(key, plain(&value)?);
            }
        }
    }
    Ok(flat)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "TOML's values are not ours")]
fn plain(value: &toml::Value) -> anyhow::Result<String> {
    Ok(match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Boolean(truth) => truth.to_string(),
        other => bail!("`{other}` is not a text, a number or true/false"),
    })
}

/// The option that the writer may have meant.
fn suggestion(key: &str) -> String {
    let near = OPTIONS.iter().map(|spec| (distance(key, spec.key), spec.key)).min();
    near.filter(|(far, _)| *far <= 3).map_or_else(String::new, |(_, name)| format!(" (did you mean `{name}`?)"))
}

/// How many letters must be added, taken away or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let swap = row.get(j).copied().unwrap_or(0) + usize::from(left != *right);
            let delete = row.get(j + 1).copied().unwrap_or(0) + 1;
            let insert = next.last().copied().unwrap_or(0) + 1;
            next.push(swap.min(delete).min(insert));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
        let config = Config::of(
            "listen = \"127.0.0.1:1\"\n[mail]\nport = 25\n",
            BTreeMap::from([("listen", "127.0.0.1:2".to_owned())]),
        )
        .unwrap();
        assert_eq!(
            (config.text("listen"), config.text("mail.port"), config.text("mail.tls")),
            ("127.0.0.1:2", "25", "starttls")
        );
    }

    #[test]
    fn a_misspelt_option_is_an_error_with_a_suggestion() {
        let error = Config::of("lisen = \"127.0.0.1:1\"", BTreeMap::new()).err().unwrap().to_string();
        assert_eq!(
            error,
            "there is no option `lisen` (did you mean `listen`?); `sluice config --explain` lists them all"
        );
    }

    #[test]
    fn every_option_is_explained_with_its_value_and_its_source() {
        let text = Config::of("", BTreeMap::new()).unwrap().explain();
        for spec in OPTIONS {
            assert!(text.contains(&format!("{} (or {})", spec.key, variable(spec.key))), "{}", spec.key);
        }
        assert!(text.contains("mail.password_file (or SLUICE_MAIL_PASSWORD_FILE)"));
    }
}
