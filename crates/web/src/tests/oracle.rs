//! The existence oracle (F-11): what is hidden and what never was answer alike, at every door that names something.
//!
//! Byte for byte, headers included; and what goes on in a case changes nothing in what others see (T-16 to T-20).

use std::time::Instant;

use axum::http::Method;
use serde_json::Value;
use tokio::task::JoinSet;

use super::matrix::cast::{Cast, Open, Role};
use super::matrix::stage::Stage;
use super::matrix::{request, sign};
use super::scene::Answer;
use crate::route::Route;
use crate::routes;

/// An id that nothing has.
const ABSENT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaa0";

/// Those whom a case is no concern of.
const APART: [Role; 10] = [
    Role::Stranger,
    Role::OtherReporter,
    Role::Outsider,
    Role::OtherFixer,
    Role::FormerMember,
    Role::Operator,
    Role::Unapproved,
    Role::Steward,
    Role::Auditor,
    Role::Asking,
];

async fn ask(cast: &Cast, open: &Open, role: Role, route: &Route, path: &str) -> Answer {
    let (kind, body) = request::body(route, cast);
    cast.send(open, role, route.method.as_str(), path, kind, body).await
}

/// The address with a name that nothing has in place of one that something has.
fn absent(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| if part.starts_with('{') { ABSENT } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_answers_as_what_never_was() {
    let stages: JoinSet<_> = [Stage::Received, Stage::Agreed].map(compared).into_iter().collect();
    let (asked, different): (Vec<u32>, Vec<Vec<String>>) = stages.join_all().await.into_iter().unzip();
    let (asked, different) = (asked.into_iter().sum::<u32>(), different.concat());
    println!("oracle: {asked} pairs, {} differences", different.len());
    assert!(different.is_empty(), "{different:#?}");
}

async fn compared(stage: Stage) -> (u32, Vec<String>) {
    let (mut asked, mut different) = (0_u32, Vec::new());
    let cast = Cast::at(stage).await;
    let mut open = cast.copy().await;
    for route in routes::all().iter().filter(|route| route.path.contains('{')) {
        let nowhere = if route.is_api() { "/api/v1/nothing" } else { "/nothing" };
        let nothing = cast.send(&open, Role::Stranger, "GET", nowhere, "", String::new()).await;
        for role in Role::ALL {
            let there = ask(&cast, &open, role, route, &request::path(route, &cast)).await;
            let found = sign(&there, &nothing);
            if route.method != Method::GET && found == 'y' {
                open = cast.copy().await;
            }
            asked += 1;
            // Whoever is not told that there is nothing may know of it; but a question that comes before it must be the same.
            let never = ask(&cast, &open, role, route, &absent(route)).await;
            if found == '.' && there != never {
                different.push(format!("{stage:?} {role:?} {} {}", route.method, route.path));
            }
            assert_ne!(sign(&never, &nothing), '!', "{role:?} {} {}", route.method, route.path);
        }
    }
    (asked, different)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_on_in_a_case_changes_nothing_for_others() {
    let mut before: Option<Vec<(String, Answer)>> = None;
    for stage in [Stage::Received, Stage::Accepted, Stage::Agreed] {
        let cast = Cast::at(stage).await;
        let open = cast.copy().await;
        let mut seen = Vec::new();
        // These give away something fresh each time they are asked: a secret for an app, a question for a provider.
        let fresh = ["/password", "/sign-in/provider", "/provider/ask"];
        let compared =
            |route: &&Route| route.method == Method::GET && !route.path.contains('{') && !fresh.contains(&&*route.path);
        for route in routes::all().iter().filter(compared) {
            for role in APART {
                let mut answer = ask(&cast, &open, role, route, &route.path).await;
                answer.body = without_ids(&answer.text()).into_bytes();
                seen.push((format!("{role:?} {}", route.path), answer));
            }
        }
        match &before {
            None => before = Some(seen),
            Some(before) => {
                for ((name, one), (_, other)) in before.iter().zip(&seen) {
                    assert_eq!(one, other, "{name} tells that the case came to be {stage:?}");
                }
            }
        }
    }
    println!("oracle: {} lists and pages, the same whatever goes on", before.map_or(0, |seen| seen.len()));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_id_is_a_number_and_none_is_guessed_from_another() {
    let cast = Cast::at(Stage::Agreed).await;
    let open = cast.copy().await;
    let mut ids = 0_u32;
    for route in routes::all().iter().filter(|route| route.method == Method::GET) {
        for role in [Role::Member, Role::Fixer, Role::Reporter, Role::Operator] {
            let answer = ask(&cast, &open, role, route, &request::path(route, &cast)).await;
            let text = answer.text();
            if let Ok(json) = serde_json::from_str::<Value>(&text) {
                ids += checked(&route.path, &json);
            }
            for kind in ["cases", "people", "policy-proposals", "sessions", "passkeys", "confirm"] {
                for after in text.split(&format!("href=\"/{kind}/")).skip(1) {
                    let name: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
                    assert_eq!(name.len(), 26, "{} links to /{kind}/{name}", route.path);
                    ids += 1;
                }
            }
        }
    }
    assert!(ids > 100, "only {ids} ids were looked at");
}

/// A text with every id and challenge alike: each desk makes its own.
fn without_ids(text: &str) -> String {
    let between = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let word = |word: &str| if word.trim_end_matches(between).len() >= 26 { "id ".to_owned() } else { word.to_owned() };
    text.split_inclusive(between).map(word).collect()
}

/// Every field that is called an id is 128 bits in letters.
fn checked(path: &str, value: &Value) -> u32 {
    let is_id = |name: &str| name == "id" || name.ends_with("_id") || matches!(name, "case" | "person");
    match value {
        Value::Object(fields) if path.ends_with("openapi.json") => u32::from(fields.is_empty()),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                if is_id(name) && value.is_string() {
                    assert_eq!(value.as_str().map(str::len), Some(26), "{path}: {name} is {value}");
                    return 1;
                }
                assert!(!(is_id(name) && value.is_number()), "{path}: {name} is {value}");
                checked(path, value)
            })
            .sum(),
        Value::Array(values) => values.iter().map(|value| checked(path, value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// How long a hidden case and an absent one take to be not found. Measured, never asserted: `cargo xtask oracle` asks for it.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "durations are what is looked for")]
async fn how_long_not_found_takes_is_measured_when_asked_for() {
    let Some(pairs) = std::env::var("SLUICE_ORACLE_PAIRS").ok().and_then(|pairs| pairs.parse::<usize>().ok()) else {
        return;
    };
    let cast = Cast::at(Stage::Accepted).await;
    let open = cast.copy().await;
    let (hidden, absent) = (format!("/cases/{}", cast.names.case), format!("/cases/{ABSENT}"));
    for role in [Role::Stranger, Role::OtherReporter, Role::Outsider, Role::Unapproved] {
        let mut taken: [Vec<u128>; 2] = [Vec::new(), Vec::new()];
        for nth in 0..pairs * 2 {
            let path = if nth % 2 == 0 { &hidden } else { &absent };
            let begun = Instant::now();
            let answer = cast.send(&open, role, "GET", path, "", String::new()).await;
            taken[nth % 2].push(begun.elapsed().as_nanos());
            assert_eq!(answer.status, 404);
        }
        let [hidden, absent] = taken.map(|mut taken| {
            taken.sort_unstable();
            taken[taken.len() / 2]
        });
        println!("oracle: {role:?}: median of {pairs}: hidden {hidden} ns, absent {absent} ns");
    }
}
