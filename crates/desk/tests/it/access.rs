//! Whoever has an office asks to see a case and is told nothing by asking; a member lets them, and it ends by itself.

use authenticator::Authenticator;
use desk::{AccessOutcome, Caller};
use domain::case::decide::Verb;
use domain::ids::{CaseId, PersonId};
use domain::people::Office;
use domain::policy::Preset;
use domain::words::Prose;
use serde_json::json;

use crate::scene::{Scene, filled, line, officer};

const HERE: &str = "https://desk.example";

fn why() -> Prose {
    Prose::new("The quarter's audit.").unwrap()
}

async fn asks(scene: &Scene, caller: &Caller, case: CaseId) -> AccessOutcome {
    scene.desk.ask_to_see(caller, case, why()).await.unwrap()
}

#[tokio::test]
async fn a_member_lets_an_auditor_see_a_case_for_four_hours_and_everybody_in_it_is_told() {
    let scene = Scene::open().await;
    let (_, ada) = scene.person("ada", true).await;
    let (_, fin) = scene.person("fin", false).await;
    let (id, aud) = officer(&scene, "aud", Office::Auditor).await;
    let case = scene.report().await.case;
    for nobody in [&ada, &fin, &Caller::Operator, &Caller::Stranger, &Caller::Reporter(case)] {
        assert_eq!(asks(&scene, nobody, case).await, AccessOutcome::NotFound, "{nobody:?}");
        assert!(!scene.desk.asks_to_see(nobody).await.unwrap(), "{nobody:?}");
    }
    assert!(scene.desk.asks_to_see(&aud).await.unwrap());
    let absent = CaseId::from_bytes([9; 16]);
    assert_eq!(asks(&scene, &aud, absent).await, AccessOutcome::Asked, "the same for a case that there is not");
    assert_eq!(asks(&scene, &aud, case).await, AccessOutcome::Asked);
    assert_eq!(asks(&scene, &aud, case).await, AccessOutcome::Asked, "and for one that was asked for");
    assert!(!scene.desk.reads(&aud, case).await.unwrap());
    assert!(scene.desk.invitation(&aud, case).await.unwrap().is_none(), "asking opens nothing");
    let page = scene.desk.open(&ada, case).await.unwrap().unwrap();
    let asked = page.view.log.iter().filter(|entry| entry.event.kind() == "access_asked").count();
    assert_eq!(asked, 1, "the committee reads why, once");

    scene.desk.deliver().await.unwrap();
    let before = scene.letters().len();
    scene.done(&ada, case, Verb::LetSee, json!({ "person": id.to_string() })).await;
    scene.desk.deliver().await.unwrap();
    let mut told = scene.letters().split_off(before);
    told.sort();
    assert_eq!(told, ["ada@desk.example", "aud@desk.example", "rita@reporter.example"]);
    assert!(scene.desk.invitation(&aud, case).await.unwrap().is_some());
    scene.done(&aud, case, Verb::JoinFixTeam, json!({})).await;
    let seen = scene.desk.open(&aud, case).await.unwrap().unwrap();
    assert!(seen.view.reporter.is_none() && seen.view.offers.iter().all(|offer| offer.refusal.is_some()));
    let readers = scene.desk.readers(&ada, case).await.unwrap().unwrap();
    assert!(readers.iter().any(|reader| reader.seen.place == "witness"), "who has seen what says so");

    scene.step_to("2026-11-02T12:59:59Z");
    assert!(scene.desk.reads(&aud, case).await.unwrap());
    scene.step_to("2026-11-02T13:00:00Z");
    assert!(!scene.desk.reads(&aud, case).await.unwrap(), "to the minute, before the clock has noted it");
    scene.desk.tick().await.unwrap();
    assert!(!scene.desk.reads(&aud, case).await.unwrap());
    assert!(scene.desk.invitation(&aud, case).await.unwrap().is_none());
}

/// A passkey of somebody, and their session, which has just shown it.
async fn shows(scene: &Scene, caller: &Caller, token: &mut String, key: &mut Authenticator) {
    let options = scene.desk.ask_to_verify(caller, token).await.unwrap().unwrap();
    let answer = key.prove(&options, HERE);
    *token = scene.desk.verify(caller, token, &answer).await.unwrap().expect("it is theirs");
}

