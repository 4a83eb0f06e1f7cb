//! The committee in the running desk: seats and accounts, ballots that the clock closes, letters, and who looks after a case.

use api::committee::{Spelling, parse};
use desk::{Caller, CommitteePage, Outcome};
use domain::committee::ballot::End;
use domain::committee::decide::{Refusal, Verb};
use domain::committee::facts::{Leaving, Seating};
use domain::people::Office;
use domain::policy::Preset;
use serde_json::{Value, json};

use crate::scene::{Scene, filled, officer};

pub(crate) async fn ask(scene: &Scene, caller: &Caller, verb: Verb, body: Value) -> Result<(), Option<Refusal>> {
    let wish = parse(verb, body.to_string().as_bytes(), Spelling::Json).unwrap();
    match scene.desk.ask_committee(caller, verb, wish).await.unwrap() {
        Outcome::Done(()) => Ok(()),
        Outcome::Refused(refusal) => Err(Some(refusal)),
        Outcome::NotFound => Err(None),
    }
}

pub(crate) async fn seen(scene: &Scene, caller: &Caller) -> CommitteePage {
    scene.desk.committee(caller).await.unwrap().expect("they may see it")
}

pub(crate) fn names(page: &CommitteePage) -> Vec<String> {
    page.view.seats.iter().map(|seat| seat.name.reveal().to_owned()).collect()
}

/// What letters about the committee went to whom, without the words that all have.
pub(crate) fn letters(scene: &Scene) -> Vec<(String, String)> {
    let about = |mail: &desk::ports::Mail| mail.subject.ends_with("The security response committee");
    let sent = scene.mail.sent().into_iter().filter(about);
    sent.map(|mail| (mail.to, mail.body.lines().next().unwrap_or_default().to_owned())).collect()
}

pub(crate) async fn four(scene: &Scene) -> [Caller; 4] {
    let mut members = Vec::new();
    for name in ["ana", "ben", "cy", "dee"] {
        members.push(scene.person(name, true).await.1);
    }
    members.try_into().unwrap()
}

#[tokio::test]
async fn who_is_nominated_has_a_seat_an_account_and_a_link_once_nobody_has_objected_pr18() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (_, ben) = scene.person("ben", true).await;
    let nora = json!({ "name": "Nora", "address": "nora@elsewhere.example", "organisation": "Elsewhere", "reason": "She knows the parser." });
    ask(&scene, &ana, Verb::Nominate, nora.clone()).await.unwrap();
    assert_eq!(ask(&scene, &ben, Verb::Nominate, nora).await, Err(Some(Refusal::BallotOpen)));
    assert_eq!(names(&seen(&scene, &ana).await), ["ana", "ben"]);
    let everybody = scene.desk.people(&ana).await.unwrap().unwrap();
    assert!(everybody.iter().all(|person| person.name != "Nora"), "whoever is nominated has no account by it");
    // The desk was down when it closed; nobody looks for a day.
    scene.step_to("2026-11-08T12:00:00Z");
    let scene = scene.restarted().await;
    scene.look().await;
    let page = seen(&scene, &ana).await;
    assert_eq!(names(&page).len(), 3);
    let ballot = page.view.ballots.first().unwrap();
    assert_eq!(ballot.end, Some(End::Closed { carried: true, at: "2026-11-07T09:00:00Z".parse().unwrap() }));
    let welcome = scene
        .mail
        .sent()
        .into_iter()
        .find(|mail| mail.to == "nora@elsewhere.example" && mail.body.contains("/sign-in/"));
    let welcome = welcome.expect("a link for her account");
    let code = welcome.body.split("/sign-in/").nth(1).unwrap().split_whitespace().next().unwrap();
    let token = scene.desk.sign_in(code).await.unwrap().expect("it signs in");
    let nora = scene.desk.caller(&token).await.unwrap();
    assert!(matches!(&nora, Caller::Person { committee: true, name, .. } if name == "Nora"), "{nora:?}");
    assert_eq!(names(&seen(&scene, &nora).await).len(), 3);
}

