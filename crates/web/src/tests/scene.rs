//! A desk behind its doors: a real store in a temporary directory, a clock to step, mail that is kept, and people of every
//! kind with their sessions.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use desk::ports::{CountedIds, KeptMail, Mailer, StepClock};
use desk::{Caller, Desk, NewPerson, Outcome, Setup};
use domain::ids::{CaseId, PersonId};
use domain::words::Line;
use serde_json::{Value, json};
use store::{Location, Options, Store};
use tower::ServiceExt as _;
use vault::{OperatorToken, RootKey};

use crate::{App, Config, router};

/// Everybody who may come to the doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Stranger,
    /// Holds the receipt of the case.
    Reporter,
    /// Holds the receipt of another case.
    OtherReporter,
    /// Has an account, and no part in the case.
    Outsider,
    /// Invited to the case, and has not answered.
    Invited,
    /// On the case's fix team.
    Fixer,
    /// On the committee.
    Member,
    /// The installation's terminal.
    Operator,
}

impl Role {
    pub(crate) const ALL: [Self; 8] = [
        Self::Stranger,
        Self::Reporter,
        Self::OtherReporter,
        Self::Outsider,
        Self::Invited,
        Self::Fixer,
        Self::Member,
        Self::Operator,
    ];
}

pub(crate) struct Scene {
    pub(crate) router: Router,
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<StepClock>,
    /// A case with a reporter, somebody invited and a fix team.
    pub(crate) case: CaseId,
    /// The receipt of that case.
    pub(crate) receipt: String,
    tokens: Vec<(Role, String)>,
    pub(crate) member: PersonId,
    pub(crate) fixer: PersonId,
    _dir: tempfile::TempDir,
}

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

pub(crate) const CONFIG: Config = Config {
    secure_cookies: false,
    operator_digest: [0; 32],
    trusted_proxies: Vec::new(),
    reports_per_hour: 0,
    body_bytes_max: 256 * 1024,
};

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// A desk and its doors with nobody in it, as configured.
pub(crate) async fn empty(config: Config, options: Options) -> (Desk, Router, Arc<StepClock>, tempfile::TempDir) {
    with_mail(config, options, Arc::new(KeptMail::default())).await
}

/// The same, whose letters go another way.
pub(crate) async fn with_mail(
    config: Config,
    options: Options,
    mailer: Arc<dyn Mailer>,
) -> (Desk, Router, Arc<StepClock>, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(dir.path().join("desk.db"));
    let store = Store::open_with(&location, &RootKey::from_bytes([7; 32]), options).await.unwrap();
    let clock = Arc::new(StepClock::at("2026-11-02T09:00:00Z".parse().unwrap()));
    let operator_digest = operator().digest(store.mac_key());
    let desk = Desk::new(Setup {
        store,
        clock: Arc::clone(&clock) as _,
        ids: Arc::new(CountedIds::default()),
        mailer,
        policy: Arc::new(lantern()),
        base_url: "https://desk.example".to_owned(),
        passkey_rule: desk::PasskeyRule::Offered,
        passwords: true,
        provider: None,
    });
    let router = router(App::new(desk.clone(), Config { operator_digest, ..config })).unwrap();
    (desk, router, clock, dir)
}

pub(crate) fn operator() -> OperatorToken {
    OperatorToken::from_bytes([9; 20])
}

/// The committee's preset, filled in.
pub(crate) fn lantern() -> domain::policy::Policy {
    let filling = domain::policy::Filling {
        name: "Lantern",
        organisation: "lantern",
        repository: "https://git.lantern.test/lantern",
        contact: "security@lantern.test",
        announce: "announce@lantern.test",
        chat: None,
    };
    domain::policy::Policy::parse(&domain::policy::Preset::Committee.filled(&filling)).unwrap()
}

impl Scene {
    pub(crate) async fn open() -> Self {
        Self::configured(CONFIG).await
    }

    pub(crate) async fn configured(config: Config) -> Self {
        let (desk, router, clock, dir) = empty(config, Options::default()).await;
        let (case, nobody) = (CaseId::from_bytes([0; 16]), PersonId::from_bytes([0; 16]));
        let tokens = vec![(Role::Operator, operator().to_text().to_string())];
        let receipt = String::new();
        let (member, fixer) = (nobody, nobody);
        let mut scene = Self { router, desk, clock, case, receipt, tokens, member, fixer, _dir: dir };
        scene.people().await;
        scene.story().await;
        scene
    }

