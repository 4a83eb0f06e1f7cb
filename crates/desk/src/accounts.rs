//! Accounts: inviting people, signing in with a one-time link, opening a receipt, sessions.
//!
//! Codes and tokens are kept as digests. A code works once; a session ends by itself.

use domain::committee::facts::Sign;
use domain::ids::PersonId;
use domain::people::Office;
use domain::{Timestamp, words::Line};
use jiff::{SignedDuration, ToSpan as _};
use store::{NewSession, Person, SaidBy, SignedIn, Who};
use vault::{InviteCode, ReceiptCode, SessionToken};

use crate::caller::Caller;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::right::Right;
use crate::rule::PasskeyRule;
use crate::seats::{AccountRefusal, gives_offices, has_seat, taken};

/// How long a one-time link works.
const LINK_HOURS: i64 = 72;
/// How long a code for one's own terminal works.
const TERMINAL: SignedDuration = SignedDuration::from_mins(10);
/// How long a session lasts at most, and unused.
const SESSION_DAYS: i64 = 14;
const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(24);
/// The same for members, where they need passkeys.
const MEMBER_HOURS: i64 = 12;
const MEMBER_IDLE: SignedDuration = SignedDuration::from_mins(30);

/// The setting that remembers that somebody has signed in.
const SET_UP: &str = "set-up";

/// Somebody to invite.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// As others see them.
    pub name: Line,
    /// Where letters go.
    pub address: Line,
    /// For whom they work; diversity is counted by it (PR-16).
    pub organisation: Line,
    /// Whether they join the response committee.
    pub committee: bool,
    /// What they look after beside it.
    pub office: Option<Office>,
}

