//! Letters about the committee, sent from its log: behind a mark, each once, to whoever is a member now; and the links that let
//! new members in.
//!
//! Never sent while a page waits for it. A reader whose letter cannot leave waits, and nobody else; somebody outside is written
//! to once. What was not marked before a crash may come twice, with the same message id.

use std::collections::BTreeSet;
use std::time::Duration;

use documents::letter::{committee_letter, welcome_letter};
use domain::Timestamp;
use domain::committee::command::Command;
use domain::committee::effect::{Letter, Recipient, react};
use domain::committee::event::Recorded;
use domain::committee::facts::By;
use domain::committee::state::Committee;
use domain::ids::PersonId;
use jiff::SignedDuration;
use store::Person;
use tokio_util::sync::CancellationToken;

use crate::committee_memory::locked;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::ports::MailTrouble;
use crate::seats::in_reach;

/// A letter that cannot leave is tried for so long; the page says the same. A link that has not left by then, or was refused, is
/// tried again after as long.
const TRIED_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How often it is tried, and how soon it is seen what another process added.
const TRIED_EVERY: Duration = Duration::from_mins(1);
/// How long it is until a link is tried again.
const LINK_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// The setting that remembers up to which event letters were written.
const MARK: &str = "committee-letters";

/// One round of letters.
struct Round {
    /// Who is a member now, and in reach.
    members: Vec<Person>,
    /// The committee now.
    now: Committee,
    /// What was said to whom in one moment: once is enough.
    told: BTreeSet<(Timestamp, String, String)>,
    /// Whose letters cannot leave.
    waiting: BTreeSet<String>,
}

impl Desk {
    /// Writes to the committee whenever there is something to write, until cancelled.
    pub(crate) async fn write_to_committee(&self, cancel: &CancellationToken) {
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                () = self.inner.keeping.letters.notified() => {}
                () = tokio::time::sleep(TRIED_EVERY) => {}
            }
            // Told to stop in the middle of much mail, it stops.
            tokio::select! {
                () = cancel.cancelled() => return,
                sent = self.send_committee_letters() => if let Err(fault) = sent {
                    tracing::error!(%fault, "letters about the committee wait; they are tried again");
                },
            }
        }
    }

    /// Sends what is to be said of the committee, and the links that are owed. Nothing is sent while the clock is not believed.
    ///
    /// # Errors
    /// A fault of the machine; what was sent before it is not sent again.
    pub async fn send_committee_letters(&self) -> Result<(), Fault> {
        let _turn = self.inner.keeping.writing.lock().await;
        if !self.believes_clock() {
            return Ok(());
        }
        let Some(log) = self.inner.store.committee_log().await? else { return Ok(()) };
        let now = Committee::fold(&log.records);
        let members = in_reach(self.inner.store.committee().await?, &now);
        self.let_in(&now, &members).await;
        self.write_letters(&log.records, Round { members, now, told: BTreeSet::new(), waiting: BTreeSet::new() }).await
    }

    async fn write_letters(&self, log: &[Recorded], mut round: Round) -> Result<(), Fault> {
        let kept = self.inner.store.setting(MARK).await?;
        let before = kept.and_then(|kept| Some(u64::from_be_bytes(kept.try_into().ok()?))).unwrap_or(0);
        let (mut committee, mut mark) = (Committee::default(), before);
        for entry in log {
            committee.evolve(entry);
            let done =
                entry.seq <= before || self.policy().is_sole() || self.write_of(&committee, entry, &mut round).await?;
            // Up to the first that somebody still waits for.
            if done && entry.seq == mark + 1 {
                mark = entry.seq;
                // Told to stop between two letters, it writes none of them again.
                if !react(&committee, entry).is_empty() {
                    self.put_mark(mark).await?;
                }
            }
        }
        if mark > before {
            self.put_mark(mark).await?;
        }
        Ok(())
    }

    async fn put_mark(&self, mark: u64) -> Result<(), Fault> {
        self.inner.store.put_setting(MARK, &mark.to_be_bytes()).await?;
        locked(&self.inner.keeping.sent).retain(|(seq, ..)| *seq > mark);
        Ok(())
    }

    /// Whether every letter of an event has left, or is not tried any more.
    async fn write_of(&self, committee: &Committee, entry: &Recorded, round: &mut Round) -> Result<bool, Fault> {
        let patient = self.now().duration_since(entry.at) < TRIED_FOR;
        let project = self.policy().project.name.reveal().to_owned();
        let mut all = true;
        for (nth, wish) in react(committee, entry).into_iter().enumerate() {
            let outside = matches!(wish.to, Recipient::Address(_));
            // Whoever has a seat and no account yet is written to once they have it.
            let comes = matches!(wish.to, Recipient::Person(one) if round.now.is_member(one));
            let readers = readers(&wish.to, &round.members);
            all &= !(patient && comes && readers.is_empty());
            for (who, address) in readers {
                let key = (entry.seq, nth, who.clone());
                let letter =
                    committee_letter(&wish.letter, &project, &format!("{}{}", self.inner.base_url, path(&wish.letter)));
                let new = round.told.insert((entry.at, address.clone(), letter.body.clone()));
                if !new || locked(&self.inner.keeping.sent).contains(&key) {
                    continue;
                }
                let waits = round.waiting.contains(&who) || {
                    let sent =
                        self.try_to_send(&format!("committee/{}/{nth}/{who}", entry.seq), &address, letter).await;
                    matches!(sent, Err(MailTrouble::Later(_)))
                };
                if waits && patient && !outside {
                    round.waiting.insert(who);
                    all = false;
                } else {
                    locked(&self.inner.keeping.sent).insert(key);
                }
            }
        }
        Ok(all)
    }

    /// A link to each whom the members chose, or let in again, until it has left. Trouble with one keeps no other waiting.
    async fn let_in(&self, committee: &Committee, members: &[Person]) {
        let now = self.now();
        for (seat, since) in committee.seats.values().filter_map(|seat| Some((seat, seat.owed_since?))) {
            let Some(account) = members.iter().find(|member| member.id == seat.person) else { continue };
            let tried = locked(&self.inner.keeping.links).get(&seat.person).copied();
            if tried.is_some_and(|(owed, again)| owed == since && now < again) {
                continue;
            }
            let soon = match self.send_link(account).await {
                Ok(sent) => matches!(sent, Err(MailTrouble::Later(_))) && now.duration_since(since) < TRIED_FOR,
                Err(fault) => {
                    tracing::error!(%fault, "a link for a new member waits; it is tried again");
                    true
                }
            };
            let again = now.checked_add(if soon { LINK_EVERY } else { TRIED_FOR }).unwrap_or(Timestamp::MAX);
            locked(&self.inner.keeping.links).insert(seat.person, (since, again));
        }
    }

    async fn send_link(&self, account: &Person) -> Result<Result<(), MailTrouble>, Fault> {
        let link = format!("{}/sign-in/{}", self.inner.base_url, self.link_code(account.id).await?);
        let letter = welcome_letter(self.policy().project.name.reveal(), &link);
        let key = format!("welcome/{}/{}", account.id, self.now().as_millisecond());
        let sent = self.try_to_send(&key, &account.address, letter).await;
        if sent.is_ok() {
            self.note(By::Clock, Command::NoteWayIn { person: account.id }).await?;
        }
        Ok(sent)
    }
}

