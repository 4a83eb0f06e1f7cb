//! The policy changes while the desk runs: by the vote that the policy itself demands, whoever holds the file.

use desk::{Caller, FilePolicy, Proposed};
use domain::Timestamp;
use domain::case::decide::Verb;
use domain::ids::ProposalId;
use domain::policy::{Policy, Preset};
use domain::proposal::{End, ProposalRefusal};
use domain::voting::Choice;
use domain::words::Prose;
use serde_json::json;

use crate::scene::{Scene, filled};

/// A preset that is filled in, with one figure of the test's own.
pub(crate) fn file(preset: Preset, release: &str) -> String {
    let text = filled(preset).to_toml();
    assert!(text.contains("within = \"P21D\""));
    text.replacen("within = \"P21D\"", &format!("within = \"{release}\""), 1)
}

fn policy(text: &str) -> Policy {
    Policy::parse(text).unwrap()
}

fn why() -> Prose {
    Prose::new("Three weeks are too long.").unwrap()
}

pub(crate) async fn proposed(scene: &Scene, by: &Caller, text: &str) -> ProposalId {
    match scene.desk.propose_policy(by, text, why()).await.unwrap() {
        Proposed::Done(id) => id,
        not_done @ (Proposed::Refused(_) | Proposed::Unfit(_) | Proposed::NotFound) => panic!("{not_done:?}"),
    }
}

async fn voted(scene: &Scene, by: &Caller, id: ProposalId, choice: Choice) {
    let reason = (choice == Choice::No).then(why);
    let done = scene.desk.vote_on_policy(by, id, choice, reason).await.unwrap();
    assert!(matches!(done, Proposed::Done(())), "{done:?}");
}

async fn end(scene: &Scene, by: &Caller, id: ProposalId) -> Option<End> {
    scene.desk.proposal(by, id).await.unwrap().unwrap().proposal.end.map(|(_, end)| end)
}

/// A desk whose committee's policy is in force, with three members.
async fn committee() -> (Scene, [Caller; 3]) {
    let scene = Scene::under(policy(&file(Preset::Committee, "P21D"))).await;
    let taken = scene.desk.take_file(&file(Preset::Committee, "P21D")).await.unwrap();
    assert!(matches!(taken, FilePolicy::Adopted(None)));
    let members =
        [scene.person("ana", true).await.1, scene.person("ben", true).await.1, scene.person("cy", true).await.1];
    (scene, members)
}

#[tokio::test]
async fn one_maintainer_changes_the_policy_alone_for_new_cases_and_an_open_one_moves_by_decision() {
    let scene = Scene::under(policy(&file(Preset::Solo, "P21D"))).await;
    scene.desk.take_file(&file(Preset::Solo, "P21D")).await.unwrap();
    let (_, solo) = scene.person("sol", true).await;
    let case = scene.report().await.case;
    scene.step_to("2026-11-02T10:00:00Z");
    let new = file(Preset::Solo, "P14D");
    let id = proposed(&scene, &solo, &new).await;
    assert_eq!(end(&scene, &solo, id).await, Some(End::Adopted));
    assert_eq!(*scene.desk.policy(), policy(&new));
    assert_eq!(scene.desk.policies().await.unwrap().len(), 2, "the history is kept");

    let promised = async || scene.desk.open(&solo, case).await.unwrap().unwrap().view.policy;
    assert_ne!(*promised().await, policy(&new), "an open case keeps its policy");
    scene.done(&solo, case, Verb::MoveToPolicy, json!({ "note": "It is better for the reporter." })).await;
    assert_eq!(*promised().await, policy(&new));
    let offers = scene.desk.open(&solo, case).await.unwrap().unwrap().view.offers;
    assert!(offers.iter().all(|offer| offer.verb != Verb::MoveToPolicy), "there is nothing to move to");
}

#[tokio::test]
async fn silence_carries_a_change_while_the_desk_is_down_and_it_is_in_force_when_it_is_up_again() {
    let (scene, [ana, ..]) = committee().await;
    let new = file(Preset::Committee, "P14D");
    let id = proposed(&scene, &ana, &new).await;
    assert_eq!(end(&scene, &ana, id).await, None);
    assert_ne!(*scene.desk.policy(), policy(&new));
    assert_eq!(scene.letters().len(), 3, "each member is told: {:?}", scene.letters());

    scene.step_to("2026-11-07T09:00:00Z");
    let scene = scene.restarted().await;
    let taken = scene.desk.take_file(&file(Preset::Committee, "P21D")).await.unwrap();
    assert!(matches!(taken, FilePolicy::InForce));
    scene.desk.settle_proposals().await.unwrap();
    assert_eq!(end(&scene, &ana, id).await, Some(End::Adopted));
    assert_eq!(*scene.desk.policy(), policy(&new));

    let scene = scene.restarted().await;
    let taken = scene.desk.take_file(&file(Preset::Committee, "P21D")).await.unwrap();
    assert!(matches!(taken, FilePolicy::Older), "the old file does not undo what the members decided");
    assert_eq!(*scene.desk.policy(), policy(&new));
}

