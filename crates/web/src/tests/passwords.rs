//! A password with an authenticator app, at the doors: set on its page, good on the next, and one answer for whatever is wrong.

use axum::http::{StatusCode, header};
use data_encoding::BASE32_NOPAD;
use serde_json::json;
use totp_rs::Builder;

use super::scene::{Role, Scene};

const PASSWORD: &str = "violet kettle umbrella";

/// The code an app shows at this second.
fn code(secret: &str, at: &str) -> String {
    let secret: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let seconds = at.parse::<domain::Timestamp>().unwrap().as_second();
    let app = Builder::new().with_secret(secret).with_account_name("mia").build().unwrap();
    app.generate(seconds.try_into().unwrap()).to_string()
}

/// What stands in a page between two marks.
fn between(page: &str, from: &str, to: &str) -> String {
    let rest = page.split(from).nth(1).unwrap_or_else(|| panic!("no {from} in {page}"));
    rest.split(to).next().unwrap().to_owned()
}

#[tokio::test]
async fn it_is_set_on_its_page_and_signs_in_on_the_next() {
    let scene = Scene::open().await;
    let page = scene.get(Role::Member, "/password").await.text();
    assert!(page.contains("You have none.") && page.contains("<svg"), "{page}");
    let (secret, offer) = (between(&page, "<code>", "</code>"), between(&page, "name=\"offer\" value=\"", "\""));
    let now = scene.desk.now().to_string();
    let form =
        |password: &str, code: &str| format!("password={}&offer={offer}&code={code}", password.replace(' ', "+"));
    let short = scene.form(Role::Member, "/password", &form("short", &code(&secret, &now))).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text().contains("15 to 128"), "{}", short.text());
    let set = scene.form(Role::Member, "/password", &form(PASSWORD, &code(&secret, &now))).await;
    assert_eq!((set.status, set.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/password"));
    assert!(scene.get(Role::Member, "/password").await.text().contains("You have one since"));

    scene.clock.step_to("2026-11-03T09:00:00Z".parse().unwrap());
    let shown = code(&secret, "2026-11-03T09:00:00Z");
    let address = scene.desk.people(&desk::Caller::Operator).await.unwrap().unwrap();
    let address = address.into_iter().find(|person| person.id == scene.member).unwrap().address;
    let tried = format!("address={}&password={}&code={shown}", address.replace('@', "%40"), PASSWORD.replace(' ', "+"));
    let came = scene.form(Role::Stranger, "/sign-in/password", &tried).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    assert!(came.header(header::SET_COOKIE).contains("HttpOnly"));
    assert_eq!(scene.form(Role::Stranger, "/sign-in/password", &tried).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_guesses_learns_nothing_and_waits_and_links_go_on_working() {
    let scene = Scene::open().await;
    let tried = async |address: &str| {
        let body = json!({ "address": address, "password": PASSWORD, "code": "123456" });
        scene.post(Role::Stranger, "/api/v1/session/password", &body).await
    };
    let people = scene.desk.people(&desk::Caller::Operator).await.unwrap().unwrap();
    let known = people.into_iter().find(|person| person.id == scene.member).unwrap().address;
    let (of_somebody, of_nobody) = (tried(&known).await, tried("nobody@desk.example").await);
    assert_eq!(of_somebody, of_nobody, "an address that is known and one that is not");
    for _ in 1..10 {
        assert_eq!(tried("nobody@desk.example").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let slowed = tried("nobody@desk.example").await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!slowed.header(header::RETRY_AFTER).is_empty());
    assert_eq!(tried(&known).await.status, StatusCode::UNPROCESSABLE_ENTITY, "another address has its own share");
    let form = format!("address=nobody%40desk.example&password={}&code=123456", PASSWORD.replace(' ', "+"));
    let page = scene.form(Role::Stranger, "/sign-in/password", &form).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text().contains("links and passkeys go on working"), "{}", page.text());
}
