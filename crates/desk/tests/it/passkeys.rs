//! Passkeys at the desk: somebody adds one, signs in with it, and confirms what counts; nobody else can.

use authenticator::Authenticator;
use desk::{Caller, KeyOutcome, Outcome, Verified};
use domain::case::decide::{Refusal, Verb};
use domain::ids::{CaseId, ConfirmationId, PersonId};
use domain::policy::Preset;
use serde_json::json;
use tokio::task::JoinSet;

use crate::publishing::{NOON, merged, ready};
use crate::scene::{Scene, filled, line};

const HERE: &str = "https://desk.example";

/// Somebody at a browser, with a key in their pocket.
struct AtBrowser {
    id: PersonId,
    token: String,
    key: Authenticator,
}

impl AtBrowser {
    async fn new(scene: &Scene, name: &str, committee: bool, seed: u8) -> Self {
        let (id, code) = scene.invited(name, committee).await;
        let token = scene.desk.sign_in(&code).await.unwrap().unwrap();
        Self { id, token, key: Authenticator::of(seed) }
    }

    async fn caller(&self, scene: &Scene) -> Caller {
        scene.desk.caller(&self.token).await.unwrap()
    }

    async fn add_key(&mut self, scene: &Scene) -> KeyOutcome {
        let caller = self.caller(scene).await;
        let options = scene.desk.ask_to_register(&caller, &self.token).await.unwrap().unwrap();
        let answer = self.key.register(&options, HERE);
        scene.desk.register_passkey(&caller, &self.token, &line("My key"), &answer).await.unwrap()
    }

    async fn sign_in(&mut self, scene: &Scene) -> Option<String> {
        let options = scene.desk.ask_to_sign_in().unwrap();
        scene.desk.sign_in_with_passkey(&self.key.prove(&options, HERE)).await.unwrap()
    }

    async fn show_key(&mut self, scene: &Scene) {
        let caller = self.caller(scene).await;
        let options = scene.desk.ask_to_verify(&caller, &self.token).await.unwrap().unwrap();
        let answer = self.key.prove(&options, HERE);
        self.token = scene.desk.verify(&caller, &self.token, &answer).await.unwrap().unwrap();
    }

    /// Asks for what counts; where it waits to be confirmed.
    async fn asks(&self, scene: &Scene, case: CaseId, verb: Verb, body: serde_json::Value) -> ConfirmationId {
        match scene.ask(&self.caller(scene).await, case, verb, body).await.unwrap_err() {
            Some(Refusal::Unconfirmed { confirmation }) => confirmation,
            other => panic!("{other:?}"),
        }
    }

    async fn answer_to(&mut self, scene: &Scene, confirmation: ConfirmationId) -> String {
        let caller = self.caller(scene).await;
        let waiting = scene.desk.to_confirm(&caller, confirmation).await.unwrap().unwrap();
        self.key.prove(&waiting.options, HERE)
    }
}

#[tokio::test]
async fn a_key_signs_its_holder_in_and_two_are_better_than_one() {
    let scene = Scene::open().await;
    let mut ada = AtBrowser::new(&scene, "ada", true, 3).await;
    assert_eq!(ada.sign_in(&scene).await, None, "the key is not known yet");
    assert_eq!(ada.add_key(&scene).await, KeyOutcome::Done);
    let letters = scene.mail.sent();
    assert_eq!(letters.last().map(|letter| letter.to.as_str()), Some("ada@desk.example"), "she is told");
    assert_eq!(ada.add_key(&scene).await, KeyOutcome::NotFresh, "whoever found her browser open adds none");

    ada.token = ada.sign_in(&scene).await.unwrap();
    scene.step_to("2026-11-02T09:01:00Z");
    let second = std::mem::replace(&mut ada.key, Authenticator::of(4));
    assert_eq!(ada.add_key(&scene).await, KeyOutcome::Done, "she has just shown the first");
    let caller = ada.caller(&scene).await;
    let keys = scene.desk.passkeys(&caller).await.unwrap().unwrap();
    assert_eq!(keys.len(), 2);
    scene.step_to("2026-11-02T10:00:00Z");
    assert_eq!(scene.desk.remove_passkey(&caller, keys[0].id).await.unwrap(), KeyOutcome::NotFresh);
    ada.key = second;
    ada.show_key(&scene).await;
    let caller = ada.caller(&scene).await;
    assert_eq!(scene.desk.remove_passkey(&caller, keys[0].id).await.unwrap(), KeyOutcome::Done);
    assert_eq!(ada.sign_in(&scene).await, None, "the removed one opens nothing");
    assert_eq!(scene.desk.remove_passkey(&caller, keys[1].id).await.unwrap(), KeyOutcome::Enough, "the last stays");
}

