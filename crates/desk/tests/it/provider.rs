//! Signing in with an identity provider: by the provider's own name for somebody, in the browser that asked, once.

use desk::{Back, Brought, Caller};
use domain::ids::PersonId;
use tokio::task::JoinSet;

use crate::scene::Scene;

/// What the provider's address gives back with the browser.
fn state(address: &str) -> String {
    address.rsplit("state=").next().unwrap().to_owned()
}

async fn back(scene: &Scene, caller: &Caller, token: &str, browser: &str, state: &str, code: &str) -> Back {
    let brought = Brought { browser, state, code, issuer: Some("https://id.example") };
    scene.desk.back_from_provider(caller, token, brought).await.unwrap()
}

/// Comes from the provider as somebody, whom nobody here knows yet.
async fn signs_in(scene: &Scene, subject: &str) -> Back {
    let browser = scene.desk.provider_secret();
    let address = scene.desk.ask_provider(&browser).await.unwrap().unwrap();
    back(scene, &Caller::Stranger, "", &browser, &state(&address), subject).await
}

async fn links(scene: &Scene, caller: &Caller, token: &str, subject: &str) -> Back {
    let browser = scene.desk.provider_secret();
    let address = scene.desk.ask_provider_to_link(caller, token, &browser).await.unwrap().unwrap();
    back(scene, caller, token, &browser, &state(&address), subject).await
}

async fn session(scene: &Scene, name: &str, committee: bool) -> (PersonId, Caller, String) {
    let (id, code) = scene.invited(name, committee).await;
    let token = scene.desk.sign_in(&code).await.unwrap().unwrap();
    (id, scene.desk.caller(&token).await.unwrap(), token)
}

#[tokio::test]
async fn an_account_that_is_linked_is_signed_in_to_and_nothing_else_is() {
    let scene = Scene::with_provider().await;
    let (ada, her, token) = session(&scene, "ada", true).await;
    let (_, ben, his) = session(&scene, "ben", true).await;
    assert_eq!(signs_in(&scene, "ada@id").await, Back::NotGood, "nobody is known by what a provider says of them");
    assert_eq!(scene.desk.provider_link(&her).await.unwrap(), Some(None));
    assert_eq!(links(&scene, &her, &token, "ada@id").await, Back::Linked);
    assert_eq!(scene.letters().last().map(String::as_str), Some("ada@desk.example"), "she is told");
    assert_eq!(links(&scene, &ben, &his, "ada@id").await, Back::Taken);
    let Back::SignedIn(token) = signs_in(&scene, "ada@id").await else { panic!("not signed in") };
    let caller = scene.desk.caller(&token).await.unwrap();
    assert!(matches!(caller, Caller::Person { id, verified_at: None, .. } if id == ada), "no passkey was shown");

    assert_eq!(links(&scene, &her, &token, "ada@other").await, Back::Linked, "in place of the other");
    assert_eq!(signs_in(&scene, "ada@id").await, Back::NotGood);
    assert_eq!(links(&scene, &ben, &his, "ada@id").await, Back::Linked, "which is free again");
    assert!(scene.desk.unlink_provider(&her).await.unwrap());
    assert!(!scene.desk.unlink_provider(&her).await.unwrap());
    assert_eq!(signs_in(&scene, "ada@other").await, Back::NotGood);
    let report = scene.desk.openings(&Caller::Operator, ben.person().unwrap()).await.unwrap().unwrap();
    assert_eq!(report.openings.providers, 1);
    scene.desk.remove_person(&Caller::Operator, ben.person().unwrap()).await.unwrap();
    assert_eq!(signs_in(&scene, "ada@id").await, Back::NotGood, "the account has ended");
    for nobody in [Caller::Stranger, Caller::Operator] {
        assert_eq!(scene.desk.provider_link(&nobody).await.unwrap(), None);
        assert_eq!(scene.desk.ask_provider_to_link(&nobody, "", "x").await.unwrap(), None);
    }
}

