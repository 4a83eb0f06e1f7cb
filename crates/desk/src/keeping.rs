//! The committee kept: what time brought about is noted, and seats and accounts agree.
//!
//! The log says who is a member; the account of each says what they may open. Whichever was changed, the other follows at once,
//! and again at every look until it has: a seat that was given is given to the account, an account that was ended gives its
//! seat back, and whoever has left has no access any more. Everything here can be repeated.

use std::sync::atomic::Ordering;

use domain::Timestamp;
use domain::committee::clock;
use domain::committee::command::Command;
use domain::committee::facts::{By, Leaving, Nominee, Sign};
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
/// How often it is noted that a member is there.
const SIGN_EVERY: SignedDuration = SignedDuration::from_hours(20);
/// How often accounts and roster are held against each other before the next look does it again.
const ROUNDS_MAX: usize = 4;

impl Desk {
    /// Looks when it is time to, or when something was changed.
    pub(crate) async fn keep_if_due(&self) -> Result<(), Fault> {
        let is_due = || self.inner.keeping.due.load(Ordering::SeqCst) <= self.now().as_millisecond();
        if !is_due() {
            return Ok(());
        }
        let _turn = self.inner.keeping.turn.lock().await;
        // Somebody else may have looked meanwhile.
        if is_due() { self.look().await } else { Ok(()) }
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

    /// Notes the time, and brings seats and accounts together. Nothing is done while the clock is not believed.
    ///
    /// # Errors
    /// A fault of the machine; what was done before it stays done.
    pub async fn keep_committee(&self) -> Result<(), Fault> {
        let _turn = self.inner.keeping.turn.lock().await;
        self.look().await
    }

    async fn look(&self) -> Result<(), Fault> {
        if !self.believes_clock() {
            return Ok(());
        }
        let mut committee = Committee::default();
        for _ in 0..ROUNDS_MAX {
            self.note(By::Clock, Command::NoteTime).await?;
            committee = self.roster_now().await?;
            let everybody = self.inner.store.everybody().await?;
            if !self.bring_together(&committee, &everybody).await? {
                break;
            }
            self.look_for_cases();
        }
        let now = self.now();
        // Whoever is asked, or reminded, is heard at once.
        let is_asked = |seat: &Seat| seat.pinged_at.is_some() || seat.nudged_at.is_some() || seat.silence.is_some();
        let asked = |person: &PersonId| committee.seats.get(person).is_some_and(is_asked);
        locked(&self.inner.keeping.signs).retain(|(person, _), _| !asked(person));
        self.inner.keeping.letters.notify_one();
        // Whoever goes away hands cases over or leaves them behind, and whoever comes back can take some.
        let looked = self.inner.keeping.looked.swap(now.as_millisecond(), Ordering::SeqCst);
        let since = Timestamp::from_millisecond(looked).unwrap_or(Timestamp::MIN);
        let policy = self.policy();
        let mut late = committee.leaves.values().filter(|leave| since < leave.back_at());
        if late.any(|leave| clock::is_news_of(&policy, leave, since, now)) {
            self.look_for_cases();
        }
        let look = now.checked_add(LOOK_EVERY).unwrap_or(Timestamp::MAX);
        let wakeup = clock::next_wakeup(&committee, &policy, now).map_or(look, |at| at.clamp(now, look));
        // A moment later, so that it has come when we look; never a busy loop, whatever the rules say.
        let next = wakeup.as_millisecond().saturating_add(1).max(now.as_millisecond() + PAUSE_MS);
        self.inner.keeping.due.store(next, Ordering::SeqCst);
        Ok(())
    }

    /// Whether anything had to be changed.
    async fn bring_together(&self, committee: &Committee, everybody: &[Person]) -> Result<bool, Fault> {
        let account = |id: PersonId| everybody.iter().find(|person| person.id == id);
        let mut changed = false;
        for seat in committee.seats.values() {
            changed |= self.keep_seat(committee, seat, everybody).await?;
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
    async fn keep_seat(&self, committee: &Committee, seat: &Seat, everybody: &[Person]) -> Result<bool, Fault> {
        match everybody.iter().find(|person| person.id == seat.person) {
            Some(person) if person.removed_at.is_some() => {
                self.note(By::Clock, Command::NoteAccountEnded { person: seat.person }).await?;
                Ok(true)
            }
            account if account.is_none_or(|person| !person.committee) => match committee.chosen_for(seat) {
                Some(nominee) => self.place(seat, nominee, everybody).await,
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
            Some(_) | None => Ok(false),
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

    /// Somebody who was chosen for a seat gets it: by the account that they have, under whatever id; else by a new one.
    async fn place(&self, seat: &Seat, nominee: &Nominee, everybody: &[Person]) -> Result<bool, Fault> {
        let open = || everybody.iter().filter(|person| person.removed_at.is_none());
        let is_theirs = |person: &&Person| person.address.eq_ignore_ascii_case(nominee.address.reveal());
        let other = open().find(|person| person.id != seat.person && is_theirs(person));
        if let Some(other) = other.filter(|_| seat.owed_since.is_some()) {
            self.note(By::Clock, Command::NoteSeatMoved { person: seat.person, to: other.id }).await?;
            return Ok(true);
        }
        match open().find(|person| person.id == seat.person) {
            Some(person) => self.seat_account(person, nominee).await,
            None => self.make_account(seat.person, nominee).await,
        }
    }

    /// An account gets a seat. Whoever made it, or looks after accounts, may have a way in to it: all of them end, and its owner
    /// comes anew, with a link to the address that the members saw. What was made while it got the seat ends too.
    async fn seat_account(&self, person: &Person, nominee: &Nominee) -> Result<bool, Fault> {
        self.inner.store.forget_every_way_in(person.id).await?;
        let address = nominee.address.reveal().to_owned();
        let member = Person { committee: true, office: None, address, said_by: SaidBy::default(), ..person.clone() };
        let seated = self.inner.store.change_person(person, &member).await?;
        if seated {
            self.inner.store.forget_every_way_in(person.id).await?;
        }
        Ok(seated)
    }

    async fn make_account(&self, id: PersonId, nominee: &Nominee) -> Result<bool, Fault> {
        let Nominee { name, address, organisation, .. } = nominee;
        let account = Person {
            id,
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
        Ok(true)
    }

    pub(crate) async fn note(&self, by: By, command: Command) -> Result<(), Fault> {
        self.tell_committee(&self.inner.store, by, &command).await.map(drop)
    }

    /// Notes that a member is there, or did a duty; not more often than is of use.
    pub(crate) async fn note_sign(&self, person: PersonId, sign: Sign) {
        let now = self.now();
        let fresh = |last: &Timestamp| now.duration_since(*last) < SIGN_EVERY;
        if self.policy().is_sole()
            || !self.believes_clock()
            || locked(&self.inner.keeping.signs).get(&(person, sign == Sign::Duty)).is_some_and(fresh)
        {
            return;
        }
        match self.note(By::Clock, Command::NoteSign { person, sign }).await {
            Ok(()) => drop(locked(&self.inner.keeping.signs).insert((person, sign == Sign::Duty), now)),
            Err(fault) => tracing::error!(%fault, "that a member is there was not noted"),
        }
    }
}
