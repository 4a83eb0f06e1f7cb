//! `sluice serve`: opens the store, wires the parts, answers until told to stop.
//!
//! Knows which part goes where. Must not know the process.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use desk::ports::{Mailer, Provider};
use desk::{Desk, FilePolicy, NewPerson, PasskeyRule, Setup};
use domain::policy::{Contradiction, Policy, contradictions};
use domain::words::Line;
use outside::{EmlMailer, OpenId, ProviderSettings, SmtpMailer, SystemClock, SystemIds};
use store::{Location, OpenError, Options, Store};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::{keys, owners, policy_file};

/// Everything that `serve` and the operator's questions need.
pub(crate) struct House {
    /// The desk.
    pub(crate) desk: Desk,
    /// The digest of the operator's token.
    pub(crate) operator: [u8; 32],
}

/// Opens the store that the configuration names, with its root key; says so when the key is new.
pub(crate) async fn open_store(config: &Config) -> anyhow::Result<Store> {
    let data = config.data();
    if let Some(warning) = keys::own_directory(data)? {
        say(&warning);
    }
    let path = config.path_or("root_key_file", "root.key");
    let (root, new) = keys::root_key(&path, &SystemIds)?;
    let location = match config.text("database") {
        "" => Location::Sqlite(data.join("sluice.db")),
        url => Location::Postgres(url.to_owned()),
    };
    let limit: u64 = config.parsed("database_bytes_max")?;
    let options = Options { size_bytes_max: (limit > 0).then_some(limit) };
    match Store::open_with(&location, &root, options).await {
        Ok(store) => {
            if new {
                say(&format!(
                    "A new root key lies in {}. Back it up now, apart from the database:\nwith the two together everything can be read, without the key nothing can.",
                    path.display()
                ));
            }
            Ok(store)
        }
        // The key of this data is lost, or elsewhere: a new one in its place would only hide that.
        Err(error @ OpenError::WrongKey { .. }) if new => {
            std::fs::remove_file(&path)?;
            Err(error).with_context(|| {
                format!(
                    "there is data but no root key at {}; put the key back from your backup, nothing was changed",
                    path.display()
                )
            })
        }
        Err(error) => Err(error).context("cannot open the store"),
    }
}

/// Whether there is anything to open: a question about data must not make some.
pub(crate) fn has_store(config: &Config) -> bool {
    !config.text("database").is_empty() || config.data().join("sluice.db").exists()
}

/// Wires a desk as the configuration says.
pub(crate) async fn house(config: &Config, base_url: String) -> anyhow::Result<House> {
    let store = open_store(config).await?;
    let token = keys::operator_token(&config.data().join("operator.token"), &SystemIds)?;
    let operator = token.digest(store.mac_key());
    let file = config.path_or("policy_file", "policy.toml");
    let (text, new) = policy_file::kept(&file)?;
    let policy = policy_file::parsed(&file, &text)?;
    if new {
        say(&format!("A policy for one maintainer lies in {}. Fill in your project and start again.", file.display()));
    }
    if !new && is_preset(&policy) {
        say(&format!(
            "{} still holds names of the preset, and nobody can tell it from your word: sluice policy check {}",
            file.display(),
            file.display()
        ));
    }
    let desk = Desk::new(Setup {
        store,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        mailer: mailer(config)?,
        policy: Arc::new(policy.clone()),
        base_url: base_url.clone(),
        passkey_rule: passkey_rule(config)?,
        passwords: passwords(config)?,
        provider: provider(config, &base_url)?,
    });
    if !desk.takes_passkeys() {
        say(&format!(
            "Browsers offer passkeys at https addresses and at localhost, not at {}: nobody can add one here, and\nwhat counts is confirmed by nobody. Set SLUICE_BASE_URL to the https address people open.",
            desk.base_url()
        ));
    }
    if let Some(repository) = repository(config) {
        let known = owners::read(repository.clone()).await;
        let place = repository.display();
        desk.know_owners(Some(known.with_context(|| format!("option `repository`: {place} cannot be read with git"))?));
    }
    let of_file = desk.take_file(&text).await?;
    if let Some(news) = of_the_file(&desk, &file, &policy, &of_file) {
        say(&news);
    }
    Ok(House { desk, operator })
}

