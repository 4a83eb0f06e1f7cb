//! A desk on a real store in a temporary directory, with a clock to step and mail that is kept.

use std::sync::Arc;

use api::bodies::{Encoding, NewReport, parse};
use desk::ports::{CountedIds, KeptMail, Provider, StepClock, TrustingProvider};
use desk::{Caller, Desk, NewPerson, Outcome, PasskeyRule, Received, Setup};
use domain::case::decide::{Refusal, Verb};
use domain::ids::{CaseId, PersonId};
use domain::people::Office;
use domain::policy::{Filling, Policy, Preset};
use domain::words::Line;
use serde_json::{Value, json};
use store::{Location, Store};
use vault::RootKey;

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<StepClock>,
    pub(crate) mail: Arc<KeptMail>,
    ids: Arc<CountedIds>,
    policy: Policy,
    dir: tempfile::TempDir,
}

/// A preset with everything filled in that a project has to.
pub(crate) fn filled(preset: Preset) -> Policy {
    Policy::parse(&preset.filled(&Filling {
        name: "Lantern",
        organisation: "lantern",
        repository: "https://git.lantern.test/lantern",
        contact: "security@lantern.test",
        announce: "announce@lantern.test",
        chat: None,
    }))
    .unwrap()
}

pub(crate) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// Somebody to invite.
pub(crate) fn somebody(name: &str, committee: bool, office: Option<Office>) -> NewPerson {
    let address = line(&format!("{name}@desk.example"));
    NewPerson { name: line(name), address, organisation: line(name), committee, office }
}

/// Somebody with an office, as their session says.
pub(crate) async fn officer(scene: &Scene, name: &str, office: Office) -> (PersonId, Caller) {
    let new = somebody(name, false, Some(office));
    let Outcome::Done((id, code)) = scene.desk.invite(&Caller::Operator, new).await.unwrap() else {
        panic!("not invited")
    };
    let token = scene.desk.sign_in(&code).await.unwrap().expect("the link is good");
    (id, scene.desk.caller(&token).await.unwrap())
}

impl Scene {
    pub(crate) async fn open() -> Self {
        Self::under(filled(Preset::Committee)).await
    }

    pub(crate) async fn under(policy: Policy) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(StepClock::at("2026-11-02T09:00:00Z".parse().unwrap()));
        let (mail, ids) = (Arc::new(KeptMail::default()), Arc::new(CountedIds::default()));
        let desk = Desk::new(setup(&dir, &clock, &mail, &ids, &policy).await);
        Self { desk, clock, mail, ids, policy, dir }
    }

    /// A desk with an identity provider where everybody is who they say.
    pub(crate) async fn with_provider() -> Self {
        let mut scene = Self::open().await;
        let provider: Arc<dyn Provider> = Arc::new(TrustingProvider::default());
        scene.desk = Desk::new(Setup { provider: Some(provider), ..scene.setup().await });
        scene
    }

    /// The same desk after a crash: new parts in memory, the same store on disk.
    pub(crate) async fn restarted(mut self) -> Self {
        self.desk = Desk::new(self.setup().await);
        self
    }

    /// The same desk, where members need passkeys from now on.
    pub(crate) async fn strict(mut self) -> Self {
        self.desk = Desk::new(Setup { passkey_rule: PasskeyRule::Required, ..self.setup().await });
        self
    }

    /// Another desk on the same data, where nobody needs passkeys.
    pub(crate) async fn lax(&self) -> Desk {
        Desk::new(self.setup().await)
    }

    async fn setup(&self) -> Setup {
        setup(&self.dir, &self.clock, &self.mail, &self.ids, &self.policy).await
    }

    /// The store beneath, as another process on the same data has it.
    pub(crate) async fn store(&self) -> Store {
        let location = Location::Sqlite(self.dir.path().join("desk.db"));
        Store::open(&location, &RootKey::from_bytes([7; 32])).await.unwrap()
    }

    /// What the desk does of itself for the committee: it looks, and writes.
    pub(crate) async fn look(&self) {
        self.desk.keep_committee().await.unwrap();
        self.desk.send_committee_letters().await.unwrap();
    }

    pub(crate) fn step_to(&self, at: &str) {
        self.clock.step_to(at.parse().unwrap());
    }

    pub(crate) async fn person(&self, name: &str, committee: bool) -> (PersonId, Caller) {
        let (id, _code) = self.invited(name, committee).await;
        (id, Caller::Person { id, name: name.to_owned(), committee, office: None, verified_at: None })
    }

    /// Somebody new, with the code that signs them in.
    pub(crate) async fn invited(&self, name: &str, committee: bool) -> (PersonId, String) {
        let new = NewPerson {
            name: line(name),
            address: line(&format!("{name}@desk.example")),
            organisation: line(name),
            committee,
            office: None,
        };
        let Outcome::Done(invited) = self.desk.invite(&Caller::Operator, new).await.unwrap() else {
            panic!("not invited")
        };
        invited
    }

    pub(crate) async fn report(&self) -> Received {
        let report = json!({ "title": "The tenant's secret canary", "body": "A canary in the text", "address": "rita@reporter.example", "name": "Rita" });
        let report = NewReport::from_json(report.to_string().as_bytes()).unwrap();
        let Outcome::Done(received) = self.desk.receive(report).await.unwrap() else { panic!("not received") };
        received
    }

    pub(crate) async fn ask(
        &self,
        caller: &Caller,
        case: CaseId,
        verb: Verb,
        body: Value,
    ) -> Result<(), Option<Refusal>> {
        let request = parse(verb, body.to_string().as_bytes(), Encoding::Json).unwrap().unwrap();
        match self.desk.ask(caller, case, request).await.unwrap() {
            Outcome::Done(()) => Ok(()),
            Outcome::Refused(refusal) => Err(Some(refusal)),
            Outcome::NotFound => Err(None),
        }
    }

    /// Asks for what must be granted.
    pub(crate) async fn done(&self, caller: &Caller, case: CaseId, verb: Verb, body: Value) {
        self.ask(caller, case, verb, body).await.unwrap_or_else(|refusal| panic!("{verb:?}: {refusal:?}"));
    }

    /// To whom letters went, in order; but for those about a scene's members, which are no part of its story.
    pub(crate) fn letters(&self) -> Vec<String> {
        let told = self.mail.sent().into_iter().filter(|mail| !mail.subject.ends_with("asked to be on the committee"));
        told.map(|mail| mail.to).collect()
    }
}

async fn setup(
    dir: &tempfile::TempDir,
    clock: &Arc<StepClock>,
    mail: &Arc<KeptMail>,
    ids: &Arc<CountedIds>,
    policy: &Policy,
) -> Setup {
    let store =
        Store::open(&Location::Sqlite(dir.path().join("desk.db")), &RootKey::from_bytes([7; 32])).await.unwrap();
    Setup {
        store,
        clock: Arc::clone(clock) as _,
        ids: Arc::clone(ids) as _,
        mailer: Arc::clone(mail) as _,
        policy: Arc::new(policy.clone()),
        base_url: "https://desk.example".to_owned(),
        passkey_rule: PasskeyRule::Offered,
        passwords: true,
        provider: None,
    }
}
