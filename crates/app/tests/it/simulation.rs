//! Seeded chance: random actors ask random things, mail fails, the desk crashes between any two steps; the invariants hold
//! after each. `cargo xtask simulate --seed N --days D` runs it longer; the seed is printed.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::bodies::{Encoding, NewReport, parse};
use desk::ports::{Clock as _, CountedIds, KeptMail, StepClock};
use desk::{Caller, Desk, NewPerson, Outcome, Setup};
use domain::Timestamp;
use domain::case::decide::Verb;
use domain::case::event::Event;
use domain::ids::{CaseId, PersonId};
use domain::policy::{Filling, Policy, Preset};
use domain::words::Line;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{Location, Store};
use vault::RootKey;

/// A word that stands in every text of every case, and must stand in no letter to a participant.
const CANARY: &str = "zanzibar";

/// Chance from a seed (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let nth = usize::try_from(self.below(list.len() as u64)).unwrap();
        list.get(nth).unwrap()
    }
}

struct World {
    dir: tempfile::TempDir,
    clock: Arc<StepClock>,
    ids: Arc<CountedIds>,
    mail: Arc<KeptMail>,
    desk: Desk,
    people: Vec<(PersonId, Caller)>,
    cases: Vec<CaseId>,
}

#[tokio::test]
async fn whatever_happens_nothing_leaks_nothing_is_early_and_nothing_is_lost() {
    let seed: u64 = std::env::var("SLUICE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_123);
    let days: u64 = std::env::var("SLUICE_DAYS").ok().and_then(|days| days.parse().ok()).unwrap_or(60);
    println!("seed {seed}, {days} days");
    let mut chance = Chance(seed);
    let mut world = World::open().await;
    for step in 0..days * 12 {
        world.step(&mut chance).await;
        if step % 20 == 0 {
            world.check().await;
        }
    }
    world.check().await;
    let report = world.desk.verify_all().await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let rebuilt = store_in(&world.dir).await.rebuild().await.unwrap();
    assert_eq!(rebuilt.changed, 0, "the live index is the rebuilt one");
}

impl World {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(StepClock::at("2026-11-02T09:00:00Z".parse().unwrap()));
        let (ids, mail) = (Arc::new(CountedIds::default()), Arc::new(KeptMail::default()));
        let desk = built(&dir, &clock, &ids, &mail).await;
        let mut world = Self { dir, clock, ids, mail, desk, people: Vec::new(), cases: Vec::new() };
        for (name, committee) in [("ana", true), ("ben", true), ("fay", false), ("otto", false)] {
            let line = |text: &str| Line::new(text).unwrap();
            let new = NewPerson {
                name: line(name),
                address: line(&format!("{name}@desk.example")),
                organisation: line(name),
                committee,
                office: None,
            };
            let Outcome::Done((id, _)) = world.desk.invite(&Caller::Operator, new).await.unwrap() else {
                panic!("not invited")
            };
            world
                .people
                .push((id, Caller::Person { id, name: name.to_owned(), committee, office: None, verified_at: None }));
        }
        world
    }

    async fn step(&mut self, chance: &mut Chance) {
        match chance.below(20) {
            0 | 1 if self.cases.len() < 12 => self.report(chance).await,
            2 => self.desk = built(&self.dir, &self.clock, &self.ids, &self.mail).await,
            3 => self.mail.be_away(chance.below(3)),
            4..=6 => {
                let hours = i64::try_from(chance.below(9)).unwrap();
                self.clock.step_to(self.clock.now() + SignedDuration::from_hours(hours));
                self.desk.tick().await.unwrap();
            }
            7 => drop(self.desk.deliver().await.unwrap()),
            _ => self.ask(chance).await,
        }
    }

    async fn report(&mut self, chance: &mut Chance) {
        let public = chance.below(6) == 0;
        let report = json!({ "title": format!("{CANARY} title"), "body": format!("{CANARY} body"), "address": "rita@reporter.example", "public": public });
        let report = NewReport::from_json(report.to_string().as_bytes()).unwrap();
        if let Outcome::Done(received) = self.desk.receive(report).await.unwrap() {
            self.cases.push(received.case);
        }
    }

    /// Somebody asks for something: mostly what the case offers them, sometimes anything.
    async fn ask(&mut self, chance: &mut Chance) {
        if self.cases.is_empty() {
            return;
        }
        let case = *chance.pick(&self.cases);
        let who = chance.below(5);
        let caller = if who == 4 {
            Caller::Reporter(case)
        } else {
            self.people.get(usize::try_from(who).unwrap()).unwrap().1.clone()
        };
        let offered: Vec<Verb> = match self.desk.open(&caller, case).await.unwrap() {
            Some(page) => {
                page.view.offers.into_iter().filter(|offer| offer.refusal.is_none()).map(|offer| offer.verb).collect()
            }
            None => Vec::new(),
        };
        let any = chance.below(4) == 0 || offered.is_empty();
        let verb = if any { *chance.pick(&Verb::ALL) } else { *chance.pick(&offered) };
        let body = self.body(chance, verb).to_string();
        if let Some(Ok(request)) = parse(verb, body.as_bytes(), Encoding::Json) {
            self.desk.ask(&caller, case, request).await.unwrap();
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "one table of bodies; the other verbs take none")]
    fn body(&self, chance: &mut Chance, verb: Verb) -> Value {
        let person = self.people.get(usize::try_from(2 + chance.below(2)).unwrap()).unwrap().0;
        let ana = self.people.first().unwrap().0;
        let commit = "a".repeat(40);
        let at =
            (self.clock.now() + SignedDuration::from_hours(i64::try_from(1 + chance.below(200)).unwrap())).to_string();
        let mut body = match verb {
            Verb::SendMessage => {
                json!({ "to": chance.pick(&["reporter", "fixers", "committee"]), "text": format!("{CANARY} message") })
            }
            Verb::NoteDisclosure => json!({ "place": format!("{CANARY} blog"), "exploit": chance.below(2) == 0 }),
            Verb::MoveToPolicy => json!({ "note": CANARY }),
            Verb::BreakGlass => json!({ "rule": "artefacts_checked", "note": CANARY }),
            Verb::NoteAttack => json!({ "evidence": CANARY }),
            Verb::NoteThreat | Verb::NameUpstream if chance.below(2) == 0 => {
                json!({ "publishes_at": at, "project": "libfoo" })
            }
            Verb::NameUpstream => json!({ "project": "libfoo" }),
            Verb::AnswerPrivateHandling => json!({ "agrees": chance.below(2) == 0 }),
            Verb::Assess => {
                json!({ "impact": CANARY, "replicated": "yes", "origin": "ours", "exploited": "no_evidence" })
            }
            Verb::Decline => json!({ "because": "duplicate", "note": CANARY }),
            Verb::Defer | Verb::EndEmbargo | Verb::WaiveCve | Verb::Withdraw => json!({ "note": CANARY }),
            Verb::NameCoordinator => json!({ "person": ana }),
            Verb::InviteFixer => json!({ "person": person, "standing": chance.pick(&["code_owner", "outsider"]) }),
            Verb::ApproveOutsider | Verb::RemoveFixer => json!({ "person": person }),
            Verb::ProposeEmbargo => json!({ "until": at }),
            Verb::DraftAdvisory => json!({
                "title": format!("{CANARY} advisory"), "summary": CANARY, "details": CANARY, "affected": ["PyPI:thing 1 fixed 2"],
                "no_mitigation": true, "upgrade": "Install 2.", "check_command": "thing --version",
            }),
            Verb::StateMitigation => json!({ "none": true }),
            Verb::ScoreSeverity => json!({ "vector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N" }),
            Verb::DecideSeverity => json!({ "rating": chance.pick(&["low", "high"]), "note": CANARY }),
            Verb::RequestCve => json!({ "route": "forge" }),
            Verb::AssignCve => json!({ "id": format!("CVE-2026-{}", 10_000 + chance.below(80_000)) }),
            Verb::NoteFork => json!({ "location": format!("{CANARY} fork") }),
            Verb::ProposeFix => json!({ "commit": commit, "author": person }),
            Verb::NoteChecks => json!({ "commit": commit, "tool": "tests", "passed": true }),
            Verb::DeclareReady | Verb::ApproveFix | Verb::MergeFix => json!({ "commit": commit }),
            Verb::PlanCommunication => json!({ "plan": CANARY }),
            Verb::AgreeReleaseDay => json!({ "at": at }),
            Verb::MoveReleaseDay => json!({ "at": at, "factor": "development_time", "note": CANARY }),
            Verb::NoteRelease => {
                json!({ "version": "2", "tag": "v2", "url": "https://git.example/v2", "at": self.clock.now().to_string() })
            }
            Verb::CheckArtefact => {
                json!({ "name": "thing.tar", "url": "https://git.example/thing.tar", "sha256": "ab".repeat(32), "built": true, "signed": true, "available": true, "functional": true })
            }
            Verb::DraftRetrospective | Verb::GiveFeedback => json!({ "text": CANARY }),
            _ => json!({}),
        };
        // Half of the time a reason is given, so that `should` rules can be set aside.
        if let (Value::Object(fields), 0) = (&mut body, chance.below(2)) {
            fields.insert("reason".to_owned(), json!("by chance"));
        }
        body
    }

    /// The invariants, in the log and in every mail that ever left.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the invariants are about three kinds of event")]
    async fn check(&self) {
        let ana = &self.people.first().unwrap().1;
        for case in &self.cases {
            let page = self.desk.open(ana, *case).await.unwrap().unwrap();
            let mut announced = BTreeMap::new();
            let (mut published, mut published_at, mut merged, mut last) = (0, None, false, Timestamp::MIN);
            for (nth, entry) in page.view.log.iter().enumerate() {
                assert_eq!(entry.seq, nth as u64 + 1, "no gap in the log");
                assert!(entry.at >= last, "time does not go back in a log");
                last = entry.at;
                match &entry.event {
                    Event::FixMerged { .. } => merged = true,
                    Event::AdvisoryPublished => {
                        published += 1;
                        published_at = Some(entry.at);
                        assert!(merged, "published without a readable fix");
                    }
                    Event::Announced { channel, .. } => {
                        assert!(published_at.is_some(), "announced before it was published");
                        *announced.entry(channel.clone()).or_insert(0) += 1;
                    }
                    _ => {}
                }
            }
            assert!(published <= 1, "published twice");
            assert!(announced.values().all(|times| *times == 1), "a channel was told twice");
            let public = self.desk.advisories(None).await.unwrap().advisories;
            assert!(public.len() <= self.cases.len());
        }
        for mail in self.mail.sent() {
            let to_channel = mail.to.ends_with("@example.org");
            let words = format!("{}\n{}", mail.subject, mail.body);
            assert!(to_channel || !words.contains(CANARY), "a letter to {} says too much:\n{words}", mail.to);
        }
    }
}

/// The committee's preset, filled in.
fn lantern() -> Policy {
    let filling = Filling {
        name: "Lantern",
        organisation: "lantern",
        repository: "https://git.lantern.test/lantern",
        contact: "security@lantern.test",
        announce: "announce@lantern.test",
        chat: None,
    };
    Policy::parse(&Preset::Committee.filled(&filling)).unwrap()
}

async fn store_in(dir: &tempfile::TempDir) -> Store {
    Store::open(&Location::Sqlite(dir.path().join("desk.db")), &RootKey::from_bytes([7; 32])).await.unwrap()
}

async fn built(dir: &tempfile::TempDir, clock: &Arc<StepClock>, ids: &Arc<CountedIds>, mail: &Arc<KeptMail>) -> Desk {
    Desk::new(Setup {
        store: store_in(dir).await,
        clock: Arc::clone(clock) as _,
        ids: Arc::clone(ids) as _,
        mailer: Arc::clone(mail) as _,
        policy: Arc::new(lantern()),
        base_url: "https://desk.example".to_owned(),
        passkey_rule: desk::PasskeyRule::Offered,
        passwords: false,
        provider: None,
    })
}
