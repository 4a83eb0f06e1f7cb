//! A desk in its own process and directory, and people who speak to it.

use domain::policy::{Filling, Preset};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use cli::Client;
use serde_json::{Value, json};

/// The program under test.
pub(crate) const SLUICE: &str = env!("CARGO_BIN_EXE_sluice");

/// A running `sluice serve`; killed when dropped.
pub(crate) struct House {
    child: Child,
    pub(crate) base_url: String,
    pub(crate) data: PathBuf,
    /// The set-up link's code, when it printed one.
    pub(crate) set_up: Option<String>,
    /// Everything it said before it answered.
    pub(crate) said: String,
}

impl House {
    /// Starts one on a data directory.
    pub(crate) fn start(data: &Path, options: &[(&str, &str)]) -> Self {
        let mut command = Command::new(SLUICE);
        command.arg("serve").current_dir(data.parent().unwrap()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
            .env("SLUICE_DATA", data)
            .env("SLUICE_LISTEN", "127.0.0.1:0")
            .env("SLUICE_REPORTS_PER_HOUR", "0")
            .env("SLUICE_PASSKEYS", "offered");
        command.envs(options.iter().copied()).stderr(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (mut said, mut set_up, mut base_url) = (String::new(), None, None);
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        while base_url.is_none() {
            let mut line = String::new();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the desk ended before it answered: {said}");
            set_up = set_up.or_else(|| line.split_once("/sign-in/").map(|(_, code)| code.trim().to_owned()));
            base_url = line.split_once("answers on ").map(|(_, url)| url.trim().to_owned());
            said.push_str(&line);
        }
        // Whatever it says later is read away, so that it never waits for us.
        std::thread::spawn(move || lines.lines().count());
        Self { child, base_url: base_url.unwrap(), data: data.to_owned(), set_up, said }
    }

    /// Starts one whose policy is filled in: without, nothing is announced.
    pub(crate) fn start_filled(data: &Path, options: &[(&str, &str)]) -> Self {
        Self::start_as(Preset::Solo, data, options)
    }

    /// The same, by one of the presets.
    pub(crate) fn start_as(preset: Preset, data: &Path, options: &[(&str, &str)]) -> Self {
        std::fs::create_dir_all(data).unwrap();
        let policy = preset.filled(&Filling {
            name: "Lantern",
            organisation: "lantern",
            repository: "https://git.lantern.test/lantern",
            contact: "security@lantern.test",
            announce: "announce@lantern.test",
            chat: None,
        });
        std::fs::write(data.join("policy.toml"), policy).unwrap();
        Self::start(data, options)
    }

    /// Ends it without warning, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn anybody(&self) -> Client {
        Client::new(&self.base_url, None)
    }

    /// The first committee member, signed in by the set-up link.
    pub(crate) fn first_member(&self) -> Client {
        self.session(self.set_up.as_deref().expect("a set-up link"))
    }

    /// A session for a one-time code or a receipt.
    pub(crate) fn session(&self, code: &str) -> Client {
        let answer = self.anybody().post("/api/v1/session", &json!({ "code": code })).unwrap();
        Client::new(&self.base_url, Some(text(&answer, "token")))
    }

    /// Somebody new, invited with the operator's token; their account and their session.
    pub(crate) fn invite(&self, name: &str, committee: bool) -> (String, Client) {
        let token = std::fs::read_to_string(self.data.join("operator.token")).unwrap().trim().to_owned();
        let body = json!({ "name": name, "address": format!("{name}@desk.example"), "organisation": name, "committee": committee });
        let invited = Client::new(&self.base_url, Some(token)).post("/api/v1/people", &body).unwrap();
        let link = text(&invited, "link");
        (text(&invited, "id"), self.session(link.rsplit('/').next().unwrap()))
    }

    /// Sends a report; its receipt.
    pub(crate) fn report(&self, title: &str) -> String {
        let answer = self
            .anybody()
            .post("/api/v1/reports", &json!({ "title": title, "body": "What happens, and how." }))
            .unwrap();
        text(&answer, "receipt")
    }

    /// Runs the program's terminal against this desk.
    pub(crate) fn sluice(&self, arguments: &[&str]) -> Output {
        sluice_in(&self.data, arguments, &[("SLUICE_BASE_URL", &self.base_url)])
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Runs the program with a data directory.
pub(crate) fn sluice_in(data: &Path, arguments: &[&str], options: &[(&str, &str)]) -> Output {
    let mut command = Command::new(SLUICE);
    command.args(arguments).current_dir(data.parent().unwrap()).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", data.parent().unwrap());
    command.env("SLUICE_DATA", data).envs(options.iter().copied()).stdin(Stdio::null());
    command.output().unwrap()
}

/// What a run said, on both streams.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A text field of an answer.
pub(crate) fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_else(|| panic!("no `{field}` in {value}")).to_owned()
}
