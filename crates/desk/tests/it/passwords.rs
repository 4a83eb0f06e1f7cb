//! Passwords with an authenticator app: set with proof, good together, guessed slowly, gone with the account.

use data_encoding::BASE32_NOPAD;
use desk::{Caller, PasswordOutcome, Verified};
use tokio::task::JoinSet;
use totp_rs::Builder;

use crate::scene::Scene;

const PASSWORD: &str = "violet kettle umbrella";

/// The code an app shows that took this secret in.
fn code(secret: &str, at: &str) -> String {
    let secret: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let seconds = at.parse::<domain::Timestamp>().unwrap().as_second();
    Builder::new()
        .with_secret(secret)
        .with_account_name("ana")
        .build()
        .unwrap()
        .generate(seconds.try_into().unwrap())
        .to_string()
}

/// Somebody sets a password at nine; the secret of their app.
async fn with_password(scene: &Scene, caller: &Caller) -> String {
    let offered = scene.desk.offer_secret(caller).await.unwrap().unwrap();
    assert!(offered.address.starts_with("otpauth://totp/Lantern:"), "{}", offered.address);
    let shown = code(&offered.secret, "2026-11-02T09:00:00Z");
    let set = scene.desk.set_password(caller, PASSWORD, &offered.offer, &shown).await.unwrap();
    assert_eq!(set, PasswordOutcome::Done);
    offered.secret
}

#[tokio::test]
async fn both_together_sign_in_and_prove_no_passkey() {
    let scene = Scene::open().await;
    let (ana, caller) = scene.person("ana", true).await;
    assert_eq!(scene.desk.password_since(&caller).await.unwrap(), Some(None));
    let secret = with_password(&scene, &caller).await;
    assert!(scene.desk.password_since(&caller).await.unwrap().unwrap().is_some());
    assert_eq!(scene.letters(), ["ana@desk.example"], "its owner is told");
    scene.step_to("2026-11-02T09:01:00Z");
    let shown = code(&secret, "2026-11-02T09:01:00Z");
    let token = scene.desk.sign_in_with_password("Ana@Desk.example", PASSWORD, &shown).await.unwrap().unwrap();
    let signed_in = scene.desk.caller(&token).await.unwrap();
    assert!(matches!(signed_in, Caller::Person { id, committee: true, verified_at: None, .. } if id == ana));
}