#[tokio::test]
async fn an_answer_is_good_once_in_time_in_its_session_and_for_what_it_was_asked() {
    let scene = Scene::open().await;
    let mut ada = AtBrowser::new(&scene, "ada", true, 3).await;
    let mut bo = AtBrowser::new(&scene, "bo", true, 4).await;
    ada.add_key(&scene).await;
    bo.add_key(&scene).await;

    let answer = ada.key.prove(&scene.desk.ask_to_sign_in().unwrap(), HERE);
    let mut tries = JoinSet::new();
    for _ in 0..200 {
        let (desk, answer) = (scene.desk.clone(), answer.clone());
        tries.spawn(async move { desk.sign_in_with_passkey(&answer).await.unwrap().is_some() });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|good| *good).count(), 1, "of 200 one is first");

    let caller = ada.caller(&scene).await;
    let options = scene.desk.ask_to_verify(&caller, &ada.token).await.unwrap().unwrap();
    let shown = ada.key.prove(&options, HERE);
    assert_eq!(scene.desk.sign_in_with_passkey(&shown).await.unwrap(), None, "it was asked for something else");
    let other = ada.sign_in(&scene).await.unwrap();
    assert_eq!(scene.desk.verify(&caller, &other, &shown).await.unwrap(), None, "it was asked in another session");
    let his = bo.key.prove(&options, HERE);
    assert_eq!(scene.desk.verify(&caller, &ada.token, &his).await.unwrap(), None, "it is another's key");
    scene.step_to("2026-11-02T09:05:00Z");
    assert_eq!(scene.desk.verify(&caller, &ada.token, &shown).await.unwrap(), None, "it came too late");
    assert_eq!(scene.desk.sign_in_with_passkey("{}").await.unwrap(), None);
}

#[tokio::test]
async fn showing_a_key_changes_the_session_s_token_and_lasts_five_minutes() {
    let scene = Scene::open().await;
    let mut ada = AtBrowser::new(&scene, "ada", true, 3).await;
    ada.add_key(&scene).await;
    let before = ada.token.clone();
    assert_eq!(scene.desk.verified(&ada.caller(&scene).await).await.unwrap(), Verified::NotFresh);
    ada.show_key(&scene).await;
    assert_eq!(scene.desk.caller(&before).await.unwrap(), Caller::Stranger, "a stolen copy of the old one is dead");
    scene.step_to("2026-11-02T09:05:00Z");
    assert_eq!(scene.desk.verified(&ada.caller(&scene).await).await.unwrap(), Verified::Yes);
    scene.step_to("2026-11-02T09:05:01Z");
    assert_eq!(scene.desk.verified(&ada.caller(&scene).await).await.unwrap(), Verified::NotFresh);
}

#[tokio::test]
async fn where_members_need_keys_their_sessions_are_short_and_nothing_that_counts_is_done_without() {
    let scene = Scene::open().await.strict().await;
    let mut ada = AtBrowser::new(&scene, "ada", true, 3).await;
    let case = scene.report().await.case;
    let outsider = AtBrowser::new(&scene, "fin", false, 5).await;
    let invite = json!({ "person": outsider.id.to_string(), "standing": "code_owner" });
    let refusal = scene.ask(&ada.caller(&scene).await, case, Verb::InviteFixer, invite.clone()).await.unwrap_err();
    assert_ne!(refusal, Some(Refusal::NoPasskey), "what the rules forbid is said first");
    scene
        .done(
            &ada.caller(&scene).await,
            case,
            Verb::Assess,
            json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" }),
        )
        .await;
    scene.done(&ada.caller(&scene).await, case, Verb::Accept, json!({})).await;
    let refusal = scene.ask(&ada.caller(&scene).await, case, Verb::InviteFixer, invite.clone()).await.unwrap_err();
    assert_eq!(refusal, Some(Refusal::NoPasskey));
    ada.add_key(&scene).await;
    let waits = ada.asks(&scene, case, Verb::InviteFixer, invite).await;
    let answer = ada.answer_to(&scene, waits).await;
    let (of, verb, outcome) = scene.desk.confirm(&ada.caller(&scene).await, waits, &answer).await.unwrap().unwrap();
    assert!(of == case && verb == Verb::InviteFixer && matches!(outcome, Outcome::Done(())));
    assert!(scene.desk.invitation(&outsider.caller(&scene).await, case).await.unwrap().is_some());

    scene.step_to("2026-11-02T09:30:00Z");
    assert_eq!(ada.caller(&scene).await, Caller::Stranger, "half an hour unused");
    assert!(matches!(outsider.caller(&scene).await, Caller::Person { .. }), "others are let be");
}

