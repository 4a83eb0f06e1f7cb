//! The stages of a case at which everybody comes to every door.

use axum::http::StatusCode;
use desk::{Caller, Changed};
use serde_json::{Value, json};

use super::cast::{Cast, Open, Role, telling};
use super::request::{COMMIT, NOON};

/// How far the case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tests) enum Stage {
    /// A report, and nobody has answered.
    Received,
    /// Taken on, with a fix team; the embargo runs.
    Accepted,
    /// The fix is ready and the release day agreed.
    Agreed,
    /// The fix is merged, the embargo over.
    Merged,
    /// The advisory is out.
    Published,
    /// All is done.
    Closed,
    /// It was no vulnerability.
    Declined,
}

impl Stage {
    pub(in crate::tests) const ALL: [Self; 7] =
        [Self::Received, Self::Accepted, Self::Agreed, Self::Merged, Self::Published, Self::Closed, Self::Declined];

    /// Plays the case up to here.
    pub(in crate::tests) async fn play(self, cast: &mut Cast, open: &Open) {
        cast.names.case = report(cast, open, Role::Reporter, "The tenant's secret canary").await;
        cast.names.other_case = report(cast, open, Role::OtherReporter, "Another matter").await;
        other_case(cast, open).await;
        let policy = lantern_changed();
        let made = cast.post(open, Role::Member, "/api/v1/policy-proposals", &policy).await;
        cast.names.proposal = made.json()["id"].as_str().unwrap_or_else(|| panic!("{}", made.text())).to_owned();
        cast.names.ballot = ballot(cast, open).await;
        if self == Self::Declined {
            ask(cast, open, Role::Member, "acknowledgement", json!({})).await;
            let why = json!({ "because": "not_a_vulnerability", "note": "It works as documented." });
            ask(cast, open, Role::Member, "declination", why).await;
        } else if self >= Self::Accepted {
            accepted(cast, open).await;
        }
        if self >= Self::Agreed && self != Self::Declined {
            agreed(cast, open).await;
        }
        if self >= Self::Merged && self != Self::Declined {
            merged(cast, open).await;
        }
        if self >= Self::Published && self != Self::Declined {
            ask(cast, open, Role::Member, "publication", json!({})).await;
            open.desk.deliver().await.unwrap();
        }
        if self == Self::Closed {
            let why = json!({ "note": "Done.", "reason": "The retrospective follows." });
            ask(cast, open, Role::Member, "closure", why).await;
        }
        let former = cast.person(Role::FormerMember);
        assert_eq!(open.desk.remove_person(&Caller::Operator, former).await.unwrap(), Changed::Done);
    }
}

/// Somebody is nominated, whom nobody has said anything about yet.
async fn ballot(cast: &Cast, open: &Open) -> String {
    let nominee = json!({ "name": "Nina", "address": "nina@elsewhere.example", "reason": "She helps." });
    let made = cast.post(open, Role::Member, "/api/v1/committee/nomination", &nominee).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let committee = cast.send(open, Role::Member, "GET", "/api/v1/committee", "", String::new()).await;
    committee.json()["ballots"][0]["ballot"].to_string()
}

fn lantern_changed() -> Value {
    let mut policy = telling();
    policy.version = domain::words::Line::new("1.0.1").unwrap();
    json!({ "policy": policy.to_toml(), "reason": "A new number." })
}

