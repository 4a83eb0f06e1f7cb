//! The committee kept: seats and accounts agree, what time brought about is noted, letters are written.
//!
//! The log says who is a member; the account of each says what they may open. Whichever was changed, the other follows at once,
//! and again at every look until it has: a seat that was given is given to the account, an account that was ended gives its
//! seat back, and whoever has left has no access any more. Everything here can be repeated.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use documents::letter::{committee_letter, welcome_letter};
use domain::Timestamp;
use domain::committee::clock;
use domain::committee::command::Command;
use domain::committee::effect::{Letter, Recipient, react};
use domain::committee::event::Recorded;
use domain::committee::facts::{By, Leaving, Nominee, Question, Seating, Sign};
use domain::committee::state::{Committee, Former, Seat};
use domain::ids::PersonId;
use domain::words::Line;
use jiff::SignedDuration;
use store::{Person, SaidBy};

use crate::committee::organisation;
use crate::committee_memory::locked;
use crate::desk::Desk;
use crate::fault::Fault;

/// The longest time between two looks: what another process changed is noticed by then.
const LOOK_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// The shortest.
const PAUSE_MS: i64 = 500;
/// A letter that cannot leave is tried for so long; the page says the same.
const TRIED_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How often it is noted that a member is there.
const SIGN_EVERY: SignedDuration = SignedDuration::from_hours(20);
/// The setting that remembers for which event letters were written last.
const LETTERS: &str = "committee-letters";
/// How often accounts and roster are held against each other before the next look does it again.
const ROUNDS_MAX: usize = 4;

impl Desk {
    /// Looks when it is time to, or when something was changed.
    pub(crate) async fn keep_if_due(&self) -> Result<(), Fault> {
        if self.inner.keeping.due.load(Ordering::SeqCst) <= self.now().as_millisecond() {
            self.keep_committee().await?;
        }
        Ok(())
    }

    /// An account was changed: the roster is looked at before it is read again.
    pub(crate) fn look_at_committee(&self) {
        self.inner.keeping.due.store(0, Ordering::SeqCst);
    }

    /// When the committee, or the cases that nobody looks after, want to be looked at next.
    pub(crate) fn committee_due(&self) -> Option<Timestamp> {
        let keeping = &self.inner.keeping;
        let due = keeping.due.load(Ordering::SeqCst).min(keeping.cases_due.load(Ordering::SeqCst));
        Timestamp::from_millisecond(due).ok()
    }

    /// A case may have nobody who looks after it: the next beat sees to it.
    pub(crate) fn look_for_cases(&self) {
        self.inner.keeping.cases_due.store(0, Ordering::SeqCst);
    }

    /// Brings seats and accounts together, notes the time, writes letters.
    ///
    /// # Errors
    /// A fault of the machine; what was done before it stays done.
    pub async fn keep_committee(&self) -> Result<(), Fault> {
        let _turn = self.inner.keeping.turn.lock().await;
        for _ in 0..ROUNDS_MAX {
            if !self.inner.keeping.doubted.load(Ordering::SeqCst) {
                self.note(By::Clock, Command::NoteTime).await?;
            }
            let (committee, everybody) = self.committee_and_accounts().await?;
            if !self.bring_together(&committee, &everybody).await? {
                break;
            }
            self.look_for_cases();
        }
        self.write_letters().await?;
        let (committee, _) = self.committee_and_accounts().await?;
        let now = self.now();
        // Whoever goes away leaves cases behind, and whoever comes back can take some.
        let looked = self.inner.keeping.looked.swap(now.as_millisecond(), Ordering::SeqCst);
        let since_then = |at: Timestamp| looked < at.as_millisecond() && at <= now;
        if committee.leaves.values().any(|leave| since_then(leave.begins) || since_then(leave.back_at())) {
            self.look_for_cases();
        }
        let look = now.checked_add(LOOK_EVERY).unwrap_or(Timestamp::MAX);
        let wakeup = clock::next_wakeup(&committee, &self.policy(), now).map_or(look, |at| at.clamp(now, look));
        // A moment later, so that it has come when we look; never a busy loop, whatever the rules say.
        let next = wakeup.as_millisecond().saturating_add(1).max(now.as_millisecond() + PAUSE_MS);
        self.inner.keeping.due.store(next, Ordering::SeqCst);
        Ok(())
    }

    async fn committee_and_accounts(&self) -> Result<(Committee, Vec<Person>), Fault> {
        let log = self.inner.store.committee_log().await?;
        let committee = log.map_or_else(Committee::default, |log| Committee::fold(&log.records));
        Ok((committee, self.inner.store.everybody().await?))
    }

