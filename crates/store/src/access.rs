//! What opens the door: one-time sign-in codes, sessions, receipts. Only digests of them are kept.
//!
//! Knows that a code works once and that a session ends by itself. Must not know what a session may do.

use data_encoding::HEXLOWER;
use domain::Timestamp;
use domain::ids::{CaseId, PersonId, SessionId};
use jiff::SignedDuration;

use crate::batch::Work;
use crate::fault::Fault;
use crate::head;
use crate::open::Store;
use crate::people::{self, Person};
use crate::seals::Seals;
use crate::value::{Row, Statement, Value, int_bytes, maybe_int_bytes, statement};

/// Whom a session stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody with an account.
    Person(PersonId),
    /// The holder of a case's receipt.
    Reporter(CaseId),
}

/// A session about to be kept: it ends at `expires_at`, or when it was not used for as long as `idle`.
#[derive(Clone, Copy, Debug)]
pub struct NewSession {
    /// The digest of its token.
    pub digest: [u8; 32],
    /// Whom it stands for.
    pub who: Who,
    /// When somebody signed in.
    pub created_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// How long it may lie unused.
    pub idle: SignedDuration,
    /// When its holder last proved with a passkey who they are.
    pub verified_at: Option<Timestamp>,
}

/// What a session says of whoever shows its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Whom it stands for.
    pub who: Who,
    /// Their account, when they have one.
    pub account: Option<Person>,
    /// When its holder last proved with a passkey who they are.
    pub verified_at: Option<Timestamp>,
}

/// A session as its owner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// Which.
    pub id: SessionId,
    /// When somebody signed in.
    pub began_at: Timestamp,
    /// When it was used last, to the minute.
    pub used_at: Timestamp,
    /// When it ends if nobody uses it.
    pub ends_at: Timestamp,
}

/// How often a session's use is noted.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

macro_rules! session_columns {
    () => {
        "SELECT digest, person_id, case_id, created_at, seen_at, expires_at, idle_ms, mac, verified_at FROM session"
    };
}
const CODE: &str = "code";
const SESSION: &str = "session";

