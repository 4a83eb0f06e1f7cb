//! Seeds a desk's database in this process, through the desk itself: reports like those that come in, and one long case.

use std::path::Path;
use std::sync::Arc;

use api::bodies::{Encoding, NewReport, parse};
use desk::ports::KeptMail;
use desk::{Caller, Desk, NewPerson, Outcome, Setup};
use domain::case::decide::Verb;
use domain::ids::CaseId;
use domain::policy::Preset;
use domain::words::Line;
use outside::{SystemClock, SystemIds};
use store::{Location, Store};
use vault::RootKey;

/// A seeded database: its long case, and a link for a committee member.
pub(crate) struct Seeded {
    pub(crate) long_case: CaseId,
}

/// Seeds `cases` reports and one case of about two hundred events into the data directory of a desk to come.
pub(crate) async fn seed(data: &Path, cases: usize) -> anyhow::Result<Seeded> {
    std::fs::create_dir_all(data)?;
    let desk = desk(data).await?;
    reports(&desk, cases).await?;
    // The member comes last: a desk with this many cases has sent its letters about them long ago.
    Ok(Seeded { long_case: long_case(&desk).await? })
}

/// So many reports come in, from many at once.
pub(crate) async fn reports(desk: &Desk, cases: usize) -> anyhow::Result<()> {
    let workers: Vec<_> = (0..32)
        .map(|worker| {
            let desk = desk.clone();
            tokio::task::spawn(async move {
                for nth in (worker..cases).step_by(32) {
                    let report =
                        serde_json::json!({ "title": format!("Seeded report {nth}"), "body": "Seeded for the bench." });
                    let report = NewReport::from_json(&serde_json::to_vec(&report)?)
                        .map_err(|bad| anyhow::anyhow!(bad.message))?;
                    desk.receive(report).await?;
                }
                anyhow::Ok(())
            })
        })
        .collect();
    for worker in workers {
        worker.await??;
    }
    Ok(())
}

/// A desk in this process, on a database of its own.
pub(crate) async fn desk(data: &Path) -> anyhow::Result<Desk> {
    let key = data.join("root.key");
    let root = RootKey::from_bytes([42; 32]);
    if !key.exists() {
        std::fs::write(&key, root.to_text().as_bytes())?;
        std::process::Command::new("chmod").arg("600").arg(&key).status()?;
    }
    let store = Store::open(&Location::Sqlite(data.join("sluice.db")), &root).await?;
    Ok(Desk::new(Setup {
        store,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        mailer: Arc::new(KeptMail::default()),
        policy: Arc::new(Preset::Committee.policy()),
        base_url: "http://127.0.0.1".to_owned(),
        passkey_rule: desk::PasskeyRule::Offered,
        passwords: false,
        provider: None,
    }))
}

async fn long_case(desk: &Desk) -> anyhow::Result<CaseId> {
    let line = |text: &str| Line::new(text);
    let new = NewPerson {
        name: line("Bench")?,
        address: line("bench@desk.example")?,
        organisation: line("Bench")?,
        committee: true,
        office: None,
    };
    let Outcome::Done((id, _code)) = desk.invite(&Caller::Operator, new).await? else { anyhow::bail!("no member") };
    let member = Caller::Person { id, name: "Bench".to_owned(), committee: true, office: None, verified_at: None };
    let report = NewReport::from_json(br#"{"title":"A long case","body":"With two hundred events."}"#)
        .map_err(|bad| anyhow::anyhow!(bad.message))?;
    let Outcome::Done(received) = desk.receive(report).await? else { anyhow::bail!("no case") };
    let ask = |verb: Verb, body: serde_json::Value| {
        let (desk, member) = (desk.clone(), member.clone());
        async move {
            let bytes = serde_json::to_vec(&body)?;
            let request =
                parse(verb, &bytes, Encoding::Json).and_then(Result::ok).ok_or_else(|| anyhow::anyhow!("bad body"))?;
            match desk.ask(&member, received.case, request).await? {
                Outcome::Done(()) => anyhow::Ok(()),
                Outcome::Refused(refusal) => anyhow::bail!("{refusal:?}"),
                Outcome::NotFound => anyhow::bail!("not found"),
            }
        }
    };
    ask(Verb::Acknowledge, serde_json::json!({})).await?;
    ask(
        Verb::Assess,
        serde_json::json!({ "impact": "Much.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" }),
    )
    .await?;
    ask(Verb::Accept, serde_json::json!({})).await?;
    for nth in 0..192 {
        let to = ["reporter", "committee", "fixers"].get(nth % 3).copied().unwrap_or("committee");
        ask(Verb::SendMessage, serde_json::json!({ "to": to, "text": format!("Message {nth} of a long conversation, of about one line and a half of text.") })).await?;
    }
    Ok(received.case)
}
