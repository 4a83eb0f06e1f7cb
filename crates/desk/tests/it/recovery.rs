//! Somebody has lost every passkey: two others and a day let them in again, and nobody else does.

use authenticator::Authenticator;
use desk::{Caller, RecoveryStep};
use domain::ids::PersonId;
use tokio::task::JoinSet;

use crate::scene::{Scene, line};

const HERE: &str = "https://desk.example";

/// A member with a passkey.
async fn member(scene: &Scene, name: &str, seed: u8) -> (PersonId, Caller, Authenticator, String) {
    let (id, code) = scene.invited(name, true).await;
    let token = scene.desk.sign_in(&code).await.unwrap().unwrap();
    let caller = scene.desk.caller(&token).await.unwrap();
    let mut key = Authenticator::of(seed);
    let options = scene.desk.ask_to_register(&caller, &token).await.unwrap().unwrap();
    let answer = key.register(&options, HERE);
    scene.desk.register_passkey(&caller, &token, &line("Key"), &answer).await.unwrap();
    (id, caller, key, token)
}

async fn step(scene: &Scene, caller: &Caller, id: PersonId, step: RecoveryStep) -> bool {
    scene.desk.recover_passkeys(caller, id, step).await.unwrap()
}

/// How many have still to approve it, and when it ends.
async fn standing(scene: &Scene, id: PersonId) -> Option<(usize, Option<String>)> {
    let all = scene.desk.recoveries(&Caller::Operator).await.unwrap().unwrap();
    let found = all.into_iter().find(|one| one.person.id == id)?.recovery?;
    Some((found.missing, found.ends_at.map(|at| at.to_string())))
}

/// Whether a passkey of theirs is left once they have come with a one-time link.
async fn keeps_keys_after_a_link(scene: &Scene, name: &str, id: PersonId) -> bool {
    let (again, code) = scene.invited(name, true).await;
    assert_eq!(again, id);
    assert!(scene.desk.sign_in(&code).await.unwrap().is_some());
    standing(scene, id).await.is_some() || {
        let all = scene.desk.recoveries(&Caller::Operator).await.unwrap().unwrap();
        all.iter().any(|one| one.person.id == id)
    }
}

#[tokio::test]
async fn two_members_and_a_day_let_somebody_in_who_has_lost_every_passkey() {
    let scene = Scene::open().await;
    let (ada, her, mut key, _) = member(&scene, "ada", 3).await;
    let (_, ben, _, _) = member(&scene, "ben", 4).await;
    let (_, cleo, _, _) = member(&scene, "cleo", 5).await;
    let (_, fin) = scene.person("fin", false).await;
    for nobody in [&fin, &Caller::Stranger] {
        assert!(!step(&scene, nobody, ada, RecoveryStep::Begin).await, "{nobody:?} has no say");
        assert!(scene.desk.recoveries(nobody).await.unwrap().is_none());
    }
    assert!(!step(&scene, &ben, ada, RecoveryStep::Approve).await, "nothing was asked for");
    assert!(step(&scene, &ben, ada, RecoveryStep::Begin).await);
    let told: Vec<String> = scene.letters();
    for name in ["ada@", "ben@", "cleo@"] {
        assert!(told.iter().rev().take(3).any(|to| to.starts_with(name)), "{name} is told: {told:?}");
    }
    assert!(!step(&scene, &her, ada, RecoveryStep::Approve).await, "nobody approves their own");
    assert!(!step(&scene, &Caller::Operator, ada, RecoveryStep::Approve).await, "the operator approves none");

    // Two hundred times one member is one.
    let mut tries = JoinSet::new();
    for _ in 0..200 {
        let (desk, ben) = (scene.desk.clone(), ben.clone());
        tries.spawn(async move { desk.recover_passkeys(&ben, ada, RecoveryStep::Approve).await.unwrap() });
    }
    assert!(tries.join_all().await.into_iter().all(|taken| taken));
    assert_eq!(standing(&scene, ada).await, Some((1, None)));
    scene.step_to("2026-11-02T10:00:00Z");
    assert!(step(&scene, &cleo, ada, RecoveryStep::Approve).await);
    assert_eq!(standing(&scene, ada).await, Some((0, Some("2026-11-03T10:00:00Z".to_owned()))));

    scene.step_to("2026-11-03T09:59:59Z");
    assert!(keeps_keys_after_a_link(&scene, "ada", ada).await, "a second too early");
    scene.step_to("2026-11-03T10:00:00Z");
    assert!(!keeps_keys_after_a_link(&scene, "ada", ada).await, "the old keys are gone");
    let options = scene.desk.ask_to_sign_in().unwrap();
    assert_eq!(scene.desk.sign_in_with_passkey(&key.prove(&options, HERE)).await.unwrap(), None);
}

