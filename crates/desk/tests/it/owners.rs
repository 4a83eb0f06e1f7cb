//! The repository says who is a code owner, and not whoever invites (PR-40, PR-48, PR-49, S-01).

use desk::{AccountRefusal, Caller, Changed, KnownOwners, NewPerson, Outcome, PersonChange};
use domain::case::decide::{Refusal, Verb};
use domain::ids::{CaseId, PersonId};
use domain::people::Office;
use formats::code_owners::CodeOwners;
use serde_json::json;

use crate::scene::{Scene, line, officer};

async fn accepted(scene: &Scene, ada: &Caller) -> CaseId {
    let case = scene.report().await.case;
    let assessment = json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    scene.done(ada, case, Verb::Assess, assessment).await;
    scene.done(ada, case, Verb::Accept, json!({})).await;
    case
}

fn invitation(person: PersonId, standing: &str) -> serde_json::Value {
    json!({ "person": person.to_string(), "standing": standing })
}

fn known() -> KnownOwners {
    KnownOwners {
        code: CodeOwners::read("* @fin\n/parser/ @org/team\n/net/ nora@desk.example\n"),
        maintainers: formats::maintainers::named("- Maud (@maud)\n"),
    }
}

#[tokio::test]
async fn somebody_the_repository_does_not_name_is_an_outsider_whatever_the_inviter_says() {
    let scene = Scene::open().await;
    let (_, ada) = scene.person("ada", true).await;
    let (_, ben) = scene.person("ben", true).await;
    let (fin, him) = scene.person("fin", false).await;
    let (olga, her) = scene.person("olga", false).await;
    let case = accepted(&scene, &ada).await;
    scene.desk.know_owners(Some(known()));
    let handle = PersonChange { handle: Some("@Fin".to_owned()), ..PersonChange::default() };
    scene.desk.change_person(&Caller::Operator, fin, handle).await.unwrap();

    scene.done(&ada, case, Verb::InviteFixer, invitation(olga, "code_owner")).await;
    assert!(scene.desk.invitation(&her, case).await.unwrap().is_none(), "she is told nothing yet (T-19)");
    assert_eq!(scene.ask(&her, case, Verb::JoinFixTeam, json!({})).await, Err(None), "nor does the case exist for her");
    let own = scene.ask(&ada, case, Verb::ApproveOutsider, json!({ "person": olga.to_string() })).await;
    assert_eq!(own, Err(Some(Refusal::NeedsAnother)), "whoever invites does not approve");
    scene.done(&ben, case, Verb::ApproveOutsider, json!({ "person": olga.to_string() })).await;
    assert!(scene.desk.invitation(&her, case).await.unwrap().is_some());
    assert!(!scene.desk.reads(&her, case).await.unwrap(), "before she agrees she reads nothing of it");

    scene.done(&ada, case, Verb::InviteFixer, invitation(fin, "outsider")).await;
    assert!(scene.desk.invitation(&him, case).await.unwrap().is_some(), "a code owner waits for nobody");
    scene.done(&him, case, Verb::JoinFixTeam, json!({})).await;
    assert_eq!(
        scene.ask(&him, case, Verb::InviteFixer, invitation(olga, "code_owner")).await,
        Err(Some(Refusal::NotYours { verb: Verb::InviteFixer })),
        "the fix team asks nobody in"
    );
}

