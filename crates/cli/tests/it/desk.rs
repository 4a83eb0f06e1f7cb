//! Something that answers HTTP as a desk does, with prepared answers; and somebody at a terminal.
//!
//! The whole program against a real desk is told in the binary's own stories; here each answer can be as strange as it likes.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use clap::{Parser, Subcommand};
use cli::{Command, Desktop, Server, Show, Trouble};
use serde_json::Value;

/// What was asked, in one line and its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) token: Option<String>,
    pub(crate) body: String,
}

/// A listener that gives one prepared answer to each question.
pub(crate) struct Prepared {
    pub(crate) base_url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    answering: JoinHandle<()>,
}

impl Prepared {
    /// Answers with these statuses and bodies, in this order, then listens no more.
    pub(crate) fn answers(answers: &[(u16, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let mut left: VecDeque<(u16, String)> =
            answers.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        let answering = std::thread::spawn(move || {
            while let Some((status, body)) = left.pop_front() {
                let (stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream);
                heard.lock().unwrap().push(read(&mut reader));
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
                reader.get_mut().write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { base_url, asked, answering }
    }

    /// Everything that was asked, after the last answer was given.
    pub(crate) fn asked(self) -> Vec<Asked> {
        self.answering.join().unwrap();
        self.asked.lock().unwrap().clone()
    }
}

fn read(reader: &mut impl BufRead) -> Asked {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        lines.iter().find_map(|line| {
            line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        })
    };
    let mut body = vec![0; header("content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    let line = lines.first().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    Asked { line, token: header("authorization"), body: String::from_utf8(body).unwrap() }
}

/// Somebody at a terminal.
#[derive(Default)]
pub(crate) struct Person {
    pub(crate) printed: String,
    pub(crate) kept: Option<String>,
    pub(crate) forgot: bool,
}

impl Desktop for Person {
    fn read(&mut self, source: &str) -> Result<String, String> {
        match source {
            "-" => Ok("typed in".to_owned()),
            "report.txt" => Ok("from a file\nof two lines\n".to_owned()),
            other => Err(format!("{other}: there is no such file")),
        }
    }

    fn print(&mut self, text: &str) {
        self.printed.push_str(text);
        self.printed.push('\n');
    }

    fn keep(&mut self, token: &str) -> Result<(), String> {
        self.kept = Some(token.to_owned());
        Ok(())
    }

    fn forget(&mut self) -> Result<(), String> {
        self.forgot = true;
        Ok(())
    }
}

#[derive(Parser)]
struct Program {
    #[command(subcommand)]
    verb: Verb,
}

/// As the binary has them: it says more of policies, and so has the word.
#[derive(Subcommand)]
enum Verb {
    Policy {
        #[command(flatten)]
        show: Show,
    },
    #[command(flatten)]
    Asked(Command),
}

/// A command as typed.
pub(crate) fn typed(words: &[&str]) -> Result<Command, clap::Error> {
    Program::try_parse_from(std::iter::once("sluice").chain(words.iter().copied())).map(|program| match program.verb {
        Verb::Policy { show } => Command::Policy { show },
        Verb::Asked(command) => command,
    })
}

impl Person {
    /// Types a command against a desk.
    pub(crate) fn types(&mut self, base_url: &str, words: &[&str]) -> Result<(), Trouble> {
        let server = Server { base_url: base_url.to_owned(), token: Some("the-token".to_owned()) };
        cli::run(typed(words).unwrap_or_else(|error| panic!("{error}")), &server, self)
    }
}

/// Types a command against a desk with one answer: what was asked, and how it ended.
pub(crate) fn one(status: u16, answer: &str, words: &[&str]) -> (Asked, Result<String, Trouble>) {
    let desk = Prepared::answers(&[(status, answer)]);
    let mut person = Person::default();
    let ended = person.types(&desk.base_url, words).map(|()| person.printed);
    (desk.asked().remove(0), ended)
}

/// A body as JSON.
pub(crate) fn json(asked: &Asked) -> Value {
    serde_json::from_str(&asked.body).unwrap()
}