impl Desk {
    /// Whether anybody is on the committee yet.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn is_set_up(&self) -> Result<bool, Fault> {
        Ok(!self.inner.store.committee().await?.is_empty())
    }

    /// The one-time code of the set-up link, for as long as nobody has ever signed in: for the first committee member, who is
    /// made when there is none. `None` afterwards.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn set_up_code(&self, first: NewPerson) -> Result<Option<String>, Fault> {
        if self.inner.store.setting(SET_UP).await?.is_some() {
            return Ok(None);
        }
        if let Some(member) = self.inner.store.committee().await?.first() {
            return self.link_code(member.id).await.map(Some);
        }
        match self.invite(&Caller::Operator, first).await? {
            Outcome::Done((_id, code)) => Ok(Some(code)),
            Outcome::Refused(_) | Outcome::NotFound => Ok(None),
        }
    }

    /// Invites a person: makes the account and a one-time sign-in code. The operator, members and stewards may; a steward
    /// invites nobody to the committee or an office. For an address that has an account already the operator gets a new code
    /// for it, and nobody else does; whoever has the account is told.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn invite(
        &self,
        caller: &Caller,
        new: NewPerson,
    ) -> Result<Outcome<(PersonId, String), AccountRefusal>, Fault> {
        if !self.admits(caller, Right::ManagePeople).await? {
            return Ok(Outcome::NotFound);
        }
        if (new.committee || new.office.is_some()) && !gives_offices(caller) {
            return Ok(Outcome::Refused(AccountRefusal::NotTheStewards));
        }
        if new.committee && *caller != Caller::Operator && !self.policy().is_sole() {
            return Ok(Outcome::Refused(AccountRefusal::ByBallot));
        }
        if new.committee && new.office.is_some() {
            return Ok(Outcome::Refused(AccountRefusal::MembersHaveNone));
        }
        let store = self.seen_by(caller);
        let person = Person {
            id: PersonId::from_bytes(self.id16()),
            name: new.name.reveal().to_owned(),
            address: new.address.reveal().to_owned(),
            organisation: new.organisation.reveal().to_owned(),
            handle: None,
            said_by: SaidBy { address: caller.person(), handle: None },
            committee: new.committee,
            office: new.office,
            removed_at: None,
        };
        let everybody = store.everybody().await?;
        if let Some(refusal) = taken(&everybody, &person) {
            let is_theirs =
                |known: &&Person| known.removed_at.is_none() && known.address.eq_ignore_ascii_case(&person.address);
            return match everybody.iter().find(is_theirs).filter(|_| *caller == Caller::Operator) {
                // A link for somebody else's account would let one member act as another.
                None => Ok(Outcome::Refused(refusal)),
                Some(known) => {
                    let code = self.link_code(known.id).await?;
                    let what = "The operator made a one-time link with which somebody signs in as you.";
                    self.tell_of_secret(known.id, what).await;
                    Ok(Outcome::Done((known.id, code)))
                }
            };
        }
        let members = store.committee().await?;
        store.put_person(&person).await?;
        self.look_at_committee();
        if has_seat(&person) {
            self.tell_of_seat(caller, &person, &members).await;
        }
        Ok(Outcome::Done((person.id, self.link_code(person.id).await?)))
    }

    /// Everybody with an account, for those who may choose among them.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn people(&self, caller: &Caller) -> Result<Option<Vec<Person>>, Fault> {
        if !self.admits(caller, Right::ReadPeople).await? {
            return Ok(None);
        }
        Ok(Some(self.seen_by(caller).everybody().await?))
    }

    /// A new one-time sign-in code for somebody with an account.
    pub(crate) async fn link_code(&self, person: PersonId) -> Result<String, Fault> {
        self.code_until(person, self.in_hours(LINK_HOURS)).await
    }

    /// A one-time code with which the caller signs in a terminal of theirs, for a few minutes; `None` for callers without an
    /// account.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn terminal_code(&self, caller: &Caller) -> Result<Option<String>, Fault> {
        let Some(person) = caller.person().filter(|_| Right::OwnTerminal.is_held_by(caller)) else { return Ok(None) };
        let until = self.now().checked_add(TERMINAL).unwrap_or(Timestamp::MAX);
        self.code_until(person, until).await.map(Some)
    }

    async fn code_until(&self, person: PersonId, until: Timestamp) -> Result<String, Fault> {
        let code = InviteCode::from_bytes(self.code_bytes());
        let digest = code.digest(self.inner.store.mac_key());
        self.inner.store.put_code(digest, person, until).await?;
        Ok(code.to_text().to_string())
    }

    /// Signs in with a one-time code: exactly once. The session's token, or `None` when the code is not good.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn sign_in(&self, code: &str) -> Result<Option<String>, Fault> {
        let Ok(code) = InviteCode::parse(code) else { return Ok(None) };
        let digest = code.digest(self.inner.store.mac_key());
        match self.inner.store.redeem_code(digest, self.now()).await? {
            Some(person) => {
                self.inner.store.put_setting(SET_UP, b"done").await?;
                self.recover(person).await?;
                let member = self.inner.store.person(person).await?.is_some_and(|person| has_seat(&person));
                self.begin(Who::Person(person), member, None).await.map(Some)
            }
            None => Ok(None),
        }
    }

    /// Opens a session with a receipt's code. The session's token, or `None` when the code is not good.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn open_receipt(&self, code: &str) -> Result<Option<String>, Fault> {
        let Ok(code) = ReceiptCode::parse(code) else { return Ok(None) };
        let digest = code.digest(self.inner.store.mac_key());
        match self.inner.store.receipt(digest).await? {
            Some(case) => self.begin(Who::Reporter(case), false, None).await.map(Some),
            None => Ok(None),
        }
    }

    /// Who a session's token stands for; a stranger when it is none of ours, over, or its person is gone.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn caller(&self, token: &str) -> Result<Caller, Fault> {
        let Ok(token) = SessionToken::parse(token) else { return Ok(Caller::Stranger) };
        let digest = token.digest(self.inner.store.mac_key());
        match self.inner.store.session(digest, self.now()).await? {
            None => Ok(Caller::Stranger),
            Some(SignedIn { who: Who::Reporter(case), .. }) => Ok(Caller::Reporter(case)),
            Some(SignedIn { who: Who::Person(id), account, verified_at }) => {
                Ok(match account.filter(|person| person.removed_at.is_none()) {
                    Some(Person { name, committee, office, .. }) => {
                        Caller::Person { id, name, committee, office, verified_at }
                    }
                    None => Caller::Stranger,
                })
            }
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn sign_out(&self, token: &str) -> Result<(), Fault> {
        let Ok(token) = SessionToken::parse(token) else { return Ok(()) };
        self.inner.store.end_session(token.digest(self.inner.store.mac_key())).await?;
        Ok(())
    }

    /// Begins a session. Where members, and whoever has an office, need passkeys, their sessions are short: signing in again is
    /// a touch.
    pub(crate) async fn begin(&self, who: Who, member: bool, verified_at: Option<Timestamp>) -> Result<String, Fault> {
        let token = SessionToken::from_bytes(self.code_bytes());
        let short = member && self.inner.site.is_some() && self.inner.passkey_rule == PasskeyRule::Required;
        let (hours, idle) = if short { (MEMBER_HOURS, MEMBER_IDLE) } else { (SESSION_DAYS * 24, SESSION_IDLE) };
        let new = NewSession {
            digest: token.digest(self.inner.store.mac_key()),
            who,
            created_at: self.now(),
            expires_at: self.in_hours(hours),
            idle,
            verified_at,
        };
        self.inner.store.put_session(new).await?;
        if let (Who::Person(person), true) = (who, member) {
            self.note_sign(person, Sign::Heard).await;
        }
        Ok(token.to_text().to_string())
    }

    fn in_hours(&self, hours: i64) -> Timestamp {
        self.now().checked_add(hours.hours()).unwrap_or(Timestamp::MAX)
    }
}
