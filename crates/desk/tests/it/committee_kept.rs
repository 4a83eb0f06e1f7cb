//! The committee kept against slow mail, leaping clocks, and whoever would like to be let in: what one of them does harms nobody
//! else.

use std::time::Duration;

use desk::{Caller, KnownOwners, Outcome, PersonChange, Proposed};
use domain::committee::decide::{Refusal, Verb};
use domain::committee::facts::Leaving;
use formats::code_owners::CodeOwners;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use domain::ids::CaseId;
use domain::policy::Preset;
use domain::proposal::ProposalRefusal;

use crate::committee::{ask, four, letters, names, seen};
use crate::policies::{file, proposed};
use crate::scene::{Scene, somebody};

fn nora() -> serde_json::Value {
    json!({ "name": "Nora", "address": "nora@elsewhere.example", "reason": "She knows the parser." })
}

/// Links that went to somebody.
fn links(scene: &Scene, to: &str) -> Vec<String> {
    let theirs = scene.mail.sent().into_iter().filter(|mail| mail.to.eq_ignore_ascii_case(to));
    let code = |body: &str| Some(body.split("/sign-in/").nth(1)?.split_whitespace().next()?.to_owned());
    theirs.filter_map(|mail| code(&mail.body)).collect()
}

#[tokio::test]
async fn under_a_clock_that_is_not_believed_nothing_is_decided_and_nobody_is_seated() {
    let scene = Scene::open().await;
    let [ana, _, cy, _] = four(&scene).await;
    ask(&scene, &ana, Verb::Nominate, nora()).await.unwrap();
    let proposal = proposed(&scene, &ana, &file(Preset::Committee, "P14D")).await;
    let stop = CancellationToken::new();
    let story = async {
        // The first look finds nothing wrong.
        let store = scene.store().await;
        while store.setting("last-seen").await.unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        scene.step_to("2027-02-10T09:00:00Z");
        let asked = ask(&scene, &cy, Verb::AnswerPing, json!({})).await;
        assert_eq!(asked, Err(Some(Refusal::ClockLeapt)), "a hundred days in a moment are believed");
        let word = scene.desk.vote_on_policy(&cy, proposal, domain::voting::Choice::Yes, None).await.unwrap();
        assert!(matches!(word, Proposed::Refused(ProposalRefusal::ClockLeapt)), "{word:?}");
        scene.desk.settle_proposals().await.unwrap();
        let open = scene.desk.proposal(&ana, proposal).await.unwrap().unwrap();
        assert_eq!(open.proposal.end, None, "nor is another policy in force");
        let before = seen(&scene, &ana).await.view.log.len();
        scene.look().await;
        let page = seen(&scene, &ana).await;
        assert_eq!((page.view.log.len(), names(&page).len()), (before, 4), "she was not let in by a leap");
        stop.cancel();
    };
    tokio::join!(scene.desk.run(stop.clone()), story);
    assert_eq!(links(&scene, "nora@elsewhere.example"), [""; 0]);
}

#[tokio::test]
async fn an_address_that_is_put_off_keeps_nobody_else_waiting() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    scene.look().await;
    let before = letters(&scene).len();
    // Somebody from outside whose server never takes anything, and a member whose server does not for now.
    scene.mail.defer("ines@elsewhere.example");
    scene.mail.defer("cy@desk.example");
    let interest = json!({ "name": "Ines", "address": "ines@elsewhere.example", "statement": "I would like to." });
    ask(&scene, &Caller::Stranger, Verb::ExpressInterest, interest).await.unwrap();
    scene.look().await;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2026-12-20" })).await.unwrap();
    scene.look().await;
    let told = letters(&scene).split_off(before);
    let to = |who: &str| told.iter().filter(|(to, _)| to.starts_with(who)).count();
    assert_eq!((to("ana"), to("ben"), to("dee"), to("cy"), to("ines")), (1, 2, 2, 0, 0), "{told:?}");
    // Whoever is outside is written to once, so that nobody keeps the desk at work by an address that takes nothing.
    scene.mail.accept("ines@elsewhere.example");
    scene.look().await;
    assert!(scene.mail.sent().iter().all(|mail| mail.to != "ines@elsewhere.example"));
    // After a day it is not tried any more, and later letters come as they always did.
    scene.step_to("2026-11-03T10:00:00Z");
    scene.look().await;
    let before = letters(&scene).len();
    ask(&scene, &ben, Verb::PlanLeave, json!({ "from": "2026-12-21", "until": "2027-01-06" })).await.unwrap();
    scene.look().await;
    scene.look().await;
    let told: Vec<String> = letters(&scene).split_off(before).into_iter().map(|(to, _)| to).collect();
    assert_eq!(told.len(), 2, "each once: {told:?}");
}

