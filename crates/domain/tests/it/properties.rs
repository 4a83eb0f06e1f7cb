//! What must hold for any sequence of commands, by anyone, at any time.

use std::sync::{Arc, LazyLock};

use domain::Timestamp;
use domain::case::audience::{self, Place};
use domain::case::command::Command;
use domain::case::decide::{self, Verb};
use domain::case::event::{Event, Recorded};
use domain::case::facts::{Circle, DeclineReason, Mitigation, MoveFactor, Standing, Upstream};
use domain::case::state::{Case, Embargo};
use domain::case::view::Sealed;
use domain::case::{clock, index};
use domain::ids::PersonId;
use domain::people::{Actor, Part, Role, Viewer};
use domain::policy::{Force, Policy, Rule, committee, solo};
use domain::severity::Rating;
use proptest::prelude::*;

use crate::people::{
    ANA, BEN, DIX, FAY, GIL, OLA, OTTO, RUE, artefact, assessment, because, blob, commit, draft, fix, line, prose,
    public_report, release, report,
};
use crate::story::CASE;

// Parsed once: a property asks for them a hundred thousand times.
static COMMITTEE: LazyLock<Arc<Policy>> = LazyLock::new(|| Arc::new(committee()));
static SOLO: LazyLock<Arc<Policy>> = LazyLock::new(|| Arc::new(solo()));

/// A command of every kind, with facts drawn near the story's dates.
fn command(choice: u8, days: i64, flag: bool) -> Command {
    let at = start() + jiff::SignedDuration::from_hours(days * 12);
    let person = if flag { FAY } else { OTTO };
    let letter = if flag { 'a' } else { 'b' };
    let note = || prose("because");
    let commands = [
        Command::Acknowledge,
        Command::SendMessage { to: if flag { Circle::Reporter } else { Circle::Fixers }, body: blob(3) },
        Command::NoteDisclosure { place: line("a blog"), exploit: flag },
        Command::MoveToPolicy { policy: Arc::clone(if flag { &COMMITTEE } else { &SOLO }), reason: note() },
        Command::BreakGlass { rule: Rule::ArtefactsChecked, reason: note() },
        Command::NoteAttack { evidence: note() },
        Command::NoteThreat { publishes_at: flag.then_some(at) },
        Command::AskPrivateHandling,
        Command::AnswerPrivateHandling { agrees: flag },
        assessment(),
        Command::Accept,
        Command::Decline { reason: DeclineReason::Duplicate, note: note() },
        Command::Defer { note: note() },
        Command::NameCoordinator { person: ANA },
        Command::NameUpstream(Upstream { project: line("libfoo"), publishes_at: flag.then_some(at) }),
        Command::InviteFixer {
            person: PEOPLE[usize::try_from(days.rem_euclid(6)).unwrap()],
            standing: if flag { Standing::CodeOwner } else { Standing::Outsider },
            part: Part::ALL[usize::try_from(days.rem_euclid(5)).unwrap()],
        },
        Command::ApproveOutsider { person },
        Command::JoinFixTeam,
        Command::DeclineInvitation,
        Command::RemoveFixer { person },
        Command::AskToSee { reason: note(), second_key: flag },
        Command::LetSee { person },
        Command::InviteReporter,
        Command::ProposeEmbargo { until: at },
        Command::AcceptEmbargo,
        Command::RejectEmbargo,
        Command::EndEmbargo { reason: note() },
        Command::OpenAdvisory { reference: None },
        draft(if flag { Mitigation::None } else { Mitigation::Unstated }),
        Command::ScoreSeverity { vector: "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N".parse().unwrap() },
        Command::DecideSeverity { rating: if flag { Rating::Low } else { Rating::High }, reason: Some(note()) },
        Command::RequestCve { route: line("forge") },
        Command::AssignCve { id: "CVE-2026-10001".parse().unwrap() },
        Command::WaiveCve { reason: note() },
        Command::NoteFork { location: line("fork") },
        fix(letter, if flag { FAY } else { ANA }),
        Command::NoteChecks(domain::case::facts::CheckRun { commit: commit(letter), tool: line("act"), passed: flag }),
        Command::DeclareReady { commit: commit(letter) },
        Command::PlanCommunication { plan: note() },
        Command::AgreeReleaseDay { at },
        Command::MoveReleaseDay { at, factor: MoveFactor::Availability, note: note() },
        Command::ApproveFix { commit: commit(letter) },
        Command::MergeFix { commit: commit(letter) },
        release("2026-11-02T09:30:00Z"),
        artefact(flag),
        Command::Publish,
        Command::Withdraw { reason: note() },
        Command::DraftRetrospective { text: blob(4) },
        Command::SendRetrospective,
        Command::GiveFeedback { text: blob(5) },
        Command::Close { note: None },
        Command::NoteTime,
        Command::NoteLetterHeld { effect: "x".to_owned(), problem: line("no key") },
        Command::NoteAnnounced { channel: line("announcements"), receipt: line("250 ok") },
        Command::StateMitigation { mitigation: Mitigation::None },
    ];
    commands[usize::from(choice) % commands.len()].clone()
}

