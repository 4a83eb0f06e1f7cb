//! The doors of a desk on a real store in a temporary directory, with a clock to step and mail that is kept.

use std::fmt::Write as _;
use std::sync::Arc;

use api::bodies::{Encoding, NewReport, parse};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use desk::ports::{CountedIds, KeptMail, StepClock};
use desk::{Caller, Desk, NewPerson, Outcome, Setup};
use domain::case::decide::Verb;
use domain::ids::{CaseId, PersonId};
use domain::policy::{Filling, Policy, Preset};
use domain::words::Line;
use serde_json::{Value, json};
use store::{Location, Store};
use tower::ServiceExt as _;
use vault::RootKey;

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<StepClock>,
    pub(crate) doors: Router,
    _dir: tempfile::TempDir,
}

/// Somebody with a session.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) caller: Caller,
    pub(crate) token: String,
}

/// A report, as its reporter holds it.
pub(crate) struct Reported {
    pub(crate) case: CaseId,
    pub(crate) receipt: String,
    pub(crate) caller: Caller,
    pub(crate) token: String,
}

/// An answer.
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

pub(crate) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// The committee's preset for an invented project.
pub(crate) fn lantern() -> Policy {
    let filling = Filling {
        name: "Lantern",
        organisation: "lantern-project",
        repository: "https://git.example/lantern-project/lantern",
        contact: "security@lantern.example",
        announce: "announce@lantern.example",
        chat: None,
    };
    let mut policy = Policy::parse(&Preset::Committee.filled(&filling)).unwrap();
    policy.check_command = Some(line("lantern --version"));
    policy
}

impl Scene {
    pub(crate) async fn open(policy: Policy) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(StepClock::at("2026-11-02T09:00:00Z".parse().unwrap()));
        let key = RootKey::from_bytes([7; 32]);
        let store = Store::open(&Location::Sqlite(dir.path().join("desk.db")), &key).await.unwrap();
        let desk = Desk::new(Setup {
            store,
            clock: Arc::clone(&clock) as _,
            ids: Arc::new(CountedIds::default()),
            mailer: Arc::new(KeptMail::default()),
            policy: Arc::new(policy),
            base_url: "https://desk.example".to_owned(),
            passkey_rule: desk::PasskeyRule::Offered,
            passwords: true,
            provider: None,
        });
        let config = web::Config {
            secure_cookies: false,
            operator_digest: [9; 32],
            trusted_proxies: Vec::new(),
            reports_per_hour: 0,
            body_bytes_max: 512 * 1024,
        };
        let doors = web::router(web::App::new(desk.clone(), config)).unwrap();
        Self { desk, clock, doors, _dir: dir }
    }

    /// Steps the clock, and lets the desk do what became due.
    pub(crate) async fn step_to(&self, at: &str) {
        self.clock.step_to(at.parse().unwrap());
        self.desk.tick().await.unwrap();
        self.desk.deliver().await.unwrap();
    }

    /// Somebody with an account and a session; the same account when called again.
    pub(crate) async fn person(&self, name: &str, organisation: &str, committee: bool) -> Person {
        let address = format!("{}@{}.example", name.to_lowercase(), organisation.to_lowercase());
        let new = NewPerson {
            name: line(name),
            address: line(&address),
            organisation: line(organisation),
            committee,
            office: None,
        };
        let Outcome::Done((id, code)) = self.desk.invite(&Caller::Operator, new).await.unwrap() else {
            panic!("not invited")
        };
        let token = self.desk.sign_in(&code).await.unwrap().unwrap();
        Person {
            id,
            caller: Caller::Person { id, name: name.to_owned(), committee, office: None, verified_at: None },
            token,
        }
    }

    pub(crate) async fn report(&self, report: Value) -> Reported {
        let report = NewReport::from_json(report.to_string().as_bytes()).unwrap();
        let Outcome::Done(received) = self.desk.receive(report).await.unwrap() else { panic!("not received") };
        let token = self.desk.open_receipt(&received.receipt).await.unwrap().unwrap();
        let caller = Caller::Reporter(received.case);
        Reported { case: received.case, receipt: received.receipt, caller, token }
    }

    /// The same report with a session of now.
    async fn reopened(&self, reported: Reported) -> Reported {
        let token = self.desk.open_receipt(&reported.receipt).await.unwrap().unwrap();
        Reported { token, ..reported }
    }

    /// Asks something that must come about.
    pub(crate) async fn ask(&self, caller: &Caller, case: CaseId, noun: &str, body: Value) {
        let verb = Verb::ALL.into_iter().find(|verb| verb.noun() == noun).unwrap();
        let request = parse(verb, body.to_string().as_bytes(), Encoding::Json).unwrap().unwrap();
        match self.desk.ask(caller, case, request).await.unwrap() {
            Outcome::Done(()) => {}
            Outcome::Refused(refusal) => panic!("{noun}: {refusal:?}"),
            Outcome::NotFound => panic!("{noun}: not found"),
        }
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> Seen {
        self.send("GET", path, token, String::new()).await
    }

    pub(crate) async fn post(&self, path: &str, token: Option<&str>, form: &[(&str, &str)]) -> Seen {
        self.send("POST", path, token, encoded(form)).await
    }

    async fn send(&self, method: &str, path: &str, token: Option<&str>, body: String) -> Seen {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::COOKIE, format!("sluice={token}"));
        }
        if method == "POST" {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let answer = self.doors.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = String::from_utf8(to_bytes(body, 4 << 20).await.unwrap().to_vec()).unwrap();
        Seen { status: parts.status, headers: parts.headers, body }
    }
}

