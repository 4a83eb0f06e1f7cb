//! Delivery: what was wished for is done, as often as needed, and what became of it is told to the case.
//!
//! Rights are checked again at the moment of sending: who has left gets nothing, however long the letter has waited. A
//! letter that cannot be sent is held and shown on the case page; it is never sent in another way.

use domain::Timestamp;
use domain::case::command::Command;
use domain::case::effect::{Effect, Letter, Recipient};
use domain::case::event::{Event, Recorded};
use domain::case::state::{Case, Consent, Publication};
use domain::ids::{CaseId, PersonId};
use domain::people::{Actor, Part};
use domain::words::Line;
use jiff::SignedDuration;
use store::Job;

use crate::desk::Desk;
use crate::fault::Fault;
use crate::job::Job as Work;
use crate::ports::{Mail, MailTrouble};
use crate::publications::announcement_of;

/// How long one worker has for a job before another may take it.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// The longest pause between two tries.
const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(1);

/// A mail to one person about one effect.
struct Envelope {
    /// The effect's key and the recipient: done once.
    key: String,
    to: String,
    subject: String,
    body: String,
}

/// What became of a job.
enum Done {
    /// Finished, or nothing to do any more.
    Yes,
    /// Worth another try.
    Later(String),
}

impl Desk {
    /// Performs what is due in the outbox; the number of jobs finished.
    ///
    /// # Errors
    /// A fault of the machine; jobs in hand come back when their lease is over.
    pub async fn deliver(&self) -> Result<usize, Fault> {
        self.note_proofs().await?;
        let mut finished = 0;
        loop {
            let jobs = self.inner.store.claim(self.now(), LEASE, 16).await?;
            if jobs.is_empty() {
                return Ok(finished);
            }
            for job in jobs {
                // A job of a case that cannot be read waits by itself; the others go on.
                let done = self.perform(&job).await.unwrap_or_else(|fault| {
                    tracing::error!(%fault, case = %job.case, "a letter or a publication waits; it is tried again");
                    Done::Later(fault.to_string())
                });
                match done {
                    Done::Yes => {
                        self.inner.store.finish(&job).await?;
                        finished += 1;
                    }
                    Done::Later(problem) => self.inner.store.retry(&job, self.next_try(job.attempts), &problem).await?,
                }
            }
        }
    }

    /// Lets no job wait longer than the longest pause between two tries.
    pub(crate) async fn hasten(&self, now: Timestamp) -> Result<(), Fault> {
        let silenced = self.inner.store.hasten(now, PAUSE_MAX + PAUSE_MAX).await?;
        if silenced > 0 {
            tracing::warn!(silenced, "letters or publications waited for a time that nobody gave them; they go now");
        }
        Ok(())
    }

    async fn perform(&self, job: &Job) -> Result<Done, Fault> {
        let Some(working) = self.working(job.case).await? else { return Ok(Done::Yes) };
        let (case, records) = (working.case(), working.log());
        if let Some(problem) = self.unproved(Work::of(&job.effect), &job.effect, &working).await? {
            tracing::error!(case = %job.case, problem, "a publication or an invitation waits");
            return Ok(Done::Later(problem));
        }
        match &job.effect {
            Effect::SendLetter { to, letter } => {
                let envelopes = self.letters(job, case, *to, *letter).await?;
                self.send_all(job.case, records, envelopes).await
            }
            Effect::PublishAdvisory | Effect::WithdrawAdvisory => {
                self.put_on_site(case).await?;
                Ok(Done::Yes)
            }
            Effect::Announce { channel } => self.announce(job, case, channel).await,
            Effect::SendRetrospective { channel } => match self.retrospective_for(job, case, channel).await? {
                Some(envelope) => self.send_all(job.case, records, vec![envelope]).await,
                None => Ok(Done::Yes),
            },
        }
    }

