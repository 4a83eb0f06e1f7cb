//! security.txt with an OpenPGP signature, made and checked by the gpg of this machine with a throw-away key.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::house::{said, sluice_in};

const KEY: &str = "security@lantern.example";

/// A key ring in a directory of its own; the agent that gpg starts for it ends with it.
struct Ring(tempfile::TempDir);

impl Ring {
    /// `None` where there is no gpg.
    fn new() -> Option<Self> {
        if Command::new("gpg").arg("--version").output().is_err() {
            return None;
        }
        let ring = Self(tempfile::tempdir().unwrap());
        let made = ring.gpg(&["--passphrase", "", "--quick-generate-key", KEY, "ed25519", "sign", "never"], "");
        assert!(made.status.success(), "{}", said(&made));
        Some(ring)
    }

    fn gpg(&self, arguments: &[&str], text: &str) -> Output {
        let mut command = Command::new("gpg");
        command.arg("--batch").args(arguments).env("GNUPGHOME", self.0.path()).env("LC_ALL", "C");
        let mut gpg = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        gpg.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        gpg.wait_with_output().unwrap()
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        let _ended = Command::new("gpgconf").args(["--kill", "all"]).env("GNUPGHOME", self.0.path()).output();
    }
}

const PLAIN: [&str; 9] = [
    "policy",
    "render",
    "--preset",
    "solo",
    "--as",
    "security-txt",
    "--desk",
    "https://desk.example",
    "--expires=2100-01-01",
];

/// What a run with that key ring, and programs found on that path, says.
fn render(ring: &Path, path: Option<&str>, more: &[&str]) -> Output {
    let bench = tempfile::tempdir().unwrap();
    let ring = ring.to_str().unwrap();
    let mut options = vec![("GNUPGHOME", ring)];
    options.extend(path.map(|path| ("PATH", path)));
    sluice_in(&bench.path().join("data"), &[&PLAIN[..], more].concat(), &options)
}

#[test]
fn a_signed_security_txt_is_verified_by_gpg_and_says_what_the_unsigned_one_says() {
    let Some(ring) = Ring::new() else {
        println!("SKIPPED: gpg is not installed");
        return;
    };
    let signed = render(ring.0.path(), None, &["--sign", KEY]);
    assert!(signed.status.success(), "{}", said(&signed));
    let signed = String::from_utf8(signed.stdout).unwrap();
    let verified = ring.gpg(&["--verify"], &signed);
    assert!(verified.status.success() && said(&verified).contains("Good signature"), "{}", said(&verified));
    let plain = render(ring.0.path(), None, &[]);
    let inside = ring.gpg(&["--decrypt"], &signed);
    assert_eq!(String::from_utf8(inside.stdout).unwrap(), String::from_utf8(plain.stdout).unwrap());
    let forged = signed.replace("Expires: 2100", "Expires: 2101");
    assert!(!ring.gpg(&["--verify"], &forged).status.success(), "another day has another signature");
    let context = lint::Context { file: None, repository: None, today: jiff::civil::date(2099, 8, 1) };
    // The preset's address is an example; whatever a signature asks for is there.
    let report = lint::security_txt(&signed, &context);
    assert!(report.findings.iter().all(|finding| !finding.rule.id().starts_with("txt-")), "{}", report.text());
    assert!(signed.contains("Canonical: https://desk.example/.well-known/security.txt"), "{signed}");
}

#[test]
fn a_key_that_is_not_there_is_named() {
    let Some(ring) = Ring::new() else {
        println!("SKIPPED: gpg is not installed");
        return;
    };
    let refused = render(ring.0.path(), None, &["--sign", "somebody@else.example"]);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("gpg has no secret key `somebody@else.example`"), "{}", said(&refused));
}

#[test]
fn what_a_signature_needs_is_said() {
    let empty = tempfile::tempdir().unwrap();
    let nowhere = empty.path().to_str();
    let missing = render(empty.path(), nowhere, &["--sign", KEY]);
    assert!(!missing.status.success() && said(&missing).contains("gpg is not installed"), "{}", said(&missing));
    let bench = |arguments: &[&str]| said(&sluice_in(&empty.path().join("data"), arguments, &[]));
    let placeless = bench(&["policy", "render", "--preset", "solo", "--as", "security-txt", "--sign", KEY]);
    assert!(placeless.contains("--desk https://"), "{placeless}");
    let other = bench(&["policy", "render", "--preset", "solo", "--sign", KEY]);
    assert!(other.contains("--as security-txt"), "{other}");
    let option = bench(&[&PLAIN[..], &["--sign=--homedir"]].concat());
    assert!(option.contains("is no key"), "{option}");
}