    async fn people(&mut self) {
        self.member = self.invite(Role::Member, "Mara", true).await;
        self.fixer = self.invite(Role::Fixer, "Finn", false).await;
        self.invite(Role::Outsider, "Olga", false).await;
    }

    /// Two reports; the first is taken on, with a fix team and somebody who has not answered yet.
    async fn story(&mut self) {
        self.receipt = self.report(Role::Reporter, "The tenant's secret canary").await;
        self.clock.step_to("2026-11-02T10:00:00Z".parse().unwrap());
        self.report(Role::OtherReporter, "Another matter").await;
        let board = self.get(Role::Member, "/api/v1/cases").await.json();
        let cases = board["cases"].as_array().unwrap();
        let ours = cases.iter().find(|row| row["title"] == "The tenant's secret canary").unwrap();
        self.case = ours["id"].as_str().unwrap().parse().unwrap();
        let invited = self.invite(Role::Invited, "Iris", false).await;
        let assessment =
            json!({ "impact": "Impact canary", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
        self.ask(Role::Member, "acknowledgement", json!({})).await;
        self.ask(Role::Member, "coordinator", json!({ "person": self.member })).await;
        self.ask(Role::Member, "assessment", assessment).await;
        self.ask(Role::Member, "acceptance", json!({})).await;
        for person in [self.fixer, invited] {
            self.ask(Role::Member, "invitation", json!({ "person": person, "standing": "code_owner" })).await;
        }
        self.ask(Role::Fixer, "membership", json!({})).await;
        for (to, text) in
            [("reporter", "To the reporter canary"), ("fixers", "To fixers canary"), ("committee", "Among us canary")]
        {
            self.ask(Role::Member, "messages", json!({ "to": to, "text": text })).await;
        }
    }

    async fn invite(&mut self, role: Role, name: &str, committee: bool) -> PersonId {
        let (address, organisation) = (line(&format!("{name}@desk.example")), line(&format!("{name} and friends")));
        let new = NewPerson { name: line(name), address, organisation, committee, office: None };
        let Outcome::Done((id, code)) = self.desk.invite(&Caller::Operator, new).await.unwrap() else {
            panic!("not invited")
        };
        self.begin(role, &code).await;
        id
    }

    async fn report(&mut self, role: Role, title: &str) -> String {
        let report =
            json!({ "title": title, "body": "Body canary", "name": "Rita canary", "address": "rita@reporter.example" });
        let answer = self.post(Role::Stranger, "/api/v1/reports", &report).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let receipt = answer.json()["receipt"].as_str().unwrap().to_owned();
        self.begin(role, &receipt).await;
        receipt
    }

    async fn begin(&mut self, role: Role, code: &str) {
        let answer = self.post(Role::Stranger, "/api/v1/session", &json!({ "code": code })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        self.tokens.push((role, answer.json()["token"].as_str().unwrap().to_owned()));
    }

    /// A role's token; empty for strangers.
    pub(crate) fn token(&self, role: Role) -> &str {
        self.tokens.iter().find(|(known, _)| *known == role).map_or("", |(_, token)| token)
    }

    /// Another token for a role.
    pub(crate) fn replace_token(&mut self, role: Role, token: String) {
        self.tokens.retain(|(known, _)| *known != role);
        self.tokens.push((role, token));
    }

    /// Asks something of the case that must be done.
    pub(crate) async fn ask(&self, role: Role, noun: &str, body: Value) {
        let answer = self.post(role, &format!("/api/v1/cases/{}/{noun}", self.case), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{noun}: {}", answer.text());
    }

    pub(crate) async fn get(&self, role: Role, path: &str) -> Answer {
        self.send(role, "GET", path, "", "").await
    }

    pub(crate) async fn post(&self, role: Role, path: &str, body: &Value) -> Answer {
        self.send(role, "POST", path, "application/json", body.to_string()).await
    }

    pub(crate) async fn form(&self, role: Role, path: &str, body: &str) -> Answer {
        self.send(role, "POST", path, "application/x-www-form-urlencoded", body.to_owned()).await
    }

    pub(crate) async fn send(&self, role: Role, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "desk.example");
        if role != Role::Stranger {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token(role)));
        }
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        whole(&self.router, request.body(body.into()).unwrap()).await
    }

    /// How many events there are in all: nothing was written when it is the same.
    pub(crate) async fn events(&self) -> u64 {
        let verified = self.desk.verify_all().await.unwrap();
        assert!(verified.problems.is_empty(), "{:?}", verified.problems);
        verified.events
    }
}

pub(crate) async fn whole(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 24).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}