#[tokio::test]
async fn what_another_browser_or_session_brings_is_not_good_nor_what_comes_late_or_twice() {
    let scene = Scene::with_provider().await;
    let (_, ada, token) = session(&scene, "ada", true).await;
    let (_, ben, his) = session(&scene, "ben", true).await;
    assert_eq!(links(&scene, &ada, &token, "ada@id").await, Back::Linked);
    let stranger = Caller::Stranger;
    let browser = scene.desk.provider_secret();
    let asked = async || state(&scene.desk.ask_provider(&browser).await.unwrap().unwrap());

    let (good, other) = (asked().await, scene.desk.provider_secret());
    assert_eq!(back(&scene, &stranger, "", &other, &good, "ada@id").await, Back::NotGood, "another browser");
    for made_up in ["", "00", &"0".repeat(64), &good.to_uppercase(), &format!("{good}00")] {
        assert_eq!(back(&scene, &stranger, "", &browser, made_up, "ada@id").await, Back::NotGood, "{made_up}");
    }
    let mixed_up = Brought { browser: &browser, state: &good, code: "ada@id", issuer: Some("https://evil.example") };
    let mixed_up = scene.desk.back_from_provider(&stranger, "", mixed_up).await.unwrap();
    assert_eq!(mixed_up, Back::NotGood, "another provider says it gave it (RFC 9207)");
    assert!(matches!(back(&scene, &stranger, "", &browser, &good, "ada@id").await, Back::SignedIn(_)));
    assert_eq!(back(&scene, &stranger, "", &browser, &good, "ada@id").await, Back::NotGood, "twice");
    let late = asked().await;
    scene.step_to("2026-11-02T09:05:00Z");
    assert_eq!(back(&scene, &stranger, "", &browser, &late, "ada@id").await, Back::NotGood, "late");

    // What was asked for to link one account links no other, and signs nobody in.
    let address = scene.desk.ask_provider_to_link(&ada, &token, &browser).await.unwrap().unwrap();
    let to_link = state(&address);
    assert_eq!(back(&scene, &ben, &his, &browser, &to_link, "eve@id").await, Back::NotGood);
    assert_eq!(back(&scene, &stranger, "", &browser, &to_link, "ada@id").await, Back::NotGood);
    assert_eq!(back(&scene, &ada, "another session", &browser, &to_link, "eve@id").await, Back::NotGood);
    // What was asked for to sign in links nothing, whoever is signed in.
    let to_sign_in = asked().await;
    assert_eq!(back(&scene, &ben, &his, &browser, &to_sign_in, "eve@id").await, Back::NotGood);
    assert_eq!(scene.desk.provider_link(&ben).await.unwrap(), Some(None));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hundred_who_bring_one_answer_one_is_signed_in() {
    let scene = Scene::with_provider().await;
    let (_, ada, token) = session(&scene, "ada", true).await;
    assert_eq!(links(&scene, &ada, &token, "ada@id").await, Back::Linked);
    let browser = scene.desk.provider_secret();
    let state = state(&scene.desk.ask_provider(&browser).await.unwrap().unwrap());
    let mut tries = JoinSet::new();
    for _ in 0..200 {
        let (desk, browser, state) = (scene.desk.clone(), browser.clone(), state.clone());
        tries.spawn(async move {
            let brought = Brought { browser: &browser, state: &state, code: "ada@id", issuer: None };
            desk.back_from_provider(&Caller::Stranger, "", brought).await.unwrap()
        });
    }
    let won = tries.join_all().await.into_iter().filter(|back| matches!(back, Back::SignedIn(_))).count();
    assert_eq!(won, 1);
}

#[tokio::test]
async fn where_there_is_no_provider_nobody_is_sent_anywhere() {
    let scene = Scene::open().await;
    let (_, ada, token) = session(&scene, "ada", true).await;
    assert_eq!(scene.desk.provider_name(), None);
    assert_eq!(scene.desk.ask_provider("browser").await.unwrap(), None);
    assert_eq!(scene.desk.ask_provider_to_link(&ada, &token, "browser").await.unwrap(), None);
    assert_eq!(scene.desk.provider_link(&ada).await.unwrap(), None);
    assert_eq!(back(&scene, &ada, &token, "browser", "state", "code").await, Back::NotGood);
}