fn start() -> Timestamp {
    "2026-11-02T09:00:00Z".parse().unwrap()
}

const PEOPLE: [PersonId; 6] = [FAY, OTTO, GIL, OLA, RUE, DIX];

/// Who is asked, in this order: somebody by chance, with whatever part, then those who get a case far.
fn actors(who: usize) -> impl Iterator<Item = Actor> {
    let chosen = match who % 11 {
        0 => Actor::REPORTER,
        1 | 2 => Actor::committee(ANA),
        3 => Actor::committee(BEN),
        4 => Actor::CLOCK,
        nth => Actor::with(Part::ALL[nth - 5], PEOPLE[who % 6]),
    };
    let parts = Part::ALL.into_iter().flat_map(|part| PEOPLE.map(|person| Actor::with(part, person)));
    std::iter::once(chosen).chain([Actor::committee(ANA)]).chain(parts).chain([Actor::CLOCK, Actor::WORLD])
}

/// A log made by asking anything at all; a committee member is asked for most, so that cases get far.
fn log_of(policy: Policy, public: bool, asks: &[(u8, u8, i64, bool, bool)]) -> Vec<Recorded> {
    let submit = if public { public_report() } else { report() };
    let opened = decide::open(&Arc::new(policy), &submit, start()).unwrap();
    let mut log = decide::record(opened, 0, start(), Actor::REPORTER);
    let mut now = start();
    for (choice, who, days, flag, reasoned) in asks {
        now += jiff::SignedDuration::from_hours(i64::from(*who % 7));
        let asked = command(*choice, *days, *flag);
        let ask = if *reasoned { because("we must", asked) } else { asked.into() };
        for actor in actors(usize::from(*who)) {
            let case = Case::fold(CASE, &log).unwrap();
            if let Ok(events) = decide::decide(&case, &ask, actor, now) {
                log.extend(decide::record(events, log.len() as u64, now, actor));
                break;
            }
        }
    }
    log
}

fn asks() -> impl Strategy<Value = Vec<(u8, u8, i64, bool, bool)>> {
    proptest::collection::vec((any::<u8>(), any::<u8>(), -4..120_i64, any::<bool>(), any::<bool>()), 0..120)
}