#[tokio::test]
async fn beside_one_maintainer_two_passkeys_and_a_day_stand_for_a_second_person() {
    let scene = Scene::under(filled(Preset::Solo)).await;
    let (_, ada) = scene.person("ada", true).await;
    let (id, stew): (PersonId, Caller) = officer(&scene, "stew", Office::Steward).await;
    let case = scene.report().await.case;
    assert_eq!(asks(&scene, &stew, case).await, AccessOutcome::SecondKey);
    let (_, code) = scene.invited("stew", false).await;
    let mut token = scene.desk.sign_in(&code).await.unwrap().unwrap();
    let (mut one, mut other) = (Authenticator::of(5), Authenticator::of(6));
    for key in [&mut one, &mut other] {
        let options = scene.desk.ask_to_register(&stew, &token).await.unwrap().unwrap();
        let answer = key.register(&options, HERE);
        let fresh = scene.desk.caller(&token).await.unwrap();
        scene.desk.register_passkey(&fresh, &token, &line("Key"), &answer).await.unwrap();
        shows(&scene, &stew, &mut token, key).await;
    }
    scene.step_to("2026-11-02T09:20:00Z");
    for key in [&mut one, &mut other] {
        shows(&scene, &stew, &mut token, key).await;
    }
    assert_eq!(asks(&scene, &stew, case).await, AccessOutcome::SecondKey, "keys of today stand for nobody");
    scene.step_to("2026-11-03T08:00:00Z");
    let (_, code) = scene.invited("stew", false).await;
    let mut token = scene.desk.sign_in(&code).await.unwrap().unwrap();
    scene.step_to("2026-11-03T09:20:00Z");
    shows(&scene, &stew, &mut token, &mut one).await;
    shows(&scene, &stew, &mut token, &mut one).await;
    assert_eq!(asks(&scene, &stew, case).await, AccessOutcome::SecondKey, "one key twice is one");
    scene.step_to("2026-11-03T09:26:00Z");
    shows(&scene, &stew, &mut token, &mut other).await;
    assert_eq!(asks(&scene, &stew, case).await, AccessOutcome::SecondKey, "not long after the other");
    shows(&scene, &stew, &mut token, &mut one).await;
    let absent = CaseId::from_bytes([9; 16]);
    assert_eq!(asks(&scene, &stew, absent).await, AccessOutcome::Asked);
    assert_eq!(asks(&scene, &stew, case).await, AccessOutcome::Asked);
    scene.desk.tick().await.unwrap();
    for one in [case, absent] {
        assert!(
            scene.desk.invitation(&stew, one).await.unwrap().is_none(),
            "for a day nothing tells whether there is one"
        );
        assert_eq!(scene.ask(&stew, one, Verb::JoinFixTeam, json!({})).await, Err(None), "a day passes first");
    }
    assert!(scene.desk.board(&stew, desk::BoardQuery::default()).await.unwrap().unwrap().invitations.is_empty());
    scene.step_to("2026-11-04T09:26:00Z");
    scene.desk.tick().await.unwrap();
    scene.done(&stew, case, Verb::JoinFixTeam, json!({})).await;
    assert!(scene.desk.reads(&stew, case).await.unwrap());
    assert_eq!(scene.desk.board(&stew, desk::BoardQuery::default()).await.unwrap().unwrap().rows.len(), 1);
    scene.step_to("2026-11-04T13:26:00Z");
    let rows = scene.desk.board(&stew, desk::BoardQuery::default()).await.unwrap().unwrap().rows;
    assert!(rows.is_empty(), "gone from the list to the minute, before the clock has noted it");
    assert_eq!(asks(&scene, &stew, case).await, AccessOutcome::SecondKey);
    scene.done(&ada, case, Verb::RemoveFixer, json!({ "person": id.to_string() })).await;
    assert!(!scene.desk.reads(&stew, case).await.unwrap(), "the maintainer ends it");
}

/// A case keeps the policy of one maintainer when the project has grown to a committee: then a member decides.
#[tokio::test]
async fn where_there_is_a_committee_two_passkeys_stand_for_nobody() {
    let scene = Scene::open().await;
    scene.person("ada", true).await;
    let (_, stew) = officer(&scene, "stew", Office::Steward).await;
    let case = scene.report().await.case;
    assert_eq!(asks(&scene, &stew, case).await, AccessOutcome::Asked);
    scene.step_to("2026-11-09T09:00:00Z");
    scene.desk.tick().await.unwrap();
    assert!(scene.desk.invitation(&stew, case).await.unwrap().is_none(), "nobody has let them");
}
