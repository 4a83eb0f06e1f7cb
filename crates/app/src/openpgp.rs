//! A text signed with OpenPGP, by the `gpg` of this machine.
//!
//! Knows how it is called and what it says when it cannot. Must not know what is signed, and never sees a key.

use std::io::{ErrorKind, Write as _};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail, ensure};

/// The text with its signature around it, readable without any program. The key is named as `gpg` takes it: an address, a
/// fingerprint.
///
/// # Errors
/// When there is no `gpg`, when it has no such secret key, and when it cannot sign for a reason of its own.
pub(crate) fn clearsigned(text: &str, key: &str) -> anyhow::Result<String> {
    ensure!(!key.is_empty() && !key.starts_with('-'), "`{key}` is no key; name an address or a fingerprint");
    let mut command = Command::new("gpg");
    // Its answers are read below, so they must be in one language.
    command.args(["--batch", "--local-user", key, "--clearsign", "--output", "-"]).env("LC_ALL", "C");
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut gpg = match started {
        Ok(gpg) => gpg,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("gpg is not installed; install GnuPG, or render without --sign and sign the file yourself")
        }
        Err(error) => return Err(error).context("cannot run gpg"),
    };
    // A gpg that has no key stops before it has read anything; what it says then is what counts.
    let written = gpg.stdin.take().context("gpg takes no text")?.write_all(text.as_bytes());
    let output = gpg.wait_with_output().context("gpg did not end")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && said.contains("No secret key") {
        bail!("gpg has no secret key `{key}`; `gpg --list-secret-keys` shows those that it has");
    }
    ensure!(output.status.success(), "gpg could not sign: {}", said.trim());
    written.context("gpg did not take the text")?;
    let signed = String::from_utf8(output.stdout).context("gpg answered with something else than text")?;
    ensure!(
        signed.starts_with("-----BEGIN PGP SIGNED MESSAGE-----"),
        "gpg answered with something else than a signed text"
    );
    Ok(signed)
}