#[tokio::test]
async fn a_link_that_could_not_leave_is_sent_when_the_server_is_back_and_once() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.person("ben", true).await;
    ask(&scene, &ana, Verb::Nominate, nora()).await.unwrap();
    scene.step_to("2026-11-07T09:00:00Z");
    scene.mail.be_away(50);
    scene.look().await;
    assert_eq!(links(&scene, "nora@elsewhere.example"), [""; 0]);
    assert!(seen(&scene, &ana).await.view.seats.iter().any(|seat| seat.owed_since.is_some()), "the page says so");
    scene.mail.be_away(0);
    // The desk was ended meanwhile; it is still owed.
    let scene = scene.restarted().await;
    scene.step_to("2026-11-07T12:00:00Z");
    scene.look().await;
    scene.step_to("2026-11-09T12:00:00Z");
    scene.look().await;
    let links = links(&scene, "nora@elsewhere.example");
    assert_eq!(links.len(), 1, "once");
    assert!(scene.desk.sign_in(&links[0]).await.unwrap().is_some());
    assert!(seen(&scene, &ana).await.view.seats.iter().all(|seat| seat.owed_since.is_none()));
}

#[tokio::test]
async fn a_link_that_is_refused_for_good_is_tried_once_a_day_and_keeps_no_letter_back() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.person("ben", true).await;
    ask(&scene, &ana, Verb::Nominate, nora()).await.unwrap();
    scene.mail.refuse("nora@elsewhere.example");
    scene.step_to("2026-11-07T09:00:00Z");
    scene.look().await;
    let closed = |to: &str| letters(&scene).iter().filter(|(who, what)| who == to && what.contains("closed")).count();
    assert_eq!(closed("ben@desk.example"), 1);
    scene.mail.accept("nora@elsewhere.example");
    for (at, count) in [("2026-11-07T12:00:00Z", 0), ("2026-11-08T09:00:00Z", 1)] {
        scene.step_to(at);
        scene.look().await;
        assert_eq!(links(&scene, "nora@elsewhere.example").len(), count, "{at}");
    }
}

#[tokio::test]
async fn whoever_has_an_account_by_the_time_they_are_chosen_has_the_seat_with_it_and_no_twin() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.person("ben", true).await;
    ask(&scene, &ana, Verb::Nominate, nora()).await.unwrap();
    // Meanwhile somebody makes an account with her address, for another reason, and keeps what opens it.
    let made = desk::NewPerson {
        name: crate::scene::line("Nora N"),
        address: crate::scene::line("Nora@elsewhere.example"),
        ..somebody("nora", false, None)
    };
    let Outcome::Done((id, code)) = scene.desk.invite(&Caller::Operator, made).await.unwrap() else { panic!() };
    let session = scene.desk.sign_in(&code).await.unwrap().unwrap();
    scene.step_to("2026-11-07T09:00:00Z");
    scene.look().await;
    let people = scene.desk.people(&ana).await.unwrap().unwrap();
    let theirs: Vec<_> = people.iter().filter(|person| person.name.starts_with("Nora")).collect();
    assert_eq!(theirs.len(), 1, "{}", theirs.len());
    assert!(theirs[0].committee && theirs[0].id == id);
    assert_eq!(scene.desk.caller(&session).await.unwrap(), Caller::Stranger, "and nobody else has a way in");
    let links = links(&scene, "nora@elsewhere.example");
    let token = scene.desk.sign_in(&links[0]).await.unwrap().expect("hers does");
    assert_eq!(scene.desk.caller(&token).await.unwrap().person(), Some(id));
    assert!(seen(&scene, &ana).await.view.seats.iter().any(|seat| seat.person == id));
}

#[tokio::test]
async fn whose_access_is_suspended_has_no_letters_and_no_word_on_the_policy_s09() {
    let scene = Scene::open().await;
    let [ana, ben, cy, dee] = four(&scene).await;
    scene.look().await;
    for at in ["2026-11-18T12:00:00Z", "2026-12-05T12:00:00Z"] {
        scene.step_to(at);
        for member in [&ana, &cy, &dee] {
            ask(&scene, member, Verb::AnswerPing, json!({})).await.unwrap();
        }
        scene.look().await;
    }
    ask(&scene, &ana, Verb::Suspend, json!({ "person": ben.person(), "reason": "Nobody has heard of him." }))
        .await
        .unwrap();
    scene.look().await;
    let before = scene.mail.sent().len();
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2027-01-01", "until": "2027-01-20" })).await.unwrap();
    scene.report().await;
    scene.desk.deliver().await.unwrap();
    let id = proposed(&scene, &ana, &file(Preset::Committee, "P14D")).await;
    scene.look().await;
    let told: Vec<String> = scene.mail.sent().split_off(before).into_iter().map(|mail| mail.to).collect();
    assert!(told.len() >= 5 && !told.iter().any(|to| to == "ben@desk.example"), "{told:?}");
    let proposal = scene.desk.proposal(&ana, id).await.unwrap().unwrap().proposal;
    let electorate: Vec<_> = proposal.electorate.into_iter().map(Some).collect();
    assert!(electorate.len() == 3 && !electorate.contains(&ben.person()));
}

