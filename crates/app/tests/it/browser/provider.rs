//! A browser signs in with a real identity provider: an account is linked, comes back by it, and nobody else does.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, Locator};
use url::Url;

use super::{Driver, click, fill, shot, until, words};
use crate::house::House;

const SECRET: &str = "a secret of the tests";

/// A provider in a process of its own; killed when dropped.
struct Provider {
    child: Child,
    says: Lines<BufReader<ChildStdout>>,
    issuer: String,
}

impl Provider {
    /// Starts one; `None` when it is not installed.
    fn start() -> Option<Self> {
        let modules = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../test-provider");
        if !modules.join("node_modules/oidc-provider").is_dir() {
            return None;
        }
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/browser/provider.mjs");
        let mut command = Command::new("node");
        command.arg(program).arg(modules.canonicalize().ok()?).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().ok()?;
        let mut says = BufReader::new(child.stdout.take()?).lines();
        let port = says.next()?.ok()?.strip_prefix("port ")?.to_owned();
        Some(Self { child, says, issuer: format!("http://127.0.0.1:{port}") })
    }

    /// Tells it where browsers are sent back to.
    fn serves(&mut self, house: &House) {
        let mut stdin = self.child.stdin.take().unwrap();
        writeln!(stdin, "{}/sign-in/provider/back", house.base_url).unwrap();
        assert_eq!(self.says.next().unwrap().unwrap(), "ready");
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A desk that knows the provider.
fn house(dir: &Path, provider: &Provider) -> House {
    let secret: PathBuf = dir.join("secret");
    std::fs::write(&secret, SECRET).unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
    let options = [
        ("SLUICE_PROVIDER_ISSUER", provider.issuer.as_str()),
        ("SLUICE_PROVIDER_NAME", "Our Provider"),
        ("SLUICE_PROVIDER_CLIENT", "sluice"),
        ("SLUICE_PROVIDER_SECRET_FILE", secret.to_str().unwrap()),
    ];
    House::start_filled(&dir.join("data"), &options)
}

/// At the provider: signs in as somebody, and lets the desk know it.
async fn signs_in_there(browser: &Client, base: &str, name: &str) {
    fill(browser, "login", name).await;
    fill(browser, "password", "any").await;
    click(browser, "button[type=submit]").await;
    agrees_there(browser, base).await;
}

/// At the provider: lets the desk know who it is, where that is asked, until the browser is back.
async fn agrees_there(browser: &Client, base: &str) {
    let mut agreed = false;
    for _ in 0..200 {
        if browser.current_url().await.unwrap().as_str().starts_with(base) {
            return;
        }
        if !agreed && browser.find(Locator::Css("input[name=prompt][value=consent]")).await.is_ok() {
            click(browser, "button[type=submit]").await;
            agreed = true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the browser does not come back: {}", words(browser).await);
}

/// Forgets who somebody is, here and at the provider.
async fn forgets(browser: &Client, places: &[&str]) {
    for place in places {
        browser.goto(place).await.unwrap();
        browser.delete_all_cookies().await.unwrap();
    }
}

/// Where a desk sends a browser, and the secret it gives it along.
fn sent_to(base: &str) -> (Url, String) {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).unwrap();
    stream.write_all(b"GET /sign-in/provider HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let header = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    let secret = header("set-cookie: sluice-away=").split(';').next().unwrap().to_owned();
    (header("location: ").parse().unwrap(), secret)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_linked_with_a_real_provider_and_signed_in_to_by_it() {
    let (Some(driver), Some(mut provider)) = (Driver::start(), Provider::start()) else {
        println!("SKIPPED: chromium and its driver, or the identity provider, are not installed");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let house = house(dir.path(), &provider);
    provider.serves(&house);
    let (browser, base) = (driver.browser().await, house.base_url.clone());

    browser.goto(&format!("{base}/sign-in")).await.unwrap();
    shot(&browser, "sign-in-provider").await;
    click(&browser, "a[href='/sign-in/provider']").await;
    signs_in_there(&browser, &base, "mallory").await;
    until(&browser, "That does not sign anybody in").await;

    forgets(&browser, &[&provider.issuer, &base]).await;
    browser.goto(&format!("{base}/sign-in/{}", house.set_up.as_deref().unwrap())).await.unwrap();
    click(&browser, "main form button[type=submit]").await;
    browser.goto(&format!("{base}/provider")).await.unwrap();
    until(&browser, "It is not linked.").await;
    click(&browser, "a[href='/provider/ask']").await;
    signs_in_there(&browser, &base, "ada").await;
    until(&browser, "Your account is linked since").await;
    shot(&browser, "provider").await;

    forgets(&browser, &[&provider.issuer, &base]).await;
    browser.goto(&format!("{base}/sign-in/provider")).await.unwrap();
    signs_in_there(&browser, &base, "ada").await;
    browser.goto(&format!("{base}/board")).await.unwrap();
    until(&browser, "Sign out").await;

    for (changed, browsers_own, good) in [
        ("nothing", true, true),
        ("nothing", false, false),
        ("nonce", true, false),
        ("code_challenge", true, false),
        ("state", true, false),
    ] {
        let from = base.clone();
        let sent = tokio::task::spawn_blocking(move || (sent_to(&from), sent_to(&from)));
        let ((address, own), (_, others)) = sent.await.unwrap();
        forgets(&browser, &[&base]).await;
        let secret = if browsers_own { own } else { others };
        let given = format!("document.cookie = 'sluice-away={secret}; path=/'");
        browser.execute(&given, vec![]).await.unwrap();
        browser.goto(reversed(address, changed).as_str()).await.unwrap();
        agrees_there(&browser, &base).await;
        browser.goto(&format!("{base}/sessions")).await.unwrap();
        println!("{changed} changed, its own secret: {browsers_own}");
        until(&browser, if good { "Where you are signed in" } else { "There is no such page" }).await;
    }
    browser.close().await.unwrap();
}

/// An address with one of its values turned around.
fn reversed(mut address: Url, changed: &str) -> Url {
    let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let told = pairs.into_iter().map(|(key, value)| {
        let value = if key == changed { value.chars().rev().collect() } else { value };
        (key, value)
    });
    address.query_pairs_mut().clear().extend_pairs(told);
    address
}
