//! The outbox: what is wished for in the world, until it is done.
//!
//! Knows keys, leases and fences: a job belongs to one worker for a while, and whoever comes back too late finds that it
//! has been given to another. Must not know what an effect does.

use std::collections::HashMap;

use domain::Timestamp;
use domain::case::effect::{Effect, Wish};
use domain::ids::CaseId;
use jiff::SignedDuration;
use vault::CaseKey;

use crate::batch::{padded, places};
use crate::fault::Fault;
use crate::open::Store;
use crate::seals::{Seals, nonce};
use crate::value::{Row, Statement, Value, int_bytes, statement};

/// An effect to perform, held for a while.
#[derive(Clone, Debug)]
pub struct Job {
    /// Unique: done once, however often it is tried.
    pub key: String,
    /// Of which case.
    pub case: CaseId,
    /// What to do.
    pub effect: Effect,
    /// How often it was given out, this time included.
    pub attempts: u32,
    /// Changes each time it is given out.
    pub fence: i64,
    id: i64,
    claimed_at: Timestamp,
}

/// The row of a wish.
pub(crate) fn row(key: &CaseKey, wish: &Wish, at: Timestamp) -> Result<Vec<Value>, Fault> {
    let plain = serde_json::to_vec(&wish.effect).map_err(|_| Fault::Misfit("an effect cannot be written"))?;
    Ok(vec![
        Value::from(wish.key.as_str()),
        Value::from(is_barrier(&wish.effect)),
        Value::from(at),
        Value::from(0_i64),
        Value::from(0_i64),
        Value::from(0_i64),
        Value::from(key.seal_small(PAYLOAD, wish.key.as_bytes(), &plain, nonce())),
    ])
}

/// Whether what was wished for later in the same case waits for it: nothing is announced before the advisory is out.
pub(crate) const fn is_barrier(effect: &Effect) -> bool {
    match effect {
        Effect::PublishAdvisory | Effect::WithdrawAdvisory => true,
        Effect::SendLetter { .. } | Effect::Announce { .. } | Effect::SendRetrospective { .. } => false,
    }
}

const PAYLOAD: &str = "outbox/payload";
const PROBLEM: &str = "outbox/problem";
const DONE: &str = "outbox/finished";

/// Nothing of the same case that others wait for is still to be done before it.
macro_rules! ready {
    () => {
        "o.finished_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.case_no = o.case_no AND b.barrier = 1 \
         AND b.finished_at IS NULL AND b.id < o.id)"
    };
}

impl Store {
    /// Takes due jobs in hand until `now + lease`: by time, then in the order in which they were wished for. Within a case
    /// nothing passes the publication of its advisory.
    ///
    /// # Errors
    /// A fault of the machine. A job that is damaged is left out and logged; it does not hold up the others.
    pub async fn claim(&self, now: Timestamp, lease: SignedDuration, limit: u16) -> Result<Vec<Job>, Fault> {
        let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        let sql = format!(
            "UPDATE outbox SET lease_until = $2, attempts = attempts + 1, fence = fence + 1 WHERE id IN (\
             SELECT o.id FROM outbox o WHERE o.run_at <= $1 AND o.lease_until <= $1 AND {} \
             ORDER BY o.run_at, o.id LIMIT $3{}) RETURNING id, case_no, key, payload, attempts, fence, run_at",
            ready!(),
            self.engine().dialect().for_update_skipping()
        );
        let values = vec![Value::from(now), Value::from(until), Value::from(i64::from(limit))];
        let rows = self.write(vec![Statement::composed(sql, values)]).await?;
        self.jobs(rows, now).await
    }

