//! Who has seen what is kept, for the committee alone; and whoever opens case after case is noticed (T-52).

use desk::Caller;
use domain::case::decide::Verb;
use domain::ids::CaseId;
use serde_json::json;

use crate::scene::Scene;

/// Everybody who has seen it, as the page says it.
async fn said(scene: &Scene, caller: &Caller, case: CaseId) -> Vec<String> {
    // What is noted later is there once something else was written.
    scene.person(&format!("p{}", scene.letters().len()), false).await;
    let readers = scene.desk.readers(caller, case).await.unwrap().unwrap();
    let one = |one: desk::Reader| {
        let name = one.name.unwrap_or_else(|| "the reporter".to_owned());
        let (first, last) = (one.seen.first_at.strftime("%H:%M"), one.seen.last_at.strftime("%H:%M"));
        format!("{name} ({}) {first} to {last}, {} entries, {} times", one.seen.place, one.seen.version, one.seen.times)
    };
    readers.into_iter().map(one).collect()
}

#[tokio::test]
async fn a_case_keeps_who_has_seen_how_much_of_it() {
    let scene = Scene::open().await;
    let (_, ada) = scene.person("ada", true).await;
    let (_, fin) = scene.person("fin", false).await;
    let received = scene.report().await;
    let case = received.case;
    assert!(said(&scene, &ada, case).await.is_empty(), "nobody has opened it yet");
    for _ in 0..3 {
        scene.desk.open(&ada, case).await.unwrap().unwrap();
    }
    assert!(scene.desk.open(&fin, case).await.unwrap().is_none(), "it does not exist for him");
    let token = scene.desk.open_receipt(&received.receipt).await.unwrap().unwrap();
    let reporter = scene.desk.caller(&token).await.unwrap();
    scene.step_to("2026-11-02T09:05:00Z");
    scene.desk.open(&reporter, case).await.unwrap().unwrap();
    scene.step_to("2026-11-02T09:30:00Z");
    scene.done(&ada, case, Verb::Acknowledge, json!({})).await;
    scene.desk.open(&ada, case).await.unwrap().unwrap();
    assert_eq!(
        said(&scene, &ada, case).await,
        [
            "ada (committee) 09:00 to 09:30, 5 entries, 2 times",
            "the reporter (reporter) 09:05 to 09:05, 4 entries, 1 times"
        ]
    );
    for other in [&fin, &reporter, &Caller::Operator, &Caller::Stranger] {
        assert!(scene.desk.readers(other, case).await.unwrap().is_none(), "{other:?}");
    }
}

#[tokio::test]
async fn whoever_opens_forty_one_cases_within_an_hour_is_told_of_to_the_others_once() {
    let scene = Scene::open().await;
    let (_, ada) = scene.person("ada", true).await;
    let (_, _) = scene.person("ben", true).await;
    let mut cases = Vec::new();
    for _ in 0..42 {
        cases.push(scene.report().await.case);
    }
    let told = || scene.mail.sent().into_iter().filter(|mail| mail.subject.contains("Many cases")).map(|mail| mail.to);
    for case in &cases[..40] {
        for _ in 0..3 {
            scene.desk.open(&ada, *case).await.unwrap().unwrap();
        }
    }
    assert_eq!(told().count(), 0, "forty are work");
    for case in &cases[40..] {
        scene.desk.open(&ada, *case).await.unwrap().unwrap();
    }
    assert_eq!(told().collect::<Vec<_>>(), ["ben@desk.example"]);
    scene.step_to("2026-11-02T10:00:00Z");
    scene.desk.open(&ada, cases[0]).await.unwrap().unwrap();
    assert_eq!(told().count(), 1, "an hour later it begins anew");
}