#[tokio::test]
async fn a_member_who_leaves_makes_nobody_an_active_contributor_by_their_own_word_pr21() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    let (sock, _) = scene.person("sock", false).await;
    scene.desk.know_owners(Some(KnownOwners {
        code: CodeOwners::read("* @fin\n"),
        maintainers: std::collections::BTreeSet::new(),
    }));
    let named = PersonChange { handle: Some("fin".to_owned()), ..PersonChange::default() };
    scene.desk.change_person(&ana, sock, named).await.unwrap();
    let leave = json!({ "sure": "leave", "person": sock, "reason": "It was a good time." });
    assert_eq!(ask(&scene, &ana, Verb::StepDown, leave.clone()).await, Err(Some(Refusal::NotAContributor)));
    ask(&scene, &ben, Verb::StepDown, leave).await.unwrap();
}

#[tokio::test]
async fn whoever_nominates_without_a_seat_does_not_learn_whom_the_members_vote_on() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    let (maud, her) = scene.person("maud", false).await;
    scene.desk.know_owners(Some(KnownOwners {
        code: CodeOwners::read("* @maud\n"),
        maintainers: formats::maintainers::named("- Maud (@maud)\n"),
    }));
    let named = PersonChange { handle: Some("maud".to_owned()), ..PersonChange::default() };
    scene.desk.change_person(&Caller::Operator, maud, named).await.unwrap();
    ask(&scene, &ana, Verb::Nominate, nora()).await.unwrap();
    assert_eq!(ask(&scene, &ben, Verb::Nominate, nora()).await, Err(Some(Refusal::BallotOpen)));
    assert_eq!(ask(&scene, &her, Verb::Nominate, nora()).await, Ok(()), "as if she were the first");
    assert_eq!(seen(&scene, &ana).await.view.ballots.len(), 1);
    let mut by_interest = nora();
    by_interest["address"] = "olga@elsewhere.example".into();
    by_interest["interest"] = 9_999.into();
    assert_eq!(
        ask(&scene, &her, Verb::Nominate, by_interest).await,
        Ok(()),
        "who would like to join is the members' alone"
    );
}

#[tokio::test]
async fn whoever_is_away_for_a_day_keeps_their_cases_and_a_deputy_has_those_of_whom_they_stand_in_for_pr23() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    let (fin, _) = scene.person("fin", false).await;
    scene.look().await;
    let case = scene.report().await.case;
    scene.desk.assign_cases().await.unwrap();
    let coordinator = async || scene.desk.open(&ben, case).await.unwrap().unwrap().view.work.unwrap().coordinator;
    assert_eq!(coordinator().await, ana.person());
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-11-10", "until": "2026-11-10" })).await.unwrap();
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2027-01-15" })).await.unwrap();
    let leave = seen(&scene, &ana).await.view.leaves.iter().map(|leave| leave.number).max().unwrap();
    ask(&scene, &ana, Verb::NameDeputy, json!({ "leave": leave, "person": fin })).await.unwrap();
    for (at, who) in [("2026-11-10T12:00:00Z", ana.person()), ("2026-12-01T12:00:00Z", Some(fin))] {
        scene.step_to(at);
        scene.look().await;
        scene.desk.assign_cases().await.unwrap();
        assert_eq!(coordinator().await, who, "{at}");
    }
}

#[tokio::test]
async fn whoever_was_asked_is_heard_at_once_however_lately_they_were_heard_before_pr22() {
    let scene = Scene::open().await;
    let (ben_id, code) = scene.invited("ben", true).await;
    let (_, ana) = scene.person("ana", true).await;
    scene.look().await;
    drop(scene.desk.sign_in(&code).await.unwrap().unwrap());
    ask(&scene, &ana, Verb::Ping, json!({ "person": ben_id })).await.unwrap();
    scene.step_to("2026-11-02T10:00:00Z");
    let Outcome::Done((_, again)) = scene.desk.invite(&Caller::Operator, somebody("ben", true, None)).await.unwrap()
    else {
        panic!()
    };
    drop(scene.desk.sign_in(&again).await.unwrap().unwrap());
    let page = seen(&scene, &ana).await;
    let seat = page.view.seats.iter().find(|seat| seat.person == ben_id).unwrap();
    assert_eq!(seat.pinged_at, None, "he came within the hour");
}

