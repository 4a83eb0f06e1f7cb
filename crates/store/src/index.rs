//! Lists: one row for each case, replaced whole with every append, and who finds it.
//!
//! Knows what is in the clear so that a list can be sorted and cut: whether a case is open, when something is due, when
//! to look again, who coordinates, who may read. All that is shown is sealed in the row's card, and the card opens only
//! beside the very columns it was written with. A list costs what its page costs, however many cases there are.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_DNSSEC;
use domain::Timestamp;
use domain::case::index::{IndexRow, Phase};
use domain::ids::{CaseId, PersonId};
use vault::CaseKey;

use crate::fault::Fault;
use crate::open::Store;
use crate::seals::nonce;
use crate::value::{Row, Statement, Value, int_bytes, maybe_int_bytes, statement};

/// Whose list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The committee's: every case.
    Committee,
    /// One person's: the cases they are a reader of, which no closed case has: their rights end with it.
    Person(PersonId),
}

/// Somebody's part in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// They are asked in, and have not answered.
    Invited,
    /// They agreed to the terms, and read it.
    Joined,
}

/// Which cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Those that are not over.
    #[default]
    Open,
    /// Those that are.
    Closed,
    /// Both.
    All,
}

/// What is asked of the list.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// Whose list.
    pub scope: Scope,
    /// Which cases.
    pub filter: Filter,
    /// Only those this person coordinates.
    pub coordinator: Option<PersonId>,
    /// The page after this one.
    pub after: Option<Cursor>,
    /// At most so many rows.
    pub limit: u16,
}

/// A page of a list: what is due first comes first, what has nothing due comes last.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// The rows.
    pub rows: Vec<IndexRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// A place in a list. Its text means nothing to the one who carries it.
///
/// ```
/// use store::Cursor;
/// assert!("page 2".parse::<Cursor>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub(crate) at: i64,
    pub(crate) case: [u8; 16],
}

/// Why a text is not a place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in a list")]
pub struct NotACursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.at.to_be_bytes().as_slice(), &self.case].concat();
        f.write_str(&BASE32_DNSSEC.encode(&bytes))
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let bytes = BASE32_DNSSEC.decode(text.as_bytes()).map_err(|_| NotACursor)?;
        let (at, case) = bytes.split_first_chunk::<8>().ok_or(NotACursor)?;
        Ok(Self { at: i64::from_be_bytes(*at), case: case.try_into().map_err(|_| NotACursor)? })
    }
}

/// A case with nothing due sorts after all others.
const NOTHING_DUE: i64 = i64::MAX;
/// What is owed as soon as possible comes before everything that has a date.
const AT_ONCE: i64 = 0;

/// What of a row is in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) case: CaseId,
    version: i64,
    pub(crate) is_open: bool,
    pub(crate) due_at: i64,
    wakeup_at: Option<i64>,
    coordinator: Option<PersonId>,
}

impl Entry {
    pub(crate) fn of(row: &IndexRow) -> Self {
        Self {
            case: row.case,
            version: i64::try_from(row.version).unwrap_or(i64::MAX),
            is_open: row.phase != Phase::Closed,
            due_at: row.next_due.map_or(NOTHING_DUE, |(at, _)| if row.asap { AT_ONCE } else { at.as_millisecond() }),
            wakeup_at: row.wakeup.map(Timestamp::as_millisecond),
            coordinator: row.coordinator,
        }
    }

    /// The entry in columns 0 to 5 of a row.
    pub(crate) fn read(row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            case: CaseId::from_bytes(row.exact(0)?),
            version: row.int(1)?,
            is_open: row.flag(2)?,
            due_at: row.int(3)?,
            wakeup_at: row.maybe_int(4)?,
            coordinator: row.maybe_exact(5)?.map(PersonId::from_bytes),
        })
    }

    /// What the card is bound to: each column after its length, so that no two entries look alike.
    fn place(&self) -> Vec<u8> {
        let columns: [&[u8]; 6] = [
            self.case.as_bytes(),
            &int_bytes(self.version),
            &[u8::from(self.is_open)],
            &int_bytes(self.due_at),
            &maybe_int_bytes(self.wakeup_at),
            self.coordinator.as_ref().map_or(&[], |person| person.as_bytes()),
        ];
        columns
            .iter()
            .flat_map(|column| (column.len() as u64).to_be_bytes().into_iter().chain(column.iter().copied()))
            .collect()
    }

    fn cursor(&self) -> Cursor {
        Cursor { at: self.due_at, case: *self.case.as_bytes() }
    }

    /// Opens the card in column 6 beside this entry.
    pub(crate) fn open(&self, key: &CaseKey, row: &Row) -> Result<IndexRow, Fault> {
        let read = || -> Result<IndexRow, Fault> {
            let plain =
                key.open_small(CARD, &self.place(), row.bytes(6)?).map_err(|error| Fault::damaged("", error))?;
            serde_json::from_slice(&plain).map_err(|_| Fault::damaged("", "what it says cannot be read"))
        };
        read().map_err(|fault| fault.at(|| format!("case {}, index", self.case)))
    }
}

