//! Asking and reading: conflicts are decided again, strangers get nothing, a receipt opens one case.

use desk::{AccountRefusal, BoardQuery, Caller, Changed, Ending, NewPerson, Outcome, PersonChange};
use domain::case::decide::{Refusal, Verb};
use serde_json::json;

use crate::scene::{Scene, line};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_first_answers_at_once_exactly_one_wins() {
    let scene = std::sync::Arc::new(Scene::open().await);
    let (_, ana) = scene.person("ana", true).await;
    let case = scene.report().await.case;
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let (scene, ana) = (std::sync::Arc::clone(&scene), ana.clone());
            tokio::task::spawn_blocking(move || {
                let handle = tokio::runtime::Handle::current();
                handle.block_on(scene.ask(&ana, case, Verb::Acknowledge, json!({})))
            })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => won += 1,
            Err(refusal) => assert_eq!(refusal, Some(Refusal::AlreadyDone)),
        }
    }
    assert_eq!(won, 1);
    let page = scene.desk.open(&ana, case).await.unwrap().unwrap();
    assert_eq!(page.view.log.iter().filter(|entry| entry.event.kind() == "report_acknowledged").count(), 1);
}

#[tokio::test]
async fn a_case_does_not_exist_for_those_who_may_not_know_of_it() {
    let scene = Scene::open().await;
    let (_, fay) = scene.person("fay", false).await;
    let case = scene.report().await.case;
    let other = scene.report().await.case;
    for stranger in [Caller::Stranger, Caller::Operator, fay, Caller::Reporter(other)] {
        assert!(scene.desk.open(&stranger, case).await.unwrap().is_none(), "{stranger:?}");
        assert_eq!(scene.ask(&stranger, case, Verb::Acknowledge, json!({})).await, Err(None), "{stranger:?}");
    }
    assert!(scene.desk.board(&Caller::Reporter(case), BoardQuery::default()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_receipt_opens_its_own_case_and_nothing_else() {
    let scene = Scene::open().await;
    let received = scene.report().await;
    let token = scene.desk.open_receipt(&received.receipt).await.unwrap().unwrap();
    assert_eq!(scene.desk.caller(&token).await.unwrap(), Caller::Reporter(received.case));
    let page = scene.desk.open(&Caller::Reporter(received.case), received.case).await.unwrap().unwrap();
    assert!(page.view.work.is_none());
    assert_eq!(page.texts.values().map(AsRef::as_ref).collect::<Vec<&str>>(), ["A canary in the text"]);
    scene.desk.sign_out(&token).await.unwrap();
    assert_eq!(scene.desk.caller(&token).await.unwrap(), Caller::Stranger);
    assert!(scene.desk.open_receipt("sluice-r-nonsense").await.unwrap().is_none());
}

#[tokio::test]
async fn the_invited_see_the_terms_and_nothing_more_until_they_agree() {
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
    assert!(scene.desk.open(&fay, case).await.unwrap().is_none());
    assert!(scene.desk.invitation(&fay, case).await.unwrap().is_some());
    assert_eq!(scene.ask(&fay, case, Verb::SendMessage, json!({ "to": "fixers", "text": "Hello" })).await, Err(None));
    scene.ask(&fay, case, Verb::JoinFixTeam, json!({})).await.unwrap();
    let page = scene.desk.open(&fay, case).await.unwrap().unwrap();
    assert!(page.view.reporter.is_none() && page.view.work.is_some());
}

#[tokio::test]
async fn a_sign_in_link_works_once() {
    let scene = Scene::open().await;
    let new = desk::NewPerson {
        name: crate::scene::line("Ana"),
        address: crate::scene::line("ana@desk.example"),
        organisation: crate::scene::line("A"),
        committee: true,
        office: None,
    };
    let code = scene.desk.set_up_code(new.clone()).await.unwrap().unwrap();
    let token = scene.desk.sign_in(&code).await.unwrap().unwrap();
    assert!(matches!(scene.desk.caller(&token).await.unwrap(), Caller::Person { committee: true, .. }));
    assert_eq!(scene.desk.sign_in(&code).await.unwrap(), None);
    assert_eq!(scene.desk.set_up_code(new).await.unwrap(), None, "set up once");
    scene.step_to("2026-12-02T09:00:00Z");
    assert_eq!(scene.desk.caller(&token).await.unwrap(), Caller::Stranger, "a session ends by itself");
}

#[tokio::test]
async fn what_is_in_a_hurry_stands_first_on_the_board_and_is_not_called_late_pr37() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let forgotten = scene.report().await.case;
    scene.step_to("2026-11-20T09:00:00Z");
    let public = scene.report().await.case;
    scene.done(&ana, public, Verb::Acknowledge, json!({})).await;
    scene.done(&ana, public, Verb::NoteDisclosure, json!({ "place": "A blog", "exploit": false })).await;
    scene.step_to("2026-11-21T09:00:00Z");
    let rows = scene.desk.board(&ana, BoardQuery::default()).await.unwrap().unwrap().rows;
    let standing: Vec<_> = rows.iter().map(|row| (row.case, row.asap)).collect();
    assert_eq!(standing, [(public, true), (forgotten, false)]);
    let (since, _) = rows.first().and_then(|row| row.next_due).unwrap();
    assert_eq!(since.to_string(), "2026-11-20T09:00:00Z");
}

#[tokio::test]
async fn an_account_that_ends_ends_everywhere_at_once_and_the_last_member_stays() {
    let scene = Scene::open().await;
    let (ana, ana_calls) = scene.person("ana", true).await;
    let (ben, ben_calls) = scene.person("ben", true).await;
    let (otto, _) = scene.person("otto", false).await;
    let Outcome::Done((_, code)) = scene.desk.invite(&Caller::Operator, again("ben")).await.unwrap() else {
        panic!("no link")
    };
    let session = scene.desk.sign_in(&code).await.unwrap().unwrap();
    // However the operator types the address.
    let typed = NewPerson { address: line("BEN@desk.example"), ..again("ben") };
    let Outcome::Done((known, unused)) = scene.desk.invite(&Caller::Operator, typed).await.unwrap() else {
        panic!("no link")
    };
    assert_eq!(known, ben);
    let before = scene.letters().len();

    let refused = |refusal| Changed::Refused(refusal);
    assert_eq!(scene.desk.remove_person(&ana_calls, ben).await.unwrap(), refused(AccountRefusal::AnotherMember));
    assert_eq!(scene.desk.remove_person(&ana_calls, otto).await.unwrap(), Changed::Done);
    assert_eq!(scene.desk.remove_person(&Caller::Stranger, ben).await.unwrap(), Changed::NotFound);
    assert_eq!(scene.desk.remove_person(&ben_calls, ben).await.unwrap(), Changed::Done, "one steps down oneself");
    assert_eq!(scene.desk.caller(&session).await.unwrap(), Caller::Stranger);
    assert_eq!(scene.desk.sign_in(&unused).await.unwrap(), None);
    assert_eq!(scene.desk.remove_person(&Caller::Operator, ana).await.unwrap(), refused(AccountRefusal::LastMember));

    scene.report().await;
    scene.desk.deliver().await.unwrap();
    assert_eq!(
        scene.letters().into_iter().skip(before).collect::<Vec<_>>(),
        ["ana@desk.example"],
        "no letter to who has left"
    );
}

#[tokio::test]
async fn a_name_or_an_address_changes_for_oneself_or_by_the_operator_and_no_two_share_one() {
    let scene = Scene::open().await;
    let (ana, ana_calls) = scene.person("ana", true).await;
    let (ben, _) = scene.person("ben", true).await;
    let to = |address: &str| PersonChange { address: Some(line(address)), ..PersonChange::default() };
    let change = async |caller: &Caller, id, change| scene.desk.change_person(caller, id, change).await.unwrap();
    assert_eq!(change(&ana_calls, ana, to("ana@elsewhere.example")).await, Changed::Done);
    assert_eq!(
        change(&ana_calls, ben, to("ana@elsewhere.example")).await,
        Changed::Refused(AccountRefusal::AnotherMember)
    );
    assert_eq!(
        change(&Caller::Operator, ben, to("ana@elsewhere.example")).await,
        Changed::Refused(AccountRefusal::AddressTaken)
    );
    let people = scene.desk.people(&ana_calls).await.unwrap().unwrap();
    let kept = people.iter().find(|person| person.id == ana).unwrap();
    assert_eq!((kept.name.as_str(), kept.address.as_str()), ("ana", "ana@elsewhere.example"));
}

#[tokio::test]
async fn the_members_are_told_who_was_asked_to_be_one_and_no_member_makes_one_alone_pr18() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.person("ben", true).await;
    let before = scene.mail.sent().len();
    let alone = scene.desk.invite(&ana, again("sock")).await.unwrap();
    assert!(matches!(alone, Outcome::Refused(AccountRefusal::ByBallot)), "a committee chooses by ballot");
    assert_eq!(scene.mail.sent().len(), before);
    scene.desk.invite(&Caller::Operator, again("sock")).await.unwrap();
    let told: Vec<_> = scene.mail.sent().split_off(before);
    assert_eq!(told.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["ana@desk.example", "ben@desk.example"]);
    assert!(told.iter().all(|mail| mail.body.contains("The operator asked sock")), "{told:?}");
}

fn again(name: &str) -> NewPerson {
    NewPerson {
        name: line(name),
        address: line(&format!("{name}@desk.example")),
        organisation: line(name),
        committee: true,
        office: None,
    }
}

#[tokio::test]
async fn one_sees_and_ends_one_s_own_sessions_and_nobody_else_s_f33() {
    let scene = Scene::open().await;
    let (ada, caller) = scene.person("ada", true).await;
    let (bob, other) = scene.person("bob", false).await;
    let signed_in = async |name: &str| {
        let Outcome::Done((_, code)) = scene.desk.invite(&Caller::Operator, again(name)).await.unwrap() else {
            panic!("not invited")
        };
        scene.desk.sign_in(&code).await.unwrap().unwrap()
    };
    let (laptop, phone, lost) = (signed_in("ada").await, signed_in("ada").await, signed_in("ada").await);
    let bobs = signed_in("bob").await;
    let listed = async |caller: &Caller, token: &str| scene.desk.sessions(caller, token).await.unwrap().unwrap();
    let is_in = async |token: &str| scene.desk.caller(token).await.unwrap() != Caller::Stranger;

    let mine = listed(&caller, &laptop).await;
    assert_eq!((mine.len(), mine.iter().filter(|(_, this)| *this).count()), (3, 1), "three, and it knows itself");
    let (theirs, _) = listed(&other, &bobs).await[0];
    let end = async |ending| scene.desk.end_own_sessions(&caller, &laptop, ending).await.unwrap();
    assert!(!end(Ending::One(theirs.id)).await, "somebody else's is as none");
    assert!(is_in(&bobs).await);

    let (gone, _) = *listed(&caller, &lost).await.iter().find(|(_, this)| *this).unwrap();
    assert!(end(Ending::One(gone.id)).await);
    assert!(!is_in(&lost).await && is_in(&phone).await, "that one and no other");
    assert!(!end(Ending::One(gone.id)).await, "it is no more");
    assert!(end(Ending::Others).await);
    assert!(!is_in(&phone).await && is_in(&laptop).await && is_in(&bobs).await);

    // What is over is not listed, and one's end moves with its use.
    scene.step_to("2026-11-03T08:30:00Z");
    assert!(is_in(&laptop).await, "half an hour before it would have ended unused");
    // Uses are noted on the way; what is written after this one finds it there.
    let (_, max) = scene.person("max", true).await;
    scene.step_to("2026-11-03T09:30:00Z");
    assert_eq!(listed(&caller, &laptop).await.len(), 1);
    assert_eq!(listed(&other, &bobs).await.len(), 0, "a day unused");

    // A member signs out those who are no members, the operator everybody.
    let out = async |by: &Caller, id| scene.desk.sign_out_everywhere(by, id).await.unwrap();
    assert_eq!(out(&other, ada).await, Changed::NotFound);
    assert_eq!(out(&caller, bob).await, Changed::Done);
    assert_eq!(out(&max, ada).await, Changed::Refused(AccountRefusal::AnotherMember));
    assert!(is_in(&laptop).await);
    assert_eq!(out(&Caller::Operator, ada).await, Changed::Done);
    assert!(!is_in(&laptop).await);
}

#[tokio::test]
async fn a_reporter_sees_where_their_receipt_is_open() {
    let scene = Scene::open().await;
    let received = scene.report().await;
    let (one, other) = (received.receipt.clone(), scene.report().await.receipt);
    let mine = scene.desk.open_receipt(&one).await.unwrap().unwrap();
    let again = scene.desk.open_receipt(&one).await.unwrap().unwrap();
    let theirs = scene.desk.open_receipt(&other).await.unwrap().unwrap();
    let caller = scene.desk.caller(&mine).await.unwrap();
    assert_eq!(scene.desk.sessions(&caller, &mine).await.unwrap().unwrap().len(), 2);
    assert!(scene.desk.end_own_sessions(&caller, &mine, Ending::Others).await.unwrap());
    assert_eq!(scene.desk.caller(&again).await.unwrap(), Caller::Stranger);
    assert_ne!(scene.desk.caller(&theirs).await.unwrap(), Caller::Stranger);
    assert!(
        scene.desk.sessions(&Caller::Operator, &mine).await.unwrap().is_none(),
        "the operator's token is no session"
    );
}

#[tokio::test]
async fn a_change_that_was_on_its_way_brings_no_account_back() {
    let scene = Scene::open().await;
    scene.person("ana", true).await;
    let (otto, _) = scene.person("otto", false).await;
    let store = scene.store().await;
    let before = store.person(otto).await.unwrap().unwrap();
    assert_eq!(scene.desk.remove_person(&Caller::Operator, otto).await.unwrap(), Changed::Done);
    // What was read before the account ended is written after it.
    store.put_person(&before).await.unwrap();
    assert!(store.person(otto).await.unwrap().unwrap().removed_at.is_some());
}
