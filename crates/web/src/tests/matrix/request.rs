//! A request to every route that is well-formed: what stands against it is a right, or the rules.

use axum::http::Method;
use desk::Right;
use domain::case::decide::Verb;
use domain::committee::decide::Verb as Committee;
use serde_json::{Value, json};

use super::cast::{Cast, Role};
use crate::body::Reads;
use crate::route::Route;

pub(in crate::tests) const COMMIT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
pub(in crate::tests) const NOON: &str = "2026-11-02T16:00:00Z";
const LATER: &str = "2026-11-05T16:00:00Z";

/// The address of a route with the names of what there is.
pub(in crate::tests) fn path(route: &Route, cast: &Cast) -> String {
    let names = &cast.names;
    route
        .path
        .replace("{case}", &names.case)
        .replace("{proposal}", &names.proposal)
        .replace("{person}", &cast.person(Role::Outsider).to_string())
        .replace("{session}", &names.session)
        .replace("{token}", &names.token)
        .replace("{passkey}", &names.passkey)
        .replace("{confirmation}", &names.confirmation)
        .replace("{slug}", "advisory-2026-11-02-1600")
        .replace("{code}", "none")
        .replace("{ballot}", &names.ballot)
}

/// The type and the text of its body.
pub(in crate::tests) fn body(route: &Route, cast: &Cast) -> (&'static str, String) {
    let body = if let Right::AskOfCase(verb) | Right::AskOfOwnReport(verb) = route.right {
        asked(verb, cast)
    } else {
        other(route, cast)
    };
    match route.reads {
        Reads::Nothing => ("", String::new()),
        Reads::Json => ("application/json", body.to_string()),
        Reads::Form => ("application/x-www-form-urlencoded", form(&body)),
    }
}

/// The same fields as a form has them.
fn form(body: &Value) -> String {
    let pairs = body.as_object().into_iter().flatten().map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (name.clone(), text)
    });
    serde_html_form::to_string(pairs.collect::<Vec<_>>()).unwrap()
}

/// What routes take that ask nothing of a case.
fn other(route: &Route, cast: &Cast) -> Value {
    let person = json!({ "name": "Somebody", "address": "somebody@desk.example", "organisation": "Friends" });
    let policy = crate::tests::scene::lantern().to_toml();
    let of_committee = route.path.rsplit_once("/committee/").map_or("", |(_, noun)| noun);
    if let Some(verb) = Committee::ASKED.into_iter().find(|verb| verb.noun() == of_committee) {
        return of_the_committee(verb, cast);
    }
    match &*route.path {
        "/api/v1/reports" | "/report" => json!({ "title": "A flaw", "body": "It is one." }),
        "/api/v1/people" | "/people" => person,
        "/api/v1/people/{person}/change" | "/people/{person}/change" => person,
        "/api/v1/people/{person}/recovery" | "/people/{person}/recovery" => json!({ "step": "begin" }),
        "/api/v1/session" | "/sign-in" | "/receipt" if route.method == Method::POST => json!({ "code": "none" }),
        "/api/v1/policy-look" => json!({ "policy": policy }),
        "/api/v1/policy-proposals" => json!({ "policy": policy, "reason": "Why not." }),
        "/policy-proposals" => json!({ "policy": policy, "reason": "Why not.", "then": "look" }),
        "/api/v1/policy-proposals/{proposal}/words" | "/policy-proposals/{proposal}/words" => {
            json!({ "choice": "yes" })
        }
        "/api/v1/tokens" => json!({ "name": "A program", "scopes": ["read_cases"], "days": 30 }),
        "/tokens" => json!({ "name": "A program", "scopes": "read_cases", "days": 30 }),
        "/api/v1/my-report/account" | "/my-report/account" => {
            json!({ "name": "Rita", "address": "rita@reporter.example" })
        }
        "/api/v1/my-reports" | "/my-reports" => json!({ "code": "none" }),
        "/api/v1/session/password" | "/sign-in/password" => {
            json!({ "address": "somebody@desk.example", "password": "violet kettle umbrella", "code": "123456" })
        }
        "/api/v1/password" | "/password" => {
            json!({ "password": "violet kettle umbrella", "offer": "none", "code": "123456" })
        }
        "/api/v1/access-requests" | "/access" if route.method == Method::POST => {
            json!({ "case": cast.names.case, "reason": "The quarter's audit." })
        }
        "/passkeys" => json!({ "name": "A key", "answer": "{}" }),
        "/verify" | "/sign-in/passkey" | "/confirm/{confirmation}" => json!({ "answer": "{}" }),
        _ => json!({}),
    }
}