fn policies() -> impl Strategy<Value = Policy> {
    prop_oneof![Just(Policy::clone(&COMMITTEE)), Just(Policy::clone(&SOLO))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn any_accepted_sequence_folds_and_survives_the_log(policy in policies(), public in any::<bool>(), asks in asks()) {
        let log = log_of(policy, public, &asks);
        let json = serde_json::to_string(&log).unwrap();
        let read: Vec<Recorded> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &log);
        let case = Case::fold(CASE, &log).unwrap();
        prop_assert_eq!(case.version, log.len() as u64);
        prop_assert_eq!(index::row(&case), index::row(&Case::fold(CASE, &read).unwrap()));
    }

    #[test]
    fn nothing_runs_secret_once_the_flaw_is_public(public in any::<bool>(), asks in asks()) {
        let case = Case::fold(CASE, &log_of(Policy::clone(&COMMITTEE), public, &asks)).unwrap();
        if !case.world.may_embargo() {
            prop_assert!(!matches!(case.embargo, Embargo::Active { .. } | Embargo::Revise { .. } | Embargo::Proposed { .. }), "{:?}", case.embargo);
        }
    }

    #[test]
    fn nothing_is_published_while_an_embargo_runs_nor_without_a_merged_fix(policy in policies(), asks in asks()) {
        let log = log_of(policy, false, &asks);
        let mut seen = Vec::new();
        for entry in &log {
            if entry.event == Event::AdvisoryPublished {
                let before = Case::fold(CASE, &seen).unwrap();
                prop_assert!(before.embargo.running_until().is_none(), "{:?}", before.embargo);
                prop_assert!(before.merged.is_some());
                prop_assert!(before.agreed_day().is_none_or(|day| day <= entry.at));
            }
            seen.push(entry.clone());
        }
    }

    #[test]
    fn a_viewer_s_case_never_holds_an_event_its_audience_excludes(asks in asks()) {
        let log = log_of(Policy { need_to_know: None, ..Policy::clone(&COMMITTEE) }, false, &asks);
        let case = Case::fold(CASE, &log).unwrap();
        for viewer in PEOPLE.map(Viewer::Person).into_iter().chain([Viewer::Reporter]) {
            let Some(view) = Sealed::new(case.clone(), log.clone()).open(viewer, start()) else { continue };
            prop_assert!(view.log.iter().all(|entry| audience::includes(audience::audience(&entry.event), view.place)));
            prop_assert_eq!(view.reporter.is_some(), view.place == Place::Reporter);
            let told_ahead = view.place == Place::Part(Part::Distributor);
            if told_ahead {
                prop_assert!(view.body.is_none() && view.work.is_none() && view.clocks.is_empty() && view.conversation.is_empty());
                prop_assert!(view.log.iter().all(|entry| entry.by.person.is_none()), "nor who works on it");
            }
            prop_assert!(view.fix.is_none() || told_ahead);
            if view.place == Place::Reporter {
                prop_assert!(view.work.is_none());
                prop_assert!(view.conversation.iter().all(|message| message.to == Circle::Reporter));
            }
        }
    }

    #[test]
    fn time_is_noted_once_and_reading_moves_nothing(asks in asks(), later in 0..4_000_i64) {
        let mut log = log_of(Policy::clone(&COMMITTEE), false, &asks);
        let now = start() + jiff::SignedDuration::from_hours(240 + later);
        let case = Case::fold(CASE, &log).unwrap();
        let due: Vec<_> = clock::clocks(&case, start()).into_iter().map(|clock| (clock.kind, clock.due)).collect();
        prop_assert_eq!(due, clock::clocks(&case, now).into_iter().map(|clock| (clock.kind, clock.due)).collect::<Vec<_>>());
        let noted = decide::decide(&case, &Command::NoteTime.into(), Actor::CLOCK, now).unwrap();
        let expected = clock::next_wakeup(&case).is_some_and(|at| at <= now);
        prop_assert_eq!(!noted.is_empty(), expected, "wakeup and notes agree");
        log.extend(decide::record(noted, log.len() as u64, now, Actor::CLOCK));
        let case = Case::fold(CASE, &log).unwrap();
        prop_assert_eq!(decide::decide(&case, &Command::NoteTime.into(), Actor::CLOCK, now).unwrap(), vec![]);
    }

    #[test]
    fn no_clock_is_due_before_its_anchor(policy in policies(), public in any::<bool>(), asks in asks()) {
        let case = Case::fold(CASE, &log_of(policy, public, &asks)).unwrap();
        for clock in clock::clocks(&case, start()) {
            prop_assert!(clock.due >= clock.anchor, "{clock:?}");
        }
    }

    #[test]
    fn a_stricter_force_never_allows_more(asks in asks(), committee_acts in any::<bool>()) {
        let log = log_of(Policy::clone(&COMMITTEE), false, &asks);
        let actor = if committee_acts { Actor::committee(ANA) } else { Actor::fixer(FAY) };
        let allowed = |force: Force| {
            let mut policy = Policy::clone(&COMMITTEE);
            policy.rules.values_mut().for_each(|setting| setting.force = force);
            let mut log = log.clone();
            if let Some(Event::CaseOpened { policy: kept, .. }) = log.first_mut().map(|first| &mut first.event) {
                *kept = std::sync::Arc::new(policy);
            }
            let case = Case::fold(CASE, &log).unwrap();
            let offers = decide::offers(&case, actor, start()).into_iter();
            offers.filter(|offer| offer.refusal.is_none()).map(|offer| offer.verb).collect::<Vec<_>>()
        };
        let (may, should, must) = (allowed(Force::May), allowed(Force::Should), allowed(Force::Must));
        prop_assert!(must.iter().all(|verb| should.contains(verb)), "must allows {must:?}, should {should:?}");
        prop_assert!(should.iter().all(|verb| may.contains(verb)), "should allows {should:?}, may {may:?}");
    }

    #[test]
    fn an_offer_without_refusal_is_never_refused_for_the_case_s_sake(asks in asks()) {
        let log = log_of(Policy::clone(&COMMITTEE), false, &asks);
        let case = Case::fold(CASE, &log).unwrap();
        for offer in decide::offers(&case, Actor::committee(ANA), start()) {
            let plain = [Command::Accept, Command::Acknowledge, Command::OpenAdvisory { reference: None }, Command::AskPrivateHandling];
            let asked = plain.into_iter().find(|command| Verb::of(command) == offer.verb);
            if let (Some(asked), None) = (asked, &offer.refusal) {
                prop_assert!(decide::decide(&case, &asked.into(), Actor::committee(ANA), start()).is_ok());
            }
        }
    }
}