impl Store {
    /// Keeps a one-time sign-in code for a person whose account is open; for nobody else.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_code(&self, digest: [u8; 32], person: PersonId, expires_at: Timestamp) -> Result<(), Fault> {
        let mac = code_stamp(self.seals(), &digest, person.as_bytes(), expires_at.as_millisecond());
        let sql = "INSERT INTO code (digest, person_id, expires_at, mac) SELECT $1, $2, $3, $4 \
                   WHERE EXISTS (SELECT 1 FROM person WHERE person_id = $2 AND removed_at IS NULL)";
        self.write(vec![statement!(sql, digest, person.as_bytes(), expires_at, mac)]).await.map(drop)
    }

    /// Whose code this is; it works for one caller only, and not after its time.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn redeem_code(&self, digest: [u8; 32], now: Timestamp) -> Result<Option<PersonId>, Fault> {
        let sql = "DELETE FROM code WHERE digest = $1 RETURNING digest, person_id, expires_at, mac";
        let rows = self.write(vec![statement!(sql, digest)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (person, expires_at) = code(self.seals(), row)?;
        Ok(Some(person).filter(|_| now < expires_at))
    }

    /// Keeps a session.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn put_session(&self, new: NewSession) -> Result<(), Fault> {
        // What is over is swept out on the way.
        let sweep = statement!("DELETE FROM session WHERE expires_at < $1", new.created_at);
        self.write(vec![sweep, Session::of(new).insert(self.seals())]).await.map(drop)
    }

    /// Puts another token in a session's place: the old one opens nothing from then on. Its ends stay; its holder has just
    /// proved who they are. Whether there was one.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn replace_session(&self, digest: [u8; 32], by: [u8; 32], now: Timestamp) -> Result<bool, Fault> {
        let sql = concat!(session_columns!(), " WHERE digest = $1");
        let Some(row) = self.row(&statement!(sql, digest)).await? else { return Ok(false) };
        let session = session(self.seals(), &row)?;
        if now >= session.ends_at() {
            return Ok(false);
        }
        let next = Session { digest: by, seen_at: now, verified_at: Some(now), ..session };
        // Only in the place of one that still is: it may have been ended since it was read, and of many at once one goes on.
        let end = statement!("DELETE FROM session WHERE digest = $1 RETURNING digest", digest);
        Ok(!self.write_if(vec![end], vec![next.insert(self.seals())]).await?.is_empty())
    }

    /// Whom a session stands for, and their account when they have one; `None` when it is over or none of ours. Its use is
    /// noted at most once a minute.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn session(&self, digest: [u8; 32], now: Timestamp) -> Result<Option<SignedIn>, Fault> {
        const SQL: &str = "SELECT s.digest, s.person_id, s.case_id, s.created_at, s.seen_at, s.expires_at, s.idle_ms, \
                           s.mac, s.verified_at, p.person_id, p.committee, p.removed_at, p.card, p.mac, p.office \
                           FROM session s LEFT JOIN person p ON p.person_id = s.person_id WHERE s.digest = $1";
        let Some(row) = self.row(&statement!(SQL, digest)).await? else { return Ok(None) };
        let session = session(self.seals(), &row)?;
        if now >= session.ends_at() {
            return Ok(None);
        }
        if now.duration_since(session.seen_at) >= NOTED_EVERY {
            let seen = Session { seen_at: now, ..session };
            let sql = "UPDATE session SET seen_at = $2, mac = $3 WHERE digest = $1 AND seen_at < $2";
            let note = statement!(sql, digest, now, seen.stamp(self.seals()));
            self.writer().write_later(Work::Write(vec![note]));
        }
        let account = row.maybe_bytes(9)?.map(|_| people::person(self.seals(), &row, 9)).transpose()?;
        Ok(Some(SignedIn { who: session.who, account, verified_at: session.verified_at }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn end_session(&self, digest: [u8; 32]) -> Result<(), Fault> {
        self.write(vec![statement!("DELETE FROM session WHERE digest = $1", digest)]).await.map(drop)
    }

    /// Ends every session of a person.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn end_sessions_of(&self, person: PersonId) -> Result<(), Fault> {
        self.write(vec![statement!("DELETE FROM session WHERE person_id = $1", person.as_bytes())]).await.map(drop)
    }

    /// The sessions that stand for somebody and are not over, the last used first. Costs one look at every session there is.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn sessions_of(&self, who: Who, now: Timestamp) -> Result<Vec<OpenSession>, Fault> {
        let (column, id) = who.owner();
        let sql = format!(concat!(session_columns!(), " WHERE {} = $1"), column);
        let mut open = Vec::new();
        for row in self.rows(&Statement::composed(sql, vec![Value::from(id)])).await? {
            let session = session(self.seals(), &row)?;
            if now < session.ends_at() {
                open.push(session.shown(self.seals()));
            }
        }
        open.sort_by_key(|session| (std::cmp::Reverse(session.used_at), session.id));
        Ok(open)
    }

    /// What a session is called in its owner's list.
    #[must_use]
    pub fn session_id(&self, digest: &[u8; 32]) -> SessionId {
        session_id(self.seals(), digest)
    }

    /// Ends those sessions of somebody that are chosen by what they are called; how many there were.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn end_chosen_sessions(&self, who: Who, chosen: impl Fn(SessionId) -> bool) -> Result<usize, Fault> {
        let (column, owner) = who.owner();
        let sql = format!("SELECT digest FROM session WHERE {column} = $1");
        let mut digests = Vec::new();
        for row in self.rows(&Statement::composed(sql, vec![Value::from(owner)])).await? {
            let digest: [u8; 32] = row.exact(0)?;
            if chosen(session_id(self.seals(), &digest)) {
                digests.push(digest);
            }
        }
        let end = |digest: &[u8; 32]| statement!("DELETE FROM session WHERE digest = $1", *digest);
        self.write(digests.iter().map(end).collect()).await?;
        Ok(digests.len())
    }

    /// The case whose receipt has this digest.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn receipt(&self, digest: [u8; 32]) -> Result<Option<CaseId>, Fault> {
        let sql = "SELECT version, hash, wrapped_key, receipt, mac, case_no, case_id FROM case_head WHERE receipt = $1";
        let Some(row) = self.row(&statement!(sql, digest)).await? else { return Ok(None) };
        let case = CaseId::from_bytes(row.exact(6)?);
        // The stamp is over the receipt too: nobody who only writes to the database can give a case a receipt.
        head::read(self.seals(), case, &row)?;
        Ok(Some(case))
    }
}

/// Every row of the table of codes, in parts.
pub(crate) const CODES: &str =
    "SELECT digest, person_id, expires_at, mac FROM code WHERE digest > $1 ORDER BY digest LIMIT $2";
/// Every row of the table of sessions, in parts.
pub(crate) const SESSIONS: &str = concat!(session_columns!(), " WHERE digest > $1 ORDER BY digest LIMIT $2");

/// A code's row, checked.
pub(crate) fn code(seals: &Seals, row: &Row) -> Result<(PersonId, Timestamp), Fault> {
    let read = || -> Result<(PersonId, Timestamp), Fault> {
        let (person, expires_at): ([u8; 16], i64) = (row.exact(1)?, row.int(2)?);
        let stamped = stamped(&person, &[expires_at]);
        seals.check(CODE, &[row.bytes(0)?, &stamped], row.bytes(3)?)?;
        Ok((PersonId::from_bytes(person), row.at(2)?))
    };
    read().map_err(|fault| fault.at(|| place(CODE, row)))
}

fn code_stamp(seals: &Seals, digest: &[u8; 32], person: &[u8; 16], expires_at: i64) -> [u8; 32] {
    seals.stamp(CODE, &[digest, &stamped(person, &[expires_at])])
}