/// Whoever names an account themselves makes nobody a code owner by it: a second person looks at it (PR-49).
#[tokio::test]
async fn one_member_alone_makes_nobody_a_code_owner() {
    let scene = Scene::open().await;
    let (_, ada) = scene.person("ada", true).await;
    let (_, ben) = scene.person("ben", true).await;
    let (sock, _) = scene.person("sock", false).await;
    let case = accepted(&scene, &ada).await;
    scene.desk.know_owners(Some(known()));
    let named = |handle: &str| PersonChange { handle: Some(handle.to_owned()), ..PersonChange::default() };
    scene.desk.change_person(&ada, sock, named("fin")).await.unwrap();
    let asked = |by: &Caller, who: PersonId| {
        let (by, body) = (by.clone(), invitation(who, "code_owner"));
        let scene = &scene;
        async move { scene.done(&by, case, Verb::InviteFixer, body).await }
    };
    asked(&ada, sock).await;
    let waits = scene.ask(&ben, case, Verb::ApproveOutsider, json!({ "person": sock.to_string() })).await;
    assert_eq!(waits, Ok(()), "an outsider's invitation, which another approves");

    let new = NewPerson {
        name: line("Nora"),
        address: line("nora@desk.example"),
        organisation: line("Nora"),
        committee: false,
        office: None,
    };
    let Outcome::Done((nora, _)) = scene.desk.invite(&ada, new).await.unwrap() else { panic!("not invited") };
    asked(&ben, nora).await;
    let open = scene.ask(&ada, case, Verb::ApproveOutsider, json!({ "person": nora.to_string() })).await;
    assert_eq!(open, Err(Some(Refusal::NothingOpen)), "two people have said so: she waits for nobody");

    // A steward gives addresses and handles, and their word makes nobody a code owner, whoever invites.
    let (_, stew) = officer(&scene, "stew", Office::Steward).await;
    let new = || NewPerson {
        name: line("Puppet"),
        address: line("pat@desk.example"),
        organisation: line("Nowhere"),
        committee: false,
        office: None,
    };
    let Outcome::Done((puppet, _)) = scene.desk.invite(&stew, new()).await.unwrap() else { panic!("not invited") };
    scene.desk.change_person(&stew, puppet, named("maud")).await.unwrap();
    let candidates = scene.desk.candidates(&ben, case, None).await.unwrap().unwrap();
    let maud = candidates.iter().find(|one| one.owner.to_string() == "@maud").unwrap();
    assert_eq!(maud.account, None, "nor are they shown as one");
    asked(&ben, puppet).await;
    let waits = scene.ask(&ada, case, Verb::ApproveOutsider, json!({ "person": puppet.to_string() })).await;
    assert_eq!(waits, Ok(()), "an outsider's invitation");
    // Another address, said by somebody else, vouches for no handle.
    let (sock, _) = scene.person("again", false).await;
    scene.desk.change_person(&ada, sock, named("maud-two")).await.unwrap();
    let moved = PersonChange { address: Some(line("moved@desk.example")), ..PersonChange::default() };
    scene.desk.change_person(&Caller::Operator, sock, moved).await.unwrap();
    scene.desk.know_owners(Some(KnownOwners { code: CodeOwners::read("* @maud-two\n"), ..KnownOwners::default() }));
    asked(&ada, sock).await;
    let waits = scene.ask(&ben, case, Verb::ApproveOutsider, json!({ "person": sock.to_string() })).await;
    assert_eq!(waits, Ok(()), "the handle is still her own word");
    scene.desk.know_owners(Some(known()));

    let (other, _) = scene.person("other", false).await;
    let taken = scene.desk.change_person(&Caller::Operator, other, named("@FIN")).await.unwrap();
    assert_eq!(taken, Changed::Refused(AccountRefusal::HandleTaken));
}

#[tokio::test]
async fn candidates_are_those_the_repository_names_and_members_alone_see_them() {
    let scene = Scene::open().await;
    let (_, ada) = scene.person("ada", true).await;
    let (nora, _) = scene.person("nora", false).await;
    let (_, fin) = scene.person("fin", false).await;
    let case = accepted(&scene, &ada).await;
    assert_eq!(scene.desk.candidates(&ada, case, None).await.unwrap(), Some(Vec::new()), "nothing is known");
    scene.desk.know_owners(Some(known()));
    let said = |found: Vec<desk::Candidate>| {
        let one = |one: desk::Candidate| {
            format!("{} {} {}", one.owner, one.account.map_or("-".to_owned(), |(_, name)| name), one.takes_part)
        };
        found.into_iter().map(one).collect::<Vec<_>>().join(" · ")
    };
    let all = scene.desk.candidates(&ada, case, None).await.unwrap().unwrap();
    assert_eq!(said(all), "nora@desk.example nora false · @fin - false · @maud - false · @org/team - false");
    scene.done(&ada, case, Verb::InviteFixer, invitation(nora, "code_owner")).await;
    let of_net = scene.desk.candidates(&ada, case, Some("net/tcp.rs")).await.unwrap().unwrap();
    assert_eq!(said(of_net), "nora@desk.example nora true");
    let nowhere = CaseId::from_bytes([0; 16]);
    for (caller, case) in [(&fin, case), (&Caller::Operator, case), (&Caller::Stranger, case), (&ada, nowhere)] {
        assert_eq!(scene.desk.candidates(caller, case, None).await.unwrap(), None, "{caller:?}");
    }
}
