//! Everybody who may come to the doors of a case, whatever they are to it, and a desk that can be set back to where it was.
//!
//! A desk is played up to a stage once; every question is asked of a copy of what it kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use authenticator::Authenticator;
use axum::Router;
use axum::http::{Request, StatusCode, header};
use cluster::Cluster;
use desk::ports::{CountedIds, KeptMail, StepClock, TrustingProvider};
use desk::right::Scope;
use desk::{Caller, Desk, KeyOutcome, NewPerson, Outcome, PasskeyRule, Setup, TokenOutcome, WantedToken};
use domain::Timestamp;
use domain::ids::PersonId;
use domain::people::Office;
use domain::policy::{Group, Policy};
use domain::words::Line;
use serde_json::{Value, json};
use store::{Location, Store};
use tempfile::TempDir;
use vault::{OperatorToken, RootKey};

use super::stage::Stage;
use crate::tests::scene::{Answer, CONFIG, lantern, whole};
use crate::{App, Config, router};

pub(in crate::tests) const HERE: &str = "https://desk.example";
const FILE: &str = "desk.db";

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident,)*) => {
        /// What somebody is to the case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::tests) enum Role { $($(#[$doc])* $role,)* }

        impl Role {
            pub(in crate::tests) const ALL: [Self; [$(Self::$role),*].len()] = [$(Self::$role),*];
        }
    };
}

roles! {
    /// Nobody we know.
    Stranger,
    /// Holds the receipt of the case.
    Reporter,
    /// Holds the receipt of another case.
    OtherReporter,
    /// Has an account, and no part in the case.
    Outsider,
    /// Asked in by a member as an outsider, and not approved by another.
    Unapproved,
    /// Invited, and has not answered.
    Invited,
    /// Invited, and said no.
    Decliner,
    /// Was on the fix team, and was taken off it.
    Removed,
    /// On the fix team.
    Fixer,
    /// A guest of the case.
    Guest,
    /// Follows the case.
    Observer,
    /// Makes its releases.
    ReleaseManager,
    /// Is told ahead.
    Distributor,
    /// On the fix team of another case.
    OtherFixer,
    /// On the committee, with a passkey that was not shown lately.
    Member,
    /// On the committee, without a passkey.
    NewMember,
    /// A program with a token of that member, for all there is.
    Program,
    /// Was on the committee; the account is closed.
    FormerMember,
    /// Looks after accounts.
    Steward,
    /// Looks at whether the rules are kept.
    Auditor,
    /// Has an office, and asked to see the case.
    Asking,
    /// Has an office, asked to see the case, and was let in for a few hours.
    Witness,
    /// The installation's terminal.
    Operator,
}

/// Somebody with an account.
struct Person {
    role: Role,
    id: PersonId,
}

/// Where what a desk keeps lies, so that it can be copied.
enum Kept {
    /// In a file.
    File(TempDir),
    /// In a database of that name.
    Database(Arc<Cluster>, String),
}

/// How many databases there were: each has a name of its own.
static DATABASES: AtomicU32 = AtomicU32::new(0);

impl Kept {
    fn on(cluster: Option<Arc<Cluster>>) -> Self {
        match cluster {
            None => Self::File(tempfile::tempdir().unwrap()),
            Some(cluster) => Self::made(cluster, ""),
        }
    }

