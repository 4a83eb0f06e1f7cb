//! `sluice demo`: two real published cases, carried through their whole life over HTTP with a stepped clock.
//!
//! The facts are the public record's, told in our own words; the private part of each timeline is invented and marked so.
//! Then a third, invented case is left in mid-embargo to click through.

mod ammonia;
mod body;
mod clock;
mod cosign;
mod deeds;
mod files;
mod lantern;
mod stage;
mod world;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use desk::ports::Clock as _;
use desk::{Desk, Setup};
use outside::{EmlMailer, SystemClock, SystemIds};
use store::{Location, Store};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use vault::{OperatorToken, RootKey};

use self::clock::DemoClock;
use self::stage::Stage;
use crate::serve::{House, say};
use crate::{keys, serve};

/// The file that marks a directory as the demo's own, to be made anew.
const MARK: &str = "made-by-sluice-demo";

/// Plays the demo into `out`; stays up afterwards unless `once`.
pub(crate) async fn demo(listen: &str, out: &Path, once: bool) -> anyhow::Result<()> {
    let out = fresh(out)?;
    let listener = TcpListener::bind(if once { "127.0.0.1:0" } else { listen })
        .await
        .with_context(|| format!("cannot listen on {listen}"))?;
    let base_url = serve::address_of(listener.local_addr()?);
    let clock = Arc::new(DemoClock::at("2022-08-20T00:00:00Z".parse()?));
    let (house, operator) = build(&out, &base_url, Arc::clone(&clock)).await?;
    let config = web::Config {
        secure_cookies: false,
        operator_digest: house.operator,
        trusted_proxies: Vec::new(),
        reports_per_hour: 0,
        body_bytes_max: 512 * 1024,
    };
    let cancel = CancellationToken::new();
    let doors = tokio_util::task::TaskTracker::new();
    let router = web::router(web::App::new(house.desk.clone(), config))?;
    let stop = cancel.clone();
    let served = doors.spawn(async move { web::serve(listener, router, stop).await });

    let stage = Stage {
        desk: house.desk.clone(),
        clock: Arc::clone(&clock),
        base_url,
        operator,
        handle: tokio::runtime::Handle::current(),
    };
    let told = tokio::task::spawn_blocking(move || tell(&stage, &out)).await??;
    say(&told);
    if once {
        cancel.cancel();
    } else {
        clock.go_live();
        let desk = house.desk.clone();
        let stop = cancel.clone();
        doors.spawn(async move { desk.run(stop).await });
        serve::stop_signal().await;
        cancel.cancel();
    }
    doors.close();
    doors.wait().await;
    served.await?.context("the doors failed")
}

/// An empty directory for the demo: new, or one that an earlier demo made.
fn fresh(out: &Path) -> anyhow::Result<std::path::PathBuf> {
    if out.join(MARK).exists() {
        std::fs::remove_dir_all(out)?;
    }
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    if std::fs::read_dir(out)?.next().is_some() {
        bail!("{} is not empty and was not made by the demo; name another directory with --out", out.display());
    }
    std::fs::write(out.join(MARK), "This directory is made anew by every `sluice demo`.\n")?;
    Ok(std::fs::canonicalize(out)?)
}

async fn build(out: &Path, base_url: &str, clock: Arc<DemoClock>) -> anyhow::Result<(House, String)> {
    let data = out.join("data");
    keys::own_directory(&data)?;
    let (root, _new): (RootKey, bool) = keys::root_key(&data.join("root.key"), &SystemIds)?;
    let token: OperatorToken = keys::operator_token(&data.join("operator.token"), &SystemIds)?;
    let store = Store::open(&Location::Sqlite(data.join("sluice.db")), &root).await?;
    let operator = token.digest(store.mac_key());
    let mailer = EmlMailer::new(out.join("letters"), "security@desk.example")?;
    let desk = Desk::new(Setup {
        store,
        clock,
        ids: Arc::new(SystemIds),
        mailer: Arc::new(mailer),
        policy: Arc::new(cosign::policy()?),
        base_url: base_url.to_owned(),
        passkey_rule: desk::PasskeyRule::Offered,
        passwords: false,
        provider: None,
    });
    Ok((House { desk, operator }, token.to_text().to_string()))
}

/// Tells all three stories; what there is to look at, in words.
fn tell(stage: &Stage, out: &Path) -> anyhow::Result<String> {
    let world = out.join("world");
    let committee = cosign::play(stage, &world).context("the committee's case stopped")?;
    let gap = files::write(stage, &out.join("cosign"), &out.join("letters"), committee)?;
    let solo = ammonia::play(stage, &world).context("the solo maintainer's case stopped")?;
    files::write(stage, &out.join("ammonia"), &out.join("letters"), solo)?;
    let open = lantern::play(stage, SystemClock.now()).context("the open case stopped")?;
    let verified = stage.handle.block_on(stage.desk.verify_all())?;
    if !verified.problems.is_empty() {
        bail!("the demo's own data does not verify: {:?}", verified.problems);
    }
    let eva = stage.link("Eva", "Northwind", true)?;
    let base = &stage.base_url;
    Ok(format!(
        "Two published cases were replayed, {} events in all, and verified.\n\
         In the log of the cosign case: {gap}\n\
         Files: {}\n\n\
         Public advisories   {base}/advisories\n\
         The policy          {base}/policy\n\
         Report something    {base}/report\n\
         A member's board    {eva}   (works once)\n\
         The open case       {base}/cases/{}   (after signing in)\n\
         The committee       {base}/committee   (with an open ballot, a leave and a week on call)\n\
         A reporter's page   {base}/receipt   with the code {}",
        verified.events,
        out.display(),
        open.case,
        open.receipt,
    ))
}
