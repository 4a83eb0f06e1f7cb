//! HTTP as far as the API needs it: JSON out, JSON in, a token shown.
//!
//! Knows statuses and time limits; must not know what is asked. It follows nobody elsewhere: the token goes to the desk and
//! to no other.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body, Error};

use crate::trouble::Trouble;
use crate::verbs;

/// How long a question may take.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);
/// How long a connection may take to stand.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const ANSWER_BYTES_MAX: u64 = 32 << 20;

/// Asks a desk's API, as one caller.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    base_url: String,
    token: Option<String>,
}

impl Client {
    /// A client of the desk at this address, with this session's or the operator's token.
    #[must_use]
    pub fn new(base_url: &str, token: Option<String>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(CONNECT_WITHIN))
            .timeout_global(Some(ANSWER_WITHIN))
            .user_agent("sluice")
            .build();
        Self { agent: config.new_agent(), base_url: base_url.trim_end_matches('/').to_owned(), token }
    }

    /// Reads.
    ///
    /// # Errors
    /// What the desk says against it, or that it does not answer.
    pub fn get(&self, path: &str) -> Result<Value, Trouble> {
        debug_assert!(verbs::is_registered("GET", path), "no command is written down as asking {path}");
        let request = self.agent.get(format!("{}{path}", self.base_url)).header("accept", "application/json");
        self.understood(match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")).call(),
            None => request.call(),
        })
    }

    /// Asks for something to be done.
    ///
    /// # Errors
    /// What the desk says against it, or that it does not answer.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Trouble> {
        debug_assert!(verbs::is_registered("POST", path), "no command is written down as asking {path}");
        let request = self.agent.post(format!("{}{path}", self.base_url)).header("accept", "application/json");
        self.understood(match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")).send_json(body),
            None => request.send_json(body),
        })
    }

    /// Ends something.
    ///
    /// # Errors
    /// What the desk says against it, or that it does not answer.
    pub fn delete(&self, path: &str) -> Result<Value, Trouble> {
        debug_assert!(verbs::is_registered("DELETE", path), "no command is written down as asking {path}");
        let request = self.agent.delete(format!("{}{path}", self.base_url)).header("accept", "application/json");
        self.understood(match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")).call(),
            None => request.call(),
        })
    }

    /// An answer as its value, or as the trouble it tells of. No content is `null`.
    fn understood(&self, answer: Result<Response<Body>, Error>) -> Result<Value, Trouble> {
        let mut answer = answer.map_err(|error| self.unreachable(&error))?;
        let status = answer.status().as_u16();
        let bytes = answer
            .body_mut()
            .with_config()
            .limit(ANSWER_BYTES_MAX)
            .read_to_vec()
            .map_err(|error| self.unreachable(&error))?;
        let value = if bytes.is_empty() { Some(Value::Null) } else { serde_json::from_slice(&bytes).ok() };
        if (200..300).contains(&status) {
            return value.ok_or_else(Trouble::odd);
        }
        Err(match status {
            300..=399 => Trouble::odd(),
            _ => Trouble::of(status, &value.unwrap_or_default(), &self.base_url),
        })
    }

    fn unreachable(&self, error: &Error) -> Trouble {
        Trouble::Unreachable { base_url: self.base_url.clone(), why: error.to_string() }
    }
}

/// A part of a path or a query's value: everything but letters, digits and `-._~` percent-encoded.
pub(crate) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    // A path of dots would climb.
    if out.chars().all(|c| c == '.') { out.replace('.', "%2E") } else { out }
}