/// What is asked of the committee.
fn of_the_committee(verb: Committee, cast: &Cast) -> Value {
    let member = cast.person(Role::NewMember);
    let ballot = cast.names.ballot.as_str();
    match verb {
        Committee::ExpressInterest => {
            json!({ "name": "Nora", "address": "nora@elsewhere.example", "statement": "I would like to." })
        }
        Committee::CloseInterest => json!({ "interest": "9999", "note": "Not now." }),
        Committee::Nominate => json!({ "name": "Nils", "address": "nils@elsewhere.example", "reason": "He helps." }),
        Committee::Suspend => json!({ "person": member, "reason": "Silent." }),
        Committee::Resume => json!({ "person": member, "note": "They called." }),
        Committee::ProposeRemoval => json!({ "person": member, "reason": "Silent." }),
        Committee::StepDown => json!({ "reason": "It was enough.", "sure": "leave" }),
        Committee::FinishLeaving => json!({ "person": member, "step": "1", "proof": "Seen." }),
        Committee::FinishTask => json!({ "task": "9999", "note": "Done." }),
        Committee::Vote => json!({ "ballot": ballot, "choice": "no", "reason": "Too early." }),
        Committee::StandAside | Committee::Withdraw => json!({ "ballot": ballot, "reason": "So it is." }),
        Committee::NoteElectors => json!({ "ballot": ballot, "choice": "yes", "evidence": "Minutes." }),
        Committee::Extend => json!({ "ballot": ballot, "by": "P2D", "reason": "More time." }),
        Committee::PlanLeave => json!({ "from": "2027-03-01", "until": "2027-03-03" }),
        Committee::CoverLeave => json!({ "leave": "9999", "duty": "triage" }),
        Committee::NameDeputy => json!({ "leave": "9999", "name": "Dee", "address": "dee@elsewhere.example" }),
        Committee::HandOver => json!({ "leave": "9999", "person": member }),
        Committee::EndLeave => json!({ "leave": "9999" }),
        Committee::TakeDuty => json!({ "duty": "release" }),
        Committee::AnswerPing => json!({}),
        Committee::Ping => json!({ "person": member }),
        Committee::SetRotation => json!({ "order": "nobody@elsewhere.example", "from": "2027-03-01" }),
        Committee::OfferShift => json!({ "shift": "1", "person": member }),
        Committee::TakeShift => json!({ "shift": "1" }),
        Committee::Note => json!({}),
    }
}

/// What is asked of a case; a reason goes with it, so that no `should` stands against it.
fn asked(verb: Verb, cast: &Cast) -> Value {
    let mut body = fields(verb, cast);
    body["reason"] = json!("It has to be.");
    body
}

fn fields(verb: Verb, cast: &Cast) -> Value {
    match verb {
        Verb::SendMessage => json!({ "to": "reporter", "text": "A word." }),
        Verb::NoteDisclosure => json!({ "place": "a public list" }),
        Verb::NoteAttack => json!({ "evidence": "Logs." }),
        Verb::AnswerPrivateHandling => json!({ "agrees": true }),
        Verb::Assess => {
            json!({ "impact": "Bad.", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" })
        }
        Verb::Decline => json!({ "because": "duplicate", "note": "Told before." }),
        Verb::Defer | Verb::EndEmbargo | Verb::WaiveCve | Verb::MoveToPolicy | Verb::Withdraw => {
            json!({ "note": "So it is." })
        }
        Verb::NameCoordinator => json!({ "person": cast.person(Role::NewMember) }),
        Verb::NameUpstream => json!({ "project": "upstream" }),
        Verb::InviteFixer => json!({ "person": cast.person(Role::Outsider), "standing": "code_owner" }),
        Verb::ApproveOutsider => json!({ "person": cast.person(Role::Unapproved) }),
        Verb::LetSee => json!({ "person": cast.person(Role::Asking) }),
        Verb::RemoveFixer => json!({ "person": cast.person(Role::Fixer) }),
        Verb::ProposeEmbargo => json!({ "until": LATER }),
        Verb::DraftAdvisory => json!({ "title": "A flaw", "summary": "It is one.", "details": "So." }),
        Verb::StateMitigation => json!({ "none": true }),
        Verb::ScoreSeverity => json!({ "vector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N" }),
        Verb::DecideSeverity => json!({ "rating": "medium", "note": "As we see it." }),
        Verb::RequestCve => json!({ "route": "the forge" }),
        Verb::AssignCve => json!({ "id": "CVE-2026-12345" }),
        Verb::NoteFork => json!({ "location": "https://git.lantern.test/fork" }),
        Verb::ProposeFix => json!({ "commit": COMMIT, "author": cast.person(Role::Fixer) }),
        Verb::NoteChecks => json!({ "commit": COMMIT, "tool": "make check", "passed": true }),
        Verb::DeclareReady | Verb::ApproveFix | Verb::MergeFix => json!({ "commit": COMMIT }),
        Verb::PlanCommunication => json!({ "plan": "Tell everybody." }),
        Verb::AgreeReleaseDay => json!({ "at": LATER }),
        Verb::MoveReleaseDay => json!({ "at": LATER, "factor": "development_time", "note": "It takes longer." }),
        Verb::NoteRelease => {
            json!({ "version": "1.2.1", "tag": "v1.2.1", "url": "https://git.lantern.test/v1.2.1", "at": NOON })
        }
        Verb::CheckArtefact => json!({
            "name": "other.tar", "url": "https://git.lantern.test/other.tar", "sha256": "0".repeat(64),
            "built": true, "signed": true, "available": true, "functional": true,
        }),
        Verb::DraftRetrospective | Verb::GiveFeedback => json!({ "text": "It went well." }),
        Verb::BreakGlass => json!({ "rule": "artefacts_checked", "note": "It is urgent." }),
        Verb::SubmitReport
        | Verb::AskToSee
        | Verb::Acknowledge
        | Verb::Accept
        | Verb::NoteThreat
        | Verb::AskPrivateHandling
        | Verb::JoinFixTeam
        | Verb::DeclineInvitation
        | Verb::InviteReporter
        | Verb::AcceptEmbargo
        | Verb::RejectEmbargo
        | Verb::OpenAdvisory
        | Verb::Publish
        | Verb::SendRetrospective
        | Verb::Close
        | Verb::NoteTime
        | Verb::NoteLetterSent
        | Verb::NoteLetterHeld
        | Verb::NoteAnnounced => json!({}),
    }
}
