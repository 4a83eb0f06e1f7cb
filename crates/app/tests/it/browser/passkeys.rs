//! A browser with an authenticator of its own drives the journeys of passkeys: added, signed in with, a decision confirmed.

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use super::{Driver, click, fill, shot, until, words};
use crate::house::{House, text};

/// Something that is asked of the driver beside what its client knows: Web Authentication, section 11.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// A device with a fingerprint reader, and the right finger on it.
async fn put_in_an_authenticator(browser: &Client) {
    let device = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
        "isUserConsenting": true, "isUserVerified": true,
    });
    let add = Extension { path: "webauthn/authenticator", body: device };
    browser.issue_cmd(add).await.expect("the driver has authenticators");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_adds_a_passkey_signs_in_with_it_and_confirms_who_is_let_in() {
    let Some(driver) = Driver::start() else {
        println!("SKIPPED: chromium and its driver are not installed");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let house = House::start_filled(&dir.path().join("data"), &[("SLUICE_PASSKEYS", "required")]);
    let (browser, base) = (driver.browser().await, house.base_url.clone());
    put_in_an_authenticator(&browser).await;

    browser.goto(&format!("{base}/sign-in/{}", house.set_up.as_deref().unwrap())).await.unwrap();
    click(&browser, "main form button[type=submit]").await;
    until(&browser, "You have none yet").await;
    shot(&browser, "passkeys-none").await;
    fill(&browser, "name", "Laptop").await;
    click(&browser, "main form[data-passkey] button[type=submit]").await;
    until(&browser, "You have one. Add a second").await;
    shot(&browser, "passkeys").await;

    browser.delete_all_cookies().await.unwrap();
    browser.goto(&format!("{base}/sign-in")).await.unwrap();
    shot(&browser, "sign-in").await;
    click(&browser, "main form[data-passkey] button[type=submit]").await;
    until(&browser, "Board").await;
    assert_eq!(browser.current_url().await.unwrap().path(), "/board");

    // Somebody to let in, and a case to let them into: by others, with what needs no passkey.
    let receipt = house.report("Any visitor can read another tenant's log lines");
    let (fin, _) = house.invite("Fin", false);
    let case = text(&house.session(&receipt).get("/api/v1/me").unwrap(), "case");
    let (_, max) = house.invite("Max", true);
    let prepared = (max, case.clone());
    tokio::task::spawn_blocking(move || {
        let (max, case) = prepared;
        let assessment = json!({ "impact": "Reads what it should not.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
        max.post(&format!("/api/v1/cases/{case}/assessment"), &assessment).unwrap();
        max.post(&format!("/api/v1/cases/{case}/acceptance"), &json!({})).unwrap();
        let end = max.post(&format!("/api/v1/cases/{case}/embargo-end"), &json!({ "note": "Why not." }));
        let refused = end.unwrap_err().to_string();
        assert!(refused.contains("/passkeys"), "who has none is told where to add one: {refused}");
    })
    .await
    .unwrap();

    browser.goto(&format!("{base}/cases/{case}")).await.unwrap();
    let open = "document.querySelectorAll('details').forEach(one => one.open = true)";
    browser.execute(open, vec![]).await.unwrap();
    let form = "form[action$='/invitation']";
    for (name, value) in [("person", fin.as_str()), ("standing", "code_owner")] {
        let choose = format!("document.querySelector(\"{form} [name={name}]\").value = '{value}'");
        browser.execute(&choose, vec![]).await.unwrap();
    }
    click(&browser, &format!("{form} button[type=submit]")).await;
    until(&browser, "Your passkey signs this").await;
    shot(&browser, "confirm").await;
    let signed = words(&browser).await;
    assert!(signed.contains("another tenant's log lines") && signed.contains("invited Fin"), "{signed}");
    click(&browser, "main form[data-passkey] button[type=submit]").await;
    until(&browser, "Done:").await;
    assert!(words(&browser).await.contains("Fin"), "{signed}");

    // Ten minutes later the page of people asks for the passkey before it takes anything.
    browser.goto(&format!("{base}/verify?back=/people")).await.unwrap();
    click(&browser, "main form[data-passkey] button[type=submit]").await;
    until(&browser, "Invite somebody").await;
    assert_eq!(browser.current_url().await.unwrap().path(), "/people");

    a_program_reads_for_her(&browser, &base, &case).await;
    browser.close().await.unwrap();
}

/// A token, what it reaches, and the pages that are about people.
async fn a_program_reads_for_her(browser: &Client, base: &str, case: &str) {
    // She has just shown it, so a token is made; it is shown once, and acts for her.
    browser.goto(&format!("{base}/tokens")).await.unwrap();
    fill(browser, "name", "Nightly build").await;
    click(browser, "#scope-read_cases").await;
    click(browser, "main form[action='/tokens'] button[type=submit]").await;
    until(browser, "Your token").await;
    shot(browser, "tokens").await;
    let token = browser.find(Locator::Css(".receipt code")).await.unwrap().text().await.unwrap();
    let program = cli::Client::new(base, Some(token));
    let path = format!("/api/v1/cases/{case}");
    let read = tokio::task::spawn_blocking(move || {
        let stopped = program.post(&format!("{path}/acknowledgement"), &json!({})).unwrap_err().to_string();
        (program.get(&path).unwrap(), stopped)
    });
    let (read, stopped) = read.await.unwrap();
    assert_eq!(text(&read, "title"), "Any visitor can read another tenant's log lines");
    assert!(stopped.contains("act_on_cases"), "{stopped}");

    for (page, said) in [
        (format!("/cases/{case}/readers"), "Who has seen it"),
        (format!("/cases/{case}/candidates"), "Code owners"),
        ("/recoveries".to_owned(), "Lost passkeys"),
    ] {
        browser.goto(&format!("{base}{page}")).await.unwrap();
        until(browser, said).await;
        shot(browser, page.rsplit('/').next().unwrap()).await;
    }
}