#[tokio::test]
async fn whatever_is_wrong_nobody_is_signed_in_and_the_right_code_stays_good() {
    let scene = Scene::open().await;
    let (_, caller) = scene.person("ana", false).await;
    scene.person("ben", false).await;
    let secret = with_password(&scene, &caller).await;
    scene.step_to("2026-11-02T09:05:00Z");
    let good = code(&secret, "2026-11-02T09:05:00Z");
    let old = code(&secret, "2026-11-02T09:03:00Z");
    for (address, password, code) in [
        ("ana@desk.example", "violet kettle umbrellas", &good),
        ("ana@desk.example", "", &good),
        ("ana@desk.example", PASSWORD, &old),
        ("ana@desk.example", PASSWORD, &"000000".to_owned()),
        ("ana@desk.example", PASSWORD, &String::new()),
        ("ben@desk.example", PASSWORD, &good),
        ("nobody@desk.example", PASSWORD, &good),
        ("", PASSWORD, &good),
        ("ana@desk.example", &"x".repeat(100_000), &good),
    ] {
        let tried = scene.desk.sign_in_with_password(address, password, code).await.unwrap();
        assert_eq!(tried, None, "{address}, {} signs, {code}", password.len());
    }
    assert!(scene.desk.sign_in_with_password("ana@desk.example", PASSWORD, &good).await.unwrap().is_some());
    let again = scene.desk.sign_in_with_password("ana@desk.example", PASSWORD, &good).await.unwrap();
    assert_eq!(again, None, "a code is good once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_who_come_with_one_code_one_is_let_in() {
    let scene = Scene::open().await;
    let (_, caller) = scene.person("ana", false).await;
    let secret = with_password(&scene, &caller).await;
    scene.step_to("2026-11-02T09:05:00Z");
    let good = code(&secret, "2026-11-02T09:05:00Z");
    let mut coming = JoinSet::new();
    for _ in 0..200 {
        let (desk, good) = (scene.desk.clone(), good.clone());
        coming.spawn(async move {
            desk.sign_in_with_password("ana@desk.example", PASSWORD, &good).await.unwrap().is_some()
        });
    }
    assert_eq!(coming.join_all().await.into_iter().filter(|came| *came).count(), 1);
}

#[tokio::test]
async fn an_offer_is_its_reader_s_whole_and_in_time() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", false).await;
    let (_, ben) = scene.person("ben", false).await;
    let offered = scene.desk.offer_secret(&ana).await.unwrap().unwrap();
    let shown = code(&offered.secret, "2026-11-02T09:00:00Z");
    let set = async |caller: &Caller, password: &str, offer: &str, code: &str| {
        scene.desk.set_password(caller, password, offer, code).await.unwrap()
    };
    assert_eq!(set(&ana, "too short", &offered.offer, &shown).await, PasswordOutcome::Length);
    assert_eq!(set(&ana, &"x".repeat(129), &offered.offer, &shown).await, PasswordOutcome::Length);
    assert_eq!(set(&ana, "lantern lantern lantern", &offered.offer, &shown).await, PasswordOutcome::Guessable);
    assert_eq!(set(&ana, PASSWORD, &offered.offer, "123456").await, PasswordOutcome::Code);
    assert_eq!(set(&ben, PASSWORD, &offered.offer, &shown).await, PasswordOutcome::Code, "it was offered to Ana");
    for bad in ["", "a.b.c", &offered.offer[1..], &format!("{}0", offered.offer), &offered.offer.replacen('.', ".9", 1)]
    {
        assert_eq!(set(&ana, PASSWORD, bad, &shown).await, PasswordOutcome::Code, "{bad}");
    }
    scene.step_to("2026-11-02T09:31:00Z");
    let late = code(&offered.secret, "2026-11-02T09:31:00Z");
    assert_eq!(set(&ana, PASSWORD, &offered.offer, &late).await, PasswordOutcome::Code, "the offer is over");
    for nobody in [Caller::Stranger, Caller::Operator, Caller::Reporter(scene.report().await.case)] {
        assert_eq!(set(&nobody, PASSWORD, &offered.offer, &late).await, PasswordOutcome::NotFound);
        assert_eq!(scene.desk.offer_secret(&nobody).await.unwrap(), None);
        assert_eq!(scene.desk.password_since(&nobody).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_password_goes_with_a_word_of_its_owner_and_with_the_account() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", false).await;
    let (ben, bens) = scene.person("ben", false).await;
    let (_, member) = scene.person("mia", true).await;
    let secrets = (with_password(&scene, &ana).await, with_password(&scene, &bens).await);
    assert!(scene.desk.drop_password(&ana).await.unwrap());
    assert!(!scene.desk.drop_password(&ana).await.unwrap(), "there is none any more");
    scene.desk.remove_person(&member, ben).await.unwrap();
    scene.step_to("2026-11-02T09:05:00Z");
    for (address, secret) in [("ana@desk.example", secrets.0), ("ben@desk.example", secrets.1)] {
        let shown = code(&secret, "2026-11-02T09:05:00Z");
        assert_eq!(scene.desk.sign_in_with_password(address, PASSWORD, &shown).await.unwrap(), None, "{address}");
    }
}

#[tokio::test]
async fn where_members_need_passkeys_a_password_does_not_stand_for_one() {
    let scene = Scene::open().await;
    let (_, caller) = scene.person("ana", true).await;
    let secret = with_password(&scene, &caller).await;
    let scene = scene.strict().await;
    scene.step_to("2026-11-02T09:05:00Z");
    let shown = code(&secret, "2026-11-02T09:05:00Z");
    let token = scene.desk.sign_in_with_password("ana@desk.example", PASSWORD, &shown).await.unwrap().unwrap();
    let signed_in = scene.desk.caller(&token).await.unwrap();
    assert_eq!(scene.desk.verified(&signed_in).await.unwrap(), Verified::NoPasskey);
}
