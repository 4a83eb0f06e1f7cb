//! A steward in a browser: looks after accounts, asks to see a case, is let in for hours, and reads it.

use cli::Client as Api;
use domain::policy::Preset;
use fantoccini::Client;
use serde_json::{Value, json};

use super::{Driver, click, fill, shot, until};
use crate::house::{House, text};

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_asks_to_see_a_case_and_sees_it_once_a_member_lets_them() {
    let Some(driver) = Driver::start() else {
        println!("SKIPPED: chromium and its driver are not installed");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let house = House::start_as(Preset::Committee, &dir.path().join("data"), &[]);
    let (member, browser, base) = (house.first_member(), driver.browser().await, house.base_url.clone());
    house.report("Any visitor can read another tenant's log lines");
    let case = text(&member.get("/api/v1/cases").unwrap()["cases"][0], "id");
    let token = std::fs::read_to_string(house.data.join("operator.token")).unwrap().trim().to_owned();
    let operator = Api::new(&base, Some(token));
    // A link for an account that is made by it, or that there is.
    let invited = |name: &str, seat: &Value| {
        let mut body = json!({ "name": name, "address": format!("{name}@desk.example"), "organisation": "Lantern" });
        body.as_object_mut().unwrap().extend(seat.as_object().unwrap().clone());
        operator.post("/api/v1/people", &body).unwrap()
    };
    let link = |name: &str, seat: &Value| text(&invited(name, seat), "link");
    let stew = invited("Stew", &json!({ "office": "steward" }));

    signs_in(&browser, &text(&stew, "link")).await;
    browser.goto(&format!("{base}/people")).await.unwrap();
    until(&browser, "You see no case by your office").await;
    shot(&browser, "steward-people").await;
    browser.goto(&format!("{base}/cases/{case}")).await.unwrap();
    until(&browser, "There is no such page").await;

    for asked in [&case, "aaaaaaaaaaaaaaaaaaaaaaaaa0"] {
        browser.goto(&format!("{base}/access")).await.unwrap();
        fill(&browser, "case", asked).await;
        fill(&browser, "reason", "The quarter's audit.").await;
        click(&browser, "main form button[type=submit]").await;
        until(&browser, "Asked. If there is such a case").await;
    }
    shot(&browser, "access").await;

    signs_in(&browser, &link("Max", &json!({ "committee": true }))).await;
    browser.goto(&format!("{base}/cases/{case}")).await.unwrap();
    until(&browser, "The quarter's audit.").await;
    click(&browser, "#do-access summary").await;
    let choice = format!("#do-access option[value='{}']", text(&stew, "id"));
    click(&browser, &choice).await;
    shot(&browser, "lets-see").await;
    click(&browser, "#do-access button[type=submit]").await;
    until(&browser, "may see the case from").await;

    signs_in(&browser, &link("Stew", &json!({ "office": "steward" }))).await;
    browser.goto(&format!("{base}/board")).await.unwrap();
    click(&browser, "main a[href$='/invitation']").await;
    until(&browser, "terms").await;
    click(&browser, "main form[action$='/membership'] button[type=submit]").await;
    until(&browser, "Any visitor can read").await;
    until(&browser, "may see the case from").await;
    shot(&browser, "witness-case").await;
    browser.close().await.unwrap();
}

/// Comes with a one-time link, as nobody before.
pub(super) async fn signs_in(browser: &Client, link: &str) {
    browser.goto(link).await.unwrap();
    browser.delete_all_cookies().await.unwrap();
    click(browser, "main form button[type=submit]").await;
    until(browser, "Sign out").await;
}