/// A form as a browser sends it.
fn encoded(form: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes().fold(String::new(), |mut encoded, byte| {
            write!(encoded, "%{byte:02X}").unwrap();
            encoded
        })
    };
    form.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

/// A project with work on its board: one case in mid-embargo, one late, one new, one published.
pub(crate) struct Story {
    pub(crate) scene: Scene,
    pub(crate) eva: Person,
    pub(crate) fin: Person,
    pub(crate) reported: Reported,
    pub(crate) published: Reported,
}

const COMMIT: &str = "80b79ed8b4d28ccbce3d279fd273606b5cddcc25";

impl Story {
    pub(crate) async fn told() -> Self {
        let scene = Scene::open(lantern()).await;
        let eva = scene.person("Eva", "Northwind", true).await;
        let ben = scene.person("Ben", "Contoso", true).await;
        let fin = scene.person("Fin", "Fabrikam", false).await;
        let published = published(&scene, &eva, &ben, &fin).await;
        scene.step_to("2026-11-19T07:00:00Z").await;
        let reported = embargoed(&scene, &eva, &fin).await;
        others(&scene, &eva).await;
        scene.step_to("2026-11-23T12:00:00Z").await;
        // A session that nobody uses for a day is over: everybody comes in again.
        let eva = scene.person("Eva", "Northwind", true).await;
        let fin = scene.person("Fin", "Fabrikam", false).await;
        let reported = scene.reopened(reported).await;
        let published = scene.reopened(published).await;
        Self { scene, eva, fin, reported, published }
    }
}

/// A case from report to publication, a week of it.
async fn published(scene: &Scene, eva: &Person, ben: &Person, fin: &Person) -> Reported {
    let reported = scene
        .report(json!({
            "title": "A crafted archive writes outside its folder",
            "body": "Names with two dots are joined to the folder without a check.",
            "name": "Rita", "address": "rita@reporter.example", "credit": true,
        }))
        .await;
    let (case, e, f) = (reported.case, &eva.caller, &fin.caller);
    scene.step_to("2026-11-02T12:00:00Z").await;
    scene.ask(e, case, "acknowledgement", json!({})).await;
    scene.ask(e, case, "coordinator", json!({ "person": ben.id })).await;
    scene.ask(e, case, "assessment", json!({ "impact": "Files of the importing user are overwritten.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" })).await;
    scene.ask(e, case, "acceptance", json!({})).await;
    scene.ask(e, case, "advisory", json!({ "reference": "GHSA-aaaa-bbbb-cccc" })).await;
    scene.ask(e, case, "invitation", json!({ "person": fin.id, "standing": "code_owner" })).await;
    scene.step_to("2026-11-02T15:00:00Z").await;
    scene.ask(f, case, "membership", json!({})).await;
    scene.ask(f, case, "fork", json!({ "location": "private fork lantern-6" })).await;
    fixed(scene, case, [eva, ben, fin]).await;
    released(scene, case, ben).await;
    reported
}

/// The draft, the fix, the agreed day.
async fn fixed(scene: &Scene, case: CaseId, [eva, ben, fin]: [&Person; 3]) {
    let (e, b, f) = (&eva.caller, &ben.caller, &fin.caller);
    scene.step_to("2026-11-04T15:00:00Z").await;
    scene
        .ask(
            f,
            case,
            "draft",
            json!({
                "title": "A crafted archive writes outside its folder",
                "summary": "Importing a crafted archive overwrites files of the importing user.",
                "details": "File names of an archive are joined to the folder without a check.",
                "affected": ["PyPI:lantern 1.0.0 fixed 2.4.0"], "weaknesses": ["CWE-22"],
                "mitigation": "Import archives you made yourself only.", "upgrade": "Install 2.4.0 or later.",
            }),
        )
        .await;
    scene.ask(f, case, "score", json!({ "vector": "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:H" })).await;
    scene.ask(e, case, "cve", json!({ "id": "CVE-2026-10001" })).await;
    scene.ask(f, case, "fix", json!({ "commit": COMMIT, "author": fin.id })).await;
    scene.ask(f, case, "checks", json!({ "commit": COMMIT, "tool": "the project's tests", "passed": true })).await;
    scene.ask(f, case, "readiness", json!({ "commit": COMMIT })).await;
    scene.ask(b, case, "communication-plan", json!({ "plan": "Mail to the list at 16:00 UTC." })).await;
    scene.ask(f, case, "release-day", json!({ "at": "2026-11-10T16:00:00Z" })).await;
    scene.ask(b, case, "release-day", json!({ "at": "2026-11-10T16:00:00Z" })).await;
}

