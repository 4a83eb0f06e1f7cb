//! Many writes in one transaction with few statements: rows of the same table go in together.
//!
//! Knows the tables that an append writes and which of several appends to one case comes first. Must not know what is in
//! the rows.

use std::collections::BTreeMap;

use crate::behalf::{Behalf, Claim};
use crate::bulk::{self, Frame, Part, Target};
use crate::link::Link;
use crate::value::{Row, Statement, Value, statement};

/// How closely to look before writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// That a new case is new the table itself says, by refusing the whole batch.
    Usual,
    /// New cases are looked up as well.
    Full,
}

/// Where a case's log stands: its version and last link.
pub(crate) type Mark = (i64, [u8; 32]);

/// A case's id as it is in the tables.
pub(crate) type CaseBytes = [u8; 16];

/// An append, sealed and ready: only rows are left.
pub(crate) struct Prepared {
    pub(crate) case: CaseBytes,
    /// Where the log must stand; `None` when the case must be new.
    pub(crate) expected: Option<Mark>,
    /// Where it stands afterwards.
    pub(crate) next: Mark,
    /// As whom the events are added; the house needs no claim.
    pub(crate) claim: Option<Claim>,
    /// Of a new case the whole row, else version, hash and stamp. All rows are without the case's number.
    pub(crate) head: Vec<Value>,
    pub(crate) events: Vec<Vec<Value>>,
    pub(crate) blobs: Vec<Vec<Value>>,
    pub(crate) index: Vec<Value>,
    pub(crate) people: Vec<Vec<Value>>,
    pub(crate) outbox: Vec<Vec<Value>>,
}

/// Something to write.
pub(crate) enum Work {
    Append(Box<Prepared>),
    /// Statements that belong together; the rows of the last are the answer.
    Write(Vec<Statement>),
    /// The second ones only when the last of the first ones has rows, which are the answer.
    WriteIf(Vec<Statement>, Vec<Statement>),
}

/// What became of it.
pub(crate) enum Done {
    Kept,
    Conflict,
    Rows(Vec<Row>),
}

/// The most ids in one question.
const AT_ONCE: usize = 64;
static NO_ROWS: Vec<Vec<Value>> = Vec::new();

/// Numbers for new cases, taken from the table in blocks, so that processes rarely meet there.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    next: i64,
    end: i64,
}

impl Numbers {
    /// So many numbers taken at once; what is left of them when the program ends is left out.
    const BLOCK: i64 = 1024;

    fn left(&self) -> usize {
        usize::try_from(self.end - self.next).unwrap_or_default()
    }

    fn take(&mut self) -> i64 {
        let number = self.next;
        self.next += 1;
        number
    }

    async fn refill(&mut self, link: &mut Link, wanted: usize) -> Result<(), sqlx::Error> {
        if self.left() >= wanted {
            return Ok(());
        }
        let sql = "UPDATE case_number SET next = $1 + CASE WHEN next > (SELECT COALESCE(MAX(case_no), 0) FROM case_head) \
                   THEN next ELSE (SELECT MAX(case_no) + 1 FROM case_head) END RETURNING next";
        let rows = link.rows(&statement!(sql, Self::BLOCK)).await?;
        let end = rows.first().and_then(|row| row.int(0).ok()).ok_or(sqlx::Error::RowNotFound)?;
        *self = Self { next: end - Self::BLOCK, end };
        Ok(())
    }
}

/// Writes all of it, in one transaction. A conflicting append is left out and the rest stays.
pub(crate) async fn write(
    link: &mut Link,
    works: &[&Work],
    numbers: &mut Numbers,
    care: Care,
) -> Result<Vec<Done>, sqlx::Error> {
    let new = works.iter().filter(|work| matches!(work, Work::Append(append) if append.expected.is_none())).count();
    // New cases alone need no questions and so no open transaction.
    if care == Care::Usual && new == works.len() && numbers.left() >= new {
        let (kept, admitted) = admit(works, BTreeMap::new(), numbers);
        insert(link, &admitted, Frame::Alone).await?;
        return answers(link, works, &kept).await;
    }
    link.begin().await?;
    numbers.refill(link, new).await?;
    let heads = heads(link, works, care).await?;
    let (kept, admitted) = admit(works, heads, numbers);
    insert_claimed(link, &admitted).await?;
    forget_people(link, &admitted).await?;
    insert(link, &admitted, Frame::Within).await?;
    let done = answers(link, works, &kept).await?;
    link.commit().await?;
    Ok(done)
}

/// What became of each; the statements of the plain tables are run here, in order of arrival.
async fn answers(link: &mut Link, works: &[&Work], kept: &[bool]) -> Result<Vec<Done>, sqlx::Error> {
    let mut done = Vec::with_capacity(works.len());
    for (work, kept) in works.iter().zip(kept) {
        done.push(match work {
            Work::Append(_) if *kept => Done::Kept,
            Work::Append(_) => Done::Conflict,
            Work::Write(statements) => Done::Rows(in_turn(link, statements).await?),
            Work::WriteIf(first, rest) => {
                let rows = in_turn(link, first).await?;
                if !rows.is_empty() {
                    in_turn(link, rest).await?;
                }
                Done::Rows(rows)
            }
        });
    }
    Ok(done)
}

async fn in_turn(link: &mut Link, statements: &[Statement]) -> Result<Vec<Row>, sqlx::Error> {
    let mut rows = Vec::new();
    for statement in statements {
        rows = if statement.behalf == Behalf::House {
            link.rows(statement).await?
        } else {
            link.enter(statement.behalf, None).await?;
            let rows = link.rows(statement).await?;
            link.leave().await?;
            rows
        };
    }
    Ok(rows)
}

/// A case's number and where its log stands.
type Known = (i64, Mark);