async fn report(cast: &mut Cast, open: &Open, role: Role, title: &str) -> String {
    let body =
        json!({ "title": title, "body": "Body canary", "name": "Rita canary", "address": "rita@reporter.example" });
    let answer = cast.post(open, Role::Stranger, "/api/v1/reports", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    cast.begin(open, role, answer.json()["receipt"].as_str().unwrap()).await;
    let me = cast.send(open, role, "GET", "/api/v1/me", "", String::new()).await;
    me.json()["case"].as_str().unwrap().to_owned()
}

/// The other case has a fix team of its own.
async fn other_case(cast: &Cast, open: &Open) {
    let at = |noun: &str| format!("/api/v1/cases/{}/{noun}", cast.names.other_case);
    let assessment = json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    let invitation = json!({ "person": cast.person(Role::OtherFixer), "standing": "code_owner" });
    for (role, noun, body) in [
        (Role::Member, "assessment", assessment),
        (Role::Member, "acceptance", json!({})),
        (Role::Member, "invitation", invitation),
        (Role::OtherFixer, "membership", json!({})),
    ] {
        let answer = cast.post(open, role, &at(noun), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{noun}: {}", answer.text());
    }
}

async fn ask(cast: &Cast, open: &Open, role: Role, noun: &str, body: Value) {
    let path = format!("/api/v1/cases/{}/{noun}", cast.names.case);
    let answer = cast.post(open, role, &path, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{role:?} {noun}: {}", answer.text());
}

async fn accepted(cast: &Cast, open: &Open) {
    let assessment =
        json!({ "impact": "Impact canary", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" });
    ask(cast, open, Role::Member, "acknowledgement", json!({})).await;
    ask(cast, open, Role::Member, "coordinator", json!({ "person": cast.person(Role::Member) })).await;
    ask(cast, open, Role::Member, "assessment", assessment).await;
    ask(cast, open, Role::Member, "acceptance", json!({})).await;
    let invite = |role: Role, standing: &str| json!({ "person": cast.person(role), "standing": standing });
    for role in [Role::Invited, Role::Decliner, Role::Removed, Role::Fixer] {
        ask(cast, open, Role::Member, "invitation", invite(role, "code_owner")).await;
    }
    ask(cast, open, Role::Member, "invitation", invite(Role::Unapproved, "outsider")).await;
    for (role, part) in [
        (Role::Guest, "guest"),
        (Role::Observer, "observer"),
        (Role::ReleaseManager, "release_manager"),
        (Role::Distributor, "distributor"),
    ] {
        let invitation = json!({ "person": cast.person(role), "standing": "code_owner", "part": part });
        ask(cast, open, Role::Member, "invitation", invitation).await;
        ask(cast, open, role, "membership", json!({})).await;
    }
    for role in [Role::Asking, Role::Witness] {
        let wanted = json!({ "case": cast.names.case, "reason": "The quarter's audit." });
        let asked = cast.post(open, role, "/api/v1/access-requests", &wanted).await;
        assert_eq!(asked.status, StatusCode::OK, "{role:?}: {}", asked.text());
    }
    ask(cast, open, Role::Member, "access", json!({ "person": cast.person(Role::Witness) })).await;
    ask(cast, open, Role::Witness, "membership", json!({})).await;
    ask(cast, open, Role::Decliner, "invitation-refusal", json!({})).await;
    for role in [Role::Removed, Role::Fixer] {
        ask(cast, open, role, "membership", json!({})).await;
    }
    ask(cast, open, Role::Member, "removal", json!({ "person": cast.person(Role::Removed) })).await;
    for (to, text) in
        [("reporter", "To the reporter canary"), ("fixers", "To fixers canary"), ("committee", "Among us canary")]
    {
        ask(cast, open, Role::Member, "messages", json!({ "to": to, "text": text })).await;
    }
}

async fn agreed(cast: &Cast, open: &Open) {
    let draft = json!({
        "title": "A flaw", "summary": "It is a flaw.", "details": "This is how.",
        "affected": ["Go:example.org/tool 0 fixed 1.2.0"], "exposure": "Everybody.", "mitigation": "Switch it off.",
        "upgrade": "Update to 1.2.0.", "check_command": "tool version",
    });
    let steps = [
        (Role::Member, "advisory", json!({})),
        (Role::Fixer, "draft", draft),
        (Role::Fixer, "score", json!({ "vector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N" })),
        (Role::Member, "severity", json!({ "rating": "medium", "note": "As we see it." })),
        (Role::Member, "cve-waiver", json!({ "note": "No number." })),
        (Role::Fixer, "fork", json!({ "location": "https://git.lantern.test/fork" })),
        (Role::Fixer, "fix", json!({ "commit": COMMIT, "author": cast.person(Role::Fixer) })),
        (Role::Fixer, "checks", json!({ "commit": COMMIT, "tool": "make check", "passed": true })),
        (Role::Fixer, "readiness", json!({ "commit": COMMIT })),
        (Role::Member, "communication-plan", json!({ "plan": "Tell everybody." })),
        (Role::Member, "release-day", json!({ "at": NOON })),
        (Role::Fixer, "release-day", json!({ "at": NOON })),
    ];
    for (role, noun, body) in steps {
        let mut body = body;
        body["reason"] = json!("It has to be.");
        ask(cast, open, role, noun, body).await;
    }
}

async fn merged(cast: &Cast, open: &Open) {
    cast.step_to(NOON);
    open.desk.tick().await.unwrap();
    let release = json!({ "version": "1.2.0", "tag": "v1.2.0", "url": "https://git.lantern.test/v1.2.0", "at": NOON });
    let artefact = json!({
        "name": "tool.tar", "url": "https://git.lantern.test/tool.tar", "sha256": "0".repeat(64),
        "built": true, "signed": true, "available": true, "functional": true,
    });
    for (noun, body) in [
        ("approval", json!({ "commit": COMMIT })),
        ("merge", json!({ "commit": COMMIT })),
        ("release", release),
        ("artefact", artefact),
    ] {
        ask(cast, open, Role::Member, noun, body).await;
    }
}
