//! The rights of the registry as people and programs read them: in the description of the API, and on the page of rights.
//!
//! Says what the table says; must not add to it.

use desk::right::{Kind, Object, Rule, Shown, StepUp};
use desk::{Job, Right};
use documents::words;
use domain::case::decide;
use domain::people::Role;
use serde_json::{Value, json};

use crate::route::Route;

/// Whether anybody may.
pub(crate) fn is_for_anybody(right: Right) -> bool {
    right.rule().holders.len() == Kind::ALL.len()
}

/// For programs: an extension of an operation.
pub(crate) fn as_json(right: Right) -> Value {
    let Rule { holders, object, shown, step_up } = right.rule();
    let holders: Vec<&str> = holders.iter().copied().map(kind).collect();
    json!({ "right": name(right), "holders": holders, "object": thing(object), "shown": audience(shown), "step_up": before(step_up) })
}

/// For people: who may, and what is shown first.
pub(crate) fn in_words(right: Right) -> String {
    let Rule { holders, object, step_up, .. } = right.rule();
    let who = match object {
        Object::Case => "For those for whom the case exists.".to_owned(),
        Object::Nothing | Object::Own | Object::Account | Object::Proposal if is_for_anybody(right) => {
            "Anybody may ask.".to_owned()
        }
        Object::Nothing | Object::Own | Object::Account | Object::Proposal => {
            let kinds: Vec<String> = holders.iter().copied().map(|one| kind(one).to_owned()).collect();
            format!("For: {}.", kinds.join(", "))
        }
    };
    let first = match step_up {
        StepUp::None => "",
        StepUp::Fresh => " Where this desk asks for passkeys, one was shown in the last five minutes.",
        StepUp::Signed => " Where this desk asks for passkeys, one signs this very decision.",
    };
    format!("{who}{first}")
}

/// The page of rights, in Markdown: every route with its right, and every right with its row.
pub(crate) fn page(routes: &[Route]) -> String {
    let rights: Vec<String> = Right::all().into_iter().map(row_of).collect();
    let routes: Vec<String> = routes.iter().map(row_of_route).collect();
    let jobs: Vec<String> = Job::ALL.into_iter().map(row_of_job).collect();
    format!("{HEAD}{}{MIDDLE}{}{JOBS}{}", rights.concat(), routes.concat(), jobs.concat())
}

const HEAD: &str = "\
# Rights

Made from the registry by `cargo xtask openapi`; do not edit it. A caller without the right is answered as if there were
nothing. For whom a case exists is computed from the case, whenever it is read.

| right | held by | with | shown to | before |
|---|---|---|---|---|
";

const MIDDLE: &str = "
# Routes

| route | right | what for |
|---|---|---|
";

const JOBS: &str = "
# Jobs

What the desk does by itself. Where members need passkeys, a job looks again at the proof of each decision that it acts on.

| job | as | with | looks again at |
|---|---|---|---|
";

fn row_of_job(job: Job) -> String {
    let decisions: Vec<&str> = job.looks_at().iter().map(|verb| verb.noun()).collect();
    format!("| {job:?} | {} | {} | {} |\n", words::role(job.role()), thing(job.object()), decisions.join(", "))
}

fn row_of(right: Right) -> String {
    let Rule { object, shown, step_up, .. } = right.rule();
    let (name, holders) = (name(right), holders(right));
    let (object, shown, before) = (thing(object), audience(shown), before(step_up));
    format!("| {name} | {holders} | {object} | {shown} | {before} |\n")
}

/// Who holds it: for what is asked of a case, in which role.
fn holders(right: Right) -> String {
    if is_for_anybody(right) {
        return "anybody".to_owned();
    }
    if let Right::AskOfCase(verb) = right {
        let roles = Role::ALL.into_iter().filter(|role| decide::may_ask(*role, verb));
        return roles.map(words::role).collect::<Vec<_>>().join(", ");
    }
    right.rule().holders.iter().copied().map(kind).collect::<Vec<_>>().join(", ")
}

fn row_of_route(route: &Route) -> String {
    let about = route.about.replace('|', "\\|");
    format!("| `{} {}` | {} | {about} |\n", route.method, route.path, name(route.right))
}

/// A right's name: `ManagePeople`, `AskOfCase publication`.
pub(crate) fn name(right: Right) -> String {
    if let Right::AskOfCase(verb) = right {
        return format!("AskOfCase {}", verb.noun());
    }
    if let Right::AskOfOwnReport(verb) = right {
        return format!("AskOfOwnReport {}", verb.noun());
    }
    format!("{right:?}")
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Stranger => "anybody",
        Kind::Reporter => "the holder of a receipt",
        Kind::Person => "a person with an account",
        Kind::Member => "a member of the committee",
        Kind::Steward => "a steward",
        Kind::Auditor => "an auditor",
        Kind::Operator => "the operator",
    }
}

const fn thing(object: Object) -> &'static str {
    match object {
        Object::Nothing => "nothing hidden",
        Object::Own => "their own",
        Object::Case => "a case",
        Object::Account => "an account",
        Object::Proposal => "a proposal",
    }
}

const fn audience(shown: Shown) -> &'static str {
    match shown {
        Shown::ToAll => "everybody",
        Shown::ToCaller => "the caller",
        Shown::ByPlace => "the caller, as far as their place in the case reaches",
        Shown::ToStewards => "those who look after accounts",
        Shown::ToCommittee => "the committee",
    }
}

const fn before(step_up: StepUp) -> &'static str {
    match step_up {
        StepUp::None => "",
        StepUp::Fresh => "a passkey, lately",
        StepUp::Signed => "a passkey that signs it",
    }
}