#[tokio::test]
async fn an_objection_makes_it_a_majority_vote_and_a_tie_does_not_carry_it() {
    let (scene, [ana, ben, cy]) = committee().await;
    let id = proposed(&scene, &ana, &file(Preset::Committee, "P14D")).await;
    voted(&scene, &ben, id, Choice::No).await;
    voted(&scene, &cy, id, Choice::Abstain).await;
    scene.step_to("2026-11-07T09:00:00Z");
    scene.desk.settle_proposals().await.unwrap();
    assert_eq!(end(&scene, &ana, id).await, Some(End::Rejected));
    assert_eq!(*scene.desk.policy(), policy(&file(Preset::Committee, "P21D")));
    let said = scene.desk.vote_on_policy(&cy, id, Choice::Yes, None).await.unwrap();
    assert!(matches!(said, Proposed::Refused(ProposalRefusal::Over)), "{said:?}");
}

#[tokio::test]
async fn whoever_agrees_last_ends_the_waiting_and_one_s_own_can_be_taken_back() {
    let (scene, [ana, ben, cy]) = committee().await;
    let new = file(Preset::Committee, "P14D");
    let id = proposed(&scene, &ana, &new).await;
    let second = scene.desk.propose_policy(&ben, &file(Preset::Committee, "P10D"), why()).await.unwrap();
    assert!(matches!(second, Proposed::Refused(ProposalRefusal::AnotherOpen)), "{second:?}");
    assert!(matches!(scene.desk.take_back_policy(&ana, id).await.unwrap(), Proposed::Done(())));
    let id = proposed(&scene, &ben, &new).await;
    voted(&scene, &ana, id, Choice::Yes).await;
    voted(&scene, &cy, id, Choice::Yes).await;
    assert_eq!(*scene.desk.policy(), policy(&new));
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_proposed_and_nobody_but_a_member_proposes() {
    let (scene, [ana, ..]) = committee().await;
    let broken = file(Preset::Committee, "P21D").replace("maximum = \"P90D\"", "maximum = \"P7D\"");
    let Proposed::Unfit(report) = scene.desk.propose_policy(&ana, &broken, why()).await.unwrap() else {
        panic!("taken")
    };
    assert!(report.has_errors());
    let same = scene.desk.propose_policy(&ana, &file(Preset::Committee, "P21D"), why()).await.unwrap();
    assert!(matches!(same, Proposed::Refused(ProposalRefusal::NothingChanges)), "{same:?}");
    let (_, outsider) = scene.person("otto", false).await;
    let receipt = Caller::Reporter(scene.report().await.case);
    for caller in [Caller::Stranger, Caller::Operator, receipt, outsider] {
        let answer = scene.desk.propose_policy(&caller, &file(Preset::Committee, "P14D"), why()).await.unwrap();
        assert!(matches!(answer, Proposed::NotFound), "{answer:?}");
        assert!(scene.desk.proposals(&caller).await.unwrap().is_none());
        assert!(scene.desk.look_at_policy(&caller, &broken).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_changed_file_is_put_to_the_members_vote_once_and_what_was_in_force_holds() {
    let (scene, [ana, ben, cy]) = committee().await;
    let new = file(Preset::Committee, "P14D");
    let FilePolicy::Proposed(id) = scene.desk.take_file(&new).await.unwrap() else { panic!("not proposed") };
    assert_eq!(*scene.desk.policy(), policy(&file(Preset::Committee, "P21D")));
    assert!(matches!(scene.desk.take_file(&new).await.unwrap(), FilePolicy::Older), "asked once");
    assert_eq!(scene.desk.proposals(&ana).await.unwrap().unwrap().len(), 1);
    for member in [&ana, &ben, &cy] {
        voted(&scene, member, id, Choice::Yes).await;
    }
    assert_eq!(*scene.desk.policy(), policy(&new));
    assert!(matches!(scene.desk.take_file(&new).await.unwrap(), FilePolicy::InForce));
}

#[tokio::test]
async fn a_vote_that_a_clock_from_long_ago_opens_is_not_over_once_the_clock_is_set() {
    let scene = Scene::open().await;
    let (_, ana) = scene.person("ana", true).await;
    scene.person("ben", true).await;
    // The desk was last seen in December; the machine wakes with the clock of November.
    let seen: Timestamp = "2026-12-20T12:00:00Z".parse().unwrap();
    scene.store().await.put_setting("last-seen", &seen.as_millisecond().to_be_bytes()).await.unwrap();
    let id = proposed(&scene, &ana, &file(Preset::Committee, "P14D")).await;
    scene.step_to("2026-12-20T12:05:00Z");
    scene.desk.settle_proposals().await.unwrap();
    let open = scene.desk.proposal(&ana, id).await.unwrap().unwrap().proposal;
    assert_eq!((open.end, open.at), (None, seen));
}
