//! Stewards look after accounts, auditors look at whether the rules are kept, and neither office opens a case.

use desk::{AccountRefusal, BoardQuery, Caller, Changed, Outcome, PersonChange, Right};
use domain::people::Office;

use crate::scene::{Scene, line, officer, somebody};

fn refused(why: AccountRefusal) -> Changed {
    Changed::Refused(why)
}

#[tokio::test]
async fn a_steward_looks_after_accounts_and_makes_nobody_more_than_that() {
    let scene = Scene::open().await;
    let (ada, _) = scene.person("ada", true).await;
    let (fin, _) = scene.person("fin", false).await;
    let (_, stew) = officer(&scene, "stew", Office::Steward).await;
    let (aud, _) = officer(&scene, "aud", Office::Auditor).await;
    assert!(matches!(stew, Caller::Person { committee: false, office: Some(Office::Steward), .. }));

    let invited = scene.desk.invite(&stew, somebody("olga", false, None)).await.unwrap();
    assert!(matches!(invited, Outcome::Done(_)));
    for (committee, office) in [(true, None), (false, Some(Office::Steward)), (false, Some(Office::Auditor))] {
        let asked = scene.desk.invite(&stew, somebody("sock", committee, office)).await.unwrap();
        assert!(matches!(asked, Outcome::Refused(AccountRefusal::NotTheStewards)), "{committee} {office:?}: {asked:?}");
    }
    let renamed = || PersonChange { name: Some(line("Another")), ..PersonChange::default() };
    assert_eq!(scene.desk.change_person(&stew, fin, renamed()).await.unwrap(), Changed::Done);
    for theirs in [ada, aud, stew.person().unwrap()] {
        let no = refused(AccountRefusal::NotTheStewards);
        assert_eq!(scene.desk.change_person(&stew, theirs, renamed()).await.unwrap(), no);
        assert_eq!(scene.desk.remove_person(&stew, theirs).await.unwrap(), no);
        assert_eq!(scene.desk.sign_out_everywhere(&stew, theirs).await.unwrap(), no);
    }
    let before = scene.letters().len();
    let moved = PersonChange { address: Some(line("else@desk.example")), ..PersonChange::default() };
    assert_eq!(scene.desk.change_person(&stew, fin, moved).await.unwrap(), Changed::Done);
    assert_eq!(scene.letters().split_off(before), ["fin@desk.example", "else@desk.example"], "they are told, at both");
    let raised = PersonChange { office: Some(Some(Office::Auditor)), ..PersonChange::default() };
    assert_eq!(scene.desk.change_person(&stew, fin, raised).await.unwrap(), refused(AccountRefusal::NotTheStewards));
    assert_eq!(scene.desk.remove_person(&stew, fin).await.unwrap(), Changed::Done);
    assert!(scene.desk.recoveries(&stew).await.unwrap().is_some(), "they see who is being let in again");
    assert!(!Right::Recover.is_held_by(&stew), "and have no word in it");
}

#[tokio::test]
async fn no_office_opens_a_case_or_a_board_of_cases() {
    let scene = Scene::open().await;
    scene.person("ada", true).await;
    let case = scene.report().await.case;
    for (name, office) in [("stew", Office::Steward), ("aud", Office::Auditor)] {
        let (_, caller) = officer(&scene, name, office).await;
        assert!(!scene.desk.reads(&caller, case).await.unwrap(), "{name}");
        assert!(scene.desk.readers(&caller, case).await.unwrap().is_none(), "{name}");
        let board = scene.desk.board(&caller, BoardQuery::default()).await.unwrap();
        assert!(board.is_none_or(|board| board.rows.is_empty()), "{name}");
        assert!(scene.desk.people(&caller).await.unwrap().is_some(), "{name} sees who has an account");
        let audits = office == Office::Auditor;
        assert_eq!(scene.desk.proposals(&caller).await.unwrap().is_some(), audits, "{name}: how the policy came to be");
    }
    let (_, aud) = officer(&scene, "again", Office::Auditor).await;
    assert!(matches!(scene.desk.invite(&aud, somebody("x", false, None)).await.unwrap(), Outcome::NotFound));
}

#[tokio::test]
async fn an_office_is_given_and_taken_away_in_the_open() {
    let scene = Scene::open().await;
    let (ada, her) = scene.person("ada", true).await;
    let (fin, _) = scene.person("fin", false).await;
    let both = scene.desk.invite(&Caller::Operator, somebody("both", true, Some(Office::Steward))).await.unwrap();
    assert!(matches!(both, Outcome::Refused(AccountRefusal::MembersHaveNone)));
    let office = |office| PersonChange { office: Some(office), ..PersonChange::default() };
    let no = refused(AccountRefusal::MembersHaveNone);
    assert_eq!(scene.desk.change_person(&Caller::Operator, ada, office(Some(Office::Auditor))).await.unwrap(), no);
    let before = scene.letters().len();
    let given = scene.desk.change_person(&her, fin, office(Some(Office::Steward))).await.unwrap();
    assert_eq!(given, Changed::Done);
    assert_eq!(scene.letters().len(), before + 1, "every member is told, whoever gives it");
    let (_, code) = scene.invited("fin", false).await;
    let token = scene.desk.sign_in(&code).await.unwrap().unwrap();
    assert!(Right::ManagePeople.is_held_by(&scene.desk.caller(&token).await.unwrap()));
    scene.desk.change_person(&her, fin, office(None)).await.unwrap();
    assert!(!Right::ManagePeople.is_held_by(&scene.desk.caller(&token).await.unwrap()), "at once");
}

/// What a session says of somebody the database must say too, for whatever is not anybody's.
#[tokio::test]
async fn a_seat_or_an_office_that_only_a_session_knows_opens_nothing() {
    let scene = Scene::open().await;
    scene.person("ada", true).await;
    let (id, _) = scene.person("fin", false).await;
    let claims = [(true, None), (false, Some(Office::Steward)), (false, Some(Office::Auditor))];
    for (committee, office) in claims {
        let claiming = Caller::Person { id, name: "fin".to_owned(), committee, office, verified_at: None };
        assert!(scene.desk.people(&claiming).await.unwrap().is_none(), "{claiming:?}");
        assert!(scene.desk.proposals(&claiming).await.unwrap().is_none(), "{claiming:?}");
        assert!(!scene.desk.asks_to_see(&claiming).await.unwrap(), "{claiming:?}");
        let asked = scene.desk.invite(&claiming, somebody("puppet", false, None)).await.unwrap();
        assert!(matches!(asked, Outcome::NotFound), "{claiming:?}");
    }
    assert!(scene.desk.people(&Caller::Operator).await.unwrap().is_some(), "the operator has no account to look at");
}
