//! The API from a terminal: asks what a person types, prints what the desk answers.
//!
//! Knows the JSON API's paths and how an answer reads best in a terminal. It decides nothing, opens no file and reads no
//! environment: where the desk is, which token to show and where text comes from are given by the binary.

mod access;
mod answer;
mod ballot;
mod case_page;
mod client;
mod command;
mod committee;
mod committee_command;
mod committee_wish;
mod nouns;
mod pages;
mod proposals;
mod screen;
mod show;
mod trouble;
mod verbs;

use domain::ids::CaseId;
use serde_json::{Value, json};

pub use access::{PasskeyCommand, RecoveryCommand, SessionCommand, TokenCommand};
pub use client::Client;
pub use command::{Command, MemberCommand, ProposalCommand};
pub use committee_command::CommitteeCommand;
pub use show::Show;
pub use trouble::Trouble;
pub use verbs::{CliVerb, VERBS};

use access::Recovered;
use command::{Board, Change, Invite, NewReport};
use committee_wish::Wanted;

/// The desk to speak to, and whom to speak as.
#[derive(Clone)]
pub struct Server {
    /// Where the desk is: `https://security.example.org`.
    pub base_url: String,
    /// The session's or the operator's token, if any.
    pub token: Option<String>,
}

/// What a terminal can do for a command.
pub trait Desktop {
    /// The text of a file, or of the standard input for `-`.
    ///
    /// # Errors
    /// Says why it cannot be read.
    fn read(&mut self, source: &str) -> Result<String, String>;

    /// Shows an answer; control characters are escaped already.
    fn print(&mut self, text: &str);

    /// Keeps a session's token for the next command.
    ///
    /// # Errors
    /// Says why it cannot be kept.
    fn keep(&mut self, token: &str) -> Result<(), String>;

    /// Forgets the kept token.
    ///
    /// # Errors
    /// Says why it cannot be forgotten.
    fn forget(&mut self) -> Result<(), String>;
}

/// Runs one command.
///
/// # Errors
/// A refusal in the desk's words, bad input, nothing found, or a fault; [`Trouble::exit_code`] tells them apart.
pub fn run(command: Command, server: &Server, desktop: &mut dyn Desktop) -> Result<(), Trouble> {
    let client = Client::new(&server.base_url, server.token.clone());
    let mut errand = Errand { client: &client, desktop };
    match command {
        Command::Report(report) => errand.report(report),
        Command::Member { member } => match member {
            MemberCommand::Invite(invite) => errand.invite(&invite),
            MemberCommand::Change(change) => errand.change(change),
            MemberCommand::Remove { person, show } => {
                errand.posted(&format!("/api/v1/people/{person}/removal"), &json!({}), show, |_done| "Done.".to_owned())
            }
            MemberCommand::Openings { person, show } => {
                errand.page(&format!("/api/v1/people/{person}/openings"), show, pages::openings)
            }
            MemberCommand::Recovery { recovery } => match recovery {
                RecoveryCommand::List { show } => errand.page("/api/v1/recoveries", show, pages::recoveries),
                RecoveryCommand::Begin(whose) => errand.recovery(&whose, "begin"),
                RecoveryCommand::Approve(whose) => errand.recovery(&whose, "approve"),
                RecoveryCommand::Stop(whose) => errand.recovery(&whose, "stop"),
            },
            MemberCommand::SignOut { person, show } => {
                errand.deleted(&format!("/api/v1/people/{person}/sessions"), show)
            }
            MemberCommand::List { show } => errand.page("/api/v1/people", show, pages::people),
        },
        Command::Session { session } => match session {
            SessionCommand::List { show } => errand.page("/api/v1/sessions", show, pages::sessions),
            SessionCommand::End { session, show } => errand.deleted(&format!("/api/v1/sessions/{session}"), show),
            SessionCommand::EndOthers { show } => errand.deleted("/api/v1/sessions", show),
        },
        Command::Passkey { passkey } => match passkey {
            PasskeyCommand::List { show } => errand.page("/api/v1/passkeys", show, pages::passkeys),
            PasskeyCommand::Remove { passkey, show } => errand.deleted(&format!("/api/v1/passkeys/{passkey}"), show),
        },
        Command::Token { token } => match token {
            TokenCommand::List { show } => errand.page("/api/v1/tokens", show, pages::tokens),
            TokenCommand::New { name, scopes, days, show } => {
                let body = json!({ "name": name, "scopes": scopes, "days": days });
                errand.posted("/api/v1/tokens", &body, show, pages::token_made)
            }
            TokenCommand::End { token, show } => errand.deleted(&format!("/api/v1/tokens/{token}"), show),
        },
        Command::SignIn { code } => errand.sign_in(&code),
        Command::SignOut => errand.sign_out(),
        Command::Me { show } => errand.page("/api/v1/me", show, pages::me),
        Command::Board(board) => errand.board(&board),
        Command::Case { case, show } => errand.page(&format!("/api/v1/cases/{case}"), show, case_page::case),
        Command::See { case, reason, show } => errand.see(case, &reason, show),
        Command::Readers { case, show } => errand.page(&format!("/api/v1/cases/{case}/readers"), show, pages::readers),
        Command::Candidates { case, path, show } => {
            let path = path.map_or_else(String::new, |path| format!("?path={}", client::segment(&path)));
            errand.page(&format!("/api/v1/cases/{case}/candidates{path}"), show, pages::candidates)
        }
        Command::Invitation { case, show } => {
            errand.page(&format!("/api/v1/cases/{case}/invitation"), show, pages::terms)
        }
        Command::Do { case, noun, pairs, show } => errand.ask(&case.to_string(), &noun, &pairs, show),
        Command::Proposal { proposal } => errand.proposal(proposal),
        Command::Committee { committee } => errand.committee(committee),
        Command::MyReport { show } => errand.page("/api/v1/report", show, case_page::case),
        Command::Advisories { slug: None, after, show } => {
            let after = after.map_or_else(String::new, |place| format!("?after={}", client::segment(&place)));
            errand.page(&format!("/api/v1/advisories{after}"), show, pages::advisories)
        }
        Command::Advisories { slug: Some(slug), show, .. } => {
            errand.page(&format!("/api/v1/advisories/{}", client::segment(&slug)), show, pages::advisory)
        }
        Command::Policy { show } => errand.page("/api/v1/policy", show, pages::policy),
    }
}