    /// The letters of one wish, to whoever may still have them.
    async fn letters(&self, job: &Job, case: &Case, to: Recipient, letter: Letter) -> Result<Vec<Envelope>, Fault> {
        let project = case.policy.project.name.reveal();
        let envelope = |who: String, address: &str, path: String| {
            let text =
                documents::letter::participant_letter(letter, project, &format!("{}{path}", self.inner.base_url));
            Envelope {
                key: format!("{}/{who}", job.key),
                to: address.to_owned(),
                subject: text.subject,
                body: text.body,
            }
        };
        if to == Recipient::Reporter {
            let address = case.reporter.address.as_ref().map(Line::reveal);
            return Ok(address
                .map(|address| envelope("reporter".to_owned(), address, "/my-report".to_owned()))
                .into_iter()
                .collect());
        }
        let mut envelopes = Vec::new();
        for person in self.recipients(case, to).await? {
            let invited = !matches!(to, Recipient::Committee | Recipient::Coordinator)
                && case.part(person.id).is_none()
                && !person.committee;
            let path = if invited { format!("/cases/{}/invitation", case.id) } else { format!("/cases/{}", case.id) };
            envelopes.push(envelope(person.id.to_string(), &person.address, path));
        }
        Ok(envelopes)
    }

    /// Who may have a letter now: committee members who are still members, whoever has a part and may still read, the invited.
    async fn recipients(&self, case: &Case, to: Recipient) -> Result<Vec<store::Person>, Fault> {
        let committee = self.members_in_reach().await?;
        let wanted: Vec<PersonId> = match to {
            Recipient::Reporter => vec![],
            Recipient::Committee => return Ok(committee),
            Recipient::Coordinator => {
                match case.coordinator.filter(|person| committee.iter().any(|member| member.id == *person)) {
                    Some(person) => vec![person],
                    None => return Ok(committee),
                }
            }
            Recipient::FixTeam => having(case, self.now(), |part| part != Part::Distributor),
            Recipient::Distributors => having(case, self.now(), |part| part == Part::Distributor),
            Recipient::Person(person) => vec![person],
        };
        let people = self.inner.store.people(&wanted).await?;
        let may = |id: PersonId| {
            let invited = case.fix_team.get(&id).is_some_and(|part| part.approved && part.consent != Consent::Declined);
            invited || committee.iter().any(|member| member.id == id)
        };
        Ok(people.into_iter().filter(|person| person.removed_at.is_none() && may(person.id)).collect())
    }

    async fn announce(&self, job: &Job, case: &Case, channel: &Line) -> Result<Done, Fault> {
        // What was withdrawn meanwhile is not announced any more.
        let published = matches!(case.publication, Publication::Published { .. });
        let Some(address) = channel_address(case, channel).filter(|_| published) else { return Ok(Done::Yes) };
        if case.announced.contains_key(channel) {
            return Ok(Done::Yes);
        }
        let letter = match announcement_of(case, self.now()) {
            Ok(letter) => letter,
            Err(problems) => {
                let problem =
                    problems.into_iter().next().map_or_else(|| String::from("unfit"), |line| line.reveal().to_owned());
                return self.hold(job.case, &job.key, &problem).await;
            }
        };
        let channel_of = case.policy.channels.iter().find(|known| known.name == *channel);
        let subject = match channel_of.and_then(|known| known.subject_prefix.as_ref()) {
            Some(prefix) => format!("{} {}", prefix.reveal(), letter.subject),
            None => letter.subject,
        };
        let mail = self.mail(&job.key, &address, subject, letter.body);
        match self.inner.mailer.send(&mail).await {
            Ok(receipt) => {
                let outcome = Command::NoteAnnounced { channel: channel.clone(), receipt: receipt_line(&receipt) };
                self.ask_as(Actor::WORLD, job.case, outcome).await?;
                Ok(Done::Yes)
            }
            Err(MailTrouble::Later(problem)) => Ok(Done::Later(problem)),
            Err(MailTrouble::Never(problem)) => self.hold(job.case, &job.key, &problem).await,
        }
    }

    async fn retrospective_for(&self, job: &Job, case: &Case, channel: &Line) -> Result<Option<Envelope>, Fault> {
        let (Some(address), Some(text)) = (channel_address(case, channel), case.retrospective) else { return Ok(None) };
        let Some(bytes) = self.text_of(case, text).await? else { return Ok(None) };
        let subject = format!("Retrospective of a security release of {}", case.policy.project.name.reveal());
        Ok(Some(Envelope {
            key: job.key.clone(),
            to: address,
            subject,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }))
    }

