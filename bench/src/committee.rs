//! What keeping the committee costs: a look at it, its letters when there are none to write, its page, and a look at every open case,
//! in this process and without HTTP.

use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use desk::{Caller, Desk, NewPerson, Outcome};
use domain::committee::decide;
use domain::committee::event::Event;
use domain::committee::facts::{By, Sign};
use domain::words::Line;
use store::{Location, Store};
use vault::RootKey;

use crate::result::{Effort, quantile, say, sorted};
use crate::seed::{desk, reports};

const MEMBERS: usize = 7;
/// Events that are written at once.
const PART: u64 = 500;
const ROUNDS: usize = 20;

pub(crate) async fn measure(effort: &Effort) -> anyhow::Result<()> {
    say(&format!("committee: {MEMBERS} members; each of them is heard of and does a duty, one event each"));
    for events in [100, 10_000] {
        let dir = tempfile::tempdir()?;
        let desk = desk(dir.path()).await?;
        let member = seated(&desk).await?;
        lived(dir.path(), &member, events).await?;
        desk.send_committee_letters().await?;
        say(&format!(
            "  {events:>6} events, a look at the committee: {}",
            timed(async || desk.keep_committee().await).await?
        ));
        let letters = timed(async || desk.send_committee_letters().await).await?;
        say(&format!("  {events:>6} events, its letters, when there are none to write: {letters}"));
        say(&format!("  {events:>6} events, its page: {}", timed(async || desk.committee(&member).await).await?));
    }
    for cases in [100, effort.cases / 10] {
        let dir = tempfile::tempdir()?;
        let desk = desk(dir.path()).await?;
        seated(&desk).await?;
        reports(&desk, cases).await?;
        let begun = Instant::now();
        let given = desk.assign_cases().await?;
        anyhow::ensure!(given == cases, "{given} of {cases} were given");
        let first = begun.elapsed().as_secs_f64();
        let again = timed(async || desk.assign_cases().await).await?;
        say(&format!("  {cases:>6} open cases, all given to somebody: {first:.1} s; a look at all of them: {again}"));
    }
    say(
        "  growth: a look, the letters and the page cost O(events of the committee), a look at every case O(open cases)\n",
    );
    Ok(())
}

/// Members with seats; one of them.
async fn seated(desk: &Desk) -> anyhow::Result<Caller> {
    let mut last = None;
    for nth in 0..MEMBERS {
        let name = format!("member {nth}");
        let new = NewPerson {
            name: Line::new(&name)?,
            address: Line::new(&format!("{nth}@desk.example"))?,
            organisation: Line::new(&name)?,
            committee: true,
            office: None,
        };
        let Outcome::Done((id, _code)) = desk.invite(&Caller::Operator, new).await? else { anyhow::bail!("no member") };
        last = Some(Caller::Person { id, name, committee: true, office: None, verified_at: None });
    }
    desk.keep_committee().await?;
    last.context("no member")
}

/// So many events more.
async fn lived(data: &Path, member: &Caller, events: u64) -> anyhow::Result<()> {
    let store = Store::open(&Location::Sqlite(data.join("sluice.db")), &RootKey::from_bytes([42; 32])).await?;
    let person = member.person().context("no account")?;
    let mut left = events;
    while left > 0 {
        let part = left.min(PART);
        let log = store.committee_log().await?.context("no log")?;
        let last = log.records.last().context("no event")?;
        let signs = (0..part).map(|nth| {
            let sign = if nth % 2 == 0 { Sign::Heard } else { Sign::Duty };
            Event::SignOfLife { person, sign }
        });
        let fresh = decide::record(signs.collect(), last.seq, last.at, By::Clock);
        store.append_committee(Some(&log.head), &fresh).await.map_err(|_| anyhow::anyhow!("not appended"))?;
        left -= part;
    }
    Ok(())
}

/// The middle and the slowest of several times.
async fn timed<T, E: Into<anyhow::Error>>(mut work: impl AsyncFnMut() -> Result<T, E>) -> anyhow::Result<String> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        work().await.map_err(Into::into)?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    let times = sorted(times);
    Ok(format!("p50 {:.2} ms, slowest {:.2} ms", quantile(&times, 0.5), quantile(&times, 1.0)))
}