#[tokio::test]
async fn whoever_made_the_account_of_a_nominee_has_no_way_in_to_it_once_they_have_a_seat() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.person("ben", true).await;
    let (_, stew) = officer(&scene, "stew", Office::Steward).await;
    // A steward makes the account of somebody who is nominated later, and keeps what opens it.
    let made = scene.desk.invite(&stew, crate::scene::somebody("nora", false, None)).await.unwrap();
    let Outcome::Done((nora, code)) = made else { panic!("not invited") };
    let session = scene.desk.sign_in(&code).await.unwrap().unwrap();
    let nominated = json!({ "name": "Nora", "address": "NORA@desk.example", "reason": "She knows the parser." });
    ask(&scene, &ana, Verb::Nominate, nominated).await.unwrap();
    scene.step_to("2026-11-07T09:00:00Z");
    scene.look().await;
    let people = scene.desk.people(&ana).await.unwrap().unwrap();
    assert!(people.iter().any(|person| person.id == nora && person.committee), "one account, and it has the seat");
    assert_eq!(scene.desk.caller(&session).await.unwrap(), Caller::Stranger);
    let welcome = scene.mail.sent().into_iter().find(|mail| mail.body.contains("/sign-in/")).unwrap();
    assert!(welcome.to.eq_ignore_ascii_case("nora@desk.example"));
    let code = welcome.body.split("/sign-in/").nth(1).unwrap().split_whitespace().next().unwrap();
    assert!(scene.desk.sign_in(code).await.unwrap().is_some());
}

#[tokio::test]
async fn nobody_but_members_and_auditors_sees_the_committee_and_auditors_not_who_is_away() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (_, fin) = scene.person("fin", false).await;
    let (_, aud) = officer(&scene, "aud", Office::Auditor).await;
    let (_, stew) = officer(&scene, "stew", Office::Steward).await;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2026-12-20" })).await.unwrap();
    let interest = json!({ "name": "Ines", "address": "ines@elsewhere.example", "statement": "I would like to." });
    ask(&scene, &Caller::Stranger, Verb::ExpressInterest, interest.clone()).await.unwrap();
    // The second one is answered the same and kept nowhere.
    ask(&scene, &Caller::Stranger, Verb::ExpressInterest, interest).await.unwrap();
    for caller in [&fin, &stew, &Caller::Stranger, &Caller::Operator] {
        assert!(scene.desk.committee(caller).await.unwrap().is_none(), "{caller:?}");
        assert!(scene.desk.roster_at(caller, scene.desk.now()).await.unwrap().is_none(), "{caller:?}");
        assert_eq!(ask(&scene, caller, Verb::AnswerPing, json!({})).await, Err(None), "{caller:?}");
    }
    let (member, auditor) = (seen(&scene, &ana).await, seen(&scene, &aud).await);
    assert_eq!((member.view.leaves.len(), member.view.interests.len()), (1, 1));
    assert_eq!((auditor.view.leaves.len(), auditor.view.interests.len(), auditor.everybody.len()), (0, 0, 0));
    let outside = scene.desk.roster().await.unwrap().unwrap();
    assert_eq!((names(&outside), outside.view.log.len()), (vec!["ana".to_owned()], 1));
}

