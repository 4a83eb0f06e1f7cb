//! An account that ends: whatever opened the desk in its name is shut at once, and the report says so (T-12, F-32).

use desk::right::Scope;
use desk::{Caller, Openings, TokenOutcome, WantedToken};
use domain::case::decide::Verb;
use serde_json::json;

use crate::scene::{Scene, line};

#[tokio::test]
async fn what_opened_is_counted_before_and_is_nothing_after() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (otto, link) = scene.invited("otto", false).await;
    let session = scene.desk.sign_in(&link).await.unwrap().unwrap();
    let caller = scene.desk.caller(&session).await.unwrap();
    let unused = scene.desk.terminal_code(&caller).await.unwrap().unwrap();
    let wanted = WantedToken { name: line("A program"), scopes: vec![Scope::ReadCases], days: 30 };
    let TokenOutcome::Made(token) = scene.desk.make_token(&caller, wanted).await.unwrap() else { panic!("no token") };
    let case = scene.report().await.case;
    let assessment = json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    scene.done(&ana, case, Verb::Assess, assessment).await;
    scene.done(&ana, case, Verb::Accept, json!({})).await;
    scene.done(&ana, case, Verb::InviteFixer, json!({ "person": otto, "standing": "code_owner" })).await;
    scene.done(&caller, case, Verb::JoinFixTeam, json!({})).await;
    scene.desk.deliver().await.unwrap();
    let letters = scene.letters().len();

    let before = scene.desk.openings(&ana, otto).await.unwrap().unwrap();
    let (sessions, tokens) = (before.openings.sessions, before.openings.tokens);
    // The link of the invitation was used; that of the terminal was not.
    assert_eq!((sessions, before.openings.links, tokens, before.openings.cases), (1, 1, 1, 1));
    assert!(!before.is_shut());
    assert_eq!(
        scene.desk.openings(&Caller::Operator, otto).await.unwrap().unwrap().openings.cases,
        0,
        "the committee's"
    );
    for nobody in [&caller, &Caller::Stranger, &Caller::Reporter(case)] {
        assert_eq!(scene.desk.openings(nobody, otto).await.unwrap(), None);
    }

    // A letter is on its way to them as their account ends.
    scene.done(&ana, case, Verb::SendMessage, json!({ "to": "fixers", "text": "Not for otto any more." })).await;
    scene.desk.remove_person(&ana, otto).await.unwrap();
    let after = scene.desk.openings(&ana, otto).await.unwrap().unwrap();
    assert!(after.is_shut());
    assert_eq!(after.openings, Openings { cases: 1, ..Openings::default() });
    assert_eq!(scene.desk.caller(&session).await.unwrap(), Caller::Stranger);
    assert_eq!(scene.desk.sign_in(&unused).await.unwrap(), None);
    assert!(scene.desk.acting(&token).await.unwrap().is_none());
    assert!(
        scene.desk.open(&caller, case).await.unwrap().is_none(),
        "the database has them no more, whatever the caller is"
    );
    scene.desk.deliver().await.unwrap();
    assert!(scene.letters()[letters..].iter().all(|to| to != "otto@desk.example"), "{:?}", scene.letters());
}