#[tokio::test]
async fn a_publication_is_confirmed_once_by_whoever_decided_it_and_in_time() {
    let scene = Scene::under(filled(Preset::Solo)).await;
    let mut ada = AtBrowser::new(&scene, "ada", true, 3).await;
    let mut bo = AtBrowser::new(&scene, "bo", true, 4).await;
    let case = ready(&scene, &ada.caller(&scene).await, ada.id).await;
    ada.add_key(&scene).await;
    bo.add_key(&scene).await;
    scene.step_to(NOON);
    (ada.token, bo.token) = (ada.sign_in(&scene).await.unwrap(), bo.sign_in(&scene).await.unwrap());
    merged(&scene, &ada.caller(&scene).await, case).await;

    let late = ada.asks(&scene, case, Verb::Publish, json!({})).await;
    let too_late = ada.answer_to(&scene, late).await;
    scene.step_to("2026-11-03T12:05:00Z");
    let caller = ada.caller(&scene).await;
    assert!(scene.desk.confirm(&caller, late, &too_late).await.unwrap().is_none(), "five minutes are over");

    let waits = ada.asks(&scene, case, Verb::Publish, json!({})).await;
    assert!(scene.desk.to_confirm(&bo.caller(&scene).await, waits).await.unwrap().is_none(), "it is not his to see");
    let answer = ada.answer_to(&scene, waits).await;
    assert!(scene.desk.confirm(&bo.caller(&scene).await, waits, &answer).await.unwrap().is_none(), "nor to confirm");
    let other = ada.asks(&scene, case, Verb::Publish, json!({})).await;
    assert!(scene.desk.confirm(&caller, other, &answer).await.unwrap().is_none(), "one answer is for one decision");
    let mut tries = JoinSet::new();
    for _ in 0..200 {
        let (desk, caller, answer) = (scene.desk.clone(), caller.clone(), answer.clone());
        tries.spawn(async move {
            matches!(desk.confirm(&caller, waits, &answer).await.unwrap(), Some((_, Verb::Publish, Outcome::Done(()))))
        });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|done| *done).count(), 1);
    let scene = scene.strict().await;
    scene.desk.deliver().await.unwrap();
    assert_eq!(scene.desk.advisories(None).await.unwrap().advisories.len(), 1, "the job found it proved");
}

#[tokio::test]
async fn an_invitation_is_written_only_if_somebody_confirmed_it_and_stays_good_when_their_key_is_gone() {
    let scene = Scene::open().await.strict().await;
    let mut ada = AtBrowser::new(&scene, "ada", true, 3).await;
    let case = scene.report().await.case;
    let assessment = json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    scene.done(&ada.caller(&scene).await, case, Verb::Assess, assessment).await;
    scene.done(&ada.caller(&scene).await, case, Verb::Accept, json!({})).await;
    scene.desk.deliver().await.unwrap();
    scene.step_to("2026-11-02T09:01:00Z");

    // One invitation is in the log without a proof, as if somebody had written it there.
    let (forged, _) = scene.invited("forged", false).await;
    let (fin, _) = scene.invited("fin", false).await;
    let lax = scene.lax().await;
    let invite = |id: PersonId| json!({ "person": id.to_string(), "standing": "code_owner" });
    let request =
        api::bodies::parse(Verb::InviteFixer, invite(forged).to_string().as_bytes(), api::bodies::Encoding::Json);
    let asked = lax.ask(&ada.caller(&scene).await, case, request.unwrap().unwrap()).await.unwrap();
    assert!(matches!(asked, Outcome::Done(())));
    // The other was confirmed, and the key that confirmed it was removed since.
    ada.add_key(&scene).await;
    let waits = ada.asks(&scene, case, Verb::InviteFixer, invite(fin)).await;
    let answer = ada.answer_to(&scene, waits).await;
    assert!(scene.desk.confirm(&ada.caller(&scene).await, waits, &answer).await.unwrap().is_some());
    ada.show_key(&scene).await;
    let first = std::mem::replace(&mut ada.key, Authenticator::of(9));
    assert_eq!(ada.add_key(&scene).await, KeyOutcome::Done);
    let keys = scene.desk.passkeys(&ada.caller(&scene).await).await.unwrap().unwrap();
    assert_eq!(scene.desk.remove_passkey(&ada.caller(&scene).await, keys[0].id).await.unwrap(), KeyOutcome::Done);
    drop(first);

    scene.desk.deliver().await.unwrap();
    let told = |name: &str| scene.mail.sent().iter().any(|letter| letter.to.starts_with(name));
    assert!(told("fin@"), "what was confirmed is done");
    assert!(!told("forged@"), "what was not is not");
}

#[tokio::test]
async fn nothing_leaves_the_house_that_nobody_confirmed() {
    let scene = Scene::under(filled(Preset::Solo)).await;
    let (id, max) = scene.person("max", true).await;
    let case = ready(&scene, &max, id).await;
    scene.step_to(NOON);
    merged(&scene, &max, case).await;
    // The entry is there, by whatever way it came, and no proof beside it.
    scene.done(&max, case, Verb::Publish, json!({})).await;
    let scene = scene.strict().await;
    scene.desk.deliver().await.unwrap();
    assert!(scene.desk.advisories(None).await.unwrap().advisories.is_empty());
    // Where nobody needs a passkey it goes out.
    let scene = scene.restarted().await;
    scene.step_to("2026-11-03T14:00:00Z");
    scene.desk.deliver().await.unwrap();
    assert_eq!(scene.desk.advisories(None).await.unwrap().advisories.len(), 1);
}