/// What a session is called: made from its digest by the desk's key, so that it tells nothing about the token.
fn session_id(seals: &Seals, digest: &[u8; 32]) -> SessionId {
    let mut id = [0; 16];
    id.iter_mut().zip(seals.stamp("session name", &[digest])).for_each(|(to, from)| *to = from);
    SessionId::from_bytes(id)
}

impl Who {
    /// The column that says whose a session is, and what stands in it.
    const fn owner(&self) -> (&'static str, [u8; 16]) {
        match self {
            Self::Person(person) => ("person_id", *person.as_bytes()),
            Self::Reporter(case) => ("case_id", *case.as_bytes()),
        }
    }
}

/// A session as it is kept.
pub(crate) struct Session {
    digest: [u8; 32],
    who: Who,
    created_at: Timestamp,
    seen_at: Timestamp,
    expires_at: Timestamp,
    idle: SignedDuration,
    verified_at: Option<Timestamp>,
}

impl Session {
    const fn of(new: NewSession) -> Self {
        let NewSession { digest, who, created_at, expires_at, idle, verified_at } = new;
        Self { digest, who, created_at, seen_at: created_at, expires_at, idle, verified_at }
    }

    fn insert(&self, seals: &Seals) -> Statement {
        let sql = "INSERT INTO session \
                   (digest, person_id, case_id, created_at, seen_at, expires_at, idle_ms, mac, verified_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let (person, case) = match self.who {
            Who::Person(person) => (Some(person.as_bytes().to_vec()), None),
            Who::Reporter(case) => (None, Some(case.as_bytes().to_vec())),
        };
        let values = vec![
            Value::from(self.digest),
            Value::from(person),
            Value::from(case),
            Value::from(self.created_at),
            Value::from(self.seen_at),
            Value::from(self.expires_at),
            Value::from(self.idle_ms()),
            Value::from(self.stamp(seals)),
            Value::from(self.verified_at),
        ];
        Statement::new(sql, values)
    }

    fn stamp(&self, seals: &Seals) -> [u8; 32] {
        seals.stamp(SESSION, &[&self.digest, &self.stamped()])
    }

    fn stamped(&self) -> Vec<u8> {
        let (kind, id) = match &self.who {
            Who::Person(person) => (0, *person.as_bytes()),
            Who::Reporter(case) => (1, *case.as_bytes()),
        };
        let times = [self.created_at, self.seen_at, self.expires_at].map(Timestamp::as_millisecond);
        let mut bytes = stamped(&id, &times);
        bytes.extend(int_bytes(self.idle_ms()));
        bytes.push(kind);
        // Nothing when there is nothing to say: sessions from before this was kept stay as they were stamped.
        bytes.extend(maybe_int_bytes(self.verified_at.map(Timestamp::as_millisecond)));
        bytes
    }

    /// When it ends if nobody uses it: at its time, or once it lay unused for too long.
    fn ends_at(&self) -> Timestamp {
        self.seen_at.checked_add(self.idle).map_or(self.expires_at, |unused| unused.min(self.expires_at))
    }

    fn shown(&self, seals: &Seals) -> OpenSession {
        let id = session_id(seals, &self.digest);
        OpenSession { id, began_at: self.created_at, used_at: self.seen_at, ends_at: self.ends_at() }
    }

    fn idle_ms(&self) -> i64 {
        i64::try_from(self.idle.as_millis()).unwrap_or(i64::MAX)
    }
}

/// A session's row, checked.
pub(crate) fn session(seals: &Seals, row: &Row) -> Result<Session, Fault> {
    let read = || -> Result<Session, Fault> {
        let who = match (row.maybe_exact(1)?, row.maybe_exact(2)?) {
            (Some(person), None) => Who::Person(PersonId::from_bytes(person)),
            (None, Some(case)) => Who::Reporter(CaseId::from_bytes(case)),
            (Some(_), Some(_)) | (None, None) => return Err(Fault::damaged("", "it stands for nobody or for two")),
        };
        let idle = SignedDuration::from_millis(row.int(6)?);
        let (created_at, seen_at, expires_at) = (row.at(3)?, row.at(4)?, row.at(5)?);
        let verified_at = row.maybe_at(8)?;
        let session = Session { digest: row.exact(0)?, who, created_at, seen_at, expires_at, idle, verified_at };
        seals.check(SESSION, &[&session.digest, &session.stamped()], row.bytes(7)?)?;
        Ok(session)
    };
    read().map_err(|fault| fault.at(|| place(SESSION, row)))
}

/// An id and times in bytes, each of a fixed length.
fn stamped(id: &[u8; 16], times: &[i64]) -> Vec<u8> {
    id.iter().copied().chain(times.iter().copied().flat_map(int_bytes)).collect()
}

/// A row that has no name but its digest, by the digest's beginning: enough to find it, too little to use it.
fn place(table: &str, row: &Row) -> String {
    let digest = row.bytes(0).unwrap_or_default();
    let start = HEXLOWER.encode(digest.split_at_checked(4).map_or(digest, |(start, _)| start));
    format!("table {table}, row {start}…")
}