#[tokio::test]
async fn one_maintainer_sees_nothing_of_all_this_and_nothing_waits_for_anybody() {
    let scene = Scene::under(filled(Preset::Solo)).await;
    let (sol, solo) = scene.person("sol", true).await;
    assert!(scene.desk.committee(&solo).await.unwrap().is_none());
    assert!(scene.desk.roster().await.unwrap().is_none());
    assert_eq!(
        ask(&scene, &solo, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2026-12-02" })).await,
        Err(None)
    );
    scene.look().await;
    let case = scene.report().await.case;
    assert_eq!(scene.desk.assign_cases().await.unwrap(), 1);
    let page = scene.desk.open(&solo, case).await.unwrap().unwrap();
    assert_eq!(page.view.work.unwrap().coordinator, Some(sol));
    assert_eq!(letters(&scene), []);
}

#[tokio::test]
async fn whoever_steps_down_has_no_access_at_once_and_their_cases_and_duties_are_given_on_pr20_a6() {
    let scene = Scene::open().await;
    let [ana, ben, cy, _dee] = four(&scene).await;
    let (first, second) = (scene.report().await.case, scene.report().await.case);
    assert_eq!(scene.desk.assign_cases().await.unwrap(), 2);
    let coordinator = async |case| scene.desk.open(&ben, case).await.unwrap().unwrap().view.work.unwrap().coordinator;
    // Ana has been there for longest, so the first duty is hers.
    assert_eq!((coordinator(first).await, coordinator(second).await), (ana.person(), ana.person()));
    let (_, code) = scene
        .desk
        .invite(&Caller::Operator, crate::scene::somebody("ana", true, None))
        .await
        .map(|outcome| match outcome {
            Outcome::Done(done) => done,
            Outcome::Refused(_) | Outcome::NotFound => panic!("no code"),
        })
        .unwrap();
    let token = scene.desk.sign_in(&code).await.unwrap().unwrap();
    ask(&scene, &ana, Verb::StepDown, json!({ "sure": "leave", "reason": "It was a good time." })).await.unwrap();
    assert_eq!(scene.desk.caller(&token).await.unwrap(), Caller::Stranger);
    assert!(scene.desk.committee(&ana).await.unwrap().is_none(), "the database knows her no more");
    let page = seen(&scene, &ben).await;
    let former = page.view.former.first().unwrap();
    assert_eq!((former.why, former.access_cut.map(|(_, ways_in, _)| ways_in)), (Leaving::SteppedDown, Some(0)));
    assert_eq!(former.to_do.len(), 4, "what the policy asks her to give back");
    assert!(page.view.duties.iter().all(|held| Some(held.holder) != ana.person()) && page.view.duties.len() == 4);
    assert_eq!(scene.desk.assign_cases().await.unwrap(), 2);
    assert!(coordinator(first).await.is_some_and(|person| Some(person) != ana.person()));
    let step = json!({ "person": ana.person().unwrap(), "step": 2, "proof": "The list has three addresses." });
    ask(&scene, &cy, Verb::FinishLeaving, step).await.unwrap();
    assert!(seen(&scene, &cy).await.view.former[0].to_do[1].1.is_some());
}

#[tokio::test]
async fn a_deputy_reads_every_case_for_as_long_as_somebody_is_away_and_not_a_moment_longer_pr24() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    let (fin_id, fin) = scene.person("fin", false).await;
    let case = scene.report().await.case;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2027-01-15" })).await.unwrap();
    let leave = seen(&scene, &ana).await.view.leaves[0].number;
    let deputy = json!({ "leave": leave, "person": fin_id });
    assert_eq!(ask(&scene, &ben, Verb::NameDeputy, deputy.clone()).await, Err(Some(Refusal::NotForThem)));
    ask(&scene, &ana, Verb::NameDeputy, deputy).await.unwrap();
    assert!(scene.desk.open(&fin, case).await.unwrap().is_none(), "nobody lets somebody in alone");
    let now_as = async || {
        let people = scene.desk.people(&ben).await.unwrap().unwrap();
        let fin = people.iter().find(|person| person.id == fin_id).unwrap();
        Caller::Person { id: fin.id, name: fin.name.clone(), committee: fin.committee, office: None, verified_at: None }
    };
    assert_eq!(now_as().await, fin);
    for (at, sees) in [
        ("2026-11-30T23:59:59Z", false),
        ("2026-12-01T00:00:00Z", true),
        ("2027-01-15T23:59:59Z", true),
        ("2027-01-16T00:00:00Z", false),
    ] {
        scene.step_to(at);
        scene.look().await;
        let caller = now_as().await;
        assert_eq!(scene.desk.open(&caller, case).await.unwrap().is_some(), sees, "{at}");
    }
    let people = scene.desk.people(&ben).await.unwrap().unwrap();
    assert!(people.iter().any(|person| person.id == fin_id && person.removed_at.is_none()), "the account stays");
}

#[tokio::test]
async fn in_a_body_of_two_another_body_decides_and_no_member_says_so_for_it_pr26_a5() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (ben_id, ben) = scene.person("ben", true).await;
    let (_, aud) = officer(&scene, "aud", Office::Auditor).await;
    let removal = json!({ "person": ben_id, "reason": "Nobody has heard of him." });
    assert_eq!(ask(&scene, &ana, Verb::ProposeRemoval, removal.clone()).await, Err(Some(Refusal::NotSilent)));
    for at in ["2026-11-18T12:00:00Z", "2026-12-03T12:00:00Z"] {
        scene.step_to(at);
        scene.look().await;
        ask(&scene, &ana, Verb::AnswerPing, json!({})).await.unwrap();
    }
    assert!(letters(&scene).iter().any(|(to, what)| to == "ben@desk.example" && what.starts_with("Nothing was heard")));
    assert!(letters(&scene).iter().any(|(to, what)| to == "ana@desk.example" && what.contains("out of reach")));
    ask(&scene, &ana, Verb::ProposeRemoval, removal).await.unwrap();
    let number = seen(&scene, &ana).await.view.ballots[0].number;
    let vote = json!({ "ballot": number, "choice": "abstain" });
    assert!(matches!(ask(&scene, &ana, Verb::Vote, vote.clone()).await, Err(Some(Refusal::ElectorsDecide { .. }))));
    assert!(matches!(ask(&scene, &ben, Verb::Vote, vote).await, Err(Some(Refusal::NotAnElector))));
    let word = json!({ "ballot": number, "choice": "yes", "evidence": "Minutes of 3 December." });
    assert_eq!(ask(&scene, &ana, Verb::NoteElectors, word.clone()).await, Err(None), "no member notes it");
    assert_eq!(ask(&scene, &aud, Verb::NoteElectors, word.clone()).await, Err(None), "nor whom a member may make one");
    ask(&scene, &Caller::Operator, Verb::NoteElectors, word).await.unwrap();
    let page = seen(&scene, &ana).await;
    assert_eq!(names(&page), ["ana"]);
    assert_eq!(page.view.former[0].why, Leaving::Removed { ballot: number });
    assert!(scene.desk.committee(&ben).await.unwrap().is_none());
}

