//! A browser drives the main journey: report, receipt page, board, publication, public advisory. Screenshots are kept.

mod committee;
mod passkeys;
mod provider;
mod witness;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cli::Client as Api;
use domain::ids::CaseId;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

use crate::house::{House, SLUICE, text};

/// Chromium's own driver on a port of its own; killed when dropped.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    _profile: tempfile::TempDir,
    profile: PathBuf,
}

impl Driver {
    /// Starts one; `None` when it is not installed.
    pub(crate) fn start() -> Option<Self> {
        if Command::new("chromium").arg("--version").output().is_err() {
            return None;
        }
        let profile = tempfile::tempdir().ok()?;
        let mut command = Command::new("chromedriver");
        // It takes a free port itself and says which: one that was looked for before could be another's by then.
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let mut said = BufReader::new(child.stdout.take()?).lines();
        let port = said
            .find_map(|line| line.ok()?.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok())
            .expect("the driver says its port");
        // It goes on talking; nobody listening would end it.
        std::thread::spawn(move || said.for_each(drop));
        Some(Self { child, port, profile: profile.path().to_owned(), _profile: profile })
    }

    pub(crate) async fn browser(&self) -> Client {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--window-size=1200,1500",
            &format!("--user-data-dir={}", self.profile.display()),
        ];
        let options = json!({ "goog:chromeOptions": { "args": arguments } });
        let Value::Object(capabilities) = options else { unreachable!() };
        let begun = Instant::now();
        loop {
            let tried = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{}", self.port))
                .await;
            match tried {
                Ok(client) => return client,
                Err(error) => assert!(begun.elapsed() < Duration::from_secs(30), "no browser: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Where screenshots go: for the README when asked for, else beside the test's other files.
fn shots() -> PathBuf {
    let dir = std::env::var_os("SLUICE_SHOTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("shots"), PathBuf::from);
    let dir = if dir.is_relative() { Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(dir) } else { dir };
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

pub(crate) async fn shot(browser: &Client, name: &str) {
    std::fs::write(shots().join(format!("{name}.png")), browser.screenshot().await.unwrap()).unwrap();
}

pub(crate) async fn words(browser: &Client) -> String {
    // In one step: between finding the body and reading it another page may have come.
    let begun = Instant::now();
    loop {
        match browser.execute("return document.body.innerText", vec![]).await {
            Ok(Value::String(words)) => return words,
            other => assert!(begun.elapsed() < Duration::from_secs(10), "the page has no words: {other:?}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the page says something.
pub(crate) async fn until(browser: &Client, said: &str) {
    for _ in 0..100 {
        if words(browser).await.contains(said) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the page never says `{said}`: {}", words(browser).await);
}

pub(crate) async fn click(browser: &Client, selector: &str) {
    browser
        .find(Locator::Css(selector))
        .await
        .unwrap_or_else(|error| panic!("{selector}: {error}"))
        .click()
        .await
        .unwrap();
}

pub(crate) async fn fill(browser: &Client, name: &str, value: &str) {
    browser
        .find(Locator::Css(&format!("[name={name}]")))
        .await
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .send_keys(value)
        .await
        .unwrap();
}

/// Brings a case to the point where only its moment is missing, through the API as a solo maintainer's terminal would.
fn prepared(member: &Api, case: &str, person: &str) {
    let commit = "a".repeat(40);
    let ask = |noun: &str, body: Value| {
        member
            .post(&format!("/api/v1/cases/{case}/{noun}"), &body)
            .unwrap_or_else(|trouble| panic!("{noun}: {trouble}"));
    };
    ask(
        "assessment",
        json!({ "impact": "Reads what it should not.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" }),
    );
    ask("acceptance", json!({}));
    ask("advisory", json!({}));
    ask(
        "draft",
        json!({
            "title": "Log lines of other tenants are readable", "summary": "A tenant reads what belongs to others.", "details": "Only the first line is checked.",
            "affected": ["PyPI:lantern 2.0.0 fixed 2.4.2"], "no_mitigation": true, "upgrade": "Install 2.4.2.", "check_command": "lantern --version",
        }),
    );
    ask("score", json!({ "vector": "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N" }));
    ask("cve", json!({ "id": "CVE-2026-10007" }));
    ask("fix", json!({ "commit": commit, "author": person }));
    ask("readiness", json!({ "commit": commit }));
    let soon = std::time::SystemTime::now() + Duration::from_secs(3);
    let soon = domain::Timestamp::try_from(soon).unwrap().to_string();
    ask("release-day", json!({ "at": soon }));
    ask("merge", json!({ "commit": commit }));
    ask(
        "release",
        json!({ "version": "2.4.2", "tag": "v2.4.2", "url": "https://git.example/lantern/v2.4.2", "at": "2026-01-05T10:00:00Z" }),
    );
    ask(
        "artefact",
        json!({
            "name": "lantern-2.4.2.tar.gz", "url": "https://git.example/lantern-2.4.2.tar.gz", "sha256": "ab".repeat(32),
            "built": true, "signed": true, "available": true, "functional": true,
        }),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_becomes_a_public_advisory_in_a_real_browser() {
    let Some(driver) = Driver::start() else {
        println!("SKIPPED: chromium and its driver are not installed");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let house = House::start_filled(&data, &[]);
    let browser = driver.browser().await;
    let base = house.base_url.clone();

    browser.goto(&base).await.unwrap();
    shot(&browser, "home").await;
    browser.goto(&format!("{base}/report")).await.unwrap();
    fill(&browser, "title", "Any visitor can read another tenant's log lines").await;
    fill(&browser, "body", "The stream endpoint checks the tenant of the first line only.").await;
    fill(&browser, "name", "Jo").await;
    shot(&browser, "report").await;
    click(&browser, "main form button[type=submit]").await;
    let receipt_page = words(&browser).await;
    let receipt =
        receipt_page.split_whitespace().find(|word| word.starts_with("sluice-r-")).expect("a receipt code").to_owned();
    shot(&browser, "receipt").await;
    click(&browser, "main form button[type=submit]").await;
    let status = words(&browser).await;
    assert!(status.contains("Any visitor can read"), "{status}");
    shot(&browser, "my-report").await;

    browser.delete_all_cookies().await.unwrap();
    browser.goto(&format!("{base}/sign-in/{}", house.set_up.as_deref().unwrap())).await.unwrap();
    click(&browser, "main form button[type=submit]").await;
    browser.goto(&format!("{base}/board")).await.unwrap();
    let board = words(&browser).await;
    assert!(board.contains("Any visitor can read"), "{board}");
    shot(&browser, "first-board").await;
    click(&browser, "main a[href^='/cases/']").await;
    let address = browser.current_url().await.unwrap();
    let case: CaseId = address.path().rsplit('/').next().unwrap().parse().unwrap();

    let (person, member) = house.invite("Max", true);
    let id = case.to_string();
    tokio::task::spawn_blocking(move || prepared(&member, &id, &person)).await.unwrap();
    browser.refresh().await.unwrap();
    shot(&browser, "releasing").await;
    publish(&browser, address.as_str()).await;
    shot(&browser, "published").await;

    browser.delete_all_cookies().await.unwrap();
    let advisory = format!("{base}/advisories/cve-2026-10007");
    let begun = Instant::now();
    while !{
        browser.goto(&advisory).await.unwrap();
        words(&browser).await.contains("Log lines of other tenants are readable")
    } {
        assert!(begun.elapsed() < Duration::from_secs(20), "the advisory does not appear");
    }
    shot(&browser, "advisory").await;
    browser.goto(&format!("{base}/advisories")).await.unwrap();
    assert!(words(&browser).await.contains("CVE-2026-10007"));
    shot(&browser, "advisories").await;

    browser.close().await.unwrap();
    let page = house.session(&receipt).get("/api/v1/report").unwrap();
    assert_eq!(text(&page, "phase"), "published");
}

/// Asks to publish until the moment has come; before it the page says why not.
async fn publish(browser: &Client, address: &str) {
    let begun = Instant::now();
    loop {
        browser.goto(address).await.unwrap();
        browser.execute("document.querySelectorAll('details').forEach(one => one.open = true)", vec![]).await.unwrap();
        if let Ok(button) = browser.find(Locator::Css("form[action$='/publication'] button")).await {
            button.click().await.unwrap();
            if words(browser).await.to_lowercase().contains("published")
                && browser.find(Locator::Css("form[action$='/publication']")).await.is_err()
            {
                return;
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "it is never published: {}", words(browser).await);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// `sluice demo` staying up; killed when dropped.
struct Demo {
    child: Child,
    said: String,
}

impl Demo {
    fn start(dir: &Path) -> Self {
        let mut command = Command::new(SLUICE);
        command.args(["demo", "--out"]).arg(dir.join("demo")).current_dir(dir).env("SLUICE_LISTEN", "127.0.0.1:0");
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        for line in BufReader::new(child.stderr.take().unwrap()).lines() {
            let line = line.unwrap();
            said.push_str(&line);
            said.push('\n');
            if line.starts_with("A reporter's page") {
                break;
            }
        }
        Self { child, said }
    }

    /// The address on the line that begins so.
    fn address(&self, label: &str) -> String {
        let line = self
            .said
            .lines()
            .find(|line| line.starts_with(label))
            .unwrap_or_else(|| panic!("no `{label}`: {}", self.said));
        line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_demo_leaves_can_be_clicked_through() {
    let Some(driver) = Driver::start() else {
        println!("SKIPPED: chromium and its driver are not installed");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Demo::start(dir.path());
    let browser = driver.browser().await;
    browser.goto(&demo.address("Public advisories")).await.unwrap();
    let list = words(&browser).await;
    assert!(list.contains("CVE-2022-36056") && list.contains("RUSTSEC-2025-0071"), "{list}");

    browser.goto(&demo.address("A member's board")).await.unwrap();
    click(&browser, "main form button[type=submit]").await;
    browser.goto(&demo.address("The policy").replace("/policy", "/board")).await.unwrap();
    let board = words(&browser).await;
    for title in ["Any visitor can read", "Session cookie", "Crash when a file name"] {
        assert!(board.contains(title), "{board}");
    }
    browser.set_window_size(1200, 900).await.unwrap();
    shot(&browser, "board").await;
    browser.goto(&demo.address("The open case")).await.unwrap();
    let case = words(&browser).await;
    assert!(case.contains("The export endpoint may have the same flaw"), "{case}");
    browser.set_window_size(1200, 2000).await.unwrap();
    shot(&browser, "case").await;
    browser.close().await.unwrap();
}