/// Who has a letter now, and where: members who still are.
fn readers(to: &Recipient, members: &[Person]) -> Vec<(String, String)> {
    let those = |may: &dyn Fn(PersonId) -> bool| {
        let reader = |person: &Person| (person.id.to_string(), person.address.clone());
        members.iter().filter(|member| may(member.id)).map(reader).collect()
    };
    match to {
        Recipient::Members => those(&|_| true),
        Recipient::MembersBut(one) => those(&|member| member != *one),
        Recipient::Person(one) => those(&|member| member == *one),
        Recipient::Address(address) => vec![("outside".to_owned(), address.reveal().to_owned())],
    }
}

/// Where a letter leads.
fn path(letter: &Letter) -> String {
    match letter {
        Letter::BallotOpened { ballot }
        | Letter::BallotContested { ballot }
        | Letter::BallotExtended { ballot }
        | Letter::BallotWithdrawn { ballot }
        | Letter::BallotClosed { ballot, .. } => format!("/committee/ballots/{ballot}"),
        Letter::LeavePlanned | Letter::LeaveGap | Letter::DeputyNamed => "/committee/calendar".to_owned(),
        Letter::Ping
        | Letter::DutyAssigned
        | Letter::ShiftBegins { .. }
        | Letter::ShiftOffered
        | Letter::Nudge
        | Letter::HandOver
        | Letter::Seated => "/my-duties".to_owned(),
        Letter::InterestArrived
        | Letter::InterestThanked
        | Letter::MemberLeft
        | Letter::SteppedDown
        | Letter::RosterWarned
        | Letter::TaskOpened
        | Letter::Silence
        | Letter::Suspended => "/committee".to_owned(),
    }
}
