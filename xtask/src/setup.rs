//! `cargo xtask setup`: what the tests need of the machine, by package name.
//!
//! Knows programs and the packages that bring them. It must not build or test anything of ours.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::table::Row;
use crate::tools;

/// Something the tests or checks use.
struct Need {
    name: &'static str,
    /// Without it nothing can be tested; without the others something is skipped, and the table says so.
    vital: bool,
    from: Source,
    is_here: fn() -> bool,
    /// How to get it where there is no `apt-get`.
    elsewhere: &'static str,
}

#[derive(Clone, Copy)]
enum Source {
    Debian(&'static [&'static str]),
    Cargo(&'static [&'static str]),
    Rustup(&'static str),
    /// A package of Node's, below the build's own directory: only tests use it.
    Npm(&'static str),
}

const NEEDS: [Need; 13] = [
    Need {
        name: "git",
        vital: true,
        from: Source::Debian(&["git"]),
        is_here: || tools::find("git").is_some(),
        elsewhere: "install git from your system's packages",
    },
    Need {
        name: "a C++ compiler, for the fuzzer",
        vital: false,
        from: Source::Debian(&["g++"]),
        is_here: || tools::find("g++").is_some(),
        elsewhere: "install g++ from your system's packages",
    },
    Need {
        name: "PostgreSQL's programs",
        vital: false,
        from: Source::Debian(&["postgresql"]),
        is_here: has_postgresql,
        elsewhere: "install PostgreSQL 15 or later, with `initdb` and `pg_ctl` on the PATH",
    },
    Need {
        name: "Chromium",
        vital: false,
        from: Source::Debian(&["chromium"]),
        is_here: || tools::find("chromium").is_some(),
        elsewhere: "install Chromium, callable as `chromium`",
    },
    Need {
        name: "Chromium's driver",
        vital: false,
        from: Source::Debian(&["chromium-driver"]),
        is_here: || tools::find("chromedriver").is_some(),
        elsewhere: "install the driver of the same version, callable as `chromedriver`",
    },
    Need {
        name: "a mail server to send letters to",
        vital: false,
        from: Source::Debian(&["python3-aiosmtpd"]),
        is_here: || tools::find("aiosmtpd").is_some(),
        elsewhere: "install aiosmtpd for Python 3, callable as `aiosmtpd`",
    },
    Need {
        name: "GnuPG",
        vital: false,
        from: Source::Debian(&["gnupg"]),
        is_here: || tools::find("gpg").is_some(),
        elsewhere: "install GnuPG 2, callable as `gpg`",
    },
    Need {
        name: "Node and its packages' installer",
        vital: false,
        from: Source::Debian(&["nodejs", "npm"]),
        is_here: || tools::find("node").is_some() && tools::find("npm").is_some(),
        elsewhere: "install Node 18 or later, with npm",
    },
    Need {
        name: "an identity provider to sign in with",
        vital: false,
        from: Source::Npm("oidc-provider@8"),
        is_here: || provider_dir().join("node_modules/oidc-provider").is_dir(),
        elsewhere: "npm install oidc-provider@8 --prefix target/test-provider",
    },
    Need {
        name: "rustfmt",
        vital: true,
        from: Source::Rustup("rustfmt"),
        is_here: || tools::find("cargo-fmt").is_some(),
        elsewhere: "rustup component add rustfmt",
    },
    Need {
        name: "clippy",
        vital: true,
        from: Source::Rustup("clippy"),
        is_here: || tools::find("cargo-clippy").is_some(),
        elsewhere: "rustup component add clippy",
    },
    Need {
        name: "cargo-nextest",
        vital: true,
        from: Source::Cargo(&["cargo-nextest", "--locked", "--debug"]),
        is_here: || tools::find("cargo-nextest").is_some(),
        elsewhere: "cargo install cargo-nextest --locked",
    },
    Need {
        name: "cargo-deny",
        vital: false,
        // Without its optional parts and unoptimised: it is a big program for a small check.
        from: Source::Cargo(&["cargo-deny", "--locked", "--no-default-features", "--debug"]),
        is_here: || tools::find("cargo-deny").is_some(),
        elsewhere: "cargo install cargo-deny --locked",
    },
];

/// Debian keeps the server's programs off the PATH, by version.
fn has_postgresql() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let complete = |dir: &Path| dir.join("initdb").is_file() && dir.join("pg_ctl").is_file();
    versions.map(|version| version.path().join("bin")).any(|dir| complete(&dir))
        || (tools::find("initdb").is_some() && tools::find("pg_ctl").is_some())
}

/// Where the identity provider of the tests is, beside what is built.
fn provider_dir() -> PathBuf {
    let built = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    built.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target")).join("test-provider")
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !(need.is_here)()).collect()
}

/// Installs what is missing where that can be done, and says what is left and how to get it.
pub(crate) fn run(root: &Path) -> Result<Row> {
    let wanted = missing();
    if !wanted.is_empty() {
        install(root, &wanted)?;
    }
    let left = missing();
    let vital = left.iter().filter(|need| need.vital).count();
    for need in &left {
        println!("missing: {}. To get it: {}", need.name, by_hand(need));
    }
    Ok(Row {
        name: "setup".to_owned(),
        passed: NEEDS.len() - left.len(),
        failed: vital,
        skipped: left.len() - vital,
        why: left.iter().map(|need| format!("missing: {} ({})", need.name, by_hand(need))).collect(),
        ..Row::default()
    })
}

fn by_hand(need: &Need) -> String {
    match need.from {
        Source::Debian(packages) if has_apt() => format!("apt-get install {}", packages.join(" ")),
        Source::Debian(_) | Source::Cargo(_) | Source::Rustup(_) | Source::Npm(_) => need.elsewhere.to_owned(),
    }
}

fn has_apt() -> bool {
    tools::find("apt-get").is_some()
}

fn install(root: &Path, wanted: &[&Need]) -> Result<()> {
    let mut packages = Vec::new();
    for need in wanted {
        match need.from {
            Source::Debian(names) => packages.extend_from_slice(names),
            Source::Cargo(_) | Source::Rustup(_) | Source::Npm(_) => {}
        }
    }
    if !packages.is_empty() && has_apt() {
        // The lists of packages may be older than the packages, or not there at all.
        let updated = tools::show(&mut apt(&["update", "--quiet"]))?;
        let mut words = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
        words.extend(packages);
        let installed = tools::show(&mut apt(&words))?;
        println!("apt-get: lists {}, packages {}", done(updated), done(installed));
    }
    for need in wanted {
        match need.from {
            Source::Debian(_) => {}
            Source::Cargo(words) => {
                tools::show(tools::cargo(root, &["install"]).args(words))?;
            }
            Source::Npm(package) => {
                let place = provider_dir();
                fs::create_dir_all(&place)?;
                if let Some(npm) = tools::find("npm") {
                    let words = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"];
                    tools::show(Command::new(npm).args(words).arg(&place).arg(package).stdin(Stdio::null()))?;
                }
            }
            Source::Rustup(component) => {
                if tools::find("rustup").is_some() {
                    tools::show(Command::new("rustup").args(["component", "add", component]).stdin(Stdio::null()))?;
                }
            }
        }
    }
    Ok(())
}

fn done(success: bool) -> &'static str {
    if success { "done" } else { "failed" }
}

fn apt(arguments: &[&str]) -> Command {
    // Only root may install; `id` is asked because the environment may not say.
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = if is_root || tools::find("sudo").is_none() {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=300"]).args(arguments);
    command.stdin(Stdio::null()).current_dir(env::temp_dir());
    command
}