/// An append that is kept, with the number of its case.
type Admitted<'a> = (i64, &'a Prepared);

/// Which appends find their case where they expect it, in order of arrival.
fn admit<'a>(
    works: &[&'a Work],
    mut heads: BTreeMap<CaseBytes, Known>,
    numbers: &mut Numbers,
) -> (Vec<bool>, Vec<Admitted<'a>>) {
    let mut admitted = Vec::with_capacity(works.len());
    let mut kept = Vec::with_capacity(works.len());
    for work in works {
        let Work::Append(append) = work else {
            kept.push(true);
            continue;
        };
        let known = heads.get(&append.case).copied();
        let fits = known.map(|(_, mark)| mark) == append.expected;
        if fits {
            let number = known.map_or_else(|| numbers.take(), |(number, _)| number);
            heads.insert(append.case, (number, append.next));
            admitted.push((number, append.as_ref()));
        }
        kept.push(fits);
    }
    (kept, admitted)
}

/// Where the cases stand that are to go on. The heads stay locked until the end.
async fn heads(link: &mut Link, works: &[&Work], care: Care) -> Result<BTreeMap<CaseBytes, Known>, sqlx::Error> {
    let cases = works.iter().filter_map(|work| match work {
        Work::Append(append) if care == Care::Full || append.expected.is_some() => Some(append.case),
        Work::Append(_) | Work::Write(_) | Work::WriteIf(..) => None,
    });
    let mut cases: Vec<CaseBytes> = cases.collect();
    // Every process locks in the same order.
    cases.sort_unstable();
    let mut heads = BTreeMap::new();
    for some in cases.chunks(AT_ONCE) {
        let end = link.dialect().for_update();
        let values = padded(some);
        let sql = format!(
            "SELECT case_id, case_no, version, hash FROM case_head WHERE case_id IN ({}) ORDER BY case_id{end}",
            places(values.len())
        );
        for row in link.rows(&Statement::composed(sql, values)).await? {
            let known = row.exact(0).and_then(|case| Ok((case, (row.int(1)?, (row.int(2)?, row.exact(3)?)))));
            // A head that cannot be read matches no expectation: an append to that case is a conflict, the rest goes on.
            if let Ok((case, known)) = known {
                heads.insert(case, known);
            }
        }
    }
    Ok(heads)
}

/// `$1, $2, …`
pub(crate) fn places(count: usize) -> String {
    (1..=count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Ids for as many places as the next power of two: the last is repeated, which changes no answer and keeps the number
/// of different statements small.
pub(crate) fn padded<Id>(ids: &[Id]) -> Vec<Value>
where
    Id: Copy,
    Value: From<Id>,
{
    let last = ids.last();
    ids.iter().chain(last.into_iter().cycle()).take(ids.len().next_power_of_two()).copied().map(Value::from).collect()
}

/// The events that somebody adds, one after another, while the database still knows who takes part in their cases: it is the
/// database that lets them in. What follows from them - lists, jobs - the house writes.
async fn insert_claimed(link: &mut Link, appends: &[Admitted<'_>]) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO event (case_no, seq, kind, at_ms, link, payload) VALUES ($1, $2, $3, $4, $5, $6)";
    for (number, append) in appends {
        let Some(claim) = append.claim else { continue };
        link.enter(claim.by, Some(claim)).await?;
        for event in &append.events {
            let values = std::iter::once(Value::from(*number)).chain(event.iter().cloned()).collect();
            link.rows(&Statement::new(SQL, values)).await?;
        }
        link.leave().await?;
    }
    Ok(())
}

/// All rows of all appends, table by table, but for the events that somebody added.
async fn insert(link: &mut Link, appends: &[Admitted<'_>], frame: Frame) -> Result<(), sqlx::Error> {
    // Several appends to one case may stand in one batch; the last is the one that counts.
    let latest: BTreeMap<i64, &Prepared> = appends.iter().copied().collect();
    let new = || appends.iter().filter(|(_, append)| append.expected.is_none());
    let moved = || latest.iter().filter(|(_, append)| append.expected.is_some());
    let each = |rows: fn(&Prepared) -> &Vec<Vec<Value>>| {
        appends.iter().flat_map(move |(number, append)| rows(append).iter().map(move |row| (*number, row)))
    };
    let people = latest.iter().flat_map(|(number, append)| append.people.iter().map(move |row| (*number, row)));
    let parts = [
        part(Target::Head, new().map(|(number, append)| (*number, &append.head))),
        part(Target::HeadMoved, moved().map(|(number, append)| (*number, &append.head))),
        part(Target::Event, each(|append| if append.claim.is_none() { &append.events } else { &NO_ROWS })),
        part(Target::Blob, each(|append| &append.blobs)),
        part(Target::Index, latest.iter().map(|(number, append)| (*number, &append.index))),
        part(Target::Person, people),
        part(Target::Outbox, each(|append| &append.outbox)),
    ];
    bulk::write(link, &parts, frame).await
}

fn part<'a>(target: Target, rows: impl Iterator<Item = (i64, &'a Vec<Value>)>) -> Part<'a> {
    Part { target, rows: rows.map(|(number, row)| (number, row.as_slice())).collect() }
}

/// The people of cases that go on are written anew.
async fn forget_people(link: &mut Link, appends: &[Admitted<'_>]) -> Result<(), sqlx::Error> {
    let moved = appends.iter().filter(|(_, append)| append.expected.is_some());
    let numbers: Vec<i64> = moved.map(|(number, _)| *number).collect();
    for some in numbers.chunks(AT_ONCE) {
        let values = padded(some);
        let sql = format!("DELETE FROM case_person WHERE case_no IN ({})", places(values.len()));
        link.rows(&Statement::composed(sql, values)).await?;
    }
    Ok(())
}
