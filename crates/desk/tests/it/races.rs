//! Two hundred at once: of an invitation, an approval, a link, one wins, and the log says it once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api::bodies::{Encoding, parse};
use desk::{Caller, Desk};
use domain::case::decide::Verb;
use domain::ids::CaseId;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::scene::Scene;

const MANY: usize = 200;

/// So many ask the same at once; how many were granted.
async fn granted(desk: &Desk, caller: &Caller, case: CaseId, verb: Verb, body: &Value) -> usize {
    let (granted, mut asking) = (Arc::new(AtomicUsize::new(0)), JoinSet::new());
    for _ in 0..MANY {
        let (desk, caller, granted) = (desk.clone(), caller.clone(), Arc::clone(&granted));
        let request = parse(verb, body.to_string().as_bytes(), Encoding::Json).unwrap().unwrap();
        asking.spawn(async move {
            // Whoever finds the case changing again and again is told so, and is not granted anything.
            if let Ok(desk::Outcome::Done(())) = desk.ask(&caller, case, request).await {
                granted.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    asking.join_all().await;
    granted.load(Ordering::SeqCst)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_who_approve_join_or_decline_one_does() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (_, ben) = scene.person("ben", true).await;
    let (otto, outsider) = scene.person("otto", false).await;
    let case = scene.report().await.case;
    let assessment = json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    scene.done(&ana, case, Verb::Assess, assessment).await;
    scene.done(&ana, case, Verb::Accept, json!({})).await;
    let invitation = json!({ "person": otto, "standing": "outsider" });
    assert_eq!(granted(&scene.desk, &ana, case, Verb::InviteFixer, &invitation).await, 1);
    let approval = json!({ "person": otto });
    assert_eq!(granted(&scene.desk, &ben, case, Verb::ApproveOutsider, &approval).await, 1);
    assert_eq!(granted(&scene.desk, &outsider, case, Verb::JoinFixTeam, &json!({})).await, 1);
    let page = scene.desk.open(&ana, case).await.unwrap().unwrap();
    for kind in ["fixer_invited", "outsider_approved", "fixer_joined"] {
        assert_eq!(page.view.log.iter().filter(|entry| entry.event.kind() == kind).count(), 1, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_who_come_with_one_link_one_is_let_in_and_a_receipt_opens_one_case_for_all() {
    let scene = Scene::open().await;
    let (_, code) = scene.invited("cy", false).await;
    let received = scene.report().await;
    let receipt = received.receipt.clone();
    let mut coming = JoinSet::new();
    for _ in 0..MANY {
        let (desk, code, receipt) = (scene.desk.clone(), code.clone(), receipt.clone());
        coming.spawn(async move {
            let with_receipt = desk.open_receipt(&receipt).await.unwrap().unwrap();
            let reporter = desk.caller(&with_receipt).await.unwrap();
            (desk.sign_in(&code).await.unwrap().is_some(), reporter)
        });
    }
    let came = coming.join_all().await;
    assert_eq!(came.iter().filter(|(signed_in, _)| *signed_in).count(), 1);
    assert!(came.iter().all(|(_, reporter)| *reporter == Caller::Reporter(received.case)));
}
