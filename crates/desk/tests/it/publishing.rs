//! What comes out: each advisory at an address of its own.

use desk::Caller;
use domain::case::decide::{Refusal, Verb};
use domain::ids::{CaseId, PersonId};
use domain::policy::Preset;
use serde_json::json;

use crate::scene::{Scene, filled};

const COMMIT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
pub(crate) const NOON: &str = "2026-11-03T12:00:00Z";

/// One maintainer's case, without a number of its own, ready for its day.
pub(crate) async fn ready(scene: &Scene, max: &Caller, id: PersonId) -> CaseId {
    let case = scene.report().await.case;
    let draft = json!({
        "title": "A flaw", "summary": "It is a flaw.", "details": "This is how.", "affected": ["Go:example.org/tool 0 fixed 1.2.0"],
        "exposure": "Everybody.", "mitigation": "Switch it off.", "upgrade": "Update to 1.2.0.", "check_command": "tool version",
    });
    let assessment = json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    scene.done(max, case, Verb::Assess, assessment).await;
    scene.done(max, case, Verb::Accept, json!({})).await;
    scene.done(max, case, Verb::OpenAdvisory, json!({})).await;
    scene.done(max, case, Verb::DraftAdvisory, draft).await;
    scene.done(max, case, Verb::DecideSeverity, json!({ "rating": "medium", "note": "As we see it." })).await;
    scene.done(max, case, Verb::WaiveCve, json!({ "note": "No number." })).await;
    scene.done(max, case, Verb::ProposeFix, json!({ "commit": COMMIT, "author": id.to_string() })).await;
    scene.done(max, case, Verb::DeclareReady, json!({ "commit": COMMIT })).await;
    scene.done(max, case, Verb::AgreeReleaseDay, json!({ "at": NOON })).await;
    case
}

async fn published(scene: &Scene, max: &Caller, case: CaseId) {
    merged(scene, max, case).await;
    scene.done(max, case, Verb::Publish, json!({})).await;
    scene.desk.deliver().await.unwrap();
}

pub(crate) async fn merged(scene: &Scene, max: &Caller, case: CaseId) {
    let release = json!({ "version": "1.2.0", "tag": "v1.2.0", "url": "https://git.example/v1.2.0", "at": NOON });
    let artefact = json!({
        "name": "tool.tar", "url": "https://git.example/tool.tar", "sha256": "0".repeat(64),
        "built": true, "signed": true, "available": true, "functional": true,
    });
    scene.done(max, case, Verb::MergeFix, json!({ "commit": COMMIT })).await;
    scene.done(max, case, Verb::NoteRelease, release).await;
    scene.done(max, case, Verb::CheckArtefact, artefact).await;
}

#[tokio::test]
async fn two_advisories_of_one_minute_come_out_at_two_addresses() {
    let scene = Scene::under(filled(Preset::Solo)).await;
    let (id, max) = scene.person("max", true).await;
    let cases = [ready(&scene, &max, id).await, ready(&scene, &max, id).await];
    scene.step_to(NOON);
    for case in cases {
        published(&scene, &max, case).await;
    }
    let listed = scene.desk.advisories(None).await.unwrap().advisories;
    let mut slugs: Vec<String> = listed.into_iter().map(|advisory| advisory.slug).collect();
    slugs.sort_unstable();
    assert_eq!(slugs, ["advisory-2026-11-03-1200", "advisory-2026-11-03-1200-2"]);
}

#[tokio::test]
async fn a_retrospective_with_something_left_to_do_is_not_called_sent() {
    let mut policy = filled(Preset::Solo);
    policy.channels.extend(filled(Preset::Committee).channels);
    let scene = Scene::under(policy).await;
    let (id, max) = scene.person("max", true).await;
    let case = ready(&scene, &max, id).await;
    scene.step_to(NOON);
    published(&scene, &max, case).await;
    scene.done(&max, case, Verb::DraftRetrospective, json!({ "text": "What went well: TODO" })).await;
    let refusal = scene.ask(&max, case, Verb::SendRetrospective, json!({})).await.unwrap_err();
    assert!(matches!(refusal, Some(Refusal::UnfitRetrospective { .. })), "{refusal:?}");
    scene.done(&max, case, Verb::DraftRetrospective, json!({ "text": "What went well: the fix." })).await;
    scene.done(&max, case, Verb::SendRetrospective, json!({})).await;
}

#[tokio::test]
async fn a_retrospective_that_has_nowhere_to_go_is_not_called_sent() {
    let scene = Scene::under(filled(Preset::Solo)).await;
    let (id, max) = scene.person("max", true).await;
    let case = ready(&scene, &max, id).await;
    scene.step_to(NOON);
    published(&scene, &max, case).await;
    scene.done(&max, case, Verb::DraftRetrospective, json!({ "text": "What went well: the fix." })).await;
    let refusal = scene.ask(&max, case, Verb::SendRetrospective, json!({})).await.unwrap_err();
    assert_eq!(refusal, Some(Refusal::NowhereToSend));
}

#[tokio::test]
async fn nothing_is_announced_in_a_name_that_the_preset_left() {
    let scene = Scene::under(domain::policy::solo()).await;
    let (id, max) = scene.person("max", true).await;
    let case = ready(&scene, &max, id).await;
    scene.step_to(NOON);
    merged(&scene, &max, case).await;
    let refusal = scene.ask(&max, case, Verb::Publish, json!({})).await.unwrap_err();
    let Some(Refusal::UnfitAnnouncement { problems }) = refusal else { panic!("{refusal:?}") };
    let said: Vec<&str> = problems.iter().map(domain::words::Line::reveal).collect();
    assert!(said.iter().any(|problem| problem.starts_with("`project.name` of the policy")), "{said:?}");
}

#[tokio::test]
async fn what_was_withdrawn_while_the_mail_server_was_away_is_not_announced_any_more() {
    let scene = Scene::under(filled(Preset::Solo)).await;
    let (id, max) = scene.person("max", true).await;
    let case = ready(&scene, &max, id).await;
    scene.step_to(NOON);
    merged(&scene, &max, case).await;
    scene.desk.deliver().await.unwrap();
    scene.mail.be_away(100);
    scene.done(&max, case, Verb::Publish, json!({})).await;
    scene.desk.deliver().await.unwrap();
    scene.done(&max, case, Verb::Withdraw, json!({ "note": "It was wrong." })).await;
    scene.mail.be_away(0);
    scene.step_to("2026-11-03T14:00:00Z");
    scene.desk.deliver().await.unwrap();
    assert!(!scene.letters().iter().any(|to| to == "announce@lantern.test"), "{:?}", scene.letters());
    assert!(scene.letters().iter().any(|to| to == "rita@reporter.example"), "the others get theirs");
}
