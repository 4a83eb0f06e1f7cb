//! The demo's stage: a running desk, a clock to step, and people who speak to it over HTTP as they would.
//!
//! Knows the JSON API's paths; everything a person does goes through it.

use std::cell::RefCell;
use std::sync::Arc;

use anyhow::Context as _;
use cli::{Client, Trouble};
use desk::Desk;
use domain::Timestamp;
use domain::ids::CaseId;
use domain::policy::Policy;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::clock::DemoClock;

/// The stage.
pub(crate) struct Stage {
    /// The desk behind the doors; used to step time and to read what the files are made of, never to act for a person.
    pub(crate) desk: Desk,
    /// The clock.
    pub(crate) clock: Arc<DemoClock>,
    /// Where the doors are.
    pub(crate) base_url: String,
    /// The operator's token.
    pub(crate) operator: String,
    /// The runtime that the desk runs on.
    pub(crate) handle: Handle,
}

/// Somebody with a session. Sessions end by themselves, and the demo spans months: they sign in again when theirs is over.
pub(crate) struct Person {
    client: RefCell<Client>,
    base_url: String,
    again: Again,
    /// Their account; empty for a reporter.
    pub(crate) id: String,
}

/// How somebody signs in again.
enum Again {
    /// With a new link from the operator.
    Link { operator: String, invitee: Value },
    /// With their receipt.
    Receipt(String),
}

impl Stage {
    /// Steps the clock to a moment, waking the desk whenever it wants to be woken on the way.
    pub(crate) fn step_to(&self, moment: &str) -> anyhow::Result<()> {
        let target: Timestamp = moment.parse()?;
        self.handle.block_on(async {
            loop {
                self.desk.tick().await?;
                self.desk.deliver().await?;
                let wakeup = self.desk.next_wakeup().await?.filter(|at| *at < target);
                match wakeup {
                    Some(at) => self.clock.step_to(at),
                    None => break,
                }
            }
            self.clock.step_to(target);
            self.desk.tick().await?;
            self.desk.deliver().await?;
            anyhow::Ok(())
        })
    }

    /// From now on another policy is in force for new cases.
    pub(crate) fn adopt(&self, policy: Policy) {
        self.desk.adopt(Arc::new(policy));
    }

    /// Invites somebody and signs them in with the link they got.
    pub(crate) fn person(&self, name: &str, organisation: &str, committee: bool) -> anyhow::Result<Person> {
        let invitee = invitee(name, organisation, committee);
        let made = Client::new(&self.base_url, Some(self.operator.clone())).post("/api/v1/people", &invitee)?;
        let link = text(&made, "link")?;
        let client = RefCell::new(session(&self.base_url, code(&link)?)?);
        let again = Again::Link { operator: self.operator.clone(), invitee };
        Ok(Person { client, base_url: self.base_url.clone(), again, id: text(&made, "id")? })
    }

    /// A new one-time link for somebody with an account, to click through what the demo left.
    pub(crate) fn link(&self, name: &str, organisation: &str, committee: bool) -> anyhow::Result<String> {
        let operator = Client::new(&self.base_url, Some(self.operator.clone()));
        text(&operator.post("/api/v1/people", &invitee(name, organisation, committee))?, "link")
    }

    /// The accounts that sit on the committee.
    pub(crate) fn members(&self) -> anyhow::Result<Vec<String>> {
        let people = Client::new(&self.base_url, Some(self.operator.clone())).get("/api/v1/people")?;
        let listed = people.get("people").and_then(Value::as_array).into_iter().flatten();
        let sits = |person: &&Value| person.get("committee").and_then(Value::as_bool) == Some(true);
        listed.filter(sits).map(|person| text(person, "id")).collect()
    }

    /// Ends an account, as the operator.
    pub(crate) fn end_account(&self, person: &str) -> anyhow::Result<()> {
        let operator = Client::new(&self.base_url, Some(self.operator.clone()));
        Ok(operator.post(&format!("/api/v1/people/{person}/removal"), &json!({})).map(drop)?)
    }