    /// Whether anything had to be changed.
    async fn bring_together(&self, committee: &Committee, everybody: &[Person]) -> Result<bool, Fault> {
        let account = |id: PersonId| everybody.iter().find(|person| person.id == id);
        let mut changed = false;
        for seat in committee.seats.values() {
            changed |= self.keep_seat(committee, seat, account(seat.person)).await?;
        }
        for former in &committee.former {
            if !committee.is_member(former.seat.person) {
                changed |= self.keep_former(former, account(former.seat.person)).await?;
            }
        }
        for person in everybody.iter().filter(|person| person.committee && person.removed_at.is_none()) {
            let left = committee.former.iter().any(|former| former.seat.person == person.id);
            if !committee.is_member(person.id) && !left {
                let name = Line::new(&person.name).or_else(|_| Line::new(&person.address));
                let name = name.map_err(|_| Fault::Unfolded)?;
                let noted = Command::NoteSeat { person: person.id, name, organisation: organisation(person) };
                self.note(By::Operator, noted).await?;
                changed = true;
            }
        }
        Ok(changed)
    }

    /// A seat's account has it, works where the seat says, and is there at all.
    async fn keep_seat(&self, committee: &Committee, seat: &Seat, account: Option<&Person>) -> Result<bool, Fault> {
        match account {
            None => match nominated(committee, seat) {
                Some(nominee) => self.welcome(&nominee).await,
                None => Ok(false),
            },
            Some(person) if person.removed_at.is_some() => {
                self.note(By::Clock, Command::NoteAccountEnded { person: seat.person }).await?;
                Ok(true)
            }
            Some(person) if !person.committee => match nominated(committee, seat) {
                Some(nominee) => self.seat_account(person, &nominee).await,
                None => Ok(false),
            },
            Some(person) if seat.suspended_at.is_some() && self.ways_in(person.id).await? > 0 => {
                self.inner.store.forget_every_way_in(person.id).await?;
                Ok(true)
            }
            Some(person) if organisation(person) != seat.organisation => {
                let noted = Command::NoteEmployer { person: seat.person, organisation: organisation(person) };
                self.note(By::Clock, noted).await?;
                Ok(true)
            }
            Some(_) => Ok(false),
        }
    }

    /// Whoever has left has no access: a deputy gives the seat back, everybody else's account ends, and what shows it is kept.
    async fn keep_former(&self, former: &Former, account: Option<&Person>) -> Result<bool, Fault> {
        let open = account.filter(|person| person.removed_at.is_none());
        let changed = match (open, former.why) {
            (Some(person), Leaving::DeputyEnded { .. }) if person.committee => {
                let back = Person { committee: false, ..person.clone() };
                self.inner.store.change_person(person, &back).await?
            }
            (Some(_), Leaving::DeputyEnded { .. }) | (None, _) => false,
            (Some(person), Leaving::SteppedDown | Leaving::Removed { .. } | Leaving::AccountEnded) => {
                self.inner.store.close_account(person.id, self.now()).await?
            }
        };
        let is_cut = account.is_none_or(|person| person.removed_at.is_some());
        if !changed && is_cut && former.access_cut.is_none() {
            let person = former.seat.person;
            let cases = self.inner.store.openings_of(person, self.now()).await?.cases;
            let ways_in = self.ways_in(person).await?;
            self.note(By::Clock, Command::NoteAccessCut { person, ways_in, cases }).await?;
        }
        Ok(changed)
    }

    /// How many things open the desk in somebody's name.
    async fn ways_in(&self, person: PersonId) -> Result<u64, Fault> {
        let left = self.inner.store.openings_of(person, self.now()).await?;
        Ok(left.sessions + left.links + left.passkeys + left.passwords + left.providers + left.tokens)
    }

    /// A link for somebody whose access was suspended, and is no more.
    pub(crate) async fn let_in_again(&self, person: PersonId) -> Result<(), Fault> {
        let Some(account) = self.inner.store.person(person).await? else { return Ok(()) };
        let address = Line::new(&account.address).map_err(|_| Fault::Unfolded)?;
        self.send_link(person, &address).await
    }

    /// An account gets the seat that its owner was chosen for. Whoever made the account, or looks after accounts, may have a way
    /// in to it: all of them end, and its owner comes anew, with a link to the address that the members saw.
    async fn seat_account(&self, person: &Person, nominee: &Nominee) -> Result<bool, Fault> {
        self.inner.store.forget_every_way_in(person.id).await?;
        let address = nominee.address.reveal().to_owned();
        let member = Person { committee: true, office: None, address, said_by: SaidBy::default(), ..person.clone() };
        let seated = self.inner.store.change_person(person, &member).await?;
        if seated {
            self.send_link(nominee.person, &nominee.address).await?;
        }
        Ok(seated)
    }

    /// An account for somebody who was made a member and has none, and a link for it.
    async fn welcome(&self, nominee: &Nominee) -> Result<bool, Fault> {
        let Nominee { person, name, address, organisation } = nominee;
        let account = Person {
            id: *person,
            name: name.reveal().to_owned(),
            address: address.reveal().to_owned(),
            organisation: organisation.as_ref().map_or_else(String::new, |of| of.reveal().to_owned()),
            handle: None,
            // The members chose them by it: no single one's word.
            said_by: SaidBy::default(),
            committee: true,
            office: None,
            removed_at: None,
        };
        self.inner.store.put_person(&account).await?;
        self.send_link(nominee.person, &nominee.address).await?;
        Ok(true)
    }