#[tokio::test]
async fn whose_access_is_suspended_has_no_way_in_not_even_a_new_one_until_a_member_says_so_s09() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    let (_, cy) = scene.person("cy", true).await;
    let (ben, code) = scene.invited("ben", true).await;
    let session = scene.desk.sign_in(&code).await.unwrap().unwrap();
    scene.look().await;
    for at in ["2026-11-18T12:00:00Z", "2026-12-05T12:00:00Z"] {
        scene.step_to(at);
        for member in [&ana, &cy] {
            ask(&scene, member, Verb::AnswerPing, json!({})).await.unwrap();
        }
    }
    ask(&scene, &ana, Verb::Suspend, json!({ "person": ben, "reason": "Nobody has heard of him." })).await.unwrap();
    assert_eq!(scene.desk.caller(&session).await.unwrap(), Caller::Stranger);
    // The operator's link holds for no longer than to the next look.
    let known = crate::scene::somebody("ben", true, None);
    let Outcome::Done((_, link)) = scene.desk.invite(&Caller::Operator, known).await.unwrap() else {
        panic!("no link")
    };
    scene.look().await;
    assert!(scene.desk.sign_in(&link).await.unwrap().is_none());
    let before = scene.mail.sent().len();
    ask(&scene, &cy, Verb::Resume, json!({ "person": ben, "note": "He called." })).await.unwrap();
    scene.look().await;
    let sent = scene.mail.sent().split_off(before);
    let welcome = sent.iter().find(|mail| mail.to == "ben@desk.example" && mail.body.contains("/sign-in/")).unwrap();
    let code = welcome.body.split("/sign-in/").nth(1).unwrap().split_whitespace().next().unwrap();
    let token = scene.desk.sign_in(code).await.unwrap().expect("it signs in");
    assert!(matches!(scene.desk.caller(&token).await.unwrap(), Caller::Person { committee: true, .. }));
}

#[tokio::test]
async fn who_was_on_the_committee_is_known_for_every_day_and_accounts_say_when_it_changed() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.look().await;
    scene.step_to("2026-11-10T09:00:00Z");
    let (ben_id, _) = scene.person("ben", true).await;
    scene.look().await;
    scene.step_to("2026-11-20T09:00:00Z");
    scene.desk.remove_person(&Caller::Operator, ben_id).await.unwrap();
    scene.look().await;
    for (at, expected) in [
        ("2026-11-01T00:00:00Z", vec![]),
        ("2026-11-09T00:00:00Z", vec!["ana"]),
        ("2026-11-10T09:00:00Z", vec!["ana", "ben"]),
        ("2026-11-19T00:00:00Z", vec!["ana", "ben"]),
        ("2026-11-21T00:00:00Z", vec!["ana"]),
    ] {
        let then = scene.desk.roster_at(&ana, at.parse().unwrap()).await.unwrap().unwrap();
        let then: Vec<&str> = then.seats.iter().map(|seat| seat.name.reveal()).collect();
        assert_eq!(then, expected, "{at}");
    }
    let page = seen(&scene, &ana).await;
    assert!(matches!(page.view.seats[0].how, Seating::Bootstrap { .. }), "the first ones come from the named body");
    assert_eq!(page.view.former[0].why, Leaving::AccountEnded);
}

#[tokio::test]
async fn a_letter_waits_for_a_mail_server_that_is_away_and_leaves_once() {
    let scene = Scene::open().await;
    let [ana, ..] = four(&scene).await;
    scene.look().await;
    let before = letters(&scene).len();
    scene.mail.be_away(2);
    let plan = json!({ "from": "2026-12-01", "until": "2026-12-20" });
    ask(&scene, &ana, Verb::PlanLeave, plan).await.unwrap();
    assert_eq!(letters(&scene).len(), before, "no page waits for the mail server");
    scene.look().await;
    assert_eq!(letters(&scene).len(), before + 1);
    scene.look().await;
    scene.look().await;
    let told: Vec<String> = letters(&scene).split_off(before).into_iter().map(|(to, _)| to).collect();
    assert_eq!(told, ["dee@desk.example", "ben@desk.example", "cy@desk.example"]);
}