    /// Sends each letter that the log does not show as sent. One that waits does not keep the others from leaving.
    async fn send_all(&self, case: CaseId, log: &[Recorded], envelopes: Vec<Envelope>) -> Result<Done, Fault> {
        let mut waiting = None;
        for envelope in envelopes.into_iter().filter(|envelope| !is_settled(log, &envelope.key)) {
            let Envelope { key, to, subject, body } = envelope;
            if let Err(problem) = documents::letter::check(&format!("{subject}\n{body}")) {
                self.hold(case, &key, &problem).await?;
                continue;
            }
            let mail = self.mail(&key, &to, subject, body);
            match self.inner.mailer.send(&mail).await {
                Ok(receipt) => {
                    let outcome = Command::NoteLetterSent { effect: key, receipt: receipt_line(&receipt) };
                    self.ask_as(Actor::WORLD, case, outcome).await?;
                }
                Err(MailTrouble::Later(problem)) => waiting = Some(problem),
                Err(MailTrouble::Never(problem)) => {
                    self.hold(case, &key, &problem).await?;
                }
            }
        }
        Ok(waiting.map_or(Done::Yes, Done::Later))
    }

    async fn hold(&self, case: CaseId, key: &str, problem: &str) -> Result<Done, Fault> {
        let outcome = Command::NoteLetterHeld { effect: key.to_owned(), problem: receipt_line(problem) };
        self.ask_as(Actor::WORLD, case, outcome).await?;
        Ok(Done::Yes)
    }

    /// Sends a letter that is no case's, once: what it says stands on a page too. What kept it goes to the process log.
    pub(crate) async fn send_once(&self, key: &str, to: &str, letter: documents::letter::Letter) {
        drop(self.try_to_send(key, to, letter).await);
    }

    /// The same, with what came of it.
    pub(crate) async fn try_to_send(
        &self,
        key: &str,
        to: &str,
        letter: documents::letter::Letter,
    ) -> Result<(), MailTrouble> {
        let mail = self.mail(key, to, letter.subject, letter.body);
        let sent = self.inner.mailer.send(&mail).await;
        if let Err(trouble) = &sent {
            let about = key.split('/').next().unwrap_or_default();
            tracing::warn!(%trouble, about, "a letter did not leave");
        }
        sent.map(drop)
    }

    fn mail(&self, key: &str, to: &str, subject: String, body: String) -> Mail {
        // The key names the case; the message id must not, and must be the same at every try.
        let mark = vault::row_mac(self.inner.store.mac_key(), "message", &[key.as_bytes(), to.as_bytes()]);
        let half = mark.first_chunk::<16>().copied().unwrap_or_default();
        Mail { to: to.to_owned(), subject, body, message_id: vault::InstanceId(half).to_string(), at: self.now() }
    }

    fn next_try(&self, attempts: u32) -> Timestamp {
        let seconds = 15_i64.saturating_mul(1_i64 << attempts.min(10));
        let pause = SignedDuration::from_secs(seconds).min(PAUSE_MAX);
        self.now().checked_add(pause).unwrap_or(Timestamp::MAX)
    }
}

/// Who has such a part in a case, and may still read it.
fn having(case: &Case, now: Timestamp, such: impl Fn(Part) -> bool) -> Vec<PersonId> {
    case.fix_team.keys().copied().filter(|person| case.part_at(*person, now).is_some_and(&such)).collect()
}

/// Where a channel's mail goes.
fn channel_address(case: &Case, name: &Line) -> Option<String> {
    let channel = case.policy.channels.iter().find(|channel| channel.name == *name)?;
    Some(channel.address.reveal().to_owned())
}

/// Whether the log shows the letter as sent, or as held for good.
fn is_settled(log: &[Recorded], key: &str) -> bool {
    let names = |event: &Event| matches!(event, Event::LetterSent { effect, .. } | Event::LetterHeld { effect, .. } if effect == key);
    log.iter().any(|entry| names(&entry.event))
}

/// A server's words as one bounded line for the log.
fn receipt_line(words: &str) -> Line {
    let plain: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(Line::CHARS_MAX).collect();
    Line::new(&plain).unwrap_or_else(|_| accepted())
}

#[expect(clippy::expect_used, reason = "a constant that parses")]
fn accepted() -> Line {
    Line::new("no words given").expect("a constant that parses")
}