/// One command on its way.
struct Errand<'a> {
    client: &'a Client,
    desktop: &'a mut dyn Desktop,
}

impl Errand<'_> {
    fn page(&mut self, path: &str, show: Show, draw: fn(&Value) -> String) -> Result<(), Trouble> {
        let answer = self.client.get(path)?;
        self.show(&answer, show, draw);
        Ok(())
    }

    fn deleted(&mut self, path: &str, show: Show) -> Result<(), Trouble> {
        let answer = self.client.delete(path)?;
        self.show(&answer, show, |_done| "Done.".to_owned());
        Ok(())
    }

    fn show(&mut self, answer: &Value, show: Show, draw: impl FnOnce(&Value) -> String) {
        let text = if show.json { screen::json(answer) } else { screen::text(&draw(answer)) };
        self.desktop.print(text.trim_end());
    }

    fn report(&mut self, report: NewReport) -> Result<(), Trouble> {
        let NewReport { title, body, body_file, name, address, credit, public, publishes_at, show } = report;
        let text = match (body, body_file) {
            (Some(text), _) => text,
            (None, Some(source)) => self.desktop.read(&source).map_err(|why| Trouble::bad("body-file", &why))?,
            (None, None) => {
                return Err(Trouble::bad(
                    "body",
                    "say what you know with --body, or --body-file FILE (- reads the standard input)",
                ));
            }
        };
        let mut body = json!({ "title": title, "body": text, "credit": credit, "public": public });
        for (key, value) in [("name", name), ("address", address), ("publishes_at", publishes_at)] {
            if let (Some(value), Some(fields)) = (value, body.as_object_mut()) {
                fields.insert(key.to_owned(), value.into());
            }
        }
        let answer = self.client.post("/api/v1/reports", &body)?;
        self.show(&answer, show, pages::receipt);
        Ok(())
    }

    fn see(&mut self, case: CaseId, reason: &str, show: Show) -> Result<(), Trouble> {
        let body = json!({ "case": case, "reason": reason });
        let said = |_done: &Value| "Asked, if there is such a case; its committee decides.".to_owned();
        self.posted("/api/v1/access-requests", &body, show, said)
    }

    fn invite(&mut self, invite: &Invite) -> Result<(), Trouble> {
        let Invite { name, mail, organisation, fixer, office, show } = invite;
        let (committee, office) = (!fixer && office.is_none(), office.as_deref().unwrap_or("none"));
        let body = json!({ "name": name, "address": mail, "organisation": organisation, "committee": committee, "office": office });
        let answer = self.client.post("/api/v1/people", &body)?;
        self.show(&answer, *show, pages::invitation);
        Ok(())
    }

    fn change(&mut self, change: Change) -> Result<(), Trouble> {
        let Change { person, name, mail, organisation, handle, office, show } = change;
        let wanted =
            [("name", name), ("address", mail), ("organisation", organisation), ("handle", handle), ("office", office)];
        let fields = wanted.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?))));
        let body = Value::Object(fields.collect());
        self.posted(&format!("/api/v1/people/{person}/change"), &body, show, |_done| "Done.".to_owned())
    }

    fn recovery(&mut self, whose: &Recovered, step: &str) -> Result<(), Trouble> {
        let path = format!("/api/v1/people/{}/recovery", whose.person);
        self.posted(&path, &json!({ "step": step }), whose.show, |_done| "Done.".to_owned())
    }

    fn sign_in(&mut self, link: &str) -> Result<(), Trouble> {
        // A whole link or its code: the code is what follows the last stroke.
        let code = link.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let answer = self.client.post("/api/v1/session", &json!({ "code": code }))?;
        let token = answer.get("token").and_then(Value::as_str).ok_or_else(Trouble::odd)?;
        self.desktop.keep(token).map_err(|why| Trouble::bad("session", &why))?;
        self.desktop.print("You are signed in; `sluice sign-out` ends it.");
        Ok(())
    }

    fn sign_out(&mut self) -> Result<(), Trouble> {
        let ended = self.client.delete("/api/v1/session");
        // What is kept here is forgotten even when the desk cannot be told.
        self.desktop.forget().map_err(|why| Trouble::bad("session", &why))?;
        ended?;
        self.desktop.print("You are signed out.");
        Ok(())
    }

    fn board(&mut self, board: &Board) -> Result<(), Trouble> {
        let Board { closed, all, mine, after, show } = board;
        let filter = match (all, closed) {
            (true, _) => "all",
            (false, true) => "closed",
            (false, false) => "open",
        };
        let mut path = format!("/api/v1/cases?filter={filter}&mine={mine}");
        if let Some(after) = after {
            path.push_str("&after=");
            path.push_str(&client::segment(after));
        }
        self.page(&path, *show, pages::board)
    }

    fn proposal(&mut self, wanted: ProposalCommand) -> Result<(), Trouble> {
        let at = "/api/v1/policy-proposals";
        match wanted {
            ProposalCommand::List { show } => self.page(at, show, proposals::list_of),
            ProposalCommand::Read { proposal, show } => self.page(&format!("{at}/{proposal}"), show, proposals::one),
            ProposalCommand::Look { file, show } => {
                let policy = self.desktop.read(&file).map_err(|why| Trouble::bad("file", &why))?;
                self.posted("/api/v1/policy-look", &json!({ "policy": policy }), show, proposals::look)
            }
            ProposalCommand::New { file, reason, show } => {
                let policy = self.desktop.read(&file).map_err(|why| Trouble::bad("file", &why))?;
                self.posted(at, &json!({ "policy": policy, "reason": reason }), show, proposals::made)
            }
            ProposalCommand::Say { proposal, choice, reason, show } => {
                let mut body = json!({ "choice": choice });
                if let (Some(reason), Some(fields)) = (reason, body.as_object_mut()) {
                    fields.insert("reason".to_owned(), reason.into());
                }
                self.posted(&format!("{at}/{proposal}/words"), &body, show, |_done| "Done.".to_owned())
            }
            ProposalCommand::TakeBack { proposal, show } => {
                self.posted(&format!("{at}/{proposal}/withdrawal"), &json!({}), show, |_done| "Done.".to_owned())
            }
        }
    }

    fn committee(&mut self, command: CommitteeCommand) -> Result<(), Trouble> {
        let (wanted, show) = committee_wish::wanted(command)?;
        match wanted {
            Wanted::Page { path, draw } => self.page(&path, show, draw),
            Wanted::Ballot { number } => {
                let answer = self.client.get(committee_wish::COMMITTEE)?;
                self.show(ballot::of(&answer, number)?, show, ballot::one);
                Ok(())
            }
            Wanted::Ask { path, body, done } => {
                let answer = self.client.post(&path, &body)?;
                self.show(&answer, show, |_done| done.to_owned());
                Ok(())
            }
        }
    }

    fn posted(&mut self, path: &str, body: &Value, show: Show, draw: fn(&Value) -> String) -> Result<(), Trouble> {
        let answer = self.client.post(path, body)?;
        self.show(&answer, show, draw);
        Ok(())
    }

    fn ask(&mut self, case: &str, noun: &str, pairs: &[String], show: Show) -> Result<(), Trouble> {
        let body = nouns::body(noun, pairs, |source| self.desktop.read(source))?;
        let answer = self.client.post(&format!("/api/v1/cases/{case}/{noun}"), &body)?;
        self.show(&answer, show, |_done| "Done.".to_owned());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{Shutdown, TcpListener};

    use clap::{FromArgMatches as _, Subcommand as _};

    use super::*;

    /// A terminal that only shows.
    #[derive(Default)]
    struct Screen(String);

    impl Desktop for Screen {
        fn read(&mut self, source: &str) -> Result<String, String> {
            Err(source.to_owned())
        }

        fn print(&mut self, text: &str) {
            self.0.push_str(text);
        }

        fn keep(&mut self, _token: &str) -> Result<(), String> {
            Ok(())
        }

        fn forget(&mut self) -> Result<(), String> {
            Ok(())
        }
    }

    fn program() -> clap::Command {
        Command::augment_subcommands(clap::Command::new("sluice"))
    }

    /// What was asked and how it ended, typed without a session against a desk with one answer.
    fn one(answer: &'static str, words: &str) -> (String, Result<String, Trouble>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let desk = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = vec![0; 4096];
            let length = stream.read(&mut asked).unwrap();
            let (head, answer_bytes) = ("HTTP/1.1 200 X\r\nconnection: close\r\n", answer.len());
            write!(stream, "{head}content-length: {answer_bytes}\r\n\r\n{answer}").unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            // What is left unread when the connection closes could cut the answer off.
            stream.read_to_end(&mut Vec::new()).unwrap();
            String::from_utf8_lossy(asked.get(..length).unwrap()).into_owned()
        });
        let matches = program().try_get_matches_from(format!("sluice {words}").split(' ')).unwrap();
        let command = Command::from_arg_matches(&matches).unwrap();
        let mut screen = Screen::default();
        let ended = run(command, &Server { base_url, token: None }, &mut screen).map(|()| screen.0);
        (desk.join().unwrap(), ended)
    }

    #[test]
    fn every_command_can_be_typed() {
        program().debug_assert();
    }

    #[test]
    fn a_ballot_is_shown_alone_as_text_and_as_json() {
        let answer =
            r#"{"ballots":[{"ballot":4,"question":"Four?"},{"ballot":3,"question":"Three?","standing":"Open"}]}"#;
        let (asked, shown) = one(answer, "committee ballot 3");
        assert!(asked.starts_with("GET /api/v1/committee HTTP/1.1\r\n"), "{asked}");
        assert!(shown.unwrap().starts_with("Ballot 3: Three?\nOpen. "));
        let (_asked, shown) = one(answer, "committee ballot 3 --json");
        let shown: Value = serde_json::from_str(&shown.unwrap()).unwrap();
        assert_eq!(shown, json!({ "ballot": 3, "question": "Three?", "standing": "Open" }));
        let (_asked, shown) = one(answer, "committee ballot 7");
        assert_eq!(shown.unwrap_err().exit_code(), 3);
    }

    #[test]
    fn what_is_asked_of_the_committee_is_sent_and_said_to_be_done() {
        let (asked, shown) = one(r#"{"done":true}"#, "committee ping 0s3gcq9g64sjicphlmi4f1fcqs");
        assert!(asked.starts_with("POST /api/v1/committee/ping HTTP/1.1\r\n"), "{asked}");
        assert_eq!(shown.unwrap(), "Done.");
        let (_asked, shown) = one(r#"{"done":true}"#, "committee here --json");
        assert_eq!(serde_json::from_str::<Value>(&shown.unwrap()).unwrap(), json!({ "done": true }));
    }

    #[test]
    fn the_roster_is_read_by_whoever_is_not_signed_in() {
        let (asked, shown) = one(r#"{"name":"Team","members":[]}"#, "committee roster");
        assert!(asked.starts_with("GET /api/v1/roster HTTP/1.1\r\n"), "{asked}");
        assert!(!asked.to_ascii_lowercase().contains("authorization"), "{asked}");
        assert_eq!(shown.unwrap(), "Team: nobody, as of -");
    }
}