    fn made(cluster: Arc<Cluster>, template: &str) -> Self {
        let name = format!("desk_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        cluster.psql(&format!("CREATE DATABASE {name} {template}"));
        Self::Database(cluster, name)
    }

    /// Another that keeps the same; nobody has this one open.
    fn copy(&self) -> Self {
        match self {
            Self::File(dir) => {
                let copy = tempfile::tempdir().unwrap();
                std::fs::copy(dir.path().join(FILE), copy.path().join(FILE)).unwrap();
                Self::File(copy)
            }
            Self::Database(cluster, name) => Self::made(Arc::clone(cluster), &format!("TEMPLATE {name}")),
        }
    }

    fn location(&self) -> Location {
        match self {
            Self::File(dir) => Location::Sqlite(dir.path().join(FILE)),
            Self::Database(cluster, name) => Location::Postgres(cluster.url(name)),
        }
    }
}

/// The parts of a desk that play on between one opening of its store and the next.
pub(in crate::tests) struct Cast {
    kept: Kept,
    clock: Arc<StepClock>,
    ids: Arc<CountedIds>,
    tokens: Vec<(Role, String)>,
    people: Vec<Person>,
    /// The case, another case, and what else has a name.
    pub(in crate::tests) names: Names,
}

/// What addresses may name.
#[derive(Clone, Default)]
pub(in crate::tests) struct Names {
    pub(in crate::tests) case: String,
    pub(in crate::tests) other_case: String,
    pub(in crate::tests) proposal: String,
    pub(in crate::tests) ballot: String,
    pub(in crate::tests) passkey: String,
    pub(in crate::tests) confirmation: String,
    pub(in crate::tests) session: String,
    pub(in crate::tests) token: String,
}

/// A desk that answers.
pub(in crate::tests) struct Open {
    pub(in crate::tests) desk: Desk,
    router: Router,
    store: Store,
    _kept: Option<Kept>,
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// A policy that tells distributors ahead.
pub(super) fn telling() -> Policy {
    let mut policy = lantern();
    if let Some(known) = &mut policy.need_to_know {
        known.groups.push(Group::Distributors);
    }
    policy
}

fn operator() -> OperatorToken {
    OperatorToken::from_bytes([9; 20])
}

impl Cast {
    /// A desk played up to a stage, and closed.
    pub(in crate::tests) async fn at(stage: Stage) -> Self {
        Self::on(None, stage).await
    }

    /// The same, in a database of a cluster if there is one.
    pub(in crate::tests) async fn on(cluster: Option<Arc<Cluster>>, stage: Stage) -> Self {
        let mut cast = Self {
            kept: Kept::on(cluster),
            clock: Arc::new(StepClock::at("2026-11-02T09:00:00Z".parse().unwrap())),
            ids: Arc::new(CountedIds::default()),
            tokens: vec![(Role::Operator, operator().to_text().to_string())],
            people: Vec::new(),
            names: Names::default(),
        };
        let open = cast.opened(&cast.kept.location(), PasskeyRule::Offered, None).await;
        for role in Role::ALL {
            cast.join(&open, role).await;
        }
        stage.play(&mut cast, &open).await;
        cast.keys(&open).await;
        open.store.close().await;
        cast
    }

    /// The desk as it was left, where members need passkeys: a copy that may be spoilt.
    pub(in crate::tests) async fn copy(&self) -> Open {
        let copy = self.kept.copy();
        self.opened(&copy.location(), PasskeyRule::Required, Some(copy)).await
    }

    async fn opened(&self, location: &Location, passkey_rule: PasskeyRule, kept: Option<Kept>) -> Open {
        let store = Store::open(location, &RootKey::from_bytes([7; 32])).await.unwrap();
        let desk = Desk::new(Setup {
            store: store.clone(),
            clock: Arc::clone(&self.clock) as _,
            ids: Arc::clone(&self.ids) as _,
            mailer: Arc::new(KeptMail::default()),
            policy: Arc::new(telling()),
            base_url: HERE.to_owned(),
            passkey_rule,
            passwords: true,
            provider: Some(Arc::new(TrustingProvider::default())),
        });
        let operator_digest = operator().digest(store.mac_key());
        let router = router(App::new(desk.clone(), Config { operator_digest, ..CONFIG })).unwrap();
        Open { desk, router, store, _kept: kept }
    }

