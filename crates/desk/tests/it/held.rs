//! A receipt that becomes an account: the report stays its reporter's, and nobody else learns whose account that is.

use desk::{Caller, KeepOutcome};
use domain::case::audience::Place;
use domain::case::decide::Verb;
use serde_json::json;

use crate::scene::{Scene, line};

#[tokio::test]
async fn a_reporter_makes_an_account_and_reads_and_writes_without_the_receipt() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let received = scene.report().await;
    let reporter = Caller::Reporter(received.case);
    let made = scene.desk.keep_report(&reporter, &line("Rita"), &line("rita@reporter.example")).await.unwrap();
    assert_eq!(made, KeepOutcome::LetterSent);
    let letter = scene.mail.sent().pop().unwrap();
    assert_eq!(letter.to, "rita@reporter.example");
    assert!(!letter.body.contains("canary") && !letter.body.contains(&received.case.to_string()), "{}", letter.body);
    let code = letter.body.split("/sign-in/").nth(1).unwrap().split_whitespace().next().unwrap();
    let token = scene.desk.sign_in(code).await.unwrap().unwrap();
    let rita = scene.desk.caller(&token).await.unwrap();

    let reports = scene.desk.own_reports(&rita).await.unwrap().unwrap();
    assert_eq!(reports.iter().map(|own| own.case).collect::<Vec<_>>(), [received.case]);
    let page = scene.desk.open(&rita, received.case).await.unwrap().unwrap();
    assert_eq!(page.view.place, Place::Reporter);
    assert!(page.view.work.is_none() && page.view.log.iter().all(|entry| entry.by.person.is_none()));
    scene.done(&rita, received.case, Verb::SendMessage, json!({ "to": "reporter", "text": "From my account." })).await;
    assert!(scene.ask(&rita, received.case, Verb::Accept, json!({})).await.is_err());
    scene.desk.deliver().await.unwrap();

    // The committee reads what the reporter wrote, and not whose account that is.
    let seen = scene.desk.open(&ana, received.case).await.unwrap().unwrap();
    assert_eq!(seen.view.conversation.last().unwrap().by.person, None);
    let readers = scene.desk.readers(&ana, received.case).await.unwrap().unwrap();
    assert!(readers.iter().all(|reader| reader.name.as_deref() != Some("Rita")));
    // The receipt stays good, and makes no second account.
    assert!(scene.desk.open_receipt(&received.receipt).await.unwrap().is_some());
    let again = scene.desk.keep_report(&reporter, &line("Rita"), &line("other@reporter.example")).await.unwrap();
    assert_eq!(again, KeepOutcome::Kept);
}

#[tokio::test]
async fn an_address_with_an_account_is_told_and_nobody_else_learns_that_it_has_one() {
    let scene = Scene::open().await;
    scene.person("otto", false).await;
    let received = scene.report().await;
    let reporter = Caller::Reporter(received.case);
    let answer = scene.desk.keep_report(&reporter, &line("Rita"), &line("Otto@desk.example")).await.unwrap();
    assert_eq!(answer, KeepOutcome::LetterSent, "as for an address that is new");
    let letter = scene.mail.sent().pop().unwrap();
    assert!(letter.body.contains("sign in and add it") && !letter.body.contains("/sign-in/"), "{}", letter.body);
    assert_eq!(scene.desk.people(&Caller::Operator).await.unwrap().unwrap().len(), 1, "nobody new");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_who_turn_one_receipt_into_an_account_one_does() {
    let scene = Scene::open().await;
    let received = scene.report().await;
    let mut keeping = tokio::task::JoinSet::new();
    for nth in 0..200 {
        let (desk, reporter) = (scene.desk.clone(), Caller::Reporter(received.case));
        keeping.spawn(async move {
            let address = line(&format!("rita{nth}@reporter.example"));
            desk.keep_report(&reporter, &line("Rita"), &address).await.unwrap()
        });
    }
    let kept = keeping.join_all().await;
    assert_eq!(kept.iter().filter(|outcome| **outcome == KeepOutcome::LetterSent).count(), 1);
    assert_eq!(scene.desk.people(&Caller::Operator).await.unwrap().unwrap().len(), 1);
}

#[tokio::test]
async fn a_report_is_added_by_its_receipt_alone_and_goes_with_the_account() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (otto, caller) = scene.person("otto", false).await;
    let (_, eve) = scene.person("eve", false).await;
    let received = scene.report().await;
    for bad in ["", "none", &received.receipt[..received.receipt.len() - 1]] {
        assert!(!scene.desk.hold_report(&caller, bad).await.unwrap(), "{bad}");
    }
    assert!(scene.desk.open(&caller, received.case).await.unwrap().is_none());
    assert!(scene.desk.hold_report(&caller, &received.receipt).await.unwrap());
    assert!(scene.desk.hold_report(&caller, &received.receipt).await.unwrap(), "twice is once");
    assert_eq!(scene.desk.own_reports(&caller).await.unwrap().unwrap().len(), 1);
    assert!(scene.desk.open(&caller, received.case).await.unwrap().is_some());
    assert!(scene.desk.open(&eve, received.case).await.unwrap().is_none());
    for nobody in [Caller::Stranger, Caller::Operator, Caller::Reporter(received.case)] {
        assert!(!scene.desk.hold_report(&nobody, &received.receipt).await.unwrap());
        assert!(scene.desk.own_reports(&nobody).await.unwrap().is_none());
    }
    scene.desk.remove_person(&ana, otto).await.unwrap();
    assert!(scene.desk.open(&caller, received.case).await.unwrap().is_none(), "the account has ended");
    assert!(scene.desk.open_receipt(&received.receipt).await.unwrap().is_some(), "the receipt has not");
}
