//! Delivery: every wish is done once, or held where people see it.

use domain::case::decide::Verb;
use serde_json::json;

use crate::scene::Scene;

#[tokio::test]
async fn a_letter_wished_for_before_a_crash_leaves_after_it() {
    let scene = Scene::open().await;
    scene.person("ana", true).await;
    scene.report().await;
    assert_eq!(scene.letters(), Vec::<String>::new(), "nothing leaves before delivery");
    let scene = scene.restarted().await;
    scene.desk.deliver().await.unwrap();
    assert_eq!(scene.letters(), ["ana@desk.example"]);
    scene.desk.deliver().await.unwrap();
    assert_eq!(scene.letters(), ["ana@desk.example"], "and once only");
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_tried_again_later_and_nothing_is_sent_twice() {
    let scene = Scene::open().await;
    scene.person("ana", true).await;
    scene.person("ben", true).await;
    scene.report().await;
    scene.mail.be_away(1);
    scene.desk.deliver().await.unwrap();
    assert_eq!(scene.letters().len(), 1, "the one that waits does not keep the other from leaving");
    scene.desk.deliver().await.unwrap();
    assert_eq!(scene.letters().len(), 1, "not before its time");
    scene.step_to("2026-11-02T09:05:00Z");
    scene.desk.deliver().await.unwrap();
    let mut letters = scene.letters();
    letters.sort();
    assert_eq!(letters, ["ana@desk.example", "ben@desk.example"]);
}

#[tokio::test]
async fn a_refused_address_is_held_and_shown_and_the_others_get_theirs() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.person("ben", true).await;
    scene.mail.refuse("ben@desk.example");
    let case = scene.report().await.case;
    scene.desk.deliver().await.unwrap();
    assert_eq!(scene.letters(), ["ana@desk.example"]);
    let page = scene.desk.open(&ana, case).await.unwrap().unwrap();
    let held = page.view.work.unwrap().held;
    assert_eq!(held.iter().map(|(_, problem)| problem.reveal()).collect::<Vec<_>>(), ["no such mailbox"]);
}

#[tokio::test]
async fn letters_to_participants_hold_nothing_of_the_case() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let case = scene.report().await.case;
    scene.ask(&ana, case, Verb::Acknowledge, json!({})).await.unwrap();
    scene.ask(&ana, case, Verb::SendMessage, json!({ "to": "reporter", "text": "A canary for Rita" })).await.unwrap();
    scene.desk.deliver().await.unwrap();
    let sent = scene.mail.sent();
    assert!(sent.iter().any(|mail| mail.to == "rita@reporter.example"), "{sent:?}");
    for mail in sent {
        let words = format!("{}\n{}", mail.subject, mail.body);
        assert!(!words.contains("canary") && !words.contains("Rita"), "{words}");
        assert!(mail.body.contains("https://desk.example/"), "{words}");
        assert!(!mail.message_id.contains(&case.to_string()), "{}", mail.message_id);
    }
}

#[tokio::test]
async fn whoever_left_the_fix_team_before_delivery_gets_nothing() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (fay_id, fay) = scene.person("fay", false).await;
    let case = scene.report().await.case;
    scene
        .ask(
            &ana,
            case,
            Verb::Assess,
            json!({ "impact": "Much", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" }),
        )
        .await
        .unwrap();
    scene.ask(&ana, case, Verb::Accept, json!({})).await.unwrap();
    scene.ask(&ana, case, Verb::InviteFixer, json!({ "person": fay_id, "standing": "code_owner" })).await.unwrap();
    scene.ask(&fay, case, Verb::JoinFixTeam, json!({})).await.unwrap();
    scene.desk.deliver().await.unwrap();
    let before = scene.letters().iter().filter(|to| *to == "fay@desk.example").count();
    assert_eq!(before, 1, "the invitation");
    scene.ask(&ana, case, Verb::SendMessage, json!({ "to": "fixers", "text": "Still there?" })).await.unwrap();
    scene.ask(&ana, case, Verb::RemoveFixer, json!({ "person": fay_id })).await.unwrap();
    scene.desk.deliver().await.unwrap();
    let after = scene.letters().iter().filter(|to| *to == "fay@desk.example").count();
    assert_eq!(after, 1, "queued while they were there, not sent after they left");
}

#[tokio::test]
async fn reminders_come_before_a_promise_is_missed_and_the_miss_is_told_once() {
    let scene = Scene::open().await;
    scene.person("ana", true).await;
    scene.report().await;
    scene.desk.deliver().await.unwrap();
    for at in ["2026-11-02T21:00:00Z", "2026-11-03T09:01:00Z", "2026-11-03T09:02:00Z"] {
        scene.step_to(at);
        scene.desk.tick().await.unwrap();
        scene.desk.deliver().await.unwrap();
    }
    // Arrival; two reminders (the answer, the fix team); two misses.
    assert_eq!(scene.letters().len(), 5, "{:?}", scene.mail.sent());
}