#[tokio::test]
async fn a_passkey_that_is_used_or_any_member_stops_it() {
    let scene = Scene::open().await;
    let (ada, _, mut key, _) = member(&scene, "ada", 3).await;
    let (_, ben, _, _) = member(&scene, "ben", 4).await;
    let (_, cleo, _, _) = member(&scene, "cleo", 5).await;
    for one in [&ben, &cleo] {
        step(&scene, one, ada, RecoveryStep::Begin).await;
        assert!(step(&scene, one, ada, RecoveryStep::Approve).await);
    }
    scene.step_to("2026-11-02T10:00:00Z");
    let options = scene.desk.ask_to_sign_in().unwrap();
    assert!(scene.desk.sign_in_with_passkey(&key.prove(&options, HERE)).await.unwrap().is_some());
    assert_eq!(standing(&scene, ada).await, None, "nothing was lost");

    // What was approved before counts for nothing the next time.
    step(&scene, &ben, ada, RecoveryStep::Begin).await;
    assert_eq!(standing(&scene, ada).await, Some((2, None)));
    assert!(step(&scene, &cleo, ada, RecoveryStep::Stop).await);
    assert!(!step(&scene, &cleo, ada, RecoveryStep::Stop).await);
}

#[tokio::test]
async fn where_there_are_few_the_operator_s_word_stands_for_one() {
    let scene = Scene::open().await;
    let (ada, _, _, _) = member(&scene, "ada", 3).await;
    assert!(step(&scene, &Caller::Operator, ada, RecoveryStep::Begin).await);
    let (missing, ends) = standing(&scene, ada).await.unwrap();
    assert_eq!((missing, ends.as_deref()), (0, Some("2026-11-03T09:00:00Z")), "one maintainer has nobody else (S-12)");

    let (_, ben, _, _) = member(&scene, "ben", 4).await;
    step(&scene, &ben, ada, RecoveryStep::Stop).await;
    assert!(step(&scene, &ben, ada, RecoveryStep::Begin).await);
    assert!(step(&scene, &ben, ada, RecoveryStep::Approve).await);
    assert_eq!(standing(&scene, ada).await, Some((1, None)), "one member alone lets nobody in");
    assert!(step(&scene, &Caller::Operator, ada, RecoveryStep::Begin).await);
    assert_eq!(standing(&scene, ada).await, Some((0, Some("2026-11-03T09:00:00Z".to_owned()))));
}

#[tokio::test]
async fn the_day_counts_from_the_last_word_that_was_needed_the_operator_s_included() {
    let scene = Scene::open().await;
    let (ada, _, _, _) = member(&scene, "ada", 3).await;
    let (_, ben, _, _) = member(&scene, "ben", 4).await;
    step(&scene, &ben, ada, RecoveryStep::Begin).await;
    step(&scene, &ben, ada, RecoveryStep::Approve).await;
    scene.step_to("2026-11-03T15:00:00Z");
    let before = scene.letters().len();
    step(&scene, &Caller::Operator, ada, RecoveryStep::Begin).await;
    assert_eq!(scene.letters().len(), before + 2, "both are told");
    assert_eq!(standing(&scene, ada).await, Some((0, Some("2026-11-04T15:00:00Z".to_owned()))));
    assert!(keeps_keys_after_a_link(&scene, "ada", ada).await, "it is not thirty hours old, but new");
}