    /// An account and a session for whoever has one.
    async fn join(&mut self, open: &Open, role: Role) {
        let offices = [
            (Role::Steward, Office::Steward),
            (Role::Asking, Office::Steward),
            (Role::Auditor, Office::Auditor),
            (Role::Witness, Office::Auditor),
        ];
        let office = offices.into_iter().find(|(holder, _)| *holder == role).map(|(_, office)| office);
        let committee = match role {
            Role::Stranger | Role::Reporter | Role::OtherReporter | Role::Program | Role::Operator => return,
            Role::Outsider
            | Role::Unapproved
            | Role::Invited
            | Role::Decliner
            | Role::Removed
            | Role::Fixer
            | Role::Guest
            | Role::Observer
            | Role::ReleaseManager
            | Role::Distributor
            | Role::OtherFixer
            | Role::Steward
            | Role::Auditor
            | Role::Asking
            | Role::Witness => false,
            Role::Member | Role::NewMember | Role::FormerMember => true,
        };
        let name = format!("{role:?}");
        let address = line(&format!("{name}@desk.example").to_lowercase());
        let new = NewPerson { name: line(&name), address, organisation: line("Friends"), committee, office };
        let Outcome::Done((id, code)) = open.desk.invite(&Caller::Operator, new).await.unwrap() else {
            panic!("{role:?} is not invited")
        };
        self.people.push(Person { role, id });
        self.begin(open, role, &code).await;
    }

    /// A session with a code or a receipt.
    pub(in crate::tests) async fn begin(&mut self, open: &Open, role: Role, code: &str) {
        let answer = self.post(open, Role::Stranger, "/api/v1/session", &json!({ "code": code })).await;
        assert_eq!(answer.status, StatusCode::OK, "{role:?}: {}", answer.text());
        self.tokens.push((role, answer.json()["token"].as_str().unwrap().to_owned()));
    }

    /// A member adds a passkey, and has a decision that waits for it.
    async fn keys(&mut self, open: &Open) {
        let caller = self.caller(open, Role::Member).await;
        let token = self.token(Role::Member).to_owned();
        let options = open.desk.ask_to_register(&caller, &token).await.unwrap().unwrap();
        let answer = Authenticator::of(3).register(&options, HERE);
        let kept = open.desk.register_passkey(&caller, &token, &line("Key"), &answer).await.unwrap();
        assert_eq!(kept, KeyOutcome::Done);
        let keys = open.desk.passkeys(&caller).await.unwrap().unwrap();
        self.names.passkey = keys[0].id.to_string();
        let sessions = open.desk.sessions(&caller, &token).await.unwrap().unwrap();
        self.names.session = sessions[0].0.id.to_string();
        let wanted = WantedToken { name: line("A program"), scopes: Scope::ALL.to_vec(), days: 30 };
        let TokenOutcome::Made(token) = open.desk.make_token(&caller, wanted).await.unwrap() else {
            panic!("no token")
        };
        self.tokens.push((Role::Program, token));
        self.names.token = open.desk.tokens(&caller).await.unwrap().unwrap()[0].id.to_string();
        let path = format!("/api/v1/cases/{}/upstream", self.names.other_case);
        let waits = self.post(open, Role::Member, &path, &json!({ "project": "upstream" })).await;
        let link = waits.json()["error"]["confirm"].as_str().unwrap_or_else(|| panic!("{}", waits.text())).to_owned();
        self.names.confirmation = link.rsplit('/').next().unwrap().to_owned();
    }

    async fn caller(&self, open: &Open, role: Role) -> Caller {
        open.desk.caller(self.token(role)).await.unwrap()
    }

    pub(in crate::tests) fn person(&self, role: Role) -> PersonId {
        self.people.iter().find(|person| person.role == role).unwrap_or_else(|| panic!("{role:?}")).id
    }

    pub(in crate::tests) fn step_to(&self, at: &str) {
        self.clock.step_to(at.parse::<Timestamp>().unwrap());
    }

    fn token(&self, role: Role) -> &str {
        self.tokens.iter().find(|(known, _)| *known == role).map_or("", |(_, token)| token)
    }

    pub(in crate::tests) async fn post(&self, open: &Open, role: Role, path: &str, body: &Value) -> Answer {
        self.send(open, role, "POST", path, "application/json", body.to_string()).await
    }

    pub(in crate::tests) async fn send(
        &self,
        open: &Open,
        role: Role,
        method: &str,
        path: &str,
        kind: &str,
        body: String,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "desk.example");
        request = request.header("sec-fetch-site", "same-origin");
        if role != Role::Stranger {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token(role)));
        }
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        whole(&open.router, request.body(body.into()).unwrap()).await
    }
}