    async fn send_link(&self, person: PersonId, address: &Line) -> Result<(), Fault> {
        let link = format!("{}/sign-in/{}", self.inner.base_url, self.link_code(person).await?);
        let letter = welcome_letter(self.policy().project.name.reveal(), &link);
        let key = format!("welcome/{person}/{}", self.now().as_millisecond());
        self.send_once(&key, address.reveal(), letter).await;
        Ok(())
    }

    async fn note(&self, by: By, command: Command) -> Result<(), Fault> {
        self.tell_committee(&self.inner.store, by, &command).await.map(drop)
    }

    /// Notes that a member is there, or did a duty; not more often than is of use.
    pub(crate) async fn note_sign(&self, person: PersonId, sign: Sign) {
        let now = self.now();
        let fresh = |last: &Timestamp| now.duration_since(*last) < SIGN_EVERY;
        if self.policy().is_sole()
            || locked(&self.inner.keeping.signs).get(&(person, sign == Sign::Duty)).is_some_and(fresh)
        {
            return;
        }
        match self.note(By::Clock, Command::NoteSign { person, sign }).await {
            Ok(()) => drop(locked(&self.inner.keeping.signs).insert((person, sign == Sign::Duty), now)),
            Err(fault) => tracing::error!(%fault, "that a member is there was not noted"),
        }
    }

    /// Letters for what happened since the last ones. Where the mail server is away they wait, in order.
    async fn write_letters(&self) -> Result<(), Fault> {
        let Some(log) = self.inner.store.committee_log().await? else { return Ok(()) };
        let through =
            self.inner.store.setting(LETTERS).await?.and_then(|kept| Some(u64::from_be_bytes(kept.try_into().ok()?)));
        let (through, mut done) = (through.unwrap_or(0), through.unwrap_or(0));
        let mut committee = Committee::default();
        // One letter is enough for what happened in one moment.
        let mut told = BTreeSet::new();
        for entry in &log.records {
            committee.evolve(entry);
            if entry.seq <= through || self.policy().is_sole() {
                done = entry.seq.max(through);
                continue;
            }
            if !self.letters_of(&committee, entry, &mut told).await? {
                break;
            }
            done = entry.seq;
        }
        if done > through {
            self.inner.store.put_setting(LETTERS, &done.to_be_bytes()).await?;
            locked(&self.inner.keeping.sent).clear();
        }
        Ok(())
    }

    /// Whether every letter of an event has left, or is not tried any more.
    async fn letters_of(
        &self,
        committee: &Committee,
        entry: &Recorded,
        told: &mut BTreeSet<(Timestamp, String, String)>,
    ) -> Result<bool, Fault> {
        let patient = self.now().duration_since(entry.at) < TRIED_FOR;
        let project = self.policy().project.name.reveal().to_owned();
        let mut all = true;
        for (nth, wish) in react(committee, entry).into_iter().enumerate() {
            for (who, address) in self.readers_of(&wish.to).await? {
                let key = format!("committee/{}/{nth}/{who}", entry.seq);
                let link = format!("{}{}", self.inner.base_url, path(&wish.letter));
                let letter = committee_letter(&wish.letter, &project, &link);
                let new = told.insert((entry.at, who, letter.body.clone()));
                if !new || locked(&self.inner.keeping.sent).contains(&key) {
                    continue;
                }
                if self.send_or_wait(&key, &address, letter).await || !patient {
                    locked(&self.inner.keeping.sent).insert(key);
                } else {
                    all = false;
                }
            }
        }
        Ok(all)
    }

    /// Who has a letter now: members who still are.
    async fn readers_of(&self, to: &Recipient) -> Result<Vec<(String, String)>, Fault> {
        let members = self.inner.store.committee().await?;
        let reader = |person: &Person| (person.id.to_string(), person.address.clone());
        Ok(match to {
            Recipient::Members => members.iter().map(reader).collect(),
            Recipient::MembersBut(one) => members.iter().filter(|member| member.id != *one).map(reader).collect(),
            Recipient::Person(one) => members.iter().filter(|member| member.id == *one).map(reader).collect(),
            Recipient::Address(address) => vec![("outside".to_owned(), address.reveal().to_owned())],
        })
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

/// Who was chosen for a seat, as the ballot or the absence has them.
fn nominated(committee: &Committee, seat: &Seat) -> Option<Nominee> {
    match &seat.how {
        Seating::Ballot { ballot } => match &committee.ballots.get(ballot)?.question {
            Question::Admission { nominee, .. } => Some(nominee.clone()),
            Question::Removal { .. } | Question::LongLeave { .. } => None,
        },
        Seating::Deputy { leave } => committee.leaves.get(leave)?.deputy.clone(),
        Seating::Bootstrap { .. } | Seating::Operator => None,
    }
}
