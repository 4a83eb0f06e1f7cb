//! The committee in a browser: a nomination, an objection, an absence that somebody covers, and whoever wants to join.

use cli::Client as Api;
use domain::policy::Preset;
use fantoccini::{Client, Locator};
use serde_json::json;

use super::witness::signs_in;
use super::{Driver, click, fill, shot, until, words};
use crate::house::{House, text};

#[tokio::test(flavor = "multi_thread")]
async fn members_nominate_object_go_away_and_cover_and_a_stranger_asks_to_join() {
    let Some(driver) = Driver::start() else {
        println!("SKIPPED: chromium and its driver are not installed");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let house = House::start_as(Preset::Committee, &dir.path().join("data"), &[]);
    let (first, browser, base) = (house.first_member(), driver.browser().await, house.base_url.clone());
    let token = std::fs::read_to_string(house.data.join("operator.token")).unwrap().trim().to_owned();
    let operator = Api::new(&base, Some(token));
    let link = |name: &str| {
        let body =
            json!({ "name": name, "address": format!("{name}@desk.example"), "organisation": name, "committee": true });
        let invited = operator.post("/api/v1/people", &body).unwrap();
        (text(&invited, "link"), text(&invited, "id"))
    };
    let ((eva, eva_id), (gus, _)) = (link("Eva"), link("Gus"));
    house.report("A parser that reads on");
    let board = first.get("/api/v1/cases").unwrap();
    let case = text(&board["cases"][0], "id");
    // Where the desk was faster, and gave it to her, it is so already.
    drop(first.post(&format!("/api/v1/cases/{case}/coordinator"), &json!({ "person": eva_id })));

    asks_to_join(&browser, &base).await;

    signs_in(&browser, &eva).await;
    browser.goto(&format!("{base}/committee")).await.unwrap();
    until(&browser, "I have sent patches for a year.").await;
    shot(&browser, "committee").await;
    // The form of the interest has her name in it already.
    click(&browser, "section[aria-labelledby=interests] #do-nomination summary").await;
    let reason = "section[aria-labelledby=interests] #do-nomination [name=reason]";
    browser.find(Locator::Css(reason)).await.unwrap().send_keys("She knows the parser.").await.unwrap();
    click(&browser, "section[aria-labelledby=interests] #do-nomination button[type=submit]").await;
    until(&browser, "put to the members").await;

    browser.goto(&format!("{base}/my-duties")).await.unwrap();
    until(&browser, "What the others do").await;
    click(&browser, "main form[action='/committee/duty'] button[type=submit]").await;
    until(&browser, "What you do").await;

    browser.goto(&format!("{base}/committee/calendar")).await.unwrap();
    click(&browser, "#do-leave summary").await;
    let days = |count: i64| {
        (jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date() + jiff::Span::new().days(count)).to_string()
    };
    for (name, value) in [("from", days(30)), ("until", days(60))] {
        let script = "document.querySelector(arguments[0]).value = arguments[1]";
        browser.execute(script, vec![json!(format!("#do-leave [name={name}]")), json!(value)]).await.unwrap();
    }
    click(&browser, "#do-leave button[type=submit]").await;
    until(&browser, "Somebody else has each duty meanwhile; a deputy may be proposed.").await;
    until(&browser, "nobody covers").await;
    proposes_a_deputy(&browser).await;
    hands_her_case_over(&browser).await;

    signs_in(&browser, &gus).await;
    browser.goto(&format!("{base}/my-duties")).await.unwrap();
    until(&browser, "Your word is missing").await;
    shot(&browser, "my-duties").await;
    click(&browser, "main a[href^='/committee/ballots/']").await;
    until(&browser, "Silence is consent").await;
    click(&browser, "#vote-choice-2 option[value=no], [name=choice] option[value=no]").await;
    click(&browser, "section[aria-labelledby=word] button[type=submit]").await;
    until(&browser, "An objection says why.").await;
    fill(&browser, "reason", "I do not know her work yet.").await;
    click(&browser, "main form button[type=submit]").await;
    until(&browser, "Somebody objected").await;
    until(&browser, "I do not know her work yet.").await;
    shot(&browser, "ballot").await;
    browser.goto(&format!("{base}/committee/calendar")).await.unwrap();
    click(&browser, "main form[action='/committee/cover'] button[type=submit]").await;
    until(&browser, ": Gus").await;
    shot(&browser, "calendar").await;

    browser.close().await.unwrap();
}

/// Who stands in is put to the members: nobody is let in by one word.
async fn proposes_a_deputy(browser: &Client) {
    let form = "form[action='/committee/deputy']";
    let fill_in = async |name: &str, value: &str| {
        let field = browser.find(Locator::Css(&format!("{form} [name={name}]"))).await.unwrap();
        field.send_keys(value).await.unwrap();
    };
    browser.execute("document.querySelectorAll('main details').forEach(one => one.open = true)", vec![]).await.unwrap();
    fill_in("name", "Dora").await;
    click(browser, &format!("{form} button[type=submit]")).await;
    until(browser, "this is needed for somebody who has no account yet").await;
    fill_in("address", "dora@elsewhere.example").await;
    click(browser, &format!("{form} button[type=submit]")).await;
    until(browser, "Shall Dora stand in").await;
    shot(browser, "deputy-proposed").await;
    click(browser, "main a[href^='/committee/ballots/']").await;
    until(browser, "Silence is consent").await;
    until(browser, "In place of Eva").await;
    shot(browser, "deputy").await;
}

/// What is hers she gives to another before she goes.
async fn hands_her_case_over(browser: &Client) {
    browser.back().await.unwrap();
    until(browser, "Your open cases, to hand over").await;
    until(browser, "A parser that reads on").await;
    shot(browser, "hand-over").await;
    let form = "form[action='/committee/hand-over']";
    click(browser, &format!("{form} option:nth-of-type(2)")).await;
    click(browser, &format!("{form} button[type=submit]")).await;
    until(browser, "nobody covers").await;
    assert!(!words(browser).await.contains("to hand over"), "nothing is left");
}

/// A stranger says that they would like to join, and sees nothing else.
async fn asks_to_join(browser: &Client, base: &str) {
    browser.goto(&format!("{base}/roster")).await.unwrap();
    until(browser, "Who answers").await;
    click(browser, "#do-interest summary").await;
    for (name, value) in
        [("name", "Ines"), ("address", "ines@elsewhere.example"), ("statement", "I have sent patches for a year.")]
    {
        fill(browser, name, value).await;
    }
    shot(browser, "roster").await;
    click(browser, "#do-interest button[type=submit]").await;
    until(browser, "The members have your note.").await;
    assert!(!words(browser).await.contains("patches"), "nobody outside reads it");
    browser.goto(&format!("{base}/committee")).await.unwrap();
    until(browser, "There is no such page").await;
}