const CARD: &str = "case_index/card";

/// The row of the table.
pub(crate) fn row(key: &CaseKey, entry: &Entry, row: &IndexRow) -> Result<Vec<Value>, Fault> {
    let plain = serde_json::to_vec(row).map_err(|_| Fault::Misfit("a list row cannot be written"))?;
    Ok(vec![
        Value::from(entry.case.as_bytes()),
        Value::from(entry.version),
        Value::from(entry.is_open),
        Value::from(entry.due_at),
        Value::MaybeInt(entry.wakeup_at),
        Value::from(entry.coordinator.map(|person| person.as_bytes().to_vec())),
        Value::from(key.seal_small(CARD, &entry.place(), &plain, nonce())),
    ])
}

/// The rows by which people find the case: readers and invited, each once.
pub(crate) fn people(row: &IndexRow) -> Vec<(PersonId, bool)> {
    let readers = row.readers.iter().map(|person| (*person, true));
    let invited = row.invited.iter().filter(|person| !row.readers.contains(person)).map(|person| (*person, false));
    readers.chain(invited).collect()
}

pub(crate) fn people_rows(entry: &Entry, row: &IndexRow) -> Vec<Vec<Value>> {
    let rows = people(row).into_iter().map(|(person, reads)| {
        vec![
            Value::from(person.as_bytes()),
            Value::from(entry.case.as_bytes()),
            Value::from(reads),
            Value::from(entry.is_open),
            Value::from(entry.due_at),
        ]
    });
    rows.collect()
}

pub(crate) const COLUMNS: &str = "i.case_id, i.version, i.is_open, i.due_at, i.wakeup_at, i.coordinator, i.card";

const INVITATIONS: &str =
    "SELECT case_id FROM case_person WHERE person_id = $1 AND reads = 0 AND is_open = 1 ORDER BY due_at, case_id";
const WAKING: &str = "SELECT case_id FROM case_index WHERE wakeup_at <= $1 ORDER BY wakeup_at, case_id LIMIT $2";
const PART: &str = "SELECT reads FROM case_person WHERE person_id = $1 AND reads IN (0, 1) AND case_id = $2 LIMIT 1";
const NEXT_WAKEUP: &str =
    "SELECT wakeup_at FROM case_index WHERE wakeup_at IS NOT NULL ORDER BY wakeup_at, case_id LIMIT 1";

impl Store {
    /// A page of a list.
    ///
    /// # Errors
    /// A fault of the machine; damage names its place.
    pub async fn list(&self, query: &ListQuery) -> Result<ListPage, Fault> {
        let mut found = Vec::new();
        for is_open in [true, false] {
            let is_asked = match query.filter {
                Filter::Open => is_open,
                Filter::Closed => !is_open,
                Filter::All => true,
            };
            if is_asked && (is_open || query.scope == Scope::Committee) {
                for row in self.rows(&page(query, is_open)).await? {
                    let entry = Entry::read(&row).map_err(|fault| fault.at(|| "table case_index".to_owned()))?;
                    found.push((entry, row));
                }
            }
        }
        found.sort_by_key(|(entry, _)| entry.cursor());
        let limit = usize::from(query.limit.max(1));
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(entry, _)| entry.cursor());
        let rows = found.into_iter().map(|(entry, row)| self.listed(query.scope, &entry, &row));
        Ok(ListPage { rows: rows.collect::<Result<_, _>>()?, next })
    }

    /// A row for whoever asked: a person's list holds only cases whose own card names them as a reader.
    fn listed(&self, scope: Scope, entry: &Entry, row: &Row) -> Result<IndexRow, Fault> {
        let key = self.seals().case_key(entry.case, row.bytes(7)?)?;
        let card = entry.open(&key, row)?;
        match scope {
            Scope::Person(person) if !card.readers.contains(&person) => {
                Err(Fault::damaged(format!("case {}, readers", entry.case), "somebody is listed who may not read it"))
            }
            Scope::Person(_) | Scope::Committee => Ok(card),
        }
    }

    /// The cases a person is invited to and has not answered.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn invitations(&self, person: PersonId) -> Result<Vec<CaseId>, Fault> {
        self.case_ids(statement!(INVITATIONS, person.as_bytes())).await
    }

    /// Which part a person has in a case; none when they have none. It takes as long for a case that is hidden from them as for
    /// one that does not exist: only their own rows are looked at.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn part(&self, person: PersonId, case: CaseId) -> Result<Option<Part>, Fault> {
        let part = self.row(&statement!(PART, person.as_bytes(), case.as_bytes())).await?;
        part.map(|row| Ok(if row.flag(0)? { Part::Joined } else { Part::Invited })).transpose()
    }

    /// Cases whose clock must look now, longest waiting first.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn waking(&self, now: Timestamp, limit: u16) -> Result<Vec<CaseId>, Fault> {
        self.case_ids(statement!(WAKING, now, i64::from(limit))).await
    }

    /// When a clock must look next.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn next_wakeup(&self) -> Result<Option<Timestamp>, Fault> {
        self.row(&statement!(NEXT_WAKEUP)).await?.map(|row| row.at(0)).transpose()
    }

    async fn case_ids(&self, statement: Statement) -> Result<Vec<CaseId>, Fault> {
        let rows = self.rows(&statement).await?;
        rows.iter().map(|row| row.exact(0).map(CaseId::from_bytes)).collect()
    }
}