/// The clone of the project's repository, if the configuration names one.
fn repository(config: &Config) -> Option<PathBuf> {
    Some(config.text("repository")).filter(|place| !place.is_empty()).map(PathBuf::from)
}

/// How people on this machine reach a desk that listens here; browsers take passkeys by the name alone.
pub(crate) fn address_of(bound: std::net::SocketAddr) -> String {
    if bound.ip().is_loopback() { format!("http://localhost:{}", bound.port()) } else { format!("http://{bound}") }
}

/// What the configuration says of passwords.
fn passwords(config: &Config) -> anyhow::Result<bool> {
    match config.text("passwords") {
        "on" => Ok(true),
        "off" => Ok(false),
        other => anyhow::bail!("option `passwords` is `{other}`: it is `on` or `off`"),
    }
}

/// The identity provider, if the configuration names one.
fn provider(config: &Config, base_url: &str) -> anyhow::Result<Option<Arc<dyn Provider>>> {
    let text = |key| config.text(key).to_owned();
    if text("provider.issuer").is_empty() {
        return Ok(None);
    }
    let file = text("provider.secret_file");
    anyhow::ensure!(!file.is_empty(), "option `provider.secret_file` is empty: name the file of the client secret");
    let secret = keys::secret(Path::new(&file))?
        .with_context(|| format!("option `provider.secret_file`: there is no file `{file}`"))?;
    let settings = ProviderSettings {
        name: text("provider.name"),
        issuer: text("provider.issuer"),
        client: text("provider.client"),
        secret: secret.trim().to_owned(),
        back: format!("{base_url}/sign-in/provider/back"),
    };
    let known = OpenId::new(settings).context("the options under `provider` are not right")?;
    Ok(Some(Arc::new(known)))
}

/// What the configuration says of passkeys.
fn passkey_rule(config: &Config) -> anyhow::Result<PasskeyRule> {
    match config.text("passkeys") {
        "required" => Ok(PasskeyRule::Required),
        "offered" => Ok(PasskeyRule::Offered),
        other => anyhow::bail!("option `passkeys` is `{other}`: it is `required` or `offered`"),
    }
}

/// Whether a policy still holds what the preset left to fill in.
fn is_preset(policy: &Policy) -> bool {
    contradictions(policy).iter().any(|found| matches!(found, Contradiction::LeftFromPreset { .. }))
}

/// What the operator should know of the policy file and the policy in force; nothing when the two are the same.
fn of_the_file(desk: &Desk, file: &Path, policy: &Policy, taken: &FilePolicy) -> Option<String> {
    let file = file.display();
    Some(match taken {
        FilePolicy::InForce | FilePolicy::Adopted(None) => return None,
        FilePolicy::Adopted(Some(before)) => format!(
            "Another policy is in force for new reports; open cases keep theirs:\n  {}",
            documents::policy_diff::differences(before, policy).join("\n  ")
        ),
        FilePolicy::Proposed(id) => format!(
            "{file} says something else than the policy in force, which asks its members first: it was put to their vote.\n{}/policy-proposals/{id}",
            desk.base_url()
        ),
        FilePolicy::Older => format!(
            "{file} says something else than the policy in force, which holds: its members decided otherwise, or are about to.\nThe one in force, as a file: {}/policy.toml",
            desk.base_url()
        ),
        FilePolicy::Waits => format!(
            "{file} says something else than the policy in force and was not put to the vote: mend its errors (sluice policy check {file}), or wait for the end of the vote that is open."
        ),
    })
}

/// Answers until a signal or a fault.
pub(crate) async fn serve(config: &Config) -> anyhow::Result<()> {
    let address = config.text("listen");
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; set SLUICE_LISTEN to a free address and port, as 127.0.0.1:8321")
    })?;
    let bound = listener.local_addr()?;
    if config.text("base_url").is_empty() && !bound.ip().is_loopback() {
        say(
            "Others can reach this desk, and what they send it can be read on the way: put a server that speaks TLS before it\nand set SLUICE_BASE_URL to the https address people open.\n",
        );
    }
    let base_url = match config.text("base_url") {
        "" => address_of(bound),
        url => url.trim_end_matches('/').to_owned(),
    };
    if base_url.starts_with("https://") && bound.ip().is_loopback() && config.text("trusted_proxies").is_empty() {
        say(
            "People reach this desk through a proxy, whose address is not in `trusted_proxies`: they all look like one caller\nand share its limits. Set SLUICE_TRUSTED_PROXIES to the proxy's address.",
        );
    }
    let house = house(config, base_url.clone()).await?;
    if let Some(code) = house.desk.set_up_code(first_member(&house.desk.policy())).await? {
        say(&format!(
            "Nobody has signed in yet. The first committee member opens this link, once:\n{base_url}/sign-in/{code}"
        ));
    }
    say(&format!("Sluice answers on {base_url}"));
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let tasks = tokio_util::task::TaskTracker::new();
    tasks.spawn(async move {
        stop_signal().await;
        stop.cancel();
    });
    if let Some(repository) = repository(config) {
        tasks.spawn(owners::follow(house.desk.clone(), repository, cancel.clone()));
    }
    run(&house, web_config(config, &base_url, house.operator)?, listener, &cancel).await
}

