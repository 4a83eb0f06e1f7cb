//! A whole case as a log: the published facts of CVE-2022-36056, with an invented private part full of words that must stay inside.

use std::sync::Arc;

use documents::words::Names;
use domain::Timestamp;
use domain::case::event::{Event, Recorded};
use domain::case::state::Case;
use domain::case::view::{CaseView, Sealed};
use domain::ids::{CaseId, PersonId};
use domain::people::{Actor, Viewer};
use domain::policy::{Policy, committee};
use serde_json::json;

pub(crate) const ANA: PersonId = PersonId::from_bytes([1; 16]);
pub(crate) const BEN: PersonId = PersonId::from_bytes([2; 16]);
const FAY: PersonId = PersonId::from_bytes([3; 16]);

/// Whoever has an account, by name.
pub(crate) fn names() -> Names {
    [(ANA, "Ana Arroyo"), (BEN, "Will Bendt"), (FAY, "Fay Foss")].map(|(id, name)| (id, name.to_owned())).into()
}

/// A moment of the case.
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The log up to a moment.
#[expect(clippy::too_many_lines, reason = "one table")]
pub(crate) fn log(policy: Policy, until: Timestamp) -> Vec<Recorded> {
    let opened = Event::CaseOpened { policy: Arc::new(policy) };
    let (ana, ben, fay, rita) = (Actor::committee(ANA), Actor::committee(BEN), Actor::fixer(FAY), Actor::REPORTER);
    let commit = "80b79ed8b4d28ccbce3d279fd273606b5cddcc25";
    let blob = domain::ids::BlobId::from_bytes([9; 16]).to_string();
    let rows = [
        (
            "2022-08-31T09:00:00Z",
            rita,
            json!({ "kind": "report_received", "title": "CANARY-TITLE", "body": blob, "channel": "form", "disclosure": "private" }),
        ),
        (
            "2022-08-31T09:00:00Z",
            rita,
            json!({ "kind": "reporter_named", "reporter": { "name": "CANARY-REPORTER", "credit": "anonymous" } }),
        ),
        ("2022-08-31T15:00:00Z", ana, json!({ "kind": "report_acknowledged" })),
        (
            "2022-08-31T15:10:00Z",
            ana,
            json!({ "kind": "upstream_named", "upstream": { "project": "CANARY-UPSTREAM" } }),
        ),
        (
            "2022-09-01T09:00:00Z",
            ana,
            json!({ "kind": "report_assessed", "assessment": { "impact": "CANARY-IMPACT", "replicated": "yes", "origin": "ours", "exploited": "no_evidence" } }),
        ),
        ("2022-09-01T09:00:00Z", ana, json!({ "kind": "report_accepted" })),
        ("2022-09-01T10:00:00Z", ana, json!({ "kind": "fixer_invited", "person": FAY, "standing": "code_owner" })),
        ("2022-09-01T12:00:00Z", fay, json!({ "kind": "fixer_joined", "person": FAY })),
        ("2022-09-01T13:00:00Z", fay, json!({ "kind": "fork_noted", "location": "CANARY-FORK" })),
        ("2022-09-02T09:00:00Z", ana, json!({ "kind": "advisory_opened", "reference": null })),
        (
            "2022-09-02T09:30:00Z",
            ana,
            json!({ "kind": "advisory_drafted", "draft": { "title": "verify-blob accepts a crafted bundle", "summary": "A signature that was never logged can verify.", "details": "The log entry is not compared with the signature.", "affected": ["Go:github.com/sigstore/cosign 0 last 1.11.1 fixed 1.12.0"], "weaknesses": ["CWE-347"], "mitigation": { "steps": "Verify with the extracted signature." }, "upgrade": "Install 1.12.0 or later.", "check_command": "cosign version", "aliases": ["GHSA-8gw7-4j42-w388"] } }),
        ),
        (
            "2022-09-02T10:00:00Z",
            ana,
            json!({ "kind": "severity_scored", "vector": "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N", "score": 5.5 }),
        ),
        ("2022-09-05T09:00:00Z", ana, json!({ "kind": "cve_assigned", "id": "CVE-2022-36056" })),
        ("2022-09-06T09:00:00Z", fay, json!({ "kind": "fix_proposed", "fix": { "commit": commit, "author": FAY } })),
        ("2022-09-06T12:00:00Z", fay, json!({ "kind": "fix_ready", "commit": commit })),
        ("2022-09-06T13:00:00Z", ben, json!({ "kind": "release_day_agreed", "at": "2022-09-14T16:00:00Z" })),
        ("2022-09-07T09:00:00Z", ben, json!({ "kind": "message_sent", "to": "committee", "body": blob })),
        (
            "2022-09-14T08:00:00Z",
            ben,
            json!({ "kind": "rule_set_aside", "rule": "checks_run", "reason": "The forge runs no checks in a private fork." }),
        ),
        ("2022-09-14T08:05:00Z", ben, json!({ "kind": "fix_approved", "commit": commit })),
        ("2022-09-14T08:37:41Z", ana, json!({ "kind": "fix_merged", "commit": commit })),
        (
            "2022-09-14T15:56:00Z",
            ana,
            json!({ "kind": "release_noted", "release": { "version": "1.12.0", "tag": "v1.12.0", "url": "https://git.example/v1.12.0", "at": "2022-09-14T15:55:03Z" } }),
        ),
        ("2022-09-14T16:00:00Z", ana, json!({ "kind": "advisory_published" })),
        (
            "2022-09-14T16:01:00Z",
            Actor::WORLD,
            json!({ "kind": "letter_held", "effect": "CANARY-EFFECT", "problem": "CANARY-PROBLEM" }),
        ),
        (
            "2022-09-17T16:00:00Z",
            Actor::CLOCK,
            json!({ "kind": "deadline_missed", "clock": "retrospective", "due": "2022-09-17T16:00:00Z" }),
        ),
        ("2022-09-17T18:30:00Z", ana, json!({ "kind": "retrospective_sent" })),
        ("2022-09-17T19:00:00Z", ana, json!({ "kind": "case_closed", "closing": "done", "note": null })),
    ];
    let begin = (at("2022-08-31T09:00:00Z"), rita, opened);
    let told = rows.into_iter().map(|(moment, by, event)| (at(moment), by, serde_json::from_value(event).unwrap()));
    [begin]
        .into_iter()
        .chain(told)
        .filter(|(moment, ..)| *moment <= until)
        .zip(1..)
        .map(|((at, by, event), seq)| Recorded { seq, at, by, event })
        .collect()
}

/// The preset of a committee, for the project of the case.
pub(crate) fn policy() -> Policy {
    let mut policy = committee();
    policy.project.name = domain::words::Line::new("cosign").unwrap();
    policy
}

/// What the committee sees at a moment.
pub(crate) fn view(until: &str) -> CaseView {
    view_of(log(policy(), at(until)), at(until))
}

/// What the committee sees of a log.
pub(crate) fn view_of(log: Vec<Recorded>, now: Timestamp) -> CaseView {
    let case = Case::fold(CaseId::from_bytes([7; 16]), &log).unwrap();
    Sealed::new(case, log).open(Viewer::Committee(ANA), now).unwrap()
}