    /// Makes the private fork of a case and brings a branch into it, as git itself does; the commit that stands there.
    pub(crate) fn forked(
        &self,
        forks: &std::path::Path,
        case: CaseId,
        repository: &std::path::Path,
        branch: &str,
    ) -> anyhow::Result<String> {
        self.handle.block_on(async {
            let fork = forks::Forks::new(forks).create(case).await?;
            let commit = fork.import(repository, &branch.parse()?).await?;
            anyhow::ensure!(fork.has_commit(&commit).await?, "the private fork lacks the commit");
            Ok(commit.to_string())
        })
    }

    /// Sends a report as anybody may; the reporter with their session, and the receipt.
    pub(crate) fn report(&self, report: &Value) -> anyhow::Result<(Person, String)> {
        let anybody = Client::new(&self.base_url, None);
        let receipt = text(&anybody.post("/api/v1/reports", report)?, "receipt")?;
        let client = RefCell::new(session(&self.base_url, &receipt)?);
        let again = Again::Receipt(receipt.clone());
        Ok((Person { client, base_url: self.base_url.clone(), again, id: String::new() }, receipt))
    }
}

impl Person {
    /// Asks something of a case.
    pub(crate) fn ask(&self, case: CaseId, noun: &str, body: &Value) -> anyhow::Result<()> {
        let path = format!("/api/v1/cases/{case}/{noun}");
        self.signed_in(|client| client.post(&path, body)).map(|_| ()).with_context(|| format!("{noun} was not done"))
    }

    /// Asks something of the committee.
    pub(crate) fn committee(&self, noun: &str, body: &Value) -> anyhow::Result<()> {
        let path = format!("/api/v1/committee/{noun}");
        self.signed_in(|client| client.post(&path, body)).map(drop).with_context(|| format!("{noun} was not done"))
    }

    /// The number of the committee's newest ballot.
    pub(crate) fn newest_ballot(&self) -> anyhow::Result<u64> {
        let committee = self.signed_in(|client| client.get("/api/v1/committee"))?;
        let newest = committee.pointer("/ballots/0/ballot").and_then(Value::as_u64);
        newest.context("a committee without ballots")
    }

    /// Asks with the session there is, and once more with a new one when that is over.
    fn signed_in(&self, ask: impl Fn(&Client) -> Result<Value, Trouble>) -> anyhow::Result<Value> {
        let first = ask(&self.client.borrow());
        if first == Err(Trouble::NotFound) {
            self.sign_in_again()?;
            return Ok(ask(&self.client.borrow())?);
        }
        Ok(first?)
    }

    fn sign_in_again(&self) -> anyhow::Result<()> {
        let fresh = match &self.again {
            Again::Receipt(receipt) => session(&self.base_url, receipt)?,
            Again::Link { operator, invitee } => {
                let invited = Client::new(&self.base_url, Some(operator.clone())).post("/api/v1/people", invitee)?;
                session(&self.base_url, code(&text(&invited, "link")?)?)?
            }
        };
        self.client.replace(fresh);
        Ok(())
    }

    /// The newest open case on this person's board.
    pub(crate) fn newest_case(&self) -> anyhow::Result<CaseId> {
        let board = self.signed_in(|client| client.get("/api/v1/cases?filter=open"))?;
        let cases = board.get("cases").and_then(Value::as_array).context("a board without cases")?;
        let newest = cases.iter().max_by_key(|case| case.get("opened_at").and_then(Value::as_str).map(str::to_owned));
        Ok(text(newest.context("an empty board")?, "id")?.parse()?)
    }
}

fn invitee(name: &str, organisation: &str, committee: bool) -> Value {
    let address = format!("{}@{}.example", name.to_lowercase(), organisation.to_lowercase());
    json!({ "name": name, "address": address, "organisation": organisation, "committee": committee })
}

fn session(base_url: &str, code: &str) -> anyhow::Result<Client> {
    let answer = Client::new(base_url, None).post("/api/v1/session", &json!({ "code": code }))?;
    Ok(Client::new(base_url, Some(text(&answer, "token")?)))
}

/// The code at the end of a sign-in link.
fn code(link: &str) -> anyhow::Result<&str> {
    link.rsplit('/').next().context("a link without a code")
}

/// A text field of an answer.
pub(crate) fn text(value: &Value, field: &str) -> anyhow::Result<String> {
    value.get(field).and_then(Value::as_str).map(str::to_owned).with_context(|| format!("the answer has no `{field}`"))
}
