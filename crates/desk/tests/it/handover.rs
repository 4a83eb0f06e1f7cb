//! Whoever will be away hands their open cases over before they go (PR-23).

use std::time::Duration;

use desk::Caller;
use desk::right::Scope;
use domain::committee::decide::{Refusal, Verb};
use domain::committee::event::Event;
use domain::ids::{CaseId, PersonId};
use domain::people::Office;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::committee::{ask, four, letters, seen};
use crate::scene::{Scene, officer};

/// Ana will be away in December and coordinates both cases.
async fn two_cases_of_ana(scene: &Scene) -> ([Caller; 4], [CaseId; 2]) {
    let members = four(scene).await;
    scene.look().await;
    let cases = [scene.report().await.case, scene.report().await.case];
    scene.desk.assign_cases().await.unwrap();
    for case in cases {
        assert_eq!(coordinator(scene, &members[1], case).await, members[0].person());
    }
    ask(scene, &members[0], Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2026-12-20" })).await.unwrap();
    (members, cases)
}

async fn coordinator(scene: &Scene, reader: &Caller, case: CaseId) -> Option<PersonId> {
    scene.desk.open(reader, case).await.unwrap().unwrap().view.work.unwrap().coordinator
}

/// The cases that the reader is asked to hand over.
async fn shown(scene: &Scene, reader: &Caller) -> Vec<CaseId> {
    let page = seen(scene, reader).await;
    let mut cases = scene.desk.cases_to_hand_over(reader, None, &page.view).await.unwrap();
    cases.sort_unstable_by_key(|row| row.case);
    cases.iter().map(|row| row.case).collect()
}

fn hand(leave: u64, to: &Caller) -> serde_json::Value {
    json!({ "leave": leave, "person": to.person().unwrap() })
}

async fn leave_of_ana(scene: &Scene, reader: &Caller) -> u64 {
    seen(scene, reader).await.view.leaves.first().unwrap().number
}

#[tokio::test]
async fn who_plans_an_absence_sees_their_cases_with_it_and_gives_them_to_one_who_is_told_pr23() {
    let scene = Scene::open().await;
    let ([ana, ben, cy, _], cases) = two_cases_of_ana(&scene).await;
    let mut both = cases.to_vec();
    both.sort_unstable();
    assert_eq!((shown(&scene, &ana).await, shown(&scene, &ben).await), (both, vec![]));
    let leave = leave_of_ana(&scene, &ana).await;
    assert_eq!(ask(&scene, &ben, Verb::HandOver, hand(leave, &cy)).await, Err(Some(Refusal::NotForThem)));
    scene.desk.deliver().await.unwrap();
    let before = scene.mail.sent().len();
    ask(&scene, &ana, Verb::HandOver, hand(leave, &cy)).await.unwrap();
    for case in cases {
        assert_eq!(coordinator(&scene, &ben, case).await, cy.person());
    }
    assert_eq!(shown(&scene, &ana).await, []);
    assert_eq!(ask(&scene, &ana, Verb::HandOver, hand(leave, &ben)).await, Err(Some(Refusal::NothingToHandOver)));
    scene.desk.deliver().await.unwrap();
    let told = scene.mail.sent().split_off(before);
    let theirs: Vec<_> =
        told.iter().filter(|mail| mail.body.contains("/cases/")).map(|mail| mail.to.as_str()).collect();
    assert_eq!(theirs, ["cy@desk.example"; 2], "a letter for each: {told:?}");
    assert!(told.iter().all(|mail| !mail.body.contains("canary") && !mail.subject.contains("canary")), "{told:?}");
    let page = seen(&scene, &ben).await;
    assert!(page.view.log.iter().any(|entry| matches!(entry.event, Event::CasesHandedOver { cases: 2, .. })));
    // When the absence begins, they stay where they were put, and nobody was reminded of what was done. What comes in during her last
    // week is not hers, though she has least to do.
    for at in ["2026-11-24T12:00:00Z", "2026-12-02T12:00:00Z"] {
        scene.step_to(at);
        scene.look().await;
        scene.desk.assign_cases().await.unwrap();
        assert_eq!(coordinator(&scene, &ben, cases[0]).await, cy.person(), "{at}");
    }
    assert!(letters(&scene).iter().all(|(_, what)| !what.contains("are still yours")));
}

#[tokio::test]
async fn whoever_has_not_handed_over_is_reminded_a_week_and_a_day_before_and_then_it_is_done_for_them_pr23() {
    let scene = Scene::open().await;
    let ([ana, ben, ..], cases) = two_cases_of_ana(&scene).await;
    let reminded = |scene: &Scene| {
        let all = letters(scene).into_iter().filter(|(_, what)| what.contains("are still yours"));
        all.map(|(to, _)| to).collect::<Vec<_>>()
    };
    let hers = |count| vec!["ana@desk.example".to_owned(); count];
    for (at, count) in [
        ("2026-11-23T12:00:00Z", 0),
        ("2026-11-24T12:00:00Z", 1),
        ("2026-11-29T12:00:00Z", 1),
        ("2026-11-30T12:00:00Z", 2),
    ] {
        scene.step_to(at);
        for _ in 0..2 {
            scene.desk.assign_cases().await.unwrap();
            scene.look().await;
        }
        assert_eq!(reminded(&scene), hers(count), "{at}");
        assert_eq!(coordinator(&scene, &ben, cases[0]).await, ana.person(), "{at}");
    }
    scene.step_to("2026-12-01T00:00:00Z");
    scene.look().await;
    assert_eq!(scene.desk.assign_cases().await.unwrap(), 2, "what she left is given on when she goes");
    assert_ne!(coordinator(&scene, &ben, cases[0]).await, ana.person());
    scene.look().await;
    assert_eq!(reminded(&scene), hers(2));
}

#[tokio::test]
async fn the_desk_reminds_by_itself_when_it_runs_pr23() {
    let scene = Scene::open().await;
    let ([ana, ..], _) = two_cases_of_ana(&scene).await;
    let asked = async || seen(&scene, &ana).await.view.leaves[0].leave.asked;
    scene.step_to("2026-11-23T23:30:00Z");
    let stop = CancellationToken::new();
    let story = async {
        let store = scene.store().await;
        while store.setting("last-seen").await.unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(asked().await, None);
        scene.step_to("2026-11-24T00:00:01Z");
        for _ in 0..2_000 {
            if asked().await.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.cancel();
    };
    tokio::join!(scene.desk.run(stop.clone()), story);
    assert_eq!(asked().await, Some(0));
}

#[tokio::test]
async fn nothing_is_given_to_whoever_is_away_then_and_no_case_moves_for_a_refusal_pr23() {
    let scene = Scene::open().await;
    let ([ana, ben, cy, _], cases) = two_cases_of_ana(&scene).await;
    let leave = leave_of_ana(&scene, &ana).await;
    ask(&scene, &cy, Verb::PlanLeave, json!({ "from": "2026-12-19", "until": "2026-12-22" })).await.unwrap();
    assert_eq!(ask(&scene, &ana, Verb::HandOver, hand(leave, &cy)).await, Err(Some(Refusal::TheyAreAway)));
    let (_, fin) = scene.person("fin", false).await;
    assert_eq!(ask(&scene, &ana, Verb::HandOver, hand(leave, &fin)).await, Err(Some(Refusal::NoSuch)));
    assert_eq!(ask(&scene, &fin, Verb::HandOver, hand(leave, &ben)).await, Err(None));
    for case in cases {
        assert_eq!(coordinator(&scene, &ben, case).await, ana.person());
    }
}

#[tokio::test]
async fn each_sees_their_own_absence_with_takers_and_a_token_for_the_committee_names_no_case_pr23() {
    let scene = Scene::open().await;
    let ([ana, ben, _, _], _) = two_cases_of_ana(&scene).await;
    ask(&scene, &ben, Verb::PlanLeave, json!({ "from": "2026-12-10", "until": "2026-12-30" })).await.unwrap();
    let bens = seen(&scene, &ben).await.view.leaves.last().unwrap().number;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2027-02-01", "until": "2027-02-02" })).await.unwrap();
    let page = seen(&scene, &ana).await;
    let asked: Vec<_> = page.view.leaves.iter().filter(|leave| leave.takers.is_some()).collect();
    let [leave] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((Some(leave.leave.person), leave.leave.from), (ana.person(), "2026-12-01".parse().unwrap()));
    assert_eq!(leave.takers.as_ref().map(Vec::len), Some(2), "Cy and Dee: Ben goes away meanwhile");
    let by =
        async |scopes: &[Scope]| scene.desk.cases_to_hand_over(&ana, Some(scopes), &page.view).await.unwrap().len();
    assert_eq!((by(&[Scope::Committee]).await, by(&[Scope::Committee, Scope::ReadCases]).await), (0, 2));
    // Called off, or begun, it asks for none.
    ask(&scene, &ben, Verb::EndLeave, json!({ "leave": bens })).await.unwrap();
    let wanted =
        async |reader: &Caller| seen(&scene, reader).await.view.leaves.iter().any(|leave| leave.takers.is_some());
    assert_eq!((wanted(&ana).await, wanted(&ben).await), (true, false));
    scene.step_to("2026-12-01T00:00:00Z");
    assert!(!wanted(&ana).await);
    let (_, aud) = officer(&scene, "aud", Office::Auditor).await;
    let audited = seen(&scene, &aud).await;
    assert!(scene.desk.cases_to_hand_over(&aud, None, &audited.view).await.unwrap().is_empty());
    assert!(audited.view.log.iter().all(|entry| !matches!(entry.event, Event::LeavePlanned { .. })));
}

#[tokio::test]
async fn whoever_goes_within_a_week_is_given_no_new_case_unless_nobody_else_is_there_pr23() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (_, ben) = scene.person("ben", true).await;
    scene.look().await;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2026-12-20" })).await.unwrap();
    let mut owners = Vec::new();
    for (at, away) in [("2026-11-23T12:00:00Z", false), ("2026-11-24T12:00:00Z", false), ("2026-11-25T12:00:00Z", true)]
    {
        scene.step_to(at);
        if away {
            ask(&scene, &ben, Verb::PlanLeave, json!({ "from": "2026-11-25", "until": "2026-11-26" })).await.unwrap();
        }
        let case = scene.report().await.case;
        scene.desk.assign_cases().await.unwrap();
        owners.push(coordinator(&scene, &ben, case).await);
    }
    // The first duty is Ana's.
    assert_eq!(owners, [ana.person(), ben.person(), ana.person()]);
}