#[tokio::test]
async fn whoever_removes_the_others_makes_it_no_easier() {
    let scene = Scene::open().await;
    let (ada, _, _, _) = member(&scene, "ada", 3).await;
    let (ben, _, _, _) = member(&scene, "ben", 4).await;
    let (cleo, _, _, _) = member(&scene, "cleo", 5).await;
    step(&scene, &Caller::Operator, ada, RecoveryStep::Begin).await;
    assert_eq!(standing(&scene, ada).await, Some((2, None)), "the operator's word stands for nobody here");
    scene.step_to("2026-11-04T09:00:00Z");
    for other in [ben, cleo] {
        scene.desk.remove_person(&Caller::Operator, other).await.unwrap();
    }
    assert_eq!(standing(&scene, ada).await, Some((2, None)));
    assert!(keeps_keys_after_a_link(&scene, "ada", ada).await);
}

#[tokio::test]
async fn what_is_not_carried_out_in_three_days_is_over() {
    let scene = Scene::open().await;
    let (ada, _, _, _) = member(&scene, "ada", 3).await;
    step(&scene, &Caller::Operator, ada, RecoveryStep::Begin).await;
    scene.step_to("2026-11-06T09:00:00Z");
    assert_eq!(standing(&scene, ada).await, None);
    assert!(keeps_keys_after_a_link(&scene, "ada", ada).await);
    assert!(step(&scene, &Caller::Operator, ada, RecoveryStep::Begin).await, "and can be begun anew");
    assert_eq!(standing(&scene, ada).await, Some((0, Some("2026-11-07T09:00:00Z".to_owned()))));
}

/// A recovery that an older program had begun, in its own words, is none: whoever it is about goes on signing in.
#[tokio::test]
async fn a_recovery_that_cannot_be_read_any_more_is_none() {
    let scene = Scene::open().await;
    let (ada, _, mut key, _) = member(&scene, "ada", 3).await;
    let (_, ben, _, _) = member(&scene, "ben", 4).await;
    let old = br#"{"at":"2026-10-01T09:00:00Z","operator_at":null,"others":2}"#;
    scene.store().await.put_setting(&format!("recovery/{ada}"), old).await.unwrap();
    assert_eq!(standing(&scene, ada).await, None);
    let options = scene.desk.ask_to_sign_in().unwrap();
    let answer = key.prove(&options, HERE);
    assert!(scene.desk.sign_in_with_passkey(&answer).await.unwrap().is_some());
    assert!(keeps_keys_after_a_link(&scene, "ada", ada).await);
    assert!(step(&scene, &ben, ada, RecoveryStep::Begin).await, "and it can be begun anew");
    assert_eq!(standing(&scene, ada).await, Some((2, None)));
}

/// Whoever has a lost device, or what was typed on it, is out: without passkeys nothing else would ask for one.
#[tokio::test]
async fn a_recovery_leaves_no_way_in_but_the_link() {
    let scene = Scene::with_provider().await;
    let (ada, her, _, token) = member(&scene, "ada", 3).await;
    let (_, ben, _, _) = member(&scene, "ben", 4).await;
    let (_, cleo, _, _) = member(&scene, "cleo", 5).await;
    let browser = scene.desk.provider_secret();
    let address = scene.desk.ask_provider_to_link(&her, &token, &browser).await.unwrap().unwrap();
    let state = address.rsplit("state=").next().unwrap();
    let brought = desk::Brought { browser: &browser, state, code: "ada@id", issuer: None };
    assert_eq!(scene.desk.back_from_provider(&her, &token, brought).await.unwrap(), desk::Back::Linked);
    assert!(step(&scene, &ben, ada, RecoveryStep::Begin).await);
    for one in [&ben, &cleo] {
        assert!(step(&scene, one, ada, RecoveryStep::Approve).await);
    }
    // Who becomes a member afterwards has no word in it.
    let (_, dora, _, _) = member(&scene, "dora", 6).await;
    assert!(!step(&scene, &dora, ada, RecoveryStep::Approve).await);
    scene.step_to("2026-11-03T10:00:00Z");
    let (_, code) = scene.invited("ada", true).await;
    scene.desk.sign_in(&code).await.unwrap().expect("the link is good");
    let left = scene.desk.openings(&Caller::Operator, ada).await.unwrap().unwrap().openings;
    assert_eq!((left.sessions, left.passkeys, left.passwords, left.providers, left.tokens), (1, 0, 0, 0, 0));
}