#[tokio::test]
async fn a_deputy_who_steps_down_keeps_the_account_that_they_had_pr24() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    let (fin, _) = scene.person("fin", false).await;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2027-01-15" })).await.unwrap();
    let leave = seen(&scene, &ana).await.view.leaves[0].number;
    ask(&scene, &ana, Verb::NameDeputy, json!({ "leave": leave, "person": fin })).await.unwrap();
    scene.step_to("2026-12-01T12:00:00Z");
    scene.look().await;
    let token = scene.desk.sign_in(&links(&scene, "fin@desk.example")[0]).await.unwrap().unwrap();
    let him = scene.desk.caller(&token).await.unwrap();
    ask(&scene, &him, Verb::StepDown, json!({ "sure": "leave" })).await.unwrap();
    scene.look().await;
    let people = scene.desk.people(&ben).await.unwrap().unwrap();
    assert!(people.iter().any(|person| person.id == fin && person.removed_at.is_none() && !person.committee));
    assert_eq!(seen(&scene, &ben).await.view.former[0].why, Leaving::DeputyEnded { leave });
}

#[tokio::test]
async fn what_comes_in_while_the_desk_runs_is_given_to_somebody_at_once_and_shared_pr11() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    let stop = CancellationToken::new();
    let owners = async |cases: &[CaseId]| {
        let mut owners = Vec::new();
        for case in cases {
            owners.extend(scene.desk.open(&ben, *case).await.unwrap().unwrap().view.work.unwrap().coordinator);
        }
        owners
    };
    let story = async {
        let mut cases = Vec::new();
        for nth in 1..=5 {
            cases.push(scene.report().await.case);
            for _ in 0..1_000 {
                if owners(&cases).await.len() == nth {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        stop.cancel();
        owners(&cases).await
    };
    let ((), owners) = tokio::join!(scene.desk.run(stop.clone()), story);
    // The first duty is Ana's, until she has three more than whoever has least.
    let anas = owners.iter().filter(|owner| Some(**owner) == ana.person()).count();
    assert_eq!((owners.len(), anas), (5, 3), "{owners:?}");
}

#[tokio::test]
async fn who_is_to_stand_in_and_has_no_account_yet_is_nominated_as_the_same_person() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2027-01-15" })).await.unwrap();
    let leave = seen(&scene, &ana).await.view.leaves[0].number;
    let dora = json!({ "leave": leave, "name": "Dora", "address": "dora@elsewhere.example" });
    ask(&scene, &ana, Verb::NameDeputy, dora).await.unwrap();
    scene.step_to("2026-11-10T09:00:00Z");
    scene.look().await;
    let nominated = json!({ "name": "Dora", "address": "DORA@elsewhere.example", "reason": "She knows it all." });
    assert_eq!(ask(&scene, &ben, Verb::Nominate, nominated).await, Ok(()));
    scene.step_to("2026-12-02T09:00:00Z");
    scene.look().await;
    scene.step_to("2027-01-20T09:00:00Z");
    scene.look().await;
    let page = seen(&scene, &ben).await;
    assert_eq!(names(&page).iter().filter(|name| *name == "Dora").count(), 1, "for good: {:?}", names(&page));
}

#[tokio::test]
async fn whose_account_was_closed_after_they_were_to_stand_in_comes_anew_when_they_are_chosen() {
    let scene = Scene::open().await;
    let [ana, ben, ..] = four(&scene).await;
    let (fin, _) = scene.person("fin", false).await;
    ask(&scene, &ana, Verb::PlanLeave, json!({ "from": "2026-12-01", "until": "2027-01-15" })).await.unwrap();
    let leave = seen(&scene, &ana).await.view.leaves[0].number;
    ask(&scene, &ana, Verb::NameDeputy, json!({ "leave": leave, "person": fin })).await.unwrap();
    scene.step_to("2026-11-10T09:00:00Z");
    scene.look().await;
    ask(&scene, &ana, Verb::EndLeave, json!({ "leave": leave })).await.unwrap();
    scene.desk.remove_person(&Caller::Operator, fin).await.unwrap();
    let nominated = json!({ "name": "Fin", "address": "fin@desk.example", "reason": "He is back." });
    ask(&scene, &ben, Verb::Nominate, nominated).await.unwrap();
    scene.step_to("2026-11-20T09:00:00Z");
    scene.look().await;
    assert!(names(&seen(&scene, &ben).await).contains(&"Fin".to_owned()));
}