#[test]
fn the_whole_table_of_rights_is_this_properties() {
    let roles = [Role::Reporter, Role::Committee, Role::FixTeam, Role::Clock, Role::World];
    let lines = Verb::ALL.map(|verb| {
        let marks = roles.map(|role| if decide::may_ask(role, verb) { 'x' } else { '.' });
        format!("{} {}", marks.into_iter().collect::<String>(), verb.noun())
    });
    expect_test::expect![[r#"
        xx... reports
        .x... acknowledgement
        xxx.. messages
        .x... assessment
        .x... acceptance
        .x... declination
        .x... deferral
        .x.x. coordinator
        xx... disclosure
        .x... attack
        xx... threat
        .x... private-handling-request
        xx... private-handling-answer
        .x... upstream
        .x... invitation
        .x... outsider-approval
        .xx.. membership
        .xx.. invitation-refusal
        .x... removal
        ..... access-request
        .x... access
        .x... reporter-invitation
        xx... embargo-proposal
        xx... embargo-acceptance
        xx... embargo-rejection
        .x... embargo-end
        .x... advisory
        .xx.. draft
        .xx.. mitigation
        .xx.. score
        .x... severity
        .x... cve-request
        .x... cve
        .x... cve-waiver
        .xx.. fork
        .xx.. fix
        .xx.. checks
        .xx.. readiness
        .x... communication-plan
        .xx.. release-day
        .xx.. release-day-move
        .xx.. approval
        .x... merge
        .x... release
        .x... artefact
        .x... publication
        .x... withdrawal
        .x... retrospective
        .x... retrospective-sending
        .xx.. feedback
        .x... closure
        .x... policy
        .x... broken-glass
        ...x. time
        ....x letter-sent
        ....x letter-held
        ....x announced"#]]
    .assert_eq(&lines.join("\n"));
}