/// Runs the doors and the desk's own work until cancelled.
pub(crate) async fn run(
    house: &House,
    config: web::Config,
    listener: TcpListener,
    cancel: &CancellationToken,
) -> anyhow::Result<()> {
    let tasks = tokio_util::task::TaskTracker::new();
    let (desk, stop) = (house.desk.clone(), cancel.clone());
    desk.watch_clock().await;
    tasks.spawn(async move { desk.run(stop).await });
    let router = web::router(web::App::new(house.desk.clone(), config))?;
    let served = web::serve(listener, router, cancel.clone()).await;
    cancel.cancel();
    tasks.close();
    tasks.wait().await;
    served.context("the doors failed")
}

/// What the doors need of the configuration.
pub(crate) fn web_config(config: &Config, base_url: &str, operator: [u8; 32]) -> anyhow::Result<web::Config> {
    let proxies = config.text("trusted_proxies").split(',').map(str::trim).filter(|proxy| !proxy.is_empty());
    Ok(web::Config {
        secure_cookies: base_url.starts_with("https://"),
        operator_digest: operator,
        trusted_proxies: proxies
            .map(|proxy| {
                proxy.parse().with_context(|| format!("option `trusted_proxies`: `{proxy}` is not an address"))
            })
            .collect::<anyhow::Result<_>>()?,
        reports_per_hour: config.parsed("reports_per_hour")?,
        body_bytes_max: config.parsed::<usize>("body_kib_max")? * 1024,
    })
}

fn mailer(config: &Config) -> anyhow::Result<Arc<dyn Mailer>> {
    let from = config.text("mail.from").to_owned();
    if config.text("mail.host").is_empty() {
        return Ok(Arc::new(EmlMailer::new(config.data().join("letters"), &from)?));
    }
    let password = match config.text("mail.password_file") {
        "" => None,
        file => {
            Some(keys::secret(Path::new(file))?.with_context(|| format!("there is no file {file}"))?.trim().to_owned())
        }
    };
    let settings = outside::SmtpSettings {
        host: config.text("mail.host").to_owned(),
        port: config.parsed("mail.port")?,
        tls: config.parsed("mail.tls")?,
        user: Some(config.text("mail.user").to_owned()).filter(|user| !user.is_empty()),
        password,
        from,
    };
    Ok(Arc::new(SmtpMailer::new(settings)?))
}

/// The first member has no name yet; the policy's contact is where their letters go.
fn first_member(policy: &Policy) -> NewPerson {
    let line = |text: &str| Line::new(text).ok();
    let address = policy.project.contact.first().cloned();
    NewPerson {
        name: line("Maintainer").unwrap_or_else(|| policy.body.name.clone()),
        address: address.unwrap_or_else(|| policy.body.name.clone()),
        organisation: policy.project.organisation.clone(),
        committee: true,
        office: None,
    }
}

pub(crate) async fn stop_signal() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _interrupted = tokio::signal::ctrl_c() => {}
        _terminated = terminate => {}
    }
}

/// Says something to the operator, on standard error: standard output is for answers.
#[expect(clippy::print_stderr, reason = "a terminal program speaks to its operator")]
pub(crate) fn say(words: &str) {
    eprintln!("{words}\n");
}

/// Prints an answer on standard output. A reader who has seen enough and closed the pipe is no fault.
pub(crate) fn print(text: &str) {
    let _closed = writeln!(std::io::stdout(), "{}", text.trim_end());
}