/// The statement for a page. Its texts are all of the program; it asks for one row more, to know whether there is a next page.
fn page(query: &ListQuery, is_open: bool) -> Statement {
    let after = query.after.unwrap_or(Cursor { at: i64::MIN, case: [0; 16] });
    let mut values = vec![
        Value::from(is_open),
        Value::from(after.at),
        Value::from(after.case),
        Value::from(i64::from(query.limit.max(1)) + 1),
    ];
    let (from, order) = match query.scope {
        Scope::Committee => ("case_index i", "i"),
        Scope::Person(person) => {
            values.push(Value::from(person.as_bytes()));
            ("case_person p JOIN case_index i ON i.case_no = p.case_no AND p.reads = 1 AND p.person_id = $5", "p")
        }
    };
    let coordinator = query.coordinator.map_or_else(String::new, |person| {
        values.push(Value::from(person.as_bytes()));
        format!(" AND i.coordinator = ${}", values.len())
    });
    let sql = format!(
        "SELECT {COLUMNS}, h.wrapped_key FROM {from} JOIN case_head h ON h.case_no = i.case_no \
         WHERE {order}.is_open = $1 AND ({order}.due_at, {order}.case_id) > ($2, $3){coordinator} \
         ORDER BY {order}.due_at, {order}.case_id LIMIT $4"
    );
    Statement::composed(sql, values)
}

#[cfg(test)]
mod tests {
    use vault::RootKey;

    use super::*;
    use crate::engine::Location;

    /// How SQLite means to answer: no table is read whole and nothing is sorted.
    async fn plan(store: &Store, statement: &Statement) -> String {
        let sql = format!("EXPLAIN QUERY PLAN {}", statement.sql.as_str());
        let rows = store.rows(&Statement::composed(sql, statement.values.clone())).await.expect("it answers");
        let steps = rows.iter().map(|row| row.text(3).expect("a step").to_owned());
        steps.collect::<Vec<_>>().join("; ")
    }

    #[tokio::test]
    async fn a_list_costs_what_its_page_costs() {
        let dir = tempfile::tempdir().expect("a directory");
        let location = Location::Sqlite(dir.path().join("sluice.db"));
        let store = Store::open(&location, &RootKey::from_bytes([7; 32])).await.expect("it opens");
        let person = PersonId::from_bytes([1; 16]);
        let query = |scope, coordinator| ListQuery { scope, filter: Filter::All, coordinator, after: None, limit: 50 };
        let now = Timestamp::UNIX_EPOCH;
        let asked = [
            ("the committee's", page(&query(Scope::Committee, None), true)),
            ("a coordinator's", page(&query(Scope::Committee, Some(person)), true)),
            ("a person's", page(&query(Scope::Person(person), None), true)),
            ("invitations", statement!(INVITATIONS, person.as_bytes())),
            ("waking", statement!(WAKING, now, 10_i64)),
            ("next wakeup", statement!(NEXT_WAKEUP)),
        ];
        let mut told = Vec::new();
        for (name, statement) in asked {
            told.push(format!("{name}: {}\n", plan(&store, &statement).await));
        }
        expect_test::expect![[r#"
            the committee's: SEARCH i USING INDEX case_index_due (is_open=? AND (due_at,case_id)>(?,?)); SEARCH h USING INTEGER PRIMARY KEY (rowid=?)
            a coordinator's: SEARCH i USING INDEX case_index_coordinator (coordinator=? AND is_open=? AND (due_at,case_id)>(?,?)); SEARCH h USING INTEGER PRIMARY KEY (rowid=?)
            a person's: SEARCH p USING COVERING INDEX case_person_due (person_id=? AND reads=? AND is_open=? AND (due_at,case_id)>(?,?)); SEARCH i USING INTEGER PRIMARY KEY (rowid=?); SEARCH h USING INTEGER PRIMARY KEY (rowid=?)
            invitations: SEARCH case_person USING COVERING INDEX case_person_due (person_id=? AND reads=? AND is_open=?)
            waking: SEARCH case_index USING COVERING INDEX case_index_wakeup (wakeup_at<?)
            next wakeup: SEARCH case_index USING COVERING INDEX case_index_wakeup (wakeup_at>?)
        "#]].assert_eq(&told.concat());
        store.close().await;
    }

    #[test]
    fn a_cursor_reads_its_own_text_and_no_other() {
        let cursor = Cursor { at: -5, case: [9; 16] };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", "0", "page 2", &format!("{cursor}0"), &cursor.to_string().to_uppercase()[1..]] {
            assert_eq!(text.parse::<Cursor>(), Err(NotACursor), "{text}");
        }
    }
}