    /// Jobs that wait for a time no retry would have given them, or are leased for longer than any worker has, wait no longer: a
    /// wrong clock, or somebody who writes to the database, has silenced them. How many there were.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn hasten(&self, now: Timestamp, beyond: SignedDuration) -> Result<usize, Fault> {
        let limit = now.checked_add(beyond).unwrap_or(Timestamp::MAX);
        let sql = "UPDATE outbox SET run_at = $1, lease_until = 0 \
                   WHERE finished_at IS NULL AND (run_at > $2 OR lease_until > $2) RETURNING id";
        Ok(self.write(vec![statement!(sql, now, limit)]).await?.len())
    }

    async fn jobs(&self, rows: Vec<Row>, now: Timestamp) -> Result<Vec<Job>, Fault> {
        let mut numbers: Vec<i64> = rows.iter().filter_map(|row| row.int(1).ok()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let keys = self.case_keys(&numbers).await?;
        let mut jobs = Vec::with_capacity(rows.len());
        for row in rows {
            match job(&keys, &row, now) {
                Ok(job) => jobs.push((row.int(6)?, job)),
                Err(fault) => tracing::error!(%fault, "a job is damaged and is left where it is"),
            }
        }
        jobs.sort_by_key(|(run_at, job)| (*run_at, job.id));
        Ok(jobs.into_iter().map(|(_, job)| job).collect())
    }

    async fn case_keys(&self, numbers: &[i64]) -> Result<Keys, Fault> {
        let mut keys = HashMap::with_capacity(numbers.len());
        for some in numbers.chunks(64) {
            let values = padded(some);
            let sql = format!(
                "SELECT case_no, case_id, wrapped_key FROM case_head WHERE case_no IN ({})",
                places(values.len())
            );
            for row in self.rows(&Statement::composed(sql, values)).await? {
                let case = CaseId::from_bytes(row.exact(1)?);
                match self.seals().case_key(case, row.bytes(2)?) {
                    Ok(key) => drop(keys.insert(row.int(0)?, (case, key))),
                    Err(fault) => tracing::error!(%fault, "a case's key is damaged; its jobs wait"),
                }
            }
        }
        Ok(keys)
    }

    /// Marks a job as done; false when it was given to another meanwhile.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn finish(&self, job: &Job) -> Result<bool, Fault> {
        let at = job.claimed_at.as_millisecond();
        let sql = "UPDATE outbox SET finished_at = $3, finished_mac = $4, problem = NULL \
                   WHERE id = $1 AND fence = $2 AND finished_at IS NULL RETURNING id";
        let mac = done_mark(self.seals(), job.case, &job.key, at);
        Ok(!self.write(vec![statement!(sql, job.id, job.fence, at, mac)]).await?.is_empty())
    }

    /// Gives a job back, to be tried again at `at`. Nothing happens when it was given to another meanwhile.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn retry(&self, job: &Job, at: Timestamp, problem: &str) -> Result<(), Fault> {
        let problem = self.seals().seal(PROBLEM, &problem_place(job.case, &job.key), problem.as_bytes());
        let sql = "UPDATE outbox SET run_at = $3, lease_until = 0, problem = $4 \
                   WHERE id = $1 AND fence = $2 AND finished_at IS NULL";
        self.write(vec![statement!(sql, job.id, job.fence, at, problem)]).await.map(drop)
    }

    /// When there is something to do next; jobs in hand count from the end of their lease, jobs that wait for another not at all.
    ///
    /// # Errors
    /// A fault of the machine.
    pub async fn next_job_at(&self) -> Result<Option<Timestamp>, Fault> {
        const SQL: &str = concat!(
            "SELECT MIN(CASE WHEN o.lease_until > o.run_at THEN o.lease_until ELSE o.run_at END) FROM outbox o WHERE ",
            ready!()
        );
        match self.row(&statement!(SQL)).await? {
            Some(row) => row.maybe_at(0),
            None => Ok(None),
        }
    }
}

/// Cases and their keys, by number.
type Keys = HashMap<i64, (CaseId, CaseKey)>;

fn job(keys: &Keys, row: &Row, now: Timestamp) -> Result<Job, Fault> {
    let name = row.text(2)?;
    let known = keys.get(&row.int(1)?);
    let (case, key) = known.ok_or_else(|| Fault::damaged(format!("outbox {name}"), "its case has no key"))?;
    let case = *case;
    Ok(Job {
        key: name.to_owned(),
        case,
        effect: effect(key, case, name, row.bytes(3)?)?,
        attempts: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        fence: row.int(5)?,
        id: row.int(0)?,
        claimed_at: now,
    })
}

/// Opens a job's payload.
pub(crate) fn effect(key: &CaseKey, case: CaseId, name: &str, payload: &[u8]) -> Result<Effect, Fault> {
    let plain =
        key.open_small(PAYLOAD, name.as_bytes(), payload).map_err(|error| Fault::damaged(place(case, name), error))?;
    serde_json::from_slice(&plain).map_err(|_| Fault::damaged(place(case, name), "what it says cannot be read"))
}

/// Opens what was noted at the last failed try.
pub(crate) fn problem(seals: &Seals, case: CaseId, name: &str, sealed: &[u8]) -> Result<(), Fault> {
    let opened = seals.open(PROBLEM, &problem_place(case, name), sealed);
    opened.map(drop).map_err(|fault| fault.at(|| place(case, name)))
}

/// The mark that a job was done, which nobody can set who only writes to the database.
fn done_mark(seals: &Seals, case: CaseId, name: &str, at: i64) -> [u8; 32] {
    seals.stamp(DONE, &[case.as_bytes(), name.as_bytes(), &int_bytes(at)])
}

/// Fails when it was not the desk that marked a job as done.
pub(crate) fn check_done(seals: &Seals, case: CaseId, name: &str, at: i64, mark: &[u8]) -> Result<(), Fault> {
    seals.check(DONE, &[case.as_bytes(), name.as_bytes(), &int_bytes(at)], mark)
}

pub(crate) fn place(case: CaseId, name: &str) -> String {
    format!("case {case}, outbox {name}")
}

fn problem_place(case: CaseId, name: &str) -> Vec<u8> {
    [case.as_bytes(), name.as_bytes()].concat()
}