/// The day itself, and two days after it.
async fn released(scene: &Scene, case: CaseId, ben: &Person) {
    let b = &ben.caller;
    scene.step_to("2026-11-10T10:00:00Z").await;
    scene.ask(b, case, "approval", json!({ "commit": COMMIT })).await;
    scene.ask(b, case, "merge", json!({ "commit": COMMIT })).await;
    scene.ask(b, case, "release", json!({ "version": "2.4.0", "tag": "v2.4.0", "url": "https://git.example/lantern/v2.4.0", "at": "2026-11-10T10:00:00Z" })).await;
    scene.ask(b, case, "artefact", json!({
        "name": "lantern-2.4.0.tar.gz", "url": "https://git.example/lantern-2.4.0.tar.gz", "sha256": "ab".repeat(32),
        "built": true, "signed": true, "available": true, "functional": true,
    })).await;
    scene.step_to("2026-11-10T16:00:00Z").await;
    scene.ask(b, case, "publication", json!({})).await;
    scene.step_to("2026-11-12T09:00:00Z").await;
}

/// A case in the middle of its embargo.
async fn embargoed(scene: &Scene, eva: &Person, fin: &Person) -> Reported {
    let reported = scene
        .report(json!({
            "title": "Any visitor can read another tenant's log lines",
            "body": "The stream endpoint checks the tenant of the first line only.\nEvery later line is sent whatever tenant it belongs to.\n\nTo see it: open /stream as one tenant while another writes.",
            "name": "Jo", "address": "jo@reporter.example", "credit": true,
        }))
        .await;
    let (case, e, f, r) = (reported.case, &eva.caller, &fin.caller, &reported.caller);
    scene.step_to("2026-11-19T10:00:00Z").await;
    scene.ask(e, case, "acknowledgement", json!({})).await;
    scene.ask(e, case, "coordinator", json!({ "person": eva.id })).await;
    scene.ask(e, case, "assessment", json!({ "impact": "Log lines of other tenants, with whatever secrets stand in them.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" })).await;
    scene.ask(e, case, "acceptance", json!({})).await;
    scene.ask(e, case, "advisory", json!({})).await;
    scene.ask(e, case, "invitation", json!({ "person": fin.id, "standing": "code_owner" })).await;
    scene.step_to("2026-11-19T18:00:00Z").await;
    scene.ask(f, case, "membership", json!({})).await;
    scene.ask(f, case, "fork", json!({ "location": "private fork lantern-7" })).await;
    scene.step_to("2026-11-20T12:00:00Z").await;
    scene.ask(e, case, "messages", json!({ "to": "reporter", "text": "We can show it, and somebody is writing a fix. You will hear from us before the week is over." })).await;
    scene.step_to("2026-11-21T10:00:00Z").await;
    scene
        .ask(
            r,
            case,
            "messages",
            json!({ "to": "reporter", "text": "Good to hear. The export endpoint may have the same flaw." }),
        )
        .await;
    scene
        .ask(
            f,
            case,
            "messages",
            json!({ "to": "fixers", "text": "It does. One check for both is on the branch; tests are missing." }),
        )
        .await;
    scene
        .ask(
            e,
            case,
            "messages",
            json!({ "to": "committee", "text": "Ben, can you take the announcement? I am away on Thursday." }),
        )
        .await;
    scene.ask(f, case, "score", json!({ "vector": "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N" })).await;
    scene
        .ask(
            f,
            case,
            "draft",
            json!({
                "title": "Log lines of other tenants are readable",
                "summary": "A tenant can read log lines of other tenants through the stream and export endpoints.",
                "details": "The tenant is compared for the first line of an answer only.",
                "affected": ["PyPI:lantern 2.0.0 last 2.4.1"], "weaknesses": ["CWE-639"],
            }),
        )
        .await;
    reported
}

/// What else is on the board: late, soon, new.
async fn others(scene: &Scene, eva: &Person) {
    scene.step_to("2026-11-22T06:00:00Z").await;
    let late = scene.report(json!({ "title": "Session cookie without a flag on the login page", "body": "The cookie set by the login page lacks the Secure flag." })).await;
    scene.step_to("2026-11-22T08:00:00Z").await;
    scene.ask(&eva.caller, late.case, "acknowledgement", json!({})).await;
    scene.report(json!({ "title": "Crash when a file name holds a newline", "body": "Importing a file whose name holds a newline ends the process." })).await;
    scene.step_to("2026-11-23T09:00:00Z").await;
    scene.report(json!({ "title": "Signed links keep working after a password change", "body": "A link made before the change opens the page after it.", "publishes_at": "2026-12-20T10:00:00Z" })).await;
}
