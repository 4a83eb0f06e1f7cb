//! A real mail server in a child process: Debian's aiosmtpd, with answers that depend on the address.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use desk::ports::Mail;
use tempfile::TempDir;

/// A running server; ended when dropped.
pub(crate) struct Letterbox {
    child: Child,
    pub(crate) port: u16,
    dir: TempDir,
}

impl Letterbox {
    /// Starts a server, in the clear.
    pub(crate) fn start() -> Option<Self> {
        Self::with(tempfile::tempdir().unwrap(), &[])
    }

    /// Starts a server that insists on STARTTLS.
    pub(crate) fn with_starttls() -> Option<Self> {
        Self::with_certificate("--tlscert", "--tlskey")
    }

    /// Starts a server that speaks TLS from the first byte.
    pub(crate) fn with_tls() -> Option<Self> {
        Self::with_certificate("--smtpscert", "--smtpskey")
    }

    fn with_certificate(certificate_option: &str, key_option: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let (certificate, key) = (certificate(dir.path()), dir.path().join("key.pem"));
        if !self_signed(&certificate, &key) {
            println!("SKIPPED: openssl, which makes the server's certificate, is not installed");
            return None;
        }
        let words = [certificate_option, certificate.to_str().unwrap(), key_option, key.to_str().unwrap()];
        Self::with(dir, &words)
    }

    fn with(dir: TempDir, options: &[&str]) -> Option<Self> {
        let place = dir.path().join("letters");
        std::fs::create_dir(&place).unwrap();
        // The server takes no "any port": this one was free a moment ago.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
        let mut command = Command::new("aiosmtpd");
        command.args([
            "--nosetuid",
            "--debug",
            "--class",
            "letterbox.Letterbox",
            "--listen",
            &format!("localhost:{port}"),
        ]);
        command.args(options).arg(&place).env("PYTHONPATH", here).env("PYTHONDONTWRITEBYTECODE", "1");
        let Ok(mut child) = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn() else {
            println!("SKIPPED: the mail server aiosmtpd is not installed (Debian: python3-aiosmtpd)");
            return None;
        };
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = said.by_ref().map_while(Result::ok).any(|line| line.contains("Server is listening"));
        assert!(ready, "the mail server ended before it listened");
        // Whatever it says later is read away, so that it never waits for us.
        std::thread::spawn(move || said.count());
        Some(Self { child, port, dir })
    }

    /// What the server kept, oldest first: four lines about the conversation, an empty one, and the mail.
    pub(crate) fn kept(&self) -> Vec<String> {
        let place = self.dir.path().join("letters");
        let count = place.read_dir().unwrap().count();
        (1..=count).map(|number| std::fs::read_to_string(place.join(number.to_string())).unwrap()).collect()
    }

    /// The server's certificate.
    pub(crate) fn certificate(&self) -> PathBuf {
        certificate(self.dir.path())
    }
}

impl Drop for Letterbox {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn certificate(dir: &Path) -> PathBuf {
    dir.join("certificate.pem")
}

fn self_signed(certificate: &Path, key: &Path) -> bool {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]);
    command.args([
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    ]);
    command.arg("-out").arg(certificate).arg("-keyout").arg(key);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A letter to somebody.
pub(crate) fn letter(to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "We have your report".to_owned(),
        body: "Thank you.\n.\nA line with a single point is no end.\n".to_owned(),
        message_id: "0f5e99".to_owned(),
        at: "2022-09-08T12:05:09.123Z".parse().unwrap(),
    }
}
